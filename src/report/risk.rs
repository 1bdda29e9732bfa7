//! Which contracts may cost money and why, the gravest first; apart from the rules, which tell what to mend in a file.

use super::actions::to_bill;
use crate::{
    assess::{Assessed, ContractLimit, ContractOn},
    calendar::Date,
    model::contract::Status,
    money::{Amount, Currency},
    source::At,
    statute::Limit,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// From this share of a limit on, in percent, a sum is near it.
const NEAR_PERCENT: i64 = 80;

/// Why a contract may cost money. The order is that of gravity: first what is lost already if nobody acts, then what
/// a court would have to be told, then what a court could not be asked for whole, then what can still be put right
/// before anything is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Risk {
    /// Work goes on though the contract's clients are late beyond grace, and no clause stops it.
    ShouldStop,
    /// The same, and the contract says that work stops.
    OnHold,
    /// Past its due date, by currency.
    Overdue(Vec<(Currency, Amount)>),
    /// Nobody signed it.
    Unsigned,
    /// More can be owed at once than a small claim can be for.
    OverLimit,
    /// So many change orders are not signed.
    UnsignedAmendments(usize),
    /// So many findings of level error.
    Errors(usize),
    /// What was to be billed by today, and no invoice names.
    ToBill(Amount),
    /// Nothing says when what is to be paid.
    NoSchedule,
    /// What can be owed at once comes near the limit of small claims.
    NearLimit,
}

/// Where the most that can be owed at once stands beside the limit of small claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BesideLimit {
    Within,
    /// From 80 percent of it on.
    Near,
    Over,
    /// There is no limit to compare with.
    Unknown,
}

/// What group of contracts it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    AtRisk,
    Active,
    /// Completed or cancelled, and nothing is overdue.
    Over,
}

/// A contract, and all that may make it cost money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractRisk<'a> {
    pub contract: &'a str,
    pub standing: Standing,
    /// The gravest first.
    pub risks: Vec<Risk>,
}

/// Every contract: those at risk, then active ones, then those that are over. Those at risk by their gravest risk;
/// of the same, the ledger's own currency first (sums of two can't be compared), then the larger sum at stake, then by
/// id. `errors`: how many findings of level error each contract has.
pub fn contract_risks<'a>(
    assessed: &'a Assessed<'a>,
    errors: &BTreeMap<&str, usize>,
) -> Vec<ContractRisk<'a>> {
    let overdue = overdue(assessed);
    let own = assessed.ledger.settings.currency.value;
    let mut rows: Vec<_> = assessed
        .contracts
        .values()
        .map(|on| {
            let id = on.contract.id.as_str();
            let seen = Seen {
                overdue: overdue.get(id).cloned().unwrap_or_default(),
                errors: errors.get(id).copied().unwrap_or(0),
            };
            let stake = seen.stake(on);
            let risks = risks(assessed, on, seen);
            let standing = standing(on, &risks);
            let order = (
                standing,
                risks.first().map(Risk::gravity),
                (on.currency != own, on.currency),
                Reverse(stake),
            );
            let row = ContractRisk {
                contract: id,
                standing,
                risks,
            };
            (order, row)
        })
        .collect();
    // Stable: of equals, in order of their ids.
    rows.sort_by_key(|row| row.0);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// `None`: no limit that the sum could be compared with.
pub fn beside_limit(sum: Amount, limit: Option<Limit>) -> BesideLimit {
    let Some(limit) = limit else {
        return BesideLimit::Unknown;
    };
    let near = limit.amount.percent(Amount::from(NEAR_PERCENT), limit.currency);
    if !limit.admits(sum) {
        BesideLimit::Over
    } else if sum >= near {
        BesideLimit::Near
    } else {
        BesideLimit::Within
    }
}

/// What of a contract isn't read off its own assessment.
#[derive(Debug)]
struct Seen {
    overdue: BTreeMap<Currency, Amount>,
    errors: usize,
}

impl Seen {
    /// What is overdue in the contract's currency; where nothing is, what could be owed at once.
    fn stake(&self, on: &ContractOn) -> Amount {
        let overdue = self.overdue.get(&on.currency).copied();
        overdue.unwrap_or(on.peak_exposure.amount)
    }
}

/// The balances past their due dates, by contract.
fn overdue<'a>(assessed: &'a Assessed<'a>) -> BTreeMap<&'a str, BTreeMap<Currency, Amount>> {
    let mut sums: BTreeMap<&str, BTreeMap<Currency, Amount>> = BTreeMap::new();
    let late = assessed.invoices.values().filter(|on| on.is_overdue());
    for (contract, on) in late.filter_map(|on| Some((on.contract?, on))) {
        let sum = sums.entry(contract.id.as_str()).or_default();
        *sum.entry(on.currency).or_default() += on.balance;
    }
    sums
}

