//! `folio show`: one article, set as a page, as it came, or as JSON.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs, io, iter,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};

use crate::{
    app::{Opened, explain, page::Setting},
    article::{Article, Document, Grade, recognise},
    index::{Place, Row},
    source::{FileEntry, Locator, Record, read, shown, walk},
    text::clean::Clean,
};

use super::{
    Session,
    arguments::Show,
    columns,
    config::Furniture,
    corpus::roots,
    engine::{self, Freshness},
    exit::Exit,
    json::JsonLine,
    objects::ArticleObject,
    page::print_page,
    print::{Output, remark},
    report::Report,
};

/// How an article is printed.
#[derive(Clone, Copy)]
enum Form {
    Page(Setting),
    /// Line by line as it came, nothing wrapped.
    Raw,
    Json,
    /// What is known about it, and how.
    Explained,
}

impl Form {
    fn of(command: &Show, session: &Session) -> Self {
        match () {
            () if command.json => Self::Json,
            () if command.raw => Self::Raw,
            () if command.explain => Self::Explained,
            () => Self::Page(setting(command, session)),
        }
    }
}

fn setting(command: &Show, session: &Session) -> Setting {
    let measure = session.settings.measure;
    let fitting = columns().map_or(measure, |columns| measure.min(columns));
    Setting {
        columns: command.width.unwrap_or(fitting).max(1),
        justify: false,
        furniture: session.settings.furniture == Furniture::Shown,
        raw: false,
    }
}

/// Runs the command.
pub fn show(command: &Show, session: &Session) -> anyhow::Result<Exit> {
    match file(command, session)? {
        Some(file) => show_file(&file, command, session),
        None => show_id(command, session),
    }
}

/// Shows each article of a file.
fn show_file(file: &FileEntry, command: &Show, session: &Session) -> anyhow::Result<Exit> {
    let form = Form::of(command, session);
    let mut output = Output::new(session.no_colour);
    let mut report = Report::default();
    let mut printed = Ok(());
    let outcome = read(file, &session.settings.limits, session.kind, &mut |record| {
        report.add_read(1);
        printed = show_record(record, form, &mut output);
        if printed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    printed?;
    output.finish()?;
    let found = outcome?;
    found.problems.into_iter().for_each(|problem| report.add(problem));
    report.add_unnamed(found.more_problems);
    Ok(report.tell())
}

/// Shows the article with an id. One that stands in several places is shown once.
fn show_id(command: &Show, session: &Session) -> anyhow::Result<Exit> {
    let id = command.article.to_str().context("an id is plain text")?;
    let engine = engine::ready(&command.paths, session, Freshness::Refreshed)?;
    let mut rows = engine.find(id)?;
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.article));
    let row = match rows.len() {
        0 => {
            remark(format!("there is no file `{id}`, and no article with this id"));
            return Ok(Exit::Nothing);
        }
        1 => rows.remove(0),
        _ => bail!("several articles have this id: {}", places(&rows)),
    };
    let document = engine.document(&row)?;
    let mut output = Output::new(session.no_colour);
    let article = engine.recognise(&row, &document);
    match Form::of(command, session) {
        Form::Json => output.json(&JsonLine::of(&ArticleObject::new(&row.file, &document, &article)))?,
        Form::Raw => print_raw(&document, &mut output)?,
        Form::Explained => print_explained(&opened(row, document, article), &mut output)?,
        Form::Page(setting) => print_page(opened(row, document, article), setting, &mut output)?,
    }
    output.finish()?;
    Ok(Exit::Success)
}

/// The file that the argument names: by itself, below one of the paths, or in the sample corpus. None where it must be
/// an id.
fn file(command: &Show, session: &Session) -> anyhow::Result<Option<FileEntry>> {
    let limits = &session.settings.limits;
    let name = Path::new(&command.article);
    let below = command.paths.iter().map(|path| path.join(name));
    let named = iter::once(name.to_owned()).chain(below).find(is_there);
    if let Some(path) = named {
        if path.is_dir() {
            bail!("{} is a folder; `folio search` finds articles in it, `folio parse` reads them all", shown(&path));
        }
        return walk(&roots(&[path], session)?, limits).next().transpose().map_err(|problem| anyhow!("{problem}"));
    }
    let samples = if command.paths.is_empty() { roots(&[], session)? } else { Vec::new() };
    Ok(walk(&samples, limits).flatten().find(|file| file.origin.path() == name))
}

fn is_there(path: &PathBuf) -> bool {
    path.as_os_str() == OsStr::new("-") || fs::metadata(path).is_ok()
}

fn places(rows: &[Row]) -> String {
    let places: Vec<String> = rows.iter().map(|row| format!("{} in {}", row.article, shown(&row.file))).collect();
    places.join(", ")
}

fn show_record(record: Record, form: Form, output: &mut Output) -> io::Result<()> {
    let article = recognise(&record.document);
    match form {
        Form::Json => output.json(&JsonLine::of(&ArticleObject::of_record(&record, &article))),
        Form::Raw => print_raw(&record.document, output),
        Form::Explained => print_explained(&opened_record(record, article), output),
        Form::Page(setting) => print_page(opened_record(record, article), setting, output),
    }
}

fn print_raw(document: &Document, output: &mut Output) -> io::Result<()> {
    document.text.lines().try_for_each(|line| output.line(&Clean::revealed(line)))
}

fn print_explained(opened: &Opened, output: &mut Output) -> io::Result<()> {
    explain::of_article(opened).iter().try_for_each(|line| output.line(line))
}

fn opened_record(record: Record, article: Article) -> Opened {
    opened(row(&record.locator, &record.document, &article), record.document, article)
}

fn opened(row: Row, document: Document, article: Article) -> Opened {
    Opened { row, text: document.text, encoding: document.encoding, article, complete: true }
}

/// What a list would show of an article that is in no index.
fn row(locator: &Locator, document: &Document, article: &Article) -> Row {
    let id = document.stated.id.as_deref().map_or_else(|| Clean::line(&article.id.to_string()), Clean::line);
    Row {
        place: Place(0),
        article: article.id,
        id,
        file: locator.origin.path(),
        locator: locator.clone(),
        title: article.title.as_ref().map(|title| title.value.clone()),
        title_inferred: article.title.as_ref().is_some_and(|title| title.grade != Grade::Stated),
        date: article.date.as_ref().map(|date| (date.value, date.grade)),
        site: article.site.as_ref().map(|site| site.value.clone()),
        section: article.section.as_ref().map(|section| section.value.clone()),
        byline: article.byline.as_ref().map(|byline| byline.value.clone()),
        language: article.language.map(Clean::line),
        words: article.words,
    }
}
