//! Which lines of a page are furniture by what other pages have taught.

use super::{
    Lesson, Lore, Repeats, Standing, Within,
    form::{self, LONGEST},
    leaf::PROSE,
};
use crate::{
    article::{
        block::{Block, BlockKind, Reason},
        labels::Label,
        page::Page,
        scene::Scene,
        title,
    },
    text::clean::Clean,
};

/// Which share of a line a date must be for the line to be left alone: dates differ from page to page.
const DATED: f32 = 0.4;

/// Which share of the pages must have a line for it not to be taken for the name of who wrote them.
const NOBODY: f32 = 0.5;

/// A line of an article that other pages have too.
#[derive(Clone, Debug, PartialEq)]
pub struct CommonLine {
    /// Its number among the lines of the document, from 1.
    pub line: u32,
    /// Its words.
    pub text: Clean,
    /// What it is known by.
    pub form: String,
    /// The site's host or the folder's path.
    pub place: String,
    /// How often it stands there.
    pub repeats: Repeats,
    /// What follows.
    pub standing: Standing,
}

/// What is taught about the lines of a page.
#[derive(Debug, Default)]
pub(crate) struct Taught {
    /// For each row, how often it stands on other pages, if it is to be folded for that.
    pub rows: Vec<Option<Repeats>>,
    /// All lines that other pages have too.
    pub common: Vec<CommonLine>,
    /// The site's name, with the pages that show it.
    pub site: Option<(String, Repeats)>,
}

impl Taught {
    /// Looks the lines of a page up in what is known of its site and folders, the nearest first.
    pub fn of(page: &Page, lores: &[&Lore]) -> Self {
        let site = lores.iter().find_map(|lore| name(page, lore));
        if lores.iter().all(|lore| lore.lessons.is_empty()) {
            return Self { site, ..Self::default() };
        }
        let mut buffer = String::new();
        let known: Vec<Option<(&Lore, &Lesson)>> =
            (0..page.rows.len()).map(|row| known(page, row, lores, &mut buffer)).collect();
        let own = own_rows(page, &known);
        let folded = known.iter().enumerate().map(|(row, known)| {
            let (lore, lesson) = (*known)?;
            let is_edge = own.is_none_or(|(first, last)| row < first || row > last);
            let folds = match lesson.standing {
                Standing::AtEdges => is_edge,
                standing => standing.is_folding(),
            };
            folds.then(|| lore.repeats(lesson))
        });
        let rows = folded.collect();
        let common = known.iter().enumerate().filter_map(|(row, known)| (*known).map(|known| common(page, row, known)));
        Self { rows, common: common.collect(), site }
    }

    /// How often a row stands on other pages, if it is to be folded for that.
    pub fn row(&self, row: usize) -> Option<Repeats> {
        self.rows.get(row).copied().flatten()
    }

    /// Whether a row can be neither the headline nor anything else that is a page's own.
    pub fn is_common(&self, row: usize) -> bool {
        self.row(row).is_some()
    }

    /// Whether so many pages have a row that it names nobody who wrote one.
    pub fn names_nobody(&self, row: usize) -> bool {
        self.row(row).is_some_and(|repeats| repeats.pages as f32 >= NOBODY * repeats.of as f32)
    }
}

fn common(page: &Page, row: usize, (lore, lesson): (&Lore, &Lesson)) -> CommonLine {
    CommonLine {
        line: page.rows[row].line.number,
        text: Clean::line(page.line(row)),
        form: form::form(page.line(row)).unwrap_or_default(),
        place: lore.name.clone(),
        repeats: lore.repeats(lesson),
        standing: lesson.standing,
    }
}

/// The name of the site of a page. Pages of one folder may be of several sites: one that does not show the name may well
/// be another's.
fn name(page: &Page, lore: &Lore) -> Option<(String, Repeats)> {
    let (name, pages) = lore.site.as_ref()?;
    let is_shown = || (0..page.rows.len()).any(|row| page.line(row).contains(name.as_str()));
    let repeats = Repeats { pages: *pages, of: lore.pages, within: lore.within, is_accepted: false };
    (lore.within == Within::Site || is_shown()).then(|| (name.clone(), repeats))
}

