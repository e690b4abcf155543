//! Finding a phrase in a text as a reader means it: case, accents and the kind of white space do not matter.

use std::ops::Range;

use super::analyse;

/// A phrase to look for, prepared once.
#[derive(Clone, Debug)]
pub struct Finder {
    needle: String,
}

impl Finder {
    /// Prepares to look for the phrase.
    pub fn new(phrase: &str) -> Self {
        let mut needle = String::new();
        analyse::fold(phrase, &mut needle);
        Self { needle }
    }

    /// Whether there is nothing to look for: then nothing is found.
    pub fn is_empty(&self) -> bool {
        self.needle.is_empty()
    }

    /// The first place at or after the byte `from`.
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.find_all(text).find(|range| range.start >= from)
    }

    /// All places, in order, none overlapping another.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let text = if self.needle.is_empty() { "" } else { text };
        text.match_indices(&self.needle).map(|(at, found)| at..at + found.len())
    }
}
