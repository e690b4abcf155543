//! What the trees look at: a row of numbers for each line, about itself, its neighbours and its place in the page.

use std::sync::LazyLock;

use super::{
    page::{Page, Row},
    phrases,
    shape::{Closing, Opening, Shape},
};

/// Neighbours whose looks count, as steps from the line.
const STEPS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Room for the numbers of a line.
pub(crate) const MANY: usize = 192;

/// Letters of a paragraph that is longer than most notes.
const PARAGRAPH: f32 = 80.0;

/// How many rows of running text stand on either side of one that needs no weighing: notes stand at the edges.
const MARGIN: usize = 2;

/// How many looks of a neighbour count.
const SEEN: usize = 9;

/// Whole numbers below this one have their logarithms ready.
const COUNTED: usize = 4096;

static LOGARITHMS: LazyLock<Vec<f32>> = LazyLock::new(|| (0..COUNTED).map(|n| (n as f32 + 1.0).log2()).collect());

/// Distances within which running text is summed up.
const REACH: [usize; 4] = [2, 5, 10, 25];

/// The numbers of one line, in the order of [`names`].
pub(crate) type Numbers = Vec<f32>;

/// What is summed up about a page before its lines are looked at one by one.
pub(crate) struct Surroundings<'a> {
    page: &'a Page<'a>,
    /// Weight of running text before each row, and after all.
    prose: Vec<f32>,
    /// Weight of all text before each row, and after all.
    weight: Vec<f32>,
    /// The row of the last running text before each row; -1 where there is none.
    last_prose: Vec<isize>,
    /// The row of the next running text after each row; the count of rows where there is none.
    next_prose: Vec<isize>,
    /// The row of the last ending cue up to each row, and how many there were.
    last_end: Vec<(isize, u16)>,
    ending: phrases::CueSet,
    /// Whether the page has nothing but running text, as collections of cleaned texts have it.
    all_plain: bool,
    loose: f32,
    /// The looks of each row as its neighbours see them.
    seen: Vec<[f32; SEEN]>,
}

impl<'a> Surroundings<'a> {
    /// Sums up a page.
    pub fn of(page: &'a Page<'a>) -> Self {
        let rows = &page.rows;
        let ending = phrases::ending();
        let gaps = rows.iter().filter(|row| row.line.gap > 0).count();
        Self {
            page,
            prose: sums(rows, |row| if row.shape.is_prose() { row.shape.weight().min(600.0) } else { 0.0 }),
            weight: sums(rows, |row| row.shape.weight().min(600.0)),
            last_prose: last(rows),
            next_prose: next(rows),
            last_end: ends(rows, ending),
            ending,
            all_plain: rows.iter().all(is_plain),
            loose: gaps as f32 / rows.len().max(1) as f32,
            seen: rows.iter().map(seen).collect(),
        }
    }

    /// Whether a row is running text between running text, above all that ends a story: there is nothing to weigh.
    pub fn is_settled(&self, row: usize) -> bool {
        let around = row.checked_sub(MARGIN).and_then(|from| self.page.rows.get(from..=row + MARGIN));
        self.all_plain || self.last_end[row].0 < 0 && around.is_some_and(|rows| rows.iter().all(is_plain))
    }

    /// The last row up to this one that says that a story is over.
    pub fn last_end(&self, row: usize) -> Option<usize> {
        usize::try_from(self.last_end[row].0).ok()
    }

    /// The numbers of a row.
    pub fn numbers(&self, row: usize) -> Numbers {
        let mut numbers = Vec::with_capacity(MANY);
        self.write_numbers(row, &mut numbers);
        numbers
    }

    /// How many numbers a row has.
    pub fn many(&self) -> usize {
        LOOKS.len()
            + phrases::count()
            + STEPS.len() * SEEN
            + PLACE.len()
            + REACH.len() * 4
            + ENDINGS.len()
            + WHOLE.len()
    }

    /// Adds the numbers of a row to those that are there.
    pub fn write_numbers(&self, row: usize, numbers: &mut Numbers) {
        let own = &self.page.rows[row];
        looks(own, numbers);
        cues(own, numbers);
        STEPS.iter().for_each(|&step| self.neighbour(row, step, numbers));
        self.place(row, numbers);
        self.endings(row, numbers);
        self.whole(numbers);
    }

    /// The looks of a neighbour; of nothing, beyond the ends of the page.
    fn neighbour(&self, row: usize, step: isize, numbers: &mut Numbers) {
        let neighbour = row.checked_add_signed(step).and_then(|at| self.seen.get(at));
        numbers.extend(neighbour.unwrap_or(&[-1.0; SEEN]));
    }

