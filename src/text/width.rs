//! How many columns of a terminal text takes, and cutting it to fit.
//!
//! The unit is the grapheme cluster, measured as ratatui measures it: anything else would disagree with the screen.

use std::{iter::FusedIterator, ops::Range};

use unicode_segmentation::{Graphemes as Clusters, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use super::clean::{Clean, CleanStr};

const ELLIPSIS: &str = "…";

/// Columns that the text takes on one line. Control characters, tabs and line feeds among them, take none.
pub fn columns(text: &str) -> usize {
    match printable_ascii(text) {
        end if end == text.len() => end,
        _ => graphemes(text).map(|grapheme| grapheme.columns).sum(),
    }
}

/// Columns that one grapheme cluster takes.
pub fn grapheme_columns(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [byte] => usize::from(!byte.is_ascii_control()),
        _ if grapheme.contains(char::is_control) => 0,
        _ => grapheme.width() + grapheme.chars().filter(|&c| is_halfwidth_sound_mark(c)).count(),
    }
}

/// ratatui adds a column for each of these marks, made for a `unicode-width` that gave them none. It gives them one now, so
/// that a cell stays empty after them; what matters is that the columns here are those of the screen.
fn is_halfwidth_sound_mark(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

/// A grapheme cluster: where it stands in the text, and the columns that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grapheme {
    /// The bytes of the text that it is made of.
    pub range: Range<usize>,
    /// The columns that it takes: 0, 1 or 2, seldom more.
    pub columns: usize,
}

/// The grapheme clusters of the text, in order.
pub fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { text, at: 0, segments: None }
}

/// Iterator over the grapheme clusters of a text; made by [`graphemes`].
#[derive(Clone, Debug)]
pub struct Graphemes<'a> {
    text: &'a str,
    at: usize,
    segments: Option<(usize, Clusters<'a>)>,
}

impl Iterator for Graphemes<'_> {
    type Item = Grapheme;

    fn next(&mut self) -> Option<Grapheme> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let first = *bytes.get(start)?;
        // A printable ASCII character before another one, or at the end, is a cluster: nothing extends it.
        if is_printable(first) && bytes.get(start + 1).is_none_or(|&next| next.is_ascii()) {
            self.at += 1;
            return Some(Grapheme { range: start..start + 1, columns: 1 });
        }
        if let Some((length, columns)) = lone_character(&self.text[start..]) {
            self.at += length;
            return Some(Grapheme { range: start..self.at, columns });
        }
        let end = self.cluster_end(start);
        self.at = end;
        Some(Grapheme { range: start..end, columns: grapheme_columns(&self.text[start..end]) })
    }
}

impl FusedIterator for Graphemes<'_> {}

impl Graphemes<'_> {
    /// Goes on to the byte `at` if there is nothing before it but printable ASCII, so that each byte is a cluster of one
    /// column. Gives the number of them.
    pub(super) fn skip_ascii(&mut self, at: usize) -> Option<usize> {
        let skipped = self.text.as_bytes().get(self.at..at)?;
        let is_boundary = self.text.as_bytes().get(at).is_none_or(u8::is_ascii);
        let is_skipped = is_boundary && skipped.iter().all(|&byte| is_printable(byte));
        is_skipped.then(|| {
            self.at = at;
            skipped.len()
        })
    }

    /// Where the cluster that begins at `start` ends. The segmenter is kept for as long as it stands where it is needed.
    fn cluster_end(&mut self, start: usize) -> usize {
        let text = self.text;
        let (at, segments) = match &mut self.segments {
            Some(kept) if kept.0 == start => kept,
            stale => stale.insert((start, text[start..].graphemes(true))),
        };
        *at = segments.next().map_or(text.len(), |cluster| start + cluster.len());
        *at
    }
}

/// Where the text no longer fits into `columns`: the end of the last grapheme cluster that fits, and the columns used.
pub fn fit(text: &str, columns: usize) -> (usize, usize) {
    let ascii = printable_ascii(&text[..floor(text, columns.saturating_add(1))]);
    if ascii == text.len() {
        return (ascii.min(columns), ascii.min(columns));
    }
    if ascii > columns {
        return (columns, columns);
    }
    let mut used = 0;
    for grapheme in graphemes(text) {
        if used + grapheme.columns > columns {
            return (grapheme.range.start, used);
        }
        used += grapheme.columns;
    }
    (text.len(), used)
}

/// Bytes of a word that are given up so that it is not cut.
const CUT_WORD: usize = 16;

/// The text itself where it fits into `columns`, else as many of its words as leave room for an ellipsis, and that. A very
/// long word is cut between two graphemes.
pub fn truncate(text: CleanStr<'_>, columns: usize) -> Clean {
    let (end, _) = fit(text.as_str(), columns);
    if end == text.as_str().len() {
        return text.to_clean();
    }
    let Some(room) = columns.checked_sub(1) else { return Clean::default() };
    let (end, _) = fit(text.as_str(), room);
    let end = text.as_str()[..word_end(text.as_str(), end)].trim_end().len();
    Clean::concat([text.slice(0..end), CleanStr::fixed(ELLIPSIS)])
}

