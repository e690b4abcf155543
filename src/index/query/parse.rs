//! From tokens to a tree. It always answers: what cannot be read is left out and becomes a fault.

use std::ops::Range;

use jiff::civil::Date;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Counts, Days, Fault, Leaf, Parsed, Query, Scope, Status, Test,
    lex::{Kind, Token, tokens},
    limits, value,
};
use crate::text::near::near;

/// Fields and what they are, in the order in which they are suggested.
const FIELDS: [(&str, Field); 14] = [
    ("title", Field::Text(Scope::Title)),
    ("body", Field::Text(Scope::Body)),
    ("site", Field::Text(Scope::Site)),
    ("by", Field::Text(Scope::Byline)),
    ("lang", Field::Text(Scope::Language)),
    ("path", Field::Text(Scope::Path)),
    ("date", Field::Date),
    ("words", Field::Words),
    ("in", Field::In),
    ("is", Field::Is),
    ("tag", Field::Reserved("articles by the tags that you gave them")),
    ("note", Field::Reserved("articles by the words of your notes on them")),
    ("story", Field::Reserved("the articles that report the same event")),
    ("like", Field::Reserved("articles that resemble one")),
];

/// The names of the fields that can be asked for, in the order in which they are suggested.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().filter(|(_, field)| !matches!(field, Field::Reserved(_))).map(|(field, _)| *field)
}

#[derive(Clone, Copy)]
enum Field {
    Text(Scope),
    Date,
    Words,
    In,
    Is,
    /// For later: what it will find.
    Reserved(&'static str),
}

/// Reads a whole query; `today` is what `date:today` means.
pub fn parse(text: &str, today: Date) -> Parsed {
    read(text, today, None)
}

/// Reads a query that is being typed: the word that ends at byte `cursor` is taken as a prefix.
pub fn parse_typing(text: &str, cursor: usize, today: Date) -> Parsed {
    read(text, today, Some(cursor))
}

fn read(text: &str, today: Date, typing: Option<usize>) -> Parsed {
    let within = &text[..text.floor_char_boundary(limits::LENGTH)];
    let tokens = tokens(within);
    let mut parser =
        Parser { text: within, tokens, at: 0, today, typing, within: None, clauses: 0, faults: Vec::new() };
    let query = parser.group(Scope::Article, 0);
    let mut faults = parser.faults;
    let asked = within.trim();
    if query.is_none() && faults.is_empty() && !asked.is_empty() {
        let start = within.len() - within.trim_start().len();
        let message = "there is no word to look for, only signs";
        faults.push(fault(text, start..start + asked.len(), message));
    }
    if within.len() < text.len() {
        let message = format!("a query has at most {} bytes, the rest is left out", limits::LENGTH);
        faults.push(fault(text, within.len()..text.len(), message));
    }
    faults.sort_by_key(|fault| fault.span.start);
    Parsed { query, faults }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    today: Date,
    typing: Option<usize>,
    /// What `in:` says in the group that is being read.
    within: Option<Scope>,
    clauses: usize,
    faults: Vec<Fault>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// The span of the token at `at`, or of the end of the text.
    fn span(&self, at: usize) -> Range<usize> {
        self.tokens.get(at).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    fn fault(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.faults.push(fault(self.text, span, message));
    }

    fn suggest(&mut self, suggestion: impl Into<String>) {
        if let Some(fault) = self.faults.last_mut() {
            fault.suggestion = Some(suggestion.into());
        }
    }

    /// Alternatives, up to the end of the text or the parenthesis that closes this group.
    fn group(&mut self, scope: Scope, depth: usize) -> Option<Query> {
        let outer = self.within.take();
        let start = self.span(self.at);
        let mut alternatives = Vec::new();
        loop {
            let before = self.at;
            alternatives.extend(self.conjunction(scope, depth));
            let is_or = self.peek() == Some(&Kind::Or);
            if self.at == before && (is_or || before > 0 && self.tokens[before - 1].kind == Kind::Or) {
                let or = if is_or { self.at } else { before - 1 };
                self.fault(self.span(or), "`OR` needs something on both sides");
            }
            if !is_or {
                break;
            }
            self.at += 1;
        }
        let within = std::mem::replace(&mut self.within, outer);
        let query = join(alternatives, Query::Any);
        match (query, within) {
            (Some(query), Some(scope)) => Some(moved(query, scope)),
            (None, Some(_)) => {
                self.fault(start, "`in:` says where the other words are looked for, but there are none");
                None
            }
            (query, None) => query,
        }
    }

    /// Conditions that must all hold, up to `OR`, a closing parenthesis or the end.
    fn conjunction(&mut self, scope: Scope, depth: usize) -> Option<Query> {
        let mut parts = Vec::new();
        let start = self.at;
        loop {
            match self.peek() {
                None | Some(Kind::Or) => break,
                Some(Kind::Close) if depth > 0 => break,
                Some(Kind::Close) => {
                    self.fault(self.span(self.at), "there is no `(` before this `)`");
                    self.at += 1;
                }
                Some(Kind::And) => {
                    let last =
                        matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), None | Some(Kind::Or | Kind::Close));
                    if self.at == start || last {
                        self.fault(self.span(self.at), "`AND` needs something on both sides");
                    }
                    self.at += 1;
                }
                Some(_) => parts.extend(self.unary(scope, depth)),
            }
        }
        join(parts, Query::All)
    }

