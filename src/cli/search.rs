//! `folio search`: the articles that match a query.

use std::{io, path::PathBuf};

use anyhow::{Context, bail};
use jiff::Zoned;

use crate::{
    app::explain::query_lines,
    index::{
        Answer, Engine, Facet, Facets, Hit, Question, Snippet, Sort, SortKey, Suggestion,
        query::{Query, parse},
    },
    source::shown,
    text::clean::Clean,
};

use super::{
    Session,
    arguments::{Search, SortName},
    batch, columns,
    dates::date_text,
    engine::{self, Freshness},
    exit::Exit,
    findings::{ExplainObject, FacetObject},
    json::JsonLine,
    objects::HitObject,
    print::{Look, Output, remark},
    stats::table,
};

/// Hits that are printed unless told otherwise.
const LIMIT: usize = 20;

/// What stands for a value that is not known.
const NONE: &str = "(none)";

/// Columns of a snippet where no terminal says how many there are.
const SNIPPET: u16 = 160;

/// Columns by which a snippet is moved in on a terminal.
const INDENT: u16 = 4;

/// Runs the command.
pub fn search(command: Search, session: &Session) -> anyhow::Result<Exit> {
    if let Some(file) = command.queries.clone() {
        return batch::search(&file, command, session);
    }
    let mut question = question(&command)?;
    question.sets = engine::sets(question.query.as_ref(), session)?;
    let (is_json, is_count) = (command.json, command.count);
    let freshness = Freshness::unless(command.no_refresh);
    let order = unasked_order(&command, question.sort);
    let text = command.words.first().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
    let paths: Vec<PathBuf> = command.words.iter().skip(1).map(PathBuf::from).collect();
    let engine = engine::ready(&paths, session, freshness)?;
    let mut output = Output::new(session.no_colour);
    match (command.explain, command.facets) {
        (true, _) => return explain(&engine, &question, is_json, output),
        (_, true) => return facets(&engine, &question, is_json, output),
        _ => {}
    }
    let answer = engine::answer(&engine, &question)?;
    if is_count {
        output.line(&Clean::line(&answer.matched.to_string()))?;
    } else if is_json {
        answer.hits.iter().try_for_each(|hit| output.json(&JsonLine::of(&HitObject::new(hit))))?;
    } else {
        answer.hits.iter().try_for_each(|hit| print_hit(hit, &mut output))?;
    }
    output.finish()?;
    tell(&answer, order, is_json || is_count);
    if answer.matched == 0 && !command.any && !is_json && !is_count {
        suggest(&engine, &text, &question)?;
    }
    Ok(Exit::of_matches(answer.matched))
}

/// Prints how a question was read.
fn explain(engine: &Engine, question: &Question, is_json: bool, mut output: Output) -> anyhow::Result<Exit> {
    let explained = engine.explain(question, &|| false)?.unwrap_or_default();
    if is_json {
        output.json(&JsonLine::of(&ExplainObject::new(&explained)))?;
    } else {
        query_lines(&explained).iter().try_for_each(|line| output.line(line))?;
    }
    output.finish()?;
    Ok(Exit::of_matches(explained.matched))
}

/// Prints what the result of a question consists of.
fn facets(engine: &Engine, question: &Question, is_json: bool, mut output: Output) -> anyhow::Result<Exit> {
    let Facets { matched, counts, .. } = engine.facets(question, &|| false)?.unwrap_or_default();
    if is_json {
        counts.iter().try_for_each(|(facet, count)| output.json(&JsonLine::of(&FacetObject::new(facet, *count))))?;
    } else {
        table("", vec![("articles".to_owned(), matched)], &mut output)?;
        for group in counts.chunk_by(|(facet, _), (next, _)| facet.field() == next.field()) {
            let named = |(facet, count): &(Facet, u64)| (facet.value().unwrap_or_else(|| NONE.to_owned()), *count);
            table(group[0].0.field(), group.iter().map(named).collect(), &mut output)?;
        }
    }
    output.finish()?;
    Ok(Exit::of_matches(matched as usize))
}

