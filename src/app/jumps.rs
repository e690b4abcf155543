//! Places that were left by a jump, to go back to.

use super::page::Point;
use crate::index::Row;

/// How many places are kept.
const KEPT: usize = 100;

/// A place: an article and a point in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Jump {
    /// The article.
    pub row: Row,
    /// The point; none for the beginning.
    pub point: Option<Point>,
}

/// Places that were left, oldest first, and where among them the reader is.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    places: Vec<Jump>,
    /// Number of the place that the reader is at; the length of the list when at none of them.
    at: usize,
}

impl Jumps {
    /// Keeps the place that is being left. What was ahead is forgotten.
    pub fn leave(&mut self, here: Jump) {
        self.places.truncate(self.at);
        if self.places.last() != Some(&here) {
            self.places.push(here);
        }
        if self.places.len() > KEPT {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// The place before the present one, which is kept to come back to.
    pub fn older(&mut self, here: Jump) -> Option<Jump> {
        let older = self.at.checked_sub(1)?;
        if self.at == self.places.len() {
            self.places.push(here);
        }
        self.at = older;
        self.places.get(older).cloned()
    }

    /// The place after the present one.
    pub fn newer(&mut self) -> Option<Jump> {
        let newer = self.places.get(self.at + 1).cloned()?;
        self.at += 1;
        Some(newer)
    }
}
