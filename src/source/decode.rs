//! Bytes to text: which character set a file is in, how that was decided, and what did not fit.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::UTF_8;

use crate::text::clean::Clean;

/// A character set and how it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// Its name as in the WHATWG Encoding Standard, in lower case.
    pub name: &'static str,
    /// How it was decided.
    pub decided: Decided,
}

/// How a character set was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// By a byte order mark.
    Mark,
    /// By where the zero bytes stand.
    Zeros,
    /// Every byte is valid in it, which does not happen by chance.
    Valid,
    /// Almost every byte is valid in it.
    MostlyValid,
    /// By the frequency of letters and pairs of letters.
    Guessed,
}

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    pub remarks: Vec<Clean>,
}

pub(super) const VALID_UTF_8: Encoding = Encoding { name: "utf-8", decided: Decided::Valid };

/// Decodes a whole text.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding: VALID_UTF_8, remarks: Vec::new() },
        Err(error) => {
            let bytes = error.into_bytes();
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Allow);
            let (text, _, _) = encoding.decode(&bytes);
            let name = if encoding == UTF_8 { "utf-8" } else { encoding.name() };
            Decoded { text: text.into_owned(), encoding: Encoding { name, decided: Decided::Guessed }, remarks: vec![] }
        }
    }
}

/// The beginning of a file, decoded well enough to tell what it is.
pub(super) fn head(head: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(head)
}

/// Whether a file that begins like this is no text in any character set.
pub(super) fn is_binary(head: &[u8]) -> bool {
    head.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count() > head.len() / 16
}

/// The beginning of a text of which only this much has been read: up to the last line feed, or the last character.
pub(super) fn beginning(bytes: &[u8]) -> String {
    let end = memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |found| found + 1);
    decode(bytes[..end].to_vec()).text
}
