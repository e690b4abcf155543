//! The settings: options of the command line before the environment, that before the user's file, that before
//! `assets/config.toml`. Merged here and nowhere else, into one value that does not change.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};

use crate::{
    home::Home,
    source::Limits,
    text::{lines::number_of, near::near},
};

use super::{
    allowed::refusal,
    arguments::{Global, LimitOptions},
    size::Size,
    written::written_with,
};

/// The settings that ship with folio, as a person writes them.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

/// The settings in effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Columns of the text.
    pub measure: u16,
    /// Whether both edges of the text are straight.
    pub justify: bool,
    /// The theme's name, or `auto`.
    pub theme: String,
    /// Whether folio takes the mouse.
    pub mouse: bool,
    /// What is done with what the page added.
    pub furniture: Furniture,
    /// The name of the keys to begin with.
    pub keys: String,
    /// The user's own keymap on top of them, which need not exist.
    pub keymap: PathBuf,
    /// Bytes that building an index may use for its buffers.
    pub index_memory: u64,
    /// What one file may ask of the machine.
    pub limits: Limits,
    /// The same as it is written.
    file: File,
}

/// Whether the environment asks for no colours: <https://no-color.org>, set and not empty.
pub fn no_colour(environment: impl Fn(&str) -> Option<OsString>) -> bool {
    environment("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// What is done with what the page added around the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Furniture {
    /// It is folded into a line.
    Folded,
    /// It is shown where it stands.
    Shown,
}

/// A file of settings. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct File {
    measure: Option<u16>,
    justify: Option<bool>,
    theme: Option<String>,
    mouse: Option<bool>,
    furniture: Option<Furniture>,
    keys: Option<String>,
    keymap: Option<PathBuf>,
    index_memory: Option<Size>,
    limits: LimitOptions,
}

/// What is wrong with a file of settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It says something that is no setting, or gives one a value that it cannot have.
    #[error("{}:{line}: {reason}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong, and what would be right.
        reason: String,
    },
}

impl Settings {
    /// Works out what is in effect. `environment` looks a variable up.
    pub fn merge(
        options: &Global,
        environment: impl Fn(&str) -> Option<OsString>,
        home: &Home,
    ) -> Result<Self, ConfigError> {
        let file = File::of_the_user(&home.config().join("config.toml"))?;
        let merged =
            File::of_options(options).over(File::of_environment(environment)).over(file).over(File::default_file());
        Ok(merged.settings(home))
    }

    /// The settings in the form of `config.toml`, with its comments.
    pub fn written(&self) -> String {
        let values = toml::Table::try_from(&self.file).expect("settings can be written as TOML");
        written_with(DEFAULT, &values)
    }
}

impl File {
    fn default_file() -> Self {
        toml::from_str(DEFAULT).expect("the settings in assets are tested to be right")
    }

    fn of_options(options: &Global) -> Self {
        Self { theme: options.theme.clone(), limits: options.limits.clone(), ..Self::default() }
    }

    fn of_environment(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        Self { theme: no_colour(environment).then(|| "plain".to_owned()), ..Self::default() }
    }

    fn of_the_user(path: &Path) -> Result<Self, ConfigError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::read(&text, path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(ConfigError::Read { path: path.to_owned(), source }),
        }
    }

    fn read(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let wrong = |at: usize, reason| ConfigError::Wrong { path: path.to_owned(), line: number_of(text, at), reason };
        if let Some((at, reason)) = wrong_setting(text) {
            return Err(wrong(at, reason));
        }
        toml::from_str(text).map_err(|error| {
            let reason = error.message().lines().collect::<Vec<_>>().join("; ");
            let reason = format!("a setting is written NAME = VALUE, text in quotes ({reason})");
            wrong(error.span().map_or(0, |span| span.start), reason)
        })
    }

    /// These settings, and those of a lower layer where these say nothing.
    fn over(self, lower: Self) -> Self {
        Self {
            measure: self.measure.or(lower.measure),
            justify: self.justify.or(lower.justify),
            theme: self.theme.or(lower.theme),
            mouse: self.mouse.or(lower.mouse),
            furniture: self.furniture.or(lower.furniture),
            keys: self.keys.or(lower.keys),
            keymap: self.keymap.or(lower.keymap),
            index_memory: self.index_memory.or(lower.index_memory),
            limits: self.limits.over(lower.limits),
        }
    }

    fn settings(self, home: &Home) -> Settings {
        const COMPLETE: &str = "the settings in assets are tested to be complete";
        let file = self.clone();
        Settings {
            measure: self.measure.expect(COMPLETE),
            justify: self.justify.expect(COMPLETE),
            theme: self.theme.expect(COMPLETE),
            mouse: self.mouse.expect(COMPLETE),
            furniture: self.furniture.expect(COMPLETE),
            keys: self.keys.expect(COMPLETE),
            keymap: home.config().join(self.keymap.expect(COMPLETE)),
            index_memory: self.index_memory.expect(COMPLETE).0,
            limits: self.limits.limits(),
            file,
        }
    }
}

