//! `folio doctor`, and what other pages teach on the command line.

use crate::desk::Desk;

const WORDS: [&str; 8] = ["bridge", "ferry", "market", "school", "harbour", "mill", "tunnel", "station"];

/// A desk with the pages of a site, each with a story of its own and a line that all of them have.
pub fn site() -> Desk {
    let desk = Desk::new();
    for word in WORDS {
        let story =
            format!("The {word} of the old town was opened again on that day, and many came to see the {word}. ");
        desk.write(&format!("site/{word}.txt"), format!("{}\n\nPomelo kiri vosu\n", story.repeat(4)));
    }
    desk
}

#[test]
fn what_is_wrong_is_counted() {
    let desk = Desk::new();
    desk.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    desk.write("corpus/other.txt", b"\x89PNG\r\n\x1a\n\0\0");
    desk.write("corpus/again/bridge.txt", std::fs::read(desk.path("corpus/bridge.txt")).unwrap());
    desk.write(
        "corpus/wrong.txt",
        "The cafÃ© at the cornÃ©r was closed, and nobody knows when it will open again for us.\n",
    );
    let run = desk.run(["doctor", "--json", "corpus"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let found = &run.objects()[0];
    assert_eq!((&found["articles"], &found["duplicated"], &found["surplus"]), (&6.into(), &1.into(), &1.into()));
    assert_eq!(found["problems"][0]["count"], 2);
    assert_eq!(found["problems"][0]["reason"], "unknown type (a PNG picture)");
    assert_eq!((&found["repaired"], &found["encodings"][0]["count"]), (&1.into(), &6.into()));
    assert!(found["undated"].as_u64() >= Some(2) && found["short"].as_u64() >= Some(4), "{found}");
    let run = desk.run(["doctor", "corpus"]);
    assert!(run.out.starts_with("         6  articles\n"), "{}", run.out);
    assert!(run.out.contains("         2  unknown type (a PNG picture) (as corpus/other.txt)\n"), "{}", run.out);
    assert!(run.out.contains("         2  corpus/again/bridge.txt, corpus/bridge.txt\n"), "{}", run.out);
}

#[test]
fn learned_lines_are_listed_with_their_counts() {
    let desk = site();
    let run = desk.run(["doctor", "site"]);
    let place = desk.path("site").canonicalize().unwrap();
    let line = format!("         8  Pomelo kiri vosu ({}, of 8)\n", place.display());
    assert!(run.out.contains(&line), "{}", run.out);
}

#[test]
fn an_empty_corpus_has_nothing_to_look_over() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("empty")).expect("a folder");
    assert_eq!(desk.run(["doctor", "empty"]).code, 1);
    assert_eq!(desk.run(["doctor", "nowhere"]).code, 2);
}

#[test]
fn parse_recognises_by_what_all_files_teach_with_or_without_an_index() {
    let desk = site();
    let before = desk.run(["parse", "--json", "site"]);
    let last = |run: &crate::desk::Run| {
        let kinds = run
            .objects()
            .into_iter()
            .map(|object| object["blocks"].as_array().unwrap().last().unwrap()["kind"].clone());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(last(&before), vec![serde_json::json!("furniture"); 8]);
    desk.run(["index", "site"]);
    assert_eq!(desk.run(["parse", "--json", "site"]).out, before.out);
    // One file alone teaches nothing.
    assert_eq!(last(&desk.run(["parse", "--json", "site/mill.txt"])), [serde_json::json!("paragraph")]);
}
