//! What keeps lines of the story from being folded: only what has evidence against it may stand outside, the less so the
//! shorter the text is. Folded lines are not found by a plain search, so one folded by mistake is lost.

use super::{
    block::BlockKind,
    byline,
    labels::{Label, Marks},
    phrases,
    scene::{self, Scene},
    shape::{Closing, Opening, Shape},
    site, title,
};

/// Rows from which the neighbours of a line say enough for the trees to be believed.
const ENOUGH: usize = 12;

/// Below which score of the trees a line stands outside in a text of enough rows. Those above it stood with neighbours that
/// do not, or were told by more than the trees see.
const CLEAR: f32 = 0.7;

/// Below which score a paragraph of a short text stands outside, when others are the story.
const AGAINST: f32 = -1.0;

/// Letters of the longest line that is an entry among others.
const SHORT: f32 = 80.0;

/// How many entries in a row are taken for a menu or a list of links.
const RUN: usize = 3;

/// The same in a short text, where a few short lines may well be all that it says at its end.
const RUN_IN_SMALL: usize = 5;

/// Which share of a line's letters and digits a date must be for the line to say nothing else.
const DATE: f32 = 0.6;

/// Letters of the longest headline that is told by its place alone.
const HEADLINE: f32 = 160.0;

/// Whether a page is so short that the neighbours of a line mean little.
pub(crate) fn is_small(scene: &Scene) -> bool {
    scene.page.rows.len() < ENOUGH
}

/// The headline of a short text by its place alone: the first line, without a full stop, above byline, date or paragraph.
pub(crate) fn headline(scene: &Scene) -> Option<usize> {
    let rows = &scene.page.rows;
    let first = (0..rows.len().min(ENOUGH)).find(|&row| !is_told(scene, row))?;
    let shape = &rows[first].shape;
    let open = matches!(shape.closing, Closing::Open | Closing::Question) && shape.opening != Opening::Bullet;
    let fits = open && shape.weight() <= HEADLINE && title::is_candidate(scene, first) && rows[first].dated < DATE;
    let next = rows.get(first + 1)?;
    let signed = next.cues.start & phrases::bit("byline") != 0 || byline::is_led(scene.page.line(first + 1));
    let paragraph = next.shape.is_prose() && next.shape.weight() > 1.5 * shape.weight();
    let named = site::find(scene.page).is_some_and(|site| site::is_site_line(scene.page.line(first), site.name));
    let led = signed || paragraph || is_date(scene, first + 1);
    let goes_on = rows[first + 1..].iter().any(|row| row.shape.is_prose() || row.shape.closing == Closing::Sentence);
    (is_small(scene) && fits && led && goes_on && !named).then_some(first)
}

/// Puts back into the story what stands outside it without evidence; some of a text that has words is always story.
pub(crate) fn keep(scene: &Scene, marks: &Marks, labels: &mut [Label]) {
    let outside: Vec<bool> = labels.iter().map(|label| !label.kind.is_story()).collect();
    let mut opened = false;
    for row in 0..labels.len() {
        opened = outside[row] && (opened && !scene.page.rows[row].shape.is_prose() || opens(scene, row));
        let kind = labels[row].kind;
        let more_than_date = kind == BlockKind::Date && !is_date(scene, row) && scene.page.rows[row].cues.any() == 0;
        if more_than_date {
            labels[row] = Label { kind: BlockKind::Furniture, reason: "has a date and says more".into(), level: 0 };
        }
        if !scene.taught.is_common(row) && !may_stand_outside(scene, marks, &outside, row, labels[row].kind, opened) {
            labels[row] = kept("nothing speaks against it");
        }
    }
    if !labels.iter().any(|label| label.kind.is_story()) {
        keep_some(scene, labels);
    }
}

fn kept(reason: &'static str) -> Label {
    Label { kind: BlockKind::Paragraph, reason: reason.into(), level: 0 }
}

