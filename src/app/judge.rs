//! What the reader decides about lines that many pages have: fold them, or never.

use std::sync::Arc;

use super::{
    explain,
    message::{Effect, Notice},
    overlay::Kind,
    page::Point,
    state::State,
};
use crate::article::heap::{CommonLine, Verdict, Verdicts};

impl State {
    /// Decides about the line that is selected in the explanation, or about the next one on the page.
    pub(super) fn judge_line(&mut self, verdict: Verdict) -> Vec<Effect> {
        let Some(CommonLine { place, form, text, .. }) = self.judged_line() else {
            self.notice = Some(Notice::remark("no line here that other pages have too"));
            return Vec::new();
        };
        let decided = match verdict {
            Verdict::Accept => "folded from now on",
            Verdict::Reject => "never folded from now on",
        };
        self.notice = Some(Notice::remark(&format!("{decided}: {text}")));
        vec![Effect::KeepVerdict { place, form, verdict }]
    }

    fn judged_line(&mut self) -> Option<CommonLine> {
        let point = self.reader.point();
        let article = &self.reader.opened()?.article;
        if let Some(overlay) = self.overlay.as_ref().filter(|overlay| matches!(overlay.kind, Kind::Explain { .. })) {
            return article.common.get(overlay.selected_line()?).cloned();
        }
        let first = match point {
            Some(Point::Block(block, _)) => article.blocks.get(block).map_or(0, |block| block.lines.0),
            _ => 0,
        };
        article.common.iter().find(|common| common.line >= first).cloned()
    }

    /// Has verdicts count, and reads the open article again by them.
    pub(super) fn judged(&mut self, verdicts: Arc<Verdicts>) -> Vec<Effect> {
        let mut effects = vec![Effect::Judge(verdicts)];
        let row = self.reader.opened().map(|opened| Box::new(opened.row.clone()));
        if let Some(row) = row.filter(|_| self.opening.is_none()) {
            effects.push(Effect::Open { generation: self.opened_count.advance(), row });
        }
        effects
    }

    /// Tells anew how folio knows what it says, where that is laid over an article that was read again.
    pub(super) fn explain_again(&mut self) {
        if self.overlay.as_ref().is_some_and(|overlay| matches!(overlay.kind, Kind::Explain { .. })) {
            let kind = explain::overlay(self);
            self.overlay.iter_mut().for_each(|overlay| overlay.kind = kind.clone());
        }
    }
}
