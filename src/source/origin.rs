//! Where the bytes of one file come from, and opening it without being held up by what is no file.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Cursor, Read, Seek},
    os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rustix::fs::OFlags;

use super::{SourceError, sample::Sample, spool::Spool};

/// Where the bytes of one file come from. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file, by the argument joined with the path below it.
    Disk(Arc<Path>),
    /// A file of the sample corpus inside the binary.
    Sample(Sample),
    /// Standard input.
    Input(Spool),
}

impl Origin {
    /// The name by which the file is known to the user: the argument joined with the path below it, `-` for standard
    /// input, `seeds/NAME` for the sample corpus.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Disk(path) => path.to_path_buf(),
            Self::Sample(sample) => Path::new("seeds").join(sample.name),
            Self::Input(_) => PathBuf::from("-"),
        }
    }

    /// The file's own name as evidence; none for standard input.
    pub fn file_name(&self) -> Option<String> {
        match self {
            Self::Disk(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Self::Sample(sample) => Some(sample.name.to_owned()),
            Self::Input(_) => None,
        }
    }

    /// Opens it for reading from the start.
    pub(super) fn open(&self) -> Result<Opened, SourceError> {
        match self {
            Self::Disk(path) => open_file(path),
            Self::Sample(sample) => Ok(Opened {
                bytes: Box::new(Cursor::new(sample.content)),
                size: sample.content.len() as u64,
                modified: None,
            }),
            Self::Input(spool) => Ok(Opened { bytes: spool.reader()?, size: spool.size(), modified: None }),
        }
    }
}

/// Bytes that can be read and sought.
pub(super) trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// An open file and what the system says about it.
pub(super) struct Opened {
    pub bytes: Box<dyn Bytes>,
    pub size: u64,
    pub modified: Option<Date>,
}

/// Opens a file; whatever is no regular file is refused without being opened, and a pipe that takes the file's place
/// in between cannot hold the program up either.
fn open_file(path: &Path) -> Result<Opened, SourceError> {
    let refuse = |reason| SourceError::Read { path: path.to_path_buf(), reason };
    check_regular(path, &std::fs::metadata(path).map_err(refuse)?)?;
    let file = open_without_waiting(path).map_err(refuse)?;
    let metadata = file.metadata().map_err(refuse)?;
    check_regular(path, &metadata)?;
    Ok(Opened { size: metadata.len(), modified: day(nanoseconds(&metadata)), bytes: Box::new(file) })
}

fn open_without_waiting(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)
}

/// Refuses what is no regular file, by name.
pub(super) fn check_regular(path: &Path, metadata: &Metadata) -> Result<(), SourceError> {
    let kind = metadata.file_type();
    let what = match () {
        () if kind.is_file() => return Ok(()),
        () if kind.is_dir() => "a folder",
        () if kind.is_fifo() => "a pipe",
        () if kind.is_socket() => "a socket",
        () if kind.is_char_device() || kind.is_block_device() => "a device",
        () => "something else",
    };
    Err(SourceError::NotAFile { path: path.to_path_buf(), what })
}

/// When the file was last changed, in nanoseconds since 1970.
pub(super) fn nanoseconds(metadata: &Metadata) -> i64 {
    metadata.mtime().saturating_mul(1_000_000_000).saturating_add(metadata.mtime_nsec())
}

/// The day in UTC; none for a time that no calendar holds.
fn day(nanoseconds: i64) -> Option<Date> {
    let time = Timestamp::from_nanosecond(nanoseconds.into()).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_change_is_in_utc() {
        assert_eq!(day(1_640_908_799_999_999_999), Some(jiff::civil::date(2021, 12, 30)));
        assert_eq!(day(0), Some(jiff::civil::date(1970, 1, 1)));
    }

    #[test]
    fn a_device_is_refused_by_name() {
        let error = open_file(Path::new("/dev/zero")).err().expect("refused");
        assert_eq!(error.to_string(), "cannot read /dev/zero: it is a device, not a file");
    }

    #[test]
    fn a_folder_is_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = open_file(folder.path()).err().expect("refused");
        assert!(error.to_string().ends_with("it is a folder, not a file"), "{error}");
    }
}
