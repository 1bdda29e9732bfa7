//! How long invoices took to be paid, one by one and by quarter; apart because habits change, and one median of two
//! years can't show it.

use crate::{
    assess::{Figure, InvoiceOn},
    calendar::{Date, add_days, add_months, days_between},
};
use chrono::Datelike;
use std::collections::BTreeMap;

/// An invoice that was paid in full. What credits alone settled isn't one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement<'a> {
    pub invoice: &'a str,
    pub issued: Date,
    pub due: Date,
    pub on: Date,
}

/// Three calendar months, both ends inclusive, by the days on which invoices were settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    pub from: Date,
    pub to: Date,
    pub settled: usize,
    /// From issue to payment; `None`: nothing was settled.
    pub median_days: Option<Figure>,
    /// From issue to the due date, of the same invoices.
    pub median_term: Option<Figure>,
}

/// By the day of payment, then id.
pub fn settlements<'s, 'a: 's>(invoices: impl Iterator<Item = &'s InvoiceOn<'a>>) -> Vec<Settlement<'s>> {
    let paid = invoices.filter(|on| on.paid.is_positive());
    let mut settlements: Vec<_> = paid
        .filter_map(|on| {
            Some(Settlement {
                invoice: &on.invoice.id,
                issued: on.invoice.issued?.value,
                due: on.due?,
                on: on.settled_on?,
            })
        })
        .collect();
    settlements.sort_by_key(|settled| (settled.on, settled.invoice));
    settlements
}

/// From the quarter of the first settlement to that of the last, those without any included.
pub fn quarters(settlements: &[Settlement]) -> Vec<Quarter> {
    let mut by_quarter: BTreeMap<Date, Vec<&Settlement>> = BTreeMap::new();
    for settled in settlements {
        by_quarter
            .entry(quarter_of(settled.on))
            .or_default()
            .push(settled);
    }
    let (Some(first), Some(last)) = (
        by_quarter.keys().next().copied(),
        by_quarter.keys().last().copied(),
    ) else {
        return Vec::new();
    };
    let starts = std::iter::successors(Some(first), |from| Some(add_months(*from, 3)));
    starts
        .take_while(|from| *from <= last)
        .map(|from| Quarter::of(from, by_quarter.get(&from).map_or(&[][..], Vec::as_slice)))
        .collect()
}

impl Settlement<'_> {
    /// From issue to payment; 0 if it was paid before.
    pub fn days(&self) -> i64 {
        days_between(self.issued, self.on).max(0)
    }

    /// From issue to the due date.
    pub fn term(&self) -> i64 {
        days_between(self.issued, self.due).max(0)
    }

    pub fn is_late(&self) -> bool {
        self.due < self.on
    }
}

impl Quarter {
    fn of(from: Date, settled: &[&Settlement]) -> Self {
        let median = |of: &dyn Fn(&Settlement) -> i64| {
            let mut days: Vec<_> = settled.iter().map(|settled| of(settled)).collect();
            days.sort_unstable();
            Figure::median(&days)
        };
        Self {
            from,
            to: add_days(add_months(from, 3), -1),
            settled: settled.len(),
            median_days: median(&|settled| settled.days()),
            median_term: median(&|settled| settled.term()),
        }
    }

    /// 1 to 4.
    pub fn number(&self) -> u32 {
        self.from.month0() / 3 + 1
    }
}

/// Its first day.
fn quarter_of(day: Date) -> Date {
    let month = day.month0() / 3 * 3 + 1;
    Date::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, date};

    #[test]
    fn only_what_was_paid_in_full_counts() {
        let text = "
            clients: {a: {name: A}}
            invoices:
              late: {client: a, amount: 9, issued: 2025-01-01, due: 2025-01-31, payments: [{date: 2025-02-10, amount: 9}]}
              early: {client: a, amount: 9, issued: 2025-01-05, due: 2025-01-31, payments: [{date: 2025-01-02, amount: 9}]}
              part: {client: a, amount: 9, issued: 2025-01-01, payments: [{date: 2025-02-10, amount: 8}]}
              credited: {client: a, amount: 9, issued: 2025-01-01, credits: [{date: 2025-02-10, amount: 9}]}
              draft: {client: a, amount: 9, payments: [{date: 2025-02-10, amount: 9}]}
              void: {client: a, amount: 9, issued: 2025-01-01, void: {date: 2025-02-01}, payments: [{date: 2025-02-10, amount: 9}]}
              later: {client: a, amount: 9, issued: 2025-01-01, payments: [{date: 2026-03-02, amount: 9}]}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let found: Vec<_> = settlements(assessed.invoices.values())
            .iter()
            .map(|s| (s.invoice.to_owned(), s.days(), s.term(), s.is_late()))
            .collect();
        assert_eq!(
            found,
            [
                ("early".to_owned(), 0, 26, false),
                ("late".to_owned(), 40, 30, true)
            ]
        );
    }

    fn settled(issued: &str, on: &str) -> Settlement<'static> {
        Settlement {
            invoice: "i",
            issued: date(issued),
            due: add_days(date(issued), 14),
            on: date(on),
        }
    }

    #[test]
    fn quarters_have_no_gap() {
        let all = [
            settled("2025-11-30", "2025-12-31"),
            settled("2025-12-01", "2025-12-31"),
            settled("2026-06-01", "2026-07-01"),
        ];
        let found: Vec<_> = quarters(&all)
            .iter()
            .map(|q| {
                let median = q.median_days.map(Figure::shortest);
                (q.from.to_string(), q.number(), q.settled, median)
            })
            .collect();
        let row = |from: &str, n, settled, median: Option<&str>| {
            (from.to_owned(), n, settled, median.map(str::to_owned))
        };
        assert_eq!(
            found,
            [
                row("2025-10-01", 4, 2, Some("30.5")),
                row("2026-01-01", 1, 0, None),
                row("2026-04-01", 2, 0, None),
                row("2026-07-01", 3, 1, Some("30")),
            ]
        );
        let last = quarters(&all)[3];
        assert_eq!(last.to, date("2026-09-30"));
        assert_eq!(last.median_term.map(Figure::shortest), Some("14".to_owned()));
        assert_eq!(quarters(&[]), []);
    }
}
