//! What stands above an article's text, and how its metadata is put into words: dates, length, folded furniture.

use jiff::civil::Date;

use crate::{
    article::{Article, Block, BlockKind, DateRange, Found, Grade},
    text::clean::Clean,
};

/// Words that a person reads in a minute: the mean for English non-fiction (Brysbaert 2019, 238), rounded down.
const WORDS_PER_MINUTE: u32 = 230;

/// Site and section, if there is either.
pub fn kicker(article: &Article) -> Option<Clean> {
    let pieces = [&article.site, &article.section];
    let pieces: Vec<_> = pieces.into_iter().flatten().map(|found| &found.value).collect();
    (!pieces.is_empty()).then(|| joined(pieces.into_iter().cloned()))
}

/// Byline, date and length.
pub fn meta(article: &Article) -> Clean {
    let byline = article.byline.as_ref().map(|byline| byline.value.clone());
    let date = article.date.as_ref().map(date_label);
    joined(byline.into_iter().chain([date.unwrap_or(Clean::fixed("no date"))]).chain([length_label(article.words)]))
}

/// A date as a reader meets it: `30 Dec 2021`, and `~` before it when it was not stated.
pub fn date_label(date: &Found<DateRange>) -> Clean {
    range_label(date.value, date.grade)
}

/// An interval of days with its grade: `~Apr 2021`, `~Jun–Jul 2022`.
pub fn range_label(range: DateRange, grade: Grade) -> Clean {
    let unsure = if grade == Grade::Stated { "" } else { "~" };
    Clean::line(&format!("{unsure}{}", interval(range)))
}

fn interval(DateRange { first, last }: DateRange) -> String {
    let whole_months = first.day() == 1 && last == last.last_of_month();
    if first == last {
        day(first)
    } else if whole_months && first.month() == 1 && last.month() == 12 && first.year() == last.year() {
        first.year().to_string()
    } else if whole_months && (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} {}", month(first), first.year())
    } else if whole_months && first.year() == last.year() {
        format!("{}–{} {}", month(first), month(last), first.year())
    } else {
        format!("{} – {}", day(first), day(last))
    }
}

fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

fn month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// The time that it takes to read so many words.
pub fn length_label(words: u32) -> Clean {
    let minutes = words.div_ceil(WORDS_PER_MINUTE).max(1);
    Clean::line(&format!("{minutes} min"))
}

/// Pieces with a middle dot between them.
pub fn joined(pieces: impl Iterator<Item = Clean>) -> Clean {
    let mut line = Clean::default();
    for piece in pieces {
        if !line.is_empty() {
            line.push(Clean::fixed(" · ").as_clean());
        }
        line.push(piece.as_clean());
    }
    line
}

/// Whether a block is something that stands around the story and is folded unless asked for.
pub fn is_around(kind: BlockKind) -> bool {
    !kind.is_story() && kind != BlockKind::Caption
}

/// Whether the header shows what a block says, so that the block needs no place of its own.
pub fn shows(article: &Article, block: &Block) -> bool {
    let is_evidence = |line: Option<u32>| line.is_some_and(|line| (block.lines.0..=block.lines.1).contains(&line));
    let says = |found: &Option<Found<Clean>>| {
        found
            .as_ref()
            .is_some_and(|found| is_evidence(found.evidence.line) || block.text.as_str().contains(found.value.as_str()))
    };
    match block.kind {
        BlockKind::Title => says(&article.title),
        BlockKind::Standfirst => true,
        BlockKind::Byline => says(&article.byline),
        BlockKind::Site => says(&article.site),
        BlockKind::Section => says(&article.section),
        BlockKind::Date => article.date.as_ref().is_some_and(|date| is_evidence(date.evidence.line)),
        _ => false,
    }
}

/// The line that stands for folded blocks: how much it is, and what.
pub fn fold_label(blocks: &[&Block]) -> Clean {
    let of_block = |block: &&Block| block.text.as_str().lines().filter(|line| !line.trim().is_empty()).count().max(1);
    let lines: usize = blocks.iter().map(of_block).sum();
    let noun = match (lines, blocks.iter().all(|block| block.kind == BlockKind::Related)) {
        (1, true) => "link to another article",
        (_, true) => "links to other articles",
        (1, false) => "line of page furniture",
        (_, false) => "lines of page furniture",
    };
    let mut reasons: Vec<String> = Vec::new();
    for reason in blocks.iter().map(|block| block.reason.to_string()) {
        if !reasons.contains(&reason) && reasons.len() < 2 {
            reasons.push(reason);
        }
    }
    Clean::line(&format!("⋯ {lines} {noun}: {}", reasons.join(", ")))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn label(first: Date, last: Date, grade: Grade) -> String {
        range_label(DateRange { first, last }, grade).to_string()
    }

    #[test]
    fn dates_say_how_sure_and_how_exact_they_are() {
        let stated = Grade::Stated;
        let rough = Grade::Inferred;
        assert_eq!(label(date(2021, 12, 30), date(2021, 12, 30), stated), "30 Dec 2021");
        assert_eq!(label(date(2021, 12, 30), date(2021, 12, 30), rough), "~30 Dec 2021");
        assert_eq!(label(date(2021, 4, 1), date(2021, 4, 30), rough), "~Apr 2021");
        assert_eq!(label(date(2022, 6, 1), date(2022, 7, 31), rough), "~Jun–Jul 2022");
        assert_eq!(label(date(2022, 1, 1), date(2022, 12, 31), stated), "2022");
        assert_eq!(label(date(2021, 12, 30), date(2022, 1, 3), rough), "~30 Dec 2021 – 3 Jan 2022");
    }

    #[test]
    fn a_notice_takes_a_minute_at_least() {
        assert_eq!(length_label(3).as_str(), "1 min");
        assert_eq!(length_label(900).as_str(), "4 min");
    }
}
