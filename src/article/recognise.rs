//! From a document to an article. It cannot fail: what it is unsure of comes as remarks, and every line is in a block.

use super::{Article, ArticleId, Document};

/// Recognises what the document's lines are and what is known about the article.
pub fn recognise(document: &Document) -> Article {
    Article {
        id: ArticleId::of(&document.text),
        title: None,
        date: None,
        byline: None,
        site: None,
        section: None,
        language: None,
        words: 0,
        blocks: Vec::new(),
        remarks: Vec::new(),
    }
}
