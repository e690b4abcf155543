//! Which theme is worn: the one that was asked for, or the one that suits the terminal's background.

use std::{fs, path::PathBuf, thread};

use crate::{home::atomic_write, ui::theme::Theme};

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

    /// Whether the terminal is worth asking: it is when a theme depends on it and it has not kept silent before.
    pub fn wants_to_ask(&self) -> bool {
        matches!(self, Self::Background { .. }) && self.last_answer() != Some(Answer::Silence)
    }

    /// The theme for a background, which is remembered.
    pub fn on(&self, background: [u8; 3]) -> Option<Theme> {
        let answer = if is_light(background) { Answer::Light } else { Answer::Dark };
        self.keep(answer);
        matches!(self, Self::Background { .. }).then(|| answer.theme())
    }

    /// Remembers that the terminal does not say what its background is.
    pub fn remember_silence(&self) {
        self.keep(Answer::Silence);
    }

    /// Remembers an answer, if it is news; on a thread of its own, for no key waits for a disk.
    fn keep(&self, answer: Answer) {
        if self.last_answer() != Some(answer) {
            let look = self.clone();
            // Not being able to remember costs one more question at the next start, nothing else.
            let _ = thread::Builder::new().name("look".into()).spawn(move || look.remember(answer));
        }
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
        if let Err(error) = atomic_write(memory, file.as_bytes()) {
            tracing::warn!("{error}");
        }
    }
}

/// Whether black is read better on a background than white is: by the luminance of WCAG 2, without its bend.
fn is_light([red, green, blue]: [u8; 3]) -> bool {
    let luminance = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
    luminance > 10_000 * 255 / 2
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
        assert!(!look("tmux").wants_to_ask());
        assert!(look("screen").wants_to_ask());
    }

    #[test]
    fn paper_is_light_and_ink_is_dark() {
        assert!([[255, 255, 255], [253, 246, 227], [200, 220, 190]].into_iter().all(is_light));
        assert!(![[0, 0, 0], [40, 44, 52], [0, 43, 54], [0, 0, 255], [120, 0, 0]].into_iter().any(is_light));
    }
}
