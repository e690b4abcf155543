//! The language of an article: by its script first, then by its function words, and by trigrams where those are silent.

use std::sync::LazyLock;

use super::words::{self, Languages};

/// How much of the story is looked at.
const LOOKED_AT: usize = 1_500;

/// How many function words must speak for a language.
const ENOUGH: u32 = 4;

/// ISO 639-1 code of a language, by the code of three letters that the trigram detector gives.
static SHORT: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../assets/languages.txt").lines().filter_map(|line| line.split_once(' ')).collect()
});

/// The language that most of a text is in.
pub(crate) fn of(text: &str) -> Option<&'static str> {
    of_story(text, &Tally::default())
}

/// The language that most of a text is in, of which some function words have been counted before.
pub(crate) fn of_story(text: &str, tally: &Tally) -> Option<&'static str> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    match script(text) {
        Script::Alone(code) => Some(code),
        Script::Counted => tally.language().or_else(|| by_words(text)).or_else(|| by_trigrams(text)),
        Script::Shared => by_words(text).or_else(|| by_trigrams(text)),
        Script::None => None,
    }
}

/// How many function words of each language were seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally([u32; 32]);

impl Tally {
    /// Counts a word for all the languages that have it.
    pub fn add(&mut self, mut languages: Languages) {
        while languages != 0 {
            self.0[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }

    /// The language of most function words, when there are enough and no other comes near.
    fn language(&self) -> Option<&'static str> {
        let (best, &most) = self.0.iter().enumerate().max_by_key(|(_, count)| **count)?;
        let others = self.0.iter().enumerate().filter(|(bit, _)| *bit != best);
        let second = others.map(|(_, count)| *count).max()?;
        (most >= ENOUGH && most * 5 >= second * 6).then(|| words::codes()[best])
    }
}

/// The code of a language that a container states as a code or a tag: "en", "EN-us", "deu".
pub(crate) fn stated(language: &str) -> Option<&'static str> {
    let code = language.trim().split(['-', '_']).next().unwrap_or("").to_lowercase();
    SHORT.iter().find(|(three, two)| *three == code || *two == code).map(|(_, two)| *two)
}

/// The script that most letters of a text are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Only this language is written so.
    Alone(&'static str),
    /// Latin or Cyrillic: most texts, whose function words are counted on the way.
    Counted,
    /// Several languages are.
    Shared,
    /// There are no letters.
    None,
}

fn script(text: &str) -> Script {
    let mut counts = [0u32; 9];
    counts[0] = text.bytes().map(|byte| u32::from(byte.is_ascii_alphabetic())).sum();
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let place = match c {
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 0,
            '\u{3040}'..='\u{30ff}' => 1,
            '\u{ac00}'..='\u{d7af}' => 2,
            '\u{4e00}'..='\u{9fff}' => 3,
            '\u{e00}'..='\u{e7f}' => 4,
            '\u{370}'..='\u{3ff}' => 5,
            '\u{590}'..='\u{5ff}' => 6,
            '\u{400}'..='\u{481}' => 8,
            '\u{2010}'..='\u{2026}' => continue,
            _ if c.is_alphabetic() => 7,
            _ => continue,
        };
        counts[place] += 1;
    }
    by_counts(counts)
}

fn by_counts(counts: [u32; 9]) -> Script {
    let all: u32 = counts.iter().sum();
    let wide = counts[1] + counts[2] + counts[3];
    if all == 0 {
        return Script::None;
    }
    if wide * 4 > all {
        let code = if counts[2] * 2 > wide {
            "ko"
        } else if counts[1] * 12 > wide {
            "ja"
        } else {
            "zh"
        };
        return Script::Alone(code);
    }
    if (counts[0] + counts[8]) * 2 > all {
        return Script::Counted;
    }
    let alone = [(4, "th"), (5, "el"), (6, "he")].into_iter().find(|&(place, _)| counts[place] * 2 > all);
    alone.map_or(Script::Shared, |(_, code)| Script::Alone(code))
}

fn by_words(text: &str) -> Option<&'static str> {
    let mut tally = Tally::default();
    let parts = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    parts.for_each(|word| tally.add(words::languages(words::hash(&word.to_lowercase()))));
    tally.language()
}

fn by_trigrams(text: &str) -> Option<&'static str> {
    let info = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let three = info.lang().code();
    SHORT.iter().find(|(code, _)| *code == three).map_or(Some(three), |(_, two)| Some(two))
}

/// How many bytes are looked at together where nothing is special about them.
const BLOCK: usize = 32;

