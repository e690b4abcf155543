//! What happens to the state, and what the state asks of the outside world.

use std::{collections::HashSet, sync::Arc};

use jiff::civil::Date;

use super::{Opened, chord::Chord, hits::Span, list::Select};
use crate::{
    article::{
        ArticleId,
        heap::{Verdict, Verdicts},
    },
    index::{
        Answer, Explained, Facets, Hit, Question, Row, Suggestion,
        query::{Query, Status},
    },
    library::{Anchor, Mark},
    text::clean::Clean,
};

/// The number of a question: only the answer to the newest one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

impl Generation {
    /// The number of the next question.
    pub fn advance(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The wheel was turned over a cell.
    Wheel {
        /// The cell's column.
        column: u16,
        /// The cell's row.
        row: u16,
        /// Rows down, or up where negative.
        rows: isize,
    },
    /// A cell was clicked.
    Click {
        /// The cell's column.
        column: u16,
        /// The cell's row.
        row: u16,
        /// Whether it was the second click in short time.
        double: bool,
    },
    /// The screen has a new size.
    Resized {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// Hits for the list.
    Found(Found),
    /// A question could not be answered.
    NotFound {
        /// Which one.
        generation: Generation,
        /// Why.
        reason: Clean,
    },
    /// An article was opened.
    Opened {
        /// Which request this answers.
        generation: Generation,
        /// The article.
        opened: Arc<Opened>,
        /// Where the reader left it.
        position: Option<Anchor>,
    },
    /// An article could not be opened.
    NotOpened {
        /// Which request this answers.
        generation: Generation,
        /// Why.
        reason: Clean,
    },
    /// The hits in a long article.
    Marked {
        /// Which request this answers.
        generation: Generation,
        /// The hits.
        spans: Vec<Span>,
        /// Whether they are those of find-in-page.
        found: bool,
    },
    /// The index is being built or refreshed.
    Indexing(Indexing),
    /// The index has more, fewer or other articles than before.
    CorpusChanged,
    /// What could not be read.
    Problems(Vec<Clean>),
    /// What the library remembers of this corpus.
    Remembered(Remembered),
    /// A verdict on a line was kept: these are all there are now.
    Judged(Arc<Verdicts>),
    /// Which of the articles on the list were read.
    WereRead(HashSet<ArticleId>),
    /// A mark, and the article that it stands in.
    MarkFound {
        /// Its letter.
        name: char,
        /// The mark with the article's row; none when there is no such mark, or its article is not in this corpus.
        mark: Option<Box<(Row, Mark)>>,
    },
    /// What an inquiry has found out.
    FoundOut {
        /// Which inquiry this answers.
        generation: Generation,
        /// What it has found out.
        finding: Finding,
    },
    /// Something the reader should know.
    Notice(Notice),
}

/// Hits for the list.
#[derive(Debug)]
pub struct Found {
    /// Which question this answers.
    pub generation: Generation,
    /// The number of the first hit.
    pub start: usize,
    /// The hits.
    pub answer: Answer,
    /// What to select: the number of the article that was asked for, where it is in the result.
    pub selected: Option<usize>,
}

/// What can be found out about a question besides its hits.
#[derive(Clone, Debug, PartialEq)]
pub enum Inquiry {
    /// How it was read.
    Explain,
    /// What its result consists of.
    Facets,
    /// What a text that finds nothing may have been meant to be.
    Suggest {
        /// The text.
        text: String,
        /// The queries that it narrows.
        within: Option<Query>,
        /// The day that relative dates count from.
        today: Date,
    },
    /// The values that fields of a query may have, in the whole corpus.
    Values,
}

/// What was found out.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// How a question was read.
    Explained(Explained),
    /// What its result consists of.
    Facets(Facets),
    /// What may have been meant; none where nothing is near.
    Suggested(Option<Suggestion>),
    /// The values of fields.
    Values(Values),
}

/// The values that fields of a query may have, with the number of articles that each has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Those that articles bring along.
    pub facets: Facets,
    /// What the reader has done with articles.
    pub statuses: Vec<(Status, usize)>,
}

