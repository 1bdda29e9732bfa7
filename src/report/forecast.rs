//! When what is open may come in: thirteen weeks from the day, by currency, each sum with what its day rests on. Nothing
//! is left out and nothing is there twice: weeks, later, disputed and cases add up to what is open.

use crate::{
    assess::{Assessed, InvoiceOn, Paying, PromiseStatus},
    calendar::{Date, add_days},
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

pub const WEEKS: usize = 13;

/// What is expected in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Thirteen; the first begins the day after the day.
    pub weeks: Vec<Week>,
    /// After the thirteenth.
    pub later: Amount,
    /// Open and in dispute: no day is expected.
    pub disputed: Amount,
    /// With a lawyer, an agency or a court, in dispute or not.
    pub in_cases: Amount,
}

/// Seven days, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub from: Date,
    pub to: Date,
    pub expected: Amount,
    /// Of that, what was promised for these days or is an instalment of a kept plan.
    pub arranged: Amount,
    /// Of that, what would have come already if the client paid as usual: it is in the first week because no better day
    /// is known.
    pub passed: Amount,
}

impl Week {
    /// What comes when the client usually pays.
    pub fn habitual(&self) -> Amount {
        self.expected - self.arranged - self.passed
    }

    fn add(&mut self, part: Part) {
        self.expected += part.amount;
        match part.ground {
            Ground::Arranged => self.arranged += part.amount,
            Ground::Passed => self.passed += part.amount,
            Ground::Habit => {}
        }
    }
}

/// A row for each currency in which something is open.
pub fn forecast(assessed: &Assessed, paying: &BTreeMap<&str, Paying>) -> BTreeMap<Currency, Forecast> {
    let mut rows: BTreeMap<Currency, Forecast> = BTreeMap::new();
    let mut arranged: BTreeMap<Arrangement, Vec<&InvoiceOn>> = BTreeMap::new();
    let open = assessed.invoices.values().filter(|on| on.is_open());
    for on in open {
        let row = rows
            .entry(on.currency)
            .or_insert_with(|| Forecast::empty(assessed.day));
        if on.case.is_some() {
            row.in_cases += on.balance;
        } else if on.disputed {
            row.disputed += on.balance;
        } else {
            arranged.entry(Arrangement::of(on)).or_default().push(on);
        }
    }
    for (arrangement, invoices) in arranged {
        let dated = arrangement.instalments(assessed, &invoices);
        let unarranged = |on: &InvoiceOn| habitual_day(assessed.day, on, paying);
        let parts = pour(dated, invoices, unarranged);
        for part in parts {
            if let Some(row) = rows.get_mut(&arrangement.currency) {
                row.expect(part, assessed.day);
            }
        }
    }
    rows
}

impl Forecast {
    fn empty(day: Date) -> Self {
        let weeks = (0..).take(WEEKS).map(|week: i64| Week {
            from: add_days(day, 7 * week + 1),
            to: add_days(day, 7 * week + 7),
            expected: Amount::ZERO,
            arranged: Amount::ZERO,
            passed: Amount::ZERO,
        });
        Self {
            weeks: weeks.collect(),
            later: Amount::ZERO,
            disputed: Amount::ZERO,
            in_cases: Amount::ZERO,
        }
    }

    /// What is open.
    pub fn sum(&self) -> Amount {
        let weeks: Amount = self.weeks.iter().map(|week| week.expected).sum();
        weeks + self.later + self.disputed + self.in_cases
    }

    fn expect(&mut self, part: Part, day: Date) {
        let on = part.on.max(add_days(day, 1));
        match self.weeks.iter_mut().find(|week| on <= week.to) {
            Some(week) => week.add(part),
            None => self.later += part.amount,
        }
    }
}

/// A sum, its day and why that day.
#[derive(Debug, Clone, Copy)]
struct Part {
    on: Date,
    amount: Amount,
    ground: Ground,
}

/// What a day rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// A promise, or an instalment of a plan.
    Arranged,
    /// How the client pays.
    Habit,
    /// The same, but that day is over.
    Passed,
}

/// What was agreed about when a client pays, in one currency: an open promise before a kept plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Arrangement<'a> {
    currency: Currency,
    promise: Option<&'a str>,
    plan: Option<&'a str>,
}

