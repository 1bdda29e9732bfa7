//! `dunlin why INVOICE`: every fact and rule behind its state and next step.

use super::{Failure, Global, Outcome, ledger::Opened, output, output::Output, subject};
use crate::{render::why, report};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Why {
    /// Its id or printed number
    invoice: String,
    /// The ledger's folder
    ledger: Option<PathBuf>,
}

impl Why {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let opened = Opened::open(self.ledger.as_deref(), global)?;
        subject::warn_of_unread(&opened, output);
        let invoice = subject::invoice(opened.ledger()?, &self.invoice)?;
        let assessed = opened.assess()?;
        let letters = report::letters(&assessed, &opened.loaded.unread);
        let on = assessed.invoices.get(invoice.id.as_str());
        let on = on.ok_or_else(|| Failure(format!("invoice `{}` could not be worked out", invoice.id)))?;
        let text = why::why(why::Why {
            assessed: &assessed,
            on,
            sources: &opened.loaded.sources,
            letters: &letters,
            width: output::width(),
        });
        output.result(&text)?;
        Ok(Outcome::Done)
    }
}
