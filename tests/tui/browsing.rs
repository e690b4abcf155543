//! From row to row, pane to pane, place to place.

use crate::{articles::PAPER, play::Play};
use folio::app::{Pane, keymap::Keymap, message::Message};

#[test]
fn the_list_is_newest_first_and_the_first_article_is_open() {
    let play = Play::new(PAPER, 120, 40);
    assert_eq!(
        play.titles()[..3],
        [
            "東京の古い橋、十年ぶりに開通",
            "Ferry captain takes the wheel of a bus",
            "Old bridge reopens after ten years"
        ]
    );
    assert_eq!(play.open_title(), "東京の古い橋、十年ぶりに開通");
}

#[test]
fn moving_through_the_list_opens_each_article() {
    let mut play = Play::new(PAPER, 120, 40);
    assert_eq!(play.press("jj").open_title(), "Old bridge reopens after ten years");
    assert_eq!(play.press("k").open_title(), "Ferry captain takes the wheel of a bus");
    assert_eq!(play.press("gg").state.list.selected(), 0);
    assert_eq!(play.press("G").state.list.selected(), 3);
    assert_eq!(play.press("<home><down>").state.list.selected(), 1);
}

#[test]
fn the_focus_goes_right_left_and_round() {
    let mut play = Play::new(PAPER, 120, 40);
    let mut after = |keys: &str| play.press(keys).state.focus;
    assert_eq!(after("<enter>"), Pane::Reader);
    assert_eq!(after("h"), Pane::List);
    assert_eq!(after("<tab>"), Pane::Reader);
    assert_eq!(after("<tab>"), Pane::Bar);
    assert_eq!(after("<tab>"), Pane::List);
    assert_eq!(after("2"), Pane::Reader);
    assert_eq!(after("1"), Pane::List);
}

#[test]
fn q_goes_back_one_level_and_leaves_at_the_top() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("/ferry<enter><enter>");
    assert_eq!(play.press("q").state.focus, Pane::List);
    assert_eq!(play.press("q").state.list.matched(), 4);
    assert!(!play.quit);
    assert!(play.press("q").quit);
}

#[test]
fn escape_never_leaves() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("<esc><esc><enter><esc><esc><esc>");
    assert!(!play.quit);
}

#[test]
fn an_unbound_key_says_so() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("X");
    assert_eq!(play.state.notice.as_ref().unwrap().text.as_str(), "X is not bound; ? shows the keys");
}

#[test]
fn messages_name_the_keys_that_are_bound() {
    let mut play = Play::new(PAPER, 120, 40);
    play.state.keymap = Keymap::preset("less").expect("a preset");
    play.press("l<right>");
    assert!(play.screen().contains("this is the last pane; ← goes back to the list"), "{}", play.screen());
}

#[test]
fn a_prefix_shows_how_it_goes_on() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("s");
    let screen = play.screen();
    assert!(screen.contains("s d      sort by date; again reverses"), "{screen}");
    play.press("t");
    assert_eq!(play.titles()[0], "Ferry captain takes the wheel of a bus");
}

#[test]
fn what_follows_a_reserved_key_never_acts_on_its_own() {
    let mut play = Play::new(PAPER, 80, 24);
    let before = (play.open_title(), play.state.read.clone());
    for (keys, said) in [("!r", "!r is not bound"), ("yj", "yj is not bound"), ("tG", "tG is not bound")] {
        play.press(&keys[..1]);
        assert!(play.screen().contains("nothing is bound after this key yet"), "{}", play.screen());
        play.press(&keys[1..]);
        assert!(play.screen().contains(said), "{}", play.screen());
        assert_eq!((play.open_title(), play.state.read.clone()), before, "{keys}");
    }
    play.press("y<esc>");
    assert_eq!(play.state.notice, None);
    play.press("m<enter>");
    assert!(play.screen().contains("a mark is a letter"), "{}", play.screen());
}

#[test]
fn a_key_that_cannot_go_further_says_so() {
    let chapters = "# The mill\n\nWheat.\n\n## Water\n\nThe wheel.\n\n".to_owned() + &"Flour.\n\n".repeat(40);
    let mut play = Play::new(&[("mill.md", &chapters)], 120, 20);
    let said = |play: &Play| play.state.notice.as_ref().map(|notice| notice.text.to_string()).unwrap_or_default();
    for (keys, message) in [
        ("k", "the first article of the list"),
        ("j", "the last article of the list"),
        ("h", "this is the list already"),
        ("K", "the beginning of the article"),
        ("<esc>", "there is nothing to step back from; q leaves folio"),
        ("n", "nothing is searched for; / begins"),
        ("]h]h]h", "no heading further down"),
        ("[h[h[h", "no heading further up"),
        ("<enter>G<space>", "the end of the article"),
        ("G}", "the end of the article"),
        ("gg{", "the beginning of the article"),
        ("]h", ""),
    ] {
        play.press(keys);
        assert_eq!(said(&play), message, "{keys}");
    }
    assert!(play.screen().lines().nth(2).expect("a line").contains("Water"), "{}", play.screen());
    play.press("]h");
    assert!(play.screen().lines().nth(2).expect("a line").contains("Water"), "{}", play.screen());
}

