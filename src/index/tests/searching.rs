//! What is found, in which order, and what is said about it.

use super::*;

#[test]
fn queries_find_what_the_table_says() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let table = include_str!("../../../tests/search/queries.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (query, expected) = line.split_once('\t').expect("two columns");
        let expected = expected.split_whitespace().map(str::to_owned).collect();
        assert_eq!(sorted(ids(&engine, &question(query))), sorted(expected), "{query}");
    }
}

#[test]
fn a_word_in_the_title_counts_more_than_one_in_the_body() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    assert_eq!(ids(&engine, &question("bridge"))[0], "bridge");
    assert_eq!(ids(&engine, &question("sanctions"))[0], "sanctions");
    assert_eq!(ids(&engine, &question("farmers OR drought"))[0], "wheat");
}

#[test]
fn without_a_query_the_newest_come_first_and_the_undated_last() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let mut question = Question::new(None, 100);
    let all = ids(&engine, &question);
    assert_eq!(all[..5], ["glacier", "wheat", "haus", "farmers", "short"]);
    assert_eq!(all.last().map(String::as_str), Some("undated"));
    question.sort.reversed = true;
    let reversed = ids(&engine, &question);
    assert_eq!(reversed[0], "drone");
    assert_eq!(reversed.last().map(String::as_str), Some("undated"));
}

#[test]
fn a_query_that_only_filters_lists_the_newest_first() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let newest = ids(&engine, &Question::new(None, 100));
    for filter in ["lang:en", "date:2021", "words:>1 lang:en", "-ferry", "site:*"] {
        let mut asked = question(filter);
        let filtered = ids(&engine, &asked);
        let in_order: Vec<_> = newest.iter().filter(|id| filtered.contains(id)).cloned().collect();
        assert!(filtered.len() > 2, "{filter}: {filtered:?}");
        assert_eq!(filtered, in_order, "{filter}");
        // Relevance has nothing to say about them, even where it is asked for.
        asked.sort = SortKey::Relevance.into();
        assert_eq!(ids(&engine, &asked), in_order, "{filter}");
    }
    assert_eq!(question("lang:en ferry").sort, SortKey::Relevance.into());
}

#[test]
fn every_order_can_be_paged_through_and_turned_round() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    for key in [SortKey::Relevance, SortKey::Date, SortKey::Title, SortKey::Site, SortKey::Words] {
        for (query, reversed) in [("*", false), ("the", false), ("the", true), ("ferry OR bridge", false)] {
            let mut question = question(query);
            question.sort = Sort { key, reversed };
            let all = ids(&engine, &question);
            let mut paged = Vec::new();
            question.limit = 3;
            while paged.len() < all.len() {
                question.offset = paged.len();
                paged.extend(ids(&engine, &question));
            }
            assert_eq!(paged, all, "{query} by {key:?}");
            question.offset = 2_000;
            assert_eq!(ids(&engine, &question), Vec::<String>::new());
            question.offset = 1;
            // Now from the ranking of all hits, which the far page has left behind.
            assert_eq!(ids(&engine, &question), all[1..4.min(all.len())], "{query} by {key:?}");
        }
    }
}

#[test]
fn titles_and_sites_are_sorted_as_words() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let mut by_title = question("lang:en");
    by_title.sort = SortKey::Title.into();
    let titled = ids(&engine, &by_title);
    assert_eq!(titled[..4], ["undated", "cafe", "chess", "drone"]);
    let mut by_site = question("date:2021-12");
    by_site.sort = SortKey::Site.into();
    assert_eq!(ids(&engine, &by_site), ["bridge", "ferry", "sanctions", "chess"]);
    let mut by_words = question("ferry");
    by_words.sort = Sort { key: SortKey::Words, reversed: true };
    assert_eq!(ids(&engine, &by_words)[0], "short");
}

#[test]
fn undated_articles_that_a_date_hides_are_counted() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let hidden = |query: &str| engine.search(&question(query), &|| false).expect("answered").undated_hidden;
    assert_eq!(hidden("harbour date:2021"), 1);
    assert_eq!(hidden("sanctions date:2021"), 0);
    assert_eq!(hidden("harbour"), 0);
    assert_eq!(hidden("harbour OR date:2021"), 0);
    assert_eq!(hidden("-date:2021"), 0);
}

#[test]
fn an_answer_that_is_not_wanted_any_more_says_so() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    assert!(bench.engine().search(&question("the"), &|| true).expect("answered").cancelled);
}

#[test]
fn an_article_is_found_again_in_a_result_and_by_its_identifier() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let question = question("ferry OR bridge");
    for (position, hit) in engine.search(&question, &|| false).expect("answered").hits.iter().enumerate() {
        let found = engine.position_of(hit.row.article, &question, &|| false).expect("answered");
        assert_eq!(found, Some(position));
        for id in [hit.row.id.as_str(), &hit.row.article.to_string(), &hit.row.article.to_string()[..8]] {
            let rows: Vec<Row> = engine.find(id).expect("found");
            assert_eq!(rows, std::slice::from_ref(&hit.row), "{id}");
        }
    }
    let chess = engine.find("chess").expect("found").remove(0);
    assert_eq!(engine.position_of(chess.article, &question, &|| false).expect("answered"), None);
    assert_eq!(engine.find("nobody").expect("found"), []);
}

#[test]
fn a_row_says_what_a_list_shows() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let row = bench.engine().find("bahn").expect("found").remove(0);
    let text = |text: &Option<crate::text::clean::Clean>| text.as_ref().map(ToString::to_string);
    assert_eq!(text(&row.title).as_deref(), Some("Bahn baut neue Brücke über die Elbe"));
    assert_eq!(text(&row.site).as_deref(), Some("Elbe Kurier"));
    assert_eq!(text(&row.byline).as_deref(), Some("Karl Weiß"));
    assert_eq!(text(&row.language).as_deref(), Some("de"));
    assert_eq!(row.date.and_then(|(range, _)| range.known_day()), Some(date(2021, 11, 11)));
    assert_eq!(row.file, bench.corpus_path().join("corpus.jsonl"));
    assert!(!row.title_inferred && row.words > 30);
}

