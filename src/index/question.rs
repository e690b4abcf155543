//! What can be asked of an engine, and what it answers: plain values without an engine in them.

use std::{ops::Range, path::PathBuf};

use super::{query::Query, sets::ArticleSets};
use crate::{
    article::{ArticleId, DateRange, Grade},
    source::Locator,
    text::clean::Clean,
};

/// A question to the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What articles are wanted; all of them without a query.
    pub query: Option<Query>,
    /// In which order.
    pub sort: Sort,
    /// How many hits are passed over.
    pub offset: usize,
    /// How many hits are wanted at most.
    pub limit: usize,
    /// How many columns a snippet may take; none are made without it.
    pub snippet_columns: Option<u16>,
    /// What the reader has done with articles, where the query [asks for it](Query::needs_sets).
    pub sets: ArticleSets,
}

impl Question {
    /// The first `limit` hits of a query in its natural order.
    pub fn new(query: Option<Query>, limit: usize) -> Self {
        let sort = SortKey::natural(query.as_ref()).into();
        Self { query, sort, offset: 0, limit, snippet_columns: None, sets: ArticleSets::default() }
    }
}

/// An order of hits. Articles that lack what is sorted by come last either way; ties keep the order of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Whether the natural order of the key is turned round.
    pub reversed: bool,
}

/// By what hits are sorted, each in its natural direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// Best match first; newest first where no match is better than another.
    Relevance,
    /// Newest first.
    Date,
    /// From A to Z.
    Title,
    /// From A to Z.
    Site,
    /// Longest first.
    Words,
}

impl SortKey {
    /// What the hits of a query are sorted by unless told otherwise: how well they match, or their dates where the query
    /// only filters, or nothing is asked.
    pub fn natural(query: Option<&Query>) -> Self {
        if query.is_some_and(Query::is_ranking) { Self::Relevance } else { Self::Date }
    }
}

impl From<SortKey> for Sort {
    fn from(key: SortKey) -> Self {
        Self { key, reversed: false }
    }
}

/// What the engine answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Articles in the corpus.
    pub total: usize,
    /// Articles that match.
    pub matched: usize,
    /// Articles that match but for their lack of a date.
    pub undated_hidden: usize,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Whether a prefix, pattern or typo stands for more words than were looked for: then rare ones are missing.
    pub completions_capped: bool,
    /// Whether it was cancelled: then the rest means nothing.
    pub cancelled: bool,
}

/// A query that finds something, for one that finds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its text.
    pub text: String,
    /// How many articles match it.
    pub articles: usize,
}

/// An article that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What a list shows of it.
    pub row: Row,
    /// How well it matches; nothing where that was not asked.
    pub score: Option<f32>,
    /// Why it matches.
    pub snippet: Option<Snippet>,
}

/// An excerpt that shows why an article matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The excerpt, on one line, with `…` where it was cut.
    pub text: Clean,
    /// The bytes of the excerpt that match, in order.
    pub spans: Vec<Range<usize>>,
}

/// One place of an article in the index, for as long as its file does not change. Ties in a sort keep their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(pub u64);

impl Place {
    const RECORD_BITS: u32 = 28;

    /// The place of a record in a file, both by number.
    pub(super) fn new(file: u32, record: u64) -> Self {
        Self(u64::from(file) << Self::RECORD_BITS | record & ((1 << Self::RECORD_BITS) - 1))
    }

    pub(super) fn file(self) -> u32 {
        (self.0 >> Self::RECORD_BITS) as u32
    }
}

/// What a list shows of an article, and where its text is.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place.
    pub place: Place,
    /// The hash of its content.
    pub article: ArticleId,
    /// The record's own identifier where it has one, else the hash of its content.
    pub id: Clean,
    /// The file, as its path was named on the command line.
    pub file: PathBuf,
    /// Where in the file.
    pub locator: Locator,
    /// The headline.
    pub title: Option<Clean>,
    /// Whether the headline was made from the text.
    pub title_inferred: bool,
    /// The days in which it may have been published, and how they are known.
    pub date: Option<(DateRange, Grade)>,
    /// The outlet.
    pub site: Option<Clean>,
    /// The part of the outlet.
    pub section: Option<Clean>,
    /// Who wrote it.
    pub byline: Option<Clean>,
    /// The language's code.
    pub language: Option<Clean>,
    /// Words of the story.
    pub words: u32,
}
