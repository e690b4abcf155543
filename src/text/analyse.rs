//! Words as index, highlighter and stories see them: where they stand, folded, and their stems. All three must use the
//! same, else a hit is found and not shown.

mod fold;
mod numeral;
mod script;
mod stem;

use std::ops::Range;

pub use fold::fold;
pub(in crate::text) use fold::fold_char;
pub use stem::{Stems, stem};

use script::{Class, Sign};

/// Folded words are cut to so many bytes: what is longer (a key, a chain of base64) is still found, by its start.
const LONGEST: usize = 64;

/// Prefixes that French, Italian and Catalan join to the next word; the rest of what has an apostrophe in it is one word.
const ELISIONS: [&str; 29] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "un",
    "dell", "all", "nell", "sull", "dall", "coll", "quell", "quest", "sant", "bell", "tutt", "mezz", "anch",
];

/// What English writes after an apostrophe and a search leaves out: the possessive and short forms of verbs.
const SUFFIXES: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// A word of a text. Its folded form is in the buffer that was given to [`Words::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The bytes of the text that it was made of.
    pub range: Range<usize>,
    /// Its number among the words, from 0: words of neighbouring positions make a phrase.
    pub position: usize,
}

/// The words of a text, one after the other, without an allocation for each.
///
/// - A word is a run of letters and digits, with the marks on them. Hyphens, dots and the like part words: `co-operate` is
///   `co` and `operate`, at neighbouring positions, and is found as a phrase by either spelling of those two.
/// - Of an apostrophe the English endings are dropped (`Biden's` is `biden`), French and Italian elisions are a word of
///   their own (`l'Ukraine` is `l` and `ukraine`), the rest is joined (`don't` is `dont`, `O'Brien` is `obrien`).
/// - Letters with dots are joined (`U.S.` is `us`).
/// - Figures are joined (`2,500` and `2.500` are `2500`), a decimal comma is a point (`3,5` is `3.5`); dates and versions
///   are parted (`30.12.2021` is `30`, `12`, `2021`).
/// - Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and Korean, which glues
///   particles to them, come as overlapping pairs of characters; a single character stands for itself.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    /// Whether the character at `at` was the second one of a pair.
    is_paired: bool,
    /// Up to here figures are not read as one number.
    parted: usize,
}

