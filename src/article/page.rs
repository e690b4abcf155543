//! A text with everything that is measured about its lines before anything is decided: shapes, cues, dates, repeats.

use xxhash_rust::xxh3::xxh3_64;

use super::{
    dates::{self, Mention},
    lines::{self, Line},
    phrases::Cues,
    shape::{Shape, Vocabulary},
    words::Languages,
    wrap::Wrap,
};

/// How many lines are judged one by one. What follows in a text of more lines is taken by its shape alone.
const JUDGED: usize = 12_000;

/// How much of a line is looked at for dates, and how many dates of a text are weighed.
const DATED: usize = 2_000;
const MENTIONS: usize = 600;

/// For the words of how many bytes room is made at once.
const ROOM: usize = 16_384;

/// How many paragraphs below a line its words are looked for in.
const LEAD: usize = 4;

/// In how many rows the rarest word of a line may stand for its echoes to be counted.
const COMMON: usize = 40;

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
    words: Contents,
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
    /// Which share of them the next few paragraphs have.
    pub lead: f32,
    /// How many other rows have all of its content words, when it has two or more.
    pub echoes: u8,
    /// Whether one of them stands above.
    pub echoed_above: bool,
    /// Which share of it is a date; 0 where there is none.
    pub dated: f32,
}

impl<'a> Page<'a> {
    /// Measures a text.
    pub fn new(text: &'a str) -> Self {
        let wrap = Wrap::of(text, lines::lines(text).take(JUDGED));
        let mut content = Contents::with_room_for(text);
        let rows = wrap.paragraphs(text, lines::lines(text)).take(JUDGED).map(|line| row(line, text, &mut content));
        let rows = rows.collect();
        let mut page = Self { text, rows, wrap, mentions: Vec::new(), words: content };
        page.compare();
        page.count_copies();
        page.find_dates();
        page
    }

    /// The lines after those that are judged.
    pub fn rest(&self) -> impl Iterator<Item = Line> {
        self.wrap.paragraphs(self.text, lines::lines(self.text)).skip(self.rows.len())
    }

    /// The trimmed text of a row.
    pub fn line(&self, row: usize) -> &'a str {
        self.rows[row].line.text(self.text)
    }

    /// Compares the words of each line with those of the running text, of the paragraphs below it, and of other lines.
    fn compare(&mut self) {
        let content = &self.words;
        let prose: Vec<usize> = (0..self.rows.len()).filter(|&row| self.rows[row].shape.is_prose()).collect();
        let mut known = Known::default();
        prose.iter().for_each(|&row| known.add(content.of(row)));
        let mut lead = Known::default();
        let mut below = 0;
        lead.learn(content, prose.iter().take(LEAD));
        let places = if prose.len() < self.rows.len() { content.places() } else { Places::default() };
        for row in 0..self.rows.len() {
            if prose.get(below) == Some(&row) {
                below += 1;
                lead = Known::default();
                lead.learn(content, prose[below..].iter().take(LEAD));
            }
            let words = content.of(row);
            let (echoes, above) = if self.rows[row].shape.is_prose() { (0, false) } else { places.echoes(row, words) };
            let own = &mut self.rows[row];
            (own.overlap, own.lead) = (known.share(words), lead.share(words));
            (own.echoes, own.echoed_above) = (echoes, above);
        }
    }

    /// The languages of the function words in a row's head.
    pub fn functions(&self, row: usize) -> &[Languages] {
        self.words.functions(row)
    }

    fn count_copies(&mut self) {
        let short = |row: &usize| self.rows[*row].shape.bytes as usize <= REPEATED;
        let hash = |row: usize| (xxh3_64(self.line(row).as_bytes()), row);
        let mut hashes: Vec<(u64, usize)> = (0..self.rows.len()).filter(short).map(hash).collect();
        hashes.sort_unstable();
        for same in hashes.chunk_by(|a, b| a.0 == b.0) {
            let copies = u16::try_from(same.len()).unwrap_or(u16::MAX);
            same.iter().for_each(|&(_, row)| self.rows[row].copies = copies);
        }
    }

    fn find_dates(&mut self) {
        for row in 0..self.rows.len() {
            if self.mentions.len() >= MENTIONS {
                break;
            }
            let line = self.line(row);
            let found = dates::mentions(&line[..line.floor_char_boundary(DATED)]);
            let covered: usize = found.iter().map(|mention| mention.end - mention.start).sum();
            self.rows[row].dated = covered as f32 / line.len().max(1) as f32;
            self.mentions.extend(found.into_iter().map(|mention| (row, mention)));
        }
    }
}

