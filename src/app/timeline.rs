//! A result over time: bars of days, months, years or decades, whichever suits the time that it covers.

use jiff::{ToSpan, civil::Date};

use crate::index::Facets;

/// Most days, months and years for which each has a bar of its own.
const DAYS: i32 = 45;
const MONTHS: i32 = 60;
const YEARS: i32 = 120;

/// The bars, the oldest first, and at the end one for the articles without a date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A span of time, or no date at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is called; none for articles without a date.
    pub label: Option<String>,
    /// The condition that its articles meet, in the query language.
    pub clause: String,
    /// Its articles: those that may have been published then.
    pub count: u64,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
    Decade,
}

impl Timeline {
    /// The timeline of a result.
    pub fn new(facets: &Facets) -> Self {
        let ranges = || facets.spans.iter().map(|(range, _)| range);
        let mut bars = Vec::new();
        if let (Some(first), Some(last)) =
            (ranges().map(|range| range.first).min(), ranges().map(|range| range.last).max())
        {
            let unit = Unit::of(first, last);
            let starts = unit.starts(first, last);
            let counts = counts(&starts, facets);
            bars.extend(starts.into_iter().zip(counts).map(|(start, count)| unit.bar(start, count)));
        }
        let dated: u64 = facets.spans.iter().map(|(_, count)| count).sum();
        let undated = facets.matched.saturating_sub(dated);
        if undated > 0 {
            bars.push(Bar { label: None, clause: "-date:*".to_owned(), count: undated });
        }
        Self { bars }
    }

    /// The longest bar's articles; a bar of articles without a date is not measured by.
    pub fn most(&self) -> u64 {
        self.bars.iter().filter(|bar| bar.label.is_some()).map(|bar| bar.count).max().unwrap_or_default()
    }
}

/// How many articles may be of each of the spans that begin at these days, the last of which has no end.
fn counts(starts: &[Date], facets: &Facets) -> Vec<u64> {
    let number = |day: Date| starts.partition_point(|start| *start <= day).saturating_sub(1);
    let mut changes = vec![0_i64; starts.len() + 1];
    for (range, count) in &facets.spans {
        changes[number(range.first)] += count.cast_signed();
        changes[number(range.last) + 1] -= count.cast_signed();
    }
    let running = changes.iter().scan(0, |sum, change| {
        *sum += change;
        Some(*sum)
    });
    running.take(starts.len()).map(i64::cast_unsigned).collect()
}

impl Unit {
    fn of(first: Date, last: Date) -> Self {
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        match () {
            () if last.duration_since(first).as_hours() < i64::from(DAYS) * 24 => Self::Day,
            () if months(last) - months(first) < MONTHS => Self::Month,
            () if i32::from(last.year()) - i32::from(first.year()) < YEARS => Self::Year,
            () => Self::Decade,
        }
    }

    /// The first days of the bars.
    fn starts(self, first: Date, last: Date) -> Vec<Date> {
        let mut next = Some(match self {
            Self::Day => first,
            Self::Month => first.first_of_month(),
            Self::Year => first.first_of_year(),
            Self::Decade => Date::new(first.year() - first.year().rem_euclid(10), 1, 1).unwrap_or(first),
        });
        let length = match self {
            Self::Day => 1.day(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
            Self::Decade => 10.years(),
        };
        let mut starts = Vec::new();
        while let Some(start) = next.filter(|start| *start <= last) {
            starts.push(start);
            next = start.checked_add(length).ok();
        }
        starts
    }

    fn bar(self, start: Date, count: u64) -> Bar {
        let (year, month) = (start.year(), start.month());
        let label = match self {
            Self::Day => start.to_string(),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Year => format!("{year:04}"),
            Self::Decade => format!("{year:04}..{:04}", year + 9),
        };
        Bar { clause: format!("date:{label}"), label: Some(label), count }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{article::DateRange, index::query::parse};

    fn timeline(spans: &[(Date, Date, u64)], undated: u64) -> Vec<(String, u64)> {
        let matched = spans.iter().map(|(_, _, count)| count).sum::<u64>() + undated;
        let spans = spans.iter().map(|&(first, last, count)| (DateRange { first, last }, count)).collect();
        let timeline = Timeline::new(&Facets { matched, spans, ..Facets::default() });
        for bar in &timeline.bars {
            assert!(parse(&bar.clause, date(2022, 1, 1)).faults.is_empty(), "{}", bar.clause);
        }
        timeline.bars.into_iter().map(|bar| (bar.clause, bar.count)).collect()
    }

    #[test]
    fn days_months_years_or_decades_have_bars_and_none_is_left_out_between() {
        let named = |rows: &[(&str, u64)]| {
            rows.iter().map(|(clause, count)| ((*clause).to_owned(), *count)).collect::<Vec<_>>()
        };
        let day = |month, day| date(2021, month, day);
        let days = timeline(&[(day(2, 27), day(2, 28), 2), (day(3, 1), day(3, 1), 1)], 4);
        assert_eq!(
            days,
            named(&[("date:2021-02-27", 2), ("date:2021-02-28", 2), ("date:2021-03-01", 1), ("-date:*", 4)])
        );
        let months = timeline(&[(day(3, 31), day(3, 31), 1), (day(6, 1), day(7, 31), 5)], 0);
        assert_eq!(
            months,
            named(&[
                ("date:2021-03", 1),
                ("date:2021-04", 0),
                ("date:2021-05", 0),
                ("date:2021-06", 5),
                ("date:2021-07", 5)
            ])
        );
        let years = timeline(&[(date(1990, 5, 1), date(1990, 5, 1), 1), (day(1, 1), day(1, 1), 2)], 0);
        assert_eq!((years.len(), &years[0], &years[31]), (32, &("date:1990".into(), 1), &("date:2021".into(), 2)));
        let decades = timeline(&[(date(1815, 6, 18), date(1815, 6, 18), 1), (day(1, 1), day(1, 1), 2)], 0);
        assert_eq!((decades.len(), decades[0].0.as_str()), (22, "date:1810..1819"));
        assert!(timeline(&[], 0).is_empty());
        assert_eq!(timeline(&[(date(9999, 12, 1), date(9999, 12, 31), 1)], 0).len(), 31);
    }
}
