//! `dunlin agenda`: what to do today and in the days to come.

use super::{
    Failure, Global, Outcome,
    drafts::{self, Planned},
    ledger::Opened,
    output,
    output::Output,
};
use crate::{render::agenda, report};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Agenda {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// How it is written
    #[arg(long, default_value = "human")]
    format: Format,
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = report::AGENDA_DAYS, value_parser = clap::value_parser!(i64).range(0..=3660))]
    days: i64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Human,
    /// For programs: dunlin/agenda/1
    Json,
    /// For calendars: iCalendar, all-day events
    Ics,
}

impl Agenda {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let languages = opened.languages();
        let planned = Planned::of(&opened, &assessed, &languages, self.days)?;
        let agenda = agenda::Agenda {
            assessed: &assessed,
            unread: &opened.loaded.unread,
            language: drafts::english(&languages)?,
            actions: &planned.actions,
            held: &planned.letters.held,
            unwritten: &planned.unwritten,
            days: self.days,
        };
        let text = match self.format {
            Format::Human => agenda::human(agenda, output::width()),
            Format::Json => agenda::json(agenda)?,
            Format::Ics => agenda::ics(agenda),
        };
        output.result(&text)?;
        if !matches!(self.format, Format::Human) {
            drafts::warn_of_unread(&opened, output);
        }
        Ok(Outcome::Done)
    }
}
