//! How long sales stay unpaid (days sales outstanding, in three forms) and what came in, by currency.

use super::{CurrencyTotals, totals};
use crate::{
    assess::{Assessed, Figure},
    calendar::{Date, add_days, days_between, month_end, months_before},
    money::{Amount, Currency},
};
use chrono::Datelike;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const DAYS: i64 = 90;
const MONTHS_COLLECTED: u32 = 12;

/// One currency's sales and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dso {
    /// What was to be paid of invoices, neither draft nor void, with D − 90 < issued ≤ D.
    pub invoiced: Amount,
    /// Open / invoiced × 90; `None` if nothing was invoiced in those days.
    pub simple: Option<Figure>,
    /// The same of what is open and not overdue: what it would be if everybody paid in time.
    pub best_possible: Option<Figure>,
    /// By months; `None` if nothing was ever invoiced.
    pub countback: Option<Countback>,
    /// Money received with D − 12 months < date ≤ D, whatever it was for.
    pub collected: Amount,
}

/// How many days of sales, newest first, are still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Countback {
    Days(Figure),
    /// More is open than all sales known: at least these days.
    AtLeast(i64),
}

/// What was invoiced in one month, or in what of it has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sales {
    pub amount: Amount,
    pub days: i64,
}

/// A row for each row of [`totals`].
pub fn dso(assessed: &Assessed) -> BTreeMap<Currency, Dso> {
    let sales = sales(assessed);
    let mut rows: BTreeMap<_, _> = totals(assessed)
        .into_iter()
        .map(|(currency, row)| {
            let sales = sales.get(&currency).map_or(&[][..], Vec::as_slice);
            (currency, Dso::of(&row, sales, assessed.day))
        })
        .collect();
    for (currency, date, amount) in received(assessed) {
        if date > months_before(assessed.day, MONTHS_COLLECTED) {
            rows.entry(currency).or_default().collected += amount;
        }
    }
    rows
}

/// `newest_first`: real months, the first of them perhaps not over. A month without sales adds its days; the month in
/// which the rest lies adds its share of days.
pub fn countback(open: Amount, newest_first: impl IntoIterator<Item = Sales>) -> Countback {
    let mut left = open;
    let mut days = 0;
    for month in newest_first {
        if !left.is_positive() {
            break;
        }
        if left < month.amount {
            let share = Figure::ratio(left.decimal(), month.amount.decimal(), month.days);
            let share = share.unwrap_or_default().decimal();
            let total = Figure::ratio(share + Decimal::from(days), Decimal::ONE, 1);
            return Countback::Days(total.unwrap_or_default());
        }
        left -= month.amount;
        days += month.days;
    }
    if left.is_positive() {
        Countback::AtLeast(days)
    } else {
        Countback::Days(Figure::from(days))
    }
}

/// An invoice's day of issue and what was to be paid of it.
type Sale = (Date, Amount);

impl Dso {
    fn of(row: &CurrencyTotals, sales: &[Sale], day: Date) -> Self {
        let since = add_days(day, -DAYS);
        let recent = sales.iter().filter(|(issued, _)| *issued > since);
        let invoiced: Amount = recent.map(|(_, amount)| *amount).sum();
        let days_of = |open: Amount| Figure::ratio(open.decimal(), invoiced.decimal(), DAYS);
        Self {
            invoiced,
            simple: days_of(row.open),
            best_possible: days_of(row.open - row.overdue),
            countback: (!sales.is_empty()).then(|| countback(row.open, months(sales, day))),
            collected: Amount::ZERO,
        }
    }
}

/// By calendar month, from the day's own, of which only the days up to it count, back to that of the first sale.
fn months(sales: &[Sale], day: Date) -> Vec<Sales> {
    let mut by_month: BTreeMap<Date, Amount> = BTreeMap::new();
    for (issued, amount) in sales {
        *by_month.entry(month_end(*issued)).or_default() += *amount;
    }
    let Some(first) = by_month.keys().next().copied() else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let mut end = day;
    while month_end(end) >= first {
        let eve = add_days(end, -i64::from(end.day()));
        months.push(Sales {
            amount: by_month.get(&month_end(end)).copied().unwrap_or_default(),
            days: days_between(eve, end),
        });
        if eve == end {
            break;
        }
        end = eve;
    }
    months
}

fn sales(assessed: &Assessed) -> BTreeMap<Currency, Vec<Sale>> {
    let mut sales: BTreeMap<Currency, Vec<Sale>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_billed()) {
        if let Some(issued) = on.invoice.issued {
            let own = sales.entry(on.currency).or_default();
            own.push((issued.value, on.totals.total));
        }
    }
    sales
}

