//! The path from a key to a frame: setting an article as a page, scrolling it, drawing the screen.
//!
//! `cargo bench --bench page`. Compare figures of one run with each other: machines differ.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use folio::{
    app::{
        Opened, PageSettings, Settings, State,
        chord::Chord,
        keymap::Keymap,
        message::{Generation, Message},
        page::{Page, Setting},
        update,
    },
    article::{ArticleId, Document, recognise},
    index::{Answer, Hit, Place, Row},
    source::{Format, Kind, Locator, Origin, Packing, Part, SAMPLES},
    text::clean::Clean,
    ui::{self, theme::Theme},
};
use ratatui::{buffer::Buffer, layout::Rect};

const SENTENCE: &str = "The ferry had left the quay before the harbour master, who was counting the nets that the storm had \
    thrown over the wall, noticed that nobody stood at the wheel. ";

/// Text of about so many bytes, in paragraphs of five sentences.
fn text(bytes: usize) -> String {
    let paragraph = SENTENCE.repeat(5);
    let mut text = String::from("A ferry without a helmsman\n\nBy Ada Marsh\n\n4 March 2021\n\n");
    while text.len() < bytes {
        text.push_str(paragraph.trim_end());
        text.push_str("\n\n");
    }
    text
}

fn opened(bytes: usize) -> Arc<Opened> {
    let document = Document { text: text(bytes), ..Document::default() };
    let article = recognise(&document);
    let row = Row {
        place: Place(1),
        article: ArticleId::of(&document.text),
        id: Clean::fixed("1"),
        file: "ferry.txt".into(),
        locator: Locator {
            origin: Origin::Sample(SAMPLES[0]),
            format: Format { kind: Kind::Text, packing: Packing::None },
            part: Part::Whole,
        },
        title: Some(Clean::fixed("A ferry without a helmsman")),
        title_inferred: false,
        date: None,
        site: None,
        section: None,
        byline: None,
        language: None,
        words: 600,
    };
    Arc::new(Opened { row, text: document.text, encoding: None, article, complete: true })
}

fn setting(justify: bool) -> Setting {
    Setting { columns: 72, justify, furniture: false, raw: false }
}

fn reader(bytes: usize) -> State {
    let mut state = State::new(Settings {
        corpus: Clean::fixed("bench"),
        page: PageSettings { measure: 72, justify: false, furniture: false, raw: false },
        keymap: Keymap::default(),
        today: jiff::civil::date(2026, 11, 21),
    });
    let opened = opened(bytes);
    update(&mut state, Message::Resized { columns: 120, rows: 40 });
    update(&mut state, Message::Remembered(folio::app::message::Remembered::default()));
    let hit = Hit { row: opened.row.clone(), score: None, snippet: None };
    let answer = Answer { total: 1, matched: 1, hits: vec![hit], ..Answer::default() };
    let found = folio::app::message::Found { generation: Generation(1), start: 0, answer, selected: None };
    update(&mut state, Message::Found(found));
    update(&mut state, Message::Opened { generation: Generation(1), opened, position: None });
    update(&mut state, Message::Key("enter".parse().expect("a key")));
    state
}

fn pages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("page");
    for (name, bytes) in [("3.6 KB", 3_600), ("10 MB", 10_000_000)] {
        let opened = opened(bytes);
        for (form, justify) in [("ragged", false), ("justified", true)] {
            group.bench_function(format!("first screen of {name}, {form}"), |bench| {
                bench.iter(|| Page::new(Arc::clone(&opened), setting(justify)).view(Default::default(), 40));
            });
        }
    }
    group.finish();
}

fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key to frame");
    for (name, bytes) in [("3.6 KB", 3_600), ("10 MB", 10_000_000)] {
        let mut state = reader(bytes);
        let theme = Theme::shipped("dark").expect("a theme");
        group.bench_function(format!("a line down and up in {name}"), |bench| {
            bench.iter(|| {
                for key in ['j', 'k'] {
                    update(&mut state, Message::Key(Chord::character(key)));
                    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
                    black_box(ui::draw(&state, &theme, &mut buffer));
                }
            });
        });
        group.bench_function(format!("to the end and back in {name}"), |bench| {
            bench.iter(|| {
                for key in ["G", "home"] {
                    update(&mut state, Message::Key(key.parse().expect("a key")));
                    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
                    black_box(ui::draw(&state, &theme, &mut buffer));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pages, keys);
criterion_main!(benches);
