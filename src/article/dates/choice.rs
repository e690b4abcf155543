//! Which of the dates on a page is the article's own.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    super::{forest::Forest, scene::Scene},
    calendar,
    grammar::Mention,
    part::{Part, SAID},
    role::{DateRole, Sign},
};

/// How sure the trees must be of a date, as logarithm of the odds.
const SURE: f32 = 0.3;

/// The same for a date whose words or place say already that it is the article's.
const LIKELY: f32 = -0.5;

/// Years in which an article of a web page may have been published.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// A full date on a page that may be the article's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub row: usize,
    pub mention: Mention,
    pub date: Date,
    /// What its words and its place say of it.
    pub part: Part,
    /// Its place among the page's mentions.
    pub at: usize,
    /// Its place among the dates of its row.
    nth: usize,
}

impl Candidate {
    /// Reads day and month the other way round where the file is older than the day otherwise.
    pub fn fit(&mut self, modified: Option<Date>) {
        let swapped = self.mention.swapped().filter(|_| self.mention.ambiguous);
        let other = swapped.and_then(|swapped| Some((swapped, swapped.date()?)));
        if let Some(((mention, date), modified)) = other.zip(modified).filter(|(_, modified)| self.date > *modified)
            && date <= modified
        {
            (self.mention, self.date) = (mention, date);
        }
    }

    /// How much its words and its place count; none when they do not let it be the article's own.
    fn weight(&self) -> Option<u8> {
        self.part.sign.weight()
    }

    /// Whether it may be taken for the article's own. What is older than the web needs words or the headline's company.
    fn may_win(&self) -> bool {
        self.weight().is_some_and(|weight| weight > 0 || self.date.year() >= WEB)
    }
}

/// The first year in which pages were published on the web.
const WEB: i16 = 1991;

/// The date that was chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    pub candidate: Candidate,
    pub reason: &'static str,
}

impl Choice {
    /// The part that the date plays now that it is the article's.
    pub fn role(&self) -> DateRole {
        if self.candidate.part.sign == Sign::SaysUpdated { DateRole::Updated } else { DateRole::Published }
    }
}

/// All full dates of a page with their parts; `month_first` tells how to read those that could be read both ways.
pub(crate) fn candidates(scene: &Scene, parts: &[Part], month_first: bool) -> Vec<Candidate> {
    let mut row_before = usize::MAX;
    let mut nth = 0;
    let candidate = |(at, &(row, mention)): (usize, &(usize, Mention))| {
        nth = if row == row_before { nth + 1 } else { 0 };
        row_before = row;
        let mention = if mention.ambiguous && month_first { mention.swapped().unwrap_or(mention) } else { mention };
        let date = mention.date().filter(|date| YEARS.contains(&date.year()))?;
        Some(Candidate { row, mention, date, part: parts[at], at, nth })
    };
    scene.page.mentions.iter().enumerate().filter_map(candidate).collect()
}

/// Whether dates that could be read both ways have the month first: the page's other dates tell, or else its language.
pub(crate) fn is_month_first(scene: &Scene, language: Option<&str>) -> bool {
    let mentions = || scene.page.mentions.iter();
    let words = |row: usize, mention: &Mention| scene.page.line(row).get(mention.start..mention.end).unwrap_or("");
    let slashed =
        |&(row, mention): &(usize, Mention)| order_of_slashed(words(row, &mention)).filter(|_| mention.numeric);
    if let Some(month_first) = mentions().find_map(slashed) {
        return month_first;
    }
    let sure: Vec<Date> = mentions().filter(|other| !other.1.ambiguous).filter_map(|other| other.1.date()).collect();
    let agrees = |mention: Option<Mention>| mention.and_then(Mention::date).is_some_and(|date| sure.contains(&date));
    let ambiguous = mentions().filter(|other| other.1.ambiguous);
    for (day, month) in ambiguous.map(|(_, mention)| (agrees(Some(*mention)), agrees(mention.swapped()))) {
        if day != month {
            return month;
        }
    }
    let mut worded = mentions().filter(|(_, mention)| !mention.numeric && mention.day.is_some());
    let day_first = |&(row, mention): &(usize, Mention)| is_day_first(words(row, &mention));
    language.is_none_or(|language| language == "en") && !worded.next().is_some_and(day_first)
}

/// Whether the month comes first in a date with strokes that can be read in one way only.
fn order_of_slashed(words: &str) -> Option<bool> {
    let mut parts = words.split('/').map(|part| part.trim().parse::<u8>().ok());
    match (parts.next()??, parts.next()??) {
        (13..=31, 1..=12) => Some(false),
        (1..=12, 13..=31) => Some(true),
        _ => None,
    }
}

