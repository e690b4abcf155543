//! `folio stats`: how many articles, of when, from where, in which languages.

use std::{collections::BTreeMap, io};

use crate::{index::Stats as Counts, text::clean::Clean};

use super::{
    Session,
    arguments::Stats,
    engine::{self, Freshness},
    exit::Exit,
    json::JsonLine,
    objects::{StatsObject, month_text},
    print::{Look, Output},
};

/// Outlets that are named; the others are counted.
const SITES: usize = 20;

/// Runs the command.
pub fn stats(command: &Stats, session: &Session) -> anyhow::Result<Exit> {
    let engine = engine::ready(&command.corpus.paths, session, Freshness::unless(command.no_refresh))?;
    let counts = engine.stats()?;
    let mut output = Output::new(session.no_colour);
    if command.json {
        output.json(&JsonLine::of(&StatsObject::new(&counts)))?;
    } else {
        print(&counts, &mut output)?;
    }
    output.finish()?;
    Ok(if counts.articles > 0 { Exit::Success } else { Exit::Nothing })
}

fn print(counts: &Counts, output: &mut Output) -> io::Result<()> {
    let kinds = counts.dates;
    let dates =
        [("stated", kinds.stated), ("inferred", kinds.inferred), ("borrowed", kinds.borrowed), ("none", kinds.undated)];
    let total = [("articles", counts.articles), ("words", counts.words)];
    let months = counts.months.iter().map(|(month, count)| (month_text(*month), *count)).collect();
    table("", named(total), output)?;
    table("dates", named(dates), output)?;
    table("months", months, output)?;
    table("languages", most_first(&counts.languages, usize::MAX), output)?;
    table("outlets", most_first(&counts.sites, SITES), output)
}

fn named<const N: usize>(rows: [(&str, u64); N]) -> Vec<(String, u64)> {
    rows.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| (name.to_owned(), count)).collect()
}

/// The first rows by their counts, and one for all the others.
fn most_first(counts: &BTreeMap<String, u64>, most: usize) -> Vec<(String, u64)> {
    let mut rows: Vec<_> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let others = rows.split_off(rows.len().min(most));
    if !others.is_empty() {
        let articles = others.iter().map(|(_, count)| count).sum();
        rows.push((format!("({} others)", others.len()), articles));
    }
    rows
}

/// Prints counts and names below a heading; nothing when there are none.
pub fn table(heading: &'static str, rows: Vec<(String, u64)>, output: &mut Output) -> io::Result<()> {
    if !heading.is_empty() && !rows.is_empty() {
        output.end_line()?;
        output.piece(Look::Strong, &Clean::fixed(heading))?;
        output.end_line()?;
    }
    rows.iter().try_for_each(|(name, count)| output.line(&Clean::line(&format!("{count:>10}  {name}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_the_others_are_counted() {
        let counts = [("a", 1), ("b", 5), ("c", 3), ("d", 1)].map(|(name, count)| (name.to_owned(), count));
        let rows = most_first(&BTreeMap::from(counts), 2);
        assert_eq!(rows, [("b".to_owned(), 5), ("c".to_owned(), 3), ("(2 others)".to_owned(), 2)]);
    }
}
