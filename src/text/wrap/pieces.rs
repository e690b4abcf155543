//! Where lines may end: the opportunities of UAX #14, divided words, and anywhere in what is wider than a line.

use std::ops::Range;

use super::{Measure, opportunities::opportunities};
use crate::text::{
    hyphenate::Hyphenation,
    width::{self, Graphemes},
};

/// On narrower lines no word is divided: a column for the hyphen is too much.
const NARROWEST_HYPHENATED: usize = 8;

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    /// Where the line ends, before white space, and the columns from the start of the text to there.
    pub(super) end: usize,
    pub(super) end_columns: usize,
    /// Where the next line begins, and the columns to there.
    pub(super) next: usize,
    pub(super) next_columns: usize,
    /// Spaces before `end`.
    pub(super) spaces: usize,
    pub(super) kind: Kind,
}

/// What a line is broken at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space, or wherever else the script allows it.
    Natural,
    /// Inside a word, with a hyphen that is added.
    Hyphen,
    /// Inside what would not fit otherwise.
    Forced,
}

impl Break {
    /// The columns of a line from `start` to here.
    pub(super) fn columns_from(&self, start: &Self) -> usize {
        self.end_columns - start.next_columns + usize::from(self.kind == Kind::Hyphen)
    }
}

/// The places where lines of the text may end. The first stands for its start; the last one is its end.
pub(super) fn breaks(text: &str, measure: &Measure) -> Vec<Break> {
    let mut pieces = Pieces::new(text, measure);
    for at in opportunities(text) {
        pieces.natural(at);
    }
    pieces.breaks
}

struct Pieces<'a> {
    text: &'a str,
    hyphenation: Option<Hyphenation>,
    narrowest: usize,
    ruler: Ruler<'a>,
    breaks: Vec<Break>,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str, measure: &Measure) -> Self {
        let start = Break { end: 0, end_columns: 0, next: 0, next_columns: 0, spaces: 0, kind: Kind::Natural };
        let narrowest = measure.room(true).min(measure.room(false));
        Self {
            text,
            hyphenation: measure.hyphenation.filter(|_| narrowest >= NARROWEST_HYPHENATED),
            narrowest,
            ruler: Ruler::new(text),
            breaks: vec![start],
        }
    }

    /// Takes the piece that ends at the opportunity `at`.
    fn natural(&mut self, at: usize) {
        let before = self.last();
        let trimmed = self.text[..at].trim_end();
        let end = trimmed.len();
        if end <= before.next {
            return self.white(at);
        }
        self.divide(before.next..end);
        let end = match self.ruler.columns_to(end) {
            Some(columns) => (end, columns),
            // A mark stands on the space: they are one cluster, and no white space.
            None => (self.ruler.at, self.ruler.columns),
        };
        let Some(next_columns) = self.ruler.columns_to(at) else { return };
        let is_soft = at == end.0 && at < self.text.len() && trimmed.ends_with('\u{AD}');
        let kind = if is_soft && self.narrowest >= NARROWEST_HYPHENATED { Kind::Hyphen } else { Kind::Natural };
        self.push(Break {
            end: end.0,
            end_columns: end.1,
            next: at,
            next_columns,
            spaces: self.ruler.spaces_at(end.0),
            kind,
        });
    }

    /// White space alone: it goes to the break before it. At the start of the text it is shown.
    fn white(&mut self, at: usize) {
        let is_start = self.breaks.len() == 1;
        let Some(columns) = self.ruler.columns_to(at) else { return };
        if let Some(before) = self.breaks.last_mut().filter(|_| !is_start) {
            before.next = at;
            before.next_columns = columns;
        }
    }

    /// Adds the places where the word in this piece can be divided.
    fn divide(&mut self, piece: Range<usize>) {
        let Some(hyphenation) = self.hyphenation else { return };
        let text = &self.text[piece.clone()];
        let Some(word) = lone_word(text) else { return };
        let start = piece.start + word.start;
        for at in hyphenation.breaks(&text[word]) {
            if let Some(columns) = self.ruler.columns_to(start + at) {
                let (at, spaces) = (start + at, self.ruler.spaces);
                let kind = Kind::Hyphen;
                self.push(Break { end: at, end_columns: columns, next: at, next_columns: columns, spaces, kind });
            }
        }
    }

    /// Adds a break, and before it those that it takes to bring what leads up to it on lines.
    fn push(&mut self, new: Break) {
        let before = self.last();
        if new.columns_from(&before) > self.narrowest {
            self.force(before, &new);
        }
        self.breaks.push(new);
    }

    /// Cuts what is wider than a line into full lines. Cuts at every cluster would fill the line before it too, but in a
    /// text of nothing but such pieces there would be a thousand ways to each of a million places.
    fn force(&mut self, before: Break, new: &Break) {
        let room = self.narrowest - usize::from(new.kind == Kind::Hyphen);
        let (mut line, mut columns) = (before.next_columns, before.next_columns);
        for grapheme in width::graphemes(&self.text[before.next..new.end]) {
            let at = before.next + grapheme.range.start;
            if columns > line && columns + grapheme.columns > line + room {
                let (end_columns, next_columns) = (columns, columns);
                let kind = Kind::Forced;
                self.breaks.push(Break { end: at, end_columns, next: at, next_columns, spaces: before.spaces, kind });
                line = columns;
            }
            columns += grapheme.columns;
        }
    }

    fn last(&self) -> Break {
        *self.breaks.last().expect("there is a break for the start")
    }
}

/// The word in a piece that is nothing but a word between punctuation. Addresses, figures and compounds that have a
/// hyphen already are not divided.
fn lone_word(piece: &str) -> Option<Range<usize>> {
    let start = piece.find(char::is_alphabetic)?;
    let rest = &piece[start..];
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let after = &rest[length..];
    (!after.contains(|c: char| c.is_alphanumeric() || c == '-')).then_some(start..start + length)
}

/// Measures a text from its start, in steps.
struct Ruler<'a> {
    text: &'a str,
    graphemes: Graphemes<'a>,
    at: usize,
    columns: usize,
    spaces: usize,
}

impl<'a> Ruler<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, graphemes: width::graphemes(text), at: 0, columns: 0, spaces: 0 }
    }

    /// The columns up to the byte `to`, unless it lies inside a grapheme cluster.
    fn columns_to(&mut self, to: usize) -> Option<usize> {
        if let Some(skipped) = self.graphemes.skip_ascii(to) {
            self.spaces += spaces(&self.text[self.at..to]);
            self.at = to;
            self.columns += skipped;
        }
        while self.at < to {
            let grapheme = self.graphemes.next()?;
            self.spaces += usize::from(&self.text[grapheme.range.clone()] == " ");
            self.at = grapheme.range.end;
            self.columns += grapheme.columns;
        }
        (self.at == to).then_some(self.columns)
    }

    /// The spaces up to the byte `end`, behind which there is only white space.
    fn spaces_at(&self, end: usize) -> usize {
        self.spaces - spaces(&self.text[end..self.at])
    }
}

fn spaces(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b' ').count()
}
