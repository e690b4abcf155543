//! The excerpt of an article that shows best why it matches.

use std::{collections::HashSet, ops::Range};

use super::{
    Snippet,
    highlight::{Found, Marks},
    writer::is_body,
};
use crate::{
    article::{Article, Block},
    text::{clean::Clean, width},
};

const CUT: &str = "…";
/// The part of an excerpt that may come before the first mark.
const BEFORE: usize = 4;
/// Marks of a block that are looked at: those of a very long one are all much alike.
const MOST_MARKS: usize = 200;

/// The excerpt of at most so many columns with the most of what the query asks for, close together; the beginning of
/// the story where the text says nothing of it.
pub fn snippet(article: &Article, marks: &Marks, columns: usize) -> Snippet {
    let mut best: Option<Window<'_>> = None;
    for block in article.blocks.iter().filter(|block| is_body(block.kind)) {
        let mut found = marks.find_each(block.text.as_str(), block.kind, article.language);
        found.truncate(MOST_MARKS);
        if let Some(window) = best_window(block, &found, columns)
            && best.as_ref().is_none_or(|best| window.worth > best.worth)
        {
            best = Some(window);
        }
    }
    match (best, article.story().next()) {
        (Some(Window { block, start, .. }), _) => excerpt(block, start, marks, article.language, columns),
        (None, Some(block)) => excerpt(block, 0, marks, article.language, columns),
        (None, None) => Snippet::default(),
    }
}

/// A place in a block where an excerpt may begin.
struct Window<'a> {
    block: &'a Block,
    start: usize,
    /// Different conditions that are met, then marks.
    worth: (usize, usize),
}

fn best_window<'a>(block: &'a Block, found: &[Found], columns: usize) -> Option<Window<'a>> {
    let text = block.text.as_str();
    let mut best: Option<Window<'a>> = None;
    for (number, first) in found.iter().enumerate() {
        let start = lead(text, first.range.start, columns / BEFORE);
        let end = start + width::fit(&text[start..], columns.saturating_sub(2)).0;
        let inside = || found[number..].iter().take_while(|found| found.range.end <= end);
        let conditions: HashSet<usize> = inside().map(|found| found.condition).collect();
        let worth = (conditions.len(), inside().count());
        if best.as_ref().is_none_or(|best| worth > best.worth) {
            best = Some(Window { block, start, worth });
        }
    }
    best
}

/// The beginning of a word at most so many columns before `at`: of the sentence, if that is near enough.
fn lead(text: &str, at: usize, columns: usize) -> usize {
    let mut start = at;
    let mut used = 0;
    for (byte, c) in text[..at].char_indices().rev() {
        used += width::columns(c.encode_utf8(&mut [0; 4]));
        if used > columns {
            return start;
        }
        let is_sentence = matches!(c, '.' | '!' | '?' | '。') && start > byte + c.len_utf8();
        if is_sentence || c == '\n' {
            return start;
        }
        if c.is_whitespace() {
            start = byte + c.len_utf8();
        }
    }
    0
}

/// The text of a block from `start` on, in so many columns, cut between words.
fn excerpt(block: &Block, start: usize, marks: &Marks, language: Option<&str>, columns: usize) -> Snippet {
    let text = block.text.as_str();
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    let before = if start > 0 { CUT } else { "" };
    let room = columns.saturating_sub(before.chars().count());
    let mut end = start + width::fit(&text[start..], room).0;
    let mut after = "";
    if end < text.len() {
        end = start + width::fit(&text[start..], room.saturating_sub(1)).0;
        let words = text[start..end].rfind(char::is_whitespace).map(|space| start + space);
        let is_inside_word = !text[end..].starts_with(char::is_whitespace);
        // A word longer than half of the room is cut, or hardly anything would be left.
        end = words.filter(|words| is_inside_word && *words > start + (end - start) / 2).unwrap_or(end);
        after = CUT;
    }
    let end = start + text[start..end].trim_end().len();
    let spans = marks.find(text, block.kind, language);
    let shift = |range: Range<usize>| {
        let range = range.start.max(start)..range.end.min(end);
        (!range.is_empty()).then(|| range.start - start + before.len()..range.end - start + before.len())
    };
    // One byte for another, so that the spans stay right.
    let line: String = text[start..end].chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).collect();
    let text = Clean::line(&format!("{before}{line}{after}"));
    Snippet { text, spans: spans.into_iter().filter_map(shift).collect() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::{Document, recognise},
        index::query::parse,
    };

    fn article(text: &str) -> Article {
        recognise(&Document { text: text.to_owned(), ..Document::default() })
    }

    fn shown(query: &str, text: &str, columns: usize) -> String {
        let marks = Marks::new(&parse(query, date(2022, 1, 5)).query.expect("a query"));
        let snippet = snippet(&article(text), &marks, columns);
        let mut shown = snippet.text.as_str().to_owned();
        for span in snippet.spans.iter().rev() {
            shown.insert(span.end, ']');
            shown.insert(span.start, '[');
        }
        shown
    }

    const TEXT: &str = "The old bridge across the harbour was closed on Monday after engineers had found rust in its cables.\n\n\
        Repairs will take eleven weeks, the council said, and ferries carry commuters over the water. \
        Critics of the bridge said that the repairs of its cables were overdue.\n";

    #[test]
    fn an_excerpt_shows_most_of_what_was_asked_for() {
        assert_eq!(shown("rust", TEXT, 60), "…had found [rust] in its cables.");
        assert_eq!(
            shown("bridge cables repairs", TEXT, 66),
            "…Critics of the [bridge] said that the [repairs] of its [cables] were…"
        );
        assert_eq!(shown("ferries", TEXT, 40), "…and [ferries] carry commuters over the…");
        assert_eq!(shown("date:2021", TEXT, 40), "The old bridge across the harbour was…");
    }

    proptest! {
        #[test]
        fn an_excerpt_fits_and_its_spans_lie_in_it(text in "(\\PC{0,9}[ \n]|rust ){0,60}", columns in 1_usize..80) {
            let marks = Marks::new(&parse("rust OR a*", date(2022, 1, 5)).query.expect("a query"));
            let snippet = snippet(&article(&text), &marks, columns);
            prop_assert!(width::columns(snippet.text.as_str()) <= columns.max(2));
            for span in snippet.spans {
                prop_assert!(snippet.text.as_str().get(span).is_some_and(|span| !span.is_empty()));
            }
        }
    }
}
