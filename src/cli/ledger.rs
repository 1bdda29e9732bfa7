//! Finding a ledger, reading it and working it out: what every command begins with.

use super::{
    Failure, Global, day,
    git::{self, NoHistory},
    output::Output,
    watcher::Folders,
};
use crate::{
    assess::{self, Assessed},
    calendar::Date,
    check::{self, Asked, Checked, WrongSetting, rules, rules::invoice::changed_after_sent},
    language::Languages,
    load::{
        self, Folder, Loaded, SETTINGS,
        disguise::{self, OwnFolders},
    },
    model::{Client, Ledger, Settings},
    report,
    statute::Statutes,
};
use std::path::{Path, PathBuf};

/// A ledger's folder and all that was read from it.
#[derive(Debug)]
pub struct Opened {
    pub root: PathBuf,
    pub loaded: Loaded,
    pub statutes: Statutes,
    pub day: Date,
    pub day_is_pinned: bool,
    /// Of a ledger in disguise: where dunlin writes, which `loaded` doesn't tell.
    pub disguised: Option<OwnFolders>,
    /// Tells this program, and the documents that the ledger may name, from others.
    pub made_by: String,
    /// What git knows of it has gaps, and that was said.
    pub history_lacks: bool,
}

impl Opened {
    /// Reads the ledger at `named`, else the nearest one upward.
    pub fn open(named: Option<&Path>, global: Global) -> Result<Self, Failure> {
        let root = root(named)?;
        let folder = load::folder(&root)?;
        Self::of(root, &folder, global)
    }

    /// A ledger from what was read already.
    pub fn of(root: PathBuf, folder: &Folder, global: Global) -> Result<Self, Failure> {
        let jurisdictions: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(folder, &jurisdictions);
        let settings = loaded.ledger.as_ref().map(|ledger| &ledger.settings);
        Ok(Self {
            day: day::of(global.as_of, settings)?,
            day_is_pinned: day::is_pinned(global.as_of, settings),
            statutes: loaded
                .ledger
                .as_ref()
                .map(assess::statutes)
                .transpose()?
                .unwrap_or_default(),
            loaded,
            made_by: made_by(folder),
            root,
            disguised: None,
            history_lacks: false,
        })
    }

    /// The same ledger with names and amounts disguised. Its history isn't asked: it knows the real ones.
    pub fn in_disguise(root: PathBuf, folder: &Folder, global: Global) -> Result<Self, Failure> {
        let ids = rules::all().map(|rule| rule.id);
        let rules = ids.flat_map(|id| [id, id.split('/').next().unwrap_or(id)]);
        let known = disguise::Known {
            places: &Statutes::ids().collect(),
            rates: &Statutes::rate_ids().collect(),
            rules: &rules.collect(),
        };
        let opened = Self::of(root, &disguise::disguised(folder, known), global)?;
        Ok(Self {
            disguised: Some(disguise::own_folders(folder)),
            ..opened
        })
    }

    /// Reads what the repository knows of the invoices that were sent, for the rule that asks; says what it can't know.
    #[must_use]
    pub fn with_history(mut self, asked: &Asked, output: &mut Output) -> Self {
        let rule = &changed_after_sent::RULE;
        let ledger = self.loaded.ledger.as_ref();
        if !asked.wants(rule) || !ledger.is_some_and(|ledger| check::is_on(rule, ledger)) {
            return self;
        }
        match git::as_sent(&self.root, &self.loaded, self.day) {
            Ok(found) => {
                for line in found.what_is_missing() {
                    output.warn(&line);
                    self.history_lacks = true;
                }
                if let Some(ledger) = &mut self.loaded.ledger {
                    ledger.as_sent = found.invoices;
                }
            }
            Err(why @ NoHistory::Refused(_)) => {
                output.warn(&format!("{NOT_COMPARED}: {why}"));
                self.history_lacks = true;
            }
            Err(why) => output.detail(&format!("{NOT_COMPARED}: {why}")),
        }
        self
    }

    /// The built-in languages with the ledger's own texts over them.
    pub fn languages(&self) -> Languages {
        Languages::with(&self.loaded.texts)
    }

    /// Where dunlin itself writes: the dashboard and the drafts.
    pub fn written_folders(&self) -> Folders {
        if let Some(own) = &self.disguised {
            return Folders {
                site: own.site.as_str().into(),
                reminders: own.reminders.as_str().into(),
            };
        }
        let settings = self.loaded.ledger.as_ref().map(|ledger| &ledger.settings);
        settings.map_or_else(Folders::default, |settings| Folders {
            site: settings.site.value.as_str().into(),
            reminders: settings.reminders.value.as_str().into(),
        })
    }

