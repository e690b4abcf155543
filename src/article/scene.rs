//! The page with its story told from what stands around it: what title, byline and date are judged against.

use std::sync::LazyLock;

use super::{
    features::{MANY, Surroundings},
    forest::Forest,
    heap::Taught,
    mail::Head,
    page::{Page, Row},
    phrases::{self, CueSet},
    shape::{Closing, Opening, Shape},
    title::Headline,
};

/// What it costs, in logarithms of odds, to go from story to furniture or back between two lines.
const TURN: f32 = 0.4;

/// The benefit of the doubt that a line has as story, in the same measure: one that is folded by mistake is lost.
const DOUBT: f32 = 0.3;

/// How sure we are of running text among running text.
const PLAIN: f32 = 4.0;

/// For how many rows room is made at once.
const ROOM: usize = 64;

/// Room for what is told of a row beyond its own numbers.
const MORE: usize = 64;

/// Within how many rows on either side entries of the same looks and headlines are counted.
const ALIKE: usize = 6;
const REACH: usize = 10;

/// The cues of a headline's company.
static COMPANY: LazyLock<[CueSet; 4]> = LazyLock::new(|| ["byline", "published", "updated", "share"].map(phrases::bit));

/// The page, and which of its rows are the story.
pub(crate) struct Scene<'a> {
    pub page: &'a Page<'a>,
    surroundings: Surroundings<'a>,
    /// The numbers of the rows that were weighed, and where those of each row start, if it was.
    numbers: Vec<f32>,
    starts: Vec<Option<usize>>,
    /// How sure the trees are that each row is the story's.
    pub scores: Vec<f32>,
    /// How many words of each row the story has too, and whether the row is running text.
    known: Vec<f32>,
    prose: Vec<bool>,
    /// How many rows like headlines stand before each row, and in all.
    headlines: Vec<f32>,
    /// The looks of each row that entries of a list have in common.
    looks: Vec<Look>,
    /// Which rows are the story's.
    pub body: Vec<bool>,
    /// The first and the last row of the story.
    pub first: usize,
    pub last: usize,
    /// The first row of the story that is running text; its first row where none is.
    first_prose: usize,
    /// The head of a mail that the text opens with.
    pub mail: Head,
    /// The row of the headline, once it is known, and whether it is surely one.
    pub title: Option<usize>,
    pub title_is_sure: bool,
    /// What other pages have taught about the rows.
    pub taught: Taught,
}

impl<'a> Scene<'a> {
    /// Tells the story from what stands around it.
    pub fn new(page: &'a Page<'a>, forest: &Forest) -> Self {
        let surroundings = Surroundings::of(page);
        let mut numbers = Vec::with_capacity(page.rows.len().min(ROOM) * surroundings.many());
        let weighed = |row: usize| {
            let start = numbers.len();
            (!surroundings.is_settled(row)).then(|| surroundings.write_numbers(row, &mut numbers)).map(|()| start)
        };
        let starts: Vec<Option<usize>> = (0..page.rows.len()).map(weighed).collect();
        let mut weights = forest.scores(&numbers, surroundings.many()).into_iter();
        let scores: Vec<f32> = starts.iter().map(|start| start.and_then(|_| weights.next()).unwrap_or(PLAIN)).collect();
        let mut body = smooth(&scores);
        correct(page, &mut body);
        if !body.contains(&true) {
            body = page.rows.iter().map(|row| row.cues.any() == 0).collect();
        }
        let first = body.iter().position(|&body| body).unwrap_or(0);
        let last = body.iter().rposition(|&body| body).unwrap_or(0);
        let first_prose = first_prose(page, &body).unwrap_or(first);
        let known = page.rows.iter().map(|row| row.overlap * row.shape.estimated_words().min(14.0)).collect();
        let prose = page.rows.iter().map(|row| row.shape.is_prose()).collect();
        let headlines = headlines_before(page);
        let looks = page.rows.iter().map(Look::of).collect();
        Self {
            page,
            headlines,
            looks,
            surroundings,
            numbers,
            starts,
            scores,
            known,
            prose,
            body,
            first,
            last,
            first_prose,
            mail: Head::of(page),
            title: None,
            title_is_sure: false,
            taught: Taught::default(),
        }
    }

