//! The dateline: place, day and agency with which an agency's report opens ("MOSCOW, Dec 30 (Reuters) -").

use std::ops::Range;

use super::block::{Block, BlockKind};

/// How far into the first paragraph a dateline may reach, in bytes.
const LONGEST: usize = 90;

/// The opening of a story's first paragraph that says where, when and by which agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place of the paragraph in [`Article::blocks`](super::Article::blocks).
    pub block: usize,
    /// The bytes of the dateline in the block's text, the dash at its end included.
    pub bytes: Range<usize>,
}

/// Finds the dateline in the first of the paragraphs.
pub(crate) fn find(blocks: &[Block]) -> Option<Dateline> {
    let first = blocks.iter().position(|block| block.kind == BlockKind::Paragraph)?;
    length(blocks[first].text.as_str()).map(|length| Dateline { block: first, bytes: 0..length })
}

/// A text without the dateline that it opens with.
pub(crate) fn cut_from(text: &str) -> &str {
    let rest = text[length(text).unwrap_or(0)..].trim_start();
    if rest.is_empty() { text } else { rest }
}

/// The bytes of the dateline that a text opens with.
pub(crate) fn length(text: &str) -> Option<usize> {
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let dash = ["—", "–", " - ", "--", "．", "】"];
    let (at, mark) = dash.iter().filter_map(|mark| head.find(mark).map(|at| (at, mark.len()))).min()?;
    is_dateline(head[..at].trim()).then_some(at + mark)
}

/// Whether a line is nothing but a place in capitals and its country, as it stands above reports.
pub(crate) fn is_place(line: &str) -> bool {
    line.contains(", ") && line.split_whitespace().count() <= 4 && is_dateline(line)
}

/// Whether words are a place in capitals, or a place with an agency in brackets.
fn is_dateline(words: &str) -> bool {
    let place = words.split(['(', ',', '/']).next().unwrap_or("").trim();
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().count() >= 3 && letters().all(|c| !c.is_lowercase());
    let named = place.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let agency = words.contains('(') && words.ends_with(')') && named && !place.is_empty();
    let short =
        words.split_whitespace().count() <= 9 && !place.contains(['.', ':', '"', '“']) || words.starts_with('【');
    short && (shouted && place.split_whitespace().count() <= 4 || agency && place.split_whitespace().count() <= 4)
        || words.starts_with('【')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_alone_is_told_from_a_headline() {
        assert!(is_place("HILL CITY, FREEDONIA"));
        assert!(!is_place("FIRE IN HILL CITY"));
        assert!(!is_place("HILL CITY, AFTER THE FLOOD, REBUILDS"));
    }

    #[test]
    fn a_text_is_cut_after_its_dateline() {
        assert_eq!(cut_from("HILL CITY (AP) — The bridge is closed."), "The bridge is closed.");
        assert_eq!(cut_from("The bridge is closed."), "The bridge is closed.");
        assert_eq!(cut_from("HILL CITY —"), "HILL CITY —");
    }

    #[test]
    fn datelines_are_told_from_other_openings() {
        let cases = [
            ("MOSCOW, Dec 30 (Reuters) - The bridge is closed.", Some("MOSCOW, Dec 30 (Reuters) -")),
            ("HILL CITY (AP) — The bridge is closed.", Some("HILL CITY (AP) —")),
            ("Berlin (dpa) - Die Brücke ist gesperrt.", Some("Berlin (dpa) -")),
            ("WASHINGTON — The bridge is closed.", Some("WASHINGTON —")),
            ("МОСКВА, 30 дек — РИА Новости. Мост закрыт.", Some("МОСКВА, 30 дек —")),
            ("The bridge — an old one — is closed.", None),
            ("It was closed (for a year) - said the clerk.", None),
            ("Nobody is pleased.", None),
        ];
        for (text, dateline) in cases {
            assert_eq!(length(text).map(|length| text[..length].trim()), dateline, "{text}");
        }
    }
}
