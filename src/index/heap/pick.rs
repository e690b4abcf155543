//! Picking at most so many things of each kind, and of all kinds, in memory that does not grow: always the same ones,
//! whatever the order in which they come.
//!
//! Each thing has a number that looks like chance. Of each kind those with the smallest numbers are kept (a bottom-k
//! sample: Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007), and when there are too many kinds, only
//! numbers with one more leading zero are let in (distinct sampling: Gibbons, 2001). What is kept depends on the set alone:
//! the count at a level only grows as things come, so the level in the end is the lowest one at which all would fit.

use std::collections::{BTreeMap, HashMap};

use crate::{
    index::manifest::FileKey,
    source::{FileEntry, Origin},
};

/// Things of one kind that are kept.
pub(super) const EACH: usize = 256;

/// Things that are kept altogether.
pub(super) const ALL: usize = 8_192;

/// A sample of things of several kinds.
#[derive(Debug)]
pub(super) struct Reservoir<T> {
    kinds: HashMap<u64, BTreeMap<u64, T>>,
    kept: usize,
    /// Leading zeros that a number must have.
    level: u32,
}

impl<T> Default for Reservoir<T> {
    fn default() -> Self {
        Self { kinds: HashMap::new(), kept: 0, level: 0 }
    }
}

impl<T> Reservoir<T> {
    /// Keeps a thing, made only if it is wanted, or does not.
    pub fn offer(&mut self, kind: u64, number: u64, thing: impl FnOnce() -> T) {
        if number.leading_zeros() < self.level {
            return;
        }
        let own = self.kinds.entry(kind).or_default();
        if own.len() >= EACH && own.last_key_value().is_some_and(|(last, _)| *last < number) {
            return;
        }
        self.kept += usize::from(own.insert(number, thing()).is_none());
        if own.len() > EACH {
            own.pop_last();
            self.kept -= 1;
        }
        while self.kept > ALL {
            self.rise();
        }
    }

    fn rise(&mut self) {
        self.level += 1;
        let level = self.level;
        self.kinds.values_mut().for_each(|own| own.retain(|number, _| number.leading_zeros() >= level));
        self.kinds.retain(|_, own| !own.is_empty());
        self.kept = self.kinds.values().map(BTreeMap::len).sum();
    }

    /// What was kept, by number.
    pub fn into_sorted(self) -> Vec<(u64, T)> {
        let mut all: Vec<(u64, T)> = self.kinds.into_values().flatten().collect();
        all.sort_unstable_by_key(|(number, _)| *number);
        all
    }
}

/// The files that teach: so many of each folder.
#[derive(Debug, Default)]
pub(in crate::index) struct Pick(Reservoir<FileEntry>);

impl Pick {
    /// Picks a file, or does not. What comes in on a stream is read once and teaches nothing.
    pub fn offer(&mut self, file: &FileEntry, key: &FileKey) {
        if !matches!(file.origin, Origin::Input(_)) {
            self.0.offer(key.folder_number(), key.number(), || file.clone());
        }
    }

    /// The files, each with its number, by number.
    pub(super) fn files(self) -> Vec<(u64, FileEntry)> {
        self.0.into_sorted()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    use super::*;

    fn kept(things: impl IntoIterator<Item = (u64, u64)>) -> Vec<u64> {
        let mut reservoir = Reservoir::default();
        things.into_iter().for_each(|(kind, number)| reservoir.offer(kind, number, || ()));
        assert!(reservoir.kept <= ALL && reservoir.kinds.len() <= ALL);
        reservoir.into_sorted().into_iter().map(|(number, ())| number).collect()
    }

    fn chance(number: u64) -> u64 {
        xxh3_64(&number.to_le_bytes())
    }

    #[test]
    fn a_million_kinds_take_no_more_room_than_there_is() {
        let many = kept((0..1_000_000).map(|number| (number, chance(number))));
        assert!((ALL / 4..=ALL).contains(&many.len()), "{}", many.len());
        assert_eq!(kept((0..1_000_000).map(|number| (7, chance(number)))).len(), EACH);
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(seed: u64, kinds in 1_u64..200, count in 0_u64..30_000) {
            let mut things: Vec<(u64, u64)> =
                (0..count).map(|number| chance(seed ^ number)).map(|number| (number % kinds, number)).collect();
            let forward = kept(things.iter().copied());
            things.reverse();
            prop_assert_eq!(kept(things), forward);
        }
    }
}
