//! How folio begins: with what is there, in whatever surroundings.

use std::{fs, process::Command};

use crate::{
    corpus::Corpus,
    sequences::{foreign, sets_a_color},
    terminal::{Start, wait_until},
};

#[test]
fn without_a_path_the_sample_corpus_opens() {
    let corpus = Corpus::empty();
    let mut terminal = Start::with(&corpus, []).run();
    terminal.wait_for("sample corpus ·");
    terminal.press("q");
    assert!(terminal.ended().success());
    terminal.assert_given_back();
    assert_eq!(foreign(&terminal.bytes()), [""; 0]);
}

#[test]
fn a_folder_opens_and_its_newest_article_is_on_the_page() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("3 articles");
    terminal.wait_for("Lotte Reimers steered");
}

#[test]
fn without_a_terminal_it_names_the_command_that_needs_none() {
    let corpus = Corpus::small();
    let mut command = Command::new(env!("CARGO_BIN_EXE_folio"));
    let output = command.arg(corpus.articles()).env("FOLIO_HOME", corpus.home()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("folio search"));
    assert!(output.stdout.is_empty());
}

#[test]
fn any_kind_of_terminal_and_any_locale_will_do() {
    let corpus = Corpus::small();
    for terminal in ["dumb", "linux", "no-such-terminal", "xterm-256color", ""] {
        let start = Start::on(&corpus).env("TERM", terminal).env("LC_ALL", "C");
        let mut terminal = if terminal.is_empty() { start.without("TERM") } else { start }.run();
        terminal.wait_for("Lotte Reimers steered");
        terminal.press("q");
        assert!(terminal.ended().success());
        terminal.assert_given_back();
    }
}

#[test]
fn no_color_is_no_color() {
    let corpus = Corpus::small();
    let see = |start: Start| {
        let terminal = start.run();
        terminal.wait_for("Lotte Reimers steered");
        terminal.press("/ferry");
        terminal.wait_for("2 of 3");
        terminal.press("\r?");
        terminal.wait_for("Moving");
        terminal.bytes()
    };
    assert!(sets_a_color(&see(Start::on(&corpus).env("COLORTERM", "truecolor"))));
    assert!(!sets_a_color(&see(Start::on(&corpus).env("COLORTERM", "truecolor").env("NO_COLOR", "1"))));
}

#[test]
fn what_is_typed_before_the_first_frame_and_before_the_terminal_answers_is_not_lost() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).silent().run();
    terminal.press("/fer");
    terminal.wait_for("/ fer");
    terminal.press("\x1b]11;rgb:ffff/ffff/eeee\x1b\\r\x1b[?62;22cy");
    terminal.wait_for("/ ferry");
    let memory = corpus.home().join("data/background");
    wait_until("the background is remembered", || fs::read_to_string(&memory).is_ok_and(|it| it.contains("light")));
}

#[test]
fn a_terminal_that_is_light_gets_the_light_theme() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).background("rgb:ffff/ffff/ffff").run();
    terminal.wait_for("Lotte Reimers steered");
    let memory = corpus.home().join("data/background");
    wait_until("the background is remembered", || fs::read_to_string(&memory).is_ok_and(|it| it.contains("light")));
}

#[test]
fn articles_come_from_a_pipe_and_keys_from_the_terminal() {
    let corpus = Corpus::small();
    let line = format!("cat ferry.txt | exec '{}' -", env!("CARGO_BIN_EXE_folio"));
    let mut terminal = Start::of(&corpus, "sh", ["-c".into(), line.into()]).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("/seasick");
    terminal.wait_for("1 hit");
    terminal.escape();
    terminal.press("q");
    let status = terminal.ended();
    assert!(status.success(), "{status:?}\n{}", terminal.screen());
    terminal.assert_given_back();
}

#[test]
fn two_folios_read_the_same_corpus() {
    let corpus = Corpus::small();
    let mut terminals = [Start::on(&corpus).run(), Start::on(&corpus).run()];
    for terminal in &terminals {
        terminal.wait_for("3 articles");
        terminal.press("/ducks");
        terminal.wait_for("1 of 3");
        terminal.press("\r");
    }
    for terminal in &mut terminals {
        terminal.press(":quit\r");
        assert!(terminal.ended().success());
    }
}

#[test]
fn a_home_that_cannot_be_written_is_said_for_as_long_as_it_is_asked() {
    let corpus = Corpus::small();
    fs::create_dir(corpus.home()).unwrap();
    for folder in ["index", "data", "log"] {
        fs::write(corpus.home().join(folder), "a file where a folder should be").unwrap();
    }
    let mut terminal = Start::on(&corpus).run();
    terminal.wait_for("1 problem");
    terminal.press(":problems\r");
    terminal.wait_for("could not be read");
    terminal.wait_for("home/index");
    terminal.escape();
    terminal.press("q");
    assert!(terminal.ended().success());
    terminal.assert_given_back();
}

#[test]
fn left_while_the_index_is_built_it_goes_on_where_it_was() {
    let corpus = Corpus::small();
    for number in 0..300 {
        corpus.add(
            format!("note-{number}.txt"),
            format!("Note number {number}\n\n1 May 2020\n\nA few words on {number}.\n"),
        );
    }
    for _ in 0..3 {
        let mut terminal = Start::on(&corpus).run();
        terminal.wait_for("folio");
        terminal.press("q");
        assert!(terminal.ended().success());
        terminal.assert_given_back();
    }
    Start::on(&corpus).run().wait_for("303 articles");
}

#[test]
fn an_article_that_vanishes_is_said_and_the_next_one_opens() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    fs::remove_file(corpus.articles().join("bridge.txt")).unwrap();
    terminal.press("j");
    terminal.wait_for("cannot read");
    terminal.press("j");
    terminal.wait_for("The warden of the nature reserve");
}
