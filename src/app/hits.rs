//! The hits in the open article: in reading order, and which one `n` has reached.

use std::ops::Range;

use super::{Opened, header, message::Wanted, page::Point};
use crate::{article::BlockKind, index::highlight::Marks, text::find::Finder};

/// A hit: where it begins, and how many bytes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub place: Point,
    /// Its length in bytes.
    pub length: usize,
}

/// Hits in reading order, none overlapping another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitList {
    spans: Vec<Span>,
    current: Option<usize>,
}

impl HitList {
    /// A list of hits in reading order.
    pub fn new(spans: Vec<Span>) -> Self {
        Self { spans, current: None }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// The number of the hit that was gone to, from 1.
    pub fn current(&self) -> Option<usize> {
        self.current.map(|number| number + 1)
    }

    /// Goes to the next or the previous hit: from the one gone to last, else from the place at the top of the screen.
    pub fn step(&mut self, forward: bool, top: Option<Point>) -> Option<Span> {
        let after_top = self.spans.partition_point(|span| top.is_some_and(|top| span.place < top));
        let target = match (self.current, forward) {
            (Some(current), true) => current + 1,
            (Some(current), false) => current.checked_sub(1)?,
            (None, true) => after_top,
            (None, false) => after_top.checked_sub(1)?,
        };
        self.select(target)
    }

    /// Goes to the first hit.
    pub fn select_first(&mut self) -> Option<Span> {
        self.select(0)
    }

    /// Goes to the last hit.
    pub fn select_last(&mut self) -> Option<Span> {
        self.select(self.spans.len().checked_sub(1)?)
    }

    fn select(&mut self, number: usize) -> Option<Span> {
        let span = *self.spans.get(number)?;
        self.current = Some(number);
        Some(span)
    }

    /// The hits on a line that begins at `start` and has `length` bytes: their bytes in the line, and whether it is the
    /// one that was gone to. A hit that began on the line before, or goes on on the next, is cut to this one.
    pub fn on(&self, start: Point, length: usize) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
        let first = self.spans.partition_point(|span| end(*span) <= start);
        self.spans[first..].iter().enumerate().map_while(move |(number, span)| {
            let range = overlap(*span, start, length)?;
            Some((range, self.current == Some(first + number)))
        })
    }
}

fn end(span: Span) -> Point {
    match span.place {
        Point::Title(byte) => Point::Title(byte + span.length),
        Point::Block(block, byte) => Point::Block(block, byte + span.length),
    }
}

fn overlap(span: Span, start: Point, length: usize) -> Option<Range<usize>> {
    let (from, line) = match (span.place, start) {
        (Point::Title(byte), Point::Title(line)) => (byte, line),
        (Point::Block(block, byte), Point::Block(same, line)) if block == same => (byte, line),
        _ => return None,
    };
    let range = from.saturating_sub(line)..(from + span.length).saturating_sub(line).min(length);
    (range.start < range.end).then_some(range)
}

/// Where what is wanted stands in an article.
pub fn wanted(opened: &Opened, wanted: &Wanted) -> Vec<Span> {
    match wanted {
        Wanted::Query(query) => of_query(opened, &Marks::new(query)),
        Wanted::Phrase(phrase) => of_phrase(opened, &Finder::new(phrase)),
    }
}

/// The hits of a query in an article.
fn of_query(opened: &Opened, marks: &Marks) -> Vec<Span> {
    let article = &opened.article;
    let find = |text: &str, kind| marks.find(text, kind, article.language);
    let title = article.title.iter().flat_map(|title| find(title.value.as_str(), BlockKind::Title));
    let title = title.map(|range| Span { place: Point::Title(range.start), length: range.len() });
    let searched = article.blocks.iter().enumerate().filter(|(_, block)| !header::shows(article, block));
    let blocks = searched.flat_map(|(number, block)| {
        let ranges = find(block.text.as_str(), block.kind).into_iter();
        ranges.map(move |range| Span { place: Point::Block(number, range.start), length: range.len() })
    });
    title.chain(blocks).collect()
}

/// Where a phrase stands in an article: everywhere in it, also in furniture.
fn of_phrase(opened: &Opened, finder: &Finder) -> Vec<Span> {
    let article = &opened.article;
    let title = article.title.iter().flat_map(|title| finder.find_all(title.value.as_str()));
    let title = title.map(|range| Span { place: Point::Title(range.start), length: range.len() });
    let blocks = article.blocks.iter().enumerate().flat_map(|(number, block)| {
        let ranges = finder.find_all(block.text.as_str());
        ranges.map(move |range| Span { place: Point::Block(number, range.start), length: range.len() })
    });
    title.chain(blocks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> HitList {
        let span = |block, byte| Span { place: Point::Block(block, byte), length: 5 };
        HitList::new(vec![Span { place: Point::Title(3), length: 4 }, span(0, 10), span(0, 40), span(2, 0)])
    }

    #[test]
    fn stepping_starts_at_the_top_of_the_screen_and_goes_on_from_there() {
        let mut hits = list();
        assert_eq!(hits.step(true, Some(Point::Block(0, 20))).unwrap().place, Point::Block(0, 40));
        assert_eq!(hits.current(), Some(3));
        assert_eq!(hits.step(true, None).unwrap().place, Point::Block(2, 0));
        assert_eq!(hits.step(true, None), None);
        assert_eq!(hits.step(false, None).unwrap().place, Point::Block(0, 40));
    }

    #[test]
    fn before_the_first_hit_there_is_none() {
        assert_eq!(list().step(false, None), None);
    }

    #[test]
    fn hits_are_cut_to_the_line() {
        let mut hits = list();
        let on = |hits: &HitList, byte, length| hits.on(Point::Block(0, byte), length).collect::<Vec<_>>();
        assert_eq!(on(&hits, 0, 60), [(10..15, false), (40..45, false)]);
        assert_eq!(on(&hits, 12, 30), [(0..3, false), (28..30, false)]);
        assert_eq!(on(&hits, 15, 10), []);
        hits.select_last();
        assert_eq!(hits.on(Point::Block(2, 0), 9).collect::<Vec<_>>(), [(0..5, true)]);
    }
}