    fn place(&self, row: usize, numbers: &mut Numbers) {
        let count = self.page.rows.len();
        let (before, after) = (row as f32, (count - 1 - row) as f32);
        let (prose_before, prose_after) = (self.prose[row], self.prose[count] - self.prose[row + 1]);
        numbers.extend([
            log(before),
            log(after),
            before / count as f32,
            log(prose_before),
            log(prose_after),
            prose_before / (prose_before + prose_after + 1.0),
            self.weight[row] / (self.weight[count] + 1.0),
            distance(row as isize - self.last_prose[row]),
            distance(self.next_prose[row] - row as isize),
            distance(self.next_prose[row] - self.last_prose[row]),
        ]);
        for reach in REACH {
            let (from, to) = (row.saturating_sub(reach), (row + reach + 1).min(count));
            let density = |from: usize, to: usize| {
                (self.prose[to] - self.prose[from]) / (self.weight[to] - self.weight[from] + 1.0)
            };
            numbers.extend([density(from, to), density(from, row), density(row + 1, to)]);
            numbers.push(log(self.prose[to] - self.prose[from]));
        }
    }

    /// What says that the story is over: the last such line, how many, and how much text came since.
    fn endings(&self, row: usize, numbers: &mut Numbers) {
        let (last, count) = self.last_end[row];
        let since = if last < 0 { -1.0 } else { log(self.prose[row] - self.prose[last as usize]) };
        let ahead = self.page.rows[row..].iter().take(6).filter(|row| row.cues.line & self.ending != 0).count();
        numbers.extend([distance(row as isize - last) * truth(last >= 0), f32::from(count), since, ahead as f32]);
    }

    fn whole(&self, numbers: &mut Numbers) {
        let count = self.page.rows.len();
        let (prose, weight) = (self.prose[count], self.weight[count]);
        numbers.extend([log(count as f32), log(prose), prose / (weight + 1.0), log(weight / count as f32), self.loose]);
    }
}

/// Whether a row is a paragraph of which nothing says that it is a note.
fn is_plain(row: &Row) -> bool {
    row.shape.is_prose() && row.shape.weight() >= PARAGRAPH && row.cues.any() == 0 && row.copies == 1
}

/// The looks of a row as its neighbours see them.
fn seen(row: &Row) -> [f32; SEEN] {
    let shape = &row.shape;
    [
        log(shape.weight()),
        truth(shape.is_prose()),
        share(shape.function_words, shape.words),
        closing(shape.closing),
        row.cues.line.count_ones() as f32 * 2.0 + truth(row.cues.start != 0) + truth(row.cues.within != 0),
        f32::from(row.line.gap.min(4)),
        row.dated,
        row.lead,
        share(shape.capitals, shape.words),
    ]
}

/// The names of the numbers, in their order.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = LOOKS.iter().map(|name| (*name).to_owned()).collect();
    names.extend(phrases::names().map(|name| format!("cue.{name}")));
    for step in STEPS {
        let of = ["weight", "prose", "function", "closing", "cues", "gap", "dated", "lead", "capitals"];
        names.extend(of.iter().map(|name| format!("{step:+}.{name}")));
    }
    names.extend(PLACE.iter().map(|name| (*name).to_owned()));
    for reach in REACH {
        names.extend(["around", "above", "below", "mass"].iter().map(|name| format!("{name}.{reach}")));
    }
    names.extend(ENDINGS.iter().chain(&WHOLE).map(|name| (*name).to_owned()));
    names
}

const LOOKS: [&str; 23] = [
    "weight",
    "words",
    "prose",
    "function",
    "capitals",
    "shouted",
    "closing",
    "opening",
    "digits",
    "commas",
    "stops",
    "separators",
    "wide",
    "gap",
    "copies",
    "overlap",
    "lead",
    "echoes",
    "echoed_above",
    "dated",
    "letters_a_word",
    "has_cue",
    "address",
];

const PLACE: [&str; 10] = [
    "from_top",
    "from_bottom",
    "place",
    "prose_before",
    "prose_after",
    "prose_place",
    "weight_place",
    "since_prose",
    "until_prose",
    "between_prose",
];

const ENDINGS: [&str; 4] = ["since_end", "ends", "prose_since_end", "ends_ahead"];

const WHOLE: [&str; 5] = ["page.lines", "page.prose", "page.prose_share", "page.weight", "page.loose"];

