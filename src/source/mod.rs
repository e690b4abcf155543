//! Files, archives and streams in; documents out, one at a time, within limits. Nothing is ever written to a corpus.
//!
//! [`walk()`] finds the files, [`read()`] hands over the articles of one of them with a [`Locator`] each, [`fetch()`] reads
//! one of them again. What a file is, is told from its content first and from its name second (`format`). Whatever cannot
//! be read is a [`Problem`] with file, place and reason, and the rest goes on.

mod decode;
mod error;
mod fields;
mod format;
mod front_matter;
mod json_lines;
mod legacy;
mod limits;
mod lines;
mod locator;
mod mend;
mod name;
mod origin;
mod read;
mod sample;
mod spool;
mod stream;
#[cfg(test)]
mod tests;
mod unpack;
mod walk;
mod wide;

pub use error::{Outcome, Problem, SourceError};
pub use format::{Format, Kind, Packing, UnknownKind};
pub use limits::Limits;
pub use locator::{Locator, Part};
pub use name::shown;
pub use origin::Origin;
pub use read::{FileReport, Head, Record, fetch, fetch_head, read};
pub use sample::{SAMPLES, Sample};
pub use spool::Spool;
pub use walk::{FileEntry, Root, Walk, walk};
