//! What each action does to the state.

use std::mem;

use super::{
    action::Action,
    jumps::Jump,
    list::Select,
    message::{Effect, Inquiry, Notice},
    motion::Step,
    overlay::{Kind, Overlay},
    search::Mode,
    state::{MEASURES, Open, Pane, State},
    update::close,
};
use crate::{article::heap::Verdict, index::SortKey};

/// Columns by which the measure changes at a key.
const MEASURE_STEP: u16 = 4;

impl State {
    /// Does what an action says.
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        use Action as A;
        if self.is_behind_text(action) {
            return self.say("Esc closes this first");
        }
        match action {
            A::Next => self.step(Step::Row(1)),
            A::Previous => self.step(Step::Row(-1)),
            A::HalfPageDown => self.step(Step::HalfPage(1)),
            A::HalfPageUp => self.step(Step::HalfPage(-1)),
            A::PageDown => self.step(Step::Page(1)),
            A::PageUp => self.step(Step::Page(-1)),
            A::First => self.step(Step::Start),
            A::Last => self.step(Step::End),
            A::ScrollTextDown => self.scroll_text(1),
            A::ScrollTextUp => self.scroll_text(-1),
            A::NextParagraph => self.go_to_paragraph(true),
            A::PreviousParagraph => self.go_to_paragraph(false),
            A::NextHeading => self.go_to_heading(true),
            A::PreviousHeading => self.go_to_heading(false),
            A::NextUnread => self.go_to_unread(true),
            A::PreviousUnread => self.go_to_unread(false),
            A::Open if self.overlay.is_some() => self.narrow_to_selected(),
            A::Open => self.enter(),
            A::ToList | A::FocusList => self.go_to_list(),
            A::FocusReader => self.go_to_pane(Pane::Reader),
            A::FocusBar | A::Search => self.begin_search(),
            A::NextPane => self.cycle_pane(true),
            A::PreviousPane => self.cycle_pane(false),
            A::OlderPlace => self.jump_back(),
            A::NewerPlace => self.jump_forward(),
            A::SetMark | A::GoToMark => self.await_letter(action),
            A::Narrow => self.narrow(),
            A::NextHit => self.step_hit(true),
            A::PreviousHit => self.step_hit(false),
            A::Find => self.begin_find(),
            A::SortRelevance => self.sort(SortKey::Relevance),
            A::SortDate => self.sort(SortKey::Date),
            A::SortTitle => self.sort(SortKey::Title),
            A::SortSite => self.sort(SortKey::Site),
            A::SortWords => self.sort(SortKey::Words),
            A::Wider => self.widen(true),
            A::Narrower => self.widen(false),
            A::Justify => self.toggle_justify(),
            A::ReadingMode => self.toggle_reading_mode(),
            A::Furniture => self.toggle_furniture(),
            A::Raw => self.toggle_raw(),
            A::Read => self.toggle_read(),
            A::Explain if self.overlay.is_some() => self.cancel(),
            A::Explain => self.explain(),
            A::AcceptLine => self.judge_line(Verdict::Accept),
            A::RejectLine => self.judge_line(Verdict::Reject),
            A::Facets => self.count_into(Kind::Facets(None)),
            A::Timeline => self.count_into(Kind::Timeline(None)),
            A::Complete => self.complete(),
            A::Help => self.lay_over(Kind::Help),
            A::Palette => self.lay_over(Kind::Palette),
            A::Problems => self.show_problems(),
            A::Cancel => self.cancel(),
            A::Leave => self.leave(),
            A::Quit => vec![Effect::Quit],
            A::Interrupt => self.interrupt(),
            A::Refresh => vec![Effect::Refresh],
            A::Redraw => vec![Effect::Redraw],
            A::Suspend => vec![Effect::Suspend],
            A::Accept => self.accept(),
            A::NextRow => self.step_while_typing(1),
            A::PreviousRow => self.step_while_typing(-1),
            _ => self.edit(action),
        }
    }

    /// Whether an action is for what lies behind a text that is laid over it, where nobody would see what it does.
    fn is_behind_text(&self, action: Action) -> bool {
        use Action as A;
        let is_text = self.overlay.as_ref().is_some_and(|overlay| !overlay.is_typed_into());
        let is_counted = |overlay: &Overlay| matches!(overlay.kind, Kind::Facets(_) | Kind::Timeline(_));
        let is_counted = self.overlay.as_ref().is_some_and(is_counted);
        let moves = matches!(
            action,
            A::Next | A::Previous | A::HalfPageDown | A::HalfPageUp | A::PageDown | A::PageUp | A::First | A::Last
        );
        let is_general = matches!(
            action,
            A::Explain
                | A::AcceptLine
                | A::RejectLine
                | A::Cancel
                | A::Leave
                | A::Quit
                | A::Interrupt
                | A::Help
                | A::Palette
                | A::Redraw
                | A::Suspend
        );
        let narrows = is_counted && matches!(action, A::Open | A::Facets | A::Timeline);
        is_text && !moves && !is_general && !narrows
    }

    /// Does what an action says with the letter that followed it.
    pub(super) fn perform_with(&mut self, action: Action, letter: char) -> Vec<Effect> {
        match action {
            Action::SetMark => self.set_mark(letter),
            _ => vec![Effect::FindMark(letter)],
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Reader => {
                self.say(&format!("this is the last pane; {} goes back to the list", self.key(Action::ToList)))
            }
            _ if self.suggestion.is_some() => self.take_suggestion(),
            _ if self.list.selected_hit().is_none() => self.say("nothing to open"),
            _ => self.go_to_pane(Pane::Reader),
        }
    }

    fn go_to_list(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::List => self.say("this is the list already"),
            Pane::Reader | Pane::Bar => self.go_to_pane(Pane::List),
        }
    }

    fn go_to_pane(&mut self, pane: Pane) -> Vec<Effect> {
        self.leave_bar();
        self.focus = pane;
        self.reading_mode &= pane == Pane::Reader;
        Vec::new()
    }

    pub(super) fn cycle_pane(&mut self, forward: bool) -> Vec<Effect> {
        match (self.focus, forward) {
            (Pane::List, true) | (Pane::Bar, false) => self.go_to_pane(Pane::Reader),
            (Pane::Reader, true) | (Pane::List, false) => self.begin_search(),
            (Pane::Bar, true) | (Pane::Reader, false) => self.go_to_pane(Pane::List),
        }
    }

    /// Takes the focus from the bar, keeping what was typed.
    pub(super) fn leave_bar(&mut self) {
        if self.focus == Pane::Bar && self.search.mode == Mode::Search {
            self.search.accept();
        }
    }

    fn begin_search(&mut self) -> Vec<Effect> {
        if self.focus != Pane::Bar || self.search.mode != Mode::Search {
            self.search.begin(&self.list);
        }
        self.reading_mode = false;
        self.focus = Pane::Bar;
        // Known by the time that a field is typed.
        if self.values.is_none() { self.inquire(Inquiry::Values) } else { Vec::new() }
    }

    fn narrow(&mut self) -> Vec<Effect> {
        let is_narrowing = self.search.query().is_some();
        let effects = self.begin_search();
        if is_narrowing {
            self.search.narrow();
        }
        effects
    }

    fn begin_find(&mut self) -> Vec<Effect> {
        if self.reader.opened().is_none() {
            return self.say("no article is open to find something in");
        }
        self.leave_bar();
        self.leave_for_jump();
        self.search.mode = Mode::Find;
        self.search.find.set("");
        self.focus = Pane::Bar;
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Effect> {
        if let Some(overlay) = self.overlay.take() {
            let action = overlay.selected(&self.keymap);
            let unknown = overlay.kind == Kind::Palette && action.is_none();
            if unknown {
                return self.say(&format!("there is no such action; {} lists them all", self.key(Action::Palette)));
            }
            return action.map_or_else(Vec::new, |action| self.perform(action));
        }
        if self.search.mode == Mode::Find {
            self.search.find.keep();
            self.focus = Pane::Reader;
            return Vec::new();
        }
        let text = self.search.line.text().trim().to_owned();
        self.search.accept();
        self.focus = Pane::List;
        if text.is_empty() { Vec::new() } else { vec![Effect::KeepQuery(text)] }
    }

    fn edit(&mut self, action: Action) -> Vec<Effect> {
        if let Some(overlay) = &mut self.overlay {
            return edit_overlay(overlay, action).map_or_else(Vec::new, |step| self.step_while_typing(step));
        }
        let line = match self.search.mode {
            Mode::Search => &mut self.search.line,
            Mode::Find => &mut self.search.find,
        };
        match (line.edit(action), self.search.mode) {
            (Some(true), Mode::Search) => self.query_changed(),
            (Some(true), Mode::Find) => self.find_in_page(),
            _ => Vec::new(),
        }
    }

    fn await_letter(&mut self, action: Action) -> Vec<Effect> {
        self.awaiting = Some(action);
        Vec::new()
    }

    fn set_mark(&mut self, name: char) -> Vec<Effect> {
        let (Some(row), Some(anchor)) = (self.opened_row().cloned(), self.anchor()) else {
            return self.say("no article is open to set a mark in");
        };
        self.notice =
            Some(Notice::remark(&format!("mark {name} is set; {}{name} comes back to it", self.key(Action::GoToMark))));
        self.values = None;
        vec![Effect::KeepMark { name, row: Box::new(row), anchor }]
    }

    fn jump_back(&mut self) -> Vec<Effect> {
        let older = self.here().and_then(|here| self.jumps.older(here));
        self.jump(older, "no older place")
    }

    fn jump_forward(&mut self) -> Vec<Effect> {
        let newer = self.jumps.newer();
        self.jump(newer, "no newer place")
    }

    fn jump(&mut self, jump: Option<Jump>, otherwise: &str) -> Vec<Effect> {
        let Some(Jump { row, point }) = jump else { return self.say(otherwise) };
        self.focus = Pane::Reader;
        self.next_open = Open::At(point);
        self.open_and_select(row)
    }

    fn step_hit(&mut self, forward: bool) -> Vec<Effect> {
        if self.reader.step_hit(forward) {
            return self.show_reader();
        }
        if self.reader.found.is_some() {
            self.reader.edge_hit(forward);
            let has_some = self.reader.current_list().count() > 0;
            return self.say(if has_some { "round again" } else { "not found" });
        }
        if self.search.query().is_none() {
            return self.say(&format!("nothing is searched for; {} begins", self.key(Action::Search)));
        }
        self.step_article(forward)
    }

    /// Goes to the next or previous article of the result, at its first or last hit.
    fn step_article(&mut self, forward: bool) -> Vec<Effect> {
        if self.list.matched() == 0 {
            return self.say("no hits");
        }
        let selected = self.list.selected();
        let target = if forward { selected.checked_add(1) } else { selected.checked_sub(1) };
        let Some(target) = target.filter(|target| *target < self.list.matched()) else {
            return self.say(if forward { "the last hit of the result" } else { "the first hit of the result" });
        };
        self.leave_for_jump();
        self.next_open = if forward { Open::FirstHit } else { Open::LastHit };
        let effects = self.select(target);
        self.show_reader();
        effects
    }

    /// Gives the focus to the reader where it would not be seen otherwise.
    pub(super) fn show_reader(&mut self) -> Vec<Effect> {
        if !self.screen().shows(Pane::Reader) {
            self.focus = Pane::Reader;
        }
        Vec::new()
    }

    fn sort(&mut self, key: SortKey) -> Vec<Effect> {
        let natural = SortKey::natural(self.search.query().as_ref());
        if key == SortKey::Relevance && natural != key {
            return self.say(&format!("there is no word to rank by: {} searches for some", self.key(Action::Search)));
        }
        self.list.sort_by(key, natural);
        let selected = self.list.selected_hit().map(|hit| hit.row.article);
        self.ask(selected.filter(|_| self.search.moved).map_or(Select::First, Select::Article))
    }

    fn widen(&mut self, wider: bool) -> Vec<Effect> {
        let shown = self.setting().columns.min(self.page.measure);
        let measure = if wider { self.page.measure + MEASURE_STEP } else { shown.saturating_sub(MEASURE_STEP) };
        self.page.measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        let (measure, fits) = (self.page.measure, self.setting().columns);
        match fits < measure {
            true => self.say(&format!("measure: {measure} columns, of which {fits} fit here")),
            false => self.say(&format!("measure: {measure} columns")),
        }
    }

    fn toggle_justify(&mut self) -> Vec<Effect> {
        self.page.justify = !self.page.justify;
        self.say(if self.page.justify { "justified" } else { "ragged right" })
    }

    fn toggle_reading_mode(&mut self) -> Vec<Effect> {
        if self.reader.opened().is_none() {
            return self.say("no article is open to read");
        }
        self.leave_bar();
        self.reading_mode = !self.reading_mode;
        self.focus = Pane::Reader;
        Vec::new()
    }

    fn toggle_furniture(&mut self) -> Vec<Effect> {
        self.page.furniture = !self.page.furniture;
        self.say(if self.page.furniture { "page furniture is shown" } else { "page furniture is folded" })
    }

    fn toggle_raw(&mut self) -> Vec<Effect> {
        self.page.raw = !self.page.raw;
        match self.page.raw {
            true => self.say(&format!("the raw text, as it came; {} goes back", self.key(Action::Raw))),
            false => self.say("the page"),
        }
    }

    fn toggle_read(&mut self) -> Vec<Effect> {
        let Some(row) = self.current_row().cloned() else { return self.say("no article is selected") };
        let read = !self.read.contains(&row.article);
        if read {
            self.read.insert(row.article)
        } else {
            self.read.remove(&row.article)
        };
        self.kept_unread = (!read).then_some(row.article);
        self.values = None;
        self.notice = Some(Notice::remark(if read { "marked as read" } else { "marked as unread" }));
        vec![Effect::KeepRead { row: Box::new(row), read }]
    }

    fn lay_over(&mut self, kind: Kind) -> Vec<Effect> {
        self.overlay = Some(Overlay::new(kind));
        Vec::new()
    }

    fn show_problems(&mut self) -> Vec<Effect> {
        if self.problems.is_empty() {
            return self.say("everything could be read");
        }
        let lines = self.problems.clone();
        self.lay_over(Kind::Text { title: "What could not be read", lines })
    }

    fn interrupt(&mut self) -> Vec<Effect> {
        // Once more, and it quits, whether the index has heard of it or not.
        if self.indexing.take().is_none() {
            return vec![Effect::Quit];
        }
        self.notice = Some(Notice::remark("indexing stopped; what is done stays, :refresh goes on"));
        vec![Effect::StopIndexing]
    }

    /// Steps back one level, and stays where there is none.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        let back = self.step_back();
        back.unwrap_or_else(|| {
            self.say(&format!("there is nothing to step back from; {} leaves folio", self.key(Action::Leave)))
        })
    }

    /// Steps back one level, and leaves where there is none.
    fn leave(&mut self) -> Vec<Effect> {
        self.step_back().unwrap_or_else(|| vec![Effect::Quit])
    }

    /// Steps back one level; none where there is no level left.
    fn step_back(&mut self) -> Option<Vec<Effect>> {
        if close(&mut self.overlay) {
            return Some(Vec::new());
        }
        if self.focus == Pane::Bar {
            return Some(self.give_up_typing());
        }
        if self.reader.found.take().is_some() || mem::take(&mut self.reading_mode) {
            return Some(Vec::new());
        }
        if self.page.raw {
            self.page.raw = false;
            return Some(Vec::new());
        }
        if self.focus == Pane::Reader {
            return Some(self.go_to_pane(Pane::List));
        }
        self.clear_query()
    }

    fn give_up_typing(&mut self) -> Vec<Effect> {
        if self.search.mode == Mode::Find {
            self.reader.found = None;
            self.focus = Pane::Reader;
            return self.jump_back_quietly();
        }
        self.focus = Pane::List;
        let Some(before) = self.search.give_up() else { return Vec::new() };
        self.list = before.list;
        self.answered = self.asked.advance();
        self.next_open = Open::WhereLeft;
        let mut effects = self.open_selected();
        effects.extend(self.mark_hits());
        // The list is given back at once, and asked for anew: the index may have grown meanwhile.
        effects.extend(self.ask(before.article.map_or(Select::First, Select::Article)));
        effects
    }

    /// Back to where find-in-page began.
    fn jump_back_quietly(&mut self) -> Vec<Effect> {
        let older = self.here().and_then(|here| self.jumps.older(here));
        older.map_or_else(Vec::new, |older| self.jump(Some(older), ""))
    }

    /// Gives the whole list back, with the selection on the same article; none where nothing is searched for.
    fn clear_query(&mut self) -> Option<Vec<Effect>> {
        if !self.search.clear() {
            return None;
        }
        let selected = self.list.selected_hit().map(|hit| hit.row.article).or(self.last_selected);
        let mut effects = self.mark_hits();
        effects.extend(self.ask(selected.map_or(Select::First, Select::Article)));
        Some(effects)
    }
}

/// Edits what is typed into an overlay. Its rows are moved through instead of a history: by how many is returned.
fn edit_overlay(overlay: &mut Overlay, action: Action) -> Option<isize> {
    match action {
        Action::OlderEntry => return Some(-1),
        Action::NewerEntry => return Some(1),
        _ => {}
    }
    if overlay.filter.edit(action) == Some(true) {
        overlay.position = 0;
    }
    None
}
