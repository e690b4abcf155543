//! Dates as the query language writes them, so that what is printed can be searched for.

use crate::article::{DateRange, Grade};

/// `2021-12-30`, `2021-12`, `2021` or `2021-11-20..2022-01-05`, with `~` before it when it was not stated.
pub fn date_text(range: DateRange, grade: Grade) -> String {
    let unsure = if grade == Grade::Stated { "" } else { "~" };
    format!("{unsure}{}", interval(range))
}

fn interval(DateRange { first, last }: DateRange) -> String {
    let begins_month = first.day() == 1;
    let ends_month = last == last.last_of_month();
    let same_year = first.year() == last.year();
    if first == last {
        first.to_string()
    } else if begins_month && ends_month && same_year && (first.month(), last.month()) == (1, 12) {
        format!("{:04}", first.year())
    } else if begins_month && ends_month && same_year && first.month() == last.month() {
        format!("{:04}-{:02}", first.year(), first.month())
    } else {
        format!("{first}..{last}")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;

    fn text(first: Date, last: Date) -> String {
        date_text(DateRange { first, last }, Grade::Stated)
    }

    #[test]
    fn a_date_is_as_short_as_it_is_exact() {
        assert_eq!(text(date(2021, 12, 30), date(2021, 12, 30)), "2021-12-30");
        assert_eq!(text(date(2021, 2, 1), date(2021, 2, 28)), "2021-02");
        assert_eq!(text(date(2021, 1, 1), date(2021, 12, 31)), "2021");
        assert_eq!(text(date(2021, 6, 1), date(2021, 7, 31)), "2021-06-01..2021-07-31");
    }

    #[test]
    fn what_was_not_stated_is_marked() {
        assert_eq!(date_text(DateRange::day(date(2021, 12, 30)), Grade::Inferred), "~2021-12-30");
    }
}
