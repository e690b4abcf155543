//! How fast a corpus is indexed and asked. The corpus is made here: words by a fixed rule, as frequent as Zipf has it.
//! Larger and more natural ones are measured with the same engine through `folio index` and `folio search`.

use std::{fmt::Write, fs, hint::black_box, path::Path, sync::atomic::AtomicBool};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use folio::{
    home::{Home, IndexFolder},
    index::{Corpus, Engine, Options, Question, query, refresh},
    source::Root,
};
use jiff::civil::date;

const ARTICLES: usize = 5_000;
const WORDS: usize = 500;

/// A row of numbers that looks random and is the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A word: the n-th most frequent one about n times as rare as the first.
    fn word(&mut self) -> String {
        let unit = (self.next() % 1_000_000) as f64 / 1_000_000.0;
        let rank = (50_000_f64.powf(unit)) as u64;
        let letters = b"etaoinshrdlu";
        let mut word = String::new();
        let mut rest = rank + 12;
        while rest > 0 {
            word.push(letters[(rest % 12) as usize].into());
            rest /= 12;
        }
        word
    }
}

fn corpus() -> String {
    let mut numbers = Numbers(7);
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let mut text = String::new();
        for word in 0..WORDS {
            let end = if word % 12 == 11 { "." } else { "" };
            write!(text, "{}{end} ", numbers.word()).expect("a string takes anything");
        }
        let day = 1 + number % 28;
        writeln!(lines, "{{\"title\":\"{}\",\"date\":\"2021-12-{day:02}\",\"text\":\"{text}\"}}", &text[..40])
            .expect("a string takes anything");
    }
    lines
}

fn index(home: &Path, corpus: &Corpus) -> IndexFolder {
    let folder = IndexFolder::of(&Home::under(home).expect("a home"), corpus.key());
    refresh(&folder, corpus, &Options::default(), &AtomicBool::new(false), &mut |_| ()).expect("refreshed");
    folder
}

fn indexing(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("corpus.jsonl");
    let text = corpus();
    fs::write(&path, &text).expect("written");
    let corpus = Corpus::of(vec![Root::Path(path)]);
    let mut group = c.benchmark_group("index");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("json lines", |b| {
        b.iter(|| {
            let home = tempfile::tempdir().expect("a folder");
            black_box(index(home.path(), &corpus));
        });
    });
    let home = tempfile::tempdir().expect("a folder");
    index(home.path(), &corpus);
    group.bench_function("nothing has changed", |b| b.iter(|| black_box(index(home.path(), &corpus))));
    group.finish();
}

fn searching(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("corpus.jsonl");
    fs::write(&path, corpus()).expect("written");
    let corpus = Corpus::of(vec![Root::Path(path)]);
    let indexed = index(&folder.path().join("home"), &corpus);
    let engine = Engine::open(&indexed, &corpus).expect("opened").expect("an index");
    let mut group = c.benchmark_group("search");
    let queries = [
        "*",
        "ee",
        "ee OR te",
        "ee te",
        "\"ee te\"",
        "\"ee te\"~3",
        "e*",
        "ete*",
        "=ee",
        "eet~",
        "/et.*e/",
        "date:2021-12-05 ee",
        "-ee",
    ];
    for text in queries {
        let question = Question::new(query::parse(text, date(2022, 1, 5)).query, 50);
        group.bench_function(text, |b| b.iter(|| black_box(engine.search(&question, &|| false))));
    }
    group.finish();
}

criterion_group!(benches, indexing, searching);
criterion_main!(benches);
