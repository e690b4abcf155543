//! Where one article stands, so that it can be read again without reading what comes before it.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path};

use super::{
    format::{Format, Kind, Packing},
    origin::Origin,
    sample::SAMPLES,
    spool::Spool,
};

/// Where one article stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// The file.
    pub origin: Origin,
    /// What was recognised in it.
    pub format: Format,
    /// Which part of it.
    pub part: Part,
}

/// Which part of a file an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// These bytes: a record that can be sought.
    Span {
        /// The first byte.
        offset: u64,
        /// How many.
        length: u64,
    },
    /// The n-th record from 1, as the format counts them (JSON Lines: lines, blank ones too). It can only be reached by
    /// unpacking all that comes before it.
    Numbered(u64),
}

impl Locator {
    /// Whether the article can be read again quickly, and by another process. Where it cannot, an index keeps the text.
    pub fn is_lasting(&self) -> bool {
        let unpacked = self.format.packing == Packing::None || self.part == Part::Whole;
        unpacked && !matches!(self.part, Part::Numbered(_)) && !matches!(self.origin, Origin::Input(_))
    }

    /// A compact form to store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.format.kind as u8, self.format.packing as u8];
        match self.part {
            Part::Whole => bytes.push(0),
            Part::Span { offset, length } => {
                bytes.push(1);
                push_number(&mut bytes, offset);
                push_number(&mut bytes, length);
            }
            Part::Numbered(number) => {
                bytes.push(2);
                push_number(&mut bytes, number);
            }
        }
        push_origin(&mut bytes, &self.origin);
        bytes
    }

    /// What [`to_bytes`](Self::to_bytes) stored; none when the bytes are something else, or name a sample that this
    /// version does not have. Standard input comes back as a stream that is gone.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let [kind, packing, part, rest @ ..] = bytes else { return None };
        let mut rest = rest;
        let format = Format { kind: Kind::from_byte(*kind)?, packing: Packing::from_byte(*packing)? };
        let part = match part {
            0 => Part::Whole,
            1 => Part::Span { offset: take_number(&mut rest)?, length: take_number(&mut rest)? },
            2 => Part::Numbered(take_number(&mut rest)?),
            _ => return None,
        };
        Some(Self { origin: origin(rest)?, format, part })
    }
}

fn push_origin(bytes: &mut Vec<u8>, origin: &Origin) {
    match origin {
        Origin::Disk(path) => {
            bytes.push(b'/');
            bytes.extend(path.as_os_str().as_bytes());
        }
        Origin::Sample(sample) => {
            bytes.push(b's');
            bytes.extend(sample.name.as_bytes());
        }
        Origin::Input(_) => bytes.push(b'-'),
    }
}

fn origin(bytes: &[u8]) -> Option<Origin> {
    let (tag, name) = bytes.split_first()?;
    match tag {
        b'/' => Some(Origin::Disk(Path::new(OsStr::from_bytes(name)).into())),
        b's' => SAMPLES.iter().find(|sample| sample.name.as_bytes() == name).copied().map(Origin::Sample),
        b'-' => Some(Origin::Input(Spool::gone())),
        _ => None,
    }
}

/// LEB128: seven bits a byte, the lowest first.
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn locator(path: &[u8], part: Part) -> Locator {
        let format = Format { kind: Kind::JsonLines, packing: Packing::Gzip };
        Locator { origin: Origin::Disk(Path::new(OsStr::from_bytes(path)).into()), format, part }
    }

    proptest! {
        #[test]
        fn what_is_stored_comes_back(path: Vec<u8>, offset: u64, length: u64) {
            for part in [Part::Whole, Part::Span { offset, length }, Part::Numbered(offset)] {
                let locator = locator(&path, part);
                prop_assert_eq!(Locator::from_bytes(&locator.to_bytes()), Some(locator));
            }
        }

        #[test]
        fn any_bytes_are_a_locator_or_not(bytes: Vec<u8>) {
            let _ = Locator::from_bytes(&bytes);
        }
    }

    #[test]
    fn a_record_of_a_packed_file_does_not_last() {
        assert!(!locator(b"a.jsonl.gz", Part::Numbered(3)).is_lasting());
        assert!(locator(b"a.txt.gz", Part::Whole).is_lasting());
    }
}
