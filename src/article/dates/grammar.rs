//! The places in a text where a date stands. How it is written is for [`reader`](super::reader).

use jiff::civil::{Date, Weekday};

use super::{
    calendar,
    reader::Reader,
    tokens::{self, Token},
};

/// How far before a number a date that contains it may start, and how far after it it may end.
const BEFORE: usize = 48;
const AFTER: usize = 72;

/// How many bytes without a digit are passed at once.
const STEP: usize = 32;

/// A date expression in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Where it starts in the text it was looked for in.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The year, if it says one.
    pub year: Option<i16>,
    /// The month.
    pub month: i8,
    /// The day of the month, if it says one.
    pub day: Option<i8>,
    /// The day of the week, if it says one.
    pub weekday: Option<Weekday>,
    /// Whether day and month could be exchanged.
    pub ambiguous: bool,
    /// Whether it is written with numbers alone.
    pub numeric: bool,
    /// Whether a time of day goes with it.
    pub timed: bool,
    /// Whether it is an end of a stretch of days: "16 April – 17 May 2019", "5–7 May".
    pub bound: bool,
}

impl Mention {
    /// The day, when year, month and day are said and exist.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day?).ok()
    }

    /// The same with day and month exchanged.
    pub fn swapped(self) -> Option<Self> {
        let (day, month) = (self.month, self.day?);
        (month <= 12).then_some(Self { day: Some(day), month, ..self })
    }

    /// Whether it says a day of the week that its date does not fall on.
    pub fn contradicts_itself(self) -> bool {
        let said = self.weekday.zip(self.date());
        said.is_some_and(|(weekday, date)| date.weekday() != weekday)
    }
}

/// All date expressions of a line, in order, that name at least a month and a day or a month and a year.
pub(crate) fn mentions(line: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut tokens = Vec::new();
    let mut done = 0;
    while let Some((start, end)) = stretch(line, done) {
        in_stretch(&line[start..end], start, done, &mut tokens, &mut found);
        done = end;
    }
    stretches_of_days(line, &mut found);
    found
}

/// Ties the ends of a stretch of days, and gives the first one the year that only the second one says.
fn stretches_of_days(line: &str, found: &mut [Mention]) {
    for at in 1..found.len() {
        let (first, second) = (found[at - 1], found[at]);
        let between = &line[first.end..second.start];
        if first.day.is_none() || second.day.is_none() || !calendar::is_to(between) {
            continue;
        }
        (found[at - 1].bound, found[at].bound) = (true, true);
        let turn = i16::from(first.month > second.month);
        let dated = Mention { year: second.year.map(|year| year - turn), bound: true, ..first };
        if first.year.is_none() && dated.date().is_some() {
            found[at - 1] = settle(dated);
        }
    }
}

/// The next part of the line that has digits, with what may belong to them.
fn stretch(line: &str, done: usize) -> Option<(usize, usize)> {
    let first = next_digit(line, done)?;
    let start = line.floor_char_boundary(first.saturating_sub(BEFORE)).max(done.min(first));
    let mut end = line.floor_char_boundary(first + AFTER).max(first + 1);
    while let Some(next) = next_digit(&line[..end], end.saturating_sub(AFTER / 2).max(first + 1)) {
        let further = line.floor_char_boundary(next + AFTER);
        if further <= end || further - start > 8 * AFTER {
            break;
        }
        end = further;
    }
    Some((start, end))
}

/// The next digit of any script whose dates are read. Text without digits is passed in steps that a processor takes at once.
fn next_digit(line: &str, from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let end = bytes.len().min(at + STEP);
        let promising = bytes[at..end].iter().fold(false, |any, &byte| any | may_start_digit(byte));
        if let Some(place) = (at..end).find(|&place| promising && is_digit(&bytes[place..])) {
            return Some(place);
        }
        at = end;
    }
    None
}

fn may_start_digit(byte: u8) -> bool {
    byte.is_ascii_digit() | (byte == 0xd9) | (byte == 0xdb) | (byte == 0xe0) | (byte == 0xef)
}

/// Whether bytes start with a digit: European, Arabic, Persian, Devanagari or wide.
fn is_digit(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'0'..=b'9', ..]
            | [0xd9, 0xa0..=0xa9, ..]
            | [0xdb, 0xb0..=0xb9, ..]
            | [0xe0, 0xa5, 0xa6..=0xaf, ..]
            | [0xef, 0xbc, 0x90..=0x99, ..]
    )
}

/// Whether a stretch may have a date: a month, numbers with a mark between them, or other letters than plain Latin ones.
/// Two of three stretches of news have prices, ages and results alone.
fn is_promising(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            0x80.. if !is_punctuation(rest) => return true,
            0x80.. => 3,
            b'0'..=b'9' if is_marked(rest) => return true,
            _ if byte.is_ascii_alphabetic() => {
                let length = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
                if calendar::may_be_month(&rest[..length]) {
                    return true;
                }
                length
            }
            _ => 1,
        };
    }
    false
}

