//! Sets of articles that somebody else knows, such as those that were read: they come in as ids, and become bits by the
//! numbers of an index's documents. What a set means, and where it is kept, the engine does not know.

use std::{collections::HashMap, sync::Arc};

use tantivy::{
    DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED,
    index::SegmentId,
    postings::TermInfo,
    schema::{Field, IndexRecordOption},
};

use crate::article::ArticleId;

/// Up to one change in so many terms, each changed article is looked up; beyond, the dictionary is gone through once.
const RARE: usize = 32;

/// Articles, by the hash of their content. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSet(Arc<Vec<ArticleId>>);

impl FromIterator<ArticleId> for ArticleSet {
    fn from_iter<T: IntoIterator<Item = ArticleId>>(articles: T) -> Self {
        let mut articles: Vec<ArticleId> = articles.into_iter().collect();
        articles.sort_unstable();
        articles.dedup();
        Self(Arc::new(articles))
    }
}

impl ArticleSet {
    /// In how many articles the two sets differ.
    pub fn distance(&self, other: &Self) -> usize {
        self.differences(other).len()
    }

    /// The articles that are in one of the two sets and not in the other, in order.
    fn differences(&self, other: &Self) -> Vec<ArticleId> {
        let (mut a, mut b) = (self.0.iter().copied().peekable(), other.0.iter().copied().peekable());
        let mut differences = Vec::new();
        if Arc::ptr_eq(&self.0, &other.0) {
            return differences;
        }
        loop {
            match (a.peek(), b.peek()) {
                (Some(one), Some(two)) if one == two => {
                    a.next();
                    b.next();
                }
                (Some(one), Some(two)) if one > two => differences.extend(b.next()),
                (Some(_), _) => differences.extend(a.next()),
                (None, Some(_)) => differences.extend(b.next()),
                (None, None) => return differences,
            }
        }
    }
}

/// What the reader has done with articles, for conditions such as `is:read`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSets {
    /// Those that were read.
    pub read: ArticleSet,
    /// Those with a mark in them.
    pub marked: ArticleSet,
}

/// The documents of one state of an index that are in a set: a bit for each.
#[derive(Clone, Debug, Default)]
pub struct Members {
    segments: HashMap<SegmentId, Arc<Vec<u64>>>,
}

impl Members {
    /// The documents that are in `set`, from those that are in another set: only where they differ is looked up.
    pub fn changed(
        &self,
        known: &ArticleSet,
        set: &ArticleSet,
        searcher: &Searcher,
        field: Field,
    ) -> tantivy::Result<Self> {
        let changes = known.differences(set);
        let mut segments = HashMap::new();
        for segment in searcher.segment_readers() {
            let known = self.segments.get(&segment.segment_id());
            let empty = || vec![0; segment.max_doc() as usize / 64 + 1];
            let mut bits = known.map_or_else(empty, |bits| bits.to_vec());
            each_document(segment, field, &changes, &mut |doc| bits[doc as usize / 64] ^= 1 << (doc % 64))?;
            segments.insert(segment.segment_id(), Arc::new(bits));
        }
        Ok(Self { segments })
    }

    /// Tells of each document of a segment whether it is in the set.
    pub fn of(&self, segment: &SegmentReader) -> impl Fn(DocId) -> bool + Send + Sync + use<> {
        let bits = self.segments.get(&segment.segment_id()).cloned().unwrap_or_default();
        move |doc| bits.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }
}

/// Goes through the documents of these articles, which are in order.
fn each_document(
    segment: &SegmentReader,
    field: Field,
    articles: &[ArticleId],
    take: &mut dyn FnMut(DocId),
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let keys = articles.iter().map(|article| article.0.to_be_bytes());
    if articles.len().saturating_mul(RARE) < inverted.terms().num_terms() {
        for key in keys {
            if let Some(term) = inverted.terms().get(key)? {
                each_posting(&inverted, &term, take)?;
            }
        }
        return Ok(());
    }
    let mut keys = keys.peekable();
    let mut stream = inverted.terms().stream()?;
    while keys.peek().is_some() && stream.advance() {
        while keys.next_if(|key| key[..] < *stream.key()).is_some() {}
        if keys.next_if(|key| key[..] == *stream.key()).is_some() {
            each_posting(&inverted, stream.value(), take)?;
        }
    }
    Ok(())
}

fn each_posting(inverted: &InvertedIndexReader, term: &TermInfo, take: &mut dyn FnMut(DocId)) -> tantivy::Result<()> {
    let mut postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    while postings.doc() != TERMINATED {
        take(postings.doc());
        postings.advance();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sets_differ_in_what_only_one_of_them_has() {
        let set = |numbers: &[u128]| numbers.iter().copied().map(ArticleId).collect::<ArticleSet>();
        let differences =
            |a: &[u128], b: &[u128]| set(a).differences(&set(b)).iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(differences(&[3, 1, 1, 7], &[7, 2, 3]), [1, 2]);
        assert_eq!(differences(&[], &[5, 4]), [4, 5]);
        assert_eq!(differences(&[5, 4], &[]), [4, 5]);
        assert!(differences(&[1, 2], &[2, 1]).is_empty());
    }
}
