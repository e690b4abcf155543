//! The query language: text in, one syntax tree with spans and a list of faults out. Knows no engine and no corpus.
//!
//! Words are kept as they were typed; how they fold and stem is decided where a tree meets an index (`lower`) or a text
//! (`highlight`), by the same analysis. Everything is bounded here, before anything runs: see [`limits`].

mod lex;
mod parse;
mod value;

#[cfg(test)]
mod tests;

use std::{fmt, ops::Range};

pub(super) use lex::is_quote;
pub(super) use parse::{compile, is_one_typo};
pub use parse::{field_names, parse, parse_typing};
pub use value::{Counts, Days, grade_name};

use crate::article::Grade;

/// What a query may be at most; what exceeds it is a [`Fault`], and the part within is answered.
pub mod limits {
    /// Bytes of a query.
    pub const LENGTH: usize = 4_096;
    /// Parentheses inside each other.
    pub const NESTING: usize = 32;
    /// Words, phrases and other conditions.
    pub const CLAUSES: usize = 256;
    /// The `N` of `"phrase"~N`.
    pub const SLOP: u32 = 20;
    /// Bytes of a `/pattern/`.
    pub const PATTERN: usize = 256;
    /// Words of a phrase, and of [`Test::AnyWord`](super::Test::AnyWord).
    pub const WORDS: usize = 1_024;
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every article.
    Everything,
    /// What all parts match.
    All(Vec<Query>),
    /// What at least one part matches.
    Any(Vec<Query>),
    /// What the part does not match.
    Not(Box<Query>),
    /// One condition.
    Leaf(Leaf),
}

/// One condition on an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What must be there.
    pub test: Test,
    /// Where in the query text it stands.
    pub span: Range<usize>,
}

/// What a [`Leaf`] asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A word in any of its forms.
    Word(Scope, String),
    /// A word in exactly this form; case and accents are folded all the same.
    Exact(Scope, String),
    /// Words that begin like this; with no letters, anything at all.
    Prefix(Scope, String),
    /// A word with at most one letter wrong, missing, added or swapped with its neighbour.
    Typo(Scope, String),
    /// Words that the regular expression matches as a whole.
    Pattern(Scope, String),
    /// These words in this order, in exactly this form, with at most `slop` other words between the first and the last.
    Phrase {
        /// Where it is looked for.
        scope: Scope,
        /// The words.
        text: String,
        /// How many other words may stand between them, in all.
        slop: u32,
        /// Whether the last word may go on.
        open: bool,
    },
    /// Any of these words, in any of their forms: a plain question without syntax.
    AnyWord(String),
    /// A date, known at least to an interval, that overlaps this one.
    Dates(Days),
    /// A date that is known in this way.
    DateGrade(Grade),
    /// So many words.
    Words(Counts),
    /// What the reader has done with it.
    Is(Status),
}

/// What the reader has done with an article, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not read it.
    Unread,
    /// Read it.
    Read,
    /// Set a mark in it.
    Marked,
}

impl Status {
    /// All of them, as they are suggested.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Read, Self::Marked];

    /// What stands after `is:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Marked => "marked",
        }
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the title and the body: words without a field.
    Article,
    /// In the title.
    Title,
    /// In the body.
    Body,
    /// In what the page added around the story.
    Furniture,
    /// In the outlet's name.
    Site,
    /// In the byline.
    Byline,
    /// In the language's code.
    Language,
    /// In the path of the file.
    Path,
}

impl Scope {
    /// Whether words are stemmed there; names, codes and paths are taken as they are.
    pub fn is_stemmed(self) -> bool {
        matches!(self, Self::Article | Self::Title | Self::Body | Self::Furniture)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Article => "",
            Self::Title => "title:",
            Self::Body => "body:",
            Self::Furniture => "furniture:",
            Self::Site => "site:",
            Self::Byline => "by:",
            Self::Language => "lang:",
            Self::Path => "path:",
        }
    }
}

/// A query text, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What it asks, as far as it could be read; `None` when it asks nothing.
    pub query: Option<Query>,
    /// What could not be read, in order.
    pub faults: Vec<Fault>,
}

/// What is wrong at one place of a query text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes that are wrong.
    pub span: Range<usize>,
    /// The column where they begin, in graphemes, from 1.
    pub column: usize,
    /// What is wrong, in lower case.
    pub message: String,
    /// What may have been meant.
    pub suggestion: Option<String>,
}

