//! What was read and what was not, told on standard error when the work is done.

use crate::source::Problem;

use super::{exit::Exit, print::remark};

/// How many problems are kept until the end; those beyond are told at once.
const KEPT: usize = 10_000;

/// Counts what was read and keeps what was not.
#[derive(Debug, Default)]
pub struct Report {
    read: u64,
    problems: Vec<Problem>,
    told: u64,
    unnamed: u64,
}

impl Report {
    /// Counts articles that were read.
    pub fn add_read(&mut self, articles: u64) {
        self.read += articles;
    }

    /// Keeps a problem, to be named once.
    pub fn add(&mut self, problem: Problem) {
        if self.problems.len() < KEPT {
            self.problems.push(problem);
        } else {
            remark(&problem);
            self.told += 1;
        }
    }

    /// Counts problems that the limit for one file keeps from being named.
    pub fn add_unnamed(&mut self, problems: u64) {
        self.unnamed += problems;
    }

    /// Names every problem, and says how much was read.
    pub fn tell(self) -> Exit {
        self.problems.iter().for_each(remark);
        if self.unnamed > 0 {
            remark(format!("and {} more of the same files (see --problems-per-file)", self.unnamed));
        }
        let skipped = self.problems.len() as u64 + self.told + self.unnamed;
        if skipped > 0 {
            remark(format!("read {}, skipped {skipped}", self.read));
        }
        match (self.read, skipped) {
            (_, 0) => Exit::Success,
            (0, _) => Exit::Error,
            _ => Exit::Skipped,
        }
    }
}
