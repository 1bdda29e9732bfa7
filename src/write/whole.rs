//! What a whole build was made of, and how it left its folders: where both are still so, another one would change nothing.
//! Kept beside the pages, in no manifest, and never more than a reason not to build: without it all is built.

use super::{
    WriteError,
    disk::{Disk, Found, OURS, Put},
    lock,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, Metadata},
    hash::{BuildHasher, RandomState},
    path::Path,
};
use walkdir::WalkDir;

const SCHEMA: &str = "dunlin/whole/1";

/// A build from its first page to its last draft, told apart from every other.
#[derive(Debug)]
pub struct Run(String);

/// The folders that a build writes to.
#[derive(Debug, Clone, Copy)]
pub struct Outputs<'p> {
    pub site: &'p Path,
    /// `None`: it writes no drafts.
    pub reminders: Option<&'p Path>,
}

/// What one build leaves to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// All that the build was made of, in a few characters.
    pub inputs: String,
    /// What a build of the same says.
    pub told: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    schema: String,
    /// Whose it is.
    run: String,
    /// `None`: that build has not ended, or had something to say that is to be said again.
    trace: Option<Trace>,
    outputs: String,
}

impl Default for Run {
    fn default() -> Self {
        Self(format!(
            "{:016x}",
            RandomState::new().hash_one(std::process::id())
        ))
    }
}

/// The file's name in the dashboard's folder.
pub(super) fn name() -> String {
    format!("{OURS}whole.json")
}

/// Before the first change: what an earlier build left counts no more.
pub(super) fn begin(disk: &Disk<'_>, run: &Run) -> Result<(), WriteError> {
    put(
        disk,
        &Record {
            schema: SCHEMA.to_owned(),
            run: run.0.clone(),
            trace: None,
            outputs: String::new(),
        },
    )
}

/// After the last one, if no other build began since.
pub(super) fn end(outputs: Outputs<'_>, run: &Run, trace: Trace) -> Result<(), WriteError> {
    let disk = Disk::new(outputs.site);
    match (read(&disk), look(outputs)) {
        (Some(begun), Some(outputs)) if begun.run == run.0 => put(
            &disk,
            &Record {
                trace: Some(trace),
                outputs,
                ..begun
            },
        ),
        _ => Ok(()),
    }
}

/// What the last build left, if the folders are as it left them.
pub(super) fn trace(outputs: Outputs<'_>) -> Option<Trace> {
    let record = read(&Disk::new(outputs.site))?;
    let trace = record.trace?;
    (look(outputs)? == record.outputs).then_some(trace)
}

fn read(disk: &Disk<'_>) -> Option<Record> {
    let Ok(Found::File(bytes)) = disk.look(&name()) else {
        return None;
    };
    let record: Record = serde_json::from_slice(&bytes).ok()?;
    (record.schema == SCHEMA).then_some(record)
}

fn put(disk: &Disk<'_>, record: &Record) -> Result<(), WriteError> {
    disk.put(&Put {
        path: &name(),
        bytes: &serde_json::to_vec(record).unwrap_or_default(),
        over: Some(&|_| true),
    })?;
    Ok(())
}

/// Every file of both folders with its size, its times and its number on the disk, in a few characters. `None`: something
/// couldn't be looked at.
fn look(outputs: Outputs<'_>) -> Option<String> {
    let mut whole = Sha256::new();
    for folder in [Some(outputs.site), outputs.reminders].into_iter().flatten() {
        for (path, stamp) in stamps(folder)? {
            whole.update(stamp);
            whole.update(path.as_encoded_bytes());
            whole.update([0]);
        }
        whole.update([0]);
    }
    Some(format!("{:x}", whole.finalize()))
}

type Stamped = (std::ffi::OsString, [u8; 48]);

/// Sorted. No folder at all is one without files.
fn stamps(folder: &Path) -> Option<Vec<Stamped>> {
    if !folder.exists() {
        return Some(Vec::new());
    }
    let own = [name(), lock::name()];
    let walk = WalkDir::new(folder).min_depth(1).into_iter();
    let entries: Result<Vec<_>, _> = walk.collect();
    let found = entries.ok()?.into_par_iter().filter_map(|entry| {
        if entry.file_type().is_dir() || own.iter().any(|own| entry.file_name() == own.as_str()) {
            return None;
        }
        let metadata = fs::symlink_metadata(entry.path()).ok();
        Some(metadata.map(|metadata| (entry.into_path().into_os_string(), stamp(&metadata))))
    });
    let mut found = found.collect::<Option<Vec<Stamped>>>()?;
    found.par_sort();
    Some(found)
}

/// Which file it is, how large, and when it was last changed.
#[cfg(unix)]
pub(super) fn stamp(metadata: &Metadata) -> [u8; 48] {
    use std::os::unix::fs::MetadataExt;
    let signed = [
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    ];
    let numbers = [metadata.size(), metadata.ino()];
    joined(
        signed
            .map(i64::to_le_bytes)
            .into_iter()
            .chain(numbers.map(u64::to_le_bytes)),
    )
}

#[cfg(not(unix))]
pub(super) fn stamp(metadata: &Metadata) -> [u8; 48] {
    let nanoseconds = |time: std::io::Result<std::time::SystemTime>| {
        let since = time
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or_default())
    };
    let numbers = [
        metadata.len(),
        nanoseconds(metadata.modified()),
        nanoseconds(metadata.created()),
    ];
    joined(numbers.map(u64::to_le_bytes).into_iter())
}

fn joined(parts: impl Iterator<Item = [u8; 8]>) -> [u8; 48] {
    let mut all = [0; 48];
    for (place, part) in all.chunks_exact_mut(8).zip(parts) {
        place.copy_from_slice(&part);
    }
    all
}
