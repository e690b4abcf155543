//! Where the panes are: a pure function of the screen's size, the focus and the mode.

use ratatui::layout::Rect;

use super::Pane;

/// Columns from which list and reader stand side by side.
const WIDE: u16 = 100;
/// Columns from which list and reader stand one above the other.
const MEDIUM: u16 = 60;
/// Rows below which only one pane is shown, however wide the screen.
const TALL: u16 = 14;

/// Where everything is. Panes that are not on the screen have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The whole screen.
    pub whole: Rect,
    /// The first line: folio's name, the corpus, counts. Empty where there is no room.
    pub top: Rect,
    /// The line above the list.
    pub list_title: Rect,
    /// The rows of the list.
    pub list: Rect,
    /// The line above the text.
    pub reader_title: Rect,
    /// The text.
    pub reader: Rect,
    /// The line between list and reader where they stand side by side.
    pub divider: Rect,
    /// The search bar.
    pub bar: Rect,
}

/// Where everything is on a screen of this size.
pub fn screen(columns: u16, rows: u16, focus: Pane, reading_mode: bool) -> Screen {
    let whole = Rect::new(0, 0, columns, rows);
    let bar = if rows > 0 { Rect::new(0, rows - 1, columns, 1) } else { whole };
    let top_rows = u16::from(rows >= 6 && !reading_mode);
    let top = Rect::new(0, 0, columns, top_rows);
    let panes = Rect::new(0, top_rows, columns, rows.saturating_sub(top_rows + 1));
    let frame = Screen { whole, top, bar, ..Screen::default() };
    let shows_reader = focus == Pane::Reader || reading_mode;
    match () {
        () if reading_mode => frame.with_reader(panes),
        () if columns >= WIDE && rows >= 8 => frame.side_by_side(panes),
        () if columns >= MEDIUM && rows >= TALL => frame.stacked(panes, shows_reader),
        () if shows_reader => frame.with_reader(panes),
        () => frame.with_list(panes),
    }
}

impl Screen {
    fn side_by_side(self, panes: Rect) -> Self {
        let list_columns = (panes.width * 2 / 5).clamp(38, 64);
        let list = Rect { width: list_columns, ..panes };
        let divider = Rect::new(list_columns, panes.y, 1, panes.height);
        let rest = panes.width - list_columns - 1;
        let reader = Rect { x: list_columns + 1, width: rest, ..panes };
        Self { divider, ..self }.with_list(list).with_reader(reader)
    }

    /// The list above the reader. While the reader has the focus, the list keeps the rows of two articles.
    fn stacked(self, panes: Rect, is_reading: bool) -> Self {
        let list_rows = if is_reading { 5 } else { (panes.height * 2 / 5).max(5) };
        let list = Rect { height: list_rows, ..panes };
        let reader = Rect { y: panes.y + list_rows, height: panes.height - list_rows, ..panes };
        self.with_list(list).with_reader(reader)
    }

    fn with_list(self, area: Rect) -> Self {
        let (list_title, list) = below_title(area);
        Self { list_title, list, ..self }
    }

    fn with_reader(self, area: Rect) -> Self {
        let (reader_title, reader) = below_title(area);
        Self { reader_title, reader, ..self }
    }

    /// The pane that a cell belongs to.
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        let panes = [(Pane::List, self.list), (Pane::Reader, self.reader), (Pane::Bar, self.bar)];
        panes.into_iter().find(|(_, area)| area.contains((column, row).into())).map(|(pane, _)| pane)
    }

    /// Whether a pane is on the screen.
    pub fn shows(&self, pane: Pane) -> bool {
        match pane {
            Pane::List => !self.list.is_empty(),
            Pane::Reader => !self.reader.is_empty(),
            Pane::Bar => !self.bar.is_empty(),
        }
    }
}

/// A pane's area without the line above it, which is left out where there are few rows.
fn below_title(area: Rect) -> (Rect, Rect) {
    let title_rows = u16::from(area.height >= 4);
    let title = Rect { height: title_rows, ..area };
    let pane = Rect { y: area.y + title_rows, height: area.height - title_rows, ..area };
    (title, pane)
}

/// The column of text in the reader: the measure in the middle of the pane, with a margin where there is room.
pub fn text_column(reader: Rect, measure: u16) -> Rect {
    let margin = if reader.width >= 24 { 2 } else { u16::from(reader.width > 8) };
    let width = measure.min(reader.width.saturating_sub(2 * margin)).max(1);
    let left = (reader.width.saturating_sub(width)) / 2;
    Rect { x: reader.x + left, width: width.min(reader.width), ..reader }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_nor_leave_the_screen() {
        for columns in 0..240 {
            for rows in 0..70 {
                for focus in [Pane::List, Pane::Reader, Pane::Bar] {
                    for reading_mode in [false, true] {
                        let screen = screen(columns, rows, focus, reading_mode);
                        check(&screen);
                    }
                }
            }
        }
    }

    fn check(screen: &Screen) {
        let areas = [
            screen.top,
            screen.list_title,
            screen.list,
            screen.reader_title,
            screen.reader,
            screen.divider,
            screen.bar,
        ];
        for (number, area) in areas.iter().enumerate().filter(|(_, area)| !area.is_empty()) {
            assert_eq!(area.intersection(screen.whole), *area, "{screen:?}");
            for other in &areas[number + 1..] {
                assert!(!area.intersects(*other), "{screen:?}");
            }
        }
    }

    #[test]
    fn the_layout_follows_the_width() {
        let wide = screen(120, 40, Pane::List, false);
        assert!(wide.shows(Pane::List) && wide.shows(Pane::Reader) && !wide.divider.is_empty());
        let medium = screen(80, 24, Pane::List, false);
        assert!(medium.shows(Pane::List) && medium.shows(Pane::Reader) && medium.divider.is_empty());
        let narrow = screen(50, 24, Pane::List, false);
        assert!(narrow.shows(Pane::List) && !narrow.shows(Pane::Reader));
        assert!(screen(50, 24, Pane::Reader, false).shows(Pane::Reader));
    }

    #[test]
    fn the_text_stands_in_the_middle_and_fits() {
        let pane = Rect::new(40, 2, 100, 30);
        assert_eq!(text_column(pane, 70), Rect::new(55, 2, 70, 30));
        for width in 0..40 {
            let column = text_column(Rect::new(0, 0, width, 5), 70);
            assert!(column.width <= width, "{width}");
        }
    }
}
