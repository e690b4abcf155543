//! Reads the pages that teach.

use std::{collections::HashMap, ops::ControlFlow};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    groups::Groups,
    pick::{EACH, Reservoir},
};
use crate::{
    article::heap::{Leaf, Lore, Verdicts, Within},
    index::Corpus,
    source::{FileEntry, Kind, Limits, Record, read},
};

/// Bytes of a file from which it is a large one.
const LARGE: u64 = 64 << 10;

/// Bytes of text that all large files together are read for.
const BUDGET: u64 = 64 << 20;

/// Pages that a site or folder must have to teach.
const ENOUGH: usize = 5;

/// A page that teaches.
struct Page {
    groups: Groups,
    leaf: Leaf,
}

/// The pages that teach.
pub(super) struct Sample(Vec<(u64, Page)>);

impl Sample {
    /// Reads the picked files: small ones wholly, of large ones the beginning.
    pub fn gather(
        files: &[(u64, FileEntry)],
        corpus: &Corpus,
        limits: &Limits,
        kind: Option<Kind>,
        is_over: &dyn Fn() -> bool,
    ) -> Self {
        let mut pages = Reservoir::default();
        let share = share(files);
        for (number, file) in files.iter().filter(|_| !is_over()) {
            let mut ordinal = 0;
            let mut bytes = 0;
            // What cannot be read, or not wholly, is told when it is read to be indexed.
            let _ = read(file, limits, kind, &mut |record| {
                bytes += record.document.text.len() as u64;
                keep(&mut pages, xxh3_64_with_seed(&number.to_le_bytes(), ordinal), &record, corpus);
                ordinal += 1;
                if bytes >= share || is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        }
        Self(pages.into_sorted())
    }

    /// What the pages teach about each site and folder that has enough of them.
    pub fn lores(&self, verdicts: &Verdicts) -> impl Iterator<Item = Lore> {
        let mut groups: HashMap<(Within, &str), Vec<&Leaf>> = HashMap::new();
        for (_, page) in &self.0 {
            for (within, name) in page.groups.all() {
                let leaves = groups.entry((*within, name)).or_default();
                if leaves.len() < EACH {
                    leaves.push(&page.leaf);
                }
            }
        }
        let taught = groups.into_iter().filter(|(_, leaves)| leaves.len() >= ENOUGH);
        taught.map(|((within, name), leaves)| Lore::of(within, name, &leaves, verdicts))
    }
}

/// Bytes of text that are read of each large file: a power of two, so that a few more files seldom change it.
fn share(files: &[(u64, FileEntry)]) -> u64 {
    let large = files.iter().filter(|(_, file)| file.size > LARGE).count().max(1) as u64;
    let share = (BUDGET / large).max(LARGE);
    1 << share.ilog2()
}

fn keep(pages: &mut Reservoir<Page>, chance: u64, record: &Record, corpus: &Corpus) {
    let document = &record.document;
    let groups = Groups::of(document, &record.locator.origin, corpus);
    let Some(first) = groups.first() else { return };
    pages.offer(first, chance, || Page { groups, leaf: Leaf::of(&document.text, document.stated.title.as_deref()) });
}
