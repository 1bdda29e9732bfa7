//! Which sums of a contract are over the small-claims limit of their day, and how a limit is told; apart because
//! several rules ask for it, and rules don't ask each other.

use crate::{
    assess::{Assessed, ContractLimit, ContractOn, InstalmentOn},
    calendar::Date,
    check::wording,
    model::{Contract, CreditorKind, contract::Amounts},
    money::{Amount, Currency},
    statute::{Basis, Limit},
};

/// A sum that can't be claimed whole.
#[derive(Debug, Clone, Copy)]
pub struct OverLimit<'a> {
    /// `None`: the total, of a contract without schedule.
    pub row: Option<&'a InstalmentOn<'a>>,
    pub gross: Amount,
    pub limit: Limit<'a>,
}

/// The instalments due after `start` that are over the limit of their day, an `every` once; of a contract without
/// schedule its total too.
pub fn over_limit<'a>(assessed: &'a Assessed<'a>, on: &'a ContractOn<'a>) -> Vec<OverLimit<'a>> {
    let mut over: Vec<OverLimit> = whole_total(assessed, on).into_iter().collect();
    for row in on.instalments.iter().filter(|row| is_exposed(on.contract, row)) {
        let told = over
            .iter()
            .filter_map(|sum| sum.row)
            .any(|told| std::ptr::eq(told.instalment, row.instalment));
        if let (false, Some(limit)) = (told, exceeded(assessed, on, (row.date, row.gross))) {
            over.push(OverLimit {
                row: Some(row),
                gross: row.gross,
                limit,
            });
        }
    }
    over
}

/// The limit of a day, if a sum due on it is above.
pub fn exceeded<'a>(
    assessed: &'a Assessed<'a>,
    on: &'a ContractOn<'a>,
    (day, gross): (Date, Amount),
) -> Option<Limit<'a>> {
    match ContractLimit::of(assessed.basis(), on.contract, day) {
        ContractLimit::Known(limit) => (!limit.admits(gross)).then_some(limit),
        _ => None,
    }
}

/// Due after work has begun: what is due before is paid, or no work is done.
fn is_exposed(contract: &Contract, row: &InstalmentOn) -> bool {
    contract.start.is_none_or(|start| row.date > start.value)
}

fn whole_total<'a>(assessed: &'a Assessed<'a>, on: &'a ContractOn<'a>) -> Option<OverLimit<'a>> {
    let contract = on.contract;
    if !contract.schedule.is_empty() {
        return None;
    }
    let gross = gross(on, contract.total?.value);
    let limit = exceeded(assessed, on, (day_of_whole(assessed, contract), gross))?;
    Some(OverLimit {
        row: None,
        gross,
        limit,
    })
}

/// The day on which a contract without schedule is compared with a limit: its end, else start, else date, else today.
pub fn day_of_whole(assessed: &Assessed, contract: &Contract) -> Date {
    let stated = contract.end.or(contract.start).or(contract.date);
    stated.map_or(assessed.day, |day| day.value)
}

/// What an amount of the contract comes to with tax.
pub fn gross(on: &ContractOn, written: Amount) -> Amount {
    match on.contract.amounts {
        Amounts::Gross => written,
        Amounts::Net => written.plus_percent(on.contract.tax_percent, on.currency),
    }
}

/// `6000.00 USD`; of a net contract `7260.00 EUR with tax`.
pub fn gross_words(on: &ContractOn, gross: Amount) -> String {
    let taxed = on.contract.amounts == Amounts::Net && !on.contract.tax_percent.is_zero();
    let with_tax = if taxed { " with tax" } else { "" };
    format!("{}{with_tax}", words(gross, on.currency))
}

/// `6000.00 USD`.
pub fn words(amount: Amount, currency: Currency) -> String {
    format!("{} {currency}", amount.plain(currency))
}

/// `the limit for an individual in California is 12500.00 USD since 2024-01-01`.
pub fn limit_words(assessed: &Assessed, on: &ContractOn, limit: &Limit) -> String {
    let law = on
        .jurisdiction
        .and_then(|place| assessed.statutes.jurisdiction(place));
    let place = law.map_or(on.jurisdiction.unwrap_or_default(), |law| &law.name);
    let by_claimant = law.is_some_and(|law| {
        let mut rows = law.small_claims.limits.iter();
        rows.any(|row| row.claimant.is_some())
    });
    let whose = match assessed.ledger.settings.creditor.kind {
        _ if !by_claimant => "",
        CreditorKind::Individual => " for an individual",
        CreditorKind::Organisation => " for an organisation",
    };
    let since = if limit.from_exact {
        "since"
    } else {
        "at least since"
    };
    let less = if limit.inclusive {
        ""
    } else {
        ", and a claim must stay below it"
    };
    format!(
        "the limit{whose} in {place} is {} {since} {}{less}{}",
        words(limit.amount, limit.currency),
        limit.since,
        doubt(limit)
    )
}

fn doubt(limit: &Limit) -> &'static str {
    match limit.basis {
        Basis::Data { confidence, .. } => wording::doubt(confidence),
        Basis::Ledger => " (your own figure, under `law:`)",
    }
}

/// Title and address of what a limit rests on.
pub fn limit_source(limit: &Limit) -> Option<String> {
    match limit.basis {
        Basis::Data { sources, .. } => wording::cited(sources),
        Basis::Ledger => None,
    }
}
