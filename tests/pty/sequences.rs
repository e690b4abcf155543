//! What a stream of bytes would make a terminal do: every control sequence in it, and every character that is not text.

/// A sequence, as `CSI m`, `CSI ?25l`, `OSC 11;?`, `ESC c`, or a character that commands or misleads, as `U+202E`.
/// Colours and places of the cursor are without their numbers.
pub fn commands(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.chars().peekable();
    let mut commands = Vec::new();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => commands.push(sequence(&mut rest)),
            character if is_suspicious(character) => commands.push(format!("U+{:04X}", character as u32)),
            _ => {}
        }
    }
    commands.sort();
    commands.dedup();
    commands
}

/// The commands that folio itself has a use for.
pub const OWN: &[&str] = &[
    "CSI ?1000h",
    "CSI ?1000l",
    "CSI ?1006h",
    "CSI ?1006l",
    "CSI ?1049h",
    "CSI ?1049l",
    "CSI ?2004h",
    "CSI ?2004l",
    "CSI ?2026h",
    "CSI ?2026l",
    "CSI ?25h",
    "CSI ?25l",
    "CSI 2J",
    "CSI H",
    "CSI c",
    "CSI m",
    "OSC 11;?",
];

/// Those of the commands in a stream that folio has no use for.
pub fn foreign(bytes: &[u8]) -> Vec<String> {
    commands(bytes).into_iter().filter(|command| !OWN.contains(&command.as_str())).collect()
}

/// Whether some sequence sets a colour.
pub fn sets_a_color(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let parameters = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|character: char| !matches!(character, '0'..='?'))?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    parameters.flat_map(|all| all.split(';')).any(|one| {
        let number: u16 = one.split(':').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        matches!(number, 30..=38 | 40..=48 | 58 | 90..=107)
    })
}

fn sequence(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    match rest.next() {
        Some('[') => {
            let mut body = String::new();
            while let Some(character) = rest.next_if(|it| matches!(it, ' '..='?')) {
                body.push(character);
            }
            let last = rest.next().map(String::from).unwrap_or_default();
            let body = if matches!(last.as_str(), "m" | "H") { "" } else { &body };
            format!("CSI {body}{last}")
        }
        Some(']') => {
            let mut body = String::new();
            while let Some(character) = rest.next_if(|it| !matches!(it, '\u{1b}' | '\u{7}')) {
                body.push(character);
            }
            if rest.next() == Some('\u{1b}') {
                rest.next();
            }
            format!("OSC {body}")
        }
        other => format!("ESC {}", other.map(String::from).unwrap_or_default()),
    }
}

/// Control characters, directions, tags, and what cannot be seen. Joiners in emoji and variation selectors are text.
fn is_suspicious(character: char) -> bool {
    let is_invisible = matches!(
        character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    character.is_control() || is_invisible
}

#[test]
fn every_kind_of_command_is_found() {
    let bytes = "a\x1b[1;31mb\x1b[?25l\x1b]52;c;cm0=\x07c\x1bc\u{9b}2J\u{202e}\n\x1b[H\x1b]0;t\x1b\\".as_bytes();
    assert_eq!(
        commands(bytes),
        ["CSI ?25l", "CSI H", "CSI m", "ESC c", "OSC 0;t", "OSC 52;c;cm0=", "U+000A", "U+009B", "U+202E"]
    );
    assert!(sets_a_color(b"\x1b[1;31m") && sets_a_color(b"\x1b[38;5;3m") && !sets_a_color(b"\x1b[0;1;39;49m\x1b[32C"));
}
