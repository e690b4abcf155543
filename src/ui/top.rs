//! The first line: folio's name, the corpus, how many articles there are and how many of them are shown.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{
    paint::{fill, put, put_right},
    theme::{Role, Theme},
};
use crate::{
    app::{State, message::Indexing},
    text::clean::{Clean, CleanStr},
};

/// The first line.
pub struct TopLine<'a> {
    /// What it is about.
    pub state: &'a State,
    /// How it looks.
    pub theme: &'a Theme,
}

impl Widget for TopLine<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let style = self.theme.style(Role::Top);
        fill(buffer, area, 0..area.width, " ", style);
        let right = self.right();
        let start = put_right(buffer, area, right.as_clean(), style);
        let left = Rect { width: start.saturating_sub(1), ..area };
        let name = self.theme.style(Role::TopName);
        let column = put(buffer, left, 1, CleanStr::fixed("folio  "), name);
        put(buffer, left, column, self.corpus().as_clean(), style);
    }
}

impl TopLine<'_> {
    fn corpus(&self) -> Clean {
        let total = self.state.list.total();
        let articles = if total == 1 { "article" } else { "articles" };
        let mut text = Clean::line(&format!("{} · {} {articles}", self.state.corpus, Clean::number(total as u64)));
        if let Some(indexing) = &self.state.indexing {
            text.push(progress(indexing).as_clean());
        }
        match self.state.problems.len() {
            0 => {}
            1 => text.push(CleanStr::fixed(" · 1 problem")),
            count => text.push(Clean::line(&format!(" · {count} problems")).as_clean()),
        }
        text
    }

    fn right(&self) -> Clean {
        let (matched, total) = (self.state.list.matched(), self.state.list.total());
        let help = self.state.keymap.labels(crate::app::keymap::Context::Everywhere, crate::app::action::Action::Help);
        let help = help.first().map_or("F1", String::as_str);
        let shown = match matched == total {
            true => String::new(),
            false => format!("{} of {} shown    ", Clean::number(matched as u64), Clean::number(total as u64)),
        };
        Clean::line(&format!("{shown}{help} help "))
    }
}

fn progress(indexing: &Indexing) -> Clean {
    let articles = Clean::number(indexing.articles);
    let done = indexing.done.map_or_else(
        || format!(" · reading, {articles} so far"),
        |done| format!(" · reading {:.0} %", (done * 100.0).floor()),
    );
    let left = indexing.seconds_left.filter(|seconds| *seconds > 3).map_or_else(String::new, time_left);
    Clean::line(&format!("{done}{left}"))
}

fn time_left(seconds: u64) -> String {
    match seconds {
        0..=90 => format!(", {seconds} s left"),
        _ => format!(", {} min left", seconds.div_ceil(60)),
    }
}
