//! Writing one new record for the user: made sure of by reading the ledger with it, shown, and never in another file's
//! place. Apart because every command that records something goes through here.

use super::{
    Failure, ask,
    ledger::{self, Opened},
    output::Output,
};
use crate::{
    calendar::Date,
    finding::Finding,
    load::{self, Content, Loaded},
    model::Kind,
    render::{Files, schema},
    statute::Statutes,
    write::{self, Why},
};
use clap::Args;
use std::{collections::BTreeSet, path::Path};

/// What every recording command takes.
#[derive(Debug, Clone, Copy, Args)]
pub struct Recording {
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// To be held from before the ledger is read until the record is written: the same told twice at once is seen.
pub fn turn(ledger: Option<&Path>, output: &mut Output) -> Result<write::Turn, Failure> {
    let root = ledger::root(ledger)?;
    let waiting = || output.say("another dunlin is recording something in this ledger: waiting for it");
    Ok(write::turn(&root, waiting)?)
}

/// A record that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Relative to the ledger's root.
    pub path: String,
    pub text: String,
}

impl NewRecord {
    /// A path in the kind's folder that no record of that kind and no file has: `STEM`, else `STEM-2`, `STEM-3` …
    pub fn named(opened: &Opened, kind: Kind, stem: &str, ending: &str) -> Result<String, Failure> {
        let taken = taken(opened, kind)?;
        let stem = shortened(stem);
        let is_free = |stem: &String| {
            let path = format!("{}/{stem}.{ending}", kind.folder());
            !taken.contains(&stem.to_lowercase()) && !opened.root.join(path).exists()
        };
        let numbered = (2..).map(|number: u32| format!("{stem}-{number}"));
        let free = std::iter::once(stem.to_owned()).chain(numbered).find(is_free);
        Ok(format!(
            "{}/{}.{ending}",
            kind.folder(),
            free.unwrap_or_else(|| stem.to_owned())
        ))
    }

    /// The path of a record whose id the user gave.
    pub fn of_id(opened: &Opened, kind: Kind, id: &str, ending: &str) -> Result<String, Failure> {
        if taken(opened, kind)?.contains(&id.to_lowercase()) {
            let folder = kind.folder();
            return Err(Failure(format!(
                "`{folder}/{id}` is there already: choose another id"
            )));
        }
        let is_id = |c: char| c.is_alphanumeric() || "._-".contains(c);
        if id.is_empty() || id.starts_with(['.', '_']) || !id.chars().all(is_id) {
            return Err(Failure(format!(
                "`{id}` can't be an id: letters, digits, `.`, `_` and `-`, and none of the last three first"
            )));
        }
        Ok(format!("{}/{id}.{ending}", kind.folder()))
    }