    /// The dashboard's folder, below the root; in disguise it must not take the real one's place.
    pub fn site(&self, settings: &Settings) -> String {
        match &self.disguised {
            Some(own) => site(&own.site, true),
            None => site(&settings.site.value, false),
        }
    }

    /// The ledger, or why nothing can be worked out without one.
    pub fn ledger(&self) -> Result<&Ledger, Failure> {
        self.loaded.ledger.as_ref().ok_or_else(|| {
            let path = self.root.join(SETTINGS);
            Failure(format!(
                "{} names no creditor or no currency that could be read: run `dunlin check` for what to mend",
                path.display()
            ))
        })
    }

    /// The client of that id, or which one might have been meant.
    pub fn client(&self, id: &str) -> Result<&Client, Failure> {
        let clients = &self.ledger()?.clients;
        let found = clients
            .iter()
            .find(|(own, _)| own.to_lowercase() == id.to_lowercase());
        found.map(|(_, client)| client).ok_or_else(|| {
            let ids: Vec<_> = clients.keys().map(String::as_str).collect();
            Failure(format!("there is no client `{id}`{}", one_of(&ids)))
        })
    }

    /// The ledger on the day. Figures that don't add up are a fault of ours: better no figure than a wrong one.
    pub fn assess(&self) -> Result<Assessed<'_>, Failure> {
        let assessed = assess::assess(self.ledger()?, &self.statutes, self.day);
        report::conserved(&assessed)?;
        Ok(assessed)
    }

    /// Every finding; only the loader's where `dunlin.yaml` can't be read.
    pub fn check(&self, assessed: Option<&Assessed>) -> Result<Checked, Failure> {
        self.check_asked(assessed, &Asked::default())
    }

    /// The same, worked out first as far as it could be read.
    pub fn checked(&self, asked: &Asked) -> Result<Checked, Failure> {
        let is_readable = self.loaded.ledger.is_some();
        let assessed = is_readable.then(|| self.assess()).transpose()?;
        self.check_asked(assessed.as_ref(), asked)
    }

    /// What the rules asked for find.
    pub fn check_asked(&self, assessed: Option<&Assessed>, asked: &Asked) -> Result<Checked, Failure> {
        check::run_asked(&self.loaded, assessed, asked).map_err(|wrong| self.refused(&wrong))
    }

    /// A line of `rules:` that can't be followed.
    pub fn refused(&self, wrong: &WrongSetting) -> Failure {
        let place = wrong.place();
        let start = self.loaded.sources.start(place);
        let path = self.root.join(self.loaded.sources.path(place));
        Failure(format!(
            "{}:{}:{}: {wrong}",
            path.display(),
            start.line,
            start.column
        ))
    }
}

/// This program, and the names of all files that are no records.
fn made_by(folder: &Folder) -> String {
    let mut made_by = program().unwrap_or_default();
    for path in &folder.others {
        made_by.push('\n');
        made_by.push_str(path);
    }
    made_by
}

/// Which program this is, as a file: one of the same version may be another. `None`: it can't be looked at.
pub fn program() -> Option<String> {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    let modified = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!(
        "{} {} {}",
        env!("CARGO_PKG_VERSION"),
        file.len(),
        modified.as_nanos()
    ))
}

/// Where pages go that are to go to `named`.
pub fn site(named: &str, is_disguised: bool) -> String {
    if is_disguised {
        format!("{named}-incognito")
    } else {
        named.to_owned()
    }
}

const NOT_COMPARED: &str = "invoices are not compared with what was sent";

/// The folder named, else the nearest one upward that is a ledger.
pub fn root(named: Option<&Path>) -> Result<PathBuf, Failure> {
    named.map_or_else(nearest, |named| Ok(named.to_owned()))
}

/// The nearest folder upward that is a ledger.
fn nearest() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure(format!("can't tell the current folder: {error}")))?;
    let found = here.ancestors().find(|folder| folder.join(SETTINGS).is_file());
    found.map(Path::to_owned).ok_or_else(|| {
        Failure(format!(
            "no {SETTINGS} here or in any folder above: name a ledger's folder, or start one with `dunlin init`"
        ))
    })
}

/// The ids there are, as the end of a sentence; not all of many.
fn one_of(ids: &[&str]) -> String {
    const SHOWN: usize = 30;
    match ids {
        [] => ": the ledger has none that could be read".to_owned(),
        _ if ids.len() <= SHOWN => format!(": name one of {}", ids.join(", ")),
        _ => String::new(),
    }
}
