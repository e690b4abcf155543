//! What a result consists of, group by group, with a cursor.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{
    paint::{fill, put, put_right, row},
    theme::{Role, Theme},
};
use crate::{
    index::{Facet, Facets},
    text::clean::{Clean, CleanStr},
};

/// Columns of the widest bar.
const BAR: u16 = 16;
/// Columns from which on there is room for bars.
const ROOM_FOR_BARS: u16 = 56;
/// Columns of a count.
const COUNT: u16 = 9;

/// The facets.
pub struct FacetTable<'a> {
    /// What there is; none while it is being counted.
    pub facets: Option<&'a Facets>,
    /// The number of the selected one.
    pub selected: usize,
    /// How it looks.
    pub theme: &'a Theme,
}

/// A line of the table.
#[derive(Clone, Copy)]
enum TableLine<'a> {
    Heading(&'static str),
    Row(usize, &'a Facet, u64),
}

impl Widget for FacetTable<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let Some(facets) = self.facets else {
            put(buffer, area, 1, CleanStr::fixed("counting …"), self.theme.style(Role::Overlay));
            return;
        };
        if facets.counts.is_empty() {
            put(buffer, area, 1, CleanStr::fixed("The result is empty."), self.theme.style(Role::Overlay));
        }
        let lines = table_lines(facets);
        let is_selected = |line: &TableLine| matches!(line, TableLine::Row(number, ..) if *number == self.selected);
        let selected = lines.iter().position(is_selected).unwrap_or_default();
        let height = usize::from(area.height);
        // The selection stays in sight; at the beginning of a group, so does its heading.
        let first = (selected + 1).saturating_sub(height);
        for (place, line) in lines.iter().skip(first).take(height).enumerate() {
            self.draw_line(*line, facets.matched, row(area, place as u16), buffer);
        }
    }
}

impl FacetTable<'_> {
    fn draw_line(&self, line: TableLine<'_>, matched: u64, area: Rect, buffer: &mut Buffer) {
        let (number, facet, count) = match line {
            TableLine::Heading(heading) => {
                put(buffer, area, 1, CleanStr::fixed(heading), self.theme.style(Role::Heading));
                return;
            }
            TableLine::Row(number, facet, count) => (number, facet, count),
        };
        if number == self.selected {
            buffer.set_style(area, self.theme.style(Role::Selected));
            fill(buffer, area, 0..1, "▌", self.theme.style(Role::Cursor));
        }
        let counted = Rect { width: COUNT.min(area.width), ..area };
        put_right(buffer, counted, Clean::number(count).as_clean(), self.theme.style(Role::Meta));
        let bars = if area.width >= ROOM_FOR_BARS { BAR } else { 0 };
        let named = Rect { width: area.width.saturating_sub(bars + 1), ..area };
        let value = facet.value().map_or(Clean::fixed("none known"), |value| Clean::line(&value));
        put(buffer, named, COUNT + 2, value.as_clean(), ratatui::style::Style::new());
        let length = (u128::from(count) * u128::from(bars)).div_ceil(u128::from(matched.max(1))) as u16;
        let start = area.width.saturating_sub(bars);
        fill(buffer, area, start..start + length.min(bars), "▬", self.theme.style(Role::Meta));
    }
}

/// The rows, each group below its heading.
fn table_lines(facets: &Facets) -> Vec<TableLine<'_>> {
    let mut lines = Vec::with_capacity(facets.counts.len() + 5);
    for (number, (facet, count)) in facets.counts.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| facets.counts[before].0.field());
        if before != Some(facet.field()) {
            lines.push(TableLine::Heading(heading(facet)));
        }
        lines.push(TableLine::Row(number, facet, *count));
    }
    lines
}

fn heading(facet: &Facet) -> &'static str {
    match facet {
        Facet::Site(_) => "Site",
        Facet::Year(_) => "Year",
        Facet::Month(..) => "Month",
        Facet::Language(_) => "Language",
        Facet::Date(_) => "How the date is known",
    }
}
