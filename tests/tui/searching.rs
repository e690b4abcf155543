//! Searching as one types, from hit to hit, and back.

use crate::{articles::PAPER, play::Play};
use folio::{
    app::{
        Pane,
        message::Message,
        overlay::{Kind, Overlay},
    },
    ui::theme::Role,
};

#[test]
fn every_letter_narrows_the_list() {
    let mut play = Play::new(PAPER, 120, 40);
    let mut counts = Vec::new();
    play.press("/");
    for letter in "ferry captain".chars() {
        play.press(&letter.to_string());
        counts.push(play.state.list.matched());
    }
    assert_eq!(counts.last(), Some(&2));
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
}

#[test]
fn rows_show_why_they_were_found() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/torchlight");
    assert_eq!(play.titles(), ["Old bridge reopens after ten years"]);
    assert_eq!(play.styled(Role::SnippetMatch), ["torchlight"]);
}

#[test]
fn escape_gives_the_list_back_as_it_was() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("j");
    let before = play.screen();
    play.press("/seasick");
    assert_eq!(play.state.list.matched(), 1);
    play.press("<esc>");
    assert_eq!(play.screen(), before);
}

#[test]
fn a_broken_query_never_empties_the_screen() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/bridge AND (");
    assert!(play.state.list.matched() > 0);
    play.press("<ctrl-u>date:2021-99");
    assert!(play.state.list.matched() > 0);
    assert!(play.screen().contains("column 1"), "{}", play.screen());
}

#[test]
fn dates_hide_undated_articles_and_say_so() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/date:2021-03-05..2021-04<enter>");
    assert_eq!(play.titles().len(), 2);
    assert!(play.screen().contains("2 of 4 articles · 1 undated hidden"), "{}", play.screen());
}

#[test]
fn a_query_that_only_filters_lists_the_newest_first_and_says_so() {
    let mut play = Play::new(PAPER, 120, 40);
    let newest = play.titles();
    play.press("/words:>5<enter>");
    assert_eq!(play.titles(), newest);
    assert!(play.screen().contains("newest first"), "{}", play.screen());
    play.press("sr");
    assert!(play.screen().contains("no word to rank by"), "{}", play.screen());
    play.press("/words:>5 ferry<enter>");
    assert!(play.screen().contains("best match first"), "{}", play.screen());
}

#[test]
fn signs_alone_are_said_to_be_no_query() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/!!!");
    assert!(play.screen().contains("there is no word to look for"), "{}", play.screen());
}

#[test]
fn hits_are_counted_and_gone_through_into_the_next_article() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/ferry<enter>");
    let first = play.open_title();
    let count = play.state.reader.hits.count();
    assert!(count > 0);
    play.press(&"n".repeat(count));
    assert_eq!(play.open_title(), first);
    assert!(play.screen().contains(&format!("hit {count} of {count}")), "{}", play.screen());
    play.press("n");
    assert_ne!(play.open_title(), first);
    assert!(play.screen().contains(" here"), "{}", play.screen());
    play.press("N");
    assert_eq!(play.open_title(), first);
    assert!(play.screen().contains(&format!("hit {count} of {count}")), "{}", play.screen());
}

#[test]
fn after_the_last_hit_there_is_no_more() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/torchlight<enter>nnn");
    assert_eq!(play.state.notice.as_ref().unwrap().text.as_str(), "the last hit of the result");
}

#[test]
fn queries_come_back_with_up_also_in_the_next_run() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/ducks<enter>/<ctrl-u>ferry<enter>q");
    let mut play = play.again();
    play.press("/<up>");
    assert_eq!(play.state.search.line.text(), "ferry");
    play.press("<up>");
    assert_eq!((play.state.search.line.text(), play.state.list.matched()), ("ducks", 1));
    play.press("<down>");
    assert_eq!(play.state.search.line.text(), "ferry");
}

#[test]
fn a_result_is_narrowed_and_widened_again() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/ferry<enter>");
    let wide = play.state.list.matched();
    play.press("&seasick<enter>");
    assert_eq!((wide, play.state.list.matched()), (3, 1));
    assert!(play.screen().contains("(ferry) seasick"), "{}", play.screen());
    play.press("<esc>");
    assert_eq!(play.state.list.matched(), 4);
}

