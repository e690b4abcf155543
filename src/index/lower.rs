//! From the syntax tree to tantivy's queries.

use std::{collections::HashMap, sync::Arc};

use tantivy::{
    DocId, Score, SegmentReader, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query as EngineQuery, TermQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    analysis::{BODY_START, tokens},
    expand::{COMPLETIONS, PHRASE_COMPLETIONS},
    forms::{ANY_LANGUAGE, Forms, FormsQuery},
    phrase::{PhraseQuery, Slot},
    query::{Counts, Days, Query, Scope, Status, Test, limits},
    row::{day_number, grade_number},
    sets::{ArticleSets, Members},
    snapshot::{Expansion, Snapshot},
};
use crate::article::Grade;

/// How much a word in the title counts beside one in the text.
const TITLE_WEIGHT: Score = 1.5;

/// A query that tantivy can run.
pub struct Lowered {
    /// The query.
    pub query: Box<dyn EngineQuery>,
    /// Whether every word is one form, so that tantivy can leave out blocks of articles that cannot get far.
    pub is_prunable: bool,
    /// Whether rare words were left out.
    pub is_capped: bool,
    /// What words of the query stand for, in their order.
    pub expansions: Vec<(Expansion, Arc<Forms>)>,
}

/// What a query is run for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To know what matches.
    Match,
    /// To know what matches, and how well.
    Rank,
    /// To know which undated articles match.
    MatchUndated,
    /// To know which undated articles would match, had they a date: date conditions are taken as met.
    MatchIfDated,
}

/// Makes a query that tantivy can run. `sets` are those that its conditions on the reader's doings look at.
pub fn lower(query: &Query, snapshot: &Snapshot, sets: &ArticleSets, purpose: Purpose) -> tantivy::Result<Lowered> {
    let mut lowering =
        Lowering { snapshot, sets, purpose, is_prunable: true, is_capped: false, expansions: Vec::new() };
    let mut lowered = lowering.query(query)?;
    if matches!(purpose, Purpose::MatchUndated | Purpose::MatchIfDated) {
        let undated = filter(vec!["first_day"], |columns, doc| columns[0](doc).is_none());
        lowered = both(lowered, undated);
    }
    let Lowering { is_prunable, is_capped, expansions, .. } = lowering;
    Ok(Lowered { query: lowered, is_prunable, is_capped, expansions })
}

struct Lowering<'a> {
    snapshot: &'a Snapshot,
    sets: &'a ArticleSets,
    purpose: Purpose,
    is_prunable: bool,
    is_capped: bool,
    expansions: Vec<(Expansion, Arc<Forms>)>,
}

type Boxed = Box<dyn EngineQuery>;
type Clause = (Occur, Boxed);

