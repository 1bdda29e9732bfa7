//! A day in the past as it looked then, by what is dated up to it; apart because everything else in an assessment
//! is about one day.

use super::{Assessed, Basis, Folder, InvoiceOn, invoice};
use crate::{
    calendar::{Date, add_days},
    model::{Contract, Plan},
};
use std::collections::{BTreeMap, BTreeSet};

/// The invoices that can ever have put work under one contract on hold, for questions about many days.
#[derive(Debug)]
pub struct PastHolds<'s, 'a> {
    folder: Option<&'s Folder<'a>>,
    /// By the first day on which each could hold work.
    late: Vec<Late<'s, 'a>>,
}

/// An invoice that was open beyond its grace days.
#[derive(Debug)]
struct Late<'s, 'a> {
    on: &'s InvoiceOn<'a>,
    from: Date,
    /// The day on which it was settled; payments that were returned later may have settled it earlier, never later.
    settled_on: Option<Date>,
}

impl<'a> Assessed<'a> {
    /// What is needed to say on which days work under a contract was on hold.
    pub fn past_holds(&self, contract: &Contract) -> PastHolds<'_, 'a> {
        let client = contract.client.value.as_str();
        let own = self.invoices_of(client).filter(|on| on.is_under(contract));
        let mut late: Vec<_> = own.filter_map(Late::of).collect();
        late.sort_by_key(|late| (late.from, &late.on.invoice.id));
        PastHolds {
            folder: self.folders.get(client),
            late,
        }
    }
}

impl<'a> Late<'_, 'a> {
    fn of<'s>(on: &'s InvoiceOn<'a>) -> Option<Late<'s, 'a>> {
        let from = add_days(on.due?, i64::from(on.grace_days) + 1);
        let settled_on = on.movements.settled_on(on.totals.total);
        settled_on
            .is_none_or(|day| from < day)
            .then_some(Late { on, from, settled_on })
    }
}

impl<'s, 'a> PastHolds<'s, 'a> {
    /// The invoice that had put work on hold by the end of `day`, the earliest of several, by what is dated up to
    /// that day. Whether the hold was agreed is the contract's to say.
    pub fn on(&self, day: Date) -> Option<&'s InvoiceOn<'a>> {
        let folder = self.folder?;
        let could = self.late.iter().take_while(|late| late.from <= day);
        let mut could = could.filter(|late| late.settled_on.is_none_or(|settled| day < settled));
        let held = could.find(|late| {
            let then = folder.on(day, &late.on.invoice.id);
            let assessed = invoice::assess(&then);
            let own = assessed.iter().find(|on| on.invoice.id == late.on.invoice.id);
            own.is_some_and(|on| on.holds_work_since(day).is_some())
        });
        held.map(|late| late.on)
    }
}

impl<'a> Folder<'a> {
    /// What bears on one invoice, as of another day: the invoice, and those it shares a plan with. Looks them up, for
    /// it is asked about one invoice after the other.
    fn on(&self, day: Date, invoice: &str) -> Self {
        let mut then = Self::of(Basis { day, ..self.basis }, self.client);
        let mut plans: BTreeMap<_, &Plan> = BTreeMap::new();
        for id in self.sharing_plans(invoice) {
            let place = self
                .invoices
                .binary_search_by(|invoice| invoice.id.as_str().cmp(&id));
            then.invoices
                .extend(place.ok().and_then(|place| self.invoices.get(place)));
            if let Some((id, about)) = self.about.get_key_value(id.as_str()) {
                plans.extend(
                    about
                        .plans
                        .iter()
                        .map(|plan| ((plan.agreed.value, &plan.id), *plan)),
                );
                then.about.insert(id, about.clone());
            }
        }
        then.plans = plans.into_values().collect();
        then
    }

    /// `invoice`, and every invoice that a plan ties to it, or to one of those.
    fn sharing_plans(&self, invoice: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::from([invoice.to_owned()]);
        let mut left = vec![invoice.to_owned()];
        while let Some(id) = left.pop() {
            let mates = self.plans_about(&id).flat_map(|plan| &plan.invoices);
            for mate in mates {
                if found.insert(mate.value.clone()) {
                    left.push(mate.value.clone());
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assess::{assess, statutes},
        calendar::parse_date,
        load,
        statute::Statutes,
    };
    use std::path::Path;

    #[test]
    fn a_past_day_looks_as_it_did_on_that_day() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-ledger");
        let places: Vec<_> = Statutes::ids().collect();
        let ledger = load::ledger(&load::folder(&root).unwrap(), &places)
            .ledger
            .unwrap();
        let law = statutes(&ledger).unwrap();
        let today = parse_date("2026-11-20").unwrap();
        let now = assess(&ledger, &law, today);
        let mut held = 0;
        for back in 0..240 {
            let day = add_days(today, -back);
            let then = assess(&ledger, &law, day);
            for (id, on) in &then.contracts {
                let from = now.past_holds(on.contract).on(day).and_then(Late::of);
                let since = on.hold.map(|hold| hold.since);
                assert_eq!(from.map(|late| late.from), since, "{id} on {day}");
                held += usize::from(since.is_some());
            }
        }
        assert!(held > 200, "{held} days on hold were compared");
    }
}
