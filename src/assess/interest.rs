//! What late payment of an invoice costs the client: interest from the day default begins, fixed compensation beside
//! it, and what of both may be claimed. Apart because it is the law's arithmetic, not the ledger's.

mod claim;
mod compensation;
mod compounding;
mod default;
mod principal;
mod rates;
mod stretches;
#[cfg(test)]
mod tests;

pub use claim::{Claim, Withheld};
pub use rates::RateSource;
pub use stretches::Stretch;

use super::{Folder, State, law, promise::Account};
use crate::{
    calendar::Date,
    model::{Contract, Invoice, LateInterest, Policy},
    money::{Amount, Currency},
    statute::{Compounding, InterestRule, Rate, RunsFrom, YearBasis},
};
use default::Onset;
use principal::Principal;
use rates::Tariff;
use stretches::{Days, Terms};

/// The interest that ran on an invoice up to the day, or up to the day it was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterestOn<'a> {
    /// The sum of all stretches, rounded once, half away from zero.
    pub amount: Amount,
    /// A rate that was used may still change: its table ended before a day that was counted, or it is one period's
    /// figure of a formula.
    pub provisional: bool,
    pub rule: Rule<'a>,
    /// The first day of default, the first that is counted.
    pub from: Date,
    /// By date, without gaps, never empty.
    pub stretches: Vec<Stretch<'a>>,
}

/// Whose rule it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule<'a> {
    /// The contract's own flat rate.
    Contract,
    /// The law of this place.
    Law(&'a str),
}

/// Why no interest ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRunning<'a> {
    /// A draft, void or written-off invoice.
    State(State),
    /// Not yet late, or settled before default began.
    NotInDefault,
    /// `late_interest: none`.
    AgreedNone,
    /// No governing law is named, or it has no rule for this kind of client.
    NoRule,
    /// The law gives a formula in words, and nothing is computed.
    FormulaOnly { text: &'a str },
    /// It is late, and default begins with a demand; where the law sets a last day without one, on that day.
    WaitingForDemand { at_the_latest: Option<Date> },
    /// The table of a reference rate begins after default did: the ledger may add the row under `law:`.
    RateUnknown { reference: &'a str },
}

/// The invoice whose charges are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Debt<'s, 'a> {
    pub invoice: &'a Invoice,
    pub contract: Option<&'a Contract>,
    pub policy: &'s Policy,
    pub account: &'s Account<'a>,
    pub state: State,
    pub due: Option<Date>,
    /// Of a paid invoice.
    pub settled_on: Option<Date>,
}

/// Everything that late payment adds to an invoice.
#[derive(Debug)]
pub struct Charges<'a> {
    pub interest: Option<InterestOn<'a>>,
    /// `None` while interest runs, or ran.
    pub not_running: Option<NotRunning<'a>>,
    /// In the invoice's currency.
    pub compensation: Amount,
    /// In the law's currency, where that isn't the invoice's.
    pub other_compensation: Option<(Amount, Currency)>,
    pub claim: Claim,
}

impl<'a> Charges<'a> {
    pub(super) fn of(folder: &Folder<'a>, debt: &Debt<'_, 'a>) -> Self {
        let law = Law::of(folder, debt.contract);
        match interest(folder, debt, law) {
            Ok(interest) => Self::with(folder, debt, (interest, law)),
            Err(reason) => Self {
                interest: None,
                not_running: Some(reason),
                compensation: Amount::ZERO,
                other_compensation: None,
                claim: Claim::default(),
            },
        }
    }

    fn with(
        folder: &Folder<'a>,
        debt: &Debt<'_, 'a>,
        (interest, law): (InterestOn<'a>, Option<Law<'a>>),
    ) -> Self {
        let fixed = law.and_then(|law| compensation::owed(law.rule, debt));
        let (own, other): (Vec<_>, Vec<_>) = fixed
            .into_iter()
            .partition(|(_, currency)| *currency == debt.account.currency);
        let mut charges = Self {
            compensation: own.into_iter().map(|(amount, _)| amount).sum(),
            other_compensation: other.first().copied(),
            interest: Some(interest),
            not_running: None,
            claim: Claim::default(),
        };
        charges.claim = claim::of(folder, debt, law, &charges);
        charges
    }
}

