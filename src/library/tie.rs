//! By what the reader's data is tied to an article.

use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql, types::ToSqlOutput};

use crate::{article::ArticleId, index::ArticleSet};

/// What ties the reader's data to an article: its content, and the path that it stands at.
///
/// The path is the file's, absolute; for a record inside a file, followed by whatever the record is known by for good
/// (its own identifier). A record that has nothing but its number is tied [by its content](Self::by_content) alone: the
/// number will be another record's when the file grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tie<'a> {
    /// The hash of the content.
    pub article: ArticleId,
    path: &'a str,
}

impl<'a> Tie<'a> {
    /// A tie by content and, where the content has changed, by path.
    pub fn new(article: ArticleId, path: &'a str) -> Self {
        Self { article, path }
    }

    /// A tie by content alone.
    pub fn by_content(article: ArticleId) -> Self {
        Self { article, path: "" }
    }

    /// The path, when it counts.
    pub fn path(&self) -> Option<&'a str> {
        (!self.path.is_empty()).then_some(self.path)
    }
}

/// The hash of an article as the database has it: 16 bytes, the highest first.
pub(super) struct Hash([u8; 16]);

impl Hash {
    /// The hash of an article.
    pub(super) fn of(article: ArticleId) -> Self {
        Self(article.0.to_be_bytes())
    }

    /// The article whose hash stands in a column.
    pub(super) fn in_column(row: &Row<'_>, column: &str) -> rusqlite::Result<ArticleId> {
        row.get(column).map(|bytes| ArticleId(u128::from_be_bytes(bytes)))
    }
}

impl ToSql for Hash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(&self.0[..]))
    }
}

/// The articles whose hashes stand in the column `article`.
pub(super) fn all(connection: &Connection, sql: &str) -> rusqlite::Result<ArticleSet> {
    connection.prepare_cached(sql)?.query_map([], |row| Hash::in_column(row, "article"))?.collect()
}

/// One row or none.
pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    connection.prepare_cached(sql)?.query_row(parameters, read).optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_by_content_has_no_path() {
        assert_eq!(Tie::by_content(ArticleId(1)).path(), None);
        assert_eq!(Tie::new(ArticleId(1), "/a.txt").path(), Some("/a.txt"));
    }
}
