//! How folio knows what it says about the open article: title, date, furniture, query.

use super::{header, state::State};
use crate::{
    article::{Article, Block, Decided, Encoding, Evidence, Found, Grade},
    index::{Clause, Expanded, Explained, query::grade_name},
    text::clean::Clean,
};

/// The explanation, line by line.
pub(super) fn lines(state: &State) -> Vec<Clean> {
    let mut lines = Vec::new();
    if let Some(opened) = state.reader.opened() {
        push_metadata(&mut lines, &opened.article);
        push(&mut lines, "file", &crate::source::shown(&opened.row.file));
        push(
            &mut lines,
            "encoding",
            &opened.encoding.map_or(Clean::fixed("not known: the index keeps the text"), encoding),
        );
        push(&mut lines, "content", &Clean::line(&opened.article.id.to_string()));
        lines.push(Clean::default());
        push_furniture(&mut lines, &opened.article);
        lines.extend(opened.article.remarks.iter().cloned());
        lines.push(Clean::default());
    }
    push_query(&mut lines, state);
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
    let grade = grade_name(found.grade);
    push(lines, label, &Clean::line(&format!("{} ({grade})", value(&found.value))));
    let Evidence { text, line, reason } = &found.evidence;
    let place = line.map_or_else(String::new, |line| format!("line {line}: "));
    push(lines, "", &Clean::line(&format!("{place}“{text}”")));
    push(lines, "", reason);
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