impl Lowering<'_> {
    fn query(&mut self, query: &Query) -> tantivy::Result<Boxed> {
        match query {
            Query::Everything => Ok(everything()),
            Query::All(parts) => self.all(parts),
            Query::Any(parts) => {
                let mut clauses = Vec::new();
                for part in parts {
                    match part {
                        // Side by side, not each in a query of its own: else tantivy cannot prune.
                        Query::Leaf(leaf) => clauses.extend(optional(self.leaf(&leaf.test)?)),
                        part => clauses.push((Occur::Should, self.query(part)?)),
                    }
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Query::Not(part) => self.all(&[Query::Not(part.clone())]),
            Query::Leaf(leaf) => {
                let clauses = self.leaf(&leaf.test)?;
                Ok(joined(clauses))
            }
        }
    }

    /// What all parts match, without what negated parts match; of negated parts alone, everything else.
    fn all(&mut self, parts: &[Query]) -> tantivy::Result<Boxed> {
        self.is_prunable = false;
        let mut clauses = Vec::new();
        for part in parts {
            match part {
                Query::Not(part) => {
                    clauses.push((Occur::MustNot, self.negated(part)?));
                }
                Query::Leaf(leaf) => clauses.extend(self.leaf(&leaf.test)?),
                part => clauses.push((Occur::Must, self.query(part)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, everything()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// What is left out: whether it matches is all that counts.
    fn negated(&mut self, part: &Query) -> tantivy::Result<Boxed> {
        let purpose = self.purpose;
        if purpose == Purpose::Rank {
            self.purpose = Purpose::Match;
        }
        let lowered = self.query(part);
        self.purpose = purpose;
        lowered
    }

    /// A condition: what must match, and what only adds to the score.
    fn leaf(&mut self, test: &Test) -> tantivy::Result<Vec<Clause>> {
        let must = |query| vec![(Occur::Must, query)];
        match test {
            Test::Word(scope, text) => {
                let expansion = if scope.is_stemmed() { Expansion::Forms } else { Expansion::Exact };
                self.words(*scope, text, 0, expansion, expansion)
            }
            Test::Exact(scope, text) => self.words(*scope, text, 0, Expansion::Exact, Expansion::Exact),
            Test::Prefix(scope, text) if text.is_empty() => Ok(must(exists(*scope, self.snapshot))),
            Test::Prefix(scope, text) => {
                let most = if tokens(text).len() > 1 { PHRASE_COMPLETIONS } else { COMPLETIONS };
                self.words(*scope, text, 0, Expansion::Exact, move |word| Expansion::Completions(word, most))
            }
            Test::Typo(scope, text) => self.words(*scope, text, 0, Expansion::Exact, Expansion::Similar),
            Test::Pattern(scope, pattern) => self.word(*scope, Expansion::Matching(pattern.clone())),
            Test::Phrase { scope, text, slop, open: false } => {
                self.words(*scope, text, *slop, Expansion::Exact, Expansion::Exact)
            }
            Test::Phrase { scope, text, slop, open: true } => {
                let last = |word| Expansion::Completions(word, PHRASE_COMPLETIONS);
                self.words(*scope, text, *slop, Expansion::Exact, last)
            }
            Test::AnyWord(text) => self.any_word(text),
            Test::Dates(_) if self.purpose == Purpose::MatchIfDated => Ok(must(everything())),
            Test::Dates(days) => Ok(must(dates(*days))),
            Test::DateGrade(grade) => Ok(must(dated(*grade))),
            Test::Words(counts) => Ok(must(word_count(*counts))),
            Test::Is(status) => Ok(must(self.status(*status)?)),
        }
    }

    fn status(&self, status: Status) -> tantivy::Result<Boxed> {
        let (set, wanted) = match status {
            Status::Read => (&self.sets.read, true),
            Status::Unread => (&self.sets.read, false),
            Status::Marked => (&self.sets.marked, true),
        };
        Ok(among(self.snapshot.members(set)?, wanted))
    }

    /// Words in a row; one alone is no phrase. The last word may be expanded in another way than the others.
    fn words(
        &mut self,
        scope: Scope,
        text: &str,
        slop: u32,
        expansion: fn(String) -> Expansion,
        last: impl Fn(String) -> Expansion,
    ) -> tantivy::Result<Vec<Clause>> {
        if scope == Scope::Language {
            return self.word(scope, last(text.to_lowercase()));
        }
        let mut tokens = tokens(text);
        tokens.truncate(limits::WORDS);
        let Some(final_token) = tokens.pop() else { return Ok(vec![(Occur::Must, Box::new(EmptyQuery))]) };
        if tokens.is_empty() {
            return self.word(scope, last(final_token.word));
        }
        let first = tokens[0].position;
        let field = self.snapshot.fields.dictionary(scope);
        let mut slots = Vec::with_capacity(tokens.len() + 1);
        for token in tokens {
            let forms = self.expand(field, expansion(token.word))?;
            slots.push(Slot { offset: token.position - first, forms });
        }
        let forms = self.expand(field, last(final_token.word))?;
        slots.push(Slot { offset: final_token.position - first, forms });
        Ok(vec![(Occur::Must, self.phrase(scope, slots, slop))])
    }

    /// The words that a word of the query stands for.
    fn expand(&mut self, field: Field, expansion: Expansion) -> tantivy::Result<Arc<Forms>> {
        let forms = self.snapshot.expand(field, expansion.clone())?;
        self.is_capped |= forms.capped;
        self.expansions.push((expansion, Arc::clone(&forms)));
        Ok(forms)
    }

    fn phrase(&mut self, scope: Scope, slots: Vec<Slot>, slop: u32) -> Boxed {
        self.is_prunable = false;
        let start = if scope == Scope::Body { BODY_START } else { 0 };
        let languages = &self.snapshot.languages;
        let phrase =
            |field| -> Boxed { Box::new(PhraseQuery::new(field, slots.clone(), slop, start, Arc::clone(languages))) };
        either(self.snapshot.fields.of(scope).into_iter().map(phrase))
    }

    /// One word. One that may stand in the title too counts more when it does.
    fn word(&mut self, scope: Scope, expansion: Expansion) -> tantivy::Result<Vec<Clause>> {
        let fields = &self.snapshot.fields;
        let forms = self.expand(fields.dictionary(scope), expansion)?;
        if scope == Scope::Body {
            let query = self.phrase(scope, vec![Slot { offset: 0, forms }], 0);
            return Ok(vec![(Occur::Must, query)]);
        }
        let title = fields.title;
        let found = either(fields.of(scope).into_iter().map(|field| self.forms(field, &forms)));
        let mut clauses = vec![(Occur::Must, found)];
        if scope == Scope::Article && self.purpose == Purpose::Rank {
            let weighted = BoostQuery::new(self.forms(title, &forms), TITLE_WEIGHT);
            clauses.push((Occur::Should, Box::new(weighted)));
        }
        Ok(clauses)
    }

    fn forms(&mut self, field: Field, forms: &Arc<Forms>) -> Boxed {
        match &forms.forms[..] {
            [] => Box::new(EmptyQuery),
            [form] if form.languages == ANY_LANGUAGE => {
                let option = if field == self.snapshot.fields.language {
                    IndexRecordOption::Basic
                } else {
                    IndexRecordOption::WithFreqs
                };
                Box::new(TermQuery::new(Term::from_field_text(field, &form.word), option))
            }
            _ => {
                self.is_prunable = false;
                Box::new(FormsQuery::new(field, Arc::clone(forms), self.snapshot.languages.clone()))
            }
        }
    }

    /// Words of a plain question. One that is said twice counts twice.
    fn any_word(&mut self, text: &str) -> tantivy::Result<Vec<Clause>> {
        let mut words: Vec<(String, usize)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for token in tokens(text).into_iter().take(limits::WORDS) {
            match known.get(&token.word) {
                Some(&number) => words[number].1 += 1,
                None => {
                    known.insert(token.word.clone(), words.len());
                    words.push((token.word, 1));
                }
            }
        }
        let mut clauses: Vec<Clause> = Vec::new();
        for (word, count) in words {
            for (_, query) in self.word(Scope::Article, Expansion::Forms(word))? {
                clauses.push((Occur::Should, Box::new(BoostQuery::new(query, count as Score))));
            }
        }
        Ok(vec![(Occur::Must, Box::new(BooleanQuery::new(clauses)))])
    }
}

/// A condition on its own.
fn joined(mut clauses: Vec<Clause>) -> Boxed {
    if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(optional(clauses).collect())) }
}

/// A condition that need not be met. Title words are also in the text, so what only adds to the score may as well match.
fn optional(clauses: Vec<Clause>) -> impl Iterator<Item = Clause> {
    clauses.into_iter().map(|(_, query)| (Occur::Should, query))
}

/// What any of the queries matches; of one, what that matches.
fn either(queries: impl Iterator<Item = Boxed>) -> Boxed {
    let mut queries: Vec<Boxed> = queries.collect();
    if queries.len() == 1 { queries.remove(0) } else { Box::new(BooleanQuery::union(queries)) }
}

/// All articles, without a score.
fn everything() -> Boxed {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn both(one: Boxed, other: Boxed) -> Boxed {
    Box::new(BooleanQuery::new(vec![(Occur::Must, one), (Occur::Must, other)]))
}

/// Reads a number of an article, if it has one.
type Reading = Box<dyn Fn(DocId) -> Option<i64> + Send + Sync>;

/// Articles whose numbers in these columns meet a condition.
fn filter(
    columns: Vec<&'static str>,
    meets: impl Fn(&[Reading], DocId) -> bool + Clone + Send + Sync + 'static,
) -> Boxed {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let mut readings: Vec<Reading> = Vec::new();
        for column in &columns {
            let column = segment.fast_fields().i64(column)?;
            readings.push(Box::new(move |doc| column.first(doc)));
        }
        let meets = meets.clone();
        Ok(move |doc: DocId| meets(&readings, doc))
    });
    Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
}

/// Articles that are in a set, or those that are not.
fn among(members: Arc<Members>, wanted: bool) -> Boxed {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let is_in = members.of(segment);
        Ok(move |doc: DocId| is_in(doc) == wanted)
    });
    Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
}

fn dates(days: Days) -> Boxed {
    let first = days.first.map_or(i64::MIN, |day| day_number(day).into());
    let last = days.last.map_or(i64::MAX, |day| day_number(day).into());
    filter(vec!["first_day", "last_day"], move |columns, doc| {
        columns[0](doc).is_some_and(|day| day <= last) && columns[1](doc).is_some_and(|day| day >= first)
    })
}

/// Articles whose date is known in this way.
fn dated(grade: Grade) -> Boxed {
    let wanted = Some(u64::from(grade_number(grade)));
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let grades = segment.fast_fields().u64("grade")?;
        Ok(move |doc: DocId| grades.first(doc) == wanted)
    });
    Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
}

fn word_count(counts: Counts) -> Boxed {
    filter(vec!["words"], move |columns, doc| columns[0](doc).is_some_and(|words| counts.contains(words as u32)))
}

/// Articles that have anything there at all.
fn exists(scope: Scope, snapshot: &Snapshot) -> Boxed {
    if scope == Scope::Body {
        return word_count(Counts { least: Some(1), most: None });
    }
    let fields = snapshot.fields.of(scope);
    let is_language = scope == Scope::Language;
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = if is_language { segment.fast_fields().str("language")? } else { None };
        let mut norms = Vec::new();
        for field in fields.iter().filter(|_| !is_language) {
            norms.push(segment.get_fieldnorms_reader(*field)?);
        }
        Ok(move |doc: DocId| {
            column.as_ref().is_some_and(|column| column.ords().first(doc).is_some())
                || norms.iter().any(|norms| norms.fieldnorm_id(doc) > 0)
        })
    });
    Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
}
