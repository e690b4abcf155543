//! A word as a query: all its forms together as one pseudo-term, as in Lucene's SynonymQuery.
//!
//! Term frequencies are summed before they are scored, and the document frequency is that of all forms together, so that
//! a search over exact forms ranks like one over stems. A form that belongs to a word in some languages only counts in
//! articles of these languages.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    columnar::Column,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::analysis::ASSUMED_LANGUAGE;

/// Languages of a corpus, as bits by their number in its list.
pub type LanguageSet = u64;

/// All languages, and none at all.
pub const ANY_LANGUAGE: LanguageSet = LanguageSet::MAX;

/// A form of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The folded word.
    pub word: String,
    /// In articles of which languages it counts.
    pub languages: LanguageSet,
}

/// The forms of a word, and in how many articles they are, all together at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The forms.
    pub forms: Vec<Form>,
    /// The sum of the articles that each is in.
    pub frequency: u64,
    /// Whether there are more that were not looked for.
    pub capped: bool,
}

/// The numbers by which segments know the languages.
pub type Languages = Arc<Vec<String>>;

/// The query.
#[derive(Clone, Debug)]
pub struct FormsQuery {
    field: Field,
    forms: Arc<Forms>,
    languages: Languages,
}

impl FormsQuery {
    /// Looks for the forms in a field.
    pub fn new(field: Field, forms: Arc<Forms>, languages: Languages) -> Self {
        Self { field, forms, languages }
    }
}

impl Query for FormsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { searcher: _, statistics_provider: statistics } => {
                let articles = statistics.total_num_docs()?;
                let tokens = statistics.total_num_tokens(self.field)?;
                let mean = tokens as Score / articles.max(1) as Score;
                Some(Bm25Weight::for_one_term_without_explain(self.forms.frequency.min(articles), articles, mean))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(FormsWeight { query: self.clone(), bm25 }))
    }
}

struct FormsWeight {
    query: FormsQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for FormsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let FormsQuery { field, forms, languages } = &self.query;
        let option = if self.bm25.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let cursors = cursors(reader, *field, &forms.forms, option)?;
        if cursors.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let filter = LanguageFilter::new(reader, &cursors, languages)?;
        let scoring = match &self.bm25 {
            Some(bm25) => Some((bm25.boost_by(boost), reader.get_fieldnorms_reader(*field)?)),
            None => None,
        };
        Ok(Box::new(FormsScorer::new(cursors, filter, scoring, reader.max_doc())))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("forms of a word", scorer.score()))
    }
}

/// The postings of one form in a segment.
pub struct Cursor {
    /// The articles, with what was asked for of frequencies and positions.
    pub postings: SegmentPostings,
    /// In which languages the form counts.
    pub languages: LanguageSet,
}

/// The postings of those forms that the segment has.
pub fn cursors(
    reader: &SegmentReader,
    field: Field,
    forms: &[Form],
    option: IndexRecordOption,
) -> tantivy::Result<Vec<Cursor>> {
    let inverted = reader.inverted_index(field)?;
    let mut cursors = Vec::with_capacity(forms.len());
    for form in forms {
        if let Some(postings) = inverted.read_postings(&Term::from_field_text(field, &form.word), option)? {
            cursors.push(Cursor { postings, languages: form.languages });
        }
    }
    Ok(cursors)
}

/// Tells whether a form counts in an article; not there when all forms count everywhere.
pub struct LanguageFilter {
    /// Not there in a segment where nobody knows any language.
    column: Option<Column<u64>>,
    /// The set of each language that the segment knows, by its number there.
    sets: Vec<LanguageSet>,
    /// The set of articles whose language nobody knows.
    assumed: LanguageSet,
}

impl LanguageFilter {
    /// The filter for these cursors, if they need one.
    pub fn new(reader: &SegmentReader, cursors: &[Cursor], languages: &[String]) -> tantivy::Result<Option<Self>> {
        if cursors.iter().all(|cursor| cursor.languages == ANY_LANGUAGE) {
            return Ok(None);
        }
        let assumed = set_of(ASSUMED_LANGUAGE, languages);
        let Some(column) = reader.fast_fields().str("language")? else {
            return Ok(Some(Self { column: None, sets: Vec::new(), assumed }));
        };
        let mut sets = Vec::with_capacity(column.num_terms());
        let mut code = String::new();
        for number in 0..column.num_terms() as u64 {
            code.clear();
            column.ord_to_str(number, &mut code)?;
            sets.push(set_of(&code, languages));
        }
        Ok(Some(Self { column: Some(column.ords().clone()), sets, assumed }))
    }