/// What is known of a row: the reader's verdict before all, else what folds it, else anything.
fn known<'a>(page: &Page, row: usize, lores: &[&'a Lore], buffer: &mut String) -> Option<(&'a Lore, &'a Lesson)> {
    let own = &page.rows[row];
    let line = page.line(row);
    // A line that was cut off to fit a width is known by none of its parts.
    if line.len() > LONGEST || own.line.number != own.line.last || own.dated > DATED {
        return None;
    }
    let form = form::hash(line, buffer)?;
    let found = lores.iter().filter_map(|lore| Some((*lore, lore.lessons.get(&form)?)));
    found.min_by_key(|(_, lesson)| match lesson.standing {
        Standing::Rejected => 0,
        Standing::Accepted => 1,
        Standing::Anywhere => 2,
        Standing::AtEdges => 3,
        Standing::Candidate => 4,
    })
}

/// The first and the last row of the page's own text: of its paragraphs, or of all lines that no other page has.
fn own_rows(page: &Page, known: &[Option<(&Lore, &Lesson)>]) -> Option<(usize, usize)> {
    let folds = |row: usize| known[row].is_some_and(|(_, lesson)| lesson.standing.is_folding());
    let prose = |row: &usize| page.line(*row).len() >= PROSE && !folds(*row);
    let any = |row: &usize| known[*row].is_none();
    let bounds = |own: &dyn Fn(&usize) -> bool| {
        let first = (0..known.len()).find(own)?;
        Some((first, (0..known.len()).rev().find(own).unwrap_or(first)))
    };
    bounds(&prose).or_else(|| bounds(&any))
}

/// The label of a row with what other pages have taught in mind.
pub(crate) fn told(scene: &Scene, row: usize, label: Label) -> Label {
    let Some(repeats) = scene.taught.row(row) else { return label };
    match kind_among(label.kind, scene.page.rows[row].cues.any() != 0) {
        Some(kind) => Label { kind, reason: Reason::Repeated(repeats), level: 0 },
        None => label,
    }
}

/// The headline of a page in whose words nothing betrays it: the first line of its own, between what all pages begin with
/// and its first paragraph. Where several lines stand there, which of them it is cannot be told so.
pub(crate) fn headline(scene: &Scene) -> Option<usize> {
    let prose = scene.first_prose();
    let begins = (0..prose).find(|&row| scene.taught.is_common(row))?;
    let own = |row: &usize| !scene.taught.is_common(*row) && scene.page.rows[*row].dated < DATED;
    let mut between = (begins..prose).filter(own);
    let row = between.next().filter(|_| between.next().is_none())?;
    let line = scene.page.line(row);
    let is_told = scene.page.rows[row].cues.any() != 0;
    let is_headline = title::is_candidate(scene, row) && !is_told && !super::leaf::is_sentence(line);
    (is_headline && line.split_whitespace().nth(2).is_some()).then_some(row)
}

/// The blocks of a marked up document with those folded that other pages have too.
pub(crate) fn aside(scene: &Scene, mut blocks: Vec<Block>) -> Vec<Block> {
    let mut rows = 0..scene.page.rows.len();
    for block in &mut blocks {
        let own = rows.find(|&row| scene.page.rows[row].line.number >= block.lines.0);
        let Some(row) = own.filter(|&row| scene.page.rows[row].line.last >= block.lines.1) else { continue };
        let repeats = scene.taught.row(row).filter(|_| block.kind.is_story());
        if let Some(repeats) = repeats {
            (block.kind, block.reason, block.level) = (BlockKind::Furniture, Reason::Repeated(repeats), 0);
        }
    }
    blocks
}

/// What a row is that many pages have: none when that changes nothing about it.
fn kind_among(kind: BlockKind, is_told_by_words: bool) -> Option<BlockKind> {
    use BlockKind as Kind;
    match kind {
        _ if kind.is_story() => Some(Kind::Furniture),
        Kind::Standfirst | Kind::Caption => Some(Kind::Furniture),
        Kind::Furniture | Kind::Related if !is_told_by_words => Some(Kind::Furniture),
        _ => None,
    }
}
