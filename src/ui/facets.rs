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

/// A line of the table: a row has its number, what is counted, how often, and how often what its group has most of.
#[derive(Clone, Copy)]
enum TableLine<'a> {
    Heading(&'static str),
    Row(usize, &'a Facet, u64, u64),
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
            self.draw_line(*line, row(area, place as u16), buffer);
        }
    }
}

impl FacetTable<'_> {
    fn draw_line(&self, line: TableLine<'_>, area: Rect, buffer: &mut Buffer) {
        match line {
            TableLine::Heading(heading) => {
                put(buffer, area, 1, CleanStr::fixed(heading), self.theme.style(Role::Heading));
            }
            TableLine::Row(number, facet, count, most) => CountRow {
                label: facet.value().map_or(Clean::fixed("none known"), |value| Clean::line(&value)),
                count,
                most,
                is_selected: number == self.selected,
                theme: self.theme,
            }
            .render(area, buffer),
        }
    }
}

/// The rows, each group below its heading.
fn table_lines(facets: &Facets) -> Vec<TableLine<'_>> {
    let groups = facets.counts.chunk_by(|(one, _), (next, _)| one.field() == next.field());
    let mut lines = Vec::with_capacity(facets.counts.len() + 5);
    let mut number = 0;
    for group in groups {
        lines.push(TableLine::Heading(heading(&group[0].0)));
        let most = group.iter().map(|(_, count)| *count).max().unwrap_or_default();
        for (facet, count) in group {
            lines.push(TableLine::Row(number, facet, *count, most));
            number += 1;
        }
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
