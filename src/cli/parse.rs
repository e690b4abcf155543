//! `folio parse`: what is recognised in each article, in the order of the files, as it becomes known.

use std::{
    io,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{
    article::Article,
    index::{Corpus, Heap},
    source::{FileEntry, Limits, Outcome, Problem, Record, Root, read, walk},
    text::clean::Clean,
};

use super::{
    Session,
    arguments::Parse,
    corpus::{roots, verdicts},
    exit::Exit,
    json::JsonLine,
    listing::listing,
    objects::ArticleObject,
    ordered::{self, in_order},
    print::{Look, Output},
    report::Report,
};

/// What comes out of the files.
enum Piece {
    Article(Box<Record>),
    Problem(Problem),
    /// Problems that are only counted.
    Unnamed(u64),
}

impl ordered::Piece for Piece {
    fn weight(&self) -> usize {
        match self {
            Self::Article(record) => record.document.text.len(),
            Self::Problem(_) | Self::Unnamed(_) => 0,
        }
    }
}

/// A piece made ready to be printed.
struct Ready {
    printed: Printed,
    counts: Counts,
}

enum Printed {
    Json(JsonLine),
    Lines(Vec<(Look, Clean)>),
}

enum Counts {
    Article,
    Problem(Problem),
    Unnamed(u64),
}

/// Runs the command.
pub fn parse(command: &Parse, session: &Session) -> anyhow::Result<Exit> {
    let roots = roots(&command.corpus.paths, session)?;
    let limits = &session.settings.limits;
    let mut output = Output::new(session.no_colour);
    let mut report = Report::default();
    let corpus = Corpus::of(roots.clone());
    let heap = Heap::of_corpus(&corpus, limits, session.kind, &verdicts(session));
    in_order(
        |offer| pieces(&roots, limits, session, offer),
        |piece| {
            ready(piece, command.json, &|record| heap.recognise_in(&record.document, &record.locator.origin, &corpus))
        },
        |ready| print(ready, &mut output, &mut report),
    )?;
    output.finish()?;
    Ok(report.tell())
}

/// Offers what all files hold, in order.
fn pieces(roots: &[Root], limits: &Limits, session: &Session, offer: &mut dyn FnMut(Piece) -> ControlFlow<()>) {
    let _ = walk(roots, limits).try_for_each(|file| match file {
        Ok(file) => file_pieces(&file, limits, session, offer),
        Err(problem) => offer(Piece::Problem(problem)),
    });
}

/// Offers the articles of one file, then what could not be read of it.
fn file_pieces(
    file: &FileEntry,
    limits: &Limits,
    session: &Session,
    offer: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    let outcome = read(file, limits, session.kind, &mut |record| {
        flow = offer(Piece::Article(Box::new(record)));
        flow
    });
    flow?;
    match outcome {
        Ok(report) => {
            report.problems.into_iter().try_for_each(|problem| offer(Piece::Problem(problem)))?;
            offer(Piece::Unnamed(report.more_problems))
        }
        Err(error) => offer(Piece::Problem(Problem::from(error))),
    }
}

/// Recognises an article and writes down what is printed. Runs on several threads.
fn ready(piece: Piece, as_json: bool, recognise: &dyn Fn(&Record) -> Article) -> Ready {
    match piece {
        Piece::Article(record) => match catch_unwind(AssertUnwindSafe(|| recognise(&record))) {
            Ok(article) => Ready { printed: article_printed(&record, &article, as_json), counts: Counts::Article },
            Err(_) => unread(fault(&record), as_json),
        },
        Piece::Problem(problem) => unread(problem, as_json),
        Piece::Unnamed(count) => Ready { printed: Printed::Lines(Vec::new()), counts: Counts::Unnamed(count) },
    }
}

fn article_printed(record: &Record, article: &Article, as_json: bool) -> Printed {
    if as_json {
        Printed::Json(JsonLine::of(&ArticleObject::of_record(record, article)))
    } else {
        Printed::Lines(listing(record, article))
    }
}

fn unread(problem: Problem, as_json: bool) -> Ready {
    let printed = if as_json {
        Printed::Json(JsonLine::of(&ArticleObject::unread(&problem)))
    } else {
        Printed::Lines(Vec::new())
    };
    Ready { printed, counts: Counts::Problem(problem) }
}

/// One article that folio stumbles over must not take the others with it.
fn fault(record: &Record) -> Problem {
    let reason = Clean::fixed("folio failed to recognise what is in it; please report this");
    let outcome = Outcome::Skipped;
    Problem { path: record.locator.origin.path(), line: None, reason, outcome }
}

fn print(ready: Ready, output: &mut Output, report: &mut Report) -> io::Result<()> {
    match ready.counts {
        Counts::Article => report.add_read(1),
        Counts::Problem(problem) => report.add(problem),
        Counts::Unnamed(count) => report.add_unnamed(count),
    }
    match ready.printed {
        Printed::Json(line) => output.json(&line),
        Printed::Lines(lines) => lines.iter().try_for_each(|(look, line)| {
            output.piece(*look, line)?;
            output.end_line()
        }),
    }
}
