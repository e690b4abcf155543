//! Where the reader was when a corpus was left, so that the next run begins there.

use rusqlite::{Row, params};

use crate::{article::ArticleId, home::CorpusKey};

use super::{
    Library, LibraryError, now,
    tie::{Hash, one},
};

/// The last place in a corpus. Where exactly in the article it was, [`Library::position`] knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The article that was selected.
    pub article: Option<ArticleId>,
    /// The path that it stood at; empty where none counts.
    pub path: String,
    /// The query that the list answered.
    pub query: String,
    /// The pane that had the focus, by its name.
    pub focus: String,
    /// The measure, where the reader changed it.
    pub measure: Option<u16>,
}

impl Library {
    /// Keeps the last place in a corpus.
    pub fn keep_place(&self, corpus: &CorpusKey, place: &Place) -> Result<(), LibraryError> {
        const KEEP: &str = "INSERT OR REPLACE INTO place (corpus, article, path, query, focus, measure, updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let corpus = corpus.to_string();
        let article = place.article.map(Hash::of);
        let row = params![corpus, article, place.path, place.query, place.focus, place.measure, now()];
        self.connection.execute(KEEP, row).map(drop).map_err(self.failed("keep the place"))
    }

    /// The last place in a corpus, if it was ever left.
    pub fn place(&self, corpus: &CorpusKey) -> Result<Option<Place>, LibraryError> {
        const FIND: &str = "SELECT article, path, query, focus, measure FROM place WHERE corpus = ?1";
        one(&self.connection, FIND, [corpus.to_string()], place).map_err(self.failed("look up the last place"))
    }
}

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    let article: Option<[u8; 16]> = row.get("article")?;
    Ok(Place {
        article: article.map(|bytes| ArticleId(u128::from_be_bytes(bytes))),
        path: row.get("path")?,
        query: row.get("query")?,
        focus: row.get("focus")?,
        measure: row.get("measure")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::library::tests::{again, library};

    use super::*;

    #[test]
    fn the_last_place_of_each_corpus_is_kept() {
        let (folder, library) = library();
        let corpus = CorpusKey::named("sample");
        let place = Place {
            article: Some(ArticleId(9)),
            path: "/a.txt".to_owned(),
            query: "date:2021".to_owned(),
            focus: "reader".to_owned(),
            measure: Some(66),
        };
        library.keep_place(&corpus, &Place::default()).unwrap();
        library.keep_place(&corpus, &place).unwrap();
        drop(library);
        let library = again(&folder);
        assert_eq!(library.place(&corpus).unwrap(), Some(place));
        assert_eq!(library.place(&CorpusKey::named("another")).unwrap(), None);
    }

    #[test]
    fn a_place_without_an_article_is_a_place() {
        let (_folder, library) = library();
        let corpus = CorpusKey::named("sample");
        library.keep_place(&corpus, &Place::default()).unwrap();
        assert_eq!(library.place(&corpus).unwrap(), Some(Place::default()));
    }
}
