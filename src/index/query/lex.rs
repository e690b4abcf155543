//! From a query text to tokens with byte spans. It knows quotes and brackets, not what fields there are.

use std::ops::Range;

/// A token and the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`, or `-` before something.
    Not,
    /// `name:` before something, or with nothing after it when the name is that of a field.
    Field { name: String, bare: bool },
    /// `"text"`, with what follows the closing quote: `~3`, `*`.
    Quoted { text: String, tail: String, closed: bool },
    /// `/text/`
    Pattern { text: String, closed: bool },
    /// Anything else up to a space, a bracket or a quote.
    Bare(String),
}

/// Reads all tokens of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
    tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn token(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.at;
        self.at += length;
        Token { kind, span: start..self.at }
    }

    fn next(&mut self) -> Option<Token> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let first = self.rest().chars().next()?;
        let before_something = self.rest()[first.len_utf8()..].chars().next().is_some_and(|c| !c.is_whitespace());
        Some(match first {
            '(' => self.token(Kind::Open, 1),
            ')' => self.token(Kind::Close, 1),
            '-' | '−' if before_something => self.token(Kind::Not, first.len_utf8()),
            '/' if before_something => self.pattern(),
            c if is_quote(c) => self.quoted(c),
            _ => self.bare(),
        })
    }

    fn quoted(&mut self, quote: char) -> Token {
        let inner = &self.rest()[quote.len_utf8()..];
        let end = inner.find(is_quote);
        let text = inner[..end.unwrap_or(inner.len())].to_owned();
        let mut length = quote.len_utf8() + text.len();
        let mut tail = String::new();
        if end.is_some() {
            let after = &self.rest()[length..];
            let after = &after[after.chars().next().map_or(0, char::len_utf8)..];
            let tail_end = after.find(ends_word).unwrap_or(after.len());
            if after.starts_with(['~', '*']) {
                tail = after[..tail_end].to_owned();
            }
            length = self.rest().len() - after.len() + tail.len();
        }
        self.token(Kind::Quoted { text, tail, closed: end.is_some() }, length)
    }

    fn pattern(&mut self) -> Token {
        let inner = &self.rest()[1..];
        let mut escaped = false;
        let end = inner.find(|c| {
            let ends = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let text = inner[..end.unwrap_or(inner.len())].replace("\\/", "/");
        let length = end.map_or(self.rest().len(), |end| end + 2);
        self.token(Kind::Pattern { text, closed: end.is_some() }, length)
    }

    fn bare(&mut self) -> Token {
        let word = &self.rest()[..self.rest().find(ends_word).unwrap_or(self.rest().len())];
        if let Some(name) = field_name(word) {
            let name = name.to_owned();
            let length = name.len() + 1;
            let bare = self.rest()[length..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
            return self.token(Kind::Field { name, bare }, length);
        }
        let kind = match word {
            "AND" => Kind::And,
            "OR" | "|" => Kind::Or,
            "NOT" => Kind::Not,
            _ => Kind::Bare(word.to_owned()),
        };
        let length = word.len();
        self.token(kind, length)
    }
}

/// The name before a colon, if `word` begins with one; the colon of an address is none.
fn field_name(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some(name)
}

/// Quotation marks that people and word processors set around a phrase.
pub(in crate::index) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_every_visible_byte_in_order() {
        let text = "title:“two words”~3 -(été OR /a\\/b/) date:>=2022";
        let tokens = tokens(text);
        let covered: String = tokens.iter().map(|token| &text[token.span.clone()]).collect();
        assert_eq!(covered, text.replace(' ', "").replace("twowords", "two words"));
        assert_eq!(tokens[1].kind, Kind::Quoted { text: "two words".into(), tail: "~3".into(), closed: true });
        assert_eq!(tokens[6].kind, Kind::Pattern { text: "a/b".into(), closed: true });
    }

    #[test]
    fn times_and_addresses_are_no_fields() {
        assert!(tokens("10:30 http://a.b/c").iter().all(|token| matches!(token.kind, Kind::Bare(_))));
    }
}
