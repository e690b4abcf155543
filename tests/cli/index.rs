//! `folio index` and `folio stats`.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn an_index_is_built_and_brought_up_to_date() {
    let desk = Desk::new();
    let run = desk.run(["index", "corpus"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "articles: 4; files: 3 read, 0 unchanged, 0 taken out\n");
    desk.write("corpus/new.txt", "A zeppelin was seen above the town.\n");
    let run = desk.run(["index", "corpus"]);
    assert_eq!(run.out, "articles: 5; files: 1 read, 3 unchanged, 0 taken out\n");
}

#[test]
fn what_was_skipped_is_named_in_every_run() {
    let desk = Desk::new();
    desk.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    for _ in 0..2 {
        let run = desk.run(["index", "corpus"]);
        assert_eq!(run.code, 3);
        assert!(run.err.contains("corpus/picture.txt: unknown type (a PNG picture); skipped"), "{}", run.err);
        assert!(run.err.ends_with("read 4, skipped 1\n"), "{}", run.err);
    }
}

#[test]
fn nothing_to_index_is_an_error() {
    let run = Desk::new().run(["index", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nowhere: no such file or directory"), "{}", run.err);
}

#[test]
fn nothing_is_written_beside_the_corpus() {
    let desk = Desk::new();
    let names = || -> Vec<_> {
        desk.path("corpus").read_dir().expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect()
    };
    let before = names();
    desk.run(["search", "strike", "corpus"]);
    assert_eq!(names(), before);
    assert!(desk.path("home/index").is_dir());
}

#[test]
fn a_corpus_is_counted() {
    let desk = Desk::new();
    let run = desk.run(["stats", "--json", "corpus"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let object = &run.objects()[0];
    assert_eq!(object["articles"], 4);
    assert_eq!(object["months"]["2021-12"], 1);
    assert_eq!(object["dates"]["borrowed"], json!(0));
    let run = desk.run(["stats", "corpus"]);
    assert!(run.out.starts_with("         4  articles\n"), "{}", run.out);
}

#[test]
fn an_empty_corpus_has_nothing_to_count() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("empty")).expect("a folder");
    let run = desk.run(["stats", "empty"]);
    assert_eq!(run.code, 1, "{}", run.err);
}

#[test]
fn an_index_that_cannot_be_refreshed_is_searched_as_it_is() {
    let desk = Desk::new();
    assert_eq!(desk.run(["index", "corpus"]).code, 0);
    let index =
        desk.path("home/index").read_dir().expect("a folder").next().expect("an index").expect("an entry").path();
    let lock = std::fs::OpenOptions::new().write(true).open(index.join("lock")).expect("a lock");
    lock.lock().expect("the lock");
    let run = desk.run(["search", "--count", "strike", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (0, "1\n"), "{}", run.err);
    assert!(run.err.contains("another folio") && run.err.contains("as it is"), "{}", run.err);
    let run = desk.run(["index", "corpus"]);
    assert_eq!(run.code, 2, "{}", run.err);
}
