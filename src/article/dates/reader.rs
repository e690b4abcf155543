//! Reads one date from the tokens of a stretch, in each of its notations.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{
    calendar::{Era, Meaning, Role},
    grammar::{Mention, is_possible, settle},
    tokens::{Kind, Token},
};

/// What ties the days of a stretch.
const DASHES: [char; 3] = ['-', '–', '—'];

/// Reads one date that starts at a token.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub tokens: &'a [Token],
    pub at: usize,
}

/// Year, month and day as they were read, and how.
#[derive(Clone, Copy, Default)]
struct Parts {
    year: Option<i16>,
    month: i8,
    day: Option<i8>,
    ambiguous: bool,
    numeric: bool,
    bound: bool,
}

impl<'a> Reader<'a> {
    /// The date, and the token after it.
    pub fn date(self) -> Option<(Mention, usize)> {
        let (parts, end) = match self.kind(0)? {
            Kind::Number { digits: 4, .. } => self.year_first()?,
            Kind::Number { .. } => self.number_first()?,
            Kind::Word(word) if word.month.is_some() => self.month_first()?,
            _ => return None,
        };
        let first = self.day_before().filter(|_| parts.day.is_some());
        let (start, before) =
            first.or_else(|| self.era_before()).map_or(self, |at| Self { at, ..self }).weekday_before();
        let (after, end) = if before.is_some() { (None, end) } else { end.weekday_after() };
        let mention = Mention {
            start: self.tokens[start].start,
            end: end.tokens[end.at - 1].end,
            year: parts.year,
            month: parts.month,
            day: parts.day,
            weekday: before.or(after),
            ambiguous: parts.ambiguous,
            numeric: parts.numeric,
            timed: end.is_timed() || self.back(self.at - start).is_timed_before(),
            bound: parts.bound || first.is_some(),
        };
        let whole = mention.year.is_some() && mention.day.is_some();
        let believed = whole || !self.tokens[self.at..end.at].iter().any(Token::is_doubtful);
        (believed && is_possible(mention)).then_some((settle(mention), end.at))
    }

    fn kind(self, offset: usize) -> Option<Kind> {
        self.tokens.get(self.at + offset).map(|token| token.kind)
    }

    fn skip(self, count: usize) -> Self {
        Self { at: self.at + count, ..self }
    }

    fn back(self, count: usize) -> Self {
        Self { at: self.at - count, ..self }
    }

    fn is_glued(self, offset: usize) -> bool {
        self.tokens.get(self.at + offset).is_some_and(|token| token.glued)
    }

