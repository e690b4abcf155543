//! Documents in Markdown: their blocks by CommonMark, each mapped to its lines, without the characters of markup.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    block::{Block, BlockKind, Lines, Reason},
    lines::{self, Line},
    mojibake,
};
use crate::text::clean::Clean;

/// The blocks of a document in Markdown; its first heading is the title unless `titled`.
pub(crate) fn blocks(text: &str, titled: bool) -> Vec<Block> {
    let front = front_matter(text);
    let mut pieces = pieces(text, front);
    if !titled {
        name_title(&mut pieces);
    }
    let mut blocks = cover(text, pieces, front);
    keep_some(&mut blocks);
    blocks
}

/// Makes the title, or else all that has words, the story of a document that has no other.
fn keep_some(blocks: &mut [Block]) {
    if blocks.iter().any(|block| block.kind.is_story()) {
        return;
    }
    let titled = blocks.iter().any(|block| block.kind == BlockKind::Title);
    let worded = |block: &&mut Block| block.text.as_str().contains(char::is_alphanumeric);
    for block in blocks.iter_mut().filter(worded) {
        if !titled || block.kind == BlockKind::Title {
            (block.kind, block.reason) = (BlockKind::Paragraph, "the text has no other story".into());
        }
    }
}

/// A block with the bytes that it was parsed from.
struct Piece {
    bytes: Range<usize>,
    kind: BlockKind,
    level: u8,
    text: String,
}

/// The first heading is the title, when no more than a few blocks stand before it.
fn name_title(pieces: &mut [Piece]) {
    if let Some(heading) = pieces.iter_mut().take(4).find(|piece| piece.kind == BlockKind::Heading) {
        (heading.kind, heading.level) = (BlockKind::Title, 0);
    }
}

/// Where front matter ends: after the second of two lines of three dashes or plus signs, the first one being the first line.
fn front_matter(text: &str) -> usize {
    let fence =
        ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence));
    let Some(fence) = fence else { return 0 };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == fence {
            return at;
        }
    }
    0
}

fn pieces(text: &str, front: usize) -> Vec<Piece> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut builder = Builder { pieces: Vec::new(), depth: 0, lists: Vec::new(), after_mark: 0 };
    for (event, range) in Parser::new_ext(&text[front..], options).into_offset_iter() {
        builder.take(event, range.start + front..range.end + front);
    }
    builder.pieces
}

/// Makes a piece of each block at the top level.
struct Builder {
    pieces: Vec<Piece>,
    depth: usize,
    /// The lists that are open, outermost first: the number of the next item where they are numbered.
    lists: Vec<Option<u64>>,
    /// The length of the text after the mark of the newest item.
    after_mark: usize,
}

/// What stands before an item of a list without numbers. As in plain text, marks belong to a list's text.
const BULLET: &str = "• ";
/// By what each list within another one is moved in.
const NESTED: &str = "  ";

impl Builder {
    fn take(&mut self, event: Event, bytes: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, bytes),
            Event::End(end) => self.close(end),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(&text)
            }
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::TaskListMarker(done) => self.push(if done { "[x] " } else { "[ ] " }),
            Event::Rule => {
                self.pieces.push(Piece { bytes, kind: BlockKind::Furniture, level: 0, text: String::from("—") })
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag, bytes: Range<usize>) {
        match tag {
            Tag::Item => self.item(),
            Tag::TableRow => self.line(),
            Tag::TableCell => self.cell(),
            Tag::Paragraph if self.depth > 0 && !self.ends_with_break() => {
                self.line();
                self.push(&NESTED.repeat(self.lists.len()));
            }
            Tag::List(first) => self.lists.push(*first),
            _ => {}
        }
        if self.depth == 0 {
            let (kind, level) = kind(tag);
            self.pieces.push(Piece { bytes, kind, level, text: String::new() });
        }
        self.depth += 1;
    }

    fn close(&mut self, end: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match end {
            TagEnd::Heading(_) if self.depth > 0 => self.line(),
            TagEnd::List(_) => self.lists.truncate(self.lists.len().saturating_sub(1)),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.text.push_str(text);
        }
    }

    /// A new line with the mark of an item.
    fn item(&mut self) {
        self.line();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => BULLET.to_owned(),
        };
        self.push(&NESTED.repeat(self.lists.len().saturating_sub(1)));
        self.push(&mark);
        self.after_mark = self.pieces.last().map_or(0, |piece| piece.text.len());
    }

    /// A new line inside a block, but at its start.
    fn line(&mut self) {
        if let Some(piece) = self.pieces.last_mut().filter(|piece| !piece.text.is_empty()) {
            piece.text.push('\n');
        }
    }

    fn cell(&mut self) {
        if let Some(piece) =
            self.pieces.last_mut().filter(|piece| !piece.text.is_empty() && !piece.text.ends_with('\n'))
        {
            piece.text.push('\t');
        }
    }

    fn ends_with_break(&self) -> bool {
        self.pieces.last().is_none_or(|piece| {
            piece.text.is_empty() || piece.text.ends_with('\n') || piece.text.len() == self.after_mark
        })
    }
}

