//! What the pages of a corpus have taught about its sites and folders, kept beside the index.
//!
//! The pages that teach are picked by their names and read before any article is recognised, so what is learned depends on
//! nothing but which files there are: neither on the order in which they are read, nor on what was indexed before.

mod groups;
mod pick;
mod sample;

pub use groups::Groups;

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::Path,
    time::SystemTime,
};

use serde::{Deserialize, Serialize};

use super::{Corpus, IndexError, manifest::FileKey};
use crate::{
    article::{
        Article, Document,
        heap::{Lore, Verdicts},
        recognise_among,
    },
    home::atomic_write,
    source::{Kind, Limits, Origin, walk},
};
pub(super) use pick::Pick;

/// The file beside the index.
const NAME: &str = "heap.json";

/// Version of that file, and of how lines are learned: another one is learned anew.
const FORMAT: u32 = 1;

/// What is known of the sites and folders of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heap {
    lores: HashMap<u64, Lore>,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Stored {
    format: u32,
    lores: Vec<Lore>,
}

/// When a heap was written: another stamp, another heap.
pub(super) type Stamp = Option<(SystemTime, u64)>;

impl Heap {
    /// Learns from the files of a corpus without an index of it.
    pub fn of_corpus(corpus: &Corpus, limits: &Limits, kind: Option<Kind>, verdicts: &Verdicts) -> Self {
        let mut pick = Pick::default();
        walk(corpus.roots(), limits).flatten().for_each(|file| pick.offer(&file, &FileKey::of(&file.origin, corpus)));
        Self::learn(pick, corpus, limits, kind, verdicts, &|| false)
    }

    /// Learns from picked files, unless it is to stop.
    pub(super) fn learn(
        pick: Pick,
        corpus: &Corpus,
        limits: &Limits,
        kind: Option<Kind>,
        verdicts: &Verdicts,
        is_over: &dyn Fn() -> bool,
    ) -> Self {
        let sample = sample::Sample::gather(&pick.files(), corpus, limits, kind, is_over);
        Self { lores: sample.lores(verdicts).map(|lore| (groups::number(lore.within, &lore.name), lore)).collect() }
    }

    /// Recognises an article with what is known of its site and folders.
    pub fn recognise(&self, document: &Document, groups: &Groups) -> Article {
        recognise_among(document, &self.lores_of(groups))
    }

    /// The same for an article that stands in a file.
    pub fn recognise_in(&self, document: &Document, origin: &Origin, corpus: &Corpus) -> Article {
        self.recognise(document, &Groups::of(document, origin, corpus))
    }

    /// What is known of an article's site and folders, the nearest first.
    pub fn lores_of(&self, groups: &Groups) -> Vec<&Lore> {
        groups.numbers().filter_map(|number| self.lores.get(&number)).collect()
    }

    /// What is known of each site and folder, in no order.
    pub fn lores(&self) -> impl Iterator<Item = &Lore> {
        self.lores.values()
    }

    /// Takes the reader's verdicts into account that came after it was learned.
    pub fn judge(&mut self, verdicts: &Verdicts) {
        self.lores.values_mut().for_each(|lore| lore.judge(verdicts));
    }

    /// The sites and folders whose articles are recognised otherwise by this heap than by another.
    pub(super) fn differences(&self, other: &Self) -> HashSet<u64> {
        let effect =
            |heap: &Self, number: &u64| heap.lores.get(number).filter(|lore| lore.is_telling()).map(Lore::effect);
        let all: HashSet<u64> = self.lores.keys().chain(other.lores.keys()).copied().collect();
        all.into_iter().filter(|number| effect(self, number) != effect(other, number)).collect()
    }

    /// Reads the heap beside an index; none where there is none that can be used.
    pub(super) fn load(folder: &Path) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(&fs::read(folder.join(NAME)).ok()?).ok()?;
        let lores = stored.lores.into_iter().map(|lore| (groups::number(lore.within, &lore.name), lore));
        (stored.format == FORMAT).then(|| Self { lores: lores.collect() })
    }

    /// Writes the heap beside an index, durably.
    pub(super) fn save(&self, folder: &Path) -> Result<(), IndexError> {
        let mut lores: Vec<Lore> = self.lores.values().cloned().collect();
        lores.sort_by(|one, other| (one.within, &one.name).cmp(&(other.within, &other.name)));
        let bytes = serde_json::to_vec(&Stored { format: FORMAT, lores }).expect("texts and numbers are always JSON");
        Ok(atomic_write(&folder.join(NAME), &bytes)?)
    }

    /// When the heap beside an index was written; none where there is none.
    pub(super) fn stamp(folder: &Path) -> Stamp {
        let written = |file: fs::Metadata| -> io::Result<_> { Ok((file.modified()?, file.len())) };
        fs::metadata(folder.join(NAME)).and_then(written).ok()
    }
}
