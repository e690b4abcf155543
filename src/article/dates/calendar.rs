//! The names of months and weekdays in many languages: the table in `assets/months.toml`.

use std::{collections::HashMap, sync::LazyLock};

use jiff::civil::Weekday;
use serde::Deserialize;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(include_str!("../../../assets/months.toml")));

/// What a word of the calendar may mean. A word can be a month here and a weekday there ("mar", "lun").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The month, January being 1.
    pub month: Option<i8>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// Today, yesterday or the last of its kind.
    pub relative: Option<Relative>,
}

/// A word that dates against the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relative {
    Today,
    Yesterday,
    Last,
}

/// What a word in small letters means in a date, if anything.
pub(crate) fn meaning(word: &str) -> Option<Meaning> {
    CALENDAR.words.get(word).copied()
}

/// The bytes of the longest word.
pub(crate) fn longest() -> usize {
    CALENDAR.longest
}

struct Calendar {
    words: HashMap<String, Meaning>,
    longest: usize,
}

#[derive(Deserialize)]
struct Written {
    language: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[cfg_attr(not(test), expect(dead_code, reason = "names the entry for people and for the tests"))]
    code: String,
    months: Vec<String>,
    weekdays: Vec<String>,
    today: Vec<String>,
    yesterday: Vec<String>,
    last: Vec<String>,
}

impl Calendar {
    fn new(toml: &str) -> Self {
        let written: Written = toml::from_str(toml).expect("assets/months.toml is checked by a test");
        let mut calendar = Self { words: HashMap::new(), longest: 0 };
        written.language.iter().for_each(|entry| calendar.add(entry));
        calendar.longest = calendar.words.keys().map(String::len).max().unwrap_or(0);
        calendar
    }

    fn add(&mut self, entry: &Entry) {
        for (month, forms) in (1..).zip(&entry.months) {
            forms.split(' ').for_each(|form| self.word(form).month = Some(month));
        }
        for (weekday, forms) in (1..).zip(&entry.weekdays) {
            let weekday = Weekday::from_monday_one_offset(weekday).ok();
            forms.split(' ').for_each(|form| self.word(form).weekday = weekday);
        }
        let relatives =
            [(&entry.today, Relative::Today), (&entry.yesterday, Relative::Yesterday), (&entry.last, Relative::Last)];
        for (forms, relative) in relatives {
            forms.iter().for_each(|form| self.word(form).relative = Some(relative));
        }
    }

    fn word(&mut self, form: &str) -> &mut Meaning {
        self.words.entry(form.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_months_or_writes_them_as_numbers() {
        let written: Written = toml::from_str(include_str!("../../../assets/months.toml")).unwrap();
        for entry in &written.language {
            assert!([0, 12].contains(&entry.months.len()), "{}", entry.code);
            assert!([0, 7].contains(&entry.weekdays.len()), "{}", entry.code);
        }
    }

    #[test]
    fn no_word_names_two_months() {
        let written: Written = toml::from_str(include_str!("../../../assets/months.toml")).unwrap();
        let mut seen: HashMap<&str, (usize, &str)> = HashMap::new();
        for entry in &written.language {
            for (month, forms) in entry.months.iter().enumerate() {
                for form in forms.split(' ') {
                    let first = *seen.entry(form).or_insert((month, &entry.code));
                    assert_eq!(first.0, month, "{form}: {} and {}", first.1, entry.code);
                }
            }
        }
    }

    #[test]
    fn words_mean_what_they_say() {
        assert_eq!(meaning("décembre").and_then(|word| word.month), Some(12));
        assert_eq!(meaning("четверг").and_then(|word| word.weekday), Some(Weekday::Thursday));
        assert_eq!(meaning("bridge"), None);
    }
}
