//! `folio index`: builds the index of a corpus, or brings it up to date, and names what could not be read.

use crate::{
    home::IndexFolder,
    index::{Corpus as Articles, Refreshed},
    text::clean::Clean,
};

use super::{
    Session,
    arguments::Corpus,
    corpus::roots,
    engine::refresh,
    exit::Exit,
    print::{Output, remark},
    report::Report,
};

/// Runs the command.
pub fn index(command: &Corpus, session: &Session) -> anyhow::Result<Exit> {
    let corpus = Articles::of(roots(&command.paths, session)?);
    let folder = IndexFolder::of(&session.home, corpus.key());
    let refreshed = refresh(&folder, &corpus, session)?;
    if let Some(why) = refreshed.rebuilt {
        remark(format!("{why}; it was built anew"));
    }
    let mut output = Output::new(session.no_colour);
    output.line(&summary(&refreshed))?;
    output.finish()?;
    Ok(told(refreshed))
}

fn summary(refreshed: &Refreshed) -> Clean {
    let Refreshed { total, files_read, files_again, files_kept, files_removed, .. } = refreshed;
    let files = format!("{files_read} read, {files_kept} unchanged, {files_removed} taken out");
    let again = match files_again {
        0 => String::new(),
        again => format!(", {again} recognised again for what other pages teach"),
    };
    Clean::line(&format!("articles: {total}; files: {files}{again}"))
}

fn told(refreshed: Refreshed) -> Exit {
    let mut report = Report::default();
    report.add_read(refreshed.total);
    refreshed.problems.into_iter().for_each(|problem| report.add(problem));
    report.tell()
}
