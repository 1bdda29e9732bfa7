//! `dunlin check`: every finding of a ledger.

use super::{Failure, Global, Outcome, ledger::Opened, output, output::Output};
use crate::{
    check::Deny,
    finding::Level,
    render::findings::{self, FORMATS, Findings, Format},
};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Check {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// How findings are written
    #[arg(long, default_value = "human", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// The lowest level that makes the exit status 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: DenyLevel,
    /// Let findings that appeared only because a day has passed count for the exit status too
    #[arg(long)]
    dated: bool,
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
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened
            .loaded
            .ledger
            .is_some()
            .then(|| opened.assess())
            .transpose()?;
        let checked = opened.check(assessed.as_ref())?;
        let deny = Deny {
            level: self.deny.into(),
            dated: self.dated,
        };
        let text = (self.format()?.render)(&Findings {
            checked: &checked,
            sources: &opened.loaded.sources,
            as_of: opened.day,
            width: output::width(),
            prefix: "",
            deny,
        });
        output.result(&text)?;
        Ok(if checked.fails(deny) {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }

    fn format(&self) -> Result<&'static Format, Failure> {
        findings::format(&self.format).ok_or_else(|| Failure(format!("there is no format `{}`", self.format)))
    }
}
