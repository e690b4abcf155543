//! From a document to an article. It cannot fail: what it is unsure of comes as remarks, and every line is in a block.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    Article, ArticleId, BlockKind, DateRange, Document, Evidence, Found, Grade, assemble, byline,
    dates,
    forest::{self, Forest, NoForest},
    labels::{self, Marks},
    language,
    page::Page,
    scene::Scene,
    site, title,
};
use crate::text::clean::Clean;

static SHIPPED: LazyLock<Recogniser> = LazyLock::new(|| {
    Recogniser::with_weights(include_str!("../../assets/recognition.forest"))
        .expect("the shipped weights are read by every test")
});

/// Recognises what the document's lines are and what is known about the article.
pub fn recognise(document: &Document) -> Article {
    SHIPPED.recognise(document)
}

/// What recognises: the learned weights.
#[derive(Clone, Debug, Default)]
pub struct Recogniser {
    pub(crate) body: Forest,
    pub(crate) title: Forest,
    pub(crate) byline: Forest,
    pub(crate) date: Forest,
}

impl Recogniser {
    /// One with these weights instead of the shipped ones, for those who train and measure.
    pub fn with_weights(text: &str) -> Result<Self, NoForest> {
        let mut forests: HashMap<String, Forest> = forest::read(text)?;
        let mut forest = |name: &str| forests.remove(name).unwrap_or_default();
        Ok(Self {
            body: forest("body"),
            title: forest("title"),
            byline: forest("byline"),
            date: forest("date"),
        })
    }

    /// Recognises what the document's lines are and what is known about the article.
    pub fn recognise(&self, document: &Document) -> Article {
        let page = Page::new(&document.text);
        let mut scene = Scene::new(&page, &self.body);
        scene.title = title::find(&scene, &self.title);
        let byline = byline::find(&scene, &self.byline);
        let language = self.language(&scene, document);
        let dates = Dates::find(&scene, document, language, &self.date);
        let site = site_name(&page, document);
        let marks = Marks {
            title: scene.title,
            byline,
            date: dates.row,
            site: site.as_ref().map(|site| site.value.as_str()),
        };
        let labels = labels::labels(&scene, &marks);
        let blocks = assemble::blocks(&page, &labels);
        let section = blocks
            .iter()
            .find(|block| block.kind == BlockKind::Section)
            .map(|block| {
                found(
                    block.text.clone(),
                    block.lines.0,
                    "the name of a section beside the headline",
                )
            });
        let words = blocks
            .iter()
            .filter(|block| block.kind.is_story())
            .map(|block| language::count_words(block.text.as_str()))
            .sum::<usize>();
        Article {
            id: ArticleId::of(&document.text),
            title: title_of(&scene, document, site.as_ref()),
            date: dates.found,
            byline: byline_of(&page, byline, document),
            section: stated(document.stated.section.as_deref()).or(section),
            site,
            language,
            words: u32::try_from(words).unwrap_or(u32::MAX),
            blocks,
            remarks: dates.remarks,
        }
    }

    fn language(&self, scene: &Scene, document: &Document) -> Option<&'static str> {
        let stated = document
            .stated
            .language
            .as_deref()
            .and_then(language::stated);
        stated.or_else(|| language::of(&sample(scene)))
    }
}

/// Enough of the story to tell its language.
fn sample(scene: &Scene) -> String {
    let mut sample = String::new();
    for row in scene.first..scene.body.len() {
        if sample.len() > 1_600 {
            break;
        }
        if scene.body[row] {
            let line = scene.page.line(row);
            sample.push_str(&line[..line.floor_char_boundary(800)]);
            sample.push('\n');
        }
    }
    sample
}

/// A piece that stands in the text on a line.
fn found(value: Clean, line: u32, reason: &str) -> Found<Clean> {
    let evidence = Evidence {
        text: value.clone(),
        line: Some(line),
        reason: Clean::line(reason),
    };
    Found {
        value,
        grade: Grade::Stated,
        evidence,
    }
}

/// A piece that the container states.
fn stated(field: Option<&str>) -> Option<Found<Clean>> {
    let value = Clean::line(field?.trim());
    let evidence = Evidence {
        text: value.clone(),
        line: None,
        reason: Clean::line("a field of the container states it"),
    };
    (!value.as_str().is_empty()).then_some(Found {
        value,
        grade: Grade::Stated,
        evidence,
    })
}

fn title_of(
    scene: &Scene,
    document: &Document,
    site: Option<&Found<Clean>>,
) -> Option<Found<Clean>> {
    if let Some(title) = stated(document.stated.title.as_deref()) {
        return Some(title);
    }
    if let Some(row) = scene.title {
        let line = scene.page.line(row);
        let title = title::without_site(line, site.map(|site| site.value.as_str()));
        return Some(found(
            Clean::line(title),
            scene.page.rows[row].line.number,
            "the likeliest headline by its words and its place above the story",
        ));
    }
    let row = scene.body.get(scene.first).map(|_| scene.first_prose())?;
    let line = scene.page.line(row);
    let title = title::infer(&line[..line.floor_char_boundary(1_000)]);
    let found = found(
        Clean::line(&title),
        scene.page.rows[row].line.number,
        "the text has no headline: made from its first sentence",
    );
    Some(Found {
        grade: Grade::Inferred,
        ..found
    })
}

