//! What was owed under one contract from day to day, beside what could have been and the limit of the court; apart
//! because everything else says how things stand on one day.

use crate::{
    assess::{Basis, ContractLimit, ContractOn, InvoiceOn, State},
    calendar::{Date, add_days},
    model::log::What,
    money::Amount,
};
use std::collections::BTreeMap;

/// More changes of a limit than any law has seen.
const MOST_LIMITS: usize = 24;

/// A contract's amounts over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// From the first day on which anything is due, billed or begun, to the last; up to the day while something is
    /// owed. Both inclusive.
    pub from: Date,
    pub to: Date,
    /// What of its invoices was open from each day on, payments that came back left out as if they had never been.
    pub owed: Vec<(Date, Amount)>,
    /// What could be owed at once, before work stops, if nothing were paid from each instalment on; 0 for one that is due
    /// before work starts.
    pub exposures: Vec<(Date, Amount)>,
    /// The court's limit for a debt that falls due from each day on, in the contract's currency. `None`: not known.
    pub limits: Vec<(Date, Option<Amount>)>,
}

/// `invoices`: those under the contract. `None`: nothing is scheduled.
pub fn course(basis: Basis, on: &ContractOn, invoices: &[&InvoiceOn]) -> Option<Course> {
    let first = on.instalments.first()?.date;
    let last = on.instalments.last()?.date;
    let own: Vec<_> = invoices
        .iter()
        .filter(|invoice| invoice.is_billed() && invoice.currency == on.currency)
        .collect();
    let owed = owed(own.iter().map(|invoice| &***invoice));
    let from = owed.first().map_or(first, |step| step.0.min(first));
    let from = on.contract.start.map_or(from, |start| start.value.min(from));
    let is_owing = owed.last().is_some_and(|step| step.1.is_positive());
    let changed = owed.last().map_or(last, |step| step.0.max(last));
    let to = if is_owing { changed.max(basis.day) } else { changed };
    let exposures = on.instalments.iter().zip(on.exposures());
    Some(Course {
        from,
        to,
        exposures: exposures
            .map(|(row, amount)| (row.date, amount.unwrap_or_default()))
            .collect(),
        limits: limits(basis, on, (from, to)),
        owed,
    })
}

/// Steps, each of another height than the one before it.
fn owed<'s, 'a: 's>(invoices: impl Iterator<Item = &'s InvoiceOn<'a>>) -> Vec<(Date, Amount)> {
    let mut changes: BTreeMap<Date, Amount> = BTreeMap::new();
    for on in invoices {
        let mut before = Amount::ZERO;
        for (day, open) in open_by_day(on) {
            *changes.entry(day).or_default() += open - before;
            before = open;
        }
    }
    let mut sum = Amount::ZERO;
    let changes = changes.into_iter().filter(|(_, change)| !change.is_zero());
    changes
        .map(|(day, change)| {
            sum += change;
            (day, sum)
        })
        .collect()
}

/// What of one invoice was open at the end of each day on which that changed, from its issue on; nothing once it was
/// written off.
fn open_by_day(on: &InvoiceOn) -> BTreeMap<Date, Amount> {
    let Some(issued) = on.invoice.issued.map(|day| day.value) else {
        return BTreeMap::new();
    };
    let given_up = written_off_on(on);
    let moved = on.movements.dates();
    let days = moved.into_iter().filter(|day| issued < *day);
    let days = days.chain([issued]).chain(given_up);
    let open = |day: Date| {
        if given_up.is_some_and(|given_up| given_up <= day) {
            Amount::ZERO
        } else {
            on.movements.open_on(on.totals.total, day).at_least_zero()
        }
    };
    days.map(|day| (day, open(day))).collect()
}

fn written_off_on(on: &InvoiceOn) -> Option<Date> {
    let logged = on.log.iter().filter(|entry| entry.what == What::WriteOff);
    let own = on.invoice.write_off.iter().map(|event| event.date.value);
    let first = own.chain(logged.map(|entry| entry.date.value)).min();
    first.filter(|_| on.state == State::WrittenOff)
}

