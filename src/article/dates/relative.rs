//! Days that are named against the day of writing: "yesterday", "on Thursday", "last Thursday", "am Montag".

use jiff::{ToSpan, civil::Date};

use super::{
    super::{metadata::DateRange, phrases::bit, scene::Scene},
    calendar::{Meaning, Relative, Unit},
    tokens::{Kind, Token, tokens},
};

/// How much of a text is looked at.
const LOOKED_AT: usize = 2_000;

/// The day that a text names against the day on which it was written, if it names one: reports look back, so a weekday is
/// the last one up to the anchor, and with a word for "last" it is one before it.
pub fn relative_day(text: &str, anchor: Date) -> Option<DateRange> {
    let tokens = tokens(&text[..text.floor_char_boundary(LOOKED_AT)]);
    (0..tokens.len()).find_map(|at| days(&tokens, at, anchor))
}

/// The row beside the headline that tells the article's day against the day on which the page was fetched ("2 hours ago",
/// "Published yesterday"), and the days that it means.
pub(crate) fn told_against(scene: &Scene, fetched: Date) -> Option<(usize, DateRange)> {
    let title = scene.title?;
    let beside = title.saturating_sub(1)..(title + BESIDE).min(scene.page.rows.len());
    let short = |row: &usize| *row != title && scene.page.line(*row).len() <= SHORT;
    beside.filter(short).find_map(|row| {
        let line = scene.page.line(row);
        let dated =
            ["published", "updated", "byline"].iter().any(|cue| scene.page.rows[row].cues.any() & bit(cue) != 0);
        let starts = || tokens(line).first().is_some_and(|first| first.start == 0 && first.tells_time());
        (dated || starts()).then(|| relative_day(line, fetched)).flatten().map(|days| (row, days))
    })
}

/// How many rows from the headline a line stands beside it, and its longest.
const BESIDE: usize = 5;
const SHORT: usize = 80;

fn days(tokens: &[Token], at: usize, anchor: Date) -> Option<DateRange> {
    if let Kind::Number { value, .. } = tokens[at].kind {
        return ago(tokens, at, value, anchor);
    }
    let here = word(tokens, at)?;
    let day = match here.relative {
        Some(Relative::Today) => anchor,
        Some(Relative::Yesterday) => anchor.yesterday().ok()?,
        Some(Relative::Earlier) => anchor.checked_sub(2.days()).ok()?,
        _ => weekday(tokens, at, anchor)?,
    };
    Some(DateRange::day(day))
}

/// The day of a weekday's name.
fn weekday(tokens: &[Token], at: usize, anchor: Date) -> Option<Date> {
    let weekday = word(tokens, at)?.weekday.filter(|_| tokens[at].end - tokens[at].start >= 4)?;
    let near = at.saturating_sub(2)..(at + 4).min(tokens.len());
    let is_near = |wanted| {
        let stands = |&there: &usize| word(tokens, there).is_some_and(|word| word.relative == Some(wanted));
        near.clone().find(stands).is_some_and(|there| is_tied(tokens, there.min(at), there.max(at)))
    };
    if is_near(Relative::LastWeek) {
        let monday = anchor.checked_sub(i64::from(anchor.weekday().to_monday_zero_offset()).days()).ok()?;
        return monday.nth_weekday(-1, weekday).ok();
    }
    let from = if is_near(Relative::Last) { anchor } else { anchor.checked_add(1.day()).ok()? };
    from.nth_weekday(-1, weekday).ok()
}

/// Whether nothing but a mark or a particle glued to it stands between two tokens: "先週の金曜日", "sexta-feira passada".
fn is_tied(tokens: &[Token], first: usize, last: usize) -> bool {
    first == last || tokens[first + 1..last].iter().all(|token| token.glued)
}

/// The days of a number of units that are past: "3 hours ago", "vor 2 Tagen".
fn ago(tokens: &[Token], at: usize, number: u32, anchor: Date) -> Option<DateRange> {
    let unit = word(tokens, at + 1)?.unit?;
    let is_ago =
        |at: Option<usize>| at.and_then(|at| word(tokens, at)).is_some_and(|word| word.relative == Some(Relative::Ago));
    if !is_ago(at.checked_sub(1)) && !is_ago(Some(at + 2)) {
        return None;
    }
    let back = |days: u32| anchor.checked_sub(i64::from(days).days()).ok();
    match unit {
        Unit::Hour if number <= 48 => Some(DateRange { first: back(number.div_ceil(24))?, last: back(number / 24)? }),
        Unit::Day if number <= 60 => Some(DateRange::day(back(number)?)),
        Unit::Week if number <= 52 => Some(DateRange { first: back(7 * number + 6)?, last: back(7 * number)? }),
        _ => None,
    }
}

fn word(tokens: &[Token], at: usize) -> Option<Meaning> {
    match tokens.get(at)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn days_are_told_against_the_day_of_writing_in_every_language() {
        let thursday: Date = "2021-12-30".parse().unwrap();
        let table = include_str!("../../../tests/recognition/relative.tsv");
        let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
        let mut faults = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (language, text, expected) = (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
            let shown = relative_day(text, thursday).map_or("none".to_owned(), |days| match days.known_day() {
                Some(day) => day.to_string(),
                None => format!("{}..{}", days.first, days.last),
            });
            *cases.entry(language).or_default() += 1;
            if shown != expected {
                faults.push(format!("{language}: {text}: {shown}, not {expected}"));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(cases.len(), 13);
        assert!(cases.values().all(|&count| count >= 10), "{cases:?}");
    }
}
