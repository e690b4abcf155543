//! A text with everything that is measured about its lines before anything is decided: shapes, cues, dates, repeats.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use super::{
    dates::{self, Mention},
    lines::{self, Line},
    phrases::Cues,
    shape::Shape,
    wrap::Wrap,
};

/// How many lines are judged one by one. What follows in a text of more lines is taken by its shape alone.
const JUDGED: usize = 12_000;

/// How much of a line is looked at for dates, and how many dates of a text are weighed.
const DATED: usize = 2_000;
const MENTIONS: usize = 600;

/// The longest line of which copies are counted.
const REPEATED: usize = 300;

/// A text with what was measured about its lines.
pub(crate) struct Page<'a> {
    /// The text.
    pub text: &'a str,
    /// Its lines that are judged one by one.
    pub rows: Vec<Row>,
    /// How its lines are wrapped.
    pub wrap: Wrap,
    /// The dates in the judged lines, in order, with the row they stand in.
    pub mentions: Vec<(usize, Mention)>,
}

/// What was measured about one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Where it stands.
    pub line: Line,
    /// What it looks like.
    pub shape: Shape,
    /// Which phrases of furniture it has.
    pub cues: Cues,
    /// How many lines of the text say the same.
    pub copies: u16,
    /// Which share of its content words the running text has too.
    pub overlap: f32,
    /// Which share of it is a date; 0 where there is none.
    pub dated: f32,
}

impl<'a> Page<'a> {
    /// Measures a text.
    pub fn new(text: &'a str) -> Self {
        let wrap = Wrap::of(text, lines::lines(text).take(JUDGED));
        let mut content = Contents::default();
        let rows = wrap
            .paragraphs(text, lines::lines(text))
            .take(JUDGED)
            .map(|line| row(line, text, &mut content));
        let mut page = Self {
            text,
            rows: rows.collect(),
            wrap,
            mentions: Vec::new(),
        };
        page.compare(&content);
        page.count_copies();
        page.find_dates();
        page
    }

    /// The lines after those that are judged.
    pub fn rest(&self) -> impl Iterator<Item = Line> {
        self.wrap
            .paragraphs(self.text, lines::lines(self.text))
            .skip(self.rows.len())
    }

    /// The trimmed text of a row.
    pub fn line(&self, row: usize) -> &'a str {
        self.rows[row].line.text(self.text)
    }

    /// The mentions of a row.
    pub fn mentions_in(&self, row: usize) -> &[(usize, Mention)] {
        let first = self.mentions.partition_point(|mention| mention.0 < row);
        let end = self.mentions.partition_point(|mention| mention.0 <= row);
        &self.mentions[first..end]
    }

    /// Compares the words of short lines with those of the running text.
    fn compare(&mut self, content: &Contents) {
        let mut known = Known::default();
        for (_, words) in self
            .rows
            .iter()
            .zip(content.lines())
            .filter(|(row, _)| row.shape.is_prose())
        {
            words.iter().for_each(|&word| known.insert(word));
        }
        for (row, words) in self.rows.iter_mut().zip(content.lines()) {
            row.overlap = known.share(words);
        }
    }

    fn count_copies(&mut self) {
        let hash = |page: &Self, row: usize| xxh3_64(page.line(row).as_bytes());
        let short = |row: &Row| row.shape.bytes as usize <= REPEATED;
        let mut counts: HashMap<u64, u16> = HashMap::with_capacity(self.rows.len());
        for row in (0..self.rows.len()).filter(|&row| short(&self.rows[row])) {
            let count = counts.entry(hash(self, row)).or_default();
            *count = count.saturating_add(1);
        }
        for row in 0..self.rows.len() {
            self.rows[row].copies = if short(&self.rows[row]) {
                counts[&hash(self, row)]
            } else {
                1
            };
        }
    }

    fn find_dates(&mut self) {
        for row in 0..self.rows.len() {
            if self.mentions.len() >= MENTIONS {
                break;
            }
            let line = self.line(row);
            let found = dates::mentions(&line[..line.floor_char_boundary(DATED)]);
            let covered: usize = found
                .iter()
                .map(|mention| mention.end - mention.start)
                .sum();
            self.rows[row].dated = covered as f32 / line.len().max(1) as f32;
            self.mentions
                .extend(found.into_iter().map(|mention| (row, mention)));
        }
    }
}

fn row(line: Line, text: &str, content: &mut Contents) -> Row {
    let words = line.text(text);
    let shape = Shape::of(words, &mut content.words);
    content.ends.push(content.words.len());
    Row {
        line,
        shape,
        cues: Cues::of(words),
        copies: 1,
        overlap: 0.0,
        dated: 0.0,
    }
}

/// The hashes of the content words of all lines.
#[derive(Default)]
struct Contents {
    words: Vec<u32>,
    ends: Vec<usize>,
}

impl Contents {
    fn lines(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| &self.words[start..end])
    }
}

/// The words of the running text as bits of their hashes: a few that never occurred are taken for known.
struct Known(Vec<u64>);

impl Default for Known {
    fn default() -> Self {
        Self(vec![0; 512])
    }
}

impl Known {
    fn insert(&mut self, word: u32) {
        self.0[word as usize / 64 % 512] |= 1 << (word % 64);
    }

    fn has(&self, word: u32) -> bool {
        self.0[word as usize / 64 % 512] & (1 << (word % 64)) != 0
    }

    fn share(&self, words: &[u32]) -> f32 {
        let known = words.iter().filter(|&&word| self.has(word)).count();
        known as f32 / words.len().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Bridge closed for a year\nShare\nThe bridge over the river will be closed for a year, the council of the town said on 3 May 2021.\nShare\nCake of the week";

    #[test]
    fn short_lines_are_compared_with_the_running_text() {
        let page = Page::new(TEXT);
        assert_eq!(page.rows[0].overlap, 1.0);
        assert_eq!(page.rows[4].overlap, 0.0);
    }

    #[test]
    fn copies_are_counted() {
        let copies: Vec<u16> = Page::new(TEXT).rows.iter().map(|row| row.copies).collect();
        assert_eq!(copies, [1, 2, 1, 2, 1]);
    }

    #[test]
    fn dates_are_known_by_row() {
        let page = Page::new(TEXT);
        assert_eq!(page.mentions_in(2).len(), 1);
        assert_eq!(page.mentions_in(3).len(), 0);
    }

    #[test]
    fn lines_beyond_the_judged_ones_are_kept() {
        let text = "a\n".repeat(JUDGED + 5);
        let page = Page::new(&text);
        assert_eq!((page.rows.len(), page.rest().count()), (JUDGED, 5));
    }
}
