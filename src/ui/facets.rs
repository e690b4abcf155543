//! What a result consists of, group by group, with a cursor.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{
    counted::CountRow,
    paint::{put, row},
    theme::{Role, Theme},
};
use crate::{
    index::{Facet, Facets},
    text::clean::{Clean, CleanStr},
};

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
        match line {
            TableLine::Heading(heading) => {
                put(buffer, area, 1, CleanStr::fixed(heading), self.theme.style(Role::Heading));
            }
            TableLine::Row(number, facet, count) => CountRow {
                label: facet.value().map_or(Clean::fixed("none known"), |value| Clean::line(&value)),
                count,
                most: matched,
                is_selected: number == self.selected,
                theme: self.theme,
            }
            .render(area, buffer),
        }
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
