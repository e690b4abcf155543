//! Text that was decoded with the wrong character set ("donâ€™t"): recognised, and repaired for display.
//!
//! UTF-8 read as a set of single bytes leaves a trace that no language writes: a letter that stands for a first byte, and
//! after it as many characters as that byte announces, each standing for a byte that goes on. Such sequences are put back,
//! again while there are any, since pages were decoded wrongly twice too. What could be a word's last capital before a
//! quotation mark ("CAFÉ”") is left alone unless surer sequences stand beside it.

use std::{borrow::Cow, sync::LazyLock};

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

/// What stands for a character that was lost.
const LOST: char = '\u{fffd}';

/// How often a text was decoded wrongly at most.
const TIMES: usize = 4;

/// The upper half of the character set of the IBM PC.
const IBM437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

static SETS: LazyLock<Vec<Set>> = LazyLock::new(|| {
    let encodings =
        [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, WINDOWS_1254, MACINTOSH, WINDOWS_1253, WINDOWS_1257, ISO_8859_2];
    encodings.into_iter().map(Set::of).chain([Set::new(IBM437.chars().zip(0x80..=0xff))]).collect()
});

/// For each character below [`KNOWN`] the sets in which it stands for a first byte, and those in which for a later one.
static ROLES: LazyLock<Vec<(u16, u16)>> = LazyLock::new(|| {
    let role = |c: u32, wanted: std::ops::Range<u8>| -> u16 {
        let has = |set: &Set| char::from_u32(c).and_then(|c| set.byte(c)).is_some_and(|byte| wanted.contains(&byte));
        SETS.iter().enumerate().filter(|(_, set)| has(set)).map(|(place, _)| 1 << place).sum()
    };
    (0..KNOWN as u32).map(|c| (role(c, 0xc2..0xf5), role(c, 0x80..0xc0))).collect()
});

/// All characters of the sets are below this one.
const KNOWN: usize = 0x2600;

/// How many bytes are told to be ASCII at once.
const CHUNK: usize = 32;

/// How much of a long text decides which set it was read as.
const SAMPLE: usize = 50_000;

/// The text as it was meant; borrowed where nothing is wrong with it.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    if !may_need_repair(text) {
        return Cow::Borrowed(text);
    }
    let mut text = Cow::Borrowed(text);
    for _ in 0..TIMES {
        let suspected = suspected(&text);
        let sample = &text[..text.floor_char_boundary(SAMPLE)];
        let sets = SETS.iter().enumerate().filter(|(place, _)| suspected >> place & 1 == 1);
        let repairs = sets.filter_map(|(_, set)| set.repair(sample).map(|repair| (set, repair)));
        let best = repairs.reduce(|best, next| if next.1.sure > best.1.sure { next } else { best });
        let Some((set, best)) = best else { break };
        let whole = if sample.len() == text.len() { Some(best) } else { set.repair(&text) };
        let Some(whole) = whole else { break };
        text = Cow::Owned(whole.text);
    }
    finished(text)
}

/// The text with what only its neighbourhood tells set right too.
fn finished(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = match text {
        Cow::Owned(text) if text.contains('Ã') => Cow::Owned(graves(&text)),
        Cow::Borrowed(text) if has_lone_grave(text) => Cow::Owned(graves(text)),
        text => text,
    };
    let controlled = !text.is_ascii() && text.as_bytes().windows(2).any(|pair| pair[0] == 0xc2 && pair[1] < 0xa0);
    if controlled { Cow::Owned(controls(&text)) } else { text }
}

/// The sets of which two characters in a row could be a sequence's start.
fn suspected(text: &str) -> u16 {
    runs(text).fold(0, |suspected, run| suspected | suspected_in(run))
}

/// The sets that a run of characters beyond ASCII speaks for.
fn suspected_in(run: &str) -> u16 {
    let mut suspected = 0;
    let mut leads = 0;
    for c in run.chars() {
        let (lead, later) = ROLES.get(c as usize).copied().unwrap_or((0, 0));
        suspected |= leads & later;
        leads = lead;
    }
    suspected
}

/// The runs of characters beyond ASCII in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes[at..].chunks(CHUNK).take_while(|chunk| chunk.is_ascii()).map(<[u8]>::len).sum::<usize>();
        let start = at + bytes[at..].iter().position(|byte| !byte.is_ascii())?;
        at = start + bytes[start..].iter().position(u8::is_ascii).unwrap_or(bytes.len() - start);
        Some(&text[start..at])
    })
}

/// Whether anything in a text could need repair: seen at once, since most texts are well.
pub(crate) fn may_need_repair(text: &str) -> bool {
    let lone = |run: &str| run.chars().any(|c| c == 'Ã' || is_control(c));
    runs(text).any(|run| lone(run) || run.len() > 3 && suspected_in(run) != 0)
}

/// Whether a text needs repair.
pub(crate) fn is_suspect(text: &str) -> bool {
    matches!(repaired(text), Cow::Owned(_))
}

