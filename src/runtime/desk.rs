//! The workers that search and read: each does the newest task only, and dies alone when a text breaks it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use crossbeam_channel::Sender;

use super::{
    Event,
    latest::Latest,
    librarian::{Counter, described, with_tie},
};
use crate::{
    app::{
        Opened, hits,
        list::Select,
        message::{Found, Generation, Message, Wanted},
    },
    article::{Document, recognise},
    index::{Answer, Engine, IndexError, Question, Row, query::Query},
    library::{Library, Mark},
    source::{Limits, Part, fetch_head},
    text::clean::Clean,
};

/// The engine that all workers share; none until there is an index.
#[derive(Clone, Default)]
pub struct SharedEngine(Arc<Mutex<Option<Engine>>>);

impl SharedEngine {
    /// The engine.
    pub fn get(&self) -> Option<Engine> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts the engine there.
    pub fn set(&self, engine: Engine) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(engine);
    }
}

/// A question for the list.
pub struct SearchTask {
    /// Its number.
    pub generation: Generation,
    /// The question.
    pub question: Question,
    /// What will be selected.
    pub select: Select,
}

/// Answers questions until there are no more.
pub fn search(tasks: &Latest<SearchTask>, engine: &SharedEngine, librarian: &Counter, events: &Sender<Event>) {
    while let Some(SearchTask { generation, mut question, select }) = tasks.take() {
        if question.query.as_ref().is_some_and(Query::needs_sets) {
            question.sets = librarian.sets();
        }
        let answer = guarded(|| answer(engine.get(), question, select, &|| tasks.is_overtaken()));
        let message = match answer {
            Ok((start, selected, answer)) => Message::Found(Found { generation, start, answer, selected }),
            Err(reason) => Message::NotFound { generation, reason },
        };
        if events.send(Event::Message(message)).is_err() {
            return;
        }
    }
}

fn answer(
    engine: Option<Engine>,
    mut question: Question,
    select: Select,
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<(usize, Option<usize>, Answer), IndexError> {
    #[cfg(debug_assertions)]
    super::rehearsal::panic_at(super::rehearsal::SEARCHING);
    let Some(engine) = engine else { return Ok((0, None, Answer::default())) };
    let selected = match select {
        Select::Article(article) => engine.position_of(article, &question, cancel)?,
        Select::First | Select::Number(_) => None,
    };
    if let Some(number) = selected {
        question.offset = number.saturating_sub(question.limit / 2);
    }
    let answer = engine.search(&question, cancel)?;
    Ok((question.offset, selected, answer))
}

/// Something that is opened.
pub enum OpenTask {
    /// An article, and the request's number.
    Article(Generation, Box<Row>),
    /// The place of a mark.
    Mark(char),
}

/// Bytes of a long article that are shown before it is read to its end.
const HEAD: usize = 256 * 1024;
/// Bytes from which an article is long.
const LONG: u64 = 2 * 1024 * 1024;

/// Opens what the reader wants to see.
pub struct Opener {
    /// What is to be opened.
    pub tasks: Latest<OpenTask>,
    /// The engine.
    pub engine: SharedEngine,
    /// Knows where the reader left an article, and the marks; none when it cannot be opened.
    pub library: Option<Library>,
    /// What may be read at most.
    pub limits: Limits,
    /// Where answers go.
    pub events: Sender<Event>,
}

impl Opener {
    /// Opens articles until there are no more.
    pub fn serve(&self) {
        while let Some(task) = self.tasks.take() {
            match task {
                OpenTask::Article(generation, row) => self.open(generation, &row),
                OpenTask::Mark(name) => self.find_mark(name),
            }
        }
    }

    fn open(&self, generation: Generation, row: &Row) {
        let library = self.library.as_ref();
        let position = library.and_then(|library| with_tie(row, |tie| library.position(tie)).ok().flatten());
        let send = |result: Result<Opened, Clean>| {
            self.tell(match result {
                Ok(opened) => Message::Opened { generation, opened: Arc::new(opened), position: position.clone() },
                Err(reason) => Message::NotOpened { generation, reason },
            });
        };
        if is_long(row)
            && let Ok(Some(opened)) = guarded(|| beginning(row, &self.limits))
        {
            send(Ok(opened));
        }
        if !self.tasks.is_overtaken() {
            send(guarded(|| whole(self.engine.get(), row)));
        }
    }

    fn find_mark(&self, name: char) {
        let mark = self.library.as_ref().and_then(|library| library.mark(name).ok().flatten());
        let mark = mark.and_then(|mark| Some(Box::new((self.row_of(&mark)?, mark))));
        self.tell(Message::MarkFound { name, mark });
    }

    /// The article that a mark stands in, found by its content.
    fn row_of(&self, mark: &Mark) -> Option<Row> {
        self.engine.get()?.find(&mark.article.to_string()).ok()?.into_iter().next()
    }

    fn tell(&self, message: Message) {
        // The receiver is gone only when the reader is being left.
        let _ = self.events.send(Event::Message(message));
    }
}

fn is_long(row: &Row) -> bool {
    match row.locator.part {
        Part::Whole => std::fs::metadata(row.locator.origin.path()).is_ok_and(|file| file.len() > LONG),
        Part::Span { length, .. } => length > LONG,
        Part::Numbered(_) => false,
    }
}

/// The beginning of a long article; none where that is all of it.
fn beginning(row: &Row, limits: &Limits) -> Result<Option<Opened>, crate::source::SourceError> {
    let head = fetch_head(&row.locator, HEAD, limits)?;
    let document = Document { text: head.text, ..Document::default() };
    Ok(head.is_cut.then(|| {
        let article = recognise(&document);
        Opened::new(row.clone(), document, article, false)
    }))
}

fn whole(engine: Option<Engine>, row: &Row) -> Result<Opened, IndexError> {
    let engine = engine.expect("a row comes from an engine");
    let document = engine.document(row)?;
    let article = engine.recognise(row, &document);
    Ok(Opened::new(row.clone(), document, article, true))
}

/// A long article in which hits are looked for.
pub struct MarkTask {
    /// The request's number.
    pub generation: Generation,
    /// The article.
    pub opened: Arc<Opened>,
    /// What to look for.
    pub wanted: Wanted,
}

/// Looks for hits until there are no more tasks.
pub fn mark(tasks: &Latest<MarkTask>, events: &Sender<Event>) {
    while let Some(MarkTask { generation, opened, wanted }) = tasks.take() {
        #[cfg(debug_assertions)]
        super::rehearsal::panic_at(super::rehearsal::MARKING);
        let found = matches!(wanted, Wanted::Phrase(_));
        let spans = guarded(|| Ok::<_, IndexError>(hits::wanted(&opened, &wanted))).unwrap_or_default();
        if events.send(Event::Message(Message::Marked { generation, spans, found })).is_err() {
            return;
        }
    }
}

/// Does something that a hostile text may break; a panic is an error like any other.
pub fn guarded<T, E: std::error::Error>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Clean> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| described(&error)),
        Err(_) => Err(Clean::fixed("folio failed at this text; the log says where")),
    }
}
