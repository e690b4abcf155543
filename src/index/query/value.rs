//! The values of `date:` and `words:`: days, months, years, counts, and ranges of them.

use std::{
    fmt::{self, Display},
    ops::RangeInclusive,
};

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use crate::article::Grade;

/// An interval of days, both ends included; an open end is `None`. With both ends open: any date at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

/// An interval of counts, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Counts {
    /// The least count.
    pub least: Option<u32>,
    /// The greatest count.
    pub most: Option<u32>,
}

impl Days {
    /// Reads a day, month or year, a range `a..b`, a comparison `>=a`, `*`, or words such as `last 3 weeks`.
    pub(super) fn read(text: &str, today: Date) -> Option<Self> {
        let text = text.trim();
        if text == "*" {
            return Some(Self { first: None, last: None });
        }
        if let Some(span) = relative(&text.to_lowercase(), today) {
            return Some(Self { first: Some(*span.start()), last: Some(*span.end()) });
        }
        let (first, last) = range(text, |part| period(part, today), Date::tomorrow, Date::yesterday)?;
        Some(Self { first, last })
    }

    /// Whether the interval overlaps that of `first` to `last`.
    pub fn overlaps(&self, first: Date, last: Date) -> bool {
        self.first.is_none_or(|day| last >= day) && self.last.is_none_or(|day| first <= day)
    }
}

impl Counts {
    /// Reads a number, a range `a..b` or a comparison `>a`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let number = |part: &str| part.replace(['_', ','], "").parse::<u32>().ok().map(|n| n..=n);
        let after = |n: u32| n.checked_add(1).ok_or(());
        let before = |n: u32| n.checked_sub(1).ok_or(());
        let (least, most) = range(text.trim(), number, after, before)?;
        Some(Self { least, most })
    }

    /// Whether `count` is one of them.
    pub fn contains(&self, count: u32) -> bool {
        self.least.is_none_or(|least| count >= least) && self.most.is_none_or(|most| count <= most)
    }
}

/// How the way in which a date is known is written after `date:`.
pub fn grade_name(grade: Grade) -> &'static str {
    match grade {
        Grade::Stated => "stated",
        Grade::Inferred => "inferred",
        Grade::Borrowed => "borrowed",
    }
}

/// The way in which a date is known that is written like this.
pub(super) fn grade(name: &str) -> Option<Grade> {
    [Grade::Stated, Grade::Inferred, Grade::Borrowed].into_iter().find(|grade| grade_name(*grade) == name)
}

/// Reads `a`, `a..b`, `..b`, `a..`, `>a`, `>=a`, `<a` and `<=a`, where each end is itself an interval.
fn range<T: Copy + PartialOrd, E>(
    text: &str,
    read: impl Fn(&str) -> Option<RangeInclusive<T>>,
    after: impl Fn(T) -> Result<T, E>,
    before: impl Fn(T) -> Result<T, E>,
) -> Option<(Option<T>, Option<T>)> {
    let ends = |first: &str, last: &str| {
        let first = if first.is_empty() { None } else { Some(*read(first)?.start()) };
        let last = if last.is_empty() { None } else { Some(*read(last)?.end()) };
        let ordered = !matches!((first, last), (Some(first), Some(last)) if first > last);
        (ordered && (first.is_some() || last.is_some())).then_some((first, last))
    };
    if let Some((first, last)) = text.split_once("..") {
        return ends(first.trim(), last.trim_start_matches('.').trim());
    }
    if let Some(value) = text.strip_prefix(">=") {
        ends(value.trim(), "")
    } else if let Some(value) = text.strip_prefix("<=") {
        ends("", value.trim())
    } else if let Some(value) = text.strip_prefix('>') {
        Some((Some(after(*read(value.trim())?.end()).ok()?), None))
    } else if let Some(value) = text.strip_prefix('<') {
        Some((None, Some(before(*read(value.trim())?.start()).ok()?)))
    } else {
        ends(text, text)
    }
}

/// The days of `2021`, `2021-12`, `2021-12-30`, `today` or `yesterday`.
fn period(text: &str, today: Date) -> Option<RangeInclusive<Date>> {
    match text.to_lowercase().as_str() {
        "today" => return Some(today..=today),
        "yesterday" => return today.yesterday().ok().map(|day| day..=day),
        _ => {}
    }
    let mut parts = text.split(['-', '/']);
    let year = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        return Some(Date::new(year, 1, 1).ok()?..=Date::new(year, 12, 31).ok()?);
    };
    let month = i8::try_from(number(month, 2)?).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    let Some(day) = parts.next() else {
        return Some(first..=first.last_of_month());
    };
    let day = Date::new(year, month, i8::try_from(number(day, 2)?).ok()?).ok()?;
    parts.next().is_none().then_some(day..=day)
}

