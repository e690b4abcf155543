//! What each row is, and why: the story's rows by their looks, the others by what they say and where they stand.

use memchr::memchr_iter;

use super::{
    block::{BlockKind, Reason},
    guard, heap, phrases,
    scene::Scene,
    shape::{Closing, Opening},
    site, title,
};

/// Why a row is one of a table.
const TABLE: &str = "has the columns of a table";

/// How many gaps between columns make one of two neighbouring lines a row of a table.
const COLUMN_GAPS: usize = 2;

/// Why a row is the headline, and why another only may be.
const HEADLINE: &str = "the likeliest headline by its words and its place above the story";
pub(crate) const LIKELIEST: &str = "the likeliest headline, but not a sure one";

/// What a row is, and what weighed most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub kind: BlockKind,
    pub reason: Reason,
    pub level: u8,
}

/// What is known about the page as a whole.
pub(crate) struct Marks<'a> {
    pub title: Option<usize>,
    pub byline: Option<usize>,
    pub date: Option<usize>,
    pub site: Option<&'a str>,
}

/// The labels of all rows.
pub(crate) fn labels(scene: &Scene, marks: &Marks) -> Vec<Label> {
    let labeller = Labeller { scene, marks };
    let mut labels: Vec<Label> = (0..scene.page.rows.len()).map(|row| labeller.label(row)).collect();
    guard::keep(scene, marks, &mut labels);
    labels
}

struct Labeller<'a> {
    scene: &'a Scene<'a>,
    marks: &'a Marks<'a>,
}

fn label(kind: BlockKind, reason: &'static str) -> Label {
    Label { kind, reason: reason.into(), level: 0 }
}

