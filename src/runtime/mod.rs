//! Terminal, clock and threads: the loop that turns events into messages and effects into work.

mod desk;
mod indexer;
mod input;
mod latest;
mod librarian;
mod look;
mod steady;
mod terminal;

use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::tty::IsTty;

use self::{
    desk::{MarkTask, OpenTask, Opener, SearchTask, SharedEngine},
    indexer::Indexer,
    latest::Latest,
    librarian::{Librarian, Task},
    terminal::Screen,
};
pub use self::{librarian::described, look::Look};
use crate::{
    app::{
        Settings, State,
        message::{Effect, Message},
        update,
    },
    home::Home,
    index::{Corpus, Options},
    ui,
};

/// What the reader is started with.
pub struct Setup {
    /// The articles.
    pub corpus: Corpus,
    /// folio's folders.
    pub home: Home,
    /// How it is indexed.
    pub options: Options,
    /// What the state begins with.
    pub settings: Settings,
    /// How it looks.
    pub look: Look,
    /// Whether the mouse is used.
    pub mouse: bool,
}

/// What ended the reader.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// There is no terminal.
    #[error("the reader needs a terminal; in a script or a pipe use `folio search QUERY PATH...`")]
    NoTerminal,
    /// The terminal does not work.
    #[error("cannot use the terminal")]
    Terminal(#[from] io::Error),
}

/// How the reader was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By a key.
    Quit,
    /// By a signal, or because the terminal has hung up: the number of the signal.
    Signal(i32),
}

/// What the loop waits for.
enum Event {
    /// Something for the state.
    Message(Message),
    /// The screen has another size.
    SizeChanged,
    /// Another theme, because the terminal has said how bright its background is.
    Theme(Box<ui::theme::Theme>),
    /// The process is to be suspended.
    Suspend,
    /// The process was continued.
    Continued,
    /// A signal that ends the program.
    Ended(i32),
    /// The terminal is gone.
    HungUp,
}

/// Runs the reader until it is left.
///
/// # Errors
/// When there is no terminal, or it cannot be set or written to. It is given back in any case.
pub fn run(setup: Setup) -> Result<Ending, RuntimeError> {
    if !io::stdout().is_tty() {
        return Err(RuntimeError::NoTerminal);
    }
    let keyboard = input::keyboard().map_err(|_| RuntimeError::NoTerminal)?;
    let mut screen = Screen::take(setup.mouse)?;
    let (columns, rows) = screen.size()?;
    let mut state = State::new(setup.settings.clone());
    update(&mut state, Message::Resized { columns, rows });
    let theme = setup.look.remembered();
    screen.draw(|buffer| ui::draw(&state, &theme, buffer))?;

    let (events, waiting) = unbounded();
    input::watch_signals(events.clone())?;
    let look = setup.look.clone();
    let keys = events.clone();
    thread::Builder::new().name("keyboard".into()).spawn(move || {
        // Before the first key is read: the terminal's answer comes in on the same line as keys do.
        if let Some(theme) = look.ask() {
            let _ = keys.send(Event::Theme(Box::new(theme)));
        }
        input::read_keyboard(keyboard, keys);
    })?;
    let workers = Workers::start(&setup, &events)?;
    let ending = Loop { state, theme, screen, workers, size_changed: false }.run(&waiting);
    Ok(ending?)
}

struct Loop {
    state: State,
    theme: ui::theme::Theme,
    screen: Screen,
    workers: Workers,
    size_changed: bool,
}

/// Whether the loop goes on.
type Flow = std::ops::ControlFlow<Ending>;

impl Loop {
    /// Takes all events that are waiting, then draws once; nothing is drawn when nothing happened.
    fn run(mut self, waiting: &Receiver<Event>) -> io::Result<Ending> {
        while let Ok(event) = waiting.recv() {
            for event in [event].into_iter().chain(waiting.try_iter()) {
                if let Flow::Break(ending) = self.take(event)? {
                    return Ok(ending);
                }
            }
            if std::mem::take(&mut self.size_changed) {
                let (columns, rows) = self.screen.size()?;
                self.tell(Message::Resized { columns, rows })?;
            }
            self.screen.draw(|buffer| ui::draw(&self.state, &self.theme, buffer))?;
        }
        Ok(Ending::Quit)
    }