/// From the last day back, each limit as long as it is in force.
fn limits(basis: Basis, on: &ContractOn, (from, to): (Date, Date)) -> Vec<(Date, Option<Amount>)> {
    let mut limits = Vec::new();
    let mut day = to;
    while limits.len() < MOST_LIMITS {
        let ContractLimit::Known(limit) = ContractLimit::of(basis, on.contract, day) else {
            limits.push((from, None));
            break;
        };
        // The latest limit serves for later days, and the first known may be later than the day.
        let since = limit.since.min(day).max(from);
        limits.push((since, Some(limit.amount)));
        if since == from {
            break;
        }
        day = add_days(since, -1);
    }
    limits.reverse();
    limits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;
    use proptest::prelude::*;

    fn written(steps: &[(Date, Amount)]) -> Vec<String> {
        let steps = steps.iter();
        steps
            .map(|(day, amount)| format!("{day} {}", amount.shortest()))
            .collect()
    }

    fn course_of(text: &str) -> Course {
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let invoices: Vec<_> = assessed.invoices.values().collect();
        course(assessed.basis(), &assessed.contracts["c"], &invoices).unwrap()
    }

    const CONTRACT: &str = "
        clients: {a: {name: A, jurisdiction: es}}
        contracts:
          c:
            client: a
            start: 2026-01-02
            terms: {stop_work: true, grace_days: 7}
            schedule:
              - {id: one, due: 2026-01-01, amount: 100}
              - {id: two, due: 2026-02-01, amount: 200}
              - {id: three, due: 2026-02-08, amount: 400}
              - {id: four, due: 2026-06-01, amount: 800}";

    #[test]
    fn billed_paid_and_what_could_be_owed() {
        let found = course_of(&format!(
            "{CONTRACT}
        invoices:
          i: {{client: a, contract: c, amount: 100, issued: 2025-12-20, payments: [{{date: 2025-12-01, amount: 10}}, {{date: 2026-01-05, amount: 90}}]}}
          j: {{client: a, contract: c, amount: 200, issued: 2026-01-05, credits: [{{date: 2026-02-03, amount: 50}}]}}
          k: {{client: a, contract: c, amount: 70, issued: 2026-01-10, write_off: {{date: 2026-02-20}}}}
          void: {{client: a, contract: c, amount: 1000, issued: 2026-01-10, void: {{date: 2026-02-20}}}}
          dollars: {{client: a, contract: c, currency: USD, amount: 1000, issued: 2026-01-10}}"
        ));
        assert_eq!(
            written(&found.owed),
            [
                "2025-12-20 90",
                "2026-01-05 200",
                "2026-01-10 270",
                "2026-02-03 220",
                "2026-02-20 150"
            ]
        );
        assert_eq!(
            written(&found.exposures),
            [
                "2026-01-01 0",
                "2026-02-01 600",
                "2026-02-08 400",
                "2026-06-01 800"
            ]
        );
        assert_eq!(
            (found.from.to_string(), found.to.to_string()),
            ("2025-12-20".to_owned(), "2026-06-01".to_owned())
        );
    }

    #[test]
    fn it_ends_with_the_day_only_while_something_is_owed() {
        let shorter = CONTRACT.replace("{id: four, due: 2026-06-01", "{id: four, due: 2026-02-09");
        let open = "invoices: {i: {client: a, contract: c, amount: 1, issued: 2026-01-01}}";
        let paid = "invoices: {i: {client: a, contract: c, amount: 1, issued: 2026-01-01, payments: [{date: 2026-02-12, amount: 1}]}}";
        for (invoices, end) in [("", "2026-02-09"), (open, "2026-03-01"), (paid, "2026-02-12")] {
            let found = course_of(&format!("{shorter}\n        {invoices}"));
            assert_eq!(found.to.to_string(), end, "{invoices}");
        }
    }

    #[test]
    fn a_limit_holds_from_its_day() {
        let law = "settings: {law: {jurisdictions: {es: {small_claims: {limits: [{from: 2026-02-05, amount: 5000}]}}}}}";
        let found = course_of(&format!("{CONTRACT}\n        {law}"));
        let found: Vec<_> = found
            .limits
            .iter()
            .map(|(day, limit)| format!("{day} {}", limit.map_or("-".to_owned(), Amount::shortest)))
            .collect();
        assert_eq!(
            found.last().map(String::as_str),
            Some("2026-02-05 5000"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("2026-01-01 "), "{found:?}");
        let nowhere = CONTRACT.replace(", jurisdiction: es", "");
        assert_eq!(
            course_of(&nowhere).limits,
            [("2026-01-01".parse().unwrap(), None)]
        );
    }

    proptest! {
        #[test]
        fn it_ends_with_what_is_open(rows in prop::collection::vec((1u32..900, 0i64..90, 0u32..1000, -30i64..90), 1..8)) {
            let mut text = String::new();
            let first = "2025-12-10".parse().unwrap();
            for (n, (amount, issued, paid, after)) in rows.iter().enumerate() {
                let issued = add_days(first, *issued);
                let on = add_days(issued, *after);
                text += &format!("i{n}: {{client: a, contract: c, amount: {amount}, issued: {issued}, payments: [{{date: {on}, amount: {}}}]}}, ", paid + 1);
            }
            let text = format!("{CONTRACT}\n        invoices: {{{text}}}");
            let sample = Sample::on("2026-03-01", &text);
            let assessed = sample.assess();
            let invoices: Vec<_> = assessed.invoices.values().collect();
            let found = course(assessed.basis(), &assessed.contracts["c"], &invoices).unwrap();
            let open: Amount = invoices.iter().filter(|on| on.is_open()).map(|on| on.balance).sum();
            prop_assert_eq!(found.owed.last().map_or(Amount::ZERO, |step| step.1), open);
            prop_assert!(found.owed.iter().all(|step| step.1 >= Amount::ZERO));
            prop_assert!(found.owed.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 != two[1].1));
        }
    }
}