fn byline_of(page: &Page, row: Option<usize>, document: &Document) -> Option<Found<Clean>> {
    let in_text = || {
        row.and_then(|row| {
            byline::name(page.line(row)).map(|name| {
                found(
                    Clean::line(name),
                    page.rows[row].line.number,
                    "the likeliest byline by its words and its place",
                )
            })
        })
    };
    stated(document.stated.byline.as_deref()).or_else(in_text)
}

fn site_name(page: &Page, document: &Document) -> Option<Found<Clean>> {
    let host = || {
        document
            .stated
            .url
            .as_deref()
            .and_then(site::host)
            .and_then(|host| stated(Some(host)))
    };
    let copyright = || {
        site::find(page).map(|named| {
            let line = page.rows[named.row].line.number;
            Found {
                grade: Grade::Inferred,
                ..found(
                    Clean::line(named.name),
                    line,
                    "the holder named in the copyright line",
                )
            }
        })
    };
    stated(document.stated.site.as_deref())
        .or_else(copyright)
        .or_else(host)
}

/// The article's date, the row that it stands in, and what was disbelieved.
#[derive(Default)]
struct Dates {
    found: Option<Found<DateRange>>,
    row: Option<usize>,
    remarks: Vec<Clean>,
}

impl Dates {
    fn find(scene: &Scene, document: &Document, language: Option<&str>, forest: &Forest) -> Self {
        let month_first = dates::is_month_first(scene, language);
        let mut candidates = dates::candidates(scene, month_first);
        candidates.retain(|candidate| {
            document
                .modified
                .is_none_or(|modified| candidate.date <= modified)
        });
        let choice = dates::choose(scene, &candidates, forest);
        let row = choice.map(|choice| choice.candidate.row);
        let in_text = choice.map(|choice| {
            evidence(
                scene,
                &choice.candidate,
                DateRange::day(choice.candidate.date),
                Grade::Stated,
                choice.reason,
            )
        });
        let inferred = || {
            dates::infer(scene, &candidates).map(|inferred| {
                evidence(
                    scene,
                    &inferred.candidate,
                    inferred.days,
                    Grade::Inferred,
                    inferred.reason,
                )
            })
        };
        let found = by_field(document)
            .or(in_text)
            .or_else(|| by_name(document))
            .or_else(inferred);
        Self {
            found,
            row,
            remarks: disbelieved(scene, row),
        }
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
    Found {
        value: days,
        grade,
        evidence,
    }
}

/// The date in the container's field.
fn by_field(document: &Document) -> Option<Found<DateRange>> {
    let field = document.stated.date.as_deref()?;
    let days = dates::parse_stated(field)?;
    let evidence = Evidence {
        text: Clean::line(field),
        line: None,
        reason: Clean::line("a field of the container states it"),
    };
    Some(Found {
        value: days,
        grade: Grade::Stated,
        evidence,
    })
}

/// The date in the address or in the name of the file.
fn by_name(document: &Document) -> Option<Found<DateRange>> {
    let names = [
        (document.stated.url.as_deref(), "the address names it"),
        (document.file_name.as_deref(), "the name of the file has it"),
    ];
    let (name, days, reason) = names
        .into_iter()
        .find_map(|(name, reason)| Some((name?, dates::in_address(name?)?, reason)))?;
    let sane = document
        .modified
        .is_none_or(|modified| days.first <= modified);
    let evidence = Evidence {
        text: Clean::line(name),
        line: None,
        reason: Clean::line(reason),
    };
    sane.then_some(Found {
        value: days,
        grade: Grade::Inferred,
        evidence,
    })
}

/// A remark on a date above the headline that says no year: the day on which the page was fetched, as a rule.
fn disbelieved(scene: &Scene, chosen: Option<usize>) -> Vec<Clean> {
    let head = scene.title.unwrap_or(scene.first);
    let header = scene.page.mentions.iter().find(|(row, mention)| {
        *row < head && mention.year.is_none() && scene.page.rows[*row].dated > 0.5
    });
    let remark = |(row, mention): &(usize, dates::Mention)| {
        let line = scene.page.line(*row);
        let words = &line[mention.start..mention.end];
        let number = scene.page.rows[*row].line.number;
        Clean::line(&format!(
            "“{words}” (line {number}) is not taken for the date: it says no year and stands above the headline, where pages print the day on which they are fetched"
        ))
    };
    header
        .filter(|_| chosen.is_none())
        .map(remark)
        .into_iter()
        .collect()
}
