//! What is kept through kill -9.

use std::{fs, thread, time::Duration};

use rustix::process::Signal;

use crate::{
    corpus::Corpus,
    terminal::{Start, Terminal, wait_until},
};

#[test]
fn place_query_history_and_what_was_read_survive_a_sudden_death() {
    let corpus = Corpus::small();
    let mut terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("/ducks\r");
    terminal.wait_for("1 of 3");
    terminal.wait_for("The warden of the nature reserve");
    terminal.escape();
    terminal.wait_for("newest first");
    terminal.press("ggj");
    terminal.wait_for("The stone bridge over");
    terminal.press("r");
    kept(&corpus, &terminal);
    terminal.signal(Signal::KILL);
    terminal.ended();

    let terminal = Start::on(&corpus).run();
    terminal.wait_for("The stone bridge over");
    terminal.press("r");
    terminal.wait_for("unread");
    terminal.press("/\x1b[A");
    terminal.wait_for("/ ducks");
}

/// Waits until everything is written: the library's log grows with each change, and rests.
fn kept(corpus: &Corpus, terminal: &Terminal) {
    terminal.settle();
    let log = corpus.home().join("data/library.sqlite-wal");
    let length = || fs::metadata(&log).map(|file| file.len()).unwrap_or(0);
    let mut before = 0;
    wait_until("everything is kept", || {
        thread::sleep(Duration::from_millis(700));
        let now = length();
        now > 0 && std::mem::replace(&mut before, now) == now
    });
}
