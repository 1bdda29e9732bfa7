//! One build at a time in one folder: a lock that the system lets go of even if the holder is killed.

use super::{WriteError, disk::OURS, error::system};
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

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
        if path.is_symlink() {
            return Err(WriteError::NotOurs {
                folder: folder.to_owned(),
                found: format!("a link called {}", name()),
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
