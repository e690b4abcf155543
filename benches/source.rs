//! How fast articles come out of files: JSON Lines, plain and packed, and texts in several character sets.

use std::{fs, hint::black_box, io::Write, ops::ControlFlow, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use folio::source::{FileEntry, Limits, read};

/// Made-up articles of about 3.6 KB, with quotation marks and line feeds to be escaped. Numbers keep them from packing as
/// well as a bomb.
fn articles() -> Vec<String> {
    let line = |number: u64| {
        let marks = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!(
            "“The river rose to {marks} marks,” the mayor said, and \"the lower town\" was cut off for six hours.\n"
        )
    };
    (0..5_000).map(|article| (0..33).map(|number| line(article * 33 + number)).collect()).collect()
}

fn json_lines(articles: &[String]) -> Vec<u8> {
    let record = |(number, text): (usize, &String)| {
        let record = serde_json::json!({
            "id": number, "title": "Flood", "text": text, "date": "2021-12-30", "url": "https://herald.test/flood",
        });
        format!("{record}\n")
    };
    articles.iter().enumerate().map(record).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// Reads all of a file and counts the bytes of text.
fn read_all(path: &Path) -> usize {
    let file = FileEntry::of_path(path).expect("a file");
    let mut bytes = 0;
    read(&file, &Limits::default(), None, &mut |record| {
        bytes += black_box(record.document.text).len();
        ControlFlow::Continue(())
    })
    .expect("readable");
    bytes
}

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = articles();
    let text = articles.concat();
    let records = json_lines(&articles);
    let files = [
        ("records.jsonl", records.clone()),
        ("records.jsonl.gz", gzip(&records)),
        ("records.jsonl.zst", zstd::encode_all(&records[..], 1).expect("in memory")),
        ("utf-8.txt", text.clone().into_bytes()),
        ("windows-1252.txt", encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()),
        ("utf-16.txt", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    let mut group = criterion.benchmark_group("source");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        group.throughput(Throughput::Bytes(read_all(&path) as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read_all(&path)));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
