//! What the tool that makes the weights needs: the numbers that the trees look at. Readers have no use for it.

use super::{
    Document, Recogniser, byline, dates,
    features::{self, Surroundings},
    language,
    page::Page,
    scene::{self, Scene},
    title,
};

/// A case for a forest: a line, what could be found there, and the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The 1-based line.
    pub line: u32,
    /// The day, where dates are told apart.
    pub day: Option<String>,
    /// The numbers, in the order of the names.
    pub numbers: Vec<f32>,
}

/// What a forest tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a line is the story's.
    Body,
    /// Whether it is the headline.
    Title,
    /// Whether it names who wrote it.
    Byline,
    /// Whether a date is the article's.
    Date,
}

impl Question {
    /// The names of the numbers that the forest looks at, in their order.
    pub fn names(self) -> Vec<String> {
        let mut names = features::names();
        if self != Self::Body {
            names.extend(scene::NAMES.map(str::to_owned));
        }
        if self == Self::Byline {
            names.extend(byline::NAMES.map(str::to_owned));
        }
        if self == Self::Date {
            names.extend(dates::NAMES.map(str::to_owned));
        }
        names
    }
}

impl Recogniser {
    /// All cases of a document, with the story and the headline told by the forests that are there already.
    pub fn cases(&self, document: &Document, question: Question) -> Vec<Case> {
        let page = Page::new(&document.text);
        let case = |row: usize, numbers| Case { line: page.rows[row].line.number, day: None, numbers };
        if question == Question::Body {
            let surroundings = Surroundings::of(&page);
            return (0..page.rows.len()).map(|row| case(row, surroundings.numbers(row))).collect();
        }
        let mut scene = Scene::new(&page, &self.body);
        if question != Question::Title {
            scene.take_headline(title::find(&scene, &self.title));
        }
        let rows = 0..page.rows.len();
        match question {
            Question::Date => dated(&scene),
            Question::Byline => rows
                .filter(|&row| byline::is_candidate(&scene, row))
                .map(|row| case(row, byline::numbers(&scene, row)))
                .collect(),
            _ => {
                rows.filter(|&row| title::is_candidate(&scene, row)).map(|row| case(row, scene.numbers(row))).collect()
            }
        }
    }
}

fn dated(scene: &Scene) -> Vec<Case> {
    let rows = (scene.first..scene.body.len()).filter(|&row| scene.body[row]).take(6);
    let text: Vec<&str> = rows.map(|row| scene.page.line(row)).collect();
    let candidates =
        dates::candidates(scene, &dates::parts(scene), dates::is_month_first(scene, language::of(&text.join("\n"))));
    let numbers = dates::numbers(scene, &candidates);
    let case = |(candidate, numbers): (&dates::Candidate, Vec<f32>)| Case {
        line: scene.page.rows[candidate.row].line.number,
        day: Some(candidate.date.to_string()),
        numbers,
    };
    candidates.iter().zip(numbers).map(case).collect()
}
