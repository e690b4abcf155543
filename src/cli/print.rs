//! Standard output and standard error. What is printed for people is [`Clean`], what is printed for programs is JSON;
//! there is no way to print a string as it is.

use std::{
    fmt,
    io::{self, BufWriter, IsTerminal, StdoutLock, Write},
};

use crate::text::clean::{Clean, CleanStr};

use super::json::JsonLine;

/// Standard output, in large writes. It must be [finished](Self::finish), so that a full disk is noticed.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    is_styled: bool,
}

/// How a piece of a line looks, where it may look like anything. Without colours, which only themes name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Like all text.
    Plain,
    /// What matters most.
    Strong,
    /// What matters least.
    Faint,
}

impl Output {
    /// Standard output; looks are used on a terminal, and not where `no_colour` asks for none.
    pub fn new(no_colour: bool) -> Self {
        let is_styled = io::stdout().is_terminal() && !no_colour;
        Self { out: BufWriter::with_capacity(1 << 16, io::stdout().lock()), is_styled }
    }

    /// Prints a piece of a line.
    pub fn piece<'a>(&mut self, look: Look, text: impl Into<CleanStr<'a>>) -> io::Result<()> {
        let text = text.into();
        match (self.is_styled, look) {
            (true, Look::Strong) => write!(self.out, "\x1b[1m{text}\x1b[22m"),
            (true, Look::Faint) => write!(self.out, "\x1b[2m{text}\x1b[22m"),
            _ => write!(self.out, "{text}"),
        }
    }

    /// Ends a line.
    pub fn end_line(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// Prints a plain line.
    pub fn line<'a>(&mut self, text: impl Into<CleanStr<'a>>) -> io::Result<()> {
        self.piece(Look::Plain, text)?;
        self.end_line()
    }

    /// Prints a line of JSON.
    pub fn json(&mut self, line: &JsonLine) -> io::Result<()> {
        self.out.write_all(line.as_bytes())?;
        self.end_line()
    }

    /// Hands everything on. What was not printed is an error here and not a silence.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Prints a remark to standard error, on one line. Where that is closed, there is nobody to tell.
pub fn remark(text: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "folio: {}", Clean::line(&text.to_string()));
}

/// Prints a line of a longer message to standard error as it is.
pub fn message(line: &Clean) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