impl Query {
    /// A plain question, without syntax: articles with any of its words.
    pub fn any_word(text: &str) -> Option<Self> {
        let text = text.trim();
        let leaf = Leaf { test: Test::AnyWord(text.to_owned()), span: 0..text.len() };
        (!text.is_empty()).then_some(Self::Leaf(leaf))
    }

    /// Narrows a query to what another one matches too.
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    /// Whether some articles match it better than others: it asks for words of the story. Dates, outlets, lengths and what
    /// is left out only filter.
    pub fn is_ranking(&self) -> bool {
        let mut is_ranking = false;
        self.leaves(&mut |leaf, negated| is_ranking |= !negated && leaf.test.is_ranking());
        is_ranking
    }

    /// Whether it asks for what the reader has done with articles.
    pub fn needs_sets(&self) -> bool {
        let mut needs_sets = false;
        self.leaves(&mut |leaf, _| needs_sets |= matches!(leaf.test, Test::Is(_)));
        needs_sets
    }

    /// Calls `visit` with each condition and whether it stands under a negation.
    pub fn leaves(&self, visit: &mut impl FnMut(&Leaf, bool)) {
        fn walk(query: &Query, negated: bool, visit: &mut impl FnMut(&Leaf, bool)) {
            match query {
                Query::Everything => {}
                Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| walk(part, negated, visit)),
                Query::Not(part) => walk(part, !negated, visit),
                Query::Leaf(leaf) => visit(leaf, negated),
            }
        }
        walk(self, false, visit);
    }
}

impl Test {
    /// Where it looks for words; none when it asks for something else, and for a plain question.
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::Word(scope, _)
            | Self::Exact(scope, _)
            | Self::Prefix(scope, _)
            | Self::Typo(scope, _)
            | Self::Pattern(scope, _)
            | Self::Phrase { scope, .. } => Some(*scope),
            Self::AnyWord(_) | Self::Dates(_) | Self::DateGrade(_) | Self::Words(_) | Self::Is(_) => None,
        }
    }

    /// Whether it asks for words of the story.
    fn is_ranking(&self) -> bool {
        match self {
            Self::Prefix(_, text) if text.is_empty() => false,
            Self::AnyWord(_) => true,
            test => test.scope().is_some_and(Scope::is_stemmed),
        }
    }
}

impl Parsed {
    /// The query, if the whole text could be read.
    pub fn strict(self) -> Result<Option<Query>, Vec<Fault>> {
        if self.faults.is_empty() { Ok(self.query) } else { Err(self.faults) }
    }
}

/// The query in its fullest notation, every group in parentheses: how it was read.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = |f: &mut fmt::Formatter<'_>, parts: &[Self], between: &str| {
            f.write_str("(")?;
            for (i, part) in parts.iter().enumerate() {
                write!(f, "{}{part}", if i == 0 { "" } else { between })?;
            }
            f.write_str(")")
        };
        match self {
            Self::Everything => f.write_str("*"),
            Self::All(parts) => group(f, parts, " "),
            Self::Any(parts) => group(f, parts, " OR "),
            Self::Not(part) => write!(f, "-{part}"),
            Self::Leaf(leaf) => leaf.test.fmt(f),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(scope, word) => write!(f, "{}{word}", scope.name()),
            Self::Exact(scope, word) => write!(f, "{}={word}", scope.name()),
            Self::Prefix(scope, word) => write!(f, "{}{word}*", scope.name()),
            Self::Typo(scope, word) => write!(f, "{}{word}~", scope.name()),
            Self::Pattern(scope, pattern) => write!(f, "{}/{pattern}/", scope.name()),
            Self::Phrase { scope, text, slop, open } => {
                write!(f, "{}\"{text}\"{}", scope.name(), if *open { "*" } else { "" })?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Self::AnyWord(text) => write!(f, "any of ({text})"),
            Self::Dates(days) => write!(f, "date:{days}"),
            Self::DateGrade(grade) => write!(f, "date:{}", grade_name(*grade)),
            Self::Words(counts) => write!(f, "words:{counts}"),
            Self::Is(status) => write!(f, "is:{}", status.name()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}
