//! Recognition, tested by data: in `recognition/cases` a text stands beside what should be found in it. A new case is a
//! new pair of files, `NAME.txt` and `NAME.toml`. And by properties that hold for any text.

use std::{fs, path::PathBuf};

use folio::article::{Article, Block, BlockKind, DateCandidate, DatePlace, Document, Grade, Markup, Stated, recognise};
use proptest::prelude::*;
use serde::Deserialize;

fn document(text: &str) -> Document {
    Document { text: text.to_owned(), ..Document::default() }
}

/// What should be found in a text. What is left out is not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: Option<String>,
    inferred: Option<bool>,
    date: Option<String>,
    undated: Option<bool>,
    byline: Option<String>,
    site: Option<String>,
    section: Option<String>,
    language: Option<String>,
    remark: Option<String>,
    /// All dates as "role line", the article's own with "> " before it.
    dates: Option<Vec<String>>,
    /// Blocks as "kind first-last", or "kind line".
    #[serde(default)]
    blocks: Vec<String>,
}

fn shown(block: &Block) -> String {
    let kind = format!("{:?}", block.kind).to_lowercase();
    let (first, last) = (block.lines.0, block.lines.1);
    if first == last { format!("{kind} {first}") } else { format!("{kind} {first}-{last}") }
}

fn shown_date(date: &DateCandidate) -> String {
    let role = format!("{:?}", date.role).to_lowercase();
    format!("{}{role} {}", if date.wins { "> " } else { "" }, date.line().unwrap_or(0))
}

impl Expected {
    fn faults(&self, article: &Article) -> Vec<String> {
        let mut faults = Vec::new();
        let mut same = |what: &str, wanted: Option<&str>, found: Option<String>| {
            if wanted.is_some() && wanted != found.as_deref() {
                faults.push(format!("{what}: {found:?}, not {wanted:?}"));
            }
        };
        let text = |found: &Option<folio::article::Found<folio::text::clean::Clean>>| {
            found.as_ref().map(|found| found.value.to_string())
        };
        let day = article.date.as_ref().and_then(|date| date.value.known_day()).map(|day| day.to_string());
        let inferred = article.title.as_ref().map(|title| (title.grade == Grade::Inferred).to_string());
        same("title", self.title.as_deref(), text(&article.title));
        same("inferred", self.inferred.map(|inferred| inferred.to_string()).as_deref(), inferred);
        same("undated", self.undated.map(|undated| undated.to_string()).as_deref(), Some(day.is_none().to_string()));
        same("date", self.date.as_deref(), day);
        same("byline", self.byline.as_deref(), text(&article.byline));
        same("site", self.site.as_deref(), text(&article.site));
        same("section", self.section.as_deref(), text(&article.section));
        same("language", self.language.as_deref(), article.language.map(str::to_owned));
        let remarks: Vec<&str> = article.remarks.iter().map(|remark| remark.as_str()).collect();
        if self.remark.as_ref().is_some_and(|wanted| !remarks.iter().any(|remark| remark.contains(wanted))) {
            faults.push(format!("remarks: {remarks:?}, none with {:?}", self.remark));
        }
        let dates: Vec<String> = article.dates.iter().map(shown_date).collect();
        if self.dates.as_ref().is_some_and(|wanted| *wanted != dates) {
            faults.push(format!("dates: {dates:?}, not {:?}", self.dates));
        }
        let blocks: Vec<String> = article.blocks.iter().map(shown).collect();
        let missing = self.blocks.iter().filter(|wanted| !blocks.contains(wanted));
        faults.extend(missing.map(|wanted| format!("no block {wanted} in {blocks:?}")));
        faults
    }
}

#[test]
fn what_should_be_found_in_each_text_is_found() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recognition/cases");
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let expected: Expected = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let text = fs::read_to_string(path.with_extension("txt")).unwrap();
            let found = expected.faults(&recognise(&document(&text)));
            faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", path.file_stem().unwrap().display())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The lines that are not blank, and the lines that the blocks cover, in order.
fn assert_covered(text: &str, article: &Article) {
    let mut wanted =
        (1u32..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty()).map(|(number, _)| number).peekable();
    let mut last = 0;
    for block in &article.blocks {
        assert!(block.lines.0 > last && block.lines.0 <= block.lines.1, "{:?}", block.lines);
        assert_eq!(wanted.peek(), Some(&block.lines.0), "a block starts with a line that is not blank");
        while wanted.next_if(|&line| line <= block.lines.1).is_some() {}
        last = block.lines.1;
        assert!(text.get(block.bytes.clone()).is_some_and(|bytes| !bytes.trim().is_empty()));
    }
    assert_eq!(wanted.next(), None, "every line is in a block");
}

