//! The article list: rows that fit, nothing else.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{
    paint::{fill, put, put_marked, put_right, put_wrapped, row},
    theme::{Role, Theme},
};
use crate::{
    app::{Pane, State, header},
    index::{Hit, SortKey, Suggestion},
    text::{
        clean::{Clean, CleanStr},
        width,
    },
};

/// The rows of the list.
pub struct ArticleList<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for ArticleList<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if self.state.list.matched() == 0 {
            return self.say_why_empty(area, buffer);
        }
        let height = self.state.row_height();
        for (place, number) in self.state.list.visible().enumerate() {
            let top = place as u16 * height;
            let area = Rect { y: area.y + top, height: height.min(area.height - top), ..area };
            self.draw_row(number, area, buffer);
        }
    }
}

impl ArticleList<'_> {
    fn draw_row(&self, number: usize, area: Rect, buffer: &mut Buffer) {
        if number == self.state.list.selected() {
            self.draw_selection(area, buffer);
        }
        match self.state.list.hit(number) {
            Some(hit) => self.draw_hit(hit, area, buffer),
            None => {
                put(buffer, row(area, 0), 2, CleanStr::fixed("…"), self.theme.style(Role::RowMeta));
            }
        }
    }

    fn draw_selection(&self, area: Rect, buffer: &mut Buffer) {
        let role = if self.state.focus == Pane::Reader { Role::SelectedAway } else { Role::Selected };
        buffer.set_style(area, self.theme.style(role));
        for number in 0..area.height {
            fill(buffer, row(area, number), 0..1, "▌", self.theme.style(Role::Cursor));
        }
    }

    fn draw_hit(&self, hit: &Hit, area: Rect, buffer: &mut Buffer) {
        self.draw_title(hit, row(area, 0), buffer);
        put(
            buffer,
            row(area, 1),
            1,
            meta(hit, area.width.saturating_sub(1)).as_clean(),
            self.theme.style(Role::RowMeta),
        );
        let Some(snippet) = &hit.snippet else { return };
        let marks = snippet.spans.iter().map(|span| (span.clone(), self.theme.style(Role::SnippetMatch)));
        put_marked(buffer, row(area, 2), 1, &snippet.text, self.theme.style(Role::Snippet), marks);
    }

    fn draw_title(&self, hit: &Hit, area: Rect, buffer: &mut Buffer) {
        let role = if self.state.is_read(&hit.row) { Role::RowRead } else { Role::RowTitle };
        let mut column = 1;
        if hit.row.title_inferred {
            column = put(buffer, area, column, CleanStr::fixed("~"), self.theme.style(Role::Unsure));
        }
        let untitled = Clean::fixed("(no title)");
        let title = hit.row.title.as_ref().unwrap_or(&untitled);
        put(buffer, area, column, title.as_clean(), self.theme.style(role));
    }

    fn say_why_empty(&self, area: Rect, buffer: &mut Buffer) {
        let list = &self.state.list;
        let warning = self.state.notice.as_ref().filter(|notice| notice.is_warning && list.total() == 0);
        if let Some(warning) = warning {
            let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
            return put_wrapped(buffer, inner, &warning.text, self.theme.style(Role::Warning));
        }
        if let Some(suggestion) = self.state.suggestion.as_ref().filter(|_| list.is_answered() && list.total() > 0) {
            return self.suggest(suggestion, area, buffer);
        }
        let lines: &[&'static str] = match () {
            () if !list.is_answered() => &["Opening …"],
            () if self.state.indexing.is_some() && list.total() == 0 => &["Reading the first articles …"],
            () if list.total() == 0 && self.state.problems.is_empty() => {
                &["No articles here.", "folio reads .txt, .md and JSON Lines (also .gz and .zst)."]
            }
            () if list.total() == 0 => &["Nothing here could be read.", ":problems says why."],
            () => &["No article matches.", "Esc gives the list back."],
        };
        for (number, line) in lines.iter().enumerate() {
            put(buffer, row(area, number as u16), 2, CleanStr::fixed(line), self.theme.style(Role::RowMeta));
        }
    }

    /// Says what may have been meant, and which key takes it.
    fn suggest(&self, suggestion: &Suggestion, area: Rect, buffer: &mut Buffer) {
        let key = if self.state.focus == Pane::Bar { "Tab" } else { "Enter" };
        let noun = if suggestion.articles == 1 { "article" } else { "articles" };
        let count = Clean::number(suggestion.articles as u64);
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        let meta = self.theme.style(Role::RowMeta);
        put(buffer, row(inner, 0), 0, CleanStr::fixed("No article matches. Did you mean"), meta);
        put(buffer, row(inner, 1), 2, Clean::line(&suggestion.text).as_clean(), self.theme.style(Role::RowTitle));
        let said = Clean::line(&format!("with {count} {noun}? {key} takes it."));
        put(buffer, row(inner, 2), 0, said.as_clean(), meta);
        put(buffer, row(inner, 3), 0, CleanStr::fixed("Esc gives the list back."), meta);
    }
}

/// Date, site and length of an article, as far as they are known and fit; the length is the first to go.
fn meta(hit: &Hit, columns: u16) -> Clean {
    let date = hit.row.date.map(|(range, grade)| header::range_label(range, grade));
    let date = date.unwrap_or(Clean::fixed("no date"));
    let known = || [date.clone()].into_iter().chain(hit.row.site.clone());
    let whole = header::joined(known().chain([header::length_label(hit.row.words)]));
    let fits = width::columns(whole.as_str()) <= usize::from(columns);
    if fits { whole } else { header::joined(known()) }
}

/// The line above the list.
pub struct ListTitle<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for ListTitle<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let has_focus = self.state.focus != Pane::Reader;
        let name = if has_focus { Role::PaneTitleFocus } else { Role::PaneTitle };
        let column = put(buffer, area, 1, CleanStr::fixed("Articles "), self.theme.style(name));
        let order = self.order();
        let inner = Rect { width: area.width.saturating_sub(1), ..area };
        let end = put_right(buffer, inner, order.as_clean(), self.theme.style(Role::PaneTitle));
        fill(buffer, area, column..end.saturating_sub(1).max(column), "─", self.theme.style(Role::Border));
    }
}

impl ListTitle<'_> {
    fn order(&self) -> Clean {
        let sort = self.state.list.shown().sort;
        let (natural, reversed) = match sort.key {
            SortKey::Relevance => ("best match first", "best match last"),
            SortKey::Date => ("newest first", "oldest first"),
            SortKey::Title => ("by title, A to Z", "by title, Z to A"),
            SortKey::Site => ("by site, A to Z", "by site, Z to A"),
            SortKey::Words => ("longest first", "shortest first"),
        };
        Clean::fixed(if sort.reversed { reversed } else { natural })
    }
}
