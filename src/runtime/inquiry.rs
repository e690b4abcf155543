//! The worker that finds out things about a question besides its hits.

use crossbeam_channel::Sender;

use super::{
    Event,
    desk::{SharedEngine, guarded},
    latest::Latest,
    librarian::Counter,
};
use crate::{
    app::message::{Finding, Generation, Inquiry, Message, Notice, Values},
    index::{
        Engine, Facet, IndexError, Question,
        query::{Leaf, Query, Status, Test, parse_typing},
    },
};

/// Outlets that are offered while one types; they are gone through with every letter.
const SITES: usize = 2_000;

/// Something to find out.
pub struct InquiryTask {
    /// Its number.
    pub generation: Generation,
    /// The question.
    pub question: Question,
    /// What to find out about it.
    pub inquiry: Inquiry,
}

/// Finds things out until there are no more tasks.
pub fn inquire(tasks: &Latest<InquiryTask>, engine: &SharedEngine, librarian: &Counter, events: &Sender<Event>) {
    while let Some(InquiryTask { generation, mut question, inquiry }) = tasks.take() {
        let Some(engine) = engine.get() else { continue };
        if inquiry == Inquiry::Values || question.query.as_ref().is_some_and(Query::needs_sets) {
            question.sets = librarian.sets();
        }
        let found = guarded(|| finding(&engine, &question, &inquiry, &|| tasks.is_overtaken()));
        let message = match found {
            Ok(Some(finding)) => Message::FoundOut { generation, finding },
            Ok(None) => continue,
            Err(reason) => Message::Notice(Notice::warning(reason)),
        };
        if events.send(Event::Message(message)).is_err() {
            return;
        }
    }
}

/// What an inquiry finds out; none when cancelled.
///
/// # Errors
/// When the index cannot be read.
pub fn finding(
    engine: &Engine,
    question: &Question,
    inquiry: &Inquiry,
    cancel: &dyn Fn() -> bool,
) -> Result<Option<Finding>, IndexError> {
    Ok(match inquiry {
        Inquiry::Explain => engine.explain(question, cancel)?.map(Finding::Explained),
        Inquiry::Facets => engine.facets(question, cancel)?.map(Finding::Facets),
        Inquiry::Suggest { text, within, today } => {
            let read = |text: &str| parse_typing(text, text.len(), *today).query;
            let suggestion = engine.suggest(text, within.as_ref(), question, read, cancel)?;
            (!cancel()).then_some(Finding::Suggested(suggestion))
        }
        Inquiry::Values => values(engine, question, cancel)?.map(Finding::Values),
    })
}

/// What can stand after the fields of a query, in the whole corpus.
fn values(engine: &Engine, question: &Question, cancel: &dyn Fn() -> bool) -> Result<Option<Values>, IndexError> {
    let sets = &question.sets;
    let asked = |query| Question { sets: sets.clone(), ..Question::new(query, 0) };
    let Some(mut facets) = engine.facets(&asked(None), cancel)? else { return Ok(None) };
    let mut sites = 0;
    facets.counts.retain(|(facet, _)| {
        sites += usize::from(matches!(facet, Facet::Site(_)));
        sites <= SITES || !matches!(facet, Facet::Site(_))
    });
    let mut statuses = Vec::new();
    for status in Status::ALL {
        let leaf = Leaf { test: Test::Is(status), span: 0..0 };
        statuses.push((status, engine.search(&asked(Some(Query::Leaf(leaf))), cancel)?.matched));
    }
    Ok((!cancel()).then_some(Values { facets, statuses }))
}
