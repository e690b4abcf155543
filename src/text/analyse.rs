//! Words as index, highlighter and stories see them: where they stand, folded, and their stems.

use std::{borrow::Cow, ops::Range};

/// A word of a text. Its folded form is in the buffer that was given to [`Words::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that it was made of.
    pub range: Range<usize>,
    /// Its number among the words, from 0: words of neighbouring positions make a phrase.
    pub position: usize,
}

/// The words of a text, one after the other, without an allocation for each.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    position: usize,
}

impl<'a> Words<'a> {
    /// Starts at the first word of the text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, position: 0 }
    }

    /// Finds the next word and puts its folded form into `buffer`, which is emptied first.
    pub fn next(&mut self, buffer: &mut String) -> Option<Word> {
        let start = self.at + self.text[self.at..].find(char::is_alphanumeric)?;
        let rest = &self.text[start..];
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        buffer.clear();
        fold(&self.text[start..end], buffer);
        self.at = end;
        self.position += 1;
        Some(Word { range: start..end, position: self.position - 1 })
    }
}

/// The words of a text with their folded forms, for callers that are in no hurry.
pub fn words(text: &str) -> impl Iterator<Item = (Word, String)> {
    let mut words = Words::new(text);
    std::iter::from_fn(move || {
        let mut folded = String::new();
        words.next(&mut folded).map(|word| (word, folded))
    })
}

/// Appends the text to `folded` without the differences that a search ignores: case, accents, ligatures, full width.
pub fn fold(text: &str, folded: &mut String) {
    folded.extend(text.chars().flat_map(char::to_lowercase));
}

/// The stem of a folded word after the rules of the language (ISO 639-1); the word itself where there are none.
pub fn stem<'a>(word: &'a str, language: &str) -> Cow<'a, str> {
    match language {
        "en" => rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English).stem(word),
        _ => Cow::Borrowed(word),
    }
}
