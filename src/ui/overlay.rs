//! Help, palette and text, laid over the panes in a frame.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    widgets::{Block, BorderType, Clear, Widget},
};

use super::{
    facets::FacetTable,
    paint::{fill, put, put_right, row},
    theme::{Role, Theme},
    timeline::TimelineChart,
};
use crate::{
    app::{
        keymap::Keymap,
        overlay::{Entry, Kind, Overlay},
    },
    text::{
        clean::{Clean, CleanStr},
        width,
        wrap::{Line, Measure, wrap_greedy},
    },
};

/// The widest frame, in columns.
const WIDEST: u16 = 92;
/// Columns for the keys in the help.
const KEYS: u16 = 18;
/// Columns for the forms of the query language in the help.
const FORMS: u16 = 24;
/// Columns that a description needs beside them.
const DESCRIPTION: u16 = 24;

/// Draws an overlay. Returns where the cursor stands when text is typed into it.
pub fn draw(overlay: &Overlay, keymap: &Keymap, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let picture = Picture { overlay, theme };
    let inner = picture.draw_frame(area, buffer);
    match &overlay.kind {
        Kind::Text { lines, .. } | Kind::Explain { lines, .. } => {
            picture.draw_text(lines, inner, buffer);
            None
        }
        Kind::Facets(facets) => {
            FacetTable { facets: facets.as_ref(), selected: overlay.position, theme }.render(inner, buffer);
            None
        }
        Kind::Timeline(timeline) => {
            TimelineChart { timeline: timeline.as_ref(), selected: overlay.position, theme }.render(inner, buffer);
            None
        }
        Kind::Help | Kind::Palette => {
            let cursor = picture.draw_filter(row(inner, 0), buffer);
            let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
            picture.draw_entries(&overlay.entries(keymap), rows, buffer);
            cursor
        }
    }
}

struct Picture<'a> {
    overlay: &'a Overlay,
    theme: &'a Theme,
}

impl Picture<'_> {
    fn draw_frame(&self, area: Rect, buffer: &mut Buffer) -> Rect {
        let width = area.width.saturating_sub(4).clamp(area.width.min(20), WIDEST);
        let height = area.height.saturating_sub(2).max(area.height.min(5));
        let x = area.x + (area.width - width.min(area.width)) / 2;
        let frame = Rect { x, y: area.y + (area.height - height) / 2, width: width.min(area.width), height };
        Clear.render(frame, buffer);
        clear_halves(frame, buffer);
        buffer.set_style(frame, self.theme.style(Role::Overlay));
        let border = self.theme.style(Role::OverlayBorder);
        let block = Block::bordered().border_type(BorderType::Rounded).border_style(border);
        let inner = block.inner(frame);
        block.render(frame, buffer);
        let title = Rect { x: frame.x + 2, width: frame.width.saturating_sub(4), ..row(frame, 0) };
        put(buffer, title, 0, CleanStr::fixed(self.title()), self.theme.style(Role::PaneTitleFocus));
        put_right(buffer, title, CleanStr::fixed("Esc closes"), border);
        inner
    }

    fn title(&self) -> &'static str {
        match &self.overlay.kind {
            Kind::Help => "Help",
            Kind::Facets(_) => "Facets: Enter narrows the result",
            Kind::Timeline(_) => "Timeline: Enter narrows to a span",
            Kind::Palette => "Actions",
            Kind::Explain { .. } => "Explain",
            Kind::Text { title, .. } => title,
        }
    }

    fn draw_filter(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let base = self.theme.style(Role::Overlay);
        let prompt = if self.overlay.kind == Kind::Palette { ": " } else { "search: " };
        let column = put(buffer, area, 1, CleanStr::fixed(prompt), base.patch(self.theme.style(Role::Prompt)));
        let text = Clean::line(self.overlay.filter.text());
        put(buffer, area, column, text.as_clean(), base);
        let cursor = self.overlay.filter.cursor_byte().min(text.as_str().len());
        let at = column + width::columns(&text.as_str()[..cursor]) as u16;
        Some(Position::new(area.x + at.min(area.width.saturating_sub(1)), area.y))
    }

    fn draw_entries(&self, entries: &[Entry], area: Rect, buffer: &mut Buffer) {
        if entries.is_empty() {
            put(buffer, area, 1, CleanStr::fixed("nothing of that name"), self.theme.style(Role::Overlay));
        }
        let set: Vec<SetEntry> = entries.iter().map(|entry| SetEntry::new(entry, area.width)).collect();
        let first = self.first(&set.iter().map(SetEntry::rows).collect::<Vec<_>>(), area.height);
        let mut top = 0;
        for (number, set) in set.iter().enumerate().skip(first) {
            let area = rows_of(area, top, set.rows());
            if self.overlay.kind == Kind::Palette && number == self.overlay.position {
                self.select(area, buffer);
            }
            self.draw_entry(set, area, buffer);
            top += set.rows();
        }
    }

    /// The first of so many things that is drawn, given the rows of each: the end is in sight at last, and so is the
    /// selection of a palette.
    fn first(&self, heights: &[u16], rows: u16) -> usize {
        let position = self.overlay.position;
        let first_before = |end: usize| {
            let mut left = rows;
            let fits = |height: &&u16| {
                let fitting = left.checked_sub(**height);
                left = fitting.unwrap_or_default();
                fitting.is_some()
            };
            end - heights[..end].iter().rev().take_while(fits).count()
        };
        match self.overlay.kind {
            Kind::Palette | Kind::Explain { .. } => first_before((position + 1).min(heights.len())).min(position),
            _ => position.min(first_before(heights.len())),
        }
    }

    fn draw_entry(&self, set: &SetEntry<'_>, area: Rect, buffer: &mut Buffer) {
        let key = self.theme.style(Role::Key);
        let (left, style) = match set.entry {
            Entry::Heading(_) => (Clean::default(), self.theme.style(Role::Heading)),
            Entry::Action(_, keys) => (whole_keys(keys, set.room_for_keys(area.width)), Style::new()),
            Entry::Syntax(form, _) => (Clean::fixed(form), Style::new()),
        };
        let mut last = (0, put(buffer, row(area, 0), 2, left.as_clean(), key));
        for (number, line) in (set.above..).zip(&set.lines) {
            let end = put(buffer, row(area, number), set.column, set.text.slice(line.range.clone()), style);
            last = if set.above == 0 { (number, end) } else { last };
        }
        if let Entry::Action(action, _) = set.entry {
            let (number, end) = last;
            let name = Rect { x: area.x + end, width: area.width.saturating_sub(end + 1), ..row(area, number) };
            if usize::from(name.width) > action.name().len() + 1 {
                put_right(buffer, name, CleanStr::fixed(action.name()), self.theme.style(Role::Meta));
            }
        }
    }

    /// Marks some rows as selected; gives the style of text on them.
    fn select(&self, area: Rect, buffer: &mut Buffer) -> Style {
        let selected = self.theme.style(Role::Selected);
        buffer.set_style(area, selected);
        (0..area.height).for_each(|line| fill(buffer, row(area, line), 0..1, "▌", self.theme.style(Role::Cursor)));
        self.theme.style(Role::Overlay).patch(selected)
    }

    fn draw_text(&self, lines: &[Clean], area: Rect, buffer: &mut Buffer) {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let measure = Measure { indent: 9.min(inner.width / 2), ..Measure::ragged(inner.width.max(1)) };
        let style = self.theme.style(Role::Overlay);
        let wrapped: Vec<_> = lines.iter().map(|line| wrap_greedy(line.as_clean(), &measure)).collect();
        let heights: Vec<u16> = wrapped.iter().map(|lines| (lines.len() as u16).max(1)).collect();
        let first = self.first(&heights, area.height);
        let mut top = 0;
        for number in first..lines.len() {
            let is_selected = matches!(self.overlay.kind, Kind::Explain { .. }) && number == self.overlay.position;
            let style = if is_selected { self.select(rows_of(area, top, heights[number]), buffer) } else { style };
            let area = rows_of(inner, top, heights[number]);
            for (number_in_line, piece) in wrapped[number].iter().enumerate() {
                let text = lines[number].slice(piece.range.clone());
                put(buffer, row(area, number_in_line as u16), piece.indent, text, style);
            }
            top += heights[number];
        }
    }
}

