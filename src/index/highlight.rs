//! What of a text a query matches: the same words as in the index, found in the text that a reader sees.

use std::ops::Range;

use regex::Regex;

use super::{
    analysis::{ASSUMED_LANGUAGE, LONGEST_WORD, Stemmed, tokens},
    phrase::occurrences,
    query::{Query, Scope, Test, compile, is_one_typo},
    writer::is_body,
};
use crate::{article::BlockKind, text::analyse::Words};

/// What a query marks in texts. What it excludes is never marked.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    rows: Vec<Row>,
}

/// Words in a row that are marked as one; mostly a single one.
#[derive(Clone, Debug)]
struct Row {
    scope: Scope,
    words: Vec<Wanted>,
    offsets: Vec<usize>,
    slop: usize,
}

/// What a word of a text must be like.
#[derive(Clone, Debug)]
enum Wanted {
    Form(String),
    Exact(String),
    Prefix(String),
    Typo(String),
    Pattern(Regex),
}

/// A place that a query marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub range: Range<usize>,
    /// The number of the condition that it meets, in the order of the query.
    pub condition: usize,
}

impl Marks {
    /// What a query marks.
    pub fn new(query: &Query) -> Self {
        let mut marks = Self::default();
        query.leaves(&mut |leaf, is_negated| {
            if !is_negated {
                marks.add(&leaf.test);
            }
        });
        marks
    }

    /// Whether nothing is ever marked.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The places to mark in a block's text (or in a title, as a block of that kind), in order and apart.
    pub fn find(&self, text: &str, kind: BlockKind, language: Option<&str>) -> Vec<Range<usize>> {
        let mut merged: Vec<Range<usize>> = Vec::new();
        for Found { range, .. } in self.find_each(text, kind, language) {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }

    /// The places that meet a condition of the query, by where they begin.
    pub fn find_each(&self, text: &str, kind: BlockKind, language: Option<&str>) -> Vec<Found> {
        let rows = self.rows.iter().enumerate().filter(|(_, row)| is_in(row.scope, kind));
        let mut seekers: Vec<Seeker<'_>> = rows.map(|(condition, row)| Seeker::new(condition, row, language)).collect();
        if seekers.is_empty() {
            return Vec::new();
        }
        let mut words = Words::new(text);
        let mut word = String::new();
        while let Some(found) = words.next(&mut word) {
            if word.len() <= LONGEST_WORD {
                seekers.iter_mut().for_each(|seeker| seeker.see(&word, found.position, &found.range));
            }
        }
        let mut found: Vec<Found> = seekers.into_iter().flat_map(Seeker::found).collect();
        found.sort_by_key(|found| (found.range.start, found.range.end));
        found
    }

    fn add(&mut self, test: &Test) {
        match test {
            Test::Word(scope, text) if scope.is_stemmed() => self.row(*scope, text, 0, Wanted::Form, Wanted::Form),
            Test::Word(scope, text) | Test::Exact(scope, text) => {
                self.row(*scope, text, 0, Wanted::Exact, Wanted::Exact);
            }
            Test::Prefix(_, text) if text.is_empty() => {}
            Test::Prefix(scope, text) => self.row(*scope, text, 0, Wanted::Exact, Wanted::Prefix),
            Test::Typo(scope, text) => self.row(*scope, text, 0, Wanted::Exact, Wanted::Typo),
            Test::Pattern(scope, pattern) => {
                let words = compile(pattern).ok().map(Wanted::Pattern);
                self.rows.extend(words.map(|word| Row { scope: *scope, words: vec![word], offsets: vec![0], slop: 0 }));
            }
            Test::Phrase { scope, text, slop, open } => {
                self.row(*scope, text, *slop, Wanted::Exact, if *open { Wanted::Prefix } else { Wanted::Exact });
            }
            Test::AnyWord(text) => {
                for token in tokens(text) {
                    self.row(Scope::Article, &token.word, 0, Wanted::Form, Wanted::Form);
                }
            }
            Test::Dates(_) | Test::DateGrade(_) | Test::Words(_) | Test::Is(_) => {}
        }
    }

    fn row(&mut self, scope: Scope, text: &str, slop: u32, each: fn(String) -> Wanted, last: fn(String) -> Wanted) {
        let tokens = tokens(text);
        let (Some(first), count) = (tokens.first(), tokens.len()) else { return };
        let offsets = tokens.iter().map(|token| token.position - first.position).collect();
        let wanted = |(number, word)| if number + 1 == count { last(word) } else { each(word) };
        let words = tokens.into_iter().map(|token| token.word).enumerate().map(wanted).collect();
        self.rows.push(Row { scope, words, offsets, slop: slop as usize });
    }
}

fn is_in(scope: Scope, kind: BlockKind) -> bool {
    match scope {
        Scope::Article => is_body(kind) || kind == BlockKind::Title,
        Scope::Title => kind == BlockKind::Title,
        Scope::Body => is_body(kind),
        Scope::Furniture => !is_body(kind) && kind != BlockKind::Title,
        Scope::Site => kind == BlockKind::Site,
        Scope::Byline => kind == BlockKind::Byline,
        Scope::Language | Scope::Path => false,
    }
}

/// Looks for one row in one text.
struct Seeker<'a> {
    condition: usize,
    row: &'a Row,
    /// The forms of the row's words, in the language of the text.
    stemmed: Vec<Option<Stemmed>>,
    /// For each word of the row, where it stands.
    positions: Vec<Vec<u32>>,
    ranges: Vec<Vec<Range<usize>>>,
}

