//! The state of the interface, what can happen to it, and what that makes of it. No files, no clock, no engine.

pub mod action;
pub mod bar;
pub mod chord;
pub mod completion;
pub mod explain;
mod findings;
pub mod header;
pub mod hits;
mod judge;
mod jumps;
pub mod keymap;
pub mod list;
pub mod message;
mod motion;
pub mod overlay;
pub mod page;
mod perform;
pub mod reader;
pub mod screen;
pub mod search;
mod state;
#[cfg(test)]
mod tests;
pub mod timeline;
mod update;

pub use state::{MEASURES, Open, PageSettings, Pane, Settings, State};
pub use update::update;

use crate::{
    article::{Article, Document, Encoding},
    index::Row,
};

/// An article that was opened.
#[derive(Debug, PartialEq)]
pub struct Opened {
    /// Its row in the index.
    pub row: Row,
    /// Its whole text, decoded.
    pub text: String,
    /// The character set that it was decoded from; none where the index kept the text.
    pub encoding: Option<Encoding>,
    /// What was recognised in it.
    pub article: Article,
    /// Whether this is all of it; a very long one is shown before it is read to its end.
    pub complete: bool,
}

impl Opened {
    /// A document and what was recognised in it.
    pub fn new(row: Row, document: Document, article: Article, complete: bool) -> Self {
        Self { row, text: document.text, encoding: document.encoding, article, complete }
    }
}
