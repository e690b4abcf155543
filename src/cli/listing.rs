//! What is recognised in an article, as a person reads it: metadata, then each block with its lines and its kind.

use crate::{
    article::{Article, Block, Lines},
    source::{Record, shown},
    text::clean::Clean,
};

use super::{dates::date_text, print::Look};

/// The lines, each with its look. Nothing is folded: a block that stands around the story is faint.
pub fn listing(record: &Record, article: &Article) -> Vec<(Look, Clean)> {
    let mut lines = vec![(Look::Strong, shown(&record.locator.origin.path()))];
    lines.extend(metadata(article).into_iter().map(|line| (Look::Plain, line)));
    lines.extend(article.blocks.iter().map(block));
    let remarks = record.remarks.iter().chain(&article.remarks);
    lines.extend(remarks.map(|remark| (Look::Faint, Clean::line(&format!("  ! {remark}")))));
    lines.push((Look::Plain, Clean::default()));
    lines
}

fn metadata(article: &Article) -> Vec<Clean> {
    let pieces = [("title", &article.title), ("byline", &article.byline), ("site", &article.site)];
    let mut metadata: Vec<(&str, String)> = Vec::new();
    for (name, found) in pieces.into_iter().chain([("section", &article.section)]) {
        metadata.extend(found.as_ref().map(|found| (name, found.value.to_string())));
    }
    metadata.extend(article.date.as_ref().map(|date| ("date", date_text(date.value, date.grade))));
    metadata.extend(article.language.map(|language| ("language", language.to_owned())));
    metadata.into_iter().map(|(name, value)| Clean::line(&format!("  {name:>11} {value}"))).collect()
}

fn block(block: &Block) -> (Look, Clean) {
    let Lines(first, last) = block.lines;
    let lines = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let kind = format!("{:?}", block.kind).to_lowercase();
    let look = if block.kind.is_story() { Look::Plain } else { Look::Faint };
    (look, Clean::line(&format!("  {lines:>11} {kind:<10} {}", block.text)))
}