impl Labeller<'_> {
    fn label(&self, row: usize) -> Label {
        let label =
            self.metadata(row).unwrap_or_else(|| if self.scene.body[row] { self.story(row) } else { self.around(row) });
        heap::told(self.scene, row, label)
    }

    /// The rows that title, byline and date were found in.
    fn metadata(&self, row: usize) -> Option<Label> {
        let is = |found: Option<usize>| found == Some(row);
        // A headline that is only guessed takes nothing out of the story.
        if is(self.marks.title) && (self.scene.title_is_sure || !self.scene.body[row]) {
            return Some(label(BlockKind::Title, if self.scene.title_is_sure { HEADLINE } else { LIKELIEST }));
        }
        if is(self.marks.byline) && !self.is_running(row) {
            return Some(label(BlockKind::Byline, "names who wrote it"));
        }
        if is(self.marks.date) && !self.is_running(row) {
            return Some(label(BlockKind::Date, "the date of the article"));
        }
        (row < self.scene.mail.rows).then(|| label(BlockKind::Furniture, "a line of the head of a mail"))
    }

    /// Whether a row is a sentence of the story, whatever it names.
    fn is_running(&self, row: usize) -> bool {
        let shape = &self.scene.page.rows[row].shape;
        self.scene.body[row] && (shape.is_prose() || shape.closing == Closing::Sentence)
    }

    fn story(&self, row: usize) -> Label {
        let shape = &self.scene.page.rows[row].shape;
        let line = self.scene.page.line(row);
        if shape.opening == Opening::Bullet {
            return label(BlockKind::List, "opens with a bullet");
        }
        if self.is_numbered(row) {
            return label(BlockKind::List, "is numbered like its neighbours");
        }
        if line.starts_with("> ") || line.starts_with(">>") {
            return Label { level: 1, ..label(BlockKind::Quote, "is quoted as in mail") };
        }
        if has_columns(line) || self.is_in_table(row) {
            return label(BlockKind::Table, TABLE);
        }
        if self.is_heading(row) {
            return Label {
                level: 2,
                ..label(BlockKind::Heading, "a short line without a full stop above running text")
            };
        }
        let reason = if shape.is_prose() { "running text" } else { "stands within the story" };
        label(BlockKind::Paragraph, reason)
    }

    /// Whether a row and a neighbour without a blank line between them are set in columns by spaces.
    fn is_in_table(&self, row: usize) -> bool {
        let rows = &self.scene.page.rows;
        let columns = |at: usize| if rows[at].shape.is_prose() { 0 } else { gaps(self.scene.page.line(at)) };
        let own = columns(row);
        let joins = |at: usize| own.max(columns(at)) >= COLUMN_GAPS;
        let above = row > 0 && rows[row].line.gap == 0 && joins(row - 1);
        own > 0 && (above || rows.get(row + 1).is_some_and(|below| below.line.gap == 0) && joins(row + 1))
    }

    /// Whether a row and a neighbour both start with a number and a mark.
    fn is_numbered(&self, row: usize) -> bool {
        let numbered =
            |row: usize| self.scene.body.get(row) == Some(&true) && number(self.scene.page.line(row)).is_some();
        let at = |row: usize| number(self.scene.page.line(row)).unwrap_or(0);
        numbered(row)
            && (numbered(row + 1) && at(row + 1) == at(row) + 1
                || row > 0 && numbered(row - 1) && at(row) == at(row - 1) + 1)
    }

    fn is_heading(&self, row: usize) -> bool {
        let rows = &self.scene.page.rows;
        let shape = &rows[row].shape;
        let open = matches!(shape.closing, Closing::Open | Closing::Question);
        let starts = !matches!(shape.opening, Opening::Small | Opening::Bullet);
        let short = shape.weight() <= 100.0 && shape.estimated_words() <= 15.0 && shape.commas <= 2;
        let above = (row + 1..rows.len())
            .take(2)
            .any(|next| self.scene.body[next] && rows[next].shape.weight() > 1.5 * shape.weight());
        open && starts && short && above && rows[row].dated < 0.5
    }

    /// A row that is not the story's.
    fn around(&self, row: usize) -> Label {
        let line = self.scene.page.line(row);
        if row > self.scene.first && !self.scene.has_ended(row) && self.is_in_table(row) {
            return label(BlockKind::Table, TABLE);
        }
        if self.marks.title.is_some_and(|title| title::says_the_same(line, self.scene.page.line(title))) {
            return label(BlockKind::Furniture, "repeats the headline");
        }
        if self.marks.site.is_some_and(|name| site::is_site_line(line, name)) {
            return label(BlockKind::Site, "the name in the copyright line or the address");
        }
        self.signed(row).or_else(|| self.said(row)).or_else(|| self.caption(row)).unwrap_or_else(|| self.by_place(row))
    }

    /// Lines that say who and when, beside the headline.
    fn signed(&self, row: usize) -> Option<Label> {
        let near = self.marks.title.is_some_and(|title| title.abs_diff(row) <= 6) || row < self.scene.first;
        let said = self.scene.page.rows[row].cues.start | self.scene.page.rows[row].cues.line;
        let dated = self.scene.page.rows[row].dated;
        if near && (dated > 0.4 || dated > 0.1 && said & (phrases::bit("published") | phrases::bit("updated")) != 0) {
            let alone = self.marks.date.is_none();
            let reason = if alone {
                "a date that is not believed to be the article's"
            } else {
                "another date beside the headline"
            };
            return Some(label(BlockKind::Date, reason));
        }
        None
    }

    /// Lines that a phrase betrays.
    fn said(&self, row: usize) -> Option<Label> {
        let own = &self.scene.page.rows[row];
        let cue = own.cues.strongest()?;
        let reason = cue.reason.as_str();
        let kind = match cue.kind {
            BlockKind::Section => return self.section(row),
            BlockKind::Date if own.dated == 0.0 => return None,
            BlockKind::Date | BlockKind::Byline if row > self.scene.last => BlockKind::Furniture,
            BlockKind::Byline if own.shape.weight() > 90.0 => return None,
            BlockKind::Caption if row > self.scene.last + 2 => BlockKind::Furniture,
            BlockKind::Related if own.shape.estimated_words() <= 2.0 => BlockKind::Furniture,
            kind => kind,
        };
        Some(label(kind, reason))
    }

    /// The name of a section is one above the headline or right below it; in a menu it is furniture.
    fn section(&self, row: usize) -> Option<Label> {
        let anchor = self.marks.title.unwrap_or(self.scene.first);
        let near =
            row < anchor && anchor - row <= 4 || row > anchor && row - anchor <= 2 && row < self.scene.first_prose();
        let only =
            (row.saturating_sub(2)..row).all(|at| self.scene.page.rows[at].cues.line & phrases::bit("section") == 0);
        Some(if near && only {
            label(BlockKind::Section, "the name of a section beside the headline")
        } else {
            label(BlockKind::Furniture, "the name of a section in a menu")
        })
    }

    /// A line among the paragraphs that is said twice, or that the next one repeats with its source.
    fn caption(&self, row: usize) -> Option<Label> {
        let scene = self.scene;
        let inside = row < scene.last && self.marks.title.is_none_or(|title| row > title) && row + 12 > scene.first;
        let rows = &scene.page.rows;
        let line = scene.page.line(row);
        let goes_on = |longer: &str, shorter: &str| {
            shorter.len() >= 12 && longer.starts_with(shorter) && longer.len() < shorter.len() + 60
        };
        let repeated = rows[row].copies > 1 && rows[row].shape.weight() >= 25.0
            || rows.get(row + 1).is_some() && goes_on(scene.page.line(row + 1), line)
            || row > 0 && goes_on(line, scene.page.line(row - 1));
        (inside && repeated).then(|| label(BlockKind::Caption, "a line among the paragraphs that is said twice"))
    }

    fn by_place(&self, row: usize) -> Label {
        let scene = self.scene;
        let shape = &scene.page.rows[row].shape;
        let headline = shape.estimated_words() >= 4.0
            && shape.weight() <= 160.0
            && matches!(shape.closing, Closing::Open | Closing::Question | Closing::Ellipsis)
            && scene.page.rows[row].dated < 0.3;
        let below_title = self.marks.title.is_some_and(|title| title < row);
        if below_title
            && shape.opening != Opening::Bullet
            && row < scene.first_prose()
            && row <= self.marks.title.unwrap_or(0) + 4
            && shape.weight() >= 40.0
            && shape.estimated_words() >= 6.0
        {
            return label(BlockKind::Standfirst, "stands between the headline and the story");
        }
        if row > scene.first && row < scene.last {
            let closed = matches!(shape.closing, Closing::Sentence);
            return match (headline || shape.opening == Opening::Bullet, closed) {
                (true, _) => label(BlockKind::Related, "a headline among the paragraphs"),
                (_, true) => label(BlockKind::Caption, "a short sentence among the paragraphs"),
                _ => label(BlockKind::Furniture, "a short line that interrupts the story"),
            };
        }
        self.outside(row, headline, shape.opening == Opening::Bullet)
    }

    fn outside(&self, row: usize, headline: bool, bullet: bool) -> Label {
        let scene = self.scene;
        let below_title = self.marks.title.is_some_and(|title| title < row);
        match row > scene.last {
            true if headline => label(BlockKind::Related, "another headline, after the story's end"),
            true => label(BlockKind::Furniture, "after the story's end"),
            false if bullet && scene.page.rows[row].shape.estimated_words() >= 4.0 => {
                label(BlockKind::Related, "an entry with a bullet above the story")
            }
            false if headline && !below_title => label(BlockKind::Related, "another headline, above the story"),
            false => label(BlockKind::Furniture, "above the story and unlike a headline"),
        }
    }
}

/// How many gaps of two spaces or more a line has, as columns have between them.
fn gaps(line: &str) -> usize {
    let mut run = 0;
    let mut gap = |byte: &u8| {
        run = if *byte == b' ' { run + 1 } else { 0 };
        run == 2
    };
    line.as_bytes().iter().copied().filter(|byte| gap(byte)).count()
}

/// Whether tabs or bars part a line as they do in a table.
fn has_columns(line: &str) -> bool {
    let bytes = line.as_bytes();
    let bar = |&at: &usize| bytes[..at].ends_with(b" ") && bytes[at + 1..].starts_with(b" ");
    memchr_iter(b'\t', bytes).nth(1).is_some() || memchr_iter(b'|', bytes).filter(bar).nth(2).is_some()
}

/// The number at the start of a list item.
fn number(line: &str) -> Option<u32> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let marked = rest.starts_with(". ") || rest.starts_with(") ");
    line[..digits].parse().ok().filter(|_| marked && digits <= 2)
}
