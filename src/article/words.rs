//! Function words ("the", "und", "que"): the small words that only running text is rich in, and that tell its language.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

/// Languages as a set of bits, in the order of the table.
pub(crate) type Languages = u32;

/// What a word's hash is made from before its first letter.
pub(crate) const START: u64 = 0;

/// Letters of the longest function word.
pub(crate) const LONGEST: u16 = 10;

/// Bits that tell most words to be none of the table from memory that is always near.
const HINTS: usize = 1 << 14;

/// One slot in [`Table::slots`] of two is used, so that most words that are none end at an empty one.
const SLOTS: usize = 4096;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("../../assets/function-words.toml")));

/// The function words of all languages, found by the hash of their small letters.
struct Table {
    codes: Vec<&'static str>,
    slots: Vec<(u64, Languages)>,
    hints: Vec<u64>,
}

/// The table as it is written.
#[derive(Deserialize)]
struct Written {
    language: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    words: String,
}

impl Table {
    fn new(toml: &str) -> Self {
        let written: Written = toml::from_str(toml).expect("assets/function-words.toml is checked by a test");
        let mut found: HashMap<u64, Languages> = HashMap::new();
        for (bit, entry) in written.language.iter().enumerate() {
            for word in entry.words.split_whitespace() {
                *found.entry(hash(word)).or_default() |= 1 << bit;
            }
        }
        let mut slots = vec![(0, 0); SLOTS];
        let mut hints = vec![0; HINTS / 64];
        for (hash, languages) in found {
            let (word, bit) = hint(hash);
            hints[word] |= bit;
            let free = probe(hash).find(|&slot| slots[slot].1 == 0).expect("half of the slots are free");
            slots[free] = (hash, languages);
        }
        Self { codes: written.language.into_iter().map(|entry| &*entry.code.leak()).collect(), slots, hints }
    }

    fn languages(&self, hash: u64) -> Languages {
        let (word, bit) = hint(hash);
        if self.hints[word] & bit == 0 {
            return 0;
        }
        let slot = probe(hash).map(|slot| self.slots[slot]).find(|&(found, bits)| found == hash || bits == 0);
        slot.map_or(0, |(_, bits)| bits)
    }
}

/// The place of a hash's bit among the hints.
fn hint(hash: u64) -> (usize, u64) {
    let bit = (hash >> 50) as usize % HINTS;
    (bit / 64, 1 << (bit % 64))
}

fn probe(hash: u64) -> impl Iterator<Item = usize> {
    let first = (hash >> 32) as usize;
    (0..SLOTS).map(move |step| (first + step) % SLOTS)
}

/// A word's bytes so far, with one more: five bits further on, so that the letters of short words stand side by side.
pub(crate) fn step(letters: u64, byte: u8) -> u64 {
    letters.rotate_left(5) ^ u64::from(byte)
}

/// The hash of the letters that were gathered step by step: a multiplication with 2^64 over the golden ratio, which spreads
/// what lies near (Knuth, The Art of Computer Programming, volume 3, section 6.4).
pub(crate) fn spread(letters: u64) -> u64 {
    letters.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a word in small letters.
pub(crate) fn hash(word: &str) -> u64 {
    spread(word.bytes().fold(START, step))
}

/// The languages that have a word with this hash as a function word.
pub(crate) fn languages(hash: u64) -> Languages {
    TABLE.languages(hash)
}

/// The codes of the languages, in the order of their bits.
pub(crate) fn codes() -> &'static [&'static str] {
    &TABLE.codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_found_and_short_enough() {
        let written: Written = toml::from_str(include_str!("../../assets/function-words.toml")).unwrap();
        assert!(written.language.len() <= 32);
        for (bit, entry) in written.language.iter().enumerate() {
            for word in entry.words.split_whitespace() {
                assert_ne!(languages(hash(word)) & (1 << bit), 0, "{word}");
                assert!(word.chars().count() <= usize::from(LONGEST), "{word} is too long");
                assert_eq!(word.to_lowercase(), word);
            }
        }
    }

    #[test]
    fn other_words_are_of_no_language() {
        for word in ["bridge", "brücke", "", "president", "мост"] {
            assert_eq!(languages(hash(word)), 0, "{word}");
        }
    }

    #[test]
    fn half_of_the_slots_stay_free() {
        assert!(TABLE.slots.iter().filter(|slot| slot.1 != 0).count() * 2 <= SLOTS);
    }
}
