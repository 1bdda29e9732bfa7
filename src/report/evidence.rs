//! What a claim rests on: who owes what and why, what happened, in which records it stands, and what the court in
//! question takes. Facts for a court's file, and no advice.

mod chronology;
mod court;
mod enclosed;

pub use chronology::{Event, Fact};
pub use court::{Bar, Court, Fit, Reply};
pub use enclosed::{Enclosed, What as EnclosedWhat, enclosed};

use crate::{
    assess::{Assessed, ContractOn, InvoiceOn, State, Withheld},
    model::Client,
    money::{Amount, Currency},
};

/// What is claimed, and everything about it, at the assessed day.
#[derive(Debug)]
pub struct Evidence<'s, 'a> {
    pub client: &'a Client,
    pub contract: Option<&'s ContractOn<'a>>,
    pub currency: Currency,
    /// The open invoices that are claimed, by due date; never empty.
    pub claimed: Vec<Claimed<'s, 'a>>,
    /// The contract's other invoices, drafts left out: for the picture, not claimed.
    pub others: Vec<&'s InvoiceOn<'a>>,
    /// Balances of the claimed invoices.
    pub principal: Amount,
    pub interest: Amount,
    /// In the invoices' currency.
    pub compensation: Amount,
    /// What the client has paid in this currency that no invoice took: not taken off the principal.
    pub credit: Amount,
    /// By date.
    pub events: Vec<Event<'s, 'a>>,
    pub court: Court<'a>,
}

/// One claimed invoice.
#[derive(Debug)]
pub struct Claimed<'s, 'a> {
    pub on: &'s InvoiceOn<'a>,
    /// What of the charges that ran is claimed: also what only a court may award, never what was let go.
    pub interest: Amount,
    pub compensation: Amount,
    pub other_compensation: Option<(Amount, Currency)>,
    /// Why not all that ran is claimed, or that a court has to award it.
    pub withheld: Option<Withheld>,
}

/// What a claim may be made for.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s, 'a> {
    Contract(&'s ContractOn<'a>),
    Invoice(&'s InvoiceOn<'a>),
}

/// Why there is nothing to claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NothingToClaim {
    #[error("nothing is open on invoice {number}: it is {state}")]
    NotOpen { number: String, state: &'static str },
    #[error("no invoice under contract {contract} is open in {currency}")]
    NoneOpen {
        contract: String,
        currency: &'static str,
    },
}

/// The evidence for a claim.
pub fn evidence<'s, 'a>(
    assessed: &'s Assessed<'a>,
    subject: Subject<'s, 'a>,
) -> Result<Evidence<'s, 'a>, NothingToClaim> {
    let (contract, invoices) = scope(assessed, subject);
    let currency = match subject {
        Subject::Contract(on) => on.currency,
        Subject::Invoice(on) => on.currency,
    };
    let is_claimed = |on: &&InvoiceOn| on.is_open() && on.currency == currency;
    let (open, others): (Vec<_>, Vec<_>) = invoices.into_iter().partition(is_claimed);
    let Some(first) = open.first() else {
        return Err(nothing(subject));
    };
    let client = first.client;
    let claimed: Vec<_> = open.iter().copied().map(Claimed::of).collect();
    let sum = |part: fn(&Claimed) -> Amount| claimed.iter().map(part).sum::<Amount>();
    let (principal, interest) = (sum(|own| own.on.balance), sum(|own| own.interest));
    let all: Vec<_> = open.iter().chain(&others).copied().collect();
    Ok(Evidence {
        client,
        contract,
        currency,
        principal,
        interest,
        compensation: sum(|own| own.compensation),
        credit: credit(assessed, client, currency),
        events: chronology::events(assessed, contract, &all),
        court: Court::of(assessed, &open, (principal, interest)),
        claimed,
        others,
    })
}

/// The contract, and the issued invoices that the claim is about, by due date.
fn scope<'s, 'a>(
    assessed: &'s Assessed<'a>,
    subject: Subject<'s, 'a>,
) -> (Option<&'s ContractOn<'a>>, Vec<&'s InvoiceOn<'a>>) {
    match subject {
        Subject::Invoice(on) => {
            let contract = on
                .contract
                .and_then(|contract| assessed.contracts.get(contract.id.as_str()));
            (contract, vec![on])
        }
        Subject::Contract(contract) => {
            let own = assessed
                .invoices
                .values()
                .filter(|on| on.is_under(contract.contract));
            let mut own: Vec<_> = own.filter(|on| on.state != State::Draft).collect();
            own.sort_by_key(|on| (on.due, &on.invoice.id));
            (Some(contract), own)
        }
    }
}

fn nothing(subject: Subject) -> NothingToClaim {
    match subject {
        Subject::Contract(on) => NothingToClaim::NoneOpen {
            contract: on.contract.id.clone(),
            currency: on.currency.code(),
        },
        Subject::Invoice(on) => NothingToClaim::NotOpen {
            number: on.invoice.number().to_owned(),
            state: match on.state {
                State::Draft => "a draft",
                State::Void => "void",
                State::Paid => "paid",
                State::WrittenOff => "written off",
                State::Open => "open",
            },
        },
    }
}

fn credit(assessed: &Assessed, client: &Client, currency: Currency) -> Amount {
    let own = assessed.clients.get(client.id.as_str());
    own.and_then(|own| own.unallocated.get(&currency))
        .copied()
        .unwrap_or_default()
}

impl Evidence<'_, '_> {
    /// Principal, interest and compensation, as far as they are in one currency.
    pub fn total(&self) -> Amount {
        self.principal + self.interest + self.compensation
    }
}

impl<'s, 'a> Claimed<'s, 'a> {
    fn of(on: &'s InvoiceOn<'a>) -> Self {
        let awarded = on.claim.withheld == Some(Withheld::Prejudgment);
        let ran = on.interest.as_ref().map_or(Amount::ZERO, |ran| ran.amount);
        Self {
            on,
            interest: if awarded { ran } else { on.claim.interest },
            compensation: if awarded {
                on.compensation
            } else {
                on.claim.compensation
            },
            other_compensation: if awarded {
                on.other_compensation
            } else {
                on.claim.other_compensation
            },
            withheld: on.claim.withheld,
        }
    }
}

#[cfg(test)]
mod tests;
