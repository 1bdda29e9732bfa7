//! The court for small sums and the claim beside it: does it fit, what would have to be waived, what had to be tried
//! first, and until when.

use crate::{
    assess::{Assessed, InvoiceOn, governing_law, limit_query},
    calendar::{Date, add_days},
    model::{
        Stage,
        log::{Direction, What},
    },
    money::Amount,
    statute::{Jurisdiction, Limit, LimitAnswer, PreAction},
};

/// The place whose courts are asked, as far as the law data knows it.
#[derive(Debug)]
pub struct Court<'a> {
    /// `None`: neither contract, client nor ledger names one, or the data hasn't got it.
    pub place: Option<&'a Jurisdiction>,
    /// Whose law on limitation.
    pub governing: Option<&'a Jurisdiction>,
    pub limit: LimitAnswer<'a>,
    /// Of a limit in the claim's currency.
    pub fit: Option<Fit>,
    pub bars: Vec<Bar<'a>>,
    /// The earliest day on which a claimed invoice can no longer be brought to court, at the earliest.
    pub limitation_on: Option<Date>,
}

/// The claim beside the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// The principal, with interest where it counts towards the limit.
    pub measured: Amount,
    pub interest_counts: Option<bool>,
    /// What would have to be waived for the claim to be admitted; 0 if it is.
    pub to_waive: Amount,
}

/// Something that must be tried before the court is asked, and whether it was.
#[derive(Debug, Clone, Copy)]
pub struct Bar<'a> {
    pub rule: &'a PreAction,
    pub reply: Reply,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// No final demand, or lawyer's letter, that went out names every claimed invoice.
    NoDemand,
    /// Up to and including this day the debtor has time to reply.
    Until { demanded: Date, last: Date },
    /// The time to reply is over.
    Over { demanded: Date, last: Date },
}

impl<'a> Court<'a> {
    /// `open` are the claimed invoices, never none; `sums` the principal and the interest claimed.
    pub fn of(assessed: &Assessed<'a>, open: &[&InvoiceOn<'a>], sums: (Amount, Amount)) -> Self {
        let Some(first) = open.first() else {
            return Self::nowhere();
        };
        let (client, contract) = (first.client, first.contract);
        let place = assessed.ledger.jurisdiction(client, contract);
        let place = place.and_then(|id| assessed.statutes.jurisdiction(id));
        let query = limit_query(assessed.ledger, client, assessed.day);
        let limit = place.map_or(LimitAnswer::Unknown, |place| place.limit(&query));
        let fit = match (limit, place) {
            (LimitAnswer::Known(limit), Some(place)) if limit.currency == first.currency => {
                Some(Fit::of(limit, place.small_claims.interest_counts, sums))
            }
            _ => None,
        };
        let comparable = place
            .filter(|place| place.currency == first.currency)
            .map(|_| sums.0);
        let reply = |rule: &PreAction| reply(assessed, open, rule.reply_days);
        let bars = place
            .into_iter()
            .flat_map(|place| place.pre_actions(query.legal_form, comparable));
        let governing = match contract {
            Some(contract) => governing_law(assessed.basis(), contract),
            None => place,
        };
        Self {
            place,
            governing,
            limit,
            fit,
            bars: bars
                .map(|rule| Bar {
                    rule,
                    reply: reply(rule),
                })
                .collect(),
            limitation_on: open.iter().filter_map(|on| on.limitation_on).min(),
        }
    }

    fn nowhere() -> Self {
        Self {
            place: None,
            governing: None,
            limit: LimitAnswer::Unknown,
            fit: None,
            bars: Vec::new(),
            limitation_on: None,
        }
    }
}

impl Fit {
    fn of(limit: Limit, interest_counts: Option<bool>, (principal, interest): (Amount, Amount)) -> Self {
        let measured = match interest_counts {
            Some(true) => principal + interest,
            Some(false) | None => principal,
        };
        let most = if limit.inclusive {
            limit.amount
        } else {
            limit.amount - limit.currency.minor_unit()
        };
        Self {
            measured,
            interest_counts,
            to_waive: (measured - most).at_least_zero(),
        }
    }
}

fn reply(assessed: &Assessed, open: &[&InvoiceOn], days: u32) -> Reply {
    let demands = open.iter().map(|on| first_demand(assessed, &on.invoice.id));
    let all: Option<Vec<Date>> = demands.collect();
    // Each invoice must have been demanded; the time runs from the last of them.
    let Some(demanded) = all.and_then(|days| days.into_iter().max()) else {
        return Reply::NoDemand;
    };
    let last = add_days(demanded, i64::from(days));
    if assessed.day > last {
        Reply::Over { demanded, last }
    } else {
        Reply::Until { demanded, last }
    }
}

/// The first final demand, or lawyer's letter, that went out about the invoice.
fn first_demand(assessed: &Assessed, invoice: &str) -> Option<Date> {
    let log = assessed.ledger.log.values();
    let sent = log.filter(|entry| {
        let counts = entry.what == What::Contact && entry.direction == Direction::Out && entry.delivered;
        let step = entry.step_for(invoice);
        counts && matches!(step, Some(Stage::FinalDemand | Stage::LawyerLetter))
    });
    sent.map(|entry| entry.date.value)
        .filter(|day| *day <= assessed.day)
        .min()
}
