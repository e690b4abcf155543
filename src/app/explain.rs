//! How folio knows what it says about the open article: title, date, furniture, query.

use super::{header, state::State};
use crate::{
    app::Opened,
    article::{Article, Block, DateCandidate, Decided, Encoding, Evidence, Found, Grade},
    text::clean::Clean,
};

/// The explanation, line by line.
pub(super) fn lines(state: &State) -> Vec<Clean> {
    let mut lines = Vec::new();
    if let Some(opened) = state.reader.opened() {
        lines.extend(of_article(opened));
        lines.push(Clean::default());
    }
    push_query(&mut lines, state);
    lines
}

/// How folio knows what it says about an article: each piece with its evidence, all dates with their parts, and what stands
/// around the story.
pub fn of_article(opened: &Opened) -> Vec<Clean> {
    let mut lines = Vec::new();
    push_metadata(&mut lines, &opened.article);
    push(&mut lines, "file", &crate::source::shown(&opened.row.file));
    let kept = || Clean::fixed("not known: the index keeps the text");
    push(&mut lines, "encoding", &opened.encoding.map_or_else(kept, encoding));
    push(&mut lines, "content", &Clean::line(&opened.article.id.to_string()));
    lines.push(Clean::default());
    push_dates(&mut lines, opened);
    push_furniture(&mut lines, &opened.article);
    lines.extend(opened.article.remarks.iter().cloned());
    lines
}

fn push(lines: &mut Vec<Clean>, label: &str, value: &Clean) {
    lines.push(Clean::line(&format!("{label:<9}{value}")));
}

/// A character set and how it was decided.
fn encoding(Encoding { name, decided }: Encoding) -> Clean {
    let reason = match decided {
        Decided::Mark => "by its byte order mark",
        Decided::Zeros => "by where its zero bytes stand",
        Decided::Valid => "every byte is valid in it",
        Decided::MostlyValid => "almost every byte is valid in it",
        Decided::Guessed => "guessed by how often its letters and their neighbours occur",
    };
    Clean::line(&format!("{name} ({reason})"))
}

fn push_metadata(lines: &mut Vec<Clean>, article: &Article) {
    push_found(lines, "title", article.title.as_ref(), Clean::clone);
    push_found(lines, "date", article.date.as_ref(), |range| header::range_label(*range, Grade::Stated));
    push_found(lines, "byline", article.byline.as_ref(), Clean::clone);
    push_found(lines, "site", article.site.as_ref(), Clean::clone);
    push_found(lines, "section", article.section.as_ref(), Clean::clone);
    push(lines, "language", &Clean::line(article.language.unwrap_or("not recognised")));
}

fn push_found<T>(lines: &mut Vec<Clean>, label: &str, found: Option<&Found<T>>, value: impl Fn(&T) -> Clean) {
    let Some(found) = found else {
        return push(lines, label, &Clean::fixed("none found"));
    };
    let grade = match found.grade {
        Grade::Stated => "stated",
        Grade::Inferred => "inferred",
        Grade::Borrowed => "borrowed",
    };
    push(lines, label, &Clean::line(&format!("{} ({grade})", value(&found.value))));
    let Evidence { text, line, reason } = &found.evidence;
    let place = line.map_or_else(String::new, |line| format!("line {line}: "));
    push(lines, "", &Clean::line(&format!("{place}“{text}”")));
    push(lines, "", reason);
}

/// All dates that were weighed, the one that won marked.
fn push_dates(lines: &mut Vec<Clean>, opened: &Opened) {
    let dates = &opened.article.dates;
    if dates.is_empty() {
        return;
    }
    lines.push(Clean::line(&format!("{}, > is the article's:", counted(dates.len(), "date"))));
    lines.extend(dates.iter().map(|date| date_line(date, &opened.text)));
    lines.push(Clean::default());
}

fn date_line(date: &DateCandidate, text: &str) -> Clean {
    let mark = if date.wins { '>' } else { ' ' };
    let place = date.line().map_or_else(|| "beside".to_owned(), |line| line.to_string());
    let role = format!("{:?}", date.role).to_lowercase();
    let days = date.days.map_or_else(|| Clean::fixed("no year"), |days| header::range_label(days, Grade::Stated));
    Clean::line(&format!("{mark}{place:>7} {role}: {days} · “{}” · {}", date.words(text), date.reason))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn push_furniture(lines: &mut Vec<Clean>, article: &Article) {
    let around: Vec<&Block> = article.blocks.iter().filter(|block| !block.kind.is_story()).collect();
    lines.push(Clean::line(&format!("{} blocks around the story:", around.len())));
    for Block { lines: at, kind, reason, text, .. } in around {
        let place = if at.0 == at.1 { at.0.to_string() } else { format!("{}–{}", at.0, at.1) };
        let kind = format!("{kind:?}").to_lowercase();
        let beginning: String = text.as_str().chars().take(60).collect();
        lines.push(Clean::line(&format!("{place:>8} {kind}: {reason} · {beginning}")));
    }
}

fn push_query(lines: &mut Vec<Clean>, state: &State) {
    let Some(query) = state.search.query() else {
        return push(lines, "query", &Clean::fixed("none: all articles are shown"));
    };
    push(lines, "query", &Clean::line(&format!("read as {query}")));
    lines.extend(state.search.parsed.faults.iter().map(|fault| Clean::line(&format!("         {fault}"))));
    let shown = format!("{} of {} articles", state.list.matched(), state.list.total());
    push(lines, "", &Clean::line(&shown));
}
