//! Learning from the pages of a site or folder: how many have a line, where it stands, and what follows.

use std::collections::HashMap;

use super::{
    Leaf, LeafLine, Lesson, Lore, Standing, Verdict, Verdicts, Within,
    copies::voices,
    name::{self, Witness},
};

/// Pages that must have a line before anything follows.
const ENOUGH: u32 = 5;

/// The same for a line like a paragraph: stock paragraphs of a story that is told for days are on a few pages.
const ENOUGH_OF_PROSE: u32 = 12;

/// Pages that must have a line for it to be shown to the reader, who may know better.
const SHOWN: u32 = 3;

/// Pages that must have a line for the reader's word to count: one that occurs once is never folded.
const REPEATED: u32 = 2;

/// Lines that are remembered of a site or folder at most.
const MOST: usize = 1_024;

/// Which share of the pages must have a line that stands above or below their stories.
const SHARE: f32 = 0.1;

/// The same for a line that ends as a sentence, and for one that is a paragraph.
const SHARE_OF_SENTENCES: f32 = 0.3;
const SHARE_OF_PROSE: f32 = 0.4;

/// Which share of the pages must have a line for it to be furniture within a story: at this share it tells no page from
/// another, so nothing is lost to a search.
const SHARE_WITHIN: f32 = 0.6;

/// How often such a line may stand on a page: one that stands there more often gives the story its structure.
const TIMES: u32 = 2;

/// Which share of its sightings must be above or below the story.
const MOSTLY: f32 = 0.8;

impl Lore {
    /// What the pages of a site or folder teach. The pages are different ones, in an order that is always the same.
    pub fn of(within: Within, name: &str, pages: &[&Leaf], verdicts: &Verdicts) -> Self {
        let voices = voices(pages);
        let mut order: Vec<usize> = (0..pages.len()).collect();
        order.sort_by_key(|&page| voices[page]);
        let count = (0..pages.len()).filter(|&page| voices[page] == page).count() as u32;
        let mut tallies = Tallies { count, by_form: HashMap::new() };
        order.iter().for_each(|&page| tallies.add(pages[page], voices[page]));
        pages.iter().for_each(|page| tallies.locate(page));
        let site =
            name::find(&Witness { pages, voices: &voices, order: &order, count, tallies: &tallies.by_form }, name);
        let lessons = tallies.lessons(&verdicts.within(name));
        Self { within, name: name.to_owned(), pages: count, lessons, site }
    }
}

/// What is counted of the lines of all pages.
struct Tallies<'a> {
    /// Different pages.
    count: u32,
    by_form: HashMap<u64, Tally<'a>>,
}

/// What is counted of a line.
pub(super) struct Tally<'a> {
    /// Different pages that have it.
    pub pages: u32,
    /// The voice that was counted last.
    last: usize,
    /// Pages that have it, copies among them, and how often it stands there.
    copies: u32,
    sightings: u32,
    /// Sightings above or below a story, and of all that could be told.
    at_edges: u32,
    located: u32,
    /// The first of them.
    pub line: &'a LeafLine,
}

impl<'a> Tallies<'a> {
    /// Counts the lines of a page. Copies follow each other.
    fn add(&mut self, page: &'a Leaf, voice: usize) {
        let mut seen = std::collections::HashSet::new();
        for line in page.lines.iter().filter(|line| line.form != 0) {
            let new = Tally { pages: 0, last: usize::MAX, copies: 0, sightings: 0, at_edges: 0, located: 0, line };
            let tally = self.by_form.entry(line.form).or_insert(new);
            tally.sightings += 1;
            tally.copies += u32::from(seen.insert(line.form));
            if tally.last != voice {
                (tally.last, tally.pages) = (voice, tally.pages + 1);
            }
        }
    }

    fn share(&self, tally: &Tally) -> f32 {
        tally.pages as f32 / self.count.max(1) as f32
    }

    fn is_frequent(&self, form: u64) -> bool {
        self.by_form.get(&form).is_some_and(|tally| tally.pages >= ENOUGH && self.share(tally) >= SHARE)
    }

    /// Notes where the frequent lines of a page stand to its own paragraphs.
    fn locate(&mut self, page: &Leaf) {
        let own = |line: &LeafLine| line.is_prose() && !self.is_frequent(line.form);
        let Some(first) = page.lines.iter().position(own) else { return };
        let last = page.lines.iter().rposition(own).unwrap_or(first);
        for (number, line) in page.lines.iter().enumerate() {
            if let Some(tally) = self.by_form.get_mut(&line.form) {
                tally.located += 1;
                tally.at_edges += u32::from(number < first || number > last);
            }
        }
    }

    fn lessons(&self, verdicts: &HashMap<u64, Verdict>) -> HashMap<u64, Lesson> {
        let lesson = |(form, tally): (&u64, &Tally)| {
            let standing = match verdicts.get(form) {
                Some(Verdict::Reject) => Standing::Rejected,
                Some(Verdict::Accept) if tally.pages >= REPEATED => Standing::Accepted,
                _ if tally.pages < SHOWN => return None,
                _ => self.standing(tally),
            };
            Some((*form, Lesson { pages: tally.pages, standing, text: tally.line.text.clone() }))
        };
        let mut lessons: Vec<(u64, Lesson)> = self.by_form.iter().filter_map(lesson).collect();
        if lessons.len() > MOST {
            let rank = |(form, lesson): &(u64, Lesson)| {
                (std::cmp::Reverse((lesson.standing != Standing::Candidate, lesson.pages)), *form)
            };
            lessons.sort_unstable_by_key(rank);
            lessons.truncate(MOST);
        }
        lessons.into_iter().collect()
    }

    fn standing(&self, tally: &Tally) -> Standing {
        let share = self.share(tally);
        let (is_sentence, is_prose) = (tally.line.is_sentence, tally.line.is_prose());
        let (enough, wanted) = match (is_sentence, is_prose) {
            (true, true) => (ENOUGH_OF_PROSE, SHARE_OF_PROSE),
            (true, false) => (ENOUGH, SHARE_OF_SENTENCES),
            (false, _) => (ENOUGH, SHARE),
        };
        let at_edges = tally.at_edges as f32 >= MOSTLY * tally.located as f32;
        let sparse = tally.sightings <= TIMES * tally.copies;
        if tally.pages < enough {
            Standing::Candidate
        } else if share >= SHARE_WITHIN && sparse && !(is_sentence && is_prose) {
            Standing::Anywhere
        } else if share >= wanted && at_edges {
            Standing::AtEdges
        } else {
            Standing::Candidate
        }
    }
}