/// Says what a query that finds nothing may have been meant to be.
fn suggest(engine: &Engine, text: &str, question: &Question) -> anyhow::Result<()> {
    let read = |text: &str| strict(text).ok().flatten();
    if let Some(Suggestion { text, articles }) = engine.suggest(text, None, question, read, &|| false)? {
        remark(format!("did you mean `{text}`? It finds {articles} of {} articles", engine.total()));
    }
    Ok(())
}

/// The question that the command line asks.
fn question(command: &Search) -> anyhow::Result<Question> {
    let Some(text) = command.words.first() else { bail!("no query: folio search QUERY [PATH]...") };
    let text = text.to_str().context("the query is not valid UTF-8")?;
    let query = if command.any { Query::any_word(text) } else { strict(text)? };
    let limit = if command.count { 0 } else { command.limit.unwrap_or(LIMIT) };
    Ok(Question {
        sort: sort(command, query.as_ref()),
        offset: command.offset,
        snippet_columns: (!command.count).then(|| columns().map_or(SNIPPET, |columns| columns.saturating_sub(INDENT))),
        ..Question::new(query, limit)
    })
}

/// A query that is right from end to end; on the command line there is nobody to go on typing.
pub fn strict(text: &str) -> anyhow::Result<Option<Query>> {
    parse(text, Zoned::now().date()).strict().map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("cannot read the query: {}", faults.join("; "))
    })
}

fn sort(command: &Search, query: Option<&Query>) -> Sort {
    let key = match command.sort {
        SortName::Relevance => SortKey::natural(query),
        SortName::Date => SortKey::Date,
        SortName::Title => SortKey::Title,
        SortName::Site => SortKey::Site,
        SortName::Words => SortKey::Words,
    };
    Sort { key, reversed: command.reverse }
}

fn print_hit(hit: &Hit, output: &mut Output) -> io::Result<()> {
    let row = &hit.row;
    if row.title_inferred {
        output.piece(Look::Faint, &Clean::fixed("~ "))?;
    }
    output.piece(Look::Strong, row.title.as_ref().unwrap_or(&Clean::fixed("(no title)")))?;
    output.end_line()?;
    output.piece(Look::Faint, &origin(hit))?;
    output.end_line()?;
    if let Some(snippet) = hit.snippet.as_ref().filter(|snippet| !snippet.text.is_empty()) {
        print_snippet(snippet, output)?;
    }
    output.end_line()
}

/// Date, outlet and file.
fn origin(hit: &Hit) -> Clean {
    let row = &hit.row;
    let date = row.date.map(|(range, grade)| date_text(range, grade));
    let site = row.site.as_ref().map(ToString::to_string);
    let pieces = date.into_iter().chain(site).chain([shown(&row.file).to_string()]);
    Clean::line(&pieces.collect::<Vec<_>>().join(" · "))
}

fn print_snippet(snippet: &Snippet, output: &mut Output) -> io::Result<()> {
    let mut done = 0;
    output.piece(Look::Plain, &Clean::fixed("    "))?;
    for span in &snippet.spans {
        output.piece(Look::Plain, snippet.text.slice(done..span.start))?;
        output.piece(Look::Strong, snippet.text.slice(span.clone()))?;
        done = span.end;
    }
    output.piece(Look::Plain, snippet.text.slice(done..snippet.text.as_str().len()))?;
    output.end_line()
}

/// The order of hits that are not ranked though no other order was asked for.
fn unasked_order(command: &Search, sort: Sort) -> &'static str {
    match (command.sort, sort.key, sort.reversed) {
        (SortName::Relevance, SortKey::Date, false) => ", newest first",
        (SortName::Relevance, SortKey::Date, true) => ", oldest first",
        _ => "",
    }
}

/// Says on standard error what the hits leave out. A program that reads them counts for itself.
fn tell(answer: &Answer, order: &str, for_a_program: bool) {
    let shown = answer.hits.len();
    match answer.matched {
        _ if for_a_program => {}
        0 => remark(format!("none of {} articles match", answer.total)),
        matched => remark(format!("{shown} of {matched} matching articles, of {} in all{order}", answer.total)),
    }
    if answer.undated_hidden > 0 {
        remark(format!("{} more would match, but have no date", answer.undated_hidden));
    }
    if answer.completions_capped {
        remark("a prefix, pattern or `~` stands for too many words: the rarest were left out");
    }
}
