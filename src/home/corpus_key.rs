//! By what a corpus is known from run to run: the set of places that it was opened from.

use std::{
    fmt, fs,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_128;

/// The identity of a corpus. The order in which its roots are named and the way they are written do not matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CorpusKey {
    hash: u128,
    roots: Vec<PathBuf>,
}

impl CorpusKey {
    /// The key of the corpus that these folders and files make together.
    pub fn of_paths<P: AsRef<Path>>(roots: impl IntoIterator<Item = P>) -> Self {
        let mut roots: Vec<PathBuf> = roots.into_iter().map(|root| canonical(root.as_ref())).collect();
        roots.sort();
        roots.dedup();
        // A path holds no zero byte, so this cannot be the same for two different lists.
        let bytes: Vec<u8> =
            roots.iter().flat_map(|root| root.as_os_str().as_bytes().iter().copied().chain([0])).collect();
        Self { hash: xxh3_128(&bytes), roots }
    }

    /// The key of a corpus that is not made of paths, such as the sample in the binary.
    pub fn named(name: &str) -> Self {
        // No absolute path begins so.
        Self { hash: xxh3_128(format!(":{name}").as_bytes()), roots: vec![PathBuf::from(format!(":{name}"))] }
    }

    /// The roots, canonical, sorted and without repetition: a root's number in this list is the same in every run.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for CorpusKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.hash)
    }
}

/// The one way to write a path; a path that cannot be followed at present is at least made absolute.
fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_repetition_and_spelling_do_not_matter() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        fs::create_dir(&a).unwrap();
        fs::create_dir(&b).unwrap();
        let key = CorpusKey::of_paths([&a, &b]);
        assert_eq!(key, CorpusKey::of_paths([&b, &a, &a]));
        assert_eq!(key, CorpusKey::of_paths([&a, &b.join("..").join("b")]));
        assert_ne!(key, CorpusKey::of_paths([&a]));
    }

    #[test]
    fn a_missing_root_has_a_key_all_the_same() {
        let key = CorpusKey::of_paths(["not/there"]);
        assert!(key.roots()[0].is_absolute());
        assert_eq!(key.to_string().len(), 32);
    }

    #[test]
    fn a_name_is_no_path() {
        assert_ne!(CorpusKey::named("sample"), CorpusKey::of_paths(["sample"]));
        assert_eq!(CorpusKey::named("sample"), CorpusKey::named("sample"));
    }
}
