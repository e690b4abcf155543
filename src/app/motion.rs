//! What the actions do that move: in the list, in the text, in what is laid over them.

use super::{
    message::Effect,
    reader::{Scroll, is_heading, is_paragraph},
    state::{Pane, State},
};

/// By how much something is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many rows.
    Row(isize),
    /// Half pages.
    HalfPage(isize),
    /// Pages.
    Page(isize),
    /// To the beginning.
    Start,
    /// To the end.
    End,
}

impl State {
    pub(super) fn step(&mut self, step: Step) -> Vec<Effect> {
        if let Some(overlay) = &self.overlay {
            let length = overlay.length(&self.keymap);
            return self.step_overlay(step, length);
        }
        match self.focus {
            Pane::Reader => self.step_reader(step),
            Pane::List | Pane::Bar => self.step_list(step),
        }
    }

    /// Moves in an overlay: the selection of a palette, the first row on the screen of anything else.
    pub(super) fn step_overlay(&mut self, step: Step, length: usize) -> Vec<Effect> {
        let page = isize::try_from(self.size.1 / 2).unwrap_or(1);
        if let Some(overlay) = &mut self.overlay {
            let rows = match step {
                Step::Row(rows) => rows,
                Step::HalfPage(count) | Step::Page(count) => count * page,
                Step::Start => isize::MIN,
                Step::End => isize::MAX,
            };
            overlay.position = overlay.position.saturating_add_signed(rows).min(length.saturating_sub(1));
        }
        Vec::new()
    }

    fn step_reader(&mut self, step: Step) -> Vec<Effect> {
        let scroll = match step {
            Step::Row(rows) => Scroll::Rows(rows),
            Step::HalfPage(count) => Scroll::HalfPages(count),
            Step::Page(count) => Scroll::Pages(count),
            Step::Start => Scroll::Start,
            Step::End => Scroll::End,
        };
        if matches!(step, Step::Start | Step::End) {
            self.leave_for_jump();
        }
        self.scroll(scroll)
    }

    /// Scrolls the text, and says so where that is not possible any further.
    fn scroll(&mut self, scroll: Scroll) -> Vec<Effect> {
        if self.reader.scroll(scroll) {
            return Vec::new();
        }
        self.say(match (self.reader.opened(), scroll.is_forward()) {
            (None, _) => "no article is open",
            (Some(_), true) => "the end of the article",
            (Some(_), false) => "the beginning of the article",
        })
    }

    fn step_list(&mut self, step: Step) -> Vec<Effect> {
        let rows = self.list.rows() as isize;
        let selected = self.list.selected();
        let number = match step {
            Step::Row(rows) => selected.saturating_add_signed(rows),
            Step::HalfPage(count) => selected.saturating_add_signed(count * (rows / 2).max(1)),
            Step::Page(count) => selected.saturating_add_signed(count * rows),
            Step::Start => 0,
            Step::End => usize::MAX,
        };
        let effects = self.select(number);
        match self.list.selected() == selected {
            true if self.list.matched() == 0 => self.say("the list is empty"),
            true if selected == 0 && number == 0 => self.say("the first article of the list"),
            true => self.say("the last article of the list"),
            false => effects,
        }
    }

    /// Selects a row of the list and opens its article.
    pub(super) fn select(&mut self, number: usize) -> Vec<Effect> {
        self.search.moved = true;
        if self.list.select(number) { self.open_selected() } else { Vec::new() }
    }

    pub(super) fn step_while_typing(&mut self, rows: isize) -> Vec<Effect> {
        match &self.overlay {
            Some(overlay) => {
                let length = overlay.length(&self.keymap);
                self.step_overlay(Step::Row(rows), length)
            }
            None => self.step_list(Step::Row(rows)),
        }
    }

    pub(super) fn scroll_text(&mut self, rows: isize) -> Vec<Effect> {
        let effects = self.scroll(Scroll::Rows(rows));
        if self.reader.end_was_seen() { self.mark_read() } else { effects }
    }

    /// Goes to a paragraph of the text, or in the list to a day; from the last one to the end.
    pub(super) fn go_to_paragraph(&mut self, forward: bool) -> Vec<Effect> {
        match self.focus {
            Pane::List => self.go_to_day(forward),
            _ if self.reader.go_to_part(forward, is_paragraph) => Vec::new(),
            _ => self.scroll(if forward { Scroll::End } else { Scroll::Start }),
        }
    }

    /// Goes to a heading of the text, whatever has the focus.
    pub(super) fn go_to_heading(&mut self, forward: bool) -> Vec<Effect> {
        if self.reader.go_to_part(forward, is_heading) {
            return self.show_reader();
        }
        self.say(match (self.reader.opened(), forward) {
            (None, _) => "no article is open",
            (Some(_), true) => "no heading further down",
            (Some(_), false) => "no heading further up",
        })
    }

    /// Selects the nearest article of another day.
    fn go_to_day(&mut self, forward: bool) -> Vec<Effect> {
        let day = |hit: &crate::index::Hit| hit.row.date.map(|(range, _)| range);
        let here = self.list.selected_hit().map(day);
        match self.list.find(forward, |hit| Some(day(hit)) != here) {
            Some(number) => self.select(number),
            None => self.step_list(if forward { Step::End } else { Step::Start }),
        }
    }

    pub(super) fn go_to_unread(&mut self, forward: bool) -> Vec<Effect> {
        let read = &self.read;
        match self.list.find(forward, |hit| !read.contains(&hit.row.article)) {
            Some(number) => self.select(number),
            None => self.say("no unread article near here in that direction"),
        }
    }
}