/// An entry with its description broken into lines: beside its keys where there is room, else below them.
struct SetEntry<'a> {
    entry: &'a Entry,
    text: Clean,
    lines: Vec<Line>,
    /// The column in which the description begins.
    column: u16,
    /// Rows above the description.
    above: u16,
}

impl<'a> SetEntry<'a> {
    fn new(entry: &'a Entry, width: u16) -> Self {
        let (text, beside) = match entry {
            Entry::Heading(title) => (title, None),
            Entry::Action(action, _) => (&action.description(), Some(KEYS + 1)),
            Entry::Syntax(_, meaning) => (meaning, Some(FORMS + 1)),
        };
        let (column, above) = match beside {
            None => (1, 0),
            Some(column) if width >= column + DESCRIPTION => (column, 0),
            Some(_) => (4, 1),
        };
        let text = Clean::fixed(text);
        let lines = wrap_greedy(text.as_clean(), &Measure::ragged(width.saturating_sub(column + 1).max(1)));
        Self { entry, text, lines, column, above }
    }

    fn rows(&self) -> u16 {
        self.above + self.lines.len() as u16
    }

    /// Columns that keys may take.
    fn room_for_keys(&self, width: u16) -> u16 {
        let end = if self.above == 0 { self.column - 1 } else { width };
        end.saturating_sub(3)
    }
}

/// The first of the keys that fit whole; a key is never cut unless it is alone and too long.
fn whole_keys(keys: &str, columns: u16) -> Clean {
    let mut fitting = keys;
    while width::columns(fitting) > usize::from(columns)
        && let Some((before, _)) = fitting.rsplit_once(' ')
    {
        fitting = before;
    }
    Clean::line(fitting)
}

/// Some rows of an area, as far as it has them.
fn rows_of(area: Rect, top: u16, rows: u16) -> Rect {
    let top = top.min(area.height);
    Rect { y: area.y + top, height: rows.min(area.height - top), ..area }
}

/// Clears the wide characters of which a frame covers the right half only: they would cover its border.
fn clear_halves(frame: Rect, buffer: &mut Buffer) {
    let Some(column) = frame.x.checked_sub(1) else { return };
    for y in frame.top()..frame.bottom() {
        let left = Rect { x: column, y, width: 1, height: 1 };
        if width::columns(buffer[(column, y)].symbol()) > 1 {
            fill(buffer, left, 0..1, " ", Style::new());
        }
    }
}
