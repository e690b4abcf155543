//! Which files an index holds, in which state they were read, and what was wrong with them.
//!
//! One manifest belongs to one commit, which names it: what the commit holds and what the manifest says can never differ,
//! whenever the machine stops. It is written before the commit, and removed after the next one.

use std::{
    collections::{HashMap, HashSet},
    ffi::OsStr,
    fs, io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use super::{
    Corpus, IndexError,
    codec::{pull, push, take},
};
use crate::{
    home::atomic_write,
    source::{FileEntry, Origin, Outcome, Problem},
    text::clean::Clean,
};

const MAGIC: &[u8] = b"folio manifest 1\n";
const PREFIX: &str = "manifest-";

/// The number of a file in an index: what its articles are taken out by.
pub type FileNumber = u32;

/// The files of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    files: HashMap<FileKey, FileState>,
    next: FileNumber,
    /// By file; those of the search for files under number 0.
    problems: HashMap<FileNumber, Vec<Problem>>,
    partial: Option<Partial>,
}

/// A long file of which the commit holds the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial {
    /// Which one.
    pub key: FileKey,
    /// As it was while it was read.
    pub state: FileState,
    /// How many records from its beginning are in the index.
    pub records: u64,
}

/// A file, as the index names it: see [`Corpus::stored`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileKey {
    root: u32,
    name: Vec<u8>,
}

/// A file as it was when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    /// Its number.
    pub number: FileNumber,
    /// Bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// Its number on its disk.
    pub inode: u64,
}

impl FileKey {
    /// The key of a file of a corpus.
    pub fn of(origin: &Origin, corpus: &Corpus) -> Self {
        let (root, origin) = corpus.stored(origin);
        Self { root, name: origin.path().as_os_str().as_bytes().to_vec() }
    }

    /// The key of what stands at a path.
    pub fn of_path(path: &Path, corpus: &Corpus) -> Self {
        Self::of(&Origin::Disk(path.into()), corpus)
    }

    /// A number that looks like chance and is the same in each run.
    pub fn number(&self) -> u64 {
        xxhash_rust::xxh3::xxh3_64_with_seed(&self.name, self.root.into())
    }

    /// The same for the folder that it lies in.
    pub fn folder_number(&self) -> u64 {
        let end = self.name.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        xxhash_rust::xxh3::xxh3_64_with_seed(&self.name[..end], self.root.into())
    }

    /// Whether this is the other one, or in the folder that the other one is.
    pub fn is_below(&self, other: &Self) -> bool {
        let (path, above) = (Path::new(OsStr::from_bytes(&self.name)), Path::new(OsStr::from_bytes(&other.name)));
        self.root == other.root && path.starts_with(above)
    }
}

impl FileState {
    /// Whether a file is still as it was.
    pub fn is_of(&self, entry: &FileEntry) -> bool {
        (self.size, self.modified, self.inode) == (entry.size, entry.modified, entry.inode)
    }
}

impl Manifest {
    /// What is known of a file.
    pub fn state(&self, key: &FileKey) -> Option<&FileState> {
        self.files.get(key)
    }

    /// All files, in no order.
    pub fn files(&self) -> impl Iterator<Item = (&FileKey, &FileState)> {
        self.files.iter()
    }

    /// A number that no file of the index has had.
    pub fn new_number(&mut self) -> FileNumber {
        self.next += 1;
        self.next
    }

    /// Notes that a file has been read, with what was wrong with it.
    pub fn insert(&mut self, key: FileKey, state: FileState, problems: Vec<Problem>) {
        self.next = self.next.max(state.number);
        if !problems.is_empty() {
            self.problems.entry(state.number).or_default().extend(problems);
        }
        self.files.insert(key, state);
    }

    /// Notes what was wrong when files were looked for; whether that is news.
    pub fn set_missing(&mut self, problems: Vec<Problem>) -> bool {
        let known = self.problems.remove(&0).unwrap_or_default();
        let is_news = known != problems;
        if !problems.is_empty() {
            self.problems.insert(0, problems);
        }
        is_news
    }

