//! What is found out beside the hits: facets, a timeline, near words, what was read; by workers while keys go on.

use crate::{
    corpus::Corpus,
    terminal::{Start, Terminal},
};

/// Records beside the three articles.
const MANY: usize = 3_000;

/// Three thousand bulletins of 2021, two thirds of them from one outlet, and a reader that has them all.
fn bulletins() -> (Corpus, Terminal) {
    let corpus = Corpus::small();
    let record = |number: usize| {
        let site = if number.is_multiple_of(3) { "The South Gazette" } else { "The North Herald" };
        let (month, day) = (number % 10 + 1, number % 27 + 1);
        format!(
            "{{\"text\": \"Bulletin number {number}\", \"date\": \"2021-{month:02}-{day:02}\", \"site\": \"{site}\"}}\n"
        )
    };
    corpus.add("many.jsonl", (0..MANY).map(record).collect::<String>());
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("3003 articles");
    (corpus, terminal)
}

#[test]
fn facets_and_timeline_count_and_narrow_the_result() {
    let (_corpus, terminal) = bulletins();
    terminal.press("/bulletin\rF");
    terminal.wait_for("2000  The North Herald");
    terminal.press("\r");
    terminal.wait_for("2000 of 3003");
    terminal.press("T");
    terminal.wait_for("200  2021-10");
    terminal.press("j\r");
    terminal.wait_for("/ bulletin* site:\"The North Herald\" date:2021-02");
    terminal.wait_for("200 of 3003");
}

#[test]
fn what_was_read_is_asked_for_in_the_same_breath() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("r/is:read\r");
    terminal.wait_for("1 of 3 articles");
    terminal.press("/\x15is:unread\r");
    terminal.wait_for("2 of 3 articles");
}

#[test]
fn a_slip_is_noticed_and_fields_are_completed() {
    let corpus = Corpus::small();
    let terminal = Start::on(&corpus).run();
    terminal.wait_for("Lotte Reimers steered");
    terminal.press("/fery captian");
    terminal.wait_for("ferry captain");
    terminal.press("\t");
    terminal.wait_for("1 of 3 articles");
    // A field's whole name, since near words of its beginning could be offered before the Tab is read.
    terminal.press("\x15lang:");
    terminal.wait_for("lang:en");
    terminal.press("\t");
    terminal.wait_for("3 of 3 articles");
}
