//! What the paths on the command line stand for.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};

use crate::{
    article::heap::Verdicts,
    home::private_folder,
    library::Library,
    source::{Root, SAMPLES, Spool, shown},
    text::near::near,
};

use super::{Session, arguments::Arguments, print::remark};

/// The roots that these paths stand for: the sample corpus without any, standard input for `-`, which is read here.
pub fn roots(paths: &[PathBuf], session: &Session) -> anyhow::Result<Vec<Root>> {
    if paths.is_empty() {
        return Ok(vec![Root::Samples(SAMPLES)]);
    }
    let input = paths.iter().any(|path| is_input(path)).then(|| standard_input(session)).transpose()?;
    let root = |path: &PathBuf| match &input {
        Some(input) if is_input(path) => Root::Input(input.clone()),
        _ => Root::Path(path.clone()),
    };
    Ok(paths.iter().map(root).collect())
}

/// Refuses paths that must be mistyped: where none of them exists, or the first one is no path but nearly a command.
pub fn refuse_mistyped(paths: &[PathBuf]) -> anyhow::Result<()> {
    let is_there = |path: &PathBuf| is_input(path) || path.symlink_metadata().is_ok();
    let Some(first) = paths.first().filter(|first| !is_there(first)) else { return Ok(()) };
    match near_command(first) {
        Some(command) => bail!("there is no file or folder {}; did you mean `folio {command}`?", shown(first)),
        None if paths.iter().any(is_there) => Ok(()),
        None => bail!("there is no file or folder {}", shown(first)),
    }
}

/// The command that a path may have been meant for.
fn near_command(path: &Path) -> Option<String> {
    let name = path.to_str().filter(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let folio = Arguments::command();
    near(name, folio.get_subcommands().map(Command::get_name)).first().map(|&near| near.to_owned())
}

/// What the reader has decided about learned lines. Where there is no library yet, nothing.
pub fn verdicts(session: &Session) -> Verdicts {
    match Library::verdicts_of(&session.home) {
        Ok(verdicts) => verdicts,
        Err(error) => {
            remark(format!("{:#}; what you decided about learned lines is left out", anyhow::Error::from(error)));
            Verdicts::default()
        }
    }
}

fn is_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads standard input to its end.
fn standard_input(session: &Session) -> anyhow::Result<Spool> {
    private_folder(session.home.index())?;
    let limits = &session.settings.limits;
    let input =
        Spool::fill(&mut io::stdin().lock(), session.home.index(), limits).context("cannot take in the corpus")?;
    if input.is_cut() {
        remark("standard input is longer than --largest-input lets in; the beginning was read");
    }
    Ok(input)
}
