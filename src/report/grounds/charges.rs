//! Interest, the fixed sum beside it, what of both may be asked for, and until when a court can be.

use super::{Asked, Ground, Record, elsewhere, follows, written};
use crate::{
    assess::{Began, Claim, InterestOn, NotRunning, Rule, Stretch, Withheld, debtor},
    calendar::Date,
    model::{LateInterest, policy::ChargesFrom},
    money::{Amount, Currency},
    statute::{InterestRule, Jurisdiction, Limitation, Rate, RateTable},
};

#[derive(Debug, Clone)]
pub enum OfInterest<'s, 'a> {
    None(NotRunning<'a>),
    Ran {
        amount: Amount,
        /// `None`: it still runs.
        until: Option<Date>,
        provisional: bool,
    },
    Begins {
        from: Date,
        began: Began,
    },
    Stretch(&'s Stretch<'a>),
    /// The contract's own rate.
    Agreed,
    Law {
        law: &'a Jurisdiction,
        rule: &'a InterestRule,
        /// The table of the reference rate, if it has one.
        reference: Option<&'a RateTable>,
    },
    NotClaimed(Withheld),
    /// In letters of this stage and later ones.
    Claimed {
        claim: Claim,
        from: ChargesFrom,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfCompensation {
    /// Owed once interest runs.
    Fixed(Amount),
    /// In another currency than the invoice: named, never added.
    Other(Amount, Currency),
}

#[derive(Debug, Clone)]
pub enum OfLimitation<'a> {
    /// While it is with a court it doesn't lapse.
    Filed(Date),
    /// The last day to go to court, at the earliest: in many places a part payment, or their word in writing that they
    /// owe it, starts the time anew.
    Last(Date),
    Law {
        law: &'a Jurisdiction,
        limitation: &'a Limitation,
        years: u32,
        due: Date,
    },
}

pub fn interest<'s, 'a>(asked: Asked<'s, 'a>) -> Vec<Ground<'a, OfInterest<'s, 'a>>> {
    let on = asked.on;
    let Some(ran) = &on.interest else {
        return on
            .not_running
            .map(|reason| not_running(asked, reason))
            .into_iter()
            .collect();
    };
    let mut told = vec![
        follows(OfInterest::Ran {
            amount: ran.amount,
            until: on.settled_on,
            provisional: ran.provisional,
        }),
        follows(OfInterest::Begins {
            from: ran.from,
            began: ran.began,
        }),
    ];
    told.extend(
        ran.stretches
            .iter()
            .map(|stretch| follows(OfInterest::Stretch(stretch))),
    );
    told.extend(rule(asked, ran));
    told.extend(on.claim.withheld.map(|why| follows(OfInterest::NotClaimed(why))));
    if !on.claim.is_nothing() {
        told.push(follows(OfInterest::Claimed {
            claim: on.claim,
            from: on.policy.charges_from,
        }));
    }
    told
}

fn not_running<'s, 'a>(asked: Asked<'s, 'a>, reason: NotRunning<'a>) -> Ground<'a, OfInterest<'s, 'a>> {
    let what = OfInterest::None(reason);
    let clause = asked.on.contract.and_then(|contract| {
        let clause = contract.terms.late_interest?;
        (clause.value == LateInterest::None).then_some((contract, clause.span))
    });
    match clause.filter(|_| reason == NotRunning::AgreedNone) {
        Some((contract, span)) => written(
            what,
            span,
            (Record::Contract(&contract.id), "terms.late_interest"),
        ),
        None => follows(what),
    }
}

fn rule<'s, 'a>(asked: Asked<'s, 'a>, ran: &InterestOn<'a>) -> Option<Ground<'a, OfInterest<'s, 'a>>> {
    let statutes = asked.assessed.statutes;
    match ran.rule {
        Rule::Contract => {
            let clause = asked
                .on
                .contract
                .and_then(|contract| Some((contract, contract.terms.late_interest?.span)));
            Some(match clause {
                Some((contract, span)) => {
                    let place = (Record::Contract(contract.id.as_str()), "terms.late_interest");
                    written(OfInterest::Agreed, span, place)
                }
                None => follows(OfInterest::Agreed),
            })
        }
        Rule::Law(place) => {
            let rule = statutes.interest_rule(place, debtor(asked.on.client))?;
            let law = statutes.jurisdiction(place)?;
            let reference = match rule.rate() {
                Some(Rate::Reference { reference, .. }) => statutes.rate_table(reference),
                Some(Rate::Fixed { .. }) | None => None,
            };
            Some(follows(OfInterest::Law { law, rule, reference }))
        }
    }
}

pub fn compensation<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfCompensation>> {
    let on = asked.on;
    let fixed = on
        .compensation
        .is_positive()
        .then_some(OfCompensation::Fixed(on.compensation));
    let other = on.other_compensation;
    let other = other.map(|(amount, currency)| OfCompensation::Other(amount, currency));
    fixed.into_iter().chain(other).map(follows).collect()
}

pub fn limitation<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfLimitation<'a>>> {
    let on = asked.on;
    let filed = on.case.and_then(|case| case.filed);
    let filed = filed.filter(|filed| on.is_open() && filed.value <= asked.assessed.day);
    let filed = filed.map(|filed| elsewhere(OfLimitation::Filed(filed.value), filed.span));
    let mut told: Vec<_> = filed.into_iter().collect();
    let Some(last) = on.limitation_on else {
        return told;
    };
    told.push(follows(OfLimitation::Last(last)));
    let place = asked.assessed.ledger.governing_law(on.client, on.contract);
    let law = place.and_then(|place| asked.assessed.statutes.jurisdiction(place));
    if let Some((law, limitation)) = law.and_then(|law| Some((law, law.limitation.as_ref()?))) {
        told.extend(on.due.map(|due| {
            follows(OfLimitation::Law {
                law,
                limitation,
                years: limitation.years_for(debtor(on.client)),
                due,
            })
        }));
    }
    told
}
