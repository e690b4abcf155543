//! Finds the files of a corpus. It opens none of them.
//!
//! Files and folders whose names begin with a dot are passed over, unless they are named as an argument. The order is that
//! of the arguments, and below each the byte order of the names. A link to a file counts as a file. A link to a folder is
//! followed after everything that stands in the corpus itself, and only where it leads to files that would not be read
//! anyway: never to a folder that holds a root, never twice to the same one.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    ffi::OsStr,
    fs::Metadata,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

use super::{
    Limits, Problem, SourceError,
    origin::{Origin, check_regular, nanoseconds},
    sample::Sample,
    spool::Spool,
};

/// What the user named as (part of) the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Input(Spool),
    /// Articles that are embedded in the binary.
    Samples(&'static [Sample]),
}

/// A file of the corpus, not yet opened, with what tells whether it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Where its bytes come from.
    pub origin: Origin,
    /// How many bytes it has.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 for what is not on a disk.
    pub modified: i64,
    /// The number of the file on its disk; 0 for what is not on a disk.
    pub inode: u64,
}

impl FileEntry {
    /// The entry of one file on the disk.
    pub fn of_path(path: &Path) -> Result<Self, SourceError> {
        let metadata =
            std::fs::metadata(path).map_err(|reason| SourceError::Read { path: path.to_path_buf(), reason })?;
        Self::of_metadata(path, &metadata)
    }

    fn of_metadata(path: &Path, metadata: &Metadata) -> Result<Self, SourceError> {
        check_regular(path, metadata)?;
        Ok(Self {
            origin: Origin::Disk(path.into()),
            size: metadata.len(),
            modified: nanoseconds(metadata),
            inode: metadata.ino(),
        })
    }

    fn of_sample(sample: Sample) -> Self {
        Self { origin: Origin::Sample(sample), size: sample.content.len() as u64, modified: 0, inode: 0 }
    }

    fn of_input(spool: Spool) -> Self {
        Self { size: spool.size(), origin: Origin::Input(spool), modified: 0, inode: 0 }
    }
}

/// The files below the roots, one by one; what cannot be reached comes as a problem in its place.
pub fn walk(roots: &[Root], limits: &Limits) -> Walk {
    let real: Vec<Option<PathBuf>> = roots.iter().map(real_path).collect();
    let mut first = HashMap::new();
    for (position, path) in real.iter().enumerate() {
        if let Some(path) = path {
            first.entry(path.as_path()).or_insert(position);
        }
    }
    let is_covered = |position: usize| match &real[position] {
        Some(path) => is_covered(path, position, &first),
        None => roots[..position].contains(&roots[position]),
    };
    let kept = (0..roots.len()).filter(|position| !is_covered(*position)).map(|position| roots[position].clone());
    Walk {
        roots: kept.collect(),
        links: VecDeque::new(),
        visited: real.iter().flatten().filter(|path| path.is_dir()).cloned().collect(),
        current: None,
        samples: &[],
        deepest: limits.deepest_folder,
    }
}

/// The iterator that [`walk`] makes.
pub struct Walk {
    roots: VecDeque<Root>,
    /// Links to folders, for when all roots are done.
    links: VecDeque<PathBuf>,
    /// The real paths of the folders among the roots, and of those that links led to.
    visited: HashSet<PathBuf>,
    current: Option<ignore::Walk>,
    samples: &'static [Sample],
    deepest: usize,
}

