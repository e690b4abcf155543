//! Which sites and folders an article belongs to.

use std::path::Path;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{
    article::{
        Document,
        heap::{Within, site_of},
    },
    index::Corpus,
    source::Origin,
};

/// The site and the folders of an article, the nearest first: the host of its address or its outlet, the folder that its
/// file lies in, and the folder right below the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups(Vec<(Within, String)>);

impl Groups {
    /// Those of an article that stands in a file. What comes in on a stream has a site at most.
    pub fn of(document: &Document, origin: &Origin, corpus: &Corpus) -> Self {
        let site = site_of(document).map(|site| (Within::Site, site));
        let folders = folders(origin, corpus).into_iter().map(|folder| (Within::Folder, folder));
        Self(site.into_iter().chain(folders).collect())
    }

    /// The nearest of them.
    pub(super) fn first(&self) -> Option<u64> {
        self.numbers().next()
    }

    /// Their numbers, as the index keeps them.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(within, name)| number(*within, name))
    }

    pub(super) fn all(&self) -> &[(Within, String)] {
        &self.0
    }
}

/// The number of a site or folder.
pub(super) fn number(within: Within, name: &str) -> u64 {
    xxh3_64_with_seed(name.as_bytes(), within as u64 + 1)
}

/// The folder of a file and the one right below the root that it lies under, as full paths.
pub(super) fn folders(origin: &Origin, corpus: &Corpus) -> Vec<String> {
    let shown = |path: &Path| path.to_string_lossy().into_owned();
    match origin {
        Origin::Disk(_) => {}
        Origin::Sample(_) => return vec!["seeds".to_owned()],
        Origin::Input(_) => return Vec::new(),
    }
    let (root, below) = corpus.stored(origin);
    let below = below.path();
    let whole = root.checked_sub(1).and_then(|number| corpus.key().roots().get(number as usize));
    let Some(root) = whole else { return below.parent().map(shown).into_iter().collect() };
    let file = if below.as_os_str().is_empty() { root.clone() } else { root.join(&below) };
    let mut folders: Vec<String> = file.parent().map(shown).into_iter().collect();
    let mut steps = below.components();
    if let (Some(first), Some(_)) = (steps.next(), steps.next()) {
        folders.push(shown(&root.join(first)));
    }
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Stated, source::Root};

    #[test]
    fn an_article_belongs_to_its_site_and_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let corpus = Corpus::of(vec![Root::Path(root.clone())]);
        let stated = Stated { url: Some("https://www.Hill.example/a".to_owned()), ..Stated::default() };
        let document = Document { stated, ..Document::default() };
        let file = |path: &str| Origin::Disk(root.join(path).as_path().into());
        let name = |path: &str| (Within::Folder, root.join(path).to_string_lossy().into_owned());
        let site = (Within::Site, "hill.example".to_owned());
        assert_eq!(Groups::of(&document, &file("a/b/c.txt"), &corpus).0, [site, name("a/b"), name("a")]);
        assert_eq!(Groups::of(&Document::default(), &file("a/c.txt"), &corpus).0, [name("a")]);
    }
}
