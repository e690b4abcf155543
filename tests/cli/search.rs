//! `folio search`.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn hits_are_found_and_printed_for_people() {
    let run = Desk::new().run(["search", "strike", "corpus"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("Harbour strike ends\n2021-12-30 · "), "{}", run.out);
    assert!(run.out.contains("corpus/news.jsonl"), "{}", run.out);
    assert!(!run.out.contains('\x1b'));
    assert!(run.err.contains("1 of 1 matching articles, of 4 in all"), "{}", run.err);
}

#[test]
fn hits_are_printed_as_objects() {
    let run = Desk::new().run(["search", "--json", "harbour strike", "corpus"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let objects = run.objects();
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["id"], "r1");
    assert_eq!(objects[0]["file"], "corpus/news.jsonl");
    assert_eq!(objects[0]["date"], "2021-12-30");
    assert_eq!(run.err, "");
}

#[test]
fn spans_point_at_the_words_in_the_snippet() {
    let run = Desk::new().run(["search", "--json", "mayor", "corpus"]);
    let object = &run.objects()[0];
    let snippet: Vec<char> = object["snippet"].as_str().expect("a snippet").chars().collect();
    let span: Vec<usize> = serde_json::from_value(object["spans"][0].clone()).expect("a span");
    assert_eq!(snippet[span[0]..span[1]].iter().collect::<String>(), "mayor");
}

#[test]
fn nothing_found_is_told_by_the_exit_status() {
    let run = Desk::new().run(["search", "--json", "zeppelin", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
}

#[test]
fn matches_are_counted() {
    let desk = Desk::new();
    let run = desk.run(["search", "--count", "harbour", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (0, "2\n"), "{}", run.err);
    let run = desk.run(["search", "-c", "zeppelin", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (1, "0\n"));
}

#[test]
fn limit_and_offset_page_through_the_hits() {
    let desk = Desk::new();
    let all = desk.run(["search", "--json", "--sort", "title", "the", "corpus"]).field("title");
    let page = desk.run(["search", "--json", "--sort", "title", "the", "corpus", "--offset", "1", "--limit", "2"]);
    assert_eq!(all.len(), 4);
    assert_eq!(page.field("title"), all[1..3]);
}

#[test]
fn an_order_can_be_chosen_and_turned_round() {
    let desk = Desk::new();
    let mut titles = desk.run(["search", "--json", "--sort", "title", "the", "corpus"]).field("title");
    assert_eq!(titles[1], "Harbour strike ends");
    titles.reverse();
    let reversed = desk.run(["search", "--json", "--sort", "title", "--reverse", "the", "corpus"]).field("title");
    assert_eq!(reversed, titles);
}

#[test]
fn a_query_that_only_filters_lists_the_newest_first_and_says_so() {
    let desk = Desk::new();
    let run = desk.run(["search", "date:2021", "corpus"]);
    assert!(run.err.contains("2 of 2 matching articles, of 4 in all, newest first"), "{}", run.err);
    let first = |run: crate::desk::Run| run.field("title")[0].clone();
    assert_eq!(first(desk.run(["search", "--json", "date:2021", "corpus"])), "Harbour strike ends");
    let reversed = desk.run(["search", "--json", "--reverse", "date:2021", "corpus"]);
    assert_eq!(first(reversed), "Old bridge reopens after ten years");
}

#[test]
fn signs_alone_are_no_query() {
    let desk = Desk::new();
    for arguments in [["search", "!!!", "corpus"].as_slice(), &["search", "corpus", "--", "--"]] {
        let run = desk.run(arguments.iter().copied());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
    }
    let run = desk.run(["search", "!!!", "corpus"]);
    assert!(run.err.contains("column 1: there is no word to look for"), "{}", run.err);
    assert_eq!(desk.run(["search", "--any", "!!!", "corpus"]).code, 1);
    assert_eq!(desk.run(["search", "--count", "*", "corpus"]).out, "4\n");
}

#[test]
fn any_takes_plain_words() {
    let run = Desk::new().run(["search", "--json", "--any", "zeppelin strike (", "corpus"]);
    assert_eq!(run.field("id"), ["r1"]);
}

#[test]
fn a_query_that_begins_with_a_dash_comes_after_two() {
    let run = Desk::new().run(["search", "--json", "--", "-harbour", "corpus"]);
    assert_eq!(run.objects().len(), 2, "{}", run.err);
}

#[test]
fn a_broken_query_is_an_error_at_its_column() {
    let run = Desk::new().run(["search", "strike (", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("cannot read the query: column 8: "), "{}", run.err);
}

#[test]
fn a_missing_query_is_an_error() {
    let run = Desk::new().run(["search"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("folio search QUERY"), "{}", run.err);
}

#[test]
fn the_index_is_taken_as_it_is_when_asked() {
    let desk = Desk::new();
    let run = desk.run(["search", "--no-refresh", "strike", "corpus"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("folio index"), "{}", run.err);
    desk.run(["index", "corpus"]);
    desk.write("corpus/new.txt", "A zeppelin was seen above the town.\n");
    assert_eq!(desk.run(["search", "--no-refresh", "zeppelin", "corpus"]).code, 1);
    assert_eq!(desk.run(["search", "zeppelin", "corpus"]).code, 0);
}

#[test]
fn a_batch_is_answered_line_by_line() {
    let desk = Desk::new();
    desk.write("queries.jsonl", "{\"id\": \"q1\", \"text\": \"zeppelin harbour\"}\n\n{\"query\": 2, \"text\": \"snow -harbour\", \"syntax\": true}\n");
    let run = desk.run(["search", "--queries", "queries.jsonl", "corpus", "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.field("query"), [json!("q1"), json!(2)]);
    let hits = run.field("hits");
    assert_eq!(hits[0].as_array().expect("hits").len(), 2);
    assert!(hits[0][0]["score"].as_f64().expect("a score") >= hits[0][1]["score"].as_f64().expect("a score"));
    assert_eq!(hits[1], json!([]));
}

#[test]
fn a_line_that_is_no_question_is_named() {
    let desk = Desk::new();
    desk.write("queries.jsonl", "{\"id\": \"q1\", \"text\": \"harbour\"}\nstrike\n");
    let run = desk.run(["search", "--queries", "queries.jsonl", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("queries.jsonl:2: no question"), "{}", run.err);
}

#[test]
fn a_path_that_is_not_there_is_named() {
    let desk = Desk::new();
    let run = desk.run(["search", "strike", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nowhere: no such file or directory"), "{}", run.err);
    let run = desk.run(["search", "strike", "nowhere", "corpus"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("nowhere: no such file or directory"), "{}", run.err);
}

#[test]
fn standard_input_is_a_corpus_of_which_nothing_stays_behind() {
    let desk = Desk::new();
    let run = desk.feed("{\"text\": \"A zeppelin rose.\"}\n", ["search", "--json", "zeppelin", "-"]);
    assert_eq!(run.field("file"), ["-"], "{}", run.err);
    let left = std::fs::read_dir(desk.path("home/index")).expect("the folder of indexes").count();
    assert_eq!(left, 0);
}

#[test]
fn the_sample_corpus_can_be_searched() {
    let run = Desk::new().run(["search", "--count", "*"]);
    assert!(run.code < 2, "{}", run.err);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = Desk::new();
    let many: String = (0..2_000).map(|n| format!("{{\"text\": \"the article number {n}\"}}\n")).collect();
    desk.write("many.jsonl", many);
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("folio"))
        .args(["search", "--json", "--limit", "2000", "article", "many.jsonl"])
        .current_dir(desk.path(""))
        .env("FOLIO_HOME", desk.path("home"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("a run");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn escapes_from_an_article_or_a_query_do_not_reach_the_terminal() {
    let desk = Desk::new();
    desk.write("bad/\u{1b}]0;x\u{7}.txt", "Zeppelin \u{1b}[31mred\u{202e} and \u{9b}2J white over the town square.\n");
    for arguments in [&["search", "zeppelin", "bad"][..], &["search", "--json", "zeppelin", "bad"]] {
        let run = desk.run(arguments.iter().copied());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(!(run.out + &run.err).contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'));
    }
    let run = desk.run(["search", "(\u{1b}[2J", "corpus"]);
    assert!(!run.err.contains('\u{1b}'), "{:?}", run.err);
}

#[test]
fn what_was_read_is_known_on_the_command_line() {
    let desk = Desk::new();
    let rows = desk.run(["search", "--json", "harbour", "corpus"]);
    let id = rows.field("article")[0].as_str().expect("a hash").to_owned();
    let home = folio::home::Home::under(&desk.path("home")).expect("a home");
    let library = folio::library::Library::open(&home).expect("a library").library;
    let article = folio::article::ArticleId(u128::from_str_radix(&id, 16).expect("a hash"));
    library.set_read(folio::library::Tie::by_content(article), true).expect("kept");
    assert_eq!(desk.run(["search", "--json", "is:read", "corpus"]).field("article"), [id.as_str()]);
    assert_eq!(desk.run(["search", "--count", "is:unread harbour", "corpus"]).out, "1\n");
    desk.write("questions.jsonl", "{\"id\": 1, \"text\": \"is:read\", \"syntax\": true}\n");
    let hits = &desk.run(["search", "--queries", "questions.jsonl", "corpus"]).objects()[0]["hits"];
    assert_eq!(hits.as_array().map(Vec::len), Some(1));
    let run = desk.run(["search", "tag:war", "corpus"]);
    assert!(run.code == 2 && run.err.contains("it will find articles by the tags"), "{}", run.err);
}