/// What the library remembers of a corpus.
#[derive(Debug, Default)]
pub struct Remembered {
    /// Queries, newest first.
    pub history: Vec<String>,
    /// The query that the list answered.
    pub query: String,
    /// The article that was selected.
    pub article: Option<ArticleId>,
    /// Whether the reader had the focus.
    pub in_reader: bool,
    /// The measure.
    pub measure: Option<u16>,
}

/// How far the index is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indexing {
    /// Articles read so far.
    pub articles: u64,
    /// How much of the work is done: from 0 to 1; none while that is not known.
    pub done: Option<f64>,
    /// Seconds that are left; none while that is not known.
    pub seconds_left: Option<u64>,
    /// Whether the work has ended.
    pub ended: bool,
}

/// Something to say on the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: Clean,
    /// Whether something went wrong.
    pub is_warning: bool,
}

impl Notice {
    /// Something worth knowing.
    pub fn remark(text: &str) -> Self {
        Self { text: Clean::line(text), is_warning: false }
    }

    /// Something that went wrong.
    pub fn warning(text: Clean) -> Self {
        Self { text, is_warning: true }
    }
}

/// Something that the outside world shall do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Answer a question for the list.
    Search {
        /// Its number.
        generation: Generation,
        /// The question.
        question: Question,
        /// What to select; an article is looked for, and the hits around it are wanted.
        select: Select,
    },
    /// Read an article.
    Open {
        /// The request's number.
        generation: Generation,
        /// The article.
        row: Box<Row>,
    },
    /// Look for hits in a long article.
    Mark {
        /// The request's number.
        generation: Generation,
        /// The article.
        opened: Arc<Opened>,
        /// What to look for.
        wanted: Wanted,
    },
    /// Find something out about a question.
    Inquire {
        /// The inquiry's number.
        generation: Generation,
        /// The question.
        question: Question,
        /// What to find out.
        inquiry: Inquiry,
    },
    /// Look up which articles were read.
    LookUpRead(Vec<Row>),
    /// Keep where the reader is in an article.
    KeepPosition {
        /// The article.
        row: Box<Row>,
        /// The spot.
        anchor: Anchor,
    },
    /// Keep where the reader is in the corpus.
    KeepPlace(KeptPlace),
    /// Keep a query in the history.
    KeepQuery(String),
    /// Keep that an article was read, or is unread again.
    KeepRead {
        /// The article.
        row: Box<Row>,
        /// Whether it was read.
        read: bool,
    },
    /// Keep a mark.
    KeepMark {
        /// Its letter.
        name: char,
        /// The article.
        row: Box<Row>,
        /// The spot.
        anchor: Anchor,
    },
    /// Keep what the reader decided about a line that other pages have too.
    KeepVerdict {
        /// The site's host or the folder's path.
        place: String,
        /// The form of the line.
        form: String,
        /// What was decided.
        verdict: Verdict,
    },
    /// Have the reader's verdicts count: on what is opened next at once, on the index in the background.
    Judge(Arc<Verdicts>),
    /// Look up a mark.
    FindMark(char),
    /// Look for new, changed and vanished files.
    Refresh,
    /// Stop building the index; what is done stays.
    StopIndexing,
    /// Draw everything anew.
    Redraw,
    /// Suspend folio.
    Suspend,
    /// Leave.
    Quit,
}

/// What to look for in an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// What a query matches.
    Query(Query),
    /// A phrase.
    Phrase(String),
}

/// Where the reader is in a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptPlace {
    /// The article that is selected.
    pub article: Option<(ArticleId, std::path::PathBuf)>,
    /// The query.
    pub query: String,
    /// Whether the reader has the focus.
    pub in_reader: bool,
    /// The measure.
    pub measure: u16,
}

/// A row of the list as the hit that it is.
pub fn rows_of<'a>(hits: impl Iterator<Item = &'a Hit>) -> Vec<Row> {
    hits.map(|hit| hit.row.clone()).collect()
}
