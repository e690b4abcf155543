//! What is searched for: the text in the bar, how it was read, and how to get back to what was there before.

use jiff::civil::Date;

use super::{bar::Line, completion::Completion, list::List, message::Values};
use crate::{
    article::ArticleId,
    index::query::{Parsed, Query, parse, parse_typing},
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
    /// What the word at the cursor may go on as.
    pub completion: Option<Completion>,
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
        self.completion = None;
        let before = *self.before.take()?;
        self.line.set(&before.text);
        self.within.clone_from(&before.within);
        self.parsed = before.parsed.clone();
        Some(before)
    }

    /// Keeps the query: Esc no longer gives back what there was before. An empty one ends narrowing, too.
    pub fn accept(&mut self) {
        self.before = None;
        self.completion = None;
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
        self.narrowed().into_iter().chain(self.parsed.query.clone()).reduce(Query::and)
    }

    /// The queries that this one narrows.
    pub fn narrowed(&self) -> Option<Query> {
        self.within.iter().filter_map(|(_, query)| query.clone()).reduce(Query::and)
    }

    /// Adds a condition to the query, which keeps asking what it asks.
    pub fn narrow_by(&mut self, clause: &str, today: Date) {
        let text = match &self.parsed.query {
            None => clause.to_owned(),
            Some(query @ Query::Any(_)) => format!("({}) {clause}", self.text_of(query, today)),
            Some(query) => format!("{} {clause}", self.text_of(query, today)),
        };
        self.line.set(&text);
        self.line.keep();
        self.parsed = parse(&text, today);
    }

    /// A text that is read as the present query, wherever it goes on: what was typed, if possible.
    fn text_of(&self, query: &Query, today: Date) -> String {
        let fullest = query.to_string();
        let typed = self.line.text().trim().to_owned();
        let mut open = self.line.text().to_owned();
        open.insert(self.line.cursor_byte(), '*');
        let means_it = |text: &String| {
            let read = parse(text, today);
            read.faults.is_empty() && read.query.is_some_and(|query| query.to_string() == fullest)
        };
        [typed, open].into_iter().find(means_it).unwrap_or(fullest)
    }

    /// Offers what a field that is being typed may be followed by.
    pub fn offer_values(&mut self, values: Option<&Values>) {
        self.completion = Completion::of_value(self.line.text(), self.line.cursor_byte(), values);
    }

    /// Goes on with the word at the cursor as the next thing that is offered; whether anything is.
    pub fn complete(&mut self, values: Option<&Values>) -> bool {
        let (text, cursor) = (self.line.text(), self.line.cursor_byte());
        let offered = self.completion.take().or_else(|| Completion::of_field(text, cursor));
        let Some(mut completion) = offered else { return false };
        let (text, cursor) = completion.choose_next(text);
        self.line.set_at(&text, cursor);
        // A field that is complete goes on with its values.
        let values = Completion::of_value(&text, cursor, values);
        self.completion =
            if completion.is_single() { values.filter(|_| text[..cursor].ends_with(':')) } else { Some(completion) };
        true
    }

    /// The texts of the queries that this one narrows.
    pub fn within(&self) -> impl Iterator<Item = &str> {
        self.within.iter().map(|(text, _)| text.as_str())
    }
}
