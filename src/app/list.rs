//! The article list: a window of hits around the selection, never all of them.

use std::ops::Range;

use crate::{
    article::ArticleId,
    index::{Answer, Hit, Sort, SortKey},
};

/// Hits that are asked for at a time, at least.
const WINDOW: usize = 120;

/// The list's state. Numbers of hits count from 0.
#[derive(Clone, Debug)]
pub struct List {
    /// The order that was asked for; none for the natural one.
    pub sort: Option<Sort>,
    total: usize,
    matched: usize,
    undated_hidden: usize,
    capped: bool,
    selected: usize,
    top: usize,
    /// Rows that fit on the screen.
    rows: usize,
    window: Vec<Hit>,
    window_start: usize,
    answered: bool,
    /// How the hits that were asked for last will be.
    asked: Form,
    /// How the hits that there are are.
    shown: Form,
}

/// How hits are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// In which order.
    pub sort: Sort,
    /// Whether they come with excerpts, each of which costs the reading of an article.
    pub excerpts: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { sort: SortKey::natural(None).into(), excerpts: false }
    }
}

impl Default for List {
    fn default() -> Self {
        Self {
            sort: None,
            total: 0,
            matched: 0,
            undated_hidden: 0,
            capped: false,
            selected: 0,
            top: 0,
            rows: 1,
            window: Vec::new(),
            window_start: 0,
            answered: false,
            asked: Form::default(),
            shown: Form::default(),
        }
    }
}

/// What to select when an answer arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The best one.
    First,
    /// The one with this number.
    Number(usize),
    /// This article where it is in the result, else the one that takes its row.
    Article(ArticleId),
}

impl List {
    /// Articles in the corpus.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Articles in the result.
    pub fn matched(&self) -> usize {
        self.matched
    }

    /// Articles that a date in the query hides because they have none.
    pub fn undated_hidden(&self) -> usize {
        self.undated_hidden
    }

    /// Whether rarer completions of a short prefix are missing.
    pub fn is_capped(&self) -> bool {
        self.capped
    }

    /// Whether there was an answer yet.
    pub fn is_answered(&self) -> bool {
        self.answered
    }

    /// The number of the selected hit.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected hit, if it is in the window.
    pub fn selected_hit(&self) -> Option<&Hit> {
        self.hit(self.selected)
    }

    /// The hit with this number, if it is in the window.
    pub fn hit(&self, number: usize) -> Option<&Hit> {
        self.window.get(number.checked_sub(self.window_start)?)
    }

    /// The hits that are known, around those on the screen.
    pub fn window(&self) -> &[Hit] {
        &self.window
    }

    /// The numbers of the hits on the screen.
    pub fn visible(&self) -> Range<usize> {
        self.top..(self.top + self.rows).min(self.matched)
    }

    /// Rows that fit on the screen.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Takes note of how many rows fit, and keeps the selection among them.
    pub fn set_rows(&mut self, rows: usize) {
        self.rows = rows.max(1);
        self.keep_in_sight();
    }

    /// Selects the hit with this number, or the last one; whether that is another one than before.
    pub fn select(&mut self, number: usize) -> bool {
        let before = self.selected;
        self.selected = number.min(self.matched.saturating_sub(1));
        self.keep_in_sight();
        self.selected != before
    }

    /// Scrolls without selecting, as the wheel does; the selection is taken along at the edge.
    pub fn scroll(&mut self, rows: isize) -> bool {
        let last = self.matched.saturating_sub(self.rows);
        self.top = self.top.saturating_add_signed(rows).min(last);
        let bottom = (self.top + self.rows).min(self.matched).saturating_sub(1);
        let before = self.selected;
        self.selected = self.selected.clamp(self.top.min(bottom), bottom);
        self.selected != before
    }

    /// The next or previous hit whose answer to `wanted` is yes, within the window.
    pub fn find(&self, forward: bool, wanted: impl Fn(&Hit) -> bool) -> Option<usize> {
        let number = |index: usize| self.window_start + index;
        let mut matching =
            self.window.iter().enumerate().filter(|(_, hit)| wanted(hit)).map(|(index, _)| number(index));
        if forward {
            matching.find(|number| *number > self.selected)
        } else {
            matching.rfind(|number| *number < self.selected)
        }
    }

    /// The first number to ask for when what is on the screen is not in the window, or its edge is near.
    pub fn missing(&self) -> Option<usize> {
        let margin = self.rows.min(self.window_length() / 4);
        let wanted = self.top.saturating_sub(margin)..(self.top + self.rows + margin).min(self.matched);
        let have = self.window_start..self.window_start + self.window.len();
        let covered = wanted.is_empty() || (have.start <= wanted.start && wanted.end <= have.end);
        // A window that came back shorter than it should be is not asked for again and again.
        let start = self.window_around(self.top + self.rows / 2);
        (!covered && start != self.window_start).then_some(start)
    }

