//! Dates in fields of containers, in addresses and in file names.

use jiff::civil::Date;

use super::{
    super::metadata::DateRange,
    grammar::{Mention, mentions},
};

/// The days that a container's date field may mean: ISO 8601, RFC 2822, seconds or milliseconds since 1970, prose.
pub(crate) fn parse(field: &str) -> Option<DateRange> {
    let field = field.trim();
    iso(field).or_else(|| compact(field)).or_else(|| epoch(field)).or_else(|| prose(field))
}

/// "2021-12-30", with or without a time: the day as it is written, whatever the zone; "2021-12"; "2021".
fn iso(field: &str) -> Option<DateRange> {
    let day = field.get(..10).filter(|_| field.as_bytes().get(10).is_none_or(|byte| !byte.is_ascii_digit()));
    if let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) {
        return Some(DateRange::day(day));
    }
    let (year, month) = field.split_once('-').unwrap_or((field, ""));
    let year: i16 = year.parse().ok().filter(|year| (1600..=2200).contains(year) && field.len() <= 7)?;
    match month {
        "" => span(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
        month => whole_month(year, month.parse().ok()?),
    }
}

/// Seconds, milliseconds or microseconds since 1970.
fn epoch(field: &str) -> Option<DateRange> {
    let number: f64 = field.parse().ok().filter(|number: &f64| number.is_finite())?;
    let scale = match number.abs() {
        1e8..1e11 => 1.0,
        1e11..1e14 => 1e3,
        1e14..1e17 => 1e6,
        _ => return None,
    };
    let time = jiff::Timestamp::from_second((number / scale) as i64).ok()?;
    Some(DateRange::day(time.to_zoned(jiff::tz::TimeZone::UTC).date()))
}

/// "20211230", alone or with a time after it.
fn compact(text: &str) -> Option<DateRange> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let ends = !text.as_bytes().get(8).is_some_and(|byte| byte.is_ascii_digit()) || text.len() == 14;
    let part = |range: std::ops::Range<usize>| digits[range].parse::<i16>().ok();
    let year = part(0..4).filter(|year| ends && (1900..2100).contains(year))?;
    Date::new(year, part(4..6)? as i8, part(6..8)? as i8).ok().map(DateRange::day)
}

/// Whatever else a person can read, RFC 2822 among it.
fn prose(field: &str) -> Option<DateRange> {
    let found = mentions(field);
    let full = found.iter().find(|mention| mention.date().is_some());
    range(*full.or(found.iter().find(|mention| mention.year.is_some()))?)
}

/// The days that an address or a file name speaks of: "/2021/12/30/", "/2021/12/", "2021-12-30", "20211230".
pub(crate) fn in_address(address: &str) -> Option<DateRange> {
    let found = mentions(address);
    let sane = |mention: &&Mention| mention.year.is_some_and(|year| (1990..2100).contains(&year)) && !mention.ambiguous;
    let full = found.iter().filter(sane).find(|mention| mention.date().is_some());
    let compact = || {
        address
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| part.len() == 8 || part.len() == 14)
            .find_map(compact)
    };
    let month = || found.iter().filter(sane).find(|mention| mention.numeric).copied();
    full.copied().and_then(range).or_else(compact).or_else(|| month().and_then(range))
}

/// The days of a mention that says a year.
pub(crate) fn range(mention: Mention) -> Option<DateRange> {
    match mention.day {
        Some(_) => mention.date().map(DateRange::day),
        None => whole_month(mention.year?, mention.month),
    }
}

fn whole_month(year: i16, month: i8) -> Option<DateRange> {
    let first = Date::new(year, month, 1).ok()?;
    span(first, first.last_of_month())
}

fn span(first: Date, last: Date) -> Option<DateRange> {
    Some(DateRange { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(range: Option<DateRange>) -> String {
        range.map_or("none".to_owned(), |range| match range.known_day() {
            Some(day) => day.to_string(),
            None => format!("{}..{}", range.first, range.last),
        })
    }

    #[test]
    fn fields_of_containers_are_read() {
        let cases = [
            ("2021-12-30", "2021-12-30"),
            ("2021-12-30T23:59:59-08:00", "2021-12-30"),
            ("2021-12-30 08:15:00", "2021-12-30"),
            ("2021-12", "2021-12-01..2021-12-31"),
            ("2021", "2021-01-01..2021-12-31"),
            ("Thu, 30 Dec 2021 10:00:00 +0000", "2021-12-30"),
            ("Thu Dec 30 10:00:00 UTC 2021", "2021-12-30"),
            ("1640858400", "2021-12-30"),
            ("1640858400000", "2021-12-30"),
            ("20211230", "2021-12-30"),
            ("20211230101500", "2021-12-30"),
            ("30. Dezember 2021, 10:00 Uhr", "2021-12-30"),
            ("December 2021", "2021-12-01..2021-12-31"),
            ("2021-13-45", "none"),
            ("yesterday", "none"),
            ("", "none"),
        ];
        for (field, days) in cases {
            assert_eq!(shown(parse(field)), days, "{field}");
        }
    }

    #[test]
    fn addresses_and_file_names_speak_of_days() {
        let cases = [
            ("https://hill.example/2021/12/30/bridge-closed/", "2021-12-30"),
            ("https://hill.example/news/bridge-closed-2021-12-30", "2021-12-30"),
            ("https://hill.example/2021/12/bridge-closed.html", "2021-12-01..2021-12-31"),
            ("20211230_bridge.txt", "2021-12-30"),
            ("https://hill.example/article-14848164.php", "none"),
            ("https://hill.example/bridge", "none"),
        ];
        for (address, days) in cases {
            assert_eq!(shown(in_address(address)), days, "{address}");
        }
    }
}
