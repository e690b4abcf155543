//! Screens of every size, and changes of it.

use std::{thread, time::Duration};

use crate::{corpus::Corpus, terminal::Start};

#[test]
fn it_runs_at_every_size_and_shows_the_page_again_after() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    for (columns, rows) in
        [(1, 1), (2, 2), (1, 40), (200, 1), (19, 4), (20, 5), (60, 20), (500, 200), (99, 3), (80, 24)]
    {
        terminal.resize(columns, rows);
        thread::sleep(Duration::from_millis(40));
        terminal.press("/ferry\r?\x1bj{}\x1b");
        thread::sleep(Duration::from_millis(40));
    }
    terminal.resize(120, 40);
    terminal.escape();
    terminal.escape();
    terminal.wait_for("Articles");
    terminal.wait_for("steered the Oster ferry");
}

#[test]
fn a_storm_of_sizes_leaves_a_whole_screen() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    for step in 0..300 {
        terminal.resize(20 + step * 37 % 150, 5 + step * 17 % 60);
    }
    terminal.resize(100, 30);
    terminal.settle();
    let after = terminal.screen();
    terminal.press("\x0c");
    terminal.settle();
    assert_eq!(after, terminal.screen());
    assert!(after.contains("steered the Oster ferry"), "{after}");
}

#[test]
fn a_terminal_that_does_not_know_its_size_gets_the_usual_one() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).size(0, 0).run();
    terminal.resize(0, 0);
    terminal.settle();
    assert!(String::from_utf8_lossy(&terminal.bytes()).contains("folio"));
}
