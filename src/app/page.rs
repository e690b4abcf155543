//! An article set as a page: elements in reading order, each wrapped when its lines are wanted and not before.
//!
//! A position is an element and a row in it, so that neither opening, scrolling nor going to the end needs the lines of
//! the whole article.

use std::{ops::Range, sync::Arc};

use unicode_segmentation::GraphemeCursor;

use crate::{
    app::{Opened, header},
    article::{Article, Block, BlockKind},
    text::{
        clean::Clean,
        hyphenate::Hyphenation,
        width,
        wrap::{Line, Measure, wrap, wrap_greedy},
    },
};

/// Longest piece of a block, in bytes, that is wrapped as one: longer ones are cut at white space.
const PIECE: usize = 16 * 1024;

/// Lines that are kept wrapped; past this number all are forgotten and those in sight are wrapped again.
const KEPT_LINES: usize = 100_000;

/// The row of an element without text, such as an empty line of the raw text.
const EMPTY: Line = Line { range: 0..0, columns: 0, indent: 0, hyphen: false, last: true };

/// Rows by which a page or half a page keeps its context.
pub const CONTEXT: usize = 1;

/// How a page is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Columns of a line.
    pub columns: u16,
    /// Whether lines are spread to the full measure.
    pub justify: bool,
    /// Whether furniture is shown where it stands.
    pub furniture: bool,
    /// Whether the text is shown as it came.
    pub raw: bool,
}

/// What an element of the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Site and section.
    Kicker,
    /// The headline.
    Title,
    /// The lead.
    Standfirst,
    /// Byline, date, length.
    Meta,
    /// A line between header and text.
    Rule,
    /// A piece of a block.
    Block(BlockKind),
    /// Folded furniture.
    Fold,
    /// The end of the article.
    End,
    /// A line of the raw text.
    Raw,
}

/// The text of an element.
#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// Its own words.
    Own(Clean),
    /// The article's title.
    Title,
    /// A piece of a block's text.
    Block { block: usize, range: Range<usize> },
    /// Bytes of the document's text.
    Raw(Range<usize>),
}

/// A piece of the page that is wrapped on its own.
#[derive(Clone, Debug)]
struct Element {
    part: Part,
    content: Content,
    /// Empty rows above it.
    space: u8,
    /// Columns by which its lines are moved in: the first, the others.
    indent: (u16, u16),
    /// How far into the document it stands, in bytes.
    offset: usize,
    lines: Option<Box<[Line]>>,
}

/// A row of the page: an element and a row in it, empty rows above it included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Number of the element.
    pub element: usize,
    /// PageLine in the element.
    pub row: usize,
}

/// A place in the text, whatever the page's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// A byte of the title.
    Title(usize),
    /// A byte of a block's text.
    Block(usize, usize),
}

/// A row as it is drawn.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// What it belongs to.
    pub part: Part,
    /// The line; none for an empty row.
    pub line: Option<Line>,
    /// The text that the line's range refers to.
    pub text: Clean,
    /// The place in the article of the first byte of `text`; none for what folio adds.
    pub place: Option<Point>,
    /// Whether it is the first line of its element.
    pub first: bool,
    /// How the line was wrapped.
    pub measure: Measure,
}

/// An article set as a page.
#[derive(Debug)]
pub struct Page {
    opened: Arc<Opened>,
    setting: Setting,
    hyphenation: Option<Hyphenation>,
    elements: Vec<Element>,
    kept_lines: usize,
}

impl Page {
    /// Sets an article.
    pub fn new(opened: Arc<Opened>, setting: Setting) -> Self {
        let elements = if setting.raw { raw_elements(&opened) } else { elements(&opened.article, setting.furniture) };
        let hyphenation = opened.article.language.filter(|_| setting.justify && !setting.raw).and_then(Hyphenation::of);
        Self { opened, setting, hyphenation, elements, kept_lines: 0 }
    }

    /// How it is set.
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// The article.
    pub fn opened(&self) -> &Arc<Opened> {
        &self.opened
    }

    /// The first row that can stand at the top when the end is in sight.
    pub fn last_top(&mut self, height: usize) -> Spot {
        let last = self.elements.len().saturating_sub(1);
        let end = Spot { element: last, row: self.rows(last).saturating_sub(1) };
        self.up(end, height.saturating_sub(1))
    }

    /// The row that is so many rows further down; the last one at the most.
    pub fn down(&mut self, from: Spot, rows: usize) -> Spot {
        let mut spot = from;
        let mut left = rows;
        loop {
            let here = self.rows(spot.element);
            if spot.row + left < here {
                return Spot { row: spot.row + left, ..spot };
            }
            if spot.element + 1 >= self.elements.len() {
                return Spot { row: here.saturating_sub(1), ..spot };
            }
            left -= here - spot.row;
            spot = Spot { element: spot.element + 1, row: 0 };
        }
    }

