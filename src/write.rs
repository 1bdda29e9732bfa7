//! `Files` → disk: only what changed, atomically, and only what is ours. Apart because every promise never to touch
//! a user's file is kept here and nowhere else.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the one place that writes and deletes"
)]

mod disk;
mod drafts;
mod edits;
mod error;
mod keys;
mod lock;
mod mails;
mod manifest;
mod named;
mod new_files;
mod path;
mod place;
mod seal;
mod seen;
mod site;
mod unfinished;
mod whole;

pub use drafts::SomeDrafts;
pub use edits::{Left, Rewrite, Rewritten};
pub use error::WriteError;
pub use lock::{Lock, Turn};
pub use named::{Became, Named};
pub use whole::{Outputs, Run, Trace};

use crate::render::{FileSet, Files, mail};
use site::Pages;
use std::{path::Path, time::Duration};

/// What became of the files that were to be on disk. Paths are relative to the folder written to, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub written: Vec<String>,
    pub unchanged: Vec<String>,
    pub removed: Vec<String>,
    /// Left alone, though dunlin would have written or removed it.
    pub kept: Vec<Kept>,
}

/// A path that was left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub path: String,
    pub why: Why,
}

/// Why a path was left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// dunlin didn't write what is there.
    Foreign,
    /// dunlin wrote it, and it was changed since.
    EditedPage,
    /// A draft that was changed since it was written.
    EditedDraft(Standing),
    /// A folder has its name.
    Folder,
    /// It, or a folder above it, is a symbolic link: those are never written through.
    Link,
    /// It was there before, and only new files were to be made.
    AlreadyThere,
}

/// What an edited draft is worth today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its figures are today's.
    Current,
    /// These keys of the front matter say otherwise today.
    Stale(Vec<&'static str>),
    /// Nothing is due at this stage any more.
    NoLongerDue,
}

impl Standing {
    pub fn is_stale(&self) -> bool {
        *self != Self::Current
    }
}

/// Makes `folder` hold the dashboard `files`, for the ledger at `root`. A manifest in the folder remembers what
/// dunlin wrote; everything else in it is left alone. Each file is made once, and none is in its place before all of them
/// could be made. Another build at work there is [`WriteError::Busy`].
pub fn site(root: &Path, folder: &Path, files: &dyn FileSet) -> Result<Written, WriteError> {
    let disk = disk::Disk::new(folder);
    site::write(root, &disk, Pages { files, run: None })
}

/// The same as the first half of a whole build: until it has ended well, nothing tells the next one that there is nothing
/// to do.
pub fn site_of(run: &Run, root: &Path, folder: &Path, files: &dyn FileSet) -> Result<Written, WriteError> {
    let disk = disk::Disk::new(folder);
    let run = Some(run);
    site::write(root, &disk, Pages { files, run })
}

/// What the last build left, if the folders that it wrote to are as it left them.
pub fn trace(outputs: Outputs<'_>) -> Option<Trace> {
    whole::trace(outputs)
}

/// No other build writes to the dashboard's `folder` until this is dropped.
pub fn hold(folder: &Path) -> Result<Lock, WriteError> {
    Lock::take(folder)
}

/// Leaves word for the next build; while the dashboard is [held](hold), after its pages and drafts were written. Where
/// another build wrote pages since this one did, nothing is left.
pub fn end(outputs: Outputs<'_>, run: &Run, trace: Trace) -> Result<(), WriteError> {
    whole::end(outputs, run, trace)
}

/// What earlier builds left in their dashboard's `folder` about what they showed; `None` where there is nothing.
pub fn seen(folder: &Path) -> Option<Vec<u8>> {
    seen::read(&disk::Disk::new(folder))
}

/// Keeps what a build showed, in the `folder` of the dashboard that it just wrote.
pub fn keep_seen(folder: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    seen::write(&disk::Disk::new(folder), bytes)
}