    /// Takes out of the story what other pages have too, unless nothing would be left of it.
    pub fn teach(&mut self, taught: Taught) {
        let stays = |row: usize| self.body[row] && !taught.is_common(row);
        let body: Vec<bool> = (0..self.body.len()).map(stays).collect();
        if body.contains(&true) {
            self.first = body.iter().position(|&body| body).unwrap_or(0);
            self.last = body.iter().rposition(|&body| body).unwrap_or(0);
            self.first_prose = first_prose(self.page, &body).unwrap_or(self.first);
            self.body = body;
            self.taught = taught;
        } else {
            self.taught = Taught { rows: Vec::new(), ..taught };
        }
    }

    /// Takes a row for the headline, or none.
    pub fn take_headline(&mut self, headline: Option<Headline>) {
        self.title = headline.map(|headline| headline.row);
        self.title_is_sure = headline.is_some_and(|headline| headline.sure);
    }

    /// The first row of the story that is running text; its first row where none is.
    pub fn first_prose(&self) -> usize {
        self.first_prose
    }

    /// Whether a phrase after the story's last row, up to this one, says that it is over.
    pub fn has_ended(&self, row: usize) -> bool {
        self.surroundings.last_end(row).is_some_and(|end| end >= self.last)
    }

    /// Whether a row is a paragraph of the story.
    pub fn is_paragraph(&self, row: usize) -> bool {
        self.body[row] && self.page.rows[row].shape.is_prose()
    }

    /// The numbers of a row that headlines, bylines and dates are told by: its own and how it stands to the story.
    pub fn numbers(&self, row: usize) -> Vec<f32> {
        let mut numbers = Vec::with_capacity(MANY + MORE);
        match self.starts[row] {
            Some(start) => numbers.extend_from_slice(&self.numbers[start..start + self.surroundings.many()]),
            None => self.surroundings.write_numbers(row, &mut numbers),
        }
        let score = |step: isize| {
            let at = row.checked_add_signed(step);
            at.and_then(|at| self.scores.get(at)).copied().unwrap_or(-8.0)
        };
        numbers.extend([-2, -1, 0, 1, 2, 3, 4].map(score));
        numbers.extend([signed(row, self.first), signed(row, self.first_prose()), signed(row, self.last)]);
        numbers.push(self.title.map_or(-20.0, |title| signed(row, title)));
        self.nearby(row, &mut numbers);
        self.rank(row, &mut numbers);
        self.company(row, &mut numbers);
        numbers
    }

    /// How far the next signs of a headline's company are.
    fn nearby(&self, row: usize, numbers: &mut Vec<f32>) {
        let rows = &self.page.rows;
        let [byline, published, updated, share] = *COMPANY;
        let until =
            |wanted: &dyn Fn(usize) -> bool| (row + 1..rows.len()).take(8).position(wanted).map_or(9.0, |at| at as f32);
        let since =
            |wanted: &dyn Fn(usize) -> bool| (0..row).rev().take(8).position(wanted).map_or(9.0, |at| at as f32);
        let dated = |at: usize| rows[at].dated > 0.0 && !rows[at].shape.is_prose();
        let signed = |at: usize| (rows[at].cues.start | rows[at].cues.line) & (byline | published | updated) != 0;
        let shared = |at: usize| rows[at].cues.line & share != 0;
        numbers.extend([until(&dated), since(&dated), until(&signed), since(&signed), until(&shared), since(&shared)]);
    }

    /// How the row's words compare with those of the rows around it.
    fn rank(&self, row: usize, numbers: &mut Vec<f32>) {
        let known = self.known[row];
        let around = row.saturating_sub(25)..(row + 26).min(self.known.len());
        let others = around.filter(|&at| at != row && !self.prose[at]).map(|at| self.known[at]);
        let best = others.fold(0.0, f32::max);
        let above = self.known[row.saturating_sub(60)..row].iter().filter(|&&above| above >= known).take(9).count();
        numbers.extend([known, known - best, above as f32]);
    }
}

