//! `dunlin status`: what is owed.

use super::{Failure, Global, Outcome, ledger::Opened, output::Output};
use crate::{render::status, report};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Status {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// How it is written
    #[arg(long, default_value = "json")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
}

impl Status {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let letters = report::letters(&assessed, &opened.loaded.unread);
        let actions = report::actions(&assessed, &letters, report::AGENDA_DAYS);
        let status = status::Status {
            assessed: &assessed,
            unread: &opened.loaded.unread,
            actions: &actions,
        };
        let text = match self.format {
            Format::Json => status::json(status)?,
        };
        output.result(&text)?;
        Ok(Outcome::Done)
    }
}