#[test]
fn find_in_the_article_goes_round() {
    let mut play = Play::new(PAPER, 60, 20);
    play.press("jj<enter>fbridge");
    assert_eq!(play.state.reader.found.as_ref().unwrap().current(), Some(1));
    play.press("<enter>");
    assert_eq!(play.state.focus, Pane::Reader);
    let count = play.state.reader.found.as_ref().unwrap().count();
    play.press(&"n".repeat(count));
    assert_eq!(play.state.reader.found.as_ref().unwrap().current(), Some(1));
    assert_eq!(play.state.notice.as_ref().unwrap().text.as_str(), "round again");
    play.press("<esc>");
    assert!(play.state.reader.found.is_none());
}

#[test]
fn find_that_is_given_up_goes_back_to_where_it_began() {
    let mut play = Play::new(PAPER, 60, 20);
    play.press("jj<enter>");
    let before = play.screen();
    play.press("ftorchlight");
    assert_ne!(play.screen(), before);
    play.press("<esc>");
    assert_eq!(play.screen(), before);
}

#[test]
fn what_is_marked_in_the_text_is_what_matched() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/foundation<enter>");
    assert!(play.styled(Role::Match).contains(&"foundations".to_owned()), "{:?}", play.styled(Role::Match));
}

#[test]
fn the_selection_follows_its_article_into_another_order() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jj");
    let title = play.open_title();
    play.press("st");
    assert_eq!(play.open_title(), title);
    assert_eq!(play.titles()[play.state.list.selected()], title);
}

#[test]
fn typing_after_a_slash_replaces_the_old_query_and_other_keys_edit_it() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/ferry<enter>/ducks");
    assert_eq!(play.state.search.line.text(), "ducks");
    play.press("<enter>/<end> mild");
    assert_eq!(play.state.search.line.text(), "ducks mild");
}

#[test]
fn a_query_that_finds_nothing_costs_no_selection_and_is_not_begun_with_again() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jj/zyzzyva<enter>");
    assert_eq!(play.press("n").state.notice.as_ref().unwrap().text.as_str(), "no hits");
    play.press("<esc>");
    assert_eq!(play.open_title(), "Old bridge reopens after ten years");
    play.press("/zyzzyva<enter>");
    assert_eq!(play.again().state.list.matched(), 4);
}

#[test]
fn a_typed_query_is_seen_whole_where_it_fits() {
    let mut play = Play::new(PAPER, 60, 20);
    play.press("/bridge ferry date:2021");
    assert!(play.screen().contains("/ bridge ferry date:2021"), "{}", play.screen());
}

#[test]
fn what_was_found_in_the_article_is_counted_while_it_is_gone_through() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jj<enter>fbridge<enter>n");
    assert!(play.screen().contains("find: bridge") && play.screen().contains("2 of"), "{}", play.screen());
}

#[test]
fn what_was_read_is_asked_for_and_follows_a_change_at_the_next_look() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jr/is:read<enter>");
    let read = play.titles();
    assert_eq!(read.len(), 1);
    play.press("<ctrl-l>/<ctrl-u>is:unread<enter>");
    assert_eq!(play.titles().len(), 3);
    assert!(!play.titles().contains(&read[0]));
    play.press("r/<ctrl-u>is:unread bridge<enter>/<ctrl-u>is:unread<enter>");
    assert_eq!(play.titles().len(), 2);
    play.press("ma/<ctrl-u>is:marked<enter>");
    assert_eq!(play.titles(), [play.open_title()]);
}

#[test]
fn an_article_stays_open_while_it_is_read_though_it_is_unread_no_more() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/is:unread<enter><enter>");
    let title = play.open_title();
    assert!(play.state.is_read(play.state.opened_row().expect("an article")));
    play.tell(Message::CorpusChanged);
    assert_eq!((play.open_title(), play.state.list.matched()), (title, 3));
}

