//! What of the charges that ran may be claimed, which is less: apart because it is policy and caution, not arithmetic.

use super::{Charges, Debt, Law, Rule, compensation};
use crate::{
    assess::{Folder, State},
    model::{LateCharges, Stage, log::What, policy::ChargesFrom},
    money::{Amount, Currency},
    statute::{DebtorKind, InterestKind, InterestRule},
};

/// What a letter of a stage that claims charges may ask for beside the principal; of a paid invoice, what is still
/// owed of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claim {
    pub interest: Amount,
    /// In the invoice's currency.
    pub compensation: Amount,
    /// In the law's currency, where that isn't the invoice's: named, never added.
    pub other_compensation: Option<(Amount, Currency)>,
    /// Why not all that ran is in it; the first that applies.
    pub withheld: Option<Withheld>,
}

/// Why something that ran is not claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// A `waive` in the log let it go.
    Waived,
    /// The policy's `charges_from: never`.
    Never,
    /// `late_charges: waive`.
    LetGo,
    /// It was paid before any contact had demanded charges (`late_charges: if-demanded`).
    NotDemanded,
    /// Only a court may award it: it goes into the claim pack.
    Prejudgment,
    /// Only a business owes it, and the client's kind isn't known.
    KindUnknown,
}

impl Claim {
    pub fn is_nothing(&self) -> bool {
        self.interest.is_zero() && self.compensation.is_zero() && self.other_compensation.is_none()
    }
}

/// `charges`: what ran.
pub fn of<'a>(
    folder: &Folder<'a>,
    debt: &Debt<'_, 'a>,
    law: Option<Law<'a>>,
    charges: &Charges<'a>,
) -> Claim {
    let whole = ended(folder, debt, charges);
    if whole.is_some() {
        return Claim {
            withheld: whole,
            ..Claim::default()
        };
    }
    let agreed = charges
        .interest
        .as_ref()
        .is_some_and(|interest| interest.rule == Rule::Contract);
    let interest_held = law
        .filter(|_| !agreed)
        .and_then(|law| held_back(folder, law, same_interest));
    let fixed_held = law.and_then(|law| {
        held_back(folder, law, |business, consumer| {
            compensation::owed(business, debt) == compensation::owed(consumer, debt)
        })
    });
    let nothing_fixed = charges.compensation.is_zero() && charges.other_compensation.is_none();
    let fixed_held = fixed_held.filter(|_| !nothing_fixed);
    let interest = charges.interest.as_ref().map(|interest| interest.amount);
    Claim {
        interest: interest.filter(|_| interest_held.is_none()).unwrap_or_default(),
        compensation: if fixed_held.is_none() {
            charges.compensation
        } else {
            Amount::ZERO
        },
        other_compensation: charges.other_compensation.filter(|_| fixed_held.is_none()),
        withheld: interest_held.or(fixed_held),
    }
}

/// Why nothing at all is claimed any more.
fn ended(folder: &Folder, debt: &Debt, charges: &Charges) -> Option<Withheld> {
    let waived = folder
        .log_about(&debt.invoice.id)
        .any(|entry| entry.what == What::Waive && entry.date.value <= folder.basis.day);
    if waived {
        return Some(Withheld::Waived);
    }
    if debt.policy.charges_from == ChargesFrom::Never {
        return Some(Withheld::Never);
    }
    match late_charges(folder, debt) {
        // What is to be let go in the end isn't asked for on the way.
        LateCharges::Waive => Some(Withheld::LetGo),
        LateCharges::Claim => None,
        LateCharges::IfDemanded => {
            let lapsed = debt.state == State::Paid && !demanded(folder, debt, charges);
            lapsed.then_some(Withheld::NotDemanded)
        }
    }
}

/// The invoice's, else its contract's, else the client's, else the policy's.
fn late_charges(folder: &Folder, debt: &Debt) -> LateCharges {
    let contract = debt.contract.and_then(|contract| contract.late_charges);
    let own = debt.invoice.late_charges.or(contract);
    own.or(folder.client.late_charges)
        .unwrap_or(debt.policy.late_charges)
}

/// Whether a contact of a stage that claims charges was made while they ran, up to and including the day on which the
/// principal was settled. One before default had nothing to demand.
fn demanded(folder: &Folder, debt: &Debt, charges: &Charges) -> bool {
    let (Some(interest), Some(settled_on)) = (&charges.interest, debt.settled_on) else {
        return false;
    };
    let claims = |stage: Stage| debt.policy.charges_at(stage);
    folder
        .log_about(&debt.invoice.id)
        .filter(|entry| interest.from <= entry.date.value && entry.date.value <= settled_on)
        .any(|entry| entry.step_for(&debt.invoice.id).is_some_and(claims))
}

/// Why a part that rests on the law's rule isn't claimed. `same` compares it with the rule for a consumer: what both
/// owe alike is owed by a client of unknown kind too.
fn held_back(
    folder: &Folder,
    law: Law,
    same: impl Fn(&InterestRule, &InterestRule) -> bool,
) -> Option<Withheld> {
    if law.rule.kind == InterestKind::Prejudgment {
        return Some(Withheld::Prejudgment);
    }
    if folder.client.kind.is_some() {
        return None;
    }
    let consumer = folder
        .basis
        .statutes
        .interest_rule(law.place, Some(DebtorKind::Consumer))
        .filter(|consumer| consumer.kind == InterestKind::Owed);
    let alike = consumer.is_some_and(|consumer| same(law.rule, consumer));
    (!alike).then_some(Withheld::KindUnknown)
}

fn same_interest(business: &InterestRule, consumer: &InterestRule) -> bool {
    business.rate() == consumer.rate()
        && business.year == consumer.year
        && business.compounding == consumer.compounding
        && business.runs_from == consumer.runs_from
}
