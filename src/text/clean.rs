//! The one door between text that strangers wrote and the terminal.

use std::fmt;

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

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Clean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
