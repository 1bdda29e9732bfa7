//! Why nothing, or not everything, could be written; each names the path and what to do.

use crate::language::Fault;
use std::{
    io,
    path::{Path, PathBuf},
};

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(
        "{folder} is the ledger itself, and dunlin writes only to folders of its own: name another one in dunlin.yaml, or give --out"
    )]
    LedgerItself { folder: PathBuf },
    #[error(
        "{folder} holds the whole ledger, and dunlin writes only to folders of its own: name another one in dunlin.yaml, or give --out"
    )]
    AboveLedger { folder: PathBuf },
    #[error(
        "{folder} holds records ({found}), and dunlin writes only to folders of its own: name another folder"
    )]
    HoldsRecords { folder: PathBuf, found: String },
    #[error(
        "{folder} is a place for records or templates, and dunlin writes only to folders of its own: name another folder"
    )]
    AmongRecords { folder: PathBuf },
    #[error(
        "{folder} isn't empty and dunlin didn't make it (there is {found}); nothing was written. Name another folder, or empty it yourself"
    )]
    NotOurs { folder: PathBuf, found: String },
    #[error(
        "{folder} leads out of the ledger, to {to}; name a folder inside it, or, for the dashboard, give the place itself with --out"
    )]
    LeavesLedger { folder: PathBuf, to: PathBuf },
    #[error("{folder} is a file; name a folder, or move the file away")]
    NotAFolder { folder: PathBuf },
    #[error(
        "{path} can't be understood ({reason}), so dunlin can't tell which files are its own; nothing was written. Delete the pages in that folder together with this file, and build again"
    )]
    Manifest { path: PathBuf, reason: String },
    #[error("there is no folder {folder} for {name}: make it, or name another place")]
    NoFolder { folder: PathBuf, name: String },
    #[error("{path} is no name for a file")]
    NoName { path: PathBuf },
    #[error("another dunlin is writing to {folder}; try again when it is done")]
    Busy { folder: PathBuf },
    #[error("{path} is there already: this folder is a ledger, and nothing in it was changed")]
    AlreadyALedger { path: PathBuf },
    #[error(
        "a bug in dunlin: it wanted to write {path:?}, {reason}; nothing was written. Please report this"
    )]
    Bug { path: String, reason: &'static str },
    #[error("a page can't be made: {0}")]
    Page(#[from] Fault),
    #[error("{path}: could not {doing}: {}", advice(source))]
    System {
        path: PathBuf,
        doing: &'static str,
        source: io::Error,
    },
}

/// What a failed call on a path means to a user.
pub(super) fn system(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::System { path, doing, source }
}

fn advice(error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => "you may not; check whose folder it is and its permissions",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only; give another folder",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; what was there before is whole: make room and build again"
        }
        io::ErrorKind::InvalidFilename => "this system has no such names, or none so long; rename the record",
        _ => return error.to_string(),
    };
    format!("{advice} ({error})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_path_and_what_to_do() {
        let error = system("write", Path::new("site/index.html"))(io::ErrorKind::StorageFull.into());
        let text = error.to_string();
        assert!(
            text.starts_with("site/index.html: could not write: the disk is full"),
            "{text}"
        );
        assert!(text.contains("make room"), "{text}");
    }
}
