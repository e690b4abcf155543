//! The page: measure, furniture, raw text, place.

use crate::{articles::PAPER, play::Play};
use folio::{app::Pane, app::message::Message, ui::theme::Role};

#[test]
fn furniture_is_folded_with_its_reason_and_shown_on_demand() {
    let mut play = Play::new(PAPER, 120, 60);
    play.press("jj");
    let folded = play.screen();
    assert!(folded.contains("⋯ 2 lines of page furniture"), "{folded}");
    assert!(!folded.contains("Leave a Reply"));
    play.press(".");
    assert!(play.screen().contains("Leave a Reply"), "{}", play.screen());
    assert!(play.styled(Role::Furniture).iter().any(|words| words.contains("Leave a Reply")));
    assert!(!play.press(".").state.page.furniture);
}

#[test]
fn the_explanation_says_which_character_set_was_decided_on() {
    let marked = b"\xef\xbb\xbfThe river rose in the night.\n".to_vec();
    // "Река поднялась ночью. Мост закрыт, школы не работают." in windows-1251.
    let cyrillic = b"\xd0\xe5\xea\xe0 \xef\xee\xe4\xed\xff\xeb\xe0\xf1\xfc \xed\xee\xf7\xfc\xfe. \xcc\xee\xf1\xf2 \xe7\xe0\xea\xf0\xfb\xf2, \
        \xf8\xea\xee\xeb\xfb \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xfe\xf2.\n";
    for (bytes, said) in [
        (b"The river rose.\n".to_vec(), "encoding utf-8 (every byte is valid in it)"),
        (marked, "encoding utf-8 (by its byte order mark)"),
        (cyrillic.to_vec(), "encoding windows-1251 (guessed by how often its letters and their neighbours"),
    ] {
        let mut play = Play::new(&[("a.txt", bytes)], 120, 40);
        assert!(play.press("D").screen().contains(said), "{}", play.screen());
    }
}

#[test]
fn the_raw_text_is_one_key_away() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jj<enter>g.G");
    assert!(play.screen().contains("Required fields are"), "{}", play.screen());
    play.press("<esc>");
    assert!(!play.screen().contains("Required fields"));
}

#[test]
fn the_place_is_kept_when_the_screen_changes() {
    let mut play = Play::new(PAPER, 60, 12);
    play.press("jj<enter>}}}");
    let line = |play: &Play| play.screen().lines().nth(2).unwrap().trim().chars().take(15).collect::<String>();
    let before = line(&play);
    play.tell(Message::Resized { columns: 44, rows: 14 });
    assert_eq!(line(&play), before);
    play.tell(Message::Resized { columns: 60, rows: 12 });
    assert_eq!(line(&play), before);
}

#[test]
fn the_measure_changes_by_keys_and_is_remembered() {
    let mut play = Play::new(PAPER, 200, 40);
    play.press("--");
    assert_eq!(play.state.page.measure, 64);
    play.press("+");
    assert_eq!(play.again().state.page.measure, 68);
}

#[test]
fn reading_mode_shows_the_text_alone() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jjz");
    assert!(!play.screen().contains("Articles"));
    assert_eq!(play.press("z").state.focus, Pane::Reader);
    assert!(play.screen().contains("Articles"));
}

#[test]
fn an_article_counts_as_read_when_its_end_was_seen() {
    let mut play = Play::new(PAPER, 60, 20);
    play.press("jj");
    assert_eq!(play.state.read.len(), 0);
    play.press("<enter>G");
    assert_eq!(play.state.read.len(), 1);
    play.press("r");
    assert_eq!(play.state.read.len(), 0);
    play.press("k");
    assert_eq!(play.state.read.len(), 0);
}

#[test]
fn unread_articles_are_gone_to() {
    let mut play = Play::new(PAPER, 120, 40);
    play.press("jrk");
    assert_eq!(play.press("]u").state.list.selected(), 2);
}

#[test]
fn explain_tells_title_date_and_furniture_with_their_evidence() {
    let mut play = Play::new(PAPER, 120, 60);
    play.press("jjD");
    let screen = play.screen();
    for expected in
        ["Old bridge reopens after ten years (stated)", "4 Mar 2021 (stated)", "“March 4, 2021”", "furniture:"]
    {
        assert!(screen.contains(expected), "{expected} in\n{screen}");
    }
}

/// Pages of a site, each with a story of its own and a line that all of them have.
fn site() -> Vec<(String, String)> {
    let words = ["bridge", "ferry", "market", "school", "harbour", "mill", "tunnel", "station"];
    let story = |word: &str| {
        format!("The {word} of the old town was opened again on that day, and many came to see the {word}. ")
    };
    let text = |word: &str| format!("{}\n\nPomelo kiri vosu\n", story(word).repeat(4));
    words.iter().map(|word| (format!("{word}.txt"), text(word))).collect()
}

#[test]
fn a_learned_line_is_explained_and_rejected() {
    let files = site();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut play = Play::new(&files, 120, 60);
    assert!(!play.press("<enter>").screen().contains("Pomelo"), "{}", play.screen());
    let screen = play.press("D").screen();
    let told = "furniture: on 8 of 8 pages of this folder · Pomelo kiri vosu";
    assert!(screen.contains("Lines that other pages have too: ga folds") && screen.contains(told), "{screen}");
    for _ in 0..60 {
        if play.state.overlay.as_ref().unwrap().selected_line().is_some() {
            break;
        }
        play.press("j");
    }
    let screen = play.press("gx").screen();
    assert!(screen.contains("left alone: rejected by you: on 8 of 8 pages"), "{screen}");
    assert!(play.press("<esc>").screen().contains("Pomelo"), "{}", play.screen());
    assert!(play.again().press("<enter>").screen().contains("Pomelo"));
}

#[test]
fn half_pages_and_pages_go_there_and_back() {
    let mut play = Play::new(PAPER, 60, 12);
    play.press("jj<enter>");
    let before = play.screen();
    assert_ne!(play.press("<ctrl-d>").screen(), before);
    assert_eq!(play.press("<ctrl-u>").screen(), before);
    assert_ne!(play.press("<space>").screen(), before);
    assert_eq!(play.press("b").screen(), before);
}
