//! The binary: hands the arguments to the library.

use std::process::ExitCode;

use folio::cli::{self, Outcome};

fn main() -> ExitCode {
    match cli::run(std::env::args_os(), |name| std::env::var_os(name)) {
        Outcome::Done(exit) => exit.into(),
        Outcome::Reader(session, paths) => cli::read(&session, &paths, |name| std::env::var_os(name)),
    }
}