    /// The row that is so many rows further up; the first one at the most.
    pub fn up(&mut self, from: Spot, rows: usize) -> Spot {
        let mut spot = from;
        let mut left = rows;
        loop {
            if left <= spot.row {
                return Spot { row: spot.row - left, ..spot };
            }
            if spot.element == 0 {
                return Spot::default();
            }
            left -= spot.row + 1;
            let element = spot.element - 1;
            spot = Spot { element, row: self.rows(element).saturating_sub(1) };
        }
    }

    /// The row on which a place of the text stands; the nearest one before it where it is folded away.
    pub fn spot_of(&mut self, place: Point) -> Spot {
        let element = self.element_of(place);
        let within = match (&self.elements[element].content, place) {
            (Content::Title, Point::Title(byte)) => byte,
            (Content::Block { block, range }, Point::Block(wanted, byte)) if *block == wanted => {
                byte.saturating_sub(range.start)
            }
            (Content::Raw(range), Point::Block(_, _)) => {
                self.document_offset(place).unwrap_or_default().saturating_sub(range.start)
            }
            _ => 0,
        };
        let space = usize::from(self.elements[element].space);
        let lines = self.lines(element);
        let line = lines.partition_point(|line| line.range.start <= within).saturating_sub(1);
        Spot { element, row: space + line }
    }

    /// The place in the text of a row; none above the text.
    pub fn place_of(&mut self, spot: Spot) -> Option<Point> {
        let space = usize::from(self.elements.get(spot.element)?.space);
        let byte = self.lines(spot.element).get(spot.row.saturating_sub(space)).map_or(0, |line| line.range.start);
        match &self.elements[spot.element].content {
            Content::Block { block, range } => Some(Point::Block(*block, range.start + byte)),
            Content::Raw(range) => self.block_at(range.start),
            Content::Title => Some(Point::Title(byte)),
            Content::Own(_) => None,
        }
    }

    /// The first row of the next element of a kind, or of the one before.
    pub fn next_part(&self, from: Spot, wanted: impl Fn(Part) -> bool) -> Option<Spot> {
        let after = self.elements.iter().enumerate().skip(from.element + 1);
        let mut matching = after.filter(|(_, element)| wanted(element.part) && element.starts_block());
        matching.next().map(|(number, element)| element.first_row(number))
    }

    /// The first row of the nearest element of a kind above a row.
    pub fn previous_part(&self, from: Spot, wanted: impl Fn(Part) -> bool) -> Option<Spot> {
        let before = self.elements[..=from.element.min(self.elements.len() - 1)].iter().enumerate().rev();
        let mut matching = before
            .filter(|(_, element)| wanted(element.part) && element.starts_block())
            .map(|(number, element)| element.first_row(number));
        matching.find(|spot| *spot < from)
    }

    /// The rows from `top` on, at most `height` of them.
    pub fn view(&mut self, top: Spot, height: usize) -> Vec<PageLine> {
        let mut view = Vec::with_capacity(height);
        let mut spot = top;
        while view.len() < height && spot.element < self.elements.len() {
            for row in spot.row..self.rows(spot.element) {
                if view.len() == height {
                    break;
                }
                view.push(self.row(Spot { row, ..spot }));
            }
            spot = Spot { element: spot.element + 1, row: 0 };
        }
        view
    }

    /// How much of the article lies before the end of this row: from 0 to 1.
    pub fn progress(&mut self, bottom: Spot) -> f64 {
        let last = self.elements.len().saturating_sub(1);
        if bottom.element >= last {
            return 1.0;
        }
        let length = self.opened.text.len().max(1);
        let from = self.elements[bottom.element].offset;
        let to = self.elements[bottom.element + 1].offset.max(from);
        let rows = self.rows(bottom.element).max(1);
        let within = (to - from) * (bottom.row + 1) / rows;
        ((from + within) as f64 / length as f64).min(1.0)
    }

    /// Rows of an element, empty ones above it included.
    fn rows(&mut self, element: usize) -> usize {
        let space = self.elements.get(element).map_or(0, |element| usize::from(element.space));
        space + self.lines(element).len()
    }

