//! A ledger read and checked with the open texts over its files: beside the loop, so that no question waits for it.

use super::super::day;
use crate::{
    assess::{self, Assessed},
    calendar::Date,
    check::{self, Judged},
    finding::{Finding, Level},
    load::{self, Content, Folder, Loaded, SETTINGS, cursor::RecordFile},
    report,
    statute::Statutes,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
};

/// What is to be read.
#[derive(Debug)]
pub struct Job {
    /// Where the ledger is.
    pub root: PathBuf,
    /// As it was on disk the last time; `None`: look again.
    pub disk: Option<Arc<Folder>>,
    pub open: Vec<Overlay>,
    /// `--as-of`.
    pub as_of: Option<Date>,
}

/// The text of an open file.
#[derive(Debug)]
pub struct Overlay {
    /// From the ledger's root.
    pub path: String,
    pub version: i32,
    pub text: String,
}

/// What came of a job.
#[derive(Debug)]
pub struct Report {
    pub root: PathBuf,
    /// `Err`: there is no ledger there any more, or it can't be read at all.
    pub result: Result<Done, String>,
}

#[derive(Debug)]
pub struct Done {
    pub disk: Arc<Folder>,
    pub reading: Arc<Reading>,
}

/// A ledger on a day, as the editor had it.
#[derive(Debug)]
pub struct Reading {
    pub loaded: Loaded,
    pub statutes: Statutes,
    /// By place.
    pub findings: Vec<Judged>,
    pub day: Date,
    /// Tomorrow is the same day.
    pub day_is_pinned: bool,
    /// Every file, from the root.
    pub files: BTreeSet<String>,
    /// Of the open texts that went into it.
    pub versions: BTreeMap<String, i32>,
    /// What the user should know beside the findings.
    pub notes: Vec<String>,
}

/// A file over this is a finding and nothing else.
pub const MOST_BYTES: usize = 1024 * 1024;

impl Job {
    /// Does it; a fault of ours costs this reading, not the session.
    pub fn run(self) -> Report {
        let root = self.root.clone();
        let result = catch_unwind(AssertUnwindSafe(|| self.done()));
        Report {
            root,
            result: result.unwrap_or_else(|_| Err("dunlin failed while reading the ledger".to_owned())),
        }
    }

    fn done(mut self) -> Result<Done, String> {
        let disk = match self.disk.take() {
            Some(disk) => disk,
            None => Arc::new(load::folder(&self.root).map_err(|error| error.to_string())?),
        };
        let folder = self.laid_over(&disk);
        let versions = self.open.iter().map(|open| (open.path.clone(), open.version));
        let versions = versions.collect();
        let reading = Reading::of(&folder, self.as_of, versions)?;
        Ok(Done {
            disk,
            reading: Arc::new(reading),
        })
    }

    /// The folder as it would be if everything were saved.
    fn laid_over(&self, disk: &Folder) -> Folder {
        let mut folder = disk.clone();
        let settings = settings_of(disk, &self.open);
        for open in &self.open {
            let is_outside = matches!(folder.files.get(&open.path), Some(Content::Outside(_)));
            let is_read =
                folder.files.contains_key(&open.path) || RecordFile::of(&open.path, &settings).is_some();
            if is_outside || !is_read {
                continue;
            }
            let content = if open.text.len() > MOST_BYTES {
                Content::TooLarge(open.text.len() as u64)
            } else {
                Content::Bytes(open.text.clone().into_bytes())
            };
            folder.files.insert(open.path.clone(), content);
        }
        folder
    }
}

/// The text of `dunlin.yaml`: it says which folders aren't records'.
fn settings_of(disk: &Folder, open: &[Overlay]) -> String {
    if let Some(open) = open.iter().find(|open| open.path == SETTINGS) {
        return open.text.clone();
    }
    match disk.files.get(SETTINGS) {
        Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

impl Reading {
    fn of(folder: &Folder, as_of: Option<Date>, versions: BTreeMap<String, i32>) -> Result<Self, String> {
        let jurisdictions: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(folder, &jurisdictions);
        let settings = loaded.ledger.as_ref().map(|ledger| &ledger.settings);
        let day = day::of(as_of, settings).map_err(|failure| failure.0)?;
        let day_is_pinned = day::is_pinned(as_of, settings);
        let statutes = loaded.ledger.as_ref().map(assess::statutes).transpose();
        let statutes = statutes.map_err(|error| error.to_string())?.unwrap_or_default();
        let mut reading = Self {
            statutes,
            findings: Vec::new(),
            day,
            day_is_pinned,
            files: folder.files.keys().chain(&folder.others).cloned().collect(),
            versions,
            notes: Vec::new(),
            loaded,
        };
        let checked = reading.checked();
        reading.findings = checked.0;
        reading.notes = checked.1;
        Ok(reading)
    }

    /// The ledger on the day; `None` where `dunlin.yaml` can't be read.
    pub fn assess(&self) -> Option<Assessed<'_>> {
        let ledger = self.loaded.ledger.as_ref()?;
        Some(assess::assess(ledger, &self.statutes, self.day))
    }

    /// The findings, and what else is to be said.
    fn checked(&self) -> (Vec<Judged>, Vec<String>) {
        let mut notes = Vec::new();
        let mut assessed = self.assess();
        if let Some(breach) = assessed.as_ref().and_then(|on| report::conserved(on).err()) {
            notes.push(breach.to_string());
            assessed = None;
        }
        let wrong = match check::run(&self.loaded, assessed.as_ref()) {
            Ok(checked) => return (checked.findings, notes),
            Err(wrong) => wrong,
        };
        // What is wrong with `rules:` must not hide what is wrong with a file.
        let files_only = Loaded {
            ledger: None,
            ..self.loaded.clone()
        };
        let mut findings = check::run(&files_only, None).unwrap_or_default().findings;
        findings.push(Judged {
            finding: Finding::new("file/invalid-value", wrong.place(), wrong.to_string())
                .help("until this is mended, only what is wrong with single files is found"),
            level: Level::Error,
        });
        findings.sort_by_key(|judged| judged.finding.span);
        (findings, notes)
    }

    /// The text of `dunlin.yaml`.
    pub fn settings(&self) -> &str {
        let mut files = self.loaded.sources.files();
        let settings = files.find(|(_, file)| file.path == SETTINGS);
        settings.map_or("", |(_, file)| file.text.as_str())
    }
}
