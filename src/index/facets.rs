//! What a result consists of: how many of its articles are from which outlet, of which time, in which language.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use jiff::civil::Date;
use tantivy::{DocId, SegmentReader};

use super::{
    counting::add_texts,
    lower::Lowered,
    query::{grade_name, is_quote},
    rank::{self, Cancel},
    row::{day_of, grade_of},
    snapshot::Snapshot,
};
use crate::article::{DateRange, Grade};

/// A quality that articles of a result share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The outlet; none where it is not known.
    Site(Option<String>),
    /// A year in which they may have been published.
    Year(i16),
    /// A month in which they may have been published.
    Month(i16, i8),
    /// The language's code; none where it is not known.
    Language(Option<String>),
    /// How the date is known; none where it is not.
    Date(Option<Grade>),
}

/// How many articles share what, group by group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Articles of the result.
    pub matched: u64,
    /// Each quality with its number of articles: outlets and languages with the most articles first, times the newest
    /// first. An article whose date is known to an interval is in each year and month of it, as `date:` finds it.
    pub counts: Vec<(Facet, u64)>,
    /// The intervals of days in which articles may have been published, with the number of articles of each.
    pub spans: Vec<(DateRange, u64)>,
}

impl Facet {
    /// What it is a value of.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Site(_) => "site",
            Self::Year(_) => "year",
            Self::Month(..) => "month",
            Self::Language(_) => "language",
            Self::Date(_) => "date",
        }
    }

    /// The value; none for articles that have none.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::Site(name) | Self::Language(name) => name.clone(),
            Self::Year(year) => Some(format!("{year:04}")),
            Self::Month(year, month) => Some(format!("{year:04}-{month:02}")),
            Self::Date(grade) => grade.map(|grade| grade_name(grade).to_owned()),
        }
    }

    /// The condition that articles with this quality meet, in the query language.
    pub fn clause(&self) -> String {
        let value = self.value().unwrap_or_default();
        match self {
            // No quotation mark ends the phrase before its end; all other signs are read as they are when it is indexed.
            Self::Site(Some(_)) => format!("site:\"{}\"", value.replace(is_quote, " ")),
            Self::Language(Some(_)) => format!("lang:{value}"),
            Self::Site(None) => "-site:*".to_owned(),
            Self::Language(None) => "-lang:*".to_owned(),
            Self::Date(None) => "-date:*".to_owned(),
            Self::Year(_) | Self::Month(..) | Self::Date(Some(_)) => format!("date:{value}"),
        }
    }
}

/// Counts what the articles that match consist of; none when cancelled.
pub fn facets(snapshot: &Snapshot, lowered: &Lowered, cancel: Cancel<'_>) -> tantivy::Result<Option<Facets>> {
    let mut tally = Tally::default();
    let whole =
        rank::matching(snapshot, &*lowered.query, cancel, &mut |segment, documents| tally.add(segment, documents))?;
    Ok(whole.map(|()| tally.into_facets()))
}

#[derive(Default)]
struct Tally {
    matched: u64,
    sites: BTreeMap<String, u64>,
    with_site: u64,
    languages: BTreeMap<String, u64>,
    with_language: u64,
    grades: BTreeMap<u8, u64>,
    /// By the first and the last day.
    days: HashMap<(i64, i64), u64>,
}

impl Tally {
    fn add(&mut self, segment: &SegmentReader, documents: &[DocId]) -> tantivy::Result<()> {
        let columns = segment.fast_fields();
        self.matched += documents.len() as u64;
        self.with_site += add_texts(documents.iter().copied(), columns.str("site_name")?, &mut self.sites)?;
        self.with_language += add_texts(documents.iter().copied(), columns.str("language")?, &mut self.languages)?;
        let (first, last, grade) = (columns.i64("first_day")?, columns.i64("last_day")?, columns.u64("grade")?);
        for &doc in documents {
            *self.grades.entry(grade.first(doc).unwrap_or_default() as u8).or_default() += 1;
            if let (Some(first), Some(last)) = (first.first(doc), last.first(doc)) {
                *self.days.entry((first, last)).or_default() += 1;
            }
        }
        Ok(())
    }

