//! `dunlin check`: every finding of one ledger or several, narrowed to what was asked.

mod ledgers;
mod since;

use super::{Failure, Global, Outcome, output, output::Output};
use crate::{
    check::Deny,
    finding::Level,
    render::findings::{self, FORMATS, Findings, Format},
};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};
use ledgers::Checking;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Check {
    /// The ledger's folder, or those of several
    #[arg(value_name = "LEDGER")]
    ledgers: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, default_value = "human", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// The lowest level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: DenyLevel,
    /// Let findings that appeared only because a day has passed count for the exit status too
    #[arg(long)]
    dated: bool,
    /// Only what is found on records that changed since a revision of git, or names one; `main...`: since this branch left main
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
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
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let (mut ledgers, missing) = ledgers::checked(&self.ledgers, global, output)?;
        self.narrow(&mut ledgers)?;
        self.write(&ledgers, output)?;
        match missing {
            Some(missing) => Err(missing),
            None => Ok(self.outcome(&ledgers)),
        }
    }

    /// Takes away the findings that were not asked for.
    fn narrow(&self, ledgers: &mut [Checking]) -> Result<(), Failure> {
        since::narrow(ledgers, self.changed_since.as_deref())
    }

    fn write(&self, ledgers: &[Checking], output: &mut Output) -> Result<(), Failure> {
        let format = self.format()?;
        for ledger in ledgers {
            let text = (format.render)(&Findings {
                checked: &ledger.checked,
                sources: &ledger.opened.loaded.sources,
                as_of: ledger.opened.day,
                width: output::width(),
            });
            output.result(&text)?;
        }
        Ok(())
    }

    fn outcome(&self, ledgers: &[Checking]) -> Outcome {
        let deny = Deny {
            level: self.deny.into(),
            dated: self.dated,
        };
        if ledgers.iter().any(|ledger| ledger.checked.fails(deny)) {
            Outcome::Findings
        } else {
            Outcome::Done
        }
    }

    fn format(&self) -> Result<&'static Format, Failure> {
        findings::format(&self.format).ok_or_else(|| Failure(format!("there is no format `{}`", self.format)))
    }
}