/// Makes `folder`, inside the ledger at `root`, hold the `drafts` (`CLIENT/STAGE.md`, each sealed by
/// [`crate::render::draft::seal`]), and no other draft that nobody edited; nor a message made of another draft.
pub fn drafts(root: &Path, folder: &Path, drafts: &Files) -> Result<Written, WriteError> {
    some_drafts(
        root,
        folder,
        SomeDrafts {
            drafts,
            concerned: &|_, _| true,
        },
    )
}

/// The same for some of the drafts: the others stay as they are, due or not.
pub fn some_drafts(root: &Path, folder: &Path, some: SomeDrafts<'_>) -> Result<Written, WriteError> {
    let disk = disk::Disk::new(folder);
    drafts::write(root, &disk, some)
}

/// Puts messages (`CLIENT/STAGE.eml`, sealed by [`crate::render::mail`]) beside the drafts that they were made of.
pub fn mails(root: &Path, folder: &Path, mails: &Files) -> Result<Written, WriteError> {
    let disk = disk::Disk::new(folder);
    mails::write(root, &disk, mails)
}

/// Removes a draft that was recorded as sent, if it still has the `bytes` that were recorded, with the message made of
/// it. `false`: it was changed meanwhile, and is left alone.
pub fn remove_recorded(folder: &Path, path: &str, bytes: &[u8]) -> Result<bool, WriteError> {
    let disk = disk::Disk::new(folder);
    let removed = disk.remove(path, &|now| now == bytes)?;
    if removed {
        disk.remove(&mails::beside(path), &mail::is_untouched)?;
    }
    Ok(removed)
}

/// Creates those `files` below `root` that don't exist; the others are [`Why::AlreadyThere`]. A `dunlin.yaml` among
/// `files` starts a new ledger, and is an error where there is one.
pub fn new_files(root: &Path, files: &Files) -> Result<Written, WriteError> {
    let disk = disk::Disk::new(root);
    new_files::write(&disk, files)
}

/// Puts one file where the user named it, into a folder that exists. What is there is written over only if it may be;
/// the same bytes aren't written again.
pub fn named(file: Named<'_>) -> Result<Became, WriteError> {
    named::write(file)
}

/// Changes files of the ledger at `root` itself, those that still are what was read: only ever at the user's word.
pub fn edits<'a>(root: &Path, rewrites: impl IntoIterator<Item = Rewrite<'a>>) -> Rewritten {
    edits::write(&disk::Disk::new(root), rewrites)
}

/// Waits for whoever else is recording something in the ledger at `root`: what is read from here on stays as it is until
/// the turn is dropped, as far as dunlin changes it.
pub fn turn(root: &Path, waiting: impl FnOnce()) -> Result<Turn, WriteError> {
    patiently(|| Turn::take(root), waiting)
}

/// Tries again for about ten seconds while another build is at work; `waiting` is called once, before the first wait.
pub fn patiently<T>(
    mut attempt: impl FnMut() -> Result<T, WriteError>,
    waiting: impl FnOnce(),
) -> Result<T, WriteError> {
    const PAUSE: Duration = Duration::from_millis(100);
    let mut waiting = Some(waiting);
    for _ in 0..100 {
        match attempt() {
            Err(WriteError::Busy { .. }) => {}
            done => return done,
        }
        if let Some(waiting) = waiting.take() {
            waiting();
        }
        std::thread::sleep(PAUSE);
    }
    attempt()
}

impl Written {
    fn keep(&mut self, path: &str, why: Why) {
        self.kept.push(Kept {
            path: path.to_owned(),
            why,
        });
    }

    /// Whether the disk is other than before.
    pub fn changed_anything(&self) -> bool {
        !self.written.is_empty() || !self.removed.is_empty()
    }

    fn in_order(mut self) -> Self {
        self.written.sort();
        self.unchanged.sort();
        self.removed.sort();
        self.kept.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }
}