    fn unary(&mut self, scope: Scope, depth: usize) -> Option<Query> {
        let first = self.at;
        while self.peek() == Some(&Kind::Not) {
            self.at += 1;
        }
        let negated = (self.at - first) % 2 == 1;
        if matches!(self.peek(), None | Some(Kind::Or | Kind::And | Kind::Close)) {
            self.fault(self.span(first), "there is nothing here to leave out");
            return None;
        }
        let query = self.primary(scope, depth)?;
        Some(match query {
            query if !negated => query,
            Query::Not(query) => *query,
            query => Query::Not(Box::new(query)),
        })
    }

    fn primary(&mut self, scope: Scope, depth: usize) -> Option<Query> {
        let span = self.span(self.at);
        let kind = self.tokens[self.at].kind.clone();
        if kind == Kind::Open {
            return self.parentheses(scope, depth);
        }
        self.at += 1;
        self.clauses += 1;
        if self.clauses > limits::CLAUSES {
            self.fault(span, format!("a query has at most {} conditions, the rest is left out", limits::CLAUSES));
            self.at = self.tokens.len();
            return None;
        }
        match kind {
            Kind::Field { name, bare } => self.field(&name, bare, span, depth),
            Kind::Quoted { text, tail, closed } => self.phrase(scope, text, &tail, closed, span),
            Kind::Pattern { text, closed } => self.pattern(scope, text, closed, span),
            Kind::Bare(word) => self.word(scope, &word, span),
            Kind::Open | Kind::Close | Kind::And | Kind::Or | Kind::Not => None,
        }
    }

    fn parentheses(&mut self, scope: Scope, depth: usize) -> Option<Query> {
        let open = self.at;
        if depth == limits::NESTING {
            self.fault(
                self.span(open),
                format!("parentheses go at most {} deep, what is in these is left out", limits::NESTING),
            );
            self.skip_parentheses();
            return None;
        }
        self.at += 1;
        let (inside, faults) = (self.at, self.faults.len());
        let query = self.group(scope, depth + 1);
        if self.peek() == Some(&Kind::Close) {
            if self.at == inside && self.faults.len() == faults {
                self.fault(self.span(open).start..self.span(self.at).end, "there is nothing between these parentheses");
            }
            self.at += 1;
        } else {
            self.fault(self.span(open), "this `(` is not closed");
        }
        query
    }

