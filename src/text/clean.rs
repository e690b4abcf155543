//! The one door between text that strangers wrote and the terminal.
//!
//! A terminal obeys what it is sent, and a reader believes what is seen. So control characters and whole escape sequences
//! are left out, and so is what is invisible or makes text look like another: bidirectional controls, tags, fillers,
//! joiners and variation selectors out of place, towers of combining marks.

mod classes;
mod escape;
mod filter;

use std::{fmt, ops::Range};

use serde::{Serialize, Serializer};

use filter::Mode;

/// Digits of a number stand in groups of three with this between them: no line is broken there, and unlike the narrow
/// no-break space it is in every terminal font.
const GROUP_SPACE: char = '\u{A0}';
/// Shorter numbers are read at a glance, and may be years.
const FEWEST_GROUPED_DIGITS: usize = 5;

/// Text that cannot command the terminal nor mislead the reader, in Unicode normalization form C.
///
/// There is no way to make one but by cleaning, so code that draws or prints and accepts nothing else needs no trust.
///
/// ```compile_fail
/// let raw = String::from("\u{1b}]52;c;aGVsbG8=\u{7}");
/// let trusted = folio::text::clean::Clean(raw);
/// ```
/// ```compile_fail
/// let raw = String::from("\u{1b}]52;c;aGVsbG8=\u{7}");
/// let trusted = folio::text::clean::CleanStr::fixed(&raw);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Cleans text that is shown on one line: line breaks and tabs, with the spaces around them, become one space.
    pub fn line(raw: &str) -> Self {
        Self(filter::clean(raw, Mode::Line).unwrap_or_else(|| raw.to_owned()))
    }

    /// Cleans text that is shown on one line, without a copy where there is nothing to clean.
    pub fn line_owned(raw: String) -> Self {
        Self(filter::clean(&raw, Mode::Line).unwrap_or(raw))
    }

    /// Cleans running text: tabs stay, and every kind of line break becomes a line feed.
    pub fn text(raw: &str) -> Self {
        Self(filter::clean(raw, Mode::Text).unwrap_or_else(|| raw.to_owned()))
    }

    /// Cleans running text, without a copy where there is nothing to clean.
    pub fn text_owned(raw: String) -> Self {
        Self(filter::clean(&raw, Mode::Text).unwrap_or(raw))
    }

    /// Cleans text for the raw view, where everything that is neutralised can be seen: `␛` for an escape character,
    /// `‹U+202E›` for one without a picture. Line feeds and tabs stay; a line's CR LF is a line feed.
    pub fn revealed(raw: &str) -> Self {
        Self(filter::clean(raw, Mode::Revealed).unwrap_or_else(|| raw.to_owned()))
    }

    /// Words of the program itself.
    pub fn fixed(words: &'static str) -> Self {
        CleanStr::fixed(words).to_clean()
    }

    /// A number as it is shown: `1234`, and from five digits on in groups, `12 345`.
    pub fn number(number: u64) -> Self {
        let digits = number.to_string();
        if digits.len() < FEWEST_GROUPED_DIGITS {
            return Self(digits);
        }
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(GROUP_SPACE);
            }
            grouped.push(digit);
        }
        Self(grouped)
    }

    /// One after the other.
    pub fn concat<'a>(pieces: impl IntoIterator<Item = CleanStr<'a>>) -> Self {
        let mut whole = Self::default();
        for piece in pieces {
            whole.push(piece);
        }
        whole
    }

    /// Appends clean text. A mark, joiner or selector at its start is judged anew by what it is now attached to.
    pub fn push(&mut self, piece: CleanStr<'_>) {
        if piece.0.starts_with(|first| first == '\n' || filter::stands_alone(first)) {
            self.0.push_str(piece.0);
            return;
        }
        let seam = self.0.char_indices().rfind(|&(_, c)| filter::stands_alone(c)).map_or(0, |(at, _)| at);
        let mut joined = self.0.split_off(seam);
        joined.push_str(piece.0);
        self.0.push_str(&Self::text_owned(joined).0);
    }

    /// Appends so many spaces.
    pub fn push_spaces(&mut self, count: usize) {
        self.0.extend(std::iter::repeat_n(' ', count));
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A view of the whole.
    pub fn as_clean(&self) -> CleanStr<'_> {
        CleanStr(&self.0)
    }

    /// A view of these bytes; they must lie on character boundaries, as for `&str`.
    pub fn slice(&self, range: Range<usize>) -> CleanStr<'_> {
        CleanStr(&self.0[range])
    }
}

