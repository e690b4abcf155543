//! A stretch of text as the tokens that dates are made of: numbers, words of the calendar, marks.

use super::calendar::{self, Meaning, Role};

/// A token and where it stands in the stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
    /// Whether it starts with a small letter.
    pub small: bool,
}

impl Token {
    /// Whether it is a month only between a day and a year.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.kind, Kind::Word(word) if word.doubtful)
    }

    /// Whether it starts an expression against the day of writing: a number, "yesterday", "vor".
    pub fn tells_time(&self) -> bool {
        match self.kind {
            Kind::Number { .. } => true,
            Kind::Word(word) => word.relative.is_some(),
            Kind::Mark(_) => false,
        }
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number { value: u32, digits: u8 },
    Word(Meaning),
    Mark(char),
}

/// Cuts a stretch into tokens, in place of those that are there.
pub(crate) fn cut(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut lower = String::new();
    let mut at = 0;
    let mut glued = false;
    while let Some(c) = first_char(text, at) {
        if c.is_whitespace() {
            at += c.len_utf8();
            glued = false;
            continue;
        }
        let (kind, length) = token(&text[at..], c, &mut lower);
        tokens.push(Token { kind, start: at, end: at + length, glued, small: c.is_lowercase() });
        at += length;
        glued = true;
    }
}

/// The character that starts at a byte; most are of one.
fn first_char(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// The tokens of a stretch.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    cut(text, &mut tokens);
    tokens
}

fn token(rest: &str, first: char, lower: &mut String) -> (Kind, usize) {
    if first.is_ascii() && !first.is_ascii_alphanumeric() {
        (Kind::Mark(first), 1)
    } else if digit(first).is_some() {
        number(rest)
    } else if is_wide(first) {
        wide_word(rest, first)
    } else if first.is_alphabetic() {
        word(rest, lower)
    } else {
        (Kind::Mark(first), first.len_utf8())
    }
}

fn number(rest: &str) -> (Kind, usize) {
    let mut value = 0u32;
    let mut digits = 0u8;
    let mut length = 0;
    for c in rest.chars() {
        let Some(digit) = digit(c) else { break };
        value = value.saturating_mul(10).saturating_add(digit);
        digits = digits.saturating_add(1);
        length += c.len_utf8();
    }
    (Kind::Number { value, digits }, length)
}

/// The value of a digit of the scripts whose dates are read.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '०'..='९' => Some(c as u32 - '०' as u32),
        _ => None,
    }
}

/// Whether a character is of a script in which words are not set apart by spaces, or Hangul, whose units are glued.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The longest word of the calendar that stands here, or else one character.
fn wide_word(rest: &str, first: char) -> (Kind, usize) {
    for count in [4, 3, 2] {
        let Some((at, last)) = rest.char_indices().nth(count - 1) else { continue };
        let length = at + last.len_utf8();
        if let Some(meaning) = calendar::meaning(&rest[..length]) {
            return (Kind::Word(meaning), length);
        }
    }
    let length = first.len_utf8();
    if rest.starts_with("元年") {
        return (Kind::Number { value: 1, digits: 1 }, length);
    }
    let mut word = calendar::meaning(&rest[..length]).unwrap_or_default();
    word.role = match first {
        '年' | '년' => Role::Year,
        '月' | '월' => Role::Month,
        '日' | '일' | '号' | '號' => Role::Day,
        _ => Role::None,
    };
    (Kind::Word(word), length)
}

/// A word and what it means; `lower` takes its small letters where they are needed.
fn word(rest: &str, lower: &mut String) -> (Kind, usize) {
    let length = word_length(rest);
    if length > calendar::longest() + 4 || !calendar::may_mean(&rest.as_bytes()[..length]) {
        return (Kind::Word(Meaning::default()), length);
    }
    make_lower(&rest[..length], lower);
    if let Some((meaning, length)) = two_words(rest, lower, length) {
        return (Kind::Word(meaning), length);
    }
    let stem = || lower.split(['\'', '’']).next().filter(|stem| stem.len() < lower.len());
    let meaning = calendar::meaning(lower).or_else(|| stem().and_then(calendar::meaning));
    (Kind::Word(meaning.unwrap_or_default()), length)
}

fn make_lower(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        // The small letter of a Turkish capital has its dot as a mark of its own.
        lower.extend(word.chars().flat_map(char::to_lowercase).filter(|&c| c != '\u{307}'));
    }
}

fn word_length(rest: &str) -> usize {
    let ascii = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    if rest.as_bytes().get(ascii).is_some_and(|byte| byte.is_ascii() && *byte != b'\'') {
        return ascii;
    }
    let inside = |c: char| c.is_alphabetic() && !is_wide(c) || matches!(c, '\'' | '’' | '\u{200c}') || is_combining(c);
    let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    rest[..length].trim_end_matches(['\'', '’']).len()
}

/// Vowel signs that go on a word without being letters by themselves.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93a}'..='\u{94d}' | '\u{64b}'..='\u{65f}')
}

/// A name of two words, as the Levant's months are, and "i dag".
fn two_words(rest: &str, first: &str, length: usize) -> Option<(Meaning, usize)> {
    if !matches!(first, "كانون" | "تشرين" | "hari" | "i" | "y") {
        return None;
    }
    let after = rest[length..].strip_prefix(' ')?;
    let second = word_length(after);
    let meaning = calendar::meaning(&format!("{first}_{}", &after[..second]))?;
    Some((meaning, length + 1 + second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_marks_are_cut_where_they_touch() {
        let kinds: Vec<Kind> = tokens("30-Dec 2021年").into_iter().map(|token| token.kind).collect();
        let december = Meaning { month: Some(12), ..Meaning::default() };
        let year = Meaning { role: Role::Year, ..Meaning::default() };
        let number = |value, digits| Kind::Number { value, digits };
        assert_eq!(kinds, [number(30, 2), Kind::Mark('-'), Kind::Word(december), number(2021, 4), Kind::Word(year)]);
    }

    #[test]
    fn digits_of_other_scripts_count() {
        for text in ["٢٠٢١", "۲۰۲۱", "２０２１", "२०२१"] {
            assert_eq!(tokens(text)[0].kind, Kind::Number { value: 2021, digits: 4 }, "{text}");
        }
    }

    #[test]
    fn a_month_of_two_words_is_one_token() {
        assert_eq!(tokens("كانون الأول").len(), 1);
    }
}
