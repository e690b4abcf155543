//! The reader: the lines of the page that are on the screen.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};

use super::{
    paint::{fill, put, put_right, put_wrapped, row},
    theme::{Role, Theme},
};
use crate::{
    app::{
        Pane, State, header,
        page::{PageLine, Part},
        screen::text_column,
    },
    article::{BlockKind, Grade},
    text::{
        clean::{Clean, CleanStr},
        wrap,
    },
};

/// The text.
pub struct ReaderPane<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for ReaderPane<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let column = text_column(area, self.state.page.measure);
        if let Some(reason) = self.state.unreadable.as_ref().filter(|_| self.state.reader.opened().is_none()) {
            put_wrapped(buffer, column, reason, self.theme.style(Role::Warning));
        }
        for (number, line) in self.state.reader.view().iter().enumerate().take(usize::from(area.height)) {
            self.draw_line(line, row(column, number as u16), area, buffer);
        }
    }
}

impl ReaderPane<'_> {
    fn draw_line(&self, line: &PageLine, area: Rect, pane: Rect, buffer: &mut Buffer) {
        let Some(wrapped) = &line.line else { return };
        let style = self.theme.style(role(line.part));
        let marks = self.marks(line);
        let placed = wrap::place(wrapped, line.text.as_clean(), &line.measure);
        let mut end = wrapped.indent;
        for grapheme in &placed {
            let mark = marks.iter().find(|(range, _)| range.contains(&grapheme.range.start));
            let style = mark.map_or(style, |(_, mark)| style.patch(*mark));
            let text = line.text.slice(grapheme.range.clone());
            put(buffer, area, grapheme.column, text, style);
            end = grapheme.column + grapheme.columns;
            if grapheme.columns > 1 && text.as_str() == " " {
                fill(buffer, area, grapheme.column..end, " ", style);
            }
        }
        if wrapped.hyphen {
            put(buffer, area, end, CleanStr::fixed("-"), style);
        }
        self.draw_lead(line, area, pane, buffer);
    }

    /// The hits on a line with their styles; what was found in the page lies above the query's hits.
    fn marks(&self, line: &PageLine) -> Vec<(std::ops::Range<usize>, Style)> {
        let reader = &self.state.reader;
        let style = |is_current: bool, role: Role| self.theme.style(if is_current { Role::MatchCurrent } else { role });
        let found = reader.found.iter().flat_map(|list| reader.marks(list, line));
        let found = found.map(|(range, is_current)| (range, style(is_current, Role::Found)));
        let hits = reader.marks(&reader.hits, line);
        found.chain(hits.map(|(range, is_current)| (range, style(is_current, Role::Match)))).collect()
    }

    /// What stands before a line: the bar of a quotation, the sign of an inferred title.
    fn draw_lead(&self, line: &PageLine, area: Rect, pane: Rect, buffer: &mut Buffer) {
        match line.part {
            Part::Block(BlockKind::Quote) => {
                put(buffer, area, 0, CleanStr::fixed("▎"), self.theme.style(Role::Border));
            }
            Part::Title if line.first && self.title_is_inferred() && area.x >= pane.x + 2 => {
                let margin = Rect { x: area.x - 2, width: 1, ..area };
                put(buffer, margin, 0, CleanStr::fixed("~"), self.theme.style(Role::Unsure));
            }
            _ => {}
        }
    }

    fn title_is_inferred(&self) -> bool {
        let title = self.state.reader.opened().and_then(|opened| opened.article.title.as_ref());
        title.is_some_and(|title| title.grade != Grade::Stated)
    }
}

fn role(part: Part) -> Role {
    match part {
        Part::Kicker => Role::Kicker,
        Part::Title => Role::Title,
        Part::Standfirst => Role::Standfirst,
        Part::Meta | Part::End => Role::Meta,
        Part::Rule => Role::Border,
        Part::Fold => Role::Furniture,
        Part::Raw => Role::Text,
        Part::Block(kind) => block_role(kind),
    }
}

fn block_role(kind: BlockKind) -> Role {
    match kind {
        BlockKind::Paragraph | BlockKind::List | BlockKind::Table => Role::Text,
        BlockKind::Heading => Role::Heading,
        BlockKind::Quote => Role::Quote,
        BlockKind::Code => Role::Code,
        BlockKind::Caption => Role::Caption,
        BlockKind::Site
        | BlockKind::Section
        | BlockKind::Title
        | BlockKind::Standfirst
        | BlockKind::Byline
        | BlockKind::Date
        | BlockKind::Related
        | BlockKind::Furniture => Role::Furniture,
    }
}

/// The line above the text.
pub struct ReaderTitle<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for ReaderTitle<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let has_focus = self.state.focus == Pane::Reader;
        let style = self.theme.style(if has_focus { Role::PaneTitleFocus } else { Role::PaneTitle });
        let inner = Rect { width: area.width.saturating_sub(1), ..area };
        let start = put_right(buffer, inner, self.place().as_clean(), self.theme.style(Role::PaneTitle));
        let left = Rect { width: start.saturating_sub(1), ..area };
        let end = put(buffer, left, 1, self.article().as_clean(), style);
        fill(buffer, area, end + 1..start.saturating_sub(1), "─", self.theme.style(Role::Border));
    }
}

impl ReaderTitle<'_> {
    /// Where the article comes from.
    fn article(&self) -> Clean {
        let Some(opened) = self.state.reader.opened() else { return Clean::fixed("Reader") };
        let date = opened.article.date.as_ref().map(header::date_label);
        let kicker = header::kicker(&opened.article);
        let file = || opened.row.file.file_name().map(|name| crate::source::shown(name.as_ref()));
        let origin = kicker.or_else(file);
        let raw = self.state.page.raw.then(|| Clean::fixed("raw text"));
        header::joined(raw.into_iter().chain(origin).chain(date))
    }

    /// Which article of the result it is, and how much of it has been on the screen.
    fn place(&self) -> Clean {
        if self.state.reader.opened().is_none() {
            return Clean::default();
        }
        let list = &self.state.list;
        let percent = (self.state.reader.progress() * 100.0).round();
        let article = self.state.current_row().map(|row| row.article);
        if list.selected_hit().is_some_and(|hit| Some(hit.row.article) != article) {
            return Clean::line(&format!("not in the list · {percent} %"));
        }
        let number = Clean::number(list.selected() as u64 + 1);
        let matched = Clean::number(list.matched() as u64);
        Clean::line(&format!("{number} of {matched} · {percent} %"))
    }
}
