//! `dunlin sent`: a draft went out, and becomes an entry of the log.

use super::{
    Failure, Global, Outcome, day,
    drafts::Planned,
    input::read_ordinary,
    ledger::{self, Opened},
    output::Output,
    recording::{NewRecord, Recording, shortened, warn_if_later},
};
use crate::{
    calendar::Date,
    model::{Kind, Stage, format::Word, log::Channel},
    render::{draft, letter},
    report, write,
};
use clap::{Args, builder::PossibleValuesParser};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub struct Sent {
    /// The drafts that went out, as `reminders/acme/firm.md` or `acme/firm`
    #[arg(required = true, value_name = "DRAFT")]
    drafts: Vec<String>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// The day they went out; default: the day looked at
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    date: Option<Date>,
    /// How they went out; default: as the ladder has it for their step
    #[arg(long, value_parser = PossibleValuesParser::new(Channel::WORDS))]
    channel: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// A draft as it lies in the drafts' folder.
struct Found {
    /// Below that folder: `acme/firm.md`.
    path: String,
    text: String,
}

impl Sent {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let root = match &self.ledger {
            Some(root) => root.clone(),
            None => self.root()?,
        };
        for draft in &self.drafts {
            // Read again for each: the one before is in the log now.
            let opened = Opened::open(Some(&root), global)?;
            self.record(&opened, draft, output)?;
        }
        Ok(Outcome::Done)
    }

    /// The ledger above the first draft, if that is a path; else the nearest one upward from here.
    fn root(&self) -> Result<PathBuf, Failure> {
        let first = self.drafts.first().map(Path::new).filter(|path| path.is_file());
        let above = first.and_then(|path| {
            let path = fs::canonicalize(path).ok()?;
            let is_ledger = |folder: &&Path| folder.join(crate::load::SETTINGS).is_file();
            path.ancestors().skip(1).find(is_ledger).map(Path::to_owned)
        });
        above.map_or_else(|| ledger::root(None), Ok)
    }

    /// The entry first, then the draft's removal: between the two, nothing is lost and the command can be repeated.
    fn record(&self, opened: &Opened, named: &str, output: &mut Output) -> Result<(), Failure> {
        let folder = opened.root.join(&opened.ledger()?.settings.reminders.value);
        let found = find(opened, &folder, named)?;
        let stage = draft::value(&found.text, "stage").and_then(Stage::from_word);
        let usual = stage.and_then(report::channel).unwrap_or(Channel::Email);
        let date = self.date.unwrap_or(opened.day);
        let sent = draft::Sent {
            date,
            channel: self.channel.as_deref().unwrap_or(usual.word()),
        };
        let text = draft::log_entry(&found.text, sent).ok_or_else(|| {
            Failure(format!(
                "{}: not a draft as `dunlin build` writes them, or it has a `date`, `channel` or `direction` already: \
                 move it into `log/` yourself",
                folder.join(&found.path).display()
            ))
        })?;
        warn_if_later(date, opened, output);
        warn_of_change(opened, &found, output)?;
        let stem = found.path.trim_end_matches(".md").replace('/', "-");
        let path = match recorded(opened, shortened(&format!("{date}-{stem}")), &text) {
            // Cut short between writing the entry and removing the draft: only the second is left to do.
            Some(path) => path,
            None => {
                let path = NewRecord::named(opened, Kind::Log, &format!("{date}-{stem}"), "md")?;
                let record = NewRecord {
                    path: path.clone(),
                    text,
                };
                record.record_seen(opened, self.recording, output)?;
                path
            }
        };
        if self.recording.dry_run {
            return Ok(());
        }
        let removed = write::remove_recorded(&folder, &found.path, found.text.as_bytes())?;
        let moved = if removed {
            "moved to"
        } else {
            "was changed meanwhile and stays; recorded as"
        };
        output.say(&format!("{} {moved} {path}", folder.join(&found.path).display()));
        Ok(())
    }
}

/// The draft that a user means: a path from here, or one below the ledger or its drafts, with or without `.md`.
fn find(opened: &Opened, folder: &Path, named: &str) -> Result<Found, Failure> {
    let bases = [PathBuf::new(), opened.root.clone(), folder.to_owned()];
    let endings = ["", ".md"];
    let places = bases
        .iter()
        .flat_map(|base| endings.map(|ending| base.join(format!("{named}{ending}"))));
    let place = places.into_iter().find(|place| place.is_file()).ok_or_else(|| {
        Failure(format!(
            "there is no draft `{named}`: `dunlin build` writes them into {}",
            folder.display()
        ))
    })?;
    let outside = || {
        Failure(format!(
            "{} is not below {}: only drafts there are recorded as sent",
            place.display(),
            folder.display()
        ))
    };
    let inside = fs::canonicalize(folder).and_then(|folder| Ok((folder, fs::canonicalize(&place)?)))?;
    let below = inside.1.strip_prefix(&inside.0).map_err(|_| outside())?;
    let parts: Vec<_> = below.iter().filter_map(|part| part.to_str()).collect();
    let text =
        fs::read_to_string(&place).map_err(|error| Failure(format!("{}: {error}", place.display())))?;
    Ok(Found {
        path: parts.join("/"),
        text,
    })
}

/// An entry with just this text that an earlier run wrote.
fn recorded(opened: &Opened, stem: &str, text: &str) -> Option<String> {
    let path = format!("{}/{stem}.md", Kind::Log.folder());
    let there = read_ordinary(&opened.root.join(&path)).ok()?;
    (there == text.as_bytes()).then_some(path)
}

/// What was sent is recorded as it was; but whoever sent old figures wants to know.
fn warn_of_change(opened: &Opened, found: &Found, output: &mut Output) -> Result<(), Failure> {
    // An offer of a plan is due on no day.
    if !draft::is_ours(found.text.as_bytes()) {
        return Ok(());
    }
    let languages = opened.languages();
    let assessed = opened.assess()?;
    let planned = Planned::of(opened, &assessed, &languages, 0)?;
    let wanted = letter::drafts(&assessed, &planned.letters, &languages).files;
    match wanted.get(&found.path) {
        None => output.warn(&format!(
            "{}: nothing is asked for at this step on {}",
            found.path, opened.day
        )),
        Some(wanted) => {
            let changed = draft::changed_figures(found.text.as_bytes(), wanted);
            if !changed.is_empty() {
                output.warn(&format!(
                    "{}: differs from what would be asked for on {}: {}",
                    found.path,
                    opened.day,
                    changed.join(", ")
                ));
            }
        }
    }
    Ok(())
}
