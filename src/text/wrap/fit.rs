//! The lines of a paragraph chosen together, after Knuth and Plass (Breaking Paragraphs into Lines, 1981): of all ways
//! to break it the one whose lines leave the least white, counted in squares, so that no single line is much shorter.

use super::{
    Line, MOST_EXTRA, Measure, narrow,
    pieces::{self, Break, Kind},
};

/// Each line costs as much as ten columns of white: a line more has to pay.
const LINE: u64 = 100;
/// A hyphen is worth it where it saves seven columns of white, a second one in a row where it saves sixteen.
const HYPHEN: u64 = 50;
const HYPHEN_AGAIN: u64 = 200;
/// A word alone on the last line, and worse: a part of one.
const WIDOW: u64 = 300;
const WIDOW_PART: u64 = 600;
/// Text cut anywhere, and a cluster that is wider than the line: only where there is no other way.
const FORCED: u64 = 1 << 24;
const OVERFULL: u64 = 1 << 32;

/// Longer paragraphs are broken by windows of so many bytes: time and space stay linear.
const WINDOW: usize = 16 << 10;
/// Of a window that does not reach the end so many last lines are broken again with what comes after it.
const UNSETTLED: usize = 3;

/// Appends the lines of a paragraph.
pub(super) fn wrap(paragraph: &str, measure: &Measure, lines: &mut Vec<Line>) {
    let mut at: usize = 0;
    let mut window = WINDOW;
    loop {
        let end = paragraph.floor_char_boundary(at.saturating_add(window));
        let is_whole = end == paragraph.len();
        let breaks = pieces::breaks(&paragraph[at..end], measure);
        let chosen = Chooser { breaks: &breaks, measure, is_first: at == 0, is_whole }.choose();
        let settled = if is_whole { chosen.len() } else { chosen.len().saturating_sub(UNSETTLED) };
        if settled <= 1 && !is_whole {
            window *= 2;
            continue;
        }
        lines.extend(chosen[..settled].windows(2).map(|ends| line(&breaks[ends[0]], &breaks[ends[1]], at, measure)));
        if is_whole {
            if chosen.len() == 1 {
                lines.push(Line {
                    range: at..at,
                    columns: 0,
                    indent: measure.indent(at == 0),
                    hyphen: false,
                    last: false,
                });
            }
            return;
        }
        at += breaks[chosen[settled - 1]].next;
        window = WINDOW;
    }
}

fn line(start: &Break, end: &Break, at: usize, measure: &Measure) -> Line {
    let range = at + start.next..at + end.end;
    Line {
        columns: narrow(end.columns_from(start)),
        indent: measure.indent(range.start == 0),
        hyphen: end.kind == Kind::Hyphen,
        last: false,
        range,
    }
}

/// The best way found to the end of a line.
#[derive(Clone, Copy)]
struct Way {
    cost: u64,
    from: usize,
}

struct Chooser<'a> {
    breaks: &'a [Break],
    measure: &'a Measure,
    /// Whether the text begins with the first line of its paragraph, and whether it ends with the last one.
    is_first: bool,
    is_whole: bool,
}

impl Chooser<'_> {
    /// The indexes of the breaks to take, the start and the end included.
    fn choose(&self) -> Vec<usize> {
        let mut ways = vec![Way { cost: u64::MAX, from: 0 }; self.breaks.len()];
        ways[0].cost = 0;
        for start in 0..self.breaks.len() {
            self.extend(start, &mut ways);
        }
        let mut at = self.breaks.len() - 1;
        let mut chosen = vec![at];
        while at > 0 {
            at = ways[at].from;
            chosen.push(at);
        }
        chosen.reverse();
        chosen
    }

    /// Tries all lines that begin at the break `start`.
    fn extend(&self, start: usize, ways: &mut [Way]) {
        let so_far = ways[start].cost;
        if so_far == u64::MAX {
            return;
        }
        let from = &self.breaks[start];
        let room = self.measure.room(self.is_first && start == 0);
        let ends = ways.iter_mut().enumerate().skip(start + 1);
        for (end, way) in ends {
            let to = &self.breaks[end];
            let is_only_choice = end == start + 1;
            if to.end_columns - from.next_columns > room && !is_only_choice {
                break;
            }
            let columns = to.columns_from(from);
            if columns > room && !is_only_choice {
                continue;
            }
            let cost = so_far.saturating_add(self.cost(start, end, room, columns));
            if cost < way.cost {
                *way = Way { cost, from: start };
            }
        }
    }

    /// What a line with these ends costs.
    fn cost(&self, start: usize, end: usize, room: usize, columns: usize) -> u64 {
        let (from, to) = (&self.breaks[start], &self.breaks[end]);
        let spaces = to.spaces.saturating_sub(from.spaces).saturating_sub(usize::from(from.next > from.end));
        let is_last = end + 1 == self.breaks.len();
        let white = match room.checked_sub(columns) {
            None => OVERFULL,
            Some(_) if is_last => 0,
            Some(slack) => self.white(slack as u64, spaces as u64),
        };
        let ending = match (is_last, from.kind, to.kind) {
            (true, _, _) if !self.is_whole || start == 0 || spaces > 0 => 0,
            (true, Kind::Hyphen, _) => WIDOW_PART,
            (true, _, _) => WIDOW,
            (false, Kind::Hyphen, Kind::Hyphen) => HYPHEN + HYPHEN_AGAIN,
            (false, _, Kind::Hyphen) => HYPHEN,
            (false, _, Kind::Forced) => FORCED,
            (false, _, Kind::Natural) => 0,
        };
        LINE + white + ending
    }

    /// What the white at the end of a line costs or, where it is spread, the white between its words.
    fn white(&self, slack: u64, spaces: u64) -> u64 {
        if !self.measure.justify {
            slack * slack
        } else if slack <= spaces * MOST_EXTRA as u64 {
            (10 * slack).pow(2) / (spaces * spaces).max(1)
        } else {
            (10 * MOST_EXTRA as u64).pow(2) + 4 * slack * slack
        }
    }
}
