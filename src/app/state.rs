//! The state: everything that is on the screen follows from it.

use std::{collections::HashSet, ops::RangeInclusive, sync::Arc};

use jiff::civil::Date;

use super::{
    Opened,
    action::Action,
    chord::Chord,
    jumps::{Jump, Jumps},
    keymap::{Context, Keymap},
    list::{Form, List, Select},
    message::{Effect, Generation, Indexing, Inquiry, KeptPlace, Notice, Values},
    overlay::Overlay,
    page::{Point, Setting},
    reader::Reader,
    screen::{Screen, screen, text_column},
    search::Search,
};
use crate::{
    article::ArticleId,
    index::{ArticleSets, Explained, Question, Row, SortKey, Suggestion, query::Query},
    library::Anchor,
    text::clean::Clean,
};

/// A part of the screen that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The article list.
    #[default]
    List,
    /// The reader.
    Reader,
    /// The search bar.
    Bar,
}

/// What the state begins with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the corpus is called: the folder's or the file's name.
    pub corpus: Clean,
    /// How pages are set.
    pub page: PageSettings,
    /// The keys.
    pub keymap: Keymap,
    /// The day that relative dates in queries count from.
    pub today: Date,
}

/// The narrowest and the widest measure, in columns.
pub const MEASURES: RangeInclusive<u16> = 20..=200;

/// How pages are set, whatever the size of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSettings {
    /// Columns of a line at the most.
    pub measure: u16,
    /// Whether lines are spread to the full measure.
    pub justify: bool,
    /// Whether furniture is shown.
    pub furniture: bool,
    /// Whether the text is shown as it came.
    pub raw: bool,
}

/// Where to begin in an article that is being opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Open {
    /// Where the reader left it.
    #[default]
    WhereLeft,
    /// At the first hit.
    FirstHit,
    /// At the last hit.
    LastHit,
    /// At a point; none for the beginning.
    At(Option<Point>),
    /// At a spot that the library kept.
    Anchor(Anchor),
}

/// An article that was asked for and has not come yet.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) row: Row,
    pub(super) open: Open,
    /// Whether it was asked for because a new list came.
    pub(super) with_list: bool,
}

/// The state of the interface.
#[derive(Debug)]
pub struct State {
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// The pane that keys go to.
    pub focus: Pane,
    /// What the corpus is called.
    pub corpus: Clean,
    /// How far the index is, while it is being built.
    pub indexing: Option<Indexing>,
    /// What could not be read.
    pub problems: Vec<Clean>,
    /// The article list.
    pub list: List,
    /// The reader.
    pub reader: Reader,
    /// The search bar.
    pub search: Search,
    /// What is laid over the panes.
    pub overlay: Option<Overlay>,
    /// Keys that begin longer ones.
    pub pending: Vec<Chord>,
    /// The action that waits for a letter.
    pub awaiting: Option<Action>,
    /// What is said on the last line.
    pub notice: Option<Notice>,
    /// How pages are set.
    pub page: PageSettings,
    /// Whether there is nothing but the text.
    pub reading_mode: bool,
    /// The keys.
    pub keymap: Keymap,
    /// Articles that were read.
    pub read: HashSet<ArticleId>,
    /// How the present query was read, once that was asked.
    pub explained: Option<Explained>,
    /// What the query may have been meant to be, where it finds nothing.
    pub suggestion: Option<Suggestion>,
    /// What can stand after the fields of a query, where that is known.
    pub values: Option<Values>,
    pub(super) inquired: Generation,
    pub(super) today: Date,
    pub(super) jumps: Jumps,
    pub(super) asked: Generation,
    /// The newest question that was answered.
    pub(super) answered: Generation,
    pub(super) selecting: Select,
    pub(super) marking: Generation,
    /// The query whose hits are marked in the open article.
    pub(super) marked: Option<Query>,
    pub(super) opening: Option<Opening>,
    pub(super) opened_count: Generation,
    pub(super) next_open: Open,
    pub(super) kept: KeptPlace,
    pub(super) kept_position: Option<(ArticleId, Anchor)>,
    /// The article that was selected last, for when a result is empty.
    pub(super) last_selected: Option<ArticleId>,
    /// The article that was jumped to; it need not be in the result.
    pub(super) jumped_to: Option<ArticleId>,
    /// Why the selected article cannot be shown.
    pub unreadable: Option<Clean>,
    /// The article that was marked as unread by hand: seeing its end does not count.
    pub(super) kept_unread: Option<ArticleId>,
    /// Whether the list waits for what the library remembers, before it asks for anything.
    pub(super) remembered: bool,
}

