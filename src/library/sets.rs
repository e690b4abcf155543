//! What the reader has done with articles, as sets that the engine takes with a question.

use std::cell::RefCell;

use crate::index::ArticleSets;

use super::{Library, LibraryError};

/// The sets as they were read last, and the state of the database then.
#[derive(Debug, Default)]
pub(super) struct Known(RefCell<Option<(Version, ArticleSets)>>);

/// What changes with every change of the database: by others, and by this connection.
type Version = (i64, u64);

impl Library {
    /// The articles that were read, and those with a mark. Read anew only when something was kept in the meantime.
    ///
    /// An edited article is among them once [`read_set`](Self::read_set) has known it by its path.
    pub fn sets(&self) -> Result<ArticleSets, LibraryError> {
        self.known_sets().map_err(self.failed("look up what was read"))
    }

    fn known_sets(&self) -> rusqlite::Result<ArticleSets> {
        let others = self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let version = (others, self.connection.total_changes());
        let mut known = self.known.0.borrow_mut();
        if let Some((_, sets)) = known.as_ref().filter(|(before, _)| *before == version) {
            return Ok(sets.clone());
        }
        let sets = ArticleSets { read: self.all_read()?, marked: self.all_marked()? };
        *known = Some((version, sets.clone()));
        Ok(sets)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        article::ArticleId,
        index::ArticleSet,
        library::{
            Anchor,
            tests::{again, library, tie},
        },
    };

    fn set(numbers: &[u128]) -> ArticleSet {
        numbers.iter().copied().map(ArticleId).collect()
    }

    #[test]
    fn the_sets_follow_every_change_whoever_made_it() {
        let (folder, library) = library();
        assert_eq!(library.sets().unwrap().read, set(&[]));
        library.set_read(tie(2, "/b"), true).unwrap();
        library.set_read(tie(1, "/a"), true).unwrap();
        assert_eq!(library.sets().unwrap().read, set(&[1, 2]));
        let other = again(&folder);
        other.set_read(tie(1, "/a"), false).unwrap();
        other.set_mark('x', tie(7, "/c"), &Anchor::default()).unwrap();
        other.set_mark('y', tie(7, "/c"), &Anchor::default()).unwrap();
        let sets = library.sets().unwrap();
        assert_eq!((sets.read, sets.marked), (set(&[2]), set(&[7])));
    }
}