#[test]
fn the_help_is_whole_on_every_screen() {
    for (columns, rows) in [(80, 24), (60, 20), (44, 12), (24, 9)] {
        let mut play = Play::new(PAPER, columns, rows);
        play.press("?");
        let mut seen = String::new();
        for _ in 0..200 {
            seen.push_str(&play.screen());
            play.press("<down>");
        }
        assert!(!seen.contains("next line in the…") && seen.contains("furniture"), "{columns}x{rows}");
        assert!(seen.contains("Space PgDn ^f"), "{columns}x{rows}");
        // The last line of it.
        assert!(play.screen().contains("added"), "{}", play.screen());
    }
}

#[test]
fn the_end_of_a_long_explanation_comes_in_sight() {
    let mut play = Play::new(PAPER, 60, 14);
    play.press("jjDG");
    assert!(play.screen().contains("none: all articles are shown"), "{}", play.screen());
}

#[test]
fn a_mark_is_come_back_to_even_in_the_next_run() {
    let mut play = Play::new(PAPER, 50, 14);
    play.press("jj<enter>}}}mah");
    play.press("gg");
    let mut play = play.again();
    play.press("'a");
    assert_eq!(play.open_title(), "Old bridge reopens after ten years");
    assert!(play.screen().lines().nth(2).unwrap().contains("The repair cost"), "{}", play.screen());
}

#[test]
fn a_mark_that_was_never_set_is_said_to_be_missing() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("'z");
    assert!(play.state.notice.as_ref().unwrap().text.as_str().starts_with("no mark z"));
}

#[test]
fn jumps_are_undone() {
    let mut play = Play::new(PAPER, 50, 14);
    play.press("jj<enter>}}j");
    let before = play.screen();
    play.press("G");
    assert_ne!(play.screen(), before);
    play.press("<ctrl-o>");
    assert_eq!(play.screen(), before);
    play.press("<alt-right>");
    assert_ne!(play.screen(), before);
}

#[test]
fn the_next_run_begins_where_this_one_ended() {
    let mut play = Play::new(PAPER, 50, 14);
    play.press("/bridge<enter>j<enter>}}j");
    let (screen, title) = (play.screen(), play.open_title());
    let play = play.again();
    assert_eq!(play.open_title(), title);
    assert_eq!(play.screen(), screen);
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut play = Play::new(PAPER, 120, 40);
    play.tell(Message::Click { column: 5, row: 4, double: false });
    assert_eq!(play.state.list.selected(), 1);
    play.tell(Message::Click { column: 5, row: 4, double: true });
    assert_eq!(play.state.focus, Pane::Reader);
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let mut play = Play::new(PAPER, 120, 14);
    play.press("jj");
    let list = play.state.list.selected();
    play.tell(Message::Wheel { column: 100, row: 8, rows: 3 });
    assert_eq!(play.state.list.selected(), list);
    assert!(play.screen().lines().nth(2).unwrap().contains("Hanna Vogt"), "{}", play.screen());
}

#[test]
fn the_palette_runs_an_action_by_its_name() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press(":sortitle<enter>");
    assert_eq!(play.titles()[0], "Ferry captain takes the wheel of a bus");
    assert!(play.press(":quit<enter>").quit);
}

#[test]
fn the_help_is_searched_and_closed() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press("?heading");
    let screen = play.screen();
    assert!(screen.contains("]h") && screen.contains("next heading") && !screen.contains("half a page"), "{screen}");
    play.press("<esc>");
    assert!(play.state.overlay.is_none());
}

#[test]
fn a_mark_takes_the_list_along() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jmaG");
    play.press("'a");
    assert_eq!(play.open_title(), "Ferry captain takes the wheel of a bus");
    assert_eq!(play.state.list.selected(), 1);
    assert!(play.screen().contains("2 of 4"), "{}", play.screen());
}

#[test]
fn a_mark_outside_the_result_is_shown_though_the_list_has_it_not() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("ma/torchlight<enter>'a");
    assert_eq!(play.open_title(), "東京の古い橋、十年ぶりに開通");
    assert!(play.screen().contains("not in the list"), "{}", play.screen());
    assert_eq!(play.titles(), ["Old bridge reopens after ten years"]);
}

#[test]
fn a_text_laid_over_keeps_keys_from_what_lies_behind() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("D");
    let before = play.state.page;
    play.press("w-r");
    assert_eq!((play.state.page, play.state.read.len()), (before, 0));
    play.press("D");
    assert!(play.state.overlay.is_none());
}

#[test]
fn a_name_that_is_no_action_is_said_to_be_none() {
    let mut play = Play::new(PAPER, 80, 24);
    play.press(":qqqqq<enter>");
    assert_eq!(play.state.notice.as_ref().unwrap().text.as_str(), "there is no such action; : lists them all");
}
