//! What folio prints about itself: settings, keys, themes, completions and the manual page.

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::text::{clean::Clean, near::near};

use super::{Session, arguments::Arguments, custom, exit::Exit, print::Output};

/// `folio config`.
pub fn config(session: &Session) -> anyhow::Result<Exit> {
    print(&session.settings.written())
}

/// `folio completions`.
pub fn completions(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "folio", &mut script);
    print(&String::from_utf8(script).context("the completions are no text")?)
}

/// `folio keys`: those in effect, or those of a preset.
pub fn keys(preset: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let keymap = match preset {
        Some(name) => custom::preset(name)?,
        None => custom::keymap(session)?,
    };
    print(&keymap.written())
}

/// `folio themes`. Which theme `auto` is, only the reader can ask the terminal; the dark one stands for it here.
pub fn themes(name: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let name = name.unwrap_or(&session.settings.theme);
    let name = if name == custom::AUTO { "dark" } else { name };
    print(&custom::theme_file(name, session)?)
}

/// `folio man`.
pub fn man(name: Option<&str>) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    Man::new(command(name)?).render(&mut page).context("cannot write the manual page")?;
    print(&String::from_utf8(page).context("the manual page is no text")?)
}

/// folio's command line, or that of one of its commands, named `folio-search` as manual pages are.
fn command(name: Option<&str>) -> anyhow::Result<Command> {
    let mut folio = Arguments::command();
    folio.build();
    let Some(name) = name else { return Ok(folio) };
    if let Some(command) = folio.find_subcommand(name) {
        return Ok(command.clone());
    }
    match near(name, folio.get_subcommands().map(Command::get_name)).first() {
        Some(near) => bail!("there is no command `{name}`; did you mean `{near}`?"),
        None => bail!("there is no command `{name}`"),
    }
}

/// Prints text that is already a file.
fn print(text: &str) -> anyhow::Result<Exit> {
    let mut output = Output::new(true);
    for line in text.lines() {
        output.line(&Clean::text(line))?;
    }
    output.finish()?;
    Ok(Exit::Success)
}
