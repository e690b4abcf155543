//! Pieces of metadata with their provenance.

use jiff::civil::Date;
use serde::Serialize;

use crate::text::clean::Clean;

/// A piece of metadata and how it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// The piece.
    pub value: T,
    /// How sure it is.
    pub grade: Grade,
    /// The words that it comes from.
    pub evidence: Evidence,
}

/// Where a piece of metadata comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// By a field of the container, or plainly in the text as being the article's own.
    Stated,
    /// From the text: an event's date, a first sentence.
    Inferred,
    /// From another article of the same story.
    Borrowed,
}

/// The words that a piece of metadata comes from, and why they were believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The words, as they stand.
    pub text: Clean,
    /// The 1-based line of the document that they stand on; none when they come from a field, an address or a file name.
    pub line: Option<u32>,
    /// Why they were believed, and what was disbelieved, in a sentence.
    pub reason: Clean,
}

/// An interval of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first possible day.
    pub first: Date,
    /// The last possible day.
    pub last: Date,
}

impl DateRange {
    /// The interval of one day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// The day, when it is known to the day.
    pub fn known_day(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }
}
