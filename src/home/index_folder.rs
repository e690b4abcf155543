//! The folder in which the index of one corpus lives: which index is the current one, how a new one takes its place, and
//! what is swept away. What an index is made of, `index` knows.
//!
//! ```text
//! index/0f3c…/corpus.json     what the folder is for, readable
//!             lock            held by the one who writes
//!             v3-1/           an index of format 3
//!             v3-2/           the one that took its place
//!             making-v3-3/    one that is not whole yet
//! ```
//!
//! A file of an index is never shortened nor replaced in place, because others may have it mapped: a new index is a new
//! folder that is renamed when it can be opened.

use std::{
    borrow::Cow,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{CorpusKey, Home, HomeError, Lock, atomic_write, private_folder, sync_folder};

/// How often a folder is removed into which others are still writing.
const DISCARDS: usize = 20;

/// The folder of a corpus's indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFolder {
    path: PathBuf,
}

/// An index in the making, in a folder of its own that nobody else looks into. Dropped without having been published,
/// it is swept away by the next writer.
#[derive(Debug)]
pub struct NewIndex {
    making: PathBuf,
    made: PathBuf,
}

/// What `corpus.json` says.
#[derive(Serialize)]
struct Purpose<'a> {
    corpus: Vec<Cow<'a, str>>,
    folio: &'static str,
}

impl IndexFolder {
    /// The folder for a corpus. Nothing is created.
    pub fn of(home: &Home, corpus: &CorpusKey) -> Self {
        Self { path: home.index().join(corpus.to_string()) }
    }