    fn row(&mut self, spot: Spot) -> PageLine {
        let space = usize::from(self.elements[spot.element].space);
        let text = self.text(spot.element);
        let measure = self.measure(spot.element);
        let line = spot.row.checked_sub(space).and_then(|line| self.lines(spot.element).get(line).cloned());
        let element = &self.elements[spot.element];
        let Some(line) = line else {
            return PageLine {
                part: element.part,
                line: None,
                text: Clean::default(),
                place: None,
                first: false,
                measure,
            };
        };
        let start = line.range.start;
        let shown = text.slice(line.range.clone()).to_clean();
        let line = Line { range: 0..shown.as_str().len(), ..line };
        let place = element.place(start);
        PageLine { part: element.part, line: Some(line), text: shown, place, first: spot.row == space, measure }
    }

    fn lines(&mut self, element: usize) -> &[Line] {
        if element >= self.elements.len() {
            return &[];
        }
        if self.elements[element].lines.is_none() {
            self.wrap(element);
        }
        self.elements[element].lines.as_deref().expect("wrapped just now")
    }

    fn wrap(&mut self, element: usize) {
        if self.kept_lines > KEPT_LINES {
            self.elements.iter_mut().for_each(|element| element.lines = None);
            self.kept_lines = 0;
        }
        let text = self.text(element);
        let measure = self.measure(element);
        let lines = match self.elements[element].part {
            Part::Block(BlockKind::Table | BlockKind::Code) | Part::Raw => wrap_greedy(text.as_clean(), &measure),
            _ => wrap(text.as_clean(), &measure),
        };
        let lines = if lines.is_empty() { vec![EMPTY] } else { lines };
        self.kept_lines += lines.len();
        self.elements[element].lines = Some(lines.into_boxed_slice());
    }

    fn measure(&self, element: usize) -> Measure {
        let element = &self.elements[element];
        let spread = matches!(element.part, Part::Block(BlockKind::Paragraph | BlockKind::Quote | BlockKind::List));
        Measure {
            columns: self.setting.columns,
            first_indent: element.indent.0,
            indent: element.indent.1,
            justify: self.setting.justify && spread,
            hyphenation: self.hyphenation.filter(|_| spread),
        }
    }

    fn text(&self, element: usize) -> Clean {
        match &self.elements[element].content {
            Content::Own(text) if self.elements[element].part == Part::Fold => {
                width::truncate(text.as_clean(), usize::from(self.setting.columns))
            }
            Content::Own(text) => text.clone(),
            Content::Title => self.opened.article.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
            Content::Block { block, range } => self.opened.article.blocks[*block].text.slice(range.clone()).to_clean(),
            Content::Raw(range) => Clean::revealed(&self.opened.text[range.clone()]),
        }
    }

    fn element_of(&self, place: Point) -> usize {
        let Some(offset) = self.document_offset(place) else {
            return self.elements.iter().position(|element| element.part == Part::Title).unwrap_or(0);
        };
        let is_before = |element: &Element| match (&element.content, place) {
            (Content::Block { block, range }, Point::Block(wanted, byte)) => (*block, range.start) <= (wanted, byte),
            (Content::Raw(range), _) => range.start <= offset,
            (Content::Own(_), _) if element.part == Part::Fold => element.offset <= offset,
            (Content::Own(_), _) => element.part != Part::End,
            (Content::Title, _) => true,
            (Content::Block { .. }, Point::Title(_)) => false,
        };
        self.elements.partition_point(is_before).saturating_sub(1)
    }

    /// Where a place stands in the document, as near as the block's own offset tells.
    fn document_offset(&self, place: Point) -> Option<usize> {
        match place {
            Point::Title(_) => None,
            Point::Block(block, byte) => {
                let bytes = &self.opened.article.blocks.get(block)?.bytes;
                Some((bytes.start + byte).min(bytes.end.saturating_sub(1)))
            }
        }
    }

    fn block_at(&self, offset: usize) -> Option<Point> {
        let blocks = &self.opened.article.blocks;
        let block = blocks.partition_point(|block| block.bytes.start <= offset).checked_sub(1)?;
        let within = (offset - blocks[block].bytes.start).min(blocks[block].text.as_str().len());
        Some(Point::Block(block, floor_boundary(blocks[block].text.as_str(), within)))
    }
}

impl Element {
    fn new(part: Part, content: Content, space: u8, offset: usize) -> Self {
        Self { part, content, space, indent: (0, 0), offset, lines: None }
    }

    fn place(&self, byte: usize) -> Option<Point> {
        match &self.content {
            Content::Block { block, range } => Some(Point::Block(*block, range.start + byte)),
            Content::Title => Some(Point::Title(byte)),
            Content::Own(_) | Content::Raw(_) => None,
        }
    }

    /// Whether it is the first piece of its block, or no piece of one.
    fn starts_block(&self) -> bool {
        !matches!(&self.content, Content::Block { range, .. } if range.start > 0)
    }

