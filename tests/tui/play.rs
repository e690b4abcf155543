//! A reader without a terminal: keys go in, pictures come out. The workers run in step, so nothing sleeps or polls.

use std::{fs, sync::Arc, sync::atomic::AtomicBool};

use folio::{
    app::{
        Opened, PageSettings, Settings, State,
        chord::Chord,
        hits,
        keymap::Keymap,
        list::Select,
        message::{Effect, Found, Message, Remembered, Wanted},
        update,
    },
    article::ArticleId,
    home::{Home, IndexFolder},
    index::{Corpus, Engine, Options, Question, refresh},
    library::{Library, Place, Tie},
    runtime,
    source::{Root, SAMPLES},
    text::clean::Clean,
    ui::{
        self,
        theme::{Role, Theme},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};
use tempfile::TempDir;

/// A reader over a corpus that the test wrote.
pub struct Play {
    pub state: State,
    pub quit: bool,
    folder: TempDir,
    corpus: Corpus,
    engine: Engine,
    library: Library,
    theme: Theme,
}

impl Play {
    /// Opens the reader on these files, named and filled.
    pub fn new(files: &[(&str, impl AsRef<[u8]>)], columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("corpus");
        fs::create_dir(&root).expect("a corpus");
        for (name, text) in files {
            fs::write(root.join(name), text).expect("an article");
        }
        Self::over(folder, vec![Root::Path(root)], columns, rows)
    }

    /// Opens the reader on the sample corpus.
    pub fn samples(columns: u16, rows: u16) -> Self {
        Self::over(tempfile::tempdir().expect("a folder"), vec![Root::Samples(SAMPLES)], columns, rows)
    }

    /// The articles that a question finds, in order, and how many there are.
    pub fn found(&self, question: &Question) -> (Vec<ArticleId>, usize) {
        let answer = self.engine.search(question, &|| false).expect("an answer");
        (answer.hits.iter().map(|hit| hit.row.article).collect(), answer.matched)
    }

    fn over(folder: TempDir, roots: Vec<Root>, columns: u16, rows: u16) -> Self {
        let corpus = Corpus::of(roots);
        let engine = indexed(&folder, &corpus);
        let library = Library::open(&home(&folder)).expect("a library").library;
        let settings = Settings {
            corpus: Clean::fixed("articles"),
            page: PageSettings { measure: 72, justify: false, furniture: false, raw: false },
            keymap: Keymap::default(),
            today: jiff::civil::date(2026, 11, 21),
        };
        let theme = Theme::shipped("dark").expect("a theme");
        let state = State::new(settings);
        let mut play = Self { state, quit: false, folder, corpus, engine, library, theme };
        play.tell(Message::Resized { columns, rows });
        play.remember();
        play
    }

    /// Opens the reader again on the same corpus with the same library, as the next run does.
    pub fn again(self) -> Self {
        let (columns, rows) = self.state.size;
        let roots = self.corpus.roots().to_vec();
        Self::over(self.folder, roots, columns, rows)
    }

    /// Presses keys: characters as they are, others as `<enter>`, `<ctrl-d>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named =
                rest.strip_prefix('<').and_then(|named| named.split_once('>')).filter(|(name, _)| name.len() > 1);
            let chord = match named {
                Some((name, after)) => {
                    rest = after;
                    name.parse().expect("a key")
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    Chord::character(first)
                }
            };
            self.tell(Message::Key(chord));
        }
        self
    }

    /// Tells the state something and carries out what it asks for, until it asks for nothing more.
    pub fn tell(&mut self, message: Message) -> &mut Self {
        let mut waiting = vec![message];
        while let Some(message) = waiting.pop() {
            for effect in update(&mut self.state, message) {
                waiting.extend(self.carry_out(effect));
            }
        }
        self
    }

    /// The screen as text, line ends trimmed.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let width = usize::from(buffer.area.width);
        let lines = buffer.content.chunks(width).map(|cells| {
            let mut line = String::new();
            let mut skip = 0;
            for cell in cells {
                if skip == 0 {
                    line.push_str(cell.symbol());
                    skip = folio::text::width::columns(cell.symbol()).saturating_sub(1);
                } else {
                    skip -= 1;
                }
            }
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The words on the screen that have the style of a role, row by row.
    pub fn styled(&self, role: Role) -> Vec<String> {
        let buffer = self.buffer();
        let wanted = self.theme.style(role);
        let has = |cell: &ratatui::buffer::Cell| {
            wanted.fg.is_none_or(|color| cell.fg == color)
                && wanted.bg.is_none_or(|color| cell.bg == color)
                && cell.modifier.contains(wanted.add_modifier)
        };
        let mut words = Vec::new();
        for cells in buffer.content.chunks(usize::from(buffer.area.width)) {
            for run in cells.chunk_by(|a, b| has(a) == has(b)).filter(|run| has(&run[0])) {
                words.push(run.iter().map(|cell| cell.symbol()).collect());
            }
        }
        words
    }

    /// The title of the open article.
    pub fn open_title(&self) -> String {
        let title = self.state.reader.opened().and_then(|opened| opened.article.title.as_ref());
        title.map(|title| title.value.to_string()).unwrap_or_default()
    }

    /// The titles on the list, as far as they are known.
    pub fn titles(&self) -> Vec<String> {
        let title = |hit: &folio::index::Hit| hit.row.title.as_ref().map(Clean::to_string).unwrap_or_default();
        self.state.list.window().iter().map(title).collect()
    }

    fn buffer(&self) -> Buffer {
        let (columns, rows) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        ui::draw(&self.state, &self.theme, &mut buffer);
        buffer
    }

    fn remember(&mut self) {
        let key = self.corpus.key();
        let place = self.library.place(key).expect("a place").unwrap_or_default();
        let remembered = Remembered {
            history: self.library.history(key, 100).expect("a history"),
            query: place.query,
            article: place.article,
            in_reader: place.focus == "reader",
            measure: place.measure,
        };
        self.tell(Message::Remembered(remembered));
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Message> {
        match effect {
            Effect::Search { generation, mut question, select } => {
                question.sets = self.library.sets().expect("a library");
                let selected = match select {
                    Select::Article(article) => self.engine.position_of(article, &question, &|| false).expect("a rank"),
                    Select::First | Select::Number(_) => None,
                };
                if let Some(number) = selected {
                    question.offset = number.saturating_sub(question.limit / 2);
                }
                let answer = self.engine.search(&question, &|| false).expect("an answer");
                Some(Message::Found(Found { generation, start: question.offset, answer, selected }))
            }
            Effect::Inquire { generation, mut question, inquiry } => {
                question.sets = self.library.sets().expect("a library");
                let found = runtime::finding(&self.engine, &question, &inquiry, &|| false).expect("an answer");
                found.map(|finding| Message::FoundOut { generation, finding })
            }
            Effect::Open { generation, row } => {
                let document = self.engine.document(&row).expect("a document");
                let position = self.library.position(tie(&row)).expect("a library");
                let article = self.engine.recognise(&row, &document);
                let opened = Arc::new(Opened::new(*row, document, article, true));
                Some(Message::Opened { generation, opened, position })
            }
            Effect::Mark { generation, opened, wanted } => {
                let found = matches!(wanted, Wanted::Phrase(_));
                Some(Message::Marked { generation, spans: hits::wanted(&opened, &wanted), found })
            }
            Effect::LookUpRead(rows) => {
                let ties: Vec<_> = rows.iter().map(tie).collect();
                Some(Message::WereRead(self.library.read_set(&ties).expect("a library")))
            }
            Effect::KeepVerdict { place, form, verdict } => {
                self.library.set_verdict(&place, &form, verdict).expect("kept");
                Some(Message::Judged(Arc::new(self.library.verdicts().expect("a library"))))
            }
            Effect::Judge(verdicts) => {
                self.engine.judge((*verdicts).clone());
                None
            }
            Effect::FindMark(name) => {
                let mark = self.library.mark(name).expect("a library");
                let row = |id: String| self.engine.find(&id).expect("rows").into_iter().next();
                let mark = mark.and_then(|mark| Some(Box::new((row(mark.article.to_string())?, mark))));
                Some(Message::MarkFound { name, mark })
            }
            kept => self.keep(kept),
        }
    }

    fn keep(&mut self, effect: Effect) -> Option<Message> {
        let key = self.corpus.key();
        match effect {
            Effect::KeepPosition { row, anchor } => self.library.keep_position(tie(&row), &anchor).expect("kept"),
            Effect::KeepRead { row, read } => self.library.set_read(tie(&row), read).expect("kept"),
            Effect::KeepMark { name, row, anchor } => self.library.set_mark(name, tie(&row), &anchor).expect("kept"),
            Effect::KeepQuery(text) => self.library.remember_query(key, &text).expect("kept"),
            Effect::KeepPlace(place) => {
                let place = Place {
                    article: place.article.map(|(article, _)| article),
                    path: String::new(),
                    query: place.query,
                    focus: if place.in_reader { "reader" } else { "list" }.to_owned(),
                    measure: Some(place.measure),
                };
                self.library.keep_place(key, &place).expect("kept");
            }
            Effect::Quit => self.quit = true,
            _ => {}
        }
        None
    }
}

fn tie(row: &folio::index::Row) -> Tie<'_> {
    Tie::by_content(row.article)
}

fn home(folder: &TempDir) -> Home {
    Home::under(&folder.path().join("home")).expect("a home")
}

fn indexed(folder: &TempDir, corpus: &Corpus) -> Engine {
    let place = IndexFolder::of(&home(folder), corpus.key());
    let stop = AtomicBool::new(false);
    let verdicts = Library::verdicts_of(&home(folder)).expect("a library");
    refresh(&place, corpus, &Options { verdicts, ..Options::default() }, &stop, &mut |_| {}).expect("an index");
    Engine::open(&place, corpus).expect("an index").expect("an engine")
}
