//! Days that are named against the day of writing: "yesterday", "on Thursday", "last Thursday", "am Montag".

use jiff::{ToSpan, civil::Date};

use super::{
    super::metadata::DateRange,
    calendar::{Meaning, Relative},
    tokens::{Kind, Token, tokens},
};

/// How much of a text is looked at.
const LOOKED_AT: usize = 2_000;

/// The day that a text names against the day on which it was written, if it names one: reports look back, so a weekday is
/// the last one up to the anchor, and with a word for "last" it is one before it.
pub fn relative_day(text: &str, anchor: Date) -> Option<DateRange> {
    let tokens = tokens(&text[..text.floor_char_boundary(LOOKED_AT)]);
    let day = (0..tokens.len()).find_map(|at| day(&tokens, at, anchor))?;
    Some(DateRange::day(day))
}

fn day(tokens: &[Token], at: usize, anchor: Date) -> Option<Date> {
    let here = word(tokens, at)?;
    match (here.relative, here.weekday) {
        (Some(Relative::Today), _) => Some(anchor),
        (Some(Relative::Yesterday), _) => anchor.yesterday().ok(),
        (_, Some(weekday)) if tokens[at].end - tokens[at].start >= 4 => {
            let is_last = |at: Option<usize>| {
                at.and_then(|at| word(tokens, at)).is_some_and(|word| word.relative == Some(Relative::Last))
            };
            let last = is_last(at.checked_sub(1)) || is_last(Some(at + 1));
            let from = if last { anchor } else { anchor.checked_add(1.day()).ok()? };
            from.nth_weekday(-1, weekday).ok()
        }
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
    use super::*;

    #[test]
    fn days_are_told_against_the_day_of_writing() {
        let thursday: Date = "2021-12-30".parse().unwrap();
        let cases = [
            ("The bridge was closed yesterday.", "2021-12-29"),
            ("It rained today", "2021-12-30"),
            ("He said so on Thursday.", "2021-12-30"),
            ("He said so last Thursday.", "2021-12-23"),
            ("on Monday", "2021-12-27"),
            ("am vergangenen Freitag", "2021-12-24"),
            ("jeudi dernier", "2021-12-23"),
            ("le lundi", "2021-12-27"),
            ("el lunes pasado", "2021-12-27"),
            ("lunedì scorso", "2021-12-27"),
            ("вчера вечером", "2021-12-29"),
            ("в понедельник", "2021-12-27"),
            ("dün akşam", "2021-12-29"),
            ("wczoraj", "2021-12-29"),
            ("昨日の午後", "2021-12-29"),
            ("nothing of the kind", "none"),
        ];
        for (text, day) in cases {
            let found = relative_day(text, thursday).and_then(DateRange::known_day);
            let shown = found.map_or("none".to_owned(), |day| day.to_string());
            assert_eq!(shown, day, "{text}");
        }
    }
}
