//! Sudden death, tried out: a process that writes is killed at any point, again and again, and what it had acknowledged
//! is there.

use std::{
    env,
    ffi::OsStr,
    io::{self, BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use crate::home::{CorpusKey, Home};

use super::{
    Library,
    tests::{again, library, tie},
};

/// Names the home in which the process that is killed writes. Only that process has it.
const HOME: &str = "FOLIO_TEST_KILL";

/// How often it is tried.
const ROUNDS: u32 = 8;

/// Not a test in itself: the life of the process that is killed.
#[test]
fn victim() {
    let Some(folder) = env::var_os(HOME) else { return };
    let library = Library::open(&Home::under(folder.as_ref()).unwrap()).unwrap().library;
    let corpus = CorpusKey::named("kill");
    for number in library.history(&corpus, usize::MAX).unwrap().len().. {
        library.set_read(tie(number as u128, "/path"), true).unwrap();
        library.remember_query(&corpus, &format!("query {number}")).unwrap();
        writeln!(io::stdout(), "\nkept {number}").unwrap();
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let (folder, library) = library();
    drop(library);
    for round in 1..=ROUNDS {
        let mut victim = start(folder.path().as_os_str());
        let kept = wait_for(&mut victim, round);
        victim.kill().unwrap();
        victim.wait().unwrap();
        let library = again(&folder);
        assert_eq!(library.read_set(&[tie(kept, "")]).unwrap().len(), 1, "round {round}");
        assert!(library.history(&CorpusKey::named("kill"), usize::MAX).unwrap().contains(&format!("query {kept}")));
    }
}

fn start(home: &OsStr) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "library::kill::victim", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads so many acknowledgements, and gives the number in the last one. The process has gone on meanwhile: the kill
/// meets it anywhere.
fn wait_for(victim: &mut Child, acknowledgements: u32) -> u128 {
    let lines = BufReader::new(victim.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
    let kept = lines.filter_map(|line| line.strip_prefix("kept ").and_then(|number| number.parse().ok()));
    kept.take(acknowledgements as usize * 3).last().unwrap()
}