    /// Whether a form that belongs to `languages` counts in the article.
    pub fn admits(&self, languages: LanguageSet, doc: DocId) -> bool {
        let known = || self.column.as_ref()?.first(doc).map(|number| self.sets[number as usize]);
        languages == ANY_LANGUAGE || known().unwrap_or(self.assumed) & languages != 0
    }
}

fn set_of(code: &str, languages: &[String]) -> LanguageSet {
    languages.iter().position(|language| language == code).map_or(0, |position| 1 << position)
}

/// Documents in the largest window.
const WINDOW: usize = 4_096;
/// Documents in the first window after a jump: a rare word that leads an intersection decodes no more than this.
const FIRST_WINDOW: usize = 128;

/// Goes through the union of the forms window by window: each form adds its frequencies to an array.
struct FormsScorer {
    cursors: Vec<Cursor>,
    filter: Option<LanguageFilter>,
    scoring: Option<(Bm25Weight, FieldNormReader)>,
    frequencies: Box<[u32; WINDOW]>,
    /// Which documents of the window are in the union; those already passed are taken out.
    members: Box<[u64; WINDOW / 64]>,
    start: DocId,
    length: usize,
    doc: DocId,
    hint: u32,
}

impl FormsScorer {
    fn new(
        cursors: Vec<Cursor>,
        filter: Option<LanguageFilter>,
        scoring: Option<(Bm25Weight, FieldNormReader)>,
        max_doc: DocId,
    ) -> Self {
        let sum: u64 = cursors.iter().map(|cursor| u64::from(cursor.postings.size_hint())).sum();
        let mut scorer = Self {
            cursors,
            filter,
            scoring,
            frequencies: Box::new([0; WINDOW]),
            members: Box::new([0; WINDOW / 64]),
            start: 0,
            length: FIRST_WINDOW,
            doc: 0,
            hint: sum.min(u64::from(max_doc)) as u32,
        };
        scorer.fill_from(0);
        scorer
    }

    /// Makes the window that holds the first member at or after `target`, and stands on that member.
    fn fill_from(&mut self, mut target: DocId) -> DocId {
        loop {
            self.frequencies[..self.length].fill(0);
            self.members.fill(0);
            for cursor in &mut self.cursors {
                if cursor.postings.doc() < target {
                    cursor.postings.seek(target);
                }
            }
            self.cursors.retain(|cursor| cursor.postings.doc() != TERMINATED);
            let Some(first) = self.cursors.iter().map(|cursor| cursor.postings.doc()).min() else {
                self.doc = TERMINATED;
                return TERMINATED;
            };
            self.start = first;
            self.add_window();
            if let Some(doc) = self.next_member(0) {
                self.doc = doc;
                return doc;
            }
            // Only forms of other languages here.
            target = self.start + self.length as DocId;
            self.length = (self.length * 2).min(WINDOW);
        }
    }

    fn add_window(&mut self) {
        let end = self.start.saturating_add(self.length as DocId);
        let counts = self.scoring.is_some();
        for cursor in &mut self.cursors {
            let mut doc = cursor.postings.doc();
            while doc < end {
                let admitted = self.filter.as_ref().is_none_or(|filter| filter.admits(cursor.languages, doc));
                if admitted {
                    let at = (doc - self.start) as usize;
                    self.members[at / 64] |= 1 << (at % 64);
                    if counts {
                        self.frequencies[at] += cursor.postings.term_freq();
                    }
                }
                doc = cursor.postings.advance();
            }
        }
    }

    /// The first member of the window at or after offset `from`.
    fn next_member(&self, from: usize) -> Option<DocId> {
        let mut word = from / 64;
        let mut bits = *self.members.get(word)? & (u64::MAX << (from % 64));
        while bits == 0 {
            word += 1;
            bits = *self.members.get(word)?;
        }
        Some(self.start + (word * 64) as DocId + bits.trailing_zeros())
    }
}

impl DocSet for FormsScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        match self.next_member((self.doc - self.start) as usize + 1) {
            Some(doc) => self.doc = doc,
            None => {
                let end = self.start + self.length as DocId;
                self.length = (self.length * 2).min(WINDOW);
                self.fill_from(end);
            }
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target == TERMINATED {
            self.cursors.clear();
            self.doc = TERMINATED;
            return TERMINATED;
        }
        let end = self.start + self.length as DocId;
        if target < end
            && let Some(doc) = self.next_member((target - self.start) as usize)
        {
            self.doc = doc;
            return doc;
        }
        self.length = if target < end { self.length } else { FIRST_WINDOW };
        self.fill_from(target.max(end))
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.hint
    }
}

impl Scorer for FormsScorer {
    fn score(&mut self) -> Score {
        let Some((bm25, norms)) = &self.scoring else { return 1.0 };
        bm25.score(norms.fieldnorm_id(self.doc), self.frequencies[(self.doc - self.start) as usize])
    }
}