    /// Goes past the parenthesis at the current token and everything in it.
    fn skip_parentheses(&mut self) {
        let mut depth = 0_usize;
        while let Some(kind) = self.peek() {
            depth = match kind {
                Kind::Open => depth + 1,
                Kind::Close => depth - 1,
                _ => depth,
            };
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    fn field(&mut self, name: &str, bare: bool, span: Range<usize>, depth: usize) -> Option<Query> {
        let lower = name.to_ascii_lowercase();
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == lower) else {
            return self.unknown_field(name, bare, span);
        };
        let value = self.span(self.at);
        if bare || matches!(self.peek(), None | Some(Kind::Close | Kind::Not)) {
            self.fault(span, format!("`{lower}:` needs a value right after the colon"));
            return None;
        }
        match field {
            Field::Text(scope) => self.primary(*scope, depth),
            Field::Reserved(purpose) => {
                self.skip_value();
                let span = span.start..self.span(self.at - 1).end;
                self.fault(span, format!("`{lower}:` is not available yet; it will find {purpose}"));
                None
            }
            Field::Date | Field::Words | Field::In | Field::Is => {
                let text = self.plain_value();
                self.valued(*field, text.as_deref().unwrap_or_default(), span.start..value.end.max(span.end))
            }
        }
    }

    /// A field whose value is one word or quoted text.
    fn valued(&mut self, field: Field, text: &str, span: Range<usize>) -> Option<Query> {
        let test = match field {
            Field::Date => match (value::grade(text), Days::read(text, self.today)) {
                (Some(grade), _) => Test::DateGrade(grade),
                (None, Some(days)) => Test::Dates(days),
                (None, None) => {
                    self.fault(span, format!("`{text}` is not a date"));
                    self.suggest("write 2021, 2021-12, 2021-12-30, 2021-12..2022-01, >=2022 or \"last 3 weeks\"");
                    return None;
                }
            },
            Field::Words => match Counts::read(text) {
                Some(counts) => Test::Words(counts),
                None => {
                    self.fault(span, format!("`{text}` is not a number of words"));
                    self.suggest("write words:>500 or words:100..500");
                    return None;
                }
            },
            Field::Is => match Status::ALL.into_iter().find(|status| status.name() == text) {
                Some(status) => Test::Is(status),
                None => {
                    self.fault(span, format!("an article cannot be `{text}`"));
                    self.suggest("write is:unread, is:read or is:marked");
                    return None;
                }
            },
            Field::Text(_) | Field::In | Field::Reserved(_) => {
                match text {
                    "furniture" => self.within = Some(Scope::Furniture),
                    "title" => self.within = Some(Scope::Title),
                    "body" => self.within = Some(Scope::Body),
                    _ => {
                        self.fault(span, format!("there is no part `{text}`"));
                        self.suggest("the parts are furniture, title and body");
                    }
                }
                return None;
            }
        };
        Some(Query::Leaf(Leaf { test, span }))
    }

    fn plain_value(&mut self) -> Option<String> {
        let text = match self.peek()? {
            Kind::Bare(text) | Kind::Quoted { text, .. } => text.clone(),
            Kind::Pattern { text, .. } => format!("/{text}/"),
            Kind::Open => {
                self.skip_parentheses();
                return None;
            }
            _ => return None,
        };
        self.at += 1;
        Some(text)
    }

    fn skip_value(&mut self) {
        if self.peek() == Some(&Kind::Open) { self.skip_parentheses() } else { self.at += 1 }
    }

    /// A word and a colon that are no field: as in a headline that was pasted, they are just a word.
    fn unknown_field(&mut self, name: &str, bare: bool, span: Range<usize>) -> Option<Query> {
        if !bare {
            self.fault(span.clone(), format!("there is no field `{name}:`"));
            match nearest(name) {
                Some(field) => self.suggest(format!("did you mean `{field}:`?")),
                None => self.suggest("for the words themselves, write them in quotes"),
            }
        }
        Some(Query::Leaf(Leaf { test: Test::Word(Scope::Article, name.to_owned()), span }))
    }

    fn phrase(&mut self, scope: Scope, text: String, tail: &str, closed: bool, span: Range<usize>) -> Option<Query> {
        let mut open = false;
        let mut slop = 0;
        if !closed {
            self.fault(span.clone(), "this quotation mark has no partner");
            open = self.typing == Some(span.end) && text.ends_with(char::is_alphanumeric);
        }
        match tail.strip_prefix('~').map(|number| number.parse::<u32>()) {
            None => open |= tail == "*",
            Some(Ok(number)) if number <= limits::SLOP => slop = number,
            Some(Ok(_)) => {
                slop = limits::SLOP;
                self.fault(span.clone(), format!("at most {} words may stand between", limits::SLOP));
            }
            Some(Err(_)) => self.fault(span.clone(), "`~` after a phrase needs a number, as in \"one forward\"~3"),
        }
        let test = Test::Phrase { scope, text, slop, open };
        self.has_word(&test).then_some(Query::Leaf(Leaf { test, span }))
    }

    fn pattern(&mut self, scope: Scope, text: String, closed: bool, span: Range<usize>) -> Option<Query> {
        if scope == Scope::Path {
            let test = Test::Phrase { scope, text, slop: 0, open: false };
            return Some(Query::Leaf(Leaf { test, span }));
        }
        if !closed {
            self.fault(span, "this `/` begins a pattern that does not end");
            return None;
        }
        if text.len() > limits::PATTERN {
            self.fault(span, format!("a pattern has at most {} bytes", limits::PATTERN));
            return None;
        }
        if let Err(error) = compile(&text) {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            self.fault(span, format!("this pattern cannot be read: {reason}"));
            return None;
        }
        Some(Query::Leaf(Leaf { test: Test::Pattern(scope, text), span }))
    }

    fn word(&mut self, scope: Scope, word: &str, span: Range<usize>) -> Option<Query> {
        let test = if word.chars().all(|c| c == '*') {
            if scope == Scope::Article {
                return Some(Query::Everything);
            }
            Test::Prefix(scope, String::new())
        } else if let Some((start, rest)) = word.split_once('*') {
            if !rest.chars().all(|c| c == '*') {
                self.fault(span.clone(), "`*` stands at the end of a word");
                self.suggest(format!("write {start}* or a pattern, /{}/", word.replace('*', ".*")));
            }
            Test::Prefix(scope, start.to_owned())
        } else if let Some((start, number)) = word.split_once('~').filter(|(start, _)| !start.is_empty()) {
            if !matches!(number, "" | "1") {
                self.fault(span.clone(), "a word may have one typo");
                self.suggest(format!("write {start}~"));
            }
            Test::Typo(scope, start.to_owned())
        } else if self.typing == Some(span.end) && word.ends_with(char::is_alphanumeric) {
            Test::Prefix(scope, word.trim_start_matches('=').to_owned())
        } else if let Some(exact) = word.strip_prefix('=') {
            Test::Exact(scope, exact.to_owned())
        } else {
            Test::Word(scope, word.to_owned())
        };
        self.has_word(&test).then_some(Query::Leaf(Leaf { test, span }))
    }

    /// Whether there is a letter or digit to look for; a dash in a pasted headline and an empty phrase ask for nothing.
    fn has_word(&self, test: &Test) -> bool {
        match test {
            Test::Prefix(_, text) if text.is_empty() => true,
            Test::Word(_, text) | Test::Exact(_, text) | Test::Prefix(_, text) | Test::Typo(_, text) => {
                text.contains(char::is_alphanumeric)
            }
            Test::Phrase { text, .. } => text.contains(char::is_alphanumeric),
            _ => true,
        }
    }
}

/// The regular expression of a `/pattern/`: it matches whole terms, whatever their case.
pub(in crate::index) fn compile(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .case_insensitive(true)
        .nest_limit(32)
        .size_limit(1 << 20)
        .dfa_size_limit(1 << 20)
        .build()
}

fn fault(text: &str, span: Range<usize>, message: impl Into<String>) -> Fault {
    let column = text[..span.start].graphemes(true).count() + 1;
    Fault { span, column, message: message.into(), suggestion: None }
}

/// One query of many; one alone needs no group.
fn join(mut parts: Vec<Query>, group: fn(Vec<Query>) -> Query) -> Option<Query> {
    if parts.len() > 1 { Some(group(parts)) } else { parts.pop() }
}

/// The query with its words without a field looked for in `scope`.
fn moved(query: Query, scope: Scope) -> Query {
    let all = |parts: Vec<Query>| parts.into_iter().map(|part| moved(part, scope)).collect();
    match query {
        Query::Everything => Query::Everything,
        Query::All(parts) => Query::All(all(parts)),
        Query::Any(parts) => Query::Any(all(parts)),
        Query::Not(part) => Query::Not(Box::new(moved(*part, scope))),
        Query::Leaf(mut leaf) => {
            if let Test::Word(place, _)
            | Test::Exact(place, _)
            | Test::Prefix(place, _)
            | Test::Typo(place, _)
            | Test::Pattern(place, _)
            | Test::Phrase { scope: place, .. } = &mut leaf.test
                && *place == Scope::Article
            {
                *place = scope;
            }
            Query::Leaf(leaf)
        }
    }
}

/// The field whose name is most like `name`, if one is.
fn nearest(name: &str) -> Option<&'static str> {
    near(&name.to_ascii_lowercase(), field_names()).first().copied()
}

/// Whether two words differ by one letter wrong, missing, added or swapped with its neighbour, or not at all.
pub(in crate::index) fn is_one_typo(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => true,
        ([_, rest_a @ ..], [_, rest_b @ ..]) if rest_a == rest_b => true,
        ([_, rest_a @ ..], _) if rest_a == b => true,
        (_, [_, rest_b @ ..]) if a == rest_b => true,
        ([a0, a1, rest_a @ ..], [b0, b1, rest_b @ ..]) => a0 == b1 && a1 == b0 && rest_a == rest_b,
        _ => false,
    }
}
