//! A small corpus, and a home for each test.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// A folder of articles and a home, gone with the test.
pub struct Corpus {
    folder: TempDir,
}

/// Three articles, newest first.
const ARTICLES: &[(&str, &str)] = &[
    (
        "ferry.txt",
        "Ferry captain takes the wheel of a bus\n\n5 March 2021\n\nLotte Reimers steered the Oster ferry for twenty-two \
         years. On Monday she will sit behind another wheel.\n\nShe does not expect to be seasick, she says.\n",
    ),
    (
        "bridge.txt",
        "Old bridge reopens after ten years\n\n4 March 2021\n\nThe stone bridge over the Oster was reopened on Thursday \
         by the mayor.\n\nThe ferry made its last crossing on Wednesday evening.\n",
    ),
    (
        "ducks.txt",
        "Ducks of the Oster counted\n\n2 March 2021\n\nThe warden of the nature reserve counted four hundred ducks last \
         week, more than ever since she began.\n",
    ),
];

impl Corpus {
    /// The three articles.
    pub fn small() -> Self {
        let corpus = Self::empty();
        for (name, text) in ARTICLES {
            corpus.add(name, text);
        }
        corpus
    }

    /// A folder without articles.
    pub fn empty() -> Self {
        let corpus = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(corpus.articles()).unwrap();
        corpus
    }

    /// Adds an article.
    pub fn add(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.articles().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The folder of the articles.
    pub fn articles(&self) -> PathBuf {
        self.folder.path().join("articles")
    }

    /// folio's home.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder of the articles as an argument.
    pub fn argument(&self) -> OsString {
        self.articles().into()
    }
}
