//! Text into lines: whole paragraphs at once, so that the lines come out as even as they can be.
//!
//! Lines are ranges of the text they were made of; [`place`] tells what stands where in one of them.

mod fit;
mod greedy;
mod opportunities;
mod pieces;

use std::ops::Range;

use super::{clean::CleanStr, hyphenate::Hyphenation, width};

/// On wider lines nothing is gained by choosing them together, and there are too many ways to do it.
const WIDEST_FIT: u16 = 240;
/// Tabs reach to the next multiple of so many columns, counted from the indent.
const TAB_STOP: usize = 8;
/// A space that is spread takes at most three columns: with more, holes run through the page.
const MOST_EXTRA: usize = 2;

/// What lines are wrapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Columns of a line, its indent included.
    pub columns: u16,
    /// Columns by which the first line of each paragraph is moved in.
    pub first_indent: u16,
    /// Columns by which all other lines are moved in: a hanging indent where it is the larger one.
    pub indent: u16,
    /// Whether lines are spread to the full measure.
    pub justify: bool,
    /// The rules by which words are divided, if they are.
    pub hyphenation: Option<Hyphenation>,
}

impl Measure {
    /// Ragged lines of this many columns: no indent, no hyphens.
    pub fn ragged(columns: u16) -> Self {
        Self { columns, first_indent: 0, indent: 0, justify: false, hyphenation: None }
    }
}

/// A line of wrapped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the text that it shows, without the white space at its end.
    pub range: Range<usize>,
    /// The columns that they take, without the indent, with the hyphen.
    pub columns: u16,
    /// Empty columns before them.
    pub indent: u16,
    /// Whether a hyphen is to be drawn after the last character.
    pub hyphen: bool,
    /// Whether a paragraph ends here, so that the line is never spread.
    pub last: bool,
}

/// What stands in a line, and at which column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The bytes of the text: a grapheme cluster.
    pub range: Range<usize>,
    /// Its first column, counted from the left edge of the measure.
    pub column: u16,
    /// The columns that it takes. A tab takes those up to the next stop; a space the ones it is spread by, too.
    pub columns: u16,
}

/// A space that is spread to fill the measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where the space stands in the text.
    pub at: usize,
    /// Columns that it takes over its own.
    pub extra: u16,
}

impl Measure {
    /// The indent of a paragraph's first line or of the others. It leaves at least half of the measure to the text.
    fn indent(&self, is_first: bool) -> u16 {
        if is_first { self.first_indent } else { self.indent }.min(self.columns / 2)
    }

    fn room(&self, is_first: bool) -> usize {
        usize::from(self.columns - self.indent(is_first))
    }
}

/// Wraps text so that the lines of each paragraph come out as even as possible. A line feed ends a paragraph.
///
/// Every line fits, unless a single grapheme cluster is wider than the measure.
pub fn wrap(text: CleanStr<'_>, measure: &Measure) -> Vec<Line> {
    by_paragraph(text, |paragraph, lines| match paragraph.contains('\t') || measure.columns > WIDEST_FIT {
        // What a tab takes depends on the line it comes to stand in, and where tabs are, lines are not prose.
        true => greedy::wrap(paragraph, measure, lines),
        false => fit::wrap(paragraph, measure, lines),
    })
}

/// Wraps text line by line, each as full as it can be and without hyphens but soft ones: for tables, code and the raw view.
pub fn wrap_greedy(text: CleanStr<'_>, measure: &Measure) -> Vec<Line> {
    by_paragraph(text, |paragraph, lines| greedy::wrap(paragraph, measure, lines))
}

fn by_paragraph(text: CleanStr<'_>, mut wrap: impl FnMut(&str, &mut Vec<Line>)) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.as_str().split_terminator('\n') {
        let first = lines.len();
        wrap(paragraph, &mut lines);
        for line in &mut lines[first..] {
            line.range = start + line.range.start..start + line.range.end;
        }
        if let Some(line) = lines.last_mut() {
            line.last = true;
        }
        start += paragraph.len() + 1;
    }
    lines
}

/// The spaces by which the line is spread to the measure; none where it is the last one of its paragraph, has tabs in
/// it, or would need a space of more than three columns: then it stays ragged.
pub fn justify(line: &Line, text: CleanStr<'_>, measure: &Measure) -> Vec<Gap> {
    let slack = usize::from(measure.columns.saturating_sub(line.indent).saturating_sub(line.columns));
    if !measure.justify || line.last || slack == 0 {
        return Vec::new();
    }
    let shown = &text.as_str()[line.range.clone()];
    let first = shown.len() - shown.trim_start_matches(' ').len();
    let spaces: Vec<usize> =
        shown.bytes().enumerate().skip(first).filter(|&(_, byte)| byte == b' ').map(|(at, _)| at).collect();
    if slack > spaces.len() * MOST_EXTRA || shown.contains('\t') {
        return Vec::new();
    }
    // The wider spaces fall evenly over the line, on different ones from line to line, so that no rivers form.
    let shift = line.range.start % spaces.len();
    let share = |index: usize| ((index + shift) * slack) / spaces.len();
    let gaps = spaces
        .iter()
        .enumerate()
        .map(|(index, at)| Gap { at: line.range.start + at, extra: (share(index + 1) - share(index)) as u16 });
    gaps.filter(|gap| gap.extra > 0).collect()
}

