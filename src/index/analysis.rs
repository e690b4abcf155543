//! The words of a text as the index has them, for indexing, queries and highlighting alike. Knows no engine.

use std::ops::Range;

use crate::text::analyse::{self, Words};

/// Longest word that is indexed, in bytes; longer runs are data (base64), which nobody looks for.
pub const LONGEST_WORD: usize = 200;

/// Between the title and the body in a composed text, and between blocks: no text that has been cleaned contains it.
pub const BORDER: char = '\u{1}';

/// Positions from here on are in the body of an article, those before in its title.
pub const BODY_START: usize = 1_024;

/// Positions left out between blocks, so that no phrase reaches from one into the next.
pub const BLOCK_GAP: usize = super::query::limits::SLOP as usize + 2;

/// The language whose rules are applied to a text in a language that nobody knows: most short texts are in it.
pub const ASSUMED_LANGUAGE: &str = "en";

/// A word of a text, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded word.
    pub word: String,
    /// The bytes that it stands in.
    pub range: Range<usize>,
    /// Its number among the words.
    pub position: usize,
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut words = Words::new(text);
    let mut tokens = Vec::new();
    let mut word = String::new();
    while let Some(found) = words.next(&mut word) {
        if word.len() <= LONGEST_WORD {
            tokens.push(Token { word: word.clone(), range: found.range, position: found.position });
        }
    }
    tokens
}

/// A text folded to what it is sorted by: its words, a space between them.
pub fn sort_form(text: &str, longest: usize) -> String {
    let mut words = Words::new(text);
    let (mut form, mut word) = (String::new(), String::new());
    while form.len() < longest && words.next(&mut word).is_some() {
        if !form.is_empty() {
            form.push(' ');
        }
        form.push_str(&word);
    }
    form.truncate(form.floor_char_boundary(longest));
    form
}

/// A folded word of a query, ready to be compared with the words of texts in one language.
#[derive(Clone, Debug)]
pub struct Stemmed {
    word: String,
    stem: String,
    language: String,
}

impl Stemmed {
    /// Prepares a folded word for texts in `language`.
    pub fn new(word: &str, language: &str) -> Self {
        let stem = analyse::stem(word, language).into_owned();
        Self { word: word.to_owned(), stem, language: language.to_owned() }
    }

    /// The stem.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// What all forms of the word begin with: the part that the word shares with its stem, less a last letter that may
    /// change (`happy`, `happier`).
    pub fn prefix(&self) -> &str {
        let shared: usize =
            self.word.chars().zip(self.stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let shared = &self.word[..shared];
        match shared.char_indices().last() {
            Some((last, _)) if shared.chars().count() > 3 => &shared[..last],
            _ => shared,
        }
    }

    /// Whether a folded word is the word or another form of it.
    pub fn is_form(&self, word: &str) -> bool {
        word == self.word || word.starts_with(self.prefix()) && analyse::stem(word, &self.language) == self.stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_its_stem() {
        let sanctions = Stemmed::new("sanctions", "en");
        assert!(sanctions.is_form("sanction"));
        assert!(sanctions.is_form("sanctioned"));
        assert!(!sanctions.is_form("sanctuary"));
        assert!(Stemmed::new("happy", "en").is_form("happi"));
        assert!(!Stemmed::new("sanctions", "xx").is_form("sanction"));
    }

    #[test]
    fn titles_are_sorted_by_their_words() {
        assert_eq!(sort_form("  “Putin, Biden”: 2 ", 64), "putin biden 2");
        assert_eq!(sort_form("abcdef ghi", 3), "abc");
    }
}