impl<'a> Arrangement<'a> {
    fn of(on: &InvoiceOn<'a>) -> Self {
        let promise = on
            .promise
            .filter(|promise| promise.status == PromiseStatus::Open)
            .map(|promise| promise.entry.id.as_str());
        let plan = on.plan.filter(|_| on.is_on_kept_plan() && promise.is_none());
        Self {
            currency: on.currency,
            promise,
            plan: plan.map(|plan| plan.plan.id.as_str()),
        }
    }

    /// What it still promises, by date. Of a promise without a sum: all that is open on these invoices.
    fn instalments(&self, assessed: &Assessed, invoices: &[&InvoiceOn]) -> Vec<Part> {
        if let Some(promise) = invoices
            .iter()
            .find_map(|on| on.promise.filter(|_| self.promise.is_some()))
        {
            let named = promise.entry.invoices.iter().map(|n| n.invoice.value.as_str());
            let paid = self.paid_since(assessed, named, promise.made);
            let all_open = invoices.iter().map(|on| on.balance).sum();
            let stated = promise.entry.promise.as_ref().is_some_and(|p| p.amount.is_some());
            let amount = if stated { promise.amount - paid } else { all_open };
            return vec![Part {
                on: promise.pay_by,
                amount,
                ground: Ground::Arranged,
            }];
        }
        let Some(plan) = invoices
            .iter()
            .find_map(|on| on.plan.filter(|_| self.plan.is_some()))
        else {
            return Vec::new();
        };
        let named = plan.plan.invoices.iter().map(|id| id.value.as_str());
        let mut paid = self.paid_since(assessed, named, plan.plan.agreed.value);
        let mut parts: Vec<_> = plan
            .plan
            .instalments
            .iter()
            .map(|row| Part {
                on: row.due.value,
                amount: row.amount.value,
                ground: Ground::Arranged,
            })
            .collect();
        parts.sort_by_key(|part| part.on);
        for part in &mut parts {
            let covered = part.amount.min(paid);
            part.amount -= covered;
            paid -= covered;
        }
        parts
    }

    fn paid_since<'i>(
        &self,
        assessed: &Assessed,
        invoices: impl Iterator<Item = &'i str>,
        since: Date,
    ) -> Amount {
        let invoices = invoices.filter_map(|id| assessed.invoices.get(id));
        let same = invoices.filter(|on| on.currency == self.currency);
        same.map(|on| on.movements.paid_within(since, assessed.day)).sum()
    }
}

/// Takes the instalments from the balances, oldest invoice first; what they leave of one comes on its own day.
fn pour(
    dated: Vec<Part>,
    mut invoices: Vec<&InvoiceOn>,
    own_day: impl Fn(&InvoiceOn) -> (Date, Ground),
) -> Vec<Part> {
    invoices.sort_by_key(|on| (on.due, &on.invoice.id));
    let mut dated = dated
        .into_iter()
        .filter(|part| part.amount.is_positive())
        .peekable();
    let mut parts = Vec::new();
    for on in invoices {
        let mut left = on.balance;
        while let Some(part) = dated.peek_mut().filter(|_| left.is_positive()) {
            let taken = left.min(part.amount);
            parts.push(Part {
                amount: taken,
                ..*part
            });
            left -= taken;
            part.amount -= taken;
            if part.amount.is_zero() {
                dated.next();
            }
        }
        let (day, ground) = own_day(on);
        parts.push(Part {
            on: day,
            amount: left,
            ground,
        });
    }
    parts
}

