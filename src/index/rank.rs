//! Puts articles in order: the best few, or all of them.

use std::collections::BinaryHeap;

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, SegmentReader, TERMINATED, Term,
    columnar::Column,
    query::{Bm25StatisticsProvider, EnableScoring, Query as EngineQuery, Scorer, Weight},
    schema::Field,
};

use super::{
    question::{Sort, SortKey},
    schema::Fields,
    snapshot::Snapshot,
};

/// Documents between two looks at whether the answer is still wanted.
const PATIENCE: u32 = 4_096;
/// What an article without the value that is sorted by has as a key: it comes last.
const MISSING: u64 = u64::MAX;

/// Whether the answer is not wanted any more.
pub type Cancel<'a> = &'a dyn Fn() -> bool;

/// An article at its place in an order; the smallest one comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ordered {
    /// What is sorted by.
    pub key: u64,
    /// What ties are broken by.
    pub place: u64,
    /// The article.
    pub address: DocAddress,
}

impl Ordered {
    /// How well it matches, for an order by relevance.
    pub fn score(&self, sort: Sort) -> Score {
        let key = if sort.reversed { turned(self.key) } else { self.key };
        Score::from_bits(!(key as u32))
    }
}

/// What came of going through the articles.
#[derive(Debug, Default)]
pub struct Collected {
    /// The first ones in order.
    pub first: Vec<Ordered>,
    /// How many match.
    pub matched: usize,
}

/// A query made ready, with its order.
pub struct Ranking<'a> {
    snapshot: &'a Snapshot,
    sort: Sort,
    weight: Box<dyn Weight>,
}

impl<'a> Ranking<'a> {
    /// Makes a query ready to be run in an order.
    pub fn new(snapshot: &'a Snapshot, query: &dyn EngineQuery, sort: Sort) -> tantivy::Result<Self> {
        let statistics = Statistics { snapshot };
        let scoring = match sort.key {
            SortKey::Relevance => EnableScoring::enabled_from_statistics_provider(&statistics, &snapshot.searcher),
            _ => EnableScoring::disabled_from_searcher(&snapshot.searcher),
        };
        Ok(Self { snapshot, sort, weight: query.weight(scoring)? })
    }

    /// The first `most` articles, and the number of all of them; none when cancelled.
    pub fn first(&self, most: usize, cancel: Cancel<'_>) -> tantivy::Result<Option<Collected>> {
        let mut best = Best::new(most);
        let mut matched = 0;
        let whole = self.each(cancel, &mut |ordered| {
            matched += 1;
            best.offer(ordered);
        })?;
        Ok(whole.then(|| Collected { first: best.into_sorted(), matched }))
    }

    /// All articles, in order; none when cancelled.
    pub fn all(&self, cancel: Cancel<'_>) -> tantivy::Result<Option<Vec<DocAddress>>> {
        let mut all = Vec::new();
        if !self.each(cancel, &mut |ordered| all.push(ordered))? {
            return Ok(None);
        }
        all.sort_unstable();
        Ok(Some(all.into_iter().map(|ordered| ordered.address).collect()))
    }

    /// The first `most` articles by relevance, without looking at those that cannot be among them; none when cancelled.
    pub fn first_pruned(&self, most: usize, cancel: Cancel<'_>) -> tantivy::Result<Option<Vec<Ordered>>> {
        let mut best = Best::new(most);
        for (number, segment) in self.snapshot.searcher.segment_readers().iter().enumerate() {
            if cancel() {
                return Ok(None);
            }
            let places = segment.fast_fields().u64("place")?;
            let alive = segment.alive_bitset();
            let mut seen = 0_u32;
            let mut cancelled = false;
            self.weight.for_each_pruning(best.threshold(), segment, &mut |doc, score| {
                seen = seen.wrapping_add(1);
                cancelled = cancelled || seen.is_multiple_of(PATIENCE) && cancel();
                if cancelled {
                    return Score::INFINITY;
                }
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let place = places.first(doc).unwrap_or_default();
                    best.offer(Ordered { key: score_key(score), place, address: DocAddress::new(number as u32, doc) });
                }
                best.threshold()
            })?;
            if cancelled {
                return Ok(None);
            }
        }
        Ok(Some(best.into_sorted()))
    }

    /// Hands over every article that matches; `false` when cancelled.
    fn each(&self, cancel: Cancel<'_>, take: &mut dyn FnMut(Ordered)) -> tantivy::Result<bool> {
        for (number, segment) in self.snapshot.searcher.segment_readers().iter().enumerate() {
            let keys = Keys::new(self.snapshot, self.sort, number, segment)?;
            let mut scorer = self.weight.scorer(segment, 1.0)?;
            let is_scored = self.sort.key == SortKey::Relevance;
            let whole = each_alive(segment, scorer.as_mut(), is_scored, cancel, &mut |doc, score| {
                let (key, place) = keys.of(doc, score);
                take(Ordered { key, place, address: DocAddress::new(number as u32, doc) });
            });
            if !whole {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// How many articles match; none when cancelled.
pub fn count(snapshot: &Snapshot, query: &dyn EngineQuery, cancel: Cancel<'_>) -> tantivy::Result<Option<usize>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
    let mut count = 0;
    for segment in snapshot.searcher.segment_readers() {
        if cancel() {
            return Ok(None);
        }
        if !segment.has_deletes() && query.is::<tantivy::query::TermQuery>() {
            // The dictionary knows.
            count += weight.count(segment)? as usize;
            continue;
        }
        let mut scorer = weight.scorer(segment, 1.0)?;
        if !each_alive(segment, scorer.as_mut(), false, cancel, &mut |_, _| count += 1) {
            return Ok(None);
        }
    }
    Ok(Some(count))
}

/// The documents of each segment that match; none when cancelled.
pub fn matching(
    snapshot: &Snapshot,
    query: &dyn EngineQuery,
    cancel: Cancel<'_>,
    take: &mut dyn FnMut(&SegmentReader, &[DocId]) -> tantivy::Result<()>,
) -> tantivy::Result<Option<()>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
    for segment in snapshot.searcher.segment_readers() {
        let mut documents = Vec::new();
        let mut scorer = weight.scorer(segment, 1.0)?;
        if !each_alive(segment, scorer.as_mut(), false, cancel, &mut |doc, _| documents.push(doc)) {
            return Ok(None);
        }
        take(segment, &documents)?;
    }
    Ok(Some(()))
}

/// Goes through the articles of a segment that have not been taken out; `false` when cancelled.
fn each_alive(
    segment: &SegmentReader,
    scorer: &mut dyn Scorer,
    is_scored: bool,
    cancel: Cancel<'_>,
    take: &mut dyn FnMut(DocId, Score),
) -> bool {
    let alive = segment.alive_bitset();
    let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
    let mut patience = PATIENCE;
    if is_scored {
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if is_alive(doc) {
                take(doc, scorer.score());
            }
            patience -= 1;
            if patience == 0 {
                if cancel() {
                    return false;
                }
                patience = PATIENCE;
            }
            doc = scorer.advance();
        }
        return true;
    }
    let mut buffer = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let filled = scorer.fill_buffer(&mut buffer);
        buffer[..filled].iter().filter(|doc| is_alive(**doc)).for_each(|&doc| take(doc, 0.0));
        if filled < buffer.len() {
            return true;
        }
        patience = patience.saturating_sub(filled as u32);
        if patience == 0 {
            if cancel() {
                return false;
            }
            patience = PATIENCE;
        }
    }
}

