//! How a question was read, part by part, and how many articles each part has.

use std::{ops::Range, sync::Arc};

use tantivy::Term;

use super::{
    analysis::Stemmed,
    forms::{ANY_LANGUAGE, Forms},
    lower::{self, Purpose},
    query::{Leaf, Query, Scope, Test},
    question::Question,
    rank::{self, Cancel},
    snapshot::{Expansion, Snapshot},
};

/// How a question was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// The query in its fullest notation.
    pub query: String,
    /// Its conditions, in order.
    pub clauses: Vec<Clause>,
    /// Articles in the corpus.
    pub total: usize,
    /// Articles that match.
    pub matched: usize,
    /// Articles that match but for their lack of a date.
    pub undated_hidden: usize,
    /// Whether words are looked for, but not in page furniture.
    pub furniture_hidden: bool,
}

/// A condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The condition in its fullest notation.
    pub text: String,
    /// Where it stands in the text of the query.
    pub span: Range<usize>,
    /// Whether what meets it is left out.
    pub negated: bool,
    /// Where it is looked for.
    pub fields: &'static [&'static str],
    /// The words that are looked for.
    pub words: Vec<Expanded>,
    /// Articles that meet it, whatever the rest of the query says.
    pub articles: usize,
}

/// A word of a condition, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The word or pattern, folded.
    pub word: String,
    /// Its stems in the languages in which it has forms besides itself, each with the languages' codes.
    pub stems: Vec<(String, Vec<String>)>,
    /// The words of the index that it stands for, with the number of articles that have each; the most frequent first.
    pub forms: Vec<(String, u64)>,
    /// Whether it stands for more words than were looked for.
    pub capped: bool,
}

/// Explains a question. `matched` and `undated_hidden` are what it was answered; none when cancelled.
pub fn explain(
    snapshot: &Snapshot,
    question: &Question,
    (matched, undated_hidden): (usize, usize),
    cancel: Cancel<'_>,
) -> tantivy::Result<Option<Explained>> {
    let query = question.query.as_ref().unwrap_or(&Query::Everything);
    let mut leaves = Vec::new();
    query.leaves(&mut |leaf, negated| leaves.push((leaf.clone(), negated)));
    let looks_at = |scope| leaves.iter().any(|(leaf, _)| leaf.test.scope() == Some(scope));
    let furniture_hidden = query.is_ranking() && !looks_at(Scope::Furniture);
    let mut clauses = Vec::with_capacity(leaves.len());
    for (leaf, negated) in leaves {
        let Some(clause) = clause(snapshot, question, leaf, negated, cancel)? else { return Ok(None) };
        clauses.push(clause);
    }
    let query = query.to_string();
    Ok(Some(Explained { query, clauses, total: snapshot.total(), matched, undated_hidden, furniture_hidden }))
}

fn clause(
    snapshot: &Snapshot,
    question: &Question,
    leaf: Leaf,
    negated: bool,
    cancel: Cancel<'_>,
) -> tantivy::Result<Option<Clause>> {
    let (text, span, fields) = (leaf.test.to_string(), leaf.span.clone(), fields(&leaf.test));
    let scope = leaf.test.scope();
    let lowered = lower::lower(&Query::Leaf(leaf), snapshot, &question.sets, Purpose::Match)?;
    let Some(articles) = rank::count(snapshot, &*lowered.query, cancel)? else { return Ok(None) };
    let expanded = |(expansion, forms): &(Expansion, Arc<Forms>)| expanded(snapshot, scope, expansion, forms);
    let words = lowered.expansions.iter().map(expanded).collect::<tantivy::Result<_>>()?;
    Ok(Some(Clause { text, span, negated, fields, words, articles }))
}

fn expanded(
    snapshot: &Snapshot,
    scope: Option<Scope>,
    expansion: &Expansion,
    found: &Forms,
) -> tantivy::Result<Expanded> {
    let field = snapshot.fields.dictionary(scope.unwrap_or(Scope::Article));
    let mut forms = Vec::with_capacity(found.forms.len());
    for form in &found.forms {
        let articles = snapshot.searcher.doc_freq(&Term::from_field_text(field, &form.word))?;
        forms.push((form.word.clone(), articles));
    }
    forms.retain(|(_, articles)| *articles > 0);
    forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let stems = if let Expansion::Forms(word) = expansion { stems(snapshot, word, found) } else { Vec::new() };
    Ok(Expanded { word: expansion.word().to_owned(), stems, forms, capped: found.capped })
}

/// The stems of a word in those languages in which it has other forms.
fn stems(snapshot: &Snapshot, word: &str, found: &Forms) -> Vec<(String, Vec<String>)> {
    let others = found.forms.iter().filter(|form| form.languages != ANY_LANGUAGE);
    let languages = others.fold(0, |all, form| all | form.languages);
    let mut stems: Vec<(String, Vec<String>)> = Vec::new();
    for (_, language) in snapshot.languages.iter().enumerate().filter(|(number, _)| languages >> number & 1 == 1) {
        let stem = Stemmed::new(word, language).stem().to_owned();
        match stems.iter_mut().find(|(other, _)| *other == stem) {
            Some((_, languages)) => languages.push(language.clone()),
            None => stems.push((stem, vec![language.clone()])),
        }
    }
    stems
}

fn fields(test: &Test) -> &'static [&'static str] {
    match (test, test.scope()) {
        (_, Some(Scope::Article)) | (Test::AnyWord(_), _) => &["title", "body"],
        (_, Some(Scope::Title)) => &["title"],
        (_, Some(Scope::Body)) => &["body"],
        (_, Some(Scope::Furniture)) => &["furniture"],
        (_, Some(Scope::Site)) => &["site"],
        (_, Some(Scope::Byline)) => &["byline"],
        (_, Some(Scope::Language)) => &["language"],
        (_, Some(Scope::Path)) => &["path"],
        (Test::Words(_), None) => &["words"],
        (Test::Is(_), None) => &["library"],
        (_, None) => &["date"],
    }
}
