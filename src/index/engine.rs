//! The engine: answers questions over the index of a corpus, from one commit to the next.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use tantivy::{
    DocAddress, DocSet, Index, IndexReader, ReloadPolicy, TERMINATED, TantivyDocument, Term,
    schema::{IndexRecordOption, Value},
};

use super::{
    Answer, Checkup, Corpus, Explained, Facets, Groups, Heap, Hit, IndexError, Marks, Place, Question, Row, Snippet,
    Sort, SortKey, Suggestion, correct, explain, facets,
    heap::Stamp,
    lower::{self, Lowered, Purpose},
    manifest::Manifest,
    packed,
    query::{Query, Test},
    rank::{self, Cancel, Ordered, Ranking},
    row,
    schema::{self, FORMAT, Fields},
    snapshot::Snapshot,
    snippet::snippet,
};
use crate::{
    article::{
        Article, ArticleId, Document,
        heap::{Lore, Verdicts},
    },
    home::IndexFolder,
    source::{Limits, Problem, fetch},
};

/// Up to this many hits the best ones are picked out; beyond, all are put in order once and remembered.
const PICKED: usize = 1_000;
/// Rows that [`Engine::find`] gives at most.
const FOUND: usize = 100;

/// Answers questions over the index of a corpus. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    folder: IndexFolder,
    corpus: Corpus,
    limits: Limits,
    opened: RwLock<Opened>,
    verdicts: RwLock<Verdicts>,
}

impl Inner {
    /// A heap with the reader's verdicts.
    fn judged(&self, heap: &Heap) -> Arc<Heap> {
        let mut heap = heap.clone();
        heap.judge(&self.verdicts.read().unwrap_or_else(PoisonError::into_inner));
        Arc::new(heap)
    }
}

impl Drop for Inner {
    /// Removes the index of what came in on a stream.
    fn drop(&mut self) {
        if self.corpus.is_passing()
            && let Err(error) = self.folder.discard()
        {
            tracing::warn!("{error}");
        }
    }
}

/// An open index.
#[derive(Clone)]
struct Opened {
    path: PathBuf,
    reader: IndexReader,
    snapshot: Arc<Snapshot>,
    heap: Arc<Heap>,
    stamp: Stamp,
}

impl Engine {
    /// Opens the index of a corpus; none when there is none of this version yet.
    pub fn open(folder: &IndexFolder, corpus: &Corpus) -> Result<Option<Self>, IndexError> {
        let Some(path) = folder.current(FORMAT)? else { return Ok(None) };
        let opened = RwLock::new(Opened::open(path)?);
        let inner = Inner {
            folder: folder.clone(),
            corpus: corpus.clone(),
            limits: Limits::default(),
            opened,
            verdicts: RwLock::default(),
        };
        Ok(Some(Self { inner: Arc::new(inner) }))
    }

    /// Looks at the newest commit; whether that shows anything new. Searches that are running keep what they see.
    pub fn reload(&self) -> Result<bool, IndexError> {
        let current = self.inner.folder.current(FORMAT)?;
        let opened = self.opened();
        let mut next = match current {
            Some(path) if path != opened.path => Opened::open(path)?,
            _ => match opened.renewed()? {
                Some(next) => next,
                None => return Ok(false),
            },
        };
        next.heap = self.inner.judged(&next.heap);
        *self.inner.opened.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(true)
    }

    /// Articles in the corpus.
    pub fn total(&self) -> usize {
        self.opened().snapshot.total()
    }

    /// Answers a question. `cancel` is asked now and then whether the answer is still wanted.
    pub fn search(&self, question: &Question, cancel: Cancel<'_>) -> Result<Answer, IndexError> {
        let opened = self.opened();
        let question = natural(question);
        let found = Search { snapshot: &opened.snapshot, question: &question, cancel }.run();
        let Some(mut found) = found.map_err(IndexError::engine(&opened.path))? else {
            return Ok(Answer { cancelled: true, ..Answer::default() });
        };
        for (address, score) in std::mem::take(&mut found.page) {
            let row = self.row(&opened, address)?;
            found.answer.hits.push(Hit { row, score, snippet: None });
        }
        if let Some(columns) = question.snippet_columns {
            let marks = question.query.as_ref().map(Marks::new).unwrap_or_default();
            for hit in &mut found.answer.hits {
                if cancel() {
                    return Ok(Answer { cancelled: true, ..Answer::default() });
                }
                // A file that has changed or vanished has a row but no excerpt, until the next refresh.
                hit.snippet = self.snippet(&hit.row, &marks, columns).ok();
            }
        }
        Ok(found.answer)
    }

