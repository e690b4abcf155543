//! Where a word may be divided at the end of a line.

use hypher::Lang;

/// Shorter words are not divided: the gain is small, the stumble is not.
const SHORTEST: usize = 6;
/// Letters that stay before the hyphen and that go to the next line.
const BOUNDS: (usize, usize) = (2, 3);

/// A language whose words can be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hyphenation(Lang);

impl Hyphenation {
    /// The rules of the language with this ISO 639-1 code (`en`, `pt-BR`), where there are any.
    pub fn of(language: &str) -> Option<Self> {
        let code = language.split(['-', '_']).next()?;
        let lang = match code {
            "de" => Lang::German,
            "en" => Lang::English,
            "es" => Lang::Spanish,
            "fr" => Lang::French,
            "it" => Lang::Italian,
            "nl" => Lang::Dutch,
            "pl" => Lang::Polish,
            "pt" => Lang::Portuguese,
            "ru" => Lang::Russian,
            "tr" => Lang::Turkish,
            _ => return None,
        };
        Some(Self(lang))
    }

    /// The byte offsets at which the word may be divided. None for short words and for anything but lower-case letters
    /// after the first: names of mixed case, acronyms and figures are not words of the language.
    pub fn breaks(self, word: &str) -> impl Iterator<Item = usize> {
        let syllables = is_divisible(word).then(|| hypher::hyphenate_bounded(word, self.0, BOUNDS.0, BOUNDS.1));
        let ends = syllables.into_iter().flatten().scan(0, |end, syllable| {
            *end += syllable.len();
            Some(*end)
        });
        let length = word.len();
        ends.filter(move |&end| end < length)
    }
}

fn is_divisible(word: &str) -> bool {
    word.len() >= SHORTEST
        && word.chars().count() >= SHORTEST
        && word.chars().next().is_some_and(char::is_alphabetic)
        && word.chars().skip(1).all(char::is_lowercase)
}
