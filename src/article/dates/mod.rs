//! Dates as people write them: finding them in a text, reading what a container stated, and choosing the article's own.

mod calendar;
mod choice;
mod events;
mod grammar;
mod listed;
mod part;
mod reader;
mod relative;
mod role;
mod stated;
mod tokens;

pub(crate) use choice::{Candidate, Choice, NAMES, candidates, choose, is_month_first, numbers};
pub(crate) use events::{Inferred, infer};
pub(crate) use grammar::{Mention, mentions};
pub(crate) use listed::listed;
pub use listed::{DateCandidate, DatePlace};
pub(crate) use part::parts;
pub use relative::relative_day;
pub(crate) use relative::told_against;
pub use role::DateRole;
pub(crate) use stated::{in_address, parse as parse_stated};
