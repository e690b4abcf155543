//! "Did you mean": near words that the index has, for those of a query that it does not have.

use std::ops::Range;

use super::{
    analysis::tokens,
    expand,
    query::{Leaf, Query, Scope, Test},
    rank::Cancel,
    snapshot::{Expansion, Snapshot},
};

/// A part of a query's text, and words of the index to put there instead, the nearest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The bytes of the text.
    pub span: Range<usize>,
    /// What may stand there instead.
    pub words: Vec<String>,
}

/// Corrections of those words of a query that the index does not have; none when cancelled.
pub fn corrections(
    snapshot: &Snapshot,
    text: &str,
    query: &Query,
    cancel: Cancel<'_>,
) -> tantivy::Result<Option<Vec<Correction>>> {
    let mut leaves = Vec::new();
    query.leaves(&mut |leaf, negated| {
        if !negated {
            leaves.push(leaf.clone());
        }
    });
    let mut corrections = Vec::new();
    for (scope, word, span, is_open) in leaves.iter().flat_map(|leaf| words(text, leaf)) {
        let field = snapshot.fields.dictionary(scope);
        let expansion = match is_open {
            true => Expansion::Completions(word.clone(), 1),
            false if scope.is_stemmed() => Expansion::Forms(word.clone()),
            false => Expansion::Exact(word.clone()),
        };
        if snapshot.expand(field, expansion)?.frequency > 0 {
            continue;
        }
        let Some(words) = expand::near(&snapshot.searcher, field, &word, cancel)? else { return Ok(None) };
        if !words.is_empty() {
            corrections.push(Correction { span, words });
        }
    }
    Ok(Some(corrections))
}

/// The words that a condition looks for, folded, each with its bytes in the query's text and whether it may go on.
fn words(text: &str, leaf: &Leaf) -> Vec<(Scope, String, Range<usize>, bool)> {
    let (scope, wanted, last_is_open) = match &leaf.test {
        Test::Word(scope, wanted) | Test::Exact(scope, wanted) | Test::Typo(scope, wanted) => (*scope, wanted, false),
        Test::Prefix(scope, wanted) => (*scope, wanted, true),
        Test::Phrase { scope, text: wanted, open, .. } => (*scope, wanted, *open),
        _ => return Vec::new(),
    };
    let Some(offset) = text.get(leaf.span.clone()).and_then(|own| own.find(wanted.as_str())) else { return Vec::new() };
    let start = leaf.span.start + offset;
    let tokens = tokens(wanted);
    let count = tokens.len();
    let word = |(number, token): (usize, super::analysis::Token)| {
        let span = start + token.range.start..start + token.range.end;
        (scope, token.word, span, last_is_open && number + 1 == count)
    };
    tokens.into_iter().enumerate().map(word).collect()
}

/// The text with the words of corrections in it: of each the one with this number, or its last one.
pub fn corrected(text: &str, corrections: &[Correction], number: usize) -> String {
    let mut corrected = text.to_owned();
    for Correction { span, words } in corrections.iter().rev() {
        let word = words.get(number).or(words.last());
        corrected.replace_range(span.clone(), word.map_or("", String::as_str));
    }
    corrected
}
