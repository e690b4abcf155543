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

/// What passes between threads must be able to.
#[test]
fn records_and_what_names_them_can_be_sent() {
    fn is_send<T: Send>() {}
    is_send::<(Record, FileEntry, Locator, Problem, SourceError, FileReport, Root, Walk)>();
}

fn one_file(name: &str, content: &[u8]) -> (tempfile::TempDir, Outcome) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), content).expect("a file");
    let outcome = load(folder.path());
    (folder, outcome)
}

/// The reasons, without the names of temporary folders.
fn reasons(outcome: &Outcome) -> Vec<String> {
    outcome.problems.iter().map(|problem| problem.reason.to_string()).collect()
}

#[test]
fn a_huge_hole_is_not_read_through() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.txt", "a.jsonl", "a.md"] {
        fs::File::create(folder.path().join(name)).and_then(|file| file.set_len(1 << 42)).expect("a sparse file");
    }
    assert_eq!(reasons(&load(folder.path())), ["unknown type (binary data)"; 3]);
}

#[test]
fn a_file_that_shrinks_or_vanishes_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, "The river rose.").expect("a file");
    let file = FileEntry::of_path(&path).expect("a file");
    fs::write(&path, "").expect("a file");
    let none = &mut |_| ControlFlow::Continue(());
    let empty = read(&file, &Limits::default(), None, none).expect_err("empty");
    assert_eq!(empty.reason().as_str(), "it holds no text");
    fs::remove_file(&path).expect("a file");
    let gone = read(&file, &Limits::default(), None, none).expect_err("gone");
    assert_eq!(gone.reason().as_str(), "no such file or directory");
}

#[test]
fn rubbish_between_records_costs_only_itself() {
    let mut bytes = b"\0\x01\x02\xff\xfe rubbish\n{\"text\":\"one\"}\n".to_vec();
    bytes.extend([7; 300]);
    bytes.extend(b"\n{\"text\":\"two\",\n\n{\"text\":\"three\"}\n{\"text\":\"cut off");
    let (_folder, outcome) = one_file("a.jsonl", &bytes);
    assert_eq!(outcome.texts, ["one", "three"]);
    assert_eq!(
        outcome.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(),
        [Some(1), Some(3), Some(4), Some(7)]
    );
}

#[test]
fn a_record_beyond_the_limit_is_passed_over() {
    let mut bytes = b"{\"text\":\"one\"}\n{\"text\":\"".to_vec();
    bytes.resize(bytes.len() + Limits::default().largest_record + 1, b'x');
    bytes.extend(b"\"}\n{\"text\":\"three\"}");
    let (_folder, outcome) = one_file("a.jsonl", &bytes);
    assert_eq!(outcome.texts, ["one", "three"]);
    assert_eq!(reasons(&outcome), ["a record of more than 67108864 bytes"]);
}

#[test]
fn packing_within_packing_is_not_unpacked_twice() {
    let inner = zstd::encode_all(&b"The river rose."[..], 1).expect("in memory");
    let outer = zstd::encode_all(&inner[..], 1).expect("in memory");
    let (_folder, outcome) = one_file("a.txt.zst", &outer);
    assert_eq!(reasons(&outcome), ["unknown type (zstd data)"]);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// A line of a record file, and the text that it should give.
    fn line() -> impl Strategy<Value = (String, Option<String>)> {
        prop_oneof![
            4 => "[a-z é周\\n\"\\\\]{1,40}".prop_map(|text| {
                let is_text = !text.trim().is_empty();
                (serde_json::json!({ "id": 1, "text": text }).to_string(), is_text.then_some(text))
            }),
            1 => "[a-z@ {\\[]{0,20}".prop_map(|rubbish| (rubbish, None)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn records_come_in_order_whatever_stands_between(lines in prop::collection::vec(line(), 1..12)) {
            let file: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
            let wanted: Vec<String> = lines.into_iter().filter_map(|(_, text)| text).collect();
            let packed = zstd::encode_all(file.as_bytes(), 1).expect("in memory");
            prop_assert_eq!(&one_file("a.jsonl", file.as_bytes()).1.texts, &wanted);
            prop_assert_eq!(&one_file("a.jsonl.zst", &packed).1.texts, &wanted);
        }

        #[test]
        fn any_bytes_are_read_or_named(bytes: Vec<u8>, magic in 0..4usize, name in 0..5usize) {
            let magic: &[u8] = [&b""[..], b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe"][magic];
            let name = ["a.txt", "a.jsonl", "a.md", "a.gz", "a"][name];
            let (_folder, outcome) = one_file(name, &[magic, &bytes].concat());
            prop_assert!(!outcome.texts.is_empty() || !outcome.problems.is_empty());
        }
    }
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
