//! The only hands on a folder: every look, write and removal below it, none of which follows a symbolic link.

use super::{WriteError, error::system, unfinished};
use rayon::prelude::*;
use std::{
    ffi::OsStr,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::{NamedTempFile, TempPath};

/// How the names begin that dunlin keeps for itself: never content, and skipped by whatever reads a ledger.
pub(super) const OURS: &str = ".dunlin-";

/// A folder that is written to.
pub(super) struct Disk<'a> {
    pub folder: &'a Path,
    /// Asked before each change; tests say no here to be the power cut.
    pub may_go_on: &'a (dyn Fn() -> io::Result<()> + Sync),
}

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Absent,
    File(Vec<u8>),
    Folder,
    /// It, or a folder above it.
    Link,
    /// A file where a folder should be, a pipe, a device.
    Other,
}

/// Whether bytes that stand at a path may go.
pub(super) type IsOurs<'a> = &'a dyn Fn(&[u8]) -> bool;

/// A file that is whole under a temporary name, and on the disk once it is settled; dropped, it is gone.
pub(super) struct Prepared(TempPath);

/// A file to be.
pub(super) struct Put<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
    /// What may be replaced; `None`: nothing may be there.
    pub over: Option<IsOurs<'a>>,
}

impl<'a> Disk<'a> {
    pub fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            may_go_on: &|| Ok(()),
        }
    }

    pub fn at(&self, path: &str) -> PathBuf {
        let mut place = self.folder.to_owned();
        place.extend(path.split('/').filter(|part| !part.is_empty()));
        place
    }

    pub fn look(&self, path: &str) -> Result<Found, WriteError> {
        look(self.folder, path)
    }

    /// Writes a file under a temporary name beside its place, syncs it and renames it. `false`: something else came to
    /// stand there since it was looked at, and was left alone.
    pub fn put(&self, put: &Put<'_>) -> Result<bool, WriteError> {
        let place = self.at(put.path);
        let prepared = self
            .temporary(place.parent().unwrap_or(self.folder), put.bytes)
            .map_err(system("write it", &place))?;
        // Open, and so locked, until it has its name.
        let (_file, temporary) = prepared.into_parts();
        self.finish(put.path, Prepared(temporary), put.over)
    }

    /// The first third of `put`, in the folder itself: nothing that anybody would read is other than before. Only for
    /// who has the folder's lock: a system has few open files to give, so each of many is closed, and held no longer.
    pub fn prepare(&self, path: &str, bytes: &[u8]) -> Result<Prepared, WriteError> {
        let prepared = self.unsynced(self.folder, bytes);
        prepared
            .map(|temporary| Prepared(temporary.into_temp_path()))
            .map_err(|error| system("write it", &self.at(path))(error))
    }

    /// The second third: what was prepared is on the disk, whatever happens to the machine. Many files are synced with
    /// all that their disk has still to write, which takes a fraction of asking for each.
    pub fn settle(&self, prepared: &[&Prepared]) -> Result<(), WriteError> {
        if prepared.len() > MANY && sync_whole_disk(self.folder) {
            return Ok(());
        }
        prepared.par_iter().try_for_each(|Prepared(temporary)| {
            let file = fs::OpenOptions::new().write(true).open(temporary);
            file.and_then(|file| unfinished::sync(&file))
                .map_err(system("write it", temporary))
        })
    }

    /// The last third: gives what was prepared its name.
    pub fn finish(
        &self,
        path: &str,
        prepared: Prepared,
        over: Option<IsOurs<'_>>,
    ) -> Result<bool, WriteError> {
        let place = self.at(path);
        let Prepared(temporary) = prepared;
        match (over, self.look(path)?) {
            (Some(may_replace), Found::File(now)) if may_replace(&now) => {
                self.step(&place)?;
                temporary
                    .persist(&place)
                    .map_err(|e| system("write it", &place)(e.error))?;
                Ok(true)
            }
            (_, Found::Absent) => {
                self.step(&place)?;
                create(temporary, &place).map_err(system("write it", &place))
            }
            _ => Ok(false),
        }
    }

    /// Replaces a file that is still `before`, as `put` does, and gives the new one its permissions. `false`: it no
    /// longer was, and was left alone.
    pub fn replace(&self, path: &str, before: &[u8], after: &[u8]) -> Result<bool, WriteError> {
        let place = self.at(path);
        let beside = place.parent().unwrap_or(self.folder);
        let prepared = self.temporary(beside, after).and_then(|temporary| {
            fs::set_permissions(&temporary, fs::metadata(&place)?.permissions())?;
            Ok(temporary)
        });
        let temporary = prepared.map_err(system("write it", &place))?;
        self.step(&place)?;
        if self.look(path)? != Found::File(before.to_vec()) {
            return Ok(false);
        }
        temporary
            .persist(&place)
            .map_err(|e| system("write it", &place)(e.error))?;
        Ok(true)
    }

    fn temporary(&self, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let temporary = self.unsynced(folder, bytes)?;
        unfinished::sync(temporary.as_file())?;
        Ok(temporary)
    }

    fn unsynced(&self, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        (self.may_go_on)()?;
        fs::create_dir_all(folder)?;
        let mut temporary = unfinished::begin(folder)?;
        temporary.write_all(bytes)?;
        Ok(temporary)
    }

    /// Removes a file that still is what `may_remove` takes, then the folders that this leaves empty. `false`: it no
    /// longer was, and was left alone.
    pub fn remove(&self, path: &str, may_remove: IsOurs<'_>) -> Result<bool, WriteError> {
        let place = self.at(path);
        match self.look(path)? {
            Found::Absent => return Ok(true),
            Found::File(now) if may_remove(&now) => {}
            _ => return Ok(false),
        }
        self.step(&place)?;
        fs::remove_file(&place).map_err(system("remove it", &place))?;
        let above = place.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != self.folder && folder.starts_with(self.folder)) {
            // A folder that isn't empty says no, and so it should.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(true)
    }

    /// The names in the folder, or in one below it, sorted; none if it doesn't exist. Those that aren't text are left
    /// out: dunlin never wrote one.
    pub fn names(&self, below: &str) -> Result<Vec<String>, WriteError> {
        let place = self.at(below);
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(system("list it", &place)(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(system("list it", &place))?;
            names.extend(entry.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// Removes what an interrupted run left under temporary names in the folder or in one below it.
    pub fn clear_leftovers(&self, below: &str) -> Result<(), WriteError> {
        if !below.is_empty() && self.look(below)? != Found::Folder {
            return Ok(());
        }
        let names = self.names(below)?;
        for name in names.iter().filter(|name| unfinished::is_unfinished(name)) {
            let place = self.at(below).join(name);
            self.step(&place)?;
            unfinished::remove_if_abandoned(&place);
        }
        Ok(())
    }

    /// Makes names in the folder, or in one below it, outlive a power cut, where the disk can.
    pub fn sync_names(&self, below: &str) {
        #[cfg(unix)]
        if let Ok(folder) = fs::File::open(self.at(below)) {
            // The files themselves are synced; a disk that can't sync a folder does so in its own time.
            folder.sync_all().ok();
        }
        #[cfg(not(unix))]
        let _ = below;
    }

    fn step(&self, place: &Path) -> Result<(), WriteError> {
        (self.may_go_on)().map_err(system("write it", place))
    }
}

/// More files than this are not synced one by one.
const MANY: usize = 64;

/// `false`: this system can't, or that disk.
#[cfg(target_os = "linux")]
fn sync_whole_disk(folder: &Path) -> bool {
    fs::File::open(folder).is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok())
}

#[cfg(not(target_os = "linux"))]
fn sync_whole_disk(_: &Path) -> bool {
    false
}

/// What stands at a path below a folder.
pub(super) fn look(folder: &Path, path: &str) -> Result<Found, WriteError> {
    let mut place = folder.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Absent),
            Err(error) => return Err(system("look at it", &place)(error)),
        };
        let is_last = parts.peek().is_none();
        if kind.is_symlink() {
            return Ok(Found::Link);
        } else if kind.is_dir() {
            if is_last {
                return Ok(Found::Folder);
            }
        } else if kind.is_file() && is_last {
            return fs::read(&place)
                .map(Found::File)
                .map_err(system("read it", &place));
        } else {
            return Ok(Found::Other);
        }
    }
    Ok(Found::Folder)
}

/// Gives a finished file its name, if nothing has that name.
fn create(temporary: TempPath, place: &Path) -> io::Result<bool> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let Err(failed) = temporary.persist_noclobber(place) else {
        return Ok(true);
    };
    match failed.error.kind() {
        io::ErrorKind::AlreadyExists => Ok(false),
        // Some disks can neither rename without replacing nor link, and each says so in its own words: look first, there.
        _ if fs::symlink_metadata(place).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) => {
            failed.path.persist(place).map_err(|e| e.error)?;
            Ok(true)
        }
        _ => Err(failed.error),
    }
}

/// Whether two paths lead to the same file, as `Acme` and `acme` do on some disks.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// A path as the system knows it, as far as it exists; the rest of it as written.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut missing: Vec<&OsStr> = Vec::new();
    let mut existing = path;
    loop {
        let known = if existing.as_os_str().is_empty() {
            fs::canonicalize(".")
        } else {
            fs::canonicalize(existing)
        };
        match (known, existing.parent(), existing.file_name()) {
            (Ok(known), ..) => return Ok(missing.iter().rev().fold(known, |path, name| path.join(name))),
            (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                missing.push(name);
                existing = parent;
            }
            (Err(error), ..) => return Err(error),
        }
    }
}
