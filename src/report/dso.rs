//! How long sales stay unpaid (days sales outstanding, in three forms) and what came in, by currency.

use super::{CurrencyTotals, Figure, totals};
use crate::{
    assess::Assessed,
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
