//! The embedded engine that answers queries over a corpus, and the pipeline that keeps its index fresh.
//!
//! What it leaves to others: reading files (`source`), what an article is (`article`), where indexes live (`home`).

pub mod query;
