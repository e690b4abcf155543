//! The embedded engine that answers queries over a corpus, and the pipeline that keeps its index fresh.
//!
//! What it leaves to others: reading files (`source`), what an article is (`article`), where indexes live (`home`).

mod analysis;
mod corpus;
mod error;
mod progress;
mod question;
mod row;
mod schema;
mod stats;

pub mod query;

pub use corpus::Corpus;
pub use error::IndexError;
pub use progress::{Phase, Progress, Refreshed};
pub use question::{Answer, Hit, Place, Question, Row, Snippet, Sort, SortKey};
pub use stats::{DateKinds, Stats};
