//! Query texts beside what is read from them.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn shown(parsed: &Parsed) -> String {
    parsed.query.as_ref().map_or_else(String::new, ToString::to_string)
}

#[test]
fn whole_queries_are_read_without_a_fault() {
    let table = [
        ("", ""),
        ("   ", ""),
        ("sanctions", "sanctions"),
        ("sanctions ukraine", "(sanctions ukraine)"),
        ("a AND b", "(a b)"),
        ("a OR b c", "(a OR (b c))"),
        ("a | b", "(a OR b)"),
        ("(a OR b) c", "((a OR b) c)"),
        ("-a", "-a"),
        ("NOT a b", "(-a b)"),
        ("--a", "a"),
        ("-(a OR b)", "-(a OR b)"),
        ("-(-a)", "a"),
        ("co-operate", "co-operate"),
        ("Biden - Putin", "(Biden Putin)"),
        ("*", "*"),
        ("\" — \" a", "a"),
        ("\"one step forward\"", "\"one step forward\""),
        ("“one step”~3", "\"one step\"~3"),
        ("\"one st\"*", "\"one st\"*"),
        ("sanct*", "sanct*"),
        ("=sanctions", "=sanctions"),
        ("putin~", "putin~"),
        ("putin~1", "putin~"),
        ("/sanct.*s/", "/sanct.*s/"),
        ("title:putin", "title:putin"),
        ("TITLE:(putin OR biden)", "(title:putin OR title:biden)"),
        ("title:\"one step\" body:/a.b/", "(title:\"one step\" body:/a.b/)"),
        ("site:independent by:reuters lang:en", "(site:independent by:reuters lang:en)"),
        ("path:/2021/", "path:\"2021\""),
        ("path:2021/12/a.txt", "path:2021/12/a.txt"),
        ("site:*", "site:*"),
        ("-date:*", "-date:*"),
        ("date:2021-12..2022-01", "date:2021-12-01..2022-01-31"),
        ("date:\"last 3 weeks\"", "date:2021-12-15..2022-01-05"),
        ("words:>500", "words:501.."),
        ("date:stated -date:inferred", "(date:stated -date:inferred)"),
        ("is:unread -is:marked", "(is:unread -is:marked)"),
        ("cookie in:furniture", "furniture:cookie"),
        ("a (in:furniture (b OR title:c)) d", "(a (furniture:b OR title:c) d)"),
        ("Putin: no summit at 10:30", "(Putin no summit at 10:30)"),
        ("http://a.b/c", "http://a.b/c"),
    ];
    for (text, read) in table {
        let parsed = parse(text, date(2022, 1, 5));
        assert_eq!((shown(&parsed).as_str(), &parsed.faults[..]), (read, &[][..]), "{text}");
    }
}

#[test]
fn faulty_queries_keep_their_longest_valid_part() {
    let table = [
        ("a \"b c", "(a \"b c\")", "column 3: this quotation mark has no partner"),
        ("a (b OR c", "(a (b OR c))", "column 3: this `(` is not closed"),
        ("a) b", "(a b)", "column 2: there is no `(` before this `)`"),
        ("!!!", "", "column 1: there is no word to look for, only signs"),
        (" --", "", "column 2: there is no word to look for, only signs"),
        ("\"\"", "", "column 1: there is no word to look for, only signs"),
        ("a OR", "a", "column 3: `OR` needs something on both sides"),
        ("OR a", "a", "column 1: `OR` needs something on both sides"),
        ("AND a", "a", "column 1: `AND` needs something on both sides"),
        ("a NOT", "a", "column 3: there is nothing here to leave out"),
        ("a ()", "a", "column 3: there is nothing between these parentheses"),
        ("title: a", "a", "column 1: `title:` needs a value right after the colon"),
        ("titel:a b", "(titel a b)", "column 1: there is no field `titel:`; did you mean `title:`?"),
        (
            "a date:20",
            "a",
            "column 3: `20` is not a date; write 2021, 2021-12, 2021-12-30, 2021-12..2022-01, >=2022 or \"last 3 weeks\"",
        ),
        ("ä words:many", "ä", "column 3: `many` is not a number of words; write words:>500 or words:100..500"),
        (
            "tag:(a b) c",
            "c",
            "column 1: `tag:` is not available yet; it will find articles by the tags that you gave them",
        ),
        ("is:old", "", "column 1: an article cannot be `old`; write is:unread, is:read or is:marked"),
        ("w*lf a", "(w* a)", "column 1: `*` stands at the end of a word; write w* or a pattern, /w.*lf/"),
        ("putin~2", "putin~", "column 1: a word may have one typo; write putin~"),
        ("a /b", "a", "column 3: this `/` begins a pattern that does not end"),
        ("a /(b/", "a", "column 3: this pattern cannot be read: unclosed group"),
        ("\"a b\"~99", "\"a b\"~20", "column 1: at most 20 words may stand between"),
        ("in:furniture", "", "column 1: `in:` says where the other words are looked for, but there are none"),
        ("in:cellar a", "a", "column 1: there is no part `cellar`; the parts are furniture, title and body"),
    ];
    for (text, read, fault) in table {
        let parsed = parse(text, date(2022, 1, 5));
        let faults: Vec<String> = parsed.faults.iter().map(ToString::to_string).collect();
        assert_eq!((shown(&parsed).as_str(), faults), (read, vec![fault.to_owned()]), "{text}");
    }
}