    fn into_facets(self) -> Facets {
        let mut counts = Vec::new();
        let spans = spans(self.days);
        let (mut months, mut years) = (Intervals::default(), Intervals::default());
        for (DateRange { first, last }, count) in &spans {
            let month = |day: &Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
            months.add(month(first), month(last), *count);
            years.add(first.year().into(), last.year().into(), *count);
        }
        let without = |with: u64| Some((None, self.matched - with)).filter(|(_, count)| *count > 0);
        let sites = most_first(self.sites).chain(without(self.with_site));
        counts.extend(sites.map(|(site, count)| (Facet::Site(site), count)));
        counts.extend(years.newest_first().map(|(year, count)| (Facet::Year(year as i16), count)));
        let month = |number: i32| Facet::Month(number.div_euclid(12) as i16, number.rem_euclid(12) as i8 + 1);
        counts.extend(months.newest_first().map(|(number, count)| (month(number), count)));
        let languages = most_first(self.languages).chain(without(self.with_language));
        counts.extend(languages.map(|(language, count)| (Facet::Language(language), count)));
        let (unknown, known): (Vec<_>, Vec<_>) = self.grades.into_iter().partition(|(grade, _)| *grade == 0);
        counts.extend(known.into_iter().chain(unknown).map(|(grade, count)| (Facet::Date(grade_of(grade)), count)));
        Facets { matched: self.matched, counts, spans }
    }
}

/// Days by their numbers as days, in order.
fn spans(days: HashMap<(i64, i64), u64>) -> Vec<(DateRange, u64)> {
    let day = |number: i64| i32::try_from(number).ok().and_then(day_of);
    let span = |((first, last), count)| Some((DateRange { first: day(first)?, last: day(last)? }, count));
    let mut spans: Vec<_> = days.into_iter().filter_map(span).collect();
    spans.sort_by_key(|(range, _)| (range.first, range.last));
    spans
}

fn most_first(counts: BTreeMap<String, u64>) -> impl Iterator<Item = (Option<String>, u64)> {
    let mut counts: Vec<_> = counts.into_iter().map(|(name, count)| (Some(name), count)).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.into_iter()
}

/// Counts how many intervals have each number in them: more from where an interval begins, fewer after its end.
#[derive(Default)]
struct Intervals(BTreeMap<i32, i64>);

impl Intervals {
    fn add(&mut self, first: i32, last: i32, count: u64) {
        *self.0.entry(first).or_default() += count.cast_signed();
        *self.0.entry(last + 1).or_default() -= count.cast_signed();
    }

    /// The numbers that any interval has in it, from the greatest.
    fn newest_first(self) -> impl Iterator<Item = (i32, u64)> {
        let mut counts = Vec::new();
        let (mut count, mut next) = (0_i64, i32::MIN);
        for (number, change) in self.0 {
            if count > 0 {
                counts.extend((next..number).map(|number| (number, count.cast_unsigned())));
            }
            count += change;
            next = number;
        }
        counts.into_iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_counts_wherever_it_reaches() {
        let mut spans = Intervals::default();
        [(1, 3), (3, 3), (3, 4), (9, 9)].into_iter().for_each(|(first, last)| spans.add(first, last, 1));
        assert_eq!(spans.newest_first().collect::<Vec<_>>(), [(9, 1), (4, 1), (3, 3), (2, 1), (1, 1)]);
    }

    #[test]
    fn a_clause_is_read_as_it_is_meant() {
        for (facet, read) in [
            (Facet::Site(Some("The \u{201c}Day\u{201d}.in".into())), "site:\"The  Day .in\""),
            (Facet::Month(2021, 2), "date:2021-02-01..2021-02-28"),
            (Facet::Language(Some("de".into())), "lang:de"),
            (Facet::Date(Some(Grade::Inferred)), "date:inferred"),
            (Facet::Date(None), "-date:*"),
        ] {
            let parsed = super::super::query::parse(&facet.clause(), jiff::civil::date(2022, 1, 5)).strict();
            assert_eq!(parsed.map(|query| query.map(|query| query.to_string())), Ok(Some(read.to_owned())));
        }
    }
}
