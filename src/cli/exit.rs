//! How folio ends, as scripts see it.

use std::{io, process::ExitCode};

use super::print::remark;

/// The exit status, as grep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Something was found, or everything was done.
    Success = 0,
    /// Nothing was found.
    Nothing = 1,
    /// It could not be done.
    Error = 2,
    /// It was done, but something was skipped.
    Skipped = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The exit status of a search that so many articles match.
    pub fn of_matches(matched: usize) -> Self {
        if matched > 0 { Self::Success } else { Self::Nothing }
    }

    /// The exit status of a command, after its error was told. A reader of the output that has seen enough is no error.
    pub fn of(outcome: anyhow::Result<Self>) -> Self {
        match outcome {
            Ok(exit) => exit,
            Err(error) if is_broken_pipe(&error) => Self::Success,
            Err(error) => {
                remark(format!("{error:#}"));
                Self::Error
            }
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_broken_pipe_ends_quietly_wherever_it_was_met() {
        let error = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe)).context("cannot print");
        assert_eq!(Exit::of(error.map(|()| Exit::Success)), Exit::Success);
    }

    #[test]
    fn any_other_error_is_an_error() {
        assert_eq!(Exit::of(Err(anyhow::anyhow!("no"))), Exit::Error);
    }
}
