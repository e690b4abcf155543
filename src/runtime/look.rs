//! Which theme is worn: the one that was asked for, or the one that suits the terminal's background.

use std::{fs, path::PathBuf, time::Duration};

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::{home::atomic_write, ui::theme::Theme};

/// How long the terminal has to say how bright its background is.
const PATIENCE: Duration = Duration::from_millis(80);

/// How the theme is chosen.
#[derive(Clone, Debug)]
pub enum Look {
    /// A theme that was asked for.
    Chosen(Box<Theme>),
    /// Dark or light, as the terminal's background is.
    Background {
        /// The file in which the last answer of each kind of terminal is remembered, so that the first frame need not
        /// wait for it.
        memory: PathBuf,
        /// The kind of terminal, as the environment tells it.
        terminal: String,
    },
}

/// What a kind of terminal answered last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Dark,
    Light,
    /// Nothing: it is not asked again.
    Silence,
}

impl Answer {
    fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Silence => "silence",
        }
    }

    fn theme(self) -> Theme {
        let name = if self == Self::Light { "light" } else { "dark" };
        Theme::shipped(name).expect("both themes are shipped")
    }
}

impl Look {
    /// The theme to begin with, without asking anybody.
    pub fn remembered(&self) -> Theme {
        match self {
            Self::Chosen(theme) => (**theme).clone(),
            Self::Background { .. } => self.last_answer().unwrap_or(Answer::Dark).theme(),
        }
    }

    /// Asks the terminal, and gives the theme when it is another one than [`remembered`](Self::remembered) gave.
    pub fn ask(&self) -> Option<Theme> {
        let last = self.last_answer();
        if matches!(self, Self::Chosen(_)) || last == Some(Answer::Silence) {
            return None;
        }
        let mut options = QueryOptions::default();
        options.timeout = PATIENCE;
        let answer = match theme_mode(options) {
            Ok(ThemeMode::Dark) => Answer::Dark,
            Ok(ThemeMode::Light) => Answer::Light,
            Err(_) => Answer::Silence,
        };
        if last != Some(answer) {
            self.remember(answer);
        }
        (answer.theme() != self.remembered_as(last)).then(|| answer.theme())
    }

    fn remembered_as(&self, last: Option<Answer>) -> Theme {
        last.unwrap_or(Answer::Dark).theme()
    }

    fn last_answer(&self) -> Option<Answer> {
        let Self::Background { memory, terminal } = self else { return None };
        let lines = fs::read_to_string(memory).ok()?;
        let mut of_terminal =
            lines.lines().filter_map(|line| line.split_once('\t')).filter(|(kind, _)| kind == terminal);
        let (_, name) = of_terminal.next()?;
        [Answer::Dark, Answer::Light, Answer::Silence].into_iter().find(|answer| answer.name() == name)
    }

    fn remember(&self, answer: Answer) {
        let Self::Background { memory, terminal } = self else { return };
        let lines = fs::read_to_string(memory).unwrap_or_default();
        let others = lines.lines().filter(|line| !line.starts_with(&format!("{terminal}\t")));
        let mut file: String = others.map(|line| format!("{line}\n")).collect();
        file.push_str(&format!("{terminal}\t{}\n", answer.name()));
        // Not being able to remember costs one more question at the next start, nothing else.
        let _ = atomic_write(memory, file.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_answered_is_remembered_for_its_kind() {
        let folder = tempfile::tempdir().unwrap();
        let look = |terminal: &str| Look::Background {
            memory: folder.path().join("background"),
            terminal: terminal.to_owned(),
        };
        look("xterm").remember(Answer::Light);
        look("tmux").remember(Answer::Silence);
        look("xterm").remember(Answer::Dark);
        look("xterm").remember(Answer::Light);
        assert_eq!(look("xterm").last_answer(), Some(Answer::Light));
        assert_eq!(look("tmux").last_answer(), Some(Answer::Silence));
        assert_eq!(look("screen").last_answer(), None);
        assert_eq!(look("xterm").remembered(), Theme::shipped("light").unwrap());
        assert_eq!(look("tmux").ask(), None);
    }
}
