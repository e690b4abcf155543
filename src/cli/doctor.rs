//! `folio doctor`: what is wrong with a corpus, and what its pages have taught.

use std::{collections::BTreeMap, io, path::Path};

use serde::Serialize;

use crate::{
    article::heap::{Lore, Standing, Within},
    index::{Checkup, Heap, LONG, SHORT},
    source::{Problem, shown},
    text::clean::Clean,
};

use super::{
    Session,
    arguments::Doctor,
    engine::{self, Freshness},
    exit::Exit,
    json::JsonLine,
    print::{Look, Output},
};

/// Reasons, learned lines and places that are printed of each; JSON has more.
const PRINTED: usize = 20;

/// Learned lines in JSON, and problems.
const WRITTEN: usize = 1_000;

/// Files named for a content that stands in several places.
const FILES: usize = 3;

/// Runs the command.
pub fn doctor(command: &Doctor, session: &Session) -> anyhow::Result<Exit> {
    let engine = engine::ready(&command.corpus.paths, session, Freshness::unless(command.no_refresh))?;
    let (checkup, problems, heap) = (engine.checkup()?, engine.problems()?, engine.heap());
    let mut output = Output::new(session.no_colour);
    let object = DoctorObject::new(&checkup, &problems, &heap);
    if command.json {
        output.json(&JsonLine::of(&object))?;
    } else {
        print(&object, &mut output)?;
    }
    output.finish()?;
    Ok(if checkup.articles > 0 { Exit::Success } else { Exit::Nothing })
}

/// What is wrong with a corpus.
#[derive(Serialize)]
struct DoctorObject {
    articles: u64,
    /// What was not read, by its reason, the most frequent first.
    problems: Vec<ReasonObject>,
    undated: u64,
    untitled: u64,
    short: u64,
    long: u64,
    repaired: u64,
    /// Articles by character set, the most frequent first.
    encodings: Vec<EncodingObject>,
    duplicated: u64,
    surplus: u64,
    duplicates: Vec<DuplicateObject>,
    sites: Vec<SiteObject>,
    lines: Vec<LineObject>,
}

#[derive(Serialize)]
struct EncodingObject {
    name: Clean,
    count: u64,
}

#[derive(Serialize)]
struct ReasonObject {
    reason: Clean,
    count: u64,
    /// One of the files.
    file: Clean,
}

#[derive(Serialize)]
struct DuplicateObject {
    article: String,
    count: u64,
    files: Vec<Clean>,
}

/// A name that was learned.
#[derive(Serialize)]
struct SiteObject {
    #[serde(rename = "in")]
    within: Within,
    place: Clean,
    name: Clean,
    pages: u32,
    of: u32,
}

/// A line that was learned.
#[derive(Serialize)]
struct LineObject {
    text: Clean,
    pages: u32,
    of: u32,
    #[serde(rename = "in")]
    within: Within,
    place: Clean,
    standing: Standing,
}

impl DoctorObject {
    fn new(checkup: &Checkup, problems: &[Problem], heap: &Heap) -> Self {
        let duplicates = checkup.duplicates.iter().map(|duplicate| DuplicateObject {
            article: duplicate.article.to_string(),
            count: duplicate.count,
            files: duplicate.files.iter().take(FILES).map(|file| shown(file)).collect(),
        });
        Self {
            articles: checkup.articles,
            problems: reasons(problems),
            undated: checkup.undated,
            untitled: checkup.untitled,
            short: checkup.short,
            long: checkup.long,
            repaired: checkup.repaired,
            encodings: encodings(checkup),
            duplicated: checkup.duplicated,
            surplus: checkup.surplus,
            duplicates: duplicates.collect(),
            sites: sites(heap),
            lines: lines(heap),
        }
    }
}

/// Problems by their reason, each with the first file that has it.
fn reasons(problems: &[Problem]) -> Vec<ReasonObject> {
    let mut counts: BTreeMap<&str, (u64, &Path)> = BTreeMap::new();
    for problem in problems {
        counts.entry(problem.reason.as_str()).or_insert((0, &problem.path)).0 += 1;
    }
    let object = |(reason, (count, file)): (&str, (u64, &Path))| ReasonObject {
        reason: Clean::line(reason),
        count,
        file: shown(file),
    };
    let mut reasons: Vec<ReasonObject> = counts.into_iter().map(object).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons.truncate(WRITTEN);
    reasons
}

fn encodings(checkup: &Checkup) -> Vec<EncodingObject> {
    let object = |(name, count): (&String, &u64)| EncodingObject { name: Clean::line(name), count: *count };
    let mut encodings: Vec<EncodingObject> = checkup.encodings.iter().map(object).collect();
    encodings.sort_by_key(|encoding| std::cmp::Reverse(encoding.count));
    encodings
}

