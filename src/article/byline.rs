//! The byline: which row names who wrote the article, and the name in it.

use super::{
    dates,
    forest::Forest,
    phrases::{self, Cues},
    scene::Scene,
};

/// How much the trees must prefer a byline, in the measure that they rank the lines of a page by.
const SURE: f32 = 0.5;

/// Letters of the longest line that holds a byline.
const LONGEST: f32 = 220.0;

/// Words that stand before a name, longest first.
const LEADS: [&str; 51] = [
    "veröffentlicht am",
    "veröffentlicht von",
    "ein gastbeitrag von",
    "ein kommentar von",
    "ein artikel von",
    "ein beitrag von",
    "geschrieben von",
    "propos recueillis par",
    "eingestellt von",
    "gepostet von",
    "erstellt von",
    "verfasst von",
    "published by",
    "pubblicato da",
    "publicado por",
    "escrito por",
    "redactado por",
    "scritto da",
    "geschreven door",
    "reported by",
    "reporting by",
    "submitted by",
    "written by",
    "posted by",
    "rédigé par",
    "publié par",
    "écrit par",
    "article by",
    "story by",
    "words by",
    "text by",
    "a cura di",
    "posted on",
    "autorin:",
    "autoren:",
    "autor:",
    "author:",
    "authors:",
    "auteur :",
    "auteur:",
    "autore:",
    "text:",
    "von:",
    "by:",
    "von",
    "by",
    "par",
    "por",
    "door",
    "автор:",
    "作者：",
];

/// Whether a row could hold a byline at all.
pub(crate) fn is_candidate(scene: &Scene, row: usize) -> bool {
    let shape = &scene.page.rows[row].shape;
    shape.weight() <= LONGEST && shape.words > 0 && !scene.is_paragraph(row)
}

/// The numbers of a row, with what its name looks like.
pub(crate) fn numbers(scene: &Scene, row: usize) -> Vec<f32> {
    let line = scene.page.line(row);
    let found = name(line);
    let words = found.map_or(0, |name| name.split_whitespace().count());
    let mut numbers = scene.numbers(row);
    numbers.extend([
        f32::from(u8::from(lead(line).is_some())),
        words as f32,
        found.map_or(0.0, |name| name.len() as f32 / line.len() as f32),
        f32::from(u8::from(found.is_some_and(|name| line.ends_with(name)))),
        f32::from(u8::from(found.is_some_and(is_person))),
    ]);
    numbers
}

/// The names of what [`numbers`] adds to those of a row.
pub(crate) const NAMES: [&str; 5] = ["name.lead", "name.words", "name.share", "name.ends", "name.person"];

/// Whether a name is one of two to four capitalised words, as people's are.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    (2..=4).contains(&words.len())
        && words.iter().filter(|word| word.len() > 3).all(|word| capital(word))
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\'')))
}

/// The row that names who wrote the article, if one does.
pub(crate) fn find(scene: &Scene, forest: &Forest) -> Option<usize> {
    let candidates = (0..scene.page.rows.len()).filter(|&row| may_name(scene, row));
    let best = candidates.fold((None, SURE), |best, row| {
        let score = forest.score_above(&numbers(scene, row), best.1);
        let score = score.filter(|_| name(scene.page.line(row)).is_some());
        score.map_or(best, |score| (Some(row), score))
    });
    best.0
}

/// Whether a row is a candidate, not the headline, and not on most pages of the site.
fn may_name(scene: &Scene, row: usize) -> bool {
    is_candidate(scene, row) && scene.title != Some(row) && !scene.taught.names_nobody(row)
}

/// The name in a byline, without "By", date, agency mark and what else stands on the line.
pub(crate) fn name(line: &str) -> Option<&str> {
    let line = lead(line).map_or(line, |end| &line[end..]);
    let mut parts = parts(line).into_iter().filter_map(trimmed);
    let found = parts.find(|part| is_name(part))?;
    Some(found)
}

/// Whether words stand at the start of a line that a name follows.
pub(crate) fn is_led(line: &str) -> bool {
    lead(line).is_some()
}

/// Where the words before the name end.
fn lead(line: &str) -> Option<usize> {
    let normal = line.to_lowercase();
    let starts = |lead: &&&str| {
        normal.strip_prefix(**lead).is_some_and(|rest| rest.starts_with([' ', ':']) || lead.ends_with([':', '：']))
    };
    let end = LEADS.iter().find(starts)?.len();
    (normal.len() == line.len()).then_some(end)
}

/// The pieces of a line between dates and marks that separate entries.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for mention in dates::mentions(line) {
        parts.extend(line[start..mention.start].split(['|', '•', '·', '/', '(', '—', '–', '@', ':', '»']));
        start = mention.end;
    }
    parts.extend(line[start..].split(['|', '•', '·', '/', '(', '—', '–', '@', ':', '»']));
    parts.iter().flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" on ")).collect()
}

fn trimmed(part: &str) -> Option<&str> {
    let part = part
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .trim_end_matches(" am")
        .trim_end_matches(" le");
    let part = lead(part).map_or(part, |end| part[end..].trim());
    let role = part.find(", ").filter(|&at| is_role(&part[at + 2..]));
    Some(role.map_or(part, |at| &part[..at])).filter(|part| !part.is_empty())
}

/// Whether what follows a name is what the person does: it starts with a small letter, or is a word of the trade.
fn is_role(after: &str) -> bool {
    let first = after.split_whitespace().next().unwrap_or("");
    let trade = [
        "Staff",
        "Special",
        "Senior",
        "Associate",
        "Associated",
        "Reuters",
        "AP",
        "Ap",
        "AFP",
        "Correspondent",
        "Editor",
        "Contributor",
        "Reporter",
        "News",
        "Redaktion",
    ];
    first.starts_with(char::is_lowercase) && !["and", "und", "et", "y", "e", "de", "von", "van"].contains(&first)
        || trade.contains(&first)
}

/// Whether a piece reads like the names of people or the name of an agency.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let named = words.iter().filter(|word| word.starts_with(|c: char| c.is_uppercase() || c > '\u{2e80}')).count();
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let furniture = phrases::bit("byline") | phrases::bit("caption") | phrases::bit("section");
    (1..=14).contains(&words.len())
        && named * 2 >= words.len()
        && digits == 0
        && part.len() >= 3
        && Cues::of(part).line & !furniture == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_their_lines() {
        let cases = [
            ("By Ann Larkin", Some("Ann Larkin")),
            ("By Ann Larkin and Tom Reed, Staff Writers", Some("Ann Larkin and Tom Reed")),
            ("Posted by Ann Larkin on May 3, 2021, 6:21 AM EST", Some("Ann Larkin")),
            ("Von Anna Lerch | 3. Mai 2021", Some("Anna Lerch")),
            ("May 3, 2021 / 1:07 AM / Ann Larkin", Some("Ann Larkin")),
            ("Por María Luz Peña", Some("María Luz Peña")),
            ("May 3, 2021", None),
            ("Share", None),
        ];
        for (line, name_of) in cases {
            assert_eq!(name(line), name_of, "{line}");
        }
    }
}
