//! What a source file says, read without a compiler: its code without comments and strings, and the paths in it.
//!
//! It knows as much of Rust's grammar as the rules need: literals, comments, `use` trees and inline modules.

use std::iter::Peekable;

/// A source file.
pub struct Source {
    /// Where it lies, below the root of the repository.
    pub path: String,
    /// All of it.
    pub text: String,
    /// The paths and names that its code uses, in order.
    pub names: Vec<Name>,
}

/// A path such as `crate::text::clean`, wherever it stands; a single word is a path as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The line, from 1.
    pub line: usize,
    /// Its parts. `crate`, `self` and `super` are worked out: what begins with `crate` begins at the root of the crate.
    pub parts: Vec<String>,
    /// Whether it is the name of a macro that is called.
    pub is_macro: bool,
    /// Whether it stands in a test.
    pub in_test: bool,
}

impl Name {
    /// Whether it begins with these parts, written `std::fs`.
    pub fn is_in(&self, path: &str) -> bool {
        let mut parts = self.parts.iter();
        path.split("::").all(|part| parts.next().is_some_and(|own| own == part))
    }
}

impl Source {
    /// Reads the text of the file at `path`.
    pub fn new(path: &str, text: &str) -> Self {
        let code = code(text);
        let tokens = tokens(&code);
        let mut reader = Reader { tokens: tokens.into_iter().peekable(), module: module(path), blocks: Vec::new() };
        let names = reader.names();
        Self { path: path.to_owned(), text: text.to_owned(), names }
    }

    /// The modules in files of their own that only tests have.
    pub fn test_modules(&self) -> Vec<Vec<String>> {
        let code = code(&self.text);
        let after = code.split("#[cfg(test)]").skip(1);
        let names =
            after.filter_map(|rest| Some(rest.trim_start().strip_prefix("mod ")?.split_once(';')?.0.to_owned()));
        let is_name = |name: &String| name.chars().all(is_word);
        names.filter(is_name).map(|name| module(&self.path).into_iter().chain([name]).collect()).collect()
    }

    /// Marks everything as standing in a test, where the file is one of these modules or inside one.
    pub fn mark_tests(&mut self, modules: &[Vec<String>]) {
        let own = module(&self.path);
        let is_test = modules.iter().any(|module| own.starts_with(module));
        self.names.iter_mut().for_each(|name| name.in_test |= is_test);
    }

    /// The folder below `src` that it lies in, or the name of the file where it lies in none: its layer.
    pub fn layer(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        below.split('/').next().map(|first| first.trim_end_matches(".rs"))
    }
}

/// The module that a file is.
fn module(path: &str) -> Vec<String> {
    let below = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let parts = below.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    parts.map(str::to_owned).collect()
}

/// The text with comments, strings and characters blanked out; lines stay where they are.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment_length(rest),
            '"' => string_length(rest),
            'r' | 'b' | 'c' if !out.ends_with(is_word) => prefixed_length(rest),
            '\'' => character_length(rest),
            _ => 0,
        };
        let (skipped, after) = rest.split_at(length);
        out.extend(skipped.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
        if length == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a comment with the comments inside it.
fn comment_length(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['/', '*']) {
        at += found;
        let step = match text.get(at..at + 2) {
            Some("/*") => 1,
            Some("*/") => -1,
            _ => 0,
        };
        depth += step;
        at += if step == 0 { 1 } else { 2 };
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn string_length(text: &str) -> usize {
    let mut escaped = true; // The first quotation mark does not end it.
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The length of a string that begins with letters, such as `br#"…"#`; 0 where it is a word.
fn prefixed_length(text: &str) -> usize {
    let letters = text.len() - text.trim_start_matches(['b', 'c', 'r']).len();
    let after = &text[letters..];
    if !text[..letters].contains('r') || letters > 2 {
        return if after.starts_with('"') && letters == 1 { letters + string_length(after) } else { 0 };
    }
    let hashes = after.len() - after.trim_start_matches('#').len();
    if !after[hashes..].starts_with('"') {
        return 0;
    }
    let begin = letters + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    text[begin..].find(&end).map_or(text.len(), |at| begin + at + end.len())
}

/// The length of a character; 0 where the mark begins a lifetime.
fn character_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((escaped, c))) => {
            let after = escaped + c.len_utf8();
            text[after..].find('\'').map_or(0, |at| after + at + 1)
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 0,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Path,
    Sign(char),
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut characters = code.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\n' => line += 1,
            ':' if characters.next_if_eq(&':').is_some() => tokens.push((line, Token::Path)),
            c if is_word(c) => {
                let mut word = String::from(c);
                while let Some(next) = characters.next_if(|next| is_word(*next)) {
                    word.push(next);
                }
                tokens.push((line, Token::Word(word)));
            }
            c if c.is_whitespace() => {}
            c => tokens.push((line, Token::Sign(c))),
        }
    }
    tokens
}

struct Reader<I: Iterator<Item = (usize, Token)>> {
    tokens: Peekable<I>,
    /// The module that is being read.
    module: Vec<String>,
    /// For each block that is open, whether it is a module.
    blocks: Vec<bool>,
}

impl<I: Iterator<Item = (usize, Token)>> Reader<I> {
    fn names(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        while let Some((line, token)) = self.tokens.next() {
            match token {
                Token::Word(word) if word == "mod" => self.enter_module(),
                Token::Word(word) => self.path(vec![word], line, &mut names),
                Token::Sign('{') => self.blocks.push(false),
                Token::Sign('}') if self.blocks.pop() == Some(true) => {
                    self.module.pop();
                }
                _ => {}
            }
        }
        names
    }

