//! How far a refresh is, and what came of it.

use std::time::Duration;

use crate::source::Problem;

/// How far a refresh is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Files of the corpus found so far.
    pub files_found: usize,
    /// Files that are new or have changed.
    pub files_to_read: usize,
    /// Of these, files read.
    pub files_read: usize,
    /// Articles read in this run.
    pub articles: u64,
    /// Bytes of files read in this run.
    pub bytes: u64,
    /// Bytes of all files to read.
    pub bytes_total: u64,
    /// Articles that a reader can search by now.
    pub searchable: u64,
    /// Commits in this run: when this grows, [`reload`](super::Engine::reload) shows more.
    pub commits: u32,
    /// Time since the start of the run.
    pub elapsed: Duration,
}

/// What a refresh is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Looking for files and what has changed.
    #[default]
    Finding,
    /// Reading files.
    Reading,
    /// Putting the index in order.
    Tidying,
    /// Nothing any more.
    Done,
}

impl Progress {
    /// Bytes a second, over the run.
    pub fn rate(&self) -> f64 {
        self.bytes as f64 / self.elapsed.as_secs_f64().max(1e-3)
    }

    /// How long it will take at this rate, once that can be said.
    pub fn remaining(&self) -> Option<Duration> {
        let left = self.bytes_total.saturating_sub(self.bytes) as f64;
        (self.bytes > 0).then(|| Duration::from_secs_f64((left / self.rate()).min(1e9)))
    }
}

/// What came of a refresh.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refreshed {
    /// Articles in the index.
    pub total: u64,
    /// Files that were new or had changed and were read.
    pub files_read: usize,
    /// Files that vanished or had changed, whose articles were taken out.
    pub files_removed: usize,
    /// Files that have not changed but whose articles were recognised again, because other pages have taught something.
    pub files_again: usize,
    /// Files left as they are.
    pub files_kept: usize,
    /// Articles read.
    pub articles: u64,
    /// Whether it was stopped before the end; the next refresh goes on from there.
    pub stopped: bool,
    /// Why the index was built anew, if it was, in a sentence.
    pub rebuilt: Option<&'static str>,
    /// What was not read or not wholly, also by earlier runs.
    pub problems: Vec<Problem>,
}
