//! The last line: the search bar, what was found, a message, or the keys that help next.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::Widget,
};

use super::{
    paint::{fill, put, put_marked, put_right, row},
    theme::{Role, Theme},
};
use crate::{
    app::{Pane, State, action::Action, bar::Line, completion::Completion, keymap::Context, search::Mode},
    text::{
        clean::{Clean, CleanStr},
        width,
    },
};

/// Columns that typed text keeps, whatever stands on its right; and the counts, however long the text is.
const TYPED: u16 = 20;
/// Columns of a count beside what is offered, and around both.
const COUNTED: u16 = 14;
/// Columns around typed text: the longest prompt, the cursor and a gap.
const PROMPT: u16 = 9;

/// Draws the last line. Returns where the cursor stands when text is being typed into it.
pub fn draw(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let bar = Bar { state, theme };
    let is_typing = state.focus == Pane::Bar;
    match &state.notice {
        Some(notice) if !is_typing => {
            let role = if notice.is_warning { Role::Warning } else { Role::Notice };
            put(buffer, area, 1, notice.text.as_clean(), theme.style(role));
            None
        }
        _ if is_typing && state.search.mode == Mode::Find => Some(bar.draw_find(area, buffer)),
        _ if is_typing => Some(bar.draw_query(area, buffer)),
        _ if state.reader.found.is_some() => {
            bar.draw_find(area, buffer);
            None
        }
        _ if state.search.query().is_some() || !state.search.line.text().is_empty() => {
            bar.draw_query(area, buffer);
            None
        }
        _ => {
            bar.draw_keys(area, buffer);
            None
        }
    }
}

struct Bar<'a> {
    state: &'a State,
    theme: &'a Theme,
}

impl Bar<'_> {
    fn draw_query(&self, area: Rect, buffer: &mut Buffer) -> Position {
        let search = &self.state.search;
        let counts = self.warning().unwrap_or_else(|| self.result());
        let left = self.draw_counts(counts, search.line.text(), area, buffer);
        let mut column = put(buffer, left, 1, CleanStr::fixed("/ "), self.theme.style(Role::Prompt));
        for text in search.within() {
            let within = Clean::line(&format!("({text}) "));
            column = put(buffer, left, column, within.as_clean(), self.theme.style(Role::Count));
        }
        let faults = search.parsed.faults.iter().map(|fault| fault.span.clone()).collect::<Vec<_>>();
        self.draw_line(&search.line, &faults, column, left, buffer)
    }

    fn draw_find(&self, area: Rect, buffer: &mut Buffer) -> Position {
        let found = self.state.reader.found.as_ref();
        let counts = match found.map(|list| (list.current(), list.count())) {
            None => Clean::fixed("find in this article"),
            Some((_, 0)) => Clean::fixed("not found"),
            Some((current, count)) => Clean::line(&format!("{} of {count}", current.unwrap_or(0))),
        };
        let left = self.draw_counts(counts, self.state.search.find.text(), area, buffer);
        let column = put(buffer, left, 1, CleanStr::fixed("find: "), self.theme.style(Role::Prompt));
        self.draw_line(&self.state.search.find, &[], column, left, buffer)
    }

    /// Draws typed text, scrolled so that the cursor is in sight, and says where the cursor is.
    fn draw_line(
        &self,
        line: &Line,
        faults: &[std::ops::Range<usize>],
        column: u16,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        let text = Clean::line(line.text());
        let area = Rect { x: area.x + column.min(area.width), width: area.width.saturating_sub(column), ..area };
        let room = usize::from(area.width.saturating_sub(1));
        let cursor = line.cursor_byte().min(text.as_str().len());
        let before = &text.as_str()[..cursor];
        let hidden = first_shown(before, room);
        let shown = text.slice(hidden..text.as_str().len()).to_clean();
        let marks = faults
            .iter()
            .filter(|fault| fault.end > hidden)
            .map(|fault| (fault.start.saturating_sub(hidden)..fault.end - hidden, self.theme.style(Role::Fault)));
        let is_selected = line.is_selected() && self.state.focus == Pane::Bar;
        let style = self.theme.style(if is_selected { Role::Found } else { Role::Bar });
        put_marked(buffer, area, 0, &shown, style, marks);
        let at = width::columns(&before[hidden..]).min(room) as u16;
        Position::new(area.x + at, area.y)
    }

    /// Draws what stands on the right of typed text, which has the first claim to the room, and returns the rest.
    fn draw_counts(&self, counts: Clean, typed: &str, area: Rect, buffer: &mut Buffer) -> Rect {
        let needed = u16::try_from(width::columns(typed)).unwrap_or(u16::MAX).saturating_add(PROMPT);
        let kept = needed.min(area.width.saturating_sub(TYPED)).max(TYPED);
        let room = area.width.saturating_sub(kept + 1);
        let right = Rect { x: area.x + area.width - room.min(area.width), width: room, ..area };
        let right = Rect { width: right.width.saturating_sub(1), ..right };
        let start = put_right(buffer, right, counts.as_clean(), self.theme.style(Role::Count));
        Rect { width: (right.x + start).saturating_sub(area.x + 2).max(TYPED.min(area.width)), ..area }
    }

    /// What went wrong, where it cannot have the line for itself because something is being typed.
    fn warning(&self) -> Option<Clean> {
        self.state.notice.as_ref().filter(|notice| notice.is_warning).map(|notice| notice.text.clone())
    }

    /// What the query has found, or what is wrong with it.
    fn result(&self) -> Clean {
        if let Some(fault) = self.state.search.parsed.faults.first() {
            return Clean::line(&fault.to_string());
        }
        let list = &self.state.list;
        let number = |count: usize| Clean::number(count as u64);
        let mut parts = vec![format!("{} of {} articles", number(list.matched()), number(list.total()))];
        if list.undated_hidden() > 0 {
            parts.push(format!("{} undated hidden", number(list.undated_hidden())));
        }
        if list.is_capped() {
            parts.push("frequent completions only".to_owned());
        }
        let hits = &self.state.reader.hits;
        match (hits.current(), hits.count()) {
            (_, 0) => {}
            (Some(current), count) => parts.push(format!("hit {current} of {count} here")),
            (None, 1) => parts.push("1 hit here".to_owned()),
            (None, count) => parts.push(format!("{count} hits here")),
        }
        Clean::line(&parts.join(" · "))
    }

    /// The keys that help next, as many as fit.
    fn draw_keys(&self, area: Rect, buffer: &mut Buffer) {
        let keys: &[(Action, &'static str)] = match self.state.focus {
            Pane::Reader => &[
                (Action::ToList, "list"),
                (Action::PageDown, "page"),
                (Action::Search, "search"),
                (Action::Find, "find here"),
                (Action::Furniture, "furniture"),
                (Action::ReadingMode, "text only"),
                (Action::Help, "help"),
                (Action::Leave, "back"),
            ],
            Pane::List | Pane::Bar => &[
                (Action::Next, "down"),
                (Action::Previous, "up"),
                (Action::Open, "read"),
                (Action::Search, "search"),
                (Action::ScrollTextDown, "scroll text"),
                (Action::Help, "help"),
                (Action::Leave, "quit"),
            ],
        };
        let mut column = 1;
        for (action, label) in keys {
            let bound = self.state.keymap.labels(Context::Everywhere, *action);
            let Some(key) = bound.first() else { continue };
            let needed = width::columns(key) + 1 + width::columns(label);
            if usize::from(column) + needed > usize::from(area.width) {
                break;
            }
            column = put(buffer, area, column, Clean::line(key).as_clean(), self.theme.style(Role::Key)) + 1;
            column = put(buffer, area, column, CleanStr::fixed(label), self.theme.style(Role::Count)) + 3;
        }
    }
}

