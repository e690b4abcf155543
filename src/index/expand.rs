//! From a word of a query to the words of the dictionary that it stands for: forms, completions, typos, patterns.
//!
//! Every search of the dictionary is bounded; a bound that was reached is told, never hidden.

use std::collections::HashMap;

use tantivy::{Searcher, schema::Field};

use super::{
    analysis::Stemmed,
    forms::{ANY_LANGUAGE, Form, Forms, LanguageSet},
    query,
    rank::Cancel,
    short::ShortWords,
};
use crate::text::near::slips;

/// Dictionary entries looked at for the forms of a word.
const FORM_SCAN: usize = 50_000;
/// Dictionary entries looked at for a prefix of four letters and more.
const PREFIX_SCAN: usize = 50_000;
/// Dictionary entries looked at for a pattern or typo, over all segments.
const PATTERN_SCAN: usize = 10_000_000;
/// Most words that a prefix, pattern or typo stands for; the most frequent ones are taken.
pub const COMPLETIONS: usize = 1_024;
/// Most words that a prefix stands for inside a phrase, where each costs a look at its positions.
pub const PHRASE_COMPLETIONS: usize = 128;
/// Most words that are offered instead of one that is not there.
const NEAR: usize = 3;
/// Most words that a prefix of one or two letters stands for.
const SHORT_COMPLETIONS: usize = 16;

/// All forms of a folded word, in the languages of the corpus.
pub fn forms(searcher: &Searcher, field: Field, word: &str, languages: &[String]) -> tantivy::Result<Forms> {
    let stemmed: Vec<Stemmed> = languages.iter().map(|language| Stemmed::new(word, language)).collect();
    let mut found: HashMap<String, (LanguageSet, u64)> = HashMap::new();
    let shortest = stemmed.iter().map(Stemmed::prefix).min_by_key(|prefix| prefix.len()).unwrap_or(word);
    let longest = word.len() * 2 + 12;
    let mut scan = Scan { left: FORM_SCAN, capped: false };
    scan.prefix(searcher, field, shortest, &mut |term, frequency| {
        if term == word {
            found.entry(term.to_owned()).or_insert((ANY_LANGUAGE, 0)).1 += frequency;
        } else if let Some((_, sum)) = found.get_mut(term) {
            *sum += frequency;
        } else if term.len() <= longest {
            let is_form = |(number, stemmed): (usize, &Stemmed)| if stemmed.is_form(term) { 1 << number } else { 0 };
            let languages: LanguageSet = stemmed.iter().enumerate().map(is_form).sum();
            if languages != 0 {
                found.insert(term.to_owned(), (languages, frequency));
            }
        }
    })?;
    if scan.capped && !found.contains_key(word) {
        let frequency = searcher.doc_freq(&tantivy::Term::from_field_text(field, word))?;
        found.insert(word.to_owned(), (ANY_LANGUAGE, frequency));
    }
    Ok(gathered(found.into_iter().map(|(word, (languages, frequency))| (word, languages, frequency)), scan.capped))
}

/// The folded word alone.
pub fn exact(searcher: &Searcher, field: Field, word: &str) -> tantivy::Result<Forms> {
    let frequency = searcher.doc_freq(&tantivy::Term::from_field_text(field, word))?;
    Ok(Forms { forms: vec![Form { word: word.to_owned(), languages: ANY_LANGUAGE }], frequency, capped: false })
}

/// The words that begin with a folded prefix of three letters and more.
pub fn completions(searcher: &Searcher, field: Field, prefix: &str, most: usize) -> tantivy::Result<Forms> {
    let mut scan = Scan { left: PREFIX_SCAN, capped: false };
    let mut found = HashMap::new();
    scan.prefix(searcher, field, prefix, &mut |term, frequency| add(&mut found, term, frequency))?;
    Ok(most_frequent(found, most, scan.capped))
}

