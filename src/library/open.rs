//! Opens the library: creates it, checks it, brings it up to date, and sets a damaged one aside.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode};

use crate::home::{Home, HomeError, Lock, private_file, private_folder, sync_folder};

use super::{
    Library, LibraryError, Remark,
    migrate::{STEPS, free_name, migrate},
    sets::Known,
};

/// A library, and what should be said about it.
#[derive(Debug)]
pub struct Opened {
    /// The library.
    pub library: Library,
    /// What the reader should be told.
    pub remark: Option<Remark>,
}

/// How long a change waits for another folio's change.
const PATIENCE: Duration = Duration::from_secs(5);

impl Library {
    /// Opens the library of a home, and creates it where there is none.
    ///
    /// The whole file is checked for damage, which takes about a millisecond for each megabyte.
    pub fn open(home: &Home) -> Result<Opened, LibraryError> {
        private_folder(home.data())?;
        // Two folios that start at once must not both bring the file up to date, or set it aside.
        let _lock = Lock::wait(&home.data().join("library.lock"))?;
        let path = home.data().join("library.sqlite");
        match open_file(&path) {
            Err(LibraryError::Open { source, .. }) if is_damage(&source) => {
                let aside = set_aside(&path)?;
                let mut opened = open_file(&path)?;
                opened.remark = Some(Remark::SetAside { path, aside, damage: source.to_string() });
                Ok(opened)
            }
            other => other,
        }
    }
}

fn open_file(path: &Path) -> Result<Opened, LibraryError> {
    // SQLite gives the files that it puts beside this one the same mode.
    private_file(path)?;
    let failed = |source| LibraryError::Open { path: path.to_owned(), source };
    let mut connection = connect(path).map_err(failed)?;
    check(&connection).map_err(failed)?;
    let backup = migrate(&mut connection, path, STEPS)?;
    let library = Library { connection, path: path.to_owned(), known: Known::default() };
    Ok(Opened { library, remark: backup.map(|backup| Remark::Migrated { backup }) })
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    // Where the file system cannot share memory, SQLite keeps its older journal, which is as safe and only slower.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Looks through the whole file. A fault that SQLite describes becomes the error that it gives when it stumbles on one.
fn check(connection: &Connection) -> rusqlite::Result<()> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer == "ok" {
        return Ok(());
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Err(rusqlite::Error::SqliteFailure(code, Some(answer)))
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Renames a damaged library, with the journal that belongs to it, and gives its new name.
fn set_aside(path: &Path) -> Result<PathBuf, HomeError> {
    let aside = free_name(path, "damaged-1");
    for suffix in ["-wal", "-shm", ""] {
        rename_if_there(&with_suffix(path, suffix), &with_suffix(&aside, suffix))?;
    }
    path.parent().map_or(Ok(()), sync_folder)?;
    Ok(aside)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), HomeError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(HomeError::writing(from)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{FileExt, PermissionsExt};

    use crate::library::tests::{again, library, tie};

    use super::*;

    fn modes(folder: &Path) -> Vec<(String, u32)> {
        let entries = folder.read_dir().unwrap().map(Result::unwrap);
        let mode = |entry: &fs::DirEntry| entry.metadata().unwrap().permissions().mode() & 0o777;
        entries.map(|entry| (entry.file_name().into_string().unwrap(), mode(&entry))).collect()
    }

    #[test]
    fn every_file_is_the_owners_alone() {
        let (_folder, library) = library();
        library.set_read(tie(1, "a"), true).unwrap();
        let data = library.path().parent().unwrap();
        assert_eq!(fs::metadata(data).unwrap().permissions().mode() & 0o777, 0o700);
        let modes = modes(data);
        assert!(modes.iter().any(|(name, _)| name == "library.sqlite-wal"), "{modes:?}");
        assert!(modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
    }

    #[test]
    fn what_was_kept_is_there_after_a_death_without_closing() {
        let (folder, library) = library();
        library.set_read(tie(1, "a"), true).unwrap();
        // The connection is never closed, as when the process is killed: the journal is all there is.
        std::mem::forget(library);
        assert_eq!(again(&folder).read_set(&[tie(1, "a")]).unwrap().len(), 1);
    }

    #[test]
    fn two_at_once_lose_nothing() {
        let (folder, first) = library();
        let second = again(&folder);
        std::thread::scope(|scope| {
            for (library, offset) in [(first, 0), (second, 100)] {
                scope.spawn(move || (0..100).for_each(|n| library.set_read(tie(offset + n, ""), true).unwrap()));
            }
        });
        let paths: Vec<_> = (0..200).map(|n| tie(n, "")).collect();
        assert_eq!(again(&folder).read_set(&paths).unwrap().len(), 200);
    }

    #[test]
    fn what_is_no_database_is_set_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::under(folder.path()).unwrap();
        private_folder(home.data()).unwrap();
        let path = home.data().join("library.sqlite");
        fs::write(&path, "this was a library once, and long enough to look like one".repeat(40)).unwrap();
        let opened = Library::open(&home).unwrap();
        let aside = home.data().join("library.sqlite.damaged-1");
        let remark = opened.remark.unwrap().to_string();
        assert!(remark.contains(&aside.display().to_string()), "{remark}");
        assert!(fs::read_to_string(aside).unwrap().starts_with("this was a library once"));
        opened.library.set_read(tie(1, "a"), true).unwrap();
    }

    #[test]
    fn a_damaged_page_is_noticed() {
        let (folder, library) = library();
        (0..500).for_each(|n| library.set_read(tie(n, "some/path/to/an/article.txt"), true).unwrap());
        let path = library.path().to_owned();
        drop(library);
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        let middle = file.metadata().unwrap().len() / 2 / 4096 * 4096;
        file.write_all_at(&[0x5a; 4096], middle).unwrap();
        let opened = Library::open(&Home::under(folder.path()).unwrap()).unwrap();
        assert!(matches!(opened.remark, Some(Remark::SetAside { .. })), "{:?}", opened.remark);
    }

    #[test]
    fn a_newer_library_is_refused_and_left_alone() {
        let (folder, library) = library();
        library.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(library);
        let error = Library::open(&Home::under(folder.path()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("newer folio"), "{error}");
        assert!(folder.path().join("data/library.sqlite").exists());
    }

    #[test]
    fn a_full_disk_is_an_error_and_what_was_kept_stays() {
        let (_folder, library) = library();
        library.set_read(tie(1, "a"), true).unwrap();
        library.connection.pragma_update_and_check(None, "max_page_count", 1, |_| Ok(())).unwrap();
        let long = "a".repeat(100_000);
        let error = library.set_read(tie(2, &long), true).unwrap_err();
        assert!(error.to_string().starts_with("cannot keep what was read in the library /"), "{error}");
        assert_eq!(library.read_set(&[tie(1, "a"), tie(2, &long)]).unwrap().len(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("data"), "in the way").unwrap();
        let error = Library::open(&Home::under(folder.path()).unwrap()).unwrap_err();
        assert!(matches!(error, LibraryError::Home(_)), "{error}");
    }
}
