//! Where the reader stopped in each article.

use rusqlite::{Connection, Row, params};

use super::{
    Anchor, Library, LibraryError, Tie, now,
    tie::{Hash, one},
};

impl Library {
    /// Where the reader stopped in an article, if it was ever left. [`Anchor::find_in`] tells where that is now.
    pub fn position(&self, tie: Tie<'_>) -> Result<Option<Anchor>, LibraryError> {
        self.find_position(tie).map_err(self.failed("look up a position"))
    }

    /// Keeps where the reader stopped in an article.
    pub fn keep_position(&self, tie: Tie<'_>, anchor: &Anchor) -> Result<(), LibraryError> {
        keep(&self.connection, tie, anchor).map_err(self.failed("keep a position"))
    }

    /// By content, else by path; then the new content is tied to it.
    fn find_position(&self, tie: Tie<'_>) -> rusqlite::Result<Option<Anchor>> {
        const BY_CONTENT: &str = "SELECT block, byte, beginning FROM position WHERE article = ?1";
        const BY_PATH: &str =
            "SELECT block, byte, beginning FROM position WHERE path = ?1 ORDER BY updated DESC LIMIT 1";
        if let Some(anchor) = one(&self.connection, BY_CONTENT, [Hash::of(tie.article)], anchor)? {
            return Ok(Some(anchor));
        }
        let Some(path) = tie.path() else { return Ok(None) };
        let Some(anchor) = one(&self.connection, BY_PATH, [path], anchor)? else { return Ok(None) };
        // The answer is right without this, so a disk that takes no more does not spoil it; the next look tries again.
        let _ = keep(&self.connection, tie, &anchor);
        Ok(Some(anchor))
    }
}

fn keep(connection: &Connection, tie: Tie<'_>, anchor: &Anchor) -> rusqlite::Result<()> {
    const KEEP: &str = "INSERT OR REPLACE INTO position (article, path, block, byte, beginning, updated)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let path = tie.path().unwrap_or_default();
    let row = params![Hash::of(tie.article), path, anchor.block, anchor.byte, anchor.beginning, now()];
    connection.prepare_cached(KEEP)?.execute(row).map(drop)
}

/// The anchor that the columns `block`, `byte` and `beginning` make.
pub(super) fn anchor(row: &Row<'_>) -> rusqlite::Result<Anchor> {
    Ok(Anchor { block: row.get("block")?, byte: row.get("byte")?, beginning: row.get("beginning")? })
}

#[cfg(test)]
mod tests {
    use crate::{
        article::ArticleId,
        library::tests::{again, library, tie},
    };

    use super::*;

    fn spot(block: u32) -> Anchor {
        Anchor { block, byte: 3, beginning: format!("Block {block}") }
    }

    #[test]
    fn a_position_is_there_in_the_next_run() {
        let (folder, library) = library();
        library.keep_position(tie(1, "/a.txt"), &spot(4)).unwrap();
        library.keep_position(tie(1, "/a.txt"), &spot(5)).unwrap();
        drop(library);
        assert_eq!(again(&folder).position(tie(1, "/a.txt")).unwrap(), Some(spot(5)));
    }

    #[test]
    fn a_moved_article_is_known_by_its_content() {
        let (_folder, library) = library();
        library.keep_position(tie(1, "/a.txt"), &spot(4)).unwrap();
        assert_eq!(library.position(tie(1, "/b.txt")).unwrap(), Some(spot(4)));
    }

    #[test]
    fn an_edited_article_is_known_by_its_path_and_after_that_by_its_new_content() {
        let (_folder, library) = library();
        library.keep_position(tie(1, "/a.txt"), &spot(4)).unwrap();
        assert_eq!(library.position(tie(2, "/a.txt")).unwrap(), Some(spot(4)));
        assert_eq!(library.position(tie(2, "/moved.txt")).unwrap(), Some(spot(4)));
        assert_eq!(library.position(tie(1, "/a copy of the old one.txt")).unwrap(), Some(spot(4)));
    }

    #[test]
    fn another_article_has_no_position() {
        let (_folder, library) = library();
        library.keep_position(tie(1, "/a.txt"), &spot(4)).unwrap();
        assert_eq!(library.position(tie(2, "/b.txt")).unwrap(), None);
    }

    #[test]
    fn records_without_a_path_are_never_taken_for_each_other() {
        let (_folder, library) = library();
        library.keep_position(Tie::by_content(ArticleId(1)), &spot(4)).unwrap();
        assert_eq!(library.position(Tie::by_content(ArticleId(2))).unwrap(), None);
    }
}
