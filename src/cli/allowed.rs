//! What each setting may be, and how that is told to whoever wrote something else.

use std::{fmt, ops::RangeInclusive};

use toml::Value;

use crate::{
    app::{MEASURES, keymap::PRESET_NAMES},
    text::near::near,
};

use super::size::Size;

/// What a setting may be.
enum Allowed {
    /// A whole number.
    Number(RangeInclusive<u64>),
    /// Yes or no.
    Flag,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// Any text, which stands for this.
    Text(&'static str),
    /// A number of bytes.
    Size,
    /// Settings of its own.
    Section,
}

/// Any number from this one on.
const fn at_least(least: u64) -> Allowed {
    Allowed::Number(least..=i64::MAX as u64)
}

/// Each setting by its name, those of sections among them: no two have the same.
const SETTINGS: &[(&str, Allowed)] = &[
    ("measure", Allowed::Number(*MEASURES.start() as u64..=*MEASURES.end() as u64)),
    ("justify", Allowed::Flag),
    ("theme", Allowed::Text("the name of a theme")),
    ("mouse", Allowed::Flag),
    ("furniture", Allowed::Word(&["folded", "shown"])),
    ("keys", Allowed::Word(PRESET_NAMES)),
    ("keymap", Allowed::Text("the name of a file")),
    ("index-memory", Allowed::Size),
    ("limits", Allowed::Section),
    ("largest-text", Allowed::Size),
    ("largest-record", Allowed::Size),
    ("largest-unpacked", Allowed::Size),
    ("largest-ratio", at_least(1)),
    ("largest-input", Allowed::Size),
    ("deepest-folder", at_least(0)),
    ("problems-per-file", at_least(0)),
];

/// Why a setting cannot have a value, which was `written` like this, and what was meant perhaps; none where it can.
pub fn refusal(setting: &str, value: &Value, written: &str) -> Option<String> {
    let (_, allowed) = SETTINGS.iter().find(|(name, _)| *name == setting)?;
    if allowed.admits(value) {
        return None;
    }
    let meant = allowed.meant(value).map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
    Some(format!("`{setting}` is {allowed}, not {written}{meant}"))
}

impl Allowed {
    fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Number(range), Value::Integer(number)) => {
                u64::try_from(*number).is_ok_and(|number| range.contains(&number))
            }
            (Self::Flag, Value::Boolean(_)) | (Self::Text(_), Value::String(_)) => true,
            (Self::Word(words), Value::String(word)) => words.contains(&word.as_str()),
            (Self::Size, Value::String(size)) => size.parse::<Size>().is_ok(),
            (Self::Section, Value::Table(_)) => true,
            _ => false,
        }
    }

    /// What was meant by a value that is not allowed, as it would be written.
    fn meant(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Self::Number(_), Value::String(text)) => {
                let number = Value::Integer(text.trim().parse().ok()?);
                self.admits(&number).then(|| number.to_string())
            }
            (Self::Flag, Value::String(text)) => flag_of(&text.to_lowercase()).map(str::to_owned),
            (Self::Flag, Value::Integer(number)) => flag_of(&number.to_string()).map(str::to_owned),
            (Self::Word(words), Value::String(text)) => {
                near(&text.to_lowercase(), words.iter().copied()).first().map(|word| format!("\"{word}\""))
            }
            _ => None,
        }
    }
}

/// The flag that a word or a number stands for elsewhere.
fn flag_of(word: &str) -> Option<&'static str> {
    match word {
        "yes" | "on" | "1" => Some("true"),
        "no" | "off" | "0" => Some("false"),
        _ => near(word, ["true", "false"]).first().copied(),
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(range) if *range.end() == i64::MAX as u64 => {
                write!(f, "a whole number from {}", range.start())
            }
            Self::Number(range) => write!(f, "a whole number from {} to {}", range.start(), range.end()),
            Self::Flag => f.write_str("true or false"),
            Self::Word(words) => write!(f, "\"{}\"", words.join("\" or \"")),
            Self::Text(what) => write!(f, "{what}, in quotes"),
            Self::Size => f.write_str("a size in quotes, such as \"120M\""),
            Self::Section => write!(f, "a section: [NAME], and its settings on the lines below"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_known_and_its_default_allowed() {
        fn check(table: &toml::Table) -> usize {
            let of_section = |value: &Value| value.as_table().map_or(0, check);
            let count = |(setting, value): (&String, &Value)| {
                assert!(SETTINGS.iter().any(|(name, _)| name == setting), "{setting}");
                assert_eq!(refusal(setting, value, ""), None, "{setting}");
                1 + of_section(value)
            };
            table.iter().map(count).sum()
        }
        let defaults: toml::Table = toml::from_str(super::super::config::DEFAULT).unwrap();
        assert_eq!(check(&defaults), SETTINGS.len());
    }

    #[test]
    fn what_was_meant_is_suggested() {
        let refused = |setting: &str, written: &str| {
            let table: toml::Table = toml::from_str(&format!("value = {written}")).unwrap();
            refusal(setting, &table["value"], written).unwrap()
        };
        let table = [
            ("measure", "\"wide\"", "`measure` is a whole number from 20 to 200, not \"wide\""),
            ("measure", "\"72\"", "`measure` is a whole number from 20 to 200, not \"72\"; did you mean 72?"),
            ("measure", "5", "`measure` is a whole number from 20 to 200, not 5"),
            ("justify", "\"yes\"", "`justify` is true or false, not \"yes\"; did you mean true?"),
            ("mouse", "0", "`mouse` is true or false, not 0; did you mean false?"),
            ("furniture", "\"fold\"", "`furniture` is \"folded\" or \"shown\", not \"fold\"; did you mean \"folded\"?"),
            ("theme", "3", "`theme` is the name of a theme, in quotes, not 3"),
            ("index-memory", "\"12X\"", "`index-memory` is a size in quotes, such as \"120M\", not \"12X\""),
            ("largest-ratio", "-1", "`largest-ratio` is a whole number from 1, not -1"),
            ("limits", "3", "`limits` is a section: [NAME], and its settings on the lines below, not 3"),
        ];
        for (setting, written, message) in table {
            assert_eq!(refused(setting, written), message);
        }
    }
}
