//! Words in a row as a query, each in one of several forms, with room between them where it is asked for.
//!
//! tantivy's own phrase query knows one form a word, and counts room in another way than people do. Which positions make
//! a phrase is decided by [`occurrences`], for the engine and for the highlighter alike.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError,
    fieldnorm::FieldNormReader,
    postings::Postings,
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::forms::{Cursor, Forms, LanguageFilter, Languages, cursors};

/// A word of a phrase.
#[derive(Clone, Debug)]
pub struct Slot {
    /// How many words it stands after the first.
    pub offset: usize,
    /// Its forms.
    pub forms: Arc<Forms>,
}

/// The query.
#[derive(Clone, Debug)]
pub struct PhraseQuery {
    field: Field,
    slots: Vec<Slot>,
    slop: usize,
    /// The first position that counts.
    start: usize,
    languages: Languages,
}

impl PhraseQuery {
    /// Looks for the words in a field, at positions from `start` on, with at most `slop` others between them.
    pub fn new(field: Field, slots: Vec<Slot>, slop: u32, start: usize, languages: Languages) -> Self {
        Self { field, slots, slop: slop as usize, start, languages }
    }
}

/// Where phrases begin: indexes into `positions[0]`, each with the position of the phrase's last word.
///
/// `positions[i]` are those of the word that stands `offsets[i]` words after the first, in order. Words stand in order,
/// at least as far apart as their offsets, and at most `slop` positions further in all.
pub fn occurrences<'a>(
    positions: &'a [Vec<u32>],
    offsets: &'a [usize],
    slop: usize,
) -> impl Iterator<Item = (usize, u32)> + 'a {
    let first = positions.first().map_or(&[][..], Vec::as_slice);
    first.iter().enumerate().filter_map(move |(at, &start)| {
        let mut position = start;
        for (word, step) in positions[1..].iter().zip(offsets.windows(2)) {
            let least = position + (step[1] - step[0]) as u32;
            position = *word.get(word.partition_point(|&position| position < least))?;
        }
        let shortest = start + (offsets[offsets.len() - 1] - offsets[0]) as u32;
        (position - shortest <= slop as u32).then_some((at, position))
    })
}

impl Query for PhraseQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { searcher: _, statistics_provider: statistics } => {
                let articles = statistics.total_num_docs()?;
                let tokens = statistics.total_num_tokens(self.field)?;
                Some(self.bm25(articles, tokens as Score / articles.max(1) as Score))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PhraseWeight { query: self.clone(), bm25 }))
    }
}

impl PhraseQuery {
    /// Weighs a phrase by the sum of its words' weights, as Lucene does.
    fn bm25(&self, articles: u64, mean: Score) -> Bm25Weight {
        let weight = |frequency: u64| {
            let frequency = frequency.min(articles);
            (1.0 + ((articles - frequency) as Score + 0.5) / (frequency as Score + 0.5)).ln()
        };
        let sum: Score = self.slots.iter().map(|slot| weight(slot.forms.frequency)).sum();
        let rarest = self.slots.iter().map(|slot| slot.forms.frequency).min().unwrap_or_default().min(articles);
        Bm25Weight::for_one_term_without_explain(rarest, articles, mean).boost_by(sum / weight(rarest))
    }
}

struct PhraseWeight {
    query: PhraseQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for PhraseWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let query = &self.query;
        let mut words = Vec::with_capacity(query.slots.len());
        for slot in &query.slots {
            let cursors = cursors(reader, query.field, &slot.forms.forms, IndexRecordOption::WithFreqsAndPositions)?;
            if cursors.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            let filter = LanguageFilter::new(reader, &cursors, &query.languages)?;
            words.push(Word { cursors, filter, doc: 0 });
        }
        let scoring = match &self.bm25 {
            Some(bm25) => Some((bm25.boost_by(boost), reader.get_fieldnorms_reader(query.field)?)),
            None => None,
        };
        Ok(Box::new(PhraseScorer::new(words, query, scoring)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("words in a row", scorer.score()))
    }
}

/// The articles that have any form of a word.
struct Word {
    cursors: Vec<Cursor>,
    filter: Option<LanguageFilter>,
    doc: DocId,
}

