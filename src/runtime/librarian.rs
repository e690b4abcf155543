//! The worker that keeps what the reader adds: every change is on the disk a moment after it was made.

use std::{collections::HashMap, path::Path, sync::Arc, thread::JoinHandle, time::Duration};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use super::{Event, worker};
use crate::{
    app::message::{KeptPlace, Message, Notice, Remembered},
    article::{ArticleId, heap::Verdict},
    home::{CorpusKey, Home},
    index::{ArticleSets, Row},
    library::{Anchor, HISTORY_LIMIT, Library, LibraryError, Place, Tie},
    source::Part,
    text::clean::Clean,
};

/// Time during which changes of place are gathered, so that scrolling does not write for every line.
const GATHERED: Duration = Duration::from_millis(150);

/// How the library names the reader as the pane with the focus.
const READER: &str = "reader";

/// Something to keep.
pub enum Task {
    /// Where the reader is in an article.
    Position(Box<Row>, Anchor),
    /// Where the reader is in the corpus.
    Place(KeptPlace),
    /// A query.
    Query(String),
    /// That an article was read, or is unread again.
    Read(Box<Row>, bool),
    /// A mark.
    Mark(char, Box<Row>, Anchor),
    /// What was decided about a line that other pages have too.
    Verdict {
        /// The site's host or the folder's path.
        place: String,
        /// The form of the line.
        form: String,
        /// What was decided.
        verdict: Verdict,
    },
    /// Which of these articles were read.
    LookUpRead(Vec<Row>),
    /// The sets that a query asks for.
    Sets(Sender<ArticleSets>),
    /// There will be no more.
    End,
}

/// The worker's end that tasks go into. Dropping it ends the worker when all is kept, whoever may still ask at a
/// [`Counter`].
pub struct Librarian {
    tasks: Sender<Task>,
    worker: Option<JoinHandle<()>>,
}

impl Librarian {
    /// Starts the worker. What goes wrong is said once; the program goes on without a library.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(home: Home, corpus: CorpusKey, events: Sender<Event>) -> std::io::Result<Self> {
        let (tasks, waiting) = unbounded();
        let teller = events.clone();
        let work = move || match Library::open(&home) {
            Ok(opened) => {
                if let Some(remark) = opened.remark {
                    say(&events, Clean::line(&remark.to_string()));
                }
                Desk { library: opened.library, corpus, events, has_failed: false }.serve(&waiting);
            }
            Err(error) => say(&events, described(&error)),
        };
        let worker = worker::spawn("keeping of places and marks", &teller, work)?;
        Ok(Self { tasks, worker: Some(worker) })
    }

    /// The end at which other workers ask.
    pub fn counter(&self) -> Counter {
        Counter(self.tasks.clone())
    }

    /// Hands over a task.
    pub fn give(&self, task: Task) {
        // Without a library there is nobody to take it, which was said when it could not be opened.
        let _ = self.tasks.send(task);
    }
}

impl Drop for Librarian {
    fn drop(&mut self) {
        self.give(Task::End);
        if let Some(worker) = self.worker.take() {
            // A worker that panicked has nothing left to keep.
            let _ = worker.join();
        }
    }
}

/// Where other workers ask the librarian, who answers after all that was given before is kept.
pub struct Counter(Sender<Task>);

impl Counter {
    /// The sets of articles that a query asks for; empty ones without a library.
    pub fn sets(&self) -> ArticleSets {
        let (reply, answer) = bounded(1);
        let asked = self.0.send(Task::Sets(reply));
        asked.ok().and_then(|()| answer.recv().ok()).unwrap_or_default()
    }
}

struct Desk {
    library: Library,
    corpus: CorpusKey,
    events: Sender<Event>,
    has_failed: bool,
}

impl Desk {
    fn serve(mut self, waiting: &Receiver<Task>) {
        while let Ok(task) = waiting.recv() {
            let mut pending = Pending::default();
            let mut ended = matches!(task, Task::End);
            self.take(task, &mut pending);
            while !ended && !pending.is_empty() && pending.count <= 64 {
                match waiting.recv_timeout(GATHERED) {
                    Ok(Task::End) | Err(RecvTimeoutError::Disconnected) => ended = true,
                    Ok(task) => self.take(task, &mut pending),
                    Err(RecvTimeoutError::Timeout) => break,
                }
            }
            self.keep(pending);
            if ended {
                return;
            }
        }
    }

    fn take(&mut self, task: Task, pending: &mut Pending) {
        let result = match task {
            Task::Position(row, anchor) => {
                pending.positions.insert(row.article, (row, anchor));
                pending.count += 1;
                Ok(())
            }
            Task::Place(place) => {
                pending.place = Some(place);
                Ok(())
            }
            Task::Query(text) => self.library.remember_query(&self.corpus, &text),
            Task::Read(row, read) => with_tie(&row, |tie| self.library.set_read(tie, read)),
            Task::Mark(name, row, anchor) => with_tie(&row, |tie| self.library.set_mark(name, tie, &anchor)),
            Task::Verdict { place, form, verdict } => self.keep_verdict(&place, &form, verdict),
            Task::LookUpRead(rows) => self.look_up_read(&rows),
            Task::Sets(reply) => self.library.sets().map(|sets| drop(reply.send(sets))),
            Task::End => Ok(()),
        };
        self.report(result);
    }

