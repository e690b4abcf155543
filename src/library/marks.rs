//! Marks: spots that the reader gave a letter.

use rusqlite::{Row, params};

use crate::{article::ArticleId, index::ArticleSet};

use super::{
    Anchor, Library, LibraryError, Tie, now,
    positions::anchor,
    tie::{Hash, all, one},
};

/// A spot with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The letter.
    pub name: char,
    /// The article, as it was when the mark was set.
    pub article: ArticleId,
    /// The path that it stood at; empty where none counts. An article that is not found by content is found by this.
    pub path: String,
    /// The spot.
    pub anchor: Anchor,
}

impl Library {
    /// Sets a mark, wherever it was before.
    pub fn set_mark(&self, name: char, tie: Tie<'_>, anchor: &Anchor) -> Result<(), LibraryError> {
        const KEEP: &str = "INSERT OR REPLACE INTO mark (name, article, path, block, byte, beginning, updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let path = tie.path().unwrap_or_default();
        let name = name.to_string();
        let row = params![name, Hash::of(tie.article), path, anchor.block, anchor.byte, anchor.beginning, now()];
        let kept = self.connection.prepare_cached(KEEP).and_then(|mut statement| statement.execute(row));
        kept.map(drop).map_err(self.failed("set a mark"))
    }

    /// The mark with this letter.
    pub fn mark(&self, name: char) -> Result<Option<Mark>, LibraryError> {
        const FIND: &str = "SELECT name, article, path, block, byte, beginning FROM mark WHERE name = ?1";
        one(&self.connection, FIND, [name.to_string()], mark).map_err(self.failed("look up a mark"))
    }

    /// All articles with a mark in them.
    pub(super) fn all_marked(&self) -> rusqlite::Result<ArticleSet> {
        all(&self.connection, "SELECT article FROM mark")
    }

    /// All marks, by their letters.
    pub fn marks(&self) -> Result<Vec<Mark>, LibraryError> {
        const ALL: &str = "SELECT name, article, path, block, byte, beginning FROM mark ORDER BY name";
        let all = || self.connection.prepare_cached(ALL)?.query_map([], mark)?.collect::<rusqlite::Result<_>>();
        all().map_err(self.failed("list the marks"))
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    let name: String = row.get("name")?;
    Ok(Mark {
        name: name.chars().next().unwrap_or_default(),
        article: Hash::in_column(row, "article")?,
        path: row.get("path")?,
        anchor: anchor(row)?,
    })
}

#[cfg(test)]
mod tests {
    use crate::library::tests::{library, tie};

    use super::*;

    #[test]
    fn a_mark_is_where_it_was_set_last() {
        let (_folder, library) = library();
        let spot = Anchor { block: 2, byte: 7, beginning: "So".to_owned() };
        library.set_mark('x', tie(1, "/a"), &Anchor::default()).unwrap();
        library.set_mark('x', tie(2, "/b"), &spot).unwrap();
        let mark = Mark { name: 'x', article: ArticleId(2), path: "/b".to_owned(), anchor: spot };
        assert_eq!(library.mark('x').unwrap(), Some(mark));
        assert_eq!(library.mark('y').unwrap(), None);
    }

    #[test]
    fn marks_are_listed_by_letter() {
        let (_folder, library) = library();
        for name in ['b', 'é', 'a'] {
            library.set_mark(name, tie(1, "/a"), &Anchor::default()).unwrap();
        }
        let names: String = library.marks().unwrap().iter().map(|mark| mark.name).collect();
        assert_eq!(names, "abé");
    }
}
