//! Help, palette and text, laid over the panes in a frame.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::{Block, BorderType, Clear, Widget},
};

use super::{
    paint::{fill, put, put_right, row},
    theme::{Role, Theme},
};
use crate::{
    app::{
        keymap::Keymap,
        overlay::{Entry, Kind, Overlay},
    },
    text::{
        clean::{Clean, CleanStr},
        width,
        wrap::{Measure, wrap_greedy},
    },
};

/// The widest frame, in columns.
const WIDEST: u16 = 92;
/// Columns for the keys in the help.
const KEYS: u16 = 18;

/// Draws an overlay. Returns where the cursor stands when text is typed into it.
pub fn draw(overlay: &Overlay, keymap: &Keymap, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let picture = Picture { overlay, theme };
    let inner = picture.draw_frame(area, buffer);
    match &overlay.kind {
        Kind::Explain { lines, .. } => {
            picture.draw_text(lines, inner, buffer);
            None
        }
        Kind::Text { lines, .. } => {
            picture.draw_text(lines, inner, buffer);
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
        let rows = usize::from(area.height);
        let first = self.first(rows, entries.len());
        for (number, entry) in entries.iter().enumerate().skip(first).take(rows) {
            let area = row(area, (number - first) as u16);
            if self.overlay.kind == Kind::Palette && number == self.overlay.position {
                buffer.set_style(area, self.theme.style(Role::Selected));
                fill(buffer, area, 0..1, "▌", self.theme.style(Role::Cursor));
            }
            self.draw_entry(entry, area, buffer);
        }
    }

    /// The first row that is drawn.
    fn first(&self, rows: usize, length: usize) -> usize {
        let position = self.overlay.position;
        match self.overlay.kind {
            Kind::Palette => (position + 1).saturating_sub(rows),
            Kind::Explain { .. } => position,
            Kind::Help | Kind::Text { .. } => position.min(length.saturating_sub(rows)),
        }
    }

    fn draw_entry(&self, entry: &Entry, area: Rect, buffer: &mut Buffer) {
        let key = self.theme.style(Role::Key);
        match entry {
            Entry::Heading(title) => {
                put(buffer, area, 1, CleanStr::fixed(title), self.theme.style(Role::Heading));
            }
            Entry::Action(action, keys) => {
                let keys = Clean::line(keys);
                let left = Rect { width: KEYS.min(area.width), ..area };
                put(buffer, left, 2, keys.as_clean(), key);
                let column =
                    put(buffer, area, KEYS + 1, CleanStr::fixed(action.description()), ratatui::style::Style::new());
                let name = Rect { x: area.x + column, width: area.width.saturating_sub(column + 1), ..area };
                if usize::from(name.width) > action.name().len() + 1 {
                    put_right(buffer, name, CleanStr::fixed(action.name()), self.theme.style(Role::Meta));
                }
            }
            Entry::Syntax(form, meaning) => {
                let column = put(buffer, area, 2, CleanStr::fixed(form), key);
                put(buffer, area, column.max(30) + 1, CleanStr::fixed(meaning), ratatui::style::Style::new());
            }
        }
    }

    fn draw_text(&self, lines: &[Clean], area: Rect, buffer: &mut Buffer) {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let measure = Measure { indent: 9.min(inner.width / 2), ..Measure::ragged(inner.width.max(1)) };
        let style = self.theme.style(Role::Overlay);
        let height = |line: &Clean| wrap_greedy(line.as_clean(), &measure).len();
        let selected = matches!(self.overlay.kind, Kind::Explain { .. }).then_some(self.overlay.position);
        let first = match selected {
            Some(selected) => first_shown(lines, selected, usize::from(area.height), height),
            None => self.first(usize::from(area.height), lines.len()).min(lines.len()),
        };
        let mut number = 0;
        for (at, line) in lines.iter().enumerate().skip(first) {
            let is_selected = selected == Some(at);
            for wrapped in wrap_greedy(line.as_clean(), &measure) {
                if number >= area.height {
                    return;
                }
                if is_selected {
                    buffer.set_style(row(area, number), self.theme.style(Role::Selected));
                    fill(buffer, row(area, number), 0..1, "▌", self.theme.style(Role::Cursor));
                }
                let style = if is_selected { style.patch(self.theme.style(Role::Selected)) } else { style };
                put(buffer, row(inner, number), wrapped.indent, line.slice(wrapped.range.clone()), style);
                number += 1;
            }
        }
    }
}

/// The first line that is shown so that the selected one is: as few as possible are left out above it.
fn first_shown(lines: &[Clean], selected: usize, rows: usize, height: impl Fn(&Clean) -> usize) -> usize {
    let mut left = rows;
    let fits = |line: &&Clean| {
        let needed = height(line);
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    let shown = lines.iter().take(selected + 1).rev().take_while(fits).count();
    (selected + 1).saturating_sub(shown.max(1))
}

/// Clears the wide characters of which a frame covers the right half only: they would cover its border.
fn clear_halves(frame: Rect, buffer: &mut Buffer) {
    let Some(column) = frame.x.checked_sub(1) else { return };
    for y in frame.top()..frame.bottom() {
        let left = Rect { x: column, y, width: 1, height: 1 };
        if width::columns(buffer[(column, y)].symbol()) > 1 {
            fill(buffer, left, 0..1, " ", ratatui::style::Style::new());
        }
    }
}
