//! The part that each date plays on its page: what the words around it and its place say before any is chosen.

use serde::Serialize;

use super::{
    super::{
        dateline,
        phrases::{self, CueSet, Cues},
        scene::Scene,
    },
    calendar::{self, Tie},
    grammar::Mention,
};

/// How much text before a date is looked at for what it says of it.
const LEAD: usize = 60;

/// How many rows from the headline a date may stand beside it.
const BESIDE: usize = 4;

/// Within how many rows dates are those of a list, and how many different days make one.
const LIST: usize = 8;
const LISTED: usize = 3;

/// The part that a date plays on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateRole {
    /// When the article was published.
    Published,
    /// When it was changed.
    Updated,
    /// When something happens or happened that it tells of.
    Event,
    /// Since when somebody owns the rights.
    Copyright,
    /// When the page was printed or fetched: the day of the header.
    Scrape,
    /// When another article, or a comment, was published.
    Other,
}

/// The part of one date, and what speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub role: DateRole,
    pub reason: &'static str,
    /// The cues that the words before it show.
    pub said: CueSet,
}

impl Part {
    /// Whether such a date may be taken for the article's own when the trees want it.
    pub fn may_win(self) -> bool {
        let elsewhere = matches!(self.role, DateRole::Copyright | DateRole::Scrape | DateRole::Event);
        !elsewhere && ![QUOTED, CAPTION].contains(&self.reason) || self.reason == IN_STORY
    }

    /// Whether it is an end of a stretch of time, which may lie ahead of the article.
    pub fn is_edge(self) -> bool {
        self.reason == EDGE
    }

    /// How much its place counts before the trees are asked which of several it is.
    pub fn weight(self) -> u8 {
        match self.role {
            DateRole::Published if [SAID, OPENING].contains(&self.reason) => 2,
            DateRole::Published if [ALONE, AMONG].contains(&self.reason) => 0,
            DateRole::Published | DateRole::Updated => 1,
            _ => 0,
        }
    }
}

const IN_STORY: &str = "it stands in the story";
const CAPTION: &str = "it dates a picture or its source";
const OPENING: &str = "the story opens with it";
const SAID: &str = "the line says that this is when it was published";
const QUOTED: &str = "it is the day of a post that is quoted";
const ALONE: &str = "it stands alone above the story";
const AMONG: &str = "it stands beside the headline, among others";
const EDGE: &str = "it is an end of a stretch of time";
const CALENDAR: &str = "hours from and to go with it, as in a calendar";

/// The parts of all dates of the page, in their order.
pub(crate) fn parts(scene: &Scene) -> Vec<Part> {
    let mentions = &scene.page.mentions;
    (0..mentions.len()).map(|nth| part(scene, nth)).collect()
}

fn part(scene: &Scene, nth: usize) -> Part {
    let (row, mention) = scene.page.mentions[nth];
    let line = scene.page.line(row);
    let before = nth.checked_sub(1).map(|nth| scene.page.mentions[nth]).filter(|before| before.0 == row);
    let since = before.map_or(0, |before| before.1.end);
    let lead = lead(line, since, mention.start);
    let said = if lead.is_empty() { 0 } else { Cues::of(lead).any() };
    let (role, reason) = by_words(scene, row, mention, said).unwrap_or_else(|| by_place(scene, nth));
    Part { role, reason, said }
}

/// What stands before a date in its line, from the date before it or the last mark that sets it apart.
fn lead(line: &str, since: usize, start: usize) -> &str {
    let lead = &line[line.floor_char_boundary(start.saturating_sub(LEAD)).max(since)..start];
    let part = lead.rsplit(['|', '•', '·', '/', '(', ')']).find(|part| !part.trim().is_empty());
    part.unwrap_or("").trim()
}

/// The part that the words around a date give it.
fn by_words(scene: &Scene, row: usize, mention: Mention, said: CueSet) -> Option<(DateRole, &'static str)> {
    let line = scene.page.line(row);
    let is_said = |cue: &str| said & phrases::bit(cue) != 0;
    let own = scene.page.rows[row].cues;
    let before = if mention.start == 0 && row > 0 { label(scene.page.line(row - 1)) } else { &line[..mention.start] };
    let tie = calendar::tie(before);
    Some(match () {
        () if is_said("copyright") || own.start & phrases::bit("copyright") != 0 => {
            (DateRole::Copyright, "it stands in a copyright line")
        }
        () if tie == Some(Tie::Fetched) => (DateRole::Scrape, "it says when the page was printed or fetched"),
        () if own.start & phrases::bit("caption") != 0 && !is_said("published") && !is_said("updated") => {
            (DateRole::Other, CAPTION)
        }
        () if is_signed(&line[..mention.start]) => (DateRole::Other, QUOTED),
        () if is_print_header(scene, row, mention) => {
            (DateRole::Scrape, "it stands above an address, as in the margin of a printed page")
        }
        () if mention.bound || tie == Some(Tie::Edge) => (DateRole::Event, EDGE),
        () if hours(&line[mention.end..]) => (DateRole::Event, CALENDAR),
        () if is_said("updated") => (DateRole::Updated, "the line says that this is when it was changed"),
        () if is_said("published") => (DateRole::Published, SAID),
        () => return None,
    })
}

