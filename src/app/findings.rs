//! What the actions do that ask about the result: how the query was read, what the result consists of, what was meant.

use std::mem;

use super::{
    explain,
    list::Select,
    message::{Effect, Inquiry},
    overlay::{Kind, Overlay},
    search::Mode,
    state::{Pane, State},
};

impl State {
    /// Lays over how folio knows what it says, and has found out how the query was read.
    pub(super) fn explain(&mut self) -> Vec<Effect> {
        self.explained = None;
        self.overlay = Some(Overlay::new(explain::overlay(self)));
        if self.search.query().is_none() { Vec::new() } else { self.inquire(Inquiry::Explain) }
    }

    /// Lays something over that shows what the result consists of, or closes it again.
    pub(super) fn count_into(&mut self, kind: Kind) -> Vec<Effect> {
        let is_same = |shown: &Overlay| mem::discriminant(&shown.kind) == mem::discriminant(&kind);
        if self.overlay.as_ref().is_some_and(is_same) {
            return self.cancel();
        }
        self.overlay = Some(Overlay::new(kind));
        self.inquire(Inquiry::Facets)
    }

    /// Narrows the result to the articles of the selected facet or span of time.
    pub(super) fn narrow_to_selected(&mut self) -> Vec<Effect> {
        let Some(clause) = self.overlay.as_ref().and_then(Overlay::selected_clause) else { return Vec::new() };
        self.overlay = None;
        self.focus = Pane::List;
        self.search.narrow_by(&clause, self.today);
        let mut effects = self.ask(Select::First);
        effects.push(Effect::KeepQuery(self.search.line.text().to_owned()));
        effects
    }

    /// Has near words looked for, where a query finds nothing.
    pub(super) fn look_for_suggestion(&mut self) -> Vec<Effect> {
        let text = self.search.line.text().to_owned();
        if self.search.parsed.query.is_none() || self.overlay.is_some() {
            return Vec::new();
        }
        let within = self.search.narrowed();
        self.inquire(Inquiry::Suggest { text, within, today: self.today })
    }

    /// Asks what may have been meant.
    pub(super) fn take_suggestion(&mut self) -> Vec<Effect> {
        let Some(suggestion) = self.suggestion.take() else { return Vec::new() };
        self.search.line.set(&suggestion.text);
        self.query_changed()
    }

    /// Takes what may have been meant, or completes the word at the cursor; elsewhere goes to the next pane.
    pub(super) fn complete(&mut self) -> Vec<Effect> {
        if self.overlay.is_some() || self.focus != Pane::Bar || self.search.mode != Mode::Search {
            return self.cycle_pane(true);
        }
        if self.suggestion.is_some() {
            return self.take_suggestion();
        }
        if !self.search.complete(self.values.as_ref()) {
            return self.cycle_pane(true);
        }
        self.answer_query()
    }
}
