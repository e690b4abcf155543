//! The engine of a corpus, with its index built or brought up to date before it is asked.

use std::{path::PathBuf, sync::atomic::AtomicBool, thread};

use anyhow::bail;

use crate::{
    home::IndexFolder,
    index::{self, Answer, Corpus, Engine, IndexError, Options, Question, Refreshed},
};

use super::{Session, corpus::roots, meter::Meter, print::remark};

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
    if freshness == Freshness::Refreshed {
        refresh_or_go_on(&folder, &corpus, session)?;
    }
    match Engine::open(&folder, &corpus)? {
        Some(engine) => Ok(engine),
        None => bail!("there is no index of this corpus yet: `folio index PATH...` builds it"),
    }
}

/// Brings the index up to date. Where another folio is about that already, what it has done so far must do.
fn refresh_or_go_on(folder: &IndexFolder, corpus: &Corpus, session: &Session) -> anyhow::Result<()> {
    match refresh(folder, corpus, session) {
        Ok(refreshed) => tell(&refreshed),
        Err(error) if error.is_held() => remark(format!("{error}; what it has done so far is searched")),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Brings the index up to date, and shows how far it is.
pub fn refresh(folder: &IndexFolder, corpus: &Corpus, session: &Session) -> Result<Refreshed, IndexError> {
    let options = Options {
        limits: session.settings.limits,
        kind: session.kind,
        threads: thread::available_parallelism().map_or(1, usize::from),
        memory: usize::try_from(session.settings.index_memory).unwrap_or(usize::MAX),
    };
    let mut meter = Meter::new();
    // Nothing stops it but a signal, which it survives: what was committed is there, and the next run goes on from it.
    let stop = AtomicBool::new(false);
    index::refresh(folder, corpus, &options, &stop, &mut |progress| meter.show(progress))
}

/// Answers a question, however long it takes.
pub fn answer(engine: &Engine, question: &Question) -> Result<Answer, IndexError> {
    engine.search(question, &|| false)
}

fn tell(refreshed: &Refreshed) {
    if let Some(why) = refreshed.rebuilt {
        remark(why);
    }
    if !refreshed.problems.is_empty() {
        remark(format!("{} could not be read, or not wholly: `folio index` names them", refreshed.problems.len()));
    }
}
