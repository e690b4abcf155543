//! `folio show`.

use crate::desk::Desk;

#[test]
fn a_file_is_set_as_a_page() {
    let run = Desk::new().run(["show", "corpus/bridge.txt", "--width", "40"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("reopened on Thursday"), "{}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 40), "{}", run.out);
}

#[test]
fn a_width_that_nobody_can_read_is_an_error() {
    let desk = Desk::new();
    for width in ["0", "9", "401", "70000", "wide"] {
        let run = desk.run(["show", "corpus/bridge.txt", "--width", width]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{width}");
        assert!(run.err.contains(&format!("invalid value '{width}' for '--width <N>'")), "{}", run.err);
    }
    assert!(desk.run(["show", "corpus/bridge.txt", "--width", "9"]).err.contains("10..=400"));
    assert_eq!(desk.run(["show", "corpus/bridge.txt", "--width", "10"]).code, 0);
}

#[test]
fn lists_are_printed_with_their_marks() {
    let desk = Desk::new();
    desk.write("list.md", "# To do\n\nBefore the flood:\n\n- sandbags for the houses at the river\n  - and shovels\n\n1. warn\n2. leave\n");
    let run = desk.run(["show", "list.md", "--width", "30"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let list = "  • sandbags for the houses at\n    the river\n    • and shovels\n\n  1. warn\n  2. leave\n";
    assert!(run.out.contains(list), "{}", run.out);
}

#[test]
fn an_article_is_found_by_its_id_and_by_the_beginning_of_its_hash() {
    let desk = Desk::new();
    let run = desk.run(["show", "r2", "corpus"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Snow closes pass"), "{}", run.out);
    assert_eq!(desk.run(["show", "--json", "r2", "corpus"]).field("encoding"), ["utf-8"]);
    let hash = desk.run(["show", "--json", "r2", "corpus"]).field("article").remove(0);
    let beginning = &hash.as_str().expect("a hash")[..10];
    assert!(desk.run(["show", beginning, "corpus"]).out.contains("Snow closes pass"));
}

#[test]
fn a_file_may_be_named_below_the_path() {
    let run = Desk::new().run(["show", "sub/note.md", "corpus"]);
    assert!(run.code == 0 && run.out.contains("Saturday market"), "{}{}", run.out, run.err);
}

#[test]
fn each_record_of_a_file_is_an_object() {
    let run = Desk::new().run(["show", "--json", "corpus/news.jsonl"]);
    assert_eq!(run.field("id"), ["r1", "r2"]);
}

#[test]
fn the_raw_text_shows_what_is_hidden() {
    let desk = Desk::new();
    desk.write("raw.txt", format!("Plain \u{1b}[31mred\u{1b}[0m\tand   spaces\n\n{}\n", "long ".repeat(100)));
    let run = desk.run(["show", "--raw", "raw.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out.lines().count(), 3);
    assert!(!run.out.contains('\u{1b}') && run.out.contains("[31mred"), "{:?}", run.out);
}

#[test]
fn an_article_is_explained() {
    let desk = Desk::new();
    desk.write(
        "ferry.txt",
        "Ferry to the island runs again\nPublished on 3 May 2021\nUpdated on 4 May 2021\n\nThe ferry to the island runs again, its owner said in the harbour on Monday, after a winter of repairs.\n\nIt had stood still since 12 November 2020, when a storm broke its ramp and flooded the engine room.\n\nCopyright 2022 Hill Media\n",
    );
    let run = desk.run(["show", "--explain", "ferry.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let wanted = [
        "title    Ferry to the island runs again (stated)",
        "4 dates, > is the article's:",
        ">      2 published: 3 May 2021 · “3 May 2021” · the line says that this is when it was published",
        "       3 updated: 4 May 2021 · “4 May 2021” · the line says that this is when it was changed",
        "       7 event: 12 Nov 2020 · “12 November 2020” · it is an end of a stretch of time",
        "       9 copyright: 2022 · “2022” · a copyright line says since when the rights are somebody's",
        "       9 furniture: a copyright line",
    ];
    for line in wanted {
        assert!(run.out.contains(line), "{line}\n{}", run.out);
    }
}

#[test]
fn what_does_not_exist_is_not_found() {
    let run = Desk::new().run(["show", "r99", "corpus"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("no article with this id"), "{}", run.err);
}

#[test]
fn a_folder_is_no_article() {
    let run = Desk::new().run(["show", "corpus"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("corpus is a folder"), "{}", run.err);
}

#[test]
fn standard_input_is_an_article() {
    let run = Desk::new().feed("The river rose in the night.\n", ["show", "-"]);
    assert!(run.code == 0 && run.out.contains("The river rose"), "{}{}", run.out, run.err);
}

#[test]
fn an_article_of_the_sample_corpus_is_shown_by_its_name() {
    let desk = Desk::new();
    for file in desk.run(["parse", "--json"]).field("file").iter().take(2) {
        let run = desk.run(["show", file.as_str().expect("a name")]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
}
