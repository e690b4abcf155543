//! What the tools of measuring and training read: the numbers of each line, and what is recognised in each text. Nothing
//! runs by default, since the corpora are not in the repository; `recognition/train.py` calls these.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use folio::article::{Article, Document, Grade, Recogniser, training::Question};
use serde_json::json;

/// The folder of the corpora, when there is one.
fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("FOLIO_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = named.or(Some(beside)).filter(|folder| folder.join("corpora/extract").is_dir());
    if folder.is_none() {
        println!("skipped: there are no corpora; FOLIO_SHARED names their folder");
    }
    folder
}

/// All dumps, in order.
fn dumps(shared: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(shared.join("corpora/extract/text")).unwrap();
    let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

fn name(file: &Path) -> String {
    file.file_name().unwrap().to_string_lossy().into_owned()
}

fn document(file: &Path) -> Document {
    Document { text: fs::read_to_string(file).unwrap(), ..Document::default() }
}

/// The output folder, and the recogniser for each file: the one that was trained without its site, where
/// `folds.tsv` in FOLIO_WEIGHTS says which that is, or else the shipped one.
struct Weights {
    folds: HashMap<String, usize>,
    recognisers: Vec<Recogniser>,
}

impl Weights {
    fn read() -> Self {
        let Some(folder) = std::env::var_os("FOLIO_WEIGHTS").map(PathBuf::from) else {
            return Self::shipped();
        };
        let folds = fs::read_to_string(folder.join("folds.tsv")).unwrap();
        let folds = folds.lines().map(|line| line.split_once('\t').unwrap());
        let folds: HashMap<String, usize> =
            folds.map(|(file, fold)| (file.to_owned(), fold.parse().unwrap())).collect();
        let count = folds.values().max().unwrap() + 1;
        let read = |fold| fs::read_to_string(folder.join(format!("{fold}.forest"))).unwrap_or_default();
        let recognisers = (0..count).map(|fold| Recogniser::with_weights(&read(fold)).unwrap()).collect();
        Self { folds, recognisers }
    }

    fn shipped() -> Self {
        let shipped = Recogniser::with_weights(include_str!("../assets/recognition.forest")).unwrap();
        Self { folds: HashMap::new(), recognisers: vec![shipped] }
    }

    fn of(&self, file: &Path) -> &Recogniser {
        &self.recognisers[self.folds.get(&name(file)).copied().unwrap_or(0)]
    }
}

fn out(file: &str) -> BufWriter<File> {
    let folder = PathBuf::from(std::env::var_os("FOLIO_OUT").expect("FOLIO_OUT names the folder to write to"));
    BufWriter::new(File::create(folder.join(file)).unwrap())
}

fn write_cases(question: Question, label: &str) {
    let Some(shared) = shared() else { return };
    let weights = Weights::read();
    let (mut index, mut numbers) = (out(&format!("{label}.tsv")), out(&format!("{label}.f32")));
    writeln!(index, "{}", question.names().join("\t")).unwrap();
    for file in dumps(&shared) {
        for case in weights.of(&file).cases(&document(&file), question) {
            writeln!(index, "{}\t{}\t{}", name(&file), case.line, case.day.unwrap_or_default()).unwrap();
            let bytes: Vec<u8> = case.numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            numbers.write_all(&bytes).unwrap();
        }
    }
}

#[test]
#[ignore = "writes what the training tool reads"]
fn cases_of_body() {
    write_cases(Question::Body, "body");
}

#[test]
#[ignore = "writes what the training tool reads"]
fn cases_of_title() {
    write_cases(Question::Title, "title");
}

#[test]
#[ignore = "writes what the training tool reads"]
fn cases_of_byline_and_date() {
    write_cases(Question::Byline, "byline");
    write_cases(Question::Date, "date");
}

#[test]
#[ignore = "writes what the scorers read"]
fn predictions() {
    let Some(shared) = shared() else { return };
    let weights = Weights::read();
    let mut out = out("predictions.jsonl");
    for file in dumps(&shared) {
        let article = weights.of(&file).recognise(&document(&file));
        writeln!(out, "{}", shown(&name(&file), &article)).unwrap();
    }
}

/// An article in the format of `folio parse --json`.
fn shown(file: &str, article: &Article) -> serde_json::Value {
    let text = |found: &Option<folio::article::Found<folio::text::clean::Clean>>| {
        found.as_ref().map(|found| found.value.to_string())
    };
    let blocks = article.blocks.iter().map(
        |block| json!({"kind": block.kind, "lines": block.lines, "reason": block.reason.to_string(), "text": block.text.as_str()}),
    );
    let date = article.date.as_ref();
    json!({
        "file": file, "title": text(&article.title),
        "title_inferred": article.title.as_ref().is_some_and(|title| title.grade == Grade::Inferred),
        "date": date.and_then(|date| date.value.known_day()).map(|day| day.to_string()),
        "date_range": date.map(|date| [date.value.first.to_string(), date.value.last.to_string()]),
        "date_grade": date.map(|date| date.grade),
        "date_evidence": date.map(|date| json!({"text": date.evidence.text.as_str(), "line": date.evidence.line, "reason": date.evidence.reason.as_str()})),
        "dates": article.dates.iter().map(|date| json!({"line": date.line(), "role": date.role, "reason": date.reason, "wins": date.wins, "days": date.days.map(|days| days.first.to_string()), "bytes": match &date.place { folio::article::DatePlace::Text { bytes, .. } => json!([bytes.start, bytes.end]), _ => json!(null) }})).collect::<Vec<_>>(),
        "byline": text(&article.byline), "site": text(&article.site), "section": text(&article.section),
        "language": article.language, "words": article.words, "blocks": blocks.collect::<Vec<_>>(),
        "remarks": article.remarks.iter().map(|remark| remark.as_str()).collect::<Vec<_>>(),
    })
}

#[test]
#[ignore = "prints what is recognised in the files of FOLIO_FILES, for people"]
fn look() {
    let files = std::env::var("FOLIO_FILES").expect("FOLIO_FILES lists files");
    let weights = Weights::read();
    for file in files.split_whitespace().map(PathBuf::from) {
        let article = weights.of(&file).recognise(&document(&file));
        let mut shown = shown(&name(&file), &article);
        let blocks = shown["blocks"].take();
        println!("{}", serde_json::to_string_pretty(&shown).unwrap());
        for block in blocks.as_array().unwrap() {
            let text: String = block["text"].as_str().unwrap().chars().take(100).collect();
            println!(
                "{:>10} {:>9} {} [{}]",
                block["kind"].as_str().unwrap(),
                block["lines"].to_string(),
                text.replace('\n', " / "),
                block["reason"].as_str().unwrap()
            );
        }
    }
}

/// The pairs of text decoded wrongly and as it was meant: recognition repairs them for display, whatever block they are in.
#[test]
#[ignore = "counts the pairs of the corpora that are set right, and shows the lines of its dumps that are changed"]
fn mojibake() {
    let Some(shared) = shared() else { return };
    let pairs = fs::read_to_string(shared.join("corpora/unicode/mojibake.jsonl")).unwrap();
    let plain = |text: &str| {
        text.replace(['’', '‘'], "'").replace(['“', '”'], "\"").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (mut right, mut all) = (0, 0);
    for pair in pairs.lines() {
        let pair: serde_json::Value = serde_json::from_str(pair).unwrap();
        let (wrong, meant) = (pair["original"].as_str().unwrap(), pair["fixed"].as_str().unwrap());
        let article = folio::article::recognise(&Document { text: wrong.to_owned(), ..Document::default() });
        let shown: Vec<&str> = article.blocks.iter().map(|block| block.text.as_str()).collect();
        let same = plain(&shown.join("\n")) == plain(meant);
        all += 1;
        right += i32::from(same);
        if !same {
            println!("{wrong:?}\n  became {:?}\n  not    {meant:?}", shown.join("\n"));
        }
    }
    println!("{right} of {all} right");
    for file in dumps(&shared) {
        for line in document(&file).text.lines().filter(|line| !line.is_ascii()) {
            let article = folio::article::recognise(&Document { text: line.to_owned(), ..Document::default() });
            if article.remarks.iter().any(|remark| remark.as_str().contains("repaired")) {
                println!("changed: {:?} -> {:?}", line.trim(), article.blocks[0].text.as_str());
            }
        }
    }
}
