//! What an article is, and how title, date, byline and furniture are recognised in raw text. No files, no clock.

mod assemble;
mod block;
mod byline;
mod dateline;
mod dates;
mod dating;
mod document;
mod features;
mod forest;
mod guard;
pub mod heap;
mod labels;
mod language;
mod lines;
mod mail;
mod markdown;
mod metadata;
mod mojibake;
mod page;
mod phrases;
mod pieces;
mod recognise;
mod scene;
mod shape;
mod site;
mod title;
pub mod training;
mod words;
mod wrap;

pub use block::{Block, BlockKind, Lines, Reason};
pub use dateline::Dateline;
pub use dates::{DateCandidate, DatePlace, DateRole, relative_day};
pub use document::{Decided, Document, Encoding, Markup, Stated};
pub use forest::NoForest;
pub use metadata::{DateRange, Evidence, Found, Grade};
pub use recognise::{Recogniser, recognise, recognise_among};

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

use self::heap::CommonLine;
use crate::text::clean::Clean;

/// An article: metadata, each piece with its provenance, and blocks that cover every line of its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The hash of its content, by which it is known wherever it stands.
    pub id: ArticleId,
    /// The headline; `Inferred` when it was made from the first sentence.
    pub title: Option<Found<Clean>>,
    /// The days in which it may have been published.
    pub date: Option<Found<DateRange>>,
    /// All dates that its text, its address and its container show, with the parts that they play.
    pub dates: Vec<DateCandidate>,
    /// Who wrote it: a person or an agency, without "By".
    pub byline: Option<Found<Clean>>,
    /// The outlet.
    pub site: Option<Found<Clean>>,
    /// The part of the outlet ("World", "Politik").
    pub section: Option<Found<Clean>>,
    /// ISO 639-1 code of the language that most of the story is in (639-3 where there is no shorter one).
    pub language: Option<&'static str>,
    /// Words of the story itself, as a person counts them; for text without spaces, two characters count as a word.
    pub words: u32,
    /// The dateline that its first paragraph opens with.
    pub dateline: Option<Dateline>,
    /// All lines but blank ones, in order, each in exactly one block.
    pub blocks: Vec<Block>,
    /// Lines that other pages of its site or folder have too, whether they are folded for it or not.
    pub common: Vec<CommonLine>,
    /// How many blocks had been decoded with the wrong character set, and are repaired for display.
    pub repaired: usize,
    /// What the recogniser was unsure of or repaired, one sentence each.
    pub remarks: Vec<Clean>,
}

impl Article {
    /// The blocks of the story itself, in order.
    pub fn story(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_story())
    }
}

/// Hash of an article's content: XXH3 with 128 bits over the decoded text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u128);

impl ArticleId {
    /// The id of an article with this decoded text.
    pub fn of(text: &str) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(text.as_bytes()))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ArticleId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

impl Serialize for ArticleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
