//! An advisory lock that says who holds it and is gone with its process, however that ends. Readers need none.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::Path,
    process,
};

use super::{HomeError, private_file};

/// The right to be the only writer, until it is dropped or its process ends.
///
/// The kernel keeps it with the open file (`flock`), so a lock left by a process that was killed cannot exist. The file
/// itself stays: deleting it would let two processes lock two files of the same name.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says at once that another one holds it ([`HomeError::Held`]).
    pub fn take(path: &Path) -> Result<Self, HomeError> {
        let file = private_file(path)?;
        match file.try_lock() {
            Ok(()) => Self::signed(file, path),
            Err(TryLockError::WouldBlock) => Err(HomeError::Held { path: path.to_owned(), holder: holder(path) }),
            Err(TryLockError::Error(source)) => Err(HomeError::writing(path)(source)),
        }
    }

    /// Takes the lock, waiting for another holder as long as it takes. For work that is over in a moment.
    pub fn wait(path: &Path) -> Result<Self, HomeError> {
        let file = private_file(path)?;
        file.lock().map_err(HomeError::writing(path))?;
        Self::signed(file, path)
    }

    /// Writes into the file who holds it, for messages only.
    fn signed(mut file: File, path: &Path) -> Result<Self, HomeError> {
        sign(&mut file).map_err(HomeError::writing(path))?;
        Ok(Self { _file: file })
    }
}

fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    writeln!(file, "{}", process::id())
}

/// Who holds the lock, if it has signed already.
fn holder(path: &Path) -> Option<u32> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let _held = Lock::take(&path).unwrap();
        match Lock::take(&path) {
            Err(HomeError::Held { holder, .. }) => assert_eq!(holder, Some(process::id())),
            other => panic!("expected a held lock, got {other:?}"),
        }
    }

    #[test]
    fn a_dropped_lock_can_be_taken_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        drop(Lock::take(&path).unwrap());
        drop(Lock::wait(&path).unwrap());
        Lock::take(&path).unwrap();
    }

    #[test]
    fn a_lock_file_left_behind_locks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        fs::write(&path, "99999\n").unwrap();
        Lock::take(&path).unwrap();
        assert_eq!(holder(&path), Some(process::id()));
    }
}
