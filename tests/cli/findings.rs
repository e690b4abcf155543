//! What `folio search` finds out about a query besides its hits: facets, explanations, near words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::desk::Desk;

/// Articles by field and value, the value as JSON.
type Counts = BTreeMap<(String, String), u64>;

/// The facets of a query, as they are printed.
fn facets(desk: &Desk, query: &str, paths: &[&str]) -> (Counts, Vec<Value>) {
    let words = ["search", "--no-refresh", "--facets", "--json", query].into_iter();
    let objects = desk.run(words.chain(paths.iter().copied())).objects();
    let count = |object: &Value| {
        let field = object["field"].as_str().expect("a field").to_owned();
        ((field, object["value"].to_string()), object["articles"].as_u64().expect("a count"))
    };
    (objects.iter().map(count).collect(), objects)
}

/// The same, counted over the hits.
fn counted(desk: &Desk, query: &str, paths: &[&str]) -> Counts {
    let mut counts = Counts::new();
    let words = ["search", "--no-refresh", "--json", "--limit", "1000", query].into_iter();
    for hit in desk.run(words.chain(paths.iter().copied())).objects() {
        let mut add =
            |field: &str, value: Value| *counts.entry((field.to_owned(), value.to_string())).or_default() += 1;
        add("site", hit["site"].clone());
        add("language", hit["language"].clone());
        add("date", hit["date_grade"].clone());
        let Some(range) = hit["date_range"].as_array() else { continue };
        let part = |day: &Value, from, to| day.as_str().expect("a day")[from..to].parse::<u32>().expect("a number");
        let (first, last) = (&range[0], &range[1]);
        (part(first, 0, 4)..=part(last, 0, 4)).for_each(|year| add("year", format!("{year}").into()));
        let month = |day| part(day, 0, 4) * 12 + part(day, 5, 7) - 1;
        for month in month(first)..=month(last) {
            add("month", format!("{}-{:02}", month / 12, month % 12 + 1).into());
        }
    }
    counts
}

#[test]
fn facets_are_what_the_hits_say_and_what_their_conditions_find() {
    let desk = Desk::new();
    desk.write(
        "corpus/sites.jsonl",
        r#"{"text": "A bulletin from a paper with signs in its name.", "site": "The “Daily” St. Ives-Post.in & Co's"}"#,
    );
    desk.run(["index"]);
    desk.run(["index", "corpus"]);
    let queries = ["*", "the", "canal OR bells*", "-the date:2019..2023", "zyzzyva"].map(|query| (query, &[][..], 5));
    for (query, paths, step) in queries.into_iter().chain([("*", &["corpus"][..], 1)]) {
        let (facets, objects) = facets(&desk, query, paths);
        assert_eq!(facets, counted(&desk, query, paths), "{query}");
        for object in objects.iter().step_by(step) {
            let narrowed = format!("({query}) {}", object["clause"].as_str().expect("a condition"));
            let words = ["search", "--no-refresh", "--count", &narrowed].into_iter();
            let count = desk.run(words.chain(paths.iter().copied())).out;
            let count: u64 = count.trim().parse().expect("a count");
            assert_eq!(count, object["articles"].as_u64().expect("a count"), "{narrowed}");
        }
    }
}

#[test]
fn a_query_is_explained_part_by_part() {
    let desk = Desk::new();
    let explained = &desk.run(["search", "--explain", "--json", "harbour -strikes date:2021..", "corpus"]).objects()[0];
    let clause = |number: usize| &explained["clauses"][number];
    assert_eq!((&explained["total"], &explained["matched"]), (&4.into(), &0.into()));
    assert_eq!(explained["undated_hidden"], 1);
    assert_eq!((&clause(0)["articles"], &clause(0)["fields"][0]), (&2.into(), &"title".into()));
    assert_eq!((&clause(1)["negated"], &clause(1)["words"][0]["forms"][0]["word"]), (&true.into(), &"strike".into()));
    assert_eq!(clause(1)["words"][0]["stems"][0]["stem"], "strike");
    assert_eq!(clause(2)["articles"], 2);
    let run = desk.run(["search", "--explain", "harbour -strikes date:2021..", "corpus"]);
    assert_eq!(run.code, 1);
    for said in
        ["without strikes in title or body: 1 article", "stem strike (en", "1 more would match, but have no date"]
    {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
}

#[test]
fn near_words_are_offered_where_nothing_is_found_and_only_when_they_find_something() {
    let desk = Desk::new();
    for (query, offered) in [
        ("harbuor", Some("`harbour`? It finds 2 of 4")),
        ("ahrbour", Some("`harbour`")),
        ("\"harbor strike\" -snow", Some("`\"harbour strike\" -snow`")),
        ("title:hrabour dockrs", Some("`title:harbour dockers`")),
        ("mraket harbour", None),
        ("zyzzyva", None),
        ("market harbour", None),
    ] {
        let run = desk.run(["search", query, "corpus"]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{query}");
        match offered {
            Some(offered) => assert!(run.err.contains(&format!("did you mean {offered}")), "{query}: {}", run.err),
            None => assert!(!run.err.contains("did you mean"), "{query}: {}", run.err),
        }
    }
}