impl LimitOptions {
    fn over(self, lower: Self) -> Self {
        Self {
            largest_text: self.largest_text.or(lower.largest_text),
            largest_record: self.largest_record.or(lower.largest_record),
            largest_unpacked: self.largest_unpacked.or(lower.largest_unpacked),
            largest_ratio: self.largest_ratio.or(lower.largest_ratio),
            largest_input: self.largest_input.or(lower.largest_input),
            deepest_folder: self.deepest_folder.or(lower.deepest_folder),
            problems_per_file: self.problems_per_file.or(lower.problems_per_file),
        }
    }

    fn limits(self) -> Limits {
        let standard = Limits::default();
        let bytes = |size: Option<Size>, otherwise| size.map_or(otherwise, |size| size.0);
        let record = bytes(self.largest_record, standard.largest_record as u64);
        Limits {
            largest_text: bytes(self.largest_text, standard.largest_text),
            largest_record: usize::try_from(record).unwrap_or(usize::MAX),
            largest_unpacked: bytes(self.largest_unpacked, standard.largest_unpacked),
            largest_ratio: self.largest_ratio.unwrap_or(standard.largest_ratio),
            largest_input: bytes(self.largest_input, standard.largest_input),
            deepest_folder: self.deepest_folder.unwrap_or(standard.deepest_folder),
            problems_per_file: self.problems_per_file.unwrap_or(standard.problems_per_file),
            ..standard
        }
    }
}

/// The first setting that does not exist, or cannot have the value that it has: where it stands, and what is wrong.
fn wrong_setting(text: &str) -> Option<(usize, String)> {
    let written = DeTable::parse(text).ok()?;
    let values: toml::Table = toml::from_str(text).ok()?;
    let known: toml::Table = toml::from_str(DEFAULT).expect("the settings in assets are tested to be right");
    wrong_in_table(text, written.get_ref(), &values, &known)
}

fn wrong_in_table(
    text: &str,
    written: &DeTable<'_>,
    values: &toml::Table,
    known: &toml::Table,
) -> Option<(usize, String)> {
    written.iter().find_map(|(key, value)| {
        let name = key.get_ref().as_ref();
        let at = |reason| (key.span().start, reason);
        let Some(default) = known.get(name) else { return Some(at(unknown_text(name, known))) };
        if let Some(reason) = refusal(name, &values[name], &text[value.span()]) {
            return Some(at(reason));
        }
        match (value.get_ref(), &values[name], default) {
            (DeValue::Table(written), toml::Value::Table(values), toml::Value::Table(known)) => {
                wrong_in_table(text, written, values, known)
            }
            _ => None,
        }
    })
}