/// What is over is at risk only by what is still owed on it.
fn risks(assessed: &Assessed, on: &ContractOn, seen: Seen) -> Vec<Risk> {
    let contract = on.contract;
    let is_active = contract.status == Status::Active;
    let day = assessed.day;
    let is_signed = |signed: Option<At<Date>>| signed.is_some_and(|signed| signed.value <= day);
    let amendments = contract.amendments.iter();
    let unsigned = amendments
        .filter(|amendment| !is_signed(amendment.signed))
        .count();
    let limit = match on.limit {
        ContractLimit::Known(limit) => Some(limit),
        _ => None,
    };
    let beside = beside_limit(on.peak_exposure.amount, limit);
    let unbilled = to_bill(assessed, on);
    let hold = on.hold.filter(|_| is_active);
    let overdue: Vec<_> = seen.overdue.into_iter().collect();
    let all = [
        (hold.is_some_and(|hold| !hold.agreed), Risk::ShouldStop),
        (hold.is_some_and(|hold| hold.agreed), Risk::OnHold),
        (!overdue.is_empty(), Risk::Overdue(overdue)),
        (is_active && !is_signed(contract.signed), Risk::Unsigned),
        (is_active && beside == BesideLimit::Over, Risk::OverLimit),
        (is_active && unsigned > 0, Risk::UnsignedAmendments(unsigned)),
        (is_active && seen.errors > 0, Risk::Errors(seen.errors)),
        (is_active && unbilled.is_positive(), Risk::ToBill(unbilled)),
        (is_active && contract.schedule.is_empty(), Risk::NoSchedule),
        (is_active && beside == BesideLimit::Near, Risk::NearLimit),
    ];
    let holding = all.into_iter().filter(|(holds, _)| *holds);
    holding.map(|(_, risk)| risk).collect()
}

fn standing(on: &ContractOn, risks: &[Risk]) -> Standing {
    if !risks.is_empty() {
        Standing::AtRisk
    } else if on.contract.status == Status::Active {
        Standing::Active
    } else {
        Standing::Over
    }
}

