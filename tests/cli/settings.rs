//! Settings, keys and themes: what is printed can be written, and a slip is explained.

use crate::desk::Desk;

#[test]
fn the_settings_in_effect_are_a_settings_file() {
    let desk = Desk::new();
    let first = desk.run(["config", "--largest-ratio", "9"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("\nmeasure = 72\n") && first.out.contains("\nlargest-ratio = 9\n"), "{}", first.out);
    desk.write("home/config/config.toml", first.out.replace("measure = 72", "measure = 66"));
    let second = desk.run(["config"]);
    assert_eq!(second.out, first.out.replace("measure = 72", "measure = 66"));
}

#[test]
fn an_unknown_setting_is_an_error_with_file_line_and_near_names() {
    let desk = Desk::new();
    desk.write("home/config/config.toml", "# mine\nmesure = 66\n");
    let run = desk.run(["search", "x", "corpus"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("config.toml:2: there is no setting `mesure`; there is `measure`"), "{}", run.err);
}

#[test]
fn the_option_comes_before_the_environment_that_before_the_file() {
    let desk = Desk::new();
    desk.write("home/config/config.toml", "theme = \"light\"\n");
    assert!(desk.run(["config"]).out.contains("\ntheme = \"light\"\n"));
    let output = desk.command().env("NO_COLOR", "1").arg("config").output().expect("a run");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\ntheme = \"plain\"\n"));
    let output = desk.command().env("NO_COLOR", "1").args(["config", "--theme", "dark"]).output().expect("a run");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\ntheme = \"dark\"\n"));
}

#[test]
fn the_keys_in_effect_are_a_keymap_file() {
    let desk = Desk::new();
    let first = desk.run(["keys"]);
    assert!(first.code == 0 && first.out.contains("\"j\" = \"next\""), "{}{}", first.out, first.err);
    desk.write("home/config/keymap.toml", "[everywhere]\n\"j\" = \"none\"\n");
    let second = desk.run(["keys"]);
    assert!(second.code == 0 && !second.out.contains("\"j\" = "), "{}", second.err);
    desk.write("home/config/keymap.toml", "[everywhere]\n\"x\" = \"nxt\"\n");
    let third = desk.run(["keys"]);
    let message = "keymap.toml:2: there is no action `nxt`; did you mean `next`?";
    assert!(third.code == 2 && third.err.contains(message), "{}", third.err);
}

#[test]
fn the_keys_of_another_program_can_be_chosen_and_changed() {
    let desk = Desk::new();
    let less = desk.run(["keys", "--preset", "less"]);
    assert!(less.code == 0 && less.out.contains("\"g\" = \"first\""), "{}{}", less.out, less.err);
    desk.write("home/config/config.toml", "keys = \"less\"\n");
    assert_eq!(desk.run(["keys"]).out, less.out);
    desk.write("home/config/keymap.toml", "[everywhere]\n\"x\" = \"next\"\n");
    let mine = desk.run(["keys"]).out;
    assert!(mine.contains("\"x\" = \"next\"") && mine.contains("\"g\" = \"first\""), "{mine}");
    desk.write("home/config/config.toml", "keys = \"newsbaot\"\n");
    let run = desk.run(["keys"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("config.toml:1: `keys` is \"folio\" or \"newsboat\""), "{}", run.err);
    assert!(run.err.contains("did you mean \"newsboat\"?"), "{}", run.err);
    assert_eq!(desk.run(["keys", "--preset", "vi"]).code, 2);
}

#[test]
fn a_theme_is_printed_as_it_is_written() {
    let desk = Desk::new();
    let dark = desk.run(["themes", "dark"]);
    assert!(dark.code == 0 && dark.out.contains("title = "), "{}", dark.err);
    assert_eq!(desk.run(["themes"]).out, dark.out);
    desk.write("home/config/theme-mine.toml", &dark.out);
    assert_eq!(desk.run(["themes", "mine"]).out, dark.out);
    let run = desk.run(["themes", "drak"]);
    assert!(run.code == 2 && run.err.contains("there is `dark`"), "{}", run.err);
}

#[test]
fn the_home_follows_the_option_then_the_variable() {
    let desk = Desk::new();
    desk.run(["index", "corpus", "--home", "elsewhere"]);
    assert!(desk.path("elsewhere/index").is_dir() && !desk.path("home").exists());
}

#[test]
fn without_a_home_the_xdg_folders_are_used() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.env_remove("FOLIO_HOME").env("HOME", desk.path("user")).env("XDG_CACHE_HOME", desk.path("cache"));
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME").env_remove("XDG_STATE_HOME");
    command.args(["index", "corpus"]).assert().success();
    assert!(desk.path("cache/folio/index").is_dir());
}
