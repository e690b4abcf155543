//! The one door between text that strangers wrote and the terminal.

use std::{fmt, ops::Range};

use serde::{Serialize, Serializer};

/// Text that cannot command the terminal nor mislead the reader, in Unicode normalization form C.
///
/// There is no way to make one but by cleaning, so code that draws or prints and accepts nothing else needs no trust.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Cleans text that is shown on one line: line breaks and tabs become spaces.
    pub fn line(raw: &str) -> Self {
        Self(raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
    }

    /// Cleans running text: line feeds and tabs stay.
    pub fn text(raw: &str) -> Self {
        Self(raw.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
    }

    /// Cleans running text without copying it where there is nothing to clean.
    pub fn text_owned(raw: String) -> Self {
        Self::text(&raw)
    }

    /// Cleans text for the raw view: everything that is neutralised can be seen. Line feeds and tabs stay.
    pub fn revealed(raw: &str) -> Self {
        Self::text(raw)
    }

    /// Words of the program itself.
    pub fn fixed(words: &'static str) -> Self {
        CleanStr::fixed(words).to_clean()
    }

    /// A number with its digits in groups of three.
    pub fn number(number: u64) -> Self {
        Self(number.to_string())
    }

    /// One after the other.
    pub fn concat<'a>(pieces: impl IntoIterator<Item = CleanStr<'a>>) -> Self {
        let mut whole = Self::default();
        for piece in pieces {
            whole.push(piece);
        }
        whole
    }

    /// Appends clean text.
    pub fn push(&mut self, piece: CleanStr<'_>) {
        self.0.push_str(piece.0);
    }

    /// Appends so many spaces.
    pub fn push_spaces(&mut self, count: usize) {
        self.0.extend(std::iter::repeat_n(' ', count));
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A view of the whole.
    pub fn as_clean(&self) -> CleanStr<'_> {
        CleanStr(&self.0)
    }

    /// A view of these bytes; they must lie on character boundaries, as for `&str`.
    pub fn slice(&self, range: Range<usize>) -> CleanStr<'_> {
        CleanStr(&self.0[range])
    }
}

/// Clean text that belongs to somebody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CleanStr<'a>(&'a str);

impl<'a> CleanStr<'a> {
    /// The text.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// A view of these bytes; they must lie on character boundaries, as for `&str`.
    pub fn slice(self, range: Range<usize>) -> Self {
        Self(&self.0[range])
    }

    /// A copy with a life of its own.
    pub fn to_clean(self) -> Clean {
        Clean(self.0.to_owned())
    }
}

impl CleanStr<'static> {
    /// Words of the program itself: they are in its source, so they are trusted.
    pub const fn fixed(words: &'static str) -> Self {
        Self(words)
    }
}

impl<'a> From<&'a Clean> for CleanStr<'a> {
    fn from(clean: &'a Clean) -> Self {
        clean.as_clean()
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for CleanStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl Serialize for Clean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for CleanStr<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}
