//! Finding a phrase in a text as a reader means it: case, accents and the kind of white space do not matter.
//!
//! The text is folded piece by piece, searched there, and what is found is mapped back to the bytes that it came from.
//! So it takes one pass and a few dozen kilobytes, however long the text is.

mod folded;

use std::ops::Range;

use memchr::memmem;

use folded::Folded;

/// Bytes of text that are folded at a time.
const PIECE: usize = 32 << 10;

/// A phrase to look for, prepared once.
#[derive(Clone, Debug)]
pub struct Finder {
    needle: memmem::Finder<'static>,
}

impl Finder {
    /// Prepares to look for the phrase. White space around it does not count.
    pub fn new(phrase: &str) -> Self {
        let mut folded = Folded::default();
        folded.append(phrase.trim(), 0);
        Self { needle: memmem::Finder::new(folded.text().trim()).into_owned() }
    }

    /// Whether there is nothing to look for: then nothing is found.
    pub fn is_empty(&self) -> bool {
        self.needle.needle().is_empty()
    }

    /// The first place at or after the byte `from`.
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let found = self.find_all(&text[from..]).next()?;
        Some(from + found.start..from + found.end)
    }

    /// All places, in order, none overlapping another. A place takes in the marks on its last character, and all of a
    /// character of which only a part was looked for: `s` is found in `ß`.
    pub fn find_all<'a>(&'a self, text: &'a str) -> Matches<'a> {
        // An empty needle would be found everywhere: there is nothing to search then.
        let at = if self.is_empty() { text.len() } else { 0 };
        Matches { needle: &self.needle, text, at, folded: Folded::default(), searched: 0, last: 0 }
    }
}

/// Iterator over the places of a phrase in a text; made by [`Finder::find_all`].
#[derive(Clone, Debug)]
pub struct Matches<'a> {
    needle: &'a memmem::Finder<'static>,
    text: &'a str,
    /// Where the next piece of text begins.
    at: usize,
    folded: Folded,
    /// Up to here the folded text has been searched.
    searched: usize,
    /// Where the last place ended.
    last: usize,
}

impl Iterator for Matches<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            while let Some(found) = self.next_in_piece() {
                // Two places may share a character: `s` is in `ß` twice.
                if found.start >= self.last {
                    self.last = found.end;
                    return Some(found);
                }
            }
            if self.at == self.text.len() {
                return None;
            }
            self.fold_next();
        }
    }
}

impl Matches<'_> {
    fn next_in_piece(&mut self) -> Option<Range<usize>> {
        let unsearched = &self.folded.text().as_bytes()[self.searched..];
        let start = self.searched + self.needle.find(unsearched).filter(|_| !unsearched.is_empty())?;
        self.searched = start + self.needle.needle().len();
        Some(self.folded.source(start..self.searched, self.text))
    }

    /// Folds the next piece. Of the one before only so much is kept as may be the start of a match.
    fn fold_next(&mut self) {
        let length = self.folded.text().len();
        let start = length.saturating_sub(self.needle.needle().len() - 1).max(self.searched);
        let kept = self.folded.text().floor_char_boundary(start);
        self.folded.forget(kept);
        self.searched = start - kept;
        let end = piece_end(self.text, self.at);
        self.folded.append(&self.text[self.at..end], self.at);
        self.at = end;
    }
}

/// Where a piece may end: before an ASCII character, so that no mark is parted from its base.
fn piece_end(text: &str, at: usize) -> usize {
    let end = text.floor_char_boundary(at + PIECE);
    let rest = &text.as_bytes()[end..];
    end + rest.iter().position(u8::is_ascii).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::analyse::fold;

    fn found<'a>(phrase: &str, text: &'a str) -> Vec<&'a str> {
        Finder::new(phrase).find_all(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn a_phrase_is_found_however_it_is_written() {
        for (phrase, text, wanted) in [
            (
                "colossal mistake",
                "a Colossal\n  mistake, a colossal mistake",
                vec!["Colossal\n  mistake", "colossal mistake"],
            ),
            ("cafe", "Café, cafe\u{301}s, CAFÉ", vec!["Café", "cafe\u{301}", "CAFÉ"]),
            ("café", "cafe", vec!["cafe"]),
            ("strasse", "Die Straße, die STRASSE", vec!["Straße", "STRASSE"]),
            ("s", "ß s", vec!["ß", "s"]),
            ("don't", "don’t", vec!["don’t"]),
            ("cooperate", "co\u{AD}operate", vec!["co\u{AD}operate"]),
            ("киев", "в Киеве", vec!["Кие\u{432}"]),
            ("й", "и\u{306} и", vec!["и\u{306}"]),
            ("拜登", "普京警告拜登", vec!["拜登"]),
            ("aa", "aaaaa", vec!["aa", "aa"]),
            (" putin ", "Putin", vec!["Putin"]),
            ("", "text", vec![]),
            (" ", "a b", vec![]),
        ] {
            assert_eq!(found(phrase, text), wanted, "{phrase}");
        }
    }

    #[test]
    fn a_match_may_lie_across_pieces() {
        for before in PIECE - 12..PIECE + 3 {
            for filler in ["x", "x ", "é"] {
                let text = filler.repeat(before.div_ceil(filler.len())) + "Colossal   mistake.";
                assert_eq!(found("l mistake", &text), ["l   mistake"], "{before}");
            }
        }
    }

    #[test]
    fn the_search_goes_on_from_a_place() {
        let finder = Finder::new("a");
        assert_eq!(finder.find("a b a", 1), Some(4..5));
        assert_eq!(finder.find("a b a", 5), None);
    }

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_is_found_maps_back_to_where_it_was(
            phrase in "[a-cßéàиеAB ]{1,3}",
            text in "([a-cA-C]|[ßéàиейёÀ]|\u{301}|\u{306}|\u{AD}|ﬁ|[ \\n\\t\u{A0}]|\\PC){0,60}",
        ) {
            let mut last = 0;
            let wanted = folded(&phrase);
            for range in Finder::new(&phrase).find_all(&text) {
                prop_assert!(range.start >= last && !range.is_empty());
                prop_assert!(folded(&text[range.clone()]).contains(&wanted), "{:?}", &text[range]);
                last = range.end;
            }
        }

        #[test]
        fn in_ascii_it_finds_what_a_plain_search_finds(phrase in "[a-c]{1,3}", text in "[a-cA-C,. ]{0,200}") {
            let finder = Finder::new(&phrase);
            let lower = text.to_lowercase();
            let plain: Vec<_> = lower.match_indices(&phrase).map(|(at, part)| at..at + part.len()).collect();
            prop_assert_eq!(finder.find_all(&text).collect::<Vec<_>>(), plain);
        }
    }
}
