//! Files and folders that only their owner can read, from the moment they exist, and that are whole or not there.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use super::HomeError;

/// Bytes of a log that are kept when it is opened.
const LONGEST_LOG: u64 = 1 << 20;

/// Creates a folder and those above it, where they are missing, for their owner alone.
pub fn private_folder(path: &Path) -> Result<(), HomeError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(HomeError::writing(path))
}

/// Opens a file to read and write, and creates it, for its owner alone, where it is missing. What is in it stays.
pub fn private_file(path: &Path) -> Result<File, HomeError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(HomeError::writing(path))
}

/// Opens a log to write at its end, and creates it, for its owner alone, where it is missing. Several processes may write
/// to it at once; one that has grown beyond a megabyte begins anew.
pub fn private_log(path: &Path) -> Result<File, HomeError> {
    let opened = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    let begin_anew = |log: File| {
        if log.metadata()?.len() > LONGEST_LOG {
            log.set_len(0)?;
        }
        Ok(log)
    };
    opened.and_then(begin_anew).map_err(HomeError::writing(path))
}

/// Writes a file so that, whenever the machine stops, either the old or the new content is there, whole.
///
/// The folder must exist. The temporary file lies beside the file, never in a folder that others can write to.
pub fn atomic_write(path: &Path, bytes: &[u8]) -> Result<(), HomeError> {
    let temporary = beside(path);
    let written = write_new(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if let Err(source) = written {
        // It may never have been created; what matters is the error that is reported.
        let _ = fs::remove_file(&temporary);
        return Err(HomeError::writing(path)(source));
    }
    match path.parent() {
        Some(folder) => sync_folder(folder),
        None => Ok(()),
    }
}

/// Makes a rename, creation or removal in a folder durable.
pub fn sync_folder(path: &Path) -> Result<(), HomeError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(HomeError::writing(path))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name in the same folder that no other writer uses.
fn beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}-{count}", process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_reads_what_is_created() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a").join("b");
        private_folder(&folder).unwrap();
        private_file(&folder.join("file")).unwrap();
        atomic_write(&folder.join("whole"), b"text").unwrap();
        assert_eq!(mode(&root.path().join("a")), 0o700);
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("file")), 0o600);
        assert_eq!(mode(&folder.join("whole")), 0o600);
    }

    #[test]
    fn a_log_goes_on_until_it_is_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        for _ in 0..2 {
            private_log(&path).unwrap().write_all(b"line\n").unwrap();
        }
        assert_eq!(fs::read(&path).unwrap(), b"line\nline\n");
        assert_eq!(mode(&path), 0o600);
        fs::write(&path, vec![b'x'; LONGEST_LOG as usize + 1]).unwrap();
        private_log(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corpus.json");
        atomic_write(&path, b"old and longer").unwrap();
        atomic_write(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_keeps_the_old_content_and_names_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir(&path).unwrap();
        let error = atomic_write(&path, b"text").unwrap_err();
        assert_eq!(error.to_string(), format!("cannot write {}", path.display()));
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn an_existing_private_file_keeps_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "kept").unwrap();
        private_file(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"kept");
    }
}