/// The grapheme clusters of the line and the columns at which they stand: what is drawn, and where hits are.
/// What takes no column (a soft hyphen) is left out; the hyphen of a divided word comes after them all.
pub fn place(line: &Line, text: CleanStr<'_>, measure: &Measure) -> Vec<Placed> {
    let gaps = justify(line, text, measure);
    let mut gaps = gaps.iter().peekable();
    let shown = &text.as_str()[line.range.clone()];
    let mut placed = Vec::with_capacity(shown.len());
    let mut column = 0;
    for grapheme in width::graphemes(shown) {
        let range = line.range.start + grapheme.range.start..line.range.start + grapheme.range.end;
        let extra = gaps.next_if(|gap| gap.at == range.start).map_or(0, |gap| usize::from(gap.extra));
        let columns = columns_at(column, &shown[grapheme.range], grapheme.columns) + extra;
        if columns > 0 {
            placed.push(Placed { range, column: narrow(column).saturating_add(line.indent), columns: narrow(columns) });
        }
        column += columns;
    }
    placed
}

/// Columns that a grapheme cluster takes when it stands at this column: a tab fills up to the next stop.
fn columns_at(column: usize, grapheme: &str, columns: usize) -> usize {
    if grapheme == "\t" { TAB_STOP - column % TAB_STOP } else { columns }
}

