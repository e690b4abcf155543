//! The embedded engine that answers queries over a corpus, and the pipeline that keeps its index fresh.
//!
//! What it leaves to others: reading files (`source`), what an article is (`article`), where indexes live (`home`).

mod analysis;
mod checkup;
mod codec;
mod corpus;
mod correct;
mod counting;
mod engine;
mod error;
mod expand;
mod explain;
mod facets;
mod forms;
mod gate;
mod heap;
mod lower;
mod manifest;
mod packed;
mod phrase;
mod progress;
mod question;
mod rank;
mod refresh;
mod row;
mod schema;
mod sets;
mod short;
mod snapshot;
mod snippet;
mod stats;
mod writer;

#[cfg(test)]
mod tests;

pub mod highlight;
pub mod query;

pub use checkup::{Checkup, Duplicate, LONG, SHORT};
pub use corpus::Corpus;
pub use engine::Engine;
pub use error::IndexError;
pub use explain::{Clause, Expanded, Explained};
pub use facets::{Facet, Facets};
pub use heap::{Groups, Heap};
pub use highlight::Marks;
pub use progress::{Phase, Progress, Refreshed};
pub use question::{Answer, Hit, Place, Question, Row, Snippet, Sort, SortKey, Suggestion};
pub use rank::Cancel;
pub use refresh::{Options, refresh};
pub use sets::{ArticleSet, ArticleSets};
pub use stats::{DateKinds, Stats};