#[test]
fn the_word_that_is_being_typed_is_a_prefix() {
    let table = [
        ("sanct", 5, "sanct*"),
        ("sanct ", 6, "sanct"),
        ("sanct ukr", 9, "(sanct ukr*)"),
        ("sanct ukr", 5, "(sanct* ukr)"),
        ("-sanct", 6, "-sanct*"),
        ("title:sanct", 11, "title:sanct*"),
        ("\"one st", 7, "\"one st\"*"),
        ("\"one st\"", 8, "\"one st\""),
        ("a OR (b c", 9, "(a OR (b c*))"),
        ("=sanct", 6, "sanct*"),
    ];
    for (text, cursor, read) in table {
        assert_eq!(shown(&parse_typing(text, cursor, date(2022, 1, 5))), read, "{text}");
    }
}

#[test]
fn what_is_too_much_is_refused_at_once() {
    let deep = format!("a {}b", "(".repeat(2_000));
    assert_eq!(shown(&parse(&deep, date(2022, 1, 5))), "a");
    let long = "ab ".repeat(5_000);
    let parsed = parse(&long, date(2022, 1, 5));
    let mut leaves = 0;
    parsed.query.expect("words").leaves(&mut |_, _| leaves += 1);
    assert_eq!(leaves, limits::CLAUSES);
    assert!(!parsed.faults.is_empty());
    let _ = parse(&"-".repeat(4_000), date(2022, 1, 5));
    let _ = parse(&"title:".repeat(2_000), date(2022, 1, 5));
}

#[test]
fn a_typo_is_one_letter() {
    for (one, other, is) in [
        ("putin", "putin", true),
        ("putin", "puttin", true),
        ("putin", "puin", true),
        ("putin", "pubin", true),
        ("putin", "uptin", true),
        ("putin", "putni", true),
        ("putin", "pubim", false),
        ("putin", "putinka", false),
        ("", "ab", false),
    ] {
        assert_eq!(is_one_typo(one, other), is, "{one} {other}");
        assert_eq!(is_one_typo(other, one), is, "{other} {one}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_within_bounds(text in "(\\PC|[()\"*~/:\\- ]|AND |OR |NOT |title:|date:|in:furniture ){0,200}", cursor in 0_usize..200) {
        for parsed in [parse(&text, date(2022, 1, 5)), parse_typing(&text, cursor, date(2022, 1, 5))] {
            let mut leaves = 0;
            if let Some(query) = &parsed.query {
                query.leaves(&mut |leaf, _| {
                    leaves += 1;
                    assert!(text.get(leaf.span.clone()).is_some());
                });
            }
            prop_assert!(leaves <= limits::CLAUSES);
            for fault in &parsed.faults {
                prop_assert!(text.get(fault.span.clone()).is_some());
                prop_assert!(fault.column >= 1);
            }
        }
    }

    #[test]
    fn what_was_read_is_read_the_same_again(text in "(a|b|\"c d\"|\\(|\\)|OR| |-|title:|=e|f\\*){0,30}") {
        if let Some(query) = parse(&text, date(2022, 1, 5)).query {
            let shown = query.to_string();
            prop_assert_eq!(parse(&shown, date(2022, 1, 5)).query.map(|query| query.to_string()), Some(shown));
        }
    }
}
