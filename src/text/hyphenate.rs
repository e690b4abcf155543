//! Where a word may be divided at the end of a line.

use hypher::Lang;

/// Shorter words are not divided: the gain is small, the stumble is not.
const SHORTEST: usize = 6;
/// Longer ones, in bytes, do not fit into the tables' buffer: hypher panics without its feature `alloc`.
const LONGEST: usize = hypher::MAX_INLINE_SIZE;
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

    /// The byte offsets at which the word may be divided. None for short words and for anything but lower-case letters:
    /// names, acronyms and figures are left whole. In German a capital says nothing, so there the first letter may be one.
    pub fn breaks(self, word: &str) -> impl Iterator<Item = usize> {
        let length = if self.is_divisible(word) { word.len() } else { 0 };
        let syllables = hypher::hyphenate_bounded(&word[..length], self.0, BOUNDS.0, BOUNDS.1);
        let ends = syllables.scan(0, |end, syllable| {
            *end += syllable.len();
            Some(*end)
        });
        ends.take_while(move |&end| end < length)
    }

    fn is_divisible(self, word: &str) -> bool {
        let mut letters = word.chars();
        let first = letters.next().is_some_and(|c| c.is_lowercase() || self.0 == Lang::German && c.is_uppercase());
        first && word.len() <= LONGEST && word.chars().count() >= SHORTEST && letters.all(char::is_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn divided(word: &str, language: &str) -> String {
        let mut parts = String::new();
        let mut start = 0;
        for end in Hyphenation::of(language).expect("a known language").breaks(word) {
            parts += &word[start..end];
            parts.push('-');
            start = end;
        }
        parts + &word[start..]
    }

    #[test]
    fn words_are_divided_by_the_rules_of_their_language() {
        for (language, word, wanted) in [
            ("en", "unprecedented", "un-prece-dented"),
            ("en-GB", "relations", "re-la-tions"),
            ("de", "Außenminister", "Au-ßen-mi-nis-ter"),
            ("fr", "gouvernement", "gou-ver-ne-ment"),
            ("es", "presidente", "pre-si-dente"),
            ("it", "settimana", "set-ti-mana"),
            ("pt", "economia", "eco-no-mia"),
            ("nl", "regering", "re-ge-ring"),
            ("pl", "prezydent", "pre-zy-dent"),
            ("ru", "президент", "пре-зи-дент"),
            ("tr", "cumhuriyet", "cum-hu-ri-yet"),
        ] {
            assert_eq!(divided(word, language), wanted, "{language}");
        }
    }

    #[test]
    fn short_words_names_and_figures_stay_whole() {
        for word in ["paper", "Washington", "NATO", "iPhone", "covid19", "e-mail", ""] {
            assert_eq!(divided(word, "en"), word);
        }
        assert_eq!(Hyphenation::of("xx"), None);
    }

    proptest! {
        #[test]
        fn a_part_is_never_shorter_than_it_may_be(word in "\\p{Ll}{0,60}", language in "en|de|fr|es|it|pt|nl|pl|ru|tr") {
            let hyphenation = Hyphenation::of(&language).expect("a known language");
            for at in hyphenation.breaks(&word) {
                prop_assert!(word[..at].chars().count() >= BOUNDS.0 && word[at..].chars().count() >= BOUNDS.1);
            }
        }
    }
}
