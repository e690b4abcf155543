//! File names made safe to show: a name is text that strangers wrote, and need not even be text.

use std::{fmt::Write, os::unix::ffi::OsStrExt, path::Path};

use crate::text::clean::Clean;

/// The path as it is shown: bytes that are no UTF-8 as `\xff`, control characters as `\n` or `\u{1b}`, the rest cleaned.
pub fn shown(path: &Path) -> Clean {
    let mut escaped = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() { escaped.extend(c.escape_default()) } else { escaped.push(c) }
        }
        for byte in chunk.invalid() {
            write!(escaped, "\\x{byte:02x}").expect("writing to a string does not fail");
        }
    }
    Clean::line(&escaped)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn name(bytes: &[u8]) -> String {
        shown(Path::new(OsStr::from_bytes(bytes))).to_string()
    }

    #[test]
    fn a_plain_name_stays() {
        assert_eq!(name("news/2021/Straße – 雨.txt".as_bytes()), "news/2021/Straße – 雨.txt");
    }

    #[test]
    fn what_is_no_text_or_a_command_is_escaped() {
        assert_eq!(name(b"bad\xff\xfename.txt"), "bad\\xff\\xfename.txt");
        assert_eq!(name(b"two\nlines\x1b]0;x\x07.txt"), "two\\nlines\\u{1b}]0;x\\u{7}.txt");
        assert_eq!(name(b"c1\xc2\x9b2J"), "c1\\u{9b}2J");
    }
}
