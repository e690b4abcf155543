//! Counts over a whole index.

use std::collections::BTreeMap;

/// What there is in an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Words of their stories.
    pub words: u64,
    /// Articles by outlet; those without one are not among them.
    pub sites: BTreeMap<String, u64>,
    /// Articles by language's code; those without one are not among them.
    pub languages: BTreeMap<String, u64>,
    /// Articles by year and month of the first day on which they may have been published.
    pub months: BTreeMap<(i16, i8), u64>,
    /// Articles by how their date is known.
    pub dates: DateKinds,
}

/// Articles by how their date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateKinds {
    /// Stated.
    pub stated: u64,
    /// Inferred.
    pub inferred: u64,
    /// Borrowed from another article.
    pub borrowed: u64,
    /// None at all.
    pub undated: u64,
}
