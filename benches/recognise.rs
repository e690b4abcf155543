//! How fast articles are recognised, whole: bytes of text a second on one core.
//!
//! `cargo bench --bench recognise`. `news` are the English articles of `seeds/`, page furniture included; `prose` are
//! articles without any, as data sets of cleaned text have them; the pathological texts are one mebibyte each. With
//! `FOLIO_RECORDS` naming a JSON Lines file, the texts of its first 2,000 records are measured too.

use std::{fs, hint::black_box, path::Path, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use folio::article::{Document, recognise};

const MEBIBYTE: usize = 1 << 20;

const PARAGRAPHS: [&str; 4] = [
    "The President of Russia has warned the President of the United States that any new sanctions over Ukraine would be \
     a colossal mistake and could lead to a complete breakdown of relations between the two countries.",
    "The talks on Thursday lasted 50 minutes; a further round is planned for January 10, officials said. “It would be a \
     mistake,” the aide added, “that our descendants will later appreciate as a huge one.”",
    "In the harbour the ferries stayed at their quays for a third day. Two of them had lost their ramps to the swell, and \
     the company said that it would not send divers down before the wind had turned.",
    "Prices rose by 2,500 roubles, or 3.5 per cent, in the month to 14 December 2021, which the bank’s economists had not \
     foreseen when they met in the autumn; they will meet again in February.",
];

fn document(text: String) -> Document {
    Document { text, ..Document::default() }
}

/// The articles of the sample corpus that are in English and in a file of their own.
fn news() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files = fs::read_dir(folder).expect("the sample corpus").map(|file| file.expect("an entry").path());
    let texts = files.filter(|file| file.extension().is_some_and(|name| name == "txt"));
    let documents = texts.filter_map(|file| fs::read_to_string(file).ok()).map(document);
    documents.filter(|document| recognise(document).language == Some("en")).collect()
}

/// Articles of ten paragraphs without a headline.
fn prose() -> Vec<Document> {
    let article = |first: usize| -> String {
        (0..10).map(|step| format!("{}\n\n", PARAGRAPHS[(first + step) % PARAGRAPHS.len()])).collect()
    };
    (0..40).map(|nth| document(article(nth))).collect()
}

/// The texts of the records that somebody named.
fn records() -> Vec<Document> {
    let Some(file) = std::env::var_os("FOLIO_RECORDS") else { return Vec::new() };
    let records = fs::read_to_string(file).expect("FOLIO_RECORDS names a readable file");
    let text = |record: &str| {
        let record: serde_json::Value = serde_json::from_str(record).expect("a record a line");
        record["text"].as_str().map(str::to_owned)
    };
    records.lines().take(2_000).filter_map(text).map(document).collect()
}

fn articles(c: &mut Criterion) {
    let mut group = c.benchmark_group("recognise");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    for (name, documents) in [("news", news()), ("prose", prose()), ("records", records())] {
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        if bytes > 0 {
            group.throughput(Throughput::Bytes(bytes as u64));
            group.bench_function(name, |b| {
                b.iter(|| documents.iter().for_each(|document| drop(black_box(recognise(document)))));
            });
        }
    }
    group.finish();
}

/// Texts that cost most for their size, or would if the recogniser were not linear in it.
fn pathological(c: &mut Criterion) {
    let mut group = c.benchmark_group("pathological mebibyte");
    group.sample_size(10).throughput(Throughput::Bytes(MEBIBYTE as u64));
    let units = [
        ("one line", "word and word of the "),
        ("one word", "a"),
        ("short lines", "a b\n"),
        ("the same line", "Read more: the bridge is closed\n"),
        ("menu", "Home | News | 3 May 2021 | By Ann Larkin\n"),
        ("dates", "3 May 2021, 04/05/2021 2021-12-30 "),
        ("mojibake", "â€™Ã©Ã "),
        ("marks", "\u{301}"),
        ("quotes", "> > > > \n"),
    ];
    for (name, unit) in units {
        let document = document(unit.repeat(MEBIBYTE / unit.len()));
        group.bench_function(name, |b| b.iter(|| black_box(recognise(black_box(&document)))));
    }
    group.finish();
}

criterion_group!(benches, articles, pathological);
criterion_main!(benches);
