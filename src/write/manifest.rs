//! What dunlin wrote to a folder, remembered in it: the only proof that a file there may be replaced or removed.

use super::{
    WriteError,
    disk::{Disk, Found, OURS, Put},
    path,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = "dunlin/manifest/1";

/// The SHA-256 of each file that dunlin wrote. More than one of a file: a run that was cut short may have left any
/// of them there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub files: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    schema: String,
    files: BTreeMap<String, BTreeSet<String>>,
}

/// The manifest's name in its folder.
pub(super) fn name() -> String {
    format!("{OURS}manifest.json")
}

pub(super) fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

impl Manifest {
    /// `None`: the folder has no manifest.
    pub fn read(disk: &Disk<'_>) -> Result<Option<Self>, WriteError> {
        let unclear = |reason: String| WriteError::Manifest {
            path: disk.at(&name()),
            reason,
        };
        let bytes = match disk.look(&name())? {
            Found::Absent => return Ok(None),
            Found::File(bytes) => bytes,
            _ => return Err(unclear("it is no plain file".to_owned())),
        };
        let written: Written = serde_json::from_slice(&bytes).map_err(|error| unclear(error.to_string()))?;
        if written.schema != SCHEMA {
            return Err(unclear(format!("it is of kind {}, not {SCHEMA}", written.schema)));
        }
        // Whoever can add a line to this file must not be able to name a user's file in it.
        match written.files.keys().find(|path| path::fault(path).is_some()) {
            Some(path) => Err(unclear(format!("it names {path:?}"))),
            None => Ok(Some(Self { files: written.files })),
        }
    }

    pub fn write(&self, disk: &Disk<'_>) -> Result<(), WriteError> {
        let written = Written {
            schema: SCHEMA.to_owned(),
            files: self.files.clone(),
        };
        let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
        bytes.push(b'\n');
        let put = Put {
            path: &name(),
            bytes: &bytes,
            over: Some(&|_| true),
        };
        match disk.put(&put)? {
            true => Ok(()),
            false => Err(WriteError::Manifest {
                path: disk.at(&name()),
                reason: "it is no plain file".to_owned(),
            }),
        }
    }

    /// Whether dunlin wrote these bytes there.
    pub fn is_ours(&self, path: &str, bytes: &[u8]) -> bool {
        self.files
            .get(path)
            .is_some_and(|hashes| hashes.contains(&hash(bytes)))
    }

    /// The hash of what dunlin wrote there, if it is sure which of its files that is.
    pub fn only_hash(&self, path: &str) -> Option<&str> {
        let hashes = self.files.get(path)?;
        let only = hashes.first().filter(|_| hashes.len() == 1);
        only.map(String::as_str)
    }

    pub fn add(&mut self, path: &str, hash: &str) {
        self.files
            .entry(path.to_owned())
            .or_default()
            .insert(hash.to_owned());
    }

    /// What was known of a path stays known.
    pub fn remember(&mut self, path: &str, before: &Self) {
        if let Some(hashes) = before.files.get(path) {
            self.files.insert(path.to_owned(), hashes.clone());
        }
    }
}