fn unknown_text(key: &str, known: &toml::Table) -> String {
    let names = near(key, known.keys().map(String::as_str));
    let names = if names.is_empty() { known.keys().map(String::as_str).collect() } else { names };
    format!("there is no setting `{key}`; there is `{}`", names.join("`, `"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use crate::cli::arguments::Arguments;

    use super::*;

    fn read(text: &str) -> Result<File, String> {
        File::read(text, Path::new("config.toml")).map_err(|error| error.to_string())
    }

    fn merge(file: &str, theme: Option<&str>, no_colour: Option<&'static str>) -> Settings {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::under(folder.path()).unwrap();
        fs::create_dir(home.config()).unwrap();
        fs::write(home.config().join("config.toml"), file).unwrap();
        let limits = LimitOptions { largest_ratio: Some(7), ..LimitOptions::default() };
        let options = Global { home: None, theme: theme.map(str::to_owned), kind: None, limits };
        let environment = |name: &str| no_colour.filter(|_| name == "NO_COLOR").map(OsString::from);
        Settings::merge(&options, environment, &home).unwrap()
    }

    #[test]
    fn the_default_file_is_complete_and_says_the_built_in_limits() {
        let settings = File::default_file().settings(&Home::under(Path::new("/home")).unwrap());
        assert_eq!(settings.limits, Limits::default());
        assert_eq!((settings.measure, settings.theme.as_str()), (72, "auto"));
        assert_eq!(settings.keymap, Path::new("/home/config/keymap.toml"));
    }

    #[test]
    fn every_setting_is_explained() {
        let lines: Vec<&str> = DEFAULT.lines().collect();
        for (above, line) in lines.iter().zip(&lines[1..]) {
            let is_setting = line.split_once(" = ").is_some_and(|(key, _)| !key.starts_with('#'));
            assert!(!is_setting || above.starts_with('#') || above.contains(" = "), "{line}");
        }
    }

    #[test]
    fn every_limit_is_an_option_too() {
        let command = Arguments::command();
        let known: toml::Table = toml::from_str(DEFAULT).unwrap();
        for limit in known["limits"].as_table().unwrap().keys() {
            assert!(command.get_arguments().any(|option| option.get_long() == Some(limit)), "{limit}");
        }
    }

    #[test]
    fn the_memory_is_what_the_index_takes_by_itself() {
        let settings = File::default_file().settings(&Home::under(Path::new("/home")).unwrap());
        assert_eq!(settings.index_memory, crate::index::Options::default().memory as u64);
    }

    #[test]
    fn what_is_written_is_the_default_file_when_nothing_was_set() {
        let settings = File::default_file().settings(&Home::under(Path::new("/home")).unwrap());
        assert_eq!(settings.written(), DEFAULT);
    }

    #[test]
    fn an_option_comes_before_the_environment_that_before_the_file() {
        let file = "measure = 60\ntheme = \"light\"\n[limits]\nlargest-ratio = 5\ndeepest-folder = 3\n";
        assert_eq!(merge(file, None, None).theme, "light");
        assert_eq!(merge(file, None, Some("1")).theme, "plain");
        assert_eq!(merge(file, None, Some("")).theme, "light");
        let settings = merge(file, Some("dark"), Some("1"));
        assert_eq!((settings.theme.as_str(), settings.measure), ("dark", 60));
        assert_eq!((settings.limits.largest_ratio, settings.limits.deepest_folder), (7, 3));
    }

    #[test]
    fn what_is_written_reads_back_as_itself() {
        let settings = merge("measure = 60\n[limits]\nlargest-text = \"3M\"\n", Some("dark"), None);
        assert_eq!(read(&settings.written()).unwrap(), settings.file);
    }

    #[test]
    fn an_unknown_setting_is_answered_with_the_near_ones_and_its_line() {
        let error = read("justify = true\nmesure = 60\n").unwrap_err();
        assert_eq!(error, "config.toml:2: there is no setting `mesure`; there is `measure`");
        let error = read("[limits]\nlargest = 60\n").unwrap_err();
        assert!(error.starts_with("config.toml:2: there is no setting `largest`; there is `largest-"), "{error}");
    }

    #[test]
    fn a_value_that_cannot_be_is_named_with_its_line() {
        let error = read("\nmeasure = 5\n").unwrap_err();
        assert_eq!(error, "config.toml:2: `measure` is a whole number from 20 to 200, not 5");
        let error = read("[limits]\n# A comment.\nlargest-text = 3\n").unwrap_err();
        assert!(error.starts_with("config.toml:3: `largest-text` is a size in quotes"), "{error}");
        let error = read("justify = true\ntheme = dark").unwrap_err();
        assert!(error.starts_with("config.toml:2: a setting is written NAME = VALUE, text in quotes"), "{error}");
    }
}