/// A set of single bytes: which byte a character stands for.
struct Set {
    /// The byte by the number of its character; 0 where there is none.
    bytes: Vec<u8>,
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
    /// How much it counts; nothing when it could be something else.
    weight: usize,
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
        let mut bytes = vec![0; KNOWN];
        for (c, byte) in controls.chain(pairs).filter(|(c, _)| (*c as usize) < KNOWN) {
            bytes[c as usize] = byte;
        }
        Self { bytes, western: false }
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
            repair.sure += sequence.weight;
        }
        repair.text.push_str(&text[kept..]);
        let enough = if self.western {
            repair.sure >= 1
        } else {
            repair.sure * 2 > other && repair.sure >= 2 || all >= 3 && other == 0
        };
        (enough && all > 0).then_some(repair)
    }

    /// The sequence that starts with this character. One of which a byte is lost stands for the sign of a loss.
    fn sequence(&self, text: &str, at: usize, first: char) -> Option<Sequence> {
        let lead = self.byte(first).filter(|byte| (0xc2..0xf5).contains(byte))?;
        let count = usize::from(lead >= 0xe0) + usize::from(lead >= 0xf0) + 1;
        let mut bytes = [lead, 0, 0, 0];
        let mut length = first.len_utf8();
        for (place, c) in text[at + length..].chars().take(count).enumerate() {
            if c == LOST && place > 0 {
                return Some(Sequence { meant: LOST, length: length + LOST.len_utf8(), weight: count });
            }
            bytes[place + 1] = self.byte(c).filter(|byte| (0x80..0xc0).contains(byte))?;
            length += c.len_utf8();
        }
        let meant = std::str::from_utf8(&bytes[..=count]).ok()?.chars().next().filter(|&c| is_plausible(c))?;
        let around =
            Around { before: text[..at].chars().next_back(), first, after: text[at + length..].chars().next() };
        let last = text[..at + length].chars().next_back()?;
        let sure = count > 1 || !around.could_end(last) && !around.is_foreign(meant);
        Some(Sequence { meant, length, weight: if sure { count + usize::from(!first.is_alphabetic()) } else { 0 } })
    }

    fn byte(&self, c: char) -> Option<u8> {
        self.bytes.get(c as usize).copied().filter(|&byte| byte != 0)
    }
}

/// Whether a capital that no word ends with stands after a small letter and before a space.
fn has_lone_grave(text: &str) -> bool {
    let small = |at: usize| text[..at].ends_with(char::is_lowercase);
    text.match_indices("Ã ").any(|(at, _)| small(at))
}

/// What stands around a sequence of two characters.
struct Around {
    before: Option<char>,
    first: char,
    after: Option<char>,
}

impl Around {
    /// Whether the sequence may be a capital and the mark after it, as in "CAFÉ”" or in a name that is all ornament.
    fn could_end(&self, last: char) -> bool {
        let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
        let ornament = capital(self.before) && capital(self.after) && self.first != 'Ã';
        let tilde =
            matches!(self.first, 'Ã' | 'Â') && (!capital(self.before) || self.after.is_some_and(char::is_lowercase));
        let mark = is_mark(last) && !self.after.is_some_and(char::is_lowercase);
        let joined = self.first == 'Ã' && self.after.is_some_and(char::is_alphabetic);
        let alone = self.first.is_lowercase() && self.before.is_none();
        ornament || mark && !(tilde || joined || alone)
    }

    /// Whether a letter of another script would follow a Latin one.
    fn is_foreign(&self, meant: char) -> bool {
        let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}');
        self.before.is_some_and(latin) && meant.is_alphabetic() && !latin(meant)
    }
}

/// Whether a character is a mark that a word may end before.
fn is_mark(c: char) -> bool {
    matches!(c, '”' | '’' | '“' | '‘' | '»' | '«' | '…' | '–' | '—' | '•' | '™' | '®' | '©' | '\u{a0}' | '›' | '‹')
        || matches!(c, '„' | '‚' | '°' | '²' | '³' | '¹' | '·' | '¨' | '´' | '£' | '¥' | '¬')
}

/// Puts back "à" of which the second character became a plain space or was lost, where other sequences were put back.
fn graves(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('Ã') {
        let after = &rest[at + 'Ã'.len_utf8()..];
        let before = rest[..at].chars().next_back();
        let word = before.is_none_or(|c| c.is_lowercase() || c.is_whitespace() || matches!(c, '\'' | '’'));
        let ends = after.starts_with([' ', '\u{a0}', '’', '\'']) || after.is_empty();
        let joins = ["s ", "quele", "quela"]
            .iter()
            .any(|rest| after.strip_prefix(' ').is_some_and(|after| after.starts_with(rest)));
        whole.push_str(&rest[..at]);
        whole.push(if word && ends { 'à' } else { 'Ã' });
        rest = if word && joins { &after[1..] } else { after };
    }
    whole + rest
}

/// Puts back characters of Windows-1252, or of the Mac inside a word, that were read as control characters.
fn controls(text: &str) -> String {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut whole = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let inside = letter(before) && letter(chars.peek().copied());
        whole.push(if is_control(c) { meant_control(c, inside) } else { c });
        before = Some(c);
    }
    whole
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

/// The character that a control character stands for; itself when it stands for none.
fn meant_control(c: char, inside: bool) -> char {
    let byte = [c as u8];
    let decoded = |encoding: &'static Encoding| encoding.decode_without_bom_handling(&byte).0.chars().next();
    let mac = decoded(MACINTOSH).filter(|c| inside && c.is_lowercase());
    mac.or_else(|| decoded(WINDOWS_1252)).unwrap_or(c)
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
            ("PÅ™Ã\u{ad}vozÂ\u{a0}je zavÅ™enÃ½", "Přívoz\u{a0}je zavřený"),
            ("РњРѕСЃС‚ Р·Р°РєСЂС‹С‚", "Мост закрыт"),
            ("NapĂ\u{ad}Ĺˇte nĂˇm", "Napíšte nám"),
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