fn sites(heap: &Heap) -> Vec<SiteObject> {
    let object = |lore: &Lore| {
        let (name, pages) = lore.site.as_ref()?;
        let (within, place) = (lore.within, Clean::line(&lore.name));
        Some(SiteObject { within, place, name: Clean::line(name), pages: *pages, of: lore.pages })
    };
    let mut sites: Vec<SiteObject> = heap.lores().filter_map(object).collect();
    sites.sort_by(|one, other| (other.pages, one.place.as_str()).cmp(&(one.pages, other.place.as_str())));
    sites.truncate(WRITTEN);
    sites
}

/// The lines that are folded, or that the reader has rejected, those on most pages first.
fn lines(heap: &Heap) -> Vec<LineObject> {
    let of_lore = |lore: &Lore| {
        let told = lore.lessons.values().filter(|lesson| lesson.standing != Standing::Candidate);
        let (of, within, place) = (lore.pages, lore.within, Clean::line(&lore.name));
        let line = move |lesson: &crate::article::heap::Lesson| LineObject {
            text: Clean::line(&lesson.text),
            pages: lesson.pages,
            of,
            within,
            place: place.clone(),
            standing: lesson.standing,
        };
        told.map(line).collect::<Vec<_>>()
    };
    let mut lines: Vec<LineObject> = heap.lores().flat_map(of_lore).collect();
    let key = |line: &LineObject| (std::cmp::Reverse(line.pages), line.place.to_string(), line.text.to_string());
    lines.sort_by_cached_key(key);
    lines.truncate(WRITTEN);
    lines
}

fn print(found: &DoctorObject, output: &mut Output) -> io::Result<()> {
    let counts = [
        ("articles".to_owned(), found.articles),
        ("undated".to_owned(), found.undated),
        ("without a title of their own".to_owned(), found.untitled),
        (format!("very short (at most {SHORT} words)"), found.short),
        (format!("very long ({LONG} words and more)"), found.long),
        ("decoded with the wrong character set, repaired for display".to_owned(), found.repaired),
        ("exact copies of another one".to_owned(), found.surplus),
    ];
    let told = counts.iter().enumerate().filter(|(number, (_, count))| *number == 0 || *count > 0);
    told.map(|(_, (name, count))| (*count, name.clone())).try_for_each(|(count, name)| row(count, &name, output))?;
    let problem = |found: &ReasonObject| (found.count, format!("{} (as {})", found.reason, found.file));
    table("not read, or not wholly", found.problems.iter().map(problem), output)?;
    let copies = |found: &DuplicateObject| (found.count, files(found));
    table("the same content in several places", found.duplicates.iter().map(copies), output)?;
    table("character sets", found.encodings.iter().map(|found| (found.count, found.name.to_string())), output)?;
    let site = |found: &SiteObject| (found.pages.into(), format!("{} ({}, of {})", found.name, found.place, found.of));
    table("names of sites, learned from pages", found.sites.iter().map(site), output)?;
    table("lines of furniture, learned from pages", found.lines.iter().map(line), output)
}

fn files(found: &DuplicateObject) -> String {
    let named: Vec<&str> = found.files.iter().map(Clean::as_str).collect();
    let more = if found.count > named.len() as u64 { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

fn line(found: &LineObject) -> (u64, String) {
    let verdict = match found.standing {
        Standing::Accepted => ", accepted by you",
        Standing::Rejected => ", not folded: rejected by you",
        _ => "",
    };
    (found.pages.into(), format!("{} ({}, of {}{verdict})", found.text, found.place, found.of))
}

/// Prints counts and names below a heading, the first of them; nothing when there are none.
fn table(
    heading: &'static str,
    rows: impl ExactSizeIterator<Item = (u64, String)>,
    output: &mut Output,
) -> io::Result<()> {
    let more = rows.len().saturating_sub(PRINTED);
    for (number, (count, name)) in rows.take(PRINTED).enumerate() {
        if number == 0 {
            output.end_line()?;
            output.piece(Look::Strong, &Clean::fixed(heading))?;
            output.end_line()?;
        }
        row(count, &name, output)?;
    }
    if more > 0 { output.line(&Clean::line(&format!("{:>10}  ({more} more: see --json)", ""))) } else { Ok(()) }
}

fn row(count: u64, name: &str, output: &mut Output) -> io::Result<()> {
    output.line(&Clean::line(&format!("{count:>10}  {name}")))
}
