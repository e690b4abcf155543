//! Pictures of the panes at several sizes. Look at one before accepting it.

use crate::{articles::PAPER, play::Play};
use insta::assert_snapshot;

/// The sizes that every picture is taken at.
const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

fn pictures(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut play = Play::new(PAPER, columns, rows);
        assert_snapshot!(format!("{name}-{columns}x{rows}"), play.press(keys).screen());
    }
}

#[test]
fn the_list() {
    pictures("list", "");
}

#[test]
fn the_reader() {
    pictures("reader", "jj<enter>");
}

#[test]
fn the_search_bar_while_typing() {
    pictures("search", "/bridge ferr");
}

#[test]
fn the_help() {
    pictures("help", "?");
}

#[test]
fn the_palette() {
    pictures("palette", ":meas");
}

#[test]
fn the_explanation() {
    // The file lies in a folder of its own for each run.
    insta::with_settings!({ filters => vec![(r"file     \S+ *", "file     PATH ")] }, { pictures("explain", "jjD") });
}

#[test]
fn wide_characters() {
    pictures("wide", "<enter>");
}

#[test]
fn nothing_found() {
    pictures("nothing", "/zyzzyva");
}

#[test]
fn nothing_found_but_something_near() {
    pictures("near", "/brigde");
}

#[test]
fn values_that_are_offered() {
    pictures("values", "/bridge is:<tab>");
}

#[test]
fn the_facets() {
    pictures("facets", "/bridge<enter>Fj");
}

#[test]
fn the_timeline() {
    pictures("timeline", "/words:>1<enter>T");
}

#[test]
fn a_frame_over_half_a_wide_character_stays_whole() {
    let mut play = Play::new(PAPER, 60, 20);
    for (number, line) in play.press("?").screen().lines().enumerate().skip(2).take(14) {
        assert!(line.contains('│'), "row {number}: {line}");
    }
}

#[test]
fn every_size_draws() {
    let mut play = Play::new(PAPER, 1, 1);
    let overlays = ["<enter>jj<enter>", "?", "<esc>D", "<esc>F", "G", "<esc>T", "<esc>:", "<esc>z"];
    for keys in ["", "/is<tab>", "<tab>", "<ctrl-u>brigde", "<ctrl-u>bridge"].into_iter().chain(overlays) {
        play.press(keys);
        for columns in [1, 2, 5, 8, 13, 20, 37, 59, 60, 99, 100, 300] {
            for rows in [1, 2, 3, 5, 8, 13, 14, 40, 200] {
                play.tell(folio::app::message::Message::Resized { columns, rows });
                play.screen();
            }
        }
    }
}
