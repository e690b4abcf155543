//! How fast text is cleaned, measured, wrapped, analysed and searched: bytes a second on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use folio::text::{
    analyse::{Stems, Words, fold},
    clean::Clean,
    find::Finder,
    hyphenate::Hyphenation,
    width,
    wrap::{Measure, wrap, wrap_greedy},
};

const ENGLISH: &str = "The President of Russia has warned the President of the United States that any new sanctions \
    over Ukraine would be a colossal mistake and could lead to a complete breakdown of relations between the two \
    countries. The talks on Thursday lasted 50 minutes; a further round is planned for January 10, officials said.\n";
const TYPESET: &str = "“It would be a ‘colossal mistake’,” the Kremlin’s aide said – after talks that he called frank. \
    The two leaders will not meet in Geneva on 9–10 January, but their deputies will, according to the White House… \
    Prices rose by 2,500 roubles, or 3.5 per cent, in the U.S. and in São Paulo’s cafés.\n";
const RUSSIAN: &str = "Президент России предупредил президента Соединённых Штатов, что новые санкции против Украины \
    были бы огромной ошибкой и могли бы привести к полному разрыву отношений между двумя странами.\n";
const CHINESE: &str = "普京警告拜登，如果西方对俄罗斯实施新的制裁，将是一个巨大的错误，并可能导致两国关系完全破裂。\n";

fn texts() -> [(&'static str, String); 4] {
    [("english", ENGLISH), ("typeset", TYPESET), ("russian", RUSSIAN), ("chinese", CHINESE)]
        .map(|(name, text)| (name, text.repeat((1 << 20) / text.len())))
}

fn each_text(c: &mut Criterion, name: &str, mut run: impl FnMut(&str)) {
    let mut group = c.benchmark_group(name);
    group.sample_size(10);
    for (language, text) in texts() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(language, |b| b.iter(|| run(black_box(&text))));
    }
    group.finish();
}

fn cleaning(c: &mut Criterion) {
    each_text(c, "clean", |text| drop(black_box(Clean::text(text))));
    each_text(c, "columns", |text| {
        black_box(width::columns(text));
    });
}

fn wrapping(c: &mut Criterion) {
    let measure = Measure { justify: true, hyphenation: Hyphenation::of("en"), ..Measure::ragged(66) };
    each_text(c, "wrap", |text| drop(black_box(wrap(Clean::text(text).as_clean(), &Measure::ragged(66)))));
    each_text(c, "wrap, divided and justified", |text| drop(black_box(wrap(Clean::text(text).as_clean(), &measure))));
    each_text(c, "wrap greedily", |text| {
        drop(black_box(wrap_greedy(Clean::text(text).as_clean(), &Measure::ragged(66))));
    });
}

fn analysing(c: &mut Criterion) {
    let mut buffer = String::new();
    each_text(c, "words", |text| {
        let mut words = Words::new(text);
        while words.next(&mut buffer).is_some() {
            black_box(&buffer);
        }
    });
    let mut stems = Stems::new("en");
    each_text(c, "words and stems", |text| {
        let mut words = Words::new(text);
        while words.next(&mut buffer).is_some() {
            black_box(stems.of(&buffer));
        }
    });
    each_text(c, "fold", |text| {
        buffer.clear();
        fold(text, &mut buffer);
        black_box(&buffer);
    });
}

fn finding(c: &mut Criterion) {
    let absent = Finder::new("colossal mistakes of judgement");
    each_text(c, "find what is not there", |text| {
        black_box(absent.find_all(text).count());
    });
    let frequent = Finder::new("the");
    each_text(c, "find what is frequent", |text| {
        black_box(frequent.find_all(text).count());
    });
}

criterion_group!(benches, cleaning, wrapping, analysing, finding);
criterion_main!(benches);