    /// The file that was being read at the commit.
    pub fn partial(&self) -> Option<&Partial> {
        self.partial.as_ref()
    }

    /// Notes which file is being read, or that none is.
    pub fn set_partial(&mut self, partial: Option<Partial>) {
        self.partial = partial;
    }

    /// Notes that one more record of the file that is being read is on its way into the index.
    pub fn count_partial(&mut self) {
        if let Some(partial) = &mut self.partial {
            partial.records += 1;
        }
    }

    /// Notes one more thing that was wrong with a file.
    pub fn add_problem(&mut self, number: FileNumber, problem: Problem) {
        self.problems.entry(number).or_default().push(problem);
    }

    /// Notes that files of these numbers have to be read again, though they have not changed.
    pub fn owe(&mut self, numbers: &HashSet<FileNumber>) {
        for state in self.files.values_mut().filter(|state| numbers.contains(&state.number)) {
            state.size = u64::MAX;
        }
    }

    /// Notes that a file is not in the index any more.
    pub fn remove(&mut self, key: &FileKey) {
        if let Some(state) = self.files.remove(key) {
            self.problems.remove(&state.number);
        }
    }

    /// What was wrong with the files, in the order in which they were read.
    pub fn problems(&self) -> Vec<Problem> {
        let mut numbers: Vec<_> = self.problems.keys().copied().collect();
        numbers.sort_unstable();
        numbers.iter().flat_map(|number| &self.problems[number]).cloned().collect()
    }

    /// Reads the manifest of this name from an index folder.
    pub fn load(folder: &Path, name: &str) -> Result<Self, IndexError> {
        let damaged = |reason| IndexError::Damaged { path: folder.to_owned(), reason };
        let bytes = fs::read(folder.join(name)).map_err(|_| damaged("its manifest cannot be read"))?;
        Self::decode(&bytes).ok_or_else(|| damaged("its manifest is not whole"))
    }

    /// Writes the manifest beside the index, durably, and gives its name.
    pub fn save(&self, folder: &Path) -> Result<String, IndexError> {
        let newest = names(folder).filter_map(|name| name.strip_prefix(PREFIX)?.parse::<u64>().ok()).max();
        let name = format!("{PREFIX}{}", newest.unwrap_or(0) + 1);
        atomic_write(&folder.join(&name), &self.encode())?;
        Ok(name)
    }

