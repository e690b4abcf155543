//! Terminal, clock and threads: the loop that turns events into messages and effects into work.

mod desk;
mod device;
mod gather;
mod indexer;
mod input;
mod inquiry;
mod keys;
mod latest;
mod librarian;
mod look;
#[cfg(debug_assertions)]
mod rehearsal;
mod signals;
mod steady;
mod terminal;
mod worker;

use std::{
    io,
    ops::ControlFlow,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, unbounded};
use signal_hook::consts::SIGHUP;

use self::{
    desk::{MarkTask, OpenTask, Opener, SearchTask, SharedEngine},
    device::Device,
    gather::{PATIENCE, gather},
    indexer::Indexer,
    inquiry::InquiryTask,
    latest::Latest,
    librarian::{Librarian, Task},
    terminal::Screen,
};
pub use self::{inquiry::finding, librarian::described, look::Look};
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
    /// A thread without which nothing goes on has panicked.
    #[error("folio's part that reads the {0} has failed; the log says where")]
    Failed(&'static str),
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
    /// The terminal has said which colour its background is.
    Background([u8; 3]),
    /// The terminal has answered all that it will answer.
    Answered,
    /// The process is to be suspended.
    Suspend,
    /// The process was continued.
    Continued,
    /// A signal that ends the program.
    Ended(i32),
    /// The terminal is gone.
    HungUp,
    /// A thread without which nothing goes on has panicked.
    Failed(&'static str),
}

/// Runs the reader until it is left.
///
/// # Errors
/// When there is no terminal, or it cannot be set or written to. It is given back in any case.
pub fn run(setup: Setup) -> Result<Ending, RuntimeError> {
    let device = Device::open().map_err(|_| RuntimeError::NoTerminal)?;
    let (events, waiting) = unbounded();
    // Before the terminal is taken, so that no signal finds it taken and nobody there to give it back.
    signals::watch(&events)?;
    let mut screen = Screen::take(device.clone(), setup.mouse)?;
    let (columns, rows) = screen.measure()?;
    let mut state = State::new(setup.settings.clone());
    update(&mut state, Message::Resized { columns, rows });
    let theme = setup.look.remembered();
    screen.draw(|buffer| ui::draw(&state, &theme, buffer))?;

    let awaited = setup.look.wants_to_ask();
    if awaited {
        screen.ask()?;
    }
    let keys = events.clone();
    worker::spawn_vital("keyboard", &events, move || input::read_keyboard(&device, &keys))?;
    let workers = Workers::start(&setup, &events)?;
    Loop { state, theme, look: setup.look, screen, workers, size_changed: false, stopped: false, awaited }.run(&waiting)
}

/// How long a terminal that was asked something is waited for when folio is left, so that its answer does not come to
/// the shell.
const POLITENESS: Duration = Duration::from_millis(150);

struct Loop {
    state: State,
    theme: ui::theme::Theme,
    look: Look,
    screen: Screen,
    workers: Workers,
    size_changed: bool,
    /// Whether folio has stopped itself, and has taken the terminal again already when it hears of its continuation.
    stopped: bool,
    /// Whether the terminal was asked something that it has not answered yet.
    awaited: bool,
}

/// Whether the loop goes on.
type Flow = ControlFlow<Ending>;

impl Loop {
    fn run(mut self, waiting: &Receiver<Event>) -> Result<Ending, RuntimeError> {
        let ended = self.turn(waiting);
        if matches!(ended, Ok(Ending::Quit)) && self.awaited {
            self.await_answer(waiting);
        }
        match ended {
            // A write that failed because folio is to end, or because the terminal is gone, is that ending.
            Err(RuntimeError::Terminal(error)) => {
                let gone = is_gone(&error).then_some(SIGHUP);
                device::ending().or(gone).map(Ending::Signal).ok_or(RuntimeError::Terminal(error))
            }
            ended => ended,
        }
    }

    /// Takes what belongs to one frame, then draws once; nothing is drawn when nothing happened.
    fn turn(&mut self, waiting: &Receiver<Event>) -> Result<Ending, RuntimeError> {
        while let Ok(event) = waiting.recv() {
            let gathered = gather(event, waiting, PATIENCE, |event| match self.take(event) {
                Ok(Flow::Continue(())) => ControlFlow::Continue(self.state.awaits_page()),
                Ok(Flow::Break(ending)) => ControlFlow::Break(Ok(ending)),
                Err(error) => ControlFlow::Break(Err(error)),
            });
            if let ControlFlow::Break(ended) = gathered {
                return ended;
            }
            self.draw()?;
        }
        Ok(Ending::Quit)
    }

    fn draw(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.size_changed) {
            let (columns, rows) = self.screen.measure()?;
            let effects = update(&mut self.state, Message::Resized { columns, rows });
            effects.into_iter().for_each(|effect| self.workers.carry_out(effect));
        }
        self.screen.draw(|buffer| {
            #[cfg(debug_assertions)]
            rehearsal::panic_at(rehearsal::DRAWING);
            ui::draw(&self.state, &self.theme, buffer)
        })
    }

    fn take(&mut self, event: Event) -> Result<Flow, RuntimeError> {
        match event {
            Event::Message(message) => return Ok(self.tell(message)?),
            Event::SizeChanged => self.size_changed = true,
            Event::Background(color) => self.wear(color),
            Event::Answered => self.take_answer(),
            Event::Suspend => self.suspend()?,
            Event::Continued => self.go_on()?,
            Event::Ended(signal) => return Ok(Flow::Break(Ending::Signal(signal))),
            Event::HungUp => return Ok(Flow::Break(Ending::Signal(SIGHUP))),
            Event::Failed(part) => return Err(RuntimeError::Failed(part)),
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
        self.stopped = true;
        self.size_changed = true;
        Ok(())
    }

    fn go_on(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.stopped) {
            self.screen.retake()?;
            self.size_changed = true;
        }
        Ok(())
    }

    fn wear(&mut self, background: [u8; 3]) {
        self.awaited = false;
        if let Some(theme) = self.look.on(background) {
            self.theme = theme;
        }
    }

    /// The answer that every terminal gives has come; the other one would have come before it.
    fn take_answer(&mut self) {
        if std::mem::take(&mut self.awaited) {
            self.look.remember_silence();
        }
    }

    fn await_answer(&mut self, waiting: &Receiver<Event>) {
        let deadline = Instant::now() + POLITENESS;
        while let Ok(event) = waiting.recv_deadline(deadline) {
            if matches!(event, Event::Answered | Event::HungUp | Event::Ended(_)) {
                return;
            }
        }
        self.screen.forget_input();
    }
}

