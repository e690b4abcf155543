//! The pieces of metadata but the date, each with where it was found.

use super::{
    Block, BlockKind, Document, Evidence, Found, Grade, dateline, heap::Taught, labels::LIKELIEST, mail, mojibake,
    page::Page, scene::Scene, site, title,
};
use crate::text::clean::Clean;

/// A piece that stands in the text on a line.
pub(crate) fn found(value: &str, line: u32, reason: &str) -> Found<Clean> {
    let value = Clean::line(&mojibake::repaired(value));
    let evidence = Evidence { text: value.clone(), line: Some(line), reason: Clean::line(reason) };
    Found { value, grade: Grade::Stated, evidence }
}

/// A piece that the container states.
pub(crate) fn stated(field: Option<&str>) -> Option<Found<Clean>> {
    let value = Clean::line(&mojibake::repaired(field?.trim()));
    let reason = Clean::line("a field of the container states it");
    let evidence = Evidence { text: value.clone(), line: None, reason };
    (!value.as_str().is_empty()).then_some(Found { value, grade: Grade::Stated, evidence })
}

/// The row that repeats the title which the container states.
pub(crate) fn row_of_stated_title(scene: &Scene, document: &Document) -> Option<usize> {
    let stated = document.stated.title.as_deref()?;
    let until = scene.first_prose() + 3;
    (0..scene.page.rows.len()).take(until.max(40)).find(|&row| title::says_the_same(scene.page.line(row), stated))
}

/// The headline: stated, in the text, likely one, or made from the first sentence.
pub(crate) fn title(scene: &Scene, document: &Document, blocks: &[Block], site: Option<&str>) -> Option<Found<Clean>> {
    let in_text = || {
        let block = blocks.iter().find(|block| block.kind == BlockKind::Title)?;
        let text = mail::without_field(block.text.as_str());
        Some(found(title::without_site(text, site), block.lines.0, &block.reason.to_string()))
    };
    let sure = || in_text().filter(|_| scene.title.is_none() || scene.title_is_sure);
    let likely = || likely_title(scene, site);
    stated(document.stated.title.as_deref()).or_else(sure).or_else(likely).or_else(|| inferred_title(scene, blocks))
}

/// A row that may be the headline.
fn likely_title(scene: &Scene, site: Option<&str>) -> Option<Found<Clean>> {
    let row = scene.title?;
    let found = found(title::without_site(scene.page.line(row), site), scene.page.rows[row].line.number, LIKELIEST);
    Some(Found { grade: Grade::Inferred, ..found })
}

/// A title made from the first sentence of running text, or from the first line there is.
fn inferred_title(scene: &Scene, blocks: &[Block]) -> Option<Found<Clean>> {
    let first = scene.page.rows.get(scene.first_prose()).map(|row| row.line.number);
    let story = || blocks.iter().filter(|block| block.kind.is_story());
    let block = story().find(|block| Some(block.lines.0) >= first).or_else(|| story().next()).or(blocks.first())?;
    let text = dateline::cut_from(block.text.as_str());
    let title = title::infer(&text[..text.floor_char_boundary(1_000)]);
    let reason = "the text has no headline: made from its first sentence";
    Some(Found { grade: Grade::Inferred, ..found(&title, block.lines.0, reason) })
}

/// Who wrote it.
pub(crate) fn byline(page: &Page, named: Option<(usize, &str)>, document: &Document) -> Option<Found<Clean>> {
    let in_text = || {
        let (row, name) = named?;
        Some(found(name, page.rows[row].line.number, "the likeliest byline by its words and its place"))
    };
    stated(document.stated.byline.as_deref()).or_else(in_text)
}

/// The outlet: stated, or the holder of the copyright, or as other pages have taught, or the host of the address.
pub(crate) fn site(page: &Page, document: &Document, taught: &Taught) -> Option<Found<Clean>> {
    let host = || document.stated.url.as_deref().and_then(site::host).and_then(|host| stated(Some(host)));
    let copyright = || {
        site::find(page).map(|named| {
            let found = found(named.name, page.rows[named.row].line.number, "the holder named in the copyright line");
            Found { grade: Grade::Inferred, ..found }
        })
    };
    let learned = || {
        let (name, repeats) = taught.site.as_ref()?;
        let shown = (0..page.rows.len()).find(|&row| page.line(row).contains(name.as_str()));
        let line = shown.map(|row| page.rows[row].line.number);
        let reason = Clean::line(&format!("the name {repeats}"));
        let value = Clean::line(&mojibake::repaired(name));
        let evidence = Evidence { text: value.clone(), line, reason };
        Some(Found { value, grade: Grade::Inferred, evidence })
    };
    stated(document.stated.site.as_deref()).or_else(copyright).or_else(learned).or_else(host)
}

/// The section: stated, or named beside the headline.
pub(crate) fn section(document: &Document, blocks: &[Block]) -> Option<Found<Clean>> {
    let in_text = || {
        let block = blocks.iter().find(|block| block.kind == BlockKind::Section)?;
        Some(found(block.text.as_str(), block.lines.0, &block.reason.to_string()))
    };
    stated(document.stated.section.as_deref()).or_else(in_text)
}
