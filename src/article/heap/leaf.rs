//! A page as it is kept for counting: its lines from both ends, long ones cut.

use super::form;
use crate::article::lines;

/// Lines that are kept from the beginning of a page, and from its end.
const EDGE: usize = 64;

/// Bytes of a line from which it is told like a paragraph.
pub(crate) const PROSE: usize = 80;

/// Bytes that are kept of a line's words.
const KEPT: usize = 120;

/// The lines of a page, and the headline that its container states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// The stated headline; empty where there is none.
    pub title: String,
    /// The lines that are not blank, from the first to the last, those in the middle of a long page left out.
    pub lines: Vec<LeafLine>,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafLine {
    /// The hash of its form; 0 for one that has none, or is not one to be known by.
    pub form: u64,
    /// Its bytes.
    pub bytes: u32,
    /// Whether it ends as a sentence does.
    pub is_sentence: bool,
    /// Its words, cut where they are many.
    pub text: String,
}

impl Leaf {
    /// The leaf of a text.
    pub fn of(text: &str, stated_title: Option<&str>) -> Self {
        let all: Vec<&str> = lines::lines(text).map(|line| line.text(text)).collect();
        let middle = EDGE..all.len().saturating_sub(EDGE).max(EDGE);
        let kept = all.iter().enumerate().filter(|(number, _)| !middle.contains(number));
        let mut buffer = String::new();
        let lines = kept.map(|(_, line)| LeafLine::of(line, &mut buffer)).collect();
        let title = stated_title.map_or_else(String::new, |title| cut(title.trim()).to_owned());
        Self { title, lines }
    }
}

impl LeafLine {
    fn of(line: &str, buffer: &mut String) -> Self {
        Self {
            form: form::hash(line, buffer).unwrap_or(0),
            bytes: u32::try_from(line.len()).unwrap_or(u32::MAX),
            is_sentence: is_sentence(line),
            text: cut(line).to_owned(),
        }
    }

    /// Whether it is as long as a paragraph.
    pub(crate) fn is_prose(&self) -> bool {
        self.bytes as usize >= PROSE
    }
}

/// Whether a line ends with the mark that ends a sentence, in any script.
pub(crate) fn is_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '’', '»', '“', ')', '」', '』', '\'']);
    // Three points cut something short, and that is no end.
    !end.ends_with("...") && end.ends_with(['.', '!', '?', '。', '！', '？', '।', '؟', '۔', '።', '։'])
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(KEPT)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_page_is_kept_from_both_ends() {
        let text: String = (0..1_000).map(|number| format!("line {}\n\n", "x".repeat(number))).collect();
        let leaf = Leaf::of(&text, None);
        assert_eq!(leaf.lines.len(), 2 * EDGE);
        assert_eq!((leaf.lines[EDGE - 1].bytes, leaf.lines[EDGE].bytes), (5 + 63, 5 + 936));
        assert!(leaf.lines.iter().all(|line| line.text.len() <= KEPT));
    }

    #[test]
    fn sentences_end_in_many_scripts() {
        assert!(["So it is.", "„Ja!“", "橋は閉鎖。", "क्या है।"].iter().all(|line| is_sentence(line)));
        assert!(["Read more...", "Share", "12 comments"].iter().all(|line| !is_sentence(line)));
    }
}