/// The first byte that is shown of a text whose end must be in sight.
fn first_shown(text: &str, columns: usize) -> usize {
    let mut excess = width::columns(text).saturating_sub(columns);
    for grapheme in width::graphemes(text) {
        if excess == 0 {
            return grapheme.range.start;
        }
        excess = excess.saturating_sub(grapheme.columns);
    }
    text.len()
}

/// How the keys pressed so far can go on, in rows above the search bar.
pub struct Hints<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for Hints<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if let Some(completion) = self.completion() {
            return self.draw_completion(completion, area, buffer);
        }
        let hints = self.hints();
        let rows = (hints.len() as u16).min(area.height);
        let area = Rect { y: area.y + area.height - rows, height: rows, ..area };
        for (number, (keys, description)) in hints.iter().enumerate().take(usize::from(rows)) {
            let area = row(area, number as u16);
            fill(buffer, area, 0..area.width, " ", self.theme.style(Role::Overlay));
            let style = self.theme.style(Role::Overlay).patch(self.theme.style(Role::Key));
            put(buffer, area, 1, keys.as_clean(), style);
            put(buffer, area, 10, description.as_clean(), self.theme.style(Role::Overlay));
        }
    }
}

impl Hints<'_> {
    /// What the word at the cursor may go on as, while one types.
    fn completion(&self) -> Option<&Completion> {
        let is_typing = self.state.focus == Pane::Bar && self.state.search.mode == Mode::Search;
        self.state.search.completion.as_ref().filter(|_| is_typing && self.state.overlay.is_none())
    }

    fn draw_completion(&self, completion: &Completion, area: Rect, buffer: &mut Buffer) {
        let rows = (completion.candidates.len() as u16).min(area.height);
        let widest = completion.candidates.iter().map(|candidate| width::columns(candidate.label().as_str())).max();
        let columns = (widest.unwrap_or_default() as u16).saturating_add(COUNTED).min(area.width);
        let area = Rect { y: area.y + area.height - rows, height: rows, width: columns, ..area };
        for (number, candidate) in completion.candidates.iter().enumerate().take(usize::from(rows)) {
            let area = row(area, number as u16);
            fill(buffer, area, 0..area.width, " ", self.theme.style(Role::Overlay));
            let role = if completion.chosen == Some(number) { Role::Selected } else { Role::Overlay };
            buffer.set_style(area, self.theme.style(role));
            let counted = Rect { width: area.width.saturating_sub(1), ..area };
            let count = candidate.articles.map(Clean::number).unwrap_or_default();
            let end = put_right(buffer, counted, count.as_clean(), self.theme.style(Role::Meta));
            let named = Rect { width: end.min(area.width), ..area };
            put(buffer, named, 2, candidate.label().as_clean(), self.theme.style(Role::Key));
        }
    }

    fn hints(&self) -> Vec<(Clean, Clean)> {
        if let Some(action) = self.state.awaiting {
            return vec![(Clean::fixed("a letter"), Clean::fixed(action.description()))];
        }
        if self.state.pending.is_empty() {
            return Vec::new();
        }
        let pressed: String = self.state.pending.iter().map(|chord| chord.label()).collect();
        let keymap = &self.state.keymap;
        let hint = |keys: &str, about: &str| (Clean::line(&format!("{pressed} {keys}")), Clean::line(about));
        let mut hints: Vec<_> =
            keymap.continuations(&self.state.pending).map(|(keys, action)| hint(&keys, action.description())).collect();
        if hints.is_empty()
            && let Some(prefix) = keymap.prefix(&self.state.pending)
        {
            hints.push(hint("…", &format!("{}: nothing is bound after this key yet", prefix.about)));
        }
        hints
    }
}
