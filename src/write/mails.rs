//! The messages beside the drafts: each carries its own proof of being untouched, and names the draft that it was made
//! of, so that none with old figures stays to be sent.

use super::{
    Standing, Why, WriteError, Written,
    disk::{Disk, Found},
    path,
    place::Place,
    seal::Seal,
};
use crate::render::{FileSet, Files, mail};
use std::path::Path;

/// The message of a draft: `acme/firm.eml` of `acme/firm.md`.
pub(super) fn beside(draft: &str) -> String {
    format!("{}.eml", draft.strip_suffix(".md").unwrap_or(draft))
}

pub(super) fn write(root: &Path, disk: &Disk<'_>, mails: &Files) -> Result<Written, WriteError> {
    path::check(&mails.paths())?;
    for (path, bytes) in mails {
        if path.split('/').count() != 2 || !path.ends_with(".eml") || !mail::is_untouched(bytes) {
            return Err(WriteError::Bug {
                path: path.clone(),
                reason: "which is no sealed CLIENT/STAGE.eml",
            });
        }
    }
    Place::of(root, disk.folder)?.must_be_inside()?;
    let mut written = Written::default();
    for (path, bytes) in mails {
        SEAL.put(disk, (path, bytes), &mut written)?;
    }
    Ok(written.in_order())
}

const SEAL: Seal = Seal {
    is_untouched: mail::is_untouched,
    why,
};

/// Why a message is not put over what is there.
fn why(found: &Found, wanted: &[u8]) -> Why {
    match found {
        Found::File(now) if mail::are_of_one_draft(now, wanted) => Why::EditedDraft(Standing::Current),
        Found::File(now) if mail::is_ours(now) => Why::EditedDraft(Standing::Stale(vec!["draft"])),
        Found::Folder => Why::Folder,
        Found::Link => Why::Link,
        Found::File(_) | Found::Absent | Found::Other => Why::Foreign,
    }
}

/// Removes the messages that were made of another draft than the one beside them, or of one that is gone; those that
/// somebody changed stay, and are told of.
pub(super) fn remove_old(disk: &Disk<'_>, written: &mut Written) -> Result<(), WriteError> {
    for client in disk.names("")? {
        if client.starts_with('.') || disk.look(&client)? != Found::Folder {
            continue;
        }
        for name in disk.names(&client)? {
            let Some(stem) = name.strip_suffix(".eml") else {
                continue;
            };
            let path = format!("{client}/{name}");
            let Found::File(now) = disk.look(&path)? else {
                continue;
            };
            let standing = match disk.look(&format!("{client}/{stem}.md"))? {
                Found::File(draft) if mail::fits(&now, &draft) => continue,
                Found::File(_) => Standing::Stale(vec!["draft"]),
                _ => Standing::NoLongerDue,
            };
            if !mail::is_ours(&now) {
                continue;
            }
            if mail::is_untouched(&now) && disk.remove(&path, &mail::is_untouched)? {
                written.removed.push(path);
            } else {
                written.keep(&path, Why::EditedDraft(standing));
            }
        }
    }
    Ok(())
}