    /// Reads what follows `mod`.
    fn enter_module(&mut self) {
        let Some((_, Token::Word(name))) = self.tokens.next() else { return };
        if self.tokens.next_if(|(_, token)| *token == Token::Sign('{')).is_some() {
            self.module.push(name);
            self.blocks.push(true);
        }
    }

    /// Reads a path of which the beginning has been read, with all branches that it has.
    fn path(&mut self, mut parts: Vec<String>, line: usize, names: &mut Vec<Name>) {
        let mut last = line;
        while self.tokens.next_if(|(_, token)| *token == Token::Path).is_some() {
            match self.tokens.next_if(|(_, token)| matches!(token, Token::Word(_) | Token::Sign('{' | '*'))) {
                Some((line, Token::Word(word))) => {
                    parts.push(word);
                    last = line;
                }
                Some((_, Token::Sign('{'))) => return self.branches(&parts, names),
                Some((line, _)) => {
                    parts.push("*".to_owned());
                    last = line;
                }
                None => break,
            }
        }
        let is_macro = matches!(self.tokens.peek(), Some((_, Token::Sign('!'))));
        let in_test = self.module.iter().any(|part| part == "tests");
        names.push(Name { line: last, parts: self.absolute(parts), is_macro, in_test });
    }

    fn branches(&mut self, stem: &[String], names: &mut Vec<Name>) {
        while let Some((line, token)) = self.tokens.next() {
            match token {
                Token::Sign('}') => return,
                Token::Word(word) if word == "as" => {
                    self.tokens.next();
                }
                Token::Word(word) if word == "self" => self.path(stem.to_vec(), line, names),
                Token::Word(word) => self.path([stem, &[word]].concat(), line, names),
                Token::Sign('*') => self.path([stem, &["*".to_owned()]].concat(), line, names),
                _ => {}
            }
        }
    }

    /// The path from the root of the crate, where it begins with `self` or `super`.
    fn absolute(&self, parts: Vec<String>) -> Vec<String> {
        if parts.len() == 1 || !matches!(parts[0].as_str(), "self" | "super") {
            return parts;
        }
        let named = parts.iter().skip_while(|part| matches!(part.as_str(), "self" | "super"));
        let ups = parts.iter().take_while(|part| matches!(part.as_str(), "self" | "super"));
        let ups = ups.filter(|part| *part == "super").count();
        let stem = &self.module[..self.module.len().saturating_sub(ups)];
        ["crate".to_owned()].into_iter().chain(stem.iter().cloned()).chain(named.cloned()).collect()
    }
}

mod tests {
    use super::*;

    fn names(path: &str, text: &str) -> Vec<String> {
        Source::new(path, text).names.iter().map(|name| name.parts.join("::")).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_no_code() {
        let text = "a // b\n\"c \\\" d\" /* e /* f */ g */ 'h' '\\'' '\\u{69}' r#\"j \" k\"# b\"l\" br\"m\" n";
        assert_eq!(names("src/text/x.rs", text), ["a", "n"]);
    }

    #[test]
    fn a_lifetime_is_no_character() {
        assert_eq!(names("src/text/x.rs", "f<'a>(b: &'a c) d"), ["f", "a", "b", "a", "c", "d"]);
    }

    #[test]
    fn a_word_that_begins_like_a_raw_string_is_a_word() {
        assert_eq!(names("src/text/x.rs", "r#type bar crab\"\""), ["r", "type", "bar", "crab"]);
    }

    #[test]
    fn every_branch_of_a_tree_is_a_path() {
        let text = "use crate::{\n    article::{self, Article as A},\n    text::*,\n};";
        let found = Source::new("src/ui/x.rs", text).names;
        let found: Vec<_> = found.iter().map(|name| (name.line, name.parts.join("::"))).collect();
        let wanted = [(1, "use"), (2, "crate::article"), (2, "crate::article::Article"), (3, "crate::text::*")];
        assert_eq!(found, wanted.map(|(line, path)| (line, path.to_owned())));
    }

    #[test]
    fn super_is_worked_out_from_where_it_stands() {
        assert_eq!(names("src/text/wrap/fit.rs", "super::super::clean")[0], "crate::text::clean");
        assert_eq!(names("src/text/mod.rs", "super::ui::draw")[0], "crate::ui::draw");
        assert_eq!(names("src/text/mod.rs", "mod a { super::b } super::c"), ["crate::text::b", "crate::c"]);
        assert_eq!(names("src/text/x.rs", "mod a; self::b"), ["crate::text::x::b"]);
    }

    #[test]
    fn tests_and_macros_are_known_as_such() {
        let source = Source::new("src/text/x.rs", "print!(); mod tests { a } b");
        let seen: Vec<_> = source.names.iter().map(|name| (name.is_macro, name.in_test)).collect();
        assert_eq!(seen, [(true, false), (false, true), (false, false)]);
        assert!(Source::new("src/index/tests/naive.rs", "a").names[0].in_test);
        let modules = Source::new("src/text/mod.rs", "mod a;\n#[cfg(test)]\nmod b;").test_modules();
        let is_test = |path: &str| {
            let mut source = Source::new(path, "x");
            source.mark_tests(&modules);
            source.names[0].in_test
        };
        assert_eq!(
            [is_test("src/text/a.rs"), is_test("src/text/b.rs"), is_test("src/text/b/c.rs")],
            [false, true, true]
        );
    }
}
