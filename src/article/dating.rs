//! The article's date: what the container, the text, the address and the reported events say of it, in this order.

use jiff::civil::Date;

use super::{
    DateCandidate, DatePlace, DateRange, DateRole, Document, Evidence, Found, Grade,
    dates::{self, Candidate},
    forest::Forest,
    scene::Scene,
};
use crate::text::clean::Clean;

/// The article's date, the row that it stands in, all dates that were weighed, and what was disbelieved.
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
        candidates.iter_mut().for_each(|candidate| candidate.fit(document.modified));
        let mut listed = dates::listed(scene, &parts, &candidates);
        candidates.retain(|candidate| document.modified.is_none_or(|modified| candidate.date <= modified));
        let choice = dates::choose(scene, &candidates, forest);
        let row = choice.map(|choice| choice.candidate.row);
        let in_text = choice.map(|choice| Claim::of_choice(choice, scene));
        let mut claims: Vec<Claim> = by_field(document).into_iter().chain(in_text).chain(by_names(document)).collect();
        claims.extend(by_fetching(scene, document).filter(|_| claims.is_empty()));
        if claims.is_empty() {
            let event = dates::infer(scene, &candidates, document.modified);
            claims.extend(event.map(|event| Claim::of_event(event, scene)));
        }
        listed.iter_mut().for_each(|date| disbelieve_later(date, document.modified));
        claims.iter().enumerate().for_each(|(nth, claim)| claim.list(nth == 0, &mut listed));
        let found = claims.into_iter().next().map(|claim| claim.found_in(&listed));
        Self { found, row, remarks: disbelieved(scene, row), dates: listed }
    }
}

/// What could be the article's date, and where it comes from.
struct Claim {
    found: Found<DateRange>,
    role: DateRole,
    reason: &'static str,
    /// Its place among the page's dates; none when it stands outside of the text.
    at: Option<usize>,
}

impl Claim {
    fn of_choice(choice: dates::Choice, scene: &Scene) -> Self {
        let days = DateRange::day(choice.candidate.date);
        let found = in_text(scene, &choice.candidate, days, Grade::Stated, choice.reason);
        Self { found, role: choice.role(), reason: choice.reason, at: Some(choice.candidate.at) }
    }

    fn of_event(event: dates::Inferred, scene: &Scene) -> Self {
        let found = in_text(scene, &event.candidate, event.days, Grade::Inferred, event.reason);
        Self { found, role: DateRole::Event, reason: event.reason, at: Some(event.candidate.at) }
    }

    fn beside(days: DateRange, grade: Grade, words: &str, reason: &'static str) -> Self {
        let evidence = Evidence { text: Clean::line(words), line: None, reason: Clean::line(reason) };
        Self { found: Found { value: days, grade, evidence }, role: DateRole::Published, reason, at: None }
    }

    /// What was found, with the line of the very words where their paragraph is wrapped.
    fn found_in(self, listed: &[DateCandidate]) -> Found<DateRange> {
        let mut found = self.found;
        found.evidence.line = self.at.and_then(|at| listed[at].line()).or(found.evidence.line);
        found
    }

    /// Adds it to the dates of the article, or marks it there when it wins.
    fn list(&self, wins: bool, listed: &mut Vec<DateCandidate>) {
        match self.at {
            Some(at) if wins => {
                let date = &mut listed[at];
                (date.role, date.reason, date.wins) = (self.role, self.reason, true);
            }
            Some(_) => {}
            None => {
                let place = DatePlace::Beside(self.found.evidence.text.clone());
                let (days, role, reason) = (Some(self.found.value), self.role, self.reason);
                listed.push(DateCandidate { days, role, place, reason, wins });
            }
        }
    }
}

fn in_text(scene: &Scene, candidate: &Candidate, days: DateRange, grade: Grade, reason: &str) -> Found<DateRange> {
    let line = scene.page.line(candidate.row);
    let evidence = Evidence {
        text: Clean::line(&line[candidate.mention.start..candidate.mention.end]),
        line: Some(scene.page.rows[candidate.row].line.number),
        reason: Clean::line(reason),
    };
    Found { value: days, grade, evidence }
}

/// A day after the file's own cannot be that of its article.
fn disbelieve_later(date: &mut DateCandidate, modified: Option<Date>) {
    if date.days.zip(modified).is_some_and(|(days, modified)| days.first > modified) {
        date.reason = "it lies after the day on which the file was last changed";
    }
}

/// The date in the container's field.
fn by_field(document: &Document) -> Option<Claim> {
    let field = document.stated.date.as_deref()?;
    let days = dates::parse_stated(field)?;
    Some(Claim::beside(days, Grade::Stated, field, "a field of the container states it"))
}

/// The dates in the address and in the name of the file, unless they lie after the file's own.
fn by_names(document: &Document) -> impl Iterator<Item = Claim> {
    let names = [
        (document.stated.url.as_deref(), "the address names it"),
        (document.file_name.as_deref(), "the name of the file has it"),
    ];
    let named = |(name, reason): (Option<&str>, &'static str)| {
        let days = dates::in_address(name?)?;
        let sane = document.modified.is_none_or(|modified| days.first <= modified);
        sane.then_some(Claim::beside(days, Grade::Inferred, name?, reason))
    };
    names.into_iter().filter_map(named)
}

