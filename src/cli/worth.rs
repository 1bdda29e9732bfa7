//! `dunlin worth CONTRACT|INVOICE`: whether the debt is worth pursuing, and how.

use super::{
    Failure, Global, Outcome,
    ledger::Opened,
    output::{self, Output},
    subject::{self, Subject},
};
use crate::{
    assess::{Assessed, InvoiceOn},
    render::worth::{self, Weighed},
    report::{self, Debt},
    statute::RecoveryFigures,
};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Worth {
    /// An invoice, by id or printed number, or a contract: then all that is overdue on it
    subject: String,
    /// The ledger's folder
    ledger: Option<PathBuf>,
}

impl Worth {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        subject::warn_of_unread(&opened, output);
        let subject = subject::invoice_or_contract(opened.ledger()?, &self.subject)?;
        let assessed = opened.assess()?;
        let owed = owed(&assessed, subject);
        let Some(debt) = Debt::of(&owed) else {
            output.result(&nothing(subject, &owed))?;
            return Ok(Outcome::Done);
        };
        let usual = RecoveryFigures::read()?;
        let invoices: Vec<_> = owed
            .iter()
            .map(|on| {
                let place = on.invoice.origin.place;
                let sources = &opened.loaded.sources;
                let line = sources.start(place).line;
                (on.invoice.id.as_str(), format!("{}:{line}", sources.path(place)))
            })
            .collect();
        let text = worth::worth(Weighed {
            debt,
            worth: &report::worth(&assessed, debt, &usual),
            usual: &usual,
            invoices: &invoices,
            day: opened.day,
            width: output::width(),
        });
        output.result(&text)?;
        Ok(Outcome::Done)
    }
}

/// The open invoice itself; of a contract its overdue ones.
fn owed<'s, 'a>(assessed: &'s Assessed<'a>, subject: Subject) -> Vec<&'s InvoiceOn<'a>> {
    let all = assessed.invoices.values();
    match subject {
        Subject::Invoice(invoice) => all
            .filter(|on| on.invoice.id == invoice.id && on.is_open())
            .collect(),
        Subject::Contract(contract) => all
            .filter(|on| on.is_under(contract) && on.is_overdue())
            .collect(),
    }
}

fn nothing(subject: Subject, owed: &[&InvoiceOn]) -> String {
    match subject {
        _ if !owed.is_empty() => {
            "What is overdue on it is in several currencies: ask for one invoice at a time.\n".to_owned()
        }
        Subject::Invoice(invoice) => format!(
            "Invoice {} isn't open, so there is nothing to pursue: `dunlin why {}` says how it stands.\n",
            invoice.number(),
            invoice.id
        ),
        Subject::Contract(contract) => {
            format!(
                "Nothing is overdue on `{}`, so there is nothing to pursue.\n",
                contract.id
            )
        }
    }
}
