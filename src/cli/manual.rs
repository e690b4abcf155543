//! What folio prints about itself: settings, keys, themes, completions and the manual page.

use std::io;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::text::clean::Clean;

use super::{Session, arguments::Arguments, exit::Exit, print::Output};

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

/// `folio man`.
pub fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    manual_page(&mut page).context("cannot write the manual page")?;
    print(&String::from_utf8(page).context("the manual page is no text")?)
}

/// One page for folio and all its commands, as one looks things up in it with `/`.
fn manual_page(page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let manual = clap_mangen::Man::new(subcommand.clone());
        manual.render_name_section(page)?;
        manual.render_synopsis_section(page)?;
        manual.render_description_section(page)?;
    }
    Ok(())
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