    fn number(self, offset: usize) -> Option<(u32, u8)> {
        match self.kind(offset)? {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn small(self, offset: usize, most: u32) -> Option<i8> {
        let (value, digits) = self.number(offset)?;
        (digits <= 2 && (1..=most).contains(&value)).then_some(value as i8)
    }

    fn year(self, offset: usize) -> Option<i16> {
        let (value, digits) = self.number(offset)?;
        (digits == 4 && (1800..2100).contains(&value)).then_some(value as i16)
    }

    /// A year that the next entry's digits are glued to: "6. November 20236. November 2023".
    fn glued_year(self, offset: usize) -> Option<i16> {
        let (value, digits) = self.number(offset)?;
        let year = value / 10u32.pow(u32::from(digits).checked_sub(4).filter(|&more| more <= 2)?);
        (1990..2100).contains(&year).then_some(year as i16)
    }

    fn month(self, offset: usize) -> Option<i8> {
        match self.kind(offset)? {
            Kind::Word(word) => word.month,
            _ => None,
        }
    }

    fn has_mark(self, offset: usize, marks: &[char]) -> bool {
        matches!(self.kind(offset), Some(Kind::Mark(mark)) if marks.contains(&mark))
    }

    fn role(self, offset: usize) -> Role {
        match self.kind(offset) {
            Some(Kind::Word(word)) => word.role,
            _ => Role::None,
        }
    }

    /// Past marks and small words that may stand between the parts of a date.
    fn past_links(mut self, marks: &[char]) -> Self {
        for _ in 0..3 {
            let link = self.role(0) == Role::Link && self.month(0).is_none();
            if link || self.has_mark(0, marks) {
                self = self.skip(1);
            }
        }
        self
    }

    /// Past "st", "th", "er", "º" after a day.
    fn past_ordinal(self) -> Self {
        let ordinal = self.is_glued(0) && (self.role(0) == Role::Ordinal || self.has_mark(0, &['º', 'ª', '°', 'ª']));
        let russian = self.has_mark(0, &['-']) && self.role(1) == Role::Ordinal;
        self.skip(usize::from(ordinal) + 2 * usize::from(russian))
    }

    fn year_first(self) -> Option<(Parts, Self)> {
        let year = self.year(0)?;
        self.iso(year).or_else(|| self.units(year)).or_else(|| self.year_month_day(year))
    }

    /// 2021-12-30, 2021/12/30, 2021.12.30, and the year and month of an address.
    fn iso(self, year: i16) -> Option<(Parts, Self)> {
        let separators = ['-', '/', '.', '‑', '–', '_'];
        let Some(Kind::Mark(mark)) = self.kind(1).filter(|_| self.has_mark(1, &separators)) else {
            return None;
        };
        let month = self.small(2, 12)?;
        let parts = Parts { year: Some(year), month, numeric: true, ..Parts::default() };
        let day = self.small(4, 31).filter(|_| self.has_mark(3, &[mark]) && (mark == '.' || self.is_glued(4)));
        match day {
            Some(_) => Some((Parts { day, ..parts }, self.skip(5))),
            None if mark == '/' && self.is_glued(1) && self.is_glued(2) && self.has_mark(3, &['/']) => {
                Some((parts, self.skip(3)))
            }
            None => None,
        }
    }

    /// 令和3年12月30日: the year of an era.
    fn era(self) -> Option<(Parts, Self)> {
        let Some(Kind::Word(Meaning { era: Some(Era::Since(start)), .. })) = self.before()?.kind(0) else {
            return None;
        };
        let (year, _) = self.number(0).filter(|&(year, _)| (1..=200).contains(&year))?;
        self.units(start + year as i16)
    }

    /// The token before.
    fn before(self) -> Option<Self> {
        self.at.checked_sub(1).map(|at| Self { at, ..self })
    }

    /// The token of the name of an era before its year.
    fn era_before(self) -> Option<usize> {
        self.era()?;
        self.before().map(|before| before.at)
    }

    /// 2021年12月30日, 2021년 12월 30일.
    fn units(self, year: i16) -> Option<(Parts, Self)> {
        let month = self.small(2, 12).filter(|_| self.role(1) == Role::Year && self.role(3) == Role::Month)?;
        let parts = Parts { year: Some(year), month, numeric: true, ..Parts::default() };
        match self.small(4, 31).filter(|_| self.role(5) == Role::Day) {
            Some(day) => Some((Parts { day: Some(day), ..parts }, self.skip(6))),
            None => Some((parts, self.skip(4))),
        }
    }

    /// 2021. december 30., 2021 December 30.
    fn year_month_day(self, year: i16) -> Option<(Parts, Self)> {
        let at = self.skip(1).past_links(&['.', ',', '-']);
        let month = at.month(0)?;
        let at = at.skip(1).past_links(&['.', '-']);
        let day = at.small(0, 31).filter(|_| !at.has_mark(1, &[':']) && at.year_after_day().is_none())?;
        Some((Parts { year: Some(year), month, day: Some(day), ..Parts::default() }, at.skip(1)))
    }

    fn year_after_day(self) -> Option<i16> {
        self.skip(1).past_ordinal().past_links(&[',', '.']).year(0)
    }

    fn number_first(self) -> Option<(Parts, Self)> {
        self.era().or_else(|| self.month_unit()).or_else(|| self.numeric()).or_else(|| self.day_month())
    }

    /// 12月30日 without a year.
    fn month_unit(self) -> Option<(Parts, Self)> {
        let month = self.small(0, 12).filter(|_| self.role(1) == Role::Month)?;
        let day = self.small(2, 31).filter(|_| self.role(3) == Role::Day)?;
        Some((Parts { month, day: Some(day), numeric: true, ..Parts::default() }, self.skip(4)))
    }

    /// 30.12.2021, 12/30/2021, 30-12-21.
    fn numeric(self) -> Option<(Parts, Self)> {
        let Some(Kind::Mark(mark)) = self.kind(1).filter(|_| self.has_mark(1, &['.', '/', '-', '‑'])) else {
            return None;
        };
        let (first, second) = (self.small(0, 31)?, self.small(2, 31).filter(|_| self.has_mark(3, &[mark]))?);
        let loose = mark == '.' || self.is_glued(1) && self.is_glued(2) && self.is_glued(4);
        let year = self
            .year_before_time(4)
            .or_else(|| self.year(4))
            .or_else(|| {
                self.short_year(4, mark).filter(|_| mark != '.' || self.is_two_digits(0) || self.skip(5).is_clock())
            })
            .or_else(|| self.glued_year(4))
            .filter(|_| loose)?;
        let is_more = self.has_mark(5, &[mark]) && self.is_glued(6) && self.number(6).is_some();
        let parts = Parts { year: Some(year), numeric: true, ..Parts::default() };
        let parts = match (first, second) {
            (_, 13..) if mark != '.' || self.year(4).is_some() => Parts { month: first, day: Some(second), ..parts },
            (_, ..=12) => Parts {
                month: second,
                day: Some(first),
                ambiguous: mark == '/' && first <= 12 && first != second,
                ..parts
            },
            _ => return None,
        };
        (!is_more && parts.month <= 12).then_some((parts, self.skip(5)))
    }

    fn is_two_digits(self, offset: usize) -> bool {
        self.number(offset).is_some_and(|(_, digits)| digits == 2)
    }

    /// Whether a time of day follows at once.
    fn is_clock(self) -> bool {
        let hour = self.number(0).is_some_and(|(hour, digits)| hour < 25 && digits <= 2);
        hour && self.has_mark(1, &[':']) && self.number(2).is_some_and(|(_, digits)| digits == 2)
    }

    fn short_year(self, offset: usize, mark: char) -> Option<i16> {
        let (value, digits) = self.number(offset)?;
        let whole = self.is_glued(offset) && !self.has_mark(offset + 1, &[':', '%', mark]);
        (digits == 2 && whole).then_some(value as i16 + if value < 70 { 2000 } else { 1900 })
    }

    /// A year of two digits that a time of day is glued to: "28.09.1912:44".
    fn year_before_time(self, offset: usize) -> Option<i16> {
        let (value, digits) = self.number(offset)?;
        let time = self.has_mark(offset + 1, &[':']) && self.is_glued(offset + 2) && self.number(offset + 2).is_some();
        (digits == 4 && time && value % 100 < 24).then_some(2000 + (value / 100) as i16)
    }

    /// 30 December 2021, 30. Dezember 2021, 30 de diciembre de 2021, 30-Dec-21.
    fn day_month(self) -> Option<(Parts, Self)> {
        let day = self.small(0, 31).filter(|_| !self.follows_number())?;
        let at = self.skip(1).past_ordinal().past_links(&['.', ',', '-', '/', '‑']);
        let month = at.month(0)?;
        let parts = Parts { month, day: Some(day), ..Parts::default() };
        Some(at.skip(1).past_other_name(month).then_year(parts, at.has_mark(1, &['-'])))
    }

    /// Whether the number goes on a number with a mark: the minutes of a time, the cents of a price.
    fn follows_number(self) -> bool {
        self.at >= 2 && self.is_glued(0) && self.back(2).number(0).is_some() && self.back(1).has_mark(0, &[':', ','])
    }

    /// Past the same month by its other name: "ديسمبر/كانون الأول".
    fn past_other_name(self, month: i8) -> Self {
        let twice = self.has_mark(0, &['/', '(']) && self.month(1) == Some(month);
        self.skip(2 * usize::from(twice))
    }

    /// The year after day and month, in two digits only where dashes tie it.
    fn then_year(self, parts: Parts, dashed: bool) -> (Parts, Self) {
        if let Some(found) = self.then_year_of_calendar(parts) {
            return found;
        }
        let at = self.past_links(&['.', ',', '-', '/', ')', '’', '\'']).past_time();
        let year = at.year(0).or_else(|| at.glued_year(0)).or_else(|| at.short_year(0, ':').filter(|_| dashed));
        match year {
            Some(year) => (Parts { year: Some(year), ..parts }, at.skip(1)),
            None => (parts, self),
        }
    }

    /// The day of a calendar of its own: "30 ธันวาคม 2564", "۹ دی ۱۴۰۰". The month stands before, right here or past marks.
    fn then_year_of_calendar(self, parts: Parts) -> Option<(Parts, Self)> {
        let Some(Kind::Word(Meaning { era: Some(era), .. })) = self.before()?.kind(0) else {
            return None;
        };
        let at = self.past_links(&['.', ',']);
        let (value, _) = at.number(0).filter(|&(_, digits)| digits == 4)?;
        let (year, month, day) = match era {
            Era::Buddhist => (value as i16 - 543, parts.month, parts.day?),
            Era::Persian => match persian(value as i16, parts.month, parts.day?) {
                Some(day) => day,
                None => return Some((parts, self)),
            },
            Era::Since(_) => return None,
        };
        (1800..2100).contains(&year).then_some((Parts { year: Some(year), month, day: Some(day), ..parts }, at.skip(1)))
    }

    /// Past a time of day between day and year: "Thu Dec 30 11:22:33 UTC 2021".
    fn past_time(self) -> Self {
        if self.number(0).is_none() || !self.has_mark(1, &[':']) || self.number(2).is_none() {
            return self;
        }
        let seconds = self.has_mark(3, &[':']) && self.number(4).is_some();
        let at = self.skip(3 + 2 * usize::from(seconds));
        let zoned = at.skip(usize::from(matches!(at.kind(0), Some(Kind::Word(_)))));
        if zoned.year(0).is_some() { zoned } else { self }
    }

    fn month_first(self) -> Option<(Parts, Self)> {
        let month = self.month(0)?;
        let at = self.skip(1).past_links(&['.', '-', '/', ',']);
        if let Some(year) = at.year(0) {
            return Some((Parts { year: Some(year), month, ..Parts::default() }, at.skip(1)));
        }
        let day = at.small(0, 31).filter(|_| !at.has_mark(1, &[':', '%']))?;
        let after = at.skip(1).past_ordinal();
        let later = after.later_day(day).filter(|_| !self.has_mark(1, &['-']));
        let parts = Parts { month, day: Some(day), bound: later.is_some(), ..Parts::default() };
        let (parts, end) = later.unwrap_or(after).then_year(parts, later.is_none() && at.has_mark(1, &['-']));
        // Without a year, a small letter makes “may” and “march” other words.
        (parts.year.is_some() || !self.tokens[self.at].small).then_some((parts, end))
    }

    /// Past the last day of a stretch whose first day stands before: "May 5–7".
    fn later_day(self, first: i8) -> Option<Self> {
        let tied = self.has_mark(0, &DASHES) && self.is_glued(0) && self.is_glued(1) || self.is_to();
        let later = self.small(1, 31).filter(|&day| tied && day > first)?;
        (later < 32 && !self.has_mark(2, &[':', '%'])).then_some(self.skip(2))
    }

    /// The token of the first day of a stretch whose last day stands here: "5–7 May", "3. bis 5. Mai".
    fn day_before(self) -> Option<usize> {
        let last = self.small(0, 31)?;
        let tie = self.before()?;
        let dashed = tie.has_mark(0, &DASHES) && tie.is_glued(0) && tie.is_glued(1);
        let back = |count| tie.at.checked_sub(count).map(|at| Self { at, ..self });
        let stopped = back(1).is_some_and(|at| at.has_mark(0, &['.']) || at.role(0) == Role::Ordinal);
        let first = back(1 + usize::from(stopped)).filter(|_| dashed || tie.is_to())?;
        let plain = first.small(0, 31).is_some_and(|day| day < last) && !first.follows_number();
        (plain && !first.before().is_some_and(|before| before.has_mark(0, &['-', '/', '.']))).then_some(first.at)
    }

    fn is_to(self) -> bool {
        matches!(self.kind(0), Some(Kind::Word(word)) if word.to)
    }

    /// The weekday before the date, and the token where it starts.
    fn weekday_before(self) -> (usize, Option<Weekday>) {
        let mut at = self.at;
        for _ in 0..3 {
            let Some(before) = at.checked_sub(1) else {
                break;
            };
            let there = Self { at: before, ..self };
            match there.kind(0) {
                Some(Kind::Word(word)) if word.weekday.is_some() && word.role == Role::None => {
                    return (before, word.weekday);
                }
                Some(Kind::Mark(',' | '.' | '(' | '،' | '|')) => at = before,
                Some(Kind::Word(word)) if word.role == Role::Link => at = before,
                _ => break,
            }
        }
        (self.at, None)
    }

    /// The weekday after the date: in brackets, or after a comma.
    fn weekday_after(self) -> (Option<Weekday>, Self) {
        let bracketed = self.has_mark(0, &['(', '（']);
        let comma = self.has_mark(0, &[',', '，']);
        let at = self.skip(usize::from(bracketed || comma));
        match at.kind(0) {
            Some(Kind::Word(word))
                if bracketed || word.role == Role::None && word.month.is_none() && at.is_long_word(0) =>
            {
                word.weekday.map_or((None, self), |weekday| (Some(weekday), at.skip(1)))
            }
            _ => (None, self),
        }
    }

    fn is_long_word(self, offset: usize) -> bool {
        self.tokens.get(self.at + offset).is_some_and(|token| token.end - token.start >= 4)
    }

    /// Whether a time of day follows within a few tokens.
    fn is_timed(self) -> bool {
        (0..4).any(|offset| {
            let clock = self.number(offset).is_some_and(|(hour, digits)| hour < 25 && digits <= 2);
            let minutes = self.has_mark(offset + 1, &[':', '.']) && self.number(offset + 2).is_some_and(|(_, digits)| digits == 2);
            let hour = matches!(self.tokens.get(self.at + offset + 1), Some(token) if token.glued && self.role(offset + 1) == Role::None)
                && matches!(self.kind(offset + 1), Some(Kind::Word(_)));
            clock && (minutes || hour)
        })
    }

    /// Whether a time of day stands right before.
    fn is_timed_before(self) -> bool {
        (3..6).any(|back| {
            self.at >= back && {
                let there = self.back(back);
                there.number(0).is_some() && there.has_mark(1, &[':']) && there.number(2).is_some()
            }
        })
    }
}

/// A day of the Persian calendar as year, month and day of the Gregorian one, by the cycle of 33 years, which holds from
/// 1178 to 1633.
fn persian(year: i16, month: i8, day: i8) -> Option<(i16, i8, i8)> {
    let before = i32::from((month - 1).min(6)) * 31 + i32::from((month - 7).max(0)) * 30;
    let leaps = |year: i32| (year * 8 + 21) / 33;
    let years = i32::from(year) - 1178;
    let days = years * 365 + leaps(i32::from(year)) - leaps(1178) + before + i32::from(day) - 1;
    let date = Date::constant(1799, 3, 21).checked_add(days.days()).ok().filter(|_| (1178..=1633).contains(&year))?;
    Some((date.year(), date.month(), date.day()))
}
