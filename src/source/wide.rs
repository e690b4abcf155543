//! UTF-16 and UTF-32: known by a mark, or by where the zero bytes stand.

use std::io::{self, Read};

use encoding_rs::{UTF_16BE, UTF_16LE};

/// A character set of units of two or four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// Bytes from which it is told without a mark.
const SAMPLE: usize = 4096;

/// Marks; those of UTF-32 first, because that of its little-endian form begins with that of UTF-16.
const MARKS: [(&[u8], Wide); 4] = [
    (b"\xff\xfe\0\0", Wide::Utf32Le),
    (b"\0\0\xfe\xff", Wide::Utf32Be),
    (b"\xff\xfe", Wide::Utf16Le),
    (b"\xfe\xff", Wide::Utf16Be),
];

impl Wide {
    /// The wide character set of a file that begins like this, if it is in one, and whether a mark says so. A mark is
    /// believed only where the text agrees: two stray bytes before an ordinary text are no mark.
    pub(super) fn of(bytes: &[u8]) -> Option<(Self, bool)> {
        let marked = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, wide)| *wide);
        match marked {
            Some(wide) if wide.fits(bytes) => Some((wide, true)),
            _ if memchr::memchr(0, &bytes[..bytes.len().min(SAMPLE)]).is_none() => None,
            _ => Self::of_zeros(bytes).map(|wide| (wide, false)),
        }
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Utf32Le => "utf-32le",
            Self::Utf32Be => "utf-32be",
        }
    }

    /// The text without its mark, and how many units did not fit.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, usize) {
        let text = match self {
            Self::Utf16Le => UTF_16LE.decode_with_bom_removal(bytes).0.into_owned(),
            Self::Utf16Be => UTF_16BE.decode_with_bom_removal(bytes).0.into_owned(),
            Self::Utf32Le | Self::Utf32Be => self.decode_four(bytes),
        };
        let misfits = text.matches('\u{fffd}').count();
        (text, misfits)
    }

    /// Up to where the bytes hold whole characters: neither half a unit nor half a pair of surrogates at the end.
    fn whole_characters(self, bytes: &[u8]) -> usize {
        let high = match self {
            Self::Utf16Le => bytes.len() / 2 * 2 - usize::from(bytes.len() >= 2),
            Self::Utf16Be => (bytes.len() / 2 * 2).saturating_sub(2),
            Self::Utf32Le | Self::Utf32Be => return bytes.len() / 4 * 4,
        };
        let is_half = matches!(bytes.get(high), Some(0xd8..=0xdb));
        bytes.len() / 2 * 2 - if is_half { 2 } else { 0 }
    }

    fn decode_four(self, bytes: &[u8]) -> String {
        let (units, rest) = bytes.as_chunks::<4>();
        let number =
            |unit: &[u8; 4]| if self == Self::Utf32Le { u32::from_le_bytes(*unit) } else { u32::from_be_bytes(*unit) };
        let chars = units.iter().map(|unit| char::from_u32(number(unit)).unwrap_or('\u{fffd}'));
        let cut = (!rest.is_empty()).then_some('\u{fffd}');
        chars.skip_while(|c| *c == '\u{feff}').chain(cut).collect()
    }

    fn of_zeros(bytes: &[u8]) -> Option<Self> {
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        let mut zeros = [0; 4];
        for (position, byte) in sample.iter().enumerate() {
            zeros[position % 4] += usize::from(*byte == 0);
        }
        let is_empty = |lane: usize| sample.len() >= 4 && zeros[lane] >= sample.len() / 4;
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
        let candidates: &[Self] = match () {
            () if is_empty(2) && is_empty(3) && !is_empty(0) => &[Self::Utf32Le],
            () if is_empty(0) && is_empty(1) && !is_empty(3) => &[Self::Utf32Be],
            () if is_sparse(sample) => &[Self::Utf16Le, Self::Utf16Be],
            () if even * 20 <= odd => &[Self::Utf16Le],
            () if odd * 20 <= even => &[Self::Utf16Be],
            () => &[],
        };
        let best =
            candidates.iter().copied().filter(|wide| wide.fits(sample)).max_by_key(|wide| wide.separators(sample))?;
        // Every script stops now and then; two unrelated bytes hardly ever make a stop.
        (!is_sparse(sample) || best.separators(sample) * 80 >= sample.len()).then_some(best)
    }

    /// How many spaces, line feeds and stops there are: hardly any in the other byte order.
    fn separators(self, sample: &[u8]) -> usize {
        let is_separator = |c: &char| matches!(c, ' '..='?' | '\n' | '\u{3000}'..='\u{3002}' | '\u{ff0c}');
        self.decode(sample).0.chars().filter(is_separator).count()
    }

    /// Whether the bytes make plausible text in it: hardly a unit that is no character, a control character or for
    /// private use, which is where units of the other byte order and of no text at all end up.
    fn fits(self, bytes: &[u8]) -> bool {
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        let whole = sample.len() / 4 * 4;
        let text = self.decode(if whole == 0 { sample } else { &sample[..whole] }).0;
        let odd = text.chars().filter(|c| is_implausible(*c)).count();
        odd * 50 <= text.chars().count() && !(is_sparse(sample) && (is_ascii_text(sample) || is_utf_8(sample)))
    }
}

