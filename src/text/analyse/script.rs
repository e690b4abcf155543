//! What characters are to a word.

use unicode_normalization::char::is_combining_mark;

use super::fold::is_ignored;

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Letter,
    /// An ASCII digit; a letter once the word has begun.
    Digit,
    /// A character of a script whose words are not parted by spaces.
    Pair,
    /// Belongs to the letter before it.
    Mark,
    /// May stand inside a word.
    Apostrophe,
    /// A full stop.
    Stop,
    Other,
}

/// What a byte is to a word, as far as a byte alone can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// ASCII that is neither letter nor digit.
    Between,
    /// A part of a character beyond ASCII.
    Beyond,
    Digit,
    Letter,
}

static SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Beyond; 256];
    let mut byte = 0;
    while byte < 128u8 {
        signs[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
            b'0'..=b'9' => Sign::Digit,
            _ => Sign::Between,
        };
        byte += 1;
    }
    signs
};

/// What a byte is to a word.
pub(super) fn sign(byte: u8) -> Sign {
    SIGNS[usize::from(byte)]
}

/// The class of the character at the byte `at`, and its length; none at the end of the text.
pub(super) fn class_at(text: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    let class = match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'\'' => Class::Apostrophe,
        b'"' if is_between_hebrew(text, at) => Class::Apostrophe,
        b'.' => Class::Stop,
        0..=0x7F => Class::Other,
        _ => {
            let c = text[at..].chars().next()?;
            return Some((class(c), c.len_utf8()));
        }
    };
    Some((class, 1))
}

/// Length of the run of ASCII letters and digits.
pub(super) fn ascii_letters(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len())
}

fn class(c: char) -> Class {
    match c {
        '\u{D7}' | '\u{F7}' => Class::Other,
        '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => Class::Letter,
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{5F3}' | '\u{5F4}' | '\u{FF07}' => Class::Apostrophe,
        _ if is_ignored(c) => Class::Mark,
        _ if is_paired(c) => Class::Pair,
        _ if c.is_alphanumeric() => Class::Letter,
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Other,
    }
}

/// In Hebrew an abbreviation has a quotation mark before its last letter.
fn is_between_hebrew(text: &str, at: usize) -> bool {
    let is_hebrew = |c: Option<char>| matches!(c, Some('\u{5D0}'..='\u{5EA}'));
    is_hebrew(text[..at].chars().next_back()) && is_hebrew(text[at + 1..].chars().next())
}

fn is_paired(c: char) -> bool {
    matches!(c,
        '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E81}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}'
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{1780}'..='\u{17D3}' | '\u{17DC}' | '\u{17DD}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFD}')
}