impl Iterator for Walk {
    type Item = Result<FileEntry, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((first, rest)) = self.samples.split_first() {
                self.samples = rest;
                return Some(Ok(FileEntry::of_sample(*first)));
            }
            let step = self.current.as_mut().and_then(Iterator::next);
            let found = match step {
                Some(Ok(entry)) => self.entry(&entry),
                Some(Err(error)) => Some(Err(problem(error))),
                None => {
                    self.current = None;
                    self.begin_next()?
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Walk {
    /// Begins with the next root or link; none when there is no more, `Some(None)` when its files are still to come.
    fn begin_next(&mut self) -> Option<Option<Result<FileEntry, Problem>>> {
        match self.roots.pop_front() {
            Some(Root::Path(path)) => Some(self.begin_path(path)),
            Some(Root::Input(spool)) => Some(Some(Ok(FileEntry::of_input(spool)))),
            Some(Root::Samples(samples)) => {
                self.samples = samples;
                Some(None)
            }
            None => self.links.pop_front().map(|link| self.begin_link(link)),
        }
    }

    fn begin_path(&mut self, path: PathBuf) -> Option<Result<FileEntry, Problem>> {
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.current = Some(files_below(&path, self.deepest));
                None
            }
            Ok(metadata) => Some(FileEntry::of_metadata(&path, &metadata).map_err(Problem::from)),
            Err(reason) => Some(Err(SourceError::Read { path, reason }.into())),
        }
    }

    fn begin_link(&mut self, link: PathBuf) -> Option<Result<FileEntry, Problem>> {
        let target = match std::fs::canonicalize(&link) {
            Ok(target) => target,
            Err(reason) => return Some(Err(SourceError::Read { path: link, reason }.into())),
        };
        if target.ancestors().any(|folder| self.visited.contains(folder)) {
            return None;
        }
        if self.visited.iter().any(|visited| visited.starts_with(&target)) {
            let what = "it links to a folder that holds the corpus";
            return Some(Err(SourceError::Link { path: link, what }.into()));
        }
        self.visited.insert(target);
        self.current = Some(files_below(&link, self.deepest));
        None
    }

    fn entry(&mut self, entry: &DirEntry) -> Option<Result<FileEntry, Problem>> {
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let too_deep = entry.depth() > self.deepest;
            let error = SourceError::TooDeep { path: path.to_path_buf(), deepest: self.deepest };
            return too_deep.then(|| Err(error.into()));
        }
        match if kind.is_symlink() { std::fs::metadata(path) } else { std::fs::symlink_metadata(path) } {
            Ok(target) if target.is_dir() => {
                self.links.push_back(path.to_path_buf());
                None
            }
            Ok(metadata) => Some(FileEntry::of_metadata(path, &metadata).map_err(Problem::from)),
            Err(reason) => Some(Err(SourceError::Read { path: path.to_path_buf(), reason }.into())),
        }
    }
}

/// Everything below a folder, sorted, links not followed. One level more than the limit, so that what lies beyond is seen.
fn files_below(folder: &Path, deepest: usize) -> ignore::Walk {
    // A trailing slash makes a link to a folder a folder.
    WalkBuilder::new(folder.join(""))
        .standard_filters(false)
        .follow_links(false)
        .max_depth(Some(deepest.saturating_add(1)))
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path()))
        .build()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(is_hidden_name)
}

fn is_hidden_name(name: &OsStr) -> bool {
    name.as_bytes().starts_with(b".")
}

fn real_path(root: &Root) -> Option<PathBuf> {
    match root {
        Root::Path(path) => std::fs::canonicalize(path).ok(),
        Root::Input(_) | Root::Samples(_) => None,
    }
}

/// Whether another root brings the same files: the same path earlier, or a folder above it, unless a hidden folder lies
/// in between.
fn is_covered(path: &Path, position: usize, first: &HashMap<&Path, usize>) -> bool {
    if first.get(path).is_some_and(|first| *first < position) {
        return true;
    }
    let is_visible = |folder: &Path| path.strip_prefix(folder).is_ok_and(|rest| !rest.iter().any(is_hidden_name));
    path.ancestors().skip(1).any(|folder| first.contains_key(folder) && is_visible(folder))
}

