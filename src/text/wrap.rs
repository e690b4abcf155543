//! Text into lines: whole paragraphs at once, so that the lines come out as even as they can be.

use std::ops::Range;

use super::{
    clean::CleanStr,
    hyphenate::Hyphenation,
    width::{self, Grapheme},
};

/// What lines are wrapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Columns of a line, its indent included.
    pub columns: u16,
    /// Columns by which the first line of each paragraph is moved in.
    pub first_indent: u16,
    /// Columns by which all other lines are moved in: a hanging indent where it is the larger one.
    pub indent: u16,
    /// Whether lines are spread to the full measure.
    pub justify: bool,
    /// The rules by which words are divided, if they are.
    pub hyphenation: Option<Hyphenation>,
}

impl Measure {
    /// Ragged lines of this many columns: no indent, no hyphens.
    pub fn ragged(columns: u16) -> Self {
        Self { columns, first_indent: 0, indent: 0, justify: false, hyphenation: None }
    }
}

/// A line of wrapped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the text that it shows, without the white space at its end.
    pub range: Range<usize>,
    /// The columns that they take, without the indent, with the hyphen.
    pub columns: u16,
    /// Empty columns before them.
    pub indent: u16,
    /// Whether a hyphen is to be drawn after the last character.
    pub hyphen: bool,
    /// Whether a paragraph ends here, so that the line is never spread.
    pub last: bool,
}

/// What stands in a line, and at which column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The bytes of the text: a grapheme cluster.
    pub range: Range<usize>,
    /// Its first column, counted from the left edge of the measure.
    pub column: u16,
    /// The columns that it takes. A tab takes those up to the next stop; a space the ones it is spread by, too.
    pub columns: u16,
}

/// A space that is spread to fill the measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where the space stands in the text.
    pub at: usize,
    /// Columns that it takes over its own.
    pub extra: u16,
}

/// Wraps text so that the lines of each paragraph come out as even as possible. A line feed ends a paragraph.
pub fn wrap(text: CleanStr<'_>, measure: &Measure) -> Vec<Line> {
    wrap_greedy(text, measure)
}

/// Wraps text line by line, each as full as it can be: for tables, code and the raw view, and for very long text.
pub fn wrap_greedy(text: CleanStr<'_>, measure: &Measure) -> Vec<Line> {
    let text = text.as_str();
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let mut at = 0;
        loop {
            let indent = if at == 0 { measure.first_indent } else { measure.indent };
            let room = usize::from(measure.columns.saturating_sub(indent)).max(1);
            let (end, _) = width::fit(&paragraph[at..], room);
            let end = at + end.max(width::graphemes(&paragraph[at..]).next().map_or(0, |g: Grapheme| g.range.len()));
            let shown = paragraph[at..end].trim_end();
            lines.push(Line {
                range: start + at..start + at + shown.len(),
                columns: width::columns(shown) as u16,
                indent,
                hyphen: false,
                last: end == paragraph.len(),
            });
            at = end;
            if at == paragraph.len() {
                break;
            }
        }
        start += paragraph.len() + 1;
    }
    lines
}

/// The spaces by which the line is spread to the measure; none where it is the last one of its paragraph, or where a
/// space would become wider than three columns: then it stays ragged.
pub fn justify(_line: &Line, _text: CleanStr<'_>, _measure: &Measure) -> Vec<Gap> {
    Vec::new()
}

/// The grapheme clusters of the line and the columns at which they stand: what is drawn, and where hits are.
/// What takes no column (a soft hyphen) is left out.
pub fn place(line: &Line, text: CleanStr<'_>, measure: &Measure) -> Vec<Placed> {
    let mut column = line.indent;
    let gaps = justify(line, text, measure);
    let shown = &text.as_str()[line.range.clone()];
    let mut placed = Vec::with_capacity(shown.len());
    for grapheme in width::graphemes(shown) {
        let range = line.range.start + grapheme.range.start..line.range.start + grapheme.range.end;
        let extra = gaps.iter().find(|gap| gap.at == range.start).map_or(0, |gap| gap.extra);
        let columns = grapheme.columns as u16 + extra;
        if columns > 0 {
            placed.push(Placed { range, column, columns });
        }
        column += columns;
    }
    placed
}