fn looks(row: &Row, numbers: &mut Numbers) {
    let shape = &row.shape;
    numbers.extend([
        log(shape.weight()),
        log(shape.estimated_words()),
        truth(shape.is_prose()),
        share(shape.function_words, shape.words),
        share(shape.capitals, shape.words),
        share(shape.shouted, shape.words),
        closing(shape.closing),
        opening(shape.opening),
        share(shape.digits, shape.head),
        share(shape.commas, shape.words),
        f32::from(shape.stops),
        share(shape.separators, shape.words),
        share(shape.wide, shape.head),
        f32::from(row.line.gap.min(4)),
        f32::from(row.copies.min(8)),
        row.overlap,
        row.lead,
        f32::from(row.echoes.min(6)),
        truth(row.echoed_above),
        row.dated,
        share(shape.head, shape.words),
        truth(row.cues.any() != 0),
        truth(is_address(shape)),
    ]);
}

/// Whether there are too many letters for the words: addresses, hashes, joined menus.
fn is_address(shape: &Shape) -> bool {
    shape.words <= 6 && shape.bytes > 40 && shape.wide == 0 && shape.function_words == 0
}

/// For each cue 3 where it is the whole line, 2 where it starts it, 1 where it stands in it.
fn cues(row: &Row, numbers: &mut Numbers) {
    let cues = row.cues;
    if cues.any() == 0 {
        return numbers.extend((0..phrases::count()).map(|_| 0.0));
    }
    numbers.extend((0..phrases::count()).map(|bit| {
        let has = |set: u32| set >> bit & 1;
        (has(cues.within)).max(has(cues.start) * 2).max(has(cues.line) * 3) as f32
    }));
}

fn closing(closing: Closing) -> f32 {
    match closing {
        Closing::Open => 0.0,
        Closing::Ellipsis => 1.0,
        Closing::Colon => 2.0,
        Closing::Comma => 3.0,
        Closing::Question => 4.0,
        Closing::Sentence => 5.0,
    }
}

fn opening(opening: Opening) -> f32 {
    match opening {
        Opening::Other => 0.0,
        Opening::Bullet => 1.0,
        Opening::Digit => 2.0,
        Opening::Small => 3.0,
        Opening::Capital => 4.0,
        Opening::Quote => 5.0,
    }
}

fn log(value: f32) -> f32 {
    let value = value.max(0.0);
    let ready = LOGARITHMS.get(value as usize).filter(|_| value.fract() == 0.0);
    ready.copied().unwrap_or_else(|| (value + 1.0).log2())
}

fn distance(rows: isize) -> f32 {
    log(rows.min(1_000) as f32)
}

fn truth(value: bool) -> f32 {
    f32::from(u8::from(value))
}

fn share(part: u16, whole: u16) -> f32 {
    f32::from(part) / f32::from(whole.max(1))
}

fn sums(rows: &[Row], value: impl Fn(&Row) -> f32) -> Vec<f32> {
    let mut sum = 0.0;
    let before = rows.iter().map(|row| {
        sum += value(row);
        sum
    });
    std::iter::once(0.0).chain(before).collect()
}

fn last(rows: &[Row]) -> Vec<isize> {
    let mut last = -1;
    let mut all = Vec::with_capacity(rows.len());
    for (row, at) in rows.iter().zip(0..) {
        all.push(last);
        if row.shape.is_prose() {
            last = at;
        }
    }
    all
}

fn next(rows: &[Row]) -> Vec<isize> {
    let mut next = rows.len() as isize;
    let mut all = vec![next; rows.len()];
    for (at, row) in rows.iter().enumerate().rev() {
        all[at] = next;
        if row.shape.is_prose() {
            next = at as isize;
        }
    }
    all
}

fn ends(rows: &[Row], ending: phrases::CueSet) -> Vec<(isize, u16)> {
    let mut last = (-1, 0u16);
    let step = |(row, at): (&Row, isize)| {
        if row.cues.line & ending != 0 {
            last = (at, last.1.saturating_add(1));
        }
        last
    };
    rows.iter().zip(0..).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_name_and_is_finite() {
        let page = Page::new(
            "Home\n\nA bridge\nThe bridge will be closed for a year, the council of the town said.\nComments\n",
        );
        let surroundings = Surroundings::of(&page);
        for row in 0..page.rows.len() {
            let numbers = surroundings.numbers(row);
            assert_eq!((numbers.len(), surroundings.many()), (names().len(), names().len()));
            assert!(numbers.iter().all(|number| number.is_finite()));
        }
    }
}
