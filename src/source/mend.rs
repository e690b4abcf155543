//! Lines that are almost JSON made JSON: what common writers get wrong, and nothing that would have to be guessed.

/// The line with these repaired, or none where there is nothing to repair: lone halves of surrogate pairs become U+FFFD,
/// raw control characters inside strings are escaped (RFC 8259, section 7), and `NaN` and `Infinity`, which Python writes,
/// become null.
pub(super) fn mend(line: &str) -> Option<String> {
    let mut mended = String::with_capacity(line.len() + 64);
    let mut rest = line;
    let mut is_inside = false;
    let mut is_changed = false;
    while let Some(found) = rest.find(|c: char| c < ' ' || matches!(c, '"' | '\\' | 'N' | 'I')) {
        mended.push_str(&rest[..found]);
        rest = &rest[found..];
        let piece = piece(rest, is_inside);
        is_inside ^= rest.starts_with('"');
        is_changed |= piece.replacement.is_some();
        match piece.replacement {
            Some(replacement) => mended.push_str(&replacement),
            None => mended.push_str(&rest[..piece.length]),
        }
        rest = &rest[piece.length..];
    }
    mended.push_str(rest);
    is_changed.then_some(mended)
}

/// The beginning of the rest of a line: how long it is, and what stands for it if something else must.
struct Piece {
    length: usize,
    replacement: Option<String>,
}

impl Piece {
    fn kept(length: usize) -> Self {
        Self { length, replacement: None }
    }

    fn replaced(length: usize, replacement: impl Into<String>) -> Self {
        Self { length, replacement: Some(replacement.into()) }
    }
}

fn piece(rest: &str, is_inside: bool) -> Piece {
    if is_inside {
        return match rest.as_bytes()[0] {
            b'\\' => escape(rest),
            control @ 0..0x20 => Piece::replaced(1, format!("\\u{control:04x}")),
            _ => Piece::kept(1),
        };
    }
    match ["NaN", "Infinity"].into_iter().find(|word| rest.starts_with(word)) {
        Some(word) => Piece::replaced(word.len(), "null"),
        None => Piece::kept(1),
    }
}

/// An escape: whole pairs of surrogates stay, lone halves do not.
fn escape(rest: &str) -> Piece {
    let unit = |at: usize| {
        let digits = rest.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => Piece::kept(12),
        (Some(0xd800..=0xdfff), _) => Piece::replaced(6, "\\ufffd"),
        (Some(_), _) => Piece::kept(6),
        (None, _) => Piece::kept(1 + rest[1..].chars().next().filter(char::is_ascii).map_or(0, char::len_utf8)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn mended(line: &str) -> Option<Value> {
        mend(line).map(|line| serde_json::from_str(&line).expect("JSON"))
    }

    #[test]
    fn what_writers_get_wrong_is_repaired() {
        assert_eq!(
            mended(r#"{"a":"\ud800","b":"x\udfff y"}"#),
            Some(serde_json::json!({"a": "\u{fffd}", "b": "x\u{fffd} y"}))
        );
        assert_eq!(mended("{\"a\":\"tab\there\u{1b}\"}"), Some(serde_json::json!({"a": "tab\there\u{1b}"})));
        assert_eq!(
            mended(r#"{"a":NaN,"b":[Infinity],"c":"NaN"}"#),
            Some(serde_json::json!({"a": null, "b": [null], "c": "NaN"}))
        );
    }

    #[test]
    fn what_is_right_stays() {
        for right in [r#"{"a":"\ud83d\ude00 \\ud800 \" NaN Infinity"}"#, "{}", r#"["\u00e9\n"]"#, "{\t\"a\": 1}\r"] {
            assert_eq!(mend(right).filter(|_| serde_json::from_str::<Value>(right).is_ok()), None, "{right}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_mended_or_not(line in r#"[a"\\u0-9dNI{}:\x00-\x1f é]{0,60}"#) {
            if let Some(once) = mend(&line) {
                prop_assert_eq!(mend(&once).filter(|twice| *twice == once), None);
            }
        }

        #[test]
        fn json_is_left_alone(text in ".{0,60}") {
            let line = serde_json::json!({ "text": text }).to_string();
            prop_assert_eq!(mend(&line), None);
        }
    }
}
