//! One build at a time in one folder: a lock that the system lets go of even if the holder is killed.

use super::{WriteError, disk::OURS, error::system};
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

/// One at a time among those who record something in a ledger: held until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _folder: Option<File>,
}

impl Turn {
    /// Of the folder itself, so that no file for it is among the user's.
    pub(super) fn take(ledger: &Path) -> Result<Self, WriteError> {
        // A system that opens no folders has no turns; each record is still a whole file under a name of its own.
        let folder = File::open(ledger).ok();
        match folder.as_ref().map(File::try_lock) {
            Some(Err(TryLockError::WouldBlock)) => Err(WriteError::Busy {
                folder: ledger.to_owned(),
            }),
            _ => Ok(Self { _folder: folder }),
        }
    }
}

/// Held until it is dropped. The file stays: removing it would let two builds hold a lock each.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The lock file's name in the folder it guards.
pub(super) fn name() -> String {
    format!("{OURS}lock")
}

impl Lock {
    pub fn take(folder: &Path) -> Result<Self, WriteError> {
        let path = folder.join(name());
        // Through a link the lock would be made elsewhere, and a pipe would have us wait for a reader.
        if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
            return Err(WriteError::NotOurs {
                folder: folder.to_owned(),
                found: format!("something called {} that is no file", name()),
            });
        }
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).open(&path);
        let file = file.map_err(system("make it", &path))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(WriteError::Busy {
                folder: folder.to_owned(),
            }),
            // A disk without locks: better two builds at once, each of whole files, than none.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { _file: file }),
        }
    }
}