/// Whether bytes start with a typographic quotation mark, an ellipsis, a bullet or a dash that ties no numbers.
fn is_punctuation(bytes: &[u8]) -> bool {
    let ties = matches!(bytes, [_, _, 0x90..=0x95, b'0'..=b'9', ..]);
    bytes.starts_with(&[0xe2, 0x80]) && !ties
}

/// Whether a digit is followed by a mark of numeric dates and one more digit.
fn is_marked(bytes: &[u8]) -> bool {
    let after = if bytes.get(2) == Some(&b' ') { bytes.get(3) } else { bytes.get(2) };
    matches!(bytes.get(1), Some(b'.' | b'/' | b'-' | b'_' | b' ')) && after.is_some_and(u8::is_ascii_digit)
}

fn in_stretch(text: &str, offset: usize, done: usize, tokens: &mut Vec<Token>, found: &mut Vec<Mention>) {
    if !is_promising(text.as_bytes()) {
        return;
    }
    tokens::cut(text, tokens);
    let mut at = 0;
    while at < tokens.len() {
        match (Reader { tokens, at }).date() {
            Some((mut mention, next)) => {
                mention.start += offset;
                mention.end += offset;
                let before = found.last().map_or(done, |before: &Mention| before.end);
                mention.start = mention.start.max(before);
                if mention.start < mention.end {
                    found.push(mention);
                }
                at = next;
            }
            None => at += 1,
        }
    }
}

/// Whether the day exists; February has 29 days when no year is said.
pub(crate) fn is_possible(mention: Mention) -> bool {
    let year = mention.year.unwrap_or(2020);
    Date::new(year, mention.month, mention.day.unwrap_or(1)).is_ok()
        && (mention.day.is_some() || mention.year.is_some())
}

/// Lets the weekday decide which number is the month.
pub(crate) fn settle(mention: Mention) -> Mention {
    let Some(swapped) = mention.swapped().filter(|_| mention.ambiguous && mention.weekday.is_some()) else {
        return mention;
    };
    match (mention.contradicts_itself(), swapped.contradicts_itself()) {
        (false, true) => Mention { ambiguous: false, ..mention },
        (true, false) => Mention { ambiguous: false, ..swapped },
        _ => mention,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn shown(mention: Mention) -> String {
        let days = match (mention.year, mention.day) {
            (Some(year), Some(day)) => format!("{year}-{:02}-{day:02}", mention.month),
            (Some(year), None) => format!("{year}-{:02}", mention.month),
            (None, day) => format!("--{:02}-{:02}", mention.month, day.unwrap_or(0)),
        };
        let contradicts = if mention.contradicts_itself() { "!" } else { "" };
        let ambiguous = if mention.ambiguous { "~" } else { "" };
        let bound = if mention.bound { "+" } else { "" };
        format!("{days}{contradicts}{ambiguous}{bound}")
    }

    #[test]
    fn dates_are_found_in_every_language_of_the_table() {
        let table = include_str!("../../../tests/recognition/dates.tsv");
        let mut faults = Vec::new();
        let mut counts: HashMap<&str, (usize, usize, usize)> = HashMap::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (language, text, expected) =
                (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap().trim());
            let found: Vec<String> = mentions(text).into_iter().map(shown).collect();
            let count = counts.entry(language).or_default();
            *count = (count.0 + 1, count.1 + expected.matches('!').count(), count.2 + expected.matches('~').count());
            if found.join(" ") != expected {
                faults.push(format!("{language}: {text}: found {found:?}, not {expected}"));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        for language in ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "ar", "tr", "zh", "ja"] {
            let (cases, contradictions, ambiguities) = counts[language];
            assert!(cases >= 10 && contradictions > 0 && ambiguities > 0, "{language} has too few cases");
        }
    }

    #[test]
    fn digits_of_all_scripts_are_found_wherever_they_stand() {
        for digit in ["7", "٧", "۷", "７", "७"] {
            for before in [0, 1, 30, 31, 32, 33, 70] {
                let text = format!("{}{digit}", "ع".repeat(before));
                assert_eq!(next_digit(&text, 0), Some(2 * before), "{text}");
            }
        }
        assert_eq!(next_digit("कोई अंक नहीं：ﾊﾝ", 0), None);
    }

    #[test]
    fn a_mention_covers_its_words() {
        let text = "It ran on Thursday, December 30, 2021 in print.";
        let mention = mentions(text)[0];
        assert_eq!(&text[mention.start..mention.end], "Thursday, December 30, 2021");
        assert!(!mention.timed);
        assert!(mentions("30.12.2021 10:15")[0].timed);
    }

    #[test]
    fn dates_far_apart_on_a_long_line_are_all_found() {
        let text = format!("3 May 2019 {} 4 May 2019 {} 5 May 2019", "word ".repeat(100), "word ".repeat(100));
        assert_eq!(mentions(&text).len(), 3);
    }
}