/// The end of the last whole word before a cut, where that word is near: a cut word reads like another one.
fn word_end(text: &str, cut: usize) -> usize {
    let in_word = text[cut..].starts_with(|next: char| !next.is_whitespace());
    let space = text[..cut].rfind(' ').filter(|space| in_word && *space > cut / 2 && cut - space <= CUT_WORD);
    space.unwrap_or(cut)
}

/// The text truncated to `columns` and filled up with spaces on the right, so that it takes exactly as many.
pub fn pad(text: CleanStr<'_>, columns: usize) -> Clean {
    let mut padded = truncate(text, columns);
    let missing = columns.saturating_sub(self::columns(padded.as_str()));
    padded.push_spaces(missing);
    padded
}

/// The text truncated to `columns` and moved to their right end by spaces before it, as figures are set.
pub fn pad_left(text: CleanStr<'_>, columns: usize) -> Clean {
    let cut = truncate(text, columns);
    let mut padded = Clean::default();
    padded.push_spaces(columns.saturating_sub(self::columns(cut.as_str())));
    padded.push(cut.as_clean());
    padded
}

/// The length and the columns of the character at the start, if it is certainly a cluster of its own.
fn lone_character(text: &str) -> Option<(usize, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let columns = simple_columns(first)?;
    let is_lone = characters.next().is_none_or(|next| next.is_ascii() || simple_columns(next).is_some());
    is_lone.then_some((first.len_utf8(), columns))
}

/// Columns of characters that never join the one before them, and that are joined only by those not listed here.
fn simple_columns(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => Some(1),
        '–' | '—' | '‘' | '’' | '“' | '”' | '…' => Some(1),
        '\u{3001}'..='\u{3020}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' => Some(2),
        '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}' => Some(2),
        _ => None,
    }
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Length of the run of printable ASCII that the text begins with.
fn printable_ascii(text: &str) -> usize {
    let bytes = text.as_bytes();
    let blocks = bytes.chunks_exact(32).take_while(|block| block.iter().all(|&byte| is_printable(byte))).count() * 32;
    blocks + bytes[blocks..].iter().take_while(|&&byte| is_printable(byte)).count()
}

/// The last character boundary at or before `index`.
fn floor(text: &str, index: usize) -> usize {
    text.floor_char_boundary(index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn wide_and_combined_characters_take_what_the_screen_gives_them() {
        for (text, wanted) in [
            ("", 0),
            ("abc", 3),
            ("e\u{301}", 1),
            ("普京", 4),
            ("👩\u{200D}👩\u{200D}👧", 2),
            ("🇺🇦", 2),
            ("ｶﾞ", 3),
            ("a\tb\n", 2),
        ] {
            assert_eq!(columns(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn text_is_cut_between_clusters() {
        let cut = |text: &str, columns| truncate(Clean::text(text).as_clean(), columns).to_string();
        assert_eq!(cut("Putin warns Biden", 17), "Putin warns Biden");
        assert_eq!(cut("Putin warns Biden", 13), "Putin warns…");
        assert_eq!(cut("普京警告拜登", 6), "普京…");
        assert_eq!(cut("cafe\u{301} noir", 5), "café…");
        assert_eq!(cut("ab", 1), "…");
        assert_eq!(cut("ab", 0), "");
    }

    #[test]
    fn padded_text_fills_its_columns() {
        let text = Clean::text("普京警告");
        assert_eq!(pad(text.as_clean(), 6).as_str(), "普京… ");
        assert_eq!(pad_left(text.as_clean(), 10).as_str(), "  普京警告");
    }

    proptest! {
        #[test]
        fn ratatui_agrees(text in "(\\PC|[ -~]|[–—‘-”…À-ɏЀ-ԯ、-〟ぁ-ヿ一-龠가-힣！-｠ᅡᆨ]|[👩🏻🇩🇪\u{200D}\u{FE0F}क्ि\u{301}ﾞ]){0,40}") {
            let mut row = Buffer::empty(Rect::new(0, 0, 500, 1));
            let (end, _) = row.set_stringn(0, 0, &text, 500, Style::default());
            prop_assert_eq!(columns(&text), usize::from(end));
        }

        #[test]
        fn clusters_are_those_of_the_segmenter(text in "(\\PC|[ -~\r\n\t]|[–—‘-”…À-ɏЀ-ԯ、-〟ぁ-ヿ一-龠가-힣！-｠ᅡᆨ]|[👩🏻🇩🇪\u{200D}\u{FE0F}क्ि\u{301}ﾞ]){0,40}") {
            let ours: Vec<_> = graphemes(&text).map(|grapheme| &text[grapheme.range]).collect();
            prop_assert_eq!(ours, text.graphemes(true).collect::<Vec<_>>());
        }

        #[test]
        fn what_fits_is_as_much_as_fits(text in "([ -~]|\\PC){0,40}", room in 0..50_usize) {
            let (end, used) = fit(&text, room);
            prop_assert_eq!(columns(&text[..end]), used);
            prop_assert!(used <= room);
            let next = graphemes(&text[end..]).next();
            prop_assert!(next.is_none_or(|grapheme| used + grapheme.columns > room));
            prop_assert_eq!(columns(pad(Clean::line(&text).as_clean(), room).as_str()), room);
        }
    }
}