    /// The excerpt of an article that shows best why it matches, on one line of so many columns.
    pub fn snippet(&self, row: &Row, marks: &Marks, columns: u16) -> Result<Snippet, IndexError> {
        let article = self.recognise(row, &self.document(row)?);
        Ok(snippet(&article, marks, columns.into()))
    }

    /// Recognises an article by what is known of its site and folders.
    pub fn recognise(&self, row: &Row, document: &Document) -> Article {
        self.opened().heap.recognise_in(document, &row.locator.origin, &self.inner.corpus)
    }

    /// What the pages of the corpus have taught, all of it.
    pub fn heap(&self) -> Arc<Heap> {
        self.opened().heap
    }

    /// What is known of an article's site and folders, the nearest first.
    pub fn lores(&self, row: &Row, document: &Document) -> Vec<Lore> {
        let groups = Groups::of(document, &row.locator.origin, &self.inner.corpus);
        self.opened().heap.lores_of(&groups).into_iter().cloned().collect()
    }

    /// Has the reader's verdicts count from now on, also where the index does not know them yet.
    pub fn judge(&self, verdicts: Verdicts) {
        *self.inner.verdicts.write().unwrap_or_else(PoisonError::into_inner) = verdicts;
        let mut opened = self.inner.opened.write().unwrap_or_else(PoisonError::into_inner);
        opened.heap = self.inner.judged(&opened.heap);
    }

    /// The number of an article among the hits of a question, from 0; where it stands in several places, the first.
    pub fn position_of(
        &self,
        article: ArticleId,
        question: &Question,
        cancel: Cancel<'_>,
    ) -> Result<Option<usize>, IndexError> {
        let opened = self.opened();
        let snapshot = &opened.snapshot;
        let question = natural(question);
        let search = Search { snapshot, question: &question, cancel };
        let position = || -> tantivy::Result<Option<usize>> {
            let term = Term::from_field_bytes(snapshot.fields.article, &article.0.to_be_bytes());
            let places = addresses(snapshot, &term, FOUND)?;
            if places.is_empty() {
                return Ok(None);
            }
            let Some(ranking) = search.ranking()? else { return Ok(None) };
            Ok(ranking.iter().position(|address| places.contains(address)))
        };
        position().map_err(IndexError::engine(&opened.path))
    }