impl Risk {
    /// Its place in the order of gravity, whatever its figures.
    fn gravity(&self) -> u8 {
        match self {
            Self::ShouldStop => 0,
            Self::OnHold => 1,
            Self::Overdue(_) => 2,
            Self::Unsigned => 3,
            Self::OverLimit => 4,
            Self::UnsignedAmendments(_) => 5,
            Self::Errors(_) => 6,
            Self::ToBill(_) => 7,
            Self::NoSchedule => 8,
            Self::NearLimit => 9,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount};

    /// `contract: RISKS`, in order; `errors` by contract.
    fn told(day: &str, records: &str, errors: &[(&str, usize)]) -> Vec<String> {
        let text =
            format!("settings: {{jurisdiction: es, currency: EUR}}\nclients: {{a: {{name: A}}}}\n{records}");
        let sample = Sample::on(day, &text);
        let assessed = sample.assess();
        let rows = contract_risks(&assessed, &errors.iter().copied().collect());
        let row = |row: &ContractRisk| format!("{} {:?} {:?}", row.contract, row.standing, row.risks);
        rows.iter().map(row).collect()
    }

    #[test]
    fn each_risk_by_itself() {
        for (record, errors, expected) in [
            ("total: 1000, SOUND, HALVES", 0, "Active []"),
            ("total: 1000, SOUND, HALVES", 2, "AtRisk [Errors(2)]"),
            ("total: 1000, HALVES", 0, "AtRisk [Unsigned]"),
            ("total: 1000, signed: 2026-03-02, HALVES", 0, "AtRisk [Unsigned]"),
            ("total: 1000, SOUND", 0, "AtRisk [NoSchedule]"),
            ("total: 30000, SOUND, HALVES", 0, "AtRisk [NearLimit]"),
            ("total: 24000, SOUND, HALVES", 0, "AtRisk [NearLimit]"),
            ("total: 23999.98, SOUND, HALVES", 0, "Active []"),
            ("total: 30002, SOUND, HALVES", 0, "AtRisk [OverLimit]"),
            (
                "total: 1000, SOUND, HALVES, EXTRA",
                0,
                "AtRisk [UnsignedAmendments(1)]",
            ),
            ("total: 99999, status: completed", 3, "Over []"),
            ("total: 99999, status: cancelled", 0, "Over []"),
        ] {
            let sound = "signed: 2026-01-01, start: 2026-01-02, terms: {stop_work: true, grace_days: 7}";
            let halves =
                "schedule: [{id: one, due: 2026-06-01, percent: 50}, {id: two, due: 2026-12-01, rest: true}]";
            let record = record
                .replace("SOUND", sound)
                .replace("HALVES", halves)
                .replace("EXTRA", "amendments: [{id: x, date: 2026-02-01, amount: 5}]");
            let records = format!("contracts:\n  k: {{client: a, {record}}}");
            let rows = told("2026-03-01", &records, &[("k", errors)]);
            assert_eq!(rows, [format!("k {expected}")], "{record}");
        }
    }

    #[test]
    fn what_is_late_and_what_was_to_be_billed() {
        let terms = "signed: 2026-01-01, start: 2026-01-02";
        let records = format!(
            "contracts:
  stops: {{client: a, total: 100, {terms}, terms: {{stop_work: true, grace_days: 7}}, schedule: [{{id: s, due: 2026-02-01, rest: true}}]}}
  goes-on: {{client: a, total: 100, {terms}, terms: {{grace_days: 7}}, schedule: [{{id: s, due: 2026-02-01, rest: true}}]}}
  late: {{client: a, total: 100, {terms}, schedule: [{{id: s, due: 2026-02-28, rest: true}}]}}
  over: {{client: a, total: 100, status: completed, schedule: [{{id: s, due: 2026-02-01, rest: true}}]}}
  unbilled: {{client: a, total: 100, {terms}, schedule: [{{id: s, due: 2026-03-31, percent: 40}}, {{id: t, due: 2026-04-01, rest: true}}]}}
invoices:
  a1: {{client: a, contract: stops, instalment: s, amount: 100, issued: 2026-01-15, due: 2026-02-01}}
  a2: {{client: a, contract: goes-on, instalment: s, amount: 100, issued: 2026-01-15, due: 2026-02-01}}
  a3: {{client: a, contract: late, instalment: s, amount: 100, issued: 2026-01-15, due: 2026-02-28}}
  a4: {{client: a, contract: over, instalment: s, amount: 100, issued: 2026-01-15, due: 2026-02-01}}"
        );
        let found: Vec<_> = told("2026-03-01", &records, &[])
            .into_iter()
            .map(|row| {
                row.split_once(' ')
                    .map(|(id, rest)| (id.to_owned(), rest.to_owned()))
                    .unwrap()
            })
            .collect();
        let ids: Vec<_> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["goes-on", "stops", "late", "over", "unbilled"], "{found:?}");
        for ((id, row), first) in found.iter().zip([
            "AtRisk [ShouldStop, Overdue(",
            "AtRisk [OnHold, Overdue(",
            "AtRisk [Overdue(",
            "AtRisk [Overdue(",
            "AtRisk [ToBill(",
        ]) {
            assert!(row.starts_with(first), "{id}: {row}");
        }
        assert!(found[4].1.contains("40"), "{found:?}");
    }

    #[test]
    fn of_the_same_risk_the_larger_sum_then_the_id() {
        let records = "contracts:
              b: {client: a, total: 500, signed: 2026-01-01}
              a: {client: a, total: 500, signed: 2026-01-01}
              c: {client: a, total: 900, signed: 2026-01-01}
              d: {client: a, currency: CHF, total: 9999, signed: 2026-01-01}
              e: {client: a, total: 1}";
        let rows = told("2026-03-01", records, &[]);
        let ids: Vec<_> = rows.iter().map(|row| row.split(' ').next().unwrap()).collect();
        assert_eq!(ids, ["e", "c", "a", "b", "d"]);
    }

    #[test]
    fn near_a_limit_is_from_four_fifths_on() {
        let sample = Sample::on(
            "2026-03-01",
            "settings: {jurisdiction: es}\nclients: {a: {name: A}}\ncontracts: {k: {client: a, total: 1}}",
        );
        let assessed = sample.assess();
        let ContractLimit::Known(limit) = assessed.contracts["k"].limit else {
            panic!("Spain has a limit")
        };
        assert_eq!(limit.amount, amount("15000"));
        for (sum, beside) in [
            ("0", BesideLimit::Within),
            ("11999.99", BesideLimit::Within),
            ("12000", BesideLimit::Near),
            ("15000", BesideLimit::Near),
            ("15000.01", BesideLimit::Over),
        ] {
            assert_eq!(beside_limit(amount(sum), Some(limit)), beside, "{sum}");
        }
        assert_eq!(beside_limit(amount("1"), None), BesideLimit::Unknown);
    }
}
