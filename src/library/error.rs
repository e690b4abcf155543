//! What can go wrong with the library, and what is worth saying when nothing did.

use std::{fmt, io, path::PathBuf};

use crate::home::HomeError;

/// Why the library cannot be opened, read or changed. The program goes on without what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder or the file cannot be created or renamed.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The file cannot be opened.
    #[error("cannot open the library {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// A later version of folio has written it. It is left alone.
    #[error(
        "the library {} was written by a newer folio (its version is {found}, this one knows up to {known}): \
         update folio, or name another home with --home",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that it has.
        found: u32,
        /// The newest version that is known.
        known: u32,
    },
    /// The file is older and cannot be brought up to date. It is as it was.
    #[error("cannot bring the library {} up to date", path.display())]
    Migrate {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// Something cannot be read or kept.
    #[error("cannot {task} in the library {}", path.display())]
    Use {
        /// What was tried, as in "cannot keep the position in the library".
        task: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// What it holds cannot be written out.
    #[error("cannot write the export")]
    Export(#[source] io::Error),
}

/// What the reader should be told although the library is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The file was damaged. It was renamed, and a new library begun.
    SetAside {
        /// The library.
        path: PathBuf,
        /// Where the damaged file is now.
        aside: PathBuf,
        /// What is wrong with it.
        damage: String,
    },
    /// The file was older. It was brought up to date, after a copy was made.
    Migrated {
        /// The copy.
        backup: PathBuf,
    },
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetAside { path, aside, damage } => {
                let (path, aside) = (path.display(), aside.display());
                write!(f, "the library {path} is damaged ({damage}); it was kept as {aside} and a new one begun")
            }
            Self::Migrated { backup } => {
                write!(f, "the library was brought up to date; a copy from before is {}", backup.display())
            }
        }
    }
}