/// Longest text in which hits are looked for at once; in longer ones a worker looks.
const MARKED_AT_ONCE: usize = 512 * 1024;

impl State {
    /// The state at the start.
    pub fn new(settings: Settings) -> Self {
        Self {
            size: (80, 24),
            focus: Pane::List,
            corpus: settings.corpus,
            indexing: None,
            problems: Vec::new(),
            list: List::default(),
            reader: Reader::default(),
            search: Search::default(),
            overlay: None,
            pending: Vec::new(),
            awaiting: None,
            notice: None,
            page: settings.page,
            reading_mode: false,
            keymap: settings.keymap,
            read: HashSet::new(),
            explained: None,
            suggestion: None,
            values: None,
            inquired: Generation::default(),
            today: settings.today,
            jumps: Jumps::default(),
            asked: Generation::default(),
            answered: Generation::default(),
            selecting: Select::First,
            marking: Generation::default(),
            marked: None,
            opening: None,
            opened_count: Generation::default(),
            next_open: Open::default(),
            kept: KeptPlace::default(),
            kept_position: None,
            last_selected: None,
            jumped_to: None,
            unreadable: None,
            kept_unread: None,
            remembered: false,
        }
    }

    /// Where everything is on the screen.
    pub fn screen(&self) -> Screen {
        let focus = if self.focus == Pane::Bar { self.pane_behind_bar() } else { self.focus };
        screen(self.size.0, self.size.1, focus, self.reading_mode)
    }

    /// Rows that a hit takes in the list: title, what is known of it and, with a query, why it was found.
    pub fn row_height(&self) -> u16 {
        row_height(self.list.shown().excerpts)
    }

    /// Where keys are looked up now.
    pub fn context(&self) -> Context {
        match &self.overlay {
            Some(overlay) if overlay.is_typed_into() => Context::Typing,
            None if self.focus == Pane::Bar => Context::Typing,
            _ => Context::Everywhere,
        }
    }

