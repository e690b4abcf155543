//! Escape sequences (ECMA-48) in foreign text: how far they reach.

/// A string sequence whose end is not found within so many bytes was cut: what follows it is text.
const LONGEST_STRING: usize = 4096;
/// Longer runs of parameters are no sequence that any terminal knows.
const LONGEST_CONTROL: usize = 256;

/// Bytes of the escape sequence at the start of `text`; 0 where none begins. A sequence that was cut reaches as far as
/// its parameters, never into the text behind it.
pub(super) fn sequence(text: &str) -> usize {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some('\u{1B}'), Some('[')) => control(text, 2),
        (Some('\u{1B}'), Some(']' | 'P' | 'X' | '^' | '_')) => string(text, 2),
        (Some('\u{1B}'), _) => plain(text),
        (Some('\u{9B}'), _) => control(text, 2),
        (Some('\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}'), _) => string(text, 2),
        _ => 0,
    }
}

/// Intermediate bytes and a final one: `ESC ( B`.
fn plain(text: &str) -> usize {
    let end = span(text, 1, 4, |byte| matches!(byte, b' '..=b'/'));
    end + usize::from(matches!(text.as_bytes().get(end), Some(b'0'..=b'~')))
}

/// CSI: parameters, intermediate bytes and a final one.
fn control(text: &str, start: usize) -> usize {
    let end = span(text, start, LONGEST_CONTROL, |byte| matches!(byte, b'0'..=b'?'));
    let end = span(text, end, 4, |byte| matches!(byte, b' '..=b'/'));
    end + usize::from(matches!(text.as_bytes().get(end), Some(b'@'..=b'~')))
}

/// OSC, DCS, APC, PM, SOS: everything up to the string terminator, on the same line. Any other control character
/// cancels the string; looking no further keeps a row of openings linear.
fn string(text: &str, start: usize) -> usize {
    let within = &text[start..text.floor_char_boundary(start + LONGEST_STRING)];
    let cut = span(text, start, LONGEST_CONTROL, |byte| matches!(byte, b'0'..=b'?'));
    let Some(stop) = within.find(|c: char| c.is_control() && c != '\t') else { return cut };
    let behind = &text[start + stop..];
    let terminator = ["\u{7}", "\u{1B}\\", "\u{9C}"].iter().find(|&&terminator| behind.starts_with(terminator));
    terminator.map_or(cut, |terminator| start + stop + terminator.len())
}

/// Where the bytes after `start` cease to satisfy `is_part`, at most `limit` of them.
fn span(text: &str, start: usize, limit: usize, is_part: fn(u8) -> bool) -> usize {
    start + text.as_bytes()[start..].iter().take(limit).take_while(|&&byte| is_part(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_reaches_to_its_end() {
        for (text, rest) in [
            ("\u{1B}[31mred", "red"),
            ("\u{9B}31mred", "red"),
            ("\u{1B}[?2026hx", "x"),
            ("\u{1B}(Bx", "x"),
            ("\u{1B}cx", "x"),
            ("\u{1B}]52;c;aGVsbG8=\u{7}x", "x"),
            ("\u{1B}]8;;http://example.org\u{1B}\\x", "x"),
            ("\u{9D}0;title\u{9C}x", "x"),
            ("\u{1B}Pq#0;2;0\u{1B}\\x", "x"),
            ("\u{1B}_Gi=1;AAAA\u{1B}\\x", "x"),
        ] {
            assert_eq!(&text[sequence(text)..], rest, "{text:?}");
        }
    }

    #[test]
    fn a_cut_sequence_leaves_the_text_behind_it() {
        for (text, rest) in [
            ("\u{1B}", ""),
            ("\u{1B}[", ""),
            ("\u{1B}[31;4", ""),
            ("\u{1B}[31;\nnext", "\nnext"),
            ("\u{1B}]52;c;aGVs\nnext \u{7}", "c;aGVs\nnext \u{7}"),
            ("\u{1B}]0;title\u{1B}[0m", "title\u{1B}[0m"),
            ("\u{1B}é", "é"),
            ("\u{1B}\u{1B}[m", "\u{1B}[m"),
        ] {
            assert_eq!(&text[sequence(text)..], rest, "{text:?}");
        }
        let long = format!("\u{1B}]0;{}\u{7}", "word ".repeat(1000));
        assert_eq!(sequence(&long), 4);
    }
}
