//! However folio is left, the terminal is as it was before.

use std::{thread, time::Duration};

use rustix::process::Signal;

use crate::{
    corpus::Corpus,
    terminal::{Start, Terminal, wait_until},
};

/// folio with an article on the page.
fn reading(corpus: &Corpus) -> Terminal {
    let terminal = Start::on(corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal
}

#[test]
fn keys_that_leave_give_the_terminal_back() {
    let corpus = Corpus::small();
    for keys in ["q", ":quit\r", "\x03"] {
        let mut terminal = reading(&corpus);
        assert!(!terminal.is_given_back());
        terminal.press(keys);
        assert_eq!((keys, terminal.ended().exit_code()), (keys, 0));
        terminal.assert_given_back();
    }
}

#[test]
fn signals_that_end_give_the_terminal_back() {
    let corpus = Corpus::small();
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut terminal = reading(&corpus);
        terminal.signal(signal);
        assert_eq!(terminal.ended().exit_code(), status);
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_at_any_moment_of_the_start_gives_the_terminal_back() {
    let corpus = Corpus::small();
    for pause in [0, 5, 10, 20, 40, 80, 160, 320] {
        let mut terminal = Start::on(&corpus).run();
        thread::sleep(Duration::from_millis(pause));
        terminal.signal(Signal::TERM);
        let status = terminal.ended();
        // Before folio watches for signals, the kernel ends it, and the terminal was not taken yet.
        assert!(status.exit_code() == 143 || status.signal().is_some(), "{status:?}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_ends_it_while_the_terminal_does_not_read() {
    let corpus = Corpus::small();
    let mut terminal = reading(&corpus);
    terminal.read(false);
    // More frames than the kernel keeps for a terminal.
    for _ in 0..400 {
        terminal.press("\x0cj\x0ck");
    }
    thread::sleep(Duration::from_millis(500));
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.ended().exit_code(), 143);
    terminal.read(true);
    terminal.assert_given_back();
}

#[test]
fn a_terminal_that_hangs_up_ends_it() {
    let corpus = Corpus::small();
    let mut terminal = reading(&corpus);
    terminal.hang_up();
    assert_eq!(terminal.ended().exit_code(), 129);
}

#[test]
fn a_hang_up_without_a_signal_ends_it() {
    let corpus = Corpus::small();
    let line = format!("trap '' HUP; '{}' .; echo $? > status", env!("CARGO_BIN_EXE_folio"));
    let mut terminal = Start::of(&corpus, "sh", ["-c".into(), line.into()]).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.hang_up();
    terminal.ended();
    assert_eq!(std::fs::read_to_string(corpus.articles().join("status")).unwrap(), "129\n");
}

#[test]
fn suspended_by_key_or_signal_it_gives_the_terminal_back_and_takes_it_again() {
    let corpus = Corpus::small();
    let mut terminal = reading(&corpus);
    for by_key in [true, false, true] {
        if by_key {
            terminal.press("\x1a")
        } else {
            terminal.signal(Signal::TSTP)
        }
        wait_until("it is stopped", || terminal.is_stopped());
        terminal.assert_given_back();
        terminal.signal(Signal::CONT);
        terminal.wait_until("the page is back", |screen| {
            screen.alternate_screen() && screen.contents().contains("Lotte Reimers steered")
        });
    }
    terminal.press("jj");
    terminal.wait_for("The warden of the nature reserve");
    terminal.press("q");
    assert!(terminal.ended().success());
    terminal.assert_given_back();
}

#[test]
fn stopped_without_a_word_it_takes_the_terminal_again() {
    let corpus = Corpus::small();
    let mut terminal = reading(&corpus);
    terminal.signal(Signal::STOP);
    wait_until("it is stopped", || terminal.is_stopped());
    // What a shell would do to the terminal meanwhile.
    terminal.make_ordinary();
    assert!(terminal.is_given_back());
    terminal.signal(Signal::CONT);
    terminal.wait_until("the page is back", |screen| {
        screen.alternate_screen() && screen.contents().contains("Lotte Reimers steered")
    });
    terminal.press("q");
    assert!(terminal.ended().success());
    terminal.assert_given_back();
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_while_drawing_gives_the_terminal_back_and_is_told() {
    let corpus = Corpus::small();
    let mut terminal = Start::on(&corpus).env("FOLIO_REHEARSE", "drawing").run();
    terminal.type_slowly("jkjkjk");
    assert_eq!(terminal.ended().exit_code(), 101);
    terminal.assert_given_back();
    terminal.wait_for("rehearsed: a panic in drawing");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_thread_that_is_needed_ends_it_and_is_told() {
    let corpus = Corpus::small();
    let mut terminal = Start::on(&corpus).env("FOLIO_REHEARSE", "keyboard").run();
    terminal.type_slowly("jkjkjk");
    assert_eq!(terminal.ended().exit_code(), 2);
    terminal.assert_given_back();
    terminal.wait_for("reads the keyboard has failed");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_said_and_everything_else_goes_on() {
    let corpus = Corpus::small();
    let mut terminal = Start::on(&corpus).env("FOLIO_REHEARSE", "searching").run();
    terminal.wait_for("folio");
    terminal.type_slowly("/ferry");
    terminal.wait_for("folio failed at this");
    terminal.escape();
    terminal.escape();
    terminal.press(":quit\r");
    assert_eq!(terminal.ended().exit_code(), 0);
    terminal.assert_given_back();
}