impl<'a> Words<'a> {
    /// Starts at the first word of the text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, position: 0, is_paired: false, parted: 0 }
    }

    /// Finds the next word and puts its folded form into `buffer`, which is emptied first.
    pub fn next(&mut self, buffer: &mut String) -> Option<Word> {
        loop {
            buffer.clear();
            if let Some(range) = self.plain() {
                buffer.push_str(&self.text[range.clone()]);
                buffer.make_ascii_lowercase();
                self.position += 1;
                return Some(Word { range, position: self.position - 1 });
            }
            let (start, class) = self.start()?;
            let end = match class {
                Class::Pair => self.pair(start, buffer),
                Class::Digit => self.number(start, buffer),
                _ => self.word(start, buffer),
            };
            if buffer.len() > LONGEST {
                buffer.truncate(buffer.floor_char_boundary(LONGEST));
            }
            if !buffer.is_empty() {
                self.position += 1;
                return Some(Word { range: start..end, position: self.position - 1 });
            }
        }
    }

    /// Goes over the next word if nothing is special about it, as with nearly all words of English: letters of ASCII, and
    /// after them neither an apostrophe, nor the dot of an abbreviation, nor another script.
    fn plain(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let start = self.at + bytes[self.at..].iter().position(|&byte| script::sign(byte) != Sign::Between)?;
        let length = bytes[start..].iter().position(|&byte| script::sign(byte) < Sign::Digit);
        let end = length.map_or(bytes.len(), |length| start + length);
        let is_special = match bytes.get(end) {
            Some(b'.') => end - start == 1,
            Some(b'\'') => true,
            Some(byte) => !byte.is_ascii(),
            None => false,
        };
        if script::sign(bytes[start]) != Sign::Letter || is_special || end - start > LONGEST {
            return None;
        }
        self.at = end;
        self.is_paired = false;
        Some(start..end)
    }

    /// Goes to where the next word begins.
    fn start(&mut self) -> Option<(usize, Class)> {
        loop {
            let (class, length) = script::class_at(self.text, self.at)?;
            if matches!(class, Class::Letter | Class::Digit | Class::Pair) {
                return Some((self.at, class));
            }
            self.is_paired = false;
            self.at += length;
        }
    }

    /// A pair of characters, or a single one that has no neighbour. Gives nothing for the last one of a run of pairs.
    fn pair(&mut self, start: usize, buffer: &mut String) -> usize {
        let (_, first) = self.class(start);
        self.at = start + first;
        let end = match self.class(self.at) {
            (Class::Pair, second) => self.at + second,
            _ if self.is_paired => start,
            _ => self.at,
        };
        self.is_paired = end > self.at;
        fold(&self.text[start..end], buffer);
        end
    }

    fn number(&mut self, start: usize, buffer: &mut String) -> usize {
        let numeral = if start < self.parted { None } else { numeral::read(&self.text[start..], buffer) };
        let Some(numeral) = numeral else { return self.word(start, buffer) };
        if numeral.is_parted {
            self.parted = start + numeral.length;
            return self.word(start, buffer);
        }
        self.at = start + numeral.length;
        self.at
    }

    /// A run of letters and digits, and what belongs to it.
    fn word(&mut self, start: usize, buffer: &mut String) -> usize {
        self.is_paired = false;
        self.at = start;
        loop {
            self.letters(buffer);
            let end = self.at;
            match self.class(end) {
                (Class::Apostrophe, length) if self.class(end + length).0 == Class::Letter => {
                    if self.apostrophe(end + length, buffer) {
                        return end;
                    }
                }
                (Class::Stop, _) if self.is_letter_alone(start, end) && self.is_single_letter(end + 1) => {
                    self.initials(buffer);
                    return self.at;
                }
                _ => return end,
            }
        }
    }

    /// Takes over letters, digits and marks.
    fn letters(&mut self, buffer: &mut String) {
        loop {
            let ascii = self.at..self.at + script::ascii_letters(&self.text.as_bytes()[self.at..]);
            self.at = ascii.end;
            if buffer.len() < LONGEST {
                let start = buffer.len();
                buffer.push_str(&self.text[ascii]);
                buffer[start..].make_ascii_lowercase();
            }
            let start = self.at;
            while let (Class::Letter | Class::Mark, length @ 2..) = self.class(self.at) {
                self.at += length;
            }
            if self.at == start {
                return;
            }
            if buffer.len() < LONGEST {
                fold(&self.text[start..self.at], buffer);
            }
        }
    }

    /// Decides what the apostrophe before `after` does. Whether the word ends before it.
    fn apostrophe(&mut self, after: usize, buffer: &str) -> bool {
        let length = script::ascii_letters(&self.text.as_bytes()[after..]);
        let next = &self.text[after..after + length];
        let is_whole = !matches!(self.class(after + length).0, Class::Letter | Class::Mark);
        if is_whole && SUFFIXES.iter().any(|suffix| suffix.eq_ignore_ascii_case(next)) {
            self.at = after + length;
            return true;
        }
        self.at = after;
        ELISIONS.contains(&buffer)
    }

    /// Takes over the rest of an abbreviation such as `U.S.`, its last dot too.
    fn initials(&mut self, buffer: &mut String) {
        while self.class(self.at).0 == Class::Stop && self.is_single_letter(self.at + 1) {
            let letter = self.at + 1;
            self.at = letter + self.class(letter).1;
            fold(&self.text[letter..self.at], buffer);
        }
        if self.class(self.at).0 == Class::Stop {
            self.at += 1;
        }
    }

    fn is_letter_alone(&self, start: usize, end: usize) -> bool {
        self.class(start) == (Class::Letter, end - start)
    }

    /// Whether there is a letter at this place, and neither letter nor digit after it.
    fn is_single_letter(&self, at: usize) -> bool {
        let (class, length) = self.class(at);
        class == Class::Letter && !matches!(self.class(at + length).0, Class::Letter | Class::Digit | Class::Mark)
    }

    fn class(&self, at: usize) -> (Class, usize) {
        script::class_at(self.text, at).unwrap_or((Class::Other, 0))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        words(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_what_a_reader_looks_for() {
        for (text, wanted) in [
            ("Putin warns Biden of “colossal mistake”.", "putin warns biden of colossal mistake"),
            ("Biden's BIDEN’S we'll they've I'm", "biden biden we they i"),
            ("don't O'Brien Sana'a rock'n'roll 'quoted'", "dont obrien sanaa rocknroll quoted"),
            ("l'Ukraine d’État qu'il aujourd'hui dell'Italia", "l ukraine d etat qu il aujourdhui dell italia"),
            ("п'ять צה\"ל", "пять צהל"),
            ("co-operate well_known a/b x@example.org", "co operate well known a b x example org"),
            ("U.S. troops, the U.K.-led e.g. J.R.R. Tolkien. A b.", "us troops the uk led eg jrr tolkien a b"),
            ("2,500 2.500 1,234,567.89 3.5 3,5 12\u{A0}345 0.125", "2500 2500 1234567.89 3.5 3.5 12345 0.125"),
            ("30.12.2021 2021-12-30 1.2.3 1,2,3 5:30", "30 12 2021 2021 12 30 1 2 3 1 2 3 5 30"),
            ("$2.5bn 5G 1990s MH17 COVID-19 ½", "2.5 bn 5g 1990s mh17 covid 19 1⁄2"),
            ("co\u{AD}operate e\u{301}te", "cooperate ete"),
            ("普京警告拜登，美 国", "普京 京警 警告 告拜 拜登 美 国"),
            ("푸틴은 2021年12月", "푸틴 틴은 2021 年 12 月"),
            ("สงคราม", "สง งค คร รา าม"),
            ("हिन्दी भाषा", "हिन्दी भाषा"),
            ("—…  ـ \u{301}", ""),
        ] {
            assert_eq!(folded(text), wanted, "{text}");
        }
    }

    #[test]
    fn ranges_are_what_is_highlighted() {
        let text = "The U.S., Biden's 2,500 l’Ukraine 普京警";
        let found: Vec<_> = words(text).map(|(word, _)| &text[word.range]).collect();
        assert_eq!(found, ["The", "U.S.", "Biden", "2,500", "l", "Ukraine", "普京", "京警"]);
        let positions: Vec<_> = words(text).map(|(word, _)| word.position).collect();
        assert_eq!(positions, Vec::from_iter(0..8));
    }

    #[test]
    fn an_endless_word_is_found_by_its_start() {
        let (word, folded) = words(&"Abé".repeat(1000)).next().expect("a word");
        assert_eq!((word.range, folded), (0..4000, "abe".repeat(21) + "a"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn words_are_in_order_and_short(text in "(\\PC|[a-zA-Z0-9 .,'’\"-]|[一-三ก-ฮ가-나]|\\u{301}|\\u{AD}){0,60}") {
            let mut last = 0;
            for (index, (word, folded)) in words(&text).enumerate() {
                prop_assert!(text.is_char_boundary(word.range.start) && text.is_char_boundary(word.range.end));
                prop_assert!(last <= word.range.start && word.range.start < word.range.end);
                prop_assert!(!folded.is_empty() && folded.len() <= LONGEST);
                prop_assert_eq!(word.position, index);
                last = word.range.start;
            }
        }

        #[test]
        fn any_two_neighbours_of_a_script_without_spaces_are_a_word(text in "[一-龠ぁ-んァ-ヶ]{2,20}") {
            let found: Vec<_> = words(&text).map(|(_, word)| word).collect();
            let characters: Vec<_> = text.chars().collect();
            let pairs: Vec<String> = characters.windows(2).map(|pair| pair.iter().collect()).collect();
            prop_assert_eq!(found, pairs);
        }

        #[test]
        fn a_word_is_found_in_any_case_and_between_any_marks(word in "[a-zäöüßéа-яα-ω]{2,20}") {
            let (_, plain) = words(&word).next().expect("a word");
            let shouted = format!("“{}”, ", word.to_uppercase());
            prop_assert_eq!(words(&shouted).next().map(|(_, word)| word), Some(plain));
        }
    }
}
