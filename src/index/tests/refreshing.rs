//! What a refresh touches, and what is left when it is interrupted.

use std::sync::atomic::Ordering;

use super::*;

fn all(bench: &Bench) -> Vec<String> {
    let engine = bench.engine();
    let answer = engine.search(&question("*"), &|| false).expect("answered");
    let mut names: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| hit.row.file.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn counts(refreshed: &Refreshed) -> (usize, usize, usize, u64) {
    (refreshed.files_read, refreshed.files_removed, refreshed.files_kept, refreshed.articles)
}

#[test]
fn only_what_has_changed_is_touched() {
    let bench =
        Bench::with(&[("a.txt", "The first text."), ("b.txt", "The second text."), ("sub/c.txt", "The third one.")]);
    assert_eq!(counts(&bench.refresh()), (3, 0, 0, 3));
    assert_eq!(counts(&bench.refresh()), (0, 0, 3, 0));
    bench.write("d.txt", "A fourth text.");
    assert_eq!(counts(&bench.refresh()), (1, 0, 3, 1));
    bench.write("a.txt", "The first text, longer now.");
    let refreshed = bench.refresh();
    assert_eq!((counts(&refreshed), refreshed.total), ((1, 1, 3, 1), 4));
    remove(&bench.corpus_path().join("b.txt"));
    assert_eq!(counts(&bench.refresh()), (0, 1, 3, 0));
    fs::rename(bench.corpus_path().join("sub/c.txt"), bench.corpus_path().join("e.txt")).expect("moved");
    assert_eq!(counts(&bench.refresh()), (1, 1, 2, 1));
    assert_eq!(all(&bench), ["a.txt", "d.txt", "e.txt"]);
    let engine = bench.engine();
    assert_eq!(ids(&engine, &question("longer")).len(), 1);
    assert_eq!(ids(&engine, &question("second")).len(), 0);
}

#[test]
fn a_refresh_that_was_stopped_goes_on_where_it_was() {
    let lines = CORPUS.lines().count() as u64;
    let bench = Bench::with(&[("a.jsonl", CORPUS), ("b.txt", "One more text.")]);
    let stop = AtomicBool::new(false);
    let mut stopped = Refreshed::default();
    // The gate lets a few records through before the reading thread looks at the flag.
    for _ in 0..20 {
        stop.store(false, Ordering::Relaxed);
        let refreshed = refresh(&bench.index_folder(), &bench.corpus(), &options(), &stop, &mut |progress| {
            if progress.phase == Phase::Reading {
                stop.store(true, Ordering::Relaxed);
            }
        });
        let refreshed = refreshed.expect("refreshed");
        stopped.articles += refreshed.articles;
        assert_eq!(refreshed.total, stopped.articles, "nothing is read twice");
    }
    stopped.articles += bench.refresh().articles;
    assert_eq!(stopped.articles, lines + 1);
    assert_eq!(bench.engine().total() as u64, lines + 1);
}

#[test]
fn a_machine_that_stops_between_commits_loses_only_what_was_not_committed() {
    let bench = Bench::with(&[("a.txt", "The first text.")]);
    bench.refresh();
    bench.write("b.txt", "The second text.");
    // As it is after a manifest was written and before its commit was.
    let path = bench.index_folder().current(schema::FORMAT).expect("listed").expect("an index");
    fs::write(path.join("manifest-99"), "not whole").expect("written");
    assert_eq!(all(&bench), ["a.txt"]);
    assert_eq!(counts(&bench.refresh()), (1, 0, 1, 1));
    assert_eq!(all(&bench), ["a.txt", "b.txt"]);
    let manifests = fs::read_dir(&path).expect("listed").flatten();
    let manifests = manifests.filter(|entry| entry.file_name().to_string_lossy().starts_with("manifest"));
    assert_eq!(manifests.count(), 1);
}

#[test]
fn a_damaged_index_is_built_anew() {
    let bench = Bench::with(&[("a.txt", "The first text.")]);
    assert_eq!(bench.refresh().rebuilt, None);
    let path = bench.index_folder().current(schema::FORMAT).expect("listed").expect("an index");
    fs::write(path.join("meta.json"), "{").expect("written");
    assert!(Engine::open(&bench.index_folder(), &bench.corpus()).is_err());
    let refreshed = bench.refresh();
    assert_eq!((refreshed.rebuilt, refreshed.articles), (Some("the index was damaged"), 1));
    assert_eq!(all(&bench), ["a.txt"]);
    let path = bench.index_folder().current(schema::FORMAT).expect("listed").expect("an index");
    let mut files = fs::read_dir(&path).expect("listed").flatten().map(|entry| entry.path());
    remove(&files.find(|path| path.to_string_lossy().contains("manifest")).expect("a manifest"));
    assert!(bench.refresh().rebuilt.is_some());
    assert_eq!(all(&bench), ["a.txt"]);
}

#[test]
fn a_second_folio_reads_while_the_first_one_writes() {
    let bench = Bench::with(&[("a.txt", "The first text.")]);
    bench.refresh();
    let (first, second) = (bench.engine(), bench.engine());
    bench.write("b.txt", "The second text.");
    let lock = bench.index_folder().lock().expect("the lock");
    let stop = AtomicBool::new(false);
    let refused = refresh(&bench.index_folder(), &bench.corpus(), &options(), &stop, &mut |_| ());
    assert!(refused.is_err_and(|error| error.is_held()));
    assert!(!second.reload().expect("reloaded"));
    drop(lock);
    bench.refresh();
    assert_eq!((first.total(), second.total()), (1, 1), "what is open stays as it was");
    assert!(first.reload().expect("reloaded") && second.reload().expect("reloaded"));
    assert!(!second.reload().expect("reloaded"));
    assert_eq!((first.total(), second.total()), (2, 2));
}

#[test]
fn what_cannot_be_read_is_told_and_kept_in_mind() {
    let bench =
        Bench::with(&[("a.jsonl", "{\"text\": \"Fine text.\"}\nnonsense\n"), ("b.png", "\u{89}PNG\r\n\u{1a}\n\0\0")]);
    let problems = bench.refresh().problems;
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(bench.refresh().problems, problems);
    assert_eq!(bench.engine().problems().expect("read"), problems);
    remove(&bench.corpus_path().join("b.png"));
    assert_eq!(bench.refresh().problems.len(), 1);
}

#[test]
fn a_corpus_that_cannot_be_reached_has_not_vanished() {
    let bench = Bench::with(&[("a.txt", "The first text.")]);
    bench.refresh();
    let away = bench.folder.path().join("away");
    fs::rename(bench.corpus_path(), &away).expect("moved");
    let refreshed = bench.refresh();
    assert_eq!((refreshed.files_removed, refreshed.total, refreshed.problems.len()), (0, 1, 1));
    fs::rename(&away, bench.corpus_path()).expect("moved");
    assert_eq!(counts(&bench.refresh()), (0, 0, 1, 0));
    assert_eq!(bench.engine().problems().expect("read"), []);
}

#[test]
fn progress_ends_with_everything_read() {
    let bench = Bench::with(&[("a.jsonl", CORPUS), ("b.txt", "Text.")]);
    let mut last = Progress::default();
    let stop = AtomicBool::new(false);
    refresh(&bench.index_folder(), &bench.corpus(), &options(), &stop, &mut |progress| last = *progress)
        .expect("refreshed");
    assert_eq!((last.phase, last.files_found, last.files_read), (Phase::Done, 2, 2));
    assert_eq!((last.bytes, last.articles, last.searchable), (last.bytes_total, 15, 15));
}
