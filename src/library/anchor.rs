//! A spot in an article that is found again after the article was edited, or recognised differently by a later version.

use crate::article::Article;

/// A spot in an article: a block, a byte in the block's text, and how that block begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The block's number.
    pub block: u32,
    /// The byte in the block's text.
    pub byte: u32,
    /// How the block's text began when the spot was kept.
    pub beginning: String,
}

/// How many characters of a block are kept: enough to tell the paragraphs of an article apart.
const BEGINNING: usize = 64;

impl Anchor {
    /// The spot at a byte of a block. Beyond the end of either, it is the last there is.
    pub fn at(article: &Article, block: u32, byte: u32) -> Self {
        let block = block.min(last(article.blocks.len()));
        let text = text(article, block);
        Self { block, byte: floor(text, byte), beginning: beginning(text).to_owned() }
    }

    /// The spot in the article as it is now. The nearest block that begins as it did is the same block; where there is
    /// none, the one with the same number is as near as can be told. The numbers of the result are safe to use.
    pub fn find_in(&self, article: &Article) -> Self {
        let wanted = self.block.min(last(article.blocks.len()));
        let same = |block: &u32| !self.beginning.is_empty() && beginning(text(article, *block)) == self.beginning;
        let blocks = 0..u32::try_from(article.blocks.len()).unwrap_or(u32::MAX);
        let nearest = blocks.filter(same).min_by_key(|block| block.abs_diff(wanted));
        Self::at(article, nearest.unwrap_or(wanted), self.byte)
    }
}

fn last(length: usize) -> u32 {
    u32::try_from(length.saturating_sub(1)).unwrap_or(u32::MAX)
}

fn text(article: &Article, block: u32) -> &str {
    article.blocks.get(block as usize).map_or("", |block| block.text.as_str())
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, byte: u32) -> u32 {
    let byte = text.floor_char_boundary(byte as usize);
    u32::try_from(byte).unwrap_or(u32::MAX)
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(BEGINNING).map_or(text.len(), |(byte, _)| byte);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{Article, ArticleId, Block, BlockKind, Document, Lines, recognise},
        text::clean::Clean,
    };

    use super::*;

    fn article(paragraphs: &[&str]) -> Article {
        let block = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            lines: Lines(1, 1),
            bytes: 0..0,
            text: Clean::text(text),
            reason: "".into(),
            level: 0,
        };
        let blocks = paragraphs.iter().map(block).collect();
        Article { id: ArticleId(1), blocks, ..recognise(&Document::default()) }
    }

    #[test]
    fn a_spot_is_found_where_it_was() {
        let article = article(&["One.", "Two and more.", "Three."]);
        let anchor = Anchor::at(&article, 1, 4);
        assert_eq!(anchor.find_in(&article), anchor);
    }

    #[test]
    fn a_spot_moves_with_its_block() {
        let anchor = Anchor::at(&article(&["One.", "Two and more.", "Three."]), 1, 4);
        let found = anchor.find_in(&article(&["Zero.", "A half.", "One.", "Two and more.", "Three."]));
        assert_eq!((found.block, found.byte), (3, 4));
    }

    #[test]
    fn of_two_blocks_that_begin_alike_the_nearer_one_is_meant() {
        let anchor = Anchor::at(&article(&["Again.", "Other.", "Again.", "Other."]), 2, 0);
        assert_eq!(anchor.find_in(&article(&["Again.", "Other.", "More.", "Again."])).block, 3);
    }

    #[test]
    fn a_spot_in_a_block_that_is_gone_is_the_nearest_there_is() {
        let anchor = Anchor::at(&article(&["One.", "Two.", "Three is long."]), 2, 9);
        let found = anchor.find_in(&article(&["Äh"]));
        assert_eq!((found.block, found.byte), (0, 3));
        assert_eq!(anchor.find_in(&article(&[])), Anchor::default());
    }

    #[test]
    fn a_byte_inside_a_character_is_its_beginning() {
        assert_eq!(Anchor::at(&article(&["aé"]), 0, 2).byte, 1);
    }
}
