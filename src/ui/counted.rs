//! A row of a table of counts: the number, what it counts, and a bar where there is room.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};

use super::{
    paint::{fill, put, put_right},
    theme::{Role, Theme},
};
use crate::text::clean::Clean;

/// Columns of a count.
const COUNT: u16 = 9;
/// Columns from which on there is room for bars: so many for the rest, at least.
const BESIDES_BARS: u16 = 36;
/// Bars whose last cell is filled by so many eighths.
const EIGHTHS: [&str; 8] = ["█", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The row.
pub struct CountRow<'a> {
    /// What is counted.
    pub label: Clean,
    /// How many there are.
    pub count: u64,
    /// What the longest bar stands for.
    pub most: u64,
    /// Whether the cursor is on it.
    pub is_selected: bool,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for CountRow<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if self.is_selected {
            buffer.set_style(area, self.theme.style(Role::Selected));
            fill(buffer, area, 0..1, "▌", self.theme.style(Role::Cursor));
        }
        let counted = Rect { width: COUNT.min(area.width), ..area };
        put_right(buffer, counted, Clean::number(self.count).as_clean(), self.theme.style(Role::Meta));
        let bars = (area.width.saturating_sub(BESIDES_BARS) / 2).min(area.width);
        let named = Rect { width: area.width - bars, ..area };
        put(buffer, named, COUNT + 2, self.label.as_clean(), Style::new());
        self.draw_bar(Rect { x: area.x + named.width, width: bars.saturating_sub(1), ..area }, buffer);
    }
}

impl CountRow<'_> {
    /// The bar, to an eighth of a column; what is there at all can be seen.
    fn draw_bar(&self, area: Rect, buffer: &mut Buffer) {
        let all = u128::from(area.width) * 8;
        let eighths = (u128::from(self.count) * all).div_ceil(u128::from(self.most.max(1))).min(all) as u16;
        let style = self.theme.style(Role::Meta);
        fill(buffer, area, 0..eighths / 8, EIGHTHS[0], style);
        if !eighths.is_multiple_of(8) {
            fill(buffer, area, eighths / 8..eighths / 8 + 1, EIGHTHS[usize::from(eighths % 8)], style);
        }
    }
}
