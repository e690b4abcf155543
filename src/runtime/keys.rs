//! What the bytes from a terminal mean: keys, the mouse, pasted text, and the terminal's own answers. Knows no terminal.
//!
//! crossterm has such a reader too, but it takes a sequence that arrives in two pieces for several keys, and a late
//! answer to a question (`]11;rgb:…`) for typed text: `r` would mark the article as read.

use std::{mem, time::Duration};

use crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers as Modifiers, MouseButton, MouseEvent, MouseEventKind as MouseKind,
};
use memchr::memmem;

/// How long a lone escape byte may be the beginning of a sequence before it is the key Esc. A terminal writes a sequence
/// at once, so that it is cut only where a buffer ends; but the key must have its effect within a frame.
const ESCAPE_WAITS: Duration = Duration::from_millis(5);
/// How long any longer beginning waits for its end.
const SEQUENCE_WAITS: Duration = Duration::from_millis(500);
/// Bytes after which a sequence without an end is none.
const LONGEST_SEQUENCE: usize = 1024;
/// Bytes of a pasted text that are kept.
const LONGEST_PASTE: usize = 1024 * 1024;

const ESCAPE: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Something that came from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// Pasted text.
    Paste(String),
    /// The terminal's background colour, red, green and blue, each from 0 to 255.
    Background([u8; 3]),
    /// What kind of terminal it is: every terminal answers this one, so it ends the waiting for other answers.
    Kind,
}

/// Reads the bytes as they come; what is incomplete waits for the next ones.
#[derive(Debug, Default)]
pub struct Parser {
    waiting: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// What the first waiting bytes are.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// The beginning of something.
    Incomplete,
    /// So many bytes that mean nothing here.
    Skip(usize),
    /// So many bytes that mean something.
    Take(usize, Input),
    /// So many bytes after which pasted text begins.
    Paste(usize),
}

impl Parser {
    /// Takes bytes, and gives what is complete.
    pub fn feed(&mut self, bytes: &[u8], found: &mut dyn FnMut(Input)) {
        self.waiting.extend_from_slice(bytes);
        let mut waiting = mem::take(&mut self.waiting);
        let mut read = 0;
        while read < waiting.len() {
            let rest = &waiting[read..];
            if let Some(mut paste) = self.paste.take() {
                let (taken, is_whole) = gather(&mut paste, rest);
                read += taken;
                if !is_whole {
                    self.paste = Some(paste);
                    break;
                }
                found(Input::Paste(text(&paste)));
                continue;
            }
            match step(rest) {
                Step::Incomplete => break,
                Step::Skip(bytes) => read += bytes,
                Step::Take(bytes, input) => {
                    read += bytes;
                    found(input);
                }
                Step::Paste(bytes) => {
                    read += bytes;
                    self.paste = Some(Vec::new());
                }
            }
        }
        waiting.drain(..read);
        self.waiting = waiting;
    }

    /// How long the rest of what has begun is worth waiting for; none when nothing has.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.waiting.as_slice()) {
            (None, []) => None,
            (None, [ESCAPE]) => Some(ESCAPE_WAITS),
            _ => Some(SEQUENCE_WAITS),
        }
    }

    /// Gives what has begun as far as it came, because no more bytes do.
    pub fn give_up(&mut self, found: &mut dyn FnMut(Input)) {
        let waiting = mem::take(&mut self.waiting);
        if let Some(mut paste) = self.paste.take() {
            keep(&mut paste, &waiting);
            found(Input::Paste(text(&paste)));
            return;
        }
        match waiting[..] {
            [ESCAPE] => found(plain(KeyCode::Esc)),
            [ESCAPE, byte] if byte.is_ascii() => found(key(KeyCode::Char(byte.into()), Modifiers::ALT)),
            _ => {}
        }
    }
}

/// Moves pasted bytes over, as far as they are surely no part of the end mark; says how many were read, and whether the
/// mark was among them.
fn gather(paste: &mut Vec<u8>, bytes: &[u8]) -> (usize, bool) {
    if let Some(end) = memmem::find(bytes, PASTE_ENDS) {
        keep(paste, &bytes[..end]);
        return (end + PASTE_ENDS.len(), true);
    }
    let begun = (1..PASTE_ENDS.len()).rev().find(|length| bytes.ends_with(&PASTE_ENDS[..*length])).unwrap_or(0);
    let sure = bytes.len() - begun;
    keep(paste, &bytes[..sure]);
    (sure, false)
}

