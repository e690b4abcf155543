//! State to cells: each pane is a short-lived value that borrows what it shows. Changes nothing, knows no terminal.

mod bar;
mod counted;
mod facets;
mod list;
mod overlay;
mod paint;
mod reader;
pub mod theme;
mod timeline;
mod top;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::Widget,
};

use self::theme::{Role, Theme};
use crate::{
    app::{Pane, State},
    text::clean::CleanStr,
};

/// Below this size there is no room for a pane.
const SMALLEST: (u16, u16) = (8, 2);

/// Draws the state. Returns where the cursor stands when text is being typed.
pub fn draw(state: &State, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    buffer.set_style(area, theme.style(Role::Text));
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        paint::put(buffer, area, 0, CleanStr::fixed("too small"), theme.style(Role::Warning));
        return None;
    }
    let screen = state.screen();
    top::TopLine { state, theme }.render(screen.top, buffer);
    if screen.shows(Pane::List) {
        list::ArticleList { state, theme }.render(screen.list, buffer);
        list::ListTitle { state, theme }.render(screen.list_title, buffer);
    }
    divide(screen.divider, theme, buffer);
    if screen.shows(Pane::Reader) {
        reader::ReaderPane { state, theme }.render(screen.reader, buffer);
        reader::ReaderTitle { state, theme }.render(screen.reader_title, buffer);
    }
    let in_bar = bar::draw(state, theme, screen.bar, buffer);
    let above_bar = Rect { height: area.height.saturating_sub(1), ..area };
    bar::Hints { state, theme }.render(above_bar, buffer);
    match &state.overlay {
        Some(overlay) => overlay::draw(overlay, &state.keymap, theme, above_bar, buffer),
        None => in_bar,
    }
}

fn divide(divider: Rect, theme: &Theme, buffer: &mut Buffer) {
    for row in 0..divider.height {
        paint::fill(buffer, paint::row(divider, row), 0..1, "│", theme.style(Role::Border));
    }
}
