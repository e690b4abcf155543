//! A text cut into its lines that are not blank. What they look like is for [`shape`](super::shape), which of them are
//! one paragraph for [`wrap`](super::wrap).

use memchr::memchr_iter;

use super::block::Lines;

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its 1-based number among all lines.
    pub number: u32,
    /// The number of the last line that is joined to it; its own where none is.
    pub last: u32,
    /// How many blank lines stand before it, at most 255.
    pub gap: u8,
    /// Its first byte, indentation included.
    pub start: usize,
    /// The byte after its last one, the line's end not included.
    pub end: usize,
}

impl Line {
    /// Its text without the space around it.
    pub fn text(self, whole: &str) -> &str {
        whole[self.start..self.end].trim()
    }

    /// The lines that it stands for.
    pub fn lines(self) -> Lines {
        Lines(self.number, self.last)
    }
}

/// Cuts a text into its lines that are not blank, lazily.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line> + Clone {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    let mut start = 0;
    let mut gap = 0u8;
    (1u32..).zip(ends).filter_map(move |(number, stop)| {
        let raw = &text[start..stop];
        let line = Line { number, last: number, gap, start, end: start + raw.trim_end_matches('\r').len() };
        start = stop + 1;
        let blank = is_blank(raw);
        gap = if blank { gap.saturating_add(1) } else { 0 };
        (!blank).then_some(line)
    })
}

/// Whether a line has nothing to show. Most lines betray by their first byte that they have.
fn is_blank(raw: &str) -> bool {
    raw.as_bytes().first().is_none_or(|first| !first.is_ascii_graphic()) && raw.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(u32, u8, &str)> {
        lines(text).map(|line| (line.number, line.gap, line.text(text))).collect()
    }

    #[test]
    fn blank_lines_count_but_are_left_out() {
        assert_eq!(numbers("\na\n\n \t\r\n  b \r\nc"), [(2, 1, "a"), (5, 2, "b"), (6, 0, "c")]);
    }

    #[test]
    fn a_text_of_nothing_has_no_lines() {
        assert_eq!(numbers(""), []);
        assert_eq!(numbers("\n\r\n\u{2028}\u{a0}\n"), []);
    }

    #[test]
    fn the_line_end_is_not_part_of_the_line() {
        let line = lines("ab\r\ncd").next().unwrap();
        assert_eq!((line.start, line.end), (0, 2));
    }
}
