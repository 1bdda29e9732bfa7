//! What each row of a bank's statement is: a payment that the ledger has, a new one and what it pays, or nothing that
//! can be told for certain. Nothing here is likely: what isn't sure is left to the user.

mod existing;
mod payer;
mod spread;

pub use spread::Doubt;

use crate::{assess::Assessed, load::bank::BankRow, money::Amount};
use existing::Existing;
use payer::Payers;
use spread::Balances;
use std::collections::BTreeSet;

/// What rows are held against, beside the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Bank<'b> {
    pub rows: &'b [BankRow],
    /// What the bank calls a payer, and the id of the client.
    pub payers: &'b [(String, String)],
    /// Ids of payments, and names of their files without the ending: of those that can't be read too.
    pub recorded: &'b BTreeSet<String>,
    /// Record a row though a payment like it was typed by hand.
    pub again: bool,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Money that came in and isn't recorded.
    Payment(NewPayment),
    /// Imported before, as the payment of this id.
    Recorded(String),
    /// A payment of this client, amount and, within three days, date is there already.
    Like(String),
    /// It went out; the client that the row names, if one, may have got money back.
    WentOut(Option<String>),
    Unknown(Unknown),
}

/// A payment to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    pub client: String,
    /// Ids and amounts above 0.
    pub shares: Vec<(String, Amount)>,
    /// On no invoice: the client's credit.
    pub left: Amount,
    /// Why it is on no invoice, or not all of it.
    pub doubt: Option<Doubt>,
}

/// Why nobody can tell whose money it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing names a client; the open invoice of this very amount, if there is exactly one.
    Nobody { fits: Option<String> },
    /// The payer's name, or the numbers in the text, are those of several clients.
    Several(Vec<String>),
    /// The payer is one client, the invoice named another's.
    Conflict { payer: String, named: String },
}

/// What each row is, in the order of the rows.
pub fn matched(assessed: &Assessed, bank: Bank) -> Vec<Found> {
    let mut existing = Existing::of(assessed.ledger);
    let mut found: Vec<Option<Found>> = bank
        .rows
        .iter()
        .map(|row| {
            let id = recorded_as(row, bank.recorded)?;
            existing.take(&id);
            Some(Found::Recorded(id))
        })
        .collect();
    let payers = Payers::of(assessed, bank.payers);
    let mut balances = Balances::of(assessed);
    let mut order: Vec<usize> = (0..bank.rows.len()).collect();
    // Stable: of one day in the file's order.
    order.sort_by_key(|at| bank.rows.get(*at).map(|row| row.date));
    for at in order {
        let (Some(row), Some(place)) = (bank.rows.get(at), found.get_mut(at)) else {
            continue;
        };
        if place.is_none() {
            let who = payers.who(row);
            *place = Some(one(row, who, (&mut existing, &mut balances), bank.again));
        }
    }
    found.into_iter().flatten().collect()
}

/// The name of a file that this row was recorded in.
pub fn record_name(row: &BankRow, client: &str) -> String {
    format!("{}-{client}-{}", row.date, row.key())
}

fn recorded_as(row: &BankRow, recorded: &BTreeSet<String>) -> Option<String> {
    let (date, key) = (format!("{}-", row.date), format!("-{}", row.key()));
    let is_it = |id: &&String| id.starts_with(&date) && id.ends_with(&key);
    recorded.iter().find(is_it).cloned()
}

fn one(
    row: &BankRow,
    who: Result<payer::Known, Unknown>,
    (existing, balances): (&mut Existing, &mut Balances),
    again: bool,
) -> Found {
    let client = who.as_ref().ok().map(|known| known.client.clone());
    if !row.amount.is_positive() {
        return Found::WentOut(client);
    }
    if !again && let Some(like) = existing.like(row, client.as_deref()) {
        return Found::Like(like);
    }
    match who {
        Ok(known) => {
            let spread = balances.spread(row, &known);
            Found::Payment(NewPayment {
                client: known.client,
                left: row.amount - spread.shares.iter().map(|(_, share)| *share).sum(),
                shares: spread.shares,
                doubt: spread.doubt,
            })
        }
        Err(Unknown::Nobody { .. }) => Found::Unknown(Unknown::Nobody {
            fits: balances.only_of(row),
        }),
        Err(unknown) => Found::Unknown(unknown),
    }
}

#[cfg(test)]
mod tests;