/// Payments whole, allocated or not, and those told in invoices' own files.
fn received(assessed: &Assessed) -> Vec<(Currency, Date, Amount)> {
    let payments = assessed.ledger.payments.values();
    let payments = payments
        .filter(|payment| payment.counts_on(assessed.day))
        .map(|payment| {
            let currency = assessed.ledger.payment_currency(payment);
            (currency, payment.date.value, payment.amount.value)
        });
    let inline = assessed.invoices.values().flat_map(|on| {
        let own = on.movements.receipts.iter().filter(|r| r.payment.is_none());
        own.map(|receipt| (on.currency, receipt.date, receipt.amount))
    });
    payments.chain(inline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount, date};

    fn months(rows: &[(&str, i64)]) -> Vec<Sales> {
        let sales = rows.iter().map(|(sold, days)| Sales {
            amount: amount(sold),
            days: *days,
        });
        sales.collect()
    }

    fn written(countback: Countback) -> String {
        match countback {
            Countback::Days(days) => days.plain(2),
            Countback::AtLeast(days) => format!(">= {days}"),
        }
    }

    /// What it shows, what is open, the months' sales and days, the days that come out.
    type Case = (
        &'static str,
        &'static str,
        &'static [(&'static str, i64)],
        &'static str,
    );

    #[test]
    fn countback_as_published() {
        let thirty = &[("100000", 30), ("80000", 30), ("70000", 30)];
        let real = &[("900000", 31), ("800000", 28), ("700000", 31)];
        let cases: [Case; 9] = [
            ("support.benjipays.com, trymesha.com", "212000", thirty, "73.71"),
            ("months as long as they are", "2100000", real, "76.71"),
            (
                "a month without sales adds its days",
                "150000",
                &[("100000", 30), ("0", 31), ("100000", 28)],
                "75.00",
            ),
            ("exactly the newest month", "100000", thirty, "30.00"),
            ("exactly all there is", "250000", thirty, "90.00"),
            ("a cent more than all there is", "250000.01", thirty, ">= 90"),
            ("nothing sold, something open", "1", &[], ">= 0"),
            ("nothing open", "0", &[("0", 30), ("10", 31)], "0.00"),
            (
                "a month without sales after the last is not counted",
                "100",
                &[("100", 30), ("0", 31)],
                "30.00",
            ),
        ];
        for (what, open, sales, expected) in cases {
            assert_eq!(
                written(countback(amount(open), months(sales))),
                expected,
                "{what}"
            );
        }
    }

    #[test]
    fn ninety_days_and_what_is_in_them() {
        let text = "
            clients: {a: {name: A}}
            invoices:
              old: {client: a, amount: 300, issued: 2025-12-01, due: 2025-12-31}
              first: {client: a, amount: 200, issued: 2025-12-02, due: 2026-03-01}
              paid: {client: a, amount: 100, issued: 2026-03-01, payments: [{date: 2026-03-01, amount: 100}]}
              void: {client: a, amount: 5000, issued: 2026-02-01, void: {date: 2026-02-02}}
              draft: {client: a, amount: 5000}
              later: {client: a, amount: 5000, issued: 2026-03-02}
              yen: {client: a, currency: JPY, amount: 5000, issued: 2025-12-01, due: 2026-04-01}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let rows = dso(&assessed);
        let eur = rows[&Currency::from_code("EUR").unwrap()];
        // Issued on D − 90 is outside; open 500 / 300 × 90, in time 200 / 300 × 90.
        assert_eq!(eur.invoiced, amount("300"));
        assert_eq!(eur.simple.map(|days| days.plain(1)), Some("150.0".to_owned()));
        assert_eq!(
            eur.best_possible.map(|days| days.plain(1)),
            Some("60.0".to_owned())
        );
        // March to date 100 in 1 day, February 0 in 28, January 0 in 31, then 400 of December's 500 in 31: 24.8.
        assert_eq!(eur.countback.map(written), Some("84.80".to_owned()));
        let yen = rows[&Currency::from_code("JPY").unwrap()];
        assert_eq!((yen.simple, yen.best_possible), (None, None), "nothing invoiced");
        assert_eq!(yen.countback.map(written), Some("91.00".to_owned()));
    }

    #[test]
    fn collected_is_what_came_in() {
        let text = "
            clients: {a: {name: A}}
            invoices:
              i: {client: a, amount: 1000, issued: 2025-01-01, payments: [{date: 2025-03-01, amount: 7}, {date: 2025-03-02, amount: 10}]}
            payments:
              p: {client: a, date: 2026-03-01, amount: 300, allocate: {i: 200}}
              q: {client: a, date: 2026-02-01, amount: 4000, returned: 2026-02-05}
              r: {client: a, date: 2026-03-02, amount: 4000}
              u: {client: a, date: 2026-01-02, amount: 50, currency: USD}";
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let rows: Vec<_> = dso(&assessed)
            .into_iter()
            .map(|(currency, row)| (currency.code(), row.collected))
            .collect();
        assert_eq!(rows, [("EUR", amount("310")), ("USD", amount("50"))]);
    }

    #[test]
    fn months_go_back_to_the_first_sale() {
        let sales = [
            (date("2026-01-31"), amount("5")),
            (date("2026-03-02"), amount("7")),
        ];
        let rows = super::months(&sales, date("2026-03-02"));
        assert_eq!(rows, months(&[("7", 2), ("0", 28), ("5", 31)]));
    }
}
