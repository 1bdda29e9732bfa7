//! `dunlin export`: the ledger for other programs.

use super::{Failure, Global, Outcome, drafts, ledger::Opened, output::Output, statement};
use crate::{
    assess::Assessed,
    render::{export, status},
    report,
};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Export {
    /// For which program
    format: Format,
    /// Of csv: which table; default: invoices
    table: Option<Table>,
    /// The ledger's folder
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// Where it goes, instead of standard output; an existing file is left alone
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A journal: receivables, income, receipts
    Hledger,
    /// A table for spreadsheets
    Csv,
    /// Everything, for programs: dunlin/export/1
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    Clients,
    Contracts,
    Invoices,
    Log,
    Payments,
}

impl Export {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        if self.table.is_some() && self.format != Format::Csv {
            return Err(Failure(
                "only csv has tables: say `dunlin export csv TABLE`".to_owned(),
            ));
        }
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        let assessed = opened.assess()?;
        let text = self.text(&opened, &assessed)?;
        if self.format != Format::Json {
            drafts::warn_of_unread(&opened, output);
        }
        match &self.out {
            None => output.result(&text)?,
            Some(path) => {
                statement::put(path, text)?;
                output.say(&format!("made {}", path.display()));
            }
        }
        Ok(Outcome::Done)
    }

    fn text(&self, opened: &Opened, assessed: &Assessed) -> Result<String, Failure> {
        let unread = &opened.loaded.unread;
        let about = status::Status {
            assessed,
            unread,
            actions: &[],
        };
        Ok(match (self.format, self.table.unwrap_or(Table::Invoices)) {
            (Format::Hledger, _) => export::hledger(assessed, unread),
            (Format::Json, _) => {
                let letters = report::letters(assessed, unread);
                let actions = report::actions(assessed, &letters, report::AGENDA_DAYS);
                export::json(status::Status {
                    actions: &actions,
                    ..about
                })?
            }
            (Format::Csv, Table::Clients) => export::clients(assessed)?,
            (Format::Csv, Table::Contracts) => export::contracts(assessed)?,
            (Format::Csv, Table::Invoices) => status::csv(about)?,
            (Format::Csv, Table::Log) => export::log(assessed)?,
            (Format::Csv, Table::Payments) => export::payments(assessed)?,
        })
    }
}
