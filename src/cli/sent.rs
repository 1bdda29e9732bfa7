//! `dunlin sent`: a draft went out, and becomes an entry of the log.

use super::{
    Failure, Global, Outcome, day,
    drafts::Planned,
    ledger::{self, Opened},
    output::Output,
    recording::{self, NewRecord, Recording, warn_if_later},
    subject,
};
use crate::{
    calendar::{Date, parse_date},
    model::{Kind, Stage, format::Word, log::Channel},
    render::{draft, letter},
    report,
    source::SourceFile,
    write,
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
    /// Record it though this very draft is recorded as sent on another day or by another way
    #[arg(long)]
    again: bool,
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
        let _turn = recording::turn(Some(&root), output)?;
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
        let path = match self.recorded(opened, (&found, &text))? {
            Some(path) => path.to_owned(),
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

    /// The entry that a run wrote which was cut short before it removed the draft: only that is left to do. Repeated on
    /// another day, it would be a second letter that nobody sent.
    fn recorded<'o>(
        &self,
        opened: &'o Opened,
        (found, text): (&Found, &str),
    ) -> Result<Option<&'o str>, Failure> {
        if self.again {
            return Ok(None);
        }
        let of_this_draft: Vec<_> = entries_of(opened, &found.text).collect();
        if let Some((_, file)) = of_this_draft.iter().find(|(_, file)| file.text == text) {
            return Ok(Some(file.path.as_str()));
        }
        let Some((sent, file)) = of_this_draft.first() else {
            return Ok(None);
        };
        Err(Failure(format!(
            "{}: just this draft is recorded as sent already, in {}: `dunlin sent {} --date {} --channel {}` only takes \
             the draft away; if it went out once more, say --again",
            found.path,
            file.path,
            found.path.trim_end_matches(".md"),
            sent.date,
            sent.channel
        )))
    }
}

/// The entries of the log that `sent` has made of a draft, or would make of it on their day.
fn entries_of<'o>(
    opened: &'o Opened,
    draft: &str,
) -> impl Iterator<Item = (draft::Sent<'o>, &'o SourceFile)> {
    let log = format!("{}/", Kind::Log.folder());
    let files = opened.loaded.sources.files().map(|(_, file)| file);
    files.filter_map(move |file| {
        if !file.path.starts_with(&log) || !file.path.ends_with(".md") {
            return None;
        }
        let sent = draft::Sent {
            date: draft::value(&file.text, "date").and_then(parse_date)?,
            channel: draft::value(&file.text, "channel")?,
        };
        (draft::log_entry(draft, sent)? == file.text).then_some((sent, file))
    })
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

/// What was sent is recorded as it was; but whoever sent old figures wants to know.
fn warn_of_change(opened: &Opened, found: &Found, output: &mut Output) -> Result<(), Failure> {
    // An offer of a plan is due on no day.
    if !draft::is_ours(found.text.as_bytes()) {
        return Ok(());
    }
    subject::warn_of_unread(opened, output);
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