/// Whether a row that is labelled so has evidence for it.
fn may_stand_outside(
    scene: &Scene,
    marks: &Marks,
    outside: &[bool],
    row: usize,
    kind: BlockKind,
    opened: bool,
) -> bool {
    let small = is_small(scene);
    match kind {
        BlockKind::Caption | BlockKind::Furniture | BlockKind::Related => {
            let own = &scene.page.rows[row];
            let clear = if small {
                own.shape.is_prose() && scene.scores[row] < AGAINST && scene.is_paragraph(scene.first_prose())
            } else {
                scene.scores[row] < CLEAR || own.copies > 1 || scene::is_said_twice(scene.page, row)
            };
            clear
                || opened
                || is_told(scene, row)
                || is_repeated_title(scene, marks, row)
                || is_in_run(scene, outside, row)
        }
        BlockKind::Byline if small => {
            row <= scene.first_prose() || byline::is_led(scene.page.line(row)) || is_told(scene, row)
        }
        _ => true,
    }
}

/// Whether a phrase, an address or a sign of copyright tells that a row is no line of a story.
fn is_told(scene: &Scene, row: usize) -> bool {
    let own = &scene.page.rows[row];
    let line = scene.page.line(row);
    let alone =
        line.split_whitespace().nth(4).is_none() && ["://", "www.", "©", "(c)"].iter().any(|sign| line.contains(sign));
    row < scene.mail.rows
        || own.cues.any() != 0 && !own.shape.is_prose()
        || own.cues.line | own.cues.start != 0
        || alone
        || phrases::speaks_for_site(line)
}

/// Whether a row opens a part of the page that is not the story's: comments, lists of links, notes.
fn opens(scene: &Scene, row: usize) -> bool {
    let own = &scene.page.rows[row];
    let opening = phrases::ending() | phrases::bit("related") | phrases::bit("list");
    own.cues.line & opening != 0
}

fn is_repeated_title(scene: &Scene, marks: &Marks, row: usize) -> bool {
    marks.title.is_some_and(|title| title::says_the_same(scene.page.line(row), scene.page.line(title)))
}

/// Whether a row is one of several entries in a row that all stand outside.
fn is_in_run(scene: &Scene, outside: &[bool], row: usize) -> bool {
    let entry = |at: &usize| outside[*at] && is_entry(&scene.page.rows[*at].shape);
    let run = if is_small(scene) { RUN_IN_SMALL } else { RUN };
    let above = (0..row).rev().take(run).take_while(entry).count();
    let below = (row + 1..outside.len()).take(run).take_while(entry).count();
    entry(&row) && above + below + 1 >= run
}

fn is_entry(shape: &Shape) -> bool {
    shape.weight() <= SHORT && !shape.is_prose() && !matches!(shape.closing, Closing::Sentence | Closing::Comma)
}

/// Whether a row is a date and little else.
fn is_date(scene: &Scene, row: usize) -> bool {
    let line = scene.page.line(row);
    let signs = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let mentions = &scene.page.mentions;
    let first = mentions.partition_point(|mention| mention.0 < row);
    let own = mentions[first..].iter().take_while(|mention| mention.0 == row);
    let dated: usize = own.map(|(_, mention)| signs(&line[mention.start..mention.end])).sum();
    dated > 0 && dated as f32 >= DATE * signs(line) as f32
}

/// Makes the story of a text that has none: of what no phrase tells, else of the headline, else of all but pure phrases.
fn keep_some(scene: &Scene, labels: &mut [Label]) {
    let rows = &scene.page.rows;
    let said = |row: usize| scene.page.line(row).contains(char::is_alphanumeric) && rows[row].cues.line == 0;
    let plain = |row: usize| !is_told(scene, row) && !is_date(scene, row);
    let title = |row: usize| labels[row].kind == BlockKind::Title;
    let mut ranks = [Vec::new(), Vec::new(), Vec::new()];
    for row in (0..labels.len()).filter(|&row| said(row)) {
        let rank = if title(row) {
            1
        } else if plain(row) {
            0
        } else {
            2
        };
        ranks[rank].push(row);
    }
    let found = ranks.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
    found.into_iter().for_each(|row| labels[row] = kept("the text has no other story"));
}
