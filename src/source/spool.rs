//! Standard input, read once and kept so that its records can be read again.

use std::{
    fs::{File, OpenOptions},
    io::{self, Cursor, Read, Seek, SeekFrom, Write},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
};

use super::{Limits, SourceError, origin::Bytes};

/// Everything that came in on a stream: in memory while it is short, else in an unlinked file that only this process
/// can read and that vanishes with it.
#[derive(Clone, Debug)]
pub struct Spool(Option<Arc<Kept>>);

#[derive(Debug)]
struct Kept {
    store: Store,
    size: u64,
    /// Whether the limit ended it.
    cut: bool,
}

#[derive(Debug)]
enum Store {
    Memory(Arc<[u8]>),
    File(Arc<File>),
}

impl Spool {
    /// Reads a stream to its end. `folder` is where a long one is kept; it must be folio's own, not a shared place.
    pub fn fill(stream: &mut dyn Read, folder: &Path, limits: &Limits) -> Result<Self, SourceError> {
        Self::keep(stream, folder, limits).map_err(|reason| SourceError::Read { path: "-".into(), reason })
    }

    /// A stream that cannot be read again: what is left of one after its process has ended.
    pub(super) fn gone() -> Self {
        Self(None)
    }

    fn keep(stream: &mut dyn Read, folder: &Path, limits: &Limits) -> io::Result<Self> {
        let mut memory = Vec::new();
        let most = limits.input_in_memory.saturating_add(1);
        stream.take(most).read_to_end(&mut memory)?;
        let mut size = memory.len() as u64;
        let mut cut = false;
        let store = if size < most {
            Store::Memory(memory.into())
        } else {
            let mut file = unlinked(folder)?;
            file.write_all(&memory)?;
            drop(memory);
            size += io::copy(&mut stream.take(limits.largest_input.saturating_sub(size)), &mut file)?;
            cut = size >= limits.largest_input && stream.read(&mut [0])? > 0;
            Store::File(Arc::new(file))
        };
        Ok(Self(Some(Arc::new(Kept { store, size, cut }))))
    }

    /// How many bytes there are.
    pub fn size(&self) -> u64 {
        self.0.as_ref().map_or(0, |kept| kept.size)
    }

    /// Whether more came than the limit lets in.
    pub fn is_cut(&self) -> bool {
        self.0.as_ref().is_some_and(|kept| kept.cut)
    }

    pub(super) fn reader(&self) -> Result<Box<dyn Bytes>, SourceError> {
        let kept = self.0.as_deref().ok_or(SourceError::Gone)?;
        Ok(match &kept.store {
            Store::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Store::File(file) => Box::new(Reader { file: Arc::clone(file), position: 0 }),
        })
    }
}

/// The same stream, not the same content.
impl PartialEq for Spool {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

impl Eq for Spool {}

/// Creates a file that nobody else can open and removes its name at once. A name that a killed process of the same
/// number left behind is passed over.
fn unlinked(folder: &Path) -> io::Result<File> {
    let mut refused = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 0..100 {
        let path = folder.join(format!("input-{}-{attempt}", std::process::id()));
        match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return std::fs::remove_file(&path).map(|()| file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refused = error,
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

/// Reads a shared file at a place of its own.
struct Reader {
    file: Arc<File>,
    position: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(spool: &Spool) -> Vec<u8> {
        let mut bytes = Vec::new();
        spool.reader().expect("kept").read_to_end(&mut bytes).expect("readable");
        bytes
    }

    #[test]
    fn short_and_long_input_can_be_read_again_and_leaves_no_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let limits = Limits { input_in_memory: 10, ..Limits::default() };
        for input in [&b""[..], b"short", b"0123456789", b"longer than ten bytes"] {
            let spool = Spool::fill(&mut &input[..], folder.path(), &limits).expect("kept");
            assert_eq!(spool.size(), input.len() as u64);
            assert_eq!(again(&spool), input);
            assert_eq!(again(&spool.clone()), input);
            assert!(!spool.is_cut());
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn input_without_end_is_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let limits = Limits { input_in_memory: 10, largest_input: 1000, ..Limits::default() };
        let spool = Spool::fill(&mut io::repeat(b'a'), folder.path(), &limits).expect("kept");
        assert_eq!(spool.size(), 1000);
        assert!(spool.is_cut());
    }
}
