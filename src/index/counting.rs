//! Works the counts out from the columns of an index.

use std::collections::BTreeMap;

use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::{Stats, row::day_of, snapshot::Snapshot};

/// Counts over all articles.
pub fn stats(snapshot: &Snapshot) -> tantivy::Result<Stats> {
    let mut stats = Stats::default();
    for segment in snapshot.searcher.segment_readers() {
        add(segment, &mut stats)?;
    }
    Ok(stats)
}

fn add(segment: &SegmentReader, stats: &mut Stats) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let (words, days, grades) = (columns.i64("words")?, columns.i64("first_day")?, columns.u64("grade")?);
    let mut by_day: BTreeMap<i64, u64> = BTreeMap::new();
    for doc in segment.doc_ids_alive() {
        stats.articles += 1;
        stats.words += words.first(doc).unwrap_or_default().cast_unsigned();
        if let Some(day) = days.first(doc) {
            *by_day.entry(day).or_default() += 1;
        }
        match grades.first(doc) {
            Some(1) => stats.dates.stated += 1,
            Some(2) => stats.dates.inferred += 1,
            Some(3) => stats.dates.borrowed += 1,
            _ => stats.dates.undated += 1,
        }
    }
    for (day, count) in by_day {
        if let Some(day) = i32::try_from(day).ok().and_then(day_of) {
            *stats.months.entry((day.year(), day.month())).or_default() += count;
        }
    }
    add_texts(segment.doc_ids_alive(), columns.str("site_name")?, &mut stats.sites)?;
    add_texts(segment.doc_ids_alive(), columns.str("language")?, &mut stats.languages)?;
    Ok(())
}

/// Counts the documents of each entry of a text column. How many have an entry is returned.
pub(super) fn add_texts(
    documents: impl Iterator<Item = DocId>,
    column: Option<StrColumn>,
    counts: &mut BTreeMap<String, u64>,
) -> tantivy::Result<u64> {
    let Some(column) = column else { return Ok(0) };
    let mut by_entry = vec![0_u64; column.num_terms()];
    for doc in documents {
        if let Some(entry) = column.ords().first(doc) {
            by_entry[entry as usize] += 1;
        }
    }
    let with_entry = by_entry.iter().sum();
    let mut name = String::new();
    for (entry, count) in by_entry.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        name.clear();
        column.ord_to_str(entry as u64, &mut name)?;
        *counts.entry(name.clone()).or_default() += count;
    }
    Ok(with_entry)
}
