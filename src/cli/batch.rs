//! `folio search --queries FILE`: one answer a line for one question a line.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use anyhow::{Context, anyhow};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    index::{self, ArticleSets, Engine, Hit, query::Query},
    source::shown,
};

use super::{
    Session,
    arguments::Search,
    engine::{self, Freshness},
    exit::Exit,
    json::JsonLine,
    objects::{BatchHit, BatchObject},
    ordered::{Piece, in_order},
    print::Output,
    search::strict,
};

/// Hits of each question unless told otherwise: what measures of retrieval look at.
const LIMIT: usize = 1000;

/// A line of the file.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The question's name, which comes back with the answer.
    #[serde(alias = "query")]
    id: Value,
    text: String,
    /// Whether the text is in the query language.
    #[serde(default)]
    syntax: bool,
}

/// A question's name, and what it asks, if anything.
struct Question {
    name: Value,
    query: Option<Query>,
}

/// Answers are what is heavy: some hundred bytes for each hit, a thousand hits.
impl Piece for Question {
    fn weight(&self) -> usize {
        1 << 18
    }
}

/// Answers each question of the file.
pub fn search(file: &Path, command: Search, session: &Session) -> anyhow::Result<Exit> {
    let limit = command.limit.unwrap_or(LIMIT);
    let offset = command.offset;
    let questions = questions(file)?;
    let freshness = Freshness::unless(command.no_refresh);
    let (_, paths) = command.query_and_paths();
    let engine = engine::ready(&paths, session, freshness)?;
    let asking = questions.iter().filter_map(|asked| asked.query.as_ref()).find(|query| query.needs_sets());
    let sets = engine::sets(asking, session)?;
    let mut output = Output::new(session.no_colour);
    let mut exit = Exit::Nothing;
    in_order(
        |offer| {
            let _ = questions.into_iter().try_for_each(offer);
        },
        |asked| {
            hits(&engine, asked.query, &sets, limit, offset).map(|hits| (answer(&asked.name, &hits), hits.is_empty()))
        },
        |answered| {
            let (line, is_empty) = answered?;
            exit = if is_empty { exit } else { Exit::Success };
            output.json(&line).map_err(anyhow::Error::from)
        },
    )?;
    output.finish()?;
    Ok(exit)
}

fn hits(
    engine: &Engine,
    query: Option<Query>,
    sets: &ArticleSets,
    limit: usize,
    offset: usize,
) -> anyhow::Result<Vec<Hit>> {
    let Some(query) = query else { return Ok(Vec::new()) };
    let question = index::Question { offset, sets: sets.clone(), ..index::Question::new(Some(query), limit) };
    Ok(engine::answer(engine, &question)?.hits)
}

fn answer(name: &Value, hits: &[Hit]) -> JsonLine {
    JsonLine::of(&BatchObject { query: name, hits: hits.iter().map(BatchHit::new).collect() })
}

/// All questions, read before the first is answered, so that a fault in the last line costs no time.
fn questions(file: &Path) -> anyhow::Result<Vec<Question>> {
    let lines: Box<dyn BufRead> = match file.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(BufReader::new(File::open(file).with_context(|| format!("cannot read {}", shown(file)))?)),
    };
    let mut questions = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {}", shown(file)))?;
        if !line.trim().is_empty() {
            questions.push(question(&line).with_context(|| format!("{}:{}", shown(file), number + 1))?);
        }
    }
    Ok(questions)
}

fn question(line: &str) -> anyhow::Result<Question> {
    let asked: Asked = serde_json::from_str(line)
        .map_err(|error| anyhow!("no question: {error}; one is {{\"id\": \"7\", \"text\": \"some words\"}}"))?;
    let query = if asked.syntax { strict(&asked.text)? } else { Query::any_word(&asked.text) };
    Ok(Question { name: asked.id, query })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_plain_words_unless_it_says_otherwise() {
        let plain = question("{\"id\": 7, \"text\": \"a -b\"}").unwrap();
        assert_eq!((plain.name, plain.query), (Value::from(7), Query::any_word("a -b")));
        let precise = question("{\"query\": \"q\", \"text\": \"a -b\", \"syntax\": true}").unwrap();
        assert_eq!((precise.name, precise.query), (Value::from("q"), strict("a -b").unwrap()));
    }

    #[test]
    fn what_is_no_question_is_explained() {
        let error = question("{\"text\": \"a\"}").map(drop).unwrap_err();
        assert!(error.to_string().contains("missing field `id`"), "{error}");
    }
}
