//! What folio says about itself, and what it says where there is no terminal.

use crate::desk::Desk;

#[test]
fn help_names_every_command() {
    let run = Desk::new().run(["--help"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for command in
        ["search", "show", "parse", "index", "stats", "doctor", "config", "keys", "themes", "completions", "man"]
    {
        assert!(run.out.contains(&format!("  {command} ")), "{command}");
    }
}

#[test]
fn a_wrong_option_is_an_error_without_its_escapes() {
    let run = Desk::new().run(["--colour=\u{1b}[31m", "x"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("unexpected argument") && !run.err.contains('\u{1b}'), "{:?}", run.err);
}

#[test]
fn without_a_terminal_the_reader_says_what_to_use_instead() {
    let run = Desk::new().run(["corpus"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("folio search"), "{}", run.err);
}

#[test]
fn a_path_that_is_not_there_is_named_and_a_mistyped_command_suggested() {
    let desk = Desk::new();
    for (arguments, message) in [
        (["nope"].as_slice(), "folio: there is no file or folder nope\n"),
        (&["nope/", "corpsu"], "folio: there is no file or folder nope/\n"),
        (&["serach"], "folio: there is no file or folder serach; did you mean `folio search`?\n"),
        (&["shwo", "corpus"], "folio: there is no file or folder shwo; did you mean `folio show`?\n"),
    ] {
        let run = desk.run(arguments.iter().copied());
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (2, "", message), "{arguments:?}");
    }
    let run = desk.run(["nope", "corpus"]);
    assert!(run.err.contains("no terminal"), "{}", run.err);
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = desk.run(["completions", shell]);
        assert!(run.code == 0 && run.out.contains("folio"), "{shell}: {}", run.err);
    }
    assert!(desk.run(["man"]).out.contains(".TH folio 1"));
    let search = desk.run(["man", "search"]);
    assert!(search.out.contains("folio\\-search") && search.out.contains("no\\-refresh"), "{}", search.out);
    assert_eq!(desk.run(["man", "nothing"]).code, 2);
}

#[test]
fn a_mistyped_command_is_answered_with_the_nearest() {
    let run = Desk::new().run(["man", "serach"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no command `serach`; did you mean `search`?"), "{}", run.err);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_no_silence() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("folio"))
        .args(["config", "--home", "."])
        .stdout(full)
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(message.to_lowercase().contains("no space left"), "{message}");
}