#[test]
fn a_text_comes_from_its_source_or_from_the_index() {
    let packed = zstd::stream::encode_all(CORPUS.as_bytes(), 1).expect("packed");
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    fs::write(bench.corpus_path().join("packed.jsonl.zst"), packed).expect("written");
    bench.refresh();
    let engine = bench.engine();
    let mut rows = engine.find("chess").expect("found");
    // Files are read side by side, so either may have come first.
    rows.sort_by_key(|row| row.file.clone());
    assert_eq!(rows.len(), 2, "an article may stand in several places");
    for row in &rows {
        assert!(engine.document(row).expect("a text").text.starts_with("The champion kept the title"));
    }
    bench.write("corpus.jsonl", &CORPUS.replace("champion", "winner's"));
    assert!(matches!(engine.document(&rows[0]), Err(IndexError::Changed { .. })));
    remove(&bench.corpus_path().join("corpus.jsonl"));
    assert!(matches!(engine.document(&rows[0]), Err(IndexError::Source(_))));
    remove(&bench.corpus_path().join("packed.jsonl.zst"));
    assert!(engine.document(&rows[1]).expect("a text").text.starts_with("The champion kept the title"));
}

#[test]
fn counts_are_those_of_the_corpus() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let stats = bench.engine().stats().expect("counted");
    assert_eq!(stats.articles, 14);
    assert_eq!(stats.sites["Harbour Gazette"], 5);
    assert_eq!(stats.languages["de"], 2);
    assert_eq!(stats.months[&(2021, 12)], 4);
    assert_eq!((stats.dates.stated, stats.dates.undated), (13, 1));
}

#[test]
fn plain_questions_are_ranked_by_their_words() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let query = query::Query::any_word("why do glaciers (in the alps) shrink?");
    assert_eq!(ids(&bench.engine(), &Question::new(query, 100))[..2], ["glacier", "drone"]);
}

#[test]
fn a_hit_shows_why_it_is_one() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let mut question = question("rust");
    question.snippet_columns = Some(40);
    let answer = bench.engine().search(&question, &|| false).expect("answered");
    let snippet = answer.hits[0].snippet.as_ref().expect("an excerpt");
    let marked: Vec<&str> = snippet.spans.iter().map(|span| &snippet.text.as_str()[span.clone()]).collect();
    assert_eq!(marked, ["rust"]);
}

#[test]
fn neighbouring_days_and_lengths_are_told_apart() {
    let line = |n: usize| format!("{{\"text\":\"Word {}\",\"date\":\"2021-12-{:02}\"}}\n", "more ".repeat(n), 31 - n);
    let bench = Bench::with(&[("a.jsonl", &(0..30).map(line).collect::<String>())]);
    bench.refresh();
    let mut question = question("word");
    for key in [SortKey::Date, SortKey::Words] {
        question.sort = key.into();
        let hits = bench.engine().search(&question, &|| false).expect("answered").hits;
        let newest_or_longest_first = match key {
            SortKey::Date => hits.is_sorted_by_key(|hit| hit.row.date.map(|(range, _)| std::cmp::Reverse(range.first))),
            _ => hits.is_sorted_by_key(|hit| std::cmp::Reverse(hit.row.words)),
        };
        assert!(newest_or_longest_first && hits.len() == 30, "{key:?}");
    }
}

#[test]
fn sets_of_articles_come_from_outside_and_may_change_between_questions() {
    let bench = Bench::with(&[("a.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let all: Vec<Row> = engine
        .search(&Question::new(None, 100), &|| false)
        .expect("answered")
        .hits
        .into_iter()
        .map(|hit| hit.row)
        .collect();
    let ask = |query: &str, read: &[Row], marked: &[Row]| {
        let set = |rows: &[Row]| rows.iter().map(|row| row.article).chain([ArticleId(7)]).collect();
        let sets = ArticleSets { read: set(read), marked: set(marked) };
        ids(&engine, &Question { sets, ..question(query) })
    };
    let ids_of = |rows: &[Row]| rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
    // Few of many, many, and few others than the time before: each way in which documents are looked up.
    for read in [&all[..0], &all[..1], &all[..9], &all[2..9], &all[..], &all[1..3]] {
        let unread: Vec<_> = all.iter().filter(|row| !read.contains(row)).cloned().collect();
        assert_eq!(ask("is:read", read, &[]), ids_of(read));
        assert_eq!(ask("-is:unread", read, &[]), ids_of(read));
        assert_eq!(ask("is:unread", read, &[]), ids_of(&unread));
        assert_eq!(
            ask("is:marked is:read", read, &all[..2]).len(),
            read.iter().filter(|row| all[..2].contains(row)).count()
        );
    }
}

#[test]
fn an_order_that_is_remembered_follows_the_sets() {
    let bench = Bench::with(&[("a.jsonl", CORPUS)]);
    bench.refresh();
    let engine = bench.engine();
    let all = engine.search(&Question::new(None, 100), &|| false).expect("answered").hits;
    let position = |read: &[Hit]| {
        let sets = ArticleSets { read: read.iter().map(|hit| hit.row.article).collect(), ..ArticleSets::default() };
        engine.position_of(all[3].row.article, &Question { sets, ..question("is:unread") }, &|| false).expect("a place")
    };
    assert_eq!((position(&[]), position(&all[..2]), position(&all[3..4])), (Some(3), Some(1), None));
}
