//! The command line: arguments and settings in, printed output and an exit status out.
//!
//! Results go to standard output, progress and remarks to standard error. `anyhow` is at home here and nowhere else: each
//! layer below has an error type of its own, and this one only tells them.

pub mod arguments;
pub mod config;

mod allowed;
mod batch;
mod budget;
mod corpus;
mod custom;
mod dates;
mod doctor;
mod engine;
mod exit;
mod findings;
mod index;
mod json;
mod listing;
mod manual;
mod meter;
mod objects;
mod ordered;
mod page;
mod parse;
mod print;
mod reader;
mod report;
mod search;
mod show;
mod size;
mod stats;
mod written;

use std::{
    ffi::OsString,
    io::{self, IsTerminal},
    path::PathBuf,
    thread,
};

use anyhow::bail;

pub use self::reader::read;
use self::{
    arguments::{Arguments, Command},
    config::Settings,
    corpus::refuse_mistyped,
};
pub use self::{
    corpus::roots,
    custom::{keymap, theme_file},
    exit::Exit,
};
use crate::{home::Home, index::Options, source::Kind, text::clean::Clean};

/// What goes for a whole run.
#[derive(Clone, Debug)]
pub struct Session {
    /// folio's folders.
    pub home: Home,
    /// The settings in effect.
    pub settings: Settings,
    /// What every file is to be read as, whatever it looks like.
    pub kind: Option<Kind>,
    /// Whether the environment asks for no colours.
    pub no_colour: bool,
}

impl Session {
    /// How indexes are brought up to date.
    pub fn index_options(&self) -> Options {
        Options {
            limits: self.settings.limits,
            kind: self.kind,
            threads: thread::available_parallelism().map_or(1, usize::from),
            memory: usize::try_from(self.settings.index_memory).unwrap_or(usize::MAX),
            verdicts: corpus::verdicts(self),
            ..Options::default()
        }
    }
}

/// What a command line led to.
#[derive(Debug)]
pub enum Outcome {
    /// It was carried out.
    Done(Exit),
    /// The reader is wanted, on a terminal.
    Reader(Box<Session>, Vec<PathBuf>),
}

/// Carries out a command line. `environment` looks a variable up.
pub fn run(words: impl IntoIterator<Item = OsString>, environment: impl Fn(&str) -> Option<OsString>) -> Outcome {
    let arguments = match Arguments::read(words) {
        Ok(arguments) => arguments,
        Err(error) => return Outcome::Done(answer(&error)),
    };
    match session(&arguments, environment) {
        Ok(session) => carry_out(arguments, session),
        Err(error) => Outcome::Done(Exit::of(Err(error))),
    }
}

fn session(arguments: &Arguments, environment: impl Fn(&str) -> Option<OsString>) -> anyhow::Result<Session> {
    let home = Home::find(arguments.global.home.as_deref(), &environment)?;
    let settings = Settings::merge(&arguments.global, &environment, &home)?;
    let no_colour = config::no_colour(&environment);
    Ok(Session { home, settings, kind: arguments.global.kind, no_colour })
}

fn carry_out(arguments: Arguments, session: Session) -> Outcome {
    match arguments.command {
        None => match refuse_mistyped(&arguments.paths).and_then(|()| refuse_no_terminal()) {
            Ok(()) => Outcome::Reader(Box::new(session), arguments.paths),
            Err(error) => Outcome::Done(Exit::of(Err(error))),
        },
        Some(command) => Outcome::Done(Exit::of(command_outcome(command, &session))),
    }
}

/// Columns of the terminal that is printed to; none where it is no terminal.
fn columns() -> Option<u16> {
    let size = io::stdout().is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| columns).filter(|columns| *columns > 0)
}

fn refuse_no_terminal() -> anyhow::Result<()> {
    if io::stdout().is_terminal() {
        return Ok(());
    }
    bail!("there is no terminal to read in; `folio search QUERY PATH...` prints what it finds, `folio show` an article")
}

fn command_outcome(command: Command, session: &Session) -> anyhow::Result<Exit> {
    match command {
        Command::Search(command) => search::search(command, session),
        Command::Show(command) => show::show(&command, session),
        Command::Parse(command) => parse::parse(&command, session),
        Command::Index(command) => index::index(&command, session),
        Command::Stats(command) => stats::stats(&command, session),
        Command::Doctor(command) => doctor::doctor(&command, session),
        Command::Config => manual::config(session),
        Command::Keys { preset } => manual::keys(preset.as_deref(), session),
        Command::Themes { name } => manual::themes(name.as_deref(), session),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { command } => manual::man(command.as_deref()),
    }
}

/// Prints help, version, or what is wrong with the command line. The latter repeats what was typed, hence the cleaning.
fn answer(error: &clap::Error) -> Exit {
    if error.use_stderr() {
        let text = error.render().to_string();
        text.trim_end().lines().for_each(|line| print::message(&Clean::text(line)));
        return Exit::Error;
    }
    match error.print() {
        Ok(()) => Exit::Success,
        Err(error) => Exit::of(Err(error.into())),
    }
}
