//! What a word that is being typed into the search bar may go on as: names of fields, and what can stand after them.

use std::ops::Range;

use super::message::Values;
use crate::{
    index::{Facet, query::field_names},
    text::clean::Clean,
};

/// Things that are offered at most.
const MOST: usize = 8;

/// The parts that `in:` names.
const PARTS: [&str; 3] = ["furniture", "title", "body"];

/// What may stand in the place of the word at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the text that are replaced.
    span: Range<usize>,
    /// What is offered, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// The number of the one that stands there now.
    pub chosen: Option<usize>,
}

/// Something that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text that it puts there.
    pub text: String,
    /// How many articles it has, where that is known.
    pub articles: Option<u64>,
}

impl Completion {
    /// The fields whose names begin like the word before the cursor; none where that is no such word.
    pub fn of_field(text: &str, cursor: usize) -> Option<Self> {
        let span = word_before(text, cursor);
        let typed = text[span.clone()].to_ascii_lowercase();
        let names = field_names().filter(|name| !typed.is_empty() && name.starts_with(&typed));
        Self::new(span, names.map(|name| Candidate { text: format!("{name}:"), articles: None }))
    }

    /// What can stand after the field before the cursor, as far as it begins like what was typed after it.
    pub fn of_value(text: &str, cursor: usize, values: Option<&Values>) -> Option<Self> {
        let span = word_before(text, cursor);
        let (field, typed) = text[span.clone()].split_once(':')?;
        let typed = typed.trim_matches('"').to_lowercase();
        let begins = |value: &str| value.to_lowercase().starts_with(&typed);
        let candidates: Vec<Candidate> = match field.to_ascii_lowercase().as_str() {
            "in" => {
                let part = |part: &&str| Candidate { text: format!("in:{part}"), articles: None };
                PARTS.iter().filter(|part| begins(part)).map(part).collect()
            }
            "is" => {
                let statuses = values?.statuses.iter().filter(|(status, _)| begins(status.name()));
                statuses
                    .map(|(status, count)| Candidate {
                        text: format!("is:{}", status.name()),
                        articles: Some(*count as u64),
                    })
                    .collect()
            }
            "site" => facets(values?, &|facet, value| {
                matches!(facet, Facet::Site(_)) && value.to_lowercase().contains(&typed)
            }),
            "lang" => facets(values?, &|facet, value| matches!(facet, Facet::Language(_)) && begins(value)),
            "date" => facets(values?, &|facet, value| {
                matches!(facet, Facet::Year(_) | Facet::Month(..) | Facet::Date(_)) && begins(value)
            }),
            _ => return None,
        };
        Self::new(span, candidates.into_iter())
    }

    fn new(span: Range<usize>, candidates: impl Iterator<Item = Candidate>) -> Option<Self> {
        let candidates: Vec<_> = candidates.take(MOST).collect();
        (!candidates.is_empty()).then_some(Self { span, candidates, chosen: None })
    }

    /// Whether only one thing is offered.
    pub fn is_single(&self) -> bool {
        self.candidates.len() == 1
    }

    /// The text with the next candidate in it, and the byte after that; after the last comes the first again.
    pub fn choose_next(&mut self, text: &str) -> (String, usize) {
        let next = self.chosen.map_or(0, |chosen| (chosen + 1) % self.candidates.len());
        self.chosen = Some(next);
        let candidate = &self.candidates[next].text;
        let mut completed = text.to_owned();
        completed.replace_range(self.span.clone(), candidate);
        self.span.end = self.span.start + candidate.len();
        (completed, self.span.end)
    }
}

impl Candidate {
    /// How it is shown.
    pub fn label(&self) -> Clean {
        Clean::line(&self.text)
    }
}

/// The values that articles have and that are wanted.
fn facets(values: &Values, is_wanted: &dyn Fn(&Facet, &str) -> bool) -> Vec<Candidate> {
    let known = values.facets.counts.iter().filter_map(|(facet, count)| Some((facet, facet.value()?, *count)));
    let wanted = known.filter(|(facet, value, _)| is_wanted(facet, value));
    wanted.map(|(facet, _, count)| Candidate { text: facet.clause(), articles: Some(count) }).take(MOST).collect()
}

/// The bytes of the word that ends at the cursor, without a sign that leaves it out; what stands in quotes is one word.
fn word_before(text: &str, cursor: usize) -> Range<usize> {
    let (mut start, mut in_quotes) = (0, false);
    for (byte, letter) in text[..cursor].char_indices() {
        in_quotes ^= letter == '"';
        if !in_quotes && (letter.is_whitespace() || matches!(letter, '(' | ')')) {
            start = byte + letter.len_utf8();
        }
    }
    let signs = text[start..cursor].len() - text[start..cursor].trim_start_matches('-').len();
    start + signs..cursor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Facets, query::Status};

    fn values() -> Values {
        let site = |name: &str| Facet::Site(Some(name.to_owned()));
        let counts = vec![
            (site("The Daily Post"), 9),
            (site("Harbour News"), 4),
            (Facet::Month(2021, 12), 3),
            (Facet::Language(Some("de".into())), 2),
            (Facet::Language(None), 1),
        ];
        Values {
            facets: Facets { matched: 13, counts, spans: Vec::new() },
            statuses: vec![(Status::Unread, 12), (Status::Read, 1)],
        }
    }

    fn offered(text: &str) -> Vec<String> {
        let values = values();
        let offered =
            Completion::of_value(text, text.len(), Some(&values)).or_else(|| Completion::of_field(text, text.len()));
        offered.into_iter().flat_map(|offered| offered.candidates).map(|candidate| candidate.text).collect()
    }

    #[test]
    fn fields_and_their_values_are_offered() {
        let table: [(&str, &[&str]); 11] = [
            ("si", &["site:"]),
            ("war (t", &["title:"]),
            ("war -si", &["site:"]),
            ("war ", &[]),
            ("zz", &[]),
            ("site:", &["site:\"The Daily Post\"", "site:\"Harbour News\""]),
            ("a -site:\"harb", &["site:\"Harbour News\""]),
            ("lang:", &["lang:de"]),
            ("date:2021", &["date:2021-12"]),
            ("is:u", &["is:unread"]),
            ("in:f", &["in:furniture"]),
        ];
        for (text, expected) in table {
            assert_eq!(offered(text), expected, "{text}");
        }
    }

    #[test]
    fn one_after_the_other_stands_in_the_text() {
        let values = values();
        let mut completion = Completion::of_value("a site: b", 7, Some(&values)).unwrap();
        let mut text = "a site: b".to_owned();
        let mut seen = Vec::new();
        for _ in 0..3 {
            text = completion.choose_next(&text).0;
            seen.push(text.clone());
        }
        assert_eq!(seen, ["a site:\"The Daily Post\" b", "a site:\"Harbour News\" b", "a site:\"The Daily Post\" b"]);
    }
}
