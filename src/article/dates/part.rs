//! The part that each date plays on its page: what the words around it and its place say before any is chosen.

use std::sync::LazyLock;

use super::{
    super::{
        dateline,
        phrases::{self, CueSet, Cues},
        scene::Scene,
        shape::Closing,
    },
    calendar::{self, Tie},
    grammar::Mention,
    role::Sign,
};

/// How much text before a date is looked at for what it says of it.
const LEAD: usize = 60;

/// How many rows from the headline a date may stand beside it.
const BESIDE: usize = 4;

/// Within how many rows dates are those of a list, and how many different days make one.
const LIST: usize = 8;
const LISTED: usize = 3;

/// What is written after a year for "year" in Slavic languages.
const YEAR_MARKS: [&str; 3] = ["г.", "р.", "r."];

/// How many rows a page's header has at most, and how far above the headline it ends at least.
const HEADER: usize = 40;
const HEADER_GAP: usize = 3;

/// The cues that tell parts.
pub(crate) static SAID: LazyLock<Said> = LazyLock::new(|| Said {
    published: phrases::bit("published"),
    updated: phrases::bit("updated"),
    copyright: phrases::bit("copyright"),
    caption: phrases::bit("caption"),
    byline: phrases::bit("byline"),
});

/// The bits of cues.
pub(crate) struct Said {
    pub published: CueSet,
    pub updated: CueSet,
    pub copyright: CueSet,
    pub caption: CueSet,
    pub byline: CueSet,
}

/// The part of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What tells it.
    pub sign: Sign,
    /// The cues that the words before it show.
    pub said: CueSet,
    /// Whether it stands in the headline's company and says so, goes with a byline, or fills much of its line.
    pub beside: bool,
}

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
    let sign = by_words(scene, row, mention, said).unwrap_or_else(|| by_place(scene, nth));
    let beside = scene.title.is_some_and(|title| (title.saturating_sub(1)..title + 4).contains(&row));
    let own = &scene.page.rows[row];
    let signed = own.dated >= 0.4 || own.cues.start & SAID.byline != 0;
    Part { sign, said, beside: beside && (signed || sign != Sign::BesideHeadline) }
}

/// What stands before a date in its line, from the date before it or the last mark that sets it apart.
fn lead(line: &str, since: usize, start: usize) -> &str {
    let lead = &line[line.floor_char_boundary(start.saturating_sub(LEAD)).max(since)..start];
    let part = lead.rsplit(['|', '•', '·', '/', '(', ')']).find(|part| !part.trim().is_empty());
    part.unwrap_or("").trim()
}

/// What the words around a date tell.
fn by_words(scene: &Scene, row: usize, mention: Mention, said: CueSet) -> Option<Sign> {
    let line = scene.page.line(row);
    let cues = &*SAID;
    let starts = scene.page.rows[row].cues.start;
    let before = if mention.start == 0 && row > 0 { label(scene.page.line(row - 1)) } else { &line[..mention.start] };
    let tie = calendar::tie(before);
    Some(match () {
        () if (said | starts) & cues.copyright != 0 => Sign::CopyrightLine,
        () if tie == Some(Tie::Fetched) => Sign::SaysFetched,
        () if starts & cues.caption != 0 && said & (cues.published | cues.updated) == 0 => Sign::Caption,
        () if is_signed(&line[..mention.start]) => Sign::QuotedPost,
        () if is_print_margin(scene, row, mention) => Sign::PrintMargin,
        () if mention.bound || tie == Some(Tie::Edge) => Sign::Edge,
        () if hours(&line[mention.end..]) => Sign::Hours,
        () if said & cues.updated != 0 => Sign::SaysUpdated,
        () if said & cues.published != 0 => Sign::SaysPublished,
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

/// What its place tells of a date.
fn by_place(scene: &Scene, nth: usize) -> Sign {
    let (row, mention) = scene.page.mentions[nth];
    let beside = scene.title.is_some_and(|title| title.abs_diff(row) <= BESIDE);
    let right_there = scene.title.is_some_and(|title| (title.saturating_sub(1)..title + 3).contains(&row));
    let listed = is_listed(scene, nth);
    let own = &scene.page.rows[row];
    let in_sentence = scene.is_paragraph(row) && own.dated < 0.5
        || scene.body[row] && own.shape.closing == Closing::Sentence && own.dated < 0.2;
    match () {
        () if in_sentence && is_opening(scene, row, mention) => Sign::Opening,
        () if in_sentence => Sign::Sentence,
        () if is_header(scene, row, mention) => Sign::Header,
        () if beside && listed && !right_there => Sign::AmongOthers,
        () if beside => Sign::BesideHeadline,
        () if listed => Sign::Listed,
        () if row < scene.first_prose() => Sign::AloneAbove,
        () if scene.body[row] => Sign::InStory,
        () => Sign::Apart,
    }
}

/// Whether the story opens with the date, as a dateline does: "KARLSRUHE (3 May 2021) –", "3. Mai 2021. Die Brücke".
fn is_opening(scene: &Scene, row: usize, mention: Mention) -> bool {
    let line = scene.page.line(row);
    let opens = row == scene.first_prose() || row + 1 == scene.first_prose();
    let goes_on = |c: char| c.is_lowercase() || c == ',';
    let after = line[mention.end..].trim_start();
    let after = YEAR_MARKS.iter().find_map(|mark| after.strip_prefix(mark)).unwrap_or(after).trim_start();
    let bare = mention.start <= 2 && mention.date().is_some() && !after.starts_with(goes_on);
    let bare = bare || mention.start <= 2 && mention.timed;
    opens && (bare || dateline::length(line).is_some_and(|length| mention.end <= length))
}

/// Whether it is the day of the page's header: alone in its line without a year above the headline, or named with its weekday
/// among the first rows, far above it.
fn is_header(scene: &Scene, row: usize, mention: Mention) -> bool {
    let head = scene.title.unwrap_or(scene.first);
    let yearless = mention.year.is_none() && row < head && scene.page.rows[row].dated > 0.5;
    yearless || mention.weekday.is_some() && row < HEADER && row + HEADER_GAP <= head
}

/// Whether it stands in the margin that a browser prints: a day and an hour at the very top, above the page's address.
fn is_print_margin(scene: &Scene, row: usize, mention: Mention) -> bool {
    let addressed = scene.page.rows.len() > row + 1 && scene.page.line(row + 1).starts_with("http");
    row == 0 && mention.timed && addressed
}

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