    /// Removes all manifests but the one of this name. What cannot be removed now is removed the next time.
    pub fn sweep(folder: &Path, keep: &str) {
        for name in names(folder).filter(|name| name.starts_with(PREFIX) && name != keep) {
            let _ = fs::remove_file(folder.join(name));
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.next.to_le_bytes());
        bytes.extend((self.files.len() as u64).to_le_bytes());
        for (key, state) in &self.files {
            push_file(&mut bytes, key, state);
        }
        bytes.push(self.partial.is_some().into());
        if let Some(partial) = &self.partial {
            push_file(&mut bytes, &partial.key, &partial.state);
            bytes.extend(partial.records.to_le_bytes());
        }
        for (number, problems) in &self.problems {
            for problem in problems {
                bytes.extend(number.to_le_bytes());
                bytes.extend(problem.line.unwrap_or(0).to_le_bytes());
                bytes.push(matches!(problem.outcome, Outcome::ReadSoFar).into());
                push(&mut bytes, problem.path.as_os_str().as_bytes());
                push(&mut bytes, problem.reason.as_str().as_bytes());
            }
        }
        // The commit that names this file is the seal of its order; this one is that of its content.
        let seal = xxhash_rust::xxh3::xxh3_64(&bytes);
        bytes.extend(seal.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (mut bytes, seal) = bytes.split_last_chunk()?;
        if xxhash_rust::xxh3::xxh3_64(bytes) != u64::from_le_bytes(*seal) {
            return None;
        }
        bytes = bytes.strip_prefix(MAGIC)?;
        let bytes = &mut bytes;
        let next = u32::from_le_bytes(take(bytes)?);
        let count = u64::from_le_bytes(take(bytes)?);
        let mut manifest = Self { next, ..Self::default() };
        for _ in 0..count {
            let (key, state) = file(bytes)?;
            manifest.files.insert(key, state);
        }
        if let [1] = take(bytes)? {
            let (key, state) = file(bytes)?;
            manifest.partial = Some(Partial { key, state, records: u64::from_le_bytes(take(bytes)?) });
        }
        while !bytes.is_empty() {
            let number = u32::from_le_bytes(take(bytes)?);
            let problem = problem(bytes)?;
            manifest.problems.entry(number).or_default().push(problem);
        }
        Some(manifest)
    }
}

fn push_file(bytes: &mut Vec<u8>, key: &FileKey, state: &FileState) {
    bytes.extend(state.number.to_le_bytes());
    bytes.extend(state.size.to_le_bytes());
    bytes.extend(state.modified.to_le_bytes());
    bytes.extend(state.inode.to_le_bytes());
    bytes.extend(key.root.to_le_bytes());
    push(bytes, &key.name);
}

fn file(bytes: &mut &[u8]) -> Option<(FileKey, FileState)> {
    let number = u32::from_le_bytes(take(bytes)?);
    let size = u64::from_le_bytes(take(bytes)?);
    let modified = i64::from_le_bytes(take(bytes)?);
    let inode = u64::from_le_bytes(take(bytes)?);
    let root = u32::from_le_bytes(take(bytes)?);
    let name = pull(bytes)?.to_vec();
    Some((FileKey { root, name }, FileState { number, size, modified, inode }))
}

fn problem(bytes: &mut &[u8]) -> Option<Problem> {
    let line = u64::from_le_bytes(take(bytes)?);
    let [outcome] = take(bytes)?;
    let path = PathBuf::from(OsStr::from_bytes(pull(bytes)?));
    let reason = Clean::line(std::str::from_utf8(pull(bytes)?).ok()?);
    let outcome = if outcome == 1 { Outcome::ReadSoFar } else { Outcome::Skipped };
    Some(Problem { path, line: (line > 0).then_some(line), reason, outcome })
}

/// The names in a folder; none where it cannot be listed.
fn names(folder: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry: io::Result<fs::DirEntry>| entry.ok()?.file_name().into_string().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mut manifest = Manifest::default();
        let state = FileState { number: manifest.new_number(), size: 7, modified: -3, inode: 9 };
        let key = FileKey { root: 0, name: b"long".to_vec() };
        manifest.set_partial(Some(Partial { key, state, records: 1_000 }));
        let problem = Problem {
            path: "a\u{7}.jsonl".into(),
            line: Some(3),
            reason: Clean::line("no JSON"),
            outcome: Outcome::ReadSoFar,
        };
        manifest.insert(FileKey { root: 1, name: b"a\xff".to_vec() }, state, vec![problem]);
        manifest
    }

    #[test]
    fn a_manifest_comes_back_as_it_was_and_only_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let manifest = manifest();
        let name = manifest.save(folder.path()).expect("written");
        assert_eq!(Manifest::load(folder.path(), &name).expect("read"), manifest);
        let next = manifest.save(folder.path()).expect("written");
        Manifest::sweep(folder.path(), &next);
        assert!(Manifest::load(folder.path(), &name).is_err());
        let bytes = fs::read(folder.path().join(&next)).expect("read");
        fs::write(folder.path().join(&next), &bytes[..bytes.len() - 1]).expect("written");
        assert!(Manifest::load(folder.path(), &next).is_err());
    }

    #[test]
    fn a_removed_file_takes_its_problems_with_it_and_its_number_is_not_given_again() {
        let mut manifest = manifest();
        let key = manifest.files().next().expect("a file").0.clone();
        manifest.remove(&key);
        assert!(manifest.problems().is_empty());
        assert_eq!(manifest.new_number(), 2);
    }
}