/// The sort keys of a segment's articles.
struct Keys<'a> {
    values: Values<'a>,
    places: Column<u64>,
    reversed: bool,
}

enum Values<'a> {
    Score,
    /// Greatest first.
    Number(Column<i64>),
    /// By the rank of the segment's n-th entry.
    Text(Option<Column<u64>>, &'a [u32]),
}

impl<'a> Keys<'a> {
    fn new(snapshot: &'a Snapshot, sort: Sort, number: usize, segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let text = |name| tantivy::Result::Ok(columns.str(name)?.map(|column| column.ords().clone()));
        let values = match sort.key {
            SortKey::Relevance => Values::Score,
            SortKey::Date => Values::Number(columns.i64("first_day")?),
            SortKey::Words => Values::Number(columns.i64("words")?),
            SortKey::Title => Values::Text(text("title_order")?, &snapshot.title_ranks()?[number]),
            SortKey::Site => Values::Text(text("site_order")?, &snapshot.site_ranks()?[number]),
        };
        Ok(Self { values, places: columns.u64("place")?, reversed: sort.reversed })
    }

    fn of(&self, doc: DocId, score: Score) -> (u64, u64) {
        let key = match &self.values {
            Values::Score => Some(score_key(score)),
            // The sign turned round, so that the order of numbers is that of their bits; then the greatest first.
            Values::Number(column) => {
                column.first(doc).map(|number| (!(number.cast_unsigned() ^ (1 << 63))).min(MISSING - 1))
            }
            Values::Text(column, ranks) => {
                let entry = column.as_ref().and_then(|column| column.first(doc));
                entry.map(|entry| u64::from(ranks[entry as usize]))
            }
        };
        let key = match key {
            Some(key) if self.reversed => turned(key),
            Some(key) => key,
            None => MISSING,
        };
        (key, self.places.first(doc).unwrap_or_default())
    }
}

/// The higher a score, the smaller its key. Scores are not negative, so their bits are in their order.
fn score_key(score: Score) -> u64 {
    u64::from(!score.to_bits())
}

/// The key in the opposite order.
fn turned(key: u64) -> u64 {
    MISSING - 1 - key
}

/// Keeps the first few of many.
struct Best {
    heap: BinaryHeap<Ordered>,
    most: usize,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(most.min(1 << 16)), most }
    }

    fn offer(&mut self, ordered: Ordered) {
        if self.heap.len() < self.most {
            self.heap.push(ordered);
        } else if let Some(mut last) = self.heap.peek_mut()
            && ordered < *last
        {
            *last = ordered;
        }
    }

    /// Scores up to this one cannot be among the first. One that equals the last one's can, by its place.
    fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some(last) if self.heap.len() == self.most => Score::from_bits(!(last.key as u32)).next_down(),
            _ if self.most == 0 => Score::INFINITY,
            _ => Score::MIN,
        }
    }

    fn into_sorted(self) -> Vec<Ordered> {
        self.heap.into_sorted_vec()
    }
}

/// Gives a word of the title the document frequency that it has in the text, so that both fields agree on how rare it is.
struct Statistics<'a> {
    snapshot: &'a Snapshot,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.snapshot.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.snapshot.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let Fields { text, title, .. } = &self.snapshot.fields;
        match term.value().as_str() {
            Some(word) if term.field() == *title => {
                self.snapshot.searcher.doc_freq(&Term::from_field_text(*text, word))
            }
            _ => self.snapshot.searcher.doc_freq(term),
        }
    }
}