/// A count of columns as the screen has them. More than fit on any screen come only from a single cluster.
fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::clean::Clean;

    const SENTENCES: &str = "The President of Russia has warned the President of the United States that any new \
        sanctions over Ukraine would be a \u{201C}colossal mistake\u{201D} and could lead to a complete breakdown of relations \
        between the two countries, which have been deteriorating for years.";

    /// The lines as they are drawn.
    fn drawn(text: &str, measure: &Measure) -> Vec<String> {
        let clean = Clean::text(text);
        let lines = wrap(clean.as_clean(), measure);
        lines.iter().map(|line| draw(line, clean.as_clean(), measure)).collect()
    }

    fn draw(line: &Line, text: CleanStr<'_>, measure: &Measure) -> String {
        let mut row = String::new();
        for placed in place(line, text, measure) {
            row += &" ".repeat(usize::from(placed.column) - width::columns(&row));
            row += &text.as_str()[placed.range].replace('\t', " ");
        }
        if line.hyphen {
            row.push('-');
        }
        row
    }

    #[test]
    fn the_lines_of_a_paragraph_are_even() {
        insta::assert_snapshot!(drawn(SENTENCES, &Measure::ragged(44)).join("\n"), @r"
    The President of Russia has warned the
    President of the United States that any new
    sanctions over Ukraine would be a “colossal
    mistake” and could lead to a complete
    breakdown of relations between the two
    countries, which have been deteriorating
    for years.
    ");
    }

    #[test]
    fn words_are_divided_where_it_helps() {
        let measure = Measure { hyphenation: Hyphenation::of("en"), ..Measure::ragged(22) };
        insta::assert_snapshot!(drawn(SENTENCES, &measure).join("\n"), @r"
    The President of
    Russia has warned
    the President of the
    United States that
    any new sanctions
    over Ukraine would be
    a “colossal mistake”
    and could lead to a
    complete breakdown of
    relations between the
    two countries, which
    have been deteriorat-
    ing for years.
    ");
    }

    #[test]
    fn justified_lines_end_at_the_measure() {
        let measure =
            Measure { justify: true, hyphenation: Hyphenation::of("en"), first_indent: 2, ..Measure::ragged(40) };
        insta::assert_snapshot!(drawn(SENTENCES, &measure).join("\n"), @r"
      The President of Russia has warned the
    President of the  United States that any
    new  sanctions over  Ukraine would  be a
    “colossal mistake” and  could lead to  a
    complete breakdown of relations  between
    the two countries, which have been dete-
    riorating for years.
    ");
    }

    #[test]
    fn a_list_item_hangs_and_a_line_feed_ends_a_paragraph() {
        let measure = Measure { indent: 2, ..Measure::ragged(14) };
        insta::assert_snapshot!(drawn("- one two three four\n\n- five  \n   six", &measure).join("\n"), @r"
    - one two
      three four

    - five
       six
    ");
    }

    #[test]
    fn what_is_wider_than_a_line_is_cut_between_clusters() {
        assert_eq!(drawn("普京警告拜登e\u{301}xyz", &Measure::ragged(5)), ["普京", "警告", "拜登", "éxyz"]);
        assert_eq!(drawn("0123456789", &Measure::ragged(4)), ["0123", "4567", "89"]);
        assert_eq!(drawn("ab", &Measure::ragged(0)), ["a", "b"]);
    }

    #[test]
    fn no_break_spaces_and_soft_hyphens_are_honoured() {
        assert_eq!(drawn("on 12\u{A0}345 days", &Measure::ragged(8)), ["on", "12\u{A0}345", "days"]);
        assert_eq!(
            drawn("an extra\u{AD}ordinary\u{AD}ly day", &Measure::ragged(11)),
            ["an extra-", "ordinary-", "ly day"]
        );
    }

    #[test]
    fn a_soft_hyphen_that_does_not_fit_serves_on_the_next_line() {
        let text = Clean::text("four five\u{AD}sixseven\u{AD}eight");
        let lines = wrap_greedy(text.as_clean(), &Measure::ragged(9));
        let drawn: Vec<_> = lines.iter().map(|line| draw(line, text.as_clean(), &Measure::ragged(9))).collect();
        assert_eq!(drawn, ["four", "five-", "sixseven-", "eight"]);
    }

    #[test]
    fn tabs_reach_to_their_stops() {
        assert_eq!(drawn("a\tb\tc", &Measure::ragged(20)), ["a       b       c"]);
        assert_eq!(drawn("a\tb\tc", &Measure::ragged(16)), ["a       b", "c"]);
    }

    #[test]
    fn empty_paragraphs_are_empty_lines() {
        assert_eq!(drawn("", &Measure::ragged(9)), [""; 0]);
        assert_eq!(drawn("a\n\n  \nb\n", &Measure::ragged(9)), ["a", "", "", "b"]);
    }

    #[test]
    fn long_paragraphs_are_broken_as_short_ones_are() {
        let text = Clean::text(&format!("{SENTENCES} ").repeat(200));
        let lines = wrap(text.as_clean(), &Measure::ragged(66));
        check(text.as_str(), &lines, 66);
        let shortest = lines.iter().rev().skip(1).map(|line| line.columns).min();
        assert!(shortest >= Some(50), "{shortest:?}");
    }

    /// What is true of all lines of all texts.
    fn check(text: &str, lines: &[Line], columns: u16) {
        let boundaries: Vec<usize> = width::graphemes(text).map(|g| g.range.start).chain([text.len()]).collect();
        let mut end = 0;
        for line in lines {
            assert!(line.range.start >= end && line.range.start <= line.range.end, "{text:?} {columns} {lines:?}");
            assert!(text[end..line.range.start].chars().all(char::is_whitespace), "{text:?} {columns} {lines:?}");
            for at in [line.range.start, line.range.end] {
                assert!(boundaries.binary_search(&at).is_ok(), "{text:?} {columns} {line:?}");
            }
            let shown = &text[line.range.clone()];
            let is_single =
                width::graphemes(shown).filter(|g| g.columns > 0 || &shown[g.range.clone()] == "\t").count() <= 1;
            assert!(line.indent + line.columns <= columns || is_single, "{text:?} {columns} {line:?}");
            end = line.range.end;
        }
        assert!(text[end..].chars().all(char::is_whitespace), "{text:?} {columns} {lines:?}");
    }

    fn check_both(text: &Clean, measure: &Measure) {
        for lines in [wrap(text.as_clean(), measure), wrap_greedy(text.as_clean(), measure)] {
            check(text.as_str(), &lines, measure.columns);
            for line in &lines {
                let placed = place(line, text.as_clean(), measure);
                let right = placed.last().map_or(line.indent, |last| last.column + last.columns);
                let full = line.indent + line.columns - u16::from(line.hyphen);
                let extra: u16 = justify(line, text.as_clean(), measure).iter().map(|gap| gap.extra).sum();
                assert_eq!(right, full + extra, "{text:?} {line:?}");
                assert!(extra == 0 || right + u16::from(line.hyphen) == measure.columns);
            }
        }
    }

    fn measures() -> impl Strategy<Value = Measure> {
        let columns = prop_oneof![0..30_u16, 0..1000_u16];
        (columns, 0..9_u16, 0..9_u16, any::<bool>(), "en|de|ru|none").prop_map(
            |(columns, first_indent, indent, justify, language)| Measure {
                columns,
                first_indent,
                indent,
                justify,
                hyphenation: Hyphenation::of(&language),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn any_text_is_wrapped(text in any::<String>(), measure in measures()) {
            check_both(&Clean::text(&text), &measure);
        }

        #[test]
        fn any_prose_is_wrapped(text in "(([a-zäß]{1,12}|[А-Яа-я]{1,9}|[一-三]{1,5}|[ก-ฮ]{1,9}|(👩\u{200D}👩)|क्षि|[.,/!?\\-(){}%$]{1,3}|\u{AD}|\u{301}|[0-9]{1,7})[ \n\u{A0}\u{3000}\t]{0,2}){0,60}", measure in measures()) {
            check_both(&Clean::text(&text), &measure);
        }
    }
}
