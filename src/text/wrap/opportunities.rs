//! Where UAX #14 allows a line to end.
//!
//! Most of it is plain: between two words and nowhere else. What is not plain goes to the segmenter, which takes several
//! times as long, from one space that is certainly an opportunity to the next.

use std::ops::Range;

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed, iterators::LineBreakIterator, options::LineBreakOptions, scaffold::Utf8,
};

/// The byte offsets at which a line of the text may end; the end of the text is the last of them.
pub(super) fn opportunities(text: &str) -> Opportunities<'_> {
    // Dictionaries for Thai and its neighbours: the neural model takes hundreds of times as long.
    let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
    Opportunities { text, at: 0, segmenter, segmented: None }
}

/// Iterator over the places where a line may end; made by [`opportunities`].
pub(super) struct Opportunities<'a> {
    text: &'a str,
    at: usize,
    segmenter: LineSegmenterBorrowed<'static>,
    /// Where the stretch begins that is with the segmenter, and what it says.
    segmented: Option<(usize, LineBreakIterator<'static, 'a, Utf8>)>,
}

impl Iterator for Opportunities<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some((start, breaks)) = &mut self.segmented {
                match breaks.find(|&at| at > 0) {
                    Some(at) => return Some(*start + at),
                    None => self.segmented = None,
                }
            }
            let Stretch { range, is_plain } = stretch(self.text, self.at);
            self.at = range.end;
            if is_plain || range.is_empty() {
                return (!range.is_empty()).then_some(range.end);
            }
            self.segmented = Some((range.start, self.segmenter.segment_str(&self.text[range])));
        }
    }
}

/// Text from one certain opportunity to the next.
struct Stretch {
    range: Range<usize>,
    /// Whether there is no other opportunity in it.
    is_plain: bool,
}

fn stretch(text: &str, start: usize) -> Stretch {
    let mut is_plain = true;
    let mut last = Class::Other;
    let mut is_after_space = false;
    for (at, c) in text[start..].char_indices() {
        let class = class(c);
        if is_after_space && matches!(last, Class::Word | Class::Point) && matches!(class, Class::Word | Class::Opening)
        {
            return Stretch { range: start..start + at, is_plain };
        }
        // Whatever comes after a space that is no certain opportunity is left to the segmenter.
        is_plain &= class != Class::Other && (class == Class::Space || !is_after_space);
        is_after_space = class == Class::Space;
        if !is_after_space {
            last = class;
        }
    }
    Stretch { range: start..text.len(), is_plain: is_plain && last != Class::Other }
}

/// Characters between which a line never ends, and the space.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Letters and digits of scripts with spaces between words (AL and NU).
    Word,
    /// What stands behind a word (IS, QU).
    Point,
    /// Quotation marks that open (QU): a line may end before them, not after.
    Opening,
    Space,
    Other,
}

fn class(c: char) -> Class {
    match c {
        ' ' => Class::Space,
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Word,
        ',' | '.' | ';' | ':' | '\'' | '"' | '’' | '”' => Class::Point,
        '“' | '‘' => Class::Opening,
        '\u{D7}' | '\u{F7}' => Class::Other,
        '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => Class::Word,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of_the_segmenter(text: &str) -> Vec<usize> {
        let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
        segmenter.segment_str(text).skip_while(|&at| at == 0).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6000))]

        #[test]
        fn what_is_plain_is_so_for_the_segmenter(text in "([a-c1-2é×жЯ,.;:'\"“”‘’! ()/%$—-]|[  ,.'\"“”‘’]|\\PC){0,16}") {
            prop_assert_eq!(opportunities(&text).collect::<Vec<_>>(), of_the_segmenter(&text));
        }
    }
}
