//! Wrapping, tried on texts in many scripts and on the test files of the Unicode Character Database.
//!
//! The texts are not part of the repository: they are looked for in `../shared`, or where `FOLIO_SHARED` says, and the
//! tests are skipped where they are missing.

use std::{
    collections::BTreeSet,
    env, fs,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use folio::text::{
    clean::{Clean, CleanStr},
    hyphenate::Hyphenation,
    width,
    wrap::{Line, Measure, place, wrap, wrap_greedy},
};

#[test]
fn texts_in_many_scripts_fit_their_lines() {
    let Some(folder) = unicode_corpora() else { return };
    for entry in fs::read_dir(folder.join("text")).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let text = Clean::text(&String::from_utf8_lossy(&fs::read(&path).expect("the file can be read")));
        for columns in [1, 2, 3, 7, 20, 40, 66, 80, 200, 999] {
            for language in ["en", "ru", "none"] {
                let hyphenation = Hyphenation::of(language);
                let measure = Measure { justify: true, hyphenation, indent: 2, ..Measure::ragged(columns) };
                check(text.as_clean(), &wrap(text.as_clean(), &measure), &measure, &path);
            }
            let measure = Measure::ragged(columns);
            check(text.as_clean(), &wrap_greedy(text.as_clean(), &measure), &measure, &path);
        }
    }
}

#[test]
fn lines_break_where_unicode_allows_it() {
    let cases = cases("LineBreakTest_17.txt.gz");
    let (mut tried, mut wrong) = (0, Vec::new());
    for (text, allowed) in &cases {
        if Clean::text(text).as_str() != text || text.contains(['\n', '\t']) {
            continue;
        }
        let clusters: BTreeSet<usize> = width::graphemes(text).map(|cluster| cluster.range.start).collect();
        for columns in 1..8 {
            let clean = Clean::text(text);
            let lines = wrap(clean.as_clean(), &Measure::ragged(columns));
            // Where a piece is wider than the line it must be cut somewhere. No break is taken inside a cluster.
            let allowed: Vec<usize> =
                allowed.iter().copied().filter(|at| clusters.contains(at) || *at == text.len()).collect();
            let widest = allowed.windows(2).map(|ends| width::columns(&text[ends[0]..ends[1]])).max();
            if widest > Some(usize::from(columns)) {
                continue;
            }
            tried += 1;
            let starts = lines.iter().skip(1).map(|line| line.range.start);
            let bad = starts.clone().any(|start| !allowed.contains(&start));
            if bad {
                wrong.push((text.escape_unicode().to_string(), columns, allowed, starts.collect::<Vec<_>>()));
            }
        }
    }
    // The segmenter's rules are those of another version of Unicode in some ten cases.
    assert!(wrong.len() * 1000 <= tried, "{} of {tried}: {wrong:#?}", wrong.len());
    assert!(cases.is_empty() || tried > 10_000, "{tried}");
}

#[test]
fn clusters_are_those_of_unicode() {
    for (text, boundaries) in cases("GraphemeBreakTest_17.txt.gz") {
        let ours: Vec<usize> = width::graphemes(&text).map(|cluster| cluster.range.start).chain([text.len()]).collect();
        assert_eq!(ours, boundaries, "{}", text.escape_unicode());
    }
}

/// What is true of the lines of any text.
fn check(text: CleanStr<'_>, lines: &[Line], measure: &Measure, path: &Path) {
    let boundaries: Vec<usize> = width::graphemes(text.as_str()).map(|cluster| cluster.range.start).collect();
    let mut end = 0;
    for line in lines {
        let at = format!("{} {measure:?} {line:?}", path.display());
        assert!(text.as_str()[end..line.range.start].chars().all(char::is_whitespace), "{at}");
        for edge in [line.range.start, line.range.end] {
            assert!(edge == text.as_str().len() || boundaries.binary_search(&edge).is_ok(), "{at}");
        }
        let placed = place(line, text, measure);
        assert!(placed.len() <= 1 || line.indent + line.columns <= measure.columns, "{at}");
        end = line.range.end;
    }
    assert!(text.as_str()[end..].chars().all(char::is_whitespace));
}

/// The cases of a test file: a text, and the bytes at which there is a boundary, its ends included.
fn cases(name: &str) -> Vec<(String, Vec<usize>)> {
    let Some(folder) = unicode_corpora() else { return Vec::new() };
    let file = fs::File::open(folder.join("ucd17").join(name)).expect("the file can be opened");
    let mut cases = String::new();
    GzDecoder::new(file).read_to_string(&mut cases).expect("the file can be read");
    cases.lines().filter_map(|line| case(line.split('#').next()?)).collect()
}

/// Reads a case such as `÷ 0061 × 0308 ÷`.
fn case(line: &str) -> Option<(String, Vec<usize>)> {
    let (mut text, mut boundaries) = (String::new(), Vec::new());
    for word in line.split_whitespace() {
        match word {
            "÷" => boundaries.push(text.len()),
            "×" if text.is_empty() => boundaries.push(0),
            "×" => {}
            code => text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?),
        }
    }
    (!text.is_empty()).then_some((text, boundaries))
}

fn unicode_corpora() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = env::var_os("FOLIO_SHARED").map_or_else(beside, PathBuf::from).join("corpora/unicode");
    if !folder.is_dir() {
        eprintln!("skipped: there is no folder {}", folder.display());
        return None;
    }
    Some(folder)
}
