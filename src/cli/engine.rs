//! The engine of a corpus, with its index built or brought up to date before it is asked.

use std::{path::PathBuf, sync::atomic::AtomicBool, time::Duration};

use anyhow::bail;

use crate::{
    home::IndexFolder,
    index::{self, Answer, ArticleSets, Corpus, Engine, IndexError, Options, Question, Refreshed, query::Query},
    library::Library,
};

use super::{Session, corpus::roots, meter::Meter, print::remark};

/// When a command first commits: nobody reads meanwhile, and what is done by then is safe from an interruption.
const FIRST_COMMIT: Duration = Duration::from_secs(5);

/// Whether changed files are looked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// They are.
    Refreshed,
    /// The index is taken as it is.
    AsItIs,
}

impl Freshness {
    /// As the option `--no-refresh` says.
    pub fn unless(no_refresh: bool) -> Self {
        if no_refresh { Self::AsItIs } else { Self::Refreshed }
    }
}

/// The engine of the corpus that these paths make.
pub fn ready(paths: &[PathBuf], session: &Session, freshness: Freshness) -> anyhow::Result<Engine> {
    let corpus = Corpus::of(roots(paths, session)?);
    let folder = IndexFolder::of(&session.home, corpus.key());
    let failure = match freshness {
        Freshness::AsItIs => None,
        Freshness::Refreshed => match refresh_or_wait(&folder, &corpus, session) {
            Ok(refreshed) => {
                tell(&refreshed, paths)?;
                None
            }
            Err(error) => Some(error),
        },
    };
    open(&folder, &corpus, failure)
}

/// Brings the index up to date. Where another folio is building the first one, there is nothing to answer from yet: then
/// its end is waited for.
fn refresh_or_wait(folder: &IndexFolder, corpus: &Corpus, session: &Session) -> Result<Refreshed, IndexError> {
    match refresh(folder, corpus, session) {
        Err(error) if error.is_held() && Engine::open(folder, corpus)?.is_none_or(|engine| engine.total() == 0) => {
            remark("another folio is building the index of this corpus; waiting for it");
            folder.wait()?;
            refresh(folder, corpus, session)
        }
        refreshed => refreshed,
    }
}

/// Opens the index. What there is must do where it could not be brought up to date: another folio is about that
/// already, the disk is full, or nothing can be written there.
fn open(folder: &IndexFolder, corpus: &Corpus, failure: Option<IndexError>) -> anyhow::Result<Engine> {
    match (Engine::open(folder, corpus)?, failure) {
        (Some(engine), None) => Ok(engine),
        (Some(engine), Some(error)) => {
            remark(format!("{:#}; the index is taken as it is", anyhow::Error::from(error)));
            Ok(engine)
        }
        (None, Some(error)) => Err(error.into()),
        (None, None) => bail!("there is no index of this corpus yet: `folio index PATH...` builds it"),
    }
}

/// Brings the index up to date, and shows how far it is.
pub fn refresh(folder: &IndexFolder, corpus: &Corpus, session: &Session) -> Result<Refreshed, IndexError> {
    let mut meter = Meter::new();
    // Nothing stops it but a signal, which it survives: what was committed is there, and the next run goes on from it.
    let stop = AtomicBool::new(false);
    let options = Options { first_commit: FIRST_COMMIT, ..session.index_options() };
    index::refresh(folder, corpus, &options, &stop, &mut |progress| meter.show(progress))
}

/// Answers a question, however long it takes.
pub fn answer(engine: &Engine, question: &Question) -> Result<Answer, IndexError> {
    engine.search(question, &|| false)
}

/// What the reader has done with articles, where a query asks for it; without one, the library is not touched.
pub fn sets(query: Option<&Query>, session: &Session) -> anyhow::Result<ArticleSets> {
    if query.is_some_and(Query::needs_sets) {
        let opened = Library::open(&session.home)?;
        opened.remark.iter().for_each(remark);
        return Ok(opened.library.sets()?);
    }
    Ok(ArticleSets::default())
}

/// Says what should be known before the answer. What was named and cannot be read is named; of what lies below, there
/// may be thousands.
fn tell(refreshed: &Refreshed, paths: &[PathBuf]) -> anyhow::Result<()> {
    if let Some(why) = refreshed.rebuilt {
        remark(format!("{why}; it was built anew"));
    }
    let (named, below): (Vec<_>, Vec<_>) = refreshed.problems.iter().partition(|problem| paths.contains(&problem.path));
    named.iter().for_each(remark);
    if !below.is_empty() {
        remark(format!("{} could not be read, or not wholly: `folio index` names them", below.len()));
    }
    if refreshed.total == 0 && !refreshed.problems.is_empty() {
        bail!("there is nothing that could be read");
    }
    Ok(())
}
