//! The one door through which the state changes.

use super::{
    action::Action,
    chord::Chord,
    keymap::{Context, Meaning},
    list::Select,
    message::{Effect, Finding, Found, Generation, Inquiry, Message, Notice, Remembered, rows_of},
    motion::Step,
    overlay::Overlay,
    reader::Scroll,
    search::Mode,
    state::{Open, Pane, State},
};
use crate::text::clean::Clean;

/// Changes the state as a message says. What the outside world has to do is returned.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = state.handle(message);
    effects.extend(state.settle());
    effects.extend(state.keep());
    effects
}

impl State {
    fn handle(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(chord) => self.press(chord),
            Message::Paste(text) => self.paste(&text),
            Message::Wheel { column, row, rows } => self.turn_wheel(column, row, rows),
            Message::Click { column, row, double } => self.click(column, row, double),
            Message::Resized { columns, rows } => self.resize(columns, rows),
            Message::Found(found) => self.take_hits(found),
            Message::NotFound { generation, reason } => {
                self.answered = self.answered.max(generation);
                self.warn(reason, generation == self.asked)
            }
            Message::Opened { .. } | Message::NotOpened { .. } => self.take_article(message),
            Message::Marked { generation, spans, found } => self.take_marks(generation == self.marking, spans, found),
            Message::Indexing(indexing) => {
                self.indexing = (!indexing.ended).then_some(indexing);
                Vec::new()
            }
            Message::CorpusChanged => {
                self.values = None;
                self.ask_again()
            }
            Message::Problems(problems) => {
                self.problems = problems;
                Vec::new()
            }
            Message::Remembered(remembered) => self.remember(remembered),
            Message::Judged(verdicts) => self.judged(verdicts),
            Message::WereRead(read) => {
                self.read.extend(read);
                Vec::new()
            }
            Message::FoundOut { generation, finding } => self.take_finding(generation, finding),
            Message::MarkFound { name, mark } => self.go_to_mark(name, mark),
            Message::Notice(notice) => {
                self.notice = Some(notice);
                Vec::new()
            }
        }
    }

    fn press(&mut self, chord: Chord) -> Vec<Effect> {
        self.notice = None;
        let context = self.context();
        let is_cancel = self.keymap.meaning(context, &[chord]) == Meaning::Action(Action::Cancel);
        if let Some(action) = self.awaiting.take() {
            return match chord.typed() {
                Some(letter) => self.perform_with(action, letter),
                None if is_cancel => Vec::new(),
                None => self.say("a mark is a letter or another character"),
            };
        }
        self.pending.push(chord);
        match self.keymap.meaning(context, &self.pending) {
            Meaning::Prefix => Vec::new(),
            Meaning::Action(action) => {
                self.pending.clear();
                self.perform(action)
            }
            Meaning::Nothing => {
                let pressed = std::mem::take(&mut self.pending);
                if pressed.len() > 1 && is_cancel { Vec::new() } else { self.type_or_complain(context, &pressed) }
            }
        }
    }

    fn type_or_complain(&mut self, context: Context, pressed: &[Chord]) -> Vec<Effect> {
        let typed: String = pressed.iter().filter_map(|chord| chord.typed()).collect();
        if context == Context::Typing && !typed.is_empty() {
            return self.insert(&typed);
        }
        let label: String = pressed.iter().map(|chord| chord.label()).collect();
        self.say(&format!("{label} is not bound; {} shows the keys", self.key(Action::Help)))
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        match self.context() {
            Context::Typing => self.insert(text),
            Context::Everywhere => {
                self.say(&format!("press {} first to search for what you paste", self.key(Action::Search)))
            }
        }
    }

    /// Types text where text is typed.
    fn insert(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.overlay {
            Some(overlay) => {
                overlay.filter.insert(text);
                overlay.position = 0;
                Vec::new()
            }
            None if self.search.mode == Mode::Find => {
                self.search.find.insert(text);
                self.find_in_page()
            }
            None => {
                self.search.line.insert(text);
                self.query_changed()
            }
        }
    }

    /// Answers the query in the bar after each change of it.
    pub(super) fn query_changed(&mut self) -> Vec<Effect> {
        self.search.offer_values(self.values.as_ref());
        let mut effects = self.answer_query();
        if self.values.is_none() && self.search.line.text().contains(':') {
            effects.extend(self.inquire(Inquiry::Values));
        }
        effects
    }

    /// Answers the query in the bar, if it asks something else than before.
    pub(super) fn answer_query(&mut self) -> Vec<Effect> {
        if !self.search.read(self.today) {
            return Vec::new();
        }
        let selected = self.list.selected_hit().map(|hit| hit.row.article);
        self.ask(selected.filter(|_| self.search.moved).map_or(Select::First, Select::Article))
    }

    fn resize(&mut self, columns: u16, rows: u16) -> Vec<Effect> {
        self.size = (columns, rows);
        Vec::new()
    }

    fn take_hits(&mut self, found: Found) -> Vec<Effect> {
        if found.generation != self.asked || found.answer.cancelled {
            return Vec::new();
        }
        self.answered = found.generation;
        self.suggestion = None;
        self.list.take(found.answer, found.start);
        match (self.selecting, found.selected) {
            (Select::First, _) => {
                self.list.select(0);
            }
            (Select::Article(_), Some(number)) => self.list.move_selection_to(number),
            (Select::Article(_) | Select::Number(_), _) => {}
        }
        let rows = rows_of(self.list.window().iter());
        let mut effects = vec![Effect::LookUpRead(rows)];
        // An article that was jumped to stays open though the result does not have it, and so does one that is being
        // read: `is:unread` has it no more at the next look.
        let is_outside = matches!(self.selecting, Select::Article(article)
            if found.selected.is_none() && (self.jumped_to == Some(article) || self.focus == Pane::Reader));
        if !is_outside && (self.list.selected_hit().is_some() || self.list.matched() == 0) {
            effects.extend(self.open_selected());
        }
        if self.list.matched() == 0 && self.list.total() > 0 {
            effects.extend(self.look_for_suggestion());
        }
        // List, page and hits change together: in another article, hits are marked when it comes.
        match &mut self.opening {
            Some(opening) => opening.with_list = true,
            None if self.marked != self.search.query() => effects.extend(self.mark_hits()),
            None => {}
        }
        effects
    }

    /// Takes what an inquiry has found out, if it is the newest one.
    fn take_finding(&mut self, generation: Generation, finding: Finding) -> Vec<Effect> {
        if generation != self.inquired {
            return Vec::new();
        }
        match finding {
            Finding::Explained(explained) => {
                self.explained = Some(explained);
                self.explain_again();
            }
            Finding::Facets(facets) => {
                if let Some(overlay) = &mut self.overlay {
                    overlay.take_facets(facets);
                }
            }
            // While another question is on its way, nobody knows yet whether it finds nothing, too.
            Finding::Suggested(suggestion) if self.list.matched() == 0 && self.asked == self.answered => {
                self.suggestion = suggestion;
            }
            Finding::Suggested(_) => {}
            Finding::Values(values) => {
                self.values = Some(values);
                self.search.offer_values(self.values.as_ref());
            }
        }
        Vec::new()
    }

    fn take_article(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Opened { generation, opened, position } if generation == self.opened_count => {
                match self.opening.take() {
                    Some(opening) => self.show(opened, opening.open, position),
                    None => {
                        self.reader.replace(opened);
                        self.explain_again();
                        self.mark_hits()
                    }
                }
            }
            Message::NotOpened { generation, reason } if generation == self.opened_count => {
                self.opening = None;
                self.reader.close();
                self.unreadable = Some(reason.clone());
                self.warn(reason, true)
            }
            _ => Vec::new(),
        }
    }

    fn take_marks(&mut self, is_newest: bool, spans: Vec<super::hits::Span>, found: bool) -> Vec<Effect> {
        match (is_newest, found) {
            (false, _) => {}
            (true, true) => self.reader.set_found(spans),
            (true, false) => self.reader.set_hits(spans),
        }
        Vec::new()
    }

    /// Asks again after the index has changed. The selection follows its article, unless it rests on the first row.
    fn ask_again(&mut self) -> Vec<Effect> {
        if !self.remembered {
            return Vec::new();
        }
        let rests = self.list.selected() == 0 && !self.search.moved && self.focus != Pane::Reader;
        let selected = self.list.selected_hit().map(|hit| hit.row.article);
        self.ask(selected.filter(|_| !rests).map_or(Select::First, Select::Article))
    }

    fn remember(&mut self, remembered: Remembered) -> Vec<Effect> {
        self.search.line.set_history(remembered.history);
        self.remembered = true;
        if let Some(measure) = remembered.measure {
            self.page.measure = measure;
        }
        if self.focus == Pane::Bar {
            return self.ask(Select::First);
        }
        self.search.line.set(&remembered.query);
        self.search.read(self.today);
        if remembered.in_reader && remembered.article.is_some() {
            self.focus = Pane::Reader;
        }
        self.search.moved = remembered.article.is_some();
        self.ask(remembered.article.map_or(Select::First, Select::Article))
    }

    fn go_to_mark(&mut self, name: char, mark: Option<Box<(crate::index::Row, crate::library::Mark)>>) -> Vec<Effect> {
        let Some((row, mark)) = mark.map(|mark| *mark) else {
            return self.say(&format!("no mark {name} in this corpus; {}{name} sets it", self.key(Action::SetMark)));
        };
        self.leave_for_jump();
        self.next_open = Open::Anchor(mark.anchor);
        self.focus = Pane::Reader;
        self.open_and_select(row)
    }

    fn warn(&mut self, reason: Clean, counts: bool) -> Vec<Effect> {
        if counts {
            self.notice = Some(Notice::warning(reason));
        }
        Vec::new()
    }

    fn turn_wheel(&mut self, column: u16, row: u16, rows: isize) -> Vec<Effect> {
        if let Some(overlay) = &self.overlay {
            let step = if rows > 0 { Step::Row(1) } else { Step::Row(-1) };
            let length = overlay.length(&self.keymap);
            return self.step_overlay(step, length);
        }
        match self.screen().pane_at(column, row) {
            Some(Pane::List) => {
                let step = if rows > 0 { 1 } else { -1 };
                if self.list.scroll(step) {
                    self.search.moved = true;
                    return self.open_selected();
                }
            }
            Some(Pane::Reader) => {
                self.reader.scroll(Scroll::Rows(rows));
            }
            Some(Pane::Bar) | None => {}
        }
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, double: bool) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        let screen = self.screen();
        match screen.pane_at(column, row) {
            Some(Pane::List) => {
                self.leave_bar();
                self.focus = Pane::List;
                let number = self.list.visible().start + usize::from((row - screen.list.y) / self.row_height());
                let effects = self.select(number.min(self.list.visible().end.saturating_sub(1)));
                if double { [effects, self.perform(Action::Open)].concat() } else { effects }
            }
            Some(Pane::Reader) => {
                self.leave_bar();
                self.focus = Pane::Reader;
                Vec::new()
            }
            Some(Pane::Bar) => self.perform(Action::Search),
            None => Vec::new(),
        }
    }

    /// What the library has to keep after a change.
    fn keep(&mut self) -> Vec<Effect> {
        let mut effects: Vec<_> = self.changed_place().map(Effect::KeepPlace).into_iter().collect();
        effects.extend(self.changed_position());
        effects.extend(self.newly_read());
        effects
    }
}

/// Closes an overlay.
pub(super) fn close(overlay: &mut Option<Overlay>) -> bool {
    overlay.take().is_some()
}
