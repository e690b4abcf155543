//! The whole layer on folders with something bad in them: the rest loads, and what does not is named.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
};

use super::*;

/// The folder of shared corpora, where there is one.
pub(super) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("FOLIO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// What came of a corpus.
#[derive(Default)]
struct Outcome {
    texts: Vec<String>,
    problems: Vec<Problem>,
}

impl Outcome {
    fn holds(&self, word: &str) -> bool {
        self.texts.iter().any(|text| text.contains(word))
    }
}

/// Reads everything below a folder; every article must be the same when it is read again.
fn load(folder: &Path) -> Outcome {
    let limits = Limits::default();
    let mut outcome = Outcome::default();
    for entry in walk(&[Root::Path(folder.to_path_buf())], &limits) {
        let file = match entry {
            Ok(file) => file,
            Err(problem) => {
                outcome.problems.push(problem);
                continue;
            }
        };
        let mut locators = Vec::new();
        let read = read(&file, &limits, None, &mut |record| {
            outcome.texts.push(record.document.text);
            locators.push((record.locator, outcome.texts.len() - 1));
            ControlFlow::Continue(())
        });
        match read {
            Ok(report) => outcome.problems.extend(report.problems),
            Err(error) => outcome.problems.push(error.into()),
        }
        for (locator, text) in locators.iter().step_by(1 + locators.len() / 20) {
            assert!(fetch(locator, &limits).expect("still there").text == outcome.texts[*text]);
        }
    }
    outcome
}

#[test]
fn every_class_of_bad_input_is_loaded_or_named() {
    let Some(shared) = shared() else { return eprintln!("skipped: no shared corpora; set FOLIO_SHARED") };
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("bad");
    let made = Command::new("python3").arg(shared.join("bad-input/make-bad-input.py")).arg(&out).output();
    if !made.is_ok_and(|made| made.status.success()) {
        return eprintln!("skipped: python3 made no bad input");
    }
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("a manifest");
    for (class, expected) in manifest.as_object().expect("classes") {
        check_class(&out.join(class), class, expected);
    }
}

/// Formats that are not read yet are named as of unknown type, whatever is expected of them later.
const NOT_READ: [&str; 4] = ["html", "csv", "xml", "warc"];

fn check_class(folder: &Path, class: &str, expected: &serde_json::Value) {
    let outcome = load(folder);
    let words = expected["find"].as_array().expect("words").iter().filter_map(|word| word.as_str());
    let file = expected["file"].as_str().expect("a name");
    let is_not_read = file.rsplit_once('.').is_some_and(|(_, ending)| NOT_READ.contains(&ending));
    let named = outcome.problems.iter().filter(|problem| problem.path == folder.join(file)).count();
    for word in words.filter(|word| !is_not_read || word.starts_with("zqgood")) {
        assert!(outcome.holds(word), "{class}: {word} is lost; {:?}", outcome.problems);
    }
    // Who runs as root can read everything.
    let is_readable_after_all = class == "unreadable" && outcome.holds("zqno");
    if (expected["expect"] == "report" || is_not_read) && !is_readable_after_all {
        assert_eq!(named, 1, "{class}: {:?}", outcome.problems);
    }
    if expected["expect"] == "load" && !is_not_read {
        assert_eq!(outcome.problems, [], "{class}");
    }
    let lines: Vec<String> = outcome.problems.iter().map(Problem::to_string).collect();
    assert!(lines.iter().all(|line| !line.contains(char::is_control)), "{class}: {lines:?}");
    println!("{class:18} {}", lines.join(" | ").replace(&folder.display().to_string(), ""));
}
