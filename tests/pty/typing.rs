//! Keys, pasted text and floods of both.

use std::{thread, time::Duration};

use rustix::process::Signal;

use crate::{
    corpus::Corpus,
    terminal::{Start, Terminal},
};

#[test]
fn a_query_answers_while_it_is_typed_and_deleted() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("/ducks reserve");
    terminal.wait_for("1 of 3");
    terminal.wait_for("The warden of the nature reserve");
    terminal.press("\x7f".repeat(13));
    terminal.press("ferry");
    terminal.wait_for("2 of 3");
    terminal.press("\x15");
    terminal.wait_while("2 of 3");
    terminal.escape();
    terminal.wait_for("/ search");
}

#[test]
fn arrows_in_pieces_are_arrows() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    for piece in ["\x1b[", "B", "\x1bO", "B"] {
        terminal.press(piece);
        thread::sleep(Duration::from_millis(60));
    }
    terminal.wait_for("The warden of the nature reserve");
}

#[test]
fn escape_takes_back_a_key_that_was_begun() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("s");
    terminal.wait_for("sort by date");
    terminal.escape();
    terminal.wait_while("sort by date");
    assert!(!terminal.screen().contains("not bound"), "{}", terminal.screen());
}

#[test]
fn a_large_paste_is_typed_and_can_be_taken_back() {
    let corpus = Corpus::small();
    let mut terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("/");
    terminal.wait_for("/ ");
    terminal.press(format!("\x1b[200~{}\x1b[201~", "ferry \x1b[31m captain\n".repeat(10_000)));
    terminal.press("\x15ducks");
    terminal.wait_for("1 of 3");
    terminal.press("\x03");
    terminal.press("\x03\x03");
    assert!(terminal.ended().success());
    terminal.assert_given_back();
}

#[test]
fn nothing_comes_and_nothing_runs_when_nothing_happens() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.settle();
    let (bytes, ticks) = (terminal.bytes().len(), terminal.ticks());
    thread::sleep(Duration::from_secs(2));
    assert_eq!(terminal.bytes().len(), bytes);
    assert!(terminal.ticks() - ticks <= 2, "{} ticks", terminal.ticks() - ticks);
}

#[test]
fn no_keys_in_whatever_order_break_it() {
    let corpus = Corpus::small();
    let mut random = Random(20_211_230);
    let mut terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    for _ in 0..60 {
        let keys: String = (0..50).map(|_| random.key()).collect();
        terminal.press(keys);
        thread::sleep(Duration::from_millis(20));
        if terminal.is_stopped() {
            terminal.signal(Signal::CONT);
        }
        if !terminal.is_running() {
            assert!(terminal.ended().success(), "{}", terminal.screen());
            terminal.assert_given_back();
            terminal = Start::on(&corpus).run();
        }
    }
    leave(&mut terminal);
}

/// Leaves from wherever it is.
fn leave(terminal: &mut Terminal) {
    if terminal.is_stopped() {
        terminal.signal(Signal::CONT);
    }
    // A mark may be waiting for its letter, and a prefix for its end.
    for keys in ["x", "\x1b", "\x1b", "\x1b", "\x03", "\x03"] {
        terminal.press(keys);
        thread::sleep(Duration::from_millis(60));
    }
    assert!(terminal.ended().success());
    terminal.assert_given_back();
}

/// Numbers without order, the same in every run (a linear congruential generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn key(&mut self) -> String {
        const SPECIAL: &[&str] = &[
            "\x1b",
            "\r",
            "\t",
            "\x7f",
            "\x1b[A",
            "\x1b[B",
            "\x1b[C",
            "\x1b[D",
            "\x1b[5~",
            "\x1b[6~",
            "\x1b[H",
            "\x1b[F",
            "\x1bOP",
            "\x1b[Z",
            "é",
            "普",
            "\u{301}",
            "\x1b[<0;9;9M",
            "\x1b[<65;40;9M",
            "\x1b[200~pasted\x1b[201~",
            "/",
            ":",
            "?",
            "gg",
            "\x1b[1;3D",
            "\x1b[999;999R",
            "\x1b]0;x\x07",
            "\u{202e}",
        ];
        if self.below(3) == 0 {
            return SPECIAL[self.below(SPECIAL.len())].to_owned();
        }
        let byte = self.below(0x7f) as u8;
        // Leaving and stopping have their own tests; here they would only cost time.
        if matches!(byte, 3 | 26 | b'q') { "j".to_owned() } else { char::from(byte).to_string() }
    }
}
