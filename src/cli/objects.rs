//! The JSON objects that folio prints, field by field as the schemas in `assets/` describe them.

use std::path::Path;

use serde::Serialize;

use crate::{
    article::{Article, ArticleId, Block, BlockKind, DateRange, Evidence, Found, Grade, Lines},
    source::{Problem, Record},
    text::clean::Clean,
};

/// What folio recognises in an article, or that a file could not be read: then nearly all of it is null.
#[derive(Default, Serialize)]
pub struct ArticleObject<'a> {
    file: String,
    id: Option<String>,
    article: Option<ArticleId>,
    title: Option<&'a Clean>,
    title_inferred: bool,
    #[serde(flatten)]
    date: DateFields,
    date_evidence: Option<EvidenceObject<'a>>,
    byline: Option<&'a Clean>,
    site: Option<&'a Clean>,
    section: Option<&'a Clean>,
    language: Option<&'a str>,
    words: u32,
    encoding: Option<&'static str>,
    blocks: Vec<BlockObject<'a>>,
    remarks: Vec<Clean>,
}

impl<'a> ArticleObject<'a> {
    /// The object of an article.
    pub fn new(record: &'a Record, article: &'a Article) -> Self {
        let stated_id = record.document.stated.id.clone();
        Self {
            file: file_name(&record.locator.origin.path()),
            id: Some(stated_id.unwrap_or_else(|| article.id.to_string())),
            article: Some(article.id),
            title: article.title.as_ref().map(|title| &title.value),
            title_inferred: article.title.as_ref().is_some_and(|title| title.grade == Grade::Inferred),
            date: article.date.as_ref().map(|date| DateFields::of(date.value, date.grade)).unwrap_or_default(),
            date_evidence: article.date.as_ref().map(|date| EvidenceObject::of(&date.evidence)),
            byline: value(&article.byline),
            site: value(&article.site),
            section: value(&article.section),
            language: article.language,
            words: article.words,
            encoding: Some(record.encoding.name),
            blocks: article.blocks.iter().map(BlockObject::of).collect(),
            remarks: record.remarks.iter().chain(&article.remarks).cloned().collect(),
        }
    }

    /// The object of what could not be read.
    pub fn unread(problem: &Problem) -> Self {
        let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let remark = Clean::line(&format!("{line}{}; {}", problem.reason, problem.outcome));
        Self { file: file_name(&problem.path), remarks: vec![remark], ..Self::default() }
    }
}

fn value(found: &Option<Found<Clean>>) -> Option<&Clean> {
    found.as_ref().map(|found| &found.value)
}

/// A path as JSON can hold it: unchanged where it is Unicode.
pub fn file_name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// When an article was published.
#[derive(Default, Serialize)]
pub struct DateFields {
    date: Option<String>,
    date_range: Option<[String; 2]>,
    date_grade: Option<Grade>,
}

impl DateFields {
    /// An interval of days and how it is known. The day stands by itself only where it is known to the day.
    pub fn of(range: DateRange, grade: Grade) -> Self {
        let days = [range.first, range.last].map(|day| day.to_string());
        Self { date: range.known_day().map(|day| day.to_string()), date_range: Some(days), date_grade: Some(grade) }
    }
}

#[derive(Serialize)]
struct EvidenceObject<'a> {
    text: &'a Clean,
    line: Option<u32>,
    reason: &'a Clean,
}

impl<'a> EvidenceObject<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        Self { text: &evidence.text, line: evidence.line, reason: &evidence.reason }
    }
}

#[derive(Serialize)]
struct BlockObject<'a> {
    kind: BlockKind,
    lines: Lines,
    text: &'a Clean,
}

impl<'a> BlockObject<'a> {
    fn of(block: &'a Block) -> Self {
        Self { kind: block.kind, lines: block.lines, text: &block.text }
    }
}
