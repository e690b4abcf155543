//! How far building an index is, on standard error: a bar on a terminal, now and then a line elsewhere.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::index::{Phase, Progress};

use super::print::remark;

/// What is over sooner than this is not worth a bar.
const WORTH_A_BAR: Duration = Duration::from_millis(400);

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Shows progress.
pub enum Meter {
    /// As a bar.
    Bar(ProgressBar),
    /// As lines; when the next one is due.
    Lines(Duration),
}

impl Meter {
    /// One that shows nothing yet.
    pub fn new() -> Self {
        if io::stderr().is_terminal() { Self::Bar(bar()) } else { Self::Lines(BETWEEN_LINES) }
    }

    /// Shows how far it is.
    pub fn show(&mut self, progress: &Progress) {
        match self {
            Self::Bar(bar) if progress.elapsed >= WORTH_A_BAR => {
                bar.set_length(progress.bytes_total.max(1));
                bar.set_position(progress.bytes);
                bar.set_message(message(progress));
            }
            Self::Bar(_) => {}
            Self::Lines(due) => {
                if progress.elapsed >= *due {
                    *due = progress.elapsed + BETWEEN_LINES;
                    remark(message(progress));
                }
            }
        }
    }
}

/// Whatever ends the work, the bar goes.
impl Drop for Meter {
    fn drop(&mut self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:24} {percent:>3} %  {bytes_per_sec}, {eta} left  {msg}");
    ProgressBar::no_length().with_style(style.expect("the template is a constant that the tests read"))
}

fn message(progress: &Progress) -> String {
    match progress.phase {
        Phase::Finding => format!("looking for files: {}", progress.files_found),
        Phase::Reading => {
            let Progress { files_read, files_to_read, articles, .. } = progress;
            format!("file {files_read} of {files_to_read}, {articles} articles")
        }
        Phase::Tidying => "putting the index in order".to_owned(),
        Phase::Done => "done".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_is_being_done() {
        let progress =
            Progress { phase: Phase::Reading, files_read: 2, files_to_read: 9, articles: 7, ..Progress::default() };
        assert_eq!(message(&progress), "file 2 of 9, 7 articles");
    }

    #[test]
    fn the_bar_can_be_drawn() {
        bar().finish_and_clear();
    }
}
