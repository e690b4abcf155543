//! The reader: gathers what it is started with, and runs it.

use std::{ffi::OsString, fs::File, path::PathBuf, process::ExitCode, sync::Mutex};

use tracing_subscriber::EnvFilter;

use crate::{
    app::{PageSettings, Settings},
    home::IndexFolder,
    home::{HomeError, private_folder, private_log},
    index::Corpus,
    runtime::{Ending, Look, Setup, run},
    source::shown,
    text::clean::Clean,
    ui::theme::Theme,
};

use super::{
    Session,
    config::Furniture,
    corpus::roots,
    custom::{AUTO, keymap, theme_file},
    exit::Exit,
};

/// Opens the reader on the articles of these paths. `environment` looks a variable up.
pub fn read(session: &Session, paths: &[PathBuf], environment: impl Fn(&str) -> Option<OsString>) -> ExitCode {
    let ended = setup(session, paths, environment).and_then(|setup| {
        let corpus = setup.corpus.clone();
        let ended = run(setup);
        if corpus.is_passing() {
            // Workers may still hold the index; what came in on a stream must not stay behind.
            IndexFolder::of(&session.home, corpus.key()).discard()?;
        }
        Ok(ended?)
    });
    match ended {
        Ok(Ending::Quit) => Exit::Success.into(),
        Ok(Ending::Signal(number)) => ExitCode::from(128 + u8::try_from(number).unwrap_or_default()),
        Err(error) => Exit::of(Err(error)).into(),
    }
}

fn setup(
    session: &Session,
    paths: &[PathBuf],
    environment: impl Fn(&str) -> Option<OsString>,
) -> anyhow::Result<Setup> {
    keep_log(session);
    let settings = &session.settings;
    let page = PageSettings {
        measure: settings.measure,
        justify: settings.justify,
        furniture: settings.furniture == Furniture::Shown,
        raw: false,
    };
    Ok(Setup {
        corpus: Corpus::of(roots(paths, session)?),
        home: session.home.clone(),
        options: session.index_options(),
        settings: Settings { corpus: title(paths), page, keymap: keymap(session)?, today: jiff::Zoned::now().date() },
        look: look(session, environment)?,
        mouse: settings.mouse,
    })
}

/// What the corpus is called: the last part of its path, and how many more there are.
fn title(paths: &[PathBuf]) -> Clean {
    let Some(first) = paths.first() else { return Clean::fixed("sample corpus") };
    let name = match first.as_os_str().to_str() {
        Some("-") => Clean::fixed("standard input"),
        _ => {
            let whole = first.canonicalize().unwrap_or_else(|_| first.clone());
            shown(whole.file_name().unwrap_or(whole.as_os_str()).as_ref())
        }
    };
    match paths.len() - 1 {
        0 => name,
        others => Clean::line(&format!("{name} and {others} more")),
    }
}

/// The theme that is in effect, or how one is chosen: sixteen colours where the terminal has no more, else by its
/// background.
fn look(session: &Session, environment: impl Fn(&str) -> Option<OsString>) -> anyhow::Result<Look> {
    let variable = |name: &str| environment(name).unwrap_or_default().to_string_lossy().into_owned();
    let terminal = variable("TERM");
    let name = match session.settings.theme.as_str() {
        AUTO if !has_many_colours(&terminal, &variable("COLORTERM")) => "sixteen",
        AUTO => {
            let kind = Clean::line(&format!("{terminal} {} {}", variable("TERM_PROGRAM"), variable("COLORFGBG")));
            let memory = session.home.data().join("background");
            return Ok(Look::Background { memory, terminal: kind.to_string() });
        }
        chosen => chosen,
    };
    Ok(Look::Chosen(Box::new(Theme::read(&theme_file(name, session)?)?)))
}

fn has_many_colours(terminal: &str, colors: &str) -> bool {
    let kinds = ["256", "direct", "kitty", "alacritty", "foot", "wezterm", "ghostty"];
    !colors.is_empty() || kinds.iter().any(|kind| terminal.contains(kind))
}

/// Writes the log into folio's own folder: the screen is taken, and a log on it would be in the way. Without a log, folio
/// works as well.
fn keep_log(session: &Session) {
    let Ok(file) = log_file(session) else { return };
    let filter = EnvFilter::try_from_env("FOLIO_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Mutex::new(file));
    // Only the first of several readers in one process can keep a log.
    let _ = log.try_init();
}

fn log_file(session: &Session) -> Result<File, HomeError> {
    private_folder(session.home.log())?;
    private_log(&session.home.log().join("folio.log"))
}
