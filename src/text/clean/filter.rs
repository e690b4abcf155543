//! The pass over foreign text that leaves out, or makes visible, what must not reach the terminal.

use std::fmt::Write;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{
    classes::{
        is_break, is_neutralised, is_pictograph, is_plain, is_shaped, is_skin_tone, is_stacked, is_variation_selector,
        may_vary, needs_base,
    },
    escape,
};

/// Marks that may stand on one base. Vietnamese needs two, pointed Hebrew and Arabic three, four in scripture; more
/// are there to smear over the lines above and below.
const MOST_MARKS: u8 = 4;
/// Joiners in one emoji: as many as in a family of four.
const MOST_JOINERS: u8 = 3;

/// What becomes of what is not plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// One line: breaks and tabs become spaces.
    Line,
    /// Line feeds and tabs stay.
    Text,
    /// As `Text`, and what is neutralised can be seen.
    Revealed,
}

/// Cleans the text, or says that it is clean as it stands.
pub(super) fn clean(raw: &str, mode: Mode) -> Option<String> {
    if plain_run(raw, mode) == raw.len() {
        return None;
    }
    let mut text = pass(raw, mode);
    // What is left out, and what is composed, brings together what stood apart. Each round after the first takes
    // something away or is the last one.
    let again = if mode == Mode::Revealed { Mode::Text } else { mode };
    loop {
        let next = pass(&text, again);
        if next == text {
            return (text != raw).then_some(text);
        }
        text = next;
    }
}

/// Whether `c` is harmless after any text.
pub(super) fn stands_alone(c: char) -> bool {
    is_plain(c) && !is_pictograph(c)
}

fn pass(raw: &str, mode: Mode) -> String {
    let filtered = Filter::new(raw, mode).run();
    match is_nfc_quick(filtered.chars()) {
        IsNormalized::Yes => filtered,
        _ => filtered.nfc().collect(),
    }
}

/// Length of the plain text at the start: taken over without a look at its characters one by one.
fn plain_run(text: &str, mode: Mode) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += ascii_run(&bytes[at..], mode);
        let others = text[at..].chars().take_while(|&c| !c.is_ascii() && is_plain(c));
        match others.map(char::len_utf8).sum() {
            0 => return at,
            length => at += length,
        }
    }
}

fn ascii_run(bytes: &[u8], mode: Mode) -> usize {
    const BLOCK: usize = 32;
    let white = mode != Mode::Line;
    let is_plain = |byte: u8| (byte.wrapping_sub(b' ') < 0x5F) | (white & ((byte == b'\n') | (byte == b'\t')));
    // Without short cuts the compiler turns a block into a few vector instructions.
    let is_plain_block = |block: &&[u8]| block.iter().fold(true, |plain, &byte| plain & is_plain(byte));
    let blocks = bytes.chunks_exact(BLOCK).take_while(is_plain_block).count() * BLOCK;
    blocks + bytes[blocks..].iter().take_while(|&&byte| is_plain(byte)).count()
}

struct Filter<'a> {
    raw: &'a str,
    mode: Mode,
    at: usize,
    out: String,
    /// Marks since the last base, and joiners in the present emoji.
    marks: u8,
    joiners: u8,
    /// Whether a break has just become a space, so that spaces after it are left out.
    after_break: bool,
}

impl<'a> Filter<'a> {
    fn new(raw: &'a str, mode: Mode) -> Self {
        let out = String::with_capacity(raw.len());
        Self { raw, mode, at: 0, out, marks: 0, joiners: 0, after_break: false }
    }

    fn run(mut self) -> String {
        loop {
            self.plain();
            let Some(c) = self.raw[self.at..].chars().next() else { break };
            self.special(c);
        }
        if self.after_break && self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out
    }

    fn plain(&mut self) {
        let rest = &self.raw[self.at..];
        let run = &rest[..plain_run(rest, self.mode)];
        self.at += run.len();
        let shown = if self.after_break { run.trim_start_matches(' ') } else { run };
        if !shown.is_empty() {
            self.base(shown);
        }
    }

    /// Takes over text that begins with a base. A single character may go on with an emoji.
    fn base(&mut self, text: &str) {
        let goes_on = self.last() == Some('\u{200D}') || text.starts_with(is_skin_tone);
        if !goes_on || text.chars().nth(1).is_some() {
            self.joiners = 0;
        }
        self.marks = 0;
        self.after_break = false;
        self.out.push_str(text);
    }

    fn special(&mut self, c: char) {
        let next = self.raw[self.at + c.len_utf8()..].chars().next();
        match c {
            '\r' if next == Some('\n') => self.at += 1,
            '\n' | '\t' => self.line_break(c),
            _ if is_break(c) => self.line_break(c),
            '\u{1B}' | '\u{80}'..='\u{9F}' => self.escape(c),
            _ => self.keep_or_drop(c, next),
        }
    }

    /// Only in a line do line feeds and tabs come here; elsewhere they are plain.
    fn line_break(&mut self, c: char) {
        self.at += c.len_utf8();
        if self.mode == Mode::Line {
            if !self.out.is_empty() && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
            self.marks = 0;
            self.after_break = true;
            return;
        }
        self.neutralise(c);
        self.base("\n");
    }

    fn escape(&mut self, c: char) {
        let length = escape::sequence(&self.raw[self.at..]);
        self.neutralise(c);
        self.at += if self.mode == Mode::Revealed { c.len_utf8() } else { length.max(c.len_utf8()) };
    }

    fn keep_or_drop(&mut self, c: char, next: Option<char>) {
        self.at += c.len_utf8();
        if is_neutralised(c) || self.mode == Mode::Revealed && c == '\u{AD}' {
            self.neutralise(c);
        } else if matches!(c, '\u{200C}' | '\u{200D}') {
            self.joiner(c, next);
        } else if is_variation_selector(c) {
            self.attach(c, self.last().is_some_and(|base| may_vary(base, c, next)));
        } else if needs_base(c) {
            self.mark(c);
        } else {
            self.base(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn mark(&mut self, c: char) {
        let has_base = self.last().is_some_and(|last| !matches!(last, '\n' | '\t' | '\u{AD}')) && !self.after_break;
        if is_stacked(c) {
            self.marks = self.marks.saturating_add(1);
        }
        self.attach(c, has_base && self.marks <= MOST_MARKS);
    }

    fn joiner(&mut self, c: char, next: Option<char>) {
        let (Some(last), true) = (self.last(), !self.after_break) else { return self.neutralise(c) };
        // A joiner after a virama has its effect on the letter before, whatever comes next.
        let shapes = is_shaped(last) && (next.is_some_and(is_shaped) || is_stacked(last));
        let emoji = c == '\u{200D}' && (is_pictograph(last) || last == '\u{FE0F}') && next.is_some_and(is_pictograph);
        if emoji {
            self.joiners += 1;
        }
        self.attach(c, shapes || emoji && self.joiners <= MOST_JOINERS);
    }

    fn attach(&mut self, c: char, allowed: bool) {
        if allowed {
            self.out.push(c);
        } else {
            self.neutralise(c);
        }
    }

    fn last(&self) -> Option<char> {
        self.out.chars().next_back()
    }

    /// Leaves the character out or, where everything is revealed, writes what it is.
    fn neutralise(&mut self, c: char) {
        if self.mode != Mode::Revealed {
            return;
        }
        match c {
            '\0'..='\u{1F}' => self.out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7F}' => self.out.push('\u{2421}'),
            _ => write!(self.out, "‹U+{:04X}›", u32::from(c)).expect("writing to a string succeeds"),
        }
        self.marks = 0;
        self.joiners = 0;
    }
}
