//! How folio knows what it says about the open article: title, date, furniture, query.

use super::{action::Action, header, keymap::Context, overlay::Kind, state::State};
use crate::{
    app::Opened,
    article::{
        Article, Block, DateCandidate, Decided, Encoding, Evidence, Found, Grade,
        heap::{CommonLine, Standing},
    },
    text::clean::Clean,
};

/// The explanation.
pub(super) fn overlay(state: &State) -> Kind {
    let mut lines = Vec::new();
    let mut common = Vec::new();
    if let Some(opened) = state.reader.opened() {
        push_article(&mut lines, opened);
        common = push_common(&mut lines, &opened.article, state);
        lines.extend(opened.article.remarks.iter().cloned());
        lines.push(Clean::default());
    }
    push_query(&mut lines, state);
    Kind::Explain { lines, common }
}

/// How folio knows what it says about an article: each piece with its evidence, all dates with their parts, and what stands
/// around the story.
pub fn of_article(opened: &Opened) -> Vec<Clean> {
    let mut lines = Vec::new();
    push_article(&mut lines, opened);
    lines.extend(opened.article.remarks.iter().cloned());
    lines
}

fn push_article(lines: &mut Vec<Clean>, opened: &Opened) {
    push_metadata(lines, &opened.article);
    push(lines, "file", &crate::source::shown(&opened.row.file));
    let kept = || Clean::fixed("not known: the index keeps the text");
    push(lines, "encoding", &opened.encoding.map_or_else(kept, encoding));
    push(lines, "content", &Clean::line(&opened.article.id.to_string()));
    lines.push(Clean::default());
    push_dates(lines, opened);
    push_furniture(lines, &opened.article);
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

/// The lines that other pages have too, and in which rows they are told.
fn push_common(lines: &mut Vec<Clean>, article: &Article, state: &State) -> Vec<(usize, usize)> {
    if article.common.is_empty() {
        return Vec::new();
    }
    let keys = |action| state.keymap.labels(Context::Everywhere, action).join(" ");
    let (accept, reject) = (keys(Action::AcceptLine), keys(Action::RejectLine));
    let heading = format!("Lines that other pages have too: {accept} folds the selected one, {reject} keeps it");
    lines.push(Clean::line(&heading));
    let first = lines.len();
    lines.extend(article.common.iter().map(told));
    (0..article.common.len()).map(|number| (first + number, number)).collect()
}

fn told(common: &CommonLine) -> Clean {
    let CommonLine { line, text, repeats, standing, .. } = common;
    let standing = match standing {
        Standing::Candidate => "left alone",
        Standing::AtEdges => "furniture above and below the story",
        Standing::Anywhere => "furniture",
        Standing::Accepted => "furniture",
        Standing::Rejected => "left alone: rejected by you",
    };
    let beginning: String = text.as_str().chars().take(60).collect();
    Clean::line(&format!("{line:>8} {standing}: {repeats} · {beginning}"))
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
