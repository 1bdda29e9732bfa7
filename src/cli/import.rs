//! `dunlin import`: the payments of a bank's statement, each recorded once.

mod rules;

use super::{Failure, Global, Outcome, drafts, input, ledger::Opened, output::Output, recording::Recording};
use crate::{
    assess::{self, Assessed},
    finding::Finding,
    load::{
        self, Content,
        bank::{self, BankRow, BankStatement},
    },
    model::{Kind, bank::BankRules},
    money::Currency,
    render::{
        Files,
        import::{self, Origin},
    },
    report::{
        self,
        matching::{self, Bank, Found},
    },
    statute::Statutes,
    write,
};
use clap::{Args, ValueEnum};
use rules::Rules;
use std::{collections::BTreeSet, path::PathBuf};

#[derive(Debug, Args)]
pub struct Import {
    /// What the file is
    format: Format,
    /// The bank's statement
    file: PathBuf,
    /// How to read it; default: FILE.rules.yaml, else csv.rules.yaml beside it
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Where there are no rules yet: write the ones proposed, for you to look through
    #[arg(long, conflicts_with = "dry_run")]
    write_rules: bool,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// Record rows though payments like them are there already, typed by hand
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    recording: Recording,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
}

impl Import {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let Format::Csv = self.format;
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let own = opened.ledger()?.settings.currency.value;
        let bytes = input::read(&self.file, input::MOST_BYTES)
            .map_err(|error| Failure(format!("{} can't be read: {error}", self.file.display())))?;
        let Some(rules) = Rules::find(&self.file, self.rules.as_deref())? else {
            return rules::propose(&self.file, (&bytes, own), self.write_rules, output);
        };
        let rules = rules.read(opened.ledger()?)?;
        let statement = self.statement(&bytes, &rules, own)?;
        drafts::warn_of_unread(&opened, output);
        let found = self.found(&opened, &rules, &statement.rows)?;
        let rows = || statement.rows.iter().zip(&found);
        let records = rows().filter_map(|(row, found)| record(row, found, (&rules.method, own)));
        let records: Files = records.collect();
        verify(&opened, &records)?;
        for (path, text) in &records {
            output.result(&format!("# {path}\n{}\n", String::from_utf8_lossy(text)))?;
        }
        if !self.recording.dry_run {
            record_all(&opened, &records)?;
        }
        for (row, found) in rows() {
            match (import::told(row, found), found) {
                // Money that nobody sees is a reminder to somebody who paid.
                (Some(line), Found::Unknown(_)) => output.warn(&line),
                (Some(line), _) => output.say(&line),
                (None, _) => {}
            }
        }
        self.close(&statement, &found, output);
        Ok(Outcome::Done)
    }

    fn statement(&self, bytes: &[u8], rules: &BankRules, own: Currency) -> Result<BankStatement, Failure> {
        let statement = bank::statement(bytes, rules, own)
            .map_err(|error| Failure(format!("{}: {error}", self.file.display())))?;
        const SHOWN: usize = 5;
        let count = statement.unreadable.len();
        if count == 0 {
            return Ok(statement);
        }
        let lines = statement.unreadable.iter().take(SHOWN);
        let lines: Vec<_> = lines
            .map(|(line, why)| format!("{}:{line}: {why}", self.file.display()))
            .collect();
        let more = match count.saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!("\nand {more} more"),
        };
        Err(Failure(format!(
            "nothing was recorded, because not every row can be read:\n{}{more}\nmend the rules file, or name such rows under `ignore:`",
            lines.join("\n")
        )))
    }

    /// What each row is, held against the ledger as it is once all of them have happened.
    fn found(&self, opened: &Opened, rules: &BankRules, rows: &[BankRow]) -> Result<Vec<Found>, Failure> {
        let ledger = opened.ledger()?;
        let last = rows.iter().map(|row| row.date).max();
        let day = last.map_or(opened.day, |last| last.max(opened.day));
        let assessed = assess::assess(ledger, &opened.statutes, day);
        report::conserved(&assessed)?;
        let payers: Vec<_> = rules
            .payers
            .iter()
            .map(|(name, id)| (name.clone(), rules::client_id(ledger, &id.value)))
            .collect();
        Ok(matching::matched(
            &assessed,
            Bank {
                rows,
                payers: &payers,
                recorded: &recorded(opened, &assessed),
                again: self.again,
            },
        ))
    }

    fn close(&self, statement: &BankStatement, found: &[Found], output: &mut Output) {
        let mut summary = import::summary(found, self.recording.dry_run);
        if statement.ignored > 0 {
            summary += &format!(", {} ignored", statement.ignored);
        }
        if statement.repeated > 0 {
            summary += &format!(", {} twice in the file", statement.repeated);
        }
        output.say(&summary);
        if self.recording.dry_run {
            output.say("nothing was written: this was a dry run");
        }
    }
}

/// The ids of all payments, and the names of their files: a payment that can't be read is there all the same.
fn recorded(opened: &Opened, assessed: &Assessed) -> BTreeSet<String> {
    let folder = format!("{}/", Kind::Payment.folder());
    let stems = opened.loaded.sources.files().filter_map(|(_, file)| {
        let name = file.path.strip_prefix(&folder)?.rsplit('/').next()?;
        Some(name.rsplit_once('.')?.0.to_lowercase())
    });
    let ids = assessed.ledger.payments.keys().map(|id| id.to_lowercase());
    ids.chain(stems).collect()
}

fn record(row: &BankRow, found: &Found, (method, ledger): (&str, Currency)) -> Option<(String, Vec<u8>)> {
    let Found::Payment(new) = found else { return None };
    let folder = Kind::Payment.folder();
    let path = format!("{folder}/{}.yaml", matching::record_name(row, &new.client));
    let text = import::record(new, Origin { row, method, ledger });
    Some((path, text.into_bytes()))
}

/// Reads the ledger with all of them in it: either all are good, or nothing is written.
fn verify(opened: &Opened, records: &Files) -> Result<(), Failure> {
    let mut folder = load::folder(&opened.root)?;
    for (path, text) in records {
        folder.files.insert(path.clone(), Content::Bytes(text.clone()));
    }
    let jurisdictions: Vec<_> = Statutes::ids().collect();
    let loaded = load::ledger(&folder, &jurisdictions);
    let is_ours = |finding: &&Finding| records.contains_key(loaded.sources.path(finding.span));
    let wrong = loaded.findings.iter().filter(is_ours);
    let said: Vec<_> = wrong
        .map(|finding| format!("{}: {}", loaded.sources.path(finding.span), finding.message))
        .collect();
    if !said.is_empty() {
        return Err(Failure(format!("nothing was written: {}", said.join("; "))));
    }
    if let Some(ledger) = &loaded.ledger {
        report::conserved(&assess::assess(ledger, &opened.statutes, opened.day))?;
    }
    Ok(())
}

/// Each file is whole or not there; a run cut short is finished by the next, which knows the ones that are.
fn record_all(opened: &Opened, records: &Files) -> Result<(), Failure> {
    if records.is_empty() {
        return Ok(());
    }
    let written = write::new_files(&opened.root, records)?;
    match written.kept.first() {
        Some(kept) => Err(Failure(format!(
            "{} is in the way and was left as it is; the other payments were recorded",
            kept.path
        ))),
        None => Ok(()),
    }
}
