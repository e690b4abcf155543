//! The brush: puts clean text into cells. Nothing else in this layer writes text to the buffer.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::text::{
    clean::{Clean, CleanStr},
    width,
    wrap::{Measure, wrap_greedy},
};

/// Puts text into a row of an area, from a column of it on, cut at a grapheme with `…` where it is too long. Returns the
/// column after it.
pub fn put(buffer: &mut Buffer, area: Rect, column: u16, text: CleanStr<'_>, style: Style) -> u16 {
    let room = area.width.saturating_sub(column);
    if room == 0 || area.is_empty() {
        return column;
    }
    let shown = width::truncate(text, usize::from(room));
    let (end, _) = buffer.set_stringn(area.x + column, area.y, shown.as_str(), usize::from(room), style);
    end - area.x
}

/// Puts text so that it ends at the right edge of the area's first row; where it is too long its beginning is shown.
/// Returns the column at which it begins.
pub fn put_right(buffer: &mut Buffer, area: Rect, text: CleanStr<'_>, style: Style) -> u16 {
    let columns = width::columns(text.as_str()).min(usize::from(area.width)) as u16;
    let column = area.width - columns;
    put(buffer, area, column, text, style);
    column
}

/// Puts text of which some bytes have another style. It is not cut but ends at the area's edge.
pub fn put_marked(
    buffer: &mut Buffer,
    area: Rect,
    column: u16,
    text: &Clean,
    style: Style,
    marks: impl Iterator<Item = (std::ops::Range<usize>, Style)>,
) -> u16 {
    let marks: Vec<_> = marks.collect();
    let mut column = column;
    for grapheme in width::graphemes(text.as_str()) {
        if column + grapheme.columns as u16 > area.width {
            break;
        }
        let mark = marks.iter().find(|(range, _)| range.contains(&grapheme.range.start));
        let style = mark.map_or(style, |(_, mark)| style.patch(*mark));
        put(buffer, area, column, text.slice(grapheme.range.clone()), style);
        column += grapheme.columns as u16;
    }
    column
}

/// Puts text into an area, broken into lines.
pub fn put_wrapped(buffer: &mut Buffer, area: Rect, text: &Clean, style: Style) {
    let lines = wrap_greedy(text.as_clean(), &Measure::ragged(area.width.max(1)));
    for (number, line) in lines.iter().enumerate().take(usize::from(area.height)) {
        put(buffer, row(area, number as u16), 0, text.slice(line.range.clone()), style);
    }
}

/// Fills the rest of an area's first row with a sign.
pub fn fill(buffer: &mut Buffer, area: Rect, columns: std::ops::Range<u16>, sign: &'static str, style: Style) {
    for column in columns.start..columns.end.min(area.width) {
        buffer[(area.x + column, area.y)].set_symbol(sign).set_style(style);
    }
}

/// One row of an area; an empty area where it has no such row.
pub fn row(area: Rect, number: u16) -> Rect {
    let height = u16::from(number < area.height);
    Rect { y: area.y.saturating_add(number), height, ..area }
}
