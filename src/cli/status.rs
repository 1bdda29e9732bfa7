//! `dunlin status`: what is owed.

use super::{
    Failure, Global, Outcome,
    drafts::{self, Planned},
    ledger::Opened,
    output,
    output::Output,
};
use crate::{assess::Assessed, render::status, report};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Status {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// How it is written
    #[arg(long, default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Human,
    /// For programs: dunlin/status/1
    Json,
    /// For spreadsheets: a row for each invoice
    Csv,
}

impl Status {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let text = match self.format {
            Format::Human => human(&opened, &assessed)?,
            Format::Json => {
                let letters = report::letters(&assessed, &opened.loaded.unread);
                let actions = report::actions(&assessed, &letters, report::AGENDA_DAYS);
                status::json(about(&opened, &assessed, &actions))?
            }
            Format::Csv => status::csv(about(&opened, &assessed, &[]))?,
        };
        output.result(&text)?;
        if matches!(self.format, Format::Csv) {
            drafts::warn_of_unread(&opened, output);
        }
        Ok(Outcome::Done)
    }
}

fn about<'s, 'a>(
    opened: &'s Opened,
    assessed: &'s Assessed<'a>,
    actions: &'s [report::Action],
) -> status::Status<'s, 'a> {
    status::Status {
        assessed,
        unread: &opened.loaded.unread,
        actions,
    }
}

fn human(opened: &Opened, assessed: &Assessed) -> Result<String, Failure> {
    let languages = opened.languages();
    let planned = Planned::of(opened, assessed, &languages, report::AGENDA_DAYS)?;
    Ok(status::human(status::Human {
        status: about(opened, assessed, &planned.actions),
        language: drafts::english(&languages)?,
        held: &planned.letters.held,
        unwritten: &planned.unwritten,
        width: output::width(),
    }))
}