/// Lines like those of pages, and lines like nothing.
fn line() -> impl Strategy<Value = String> {
    let phrases = [
        "",
        "  ",
        "\r",
        "Leave a Reply",
        "Read Also: More bridges",
        "By Ann Larkin",
        "3 May 2021",
        "© 2020 The Hill Post",
        "• a\tb\tc",
        "> quoted",
        "# Heading",
        "---",
        "```",
        "- item",
        "1. one",
        "2. two",
        "| a | b |",
        "[x]: y",
        "The bridge over the river will be closed for a year, the council of the town said on Monday.",
        "the council of the town has decided that the old bridge over the",
        "donâ€™t",
        "橋は一年間閉鎖される。市議会が決めた。",
        "قرر مجلس المدينة إغلاق الجسر",
        "2021-12-30",
        "12/11/10",
        "20236. November 2023",
        "\u{feff}",
        "\u{2028}",
        "\u{200b}",
        "é",
        "İ",
    ];
    prop_oneof![4 => proptest::sample::select(phrases.to_vec()).prop_map(str::to_owned), 1 => ".{0,80}", 1 => "[ -~]{0,60}"]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![5 => proptest::collection::vec(line(), 0..40).prop_map(|lines| lines.join("\n")), 1 => "(.|\n){0,300}"]
}

proptest! {
    #[test]
    fn blocks_cover_all_lines_once_in_order(text in text()) {
        assert_covered(&text, &recognise(&document(&text)));
    }

    #[test]
    fn dates_stand_where_they_say(text in text()) {
        let dates = recognise(&document(&text)).dates;
        prop_assert!(dates.iter().filter(|date| date.wins).count() <= 1);
        for date in dates {
            let DatePlace::Text { line, bytes } = date.place else { continue };
            prop_assert!(text.get(bytes.clone()).is_some_and(|words| !words.trim().is_empty()));
            prop_assert_eq!(text[..bytes.start].matches('\n').count() as u32 + 1, line);
        }
    }

    #[test]
    fn the_story_of_words_is_never_empty(text in text()) {
        let article = recognise(&document(&text));
        let worded = |line: &str| line.split_whitespace().any(|word| word.starts_with("The"));
        prop_assert!(!text.lines().any(worded) || article.story().next().is_some());
    }

    #[test]
    fn blocks_of_markdown_cover_all_lines_once_in_order(text in text()) {
        let document = Document { markup: Markup::Markdown, ..document(&text) };
        assert_covered(&text, &recognise(&document));
    }

    #[test]
    fn recognising_twice_gives_the_same(text in text(), title in proptest::option::of(line()), date in proptest::option::of(line())) {
        let stated = Stated { title, date: date.clone(), url: date, ..Stated::default() };
        let document = Document { stated, ..document(&text) };
        prop_assert_eq!(recognise(&document), recognise(&document));
    }
}

#[test]
fn a_stated_title_makes_its_line_the_title() {
    let text = "News\nThe old bridge is closed\n\nThe bridge over the river will be closed for a year, the council of the town said.\n";
    let stated = Stated { title: Some("The old bridge is closed | Hill Post".to_owned()), ..Stated::default() };
    let article = recognise(&Document { stated, ..document(text) });
    let title = article.blocks.iter().find(|block| block.kind == BlockKind::Title).unwrap();
    assert_eq!(title.lines.0, 2);
    assert_eq!(article.title.unwrap().grade, Grade::Stated);
}

#[test]
fn an_address_dates_what_the_text_does_not() {
    let text = "The bridge over the river will be closed for a year, the council of the town said.\n";
    let stated = Stated { url: Some("https://hill.example/2021/12/30/bridge".to_owned()), ..Stated::default() };
    let date = recognise(&Document { stated, ..document(text) }).date.unwrap();
    assert_eq!((date.value.known_day().unwrap().to_string().as_str(), date.grade), ("2021-12-30", Grade::Inferred));
}