/// Due date + the client's median days late, half a day counted as a whole one; without a median, the due date.
/// Never before tomorrow.
fn habitual_day(day: Date, on: &InvoiceOn, paying: &BTreeMap<&str, Paying>) -> (Date, Ground) {
    let median = paying
        .get(on.client.id.as_str())
        .and_then(|paying| paying.median_days_late);
    let late = median.map_or(0, |median| median.rounded_up());
    let usual = add_days(on.due.unwrap_or(day), late);
    let tomorrow = add_days(day, 1);
    if usual < tomorrow {
        (tomorrow, Ground::Passed)
    } else {
        (usual, Ground::Habit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::paying;
    use crate::report::sample::{Sample, amount};
    use proptest::prelude::*;

    fn euros(text: &str) -> Forecast {
        let sample = Sample::on("2026-03-01", text);
        let assessed = sample.assess();
        let rows = forecast(&assessed, &paying(&assessed));
        rows[&Currency::from_code("EUR").unwrap()].clone()
    }

    /// What is expected, by the last day of its week; then later, disputed, cases.
    fn shape(forecast: &Forecast) -> (Vec<(String, String)>, [String; 3]) {
        let weeks = forecast.weeks.iter().filter(|week| !week.expected.is_zero());
        let weeks = weeks.map(|week| (week.to.to_string(), week.expected.shortest()));
        let rest = [forecast.later, forecast.disputed, forecast.in_cases];
        (weeks.collect(), rest.map(Amount::shortest))
    }

    fn check(records: &str, weeks: &[(&str, &str)], rest: [&str; 3]) {
        let margin = " ".repeat(13);
        let text = format!("{margin}clients: {{a: {{name: A}}}}\n{margin}{records}");
        let (found, found_rest) = shape(&euros(&text));
        let found: Vec<_> = found
            .iter()
            .map(|(to, sum)| (to.as_str(), sum.as_str()))
            .collect();
        assert_eq!(found, weeks, "{records}");
        assert_eq!(found_rest, rest, "{records}");
    }

    #[test]
    fn weeks_begin_tomorrow() {
        let weeks =
            euros("clients: {a: {name: A}}\ninvoices: {i: {client: a, amount: 1, issued: 2026-02-01}}").weeks;
        assert_eq!(weeks.len(), WEEKS);
        let ends = |week: Week| (week.from.to_string(), week.to.to_string());
        assert_eq!(ends(weeks[0]), ("2026-03-02".to_owned(), "2026-03-08".to_owned()));
        assert_eq!(
            ends(weeks[12]),
            ("2026-05-25".to_owned(), "2026-05-31".to_owned())
        );
    }

    #[test]
    fn without_a_habit_the_due_date() {
        check(
            "invoices:
                late: {client: a, amount: 1, issued: 2026-01-01, due: 2026-01-02}
                sunday: {client: a, amount: 2, issued: 2026-01-01, due: 2026-03-08}
                monday: {client: a, amount: 4, issued: 2026-01-01, due: 2026-03-09}
                last: {client: a, amount: 8, issued: 2026-01-01, due: 2026-05-31}
                later: {client: a, amount: 16, issued: 2026-01-01, due: 2026-06-01}",
            &[("2026-03-08", "3"), ("2026-03-15", "4"), ("2026-05-31", "8")],
            ["16", "0", "0"],
        );
    }

    #[test]
    fn habit_disputes_and_cases() {
        check(
            "invoices:
                was: {client: a, amount: 5, issued: 2026-01-01, due: 2026-01-02, payments: [{date: 2026-01-12, amount: 5}]}
                too: {client: a, amount: 5, issued: 2026-01-01, due: 2026-01-02, payments: [{date: 2026-01-13, amount: 5}]}
                next: {client: a, amount: 10, issued: 2026-02-01, due: 2026-02-25}
                odd: {client: a, amount: 20, issued: 2026-02-01, due: 2026-02-26}
                not: {client: a, amount: 40, issued: 2026-02-01, dispute: {opened: 2026-02-02}}
                both: {client: a, amount: 80, issued: 2026-02-01, dispute: {opened: 2026-02-02}}
             cases: {c: {client: a, invoices: [both], route: agency, opened: 2026-02-03}}",
            // The median is 10.5 days, so 11: 8 and 9 March.
            &[("2026-03-08", "10"), ("2026-03-15", "20")],
            ["0", "40", "80"],
        );
    }

    #[test]
    fn promises_and_plans_have_their_days() {
        check(
            "invoices:
                all: {client: a, amount: 100, issued: 2026-01-01, due: 2026-01-31}
                some: {client: a, amount: 50, issued: 2026-01-01, due: 2026-05-01, payments: [{date: 2026-02-28, amount: 10}]}
                broken: {client: a, amount: 7, issued: 2026-01-01, due: 2026-05-01}
             log:
                l1: {client: a, date: 2026-02-20, invoices: [all], promise: {pay_by: 2026-03-20}}
                l2: {client: a, date: 2026-02-20, invoices: [some], promise: {pay_by: 2026-03-01, amount: 30}}
                l3: {client: a, date: 2026-02-20, invoices: [broken], promise: {pay_by: 2026-02-25}}",
            // Of the promised 30 ten came: twenty tomorrow, the other twenty and the broken 7 when they fall due.
            &[("2026-03-08", "20"), ("2026-03-22", "100"), ("2026-05-03", "27")],
            ["0", "0", "0"],
        );
        check(
            "invoices:
                old: {client: a, amount: 100, issued: 2025-12-01, due: 2025-12-31}
                new: {client: a, amount: 100, issued: 2026-01-01, due: 2026-04-30, payments: [{date: 2026-02-20, amount: 30}]}
             plans:
                p: {client: a, agreed: 2026-02-01, invoices: [old, new], instalments: [
                    {due: 2026-02-20, amount: 30}, {due: 2026-03-20, amount: 60}, {due: 2026-07-01, amount: 60}]}",
            // 60 + 60 of the plan, oldest first; the 50 it doesn't cover when `new` falls due.
            &[("2026-03-22", "60"), ("2026-05-03", "50")],
            ["60", "0", "0"],
        );
    }

    #[test]
    fn each_sum_says_what_its_day_rests_on() {
        let text = "
            clients: {a: {name: A}}
            invoices:
              promised: {client: a, amount: 100, issued: 2026-01-01, due: 2026-01-31}
              today: {client: a, amount: 2, issued: 2026-01-01, due: 2026-03-01}
              tomorrow: {client: a, amount: 4, issued: 2026-01-01, due: 2026-03-02}
              late: {client: a, amount: 8, issued: 2026-01-01, due: 2026-02-01}
            log:
              l1: {client: a, date: 2026-02-20, invoices: [promised], promise: {pay_by: 2026-03-01, amount: 70}}";
        let first = euros(text).weeks[0];
        // Of the promised invoice 30 are left, which should have come in January.
        let parts = [first.expected, first.arranged, first.habitual(), first.passed];
        assert_eq!(parts.map(Amount::shortest), ["114", "70", "4", "40"]);
    }

    /// One open invoice: amount, due so many days from the day, and what was said of it.
    fn invoice() -> impl Strategy<Value = (u32, i64, u8)> {
        (1u32..100_000, -400i64..400, 0u8..6)
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_comes_twice(rows in proptest::collection::vec(invoice(), 1..12)) {
            let mut text = [String::new(), String::new(), String::new(), String::new()];
            for (n, (cents, due, said)) in rows.iter().enumerate() {
                let due = add_days("2026-03-01".parse().unwrap(), *due);
                let sum = format!("{}.{:02}", cents / 100, cents % 100);
                let extra = if *said == 1 { ", dispute: {opened: 2026-02-01}" } else { "" };
                text[0] += &format!("i{n}: {{client: a, amount: {sum}, issued: 2024-01-01, due: {due}{extra}}}, ");
                match said {
                    2 => text[1] += &format!("l{n}: {{client: a, date: 2026-02-01, invoices: [i{n}, i0], promise: {{pay_by: 2026-03-09, amount: 70}}}}, "),
                    3 => text[2] += &format!("p{n}: {{client: a, agreed: 2026-02-01, invoices: [i{n}, i0], instalments: [{{due: 2026-04-01, amount: 55}}, {{due: 2026-09-01, amount: 500}}]}}, "),
                    4 => text[3] += &format!("c{n}: {{client: a, opened: 2026-02-01, route: court, invoices: [i{n}]}}, "),
                    5 => text[1] += &format!("l{n}: {{client: a, date: 2026-02-01, invoices: [i{n}], promise: {{pay_by: 2026-03-09}}}}, "),
                    _ => {}
                }
            }
            let [invoices, log, plans, cases] = text;
            let found = euros(&format!(
                "clients: {{a: {{name: A}}}}\ninvoices: {{{invoices}}}\nlog: {{{log}}}\nplans: {{{plans}}}\ncases: {{{cases}}}"
            ));
            let open: u32 = rows.iter().map(|row| row.0).sum();
            prop_assert_eq!(found.sum(), amount(&format!("{}.{:02}", open / 100, open % 100)));
            for week in &found.weeks {
                let parts = [week.arranged, week.habitual(), week.passed];
                prop_assert!(parts.iter().all(|part| *part >= Amount::ZERO));
                prop_assert_eq!(parts.into_iter().sum::<Amount>(), week.expected);
            }
            prop_assert!(found.weeks.iter().skip(1).all(|week| week.passed.is_zero()));
        }
    }
}