/// Whether a terminal that gives this error has hung up.
fn is_gone(error: &io::Error) -> bool {
    use rustix::io::Errno;
    Errno::from_io_error(error)
        .is_some_and(|error| [Errno::IO, Errno::NXIO, Errno::PIPE, Errno::NODEV].contains(&error))
}

/// The threads that carry out effects. Dropping them waits for what has to be kept, and for nothing else.
struct Workers {
    searches: Latest<SearchTask>,
    inquiries: Latest<InquiryTask>,
    opens: Latest<OpenTask>,
    marks: Latest<MarkTask>,
    librarian: Librarian,
    indexer: Indexer,
    engine: SharedEngine,
}

impl Workers {
    fn start(setup: &Setup, events: &Sender<Event>) -> io::Result<Self> {
        let engine = SharedEngine::default();
        let key = setup.corpus.key().clone();
        let workers = Self {
            searches: Latest::default(),
            inquiries: Latest::default(),
            opens: Latest::default(),
            marks: Latest::default(),
            librarian: Librarian::start(setup.home.clone(), key, events.clone())?,
            indexer: Indexer::default(),
            engine: engine.clone(),
        };
        workers.start_searches(engine.clone(), events.clone())?;
        workers.start_inquiries(engine.clone(), events.clone())?;
        workers.start_marks(events.clone())?;
        workers.start_opens(setup, engine.clone(), events.clone())?;
        Ok(workers)
    }

    fn start_searches(&self, engine: SharedEngine, events: Sender<Event>) -> io::Result<()> {
        let teller = events.clone();
        let (tasks, librarian) = (self.searches.clone(), self.librarian.counter());
        let work = move || desk::search(&tasks, &engine, &librarian, &events);
        worker::spawn("searching", &teller, work).map(drop)
    }

    fn start_inquiries(&self, engine: SharedEngine, events: Sender<Event>) -> io::Result<()> {
        let teller = events.clone();
        let (tasks, librarian) = (self.inquiries.clone(), self.librarian.counter());
        let work = move || inquiry::inquire(&tasks, &engine, &librarian, &events);
        worker::spawn("counting", &teller, work).map(drop)
    }

    fn start_marks(&self, events: Sender<Event>) -> io::Result<()> {
        let tasks = self.marks.clone();
        worker::spawn("marking", &events.clone(), move || desk::mark(&tasks, &events)).map(drop)
    }

    /// Starts the worker that opens the index, says what the library remembers, begins to refresh and then opens
    /// articles: the order in which a reader needs it.
    fn start_opens(&self, setup: &Setup, engine: SharedEngine, events: Sender<Event>) -> io::Result<()> {
        let tasks = self.opens.clone();
        let indexer = self.indexer.clone();
        let (home, corpus, options) = (setup.home.clone(), setup.corpus.clone(), setup.options.clone());
        let limits = options.limits;
        let teller = events.clone();
        let work = move || {
            indexer.open_index(&home, &corpus, &engine, &events);
            let library = librarian::remember(&home, corpus.key(), &events);
            indexer.start(home, corpus, options, engine.clone(), events.clone());
            Opener { tasks, engine, library, limits, events }.serve();
        };
        worker::spawn("opening", &teller, work).map(drop)
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Search { generation, question, select } => {
                self.searches.put(SearchTask { generation, question, select });
            }
            Effect::Inquire { generation, question, inquiry } => {
                self.inquiries.put(InquiryTask { generation, question, inquiry });
            }
            Effect::Open { generation, row } => self.opens.put(OpenTask::Article(generation, row)),
            Effect::KeepVerdict { place, form, verdict } => self.librarian.give(Task::Verdict { place, form, verdict }),
            Effect::Judge(verdicts) => {
                if let Some(engine) = self.engine.get() {
                    engine.judge((*verdicts).clone());
                }
                self.indexer.judge(verdicts);
            }
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
        self.inquiries.close();
        self.opens.close();
        self.marks.close();
        self.indexer.close();
    }
}