impl<'a> Seeker<'a> {
    fn new(condition: usize, row: &'a Row, language: Option<&str>) -> Self {
        let stemmed = |wanted: &Wanted| match wanted {
            Wanted::Form(word) => Some(Stemmed::new(word, language.unwrap_or(ASSUMED_LANGUAGE))),
            _ => None,
        };
        let none = || vec![Vec::new(); row.words.len()];
        let stemmed = row.words.iter().map(stemmed).collect();
        Self { condition, row, stemmed, positions: none(), ranges: vec![Vec::new(); row.words.len()] }
    }

    fn see(&mut self, word: &str, position: usize, range: &Range<usize>) {
        for (number, wanted) in self.row.words.iter().enumerate() {
            let is_wanted = match wanted {
                Wanted::Form(_) => self.stemmed[number].as_ref().is_some_and(|stemmed| stemmed.is_form(word)),
                Wanted::Exact(exact) => word == exact,
                Wanted::Prefix(prefix) => word.starts_with(prefix),
                Wanted::Typo(right) => is_one_typo(right, word),
                Wanted::Pattern(regex) => regex.is_match(word),
            };
            if is_wanted {
                self.positions[number].push(position as u32);
                self.ranges[number].push(range.clone());
            }
        }
    }

    fn found(mut self) -> Vec<Found> {
        let condition = self.condition;
        if self.row.words.len() == 1 {
            let ranges = self.ranges.remove(0);
            return ranges.into_iter().map(|range| Found { range, condition }).collect();
        }
        let (firsts, last) = (&self.ranges[0], self.ranges.len() - 1);
        let whole = |(first, end): (usize, u32)| {
            let end = self.positions[last].partition_point(|&position| position < end);
            Found { range: firsts[first].start..self.ranges[last][end].end, condition }
        };
        occurrences(&self.positions, &self.row.offsets, self.row.slop).map(whole).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::index::query::parse;

    fn marked<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
        let marks = Marks::new(&parse(query, date(2022, 1, 5)).query.expect("a query"));
        marks.find(text, BlockKind::Paragraph, Some("en")).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn marked_is_what_matches() {
        let text = "The sanctioned company said new Sanctions were one small step forward, not two.";
        let table: [(&str, &[&str]); 14] = [
            ("sanction", &["sanctioned", "Sanctions"]),
            ("=sanctions", &["Sanctions"]),
            ("sanct*", &["sanctioned", "Sanctions"]),
            ("\"new sanctions\"", &["new Sanctions"]),
            ("\"one forward\"~2", &["one small step forward"]),
            ("\"one forward\"~1", &[]),
            ("company -sanctions", &["company"]),
            ("-(company -sanctions)", &["sanctioned", "Sanctions"]),
            ("tow~", &["two"]),
            ("/s[mt].*/", &["small", "step"]),
            ("title:company", &[]),
            ("body:company", &["company"]),
            ("in:furniture company", &[]),
            ("sanctions OR \"new sanctions\"", &["sanctioned", "new Sanctions"]),
        ];
        for (query, expected) in table {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }

    #[test]
    fn marks_belong_to_the_part_and_the_language() {
        let marks = Marks::new(&parse("title:haus häuser", date(2022, 1, 5)).query.expect("a query"));
        let count = |text, kind, language| marks.find(text, kind, language).len();
        assert_eq!(count("Haus", BlockKind::Title, Some("de")), 1);
        assert_eq!(count("Haus", BlockKind::Furniture, Some("de")), 0);
        assert_eq!(count("Häusern", BlockKind::Paragraph, Some("de")), 1);
        assert_eq!(count("Häusern", BlockKind::Paragraph, None), 0);
    }
}
