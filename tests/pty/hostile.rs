//! Articles, file names and pasted text that would command the terminal or mislead the reader.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use crate::{corpus::Corpus, sequences::foreign, terminal::Start};

/// Escape sequences whole and cut, C0 and C1 as characters, directions, tags, invisible characters.
const EVIL: &str = "\x1b]52;c;cm0gLXJm\x07 \x1b[2J\x1b[31m \x1b]0;owned\x1b\\ \x1bc \x1b[?1049l \u{9b}31m \u{9d}52;c;eA==\u{9c} \
                    \u{202e}desrever\u{202c} \u{2066}isolate\u{2069} \u{200b}\u{feff}\u{2060} \u{e0041}\u{e0042} \
                    \x07\x08\x0e\x0f\x05 \x1bP1$r0m\x1b\\ \u{fff9}a\u{fffa}b\u{fffb} \x1b[";

#[test]
fn nothing_in_an_article_reaches_the_terminal_as_a_command() {
    let corpus = Corpus::empty();
    let text = format!(
        "Evil {EVIL} headline of the day\n\n6 March 2021\n\nBy Eve {EVIL}\n\nThe wicked {EVIL} paragraph goes on \
                        and on until it is as long as an honest one would be.\n\nLeave a Reply {EVIL}\n"
    );
    corpus.add("evil\x1b]52;c;cm0=\x07\u{202e}txt.exe.txt", &text);
    corpus.add(OsStr::from_bytes(b"C1 \x9b31m\x1b[2J.txt"), "Second\x1b[31m one\n\n1 March 2021\n\nplain text here.\n");
    corpus.add("broken\x1b[2J\u{202e}.jsonl.gz", b"\x1f\x8b\x08not really");
    corpus.add("raw\x1b[2J.txt", b"Bytes \x9b31m \x1b[5n of no encoding\n\nA \x90 paragraph \xff\xfe with bytes.\n");
    let mut terminal = Start::on(&corpus).size(120, 40).run();
    terminal.wait_for("The wicked");
    for (keys, shown) in [
        ("g.", "raw"),
        ("g.", "wicked"),
        ("D", "Explain"),
        ("\x1b", "wicked"),
        (".", "wicked"),
        ("2J", "wicked"),
        ("1j", "plain text"),
        ("j", "Bytes"),
        ("g.", "Bytes"),
        (":problems\r", "broken"),
        ("\x1b", "Bytes"),
        ("?", "Moving"),
        ("\x1b", "Bytes"),
    ] {
        if keys == "\x1b" {
            terminal.escape()
        } else {
            terminal.press(keys)
        }
        terminal.wait_for(shown);
    }
    terminal.press("/");
    terminal.press(format!("\x1b[200~wicked {EVIL}\x1b[201~"));
    terminal.wait_for("/ wicked");
    terminal.press("\x15title:\"evil\" (");
    terminal.wait_for("title:");
    terminal.settle();
    terminal.press("\x03\x03\x03");
    terminal.ended();
    assert_eq!(foreign(&terminal.bytes()), [""; 0]);
}