/// Clean text that belongs to somebody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CleanStr<'a>(&'a str);

impl<'a> CleanStr<'a> {
    /// The text.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// A view of these bytes; they must lie on character boundaries, as for `&str`.
    pub fn slice(self, range: Range<usize>) -> Self {
        Self(&self.0[range])
    }

    /// Whether there is no text.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Without the white space at both ends.
    pub fn trim(self) -> Self {
        Self(self.0.trim())
    }

    /// Its lines, without the line feeds.
    pub fn lines(self) -> impl Iterator<Item = Self> {
        self.0.split_terminator('\n').map(Self)
    }

    /// A copy with a life of its own.
    pub fn to_clean(self) -> Clean {
        Clean(self.0.to_owned())
    }
}

impl CleanStr<'static> {
    /// Words of the program itself: they are in its source, so they are trusted.
    pub const fn fixed(words: &'static str) -> Self {
        Self(words)
    }
}

impl<'a> From<&'a Clean> for CleanStr<'a> {
    fn from(clean: &'a Clean) -> Self {
        clean.as_clean()
    }
}

impl PartialEq<str> for Clean {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Clean {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for CleanStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl Serialize for Clean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for CleanStr<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::width;

    fn line(raw: &str) -> String {
        Clean::line(raw).0
    }

    fn text(raw: &str) -> String {
        Clean::text(raw).0
    }

    fn revealed(raw: &str) -> String {
        Clean::revealed(raw).0
    }

    #[test]
    fn escape_sequences_are_left_out_whole() {
        assert_eq!(text("a\u{1B}[31mred\u{1B}[0m b"), "ared b");
        assert_eq!(text("a\u{1B}]52;c;aGVsbG8=\u{7}b\u{9B}2Jc\u{9D}0;t\u{9C}d"), "abcd");
        assert_eq!(line("cut \u{1B}[31;"), "cut ");
        assert_eq!(line("x\u{8}y\0z\u{7F}\u{81}"), "xyz");
    }

    #[test]
    fn every_line_break_is_a_line_feed_in_text_and_a_space_in_a_line() {
        let raw = "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\ng\th";
        assert_eq!(text(raw), "a\nb\nc\nd\ne\nf\ng\th");
        assert_eq!(line(raw), "a b c d e f g h");
        assert_eq!(line("\n two  words \r\n\t and\n"), "two  words and");
    }

    #[test]
    fn what_is_invisible_or_reorders_is_left_out() {
        assert_eq!(line("in\u{202E}vo\u{2066}ice\u{200B}\u{FEFF}\u{E0041}\u{3164}\u{FFFF}"), "invoice");
        assert_eq!(line("co\u{AD}operate"), "co\u{AD}operate");
    }

    #[test]
    fn joiners_and_selectors_stay_where_they_do_something() {
        for kept in [
            "👩\u{200D}👩\u{200D}👧\u{200D}👦",
            "می\u{200C}خواهم",
            "ന\u{D4D}\u{200D} ",
            "☂\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
        ] {
            assert_eq!(line(kept), kept);
        }
        assert_eq!(line("pay\u{200D}pal a\u{FE0F}b 1\u{FE0F}2 ☂\u{FE0F}\u{FE0F}"), "paypal ab 12 ☂\u{FE0F}");
        let crowd = line(&["👩"; 9].join("\u{200D}"));
        assert!(width::graphemes(&crowd).all(|person| crowd[person.range].matches('\u{200D}').count() <= 3));
    }

