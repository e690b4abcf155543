//! Which pages are copies of each other, told by the paragraphs that they share: they count as one.

use std::collections::HashMap;

use super::Leaf;

/// Which share of the shorter page's paragraphs two copies have in common, as a fraction.
const SHARED: (u32, u32) = (2, 3);

/// For each page the number of the first page that it is a copy of; its own where there is none.
///
/// Groups are closed over chains of copies, so the outcome does not depend on the order of the pages but for the names.
pub(super) fn voices(pages: &[&Leaf]) -> Vec<usize> {
    let paragraphs: Vec<Vec<(u64, u32)>> = pages.iter().map(|page| paragraphs(page)).collect();
    let total = |page: usize| paragraphs[page].iter().map(|paragraph| paragraph.1).sum::<u32>();
    let totals: Vec<u32> = (0..pages.len()).map(total).collect();
    let mut groups: Vec<usize> = (0..pages.len()).collect();
    for ((one, other), bytes) in shared(&paragraphs) {
        if bytes * SHARED.1 >= totals[one].min(totals[other]) * SHARED.0 {
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

/// Bytes of the paragraphs that two pages share, for all pairs that share any.
fn shared(paragraphs: &[Vec<(u64, u32)>]) -> HashMap<(usize, usize), u32> {
    let mut places: HashMap<(u64, u32), Vec<usize>> = HashMap::new();
    for (page, paragraph) in
        paragraphs.iter().enumerate().flat_map(|(page, all)| all.iter().map(move |one| (page, one)))
    {
        places.entry(*paragraph).or_default().push(page);
    }
    let mut shared = HashMap::new();
    for ((_, bytes), pages) in places.into_iter().filter(|(_, pages)| pages.len() > 1) {
        for (at, one) in pages.iter().enumerate() {
            pages[at + 1..].iter().for_each(|other| *shared.entry((*one, *other)).or_default() += bytes);
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
