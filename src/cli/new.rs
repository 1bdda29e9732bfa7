//! `dunlin new`: a client, a contract or an invoice, filled in as far as the ledger tells.

mod client;
mod contract;
mod invoice;

use super::{Failure, Global, Outcome, output::Output};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct New {
    #[command(subcommand)]
    record: Record,
}

#[derive(Debug, Subcommand)]
enum Record {
    /// Who is to pay
    Client(client::Client),
    /// What was agreed
    Contract(contract::Contract),
    /// What is billed: by default the next instalment of a contract that no invoice names
    Invoice(invoice::Invoice),
}

impl New {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        match &self.record {
            Record::Client(client) => client.run(global, output),
            Record::Contract(contract) => contract.run(global, output),
            Record::Invoice(invoice) => invoice.run(global, output),
        }
    }
}
