//! What the characters of foreign text can do to a terminal and to the eye of the reader.

use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// Whether the character is harmless wherever it stands: visible or a plain space, a base of its own, and normalised
/// whatever comes before it. These are nearly all characters of nearly all texts; the list need not be complete,
/// since what is not on it is only looked at more closely.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{38E}'..='\u{3FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{64A}' | '\u{660}'..='\u{66F}' | '\u{671}'..='\u{6D5}'
        | '\u{904}'..='\u{939}' | '\u{E01}'..='\u{E30}' | '\u{E40}'..='\u{E46}' | '\u{10D0}'..='\u{10FF}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}' | '\u{202F}'..='\u{205E}' | '\u{2070}'..='\u{20BF}'
        | '\u{2190}'..='\u{2328}' | '\u{2460}'..='\u{2AC0}' | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF9D}'
        | '\u{FFFD}' | '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1FAFF}' | '\u{20000}'..='\u{2A6DF}')
}

/// Whether the character ends a line without being a line feed: Unicode's separators and NEL.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the character is invisible and has no use in a terminal. Bidirectional controls reorder what stands beside
/// them, tags and fillers hide messages and make equal words differ, noncharacters and C0, DEL and C1 are not text.
/// Joiners, variation selectors and the soft hyphen are not among them: they have a use in their place.
pub(super) fn is_neutralised(c: char) -> bool {
    let hidden = matches!(c,
        '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180E}'
        | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}');
    let noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    c.is_control() || hidden || noncharacter
}

/// Whether the character is drawn over or into the one before it: marks without a width, and Korean vowels and finals,
/// of which any number would still be a single grapheme cluster.
pub(super) fn is_stacked(c: char) -> bool {
    is_combining_mark(c) && c.width() == Some(0) || matches!(c, '\u{1161}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

/// Whether the character needs another one before it to stand on.
pub(super) fn needs_base(c: char) -> bool {
    is_combining_mark(c) || is_stacked(c)
}

/// Whether the character selects among the forms of the one before it.
pub(super) fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether the selector means something after `base`, when `next` comes after it (StandardizedVariants.txt,
/// emoji-variation-sequences.txt and the Ideographic Variation Database, by block).
pub(super) fn may_vary(base: char, selector: char, next: Option<char>) -> bool {
    match selector {
        '\u{FE0E}' | '\u{FE0F}' if matches!(base, '0'..='9' | '#' | '*') => next == Some('\u{20E3}'),
        '\u{FE0E}' | '\u{FE0F}' => is_pictograph(base),
        '\u{FE00}'..='\u{FE0D}' => {
            is_han(base) || matches!(base, '\u{1000}'..='\u{109F}' | '\u{2200}'..='\u{22FF}' | '\u{A840}'..='\u{A877}')
        }
        '\u{E0100}'..='\u{E01EF}' => is_han(base),
        _ => matches!(base, '\u{1820}'..='\u{18AA}'),
    }
}

/// Whether the character may be part of an emoji: Extended_Pictographic by block, with skin tones.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{24C2}' | '\u{25AA}'..='\u{25FE}' | '\u{2600}'..='\u{27BF}'
        | '\u{2934}'..='\u{2935}' | '\u{2B05}'..='\u{2B55}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1FAFF}')
}

/// Whether the character colours the emoji before it.
pub(super) fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Whether a joiner or non-joiner changes how the character is shaped: Arabic and its kin, Mongolian, the Brahmic scripts.
pub(super) fn is_shaped(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AA}' | '\u{1A20}'..='\u{1AAD}'
        | '\u{1B00}'..='\u{1C4F}' | '\u{A800}'..='\u{A8FF}' | '\u{A930}'..='\u{A9DF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{AAE0}'..='\u{AAFF}' | '\u{ABC0}'..='\u{ABFF}' | '\u{10A00}'..='\u{10FFF}' | '\u{11000}'..='\u{11FFF}'
        | '\u{1E900}'..='\u{1E95F}')
}

#[cfg(test)]
mod tests {
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    use super::*;

    #[test]
    fn what_is_plain_needs_no_care() {
        for c in (' '..=char::MAX).filter(|&c| is_plain(c)) {
            let special = is_break(c) || is_neutralised(c) || needs_base(c) || is_variation_selector(c);
            assert!(!special && c != '\u{AD}', "U+{:04X}", u32::from(c));
            assert_eq!(is_nfc_quick([c].into_iter()), IsNormalized::Yes, "U+{:04X}", u32::from(c));
        }
    }
}
