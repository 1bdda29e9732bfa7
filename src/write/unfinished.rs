//! Files under temporary names: how they are made, held while somebody writes them, and taken away where a run was cut
//! short. Apart because whether one is abandoned must never be a guess.

use super::disk::OURS;
use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};
use tempfile::NamedTempFile;

const UNFINISHED: &str = ".tmp";
const RANDOM: usize = 6;
/// Where a disk can't tell whether somebody is at work on a file, one this old is abandoned.
const ABANDONED_SECONDS: u64 = 3600;

/// A new file, empty, and locked as long as it is open: nobody else takes it for abandoned.
pub(super) fn begin(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let temporary = create(folder)?;
        match temporary.as_file().try_lock() {
            // Another run looks at it this very moment, and removes it.
            Err(TryLockError::WouldBlock) => {}
            // Or has just done so.
            Ok(()) if fs::symlink_metadata(temporary.path()).is_err() => {}
            // A disk without locks tells by the file's age.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(temporary),
        }
    }
}

/// As `sync_all`, where the disk knows what that is: some network folders don't.
pub(super) fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Exactly the names that `begin` gives.
pub(super) fn is_unfinished(name: &str) -> bool {
    let middle = name
        .strip_prefix(OURS)
        .and_then(|rest| rest.strip_suffix(UNFINISHED));
    middle.is_some_and(|middle| middle.len() == RANDOM && middle.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Removes a file that nobody is at work on any more. What can't be told, or removed, stays.
pub(super) fn remove_if_abandoned(place: &Path) {
    if !fs::symlink_metadata(place).is_ok_and(|found| found.is_file()) {
        return;
    }
    let Ok(file) = File::options().append(true).open(place) else {
        return;
    };
    let is_abandoned = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => is_old(place),
    };
    if is_abandoned {
        // Another run may have been quicker.
        fs::remove_file(place).ok();
    }
}

/// By the disk's own clock, which a file made this moment tells.
fn is_old(place: &Path) -> bool {
    let age = || {
        let now = create(place.parent()?).ok()?;
        let now = now.as_file().metadata().ok()?.modified().ok()?;
        let then = fs::symlink_metadata(place).ok()?.modified().ok()?;
        now.duration_since(then).ok()
    };
    age().is_some_and(|age| age.as_secs() >= ABANDONED_SECONDS)
}

fn create(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(OURS).suffix(UNFINISHED).rand_bytes(RANDOM);
    // As any other file is made, so that a web server can read a page: the umask is the user's say.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_writes_is_not_abandoned() {
        let folder = tempfile::tempdir().unwrap();
        let at_work = begin(folder.path()).unwrap();
        remove_if_abandoned(at_work.path());
        assert!(at_work.path().exists());
        let (file, path) = at_work.into_parts();
        drop(file);
        remove_if_abandoned(&path);
        assert!(!path.exists());
    }

    #[test]
    fn only_files_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join(".dunlin-abcdef.tmp");
        fs::create_dir(&named).unwrap();
        remove_if_abandoned(&named);
        assert!(named.is_dir());
    }
}