fn keep(paste: &mut Vec<u8>, bytes: &[u8]) {
    let room = LONGEST_PASTE.saturating_sub(paste.len());
    paste.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn step(bytes: &[u8]) -> Step {
    match bytes[0] {
        ESCAPE => escape(bytes),
        byte if byte.is_ascii_control() => Step::Take(1, control(byte)),
        _ => character(bytes),
    }
}

/// A control character as the key that writes it.
fn control(byte: u8) -> Input {
    match byte {
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        0 => key(KeyCode::Char(' '), Modifiers::CONTROL),
        1..=0x1a => key(KeyCode::Char((byte - 1 + b'a').into()), Modifiers::CONTROL),
        _ => key(KeyCode::Char((byte - 0x1c + b'4').into()), Modifiers::CONTROL),
    }
}

fn character(bytes: &[u8]) -> Step {
    let length = match bytes[0] {
        0..0x80 => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Step::Skip(1),
    };
    let bytes = &bytes[..bytes.len().min(length)];
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().next().map_or(Step::Skip(1), |it| Step::Take(length, plain(KeyCode::Char(it)))),
        Err(error) if error.error_len().is_none() => Step::Incomplete,
        Err(_) => Step::Skip(1),
    }
}

fn escape(bytes: &[u8]) -> Step {
    match bytes.get(1) {
        None => Step::Incomplete,
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => single_shift(bytes),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string(bytes),
        Some(&ESCAPE) => Step::Take(1, plain(KeyCode::Esc)),
        Some(_) => with_alt(step(&bytes[1..])),
    }
}

/// A key after an escape byte is that key with Alt.
fn with_alt(step: Step) -> Step {
    match step {
        Step::Take(bytes, Input::Key(mut event)) => {
            event.modifiers |= Modifiers::ALT;
            Step::Take(bytes + 1, Input::Key(event))
        }
        Step::Skip(bytes) => Step::Skip(bytes + 1),
        other => other,
    }
}

/// `ESC O` and a letter: arrows and function keys of a keypad in application mode.
fn single_shift(bytes: &[u8]) -> Step {
    let Some(&letter) = bytes.get(2) else { return Step::Incomplete };
    if !(0x40..0x7f).contains(&letter) {
        return Step::Take(2, key(KeyCode::Char('O'), Modifiers::ALT));
    }
    match lettered(letter) {
        Some(code) => Step::Take(3, plain(code)),
        None if letter == b'M' => Step::Take(3, plain(KeyCode::Enter)),
        None => Step::Skip(3),
    }
}

/// A command string of a terminal: its answer to a question. Ends with `ESC \`, an operating system command also with BEL.
fn string(bytes: &[u8]) -> Step {
    let is_command = bytes[1] == b']';
    let Some(end) = bytes[2..].iter().position(|byte| *byte == ESCAPE || is_command && *byte == 7) else {
        return if bytes.len() > LONGEST_SEQUENCE { Step::Skip(bytes.len()) } else { Step::Incomplete };
    };
    let (body, tail) = bytes[2..].split_at(end);
    let length = match tail {
        [ESCAPE] => return Step::Incomplete,
        [ESCAPE, b'\\', ..] => end + 4,
        [7, ..] => end + 3,
        // Another sequence begins: this one was cut.
        _ => return Step::Skip(end + 2),
    };
    match background(body).filter(|_| is_command) {
        Some(color) => Step::Take(length, Input::Background(color)),
        None => Step::Skip(length),
    }
}

/// `11;rgb:ffff/ffff/ffff`, with one to four digits for each of red, green and blue.
fn background(body: &[u8]) -> Option<[u8; 3]> {
    let body = std::str::from_utf8(body).ok()?.strip_prefix("11;rgb")?;
    let (_, channels) = body.split_once(':')?;
    let mut channels = channels.split('/').map(channel);
    Some([channels.next()??, channels.next()??, channels.next()??])
}

fn channel(digits: &str) -> Option<u8> {
    let value = u32::from_str_radix(digits, 16).ok()?;
    let most = 16_u32.checked_pow(digits.len().try_into().ok()?)?.checked_sub(1)?;
    u8::try_from(value * 255 / most.max(1)).ok()
}

/// `ESC [`, parameters, intermediate bytes, a final byte.
fn control_sequence(bytes: &[u8]) -> Step {
    match bytes.get(2) {
        None => return Step::Incomplete,
        // The Linux console's function keys.
        Some(b'[') => return bytes.get(3).map_or(Step::Incomplete, |letter| console_key(*letter)),
        // The mouse in the notation that ends at column 223; folio asks for another one.
        Some(b'M') => return if bytes.len() < 6 { Step::Incomplete } else { Step::Skip(6) },
        Some(_) => {}
    }
    let Some(end) = bytes[2..].iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return if bytes.len() > LONGEST_SEQUENCE { Step::Skip(bytes.len()) } else { Step::Incomplete };
    };
    let (parameters, last, length) = (&bytes[2..2 + end], bytes[2 + end], end + 3);
    if !(0x40..0x7f).contains(&last) {
        // Not a sequence after all; the byte that shows it is read anew.
        return Step::Skip(length - 1);
    }
    if bytes.starts_with(PASTE_BEGINS) {
        return Step::Paste(length);
    }
    meaning(parameters, last).map_or(Step::Skip(length), |input| Step::Take(length, input))
}

