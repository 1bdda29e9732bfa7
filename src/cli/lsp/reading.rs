//! A ledger read and checked with the open texts over its files: beside the loop, so that no question waits for it.

use super::super::{day, git};
use crate::{
    assess::{self, Assessed},
    calendar::Date,
    check::{self, Judged, rules::invoice::changed_after_sent},
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
    /// What was known before.
    pub last: Option<Arc<Reading>>,
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
        let (disk, is_fresh) = match self.disk.take() {
            Some(disk) => (disk, false),
            None => (
                Arc::new(load::folder(&self.root).map_err(|error| error.to_string())?),
                true,
            ),
        };
        let folder = self.laid_over(&disk);
        let reading = Arc::new(self.reading(&folder, is_fresh)?);
        Ok(Done { disk, reading })
    }

    fn reading(&self, folder: &Folder, is_fresh: bool) -> Result<Reading, String> {
        let jurisdictions: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(folder, &jurisdictions);
        let settings = loaded.ledger.as_ref().map(|ledger| &ledger.settings);
        let day = day::of(self.as_of, settings).map_err(|failure| failure.0)?;
        let statutes = loaded.ledger.as_ref().map(assess::statutes).transpose();
        let versions = self.open.iter().map(|open| (open.path.clone(), open.version));
        let mut reading = Reading {
            statutes: statutes.map_err(|error| error.to_string())?.unwrap_or_default(),
            findings: Vec::new(),
            day,
            day_is_pinned: day::is_pinned(self.as_of, settings),
            files: folder.files.keys().chain(&folder.others).cloned().collect(),
            versions: versions.collect(),
            notes: Vec::new(),
            loaded,
        };
        self.remember_as_sent(&mut reading, is_fresh);
        reading.check();
        Ok(reading)
    }

    /// What invoices were when they were sent: asked of git when files were written, not at every key.
    fn remember_as_sent(&self, reading: &mut Reading, is_fresh: bool) {
        let ledger = reading.loaded.ledger.as_ref();
        if !ledger.is_some_and(|ledger| check::is_on(&changed_after_sent::RULE, ledger)) {
            return;
        }
        let before = self.last.as_ref().filter(|_| !is_fresh);
        let known = match before.and_then(|last| last.loaded.ledger.as_ref()) {
            Some(last) => last.as_sent.clone(),
            None => match git::as_sent(&self.root, &reading.loaded, reading.day) {
                Ok(found) => {
                    reading.notes.extend(found.what_is_missing());
                    found.invoices
                }
                // No repository, or none that may be asked: `dunlin check` says which.
                Err(_) => BTreeMap::new(),
            },
        };
        if let Some(ledger) = &mut reading.loaded.ledger {
            ledger.as_sent = known;
        }
    }

    /// The folder as it would be if everything were saved.
    fn laid_over(&self, disk: &Folder) -> Folder {
        let mut folder = disk.clone();
        let settings = settings_of(disk, &self.open);
        for open in &self.open {
            let is_outside = matches!(
                folder.files.get(&open.path),
                Some(Content::Outside(_) | Content::Mounted)
            );
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
    /// The ledger on the day; `None` where `dunlin.yaml` can't be read.
    pub fn assess(&self) -> Option<Assessed<'_>> {
        let ledger = self.loaded.ledger.as_ref()?;
        Some(assess::assess(ledger, &self.statutes, self.day))
    }

    fn check(&mut self) {
        let (findings, note) = self.found();
        self.findings = findings;
        self.notes.extend(note);
    }

    /// The findings, and what else is to be said.
    fn found(&self) -> (Vec<Judged>, Option<String>) {
        let mut assessed = self.assess();
        let breach = assessed.as_ref().and_then(|on| report::conserved(on).err());
        if breach.is_some() {
            assessed = None;
        }
        let note = breach.map(|breach| breach.to_string());
        let wrong = match check::run(&self.loaded, assessed.as_ref()) {
            Ok(checked) => return (checked.findings, note),
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
        (findings, note)
    }

    /// The text of `dunlin.yaml`.
    pub fn settings(&self) -> &str {
        let mut files = self.loaded.sources.files();
        let settings = files.find(|(_, file)| file.path == SETTINGS);
        settings.map_or("", |(_, file)| file.text.as_str())
    }
}