/// The five articles that every version must get right; they are not in the repository.
#[test]
fn the_seeds_that_are_shared_are_right() {
    let shared = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let folder = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("seeds");
    if !folder.is_dir() {
        return println!("skipped: FOLIO_SHARED names no folder with seeds");
    }
    let expected = include_str!("recognition/seeds.toml");
    let expected: std::collections::BTreeMap<String, Expected> = toml::from_str(expected).unwrap();
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let article = recognise(&document(&fs::read_to_string(&path).unwrap()));
        let wanted = expected.get(&name[..3]).map(|expected| expected.faults(&article)).unwrap_or_default();
        faults.extend(wanted.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "measures; run it in release"]
fn speed() {
    let news = "The bridge over the river will be closed for a year, the council of the town said on Monday, May 3, 2021, after divers had found cracks in two of its piers. Nobody in the town had expected it.\n\n";
    let page = format!("Bridge closed for a year\n\nBy Ann Larkin\nMay 3, 2021\n\n{}Leave a Reply\n", news.repeat(16));
    let texts = [
        ("news", page.clone(), 3_000),
        ("one line", "word, ".repeat(170_000), 1),
        ("short lines", "ab\n".repeat(330_000), 1),
        ("dates", "2021-12-30\n".repeat(95_000), 1),
        ("dates on a line", "2021-12-30 ".repeat(95_000), 1),
        ("punctuation", ".,;:!?-()".repeat(115_000), 1),
        ("wide", "橋は閉鎖された。".repeat(43_000), 1),
        ("wrong", "donâ€™t ".repeat(87_000), 1),
        ("paragraphs", news.repeat(5_000), 1),
    ];
    for (name, text, times) in texts {
        let document = document(&text);
        recognise(&document);
        let start = std::time::Instant::now();
        (0..times).for_each(|_| drop(recognise(&document)));
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{name}: {:.1} ms each, {:.0} MB/s",
            seconds * 1e3 / f64::from(times),
            text.len() as f64 * f64::from(times) / seconds / 1e6
        );
    }
}

/// The text of the blocks of the story.
fn story(text: &str) -> String {
    let article = recognise(&document(text));
    let story: Vec<&str> = article.story().map(|block| block.text.as_str()).collect();
    story.join("\n")
}

#[test]
fn a_short_text_keeps_its_headline_and_its_last_line() {
    let paragraph = "The tide gauge at the old quay was read twice on Friday, and both readings were a hand above the mark of last year. The harbour master has asked for new boards.";
    for (number, word) in ["quoz0", "Quoz", "quoz one"].into_iter().enumerate() {
        let text = format!("Gauge replaced {number}\n\nBy C. Keeper\n\n{paragraph}\n\n{word}\n");
        let article = recognise(&document(&text));
        assert_eq!(article.title.unwrap().value.as_str(), format!("Gauge replaced {number}"));
        assert_eq!(story(&text), format!("{paragraph}\n{word}"));
    }
}

#[test]
fn a_text_of_one_line_is_its_story() {
    for line in
        ["A short notice.", "Gauge replaced", "Minutes of May 3, 2021", "ARCHIVE 12/11/10 FERRY", "Read also: Gauges"]
    {
        assert_eq!(story(line), line);
        assert_eq!(story(&format!("\n\n{line}\n")), line);
    }
}

#[test]
fn records_of_one_line_are_all_story() {
    let records = "wind on a slender wing\ntest of a tail plane\nflow past a cone\nheat in a thin shell\n";
    assert_eq!(story(records), records.trim());
}

#[test]
fn a_line_that_says_more_than_a_date_is_no_date() {
    let text = "Gauge replaced\n\nMay 3, 2021 was the day on which it broke\n\nNobody has read it since, the harbour master said on the quay.\n";
    let article = recognise(&document(text));
    assert!(article.blocks.iter().all(|block| block.kind != BlockKind::Date), "{:?}", article.blocks);
    assert!(story(text).contains("May 3, 2021"));
}

#[test]
fn what_phrases_tell_is_folded_in_short_texts_too() {
    let text = "Gauge replaced\n\nThe tide gauge at the old quay was read twice on Friday, and both readings were high.\n\nLeave a Reply\n\n© 2020 The Quay Post\n";
    assert!(!story(text).contains("Leave"), "{}", story(text));
    assert!(!story(text).contains('©'));
}

#[test]
fn a_heading_alone_is_the_story_of_a_document_in_markdown() {
    let article = recognise(&Document { markup: Markup::Markdown, ..document("# Gauge replaced\n") });
    assert_eq!(article.story().count(), 1);
}
