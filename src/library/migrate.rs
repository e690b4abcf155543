//! The versions of the library's tables, and how an older one is brought up to date: a copy first, then all steps in one
//! transaction, so that the file is either as it was or new.

use std::{
    iter,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection, TransactionBehavior,
    types::{ToSqlOutput, ValueRef},
};

use crate::home::{HomeError, private_file, sync_folder};

use super::LibraryError;

/// What leads from each version to the next one. A step that was released is never changed.
pub(super) const STEPS: &[&str] = &[include_str!("schema-1.sql"), include_str!("schema-2.sql")];

/// Brings the tables up to date. Gives the copy that was made of an older file.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    steps: &[&str],
) -> Result<Option<PathBuf>, LibraryError> {
    let failed = |source| LibraryError::Migrate { path: path.to_owned(), source };
    let known = steps.len() as u32;
    let found = version(connection).map_err(failed)?;
    if found > known {
        return Err(LibraryError::Newer { path: path.to_owned(), found, known });
    }
    if found == known {
        return Ok(None);
    }
    let backup = (found > 0).then(|| back_up(connection, path, found)).transpose()?;
    run(connection, steps).map_err(failed)?;
    Ok(backup)
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Copies the library into a file beside it, and gives that file.
fn back_up(connection: &Connection, path: &Path, version: u32) -> Result<PathBuf, LibraryError> {
    let backup = free_name(path, &format!("version-{version}"));
    // SQLite would create the copy readable by others, but takes an empty file that is there.
    let file = private_file(&backup)?;
    let name = ToSqlOutput::Borrowed(ValueRef::Text(backup.as_os_str().as_bytes()));
    connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(|source| LibraryError::Migrate { path: path.to_owned(), source })?;
    file.sync_all().map_err(HomeError::writing(&backup))?;
    backup.parent().map_or(Ok(()), sync_folder)?;
    Ok(backup)
}

/// Runs the steps that are missing. Another folio may have done so in the meantime, hence the second look.
fn run(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", found.max(steps.len() as u32))?;
    transaction.commit()
}

/// The first name of the form `library.sqlite.WHAT`, `library.sqlite.WHAT-2`, … that is free.
pub(super) fn free_name(path: &Path, what: &str) -> PathBuf {
    let named = |suffix: String| {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(suffix);
        path.with_file_name(name)
    };
    let numbered = (2..).map(|number| named(format!(".{what}-{number}")));
    let mut names = iter::once(named(format!(".{what}"))).chain(numbered);
    names.find(|name| !name.exists()).expect("the list of names has no end")
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    const OLD: &[&str] = &["CREATE TABLE a (x); INSERT INTO a VALUES (1);"];
    const NEW: &[&str] = &[OLD[0], "ALTER TABLE a ADD COLUMN y DEFAULT 2;"];

    fn older(folder: &Path) -> (PathBuf, Connection) {
        let path = folder.join("library.sqlite");
        let mut connection = Connection::open(&path).unwrap();
        assert_eq!(migrate(&mut connection, &path, OLD).unwrap(), None);
        (path, connection)
    }

    #[test]
    fn an_older_file_is_copied_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut connection) = older(folder.path());
        let backup = migrate(&mut connection, &path, NEW).unwrap().unwrap();
        let y: i64 = connection.query_row("SELECT y FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!((y, version(&connection).unwrap()), (2, 2));
        let copy = Connection::open(&backup).unwrap();
        let x: i64 = copy.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!((x, version(&copy).unwrap()), (1, 1));
        assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn an_earlier_copy_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut connection) = older(folder.path());
        let earlier = folder.path().join("library.sqlite.version-1");
        fs::write(&earlier, "precious").unwrap();
        let backup = migrate(&mut connection, &path, NEW).unwrap().unwrap();
        assert_eq!(backup, folder.path().join("library.sqlite.version-1-2"));
        assert_eq!(fs::read(&earlier).unwrap(), b"precious");
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut connection) = older(folder.path());
        let broken = [OLD[0], "ALTER TABLE a ADD COLUMN y; ALTER TABLE nowhere ADD COLUMN z;"];
        assert!(matches!(migrate(&mut connection, &path, &broken), Err(LibraryError::Migrate { .. })));
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT y FROM a").is_err());
    }

    #[test]
    fn a_newer_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut connection) = older(folder.path());
        migrate(&mut connection, &path, NEW).unwrap();
        let error = migrate(&mut connection, &path, OLD).unwrap_err();
        assert!(matches!(error, LibraryError::Newer { found: 2, known: 1, .. }));
        assert_eq!(version(&connection).unwrap(), 2);
    }

    #[test]
    fn the_steps_make_the_tables() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, Path::new("none"), STEPS).unwrap();
        assert_eq!(version(&connection).unwrap(), STEPS.len() as u32);
    }
}
