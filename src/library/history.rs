//! What was searched for, corpus by corpus.

use rusqlite::params;

use crate::home::CorpusKey;

use super::{Library, LibraryError, now};

/// How many queries of a corpus are remembered.
pub const HISTORY_LIMIT: usize = 1000;

impl Library {
    /// Remembers a query as the newest one of its corpus. An earlier one with the same words is forgotten, as is what
    /// exceeds [`HISTORY_LIMIT`]; one without words is not worth it.
    pub fn remember_query(&self, corpus: &CorpusKey, text: &str) -> Result<(), LibraryError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.add_query(&corpus.to_string(), text).map_err(self.failed("remember a query"))
    }

    /// The queries of a corpus, newest first.
    pub fn history(&self, corpus: &CorpusKey, limit: usize) -> Result<Vec<String>, LibraryError> {
        const FIND: &str = "SELECT text FROM query WHERE corpus = ?1 ORDER BY number DESC LIMIT ?2";
        let find = || {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut statement = self.connection.prepare_cached(FIND)?;
            statement.query_map(params![corpus.to_string(), limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()
        };
        find().map_err(self.failed("look up the earlier queries"))
    }

    fn add_query(&self, corpus: &str, text: &str) -> rusqlite::Result<()> {
        const FORGET_SAME: &str = "DELETE FROM query WHERE corpus = ?1 AND text = ?2";
        const ADD: &str = "INSERT INTO query (corpus, text, asked) VALUES (?1, ?2, ?3)";
        const FORGET_OLDEST: &str = "DELETE FROM query WHERE corpus = ?1 AND number NOT IN
             (SELECT number FROM query WHERE corpus = ?1 ORDER BY number DESC LIMIT ?2)";
        let transaction = self.connection.unchecked_transaction()?;
        transaction.execute(FORGET_SAME, [corpus, text])?;
        transaction.execute(ADD, params![corpus, text, now()])?;
        transaction.execute(FORGET_OLDEST, params![corpus, HISTORY_LIMIT as i64])?;
        transaction.commit()
    }
}

#[cfg(test)]
mod tests {
    use crate::library::tests::{again, library};

    use super::*;

    #[test]
    fn the_newest_query_comes_first_and_only_once() {
        let (folder, library) = library();
        let corpus = CorpusKey::named("sample");
        for text in ["putin", "biden", "  ", "putin "] {
            library.remember_query(&corpus, text).unwrap();
        }
        library.remember_query(&CorpusKey::named("another"), "elsewhere").unwrap();
        assert_eq!(again(&folder).history(&corpus, 10).unwrap(), ["putin", "biden"]);
        assert_eq!(library.history(&corpus, 1).unwrap(), ["putin"]);
    }

    #[test]
    fn the_oldest_queries_are_forgotten() {
        let (_folder, library) = library();
        let corpus = CorpusKey::named("sample");
        library.connection.pragma_update(None, "synchronous", "OFF").unwrap();
        for number in 0..HISTORY_LIMIT + 5 {
            library.remember_query(&corpus, &format!("query {number}")).unwrap();
        }
        let history = library.history(&corpus, usize::MAX).unwrap();
        assert_eq!(history.len(), HISTORY_LIMIT);
        assert_eq!(history.last().unwrap(), "query 5");
    }
}