fn row(line: Line, text: &str, content: &mut Contents) -> Row {
    let words = line.text(text);
    let shape = Shape::of(words, &mut content.vocabulary);
    content.ends.push((content.vocabulary.content.len(), content.vocabulary.functions.len()));
    Row {
        line,
        shape,
        cues: Cues::of(words),
        copies: 1,
        overlap: 0.0,
        lead: 0.0,
        echoes: 0,
        echoed_above: false,
        dated: 0.0,
    }
}

/// The words of all lines, and where those of each line end.
#[derive(Default)]
struct Contents {
    vocabulary: Vocabulary,
    ends: Vec<(usize, usize)>,
}

impl Contents {
    /// Room for the words of a text of usual words and lines.
    fn with_room_for(text: &str) -> Self {
        let words = text.len().min(ROOM) / 8;
        let vocabulary = Vocabulary { content: Vec::with_capacity(words), functions: Vec::with_capacity(words) };
        Self { vocabulary, ends: Vec::new() }
    }

    /// The hashes of a row's content words.
    fn of(&self, row: usize) -> &[u32] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.vocabulary.content[start..self.ends[row].0]
    }

    /// The languages of a row's function words.
    fn functions(&self, row: usize) -> &[Languages] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before].1);
        &self.vocabulary.functions[start..self.ends[row].1]
    }

    /// The words with the rows that they stand in, sorted.
    fn places(&self) -> Places {
        let row_of = |row: usize| self.of(row).iter().map(move |&word| (word, row as u32));
        let mut places: Vec<(u32, u32)> = (0..self.ends.len()).flat_map(row_of).collect();
        places.sort_unstable();
        places.dedup();
        Places(places)
    }
}

/// Which words stand in which rows.
#[derive(Default)]
struct Places(Vec<(u32, u32)>);

impl Places {
    /// How many other rows have all of these words, and whether one stands above.
    fn echoes(&self, row: usize, words: &[u32]) -> (u8, bool) {
        let rarest = words.iter().map(|&word| self.rows(word)).min_by_key(|rows| rows.len());
        let Some(rarest) = rarest.filter(|rows| words.len() >= 2 && rows.len() <= COMMON) else { return (0, false) };
        let all =
            |at: &u32| *at as usize != row && words.iter().all(|&word| self.0.binary_search(&(word, *at)).is_ok());
        let echoes: Vec<u32> = rarest.iter().map(|place| place.1).filter(all).collect();
        (echoes.len() as u8, echoes.iter().any(|&echo| (echo as usize) < row))
    }

    fn rows(&self, word: u32) -> &[(u32, u32)] {
        let start = self.0.partition_point(|place| place.0 < word);
        let end = start + self.0[start..].partition_point(|place| place.0 == word);
        &self.0[start..end]
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

    fn add(&mut self, words: &[u32]) {
        words.iter().for_each(|&word| self.insert(word));
    }

    fn learn<'a>(&mut self, content: &Contents, rows: impl Iterator<Item = &'a usize>) {
        rows.for_each(|&row| self.add(content.of(row)));
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
        let rows: Vec<usize> = Page::new(TEXT).mentions.iter().map(|mention| mention.0).collect();
        assert_eq!(rows, [2]);
    }

    #[test]
    fn lines_beyond_the_judged_ones_are_kept() {
        let text = "a\n".repeat(JUDGED + 5);
        let page = Page::new(&text);
        assert_eq!((page.rows.len(), page.rest().count()), (JUDGED, 5));
    }
}
