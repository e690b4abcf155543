//! What a heap of pages teaches: lines that many pages of one site or folder have, whatever language they are in, and the
//! site's name among them.
//!
//! A page is kept as a [`Leaf`], its lines from both ends; the leaves of a site or folder make a [`Lore`], and a few of
//! them together are what the recogniser is told about a page. Which pages are kept, and where, is left to `index`.
//!
//! Folded lines are not found by plain words, so all limits here are on the side of leaving a line alone. What makes them
//! safe is that pages are counted by what they say: pages that share most of their paragraphs are one and teach once.

mod apply;
mod copies;
mod form;
mod leaf;
mod learn;
mod lore;
mod name;

pub use apply::CommonLine;
pub use form::form;
pub use leaf::{Leaf, LeafLine};
pub use lore::{Lesson, Lore, Repeats, Standing, Verdict, Verdicts, Within};

use super::{Document, site};

pub(crate) use apply::{Taught, aside, headline, told};

/// The site that a document comes from: the host of its address, else the outlet that its container states, else the holder
/// of the copyright.
pub fn site_of(document: &Document) -> Option<String> {
    let host = document.stated.url.as_deref().and_then(site::host);
    let named = host.or(document.stated.site.as_deref().map(str::trim)).filter(|name| !name.is_empty());
    named.or_else(|| site::holder(&document.text)).map(str::to_lowercase)
}
