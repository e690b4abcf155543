//! Text that was cut into lines of a fixed width, as mail and books on the net are: which lines are one paragraph.

use super::{
    lines::Line,
    shape::{is_bullet, is_wide_char},
};

/// Widths at which people's programs wrap, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;

/// How many lines must follow each other as wrapped ones do before a text is taken for wrapped.
const ENOUGH: usize = 4;

/// How the lines of a text are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// Each line is a paragraph.
    None,
    /// At this many characters.
    At(usize),
}

impl Wrap {
    /// Tells from the lines whether they were wrapped: then a line ends where its successor's first word did not fit.
    pub fn of(text: &str, lines: impl Iterator<Item = Line>) -> Self {
        let lines: Vec<(Line, usize)> = lines.map(|line| (line, width(line, text))).collect();
        let Some(width) = usual_width(&lines) else {
            return Self::None;
        };
        let wrap = Self::At(width);
        let pairs = lines.windows(2).filter(|pair| pair[1].0.gap == 0 && pair[0].1 * 3 > width);
        let (full, all) = pairs
            .fold((0, 0), |(full, all), pair| (full + usize::from(wrap.joins(text, pair[0].0, pair[1].0)), all + 1));
        if full >= ENOUGH && full * 10 >= all * 6 { wrap } else { Self::None }
    }

    /// The lines with those joined that are one paragraph.
    pub fn paragraphs(self, text: &str, lines: impl Iterator<Item = Line>) -> impl Iterator<Item = Line> {
        let mut lines = lines.peekable();
        std::iter::from_fn(move || {
            let mut line = lines.next()?;
            let mut before = line;
            while let Some(next) = lines.next_if(|&next| self.joins(text, before, next)) {
                (line.last, line.end) = (next.last, next.end);
                before = next;
            }
            Some(line)
        })
    }

    /// Whether a line goes on with the next one.
    fn joins(self, text: &str, line: Line, next: Line) -> bool {
        let Self::At(most) = self else { return false };
        if next.gap > 0
            || starts_entry(next.text(text))
            || line.text(text).starts_with('>') != next.text(text).starts_with('>')
        {
            return false;
        }
        let width = width(line, text);
        width <= most + 2 && width + 1 + first_word(next.text(text)) > most
    }
}

/// The width that nearly all lines keep to, if it is one at which programs wrap.
fn usual_width(lines: &[(Line, usize)]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.1).collect();
    let place = widths.len().checked_sub(1)? * 97 / 100;
    let (_, &mut width, _) = widths.select_nth_unstable(place);
    WIDTHS.contains(&width).then_some(width)
}

/// Characters of a line; of a very long one, too many.
fn width(line: Line, text: &str) -> usize {
    let line = text[line.start..line.end].trim_end();
    if line.len() > 4 * WIDTHS.end() { line.len() } else { line.chars().count() }
}

fn first_word(line: &str) -> usize {
    match line.chars().next() {
        Some(first) if is_wide_char(first) => 1,
        _ => line.split_whitespace().next().map_or(0, |word| word.chars().count()),
    }
}

/// Whether a line starts an entry of its own: a list item, a row of a table.
fn starts_entry(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let bullet = is_bullet(first) && chars.next().is_some_and(char::is_whitespace);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len()
        && line.len() - number.len() <= 2
        && number.starts_with([')', '.'])
        && number[1..].starts_with(' ');
    bullet || numbered || first == '|'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::lines::lines;

    const MAIL: &str = "Dear all,\n\nthe council of the town has decided that the old bridge over the\nriver will be closed for a year. Trucks will have to take the road\nalong the northern bank, which is longer by some twelve miles and\nnot in good repair; cars may use the ferry, which runs until ten\nat night.\n\n- the school bus goes by the ferry too\n- the post does not\n\nRegards,\nThe clerk\n";

    fn joined(text: &str) -> Vec<(u32, u32)> {
        let wrap = Wrap::of(text, lines(text));
        wrap.paragraphs(text, lines(text)).map(|line| (line.number, line.last)).collect()
    }

    #[test]
    fn mail_is_joined_into_paragraphs() {
        assert_eq!(joined(MAIL), [(1, 1), (3, 7), (9, 9), (10, 10), (12, 12), (13, 13)]);
    }

    #[test]
    fn verse_is_left_alone() {
        let verse = "The ferryman is old and slow,\nhis boat is older still;\nand where the river used to go\nthere stands a paper mill.\nWe cross it when the moon is low\nand pay the man at will.\n";
        assert_eq!(joined(verse).len(), 6);
    }

    #[test]
    fn paragraphs_of_one_line_are_left_alone() {
        let text = "The council has decided.\nThe old bridge over the river will be closed for a year, and trucks will have to take the road along the northern bank.\nNobody is pleased.\n";
        assert_eq!(joined(text).len(), 3);
    }
}