/// The words that a pattern matches.
pub fn matching(searcher: &Searcher, field: Field, pattern: &str) -> tantivy::Result<Forms> {
    let Ok(regex) = query::compile(pattern) else { return Ok(Forms::default()) };
    let mut scan = Scan { left: PATTERN_SCAN, capped: false };
    let mut found = HashMap::new();
    scan.prefix(searcher, field, &literal_start(pattern), &mut |term, frequency| {
        if regex.is_match(term) {
            add(&mut found, term, frequency);
        }
    })?;
    Ok(most_frequent(found, COMPLETIONS, scan.capped))
}

/// The words with at most one typo against a folded word.
pub fn similar(searcher: &Searcher, field: Field, word: &str) -> tantivy::Result<Forms> {
    let length = word.chars().count();
    let mut scan = Scan { left: PATTERN_SCAN, capped: false };
    let mut found = HashMap::new();
    scan.prefix(searcher, field, "", &mut |term, frequency| {
        // Bytes first: most words of the dictionary are ruled out by their length.
        if term.len().abs_diff(word.len()) <= 4
            && term.chars().count().abs_diff(length) <= 1
            && query::is_one_typo(word, term)
        {
            add(&mut found, term, frequency);
        }
    })?;
    Ok(most_frequent(found, COMPLETIONS, scan.capped))
}

/// Words of the index that a folded word which it does not have may have been meant to be: the fewest slips away, and of
/// these the most frequent ones, first. None when cancelled.
///
/// The first letter is taken as right, or swapped with the second: few slips happen there, and a twentieth of the
/// dictionary is looked at instead of all of it.
pub fn near(searcher: &Searcher, field: Field, word: &str, cancel: Cancel<'_>) -> tantivy::Result<Option<Vec<String>>> {
    let letters = word.chars().count();
    let most = if letters <= 4 { 1 } else { 2 };
    let wanted = letter_set(word);
    let mut found: HashMap<String, (usize, u64)> = HashMap::new();
    let mut scan = Scan { left: PATTERN_SCAN, capped: false };
    let mut starts: Vec<char> = word.chars().take(2).collect();
    starts.dedup();
    for start in starts {
        if cancel() {
            return Ok(None);
        }
        scan.prefix(searcher, field, start.encode_utf8(&mut [0; 4]), &mut |term, frequency| {
            // Cheap tests first: a slip changes the length by one at most, and two letters of the set.
            if term.len().abs_diff(word.len()) > 4 * most
                || (letter_set(term) ^ wanted).count_ones() as usize > 2 * most
                || term.chars().count().abs_diff(letters) > most
            {
                return;
            }
            if let Some((_, sum)) = found.get_mut(term) {
                *sum += frequency;
                return;
            }
            let distance = slips(word, term);
            if distance <= most {
                found.insert(term.to_owned(), (distance, frequency));
            }
        })?;
    }
    let mut near: Vec<_> = found.into_iter().collect();
    near.sort_by(|(one, (slips, frequency)), (other, (more, rarer))| {
        slips.cmp(more).then(rarer.cmp(frequency)).then(one.cmp(other))
    });
    Ok(Some(near.into_iter().take(NEAR).map(|(word, _)| word).collect()))
}

/// Which letters a word has, as bits.
fn letter_set(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| set | 1 << (letter as u32 % 64))
}

/// The most frequent words for each beginning of one or two letters, from one pass over the dictionary.
pub fn short_completions(searcher: &Searcher, field: Field) -> tantivy::Result<ShortWords> {
    let mut all: HashMap<String, HashMap<String, u64>> = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut best: HashMap<String, Vec<(u64, String)>> = HashMap::new();
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let frequency = u64::from(stream.value().doc_freq);
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            for start in starts(term) {
                keep_best(&mut best, start, term, frequency);
            }
        }
        for (start, terms) in best {
            let merged = all.entry(start).or_default();
            terms.into_iter().for_each(|(frequency, term)| *merged.entry(term).or_default() += frequency);
        }
    }
    let capped = |terms: HashMap<String, u64>| {
        let is_full = terms.len() >= SHORT_COMPLETIONS;
        most_frequent(terms, SHORT_COMPLETIONS, is_full)
    };
    Ok(all.into_iter().map(|(start, terms)| (start, capped(terms))).collect())
}