    /// Another of its kind with just this text.
    pub fn twin<'o>(&self, opened: &'o Opened) -> Option<&'o str> {
        let (folder, _) = self.path.split_once('/')?;
        let mut files = opened.loaded.sources.files().map(|(_, file)| file);
        let twin = files.find(|file| file.text == self.text && file.path.starts_with(folder));
        twin.map(|twin| twin.path.as_str())
    }

    /// One that says just what another of its day says was typed, or cut short and repeated, more often than not.
    pub fn must_be_another(&self, opened: &Opened, again: bool) -> Result<(), Failure> {
        let Some(twin) = self.twin(opened).filter(|_| !again) else {
            return Ok(());
        };
        let there = format!("{twin} says just this");
        if ask::is_possible() && ask::yes(&format!("{there}. Is this another one?"))? {
            return Ok(());
        }
        Err(Failure(format!(
            "{there}: nothing was written; if this is another one, say --again"
        )))
    }

    /// With the comments by which editors find its schema, in a ledger that has the schemas.
    #[must_use]
    pub fn with_modelines(mut self, opened: &Opened) -> Self {
        if opened.root.join(schema::FOLDER).is_dir() {
            self.text.insert_str(0, &schema::modelines(&self.path));
        }
        self
    }

    /// Shows it and writes it, unless reading the ledger with it finds something wrong in it. Gives the ledger as it
    /// then is.
    pub fn record(
        self,
        opened: &Opened,
        recording: Recording,
        output: &mut Output,
    ) -> Result<Loaded, Failure> {
        let loaded = self.read(opened)?;
        output.result(&format!("# {}\n{}", self.path, self.text))?;
        if recording.dry_run {
            output.say("nothing was written: this was a dry run");
        } else {
            let place = opened.root.join(&self.path);
            self.write(opened)?;
            output.say(&format!("wrote {}", place.display()));
        }
        Ok(loaded)
    }

    /// The same for a text that its user has seen: shown only where it isn't written.
    pub fn record_seen(
        self,
        opened: &Opened,
        recording: Recording,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if recording.dry_run {
            return self.record(opened, recording, output).map(|_| ());
        }
        self.read(opened)?;
        self.write(opened)
    }

    fn write(self, opened: &Opened) -> Result<(), Failure> {
        let files = Files::from([(self.path.clone(), self.text.into_bytes())]);
        let written = write::new_files(&opened.root, &files)?;
        match written.kept.first() {
            Some(kept) => Err(Failure(format!(
                "{} {}: nothing was written",
                kept.path,
                match kept.why {
                    Why::Link => "would be written through a symbolic link",
                    _ => "is there already",
                }
            ))),
            None => Ok(()),
        }
    }

    /// The ledger with this record in it.
    fn read(&self, opened: &Opened) -> Result<Loaded, Failure> {
        let mut folder = load::folder(&opened.root)?;
        let content = Content::Bytes(self.text.clone().into_bytes());
        folder.files.insert(self.path.clone(), content);
        let jurisdictions: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&folder, &jurisdictions);
        let wrong: Vec<&Finding> = loaded
            .findings
            .iter()
            .filter(|finding| loaded.sources.path(finding.span) == self.path)
            .collect();
        if wrong.is_empty() {
            return Ok(loaded);
        }
        let said = wrong.iter().map(|finding| match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{} ({help})", finding.message),
        });
        let said: Vec<_> = said.collect();
        Err(Failure(format!("nothing was written: {}", said.join("; "))))
    }
}

/// As much of a name as an id can have, with room for a number behind it: a client's own id may be as long as one can be.
fn shortened(stem: &str) -> &str {
    const MOST_CHARS: usize = 90;
    const MOST_BYTES: usize = 190;
    let end = stem
        .char_indices()
        .nth(MOST_CHARS)
        .map_or(stem.len(), |(at, _)| at);
    let end = stem.floor_char_boundary(end.min(MOST_BYTES));
    stem.get(..end).unwrap_or(stem).trim_end_matches(['.', '-'])
}

/// What is dated after the day looked at has not happened by then.
pub fn warn_if_later(date: Date, opened: &Opened, output: &mut Output) {
    if date > opened.day {
        let day = opened.day;
        output.warn(&format!("{date} is after {day}: it counts from that day on"));
    }
}

/// Every id of the kind, in lower case: those of records that couldn't be read too, as far as their names tell.
fn taken(opened: &Opened, kind: Kind) -> Result<BTreeSet<String>, Failure> {
    let ledger = opened.ledger()?;
    let ids: Vec<&String> = match kind {
        Kind::Case => ledger.cases.keys().collect(),
        Kind::Client => ledger.clients.keys().collect(),
        Kind::Contract => ledger.contracts.keys().collect(),
        Kind::Invoice => ledger.invoices.keys().collect(),
        Kind::Log => ledger.log.keys().collect(),
        Kind::Payment => ledger.payments.keys().collect(),
        Kind::Plan => ledger.plans.keys().collect(),
    };
    let folder = format!("{}/", kind.folder());
    let stems = opened.loaded.sources.files().filter_map(|(_, file)| {
        let name = file.path.strip_prefix(&folder)?.rsplit('/').next()?;
        Some(name.rsplit_once('.')?.0.to_lowercase())
    });
    Ok(ids.into_iter().map(|id| id.to_lowercase()).chain(stems).collect())
}
