//! JSON Lines: one object a line, the usual names of web-text data sets recognised.

use std::{io::Read, ops::ControlFlow};

use serde::de::IgnoredAny;

use super::{
    Limits,
    decode::{self, VALID_UTF_8},
    fields,
    lines::{Line, Lines},
    mend::mend,
};
use crate::{
    article::{Document, Encoding},
    text::clean::Clean,
};

/// Whether a text that begins like this is JSON Lines: its first line is an object, or the beginning of one.
pub(super) fn begins(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let Some((line, _)) = head.split_once('\n') else { return looks_like_object(head) };
    looks_like_object(line) && serde_json::from_str::<IgnoredAny>(line).is_ok()
}

fn looks_like_object(line: &str) -> bool {
    let inside = line.strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with('"') && (inside.contains("\":") || inside.contains("\" :")))
}

/// One line that was looked at.
pub(super) struct Entry {
    /// Where it begins in the (unpacked) stream, and how many bytes it has.
    pub offset: u64,
    pub length: u64,
    /// Its number from 1.
    pub number: u64,
    /// What it holds.
    pub outcome: Result<Parsed, Clean>,
}

/// A record.
pub(super) struct Parsed {
    pub document: Document,
    pub remarks: Vec<Clean>,
}

/// Hands over every line that is not blank. An error of the stream ends it.
pub(super) fn read(
    stream: impl Read,
    limits: &Limits,
    each: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> std::io::Result<()> {
    let mut lines = Lines::new(stream, limits.largest_record);
    while let Some(Line { offset, number, bytes }) = lines.next()? {
        if bytes.is_some_and(is_blank) {
            continue;
        }
        let outcome = match bytes {
            Some(bytes) => parse(bytes),
            None => Err(Clean::line(&format!("a record of more than {} bytes", limits.largest_record))),
        };
        let length = bytes.map_or(0, |bytes| bytes.len() as u64);
        if each(Entry { offset, length, number, outcome }).is_break() {
            break;
        }
    }
    Ok(())
}

fn is_blank(line: &[u8]) -> bool {
    strip_mark(line).trim_ascii().is_empty()
}

fn strip_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

/// One line to a record. JSON is UTF-8; a line that is not is decoded as a text would be.
pub(super) fn parse(line: &[u8]) -> Result<Parsed, Clean> {
    let line = strip_mark(line);
    match std::str::from_utf8(line) {
        Ok(text) => parse_text(text, VALID_UTF_8, Vec::new()),
        Err(_) => {
            let decoded = decode::decode(line.to_vec());
            parse_text(&decoded.text, decoded.encoding, decoded.remarks)
        }
    }
}

fn parse_text(line: &str, encoding: Encoding, mut remarks: Vec<Clean>) -> Result<Parsed, Clean> {
    let mended;
    let (line, fields) = match fields::parse(line) {
        Ok(fields) => (line, fields),
        Err(error) => {
            mended = mend(line).ok_or_else(|| no_object(&error))?;
            remarks.push(Clean::line("the record was no valid JSON and was repaired"));
            (mended.as_str(), fields::parse(&mended).map_err(|error| no_object(&error))?)
        }
    };
    let document = match fields.into_document() {
        Some(document) => document,
        None => {
            let (name, document) = fields::longest(line).ok_or_else(|| Clean::line("a record without text"))?;
            remarks.push(Clean::line(&format!("the text was taken from the field {}", shortened(&name))));
            document
        }
    };
    Ok(Parsed { document: Document { encoding: Some(encoding), ..document }, remarks })
}

/// serde_json counts lines from 1; here there is but one.
fn no_object(error: &serde_json::Error) -> Clean {
    let text = error.to_string().replace(" at line 1 column ", " at column ");
    Clean::line(&format!("no JSON object: {}", shortened(&text)))
}

/// Messages can quote what they are about, which can be a whole article.
fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(line: &str) -> (Document, Vec<String>) {
        let parsed = parse(line.as_bytes()).expect("a record");
        (parsed.document, parsed.remarks.iter().map(Clean::to_string).collect())
    }

    fn refused(line: impl AsRef<[u8]>) -> String {
        parse(line.as_ref()).err().expect("refused").to_string()
    }

    #[test]
    fn records_are_known_by_their_first_line() {
        assert!(begins("{\"text\": \"x\"}\n{\"te"));
        assert!(begins("\u{feff}\n{\"text\" : \"x, and so on for long"));
        assert!(!begins("{\"text\" no\nmore"));
        assert!(!begins("{curly} prose\n"));
        assert!(!begins("{\n  \"title\": \"pretty\"\n}"));
        assert!(!begins(""));
    }

    #[test]
    fn almost_json_is_repaired_with_a_remark() {
        let (document, remarks) = parsed(r#"{"title":"\ud800","text":"\udfff body","score":NaN}"#);
        assert_eq!(document.text, "\u{fffd} body");
        assert_eq!(remarks, ["the record was no valid JSON and was repaired"]);
    }

    #[test]
    fn a_text_under_an_unknown_name_is_found_by_its_length() {
        let story = "La rivière est montée lundi, et la ville basse a été isolée pendant six heures.";
        let (document, remarks) = parsed(&format!(r#"{{"titre": "Crue", "contenu": "{story}", "url": "u"}}"#));
        assert_eq!((document.text.as_str(), document.stated.url.as_deref()), (story, Some("u")));
        assert_eq!(remarks, ["the text was taken from the field contenu"]);
    }

    #[test]
    fn a_line_in_another_character_set_is_decoded() {
        let mut line = br#"{"text": "caf"#.to_vec();
        line.extend(b"\xe9 au lait\"}");
        let parsed = parse(&line).unwrap_or_else(|reason| panic!("{reason}"));
        assert_eq!(
            (parsed.document.text.as_str(), parsed.document.encoding.map(|encoding| encoding.name)),
            ("café au lait", Some("windows-1252"))
        );
    }

    #[test]
    fn what_is_no_record_is_refused_in_one_line() {
        assert!(refused("@@@ not json").starts_with("no JSON object: expected value at column 1"));
        assert!(refused("[".repeat(1_000_000)).starts_with("no JSON object: invalid type: sequence"));
        assert!(refused("{\"a\":".repeat(1_000_000)).starts_with("no JSON object: "));
        assert!(refused(format!("{{\"text\":{}", "[".repeat(1_000_000))).starts_with("no JSON object: "));
        assert!(refused(r#"{"text": "x"} trailing"#).starts_with("no JSON object: trailing characters"));
        assert_eq!(refused(r#"{"title":["a"],"text":{"b":1},"date":[]}"#), "a record without text");
        assert_eq!(refused("{}"), "a record without text");
        assert!(refused(format!("\"{}\"", "long ".repeat(1000))).len() < 200);
    }

    proptest! {
        #[test]
        fn any_line_is_a_record_or_not(line: Vec<u8>) {
            let _ = parse(&line);
        }

        #[test]
        fn any_json_is_a_record_or_not(line in r#"\{("(text|title|date|meta)":("a"|\[("b"|1|null|\{"name":"c"\}),?\]|\{"text":"d"\}|1|null),?){0,4}\}"#) {
            let _ = parse(line.as_bytes());
        }
    }
}
