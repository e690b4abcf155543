//! Which pages are copies of each other, told by the paragraphs that they share: they count as one.

use std::collections::HashMap;

use super::Leaf;

/// Which share of the shorter page's paragraphs two copies have in common, as a fraction.
const SHARED: (u64, u64) = (2, 3);

/// For each page the number of the first page that it is a copy of; its own where there is none.
///
/// Groups are closed over chains of copies, so the outcome does not depend on the order of the pages but for the names.
pub(super) fn voices(pages: &[&Leaf]) -> Vec<usize> {
    let paragraphs: Vec<Vec<(u64, u32)>> = pages.iter().map(|page| paragraphs(page)).collect();
    let total = |page: usize| paragraphs[page].iter().fold(0_u32, |sum, paragraph| sum.saturating_add(paragraph.1));
    let totals: Vec<u32> = (0..pages.len()).map(total).collect();
    let mut groups: Vec<usize> = (0..pages.len()).collect();
    for (at, bytes) in shared(&paragraphs).into_iter().enumerate().filter(|(_, bytes)| *bytes > 0) {
        let (one, other) = (at / pages.len(), at % pages.len());
        if u64::from(bytes) * SHARED.1 >= u64::from(totals[one].min(totals[other])) * SHARED.0 {
            join(&mut groups, one, other);
        }
    }
    (0..groups.len()).map(|page| root(&groups, page)).collect()
}

/// The paragraphs of a page, or all its lines where it has none, each once: the hash and the bytes.
fn paragraphs(page: &Leaf) -> Vec<(u64, u32)> {
    let has_prose = page.lines.iter().any(super::LeafLine::is_prose);
    let kept = page.lines.iter().filter(|line| line.is_prose() || !has_prose);
    let mut paragraphs: Vec<(u64, u32)> = kept.map(|line| (identity(line), line.bytes)).collect();
    paragraphs.sort_unstable();
    paragraphs.dedup();
    paragraphs
}

/// What tells a line from others also where it has no form.
fn identity(line: &super::LeafLine) -> u64 {
    if line.form != 0 {
        line.form
    } else {
        xxhash_rust::xxh3::xxh3_64_with_seed(line.text.as_bytes(), line.bytes.into())
    }
}

/// Bytes of the paragraphs that each two pages share: at row `one`, column `other` where `one` is the smaller number.
fn shared(paragraphs: &[Vec<(u64, u32)>]) -> Vec<u32> {
    let mut places: HashMap<(u64, u32), Vec<usize>> = HashMap::new();
    for (page, own) in paragraphs.iter().enumerate() {
        own.iter().for_each(|paragraph| places.entry(*paragraph).or_default().push(page));
    }
    let mut shared = vec![0_u32; paragraphs.len() * paragraphs.len()];
    for ((_, bytes), pages) in places.into_iter().filter(|(_, pages)| pages.len() > 1) {
        for (at, one) in pages.iter().enumerate() {
            for other in &pages[at + 1..] {
                let both = &mut shared[one * paragraphs.len() + other];
                *both = both.saturating_add(bytes);
            }
        }
    }
    shared
}

fn root(groups: &[usize], mut page: usize) -> usize {
    while groups[page] != page {
        page = groups[page];
    }
    page
}

fn join(groups: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(groups, one), root(groups, other));
    groups[one.max(other)] = one.min(other);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(paragraphs: &[&str]) -> Leaf {
        Leaf::of(&paragraphs.iter().map(|words| format!("{}\n", words.repeat(20))).collect::<String>(), None)
    }

    #[test]
    fn pages_that_share_most_paragraphs_are_one() {
        let pages = [page(&["bridge ", "river ", "ferry "]), page(&["cake "]), page(&["bridge ", "river ", "trucks "])];
        assert_eq!(voices(&pages.iter().collect::<Vec<_>>()), [0, 1, 0]);
    }

    #[test]
    fn a_notice_on_all_pages_makes_no_copies() {
        let pages = [page(&["notice ", "river ", "ferry "]), page(&["notice ", "cake ", "flour "])];
        assert_eq!(voices(&pages.iter().collect::<Vec<_>>()), [0, 1]);
    }
}