    #[test]
    fn marks_do_not_pile_up() {
        assert_eq!(line(&format!("x{}", "\u{30D}".repeat(50))).chars().count(), 5);
        assert_eq!(text("\u{301}a\n\u{301}b\t\u{301}c"), "a\nb\tc");
        assert_eq!(line(&format!("\u{1100}{}", "\u{1161}".repeat(50))).chars().count(), 4);
    }

    #[test]
    fn text_is_composed() {
        assert_eq!(line("e\u{301} \u{1112}\u{1161}\u{11AB} \u{212B}"), "é 한 Å");
    }

    #[test]
    fn the_raw_view_shows_what_was_neutralised() {
        assert_eq!(revealed("a\u{1B}[31mb\u{7F}\u{202E}\u{9B}1m\r\n\tc\rd"), "a␛[31mb␡‹U+202E›‹U+009B›1m\n\tc␍\nd");
        assert_eq!(revealed("\u{301}a\u{AD}\u{200D}"), "‹U+0301›a‹U+00AD›‹U+200D›");
    }

    #[test]
    fn numbers_are_grouped_from_five_digits_on() {
        let shown = [0, 2021, 12_345, 1_234_567].map(|number| Clean::number(number).0.replace('\u{A0}', " "));
        assert_eq!(shown, ["0", "2021", "12 345", "1 234 567"]);
        assert_eq!(Clean::number(u64::MAX).0.chars().filter(char::is_ascii_digit).count(), 20);
    }

    #[test]
    fn what_is_joined_is_judged_at_the_seam() {
        let accent = Clean::text("e\u{30D}");
        let mut tower = Clean::text("x");
        for _ in 0..9 {
            tower.push(accent.slice(1..3));
        }
        assert_eq!(tower.0.chars().count(), 5);
        let accent = Clean::concat([CleanStr::fixed("cafe"), Clean::text("x\u{327}\u{301}").slice(3..5)]);
        assert_eq!(accent.as_str(), "café");
    }

    #[test]
    fn plain_text_is_not_copied() {
        let raw = String::from("“Quoted” – plain text, naïve café, Киев 北京 🎉\n");
        let before = raw.as_ptr();
        assert_eq!(Clean::text_owned(raw).0.as_ptr(), before);
    }

    /// Text in which everything that needs care is frequent.
    fn hostile() -> impl Strategy<Value = String> {
        let special = prop::sample::select(
            "\u{1B}\u{9B}\u{9D}\u{7}\r\n\t\u{85}\u{2028}\u{200B}\u{200C}\u{200D}\u{FE0F}\u{FE00}\u{202E}\u{301}\u{327}\u{30D}\u{93C}\u{94D}\u{AD}\
             \u{20E3}1[]\\;m👩👍🏻☂कع e\u{1100}\u{1161}\u{11A8}가\u{958}\u{212B}\u{E0100}一\u{FFFE}\u{1F1E9}\u{17B4}"
                .chars()
                .collect::<Vec<_>>(),
        );
        prop::collection::vec(prop_oneof![4 => special, 1 => any::<char>()], 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn cleaning_is_idempotent(raw in hostile()) {
            for clean in [line, text, revealed] {
                let once = clean(&raw);
                prop_assert_eq!(text(&once), once.clone());
            }
            prop_assert_eq!(line(&line(&raw)), line(&raw));
        }

        #[test]
        fn nothing_harmful_passes(raw in hostile()) {
            for clean in [line(&raw), text(&raw), revealed(&raw)] {
                prop_assert!(!clean.contains(|c| c != '\n' && c != '\t' && classes::is_neutralised(c)));
            }
            prop_assert!(!line(&raw).contains(['\n', '\t']));
        }

        #[test]
        fn joined_text_is_clean(left in hostile(), right in hostile()) {
            let joined = Clean::concat([Clean::text(&left).as_clean(), Clean::text(&right).as_clean()]);
            prop_assert_eq!(text(joined.as_str()), joined.0);
        }

        #[test]
        fn printable_ascii_stays_as_it_is(raw in "[ -~]{0,100}") {
            prop_assert_eq!(line(&raw), raw);
        }
    }
}