fn console_key(letter: u8) -> Step {
    match letter {
        b'A'..=b'E' => Step::Take(4, plain(KeyCode::F(letter - b'A' + 1))),
        _ => Step::Skip(4),
    }
}

fn meaning(parameters: &[u8], last: u8) -> Option<Input> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    match (parameters.chars().next(), last) {
        (Some('<'), b'M' | b'm') => mouse(&numbers(&parameters[1..]), last == b'M').map(Input::Mouse),
        (Some('?'), b'c') => Some(Input::Kind),
        (Some('<'..='?'), _) => None,
        _ => key_of(&numbers(parameters), last),
    }
}

/// Parameters are numbers between semicolons; each may have others after colons, of which the first counts for modifiers:
/// 3 is the release of a key.
fn numbers(parameters: &str) -> Vec<(u16, u16)> {
    let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let pair = |parameter: &str| {
        let mut parts = parameter.split(':');
        (number(parts.next()), number(parts.next()))
    };
    parameters.split(';').map(pair).collect()
}

fn key_of(numbers: &[(u16, u16)], last: u8) -> Option<Input> {
    let number = |at: usize| numbers.get(at).copied().unwrap_or_default();
    let ((first, _), (held, event)) = (number(0), number(1));
    if event == 3 {
        return None;
    }
    let code = match last {
        b'~' if first == 27 => char::from_u32(number(2).0.into()).map(of_character)?,
        b'~' => numbered(first)?,
        b'u' => char::from_u32(first.into()).map(of_character)?,
        b'Z' => KeyCode::BackTab,
        // With a row before it, this is where the cursor stands.
        b'R' if first > 1 => return None,
        letter => lettered(letter)?,
    };
    Some(key(code, modifiers(held)))
}

/// A key that is told by its character.
fn of_character(character: char) -> KeyCode {
    match character {
        '\u{8}' | '\u{7f}' => KeyCode::Backspace,
        '\t' => KeyCode::Tab,
        '\r' => KeyCode::Enter,
        '\u{1b}' => KeyCode::Esc,
        other => KeyCode::Char(other),
    }
}

fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u16) -> Option<KeyCode> {
    let function = |first: u16, number: u16| u8::try_from(number - first).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10, number),
        17..=21 => function(11, number),
        23..=26 => function(12, number),
        28 | 29 => function(13, number),
        31..=34 => function(14, number),
        _ => None,
    }
}

/// Modifiers are written as one more than the sum of shift 1, alt 2 and control 4.
fn modifiers(written: u16) -> Modifiers {
    let held = written.saturating_sub(1);
    [(1, Modifiers::SHIFT), (2, Modifiers::ALT), (4, Modifiers::CONTROL)]
        .into_iter()
        .filter(|(bit, _)| held & bit != 0)
        .fold(Modifiers::NONE, |all, (_, modifier)| all | modifier)
}

/// The wheel, or a button that goes down or up; movements were not asked for.
fn mouse(numbers: &[(u16, u16)], is_down: bool) -> Option<MouseEvent> {
    let &[(button, _), (column, _), (row, _)] = numbers else { return None };
    let kind = match (button & !0b1_1100, is_down) {
        (0, true) => MouseKind::Down(MouseButton::Left),
        (1, true) => MouseKind::Down(MouseButton::Middle),
        (2, true) => MouseKind::Down(MouseButton::Right),
        (0..=2, false) => MouseKind::Up(MouseButton::Left),
        (64, _) => MouseKind::ScrollUp,
        (65, _) => MouseKind::ScrollDown,
        _ => return None,
    };
    Some(MouseEvent { kind, column: column.checked_sub(1)?, row: row.checked_sub(1)?, modifiers: Modifiers::NONE })
}

fn plain(code: KeyCode) -> Input {
    key(code, Modifiers::NONE)
}

