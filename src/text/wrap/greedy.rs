//! Lines filled one after the other, each as far as it goes.

use std::{iter::Peekable, ops::Range};

use super::{Line, Measure, columns_at, narrow, opportunities::opportunities};
use crate::text::width;

/// A place where the line may end, and where the next one begins.
#[derive(Clone, Copy)]
struct End {
    at: usize,
    columns: usize,
    next: usize,
    hyphen: bool,
}

/// Appends the lines of a paragraph. Linear: of a full line at most its last piece is measured twice.
pub(super) fn wrap(paragraph: &str, measure: &Measure, lines: &mut Vec<Line>) {
    let mut opportunities = opportunities(paragraph).peekable();
    let mut start = 0;
    loop {
        let is_first = start == 0;
        let end = fill(paragraph, start, measure.room(is_first), &mut opportunities);
        lines.push(line(start..end.at, end.columns, measure.indent(is_first), end.hyphen));
        if end.next >= paragraph.len() {
            return;
        }
        start = end.next;
    }
}

fn line(range: Range<usize>, columns: usize, indent: u16, hyphen: bool) -> Line {
    Line { range, columns: narrow(columns), indent, hyphen, last: false }
}

/// Fills one line from `start` and says where it ends.
fn fill(text: &str, start: usize, room: usize, opportunities: &mut Peekable<impl Iterator<Item = usize>>) -> End {
    let mut column = 0;
    let mut shown = End { at: start, columns: 0, next: start, hyphen: false };
    let mut best: Option<End> = None;
    for grapheme in width::graphemes(&text[start..]) {
        let (from, to) = (start + grapheme.range.start, start + grapheme.range.end);
        let cluster = &text[from..to];
        let columns = columns_at(column, cluster, grapheme.columns);
        let is_white = cluster.chars().all(char::is_whitespace);
        if !is_white && column + columns > room && from > start {
            return best.unwrap_or(End { next: from, ..shown });
        }
        column += columns;
        if !is_white {
            shown = End { at: to, columns: column, next: to, hyphen: false };
        }
        while opportunities.next_if(|&at| at < to).is_some() {}
        if opportunities.peek() == Some(&to) {
            let hyphen = cluster == "\u{AD}";
            let end = End { columns: shown.columns + usize::from(hyphen), next: to, hyphen, ..shown };
            if hyphen && end.columns > room {
                // The word goes to the next line, and there it may be divided here.
                continue;
            }
            opportunities.next();
            if shown.at > start {
                best = Some(end);
            }
        }
    }
    End { next: text.len(), ..shown }
}
