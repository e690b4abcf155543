//! An article set as a page, printed from its first line to its last.

use std::{io, sync::Arc};

use crate::{
    app::{
        Opened,
        page::{Page, PageLine, Part, Setting, Spot},
    },
    article::BlockKind,
    text::clean::Clean,
};

use super::print::{Look, Output};

/// Rows that are set at once.
const ROWS: usize = 1_000;

/// Prints the page of an article.
pub fn print_page(opened: Opened, setting: Setting, output: &mut Output) -> io::Result<()> {
    let mut page = Page::new(Arc::new(opened), setting);
    let mut top = Spot::default();
    loop {
        let rows = page.view(top, ROWS);
        rows.iter().try_for_each(|row| print_row(row, output))?;
        let last = page.down(top, ROWS - 1);
        top = page.down(top, ROWS);
        if rows.len() < ROWS || top == last {
            return Ok(());
        }
    }
}

fn print_row(row: &PageLine, output: &mut Output) -> io::Result<()> {
    if let Some(line) = &row.line {
        let mut indent = Clean::default();
        indent.push_spaces(usize::from(line.indent));
        output.piece(Look::Plain, &indent)?;
        output.piece(look(row.part), &row.text)?;
        if line.hyphen {
            output.piece(Look::Plain, &Clean::fixed("-"))?;
        }
    }
    output.end_line()
}

fn look(part: Part) -> Look {
    match part {
        Part::Title | Part::Block(BlockKind::Heading) => Look::Strong,
        Part::Kicker | Part::Meta | Part::Rule | Part::Fold | Part::End => Look::Faint,
        Part::Standfirst | Part::Block(_) | Part::Raw => Look::Plain,
    }
}
