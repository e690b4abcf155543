//! Front matter: what a Markdown file states about itself between two lines of three dashes at its very beginning.
//!
//! It is read as most static-site generators write it, `name: value` a line, which is a small part of YAML. It stays in the
//! document's text, whose lines must be those of the file.

use super::fields::Fields;
use crate::article::Stated;

/// Longer front matter is none.
const MOST_LINES: usize = 200;

/// What the front matter of a text states; nothing where there is none.
pub(super) fn stated(text: &str) -> Stated {
    let Some(lines) = front_matter(text) else { return Stated::default() };
    let mut fields = Fields::default();
    for line in lines {
        if let Some((name, value)) = member(line) {
            fields.offer_named(name, value);
        }
    }
    fields.into_stated()
}

/// The lines between the dashes.
fn front_matter(text: &str) -> Option<Vec<&str>> {
    let mut lines = text.lines().map(str::trim_end);
    lines.next().filter(|line| *line == "---")?;
    let mut inside = Vec::new();
    for line in lines.take(MOST_LINES) {
        if matches!(line, "---" | "...") {
            return Some(inside);
        }
        inside.push(line);
    }
    None
}

/// A name and its value; a list in brackets loses them, a quoted value its quotes.
fn member(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.split_once(':').filter(|(name, _)| !name.starts_with([' ', '-', '#']))?;
    let value = value.trim();
    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    let value = match list {
        Some(items) => items.split(',').map(unquoted).collect::<Vec<_>>().join(", "),
        None => unquoted(value).to_owned(),
    };
    Some((name.trim(), value))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inside = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_read() {
        let text = "---\ntitle: \"Flood: the wall holds\"\ndate: 2021-12-30\nauthors: [Ann Writer, 'Bob Reader']\n\
                    tags:\n  - url: no\n---\n# Flood\nsite: not here\n";
        let stated = stated(text);
        assert_eq!(stated.title.as_deref(), Some("Flood: the wall holds"));
        assert_eq!(stated.date.as_deref(), Some("2021-12-30"));
        assert_eq!(stated.byline.as_deref(), Some("Ann Writer, Bob Reader"));
        assert_eq!((stated.url, stated.site), (None, None));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in ["", "---", "---\ntitle: never closed\n", "Flood\n---\ntitle: x\n---\n", "----\ntitle: x\n---\n"] {
            assert_eq!(stated(text), Stated::default(), "{text}");
        }
    }
}
