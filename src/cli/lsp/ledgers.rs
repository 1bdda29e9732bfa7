//! The ledgers that open files and folders belong to, and when each is to be read again.

use super::reading::{Job, Overlay, Reading, Report};
use crate::load::{Folder, SETTINGS, cursor::RecordFile};
use lsp_types::Diagnostic;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// So long nothing may have been typed before a ledger is read again.
const QUIET: Duration = Duration::from_millis(150);

/// A ledger's folder and what is known of it.
#[derive(Debug)]
pub struct Ledger {
    /// As the client names it.
    pub root: PathBuf,
    /// `None`: not read yet, or no ledger any more.
    pub reading: Option<Arc<Reading>>,
    /// What the client shows, by path from the root.
    pub shown: BTreeMap<String, Vec<Diagnostic>>,
    disk: Option<Arc<Folder>>,
    due: Option<Instant>,
    is_running: bool,
}

/// A path in a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    pub root: PathBuf,
    /// From the root, `/` between the parts.
    pub path: String,
}

#[derive(Debug, Default)]
pub struct Ledgers(BTreeMap<PathBuf, Ledger>);

impl Ledger {
    /// Something was typed.
    pub fn touch(&mut self) {
        self.due = Some(Instant::now() + QUIET);
    }

    /// Read as soon as can be.
    pub fn hurry(&mut self) {
        self.due = Some(Instant::now());
    }

    /// Something was written to disk.
    pub fn look_again(&mut self) {
        self.disk = None;
        self.touch();
    }

    /// Whether a reading is under way or to come: what is known is older than what is typed.
    pub fn is_behind(&self) -> bool {
        self.is_running || self.due.is_some()
    }

    /// What is to be done by `now`.
    pub fn job(&mut self, now: Instant, open: impl FnOnce(&Path) -> Vec<Overlay>) -> Option<Job> {
        let is_due = self.due.is_some_and(|due| due <= now);
        if self.is_running || !is_due {
            return None;
        }
        self.due = None;
        self.is_running = true;
        Some(Job {
            root: self.root.clone(),
            disk: self.disk.clone(),
            open: open(&self.root),
            as_of: None,
            last: self.reading.clone(),
        })
    }

    /// What was done; what the user should be told and wasn't yet.
    pub fn take(&mut self, report: Report) -> Vec<String> {
        self.is_running = false;
        match report.result {
            Ok(done) => {
                // Written to meanwhile: this look is old already.
                if self.due.is_none() || self.disk.is_some() {
                    self.disk = Some(done.disk);
                }
                let before = self.reading.replace(Arc::clone(&done.reading));
                let before = before.as_ref().map_or(&[][..], |before| before.notes.as_slice());
                let notes = done.reading.notes.iter();
                notes.filter(|note| !before.contains(note)).cloned().collect()
            }
            Err(why) => {
                self.disk = None;
                self.reading = None;
                vec![why]
            }
        }
    }

    /// What a path in it is.
    pub fn file(&self, path: &str) -> Option<RecordFile> {
        let settings = self.reading.as_ref().map_or("", |reading| reading.settings());
        RecordFile::of(path, settings)
    }

    /// Whether a change to this file can matter: not one that dunlin writes, and nothing hidden.
    fn sees(&self, path: &str) -> bool {
        let settings = self
            .reading
            .as_ref()
            .and_then(|reading| reading.loaded.ledger.as_ref());
        let own = settings.map_or(["site", "reminders"], |ledger| {
            [
                ledger.settings.site.value.as_str(),
                ledger.settings.reminders.value.as_str(),
            ]
        });
        let is_own = own.iter().any(|own| {
            path.strip_prefix(own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        !is_own && !path.split('/').any(|part| part.starts_with('.'))
    }
}

impl Ledgers {
    /// The ledger that `path` is in: the nearest folder upward that is one, known from now on.
    pub fn of(&mut self, path: &Path) -> Option<Inside> {
        let root = path
            .ancestors()
            .skip(1)
            .find(|folder| folder.join(SETTINGS).is_file());
        let root = root.map_or_else(
            // Its `dunlin.yaml` may be gone, and its findings are still shown.
            || self.0.keys().find(|root| path.starts_with(root)).cloned(),
            |root| Some(root.to_owned()),
        )?;
        self.add(&root);
        let inside = path.strip_prefix(&root).ok()?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Some(Inside {
            root,
            path: parts.join("/"),
        })
    }

    /// The ledgers of a folder that was opened: itself or the nearest above it, else those directly in it.
    pub fn open_folder(&mut self, folder: &Path) {
        let is_ledger = |folder: &&Path| folder.join(SETTINGS).is_file();
        if let Some(root) = folder.ancestors().find(is_ledger) {
            self.add(root);
            return;
        }
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut inner: Vec<_> = entries.map(|entry| entry.path()).collect();
        inner.sort();
        for folder in inner.iter().filter(|folder| is_ledger(&folder.as_path())) {
            self.add(folder);
        }
    }

    fn add(&mut self, root: &Path) {
        self.0.entry(root.to_owned()).or_insert_with(|| Ledger {
            root: root.to_owned(),
            reading: None,
            shown: BTreeMap::new(),
            disk: None,
            due: Some(Instant::now()),
            is_running: false,
        });
    }

    /// Files were written, by whomever.
    pub fn written(&mut self, path: &Path) {
        if path.file_name().is_some_and(|name| name == SETTINGS) && self.of(path).is_none() {
            return;
        }
        for (root, ledger) in &mut self.0 {
            let inside = path
                .strip_prefix(root)
                .ok()
                .map(|inside| inside.to_string_lossy());
            if inside.is_some_and(|inside| ledger.sees(&inside.replace('\\', "/"))) {
                ledger.look_again();
            }
        }
    }

    /// Ledgers that lie in this one: their files are not its business.
    pub fn inner(&self, root: &Path) -> Vec<PathBuf> {
        let others = self
            .0
            .keys()
            .filter(|other| *other != root && other.starts_with(root));
        others.cloned().collect()
    }

    pub fn get(&self, root: &Path) -> Option<&Ledger> {
        self.0.get(root)
    }

    pub fn get_mut(&mut self, root: &Path) -> Option<&mut Ledger> {
        self.0.get_mut(root)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Ledger> {
        self.0.values_mut()
    }

    /// When the next one is due.
    pub fn next(&self) -> Option<Instant> {
        let waiting = self.0.values().filter(|ledger| !ledger.is_running);
        waiting.filter_map(|ledger| ledger.due).min()
    }
}
