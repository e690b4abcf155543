//! Folded text that knows where each of its bytes came from.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::analyse::fold_char;

/// Folded text, white space in it made one space, and a map back to its source.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    text: String,
    spans: Vec<Span>,
    /// Bytes of folded text that were forgotten; the spans count from before them.
    forgotten: usize,
}

/// A stretch of folded text, up to the next one.
#[derive(Clone, Copy, Debug)]
struct Span {
    folded: usize,
    source: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Its bytes correspond to those of the source one by one.
    Parallel,
    /// It was made of so many bytes, which only count together.
    Whole(usize),
}

impl Folded {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Appends text that stands at the byte `source`.
    pub(super) fn append(&mut self, text: &str, source: usize) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text.as_bytes()[at..];
            let is_space_more = rest[0] == b' ' && self.text.ends_with(' ');
            let run = if is_space_more || !rest[0].is_ascii() { 0 } else { plain_run(rest) };
            if run > 0 {
                self.span(source + at, Kind::Parallel);
                let start = self.text.len();
                self.text.push_str(&text[at..at + run]);
                self.text[start..].make_ascii_lowercase();
                at += run;
            }
            if let Some(c) = text[at..].chars().next() {
                at += self.special(c, &text[at..], source + at);
            }
        }
    }

    /// Appends a character that is not plain ASCII, or a run of white space. Gives the bytes that it took.
    fn special(&mut self, c: char, rest: &str, source: usize) -> usize {
        if c.is_whitespace() {
            let length = rest.len() - rest.trim_start().len();
            if !self.text.ends_with(' ') {
                self.span(source, Kind::Whole(length));
                self.text.push(' ');
            }
            return length;
        }
        let start = self.text.len();
        fold_char(c, &mut self.text);
        let Some(added) = self.text.get(start..).filter(|added| !added.is_empty()) else { return c.len_utf8() };
        let is_parallel = added.len() == c.len_utf8() && added.chars().nth(1).is_none();
        let kind = if is_parallel { Kind::Parallel } else { Kind::Whole(c.len_utf8()) };
        self.span_at(start, source, kind);
        c.len_utf8()
    }

    fn span(&mut self, source: usize, kind: Kind) {
        self.span_at(self.text.len(), source, kind);
    }

    /// Begins a span, unless the last one goes on.
    fn span_at(&mut self, start: usize, source: usize, kind: Kind) {
        let folded = self.forgotten + start;
        let goes_on = self.spans.last().is_some_and(|last| {
            last.kind == Kind::Parallel && kind == Kind::Parallel && folded - last.folded == source - last.source
        });
        if !goes_on {
            self.spans.push(Span { folded, source, kind });
        }
    }

    /// The bytes of the source that these bytes were made of, with the marks after them.
    pub(super) fn source(&self, range: Range<usize>, source: &str) -> Range<usize> {
        let (start, _) = self.origin(range.start);
        let (last, end) = self.origin(range.end - 1);
        let end = if end > last { end } else { last + 1 };
        let rest = &source[end..];
        let marks = rest.find(|c: char| !is_mark(c)).unwrap_or(rest.len());
        start..end + marks
    }

    /// Where the byte comes from: the first byte of its source, and the end of it where it counts as a whole.
    fn origin(&self, at: usize) -> (usize, usize) {
        let folded = self.forgotten + at;
        let index = self.spans.partition_point(|span| span.folded <= folded) - 1;
        let span = self.spans[index];
        match span.kind {
            Kind::Parallel => (span.source + folded - span.folded, 0),
            Kind::Whole(length) => (span.source, span.source + length),
        }
    }

    /// Forgets the first bytes of the folded text.
    pub(super) fn forget(&mut self, count: usize) {
        self.text.drain(..count);
        self.forgotten += count;
        let first = self.spans.partition_point(|span| span.folded <= self.forgotten).saturating_sub(1);
        self.spans.drain(..first);
    }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c)
}

/// Length of the run of printable ASCII without two spaces in a row, which is folded as a block.
fn plain_run(bytes: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let is_plain =
        |byte: u8, next: u8| (byte.wrapping_sub(b'!') < 0x5E) | ((byte == b' ') & (next.wrapping_sub(b'!') < 0x5E));
    let nexts = bytes.get(1..).unwrap_or_default();
    let pairs = bytes.chunks_exact(BLOCK).zip(nexts.chunks_exact(BLOCK));
    // Without short cuts the compiler turns a block into a few vector instructions.
    let is_plain_block = |pair: &(&[u8], &[u8])| {
        pair.0.iter().zip(pair.1).fold(true, |plain, (&byte, &next)| plain & is_plain(byte, next))
    };
    let blocks = pairs.take_while(is_plain_block).count() * BLOCK;
    let rest = &bytes[blocks..];
    let next = |at: usize| rest.get(at + 1).copied().unwrap_or_default();
    blocks + rest.iter().enumerate().take_while(|&(at, &byte)| is_plain(byte, next(at))).count()
}
