//! `folio parse`.

use serde_json::Value;

use crate::desk::Desk;

#[test]
fn articles_come_in_the_order_of_the_files() {
    let run = Desk::new().run(["parse", "--json", "corpus"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let files = ["corpus/bridge.txt", "corpus/news.jsonl", "corpus/news.jsonl", "corpus/sub/note.md"];
    assert_eq!(run.field("file"), files);
    let ids = run.field("id");
    assert_eq!(ids[1..3], ["r1", "r2"]);
    assert_eq!(ids[0], run.field("article")[0]);
    assert!(run.field("encoding").iter().all(|encoding| encoding == "utf-8"));
}

#[test]
fn what_cannot_be_read_is_an_object_and_named_once() {
    let desk = Desk::new();
    desk.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    desk.write("corpus/torn.jsonl", "{\"text\": \"a whole one\"}\n{\"text\": \"half of o\n");
    let run = desk.run(["parse", "--json", "corpus"]);
    assert_eq!(run.code, 3);
    let unread: Vec<Value> = run.objects().into_iter().filter(|object| object["article"].is_null()).collect();
    let files: Vec<&Value> = unread.iter().map(|object| &object["file"]).collect();
    assert_eq!(files, ["corpus/picture.txt", "corpus/torn.jsonl"]);
    assert!(unread[1]["remarks"][0].as_str().expect("a remark").starts_with("line 2: "));
    assert_eq!(run.err.matches("corpus/picture.txt").count(), 1, "{}", run.err);
    assert!(run.err.ends_with("folio: read 5, skipped 2\n"), "{}", run.err);
}

#[test]
fn nothing_read_is_an_error() {
    let run = Desk::new().run(["parse", "--json", "nowhere"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.field("file"), ["nowhere"]);
}

#[test]
fn any_file_can_be_read_as_text() {
    let desk = Desk::new();
    desk.write("odd/a.bin", "A perfectly good text with an odd name.\n");
    assert_eq!(desk.run(["parse", "--json", "odd"]).code, 2);
    let run = desk.run(["parse", "--as", "text", "odd", "--json"]);
    assert_eq!((run.code, run.objects().len()), (0, 1), "{}", run.err);
}

#[test]
fn the_listing_names_file_and_blocks() {
    let run = Desk::new().run(["parse", "corpus/bridge.txt"]);
    assert_eq!(run.code, 0);
    assert!(run.out.starts_with("corpus/bridge.txt\n"), "{}", run.out);
}

#[test]
fn a_limit_is_kept_and_said() {
    let desk = Desk::new();
    desk.write("long.txt", "A line of text.\n".repeat(1000));
    let run = desk.run(["parse", "--json", "--largest-text", "1K", "long.txt"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("long.txt: a text of more than 1024 bytes; read up to there"), "{}", run.err);
}

#[test]
fn many_articles_keep_their_order() {
    let desk = Desk::new();
    let many: String = (0..3000).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"article {n}\"}}\n")).collect();
    desk.write("many.jsonl", many);
    let ids = desk.run(["parse", "--json", "many.jsonl"]).field("id");
    assert!(ids.iter().enumerate().all(|(number, id)| id == &number.to_string()) && ids.len() == 3000);
}
