//! What a file is: told from its first bytes, and from its name where these leave it open.

use std::{fmt, path::Path, str::FromStr};

use super::{decode, json_lines};
use crate::text::clean::Clean;

/// What a file holds and how it is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What it holds.
    pub kind: Kind,
    /// How it is packed.
    pub packing: Packing,
}

/// What a file holds. Each kind has a module of its own; a new one is a line here and a line in `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// One article as plain text.
    Text,
    /// One article as CommonMark.
    Markdown,
    /// One JSON object a line, each an article.
    JsonLines,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Packing {
    /// Not at all.
    None,
    /// Gzip, one member or many.
    Gzip,
    /// Zstandard, one frame or many.
    Zstd,
}

impl Kind {
    const NAMES: [(Self, &'static str); 3] =
        [(Self::Text, "text"), (Self::Markdown, "markdown"), (Self::JsonLines, "jsonl")];

    pub(super) fn from_byte(byte: u8) -> Option<Self> {
        Self::NAMES.iter().map(|(kind, _)| *kind).find(|kind| *kind as u8 == byte)
    }

    /// The kind that a name's ending stands for.
    fn of_ending(ending: Ending<'_>) -> Option<Self> {
        match ending {
            Ending::None => Some(Self::Text),
            Ending::Known(ending) => match ending.to_ascii_lowercase().as_str() {
                "txt" | "text" => Some(Self::Text),
                "md" | "markdown" => Some(Self::Markdown),
                "jsonl" | "ndjson" => Some(Self::JsonLines),
                _ => None,
            },
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(kind, _)| kind == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

/// From the name that `--as` takes.
impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind).ok_or(UnknownKind)
    }
}

/// A name that stands for no kind.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format; known are text, markdown and jsonl")]
pub struct UnknownKind;

impl Packing {
    pub(super) fn from_byte(byte: u8) -> Option<Self> {
        [Self::None, Self::Gzip, Self::Zstd].into_iter().find(|packing| *packing as u8 == byte)
    }

    /// How a file that begins like this is packed. RFC 1952 for gzip; RFC 8878 for Zstandard, whose skippable frames
    /// (0x184D2A50 to 5F) may come first.
    pub(super) fn of_content(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 0x08, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::None,
        }
    }

    /// How a file of this name claims to be packed, and the name without the claim.
    pub(super) fn of_name(name: &Path) -> (Self, &Path) {
        let packing = match name.extension().and_then(|ending| ending.to_str()) {
            Some("gz" | "GZ") => Self::Gzip,
            Some("zst" | "zstd") => Self::Zstd,
            _ => return (Self::None, name),
        };
        (packing, name.file_stem().map_or(name, Path::new))
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "unpacked",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

/// How a name ends. `article-12` and `www.example.com_news_3` have no ending that means anything.
#[derive(Clone, Copy)]
enum Ending<'a> {
    None,
    Known(&'a str),
}

impl<'a> Ending<'a> {
    fn of(name: &'a Path) -> Self {
        match name.extension().map(|ending| ending.to_str()) {
            Some(Some(ending)) if is_meaningful(ending) => Self::Known(ending),
            _ => Self::None,
        }
    }
}

fn is_meaningful(ending: &str) -> bool {
    ending.len() <= 8
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The kind of an unpacked file that begins like this; what it is instead where it is none that is read.
pub(super) fn kind(name: &Path, head: &[u8]) -> Result<Kind, Clean> {
    if let Some(foreign) = foreign(head) {
        return Err(Clean::line(foreign));
    }
    let text = decode::preview(head);
    if json_lines::begins(&text) {
        return Ok(Kind::JsonLines);
    }
    if let Some(foreign) = foreign_text(&text) {
        return Err(Clean::line(foreign));
    }
    let ending = Ending::of(name);
    let named = Kind::of_ending(ending);
    // One line of rubbish among records must not cost the others.
    let may_hold_records = named == Some(Kind::JsonLines) && (text.starts_with('{') || text.contains("\n{"));
    if decode::is_binary(head) && !may_hold_records {
        return Err(Clean::line("binary data"));
    }
    named.ok_or_else(|| match ending {
        Ending::Known(ending) => Clean::line(&format!(".{ending} is not read; --as text reads it")),
        Ending::None => Clean::default(),
    })
}

/// First bytes of formats that are no text, with a name for each.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"\x1a\x45\xdf\xa3", "a media file"),
    (b"%PDF-", "a PDF document"),
    (b"%!PS-", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x04\x22\x4d\x18", "lz4 data"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"),
    (b"Obj\x01", "Avro data"),
    (b"ORC", "an ORC table"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"WARC/", "a WARC archive"),
];

fn foreign(head: &[u8]) -> Option<&'static str> {
    let is_tar = head.get(257..262) == Some(b"ustar");
    let magic = MAGIC.iter().find(|(magic, _)| head.starts_with(magic) && proves(magic, head)).map(|(_, name)| *name);
    magic.or(is_tar.then_some("a tar archive"))
}

/// Whether the first bytes can be no word of a headline: "ORCHARDS FLOODED" is no ORC table.
fn proves(magic: &[u8], head: &[u8]) -> bool {
    let is_word = magic.iter().all(u8::is_ascii_alphanumeric);
    let start = &head[..head.len().min(512)];
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    !is_word || start.iter().any(is_control) || decode::preview(start).trim_end_matches('\u{fffd}').contains('\u{fffd}')
}

/// First words of formats that are text but no article as they stand.
const MARKUP: &[(&str, &str)] = &[
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
    ("<head", "an HTML page"),
    ("<?xml", "an XML document"),
    ("<rss", "a feed"),
    ("<feed", "a feed"),
    ("<!doctype", "an XML document"),
];

fn foreign_text(head: &str) -> Option<&'static str> {
    let head = head.trim_start();
    let begins = |word: &str| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    MARKUP.iter().find(|(word, _)| begins(word)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, content: impl AsRef<[u8]>) -> Result<Kind, String> {
        kind(Path::new(name), content.as_ref()).map_err(|what| what.to_string())
    }

    #[test]
    fn the_name_decides_about_plain_text() {
        assert_eq!(of("a.txt", "The river rose"), Ok(Kind::Text));
        assert_eq!(of("a.md", "# Flood"), Ok(Kind::Markdown));
        assert_eq!(of("a", "The river rose"), Ok(Kind::Text));
        assert_eq!(of("www.example.com_news_3", "The river rose"), Ok(Kind::Text));
        assert_eq!(of("a.jsonl", "@@@ not json"), Ok(Kind::JsonLines));
        assert_eq!(of("a.csv", "title,text"), Err(".csv is not read; --as text reads it".into()));
        assert!(of("a.py", "import os").is_err());
    }

    #[test]
    fn the_content_comes_before_the_name() {
        assert_eq!(of("a.txt", "{\"text\": \"x\"}\n{\"text\": \"y\"}\n"), Ok(Kind::JsonLines));
        assert_eq!(of("a.dat", "{\"text\": \"x\"}\n"), Ok(Kind::JsonLines));
        assert_eq!(of("a.txt", "{\\rtf1 x}"), Err("an RTF document".into()));
        assert_eq!(of("a.txt", "\x7fELF\x02\x01\x01"), Err("a program".into()));
        assert_eq!(of("a.txt", "\n <!DOCTYPE HTML><p>x"), Err("an HTML page".into()));
        assert_eq!(of("a.jsonl", "WARC/1.0\r\n"), Err("a WARC archive".into()));
        assert_eq!(of("a.txt", "ORCHARDS FLOODED\n\nID3 and RIFF are words"), Ok(Kind::Text));
        assert_eq!(of("a.txt", b"ORC\x11\0\0\n"), Err("an ORC table".into()));
        assert_eq!(of("a.txt", "{curly} \" : prose\n"), Ok(Kind::Text));
        assert_eq!(of("a.txt", "{curly} prose begins here"), Ok(Kind::Text));
        assert_eq!(of("a.jsonl", [0; 500]), Err("binary data".into()));
        assert_eq!(of("a.jsonl", [&[1; 50][..], b"\n{\"text\":\"x\"}"].concat()), Ok(Kind::JsonLines));
    }

    #[test]
    fn packing_is_told_from_the_first_bytes_and_claimed_by_the_name() {
        assert_eq!(Packing::of_content(b"\x1f\x8b\x08\0"), Packing::Gzip);
        assert_eq!(Packing::of_content(b"\x28\xb5\x2f\xfd"), Packing::Zstd);
        assert_eq!(Packing::of_content(b"plain"), Packing::None);
        assert_eq!(Packing::of_name(Path::new("d/a.jsonl.gz")), (Packing::Gzip, Path::new("a.jsonl")));
        assert_eq!(Packing::of_name(Path::new("a.txt")), (Packing::None, Path::new("a.txt")));
    }

    #[test]
    fn every_kind_has_a_name_that_reads_back() {
        for (kind, name) in Kind::NAMES {
            assert_eq!(name.parse(), Ok(kind));
            assert_eq!(kind.to_string(), name);
            assert_eq!(Kind::from_byte(kind as u8), Some(kind));
        }
        assert_eq!("html".parse::<Kind>(), Err(UnknownKind));
    }
}