    /// The articles with this identifier: a record's own, or the hash of the content, of which the first eight digits
    /// will do.
    pub fn find(&self, id: &str) -> Result<Vec<Row>, IndexError> {
        let opened = self.opened();
        let snapshot = &opened.snapshot;
        let found = || -> tantivy::Result<Vec<DocAddress>> {
            let mut found = addresses(snapshot, &Term::from_field_text(snapshot.fields.id, id), FOUND)?;
            if found.is_empty() && (8..=32).contains(&id.len()) && id.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                found = addresses_of_hash(snapshot, id)?;
            }
            Ok(found)
        };
        let found = found().map_err(IndexError::engine(&opened.path))?;
        found.into_iter().map(|address| self.row(&opened, address)).collect()
    }

    /// The text of an article, from its source or, where that cannot be sought, from the index.
    pub fn document(&self, row: &Row) -> Result<Document, IndexError> {
        let document = if row.locator.is_lasting() {
            fetch(&row.locator, &self.inner.limits)?
        } else {
            match self.stored_document(row)? {
                Some(document) => document,
                None => fetch(&row.locator, &self.inner.limits)?,
            }
        };
        if ArticleId::of(&document.text) != row.article {
            return Err(IndexError::Changed { path: row.file.clone() });
        }
        Ok(document)
    }

    /// What was not read, or not wholly, when the index was written.
    pub fn problems(&self) -> Result<Vec<Problem>, IndexError> {
        let opened = self.opened();
        let metas = opened.snapshot.searcher.index().load_metas().map_err(IndexError::engine(&opened.path))?;
        match metas.payload {
            Some(name) => Ok(Manifest::load(&opened.path, &name)?.problems()),
            None => Ok(Vec::new()),
        }
    }

    /// What is wrong with the corpus, beside its [`problems`](Self::problems).
    pub fn checkup(&self) -> Result<Checkup, IndexError> {
        let opened = self.opened();
        let failed = IndexError::engine(&opened.path);
        let mut checkup = super::checkup::checkup(&opened.snapshot).map_err(failed)?;
        for duplicate in &mut checkup.duplicates {
            duplicate.files = self.find(&duplicate.article.to_string())?.into_iter().map(|row| row.file).collect();
            duplicate.files.sort_unstable();
        }
        Ok(checkup)
    }

    /// Counts over the whole index.
    pub fn stats(&self) -> Result<super::Stats, IndexError> {
        let opened = self.opened();
        super::counting::stats(&opened.snapshot).map_err(IndexError::engine(&opened.path))
    }

    /// How a question is read, and how many articles each of its conditions has; none when cancelled.
    pub fn explain(&self, question: &Question, cancel: Cancel<'_>) -> Result<Option<Explained>, IndexError> {
        let opened = self.opened();
        let question = Question { limit: 0, offset: 0, snippet_columns: None, ..question.clone() };
        let answer = self.search(&question, cancel)?;
        if answer.cancelled {
            return Ok(None);
        }
        let counts = (answer.matched, answer.undated_hidden);
        explain::explain(&opened.snapshot, &question, counts, cancel).map_err(IndexError::engine(&opened.path))
    }

    /// What the articles that match a question consist of; none when cancelled.
    pub fn facets(&self, question: &Question, cancel: Cancel<'_>) -> Result<Option<Facets>, IndexError> {
        let opened = self.opened();
        let search = Search { snapshot: &opened.snapshot, question, cancel };
        let facets = || facets::facets(&opened.snapshot, &search.lower_for(Purpose::Match)?, cancel);
        facets().map_err(IndexError::engine(&opened.path))
    }

    /// What the text of a query that finds nothing may have been meant to be: near words of the index in the place of
    /// those that it does not have, where that finds something within another query. `question` says what else is asked,
    /// `read` reads a text. None also when cancelled.
    pub fn suggest(
        &self,
        text: &str,
        within: Option<&Query>,
        question: &Question,
        read: impl Fn(&str) -> Option<Query>,
        cancel: Cancel<'_>,
    ) -> Result<Option<Suggestion>, IndexError> {
        let opened = self.opened();
        let corrections = match read(text) {
            Some(query) => correct::corrections(&opened.snapshot, text, &query, cancel),
            None => return Ok(None),
        };
        let corrections = corrections.map_err(IndexError::engine(&opened.path))?.unwrap_or_default();
        let most = corrections.iter().map(|correction| correction.words.len()).max().unwrap_or_default();
        for number in 0..most {
            let text = correct::corrected(text, &corrections, number);
            let query = within.cloned().into_iter().chain(read(&text)).reduce(Query::and);
            let question = Question { query, limit: 0, offset: 0, snippet_columns: None, ..question.clone() };
            let articles = self.search(&question, cancel)?.matched;
            if articles > 0 {
                return Ok(Some(Suggestion { text, articles }));
            }
        }
        Ok(None)
    }

    fn opened(&self) -> Opened {
        self.inner.opened.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn row(&self, opened: &Opened, address: DocAddress) -> Result<Row, IndexError> {
        let Snapshot { searcher, fields, .. } = &*opened.snapshot;
        let read = || -> tantivy::Result<_> {
            let stored = searcher.doc::<TantivyDocument>(address)?;
            let places = searcher.segment_reader(address.segment_ord).fast_fields().u64("place")?;
            Ok((stored, Place(places.first(address.doc_id).unwrap_or_default())))
        };
        let (stored, place) = read().map_err(IndexError::engine(&opened.path))?;
        let bytes = stored.get_first(fields.row).and_then(|value| value.as_bytes()).unwrap_or_default();
        let damaged = || IndexError::Damaged { path: opened.path.clone(), reason: "a row cannot be read" };
        row::decode(bytes, place, &self.inner.corpus).ok_or_else(damaged)
    }

    /// The document that the index keeps for a place, if it keeps one.
    fn stored_document(&self, row: &Row) -> Result<Option<Document>, IndexError> {
        let opened = self.opened();
        let Snapshot { searcher, fields, .. } = &*opened.snapshot;
        let read = || -> tantivy::Result<_> {
            let Some(address) = address_of_place(&opened.snapshot, row.place)? else { return Ok(None) };
            let stored = searcher.doc::<TantivyDocument>(address)?;
            Ok(stored.get_first(fields.document).and_then(|value| packed::unpack(value.as_bytes()?)))
        };
        read().map_err(IndexError::engine(&opened.path))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("folder", &self.inner.folder).finish_non_exhaustive()
    }
}