/// Whether a handle ends a text, as it does before the day of a quoted post: "— Ann Hill (@annhill)".
fn is_signed(text: &str) -> bool {
    let handle = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    handle.is_some_and(|(_, handle)| handle.starts_with('@'))
}

/// A line that is a label of the next one, or nothing.
fn label(line: &str) -> &str {
    if line.ends_with([':', '：']) { line } else { "" }
}

/// The part that its place gives a date.
fn by_place(scene: &Scene, nth: usize) -> (DateRole, &'static str) {
    let (row, mention) = scene.page.mentions[nth];
    let from_title = scene.title.map(|title| title.abs_diff(row));
    let beside = from_title.is_some_and(|rows| rows <= BESIDE);
    let right_there = scene.title.is_some_and(|title| (title.saturating_sub(1)..title + 3).contains(&row));
    let listed = is_listed(scene, nth);
    let in_sentence = scene.is_paragraph(row) && scene.page.rows[row].dated < 0.5;
    match () {
        () if in_sentence && !is_opening(scene, row, mention) => (DateRole::Event, "a sentence of the story names it"),
        () if in_sentence => (DateRole::Published, OPENING),
        () if is_header(scene, row, mention) => {
            (DateRole::Scrape, "it stands in the page's header, where pages print the day on which they are fetched")
        }
        () if beside && listed && !right_there => (DateRole::Published, AMONG),
        () if beside => (DateRole::Published, "it stands beside the headline"),
        () if listed => (DateRole::Other, "it stands in a list of dates"),
        () if row < scene.first_prose() => (DateRole::Published, ALONE),
        () if scene.body[row] => (DateRole::Event, IN_STORY),
        () => (DateRole::Other, "it stands apart from the story"),
    }
}

/// Whether the story opens with the date, as a dateline does: "KARLSRUHE (3 May 2021) –", "3. Mai 2021. Die Brücke".
fn is_opening(scene: &Scene, row: usize, mention: Mention) -> bool {
    let line = scene.page.line(row);
    let opens = row == scene.first_prose() || row + 1 == scene.first_prose();
    let goes_on = |c: char| c.is_lowercase() || c == ',';
    let bare = mention.start <= 2 && mention.date().is_some() && !line[mention.end..].trim_start().starts_with(goes_on);
    let bare = bare || mention.start <= 2 && mention.timed;
    opens && (bare || dateline::length(line).is_some_and(|length| mention.end <= length))
}

/// Whether it is the day of the page's header: named with its weekday among the first rows, far above the headline.
fn is_header(scene: &Scene, row: usize, mention: Mention) -> bool {
    let head = scene.title.unwrap_or(scene.first);
    mention.weekday.is_some() && row < HEADER && row + HEADER_GAP <= head
}

/// Whether it stands in the margin that a browser prints: a day and an hour at the very top, above the page's address.
fn is_print_header(scene: &Scene, row: usize, mention: Mention) -> bool {
    let addressed = scene.page.rows.len() > row + 1 && scene.page.line(row + 1).starts_with("http");
    row == 0 && mention.timed && addressed
}

/// How many rows a page's header has at most, and how far above the headline it ends at least.
const HEADER: usize = 40;
const HEADER_GAP: usize = 3;

/// Whether several other days stand around it, each in a line of its own.
fn is_listed(scene: &Scene, nth: usize) -> bool {
    let mentions = &scene.page.mentions;
    let (row, mention) = mentions[nth];
    let near = |other: &&(usize, Mention)| other.0 != row && other.0.abs_diff(row) <= LIST;
    let around = mentions[nth.saturating_sub(LIST)..(nth + LIST).min(mentions.len())].iter().filter(near);
    let day = |mention: &Mention| (mention.year, mention.month, mention.day);
    let mut days: Vec<_> = around.map(|(_, other)| day(other)).filter(|&other| other != day(&mention)).collect();
    days.sort_unstable();
    days.dedup();
    days.len() >= LISTED - 1
}

/// Whether hours from and to follow: "10:00–11:30".
fn hours(after: &str) -> bool {
    let mut rest = after.trim_start_matches([' ', ',', '(', '|', '·', '•']);
    rest = rest.trim_start_matches("at ").trim_start_matches("um ").trim_start_matches("von ");
    let Some(after_first) = clock(rest) else { return false };
    let Some(second) = after_first.trim_start().strip_prefix(['-', '–', '—']) else { return false };
    clock(second.trim_start()).is_some()
}

/// What follows a time of day, where a text starts with one.
fn clock(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hour = digits(text);
    let minutes = text.get(hour..)?.strip_prefix([':', '.'])?;
    (matches!(hour, 1 | 2) && digits(minutes) == 2).then(|| &minutes[2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_from_and_to_are_told_from_a_time_of_day() {
        assert!(hours(", 10:00-11:30 Uhr"));
        assert!(hours(" 9.00 – 17.00"));
        assert!(!hours(", 10:00 Uhr"));
        assert!(!hours(" - 11 comments"));
    }
}
