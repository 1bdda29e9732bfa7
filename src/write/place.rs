//! Where a folder lies in regard to the ledger: dunlin never writes among what users wrote.

use super::{WriteError, disk::real, error::system};
use crate::model;
use std::path::{Path, PathBuf};

/// A folder that is neither the ledger, nor above it, nor among its records.
pub(super) struct Place<'a> {
    folder: &'a Path,
    /// Both as the system knows them, links followed.
    real_root: PathBuf,
    real_folder: PathBuf,
}

impl<'a> Place<'a> {
    pub fn of(root: &Path, folder: &'a Path) -> Result<Self, WriteError> {
        if folder.is_file() {
            return Err(WriteError::NotAFolder {
                folder: folder.to_owned(),
            });
        }
        let place = Self {
            folder,
            real_root: real(root).map_err(system("look at it", root))?,
            real_folder: real(folder).map_err(system("look at it", folder))?,
        };
        let folder = folder.to_owned();
        if place.real_folder == place.real_root {
            return Err(WriteError::LedgerItself { folder });
        }
        if place.real_root.starts_with(&place.real_folder) {
            return Err(WriteError::AboveLedger { folder });
        }
        if place.is_among_records() {
            return Err(WriteError::AmongRecords { folder });
        }
        Ok(place)
    }

    pub fn must_be_inside(&self) -> Result<(), WriteError> {
        if self.real_folder.starts_with(&self.real_root) {
            return Ok(());
        }
        Err(WriteError::LeavesLedger {
            folder: self.folder.to_owned(),
            to: self.real_folder.clone(),
        })
    }

    /// Whether it is a place for records, templates or git's own files, or lies below one.
    fn is_among_records(&self) -> bool {
        let inside = self.real_folder.strip_prefix(&self.real_root).ok();
        let first = inside
            .and_then(|inside| inside.iter().next())
            .and_then(|name| name.to_str());
        first.is_some_and(|name| {
            let name = name.to_lowercase();
            model::Kind::of_folder(&name).is_some() || matches!(name.as_str(), "templates" | ".git")
        })
    }
}