impl Scene<'_> {
    /// Whether the row is one of many of its kind: rows like headlines down to the story and around, rows of the same
    /// looks, and what the neighbours share with the story.
    fn company(&self, row: usize, numbers: &mut Vec<f32>) {
        let (rows, count) = (&self.page.rows, self.looks.len());
        let between = |from: usize, to: usize| self.headlines[to.min(count)] - self.headlines[from.min(count)];
        let to_story = if row < self.first_prose { between(row + 1, self.first_prose) } else { -1.0 };
        let around = row.saturating_sub(ALIKE)..(row + ALIKE + 1).min(count);
        let alike: f32 = around.filter(|&at| at != row).map(|at| self.looks[row].likeness(&self.looks[at])).sum();
        numbers.extend([to_story, alike, between(row.saturating_sub(REACH), row), between(row + 1, row + 1 + REACH)]);
        for neighbour in [row.checked_sub(1), Some(row + 1).filter(|&at| at < count)] {
            numbers.push(neighbour.map_or(-1.0, |at| rows[at].overlap));
            numbers.push(neighbour.map_or(-1.0, |at| self.looks[at].weight) - self.looks[row].weight);
        }
    }
}

/// The looks that entries of a list have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    /// The logarithm of the row's weight.
    weight: f32,
    kind: (bool, Opening, Closing, bool, bool),
}

impl Look {
    fn of(row: &Row) -> Self {
        let shape = &row.shape;
        let kind = (shape.is_prose(), shape.opening, shape.closing, row.cues.any() != 0, row.dated > 0.0);
        Self { weight: (shape.weight() + 1.0).log2(), kind }
    }

    /// 1 for the same looks and length, less for other lengths, 0 for other looks.
    fn likeness(&self, other: &Self) -> f32 {
        if self.kind == other.kind { (1.0 - (self.weight - other.weight).abs() / 1.5).max(0.0) } else { 0.0 }
    }
}

/// How many rows before each row, and in all, have the length of a headline and no sign of furniture.
fn headlines_before(page: &Page) -> Vec<f32> {
    let like_headline = |row: &Row| {
        !row.shape.is_prose()
            && row.cues.any() == 0
            && row.dated < 0.3
            && (3.0..=24.0).contains(&row.shape.estimated_words())
    };
    let mut count = 0.0;
    let step = |row: &Row| {
        count += f32::from(u8::from(like_headline(row)));
        count
    };
    std::iter::once(0.0).chain(page.rows.iter().map(step)).collect()
}

/// The names of what [`Scene::numbers`] adds to those of a line.
pub(crate) const NAMES: [&str; 28] = [
    "-2.score",
    "-1.score",
    "score",
    "+1.score",
    "+2.score",
    "+3.score",
    "+4.score",
    "from_first",
    "from_prose",
    "from_last",
    "from_title",
    "until_date",
    "since_date",
    "until_byline",
    "since_byline",
    "until_share",
    "since_share",
    "known",
    "known_more",
    "known_above",
    "headlines_to_story",
    "alike",
    "headlines_above",
    "headlines_below",
    "-1.overlap",
    "-1.longer",
    "+1.overlap",
    "+1.longer",
];

fn first_prose(page: &Page, body: &[bool]) -> Option<usize> {
    (0..body.len()).find(|&row| body[row] && page.rows[row].shape.is_prose())
}

/// Sets right what phrases and neighbours are surer of than the trees.
fn correct(page: &Page, body: &mut [bool]) {
    let linked = |row: usize| is_linked(page, row);
    for row in 0..body.len() {
        let above = (0..row).rev().take(3).find(|&above| !linked(above)).filter(|&above| body[above]);
        let below = (row + 1..body.len()).take(3).find(|&below| !linked(below)).filter(|&below| body[below]);
        let between = above.zip(below).is_some_and(|(above, below)| is_sentence(page, above, row, below));
        body[row] = !linked(row) && !is_said_twice(page, row) && !is_lone_bullet(page, row) && (body[row] || between);
    }
    keep_introduced_lists(page, body);
    while let Some(last) = body.iter().rposition(|&body| body).filter(|&last| phrases::speaks_for_site(page.line(last)))
    {
        body[last] = false;
    }
}

/// Whether a row starts with words that only cross-links start with.
fn is_linked(page: &Page, row: usize) -> bool {
    let own = &page.rows[row];
    own.cues.start & phrases::sure() != 0 && own.shape.weight() <= 200.0 && own.shape.stops == 0
}