fn number(text: &str, most_digits: usize) -> Option<i16> {
    let is_number = (1..=most_digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    // A year has four digits: while it is being typed, the first three of them are not the third century.
    (is_number && (most_digits < 4 || text.len() == 4)).then(|| text.parse().ok())?
}

/// The days of `last 3 weeks`, `this month`, `last year`; a week begins on Monday.
fn relative(text: &str, today: Date) -> Option<RangeInclusive<Date>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        ["last" | "past", count, unit] => {
            let days = span(count.parse().ok()?, unit)?;
            Some(today.checked_sub(days).ok()?..=today)
        }
        ["this", unit] => calendar(today, unit),
        ["last", unit] => calendar(today.checked_sub(span(1, unit)?).ok()?, unit),
        _ => None,
    }
}

fn span(count: i16, unit: &str) -> Option<Span> {
    if count < 0 {
        return None;
    }
    match unit.trim_end_matches('s') {
        "day" => Some(Span::new().days(count)),
        "week" => Some(Span::new().weeks(count)),
        "month" => Some(Span::new().months(count)),
        "year" => Some(Span::new().years(count)),
        _ => None,
    }
}

/// The week, month or year that `day` is in.
fn calendar(day: Date, unit: &str) -> Option<RangeInclusive<Date>> {
    match unit {
        "day" => Some(day..=day),
        "week" => {
            let monday = day.tomorrow().ok()?.nth_weekday(-1, Weekday::Monday).ok()?;
            Some(monday..=monday.checked_add(Span::new().days(6)).ok()?)
        }
        "month" => Some(day.first_of_month()..=day.last_of_month()),
        "year" => Some(day.first_of_year()..=day.last_of_year()),
        _ => None,
    }
}

impl Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ends(f, self.first, self.last)
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ends(f, self.least, self.most)
    }
}

fn ends<T: Display + PartialEq>(f: &mut fmt::Formatter<'_>, first: Option<T>, last: Option<T>) -> fmt::Result {
    match (first, last) {
        (None, None) => f.write_str("*"),
        (Some(first), Some(last)) if first == last => first.fmt(f),
        (Some(first), Some(last)) => write!(f, "{first}..{last}"),
        (Some(first), None) => write!(f, "{first}.."),
        (None, Some(last)) => write!(f, "..{last}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_read_as_intervals() {
        let today = date(2022, 1, 5);
        let table = [
            ("2021", "2021-01-01..2021-12-31"),
            ("2021-2", "2021-02-01..2021-02-28"),
            ("2021-12-30", "2021-12-30"),
            ("2021-12..2022-01", "2021-12-01..2022-01-31"),
            ("..2021", "..2021-12-31"),
            ("2021..", "2021-01-01.."),
            (">=2022", "2022-01-01.."),
            (">2021", "2022-01-01.."),
            ("<2021-03", "..2021-02-28"),
            ("<=2021-03", "..2021-03-31"),
            ("last 3 weeks", "2021-12-15..2022-01-05"),
            ("this week", "2022-01-03..2022-01-09"),
            ("last month", "2021-12-01..2021-12-31"),
            ("yesterday", "2022-01-04"),
            ("*", "*"),
        ];
        for (text, days) in table {
            assert_eq!(Days::read(text, today).map(|days| days.to_string()).as_deref(), Some(days), "{text}");
        }
        for text in ["", "..", "20", "2021-13", "2021-02-30", "2022..2021", "last -1 weeks", "soon"] {
            assert_eq!(Days::read(text, today), None, "{text}");
        }
    }

    #[test]
    fn counts_are_read_as_intervals() {
        for (text, counts) in [("500", "500"), (">500", "501.."), ("<=1,000", "..1000"), ("10..20", "10..20")] {
            assert_eq!(Counts::read(text).map(|counts| counts.to_string()).as_deref(), Some(counts), "{text}");
        }
        for text in ["", "many", "<0", "20..10"] {
            assert_eq!(Counts::read(text), None, "{text}");
        }
    }
}