    /// How many hits are asked for at a time: several screens of them.
    pub fn window_length(&self) -> usize {
        self.window_of(self.rows)
    }

    /// How many hits are asked for at a time where so many rows will fit.
    pub fn window_of(&self, rows: usize) -> usize {
        (rows * 3).max(if self.asked.excerpts { 0 } else { WINDOW })
    }

    /// Takes note of how hits are asked for.
    pub fn set_asked(&mut self, form: Form) {
        self.asked = form;
    }

    /// How the hits that there are are listed, whatever is being asked meanwhile.
    pub fn shown(&self) -> Form {
        self.shown
    }

    /// The first number of a window with this one in its middle.
    pub fn window_around(&self, number: usize) -> usize {
        number.saturating_sub(self.window_length() / 2)
    }

    /// Takes an answer whose hits begin with number `start`.
    pub fn take(&mut self, answer: Answer, start: usize) {
        self.total = answer.total;
        self.matched = answer.matched;
        self.undated_hidden = answer.undated_hidden;
        self.capped = answer.completions_capped;
        self.window = answer.hits;
        self.window_start = start;
        self.answered = true;
        self.shown = self.asked;
        self.selected = self.selected.min(self.matched.saturating_sub(1));
        self.keep_in_sight();
    }

    /// Keeps the row of the selection on the screen where it was, whatever its new number.
    pub fn move_selection_to(&mut self, number: usize) {
        let row = self.selected.saturating_sub(self.top);
        self.selected = number.min(self.matched.saturating_sub(1));
        self.top = self.selected.saturating_sub(row);
        self.keep_in_sight();
    }

    /// The order in which hits are, given what the query's hits are sorted by unless told otherwise.
    pub fn order(&self, natural: SortKey) -> Sort {
        match self.sort {
            Some(Sort { key: SortKey::Relevance, reversed }) => Sort { key: natural, reversed },
            Some(sort) => sort,
            None => natural.into(),
        }
    }

    /// Sorts by a key; by the one that is sorted by already, the other way round.
    pub fn sort_by(&mut self, key: SortKey, natural: SortKey) {
        let now = self.order(natural);
        self.sort = Some(Sort { key, reversed: now.key == key && !now.reversed });
    }

    fn keep_in_sight(&mut self) {
        let last_top = self.matched.saturating_sub(self.rows);
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.rows)).min(last_top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(matched: usize, rows: usize) -> List {
        let mut list = List::default();
        list.take(Answer { total: matched, matched, ..Answer::default() }, 0);
        list.set_rows(rows);
        list
    }

    #[test]
    fn the_selection_stays_within_the_result_and_in_sight() {
        let mut list = list(100, 10);
        list.select(57);
        assert!(list.visible().contains(&57));
        list.select(usize::MAX);
        assert_eq!((list.selected(), list.visible()), (99, 90..100));
        assert!(!list.select(200));
    }

    #[test]
    fn fewer_hits_move_the_selection_to_the_last() {
        let mut list = list(100, 10);
        list.select(99);
        list.take(Answer { total: 100, matched: 3, ..Answer::default() }, 0);
        assert_eq!((list.selected(), list.visible()), (2, 0..3));
        list.take(Answer::default(), 0);
        assert_eq!((list.selected(), list.visible()), (0, 0..0));
    }

    #[test]
    fn the_wheel_takes_the_selection_along_at_the_edge() {
        let mut list = list(100, 10);
        assert!(list.scroll(5));
        assert_eq!((list.selected(), list.visible()), (5, 5..15));
        assert!(!list.scroll(-3));
        assert_eq!((list.selected(), list.visible()), (5, 2..12));
    }

    #[test]
    fn a_window_is_asked_for_before_its_edge_is_reached() {
        let mut list = list(10_000, 20);
        assert_eq!(list.missing(), None);
        list.select(5_000);
        let start = list.missing().unwrap();
        assert!(start < 5_000 - 20 && start + WINDOW > 5_000 + 20);
    }

    #[test]
    fn sorting_by_the_same_key_again_reverses() {
        let mut list = list(10, 5);
        let natural = SortKey::Date;
        list.sort_by(SortKey::Title, natural);
        assert_eq!(list.order(natural), Sort { key: SortKey::Title, reversed: false });
        list.sort_by(SortKey::Title, natural);
        assert_eq!(list.order(natural), Sort { key: SortKey::Title, reversed: true });
        list.sort_by(SortKey::Date, natural);
        list.sort_by(SortKey::Title, natural);
        assert!(!list.order(natural).reversed);
    }
}
