//! The day of an article that does not state it: what the events that it reports allow to infer.

use jiff::{ToSpan, civil::Date};

use super::{
    super::{metadata::DateRange, scene::Scene},
    choice::Candidate,
    role::Sign,
};

/// How long after the last event that it dates an article may have been published, in days, when nothing else is known.
const AFTERWARDS: i32 = 31;

/// What a date shows that the story does not tell of as past.
const UNTOLD: [Sign; 7] = [
    Sign::Edge,
    Sign::Hours,
    Sign::SaysFetched,
    Sign::PrintMargin,
    Sign::CopyrightLine,
    Sign::Caption,
    Sign::QuotedPost,
];

/// An inferred date: the candidate it rests on, and the days.
pub(crate) struct Inferred {
    pub candidate: Candidate,
    pub days: DateRange,
    pub reason: &'static str,
}

/// Infers the days from the latest event that the story dates in full. The day itself is believed only when the story
/// gives it its day of the week too, early on, as reports of the day's events do.
pub(crate) fn infer(scene: &Scene, candidates: &[Candidate], modified: Option<Date>) -> Option<Inferred> {
    let in_story = |candidate: &&Candidate| scene.body[candidate.row] && !candidate.mention.contradicts_itself();
    let latest = candidates
        .iter()
        .filter(in_story)
        .filter(|candidate| !candidate.mention.ambiguous && !UNTOLD.contains(&candidate.part.sign))
        .max_by_key(|candidate| (candidate.date, std::cmp::Reverse(candidate.row)))?;
    let early = scene.body[..latest.row].iter().filter(|&&body| body).count() < 4;
    let page_latest = candidates.iter().map(|candidate| candidate.date).max()?;
    if early
        && !announces(scene, latest)
        && latest.mention.weekday.is_some()
        && !latest.mention.numeric
        && page_latest == latest.date
    {
        let reason =
            "the day of the event that it reports: it is named with its weekday near the start, and no later day is";
        return Some(Inferred { candidate: *latest, days: DateRange::day(latest.date), reason });
    }
    let reason = "the latest day that the story names: it was published then or in the weeks after";
    Some(Inferred { candidate: *latest, days: afterwards(latest.date, modified), reason })
}

/// Whether an hour is named with the day, as what is to come is announced: "ab 19 Uhr", "at 7 p.m.".
fn announces(scene: &Scene, candidate: &Candidate) -> bool {
    let after = &scene.page.line(candidate.row)[candidate.mention.end..];
    let near = &after[..after.floor_char_boundary(HOUR)];
    let digit = near.find(|c: char| c.is_ascii_digit());
    let unit = digit.map(|at| near[at..].trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
    unit.is_some_and(|unit| ["uhr", "h ", ":", "p.m", "a.m", "pm", "am"].iter().any(|hour| starts_with(unit, hour)))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Within how many bytes after a day its hour is named.
const HOUR: usize = 24;

fn afterwards(first: Date, modified: Option<Date>) -> DateRange {
    let last = first.saturating_add(AFTERWARDS.days());
    DateRange { first, last: modified.map_or(last, |modified| modified.min(last)) }
}
