//! What can go wrong while files are read, and how it is told: one lower-case line that can be printed as it is.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use serde::{Serialize, Serializer};

use super::name::shown;
use crate::text::clean::Clean;

/// Why a file, or the record that was asked for, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The system said no.
    #[error("cannot read {}: {}", shown(path), Reason(reason))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Not a file: a pipe, a device, a socket. It has not been opened.
    #[error("cannot read {}: it is {what}, not a file", shown(path))]
    NotAFile {
        /// What was found.
        path: PathBuf,
        /// "a pipe"
        what: &'static str,
    },
    /// A link that leads nowhere new.
    #[error("cannot read {}: {what}", shown(path))]
    Link {
        /// The link.
        path: PathBuf,
        /// "it links to a folder that it stands in"
        what: &'static str,
    },
    /// Folders in folders beyond the limit.
    #[error("cannot read {}: more than {deepest} folders deep", shown(path))]
    TooDeep {
        /// The first folder beyond the limit.
        path: PathBuf,
        /// The limit.
        deepest: usize,
    },
    /// A format that is not read.
    #[error("cannot read {}: unknown type ({what})", shown(path))]
    UnknownType {
        /// The file.
        path: PathBuf,
        /// "a PNG picture"
        what: Clean,
    },
    /// Nothing in it.
    #[error("cannot read {}: it holds no text", shown(path))]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Not what its name or its first bytes say.
    #[error("cannot read {}: {reason}", shown(path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// "not gzip, though its name says so"
        reason: Clean,
    },
    /// The record that was asked for is not there any more.
    #[error("cannot read {}: it has changed since it was indexed", shown(path))]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Standard input of a process that has ended, or one that was cut off.
    #[error("cannot read standard input again: it is gone")]
    Gone,
}

impl SourceError {
    /// The same without the path, for where the place is shown beside it.
    pub fn reason(&self) -> Clean {
        let text = match self {
            Self::Read { reason, .. } => Reason(reason).to_string(),
            Self::NotAFile { what, .. } => format!("{what}, not a file"),
            Self::Link { what, .. } => (*what).to_owned(),
            Self::TooDeep { deepest, .. } => format!("more than {deepest} folders deep"),
            Self::UnknownType { what, .. } => format!("unknown type ({what})"),
            Self::Empty { .. } => "it holds no text".to_owned(),
            Self::Damaged { reason, .. } => return reason.clone(),
            Self::Changed { .. } => "it has changed since it was indexed".to_owned(),
            Self::Gone => "it is gone".to_owned(),
        };
        Clean::line(&text)
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Read { path, .. }
            | Self::NotAFile { path, .. }
            | Self::Link { path, .. }
            | Self::TooDeep { path, .. }
            | Self::UnknownType { path, .. }
            | Self::Empty { path }
            | Self::Damaged { path, .. }
            | Self::Changed { path } => path.clone(),
            Self::Gone => PathBuf::from("-"),
        }
    }
}

/// Something that was not read, or not as it stands: the corpus loads without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file.
    #[serde(rename = "file", serialize_with = "serialize_path")]
    pub path: PathBuf,
    /// The 1-based line (of the unpacked file), where known.
    pub line: Option<u64>,
    /// Why, in words.
    pub reason: Clean,
    /// What was done about it.
    pub outcome: Outcome,
}

/// What was done about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The file or the record was left out.
    Skipped,
    /// What comes before the place was read, what comes after was not.
    ReadSoFar,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Skipped => "skipped",
            Self::ReadSoFar => "read up to there",
        })
    }
}

/// One line, safe to print: `news/2021.jsonl:17: no JSON: expected value at column 1; skipped`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown(&self.path))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.reason, self.outcome)
    }
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        Self { path: error.path(), line: None, reason: error.reason(), outcome: Outcome::Skipped }
    }
}

/// A path in JSON as it is shown: it need not be text.
fn serialize_path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    shown(path).serialize(serializer)
}

/// A system's message as part of a sentence: lower case, without the error's number.
pub(super) struct Reason<'a>(pub &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let full = self.0.to_string();
        let text = full.split(" (os error").next().unwrap_or_default();
        let mut chars = text.chars();
        match chars.next() {
            Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
                write!(f, "{}{}", first.to_lowercase(), chars.as_str())
            }
            _ => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_lower_case_line() {
        let path = PathBuf::from("news/2021.txt");
        let error = SourceError::Read { path, reason: io::Error::from_raw_os_error(13) };
        assert_eq!(error.to_string(), "cannot read news/2021.txt: permission denied");
        assert_eq!(Problem::from(error).to_string(), "news/2021.txt: permission denied; skipped");
    }

    #[test]
    fn a_problem_names_file_and_line_safely() {
        let problem = Problem {
            path: PathBuf::from("a\x1b]0;x\x07.jsonl"),
            line: Some(17),
            reason: Clean::line("no JSON"),
            outcome: Outcome::Skipped,
        };
        assert_eq!(problem.to_string(), "a\\u{1b}]0;x\\u{7}.jsonl:17: no JSON; skipped");
        let json = serde_json::to_value(&problem).expect("JSON");
        let file = "a\\u{1b}]0;x\\u{7}.jsonl";
        assert_eq!(json, serde_json::json!({"file": file, "line": 17, "reason": "no JSON", "outcome": "skipped"}));
    }
}
