//! JSON Lines: one object a line, the usual names of web-text data sets recognised.

use std::{io::Read, ops::ControlFlow};

use serde::de::IgnoredAny;

use super::{
    Limits,
    decode::{self, Encoding, VALID_UTF_8},
    fields::{self, Fields},
    lines::Lines,
};
use crate::{article::Document, text::clean::Clean};

/// Whether a text that begins like this is JSON Lines: its first line is an object, or the beginning of one.
pub(super) fn begins(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let Some((line, _)) = head.split_once('\n') else { return looks_like_object(head) };
    looks_like_object(line) && serde_json::from_str::<IgnoredAny>(line).is_ok()
}

fn looks_like_object(line: &str) -> bool {
    let inside = line.strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with('"') && inside.contains("\":") || inside.contains("\" :"))
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
    pub encoding: Encoding,
    pub remarks: Vec<Clean>,
}

/// Hands over every line that is not blank. An error of the stream ends it.
pub(super) fn read(
    stream: impl Read,
    limits: &Limits,
    each: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> std::io::Result<()> {
    let mut lines = Lines::new(stream, limits.largest_record);
    while let Some(line) = lines.next()? {
        let Some(bytes) = line.bytes else {
            let outcome = Err(Clean::line(&format!("a record of more than {} bytes", limits.largest_record)));
            let entry = Entry { offset: line.offset, length: 0, number: line.number, outcome };
            if each(entry).is_break() {
                break;
            }
            continue;
        };
        if is_blank(bytes) {
            continue;
        }
        let entry =
            Entry { offset: line.offset, length: bytes.len() as u64, number: line.number, outcome: parse(bytes) };
        if each(entry).is_break() {
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

/// One line to a document.
pub(super) fn parse(line: &[u8]) -> Result<Parsed, Clean> {
    let line = strip_mark(line);
    match std::str::from_utf8(line) {
        Ok(text) => {
            let (document, remarks) = document(text)?;
            Ok(Parsed { document, encoding: VALID_UTF_8, remarks })
        }
        Err(_) => {
            let decoded = decode::decode(line.to_vec());
            let (document, mut remarks) = document(&decoded.text)?;
            remarks.extend(decoded.remarks);
            Ok(Parsed { document, encoding: decoded.encoding, remarks })
        }
    }
}

fn document(line: &str) -> Result<(Document, Vec<Clean>), Clean> {
    let fields: Fields<'_> = fields::parse(line).map_err(|error| Clean::line(&format!("no JSON object: {error}")))?;
    fields.into_document().ok_or_else(|| Clean::line("a record without text")).map(|document| (document, Vec::new()))
}