    fn first_row(&self, number: usize) -> Spot {
        Spot { element: number, row: usize::from(self.space) }
    }
}

/// The last boundary between grapheme clusters at or before a byte.
fn cluster_boundary(text: &str, byte: usize) -> usize {
    let byte = floor_boundary(text, byte);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) | Err(_) => byte,
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().filter(|boundary| *boundary > 0).unwrap_or(byte),
    }
}

fn floor_boundary(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn raw_elements(opened: &Opened) -> Vec<Element> {
    let text = &opened.text;
    let mut elements = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        for piece in pieces(&text[start..end]) {
            let range = start + piece.start..start + piece.end;
            elements.push(Element::new(Part::Raw, Content::Raw(range.clone()), 0, range.start));
        }
        start = end + 1;
    }
    if text.ends_with('\n') {
        elements.pop();
    }
    elements
}

fn elements(article: &Article, furniture: bool) -> Vec<Element> {
    let mut elements = header_elements(article);
    let mut folded: Vec<&Block> = Vec::new();
    for (number, block) in article.blocks.iter().enumerate() {
        if header::shows(article, block) && !(furniture && header::is_around(block.kind)) {
            continue;
        }
        if header::is_around(block.kind) && !furniture {
            folded.push(block);
            continue;
        }
        push_fold(&mut elements, &mut folded);
        push_block(&mut elements, number, block);
    }
    let end = article.blocks.last().map_or(0, |block| block.bytes.end);
    push_fold(&mut elements, &mut folded);
    elements.push(Element::new(Part::End, Content::Own(Clean::fixed("■")), 1, end));
    elements
}

fn header_elements(article: &Article) -> Vec<Element> {
    let own = |part, text: Clean, space| Element::new(part, Content::Own(text), space, 0);
    let mut elements = Vec::new();
    elements.extend(header::kicker(article).map(|text| own(Part::Kicker, text, 1)));
    let title = article.title.as_ref().map(|_| Element::new(Part::Title, Content::Title, 1, 0));
    elements.push(title.unwrap_or_else(|| own(Part::Title, Clean::fixed("(no title)"), 1)));
    let standfirsts = article.blocks.iter().filter(|block| block.kind == BlockKind::Standfirst);
    elements.extend(standfirsts.map(|block| own(Part::Standfirst, block.text.clone(), 1)));
    elements.push(own(Part::Meta, header::meta(article), 1));
    elements.push(own(Part::Rule, Clean::fixed("────────────"), 0));
    elements
}

fn push_fold(elements: &mut Vec<Element>, folded: &mut Vec<&Block>) {
    if let Some(first) = folded.first() {
        let offset = first.bytes.start;
        let label = header::fold_label(folded);
        elements.push(Element::new(Part::Fold, Content::Own(label), 1, offset));
        folded.clear();
    }
}

fn push_block(elements: &mut Vec<Element>, number: usize, block: &Block) {
    let text = block.text.as_str();
    let part = Part::Block(block.kind);
    let whole = 0..text.len();
    let items = if block.kind == BlockKind::List { lines_of(text) } else { vec![whole] };
    let mut space = 1;
    for item in items {
        let indent = indent_of(block, &text[item.clone()]);
        for piece in pieces(&text[item.clone()]) {
            let range = item.start + piece.start..item.start + piece.end;
            let offset = block.bytes.start + range.start.min(block.bytes.len());
            let content = Content::Block { block: number, range };
            elements.push(Element { indent, ..Element::new(part, content, space, offset) });
            space = 0;
        }
    }
}

fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let line = |line: &str| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    };
    text.split('\n').map(line).collect()
}

/// Columns by which a block's lines are moved in. A list item hangs: its other lines stand under its first word.
fn indent_of(block: &Block, text: &str) -> (u16, u16) {
    match block.kind {
        BlockKind::Quote => (3, 3),
        BlockKind::Code | BlockKind::Table => (2, 2),
        BlockKind::List => {
            let nested = text.len() - text.trim_start().len();
            let mark = text.trim_start().find(' ').filter(|end| *end <= 4).map_or(0, |end| end + 1);
            let mark = width::columns(&text.trim_start()[..mark]);
            (2, 2 + (nested + mark).min(16) as u16)
        }
        _ => (0, 0),
    }
}

/// Cuts a long text into pieces that can be wrapped one by one, at white space where there is some.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while text.len() - start > PIECE {
        let end = cluster_boundary(text, start + PIECE);
        let space = text[start..end].rfind(char::is_whitespace).filter(|at| *at > PIECE / 2);
        let end = space.map_or(end, |at| start + at);
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..text.len());
    pieces
}