impl Word {
    fn cost(&self) -> u64 {
        self.cursors.iter().map(|cursor| u64::from(cursor.postings.size_hint())).sum()
    }

    /// Goes to the first article at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = TERMINATED;
        for cursor in &mut self.cursors {
            let mut doc = cursor.postings.doc();
            if doc < target {
                doc = cursor.postings.seek(target);
            }
            while doc != TERMINATED && self.filter.as_ref().is_some_and(|filter| !filter.admits(cursor.languages, doc))
            {
                doc = cursor.postings.advance();
            }
            self.doc = self.doc.min(doc);
        }
        self.doc
    }

    /// The positions of all forms in the present article, in order, from `start` on.
    fn positions(&mut self, start: u32, positions: &mut Vec<u32>) {
        positions.clear();
        let doc = self.doc;
        let present = self.cursors.iter_mut().filter(|cursor| cursor.postings.doc() == doc);
        present.for_each(|cursor| cursor.postings.append_positions_with_offset(0, positions));
        if self.cursors.len() > 1 {
            positions.sort_unstable();
        }
        positions.drain(..positions.partition_point(|&position| position < start));
    }
}

struct PhraseScorer {
    words: Vec<Word>,
    /// The words from the rarest to the most common: in this order they are sought.
    order: Vec<usize>,
    offsets: Vec<usize>,
    positions: Vec<Vec<u32>>,
    slop: usize,
    start: u32,
    scoring: Option<(Bm25Weight, FieldNormReader)>,
    doc: DocId,
    frequency: u32,
    hint: u32,
}

impl PhraseScorer {
    fn new(words: Vec<Word>, query: &PhraseQuery, scoring: Option<(Bm25Weight, FieldNormReader)>) -> Self {
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by_key(|&word| words[word].cost());
        let mut scorer = Self {
            // A phrase is far rarer than its words.
            hint: (words[order[0]].cost() / 10).min(u64::from(u32::MAX)) as u32,
            order,
            offsets: query.slots.iter().map(|slot| slot.offset).collect(),
            positions: vec![Vec::new(); words.len()],
            words,
            slop: query.slop,
            start: query.start as u32,
            scoring,
            doc: 0,
            frequency: 0,
        };
        scorer.seek_phrase(0);
        scorer
    }

    /// Goes to the first article at or after `target` that has the phrase.
    fn seek_phrase(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.align(target);
            if self.doc == TERMINATED || self.count() {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    /// Goes to the first article at or after `target` that has all words.
    fn align(&mut self, mut target: DocId) -> DocId {
        let mut aligned = 0;
        while aligned < self.order.len() {
            let doc = self.words[self.order[aligned]].seek(target);
            if doc == TERMINATED {
                return TERMINATED;
            }
            aligned = if doc > target && aligned > 0 { 0 } else { aligned + 1 };
            target = doc;
        }
        target
    }

    /// Counts the phrase in the present article; whether there is any.
    fn count(&mut self) -> bool {
        for (word, positions) in self.words.iter_mut().zip(&mut self.positions) {
            word.positions(self.start, positions);
        }
        let mut found = occurrences(&self.positions, &self.offsets, self.slop);
        self.frequency = if self.scoring.is_some() { found.count() as u32 } else { found.next().is_some().into() };
        self.frequency > 0
    }
}

impl DocSet for PhraseScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek_phrase(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        if target == TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        self.seek_phrase(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.hint
    }

    fn cost(&self) -> u64 {
        // Positions are decoded for every candidate.
        self.order.first().map_or(0, |&rarest| self.words[rarest].cost() * 10)
    }
}

impl Scorer for PhraseScorer {
    fn score(&mut self) -> Score {
        let Some((bm25, norms)) = &self.scoring else { return 1.0 };
        bm25.score(norms.fieldnorm_id(self.doc), self.frequency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_order_and_near_enough() {
        let positions = [vec![1, 10, 20], vec![2, 13, 19]];
        let starts = |slop| occurrences(&positions, &[0, 1], slop).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(starts(0), [0]);
        assert_eq!(starts(2), [0, 1]);
        assert_eq!(starts(20), [0, 1]);
        assert_eq!(occurrences(&[vec![], vec![1]], &[0, 1], 5).count(), 0);
    }
}
