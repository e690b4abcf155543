//! All dates that a page shows, each with its part, for those who ask why one of them is the article's.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    super::{metadata::DateRange, scene::Scene},
    choice::Candidate,
    part::{Part, SAID},
    role::DateRole,
    stated,
};
use crate::text::clean::Clean;

/// A date expression and the part that it plays.
#[derive(Clone, Debug, PartialEq)]
pub struct DateCandidate {
    /// The days that it means; none when it says no year.
    pub days: Option<DateRange>,
    /// The part that it plays.
    pub role: DateRole,
    /// Where it stands.
    pub place: DatePlace,
    /// What speaks for this part.
    pub reason: &'static str,
    /// Whether it is what the article's date comes from.
    pub wins: bool,
}

/// Where a date expression stands.
#[derive(Clone, Debug, PartialEq)]
pub enum DatePlace {
    /// In the text.
    Text {
        /// The 1-based line.
        line: u32,
        /// The bytes of the document's text.
        bytes: Range<usize>,
    },
    /// In a field of the container, the address or the name of the file: these words.
    Beside(Clean),
}

impl DateCandidate {
    /// The words of the date, which stands in this text.
    pub fn words(&self, text: &str) -> Clean {
        match &self.place {
            DatePlace::Text { bytes, .. } => Clean::line(text.get(bytes.clone()).unwrap_or_default()),
            DatePlace::Beside(words) => words.clone(),
        }
    }

    /// The 1-based line of the text that it stands on.
    pub fn line(&self) -> Option<u32> {
        match self.place {
            DatePlace::Text { line, .. } => Some(line),
            DatePlace::Beside(_) => None,
        }
    }
}

/// All dates of the page in the order of its mentions, and then the years of its copyright lines. None of them wins yet.
pub(crate) fn listed(scene: &Scene, parts: &[Part], candidates: &[Candidate]) -> Vec<DateCandidate> {
    let mut full = candidates.iter().peekable();
    let mut listed: Vec<DateCandidate> = Vec::with_capacity(parts.len());
    for (at, (&(row, mention), part)) in scene.page.mentions.iter().zip(parts).enumerate() {
        let read = full.next_if(|candidate| candidate.at == at);
        let days = read.map_or_else(|| stated::range(mention), |read| Some(DateRange::day(read.date)));
        let place = place(scene, row, mention.start..mention.end);
        listed.push(DateCandidate { days, role: part.sign.role(), place, reason: part.sign.reason(), wins: false });
    }
    listed.extend(copyright_years(scene));
    listed
}

/// Where bytes of a row's trimmed text stand in the document.
fn place(scene: &Scene, row: usize, bytes: Range<usize>) -> DatePlace {
    let line = scene.page.rows[row].line;
    let raw = &scene.page.text[line.start..line.end];
    let start = line.start + raw.len() - raw.trim_start().len();
    let bytes = start + bytes.start..start + bytes.end;
    let breaks = scene.page.text[line.start..bytes.start].bytes().filter(|&byte| byte == b'\n').count();
    DatePlace::Text { line: line.number + breaks as u32, bytes }
}

/// The last year of each copyright line.
fn copyright_years(scene: &Scene) -> impl Iterator<Item = DateCandidate> {
    let is_copyright =
        |&row: &usize| scene.page.rows[row].cues.any() & SAID.copyright != 0 || scene.page.line(row).starts_with('©');
    (0..scene.page.rows.len()).filter(is_copyright).filter_map(|row| {
        let (bytes, year) = last_year(scene.page.line(row))?;
        let days = DateRange { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? };
        Some(DateCandidate {
            days: Some(days),
            role: DateRole::Copyright,
            place: place(scene, row, bytes),
            reason: "a copyright line says since when the rights are somebody's",
            wins: false,
        })
    })
}

fn last_year(line: &str) -> Option<(Range<usize>, i16)> {
    let bytes = line.as_bytes();
    let alone = |start: usize| {
        let before = start.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_digit());
        !before && !bytes.get(start + 4).is_some_and(u8::is_ascii_digit)
    };
    (0..bytes.len().saturating_sub(3)).rev().filter(|&start| alone(start)).find_map(|start| {
        let year: i16 = line.get(start..start + 4)?.parse().ok()?;
        (1900..2100).contains(&year).then_some((start..start + 4, year))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_year_of_a_copyright_line_counts() {
        assert_eq!(last_year("© 2015-2021 Hill Media").map(|found| found.1), Some(2021));
        assert_eq!(last_year("Copyright 123456 Hill").map(|found| found.1), None);
    }
}
