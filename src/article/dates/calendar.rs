//! The names of months and weekdays in many languages: the table in `assets/months.toml`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use jiff::civil::Weekday;
use serde::Deserialize;
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(include_str!("../../../assets/months.toml")));

/// What a word of the calendar may mean. A word can be a month here and a weekday there ("mar", "lun").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The month, January being 1.
    pub month: Option<i8>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// Today, yesterday, the last of its kind, ago.
    pub relative: Option<Relative>,
    /// The unit of time that it is.
    pub unit: Option<Unit>,
    /// Whether it stands between the ends of a stretch of days: "to".
    pub to: bool,
    /// Whether it is a month only between a day and a year.
    pub doubtful: bool,
    /// How years are counted after it, or with it.
    pub era: Option<Era>,
    /// The part that it plays in a date by standing there.
    pub role: Role,
}

/// The part that a small word plays in a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    None,
    /// Stands between day, month and year: "of", "de".
    Link,
    /// Makes a number ordinal: "st", "er".
    Ordinal,
    /// The units of East Asian dates.
    Year,
    Month,
    Day,
}

/// A way of counting years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    /// From a year on, as reigns and republics do: the year 1 is the one after this.
    Since(i16),
    /// From the Buddha's death, with the months of the Gregorian calendar: 543 years more.
    Buddhist,
    /// As in Iran: the year starts in March, the months are others.
    Persian,
}

/// What the words before a date say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    /// It is an end of a stretch of time: "until".
    Edge,
    /// The page was printed or fetched then: "printed on".
    Fetched,
}

/// A word that dates against the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relative {
    Today,
    Yesterday,
    /// The day before yesterday.
    Earlier,
    Last,
    /// In the calendar week before.
    LastWeek,
    /// Makes a number of units one that is past: "ago".
    Ago,
}

/// A unit in which time that is past is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// An hour, or what is shorter.
    Hour,
    Day,
    Week,
}

/// What a word in small letters means in a date, if anything.
pub(crate) fn meaning(word: &str) -> Option<Meaning> {
    CALENDAR.words.get(word).copied()
}

/// Whether a word may mean something, by its first two letters, its last one and its length. It is not asked about words
/// that are not of plain Latin letters.
pub(crate) fn may_mean(word: &[u8]) -> bool {
    sketch(word).is_none_or(|at| CALENDAR.sketches[at / 64] & (1 << (at % 64)) != 0)
}

/// Whether a word of plain Latin letters may be a month.
pub(crate) fn may_be_month(word: &[u8]) -> bool {
    sketch(word).is_some_and(|at| CALENDAR.months[at / 64] & (1 << (at % 64)) != 0)
}

/// A number below [`SKETCHES`] for words that may be the same; none for what is not all of plain Latin letters.
fn sketch(word: &[u8]) -> Option<usize> {
    let [first, .., last] = word else { return None };
    let plain = word.iter().fold(true, |plain, byte| plain & byte.is_ascii_alphabetic());
    let letter = |byte: u8| usize::from(byte & 31);
    plain.then(|| ((letter(*first) * 32 + letter(word[1])) * 32 + letter(*last)) * 16 + word.len() % 16)
}

/// The sketches of words as bits. What is of two words starts with one that is looked up by itself.
fn sketches<'a>(words: impl Iterator<Item = &'a String>) -> Vec<u64> {
    let mut bits = vec![0; SKETCHES / 64];
    for at in words.filter_map(|word| sketch(word.split('_').next()?.as_bytes())) {
        bits[at / 64] |= 1 << (at % 64);
    }
    bits
}

/// How many sketches of words there are.
const SKETCHES: usize = 32 * 32 * 32 * 16;

/// Whether what stands between two dates makes them the ends of a stretch of days.
pub(crate) fn is_to(between: &str) -> bool {
    let between = between.trim();
    let dashed = matches!(between, "-" | "–" | "—" | "~" | "〜" | "～");
    dashed || between.len() <= LONGEST_TIE && !between.is_empty() && CALENDAR.to.contains(&between.to_lowercase())
}

/// What the last words of a text say of a date that follows them.
pub(crate) fn tie(lead: &str) -> Option<Tie> {
    let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail = lead[lead.ceil_char_boundary(lead.len().saturating_sub(LONGEST_TIE))..].to_lowercase();
    let starts = tail.char_indices().rev().scan(None, |after: &mut Option<char>, (at, c)| {
        let start = after.filter(|after| !c.is_alphanumeric() && after.is_alphanumeric()).map(|_| at + c.len_utf8());
        *after = Some(c);
        Some(start)
    });
    let whole = starts.flatten().take(3).chain([0]).map(|start| &tail[start..]);
    let wide = || tail.chars().next_back().filter(|&last| last >= WIDE).and_then(|_| CALENDAR.wide_tie(&tail));
    whole.filter_map(|words| CALENDAR.ties.get(words).copied()).next().or_else(wide)
}

/// The bytes that words before a date may have.
const LONGEST_TIE: usize = 24;

/// From here on scripts write words without spaces.
const WIDE: char = '\u{2e80}';

/// The bytes of the longest word.
pub(crate) fn longest() -> usize {
    CALENDAR.longest
}