#[test]
fn near_words_are_offered_and_taken_with_tab_or_enter() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/torchligth");
    assert!(play.screen().contains("torchlight") && play.screen().contains("Tab takes it"), "{}", play.screen());
    play.press("<tab>");
    assert_eq!((play.state.search.line.text(), play.state.list.matched()), ("torchlight", 1));
    play.press("<ctrl-u>brigde mayro<enter>");
    assert!(play.screen().contains("Enter takes it"), "{}", play.screen());
    play.press("<enter>");
    assert_eq!(play.state.search.line.text(), "bridge mayor");
    assert!(play.state.list.matched() > 0);
    play.press("/zyzzyva");
    assert!(play.screen().contains("No article matches.") && !play.screen().contains("mean"), "{}", play.screen());
}

#[test]
fn fields_and_values_are_completed_with_tab() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/is<tab>");
    assert_eq!(play.state.search.line.text(), "is:");
    assert!(play.screen().contains("is:unread") && play.screen().contains("is:marked"), "{}", play.screen());
    play.press("<tab>");
    assert_eq!((play.state.search.line.text(), play.state.list.matched()), ("is:unread", 4));
    play.press("<tab>");
    assert_eq!((play.state.search.line.text(), play.state.list.matched()), ("is:read", 0));
    play.press("<ctrl-u>bridge lan<tab><tab>");
    assert_eq!(play.state.search.line.text(), "bridge lang:en");
    play.press("<enter>");
    assert!(!play.screen().contains("lang:ja"), "{}", play.screen());
    play.press("/<end> <tab>");
    assert_eq!(play.state.focus, Pane::List);
}

#[test]
fn facets_narrow_the_result_to_what_they_counted() {
    let mut play = Play::new(PAPER, 80, 24);
    // The word that was typed goes on to count as the beginning of a word.
    play.press("/ferr OR bridg<enter>F");
    assert!(play.screen().contains("Site") && play.screen().contains("2021-03"), "{}", play.screen());
    let Some(Overlay { kind: Kind::Facets(Some(facets)), .. }) = &play.state.overlay else { panic!("facets") };
    assert_eq!(facets.matched as usize, play.state.list.matched());
    let counts = facets.counts.clone();
    for (number, (facet, count)) in counts.iter().enumerate() {
        let mut play = Play::new(PAPER, 80, 24);
        play.press("/ferr OR bridg<enter>F").press(&"j".repeat(number)).press("<enter>");
        assert!(play.state.overlay.is_none());
        assert_eq!(play.state.list.matched() as u64, *count, "{facet:?}: {}", play.state.search.line.text());
    }
    play.press("F");
    assert!(play.state.overlay.is_none());
    play.press("F<esc>");
    assert!(play.state.overlay.is_none() && play.state.list.matched() > 0);
}

#[test]
fn the_explanation_says_what_each_part_of_the_query_finds() {
    let mut play = Play::new(PAPER, 100, 60);
    play.press("/bridges -torchlight<enter>DG");
    let screen = play.screen();
    for said in ["read as (bridges -torchlight", "without torchlight", "stem bridg", "of 4 articles"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
}

#[test]
fn a_span_of_time_narrows_the_result_to_what_it_counted() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("/words:>1<enter>T");
    let Some(Overlay { kind: Kind::Timeline(Some(timeline)), .. }) = &play.state.overlay else { panic!("a timeline") };
    let bars = timeline.bars.clone();
    assert!(bars.len() > 2 && bars.iter().any(|bar| bar.label.is_none()), "{bars:?}");
    assert!(play.screen().contains("no date"), "{}", play.screen());
    for (number, bar) in bars.iter().enumerate() {
        let mut play = Play::new(PAPER, 80, 24);
        play.press("/words:>1<enter>T").press(&"j".repeat(number)).press("<enter>");
        assert_eq!(play.state.list.matched() as u64, bar.count, "{bar:?}: {}", play.state.search.line.text());
    }
    play.press("F");
    assert!(play.screen().contains("How the date is known"), "{}", play.screen());
    play.press("T");
    assert!(play.screen().contains("no date"), "{}", play.screen());
    play.press("T");
    assert!(play.state.overlay.is_none());
}
