//! From labelled rows to blocks: rows that belong together become one, and their text is made as it is shown.

use std::borrow::Cow;

use super::{
    block::{Block, BlockKind, Lines},
    labels::Label,
    lines::Line,
    mojibake,
    page::Page,
    shape::is_wide_char,
};
use crate::text::clean::Clean;

/// How many short lines beyond the judged ones go into one block.
const TOGETHER: u32 = 200;

/// Bytes from which a line beyond the judged ones is a paragraph by itself.
const PARAGRAPH: usize = 80;

/// The blocks of a page.
pub(crate) fn blocks(page: &Page, labels: &[Label]) -> Vec<Block> {
    let mut runs: Vec<(Line, Label)> = Vec::new();
    for (row, &label) in page.rows.iter().zip(labels) {
        join(&mut runs, row.line, label, |before, label| belongs(before, label, row.line.gap));
    }
    for line in page.rest() {
        let prose = line.end - line.start >= PARAGRAPH;
        let kind = if prose { BlockKind::Paragraph } else { BlockKind::List };
        let label = Label { kind, reason: "beyond the lines that are judged one by one".into(), level: 0 };
        let first = runs.last().map_or(0, |run| run.0.number);
        join(&mut runs, line, label, |before, label| before == label && !prose && line.number - first < TOGETHER);
    }
    // Most texts need no repair, which is seen at once for the whole.
    let sound = !mojibake::may_need_repair(page.text);
    runs.into_iter().map(|(line, label)| block(page.text, line, label, sound)).collect()
}

/// Adds a line to the run before it, or starts one with it.
fn join(runs: &mut Vec<(Line, Label)>, line: Line, label: Label, together: impl Fn(Label, Label) -> bool) {
    match runs.last_mut().filter(|before| together(before.1, label)) {
        Some((before, _)) => (before.last, before.end) = (line.last, line.end),
        None => runs.push((line, label)),
    }
}

/// Whether a row goes into the block before it.
fn belongs(before: Label, label: Label, gap: u8) -> bool {
    let kind = before.kind == label.kind;
    match label.kind {
        BlockKind::List | BlockKind::Table | BlockKind::Code => kind && gap <= 1,
        BlockKind::Quote => kind && gap == 0,
        BlockKind::Furniture => before == label,
        _ => false,
    }
}

fn block(text: &str, line: Line, label: Label, sound: bool) -> Block {
    let raw = &text[line.start..line.end];
    let keeps_lines = matches!(label.kind, BlockKind::List | BlockKind::Table | BlockKind::Code | BlockKind::Furniture);
    let joined = if line.number == line.last {
        Cow::Borrowed(raw.trim())
    } else if keeps_lines {
        Cow::Owned(if matches!(label.kind, BlockKind::Table | BlockKind::Code) { dedented(raw) } else { by_line(raw) })
    } else {
        Cow::Owned(unwrapped(raw, label.kind))
    };
    let shown = if sound { Clean::text(&joined) } else { Clean::text(&mojibake::repaired(&joined)) };
    Block {
        kind: label.kind,
        lines: Lines(line.number, line.last),
        bytes: line.start..line.end,
        text: shown,
        reason: label.reason,
        level: label.level,
    }
}

/// The lines without indentation and blank ones.
fn by_line(raw: &str) -> String {
    let lines: Vec<&str> = raw.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The lines without the indentation that all have, and without blank ones: what stands below each other stays so.
fn dedented(raw: &str) -> String {
    let lines = || raw.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let indent = |line: &str| line.bytes().take_while(|byte| *byte == b' ').count();
    let common = lines().map(indent).min().unwrap_or(0);
    lines().map(|line| &line[common..]).collect::<Vec<_>>().join("\n")
}

/// The lines as one: with a space between them, or none where the script has none or a hyphen ends a line.
fn unwrapped(raw: &str, kind: BlockKind) -> String {
    let mut whole = String::with_capacity(raw.len());
    for line in raw.lines() {
        let line = if kind == BlockKind::Quote { line.trim_start_matches(['>', ' ']) } else { line }.trim();
        let line = line.trim_end_matches('\u{ad}');
        let (before, after) = (whole.chars().next_back(), line.chars().next());
        let Some((before, after)) = before.zip(after) else {
            whole.push_str(line);
            continue;
        };
        let hyphen = before == '-' && after.is_lowercase() && !whole.ends_with(" -");
        if !(hyphen || is_wide_char(before) && is_wide_char(after)) {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_as_their_script_wants() {
        assert_eq!(
            unwrapped("the old\r\n  bridge over\nthe river", BlockKind::Paragraph),
            "the old bridge over the river"
        );
        assert_eq!(unwrapped("a well-\nknown case", BlockKind::Paragraph), "a well-known case");
        assert_eq!(unwrapped("橋は閉\n鎖された", BlockKind::Paragraph), "橋は閉鎖された");
        assert_eq!(unwrapped("> no bridge\n> here", BlockKind::Quote), "no bridge here");
    }
}
