//! What each page was made of, remembered beside the pages: one that would be made of the same, and still is the file that
//! was written, isn't made again. Never more than a way to do less: without it every page is made and compared.

use super::{
    WriteError,
    disk::{Disk, Found, OURS, Put},
    whole::stamp,
};
use crate::render::FileSet;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write, fs};

const SCHEMA: &str = "dunlin/keys/1";

/// By page, its key and the stamp of its file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    schema: String,
    pages: BTreeMap<String, (String, String)>,
}

/// The file's name in the dashboard's folder.
pub(super) fn name() -> String {
    format!("{OURS}keys.json")
}

impl Keys {
    /// None where there is no such file that can be read.
    pub fn read(disk: &Disk<'_>) -> Self {
        let Ok(Found::File(bytes)) = disk.look(&name()) else {
            return Self::default();
        };
        let read: Option<Self> = serde_json::from_slice(&bytes).ok();
        read.filter(|keys| keys.schema == SCHEMA).unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether a page that is made of `key` stands there already.
    pub fn hold(&self, disk: &Disk<'_>, path: &str, key: &str) -> bool {
        self.pages
            .get(path)
            .is_some_and(|(known, was)| known == key && stamp_of(disk, path).as_ref() == Some(was))
    }

    /// Of the pages as they are now.
    pub fn of(disk: &Disk<'_>, files: &dyn FileSet, written: &[&str]) -> Self {
        let keyed = written.par_iter().filter_map(|path| {
            let key = files.key(path)?;
            Some(((*path).to_owned(), (key, stamp_of(disk, path)?)))
        });
        Self {
            schema: SCHEMA.to_owned(),
            pages: keyed.collect(),
        }
    }

    pub fn write(&self, disk: &Disk<'_>) -> Result<(), WriteError> {
        disk.put(&Put {
            path: &name(),
            bytes: &serde_json::to_vec(self).unwrap_or_default(),
            over: Some(&|_| true),
        })?;
        Ok(())
    }
}

/// `None`: no plain file is there.
fn stamp_of(disk: &Disk<'_>, path: &str) -> Option<String> {
    let metadata = fs::symlink_metadata(disk.at(path)).ok()?;
    let bytes = metadata.is_file().then(|| stamp(&metadata))?;
    Some(bytes.iter().fold(String::with_capacity(96), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
