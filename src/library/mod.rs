//! What is the reader's own: positions, read articles, marks, query history, the last place in each corpus. It cannot be
//! made again, so it lives in a database apart from the indexes, is written through to the disk with every change, and is
//! never thrown away.
//!
//! Each row that belongs to an article carries the hash of its content and the path that it was read from. An article is
//! looked up by content first, which survives a move, and by path second, which survives an edit; found by path, what
//! was kept is tied to the new content as well, so that a later move loses nothing either.

mod anchor;
mod error;
mod export;
mod history;
#[cfg(test)]
mod kill;
mod marks;
mod migrate;
mod open;
mod place;
mod positions;
mod read;
mod sets;
mod tie;
mod verdicts;

pub use anchor::Anchor;
pub use error::{LibraryError, Remark};
pub use history::HISTORY_LIMIT;
pub use marks::Mark;
pub use open::Opened;
pub use place::Place;
pub use tie::Tie;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// The reader's own data. Several programs may have it open at once; each change is one transaction.
///
/// Every method may touch the disk: call it from a worker. An error leaves the library as it was, and usable.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    path: PathBuf,
    known: sets::Known,
}

impl Library {
    /// The file that it is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Names what was tried, as in "cannot keep a position in the library".
    fn failed(&self, task: &'static str) -> impl Fn(rusqlite::Error) -> LibraryError {
        move |source| LibraryError::Use { task, path: self.path.clone(), source }
    }
}

/// Milliseconds since 1970, for what is newer than what.
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    //! Beginnings that the tests of all files here share.

    use crate::{article::ArticleId, home::Home};

    use super::*;

    /// A library in a folder that is gone with the first value.
    pub fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::tempdir().unwrap();
        let library = again(&folder);
        (folder, library)
    }

    /// The library of the same folder, opened once more.
    pub fn again(folder: &tempfile::TempDir) -> Library {
        let opened = Library::open(&Home::under(folder.path()).unwrap()).unwrap();
        assert_eq!(opened.remark, None);
        opened.library
    }

    /// An article known by its content and a path.
    pub fn tie(content: u128, path: &str) -> Tie<'_> {
        Tie::new(ArticleId(content), path)
    }
}
