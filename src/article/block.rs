//! A block: a run of lines of one kind.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize};

use super::heap::Repeats;
use crate::text::clean::Clean;

/// A run of lines of one kind. Blank lines belong to no block, every other line to exactly one.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What the lines are.
    pub kind: BlockKind,
    /// Where they stand.
    pub lines: Lines,
    /// The bytes of the lines in [`Document::text`](super::Document::text), without the last line's end.
    pub bytes: Range<usize>,
    /// The text as it is shown: hard wraps joined, mojibake repaired, markup characters removed. Lists, quotations in
    /// verse, tables and code keep their line breaks.
    pub text: Clean,
    /// Why it is of this kind, in a few words that name the evidence that weighed most.
    pub reason: Reason,
    /// Level of a heading, 1 to 6, or depth of a quotation; 0 for everything else.
    pub level: u8,
}

/// Why a block is of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What the page itself shows.
    Said(&'static str),
    /// Other pages have the line too.
    Repeated(Repeats),
}

impl From<&'static str> for Reason {
    fn from(words: &'static str) -> Self {
        Self::Said(words)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(words) => f.write_str(words),
            Self::Repeated(repeats) => repeats.fmt(f),
        }
    }
}

/// Lines of a document: 1-based, both ends included, split at `\n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lines(pub u32, pub u32);

/// What a block is: part of the story, or something that stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading inside the story.
    Heading,
    /// One or more list items, one a line.
    List,
    /// A quotation set apart.
    Quote,
    /// Rows and columns, one row a line.
    Table,
    /// Program text and the like, kept as it is.
    Code,
    /// The outlet's name.
    Site,
    /// The part of the outlet.
    Section,
    /// The headline.
    Title,
    /// The lead between the title and the text.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// When it was published.
    Date,
    /// What a picture shows.
    Caption,
    /// A link to another article.
    Related,
    /// What else the page added.
    Furniture,
}

impl BlockKind {
    /// Whether the block is part of the story itself.
    pub fn is_story(self) -> bool {
        matches!(self, Self::Paragraph | Self::Heading | Self::List | Self::Quote | Self::Table | Self::Code)
    }

    /// Whether the block is folded away in the reader until asked for.
    pub fn is_folded(self) -> bool {
        matches!(self, Self::Related | Self::Furniture)
    }
}