impl Opened {
    fn open(path: PathBuf) -> Result<Self, IndexError> {
        let (reader, fields) = open_reader(&path).map_err(IndexError::engine(&path))?;
        let snapshot = Snapshot::new(&path, reader.searcher(), fields).map_err(IndexError::engine(&path))?;
        let stamp = Heap::stamp(&path);
        let heap = Arc::new(Heap::load(&path).unwrap_or_default());
        Ok(Self { path, reader, snapshot: Arc::new(snapshot), heap, stamp })
    }

    /// The same with the newest commit; none when that is the one it has.
    fn renewed(&self) -> Result<Option<Self>, IndexError> {
        let renew = || -> tantivy::Result<_> {
            self.reader.reload()?;
            let searcher = self.reader.searcher();
            let is_same = searcher.generation().segments() == self.snapshot.searcher.generation().segments();
            if is_same && Heap::stamp(&self.path) == self.stamp {
                return Ok(None);
            }
            Snapshot::new(&self.path, searcher, self.snapshot.fields.clone()).map(Some)
        };
        let snapshot = renew().map_err(IndexError::engine(&self.path))?;
        Ok(snapshot.map(|snapshot| {
            let stamp = Heap::stamp(&self.path);
            let heap = if stamp == self.stamp {
                Arc::clone(&self.heap)
            } else {
                Arc::new(Heap::load(&self.path).unwrap_or_default())
            };
            Self { snapshot: Arc::new(snapshot), heap, stamp, ..self.clone() }
        }))
    }
}

/// Opens an index to read it.
fn open_reader(path: &Path) -> tantivy::Result<(IndexReader, Fields)> {
    let index = Index::open_in_dir(path)?;
    schema::register_tokenizer(&index);
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((reader, Fields::schema().1))
}

/// The question with the order that it means: best match first means newest first where no match is better than another.
fn natural(question: &Question) -> Question {
    let mut question = question.clone();
    if question.sort.key == SortKey::Relevance {
        question.sort.key = SortKey::natural(question.query.as_ref());
    }
    question
}

/// A search that is being answered.
struct Search<'a> {
    snapshot: &'a Snapshot,
    question: &'a Question,
    cancel: Cancel<'a>,
}

/// An answer whose rows are not read yet.
struct Found {
    answer: Answer,
    page: Vec<(DocAddress, Option<f32>)>,
}

