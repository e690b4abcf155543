//! The site's name: what most pages begin with, or what stands behind their headlines.

use std::collections::{BTreeMap, HashMap};

use memchr::{memchr2, memchr3};

use super::{Leaf, learn::Tally};
use crate::article::{phrases::Cues, title::is_name_of};

/// What stands between a headline and the site's name.
const MARKS: [&str; 7] = [" - ", " | ", " – ", " — ", " · ", " • ", " :: "];

/// Lines from the top among which headlines are looked for.
const TOP: usize = 8;

/// Pages that must show a name.
const ENOUGH: u32 = 5;

/// Which share of the pages must have it behind the headline.
const SHARE_BEHIND: f32 = 0.3;

/// Which share must begin with it, when something else speaks for it, and when nothing does.
const SHARE_ABOVE: f32 = 0.5;
const SHARE_ALONE: f32 = 0.8;

/// Words and characters of the longest name.
const WORDS: usize = 6;
const CHARACTERS: usize = 48;

/// The pages of a site or folder, as they bear witness to its name.
pub(super) struct Witness<'a> {
    pub pages: &'a [&'a Leaf],
    /// Of which page each is a copy.
    pub voices: &'a [usize],
    /// The pages, copies beside each other.
    pub order: &'a [usize],
    /// Different pages.
    pub count: u32,
    pub tallies: &'a HashMap<u64, Tally<'a>>,
}

/// The name and how many pages show it.
pub(super) fn find(witness: &Witness, place: &str) -> Option<(String, u32)> {
    witness.behind_headlines().or_else(|| witness.above_all(place))
}

impl Witness<'_> {
    /// What stands behind the headlines of many pages.
    fn behind_headlines(&self) -> Option<(String, u32)> {
        let counts = self.count(|page| {
            let lines = page.lines.iter().take(TOP).filter(|line| self.share_of(line.form) < SHARE_BEHIND);
            let texts = lines.map(|line| line.text.as_str()).chain([page.title.as_str()]);
            texts.filter_map(end).collect()
        });
        most(counts).filter(|(_, pages)| self.is_share(*pages, SHARE_BEHIND))
    }

    /// The line that many pages begin with.
    fn above_all(&self, place: &str) -> Option<(String, u32)> {
        let counts = self.count(|page| page.lines.first().map(|line| line.text.as_str()).into_iter().collect());
        let (name, pages) = most(counts.into_iter().filter(|(name, _)| is_name(name)).collect())?;
        let wanted = if self.is_supported(&name, place) { SHARE_ABOVE } else { SHARE_ALONE };
        self.is_share(pages, wanted).then_some((name, pages))
    }

    /// How many different pages have each of the texts that are taken from them.
    fn count<'p>(&'p self, taken: impl Fn(&'p Leaf) -> Vec<&'p str>) -> BTreeMap<&'p str, u32> {
        let mut counts: BTreeMap<&str, (u32, usize)> = BTreeMap::new();
        for &page in self.order {
            for text in taken(self.pages[page]) {
                let (count, last) = counts.entry(text).or_insert((0, usize::MAX));
                if *last != self.voices[page] {
                    (*count, *last) = (*count + 1, self.voices[page]);
                }
            }
        }
        counts.into_iter().map(|(text, (count, _))| (text, count)).collect()
    }

    fn is_share(&self, pages: u32, share: f32) -> bool {
        pages >= ENOUGH && pages as f32 >= share * self.count as f32
    }

    fn share_of(&self, form: u64) -> f32 {
        self.tallies.get(&form).map_or(0.0, |tally| tally.pages as f32 / self.count.max(1) as f32)
    }

    /// Whether the host is named so, or another line that is on as many pages names it too, as a line of copyright does.
    fn is_supported(&self, name: &str, place: &str) -> bool {
        let lower = name.to_lowercase();
        let names_it = |tally: &Tally| {
            let text = tally.line.text.to_lowercase();
            text.len() > lower.len() && text.contains(&lower) && self.is_share(tally.pages, SHARE_ABOVE)
        };
        is_name_of(name, place.rsplit('/').next().unwrap_or(place)) || self.tallies.values().any(names_it)
    }
}

/// What stands behind a headline, if it can be a name.
fn end(text: &str) -> Option<&str> {
    // Few lines have any of the marks: seen at once.
    memchr3(b'|', b'-', 0xe2, text.as_bytes()).or_else(|| memchr2(b':', 0xc2, text.as_bytes()))?;
    let parts = MARKS.iter().filter_map(|mark| text.rsplit_once(mark));
    let (head, tail) = parts.min_by_key(|(_, tail)| tail.len())?;
    let tail = tail.trim();
    (head.chars().count() > tail.chars().count() && is_name(tail)).then_some(tail)
}

/// Whether words can be the name of a site: few of them, and none that a page says to its reader.
fn is_name(text: &str) -> bool {
    let is_small = text.split_whitespace().count() <= WORDS && text.chars().count() <= CHARACTERS;
    let starts = text.chars().next().is_some_and(|first| first.is_alphanumeric() && !first.is_lowercase());
    let is_host = text.contains('.') && !text.contains(' ');
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
    is_small && letters >= 2 && (starts || is_host) && Cues::of(text).any() == 0 && !super::leaf::is_sentence(text)
}

/// The text that most pages have; of several the first by its letters.
fn most(counts: BTreeMap<&str, u32>) -> Option<(String, u32)> {
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some((best.0.to_owned(), best.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::heap::{Lore, Verdicts, Within};

    fn site(place: &str, page: impl Fn(usize) -> String) -> Option<(String, u32)> {
        let pages: Vec<Leaf> = (0..10).map(|number| Leaf::of(&page(number), None)).collect();
        Lore::of(Within::Site, place, &pages.iter().collect::<Vec<_>>(), &Verdicts::default()).site
    }

    fn own(number: usize) -> String {
        format!("{} ", ["bridge", "river", "ferry", "cake", "mill", "truck", "bank", "school", "clerk", "town"][number])
    }

    #[test]
    fn a_name_stands_behind_the_headlines() {
        let page = |number| format!("The {} of the year - Hill Post\n{}\n", own(number), own(number).repeat(30));
        assert_eq!(site("x.example", page), Some(("Hill Post".to_owned(), 10)));
    }

    #[test]
    fn a_name_stands_above_all() {
        let page = |number| format!("Ramo Suti\n{}\n{}\n", own(number), own(number).repeat(30));
        assert_eq!(site("x.example", page), Some(("Ramo Suti".to_owned(), 10)));
    }

    #[test]
    fn what_a_page_says_to_its_reader_is_no_name() {
        for first in ["Skip to content", "menu", "Subscribe now!", "- 3 -"] {
            let page = |number| format!("{first}\n{}\n{}\n", own(number), own(number).repeat(30));
            assert_eq!(site("x.example", page), None, "{first}");
        }
    }

    #[test]
    fn a_name_on_half_of_the_pages_needs_the_host_to_agree() {
        let page = |number: usize| {
            let first = if number < 6 { "Hill Post" } else { "" };
            format!("{first}\n{}\n{}\n", own(number), own(number).repeat(30))
        };
        assert_eq!(site("x.example", page), None);
        assert_eq!(site("hillpost.example", page), Some(("Hill Post".to_owned(), 6)));
    }
}