fn key(code: KeyCode, modifiers: Modifiers) -> Input {
    Input::Key(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::chord::Chord;

    /// What the pieces mean, keys as the keymap writes them; nothing comes after the last piece.
    fn read(pieces: &[&[u8]]) -> Vec<String> {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        let mut note = |input: Input| found.push(written(&input));
        for piece in pieces {
            parser.feed(piece, &mut note);
        }
        parser.give_up(&mut note);
        assert_eq!(parser.patience(), None);
        found
    }

    fn written(input: &Input) -> String {
        match input {
            Input::Key(key) => Chord::of(*key).to_string(),
            Input::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row),
            Input::Paste(text) => format!("paste {text}"),
            Input::Background(color) => format!("background {color:?}"),
            Input::Kind => "kind".into(),
        }
    }

    #[test]
    fn characters_and_control_characters() {
        assert_eq!(
            read(&["jG é普\r\t\x7f\x04\x03".as_bytes()]).join(" "),
            "j G space é 普 enter tab backspace ctrl-d ctrl-c"
        );
    }

    #[test]
    fn arrows_and_function_keys_of_every_notation() {
        let keys = b"\x1b[A\x1bOB\x1b[1;3D\x1b[5~\x1b[H\x1bOF\x1b[4~\x1b[Z\x1bOP\x1b[11~\x1b[[A\x1b[24~\x1b[1;5C";
        assert_eq!(read(&[keys]).join(" "), "up down alt-left pageup home end end backtab f1 f1 f1 f12 ctrl-right");
    }

    #[test]
    fn keys_of_the_newer_protocols() {
        assert_eq!(read(&[b"\x1b[97;5u\x1b[13u\x1b[27;5;105~\x1b[106;1:3u"]).join(" "), "ctrl-a enter ctrl-i");
    }

    #[test]
    fn a_sequence_in_two_pieces_is_one_key() {
        assert_eq!(read(&[b"\x1b[", b"A", b"\x1b", b"[5", b"~", b"\xc3", b"\xa9"]).join(" "), "up pageup é");
    }

    #[test]
    fn a_lone_escape_is_a_key_when_nothing_follows() {
        assert_eq!(read(&[b"\x1b"]).join(" "), "esc");
        assert_eq!(read(&[b"\x1b\x1bj\x1b["]).join(" "), "esc alt-j alt-[");
    }

    #[test]
    fn a_broken_sequence_does_not_swallow_the_key_after_it() {
        assert_eq!(read(&[b"\x1b[12\rj\xff\xfek\xe6q\x1b]11;rgb\x1b[Bx"]).join(" "), "enter j k q down x");
    }

    #[test]
    fn the_wheel_and_clicks_count_cells_from_nought() {
        let mouse = b"\x1b[<65;10;5M\x1b[<64;1;1M\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<35;9;9M";
        assert_eq!(read(&[mouse]), ["ScrollDown 9 4", "ScrollUp 0 0", "Down(Left) 2 3", "Up(Left) 2 3"]);
    }

    #[test]
    fn pasted_text_may_hold_anything_and_come_in_pieces() {
        let pieces: &[&[u8]] = &[b"a\x1b[200~two\nlines\x1b[A \x1b[20", b"1 still\x1b[2", b"01~b"];
        assert_eq!(read(pieces), ["a", "paste two\nlines\u{1b}[A \u{1b}[201 still", "b"]);
        assert_eq!(read(&[b"\x1b[200~cut"]), ["paste cut"]);
    }

    #[test]
    fn a_paste_is_kept_up_to_a_limit() {
        let mut parser = Parser::default();
        let mut lengths = Vec::new();
        let mut note = |input| {
            if let Input::Paste(text) = input {
                lengths.push(text.len())
            }
        };
        parser.feed(PASTE_BEGINS, &mut note);
        for _ in 0..40 {
            parser.feed(&[b'x'; 100_000], &mut note);
        }
        parser.feed(PASTE_ENDS, &mut note);
        assert_eq!(lengths, [LONGEST_PASTE]);
    }

    #[test]
    fn answers_of_the_terminal_are_no_keys_even_when_they_come_late() {
        let answers: &[&[u8]] =
            &[b"j\x1b]11;rgb:ffff/ff", b"ff/8080\x1b\\\x1b[?62;22ck", b"\x1b]11;rgba:0/80/ff/ff\x07"];
        assert_eq!(read(answers), ["j", "background [255, 255, 128]", "kind", "k", "background [0, 128, 255]"]);
        assert_eq!(read(&[b"\x1b]52;c;cm0=\x07\x1bP1$r0m\x1b\\\x1b[12;40R\x1b[I"]), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_alike_however_they_are_cut(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(ESCAPE), Just(b'['), Just(b';'), Just(b'~')], 0..80),
            cut in 0_usize..80,
        ) {
            let (before, after) = bytes.split_at(cut.min(bytes.len()));
            prop_assert_eq!(read(&[before, after]), read(&[&bytes]));
        }
    }
}
