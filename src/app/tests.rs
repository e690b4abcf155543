//! What `update` makes of messages that come late, twice or never.

use std::sync::Arc;

use jiff::civil::date;

use super::{
    Opened, PageSettings, Settings, State,
    chord::Chord,
    keymap::Keymap,
    message::{Effect, Finding, Found, Generation, Message, Remembered},
    overlay::{self, Overlay},
    update,
};
use crate::{
    article::{ArticleId, Document, recognise},
    index::{Answer, Facets, Hit, Place, Row, Suggestion},
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

fn found_rows(generation: Generation, rows: &[Row]) -> Message {
    let hits = rows.iter().map(|row| Hit { row: row.clone(), score: None, snippet: None }).collect();
    let answer = Answer { total: 2, matched: rows.len(), hits, ..Answer::default() };
    Message::Found(Found { generation, start: 0, answer, selected: None })
}

/// Has the article of an effect opened.
fn arrive(state: &mut State, effects: &[Effect]) {
    let opening = effects.iter().find_map(|effect| match effect {
        Effect::Open { generation, row } => Some((*generation, row.as_ref().clone())),
        _ => None,
    });
    let (generation, row) = opening.expect("an article that is opened");
    let document = Document { text: "The river rose in the night.".into(), ..Document::default() };
    let article = recognise(&document);
    let opened = Arc::new(Opened::new(row, document, article, true));
    update(state, Message::Opened { generation, opened, position: None });
}

fn show(state: &mut State, row: Row) {
    let effects = state.open(row);
    arrive(state, &effects);
}

fn row(place: u64) -> Row {
    let format = Format { kind: Kind::Text, packing: Packing::None };
    Row {
        place: Place(place),
        article: ArticleId::of(&place.to_string()),
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
fn list_page_and_hits_change_together() {
    let mut state = state();
    show(&mut state, row(1));
    press(&mut state, "/");
    let typed = asked(&press(&mut state, "rose"));
    // What is on the screen is still the old answer: rows without excerpts, and no hits.
    assert_eq!((state.row_height(), state.reader.hits.count(), state.awaits_page()), (2, 0, false));
    // The same article: its hits come with the list.
    update(&mut state, found_rows(typed[3], &[row(1)]));
    assert_eq!((state.row_height(), state.reader.hits.count(), state.awaits_page()), (3, 2, false));
    // Another article: it is worth a moment, and has its hits when it comes.
    let typed = asked(&press(&mut state, " the"));
    let effects = update(&mut state, found_rows(typed[3], &[row(2)]));
    assert_eq!((state.reader.hits.count(), state.awaits_page()), (2, true));
    arrive(&mut state, &effects);
    assert_eq!((state.reader.hits.count(), state.awaits_page()), (6, false));
}

#[test]
fn no_page_is_waited_for_where_the_list_has_not_changed() {
    let mut state = state();
    let first = asked(&update(&mut state, Message::Remembered(Remembered::default())));
    let effects = update(&mut state, found_rows(first[0], &[row(1), row(2)]));
    arrive(&mut state, &effects);
    press(&mut state, "j");
    assert!(state.opening.is_some() && !state.awaits_page());
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

#[test]
fn only_the_newest_inquiry_counts_and_a_suggestion_only_for_what_was_asked_last() {
    let mut state = state();
    let inquiry = |effects: &[Effect]| {
        let generation =
            |effect: &Effect| if let Effect::Inquire { generation, .. } = effect { Some(*generation) } else { None };
        effects.iter().find_map(generation).expect("an inquiry")
    };
    let counted = |matched| Finding::Facets(Facets { matched, ..Facets::default() });
    let shown = |state: &State| match &state.overlay {
        Some(Overlay { kind: overlay::Kind::Facets(facets), .. }) => facets.as_ref().map(|facets| facets.matched),
        _ => None,
    };
    let older = inquiry(&press(&mut state, "F"));
    let newer = inquiry(&press(&mut state, "FF"));
    update(&mut state, Message::FoundOut { generation: older, finding: counted(1) });
    assert_eq!(shown(&state), None);
    update(&mut state, Message::FoundOut { generation: newer, finding: counted(2) });
    assert_eq!(shown(&state), Some(2));

    press(&mut state, "F/");
    let typed = asked(&press(&mut state, "fery"));
    let inquired = inquiry(&update(&mut state, found(typed[3], 0)));
    let suggestion = || Finding::Suggested(Some(Suggestion { text: "ferry".into(), articles: 3 }));
    press(&mut state, "x");
    update(&mut state, Message::FoundOut { generation: inquired, finding: suggestion() });
    assert_eq!(state.suggestion, None);
}
