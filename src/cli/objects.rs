//! The JSON objects that folio prints, field by field as the schemas in `assets/` describe them.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;

use crate::{
    article::{Article, ArticleId, Block, BlockKind, DateRange, Document, Evidence, Found, Grade, Lines},
    index::{DateKinds, Hit, Snippet, Stats},
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
    /// The object of an article. What the source has to remark is not known of an article that came by way of the index,
    /// nor the character set of one whose text is kept there.
    pub fn new(file: &Path, document: &Document, article: &'a Article) -> Self {
        let stated_id = document.stated.id.clone();
        Self {
            file: file_name(file),
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
            encoding: document.encoding.map(|encoding| encoding.name),
            blocks: article.blocks.iter().map(BlockObject::of).collect(),
            remarks: article.remarks.clone(),
        }
    }

    /// The object of an article as it came out of its file.
    pub fn of_record(record: &Record, article: &'a Article) -> Self {
        let path = record.locator.origin.path();
        let mut object = Self::new(&path, &record.document, article);
        object.remarks.extend_from_slice(&record.remarks);
        object
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

/// An article that matches a query.
#[derive(Serialize)]
pub struct HitObject<'a> {
    id: &'a Clean,
    article: ArticleId,
    file: String,
    title: Option<&'a Clean>,
    title_inferred: bool,
    #[serde(flatten)]
    date: DateFields,
    site: Option<&'a Clean>,
    section: Option<&'a Clean>,
    byline: Option<&'a Clean>,
    language: Option<&'a Clean>,
    words: u32,
    score: Option<f32>,
    snippet: Option<&'a Clean>,
    spans: Vec<[usize; 2]>,
}

impl<'a> HitObject<'a> {
    /// The object of a hit.
    pub fn new(hit: &'a Hit) -> Self {
        let row = &hit.row;
        Self {
            id: &row.id,
            article: row.article,
            file: file_name(&row.file),
            title: row.title.as_ref(),
            title_inferred: row.title_inferred,
            date: row.date.map(|(range, grade)| DateFields::of(range, grade)).unwrap_or_default(),
            site: row.site.as_ref(),
            section: row.section.as_ref(),
            byline: row.byline.as_ref(),
            language: row.language.as_ref(),
            words: row.words,
            score: hit.score,
            snippet: hit.snippet.as_ref().map(|snippet| &snippet.text),
            spans: hit.snippet.as_ref().map(spans).unwrap_or_default(),
        }
    }
}

/// The matching parts of a snippet in characters: most languages count these, few count bytes.
fn spans(snippet: &Snippet) -> Vec<[usize; 2]> {
    let characters = |byte| snippet.text.as_str()[..byte].chars().count();
    snippet.spans.iter().map(|span| [characters(span.start), characters(span.end)]).collect()
}

/// The answer to one question of a batch.
#[derive(Serialize)]
pub struct BatchObject<'a> {
    /// The question's name, as it was given.
    pub query: &'a serde_json::Value,
    /// The articles that match, best first.
    pub hits: Vec<BatchHit<'a>>,
}

/// A hit of a batch.
#[derive(Serialize)]
pub struct BatchHit<'a> {
    id: &'a Clean,
    score: Option<f32>,
}

impl<'a> BatchHit<'a> {
    /// The object of a hit.
    pub fn new(hit: &'a Hit) -> Self {
        Self { id: &hit.row.id, score: hit.score }
    }
}

/// What there is in a corpus.
#[derive(Serialize)]
pub struct StatsObject<'a> {
    articles: u64,
    words: u64,
    dates: DateKindsObject,
    months: BTreeMap<String, u64>,
    sites: &'a BTreeMap<String, u64>,
    languages: &'a BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct DateKindsObject {
    stated: u64,
    inferred: u64,
    borrowed: u64,
    undated: u64,
}

impl<'a> StatsObject<'a> {
    /// The object of an index's counts.
    pub fn new(stats: &'a Stats) -> Self {
        let DateKinds { stated, inferred, borrowed, undated } = stats.dates;
        Self {
            articles: stats.articles,
            words: stats.words,
            dates: DateKindsObject { stated, inferred, borrowed, undated },
            months: stats.months.iter().map(|(month, count)| (month_text(*month), *count)).collect(),
            sites: &stats.sites,
            languages: &stats.languages,
        }
    }
}

/// `2021-12`.
pub fn month_text((year, month): (i16, i8)) -> String {
    format!("{year:04}-{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters() {
        let snippet = Snippet { text: Clean::line("… Größe und Größe"), spans: vec![4..11, 16..23] };
        assert_eq!(spans(&snippet), [[2, 7], [12, 17]]);
    }

    #[test]
    fn a_problem_is_an_object_without_an_article() {
        let problem = Problem {
            path: "a.bin".into(),
            line: Some(3),
            reason: Clean::line("no JSON"),
            outcome: crate::source::Outcome::Skipped,
        };
        let object = serde_json::to_value(ArticleObject::unread(&problem)).unwrap();
        assert_eq!(object["file"], "a.bin");
        assert_eq!(object["article"], serde_json::Value::Null);
        assert_eq!(object["remarks"], serde_json::json!(["line 3: no JSON; skipped"]));
    }
}