/// The day that a line beside the headline tells against the day of fetching.
fn by_fetching(scene: &Scene, document: &Document) -> Option<Claim> {
    let fetched = dates::parse_stated(document.stated.crawled.as_deref()?)?.known_day()?;
    let (row, days) = dates::told_against(scene, fetched)?;
    let reason = "the line beside the headline tells it against the day on which the page was fetched";
    let mut claim = Claim::beside(days, Grade::Inferred, scene.page.line(row), reason);
    claim.found.evidence.line = Some(scene.page.rows[row].line.number);
    Some(claim)
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

#[cfg(test)]
mod tests {
    use super::super::{Article, Stated, recognise};
    use super::*;

    const PROSE: &str = "The ferry to the island runs again, its owner said in the harbour on Monday, after a winter of repairs.\n\nMany on the island had waited for it, since the shops had little left to sell and the school was short of teachers.\n";

    fn dated(head: &str, stated: Stated) -> Article {
        let text = format!("Ferry to the island runs again\n{head}\n\n{PROSE}");
        recognise(&Document { text, stated, modified: "2022-06-01".parse().ok(), ..Document::default() })
    }

    fn day(article: &Article) -> Option<String> {
        article.date.as_ref().and_then(|date| date.value.known_day()).map(|day| day.to_string())
    }

    fn roles(article: &Article) -> Vec<(DateRole, bool)> {
        article.dates.iter().map(|date| (date.role, date.wins)).collect()
    }

    #[test]
    fn every_date_has_its_part_and_one_wins() {
        let article = dated("Published 3 May 2021, updated 5 May 2021", Stated::default());
        assert_eq!(day(&article).as_deref(), Some("2021-05-03"));
        assert_eq!(roles(&article), [(DateRole::Published, true), (DateRole::Updated, false)]);
    }

    #[test]
    fn a_field_wins_over_the_text_and_both_are_listed() {
        let stated = Stated {
            date: Some("2021-05-02".to_owned()),
            url: Some("https://hill.example/2021/05/ferry".to_owned()),
            ..Stated::default()
        };
        let article = dated("3 May 2021", stated);
        assert_eq!(day(&article).as_deref(), Some("2021-05-02"));
        assert_eq!(article.dates.iter().map(|date| date.wins).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(article.dates[2].words("").as_str(), "https://hill.example/2021/05/ferry");
    }

    #[test]
    fn days_that_cannot_be_the_articles_never_win() {
        let heads = [
            "3 May 2023",
            "Available until 3 May 2021",
            "Concert: 3 May 2021, 10:00–11:30",
            "16 Apr 2021 – 17 May 2021",
            "Copyright 3 May 2021 Hill Media",
            "Printed on 3 May 2021",
            "— Hill Ferry (@hillferry) May 3, 2021",
        ];
        for head in heads {
            let article = dated(head, Stated::default());
            assert_eq!(day(&article), None, "{head}: {:?}", article.dates);
            assert!(article.dates.iter().all(|date| !date.wins || date.role == DateRole::Event), "{head}");
        }
    }

    #[test]
    fn a_day_against_the_day_of_fetching_is_inferred() {
        let fetched = || Stated { crawled: Some("2021-12-30T08:00:00Z".to_owned()), ..Stated::default() };
        let article = dated("Published yesterday", fetched());
        assert_eq!(day(&article).as_deref(), Some("2021-12-29"));
        assert_eq!(article.date.as_ref().map(|date| date.grade), Some(Grade::Inferred));
        assert_eq!(day(&dated("Published yesterday", Stated::default())), None);
    }

    #[test]
    fn day_and_month_are_told_apart_by_the_other_dates_of_the_page() {
        let article =
            dated("By Ann Hill 02/10/2020\n\nShare\n\nComments are open until 2 November 2020", Stated::default());
        assert_eq!(day(&article).as_deref(), Some("2020-10-02"));
        assert_eq!(day(&dated("By Ann Hill 02/10/2020", Stated::default())).as_deref(), Some("2020-02-10"));
        let after_the_file_if_read_so = dated("By Ann Hill 11/03/2022", Stated::default());
        assert_eq!(day(&after_the_file_if_read_so).as_deref(), Some("2022-03-11"));
    }

    #[test]
    fn the_day_of_the_header_does_not_win_alone() {
        let menu = "Thursday, 30 December 2021\nHome\nWorld\nPolitics\nSport\nCulture\nWeather\n\n";
        let page = |stamp: &str| {
            let text = format!("{menu}Ferry to the island runs again\n{stamp}\n\n{PROSE}");
            recognise(&Document { text, ..Document::default() })
        };
        let alone = page("By Ann Hill");
        assert_eq!(day(&alone), None, "{:?}", alone.dates);
        assert_eq!(roles(&alone), [(DateRole::Scrape, false)]);
        assert_eq!(day(&page("By Ann Hill, 28 December 2021")).as_deref(), Some("2021-12-28"));
    }

    #[test]
    fn a_date_in_wrapped_lines_has_the_line_that_it_stands_on() {
        let wrapped = "The ferry to the island runs again after a long winter of repairs, said\nits owner on Monday. It had stood still since the storm of the night of\n12 November 2020, when a wave broke its ramp and the engine room was full\nof water, and nobody on the island knew when it would come back to them.";
        let article = dated(&format!("3 May 2021\n\n{wrapped}"), Stated::default());
        let lines: Vec<Option<u32>> = article.dates.iter().map(DateCandidate::line).collect();
        assert_eq!(lines, [Some(2), Some(6)]);
    }
}
