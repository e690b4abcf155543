//! The reader: the open article, the row at its top, the hits in it, and what is on the screen of it.

use std::sync::Arc;

use super::{
    Opened,
    hits::{HitList, Span},
    page::{CONTEXT, Page, PageLine, Part, Point, Setting, Spot},
};
use crate::article::BlockKind;

/// The reader's state.
#[derive(Debug, Default)]
pub struct Reader {
    page: Option<Page>,
    top: Spot,
    height: usize,
    view: Vec<PageLine>,
    bottom_seen: bool,
    progress: f64,
    /// Hits of the query in the open article.
    pub hits: HitList,
    /// What find-in-page found; takes the place of the hits for `n` and `N` while it is there.
    pub found: Option<HitList>,
}

/// How far to scroll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// So many rows.
    Rows(isize),
    /// Half a page: 1 on, -1 back.
    HalfPages(isize),
    /// A page.
    Pages(isize),
    /// To the beginning.
    Start,
    /// To the end.
    End,
}

impl Scroll {
    /// Whether it goes towards the end.
    pub fn is_forward(self) -> bool {
        match self {
            Self::Rows(count) | Self::HalfPages(count) | Self::Pages(count) => count > 0,
            Self::Start => false,
            Self::End => true,
        }
    }
}

impl Reader {
    /// The open article.
    pub fn opened(&self) -> Option<&Arc<Opened>> {
        self.page.as_ref().map(Page::opened)
    }

    /// The rows on the screen.
    pub fn view(&self) -> &[PageLine] {
        &self.view
    }

    /// How the page is set.
    pub fn setting(&self) -> Option<Setting> {
        self.page.as_ref().map(Page::setting)
    }

    /// Opens an article at a place, or at its beginning.
    pub fn open(&mut self, opened: Arc<Opened>, setting: Setting, place: Option<Point>) {
        let mut page = Page::new(opened, setting);
        self.top = place.map_or_else(Spot::default, |place| page.spot_of(place));
        self.page = Some(page);
        self.bottom_seen = false;
        self.hits = HitList::default();
        self.found = None;
        self.refresh();
    }

    /// Puts a fuller version of the open article in its place, without moving.
    pub fn replace(&mut self, opened: Arc<Opened>) {
        let Some(setting) = self.setting() else { return };
        let place = self.point();
        let mut page = Page::new(opened, setting);
        self.top = place.map_or_else(Spot::default, |place| page.spot_of(place));
        self.page = Some(page);
        self.refresh();
    }

    /// Closes the article.
    pub fn close(&mut self) {
        *self = Self { height: self.height, ..Self::default() };
    }

    /// Sets the page anew where its setting has changed, keeping the place, and takes note of the pane's height.
    pub fn set(&mut self, setting: Setting, height: usize) {
        let same = self.setting().is_none_or(|old| old == setting) && self.height == height;
        self.height = height;
        if same {
            return;
        }
        let place = self.point();
        if let Some(opened) = self.opened().cloned().filter(|_| self.setting() != Some(setting)) {
            let mut page = Page::new(opened, setting);
            self.top = place.map_or_else(Spot::default, |place| page.spot_of(place));
            self.page = Some(page);
        }
        self.refresh();
    }

    /// The place of the first line of text on the screen; none when that is the article's beginning.
    pub fn point(&mut self) -> Option<Point> {
        let page = self.page.as_mut()?;
        if self.top == Spot::default() {
            return None;
        }
        page.place_of(self.top)
    }

    /// Scrolls; whether there was anything further in that direction.
    pub fn scroll(&mut self, scroll: Scroll) -> bool {
        let Some(page) = self.page.as_mut() else { return false };
        let before = self.top;
        let height = self.height.max(1);
        let page_rows = height.saturating_sub(CONTEXT).max(1) as isize;
        let half_rows = (height / 2).max(1) as isize;
        self.top = match scroll {
            Scroll::Rows(rows) => page.moved(self.top, rows),
            Scroll::HalfPages(count) => page.moved(self.top, count * half_rows),
            Scroll::Pages(count) => page.moved(self.top, count * page_rows),
            Scroll::Start => Spot::default(),
            Scroll::End => page.last_top(height),
        };
        self.refresh();
        self.top != before
    }

