//! How folio knows what it says about the open article: title, date, furniture, query.

use super::{action::Action, header, keymap::Context, overlay::Kind, state::State};
use crate::{
    app::Opened,
    article::{
        Article, Block, DateCandidate, Decided, Encoding, Evidence, Found, Grade,
        heap::{CommonLine, Standing},
    },
    index::{Clause, Expanded, Explained, query::grade_name},
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
    let grade = grade_name(found.grade);
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
    lines.push(match around.len() {
        0 => Clean::fixed("nothing stands around the story"),
        count => Clean::line(&format!("{} around the story:", counted(count, "block"))),
    });
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
    lines.extend(state.search.parsed.faults.iter().map(|fault| Clean::line(&format!("fault    {fault}"))));
    match (&state.explained, state.search.query()) {
        (_, None) => push(lines, "query", &Clean::fixed("none: all articles are shown")),
        (Some(explained), Some(_)) => lines.extend(query_lines(explained)),
        (None, Some(query)) => push(lines, "query", &Clean::line(&format!("read as {query}"))),
    }
}

/// Words of the index that are named for one word of a query; the others are counted.
const FORMS: usize = 8;

/// How a query was read, what each part of it looks for and finds, and what is hidden; line by line.
pub fn query_lines(explained: &Explained) -> Vec<Clean> {
    let Explained { query, clauses, total, matched, undated_hidden, furniture_hidden } = explained;
    let mut lines = Vec::new();
    push(&mut lines, "query", &Clean::line(&format!("read as {query}")));
    for clause in clauses {
        push(&mut lines, "", &clause_line(clause));
        clause.words.iter().filter_map(word_line).for_each(|line| push(&mut lines, "", &line));
    }
    push(&mut lines, "found", &Clean::line(&format!("{} of {} articles", number(*matched), number(*total))));
    if *undated_hidden > 0 {
        let hidden = format!("{} more would match, but have no date", number(*undated_hidden));
        push(&mut lines, "hidden", &Clean::line(&hidden));
    }
    if *furniture_hidden {
        push(&mut lines, "hidden", &Clean::fixed("page furniture, which in:furniture searches"));
    }
    lines
}

/// A condition, where it is looked for and how many articles meet it.
fn clause_line(Clause { text, negated, fields, words, articles, .. }: &Clause) -> Clean {
    let left_out = if *negated { "without " } else { "" };
    let noun = if *articles == 1 { "article" } else { "articles" };
    let fields = if words.is_empty() { String::new() } else { format!(" in {}", fields.join(" or ")) };
    Clean::line(&format!("{left_out}{text}{fields}: {} {noun}", number(*articles)))
}

/// What a word stands for; none when that is the word alone.
fn word_line(Expanded { word, stems, forms, capped }: &Expanded) -> Option<Clean> {
    if let [(only, _)] = &forms[..]
        && only == word
    {
        return None;
    }
    let stem = |(stem, languages): &(String, Vec<String>)| format!("stem {stem} ({})", languages.join(" "));
    let named: Vec<_> = forms.iter().take(FORMS).map(|(form, articles)| format!("{form} {articles}")).collect();
    let mut parts: Vec<String> = stems.iter().map(stem).collect();
    parts.push(if forms.is_empty() { "not in any article".to_owned() } else { named.join(", ") });
    if forms.len() > FORMS {
        parts.push(format!("{} more words", number(forms.len() - FORMS)));
    }
    if *capped {
        parts.push("the rarest are left out".to_owned());
    }
    Some(Clean::line(&format!("· {word}: {}", parts.join("; "))))
}

fn number(count: usize) -> Clean {
    Clean::number(count as u64)
}