/// The words of a text as a person counts them: two characters of a script without spaces count as one.
pub(crate) fn count_words(text: &str) -> usize {
    let mut count = Count::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let block = bytes[at..].first_chunk::<BLOCK>().filter(|_| at > 0);
        match block.and_then(|block| plain_words(bytes[at - 1], block)) {
            Some(words) if count.inside || is_space(bytes[at - 1]) => {
                count.words += words;
                count.inside = !is_space(bytes[at + BLOCK - 1]);
                at += BLOCK;
            }
            _ => at = count.scan(text, at, at + BLOCK),
        }
    }
    count.words + count.wide.div_ceil(2)
}

/// The words that begin in a block of ASCII, `before` being the byte before it; none when one of them begins with a mark,
/// so that it may be no word. Without short cuts the compiler looks at all bytes at once.
fn plain_words(before: u8, block: &[u8; BLOCK]) -> Option<usize> {
    let mut words = 0u8;
    let mut special = !block[0].is_ascii() | is_space(before) & !block[0].is_ascii_alphanumeric() & !is_space(block[0]);
    words += u8::from(is_space(before) & block[0].is_ascii_alphanumeric());
    for (&before, &byte) in block.iter().zip(&block[1..]) {
        let begins = is_space(before) & !is_space(byte);
        words += u8::from(begins);
        special |= !byte.is_ascii() | begins & !byte.is_ascii_alphanumeric();
    }
    (!special).then_some(usize::from(words))
}

fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// Words on the way through a text.
#[derive(Default)]
struct Count {
    words: usize,
    /// Characters of scripts without spaces.
    wide: usize,
    /// Whether the character before belongs to a word.
    inside: bool,
}

impl Count {
    /// Goes through a text from one byte to another one, or a little further where that is within a character.
    fn scan(&mut self, text: &str, mut at: usize, until: usize) -> usize {
        let bytes = text.as_bytes();
        while at < until.min(bytes.len()) {
            let byte = bytes[at];
            if byte.is_ascii() {
                self.take(byte.is_ascii_alphanumeric(), is_space(byte));
                at += 1;
                continue;
            }
            let c = text[at..].chars().next().unwrap_or(' ');
            let is_wide = super::shape::is_wide_char(c);
            self.wide += usize::from(is_wide && c.is_alphanumeric());
            self.take(!is_wide && is_sign(c), is_wide || c.is_whitespace());
            at += c.len_utf8();
        }
        at
    }

    /// Takes a character that is a letter or digit, or parts words, or neither.
    fn take(&mut self, sign: bool, parts: bool) {
        self.words += usize::from(sign & !self.inside);
        self.inside = sign | self.inside & !parts;
    }
}

/// Whether a character beyond ASCII is a letter or a digit; those of most texts are told without a search in tables.
fn is_sign(c: char) -> bool {
    match c {
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{410}'..='\u{44f}' => true,
        '\u{2010}'..='\u{2026}' => false,
        _ => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn languages_are_told_by_script_and_small_words() {
        let cases = [
            ("The council of the town has decided that the bridge will be closed for a year.", "en"),
            ("Der Rat der Stadt hat beschlossen, dass die Brücke für ein Jahr geschlossen wird.", "de"),
            ("El consejo de la ciudad ha decidido que el puente estará cerrado por un año.", "es"),
            ("O conselho da cidade decidiu que a ponte não será reaberta até o fim do ano.", "pt"),
            ("Совет города решил, что мост будет закрыт на год, и это не обсуждается.", "ru"),
            ("市議会は橋を一年間閉鎖することを決めた。", "ja"),
            ("市议会决定将大桥关闭一年。", "zh"),
            ("시의회는 다리를 일 년 동안 폐쇄하기로 결정했다.", "ko"),
            ("قرر مجلس المدينة إغلاق الجسر لمدة عام من أجل إصلاحه بعد أن تضرر", "ar"),
            ("Το συμβούλιο αποφάσισε να κλείσει τη γέφυρα.", "el"),
        ];
        for (text, code) in cases {
            assert_eq!(of(text), Some(code), "{text}");
        }
        assert_eq!(of("12:30 — 14:00"), None);
    }

    #[test]
    fn stated_languages_become_codes() {
        assert_eq!(stated("EN-us"), Some("en"));
        assert_eq!(stated("deu"), Some("de"));
        assert_eq!(stated("Klingon"), None);
    }

    #[test]
    fn words_are_counted_as_a_person_does() {
        assert_eq!(count_words("It's a well-known “bridge” — closed."), 5);
        assert_eq!(count_words("橋は閉鎖された"), 4);
        assert_eq!(count_words("Il n’est pas là"), 4);
    }

    proptest! {
        #[test]
        fn words_are_counted_alike_block_by_block_and_one_by_one(text in "([a-c]{0,4}[ \t\n,(\"'’é—橋\u{a0}]{0,3}){0,60}") {
            let mut count = Count::default();
            count.scan(&text, 0, text.len());
            prop_assert_eq!(count_words(&text), count.words + count.wide.div_ceil(2));
        }
    }
}