fn kind(tag: &Tag) -> (BlockKind, u8) {
    match tag {
        Tag::Heading { level, .. } => (BlockKind::Heading, depth(*level)),
        Tag::BlockQuote(_) => (BlockKind::Quote, 1),
        Tag::CodeBlock(_) => (BlockKind::Code, 0),
        Tag::List(_) => (BlockKind::List, 0),
        Tag::Table(_) => (BlockKind::Table, 0),
        Tag::HtmlBlock => (BlockKind::Furniture, 0),
        _ => (BlockKind::Paragraph, 0),
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// Blocks of all lines: those of the pieces, and furniture of what no piece has.
fn cover(text: &str, pieces: Vec<Piece>, front: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    let mut current: Option<Piece> = None;
    let mut started = false;
    for line in lines::lines(text) {
        while let Some(piece) = pieces.next_if(|piece| piece.bytes.start < line.end.max(line.start + 1)) {
            current = Some(piece);
            started = false;
        }
        let inside = current.as_ref().filter(|piece| line.start < piece.bytes.end && line.start >= front);
        match inside {
            Some(_) if started => extend(&mut blocks, line),
            Some(piece) => blocks.push(of_piece(piece, line)),
            None => leftover(&mut blocks, text, line, line.start < front),
        }
        started = inside.is_some();
    }
    blocks
}

fn extend(blocks: &mut [Block], line: Line) {
    if let Some(block) = blocks.last_mut() {
        block.lines.1 = line.last;
        block.bytes.end = line.end;
    }
}

fn of_piece(piece: &Piece, line: Line) -> Block {
    let reason: &str = match piece.kind {
        BlockKind::Title => "the document's first heading",
        BlockKind::Furniture => "a rule or HTML between the blocks",
        _ => "marked up so",
    };
    let text = Clean::text(&mojibake::repaired(piece.text.trim_end()));
    Block {
        kind: piece.kind,
        lines: line.lines(),
        bytes: line.start..line.end,
        text,
        reason: reason.into(),
        level: piece.level,
    }
}

/// A line that makes no block: front matter, or the definition of a link.
fn leftover(blocks: &mut Vec<Block>, text: &str, line: Line, front: bool) {
    let reason: Reason = if front { "front matter" } else { "defines links and is not shown" }.into();
    if let Some(block) = blocks.last_mut().filter(|block| block.reason == reason) {
        block.lines.1 = line.last;
        block.bytes.end = line.end;
        block.text = Clean::text(text[block.bytes.clone()].trim());
        return;
    }
    let lines = Lines(line.number, line.last);
    blocks.push(Block {
        kind: BlockKind::Furniture,
        lines,
        bytes: line.start..line.end,
        text: Clean::text(line.text(text)),
        reason,
        level: 0,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\ntitle: x\n\ndate: y\n---\n\n# The *old* bridge\n\nClosed for [a year](http://hill.example)\nfrom now.\n\n- ferry\n- road\n  by the bank\n\n> No bridge.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Why\n\n```\ncode\n\nmore\n```\n\n[a]: http://hill.example\n";

    fn shown(titled: bool) -> Vec<(BlockKind, Lines, String)> {
        blocks(TEXT, titled).into_iter().map(|block| (block.kind, block.lines, block.text.to_string())).collect()
    }

    #[test]
    fn blocks_are_those_of_the_markup() {
        let expected = [
            (BlockKind::Furniture, Lines(1, 5), "---\ntitle: x\n\ndate: y\n---"),
            (BlockKind::Title, Lines(7, 7), "The old bridge"),
            (BlockKind::Paragraph, Lines(9, 10), "Closed for a year from now."),
            (BlockKind::List, Lines(12, 14), "• ferry\n• road by the bank"),
            (BlockKind::Quote, Lines(16, 16), "No bridge."),
            (BlockKind::Table, Lines(18, 20), "a\tb\n1\t2"),
            (BlockKind::Heading, Lines(22, 22), "Why"),
            (BlockKind::Code, Lines(24, 28), "code\n\nmore"),
            (BlockKind::Furniture, Lines(30, 30), "[a]: http://hill.example"),
        ];
        assert_eq!(shown(false), expected.map(|(kind, lines, text)| (kind, lines, text.to_owned())));
    }

    #[test]
    fn lists_keep_their_marks() {
        let text = "3. three\n4. four\n   - a\n\n     more of a\n   - b\n5. five\n\n> quoted\n>\n> * item\n";
        let texts: Vec<String> = blocks(text, false).into_iter().map(|block| block.text.to_string()).collect();
        assert_eq!(texts, ["3. three\n4. four\n  • a\n    more of a\n  • b\n5. five", "quoted\n• item"]);
    }

    #[test]
    fn the_first_heading_stays_one_when_the_title_is_stated() {
        assert_eq!(shown(true)[1].0, BlockKind::Heading);
    }
}