/// The rule that the governing law has for this kind of client.
#[derive(Debug, Clone, Copy)]
struct Law<'a> {
    place: &'a str,
    rule: &'a InterestRule,
}

impl<'a> Law<'a> {
    fn of(folder: &Folder<'a>, contract: Option<&'a Contract>) -> Option<Self> {
        let basis = folder.basis;
        let place = basis.ledger.governing_law(folder.client, contract)?;
        let rule = basis.statutes.interest_rule(place, law::debtor(folder.client))?;
        Some(Self { place, rule })
    }
}

/// What the contract, or else the law, says on interest.
#[derive(Debug, Clone, Copy)]
struct Agreed<'a> {
    rule: Rule<'a>,
    rate: Rate<'a>,
    year: YearBasis,
    compounding: Option<Compounding>,
    runs_from: RunsFrom,
}

impl<'a> Agreed<'a> {
    /// A contract's own flat rate runs from the due date, in years of 365 days, without compounding.
    fn of(contract: Option<&Contract>, law: Option<Law<'a>>) -> Result<Self, NotRunning<'a>> {
        let written = contract.and_then(|contract| contract.terms.late_interest);
        match written.map_or(LateInterest::Statutory, |written| written.value) {
            LateInterest::None => Err(NotRunning::AgreedNone),
            LateInterest::Flat(percent) => Ok(Self {
                rule: Rule::Contract,
                rate: Rate::Fixed {
                    percent,
                    of_one_period: false,
                },
                year: YearBasis::Actual365,
                compounding: None,
                runs_from: RunsFrom::Due,
            }),
            LateInterest::Statutory => Self::of_law(law.ok_or(NotRunning::NoRule)?),
        }
    }

    fn of_law(law: Law<'a>) -> Result<Self, NotRunning<'a>> {
        let rule = law.rule;
        let in_words = rule.formula.as_deref().or(rule.note.as_deref());
        let Some(rate) = rule.rate() else {
            return Err(in_words.map_or(NotRunning::NoRule, |text| NotRunning::FormulaOnly { text }));
        };
        Ok(Self {
            rule: Rule::Law(law.place),
            rate,
            year: rule.year,
            compounding: rule.compounding,
            runs_from: rule.runs_from,
        })
    }
}

fn interest<'a>(
    folder: &Folder<'a>,
    debt: &Debt<'_, 'a>,
    law: Option<Law<'a>>,
) -> Result<InterestOn<'a>, NotRunning<'a>> {
    if !matches!(debt.state, State::Open | State::Paid) {
        return Err(NotRunning::State(debt.state));
    }
    let due = debt.due.ok_or(NotRunning::NotInDefault)?;
    let last = debt.settled_on.unwrap_or(folder.basis.day);
    if last <= due {
        return Err(NotRunning::NotInDefault);
    }
    let agreed = Agreed::of(debt.contract, law)?;
    let from = match default::begins(folder, debt, (due, agreed.runs_from)) {
        Onset::On(from) if from <= last => from,
        Onset::On(_) => return Err(NotRunning::NotInDefault),
        Onset::Waiting { .. } if debt.state == State::Paid => return Err(NotRunning::NotInDefault),
        Onset::Waiting { at_the_latest } => return Err(NotRunning::WaitingForDemand { at_the_latest }),
    };
    let tariff = Tariff::of(folder.basis.statutes, &agreed, from)?;
    let terms = Terms {
        principal: Principal::of(debt.account),
        tariff: &tariff,
        year: agreed.year,
        compounding: agreed.compounding,
    };
    let ran = stretches::run(&terms, Days { from, to: last });
    Ok(InterestOn {
        amount: ran.unrounded.rounded(debt.account.currency),
        provisional: tariff.is_provisional(last),
        rule: agreed.rule,
        from,
        stretches: ran.stretches,
    })
}
