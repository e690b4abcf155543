//! Keeps every cell in its place, whatever the terminal thinks of the width of a grapheme cluster.
//!
//! Terminals disagree about the width of clusters of several characters (Indic syllables, emoji sequences), and no table
//! can be right for all. Where such a cluster stands, the cursor is placed anew after it, and the row is written whole
//! for as long as it has one and once more after that: so neither does the rest of the row move, nor stays anything behind.

use std::io::{self, Write};

use ratatui::{
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::{Buffer, Cell, CellDiffOption},
    layout::{Position, Size},
};

/// Whether terminals may disagree about the width of what a cell shows.
fn is_doubtful(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && !symbol.is_ascii() && symbol.chars().nth(1).is_some()
}

/// Rows of the last frame that had doubtful cells.
#[derive(Debug, Default)]
pub struct Doubtful {
    rows: Vec<bool>,
}

impl Doubtful {
    /// Has the rows that have doubtful cells, or had some in the last frame, written whole.
    pub fn renew(&mut self, buffer: &mut Buffer) {
        let width = usize::from(buffer.area.width).max(1);
        self.rows.resize(usize::from(buffer.area.height), false);
        for (cells, had_some) in buffer.content.chunks_mut(width).zip(&mut self.rows) {
            let has_some = cells.iter().any(is_doubtful);
            if has_some || *had_some {
                cells.iter_mut().for_each(|cell| {
                    cell.set_diff_option(CellDiffOption::AlwaysUpdate);
                });
            }
            *had_some = has_some;
        }
    }
}

/// The backend that places the cursor anew after every doubtful cell.
pub struct Steady<W: Write> {
    inner: CrosstermBackend<W>,
}

impl<W: Write> Steady<W> {
    /// A backend that writes to `output`.
    pub fn new(output: W) -> Self {
        Self { inner: CrosstermBackend::new(output) }
    }
}

impl<W: Write> Write for Steady<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

impl<W: Write> Backend for Steady<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        while content.peek().is_some() {
            let mut after_doubtful = false;
            // The inner backend begins each of its runs by placing the cursor.
            let run = std::iter::from_fn(|| {
                let next = content.next_if(|_| !after_doubtful)?;
                after_doubtful = is_doubtful(next.2);
                Some(next)
            });
            self.inner.draw(run)?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[test]
    fn the_cursor_is_placed_anew_after_a_cluster_of_several_characters() {
        let buffer = Buffer::with_lines(["a\u{915}\u{94d}\u{937}b"]);
        let cells = buffer.content.iter().enumerate().map(|(column, cell)| (column as u16, 0, cell));
        let mut output = Vec::new();
        Steady::new(&mut output).draw(cells.filter(|(_, _, cell)| cell.symbol() != " ")).unwrap();
        let written = String::from_utf8(output).unwrap();
        let after = written.split_once('\u{937}').unwrap().1;
        assert!(after.find('H').unwrap() < after.find('b').unwrap(), "{written:?}");
    }

    #[test]
    fn a_row_is_written_whole_while_it_is_doubtful_and_once_more() {
        let mut doubtful = Doubtful::default();
        let mut renewed = |text: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
            buffer.set_string(0, 0, text, ratatui::style::Style::new());
            doubtful.renew(&mut buffer);
            buffer.content[7].diff_option == CellDiffOption::AlwaysUpdate
        };
        assert_eq!([renewed("\u{915}\u{93f}"), renewed("plain"), renewed("plain")], [true, true, false]);
    }
}
