//! The JSON objects of what `folio search` finds out about a query: how it was read, and what its result consists of.

use serde::Serialize;

use crate::index::{Clause, Expanded, Explained, Facet};

/// How a query was read, as `assets/explain.schema.json` describes it.
#[derive(Serialize)]
pub struct ExplainObject<'a> {
    query: &'a str,
    clauses: Vec<ClauseObject<'a>>,
    total: usize,
    matched: usize,
    undated_hidden: usize,
    furniture_hidden: bool,
}

#[derive(Serialize)]
struct ClauseObject<'a> {
    text: &'a str,
    negated: bool,
    fields: &'a [&'a str],
    words: Vec<WordObject<'a>>,
    articles: usize,
}

#[derive(Serialize)]
struct WordObject<'a> {
    word: &'a str,
    stems: Vec<StemObject<'a>>,
    forms: Vec<FormObject<'a>>,
    capped: bool,
}

#[derive(Serialize)]
struct StemObject<'a> {
    stem: &'a str,
    languages: &'a [String],
}

#[derive(Serialize)]
struct FormObject<'a> {
    word: &'a str,
    articles: u64,
}

impl<'a> ExplainObject<'a> {
    /// The object of an explained question.
    pub fn new(explained: &'a Explained) -> Self {
        let Explained { query, clauses, total, matched, undated_hidden, furniture_hidden } = explained;
        Self {
            query,
            clauses: clauses.iter().map(ClauseObject::of).collect(),
            total: *total,
            matched: *matched,
            undated_hidden: *undated_hidden,
            furniture_hidden: *furniture_hidden,
        }
    }
}

impl<'a> ClauseObject<'a> {
    fn of(Clause { text, negated, fields, words, articles, .. }: &'a Clause) -> Self {
        let words = words.iter().map(WordObject::of).collect();
        Self { text, negated: *negated, fields, words, articles: *articles }
    }
}

impl<'a> WordObject<'a> {
    fn of(Expanded { word, stems, forms, capped }: &'a Expanded) -> Self {
        let stems = stems.iter().map(|(stem, languages)| StemObject { stem, languages }).collect();
        let forms = forms.iter().map(|(word, articles)| FormObject { word, articles: *articles }).collect();
        Self { word, stems, forms, capped: *capped }
    }
}

/// A quality that articles of a result share, as `assets/facets.schema.json` describes it.
#[derive(Serialize)]
pub struct FacetObject {
    field: &'static str,
    value: Option<String>,
    articles: u64,
    clause: String,
}

impl FacetObject {
    /// The object of a quality and its number of articles.
    pub fn new(facet: &Facet, articles: u64) -> Self {
        Self { field: facet.field(), value: facet.value(), articles, clause: facet.clause() }
    }
}