    /// Creates the folder, and the file that says what it is for, where they are missing.
    pub fn create(&self, corpus: &CorpusKey) -> Result<(), HomeError> {
        private_folder(&self.path)?;
        let file = self.path.join("corpus.json");
        if file.exists() {
            return Ok(());
        }
        let purpose = Purpose {
            corpus: corpus.roots().iter().map(|root| root.to_string_lossy()).collect(),
            folio: env!("CARGO_PKG_VERSION"),
        };
        let mut text = serde_json::to_vec_pretty(&purpose).expect("strings can always be written as JSON");
        text.push(b'\n');
        atomic_write(&file, &text)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the folder with all that is in it. Others may still write into it, or be removing it, too.
    pub fn discard(&self) -> Result<(), HomeError> {
        let mut removed = Ok(());
        for _ in 0..DISCARDS {
            removed = fs::remove_dir_all(&self.path);
            if !self.path.exists() {
                return Ok(());
            }
        }
        removed.map_err(HomeError::writing(&self.path))
    }

    /// Waits until nobody writes.
    pub fn wait(&self) -> Result<(), HomeError> {
        Lock::wait(&self.path.join("lock")).map(drop)
    }

    /// Takes the right to be the only writer. The folder must have been created.
    pub fn lock(&self) -> Result<Lock, HomeError> {
        Lock::take(&self.path.join("lock"))
    }

    /// The index of this format that is in use, if there is one. Needs no lock.
    pub fn current(&self, format: u32) -> Result<Option<PathBuf>, HomeError> {
        let entries = self.entries()?;
        let indexes = entries.iter().filter_map(|name| IndexName::parse(name));
        let newest = indexes.filter(|index| index.format == format).max_by_key(|index| index.number);
        Ok(newest.map(|index| self.path.join(index.name())))
    }

    /// Begins an index that will take the place of the current one, should there be any. Only under the lock.
    pub fn begin(&self, format: u32) -> Result<NewIndex, HomeError> {
        // Those out of use count too: a number is not given twice while someone may still read the earlier one.
        let entries = self.entries()?;
        let taken = entries.iter().filter_map(|name| IndexName::parse(name.strip_prefix(MAKING).unwrap_or(name)));
        let last = taken.filter(|index| index.format == format).map(|index| index.number).max();
        let name = IndexName { format, number: last.unwrap_or(0) + 1 }.name();
        let making = self.path.join(format!("{MAKING}{name}"));
        private_folder(&making)?;
        Ok(NewIndex { making, made: self.path.join(name) })
    }

    /// Puts an index out of use that turned out to be damaged: it is renamed, and swept away by the next
    /// [`sweep`](Self::sweep). Only under the lock.
    pub fn retire(&self, index: &Path) -> Result<(), HomeError> {
        let mut name = OsString::from(MAKING);
        name.push(index.file_name().unwrap_or_default());
        let retired = self.path.join(name);
        fs::rename(index, &retired).map_err(HomeError::writing(index))?;
        sync_folder(&self.path)
    }

    /// Removes what nobody will use again: older formats, indexes whose place was taken, those never finished. Only
    /// under the lock. Those who still have such an index open keep their open files.
    pub fn sweep(&self, format: u32) -> Result<(), HomeError> {
        let current = self.current(format)?;
        for entry in self.entries()? {
            let unfinished = entry.starts_with(MAKING);
            let outdated = IndexName::parse(&entry).is_some_and(|index| index.format <= format);
            let path = self.path.join(&entry);
            if unfinished || (outdated && current.as_deref() != Some(&path)) {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// The names in the folder, none where there is no folder.
    fn entries(&self) -> Result<Vec<String>, HomeError> {
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(HomeError::reading(&self.path))?,
        };
        let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
        names.collect::<io::Result<_>>().map_err(HomeError::reading(&self.path))
    }
}

impl NewIndex {
    /// Where to make it.
    pub fn path(&self) -> &Path {
        &self.making
    }

    /// Makes it the current one, and gives its final path. Files that are open stay valid.
    pub fn publish(self) -> Result<PathBuf, HomeError> {
        sync_folder(&self.making)?;
        fs::rename(&self.making, &self.made).map_err(HomeError::writing(&self.made))?;
        if let Some(folder) = self.made.parent() {
            sync_folder(folder)?;
        }
        Ok(self.made)
    }
}

/// How the folder of an index that is not in use begins.
const MAKING: &str = "making-";

/// The name of an index: its format, and a number that grows with each one that is made.
#[derive(Clone, Copy)]
struct IndexName {
    format: u32,
    number: u32,
}

impl IndexName {
    fn name(self) -> String {
        format!("v{}-{}", self.format, self.number)
    }

    fn parse(name: &str) -> Option<Self> {
        let (format, number) = name.strip_prefix('v')?.split_once('-')?;
        Some(Self { format: format.parse().ok()?, number: number.parse().ok()? })
    }
}

fn remove(folder: &Path) -> Result<(), HomeError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(HomeError::writing(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(root: &Path) -> IndexFolder {
        let home = Home::under(root).unwrap();
        let corpus = CorpusKey::named("sample");
        let folder = IndexFolder::of(&home, &corpus);
        folder.create(&corpus).unwrap();
        folder
    }

    #[test]
    fn the_folder_says_what_it_is_for() {
        let root = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(folder(root.path()).path().join("corpus.json")).unwrap();
        assert!(text.contains("\":sample\""), "{text}");
    }

    #[test]
    fn nothing_is_current_before_something_was_published() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path());
        let new = folder.begin(3).unwrap();
        assert_eq!(folder.current(3).unwrap(), None);
        let path = new.publish().unwrap();
        assert_eq!(folder.current(3).unwrap(), Some(path));
        assert_eq!(folder.current(4).unwrap(), None);
    }

    #[test]
    fn a_new_index_takes_the_place_of_the_old_one() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path());
        let old = folder.begin(3).unwrap().publish().unwrap();
        let new = folder.begin(3).unwrap().publish().unwrap();
        assert_ne!(old, new);
        assert_eq!(folder.current(3).unwrap().as_deref(), Some(&*new));
        folder.sweep(3).unwrap();
        assert!(!old.exists() && new.exists());
    }

    #[test]
    fn sweeping_leaves_the_index_of_a_newer_folio_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path());
        let older = folder.begin(2).unwrap().publish().unwrap();
        let newer = folder.begin(9).unwrap().publish().unwrap();
        let unfinished = folder.begin(3).unwrap();
        folder.sweep(3).unwrap();
        assert!(!older.exists() && newer.exists() && !unfinished.path().exists());
    }

    #[test]
    fn a_retired_index_is_no_longer_current() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path());
        let damaged = folder.begin(3).unwrap().publish().unwrap();
        folder.retire(&damaged).unwrap();
        assert_eq!(folder.current(3).unwrap(), None);
        assert_ne!(folder.begin(3).unwrap().publish().unwrap(), damaged);
        folder.retire(&folder.current(3).unwrap().unwrap()).unwrap();
        folder.sweep(3).unwrap();
        assert_eq!(folder.entries().unwrap(), ["corpus.json"]);
    }

    #[test]
    fn a_folder_that_does_not_exist_holds_no_index() {
        let root = tempfile::tempdir().unwrap();
        let home = Home::under(root.path()).unwrap();
        assert_eq!(IndexFolder::of(&home, &CorpusKey::named("x")).current(1).unwrap(), None);
    }

    #[test]
    fn one_writer_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path());
        let _lock = folder.lock().unwrap();
        assert!(matches!(folder.lock(), Err(HomeError::Held { .. })));
    }
}
