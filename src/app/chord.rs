//! A key as it is pressed and as it is written: `ctrl-d`, `G`, `pagedown`.

use std::{fmt, str::FromStr};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key with the modifiers that were held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Keys that have a name instead of a character.
const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

/// Keys that the help shows by a sign that is shorter than their name.
const SIGNS: &[(KeyCode, &str)] = &[
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::BackTab, "S-Tab"),
    (KeyCode::Char(' '), "Space"),
    (KeyCode::Backspace, "Bksp"),
    (KeyCode::Delete, "Del"),
    (KeyCode::Up, "↑"),
    (KeyCode::Down, "↓"),
    (KeyCode::Left, "←"),
    (KeyCode::Right, "→"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PgUp"),
    (KeyCode::PageDown, "PgDn"),
];

impl Chord {
    /// The key of a terminal event. Shift is left out where the character says it already.
    pub fn of(event: KeyEvent) -> Self {
        let kept = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = event.modifiers & kept;
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers -= KeyModifiers::SHIFT;
        }
        Self { code: event.code, modifiers }
    }

    /// A plain character.
    pub fn character(character: char) -> Self {
        Self { code: KeyCode::Char(character), modifiers: KeyModifiers::NONE }
    }

    /// The character that the key writes where text is typed.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if self.modifiers.is_empty() && !character.is_control() => Some(character),
            _ => None,
        }
    }

    /// How the help shows the key: `^d`, `Alt-←`, `PgDn`.
    pub fn label(self) -> String {
        let mut label = String::new();
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            label.push('^');
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            label.push_str("Alt-");
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            label.push_str("Shift-");
        }
        match (SIGNS.iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, sign)), _) => label.push_str(sign),
            (None, KeyCode::Char(character)) => label.push(character),
            (None, KeyCode::F(number)) => label.push_str(&format!("F{number}")),
            (None, other) => label.push_str(&other.to_string()),
        }
        label
    }
}

/// What is wrong with a written key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key; write a character, or a name such as enter, pagedown, ctrl-d, alt-left, f1")]
pub struct UnknownKey(String);

impl FromStr for Chord {
    type Err = UnknownKey;

    fn from_str(written: &str) -> Result<Self, UnknownKey> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = written;
        for (prefix, modifier) in
            [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
        {
            if let Some(shorter) = rest.strip_prefix(prefix).filter(|shorter| !shorter.is_empty()) {
                modifiers |= modifier;
                rest = shorter;
            }
        }
        let code = code_named(rest).ok_or_else(|| UnknownKey(written.to_owned()))?;
        Ok(Self { code, modifiers })
    }
}

fn code_named(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut characters = name.chars();
    match (characters.next(), characters.as_str()) {
        (Some(character), "") => Some(KeyCode::Char(character)),
        (Some('f'), number) => number.parse().ok().filter(|n| (1..=24).contains(n)).map(KeyCode::F),
        _ => None,
    }
}

impl fmt::Display for Chord {
    /// Writes the key as it is written in the keymap.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(character)) => write!(f, "{character}"),
            (None, KeyCode::F(number)) => write!(f, "f{number}"),
            (None, other) => write!(f, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_key_reads_back_as_itself() {
        for written in ["j", "G", "ctrl-d", "alt-left", "f1", "space", "pagedown", "-", "ctrl--", "é", "alt-backspace"]
        {
            assert_eq!(written.parse::<Chord>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn a_word_that_is_no_key_is_an_error_that_names_it() {
        let error = "ctrl-banana".parse::<Chord>().unwrap_err();
        assert!(error.to_string().contains("ctrl-banana"));
        assert!("f25".parse::<Chord>().is_err());
    }

    #[test]
    fn shift_is_in_the_character_already() {
        let pressed = Chord::of(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert_eq!(pressed, Chord::character('G'));
    }

    #[test]
    fn labels_are_short() {
        let label = |written: &str| written.parse::<Chord>().unwrap().label();
        assert_eq!([label("ctrl-d"), label("alt-left"), label("space"), label("f1")], ["^d", "Alt-←", "Space", "F1"]);
    }
}