    /// Whether a new list is there and its article, without which list and page do not belong together, is on its way.
    pub fn awaits_page(&self) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.with_list)
    }

    /// The setting of the page on this screen.
    pub fn setting(&self) -> Setting {
        let column = text_column(self.screen().reader, self.page.measure);
        let PageSettings { justify, furniture, raw, .. } = self.page;
        Setting { columns: column.width.max(1), justify, furniture, raw }
    }

    /// The article that the reader shows, or the one that is on its way.
    pub fn current_row(&self) -> Option<&Row> {
        let opening = self.opening.as_ref().map(|opening| &opening.row);
        opening.or_else(|| self.reader.opened().map(|opened| &opened.row))
    }

    /// The article that the reader shows.
    pub fn opened_row(&self) -> Option<&Row> {
        self.reader.opened().map(|opened| &opened.row)
    }

    /// Whether the article with this row was read.
    pub fn is_read(&self, row: &Row) -> bool {
        self.read.contains(&row.article)
    }

    fn pane_behind_bar(&self) -> Pane {
        match self.search.mode {
            super::search::Mode::Search => Pane::List,
            super::search::Mode::Find => Pane::Reader,
        }
    }

    /// Adapts list and page to the screen and asks for hits that have come into sight.
    pub(super) fn settle(&mut self) -> Vec<Effect> {
        let screen = self.screen();
        self.list.set_rows(usize::from(screen.list.height / self.row_height()));
        if screen.shows(Pane::Reader) {
            self.reader.set(self.setting(), usize::from(screen.reader.height));
        }
        // One question at a time: another one would make the answer that is on its way worthless.
        let waits = self.asked != self.answered;
        match self.list.missing() {
            Some(_) if !waits && self.list.is_answered() => self.ask(Select::Number(self.list.selected())),
            _ => Vec::new(),
        }
    }

    /// Asks for the hits of the present query.
    pub(super) fn ask(&mut self, select: Select) -> Vec<Effect> {
        let query = self.search.query();
        let form = Form { sort: self.list.order(SortKey::natural(query.as_ref())), excerpts: query.is_some() };
        self.list.set_asked(form);
        let offset = match select {
            Select::First | Select::Article(_) => 0,
            Select::Number(number) => self.list.window_around(number),
        };
        let area = self.screen().list;
        let rows = usize::from(area.height / row_height(form.excerpts)).max(1);
        let question = Question {
            sort: form.sort,
            snippet_columns: query.is_some().then(|| area.width.max(20) - 2),
            query,
            offset,
            limit: self.list.window_of(rows),
            sets: ArticleSets::default(),
        };
        self.selecting = select;
        vec![Effect::Search { generation: self.asked.advance(), question, select }]
    }

    /// Has something found out about the present query.
    pub(super) fn inquire(&mut self, inquiry: Inquiry) -> Vec<Effect> {
        let question = Question::new(self.search.query(), 0);
        vec![Effect::Inquire { generation: self.inquired.advance(), question, inquiry }]
    }

    /// Opens the selected article unless it is open already.
    pub(super) fn open_selected(&mut self) -> Vec<Effect> {
        self.jumped_to = None;
        self.last_selected = self.list.selected_hit().map(|hit| hit.row.article).or(self.last_selected);
        let Some(row) = self.list.selected_hit().map(|hit| hit.row.clone()) else {
            if self.list.matched() == 0 && self.list.is_answered() {
                self.opening = None;
                self.reader.close();
            }
            return Vec::new();
        };
        self.open(row)
    }

    /// Opens an article that was jumped to, and has the list select it where it has it.
    pub(super) fn open_and_select(&mut self, row: Row) -> Vec<Effect> {
        let article = row.article;
        let mut effects = self.open(row);
        self.jumped_to = Some(article);
        self.search.moved = true;
        effects.extend(self.ask(Select::Article(article)));
        effects
    }

    /// Opens an article unless it is open already.
    pub(super) fn open(&mut self, row: Row) -> Vec<Effect> {
        let same = |other: &Row| (other.place, other.article) == (row.place, row.article);
        if self.opening.as_ref().is_some_and(|opening| same(&opening.row)) {
            return Vec::new();
        }
        if self.opened_row().is_some_and(same) {
            self.opening = None;
            return self.arrive();
        }
        self.unreadable = None;
        let generation = self.opened_count.advance();
        let open = std::mem::take(&mut self.next_open);
        self.opening = Some(Opening { row: row.clone(), open, with_list: false });
        vec![Effect::Open { generation, row: Box::new(row) }]
    }

    /// Goes to where the open article was to be opened, when it is open already.
    fn arrive(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.next_open) {
            Open::WhereLeft => {}
            Open::FirstHit => self.reader.edge_hit(true),
            Open::LastHit => self.reader.edge_hit(false),
            Open::At(point) => self.reader.go_to(point),
            Open::Anchor(anchor) => self.reader.go_to(self.point_of(&anchor)),
        }
        Vec::new()
    }

    /// Shows an article that has come.
    pub(super) fn show(&mut self, opened: Arc<Opened>, open: Open, left: Option<Anchor>) -> Vec<Effect> {
        let point = match &open {
            Open::WhereLeft => left.as_ref().and_then(|anchor| point(&opened, anchor)),
            Open::At(point) => *point,
            Open::Anchor(anchor) => point(&opened, anchor),
            Open::FirstHit | Open::LastHit => None,
        };
        self.reader.open(opened, self.setting(), point);
        self.next_open = open;
        let effects = self.mark_hits();
        self.arrive_at_hit();
        self.kept_position = self.opened_row().map(|row| row.article).zip(self.anchor());
        effects
    }

    fn arrive_at_hit(&mut self) {
        match std::mem::take(&mut self.next_open) {
            Open::FirstHit => self.reader.edge_hit(true),
            Open::LastHit => self.reader.edge_hit(false),
            Open::WhereLeft | Open::At(_) | Open::Anchor(_) => {}
        }
    }

    /// Looks for the hits of the query in the open article.
    pub(super) fn mark_hits(&mut self) -> Vec<Effect> {
        let generation = self.marking.advance();
        self.marked = self.search.query();
        let (Some(query), Some(opened)) = (self.marked.clone(), self.reader.opened().cloned()) else {
            self.reader.set_hits(Vec::new());
            return Vec::new();
        };
        let wanted = super::message::Wanted::Query(query);
        if opened.text.len() > MARKED_AT_ONCE {
            self.reader.set_hits(Vec::new());
            return vec![Effect::Mark { generation, opened, wanted }];
        }
        self.reader.set_hits(super::hits::wanted(&opened, &wanted));
        Vec::new()
    }

    /// Looks for what was typed into find-in-page.
    pub(super) fn find_in_page(&mut self) -> Vec<Effect> {
        let phrase = self.search.find.text().to_owned();
        let Some(opened) = self.reader.opened().cloned().filter(|_| !phrase.trim().is_empty()) else {
            self.reader.found = None;
            return Vec::new();
        };
        let generation = self.marking.advance();
        let wanted = super::message::Wanted::Phrase(phrase);
        if opened.text.len() > MARKED_AT_ONCE {
            return vec![Effect::Mark { generation, opened, wanted }];
        }
        self.reader.set_found(super::hits::wanted(&opened, &wanted));
        Vec::new()
    }

    /// Where the reader is, to come back to.
    pub(super) fn here(&mut self) -> Option<Jump> {
        let row = self.opened_row()?.clone();
        Some(Jump { row, point: self.reader.point() })
    }

    /// Keeps the present place before a jump.
    pub(super) fn leave_for_jump(&mut self) {
        if let Some(here) = self.here() {
            self.jumps.leave(here);
        }
    }

    /// The spot at the top of the reader, in the library's terms.
    pub(super) fn anchor(&mut self) -> Option<Anchor> {
        let point = self.reader.point();
        let opened = self.reader.opened()?;
        Some(match point {
            Some(Point::Block(block, byte)) => Anchor::at(&opened.article, block as u32, byte as u32),
            Some(Point::Title(_)) | None => Anchor::default(),
        })
    }

    fn point_of(&self, anchor: &Anchor) -> Option<Point> {
        self.reader.opened().and_then(|opened| point(opened, anchor))
    }

    /// Where the reader is in the corpus, if that has changed since it was kept.
    pub(super) fn changed_place(&mut self) -> Option<KeptPlace> {
        let row = self.list.selected_hit().map(|hit| &hit.row);
        let place = KeptPlace {
            article: row.map(|row| (row.article, row.file.clone())),
            query: if self.list.matched() > 0 { self.search.line.text().to_owned() } else { String::new() },
            in_reader: self.focus == Pane::Reader,
            measure: self.page.measure,
        };
        if !self.list.is_answered() || self.focus == Pane::Bar || place == self.kept {
            return None;
        }
        self.kept = place.clone();
        Some(place)
    }

    /// Where the reader is in the open article, if that has changed since it was kept.
    pub(super) fn changed_position(&mut self) -> Option<Effect> {
        let row = self.opened_row()?.clone();
        let anchor = self.anchor()?;
        let position = Some((row.article, anchor.clone()));
        if self.kept_position == position {
            return None;
        }
        self.kept_position = position;
        Some(Effect::KeepPosition { row: Box::new(row), anchor })
    }

    /// The open article when the reader has come to its end for the first time.
    pub(super) fn newly_read(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Reader && self.reader.end_was_seen() { self.mark_read() } else { Vec::new() }
    }

    /// Marks the open article as read.
    pub(super) fn mark_read(&mut self) -> Vec<Effect> {
        let Some(row) = self.opened_row().cloned() else { return Vec::new() };
        let by_hand = self.kept_unread == Some(row.article);
        if by_hand || !self.read.insert(row.article) {
            return Vec::new();
        }
        self.values = None;
        vec![Effect::KeepRead { row: Box::new(row), read: true }]
    }

    /// The key that asks for an action, as a message names it; its name where there is none.
    pub(super) fn key(&self, action: Action) -> String {
        let bound = self.keymap.labels(Context::Everywhere, action).into_iter().next();
        bound.unwrap_or_else(|| format!(":{}", action.name()))
    }

    /// Says something on the last line.
    pub(super) fn say(&mut self, text: &str) -> Vec<Effect> {
        self.notice = Some(Notice::remark(text));
        Vec::new()
    }
}

/// Rows that a hit takes, with or without an excerpt.
fn row_height(excerpt: bool) -> u16 {
    if excerpt { 3 } else { 2 }
}

/// The point of an article that an anchor stands for; none for its beginning.
fn point(opened: &Opened, anchor: &Anchor) -> Option<Point> {
    let is_beginning = *anchor == Anchor::default();
    let found = anchor.find_in(&opened.article);
    (!is_beginning && !opened.article.blocks.is_empty())
        .then_some(Point::Block(found.block as usize, found.byte as usize))
}
