//! The worker that keeps the index fresh: at the start, and whenever it is asked to.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossbeam_channel::Sender;

use super::{Event, desk::SharedEngine, latest::Latest, librarian::described, worker};
use crate::{
    app::message::{Indexing, Message, Notice},
    article::heap::Verdicts,
    home::{Home, IndexFolder},
    index::{Corpus, Engine, IndexError, Options, Phase, Progress, Refreshed, refresh},
    source::Problem,
    text::clean::Clean,
};

/// How often another folio's commits are looked for while it builds the index.
const LOOK: Duration = Duration::from_millis(500);

/// The handle by which the worker is asked and stopped. Clones are the same handle.
#[derive(Clone, Default)]
pub struct Indexer {
    /// Whether somebody asked, who waits for an answer.
    requests: Latest<bool>,
    stop: Arc<AtomicBool>,
    /// What the reader decided about learned lines since the start.
    verdicts: Arc<Mutex<Option<Arc<Verdicts>>>>,
}

impl Indexer {
    /// Opens the index that is there, so that it can be searched while it is being refreshed.
    pub fn open_index(&self, home: &Home, corpus: &Corpus, engine: &SharedEngine, events: &Sender<Event>) {
        match Engine::open(&IndexFolder::of(home, corpus.key()), corpus) {
            Ok(Some(opened)) => {
                engine.set(opened);
            }
            Ok(None) => {}
            // A damaged index is built anew by the refresh that follows; what cannot be mended is said by it.
            Err(error) => tracing::warn!("{}", described(&error)),
        }
        let _ = events.send(Event::Message(Message::CorpusChanged));
    }

    /// Starts the worker with a refresh.
    pub fn start(&self, home: Home, corpus: Corpus, options: Options, engine: SharedEngine, events: Sender<Event>) {
        let worker = Worker {
            folder: IndexFolder::of(&home, corpus.key()),
            options,
            corpus,
            engine,
            events: events.clone(),
            stop: Arc::clone(&self.stop),
            verdicts: Arc::clone(&self.verdicts),
        };
        let requests = self.requests.clone();
        self.requests.put(false);
        let work = move || {
            while let Some(was_asked) = requests.take() {
                worker.stop.store(false, Ordering::Relaxed);
                worker.refresh(was_asked);
            }
        };
        if let Err(error) = worker::spawn("indexing", &events, work) {
            tell(&events, Message::Notice(Notice::warning(described(&error))));
        }
    }

    /// Asks for a refresh.
    pub fn refresh(&self) {
        self.requests.put(true);
    }

    /// Has verdicts count from the next refresh on, and asks for it.
    pub fn judge(&self, verdicts: Arc<Verdicts>) {
        *self.verdicts.lock().unwrap_or_else(PoisonError::into_inner) = Some(verdicts);
        self.requests.put(false);
    }

    /// Stops the refresh that is running; what is done stays.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Stops the worker.
    pub fn close(&self) {
        self.requests.close();
        self.stop();
    }
}

struct Worker {
    folder: IndexFolder,
    corpus: Corpus,
    options: Options,
    engine: SharedEngine,
    events: Sender<Event>,
    stop: Arc<AtomicBool>,
    verdicts: Arc<Mutex<Option<Arc<Verdicts>>>>,
}

impl Worker {
    fn refresh(&self, was_asked: bool) {
        let mut seen = 0;
        let outcome = refresh(&self.folder, &self.corpus, &self.options(), &self.stop, &mut |progress| {
            if progress.commits > seen {
                seen = progress.commits;
                self.show_commit();
            }
            tell(&self.events, Message::Indexing(indexing(progress)));
        });
        match outcome {
            Ok(refreshed) => self.report(refreshed, was_asked),
            Err(error) if error.is_held() => self.follow_another(),
            Err(error) => self.say_failure(&described(&error)),
        }
        tell(&self.events, Message::Indexing(Indexing { ended: true, ..Indexing::default() }));
    }

    fn options(&self) -> Options {
        let verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let options = self.options.clone();
        match verdicts {
            Some(verdicts) => Options { verdicts: (*verdicts).clone(), ..options },
            None => options,
        }
    }

    /// Makes what was committed visible.
    fn show_commit(&self) {
        let changed = match self.engine.get() {
            Some(engine) => engine.reload(),
            None => Engine::open(&self.folder, &self.corpus).map(|opened| {
                let is_there = opened.is_some();
                opened.into_iter().for_each(|opened| self.engine.set(opened));
                is_there
            }),
        };
        match changed {
            Ok(true) => tell(&self.events, Message::CorpusChanged),
            Ok(false) => {}
            Err(error) => tracing::warn!("{}", described(&error)),
        }
    }

    fn report(&self, refreshed: Refreshed, was_asked: bool) {
        self.show_commit();
        tell(&self.events, Message::Problems(shown(&refreshed.problems)));
        if let Some(reason) = refreshed.rebuilt {
            tell(&self.events, Message::Notice(Notice::remark(reason)));
        }
        if was_asked {
            tell(&self.events, Message::Notice(Notice::remark(&changes(&refreshed))));
        }
    }

    fn say_problems(&self) {
        tell(&self.events, Message::Problems(self.known_problems()));
    }

    /// Says why the index could not be refreshed: now, and for as long as it is asked, with what is known already.
    fn say_failure(&self, reason: &Clean) {
        let mut problems = self.known_problems();
        problems.insert(0, reason.clone());
        tell(&self.events, Message::Problems(problems));
        tell(&self.events, Message::Notice(Notice::warning(reason.clone())));
    }

    fn known_problems(&self) -> Vec<Clean> {
        let problems = self.engine.get().and_then(|engine| engine.problems().ok());
        shown(&problems.unwrap_or_default())
    }

    /// Shows what another folio commits until it has ended.
    fn follow_another(&self) {
        self.say_problems();
        let is_held = || self.folder.lock().is_err_and(|error| IndexError::from(error).is_held());
        while !self.stop.load(Ordering::Relaxed) && is_held() {
            self.show_commit();
            thread::sleep(LOOK);
        }
        self.show_commit();
    }
}

/// What a refresh came to, for the one who asked for it.
fn changes(refreshed: &Refreshed) -> String {
    match (refreshed.files_read, refreshed.files_removed) {
        (0, 0) => "nothing has changed".to_owned(),
        (read, 0) => format!("files read: {read}"),
        (read, gone) => format!("files read: {read}; gone or replaced: {gone}"),
    }
}

fn indexing(progress: &Progress) -> Indexing {
    let known = progress.phase != Phase::Finding && progress.bytes_total > 0;
    Indexing {
        articles: progress.articles,
        done: known.then(|| progress.bytes as f64 / progress.bytes_total as f64).map(|done| done.min(1.0)),
        seconds_left: progress.remaining().filter(|_| known).map(|left| left.as_secs()),
        ended: progress.phase == Phase::Done,
    }
}

fn shown(problems: &[Problem]) -> Vec<Clean> {
    problems.iter().map(|problem| Clean::line(&problem.to_string())).collect()
}

fn tell(events: &Sender<Event>, message: Message) {
    // The receiver is gone only when the reader is being left.
    let _ = events.send(Event::Message(message));
}
