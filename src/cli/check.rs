//! `dunlin check`: every finding of one ledger or several, narrowed to what was asked.

mod baselines;
mod fix;
mod ledgers;
mod places;
mod since;
mod written;

use super::{Failure, Global, Outcome, output::Output};
use crate::{
    check::{self, Asked, Deny},
    finding::Level,
    load::SETTINGS,
    render::findings::FORMATS,
};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};
use fix::Fixing;
use ledgers::{Checking, How};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};
use written::Told;

#[derive(Debug, Args)]
pub struct Check {
    /// The ledger's folder, or those of several
    #[arg(value_name = "LEDGER")]
    ledgers: Vec<PathBuf>,
    /// How findings are written; default: human
    #[arg(long, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: Option<String>,
    /// Write the --format to this file, and print for people
    #[arg(short, long, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
    /// The lowest level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: DenyLevel,
    /// Let findings that appeared only because a day has passed count for the exit status too
    #[arg(long)]
    dated: bool,
    /// Only these rules or groups of rules, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    only: Vec<String>,
    /// Not these rules or groups of rules; a rule's own id goes over its group
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Let pass what this file says was there before
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write what is found to this file, for --baseline to let pass from now on
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Count the findings by rule instead of showing each
    #[arg(long)]
    stats: bool,
    /// Only what is found on records that changed since a revision of git, or names one; `main...`: since this branch left main
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    changed_since: Option<String>,
    /// Mend what has one safe answer, in your files, before checking
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline", "changed_since"])]
    fix: bool,
    /// Only show what --fix would change, and change nothing
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline", "changed_since"])]
    diff: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum DenyLevel {
    Error,
    Warning,
    Info,
}

impl From<DenyLevel> for Level {
    fn from(level: DenyLevel) -> Self {
        match level {
            DenyLevel::Error => Self::Error,
            DenyLevel::Warning => Self::Warning,
            DenyLevel::Info => Self::Info,
        }
    }
}

impl Check {
    /// A ledger that can't be opened doesn't stop the others; what could be checked is told before that failure is.
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let begun = Instant::now();
        let asked = Asked::of(&self.only, &self.ignore)?;
        let how = How {
            global,
            asked: &asked,
        };
        if self.diff {
            return self.show_fixes(how, output);
        }
        if self.fix {
            self.each(|named| Fixing { named, how }.apply(output))?;
        }
        let (mut ledgers, missing) = ledgers::checked(&self.ledgers, how, output)?;
        if let (Some(path), Some(Failure(missing))) = (&self.write_baseline, &missing) {
            let path = path.display();
            return Err(Failure(format!("{missing}, so {path} was left as it is")));
        }
        if !ledgers.is_empty() {
            self.narrow(&mut ledgers, &asked, output)?;
            let told = Told {
                check: self,
                ledgers: &ledgers,
            };
            told.write(output)?;
        }
        if self.stats {
            output.say(&format!("checked in {:.2?}", begun.elapsed()));
        }
        missing.map_or_else(|| Ok(self.outcome(&ledgers)), Err)
    }

    /// What `--fix` would change, in one ledger after the other.
    fn show_fixes(&self, how: How, output: &mut Output) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::Done;
        self.each(|named| {
            if (Fixing { named, how }).show(output)? == Outcome::Findings {
                outcome = Outcome::Findings;
            }
            Ok(())
        })?;
        Ok(outcome)
    }

    /// Calls `with` for every ledger named, or once for the nearest.
    fn each(&self, mut with: impl FnMut(Option<&Path>) -> Result<(), Failure>) -> Result<(), Failure> {
        if self.ledgers.is_empty() {
            return with(None);
        }
        self.ledgers.iter().try_for_each(|ledger| with(Some(ledger)))
    }

    /// Takes away the findings that are let pass.
    fn narrow(&self, ledgers: &mut [Checking], asked: &Asked, output: &mut Output) -> Result<(), Failure> {
        for ledger in ledgers.iter() {
            let off = check::asked_but_off(&ledger.opened.loaded, asked);
            for rule in off.map_err(|wrong| ledger.opened.refused(&wrong))? {
                output.warn(&format!(
                    "{rule} is off in {}, so it says nothing",
                    ledger.opened.root.join(SETTINGS).display()
                ));
            }
        }
        match (&self.baseline, &self.write_baseline) {
            (Some(path), _) => baselines::apply(path, ledgers, asked, output)?,
            (None, Some(path)) => baselines::write(path, ledgers, asked, output)?,
            (None, None) => {}
        }
        since::narrow(ledgers, self.changed_since.as_deref())
    }

    fn outcome(&self, ledgers: &[Checking]) -> Outcome {
        let deny = self.denied();
        if ledgers.iter().any(|ledger| ledger.checked.fails(deny)) {
            Outcome::Findings
        } else {
            Outcome::Done
        }
    }

    fn denied(&self) -> Deny {
        Deny {
            level: self.deny.into(),
            dated: self.dated,
        }
    }
}