/// Whether words name the day before the month: "Monday, 3 May 2021".
fn is_day_first(words: &str) -> bool {
    let word = words.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let meant = |word: &str| calendar::meaning(&word.to_lowercase()).is_some_and(|meaning| meaning.weekday.is_none());
    let first = word.into_iter().find(|word| word.starts_with(|c: char| c.is_ascii_digit()) || meant(word));
    first.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The numbers that the trees look at, for each candidate.
pub(crate) fn numbers(scene: &Scene, candidates: &[Candidate]) -> Vec<Vec<f32>> {
    let tally = Tally::of(candidates);
    (0..candidates.len()).map(|nth| tally.numbers(scene, candidates, nth)).collect()
}

/// The names of what [`numbers`] adds to those of a row.
pub(crate) const NAMES: [&str; 21] = [
    "date.nth_in_row",
    "date.place",
    "date.rest",
    "date.timed",
    "date.weekday",
    "date.contradicts",
    "date.numeric",
    "date.ambiguous",
    "date.published",
    "date.updated",
    "date.copyright",
    "date.nth",
    "date.same",
    "date.distinct",
    "date.latest",
    "date.earliest",
    "date.before_latest",
    "date.near",
    "date.years_off",
    "date.published_above",
    "date.updated_above",
];

fn own(scene: &Scene, candidate: &Candidate, numbers: &mut Vec<f32>) {
    let line = scene.page.line(candidate.row);
    let mention = candidate.mention;
    let said = candidate.part.said;
    let truth = |value: bool| f32::from(u8::from(value));
    numbers.extend([
        candidate.nth as f32,
        (mention.start as f32 + 1.0).log2(),
        ((line.len() - mention.end) as f32 + 1.0).log2(),
        truth(mention.timed),
        truth(mention.weekday.is_some()),
        truth(mention.contradicts_itself()),
        truth(mention.numeric),
        truth(mention.ambiguous),
        truth(said & SAID.published != 0),
        truth(said & SAID.updated != 0),
        truth(said & SAID.copyright != 0),
    ]);
}

/// What is known about all candidates together.
struct Tally {
    same: HashMap<Date, u16>,
    latest: Date,
    earliest: Date,
}

impl Tally {
    fn of(candidates: &[Candidate]) -> Self {
        let mut same = HashMap::new();
        candidates.iter().for_each(|candidate| *same.entry(candidate.date).or_default() += 1);
        let dates = || candidates.iter().map(|candidate| candidate.date);
        Self { same, latest: dates().max().unwrap_or(Date::MIN), earliest: dates().min().unwrap_or(Date::MIN) }
    }

    fn numbers(&self, scene: &Scene, candidates: &[Candidate], nth: usize) -> Vec<f32> {
        let mut numbers = scene.numbers(candidates[nth].row);
        own(scene, &candidates[nth], &mut numbers);
        self.compare(candidates, nth, &mut numbers);
        numbers
    }

    fn compare(&self, candidates: &[Candidate], nth: usize, numbers: &mut Vec<f32>) {
        let candidate = candidates[nth];
        let truth = |value: bool| f32::from(u8::from(value));
        let days = |from: Date, to: Date| from.until(to).map_or(0.0, |span| span.get_days() as f32);
        let near = candidates.iter().filter(|other| other.row.abs_diff(candidate.row) <= 8).count();
        let above = candidates[..nth]
            .iter()
            .rev()
            .take(2)
            .any(|other| other.row + 2 >= candidate.row && other.date < candidate.date);
        let below = candidates[nth + 1..]
            .iter()
            .take(2)
            .any(|other| other.row <= candidate.row + 2 && other.date > candidate.date);
        numbers.extend([
            (nth as f32).min(20.0),
            f32::from(self.same[&candidate.date]),
            (self.same.len() as f32).min(30.0),
            truth(candidate.date == self.latest),
            truth(candidate.date == self.earliest),
            (days(candidate.date, self.latest) + 1.0).log2(),
            near as f32,
            f32::from(self.latest.year() - candidate.date.year()).min(30.0),
            truth(above),
            truth(below),
        ]);
    }
}

/// The candidate that is the article's own, if the trees are sure enough of one whose part lets it be that.
pub(crate) fn choose(scene: &Scene, candidates: &[Candidate], forest: &Forest) -> Option<Choice> {
    let tally = Tally::of(candidates);
    let allowed = |candidate: &Candidate| candidate.may_win() || is_said_elsewhere(candidate, candidates);
    let scored = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| allowed(candidate))
        .map(|(nth, candidate)| (candidate, forest.score(&tally.numbers(scene, candidates, nth))))
        .filter(|(candidate, score)| is_sure(candidate, *score));
    let rank = |scored: &(&Candidate, f32)| (scored.0.weight(), scored.1);
    let best = scored.reduce(|best, next| if rank(&best) >= rank(&next) { best } else { next });
    best.map(|(candidate, _)| Choice { candidate: *candidate, reason: reason(candidate) })
}

/// Whether the trees are sure enough of a date. They need not be asked of what says in the headline's company that it is the
/// article's.
fn is_sure(candidate: &Candidate, score: f32) -> bool {
    match candidate.weight() {
        Some(0) | None => score > SURE,
        Some(_) => candidate.part.beside || score > LIKELY,
    }
}

/// Whether the day of a header, which never wins alone, is also that of a date that may win.
fn is_said_elsewhere(header: &Candidate, candidates: &[Candidate]) -> bool {
    let agrees = |other: &Candidate| {
        other.date == header.date && matches!(other.part.sign.role(), DateRole::Published | DateRole::Updated)
    };
    header.part.sign == Sign::Header && candidates.iter().any(agrees)
}

/// What speaks most for a date that was chosen.
fn reason(candidate: &Candidate) -> &'static str {
    match candidate.part.sign.role() {
        DateRole::Published | DateRole::Updated => candidate.part.sign.reason(),
        _ => "the lines around it are as those around an article's date",
    }
}
