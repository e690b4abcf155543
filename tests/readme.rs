//! The README, taken at its word: every key, query and command in it is tried.

use std::{fs, path::Path};

use assert_cmd::Command;
use folio::{
    app::{
        action::Action,
        keymap::{Context, Keymap},
    },
    index::query::parse,
};
use jiff::civil::date;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README")
}

/// The cells of the rows of the table below a heading, without the row of titles.
fn table(heading: &str) -> Vec<Vec<String>> {
    let readme = readme();
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).expect("a section of this name");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = |row: &str| row.split(" | ").map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = rows.skip(1).map(cells).collect();
    assert!(rows.len() > 10, "the table of {heading} is found");
    rows
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_key_does_what_the_table_says() {
    let keymap = Keymap::default();
    for row in table("Keys") {
        let [keys, _, actions] = &row[..] else { panic!("three cells: {row:?}") };
        assert_eq!(quoted(keys).len(), quoted(actions).len(), "a key for each action: {row:?}");
        for (key, name) in quoted(keys).into_iter().zip(quoted(actions)) {
            let action = Action::named(name).unwrap_or_else(|| panic!("there is no action `{name}`"));
            let labels = keymap.labels(Context::Everywhere, action);
            assert!(labels.iter().any(|label| label == key), "`{name}` is on {labels:?}, not on `{key}`");
        }
    }
}

#[test]
fn every_query_can_be_read() {
    for row in table("Queries") {
        for query in quoted(&row[0]) {
            let parsed = parse(query, date(2026, 1, 1));
            assert!(parsed.query.is_some() && parsed.faults.is_empty(), "{query}: {:?}", parsed.faults);
        }
    }
}

/// A copy of the sample corpus, with what the commands of the README expect beside it.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    let corpus = desk.path().join("scraped");
    fs::create_dir(&corpus).expect("a folder");
    for sample in folio::source::SAMPLES {
        let name = Path::new(sample.name).file_name().expect("a name");
        fs::write(corpus.join(name), sample.content).expect("an article");
    }
    fs::write(desk.path().join("questions.jsonl"), "{\"id\": \"q1\", \"text\": \"webb first light\"}\n")
        .expect("a file");
    desk
}

/// The words of a line that a shell would read, as far as the README's lines need it.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = parts.flat_map(|(number, part)| match number % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn every_command_works() {
    let readme = readme();
    let commands = readme.split("```sh\n").nth(1).and_then(|block| block.split("```").next()).expect("the commands");
    let desk = desk();
    for line in commands.lines() {
        let line = line.split('#').next().expect("a command").replace("~/", "");
        let words = words(&line);
        assert_eq!(words[0], "folio");
        let mut folio = Command::cargo_bin("folio").expect("the program");
        folio.args(&words[1..]).current_dir(desk.path()).env("FOLIO_HOME", desk.path().join("home"));
        let output = folio.output().expect("a run");
        let told = String::from_utf8_lossy(&output.stderr);
        if words == ["folio", "scraped"] {
            assert!(told.contains("no terminal"), "{line}: {told}");
            continue;
        }
        assert_eq!(output.status.code(), Some(0), "{line}: {told}");
        assert!(!output.stdout.is_empty(), "{line} prints something");
    }
}

#[test]
fn every_file_it_names_exists() {
    let readme = readme();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = readme.split(['`', '(', ')', ' ', '\n']).filter(|word| {
        ["src/", "assets/", "tests/", "seeds/", ".ci/"].iter().any(|folder| word.starts_with(folder))
            || matches!(*word, "LICENSE" | "CHANGELOG.md")
    });
    let missing: Vec<_> = paths.filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
