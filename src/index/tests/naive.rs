//! The engine's answers beside those of a plain scan over all articles, which knows nothing of indexes.

use proptest::prelude::*;

use super::{
    super::{
        analysis::{ASSUMED_LANGUAGE, Stemmed, tokens},
        query::{Query, Scope, Test, compile, is_one_typo},
        writer::is_body,
    },
    *,
};
use crate::{
    article::{Article, BlockKind, recognise},
    source::{Limits, Record, read, walk},
};

struct Scanned {
    article: Article,
    record: Record,
}

fn scan(bench: &Bench) -> Vec<Scanned> {
    let mut all = Vec::new();
    for file in walk(bench.corpus().roots(), &Limits::default()) {
        let file = file.expect("a file");
        read(&file, &Limits::default(), None, &mut |record| {
            all.push(Scanned { article: recognise(&record.document), record });
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
    }
    all
}

impl Scanned {
    fn id(&self) -> String {
        self.record.document.stated.id.clone().unwrap_or_else(|| self.article.id.to_string())
    }

    /// Texts in which words may stand in a row.
    fn texts(&self, scope: Scope) -> Vec<String> {
        let one = |found: &Option<crate::article::Found<_>>| {
            found
                .iter()
                .map(|found: &crate::article::Found<crate::text::clean::Clean>| found.value.to_string())
                .collect()
        };
        let blocks = |wanted: fn(BlockKind) -> bool| {
            let blocks = self.article.blocks.iter().filter(|block| wanted(block.kind));
            blocks.map(|block| block.text.to_string()).collect::<Vec<_>>()
        };
        match scope {
            Scope::Title => one(&self.article.title),
            Scope::Body => blocks(is_body),
            Scope::Article => [self.texts(Scope::Title), self.texts(Scope::Body)].concat(),
            Scope::Furniture => blocks(|kind| !is_body(kind) && kind != BlockKind::Title),
            Scope::Site => one(&self.article.site),
            Scope::Byline => one(&self.article.byline),
            Scope::Language => self.article.language.iter().map(|code| (*code).to_owned()).collect(),
            Scope::Path => vec![self.record.locator.origin.path().to_string_lossy().into_owned()],
        }
    }

    fn matches(&self, query: &Query) -> bool {
        match query {
            Query::Everything => true,
            Query::All(parts) => parts.iter().all(|part| self.matches(part)),
            Query::Any(parts) => parts.iter().any(|part| self.matches(part)),
            Query::Not(part) => !self.matches(part),
            Query::Leaf(leaf) => self.meets(&leaf.test),
        }
    }

    fn meets(&self, test: &Test) -> bool {
        let language = self.article.language.unwrap_or(ASSUMED_LANGUAGE);
        let same = |word: &str, other: &str| word == other;
        let form = |word: &str, other: &str| Stemmed::new(word, language).is_form(other);
        match test {
            Test::Word(Scope::Language, code) => self.article.language == Some(&code.to_lowercase()),
            Test::Word(scope, text) if scope.is_stemmed() => self.row(*scope, text, 0, &form, &form),
            Test::Word(scope, text) | Test::Exact(scope, text) => self.row(*scope, text, 0, &same, &same),
            Test::Prefix(scope, text) if text.is_empty() => !self.texts(*scope).is_empty(),
            Test::Prefix(scope, text) => self.row(*scope, text, 0, &same, &|word, other| other.starts_with(word)),
            Test::Typo(scope, text) => self.row(*scope, text, 0, &same, &is_one_typo),
            Test::Pattern(scope, pattern) => {
                let regex = compile(pattern).expect("a pattern");
                self.texts(*scope).iter().flat_map(|text| tokens(text)).any(|token| regex.is_match(&token.word))
            }
            Test::Phrase { scope, text, slop, open: false } => self.row(*scope, text, *slop, &same, &same),
            Test::Phrase { scope, text, slop, open: true } => {
                self.row(*scope, text, *slop, &same, &|word, other| other.starts_with(word))
            }
            Test::AnyWord(text) => {
                tokens(text).iter().any(|token| self.row(Scope::Article, &token.word, 0, &form, &form))
            }
            Test::Dates(days) => {
                let date = self.article.date.as_ref().map(|found| found.value);
                date.is_some_and(|range| days.overlaps(range.first, range.last))
            }
            Test::DateGrade(grade) => self.article.date.as_ref().is_some_and(|found| found.grade == *grade),
            Test::Words(counts) => counts.contains(self.article.words),
            Test::Is(_) => false,
        }
    }

    /// Whether words stand in a row, tried at every place.
    fn row(
        &self,
        scope: Scope,
        text: &str,
        slop: u32,
        same: &dyn Fn(&str, &str) -> bool,
        last: &dyn Fn(&str, &str) -> bool,
    ) -> bool {
        let wanted = tokens(text);
        let is = |i: usize, word: &str| {
            if i + 1 == wanted.len() { last(&wanted[i].word, word) } else { same(&wanted[i].word, word) }
        };
        self.texts(scope).iter().map(|text| tokens(text)).any(|words| {
            // The shortest row that begins at each word.
            (0..words.len()).any(|first| {
                let mut at = first;
                let mut position = words[first].position;
                for i in 0..wanted.len() {
                    if i > 0 {
                        let step = wanted[i].position - wanted[i - 1].position;
                        position += step;
                        at += 1;
                    }
                    let found = (at..words.len()).find(|&at| words[at].position >= position && is(i, &words[at].word));
                    let Some(found) = found else { return false };
                    if i == 0 && found != first {
                        return false;
                    }
                    (at, position) = (found, words[found].position);
                }
                let shortest = wanted[wanted.len() - 1].position - wanted[0].position;
                position - words[first].position - shortest <= slop as usize
            })
        })
    }
}

#[test]
fn every_kind_of_query_finds_what_a_plain_scan_finds() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let (engine, scanned) = (bench.engine(), scan(&bench));
    let table = include_str!("../../../tests/search/queries.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        compare(&engine, &scanned, line.split('\t').next().unwrap_or_default());
    }
    for query in ["in:furniture ferry", "the", "o*", "th*", "\"the ha\"*", "\"the of\"~20", "=the -=of", "i~"] {
        compare(&engine, &scanned, query);
    }
}

fn compare(engine: &Engine, scanned: &[Scanned], text: &str) {
    let question = question(text);
    let query = question.query.clone().unwrap_or(Query::Everything);
    let plain = scanned.iter().filter(|scanned| scanned.matches(&query)).map(Scanned::id).collect();
    let answer = engine.search(&question, &|| false).expect("answered");
    assert_eq!(sorted(ids(engine, &question)), sorted(plain), "{text}");
    assert_eq!(answer.matched, answer.hits.len(), "{text}");
}

#[test]
fn combined_queries_find_what_a_plain_scan_finds() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let (engine, scanned) = (bench.engine(), scan(&bench));
    let parts = [
        "harbour",
        "ferries",
        "=ferry",
        "sanct*",
        "\"the a\"*",
        "\"one two\"~9",
        "title:the",
        "body:old",
        "date:2021",
        "words:>30",
        "lang:de",
        "bridgf~",
        "/gl.*/",
        "*",
    ];
    let part = (proptest::bool::ANY, proptest::sample::select(parts.to_vec()))
        .prop_map(|(negated, part)| format!("{}{part}", if negated { "-" } else { "" }));
    let strategy = proptest::collection::vec((part, proptest::sample::select(vec![" ", " OR "])), 1..6)
        .prop_map(|parts| parts.into_iter().map(|(part, join)| part + join).collect::<String>() + "the");
    let config = ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let compared = runner.run(&strategy, |text| {
        compare(&engine, &scanned, &text);
        Ok(())
    });
    compared.expect("the same");
}

