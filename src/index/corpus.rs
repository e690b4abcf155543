//! Which articles an index is about, and how their paths are named in it.

use std::{
    path::{Path, PathBuf},
    process,
    sync::Arc,
};

use crate::{
    home::CorpusKey,
    source::{Origin, Root},
};

/// The roots that are opened together.
///
/// The same corpus may be named in different words from run to run (another working folder, another order), so the index
/// keeps the number of a root and the path below it; this type translates.
#[derive(Clone, Debug)]
pub struct Corpus {
    key: CorpusKey,
    roots: Vec<Root>,
    /// As named by the user, by the number of the canonical root.
    named: Vec<PathBuf>,
}

impl Corpus {
    /// The corpus of these roots.
    pub fn of(roots: Vec<Root>) -> Self {
        let mut paths = Vec::new();
        let mut other = String::new();
        for root in &roots {
            match root {
                Root::Path(path) => paths.push(path.clone()),
                Root::Samples(_) => other.push_str("sample"),
                // What comes in on a stream is another corpus each time.
                Root::Input(_) => other = format!("{other} input of {}", process::id()),
            }
        }
        if !other.is_empty() {
            let key = paths.iter().fold(other, |key, path| format!("{key} {}", path.display()));
            return Self { key: CorpusKey::named(&key), named: paths, roots };
        }
        let key = CorpusKey::of_paths(&paths);
        let spelled = |root: &PathBuf| {
            let alone = |path: &&PathBuf| CorpusKey::of_paths([path]).roots() == std::slice::from_ref(root);
            paths.iter().find(alone).unwrap_or(root).clone()
        };
        let named = key.roots().iter().map(spelled).collect();
        Self { key, named, roots }
    }

    /// Its identity from run to run.
    pub fn key(&self) -> &CorpusKey {
        &self.key
    }

    /// Whether it comes in on a stream: nobody can ask for it again, so its index goes with the program.
    pub fn is_passing(&self) -> bool {
        self.roots.iter().any(|root| matches!(root, Root::Input(_)))
    }

    /// The roots as they were given.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The origin as the index names it: the number of the root and the path below.
    pub(super) fn stored(&self, origin: &Origin) -> (u32, Origin) {
        let Origin::Disk(path) = origin else { return (0, origin.clone()) };
        let below = |(number, root): (usize, &PathBuf)| Some((number, path.strip_prefix(root).ok()?));
        let candidates = self.named.iter().enumerate().filter_map(below);
        let shortest = candidates.min_by_key(|(_, below)| below.as_os_str().len());
        match shortest {
            Some((number, below)) => (number as u32 + 1, Origin::Disk(below.into())),
            None => (0, origin.clone()),
        }
    }

    /// The path of a file as `path:` sees it: the last name of the root, and what is below.
    pub(super) fn path_text(&self, origin: &Origin) -> String {
        let (root, stored) = self.stored(origin);
        let root = root.checked_sub(1).and_then(|number| self.named.get(number as usize)?.file_name());
        let below = stored.path();
        let path = root.map_or_else(|| below.clone(), |root| Path::new(root).join(&below));
        path.to_string_lossy().into_owned()
    }

    /// The origin that [`stored`](Self::stored) named, in the user's words.
    pub(super) fn named(&self, root: u32, origin: Origin) -> Origin {
        let root = root.checked_sub(1).and_then(|number| self.named.get(number as usize));
        match (root, origin) {
            (Some(root), Origin::Disk(below)) => Origin::Disk(joined(root, &below)),
            (_, origin) => origin,
        }
    }
}

/// A path below a root; of a root that is a file, the root itself, without a slash behind it.
fn joined(root: &Path, below: &Path) -> Arc<Path> {
    if below.as_os_str().is_empty() { root.into() } else { root.join(below).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_named_as_the_user_names_it_in_each_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let (a, b) = (folder.path().join("a"), folder.path().join("b.txt"));
        std::fs::create_dir(&a).expect("a folder");
        std::fs::write(&b, "text").expect("a file");
        let first = Corpus::of(vec![Root::Path(b.clone()), Root::Path(a.join("..").join("a"))]);
        let second = Corpus::of(vec![Root::Path(a.clone()), Root::Path(b.clone())]);
        assert_eq!(first.key(), second.key());
        for (named, again) in [(a.join("..").join("a").join("c.txt"), a.join("c.txt")), (b.clone(), b.clone())] {
            let (root, origin) = first.stored(&Origin::Disk(named.as_path().into()));
            assert_eq!(first.named(root, origin.clone()).path(), named);
            assert_eq!(second.named(root, origin).path(), again);
        }
    }
}
