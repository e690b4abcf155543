//! What can go wrong with an index, and what to do about it.

use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use crate::{
    home::HomeError,
    source::{SourceError, shown},
};

/// Why a question was not answered, or an index not written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// folio's own folders.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The engine could not read or write its files.
    #[error("cannot use the index in {}", path.display())]
    Engine {
        /// The folder of the index.
        path: PathBuf,
        /// Why.
        source: TantivyError,
    },
    /// The files of the index do not belong together; the next refresh builds it anew.
    #[error("the index in {} is damaged: {reason}; `folio index` builds it anew", path.display())]
    Damaged {
        /// The folder of the index.
        path: PathBuf,
        /// What is wrong.
        reason: &'static str,
    },
    /// The text of an article cannot be read from its source.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The text that stands there now is another one than the one that was indexed.
    #[error("{} has changed since it was indexed; it is read again at the next refresh", shown(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

impl IndexError {
    /// Names the index folder in which the engine failed.
    pub(super) fn engine<E: Into<TantivyError>>(path: &Path) -> impl FnOnce(E) -> Self {
        move |error| Self::Engine { path: path.to_owned(), source: error.into() }
    }
}