impl Search<'_> {
    fn run(&self) -> tantivy::Result<Option<Found>> {
        let lowered = self.lower()?;
        let Some((matched, page)) = self.page(&lowered)? else { return Ok(None) };
        let Some(undated_hidden) = self.undated_hidden()? else { return Ok(None) };
        let answer = Answer {
            total: self.snapshot.total(),
            matched,
            undated_hidden,
            completions_capped: lowered.is_capped,
            ..Answer::default()
        };
        Ok(Some(Found { answer, page }))
    }

    fn query(&self) -> &Query {
        self.question.query.as_ref().unwrap_or(&Query::Everything)
    }

    fn lower(&self) -> tantivy::Result<Lowered> {
        let is_ranked = self.question.sort.key == SortKey::Relevance;
        self.lower_for(if is_ranked { Purpose::Rank } else { Purpose::Match })
    }

    fn lower_for(&self, purpose: Purpose) -> tantivy::Result<Lowered> {
        lower::lower(self.query(), self.snapshot, &self.question.sets, purpose)
    }

    /// How many match, and the part of them that was asked for; none when cancelled.
    #[expect(clippy::type_complexity, reason = "a number and a page, which may be missing")]
    fn page(&self, lowered: &Lowered) -> tantivy::Result<Option<(usize, Vec<(DocAddress, Option<f32>)>)>> {
        let Question { sort, offset, limit, .. } = *self.question;
        let most = offset.saturating_add(limit);
        if most > PICKED || self.snapshot.ranking(self.question).is_some() && sort.key != SortKey::Relevance {
            let Some(ranking) = self.ranking()? else { return Ok(None) };
            let page = ranking.iter().skip(offset).take(limit).map(|&address| (address, None)).collect();
            return Ok(Some((ranking.len(), page)));
        }
        let ranking = Ranking::new(self.snapshot, &*lowered.query, sort)?;
        let is_pruned = lowered.is_prunable && sort == Sort::from(SortKey::Relevance);
        let (first, matched) = if is_pruned {
            let matching = self.lower_for(Purpose::Match)?;
            let Some(matched) = rank::count(self.snapshot, &*matching.query, self.cancel)? else { return Ok(None) };
            let Some(first) = ranking.first_pruned(most, self.cancel)? else { return Ok(None) };
            (first, matched)
        } else {
            let Some(collected) = ranking.first(most, self.cancel)? else { return Ok(None) };
            (collected.first, collected.matched)
        };
        let score = |ordered: &Ordered| (sort.key == SortKey::Relevance).then(|| ordered.score(sort));
        let page = first.iter().skip(offset).map(|ordered| (ordered.address, score(ordered))).collect();
        Ok(Some((matched, page)))
    }

    /// All hits in order; none when cancelled.
    fn ranking(&self) -> tantivy::Result<Option<Arc<Vec<DocAddress>>>> {
        if let Some(ranking) = self.snapshot.ranking(self.question) {
            return Ok(Some(ranking));
        }
        let lowered = self.lower()?;
        let ranking = Ranking::new(self.snapshot, &*lowered.query, self.question.sort)?;
        let Some(all) = ranking.all(self.cancel)? else { return Ok(None) };
        let all = Arc::new(all);
        self.snapshot.remember(self.question, Arc::clone(&all));
        Ok(Some(all))
    }

    /// How many undated articles would match if they had a date; none when cancelled.
    fn undated_hidden(&self) -> tantivy::Result<Option<usize>> {
        let mut has_dates = false;
        self.query().leaves(&mut |leaf, _| has_dates |= matches!(leaf.test, Test::Dates(_)));
        if !has_dates {
            return Ok(Some(0));
        }
        let mut counts = [0; 2];
        for (count, purpose) in counts.iter_mut().zip([Purpose::MatchIfDated, Purpose::MatchUndated]) {
            let lowered = self.lower_for(purpose)?;
            match rank::count(self.snapshot, &*lowered.query, self.cancel)? {
                Some(counted) => *count = counted,
                None => return Ok(None),
            }
        }
        Ok(Some(counts[0].saturating_sub(counts[1])))
    }
}

/// The articles that have a term, `most` at most.
fn addresses(snapshot: &Snapshot, term: &Term, most: usize) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (number, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED && found.len() < most {
            if !segment.is_deleted(postings.doc()) {
                found.push(DocAddress::new(number as u32, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// The articles whose hash begins with these hexadecimal digits.
fn addresses_of_hash(snapshot: &Snapshot, digits: &str) -> tantivy::Result<Vec<DocAddress>> {
    let field = snapshot.fields.article;
    let first = u128::from_str_radix(&format!("{digits:0<32}"), 16).unwrap_or_default();
    let last = u128::from_str_radix(&format!("{digits:f<32}"), 16).unwrap_or_default();
    let mut hashes = Vec::new();
    for segment in snapshot.searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(first.to_be_bytes()).le(last.to_be_bytes()).into_stream()?;
        while hashes.len() < FOUND && stream.advance() {
            hashes.push(stream.key().to_vec());
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    let mut found = Vec::new();
    for hash in hashes {
        found.extend(addresses(snapshot, &Term::from_field_bytes(field, &hash), FOUND)?);
    }
    found.truncate(FOUND);
    Ok(found)
}

/// Where the article of a place is now.
fn address_of_place(snapshot: &Snapshot, place: Place) -> tantivy::Result<Option<DocAddress>> {
    let term = Term::from_field_u64(snapshot.fields.file, place.file().into());
    for address in addresses(snapshot, &term, usize::MAX)? {
        let places = snapshot.searcher.segment_reader(address.segment_ord).fast_fields().u64("place")?;
        if places.first(address.doc_id) == Some(place.0) {
            return Ok(Some(address));
        }
    }
    Ok(None)
}
