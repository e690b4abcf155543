//! The article's date: what the container, the text, the address and the reported events say of it, in this order.

use super::{DateCandidate, DateRange, Document, Evidence, Found, Grade, dates, forest::Forest, scene::Scene};
use crate::text::clean::Clean;

/// The article's date, the row that it stands in, and what was disbelieved.
#[derive(Default)]
pub(crate) struct Dating {
    pub found: Option<Found<DateRange>>,
    pub row: Option<usize>,
    pub remarks: Vec<Clean>,
    pub dates: Vec<DateCandidate>,
}

impl Dating {
    /// Dates an article.
    pub fn of(scene: &Scene, document: &Document, language: Option<&str>, forest: &Forest) -> Self {
        let month_first = dates::is_month_first(scene, language);
        let parts = dates::parts(scene);
        let mut candidates = dates::candidates(scene, &parts, month_first);
        candidates.retain(|candidate| document.modified.is_none_or(|modified| candidate.date <= modified));
        let choice = dates::choose(scene, &candidates, forest);
        let row = choice.map(|choice| choice.candidate.row);
        let in_text = choice.map(|choice| {
            evidence(scene, &choice.candidate, DateRange::day(choice.candidate.date), Grade::Stated, choice.reason)
        });
        let event = || {
            let event = dates::infer(scene, &candidates, document.modified)?;
            Some(evidence(scene, &event.candidate, event.days, Grade::Inferred, event.reason))
        };
        let listed = dates::listed(scene, &parts, &candidates, choice.as_ref());
        let found = by_field(document).or(in_text).or_else(|| by_name(document)).or_else(event);
        Self { dates: listed, found, row, remarks: disbelieved(scene, row) }
    }
}

fn evidence(
    scene: &Scene,
    candidate: &dates::Candidate,
    days: DateRange,
    grade: Grade,
    reason: &str,
) -> Found<DateRange> {
    let line = scene.page.line(candidate.row);
    let evidence = Evidence {
        text: Clean::line(&line[candidate.mention.start..candidate.mention.end]),
        line: Some(scene.page.rows[candidate.row].line.number),
        reason: Clean::line(reason),
    };
    Found { value: days, grade, evidence }
}

/// The date in the container's field.
fn by_field(document: &Document) -> Option<Found<DateRange>> {
    let field = document.stated.date.as_deref()?;
    let reason = Clean::line("a field of the container states it");
    let evidence = Evidence { text: Clean::line(field), line: None, reason };
    dates::parse_stated(field).map(|days| Found { value: days, grade: Grade::Stated, evidence })
}

/// The date in the address or in the name of the file.
fn by_name(document: &Document) -> Option<Found<DateRange>> {
    let names = [
        (document.stated.url.as_deref(), "the address names it"),
        (document.file_name.as_deref(), "the name of the file has it"),
    ];
    let named = |(name, reason): (Option<&str>, &str)| {
        let days = dates::in_address(name?)?;
        let evidence = Evidence { text: Clean::line(name?), line: None, reason: Clean::line(reason) };
        Some(Found { value: days, grade: Grade::Inferred, evidence })
    };
    let sane = |found: &Found<DateRange>| document.modified.is_none_or(|modified| found.value.first <= modified);
    names.into_iter().filter_map(named).find(sane)
}

/// A remark on a date above the headline that says no year: the day on which the page was fetched, as a rule.
fn disbelieved(scene: &Scene, chosen: Option<usize>) -> Vec<Clean> {
    let head = scene.title.unwrap_or(scene.first);
    let is_header = |(row, mention): &&(usize, dates::Mention)| {
        *row < head && mention.year.is_none() && scene.page.rows[*row].dated > 0.5
    };
    let remark = |(row, mention): &(usize, dates::Mention)| {
        let words = &scene.page.line(*row)[mention.start..mention.end];
        let number = scene.page.rows[*row].line.number;
        Clean::line(&format!(
            "“{words}” (line {number}) is not taken for the date: it says no year and stands above the headline, where pages print the day on which they are fetched"
        ))
    };
    scene.page.mentions.iter().find(is_header).filter(|_| chosen.is_none()).map(remark).into_iter().collect()
}