fn problem(error: ignore::Error) -> Problem {
    let path = path_of(&error).unwrap_or_default();
    let reason = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder cannot be listed"));
    SourceError::Read { path, reason }.into()
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, file).expect("a file");
        }
        folder
    }

    /// Paths below the folder, in order; problems as `! path: reason`.
    fn found(folder: &Path, roots: &[&str]) -> Vec<String> {
        let roots: Vec<Root> = roots.iter().map(|root| Root::Path(folder.join(root))).collect();
        let limits = Limits { deepest_folder: 3, ..Limits::default() };
        let strip = |path: PathBuf| path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        walk(&roots, &limits)
            .map(|entry| match entry {
                Ok(entry) => strip(entry.origin.path()),
                Err(problem) => format!("! {}: {}", strip(problem.path), problem.reason),
            })
            .collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_names_without_hidden_ones() {
        let folder = folder(&["b.txt", "a/2.txt", "a/10.txt", ".git/x", "a/.hidden", "c"]);
        assert_eq!(found(folder.path(), &[""]), ["a/10.txt", "a/2.txt", "b.txt", "c"]);
        assert_eq!(found(folder.path(), &[".git", "b.txt"]), [".git/x", "b.txt"]);
    }

    #[test]
    fn a_root_inside_another_one_is_not_read_twice() {
        let folder = folder(&["a/1.txt", "a/.h/2.txt", "b.txt"]);
        assert_eq!(found(folder.path(), &["a/1.txt", "a", "a", "b.txt"]), ["a/1.txt", "b.txt"]);
        assert_eq!(found(folder.path(), &["a", "a/.h"]), ["a/1.txt", "a/.h/2.txt"]);
    }

    #[test]
    fn links_lead_to_new_files_but_never_around() {
        let folder = folder(&["corpus/a/1.txt", "other/2.txt", "other/deep/3.txt"]);
        let at = |path: &str| folder.path().join(path);
        symlink("../other", at("corpus/0-other")).expect("a link");
        symlink("../other/deep", at("corpus/deep")).expect("a link");
        symlink("a", at("corpus/same")).expect("a link");
        symlink("..", at("corpus/up")).expect("a link");
        symlink("../corpus", at("other/back")).expect("a link");
        symlink("self", at("corpus/self")).expect("a link");
        symlink("nowhere", at("corpus/broken")).expect("a link");
        symlink("/dev/zero", at("corpus/zero.txt")).expect("a link");
        let found = found(folder.path(), &["corpus"]);
        assert_eq!(
            found,
            [
                "corpus/a/1.txt",
                "! corpus/broken: no such file or directory",
                "! corpus/self: too many levels of symbolic links",
                "! corpus/zero.txt: a device, not a file",
                "corpus/0-other/2.txt",
                "corpus/0-other/deep/3.txt",
                "! corpus/up: it links to a folder that holds the corpus",
            ]
        );
    }

    #[test]
    fn what_is_missing_or_too_deep_is_a_problem() {
        let folder = folder(&["1/2/3/in.txt", "1/2/3/4/out.txt"]);
        assert_eq!(
            found(folder.path(), &["", "missing"]),
            ["! 1/2/3/4: more than 3 folders deep", "1/2/3/in.txt", "! missing: no such file or directory"]
        );
    }

    #[test]
    fn samples_and_input_are_files_like_others() {
        const SAMPLES: &[Sample] = &[Sample { name: "a.txt", content: b"x" }, Sample { name: "b.txt", content: b"yy" }];
        let home = tempfile::tempdir().expect("a folder");
        let spool = Spool::fill(&mut &b"abc"[..], home.path(), &Limits::default()).expect("kept");
        let entries: Vec<(String, u64)> = walk(&[Root::Samples(SAMPLES), Root::Input(spool)], &Limits::default())
            .map(|entry| entry.expect("no problem"))
            .map(|entry| (entry.origin.path().display().to_string(), entry.size))
            .collect();
        assert_eq!(entries, [("seeds/a.txt".into(), 1), ("seeds/b.txt".into(), 2), ("-".into(), 3)]);
    }
}