/// The first letter and the first two of a word.
fn starts(term: &str) -> impl Iterator<Item = &str> {
    term.char_indices().take(2).map(|(at, c)| &term[..at + c.len_utf8()])
}

/// Puts a word among the best of a segment for one beginning. Twice as many as are wanted are kept, since the best of all
/// segments together need not be the best of each.
fn keep_best(best: &mut HashMap<String, Vec<(u64, String)>>, start: &str, term: &str, frequency: u64) {
    if !best.contains_key(start) {
        best.insert(start.to_owned(), Vec::new());
    }
    let Some(words) = best.get_mut(start) else { return };
    if words.len() < SHORT_COMPLETIONS * 2 {
        words.push((frequency, term.to_owned()));
        words.sort_unstable_by(|a, b| b.cmp(a));
    } else if words.last().is_some_and(|(least, _)| *least < frequency) {
        words.pop();
        let at = words.partition_point(|(other, _)| *other >= frequency);
        words.insert(at, (frequency, term.to_owned()));
    }
}

/// A bounded walk over the dictionaries of all segments.
struct Scan {
    left: usize,
    capped: bool,
}

impl Scan {
    fn prefix(
        &mut self,
        searcher: &Searcher,
        field: Field,
        prefix: &str,
        each: &mut dyn FnMut(&str, u64),
    ) -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while stream.advance() {
                let key = stream.key();
                if !key.starts_with(prefix.as_bytes()) {
                    break;
                }
                if self.left == 0 {
                    self.capped = true;
                    return Ok(());
                }
                self.left -= 1;
                if let Ok(term) = std::str::from_utf8(key) {
                    each(term, u64::from(stream.value().doc_freq));
                }
            }
        }
        Ok(())
    }
}

fn add(found: &mut HashMap<String, u64>, term: &str, frequency: u64) {
    match found.get_mut(term) {
        Some(sum) => *sum += frequency,
        None => {
            found.insert(term.to_owned(), frequency);
        }
    }
}

/// The most frequent words, ties in the order of the alphabet.
fn most_frequent(found: HashMap<String, u64>, most: usize, capped: bool) -> Forms {
    let mut words: Vec<(String, u64)> = found.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let capped = capped || words.len() > most;
    words.truncate(most);
    gathered(words.into_iter().map(|(word, frequency)| (word, ANY_LANGUAGE, frequency)), capped)
}

fn gathered(words: impl Iterator<Item = (String, LanguageSet, u64)>, capped: bool) -> Forms {
    let mut frequency = 0;
    let mut forms: Vec<Form> = words
        .map(|(word, languages, count)| {
            frequency += count;
            Form { word, languages }
        })
        .collect();
    forms.sort_unstable_by(|a, b| a.word.cmp(&b.word));
    Forms { forms, frequency, capped }
}

/// What everything that a pattern matches begins with, as far as that is plain to see.
fn literal_start(pattern: &str) -> String {
    if pattern.contains('|') {
        return String::new();
    }
    let special = |c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit();
    let end = pattern.find(special).unwrap_or(pattern.len());
    let may_repeat = pattern[end..].starts_with(['*', '?', '{', '+']);
    pattern[..if may_repeat { end.saturating_sub(1) } else { end }].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_literal_start_of_a_pattern_is_what_every_match_begins_with() {
        for (pattern, start) in
            [("sanct.*", "sanct"), ("ab?c", "a"), ("a|b", ""), ("(ab)", ""), ("abc", "abc"), ("", "")]
        {
            assert_eq!(literal_start(pattern), start, "{pattern}");
        }
    }
}
