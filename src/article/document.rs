//! What a source hands over: decoded text and what its container said about it.

use jiff::civil::Date;

/// One article as it came: nothing recognised yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The whole text, decoded, otherwise untouched.
    pub text: String,
    /// How the text is marked up.
    pub markup: Markup,
    /// What the container (record fields, front matter) stated about it.
    pub stated: Stated,
    /// The file's name without folders, as evidence for a date; not for records inside a file.
    pub file_name: Option<String>,
    /// The day on which the file was last changed: no article was published after it.
    pub modified: Option<Date>,
    /// The character set that the text was decoded from; none where that is not known any more.
    pub encoding: Option<Encoding>,
}

/// A character set and how it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// Its name as in the WHATWG Encoding Standard, in lower case.
    pub name: &'static str,
    /// How it was decided.
    pub decided: Decided,
}

/// How a character set was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// By a byte order mark.
    Mark,
    /// By where the zero bytes stand.
    Zeros,
    /// Every byte is valid in it, which does not happen by chance.
    Valid,
    /// Almost every byte is valid in it.
    MostlyValid,
    /// By the frequency of letters and of their neighbours.
    Guessed,
}

/// How a text is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// Not at all.
    #[default]
    Plain,
    /// As CommonMark.
    Markdown,
}

/// Metadata as the container gave it, raw: not cleaned, not parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// The record's own identifier.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The date, in whatever notation the container uses.
    pub date: Option<String>,
    /// When it was fetched, in whatever notation: no article was published after it, and this says nothing more.
    pub crawled: Option<String>,
    /// The author or agency.
    pub byline: Option<String>,
    /// The outlet's name.
    pub site: Option<String>,
    /// The outlet's section.
    pub section: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The language.
    pub language: Option<String>,
}