#[test]
fn what_is_marked_is_what_matched() {
    let bench = Bench::with(&[("corpus.jsonl", CORPUS)]);
    bench.refresh();
    let (engine, scanned) = (bench.engine(), scan(&bench));
    // One condition on words: exactly the articles that are found have something marked.
    let queries = [
        "ferry",
        "=ferry",
        "ferr*",
        "bridgf~",
        "/gla.*r/",
        "\"harbour bridge\"",
        "\"one two\"~12",
        "title:harbour",
        "body:minister",
        "co-operation",
        "president's",
        "naive",
        "häuser",
        "in:furniture ferry",
        "the",
        "prices*",
    ];
    for text in queries {
        let question = question(text);
        let marks = Marks::new(question.query.as_ref().expect("a query"));
        let has_marks = |scanned: &&Scanned| {
            let article = &scanned.article;
            let title = article.title.iter().map(|title| (title.value.as_str(), BlockKind::Title));
            let blocks = article.blocks.iter().filter(|block| block.kind != BlockKind::Title);
            let mut texts = title.chain(blocks.map(|block| (block.text.as_str(), block.kind)));
            texts.any(|(text, kind)| !marks.find(text, kind, article.language).is_empty())
        };
        let marked = scanned.iter().filter(has_marks).map(Scanned::id).collect();
        assert_eq!(sorted(ids(&engine, &question)), sorted(marked), "{text}");
    }
}
