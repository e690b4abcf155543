//! An open file: unpacked, its format known, and its errors told with its name.

use std::{
    io::{self, Cursor, Read},
    path::Path,
};

use jiff::civil::Date;

use super::{
    Limits, Locator, SourceError,
    decode::{self, Decoded},
    format::{self, Format, Kind, Packing},
    front_matter, json_lines,
    origin::{Opened, Origin},
    unpack::{self, unpack},
    wide::{Narrowed, Wide},
};
use crate::{
    article::{Document, Markup, Stated},
    text::clean::Clean,
};

/// Bytes from which it is told what a file is.
const HEAD: usize = 64 << 10;

/// An open, unpacked file whose format is known.
pub(super) struct Stream {
    pub origin: Origin,
    pub format: Format,
    pub bytes: Box<dyn Read>,
    size: u64,
    pub modified: Option<Date>,
    /// Whether a record's place in the unpacked bytes is its place in the file.
    pub is_seekable: bool,
}

impl Stream {
    /// Opens a file and tells what it is.
    pub(super) fn open(origin: &Origin, limits: &Limits, forced: Option<Kind>) -> Result<Self, SourceError> {
        let (mut stream, ahead) = Self::unpacked(origin, limits, Packing::of_content)?;
        let path = origin.path();
        let (claimed, name) = Packing::of_name(&path);
        stream.format.kind = match forced {
            Some(kind) => kind,
            None => stream.kind(name, &ahead.head, claimed)?,
        };
        stream.put_back(ahead);
        Ok(stream)
    }

    /// Opens a file whose format is known already. It is read in the same steps as the first time, so that of a broken
    /// file the same part comes out.
    pub(super) fn resume(locator: &Locator, limits: &Limits) -> Result<Self, SourceError> {
        let (mut stream, ahead) = Self::unpacked(&locator.origin, limits, |_| locator.format.packing)?;
        stream.format = locator.format;
        stream.put_back(ahead);
        Ok(stream)
    }

    /// Opens a file, unpacks it as its first bytes ask for, and reads ahead.
    fn unpacked(
        origin: &Origin,
        limits: &Limits,
        packing: impl FnOnce(&[u8]) -> Packing,
    ) -> Result<(Self, Ahead), SourceError> {
        let refuse = |reason| SourceError::Read { path: origin.path(), reason };
        let Opened { mut bytes, size, modified } = origin.open()?;
        let ahead = Ahead::read(&mut bytes, size).map_err(refuse)?;
        let packing = packing(&ahead.head);
        let bytes = unpack(ahead.before(bytes), packing, limits).map_err(refuse)?;
        let format = Format { kind: Kind::Text, packing };
        let is_seekable = packing == Packing::None;
        let mut stream = Self { origin: origin.clone(), format, bytes, size, modified, is_seekable };
        let ahead = Ahead::read(&mut stream.bytes, size).map_err(|error| stream.error(error))?;
        Ok((stream, ahead))
    }

    fn kind(&self, name: &Path, head: &[u8], claimed: Packing) -> Result<Kind, SourceError> {
        let path = self.origin.path();
        if head.is_empty() {
            return Err(SourceError::Empty { path });
        }
        let name = if let Origin::Input(_) = self.origin { Path::new("") } else { name };
        let kind = format::kind(name, head).map_err(|what| SourceError::UnknownType { path: path.clone(), what })?;
        let is_claim_false = claimed != Packing::None && self.format.packing == Packing::None;
        // Records show by themselves what they are, as after a download that unpacked on the way.
        if is_claim_false && !(kind == Kind::JsonLines && json_lines::begins(&decode::preview(head))) {
            let reason = Clean::line(&format!("not {claimed}, though its name says so"));
            return Err(SourceError::Damaged { path, reason });
        }
        Ok(kind)
    }

    /// Puts bytes back that were read ahead. Records in units of two or four bytes are translated on the way.
    fn put_back(&mut self, ahead: Ahead) {
        let rest = std::mem::replace(&mut self.bytes, Box::new(io::empty()));
        let wide = Wide::of(&ahead.head).filter(|_| self.format.kind == Kind::JsonLines);
        let whole = ahead.before(rest);
        self.bytes = match wide {
            Some((wide, _)) => Box::new(Narrowed::new(whole, wide)),
            None => Box::new(whole),
        };
        self.is_seekable &= wide.is_none();
    }

    /// At most so many bytes, and how they end.
    pub(super) fn bytes(&mut self, most: u64) -> Result<(Vec<u8>, Ending), SourceError> {
        let expected = if self.is_seekable { self.size.min(most) as usize + 1 } else { 0 };
        let mut bytes = Vec::with_capacity(expected);
        let outcome = self.bytes.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes);
        let ending = match outcome {
            Err(error) if bytes.is_empty() || unpack::is_bomb(&error) => return Err(self.error(error)),
            Err(error) => Ending::Broken(self.error(error)),
            Ok(_) if bytes.len() as u64 > most => Ending::TooLong,
            Ok(_) => Ending::Complete,
        };
        bytes.truncate(most.try_into().unwrap_or(usize::MAX));
        Ok((bytes, ending))
    }

    /// The whole file as one text, as far as it can be read.
    pub(super) fn text(&mut self, limits: &Limits) -> Result<(Document, Decoded, Ending), SourceError> {
        let (bytes, ending) = self.bytes(limits.largest_text)?;
        let mut decoded = decode::decode(bytes);
        let text = std::mem::take(&mut decoded.text);
        let (markup, stated) = match self.format.kind {
            Kind::Markdown => (Markup::Markdown, front_matter::stated(&text)),
            _ => (Markup::Plain, Stated::default()),
        };
        let (file_name, modified) = (self.origin.file_name(), self.modified);
        let encoding = Some(decoded.encoding);
        Ok((Document { text, markup, stated, file_name, modified, encoding }, decoded, ending))
    }

    pub(super) fn error(&self, error: io::Error) -> SourceError {
        let path = self.origin.path();
        match self.format.packing {
            Packing::None => SourceError::Read { path, reason: error },
            packing => SourceError::Damaged { path, reason: unpack::reason(&error, packing) },
        }
    }
}

/// How the bytes of a text end.
pub(super) enum Ending {
    /// With the file.
    Complete,
    /// Before the file does, by the limit.
    TooLong,
    /// Before the file does, because the rest cannot be read.
    Broken(SourceError),
}

/// The first bytes of a stream, read to tell what it is, and the error that came after them.
#[derive(Default)]
struct Ahead {
    head: Vec<u8>,
    error: Option<io::Error>,
}

impl Ahead {
    fn read(stream: &mut dyn Read, expected: u64) -> io::Result<Self> {
        let mut head = Vec::with_capacity(expected.min(HEAD as u64) as usize + 1);
        match stream.take(HEAD as u64).read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(error),
            outcome => Ok(Self { head, error: outcome.err() }),
        }
    }

    /// The stream as if nothing had been read: the error comes again where it came.
    fn before(self, rest: impl Read) -> impl Read {
        Cursor::new(self.head).chain(Failing(self.error)).chain(rest)
    }
}

/// Fails once, if at all; then it is at its end.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