    fn take(&mut self, event: Event) -> io::Result<Flow> {
        match event {
            Event::Message(message) => return self.tell(message),
            Event::SizeChanged => self.size_changed = true,
            Event::Theme(theme) => self.theme = *theme,
            Event::Suspend => self.suspend()?,
            Event::Continued => self.screen.clear()?,
            Event::Ended(signal) => return Ok(Flow::Break(Ending::Signal(signal))),
            Event::HungUp => return Ok(Flow::Break(Ending::Signal(signal_hook::consts::SIGHUP))),
        }
        Ok(Flow::Continue(()))
    }

    fn tell(&mut self, message: Message) -> io::Result<Flow> {
        for effect in update(&mut self.state, message) {
            match effect {
                Effect::Quit => return Ok(Flow::Break(Ending::Quit)),
                Effect::Redraw => self.screen.clear()?,
                Effect::Suspend => self.suspend()?,
                effect => self.workers.carry_out(effect),
            }
        }
        Ok(Flow::Continue(()))
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.screen.suspend()?;
        self.size_changed = true;
        Ok(())
    }
}

/// The threads that carry out effects. Dropping them waits for what has to be kept, and for nothing else.
struct Workers {
    searches: Latest<SearchTask>,
    opens: Latest<OpenTask>,
    marks: Latest<MarkTask>,
    librarian: Librarian,
    indexer: Indexer,
}

impl Workers {
    fn start(setup: &Setup, events: &Sender<Event>) -> io::Result<Self> {
        let engine = SharedEngine::default();
        let key = setup.corpus.key().clone();
        let workers = Self {
            searches: Latest::default(),
            opens: Latest::default(),
            marks: Latest::default(),
            librarian: Librarian::start(setup.home.clone(), key, events.clone())?,
            indexer: Indexer::default(),
        };
        workers.start_searches(engine.clone(), events.clone())?;
        workers.start_marks(events.clone())?;
        workers.start_opens(setup, engine.clone(), events.clone())?;
        Ok(workers)
    }

    fn start_searches(&self, engine: SharedEngine, events: Sender<Event>) -> io::Result<()> {
        let tasks = self.searches.clone();
        let work = move || desk::search(&tasks, &engine, &events);
        thread::Builder::new().name("search".into()).spawn(work).map(drop)
    }

    fn start_marks(&self, events: Sender<Event>) -> io::Result<()> {
        let tasks = self.marks.clone();
        thread::Builder::new().name("marks".into()).spawn(move || desk::mark(&tasks, &events)).map(drop)
    }

    /// Starts the worker that opens the index, says what the library remembers, begins to refresh and then opens
    /// articles: the order in which a reader needs it.
    fn start_opens(&self, setup: &Setup, engine: SharedEngine, events: Sender<Event>) -> io::Result<()> {
        let tasks = self.opens.clone();
        let indexer = self.indexer.clone();
        let (home, corpus, options) = (setup.home.clone(), setup.corpus.clone(), setup.options);
        let work = move || {
            indexer.open_index(&home, &corpus, &engine, &events);
            let library = librarian::remember(&home, corpus.key(), &events);
            indexer.start(home, corpus, options, engine.clone(), events.clone());
            Opener { tasks, engine, library, limits: options.limits, events }.serve();
        };
        thread::Builder::new().name("reader".into()).spawn(work).map(drop)
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Search { generation, question, select } => {
                self.searches.put(SearchTask { generation, question, select });
            }
            Effect::Open { generation, row } => self.opens.put(OpenTask::Article(generation, row)),
            Effect::FindMark(name) => self.opens.put(OpenTask::Mark(name)),
            Effect::Mark { generation, opened, wanted } => self.marks.put(MarkTask { generation, opened, wanted }),
            Effect::LookUpRead(rows) => self.librarian.give(Task::LookUpRead(rows)),
            Effect::KeepPosition { row, anchor } => self.librarian.give(Task::Position(row, anchor)),
            Effect::KeepPlace(place) => self.librarian.give(Task::Place(place)),
            Effect::KeepQuery(text) => self.librarian.give(Task::Query(text)),
            Effect::KeepRead { row, read } => self.librarian.give(Task::Read(row, read)),
            Effect::KeepMark { name, row, anchor } => self.librarian.give(Task::Mark(name, row, anchor)),
            Effect::Refresh => self.indexer.refresh(),
            Effect::StopIndexing => self.indexer.stop(),
            Effect::Redraw | Effect::Suspend | Effect::Quit => {}
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.searches.close();
        self.opens.close();
        self.marks.close();
        self.indexer.close();
    }
}
