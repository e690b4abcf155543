//! The reader's own keys and themes: files in the configuration folder, found, read and explained.

use std::{fs, io, path::Path};

use anyhow::{Context, anyhow, bail};

use crate::{
    app::keymap::{Keymap, KeymapError, PRESET_NAMES},
    source::shown,
    text::near::near,
    ui::theme::{SHIPPED, Theme},
};

use super::Session;

/// The name that stands for a theme chosen by the terminal's background.
pub const AUTO: &str = "auto";

/// The keys in effect: those to begin with, and the user's on top of them.
pub fn keymap(session: &Session) -> anyhow::Result<Keymap> {
    let path = &session.settings.keymap;
    let preset = preset(&session.settings.keys)?;
    match fs::read_to_string(path) {
        Ok(file) => {
            preset.with(&file).map_err(|KeymapError { line, fault }| anyhow!("{}:{line}: {fault}", shown(path)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(preset),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", shown(path))),
    }
}

/// The keys of a preset, as they ship with folio.
pub fn preset(name: &str) -> anyhow::Result<Keymap> {
    Keymap::preset(name)
        .with_context(|| format!("there are no keys `{name}`; there is `{}`", PRESET_NAMES.join("`, `")))
}

/// The file of a theme, read and found right: one that ships with folio, or `theme-NAME.toml`.
pub fn theme_file(name: &str, session: &Session) -> anyhow::Result<String> {
    if let Some((_, file)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name) {
        return Ok((*file).to_owned());
    }
    let path = session.home.config().join(format!("theme-{name}.toml"));
    // A name with a slash in it would lead elsewhere.
    if !is_plain(name) || !path.exists() {
        bail!("there is no theme `{name}`{}", suggestion(name));
    }
    read_theme(&path)
}

fn read_theme(path: &Path) -> anyhow::Result<String> {
    let file = fs::read_to_string(path).with_context(|| format!("cannot read {}", shown(path)))?;
    Theme::read(&file).with_context(|| format!("cannot use the theme in {}", shown(path)))?;
    Ok(file)
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

fn suggestion(name: &str) -> String {
    let names = || SHIPPED.iter().map(|(shipped, _)| *shipped);
    let near = near(name, names());
    let names = if near.is_empty() { names().collect() } else { near };
    format!("; there is `{}`", names.join("`, `"))
}
