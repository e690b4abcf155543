//! Text that was decoded with the wrong character set ("donâ€™t"): recognised, and repaired for display.
//!
//! UTF-8 read as a set of single bytes leaves a trace that no language writes: a letter that stands for a first byte, and
//! after it as many characters as that byte announces, each standing for a byte that goes on. Such sequences are put back,
//! again while there are any, since pages were decoded wrongly twice too. What could be a word's last capital before a
//! quotation mark ("CAFÉ”") is left alone unless surer sequences stand beside it.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

/// How often a text was decoded wrongly at most.
const TIMES: usize = 4;

/// The upper half of the character set of the IBM PC.
const IBM437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

static SETS: LazyLock<Vec<Set>> = LazyLock::new(|| {
    let encodings =
        [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, WINDOWS_1254, MACINTOSH, WINDOWS_1253, WINDOWS_1257, ISO_8859_2];
    encodings.into_iter().map(Set::of).chain([Set::new(IBM437.chars().zip(0x80..=0xff))]).collect()
});

/// The text as it was meant; borrowed where nothing is wrong with it.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..TIMES {
        if text.is_ascii() {
            break;
        }
        let best = SETS
            .iter()
            .filter_map(|set| set.repair(&text))
            .reduce(|best, next| if next.sure > best.sure { next } else { best });
        let Some(best) = best else { break };
        text = Cow::Owned(best.text);
    }
    text
}

/// Whether a text needs repair.
pub(crate) fn is_suspect(text: &str) -> bool {
    matches!(repaired(text), Cow::Owned(_))
}

/// A set of single bytes: which byte a character stands for.
struct Set {
    bytes: HashMap<char, u8>,
    /// Whether its sequences look like nothing else, so that one of them is enough.
    western: bool,
}

/// A text with its sequences put back.
struct Repair {
    text: String,
    sure: usize,
}

/// A sequence that stands for one character.
struct Sequence {
    meant: char,
    /// Bytes of the text that it takes.
    length: usize,
    sure: bool,
}

impl Set {
    fn of(encoding: &'static Encoding) -> Self {
        let decoded = (0x80..=0xff).filter_map(|byte: u8| {
            let single = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&single);
            text.chars().next().filter(|&c| c != '\u{fffd}').map(|c| (c, byte))
        });
        let mut set = Self::new(decoded);
        set.western = encoding == WINDOWS_1252;
        set
    }

    /// Bytes that a set leaves undefined are read as the control characters of the same number.
    fn new(pairs: impl Iterator<Item = (char, u8)>) -> Self {
        let controls = (0x80..0xa0).map(|byte: u8| (char::from(byte), byte));
        Self { bytes: controls.chain(pairs).collect(), western: false }
    }

    /// The text with its sequences put back, when there are enough of them to be sure.
    fn repair(&self, text: &str) -> Option<Repair> {
        let mut repair = Repair { text: String::new(), sure: 0 };
        let (mut kept, mut at, mut all, mut other) = (0, 0, 0, 0);
        while let Some(c) = text[at..].chars().next() {
            let Some(sequence) = self.sequence(text, at, c) else {
                other += usize::from(!c.is_ascii());
                at += c.len_utf8();
                continue;
            };
            repair.text.push_str(&text[kept..at]);
            repair.text.push(sequence.meant);
            at += sequence.length;
            kept = at;
            all += 1;
            repair.sure += usize::from(sequence.sure);
        }
        repair.text.push_str(&text[kept..]);
        let enough = if self.western { repair.sure >= 1 } else { repair.sure * 2 > other && repair.sure >= 1 };
        (enough && all > 0).then_some(repair)
    }

    /// The sequence that starts with this character.
    fn sequence(&self, text: &str, at: usize, first: char) -> Option<Sequence> {
        let lead = self.byte(first).filter(|byte| (0xc2..0xf5).contains(byte))?;
        let count = usize::from(lead >= 0xe0) + usize::from(lead >= 0xf0) + 1;
        let mut bytes = vec![lead];
        let mut length = first.len_utf8();
        let mut last = first;
        for c in text[at + length..].chars().take(count) {
            bytes.push(self.byte(c).filter(|byte| (0x80..0xc0).contains(byte))?);
            length += c.len_utf8();
            last = c;
        }
        let meant = std::str::from_utf8(&bytes).ok()?.chars().next().filter(|&c| is_plausible(c))?;
        let before = text[..at].chars().next_back();
        Some(Sequence { meant, length, sure: count > 1 || !is_ending(before, first, last) })
    }

    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() { None } else { self.bytes.get(&c).copied() }
    }
}

/// Whether two characters may be the end of a word and the mark after it.
fn is_ending(before: Option<char>, first: char, last: char) -> bool {
    let mark = matches!(
        last,
        '”' | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '…'
            | '–'
            | '—'
            | '•'
            | '™'
            | '®'
            | '©'
            | '\u{a0}'
            | '›'
            | '‹'
            | '„'
            | '‚'
            | '°'
            | '²'
            | '³'
            | '¹'
            | '·'
    );
    let word = before.is_some_and(char::is_alphabetic) || first.is_lowercase();
    mark && word && !(matches!(first, 'Ã' | 'Â') && before.is_none_or(char::is_lowercase))
}

/// Whether a character is one that texts are written with.
fn is_plausible(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{24f}' | '\u{2b0}'..='\u{36f}' | '\u{370}'..='\u{52f}' | '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{e7f}' | '\u{1e00}'..='\u{1fff}')
        || matches!(c, '\u{2000}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffd}' | '\u{fb00}'..='\u{fb06}' | '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_decoded_wrongly_is_put_back() {
        let cases = [
            ("The ferry doesnâ€™t run â€“ not today", "The ferry doesn’t run – not today"),
            ("CafÃ© zur BrÃ¼cke", "Café zur Brücke"),
            ("doesnÃ¢â‚¬â„¢t", "doesn’t"),
            ("PÅ™Ã­vozÂ\u{a0}je zavÅ™enÃ½", "Přívoz\u{a0}je zavřený"),
            ("РњРѕСЃС‚ Р·Р°РєСЂС‹С‚", "Мост закрыт"),
            ("NapĂ­Ĺˇte nĂˇm", "Napíšte nám"),
        ];
        for (wrong, meant) in cases {
            assert_eq!(repaired(wrong), meant);
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        let clean = [
            "plain",
            "“CAFÉ”, “DÉJÀ VU”…",
            "SÃO PAULO – IRMÃ”",
            "Мост закрыт. С\u{a0}утра — дождь, «Рёв»",
            "25 °C, Ä und Ö",
            "naïve façade, Übergröße",
            "Η γέφυρα είναι κλειστή",
            "橋は閉鎖された",
            "GRÖSSE ®",
            "“À l’été”",
            "İstanbul’da şâir",
            "Ñandú® y Ü²",
        ];
        for text in clean {
            assert!(matches!(repaired(text), Cow::Borrowed(_)), "{text}: {}", repaired(text));
        }
    }
}
