//! All clients, whom to chase first on top.

use super::{
    Book,
    marks::has_broken_promise,
    parts::{Parts, slice},
};
use crate::{
    assess::ClientOn,
    money::{Amount, Currency},
    render::dashboard::client::{Balance, ClientRow, Clients},
    report,
};
use std::{cmp::Reverse, collections::BTreeMap};

impl<'s> Book<'s> {
    pub fn clients(&self, part: usize) -> Clients {
        let parts = self.client_parts();
        let rows = slice(self.clients_in_order(), &parts, part);
        let rows = rows.iter().map(|on| ClientRow {
            client: self.client_link(&on.client.id),
            grade: None,
            balances: self.balances(&self.totals_of(on)),
            habit: None,
            next: self.next_for(&on.client.id),
            marks: self.client_marks(on),
        });
        Clients {
            clients: rows.collect(),
            pager: self.pager(&parts, part),
        }
    }

    pub fn client_parts(&self) -> Parts {
        Parts::of_list("clients", self.facts.assessed.clients.len())
    }

    /// Sorted when the first page needs them, for all.
    fn clients_in_order(&self) -> &[&'s ClientOn<'s>] {
        self.clients_in_order.get_or_init(|| {
            let clients = self.facts.assessed.clients.values();
            let mut ranked: Vec<_> = clients
                .map(|on| (self.urgency(on, &self.totals_of(on)), on))
                .collect();
            ranked.sort_by(|a, b| (&a.0, &a.1.client.id).cmp(&(&b.0, &b.1.client.id)));
            ranked.into_iter().map(|(_, on)| on).collect()
        })
    }

    /// What the client owes and has paid too much, by currency.
    pub fn totals_of(&self, on: &ClientOn) -> BTreeMap<Currency, report::CurrencyTotals> {
        let assessed = self.facts.assessed;
        let mut totals: BTreeMap<Currency, report::CurrencyTotals> = BTreeMap::new();
        for invoice in assessed.invoices_of(&on.client.id) {
            totals.entry(invoice.currency).or_default().add(assessed, invoice);
        }
        for (currency, amount) in &on.unallocated {
            totals.entry(*currency).or_default().unallocated += *amount;
        }
        totals
    }

    /// Currencies in which nothing is open or left over aren't named.
    pub fn balances(&self, totals: &BTreeMap<Currency, report::CurrencyTotals>) -> Vec<Balance> {
        let present = totals
            .iter()
            .filter(|(_, totals)| totals.open.is_positive() || totals.unallocated.is_positive());
        let balances = present.map(|(currency, totals)| Balance {
            open: self.voice.amount(totals.open, *currency),
            overdue: self.voice.positive(totals.overdue, *currency),
            unallocated: self.voice.positive(totals.unallocated, *currency),
        });
        balances.collect()
    }

    /// Broken promises, then the largest sum overdue, then the oldest, then the largest sum open. Currencies can't be
    /// compared; their figures are, for want of better.
    fn urgency(&self, on: &ClientOn, totals: &BTreeMap<Currency, report::CurrencyTotals>) -> Urgency {
        let most =
            |of: fn(&report::CurrencyTotals) -> Amount| totals.values().map(of).max().unwrap_or_default();
        let open = self
            .facts
            .assessed
            .invoices_of(&on.client.id)
            .filter(|on| on.is_open());
        let (mut broken, mut days) = (false, 0);
        for on in open {
            broken |= has_broken_promise(on);
            days = days.max(on.days_overdue);
        }
        let overdue = most(|totals| totals.overdue);
        (
            !broken,
            Reverse(overdue),
            Reverse(days),
            Reverse(most(|totals| totals.open)),
        )
    }

    /// The first of what is to be done about a client.
    fn next_for(&self, client: &str) -> Option<String> {
        let action = self.index.actions.client.of(client).first()?;
        let what = self.what_to_do(action);
        let date = self.voice.short(action.on);
        Some(
            self.voice
                .phrase("client.next-on", &[("what", &what), ("date", &date)]),
        )
    }
}

type Urgency = (bool, Reverse<Amount>, Reverse<i64>, Reverse<Amount>);
