//! What is wrong with a corpus, worked out from the columns and the words of its index.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use tantivy::SegmentReader;

use super::{counting::add_texts, snapshot::Snapshot};
use crate::article::{Article, ArticleId, Grade};

/// Words of the longest article that is very short.
pub const SHORT: u64 = 40;

/// Words of the shortest article that is very long.
pub const LONG: u64 = 20_000;

/// Contents that are named as standing in several places.
const NAMED: usize = 20;

/// The flags of the column `health`.
const UNTITLED: u64 = 1;
const REPAIRED: u64 = 2;

/// What is wrong with a corpus, beside what could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// Articles, in as many places as they stand in.
    pub articles: u64,
    /// Those without any date.
    pub undated: u64,
    /// Those whose title was made from the text, or is missing.
    pub untitled: u64,
    /// Those of at most [`SHORT`] words.
    pub short: u64,
    /// Those of [`LONG`] words and more.
    pub long: u64,
    /// Those with words that were decoded with the wrong character set, and are repaired for display.
    pub repaired: u64,
    /// Articles by the character set that they were decoded from.
    pub encodings: BTreeMap<String, u64>,
    /// Contents that stand in several places.
    pub duplicated: u64,
    /// In how many places more than one they stand altogether.
    pub surplus: u64,
    /// Of these contents some, those in most places first.
    pub duplicates: Vec<Duplicate>,
}

/// A content that stands in several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The content.
    pub article: ArticleId,
    /// In how many places it stands.
    pub count: u64,
    /// Files that it stands in, not all where there are many.
    pub files: Vec<PathBuf>,
}

/// What the column `health` says of an article.
pub(super) fn flags(article: &Article) -> u64 {
    let is_titled = article.title.as_ref().is_some_and(|title| title.grade == Grade::Stated);
    let untitled = if is_titled { 0 } else { UNTITLED };
    untitled | if article.repaired > 0 { REPAIRED } else { 0 }
}

/// Looks a whole index over. The files of the duplicates are left to be named.
pub(super) fn checkup(snapshot: &Snapshot) -> tantivy::Result<Checkup> {
    let mut checkup = Checkup::default();
    for segment in snapshot.searcher.segment_readers() {
        add(segment, &mut checkup)?;
    }
    let mut duplicates: Vec<(u64, u128)> = places(snapshot)?.into_iter().map(|(id, count)| (count, id)).collect();
    duplicates.retain(|(count, _)| *count > 1);
    duplicates.sort_unstable_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
    checkup.duplicated = duplicates.len() as u64;
    checkup.surplus = duplicates.iter().map(|(count, _)| count - 1).sum();
    let named = duplicates.into_iter().take(NAMED);
    let duplicate = |(count, id)| Duplicate { article: ArticleId(id), count, files: Vec::new() };
    checkup.duplicates = named.map(duplicate).collect();
    Ok(checkup)
}

fn add(segment: &SegmentReader, checkup: &mut Checkup) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let (words, grades, health) = (columns.i64("words")?, columns.u64("grade")?, columns.u64("health")?);
    for doc in segment.doc_ids_alive() {
        let words = words.first(doc).unwrap_or_default().cast_unsigned();
        let flags = health.first(doc).unwrap_or_default();
        checkup.articles += 1;
        checkup.undated += u64::from(grades.first(doc).unwrap_or_default() == 0);
        checkup.short += u64::from(words <= SHORT);
        checkup.long += u64::from(words >= LONG);
        checkup.untitled += u64::from(flags & UNTITLED != 0);
        checkup.repaired += u64::from(flags & REPAIRED != 0);
    }
    add_texts(segment.doc_ids_alive(), columns.str("encoding")?, &mut checkup.encodings)?;
    Ok(())
}

/// In how many places each content stands.
fn places(snapshot: &Snapshot) -> tantivy::Result<HashMap<u128, u64>> {
    let mut places = HashMap::new();
    for segment in snapshot.searcher.segment_readers() {
        let inverted = segment.inverted_index(snapshot.fields.article)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let Ok(id) = <[u8; 16]>::try_from(terms.key()) else { continue };
            let alive = match segment.alive_bitset() {
                None => u64::from(terms.value().doc_freq),
                Some(alive) => {
                    let option = tantivy::schema::IndexRecordOption::Basic;
                    let mut postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
                    let mut count = 0;
                    while tantivy::DocSet::doc(&postings) != tantivy::TERMINATED {
                        count += u64::from(alive.is_alive(tantivy::DocSet::doc(&postings)));
                        tantivy::DocSet::advance(&mut postings);
                    }
                    count
                }
            };
            *places.entry(u128::from_be_bytes(id)).or_default() += alive;
        }
    }
    Ok(places)
}
