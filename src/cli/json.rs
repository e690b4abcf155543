//! JSON that can be printed to a terminal: one object a line, and every character that could command a terminal or
//! mislead a reader as an escape. A program that reads it gets the text unchanged.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// A value as one line of JSON, without the line's end. It is safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLine(Vec<u8>);

impl JsonLine {
    /// Writes a value down.
    ///
    /// # Panics
    /// When the value has maps whose keys are no strings; none of ours has.
    pub fn of(value: &impl Serialize) -> Self {
        let mut line = Vec::new();
        let written = value.serialize(&mut Serializer::with_formatter(&mut line, Safe));
        written.expect("memory takes everything, and all keys are strings");
        Self(line)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// `serde_json`'s shortest form, with more escapes.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, found)) = rest.char_indices().find(|(_, c)| is_unsafe(*c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in found.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + found.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

/// Control, format and filler characters that are invisible, or change how others are shown; wide in doubt, as an
/// escape costs nothing. The joiners that emoji, Arabic and Indic scripts need are among them: they are not lost either.
fn is_unsafe(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        String::from_utf8(JsonLine::of(&text).0).unwrap()
    }

    #[test]
    fn what_commands_or_misleads_is_escaped_and_comes_back() {
        let hostile = "a\x1b[2J\u{9b}2J\u{202e}gnp\u{e0041}\u{200b}\u{7f}\n\"\\ü雨";
        let json = written(hostile);
        assert!(!json.chars().any(|c| c.is_control() || is_unsafe(c)), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), hostile);
    }

    #[test]
    fn plain_text_in_any_script_stays_as_it_is() {
        assert_eq!(written("Straße – 雨 – дождь"), "\"Straße – 雨 – дождь\"");
        assert_eq!(written("\u{e0041}"), "\"\\udb40\\udc41\"");
    }
}
