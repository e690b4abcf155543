//! The result over time: a bar for each span, with a cursor.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{
    counted::CountRow,
    paint::{put, row},
    theme::{Role, Theme},
};
use crate::{
    app::timeline::Timeline,
    text::clean::{Clean, CleanStr},
};

/// The bars, one below the other.
pub struct TimelineChart<'a> {
    /// What there is; none while it is being counted.
    pub timeline: Option<&'a Timeline>,
    /// The number of the selected bar.
    pub selected: usize,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for TimelineChart<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let said = match self.timeline {
            None => Some("counting …"),
            Some(timeline) if timeline.bars.is_empty() => Some("The result is empty."),
            Some(_) => None,
        };
        if let Some(said) = said {
            put(buffer, area, 1, CleanStr::fixed(said), self.theme.style(Role::Overlay));
        }
        let Some(timeline) = self.timeline else { return };
        let height = usize::from(area.height);
        let first = (self.selected + 1).saturating_sub(height);
        for (place, (number, bar)) in timeline.bars.iter().enumerate().skip(first).take(height).enumerate() {
            let label = bar.label.as_deref().map_or(Clean::fixed("no date"), Clean::line);
            let (most, is_selected) = (timeline.most(), number == self.selected);
            CountRow { label, count: bar.count, most, is_selected, theme: self.theme }
                .render(row(area, place as u16), buffer);
        }
    }
}
