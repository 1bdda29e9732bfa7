//! What a build showed, kept beside its pages for the next one to compare with; no page, and in no manifest, so that
//! losing it loses a paragraph and nothing else.

use super::{
    WriteError,
    disk::{Disk, Found, OURS, Put},
};

/// The file's name in the dashboard's folder.
pub(super) fn name() -> String {
    format!("{OURS}seen.json")
}

/// `None` where there is none that can be read.
pub(super) fn read(disk: &Disk<'_>) -> Option<Vec<u8>> {
    match disk.look(&name()) {
        Ok(Found::File(bytes)) => Some(bytes),
        _ => None,
    }
}

/// What is the same isn't written again; what is no plain file is left alone.
pub(super) fn write(disk: &Disk<'_>, bytes: &[u8]) -> Result<(), WriteError> {
    if read(disk).as_deref() != Some(bytes) {
        disk.put(&Put {
            path: &name(),
            bytes,
            over: Some(&|_| true),
        })?;
    }
    Ok(())
}