/// A wide stream as UTF-8, so that records can be cut out of it.
pub(super) struct Narrowed<R> {
    stream: R,
    wide: Wide,
    /// Bytes that do not yet make a character.
    pending: Vec<u8>,
    text: Vec<u8>,
    given: usize,
}

impl<R: Read> Narrowed<R> {
    pub(super) fn new(stream: R, wide: Wide) -> Self {
        Self { stream, wide, pending: Vec::new(), text: Vec::new(), given: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        const CHUNK: u64 = 64 << 10;
        let read = self.stream.by_ref().take(CHUNK).read_to_end(&mut self.pending)?;
        let whole = if read == 0 { self.pending.len() } else { self.wide.whole_characters(&self.pending) };
        self.text = self.wide.decode(&self.pending[..whole]).0.into_bytes();
        self.pending.drain(..whole);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Narrowed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() {
            self.fill()?;
        }
        let read = (&self.text[self.given..]).read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

/// Whether zeros are few, as in scripts whose characters fill both bytes.
fn is_sparse(sample: &[u8]) -> bool {
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    zeros * 6 < sample.len()
}

/// Whether nearly all bytes are ASCII text, whatever they would be in pairs.
fn is_ascii_text(sample: &[u8]) -> bool {
    let is_text = |byte: &&u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    sample.len() > 4 && sample.iter().filter(is_text).count() * 7 > sample.len() * 6
}

/// Whether the bytes hold characters beyond ASCII that are valid UTF-8, the last one perhaps cut off.
fn is_utf_8(sample: &[u8]) -> bool {
    let is_valid = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    is_valid && !sample.is_ascii()
}

fn is_implausible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{feff}' => false,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str, wide: Wide) -> Vec<u8> {
        match wide {
            Wide::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Wide::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Wide::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Wide::Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }

    const ALL: [Wide; 4] = [Wide::Utf16Le, Wide::Utf16Be, Wide::Utf32Le, Wide::Utf32Be];

    #[test]
    fn every_width_is_known_with_and_without_a_mark() {
        let texts = [
            "The river rose again on Monday.\n",
            "Река снова поднялась в понедельник, и паром остался в порту.\n",
            "周一河水再次上涨。\n渡轮停在港口，学校关闭了六个小时。\n市长说，新墙将在秋天前完工。\n",
            "월요일에 강물이 다시 불어났다. 나루는 항구에 머물렀다.\n",
        ];
        for text in texts {
            for wide in ALL {
                let plain = encoded(text, wide);
                assert_eq!(Wide::of(&plain), Some((wide, false)), "{text} {wide:?}");
                let marked = encoded(&format!("\u{feff}{text}"), wide);
                assert_eq!(Wide::of(&marked), Some((wide, true)), "{text} {wide:?}");
                assert_eq!(wide.decode(&marked), (text.to_owned(), 0));
            }
        }
    }

    #[test]
    fn ordinary_bytes_are_not_wide() {
        let few_zeros = "The river rose again on Monday and the lower town was cut off.\na\0b\n";
        let many_zeros = "one\0two\0three\0four\0five\0six\0seven\0eight\0";
        let stray_mark = "The river rose again on Monday and the lower town was cut off.\n".repeat(3);
        for bytes in ["", "a", "plain text", few_zeros, many_zeros] {
            assert_eq!(Wide::of(bytes.as_bytes()), None, "{bytes}");
        }
        assert_eq!(Wide::of(&[b"\xff\xfe", stray_mark.as_bytes()].concat()), None);
    }

    #[test]
    fn a_stream_is_narrowed_whatever_its_pieces() {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let size = (self.0.len() % 7 + 1).min(buffer.len());
                self.0.read(&mut buffer[..size])
            }
        }
        let text = "a😀é周😀".repeat(20_000);
        for wide in ALL {
            let mut narrowed = String::new();
            Narrowed::new(Slow(&encoded(&text, wide)), wide).read_to_string(&mut narrowed).expect("UTF-8");
            assert!(narrowed == text, "{wide:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_wide_or_not(bytes: Vec<u8>) {
            if let Some((wide, _)) = Wide::of(&bytes) {
                wide.decode(&bytes);
            }
        }
    }
}
