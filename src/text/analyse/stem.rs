//! Stems: the part of a word that its forms have in common.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::xxh3::xxh3_64;

/// Endings that an algorithm would know by an accent, and what is written for them first: `nacoes` is taken as `nacao`.
const ENDINGS: [(&str, &str, &str); 5] =
    [("fr", "ees", "e"), ("fr", "ee", "e"), ("pt", "oes", "ao"), ("pt", "aes", "ao"), ("pt", "nais", "nal")];

/// Turkish plurals and the cases that may follow them. The algorithm tells them by the harmony of their vowels, and
/// that is lost with the dot of the i.
const TURKISH_PLURALS: [&str; 2] = ["lar", "ler"];
const TURKISH_CASES: [&str; 17] =
    ["", "i", "in", "a", "e", "da", "de", "dan", "den", "la", "le", "ini", "ina", "ine", "inda", "inde", "inin"];

/// Words that are remembered: enough for nine in ten of a text, and few enough to stay in the processor's cache.
const MET: usize = 4096;

/// Letters that are left of a word at least when an ending is taken from it.
const SHORTEST: usize = 3;

/// The stem of a folded word after the rules of the language (ISO 639-1, a region after it does not matter); the word
/// itself where there are none.
///
/// The words come without accents, since half of those who search leave them out, and the algorithms were made for words
/// with them. So what matters is not that a stem is right but that the forms of a word meet in one: see the tests.
pub fn stem<'a>(word: &'a str, language: &str) -> Cow<'a, str> {
    let code = language.split(['-', '_']).next().unwrap_or_default();
    let algorithm = match code {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return Cow::Borrowed(word),
    };
    let stemmer = Stemmer::create(algorithm);
    match prepare(word, code) {
        Cow::Borrowed(word) => stemmer.stem(word),
        Cow::Owned(word) => Cow::Owned(stemmer.stem(&word).into_owned()),
    }
}

/// Stems of many words of one language. Most words of a text have just been met, so the last ones are remembered: an
/// algorithm takes longer over a word than everything else that is done to index it.
#[derive(Clone, Debug)]
pub struct Stems {
    language: String,
    /// Words and their stems, each at the place that its hash gives it.
    met: Vec<(String, String)>,
}

impl Stems {
    /// Stems after the rules of the language (ISO 639-1).
    pub fn new(language: &str) -> Self {
        Self { language: language.to_owned(), met: vec![Default::default(); MET] }
    }

    /// The stem of a folded word, the same as [`stem`] gives.
    pub fn of(&mut self, word: &str) -> &str {
        let place = xxh3_64(word.as_bytes()) as usize % MET;
        let (met, stemmed) = &mut self.met[place];
        if met != word {
            word.clone_into(met);
            stem(word, &self.language).as_ref().clone_into(stemmed);
        }
        stemmed
    }
}

/// The word with what the algorithm needs to see in the place of what folding has made of it.
fn prepare<'a>(word: &'a str, code: &str) -> Cow<'a, str> {
    if code == "tr" {
        return Cow::Borrowed(turkish_singular(word));
    }
    let endings = ENDINGS.iter().filter(|(language, ..)| *language == code);
    for (_, ending, replacement) in endings {
        if let Some(start) = word.strip_suffix(ending).filter(|start| start.len() >= SHORTEST) {
            return Cow::Owned(format!("{start}{replacement}"));
        }
    }
    Cow::Borrowed(word)
}

fn turkish_singular(word: &str) -> &str {
    let plural = TURKISH_PLURALS.iter().filter_map(|plural| word.rfind(plural)).max();
    let Some(at) = plural.filter(|&at| at >= SHORTEST) else { return word };
    if TURKISH_CASES.contains(&&word[at + TURKISH_PLURALS[0].len()..]) { &word[..at] } else { word }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::analyse::fold;

    fn stem_of(word: &str, language: &str) -> String {
        let mut folded = String::new();
        fold(word, &mut folded);
        stem(&folded, language).into_owned()
    }

    #[test]
    fn the_forms_of_a_word_meet() {
        let mut apart = Vec::new();
        for (language, forms) in [
            ("ar", "كتاب الكتاب"),
            ("da", "avis avisen aviser aviserne"),
            ("de", "Haus Hauses Häuser Häusern"),
            ("de", "Wahl Wahlen"),
            ("de", "Präsident Präsidenten"),
            ("de", "Straße Straßen"),
            ("el", "εφημερίδα εφημερίδες"),
            ("en", "sanction sanctions sanctioned"),
            ("en", "election elections"),
            ("en", "country countries"),
            ("es", "nación naciones"),
            ("es", "elección elecciones"),
            ("es", "sanción sanciones"),
            ("es", "país países"),
            ("fi", "talo talot talossa"),
            ("fi", "päivä päivän päivää"),
            ("fr", "mangé mangée mangés mangées"),
            ("fr", "élection élections"),
            ("fr", "président présidents présidente"),
            ("fr", "général générale"),
            ("hu", "ház házak"),
            ("hu", "könyv könyvek könyvet"),
            ("it", "elezione elezioni"),
            ("it", "città"),
            ("nl", "krant kranten"),
            ("nl", "verkiezing verkiezingen"),
            ("no", "avis avisen aviser"),
            ("pt", "eleição eleições"),
            ("pt", "nação nações"),
            ("pt", "país países"),
            ("pt", "jornal jornais"),
            ("pt", "avião aviões"),
            ("pt", "alemão alemães"),
            ("ro", "guvern guvernul guvernului"),
            ("ro", "președinte președinți"),
            ("ro", "țară țări"),
            ("ru", "санкция санкции санкций санкциями"),
            ("ru", "ёлка ёлки елка"),
            ("sv", "tidning tidningar tidningarna"),
            ("tr", "kitap kitaplar"),
            ("tr", "kız kızlar kızlardan kızları"),
            ("tr", "dolar dolarlar"),
            ("tr", "seçim seçimler seçimi"),
            ("tr", "yaptırım yaptırımlar"),
            ("tr", "ülke ülkeler"),
        ] {
            let stems: Vec<_> = forms.split(' ').map(|form| stem_of(form, language)).collect();
            if stems.iter().any(|stem| *stem != stems[0]) {
                apart.push(format!("{language} {forms}: {}", stems.join(" ")));
            }
        }
        assert_eq!(apart, [""; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn any_word_has_a_stem(
            word in "[a-z]{0,12}|[α-ω]{0,12}|[а-я]{0,12}|[ء-ي]{0,12}|[அ-்]{0,12}|[a-zäöüéèáíóúçñãõşğı'’0-9.]{0,12}|\\PC{0,12}",
            language in "ar|da|de|el|en|es|fi|fr|hu|it|nl|no|pt|ro|ru|sv|ta|tr",
        ) {
            let stemmed = stem_of(&word, &language);
            prop_assert!(stemmed.len() <= word.len() * 4);
        }

        #[test]
        fn remembered_stems_are_the_same(words in prop::collection::vec("[ab]{0,3}(s|ing|ed)?", 0..200)) {
            let mut stems = Stems::new("en");
            for word in words {
                prop_assert_eq!(stems.of(&word), stem(&word, "en"));
            }
        }
    }
}
