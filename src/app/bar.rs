//! Typed text: the search bar, find-in-page and what is typed into overlays, with the history of queries.

use tui_input::{Input, InputRequest};

use super::action::Action;
use crate::text::clean::Clean;

/// A line of text that is being edited, with the entries that were typed before.
#[derive(Clone, Debug, Default)]
pub struct Line {
    input: Input,
    history: Vec<String>,
    /// The entry that is shown instead of what was typed, and what was typed.
    recalled: Option<(usize, String)>,
    /// Whether typing replaces the text, as it does with selected text everywhere.
    selected: bool,
}

impl Line {
    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The cursor, in characters.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// The byte of the text at which the cursor stands.
    pub fn cursor_byte(&self) -> usize {
        let text = self.text();
        text.char_indices().nth(self.cursor()).map_or(text.len(), |(byte, _)| byte)
    }

    /// Puts another text in, the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(Clean::line(text).to_string());
        self.recalled = None;
        self.selected = false;
    }

    /// Puts another text in, the cursor at a byte of it.
    pub fn set_at(&mut self, text: &str, byte: usize) {
        self.set(text);
        let cursor = text[..byte].chars().count();
        self.input = std::mem::take(&mut self.input).with_cursor(cursor);
    }

    /// Selects the whole text: what is typed next replaces it, any other key edits it.
    pub fn select_all(&mut self) {
        self.selected = !self.text().is_empty();
    }

    /// Whether the whole text is selected.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Types text at the cursor.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.selected) {
            self.input = Input::default();
        }
        let byte = self.cursor_byte();
        let typed = Clean::line(text);
        let (before, after) = self.text().split_at(byte);
        let cursor = before.chars().count() + typed.as_str().chars().count();
        let whole = format!("{before}{typed}{after}");
        self.input = Input::new(whole).with_cursor(cursor);
        self.recalled = None;
    }

    /// Edits as an action says; whether the text has changed. None when the action is no editing.
    pub fn edit(&mut self, action: Action) -> Option<bool> {
        let request = match action {
            Action::DeleteBack => InputRequest::DeletePrevChar,
            Action::DeleteForward => InputRequest::DeleteNextChar,
            Action::DeleteWord => InputRequest::DeletePrevWord,
            Action::DeleteToStart => InputRequest::DeleteFromStart,
            Action::DeleteToEnd => InputRequest::DeleteTillEnd,
            Action::CursorLeft => InputRequest::GoToPrevChar,
            Action::CursorRight => InputRequest::GoToNextChar,
            Action::CursorWordLeft => InputRequest::GoToPrevWord,
            Action::CursorWordRight => InputRequest::GoToNextWord,
            Action::CursorStart => InputRequest::GoToStart,
            Action::CursorEnd => InputRequest::GoToEnd,
            Action::OlderEntry => return Some(self.recall(1)),
            Action::NewerEntry => return Some(self.recall(-1)),
            _ => return None,
        };
        let was_selected = std::mem::take(&mut self.selected);
        if was_selected && matches!(action, Action::DeleteBack | Action::DeleteForward | Action::DeleteWord) {
            self.set("");
            return Some(true);
        }
        Some(self.input.handle(request).is_some_and(|changed| changed.value))
    }

    /// Puts the entries of earlier runs in, newest first.
    pub fn set_history(&mut self, history: Vec<String>) {
        self.history = history;
    }

    /// Keeps the text as the newest entry.
    pub fn keep(&mut self) {
        let text = self.text().trim().to_owned();
        self.recalled = None;
        if !text.is_empty() {
            self.history.retain(|entry| *entry != text);
            self.history.insert(0, text);
        }
    }

    /// The entries, newest first.
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// Shows an older (1) or newer (-1) entry; past the newest one, what was typed.
    fn recall(&mut self, step: isize) -> bool {
        let (at, typed) = match self.recalled.take() {
            Some((at, typed)) => (at as isize, typed),
            None => (-1, self.text().to_owned()),
        };
        let wanted = (at + step).min(self.history.len() as isize - 1);
        match usize::try_from(wanted) {
            Ok(wanted) => {
                self.set(&self.history[wanted].clone());
                self.recalled = Some((wanted, typed));
            }
            Err(_) => self.set(&typed),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_happens_at_the_cursor() {
        let mut line = Line::default();
        line.insert("putn");
        line.edit(Action::CursorLeft);
        line.insert("i");
        assert_eq!((line.text(), line.cursor()), ("putin", 4));
        assert_eq!(line.edit(Action::DeleteToStart), Some(true));
        assert_eq!(line.text(), "n");
        assert_eq!(line.edit(Action::Next), None);
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut line = Line::default();
        line.insert("two\nlines\u{1b}[31m");
        assert!(!line.text().contains(['\n', '\u{1b}']));
    }

    #[test]
    fn up_and_down_go_through_the_history_and_back_to_what_was_typed() {
        let mut line = Line::default();
        line.set_history(vec!["newest".into(), "older".into()]);
        line.insert("typed");
        let mut shown = Vec::new();
        for action in
            [Action::OlderEntry, Action::OlderEntry, Action::OlderEntry, Action::NewerEntry, Action::NewerEntry]
        {
            line.edit(action);
            shown.push(line.text().to_owned());
        }
        assert_eq!(shown, ["newest", "older", "older", "newest", "typed"]);
    }

    #[test]
    fn a_kept_text_stands_once_in_the_history() {
        let mut line = Line::default();
        line.set_history(vec!["a".into(), "b".into()]);
        line.set("b");
        line.keep();
        assert_eq!(line.history(), ["b", "a"]);
    }
}