/// Whether a short line is a caption that the next line repeats with its source, or that repeats the one before so.
pub(crate) fn is_said_twice(page: &Page, row: usize) -> bool {
    let short = page.rows[row].shape.weight() <= 160.0;
    short && (goes_on(page, row) || row > 0 && goes_on(page, row - 1))
}

/// Whether a row has a bullet, none of its neighbours has one, and it is no sentence that a colon or a paragraph leads to: no
/// list, but a link to another article.
fn is_lone_bullet(page: &Page, row: usize) -> bool {
    let shape = |row: usize| page.rows.get(row).map(|row| row.shape);
    let bullet = |row: usize| shape(row).is_some_and(|shape| shape.opening == Opening::Bullet);
    let above = row.checked_sub(1);
    let leads = |shape: Shape| shape.closing == Closing::Colon || shape.is_prose();
    let introduced = above.and_then(shape).is_some_and(leads);
    let sentence = page.rows[row].shape.closing == Closing::Sentence;
    let alone = bullet(row) && !bullet(row + 1) && !above.is_some_and(bullet);
    alone && !introduced && !sentence
}

/// A list that a line with a colon introduces between two paragraphs is the story's, whatever its entries look like.
fn keep_introduced_lists(page: &Page, body: &mut [bool]) {
    let bullet = |row: usize| page.rows[row].shape.opening == Opening::Bullet && page.rows[row].cues.line == 0;
    for row in 1..body.len() {
        let introduces = page.rows[row].shape.closing == Closing::Colon && page.rows[row].cues.any() == 0;
        let end = (row + 1..body.len()).find(|&row| !bullet(row)).unwrap_or(body.len());
        let between = body[row - 1] && end < body.len() && body[end];
        if introduces && between && end >= row + 3 {
            body[row..end].fill(true);
        }
    }
}

/// Whether a row between two paragraphs is a plain sentence, knit by function words, with no sign of furniture.
fn is_sentence(page: &Page, above: usize, row: usize, below: usize) -> bool {
    let own = &page.rows[row];
    let shape = &own.shape;
    let plain = own.cues.line | own.cues.start == 0 && own.copies == 1 && !goes_on(page, row);
    let plain = plain && own.line.gap == page.rows[below].line.gap;
    let knit = shape.function_words >= 1 && shape.words >= 6 && shape.opening != Opening::Bullet;
    let prose = |row: usize| page.rows[row].shape.is_prose();
    plain && knit && shape.closing == Closing::Sentence && prose(above) && prose(below)
}

/// Whether the next row says the same and a little more, as captions with a source do.
fn goes_on(page: &Page, row: usize) -> bool {
    let Some(next) = page.rows.get(row + 1).map(|_| page.line(row + 1)) else { return false };
    let line = page.line(row);
    line.len() >= 20 && next.len() <= line.len() + 60 && next.starts_with(line)
}

/// A distance in rows, its logarithm, below zero when the row stands before.
fn signed(row: usize, other: usize) -> f32 {
    let far = (row.abs_diff(other) as f32 + 1.0).log2();
    if row < other { -far } else { far }
}

/// The likeliest course of story and furniture, when each turn costs something.
fn smooth(scores: &[f32]) -> Vec<bool> {
    let mut ways = Vec::with_capacity(scores.len());
    let (mut out, mut into) = (0.0, 0.0);
    for score in scores.iter().map(|score| score + DOUBT) {
        let turn_in = out - TURN > into;
        let turn_out = into - TURN > out;
        ways.push((turn_in, turn_out));
        (out, into) = (f32::max(out, into - TURN) - score / 2.0, f32::max(into, out - TURN) + score / 2.0);
    }
    let mut inside = into > out;
    let mut body = vec![false; scores.len()];
    for (row, (turn_in, turn_out)) in ways.into_iter().enumerate().rev() {
        body[row] = inside;
        inside = if inside { !turn_in } else { turn_out };
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubtful_line_goes_with_its_neighbours() {
        assert_eq!(smooth(&[-5.0, 3.0, -0.2, 3.0, -5.0]), [false, true, true, true, false]);
        assert_eq!(smooth(&[-5.0, 0.2, -5.0]), [false; 3]);
        assert_eq!(smooth(&[2.0, -4.0, 2.0]), [true, false, true]);
        assert_eq!(smooth(&[]), [false; 0]);
    }
}
