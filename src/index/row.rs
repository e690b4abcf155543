//! The stored form of a row: what a list shows of an article, packed into a few dozen bytes.

use jiff::civil::Date;

use super::{
    codec::{pull, push, take},
    corpus::Corpus,
    question::{Place, Row},
};
use crate::{
    article::{Article, ArticleId, DateRange, Grade},
    source::{Locator, Record},
    text::clean::Clean,
};

const TITLE_INFERRED: u8 = 1;

/// Packs what a list shows of an article.
pub fn encode(article: &Article, record: &Record, corpus: &Corpus) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    bytes.extend(article.id.0.to_be_bytes());
    let is_inferred = article.title.as_ref().is_some_and(|title| title.grade != Grade::Stated);
    bytes.push(if is_inferred { TITLE_INFERRED } else { 0 });
    bytes.push(article.date.as_ref().map_or(0, |date| grade_number(date.grade)));
    let range = article.date.as_ref().map(|date| date.value);
    bytes.extend(range.map_or(0, |range| day_number(range.first)).to_le_bytes());
    bytes.extend(range.map_or(0, |range| day_number(range.last)).to_le_bytes());
    bytes.extend(article.words.to_le_bytes());
    let (root, origin) = corpus.stored(&record.locator.origin);
    bytes.extend(root.to_le_bytes());
    push(&mut bytes, &Locator { origin, ..record.locator.clone() }.to_bytes());
    let texts = [&article.title, &article.site, &article.section, &article.byline];
    for text in texts {
        push(&mut bytes, text.as_ref().map_or("", |found| found.value.as_str()).as_bytes());
    }
    push(&mut bytes, article.language.unwrap_or_default().as_bytes());
    push(&mut bytes, record.document.stated.id.as_deref().unwrap_or_default().as_bytes());
    bytes
}

/// Unpacks a row; none when the bytes are no row.
pub fn decode(mut bytes: &[u8], place: Place, corpus: &Corpus) -> Option<Row> {
    let bytes = &mut bytes;
    let article = ArticleId(u128::from_be_bytes(take(bytes)?));
    let [flags, grade] = take(bytes)?;
    let (first, last) = (i32::from_le_bytes(take(bytes)?), i32::from_le_bytes(take(bytes)?));
    let words = u32::from_le_bytes(take(bytes)?);
    let root = u32::from_le_bytes(take(bytes)?);
    let locator = Locator::from_bytes(pull(bytes)?)?;
    let locator = Locator { origin: corpus.named(root, locator.origin), ..locator };
    let mut text = || Some(Clean::line(std::str::from_utf8(pull(bytes)?).ok()?));
    let (title, site, section, byline, language) = (text()?, text()?, text()?, text()?, text()?);
    let id = text()?;
    let some = |text: Clean| (!text.is_empty()).then_some(text);
    let date = match grade_of(grade) {
        Some(grade) => Some((DateRange { first: day_of(first)?, last: day_of(last)? }, grade)),
        None => None,
    };
    Some(Row {
        place,
        article,
        id: some(id).unwrap_or_else(|| Clean::line(&article.to_string())),
        file: locator.origin.path(),
        locator,
        title: some(title),
        title_inferred: flags & TITLE_INFERRED != 0,
        date,
        site: some(site),
        section: some(section),
        byline: some(byline),
        language: some(language),
        words,
    })
}

/// Days since 1970.
pub fn day_number(day: Date) -> i32 {
    day.duration_since(EPOCH).as_hours() as i32 / 24
}

/// The day of a number of days since 1970.
pub fn day_of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// A grade as a number from 1; 0 means that there is no date.
pub fn grade_number(grade: Grade) -> u8 {
    match grade {
        Grade::Stated => 1,
        Grade::Inferred => 2,
        Grade::Borrowed => 3,
    }
}

/// The grade of a number from 1.
pub fn grade_of(number: u8) -> Option<Grade> {
    [Grade::Stated, Grade::Inferred, Grade::Borrowed].into_iter().find(|grade| grade_number(*grade) == number)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (day, number) in [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(2021, 12, 30), 18_991)] {
            assert_eq!(day_number(day), number);
            assert_eq!(day_of(number), Some(day));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_row_or_not(bytes: Vec<u8>) {
            let _ = decode(&bytes, Place(0), &Corpus::of(Vec::new()));
        }
    }
}
