//! Which articles were read.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::{article::ArticleId, index::ArticleSet};

use super::{
    Library, LibraryError, Tie, now,
    tie::{Hash, all, one},
};

impl Library {
    /// Says that an article was read, or that it counts as unread again.
    pub fn set_read(&self, tie: Tie<'_>, read: bool) -> Result<(), LibraryError> {
        keep(&self.connection, tie, read).map_err(self.failed("keep what was read"))
    }

    /// Says it of several articles at once: of all or, when that fails, of none.
    pub fn set_all_read(&self, ties: &[Tie<'_>], read: bool) -> Result<(), LibraryError> {
        let keep_all = || {
            let transaction = self.connection.unchecked_transaction()?;
            ties.iter().try_for_each(|&tie| keep(&transaction, tie, read))?;
            transaction.commit()
        };
        keep_all().map_err(self.failed("keep what was read"))
    }

    /// Which of these articles were read.
    pub fn read_set(&self, ties: &[Tie<'_>]) -> Result<HashSet<ArticleId>, LibraryError> {
        let found: rusqlite::Result<HashSet<_>> = ties
            .iter()
            .filter_map(|&tie| self.is_read(tie).map(|read| read.then_some(tie.article)).transpose())
            .collect();
        found.map_err(self.failed("look up what was read"))
    }

    /// All articles that were read, in whatever corpus.
    pub(super) fn all_read(&self) -> rusqlite::Result<ArticleSet> {
        const ALL: &str = "SELECT article FROM read WHERE read = 1 ORDER BY article";
        all(&self.connection, ALL)
    }

    /// By content, else by path; then the new content is tied to it.
    fn is_read(&self, tie: Tie<'_>) -> rusqlite::Result<bool> {
        const BY_CONTENT: &str = "SELECT read FROM read WHERE article = ?1";
        const BY_PATH: &str = "SELECT read FROM read WHERE path = ?1 ORDER BY updated DESC LIMIT 1";
        if let Some(read) = one(&self.connection, BY_CONTENT, [Hash::of(tie.article)], |row| row.get(0))? {
            return Ok(read);
        }
        let Some(path) = tie.path() else { return Ok(false) };
        let Some(read) = one(&self.connection, BY_PATH, [path], |row| row.get(0))? else { return Ok(false) };
        // As with positions: the answer is right without this.
        let _ = keep(&self.connection, tie, read);
        Ok(read)
    }
}

fn keep(connection: &Connection, tie: Tie<'_>, read: bool) -> rusqlite::Result<()> {
    const KEEP: &str = "INSERT OR REPLACE INTO read (article, path, read, updated) VALUES (?1, ?2, ?3, ?4)";
    let row = params![Hash::of(tie.article), tie.path().unwrap_or_default(), read, now()];
    connection.prepare_cached(KEEP)?.execute(row).map(drop)
}

#[cfg(test)]
mod tests {
    use crate::library::tests::{library, tie};

    use super::*;

    #[test]
    fn an_article_is_read_until_it_counts_as_unread_again() {
        let (_folder, library) = library();
        library.set_read(tie(1, "/a"), true).unwrap();
        library.set_read(tie(2, "/b"), true).unwrap();
        library.set_read(tie(2, "/b"), false).unwrap();
        let read = library.read_set(&[tie(1, "/a"), tie(2, "/b"), tie(3, "/c")]).unwrap();
        assert_eq!(read, HashSet::from([ArticleId(1)]));
    }

    #[test]
    fn a_moved_and_an_edited_article_stay_read() {
        let (_folder, library) = library();
        library.set_all_read(&[tie(1, "/a"), tie(2, "/b")], true).unwrap();
        assert_eq!(library.read_set(&[tie(1, "/moved"), tie(20, "/b")]).unwrap().len(), 2);
        assert_eq!(library.read_set(&[tie(20, "/moved too")]).unwrap().len(), 1);
    }

    #[test]
    fn an_edited_article_can_be_unread_while_its_copy_stays_read() {
        let (_folder, library) = library();
        library.set_read(tie(1, "/a"), true).unwrap();
        library.set_read(tie(10, "/a"), false).unwrap();
        assert_eq!(library.read_set(&[tie(10, "/a"), tie(1, "/copy")]).unwrap(), HashSet::from([ArticleId(1)]));
    }
}
