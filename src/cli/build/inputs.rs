//! All that a build is made of, in a few characters: two builds of the same give the same. Apart because whatever is
//! forgotten here makes a build that should have been made and wasn't.

use crate::{
    calendar::Date,
    cli::{Global, day, git::Git, ledger},
    load::Folder,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// What a build is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'i> {
    /// As it was named: messages say it so.
    pub root: &'i Path,
    pub folder: &'i Folder,
    pub global: Global,
    /// Where the pages go.
    pub site: &'i Path,
    pub is_disguised: bool,
}

impl Inputs<'_> {
    /// `None`: something of it can't be told.
    pub fn digest(self) -> Option<String> {
        let program = ledger::program()?;
        let (files, head) = rayon::join(|| self.folder.digest(), || self.head());
        let mut whole = Sha256::new();
        for part in [
            program.as_str(),
            &self.root.to_string_lossy(),
            &self.site.to_string_lossy(),
            &self.days(),
            if self.is_disguised { "disguised" } else { "plain" },
            &head,
            &self.others(),
        ] {
            whole.update(part);
            whole.update([0]);
        }
        whole.update(files);
        Some(format!("{:x}", whole.finalize()))
    }

    /// The day asked for, and the one that it is.
    fn days(self) -> String {
        let given: Option<Date> = self.global.as_of;
        let today = day::of(given, None).map_or_else(|why| why.0, |day| day.to_string());
        format!("{given:?} {today}")
    }

    /// The commit that the work stands on: how invoices were when they were sent is read from what leads to it.
    fn head(self) -> String {
        let found = Git::open(self.root).and_then(|git| git.commit("HEAD"));
        found.unwrap_or_else(|why| why.to_string())
    }

    /// Documents are attached to letters: each that there is, with its size and its time.
    fn others(self) -> String {
        let paths: Vec<_> = self.folder.others.iter().collect();
        let stamps = paths.into_par_iter().map(|path| {
            let at: PathBuf = self.root.join(path);
            format!("{path}\0{}\0", stamp(&at).unwrap_or_default())
        });
        stamps.collect()
    }
}

/// `None`: it can't be looked at.
fn stamp(path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok()?;
    let modified = metadata.modified().ok()?;
    let since = modified
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    Some(format!("{} {since}", metadata.len()))
}