    /// Whether there is nothing below what is on the screen.
    pub fn is_at_end(&mut self) -> bool {
        let height = self.height.max(1);
        let top = self.top;
        self.page.as_mut().is_none_or(|page| top >= page.last_top(height))
    }

    /// Goes to the next or the previous paragraph or heading; whether that has moved anything.
    pub fn go_to_part(&mut self, forward: bool, wanted: fn(Part) -> bool) -> bool {
        let Some(page) = self.page.as_ref() else { return false };
        let before = self.top;
        let target = if forward { page.next_part(before, wanted) } else { page.previous_part(before, wanted) };
        let Some(spot) = target else { return false };
        self.top = spot;
        self.refresh();
        self.top != before
    }

    /// Puts a point at the top of the screen; none is the beginning.
    pub fn go_to(&mut self, point: Option<Point>) {
        let Some(page) = self.page.as_mut() else { return };
        self.top = point.map_or_else(Spot::default, |point| page.spot_of(point));
        self.refresh();
    }

    /// Brings a place on the screen, a third from the top when it was not on it.
    pub fn show(&mut self, place: Point) {
        let Some(page) = self.page.as_mut() else { return };
        let spot = page.spot_of(place);
        let bottom = page.down(self.top, self.height.saturating_sub(1));
        if spot < self.top || spot > bottom {
            self.top = page.up(spot, self.height / 3);
        }
        self.refresh();
    }

    /// The list that `n` and `N` go through: what was found in the page, else the query's hits.
    pub fn current_list(&mut self) -> &mut HitList {
        self.found.as_mut().unwrap_or(&mut self.hits)
    }

    /// Goes to the next or the previous hit; false when there is none in that direction.
    pub fn step_hit(&mut self, forward: bool) -> bool {
        let from = self.point();
        let Some(span) = self.current_list().step(forward, from) else { return false };
        self.show(span.place);
        true
    }

    /// Goes to the first or the last hit.
    pub fn edge_hit(&mut self, first: bool) {
        let list = self.current_list();
        let span = if first { list.select_first() } else { list.select_last() };
        if let Some(span) = span {
            self.show(span.place);
        }
    }

    /// The hits of a list on a row, as bytes of the row's text, and whether it is the one that was gone to.
    pub fn marks<'a>(
        &self,
        list: &'a HitList,
        row: &PageLine,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> + 'a {
        let length = row.text.as_str().len();
        row.place.into_iter().flat_map(move |place| list.on(place, length))
    }

    /// How much of the article has been on the screen: from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.progress
    }

    /// Whether the end of the article has been on the screen since it was opened.
    pub fn end_was_seen(&self) -> bool {
        self.bottom_seen
    }

    /// Number of hits; none while they are not known.
    pub fn set_hits(&mut self, spans: Vec<Span>) {
        self.hits = HitList::new(spans);
    }

    /// What find-in-page found; the nearest one from the top of the screen on is shown.
    pub fn set_found(&mut self, spans: Vec<Span>) {
        let mut list = HitList::new(spans);
        let nearest = list.step(true, self.point()).or_else(|| list.select_first());
        self.found = Some(list);
        if let Some(span) = nearest {
            self.show(span.place);
        }
    }

    /// Makes the rows on the screen those that start at the top, which is kept within the article.
    fn refresh(&mut self) {
        let height = self.height;
        let Some(page) = self.page.as_mut() else {
            self.view.clear();
            return;
        };
        let last = page.last_top(height.max(1));
        self.top = self.top.min(last);
        self.view = page.view(self.top, height);
        self.bottom_seen |= height > 0 && self.top == last;
        let bottom = page.down(self.top, height.saturating_sub(1));
        self.progress = page.progress(bottom);
    }
}

impl Page {
    fn moved(&mut self, from: Spot, rows: isize) -> Spot {
        match rows {
            0.. => self.down(from, rows.unsigned_abs()),
            _ => self.up(from, rows.unsigned_abs()),
        }
    }
}

/// Whether a part is one that `{` and `}` stop at.
pub fn is_paragraph(part: Part) -> bool {
    matches!(part, Part::Title | Part::Block(_) | Part::End)
}

/// Whether a part is a heading, or the title.
pub fn is_heading(part: Part) -> bool {
    matches!(part, Part::Title | Part::Block(BlockKind::Heading))
}