    fn keep(&mut self, pending: Pending) {
        for (row, anchor) in pending.positions.into_values() {
            let result = with_tie(&row, |tie| self.library.keep_position(tie, &anchor));
            self.report(result);
        }
        if let Some(place) = pending.place {
            let result = self.library.keep_place(&self.corpus, &stored(place));
            self.report(result);
        }
    }

    fn keep_verdict(&self, place: &str, form: &str, verdict: Verdict) -> Result<(), LibraryError> {
        self.library.set_verdict(place, form, verdict)?;
        let verdicts = Arc::new(self.library.verdicts()?);
        let _ = self.events.send(Event::Message(Message::Judged(verdicts)));
        Ok(())
    }

    fn look_up_read(&self, rows: &[Row]) -> Result<(), LibraryError> {
        let paths: Vec<_> = rows.iter().map(tie_path).collect();
        let ties: Vec<_> = rows.iter().zip(&paths).map(|(row, path)| tie(row.article, path.as_deref())).collect();
        let read = self.library.read_set(&ties)?;
        if !read.is_empty() {
            let _ = self.events.send(Event::Message(Message::WereRead(read)));
        }
        Ok(())
    }

    /// Says the first failure; the ones after it have the same cause.
    fn report(&mut self, result: Result<(), LibraryError>) {
        match result {
            Ok(()) => self.has_failed = false,
            Err(_) if self.has_failed => {}
            Err(error) => {
                self.has_failed = true;
                say(&self.events, described(&error));
            }
        }
    }
}

/// Opens the library to look things up in, and says what it remembers of the corpus.
pub fn remember(home: &Home, corpus: &CorpusKey, events: &Sender<Event>) -> Option<Library> {
    let library = Library::open(home).ok().map(|opened| opened.library);
    let remembered = library.as_ref().map(|library| remembered(library, corpus)).unwrap_or_default();
    let _ = events.send(Event::Message(Message::Remembered(remembered)));
    library
}

/// What the library remembers; what it cannot say is as if it were not there, for the librarian says what is wrong.
fn remembered(library: &Library, corpus: &CorpusKey) -> Remembered {
    let history = library.history(corpus, HISTORY_LIMIT).unwrap_or_default();
    let place = library.place(corpus).ok().flatten().unwrap_or_default();
    Remembered {
        history,
        query: place.query,
        article: place.article,
        in_reader: place.focus == READER,
        measure: place.measure,
    }
}

/// Changes of place that are gathered.
#[derive(Default)]
struct Pending {
    positions: HashMap<ArticleId, (Box<Row>, Anchor)>,
    place: Option<KeptPlace>,
    count: usize,
}

impl Pending {
    fn is_empty(&self) -> bool {
        self.positions.is_empty() && self.place.is_none()
    }
}

fn stored(place: KeptPlace) -> Place {
    let (article, path) =
        place.article.map_or((None, String::new()), |(article, file)| (Some(article), absolute(&file)));
    Place {
        article,
        path,
        query: place.query,
        focus: if place.in_reader { READER } else { "list" }.to_owned(),
        measure: Some(place.measure),
    }
}

fn say(events: &Sender<Event>, text: Clean) {
    let _ = events.send(Event::Message(Message::Notice(Notice::warning(text))));
}

/// An error with its causes on one line.
pub fn described(error: &dyn std::error::Error) -> Clean {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    Clean::line(&text)
}

/// Calls a function with what ties the reader's data to an article.
pub fn with_tie<T>(row: &Row, call: impl FnOnce(Tie<'_>) -> T) -> T {
    let path = tie_path(row);
    call(tie(row.article, path.as_deref()))
}

fn tie(article: ArticleId, path: Option<&str>) -> Tie<'_> {
    path.map_or_else(|| Tie::by_content(article), |path| Tie::new(article, path))
}

/// The path by which an edited article is known again: the file's and, for a record in it, the record's own identifier.
/// A record without one has none: its number will be another record's when the file grows.
fn tie_path(row: &Row) -> Option<String> {
    let file = absolute(&row.file);
    match row.locator.part {
        Part::Whole => Some(file),
        Part::Span { .. } | Part::Numbered(_) if row.id.as_str() == row.article.to_string() => None,
        Part::Span { .. } | Part::Numbered(_) => Some(format!("{file}#{}", row.id)),
    }
}

fn absolute(file: &Path) -> String {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).to_string_lossy().into_owned()
}
