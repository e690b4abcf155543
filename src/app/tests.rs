//! What `update` makes of messages that come late, twice or never.

use std::sync::Arc;

use jiff::civil::date;

use super::{
    Opened, PageSettings, Settings, State,
    chord::Chord,
    keymap::Keymap,
    message::{Effect, Found, Generation, Message, Remembered},
    update,
};
use crate::{
    article::{ArticleId, Document},
    index::{Answer, Place, Row},
    source::{Format, Kind, Locator, Origin, Packing, Part, SAMPLES},
    text::clean::Clean,
};

fn state() -> State {
    let mut state = State::new(Settings {
        corpus: Clean::fixed("test"),
        page: PageSettings { measure: 72, justify: false, furniture: false, raw: false },
        keymap: Keymap::default(),
        today: date(2026, 11, 21),
    });
    update(&mut state, Message::Resized { columns: 120, rows: 40 });
    state
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    keys.chars().flat_map(|key| update(state, Message::Key(Chord::character(key)))).collect()
}

fn asked(effects: &[Effect]) -> Vec<Generation> {
    let generation =
        |effect: &Effect| if let Effect::Search { generation, .. } = effect { Some(*generation) } else { None };
    effects.iter().filter_map(generation).collect()
}

fn found(generation: Generation, matched: usize) -> Message {
    let answer = Answer { total: 100_000, matched, ..Answer::default() };
    Message::Found(Found { generation, start: 0, answer, selected: None })
}

fn row() -> Row {
    let format = Format { kind: Kind::Text, packing: Packing::None };
    Row {
        place: Place(1),
        article: ArticleId::of(""),
        id: Clean::fixed("1"),
        file: "ferry.txt".into(),
        locator: Locator { origin: Origin::Sample(SAMPLES[0]), format, part: Part::Whole },
        title: None,
        title_inferred: false,
        date: None,
        site: None,
        section: None,
        byline: None,
        language: None,
        words: 0,
    }
}

#[test]
fn nothing_is_asked_before_the_library_has_said_where_to_begin() {
    let mut state = state();
    assert_eq!(asked(&update(&mut state, Message::CorpusChanged)), []);
    assert_eq!(asked(&update(&mut state, Message::Remembered(Remembered::default()))).len(), 1);
}

#[test]
fn every_letter_asks_and_only_the_newest_answer_counts() {
    let mut state = state();
    press(&mut state, "/");
    let generations = asked(&press(&mut state, "abc"));
    assert_eq!(generations.len(), 3);
    update(&mut state, found(generations[0], 10));
    assert!(!state.list.is_answered());
    update(&mut state, found(generations[2], 3));
    assert_eq!(state.list.matched(), 3);
    update(&mut state, found(generations[1], 7));
    assert_eq!(state.list.matched(), 3);
}

#[test]
fn a_question_on_its_way_is_not_asked_again() {
    let mut state = state();
    let first = asked(&update(&mut state, Message::Remembered(Remembered::default())));
    update(&mut state, found(first[0], 100_000));
    let jump = asked(&press(&mut state, "G"));
    assert_eq!(jump.len(), 1);
    assert_eq!(asked(&update(&mut state, Message::Resized { columns: 120, rows: 40 })), []);
    let typed = asked(&press(&mut state, "/x"));
    assert_eq!(typed.len(), 1);
    assert_eq!(state.selecting, super::list::Select::First);
}

#[test]
fn answers_are_awaited_until_list_and_page_belong_together() {
    let mut state = state();
    press(&mut state, "/");
    assert!(!state.awaits_answers());
    let generations = asked(&press(&mut state, "ab"));
    update(&mut state, found(generations[0], 3));
    assert!(state.awaits_answers());
    update(&mut state, found(generations[1], 0));
    assert!(!state.awaits_answers());
    let generations = asked(&press(&mut state, "c"));
    let reason = Clean::fixed("the disk is gone");
    update(&mut state, Message::NotFound { generation: generations[0], reason });
    assert!(!state.awaits_answers());
    let row = row();
    let effects = state.open(row.clone());
    assert!(matches!(effects[..], [Effect::Open { .. }]) && state.awaits_answers());
    let opened = Arc::new(Opened::new(row, Document::default(), true));
    let Effect::Open { generation, .. } = effects[0] else { unreachable!("matched above") };
    update(&mut state, Message::Opened { generation, opened, position: None });
    assert!(!state.awaits_answers());
}

#[test]
fn what_was_typed_is_asked_though_an_answer_fails() {
    let mut state = state();
    press(&mut state, "/");
    let generations = asked(&press(&mut state, "ab"));
    let reason = Clean::fixed("the disk is gone");
    update(&mut state, Message::NotFound { generation: generations[1], reason });
    assert_eq!(state.notice.as_ref().map(|notice| notice.is_warning), Some(true));
    assert_eq!(asked(&press(&mut state, "c")).len(), 1);
}

#[test]
fn control_c_stops_indexing_first_and_leaves_then() {
    let mut state = state();
    let control_c = || Message::Key("ctrl-c".parse().expect("a key"));
    let indexing = super::message::Indexing { articles: 10, ..Default::default() };
    update(&mut state, Message::Indexing(indexing));
    assert!(update(&mut state, control_c()).contains(&Effect::StopIndexing));
    update(&mut state, Message::Indexing(super::message::Indexing { ended: true, ..Default::default() }));
    assert!(update(&mut state, control_c()).contains(&Effect::Quit));
}
