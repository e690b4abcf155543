//! What is searched for: the text in the bar, how it was read, and how to get back to what was there before.

use jiff::civil::Date;

use super::{bar::Line, list::List};
use crate::{
    article::ArticleId,
    index::query::{Parsed, Query, parse_typing},
};

/// The search bar's state.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What the bar is for at the moment.
    pub mode: Mode,
    /// The query.
    pub line: Line,
    /// What is looked for in the open article.
    pub find: Line,
    /// The query as it was read.
    pub parsed: Parsed,
    /// The queries that this one narrows, oldest first.
    within: Vec<(String, Option<Query>)>,
    /// What Esc gives back; only while the bar has the focus.
    before: Option<Box<Before>>,
    /// Whether the selection was moved since the bar has the focus: then it follows the article.
    pub moved: bool,
}

/// What the bar is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Searching the corpus.
    #[default]
    Search,
    /// Finding in the open article.
    Find,
}

/// What there was before the bar was opened.
#[derive(Clone, Debug)]
pub struct Before {
    /// The query.
    pub text: String,
    /// The queries that it narrowed.
    within: Vec<(String, Option<Query>)>,
    /// How it was read.
    parsed: Parsed,
    /// The list with its selection.
    pub list: List,
    /// The article that was selected.
    pub article: Option<ArticleId>,
}

impl Search {
    /// Takes note of what there is before the bar is opened.
    pub fn begin(&mut self, list: &List) {
        self.mode = Mode::Search;
        self.line.select_all();
        self.moved = false;
        self.before = Some(Box::new(Before {
            text: self.line.text().to_owned(),
            within: self.within.clone(),
            parsed: self.parsed.clone(),
            list: list.clone(),
            article: list.selected_hit().map(|hit| hit.row.article),
        }));
    }

    /// Narrows the present query: the bar is empty, and what is typed must match as well.
    pub fn narrow(&mut self) {
        let text = self.line.text().trim().to_owned();
        if let Some(query) = self.parsed.query.take() {
            self.within.push((text, Some(query)));
        }
        self.line.set("");
        self.parsed = Parsed::default();
    }

    /// Gives back what there was before the bar was opened.
    pub fn give_up(&mut self) -> Option<Before> {
        let before = *self.before.take()?;
        self.line.set(&before.text);
        self.within.clone_from(&before.within);
        self.parsed = before.parsed.clone();
        Some(before)
    }

    /// Keeps the query: Esc no longer gives back what there was before. An empty one ends narrowing, too.
    pub fn accept(&mut self) {
        self.before = None;
        self.line.keep();
        if self.line.text().trim().is_empty() {
            self.within.clear();
        }
    }

    /// Forgets the query; whether there was one.
    pub fn clear(&mut self) -> bool {
        let had_one = self.query().is_some() || !self.line.text().is_empty();
        self.line.set("");
        self.within.clear();
        self.parsed = Parsed::default();
        had_one
    }

    /// Reads the query anew; whether it asks something else than before.
    pub fn read(&mut self, today: Date) -> bool {
        let before = self.query();
        self.parsed = parse_typing(self.line.text(), self.line.cursor_byte(), today);
        self.query() != before
    }

    /// What is asked, with the queries that it narrows.
    pub fn query(&self) -> Option<Query> {
        let within = self.within.iter().filter_map(|(_, query)| query.clone());
        within.chain(self.parsed.query.clone()).reduce(Query::and)
    }

    /// The texts of the queries that this one narrows.
    pub fn within(&self) -> impl Iterator<Item = &str> {
        self.within.iter().map(|(text, _)| text.as_str())
    }
}