#[derive(Default)]
struct Calendar {
    words: HashMap<String, Meaning, Xxh3DefaultBuilder>,
    longest: usize,
    /// The bits of the words' sketches.
    sketches: Vec<u64>,
    /// Those of the months.
    months: Vec<u64>,
    to: HashSet<String>,
    ties: HashMap<String, Tie>,
}

#[derive(Deserialize)]
struct Written {
    doubtful: Vec<String>,
    link: Vec<String>,
    ordinal: Vec<String>,
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
    #[serde(default)]
    earlier: Vec<String>,
    #[serde(default)]
    last_week: Vec<String>,
    #[serde(default)]
    ago: Vec<String>,
    #[serde(default)]
    hour: Vec<String>,
    #[serde(default)]
    day: Vec<String>,
    #[serde(default)]
    week: Vec<String>,
    #[serde(default)]
    era: HashMap<String, i16>,
    #[serde(default)]
    calendar: Option<Reckoning>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    edge: Vec<String>,
    #[serde(default)]
    fetched: Vec<String>,
}

/// How the years of a language are counted with its own month names.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reckoning {
    Buddhist,
    Persian,
}

impl Calendar {
    fn new(toml: &str) -> Self {
        let written: Written = toml::from_str(toml).expect("assets/months.toml is checked by a test");
        let mut calendar = Self::default();
        written.language.iter().for_each(|entry| calendar.add(entry));
        written.link.iter().for_each(|form| calendar.word(form).role = Role::Link);
        written.ordinal.iter().for_each(|form| calendar.word(form).role = Role::Ordinal);
        written.doubtful.iter().for_each(|form| calendar.word(form).doubtful = true);
        calendar.sketches = sketches(calendar.words.keys());
        calendar.months = sketches(calendar.words.iter().filter(|word| word.1.month.is_some()).map(|word| word.0));
        calendar.longest = calendar.words.keys().map(String::len).max().unwrap_or(0);
        calendar
    }

    fn add(&mut self, entry: &Entry) {
        for (month, forms) in (1..).zip(&entry.months) {
            forms.split(' ').for_each(|form| self.month(form, month, entry.calendar));
        }
        for (weekday, forms) in (1..).zip(&entry.weekdays) {
            let weekday = Weekday::from_monday_one_offset(weekday).ok();
            forms.split(' ').for_each(|form| self.word(form).weekday = weekday);
        }
        let relatives = [
            (&entry.today, Relative::Today),
            (&entry.yesterday, Relative::Yesterday),
            (&entry.earlier, Relative::Earlier),
            (&entry.last, Relative::Last),
            (&entry.last_week, Relative::LastWeek),
            (&entry.ago, Relative::Ago),
        ];
        for (forms, relative) in relatives {
            forms.iter().for_each(|form| self.word(form).relative = Some(relative));
        }
        for (forms, unit) in [(&entry.hour, Unit::Hour), (&entry.day, Unit::Day), (&entry.week, Unit::Week)] {
            forms.iter().for_each(|form| self.word(form).unit = Some(unit));
        }
        for (form, &year) in &entry.era {
            self.word(form).era = Some(Era::Since(year));
        }
        entry.to.iter().filter(|form| !form.contains('_')).for_each(|form| self.word(form).to = true);
        self.to.extend(entry.to.iter().map(|form| form.replace('_', " ")));
        for (forms, tie) in [(&entry.edge, Tie::Edge), (&entry.fetched, Tie::Fetched)] {
            self.ties.extend(forms.iter().map(|form| (form.replace('_', " "), tie)));
        }
    }

    /// The same where no space sets the words apart from those before.
    fn wide_tie(&self, tail: &str) -> Option<Tie> {
        tail.char_indices().find_map(|(at, _)| self.ties.get(&tail[at..]).copied())
    }

    fn month(&mut self, form: &str, month: i8, reckoning: Option<Reckoning>) {
        let word = self.word(form);
        word.month = Some(month);
        word.doubtful |= matches!(reckoning, Some(Reckoning::Persian));
        word.era = reckoning.map(|reckoning| match reckoning {
            Reckoning::Buddhist => Era::Buddhist,
            Reckoning::Persian => Era::Persian,
        });
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
    fn doubtful_words_are_months() {
        let written: Written = toml::from_str(include_str!("../../../assets/months.toml")).unwrap();
        let others: Vec<&String> =
            written.doubtful.iter().filter(|form| meaning(form).unwrap().month.is_none()).collect();
        assert!(others.is_empty(), "{others:?}");
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

    #[test]
    fn words_before_a_date_tell_ends_and_fetching() {
        let cases = [
            ("Valid until ", Some(Tie::Edge)),
            ("Video verfügbar bis: ", Some(Tie::Edge)),
            ("à partir du ", Some(Tie::Edge)),
            ("с ", Some(Tie::Edge)),
            ("活动从", Some(Tie::Edge)),
            ("Ausdruck vom ", Some(Tie::Fetched)),
            ("Retrieved on ", Some(Tie::Fetched)),
            ("Published on ", None),
            ("the rabbit ", None),
            ("", None),
        ];
        for (lead, expected) in cases {
            assert_eq!(tie(lead), expected, "{lead}");
        }
        assert!(is_to(" – ") && is_to(" bis zum ") && is_to("〜"));
        assert!(!is_to(" and ") && !is_to(""));
    }
}
