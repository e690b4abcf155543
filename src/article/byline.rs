//! The byline: which row names who wrote the article, and the name in it.

use super::{
    dates,
    forest::Forest,
    page::Page,
    phrases::{self, Cues},
    scene::{self, Scene},
};

/// How much the trees must prefer a byline, in the measure that they rank the lines of a page by.
const SURE: f32 = 0.5;

/// Letters of the longest line that holds a byline.
const LONGEST: f32 = 220.0;

/// Words that stand before a name, longest first.
const LEADS: [&str; 52] = [
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
    "vom",
    "by",
    "par",
    "por",
    "door",
    "автор:",
    "作者：",
];

/// Small words within names.
const PARTICLES: [&str; 17] =
    ["von", "van", "de", "del", "della", "da", "di", "du", "la", "le", "el", "al", "bin", "den", "der", "dos", "zu"];

/// Whether a row could hold a byline at all.
pub(crate) fn is_candidate(scene: &Scene, row: usize) -> bool {
    let shape = &scene.page.rows[row].shape;
    shape.weight() <= LONGEST && shape.words > 0 && !scene.is_paragraph(row) && !signs_post(scene.page.line(row))
}

/// Whether a line signs a post that the story quotes: "— Ann Larkin (@ann) May 3, 2021".
fn signs_post(line: &str) -> bool {
    line.starts_with(['—', '–']) && line.contains("(@")
}

/// The numbers of a row, with what its name looks like.
pub(crate) fn numbers(scene: &Scene, row: usize) -> Vec<f32> {
    let line = scene.page.line(row);
    let found = name_at(scene.page, row).map(|(_, name)| name);
    let words = found.map_or(0, |name| name.split_whitespace().count());
    let mut numbers = scene.numbers(row);
    numbers.extend([
        f32::from(u8::from(lead(line).is_some())),
        words as f32,
        found.map_or(0.0, |name| (name.len() as f32 / line.len() as f32).min(2.0)),
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
        && words.iter().all(|word| capital(word) || PARTICLES.contains(word))
        && words.iter().all(|word| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\'')))
}

/// Who wrote the article, and the row of the name, if one tells.
pub(crate) fn find<'a>(scene: &Scene<'a>, forest: &Forest) -> Option<(usize, &'a str)> {
    let candidates = (0..scene.page.rows.len()).filter(|&row| may_name(scene, row));
    let best = candidates.fold((None, SURE), |best, row| {
        let score = forest.score_above(&numbers(scene, row), best.1);
        score.zip(name_at(scene.page, row)).map_or(best, |(score, name)| (Some(name), score))
    });
    best.0
}

/// Whether a row is a candidate, neither the headline nor a caption that is said twice, and not on most pages of the site.
fn may_name(scene: &Scene, row: usize) -> bool {
    let is_other = scene.title == Some(row) || scene::is_said_twice(scene.page, row);
    is_candidate(scene, row) && !is_other && !scene.taught.names_nobody(row)
}

/// The name in a row, or in the next one where the row says no more than "By"; and the row that it stands in.
fn name_at<'a>(page: &Page<'a>, row: usize) -> Option<(usize, &'a str)> {
    let line = page.line(row);
    let alone = lead(line).is_some_and(|end| !line[end..].contains(char::is_alphanumeric));
    let row = if alone { row + 1 } else { row };
    (row < page.rows.len()).then(|| name(page.line(row)))?.map(|name| (row, name))
}

/// The name in a byline, without "By", date, agency mark and what else stands on the line: rather one that "By" leads to
/// than one that looks like a person's, and rather that than any other.
fn name(line: &str) -> Option<&str> {
    let end = lead(line).unwrap_or(0);
    let mut parts: Vec<(bool, &str)> = parts(&line[end..]).into_iter().filter_map(trimmed).collect();
    parts.first_mut().into_iter().for_each(|first| first.0 |= end > 0);
    parts.retain(|(_, part)| is_name(part));
    let led = parts.iter().find(|(led, _)| *led);
    led.or_else(|| parts.iter().find(|(_, part)| is_person(part))).or(parts.first()).map(|(_, part)| *part)
}

/// Whether words stand at the start of a line that a name follows.
pub(crate) fn is_led(line: &str) -> bool {
    lead(line).is_some()
}

/// Where the words before the name end.
fn lead(line: &str) -> Option<usize> {
    let normal = line.to_lowercase();
    let starts = |lead: &&&str| {
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', ':']) || lead.ends_with([':', '：']);
        normal.strip_prefix(**lead).is_some_and(ends)
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

/// A piece without the marks around it, the words before a name and the role after it; and whether there were such words.
fn trimmed(part: &str) -> Option<(bool, &str)> {
    let part = part
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .trim_end_matches(" am")
        .trim_end_matches(" le");
    let led = lead(part);
    let part = led.map_or(part, |end| part[end..].trim());
    let role = part.find(", ").filter(|&at| is_role(&part[at + 2..]));
    let part = role.map_or(part, |at| &part[..at]);
    (!part.is_empty()).then_some((led.is_some(), part))
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
    let dating = phrases::bit("published") | phrases::bit("updated");
    let cues = Cues::of(part);
    (1..=14).contains(&words.len())
        && named * 2 >= words.len()
        && digits == 0
        && part.len() >= 3
        && cues.line & !furniture == 0
        && cues.start & dating == 0
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
            ("Interview: Ann Larkin", Some("Ann Larkin")),
            ("Text und Bilder: Anna Lerch", Some("Anna Lerch")),
            ("The Hill Desk | 3 May 2021 | by Ann Larkin", Some("Ann Larkin")),
            ("Updated on: May 3, 2021 / 10:07 AM / Hill News", Some("Hill News")),
            ("May 3, 2021", None),
            ("Share", None),
        ];
        for (line, name_of) in cases {
            assert_eq!(name(line), name_of, "{line}");
        }
    }

    #[test]
    fn who_signs_a_quoted_post_did_not_write_the_article() {
        assert!(signs_post("— Ann Larkin (@ann) May 3, 2021"));
        assert!(!signs_post("— Ann Larkin"));
    }

    #[test]
    fn a_name_may_stand_below_its_lead() {
        let page = Page::new("By\nAnn Larkin\nBy\n");
        assert_eq!([0, 1, 2].map(|row| name_at(&page, row)), [Some((1, "Ann Larkin")), Some((1, "Ann Larkin")), None]);
    }
}
