//! folio's own folders, and how to write into them so that sudden death leaves nothing half done: atomic files, locks,
//! and the folder in which the index of a corpus lives. What is in the files is for others to say.

mod atomic;
mod corpus_key;
mod index_folder;
mod lock;

pub use atomic::{atomic_write, private_file, private_folder, private_log, sync_folder};
pub use corpus_key::CorpusKey;
pub use index_folder::{IndexFolder, NewIndex};
pub use lock::Lock;

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

/// The environment variable that names folio's home.
pub const VARIABLE: &str = "FOLIO_HOME";

/// Where folio keeps what is its own. Making one touches nothing: folders are created when something is first written
/// into them, readable by their owner alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    config: PathBuf,
    data: PathBuf,
    index: PathBuf,
    log: PathBuf,
}

impl Home {
    /// Finds the home: the folder named explicitly, else the one that `FOLIO_HOME` names, else the XDG folders.
    ///
    /// `environment` looks a variable up; an empty one counts as not set.
    pub fn find(explicit: Option<&Path>, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, HomeError> {
        if let Some(folder) = explicit {
            return Self::under(folder);
        }
        match environment(VARIABLE).filter(|folder| !folder.is_empty()) {
            Some(folder) => Self::under(Path::new(&folder)),
            None => Self::of_the_user(),
        }
    }

    /// A home with everything under one folder.
    pub fn under(folder: &Path) -> Result<Self, HomeError> {
        // Absolute, so that it stays the same place should the working folder change.
        let folder = std::path::absolute(folder).map_err(HomeError::reading(folder))?;
        Ok(Self {
            config: folder.join("config"),
            data: folder.join("data"),
            index: folder.join("index"),
            log: folder.join("log"),
        })
    }

    /// The XDG folders, on every system: a terminal's user looks for them in `~/.config`, also on macOS.
    fn of_the_user() -> Result<Self, HomeError> {
        let strategy = choose_app_strategy(AppStrategyArgs {
            top_level_domain: "org".to_owned(),
            author: "folio".to_owned(),
            app_name: "folio".to_owned(),
        })
        .map_err(|_| HomeError::Nowhere)?;
        let log = strategy.state_dir().unwrap_or_else(|| strategy.cache_dir()).join("log");
        Ok(Self {
            config: strategy.config_dir(),
            data: strategy.data_dir(),
            index: strategy.cache_dir().join("index"),
            log,
        })
    }

    /// The folder of `config.toml`, `keymap.toml` and themes: written by the user, only read by folio.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// The folder of what the reader added. It cannot be made again.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The folder of the indexes. It can be deleted at any time.
    pub fn index(&self) -> &Path {
        &self.index
    }

    /// The folder of the logs. It can be deleted at any time.
    pub fn log(&self) -> &Path {
        &self.log
    }
}

/// What went wrong with folio's own folders, and where.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// Neither a home nor a home folder of the user is known.
    #[error("cannot tell where your home folder is: set HOME, or name a folder with --home or {VARIABLE}")]
    Nowhere,
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder cannot be created, written or renamed.
    #[error("cannot write {}", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another folio holds the lock.
    #[error("{} is being written by another folio{}", path.display(), holder_text(*holder))]
    Held {
        /// The lock's file.
        path: PathBuf,
        /// The process that holds it, when it has said so already.
        holder: Option<u32>,
    },
}

impl HomeError {
    /// Names the path that could not be read.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Read { path: path.to_owned(), source }
    }

    /// Names the path that could not be written.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Write { path: path.to_owned(), source }
    }
}

/// The holder of a lock, as it is put behind a sentence.
fn holder_text(holder: Option<u32>) -> String {
    holder.map(|process| format!(" (process {process})")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(folio_home: &'static str) -> impl Fn(&str) -> Option<OsString> {
        move |name| (name == VARIABLE).then(|| OsString::from(folio_home))
    }

    #[test]
    fn the_folder_named_explicitly_comes_before_the_environment() {
        let home = Home::find(Some(Path::new("/explicit")), environment("/variable")).unwrap();
        assert_eq!(home.data(), Path::new("/explicit/data"));
        assert_eq!(home.index(), Path::new("/explicit/index"));
    }

    #[test]
    fn the_environment_comes_before_the_xdg_folders() {
        let home = Home::find(None, environment("/variable")).unwrap();
        assert_eq!(home.config(), Path::new("/variable/config"));
        assert_eq!(home.log(), Path::new("/variable/log"));
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        assert_eq!(Home::find(None, environment("")).unwrap(), Home::find(None, |_| None).unwrap());
    }

    #[test]
    fn a_relative_home_becomes_absolute() {
        assert!(Home::under(Path::new("here")).unwrap().data().is_absolute());
    }

    #[test]
    fn finding_a_home_creates_nothing() {
        let folder = tempfile::tempdir().unwrap();
        Home::under(&folder.path().join("home")).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_held_lock_names_its_holder() {
        let error = HomeError::Held { path: PathBuf::from("index/lock"), holder: Some(7) };
        assert_eq!(error.to_string(), "index/lock is being written by another folio (process 7)");
    }
}
