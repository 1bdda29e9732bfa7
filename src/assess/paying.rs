//! How a client pays: habit, risk, promises kept, and a grade from A to E; apart because it looks back over two years.

use super::{Assessed, Figure, InvoiceOn, PromiseMade, PromiseStatus, promises_made};
use crate::{
    calendar::{Date, days_between, months_before},
    money::{Amount, Currency},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How far back habits count: what was settled, or promised, up to 24 months ago has been forgotten.
const MONTHS: u32 = 24;
/// An invoice overdue for longer leaves nobody a better grade than D.
const LONG_OVERDUE: i64 = 90;

/// How one client pays, over the 24 months up to the day (D − 24 months itself is outside).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paying {
    /// `None`: nothing was settled and nothing is overdue.
    pub grade: Option<Grade>,
    /// Habit: of the invoices settled. Whole, or a half between two.
    pub median_days_late: Option<Figure>,
    /// Risk: weighted by the invoices' totals, those open and overdue counted as if paid on the day. Amounts of two
    /// currencies can't weigh against each other: each currency has its own average, and those are weighted by how
    /// many invoices they are of.
    pub average_days_late: Option<Figure>,
    /// Of the invoices settled, how many of a hundred by their due date.
    pub on_time_percent: Option<Figure>,
    pub settled: u32,
    pub promises: Promises,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
}

/// Promises made in the span, each log entry once. What is neither kept nor broken is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promises {
    pub made: u32,
    pub kept: u32,
    pub broken: u32,
}

/// Every client, by id.
pub fn paying<'a>(assessed: &Assessed<'a>) -> BTreeMap<&'a str, Paying> {
    let promises = promises_made(assessed);
    let clients = assessed.clients.keys();
    clients
        .map(|id| {
            let made = promises.get(id).map_or(&[][..], Vec::as_slice);
            let invoices: Vec<_> = assessed.invoices_of(id).collect();
            (*id, Paying::of(assessed.day, &invoices, made))
        })
        .collect()
}

impl Paying {
    fn of(day: Date, invoices: &[&InvoiceOn], made: &[PromiseMade]) -> Self {
        let since = months_before(day, MONTHS);
        let mut settled: Vec<_> = invoices.iter().filter_map(|on| settled_late(on, since)).collect();
        settled.sort_unstable();
        let promises = Promises::of(made, since);
        let on_time = settled.iter().filter(|days| **days == 0).count();
        let mut paying = Self {
            grade: None,
            median_days_late: Figure::median(&settled),
            average_days_late: average(invoices, since),
            on_time_percent: Figure::ratio(Decimal::from(on_time), Decimal::from(settled.len()), 100),
            settled: count(settled.len()),
            promises,
        };
        let long_overdue = invoices.iter().any(|on| on.days_overdue > LONG_OVERDUE);
        let late = paying.median_days_late.or(paying.average_days_late);
        paying.grade = late.map(|late| {
            let grade = Grade::of(late).lowered(promises.broken);
            if long_overdue { grade.max(Grade::D) } else { grade }
        });
        paying
    }
}

impl Grade {
    /// As machines read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// By days late, each bound inclusive.
    fn of(late: Figure) -> Self {
        let at_most = |days: i64| late <= Figure::from(days);
        match () {
            () if at_most(3) => Self::A,
            () if at_most(10) => Self::B,
            () if at_most(30) => Self::C,
            () if at_most(60) => Self::D,
            () => Self::E,
        }
    }

    /// So many grades worse, E at worst.
    fn lowered(self, by: u32) -> Self {
        (0..by.min(4)).fold(self, |grade, _| match grade {
            Self::A => Self::B,
            Self::B => Self::C,
            Self::C => Self::D,
            Self::D | Self::E => Self::E,
        })
    }
}

impl Promises {
    fn of(made: &[PromiseMade], since: Date) -> Self {
        let in_span: Vec<_> = made
            .iter()
            .filter(|promise| promise.entry.date.value > since)
            .collect();
        let with = |status| count(in_span.iter().filter(|p| p.status == status).count());
        Self {
            made: count(in_span.len()),
            kept: with(PromiseStatus::Kept),
            broken: with(PromiseStatus::Broken),
        }
    }
}

/// Days late of an invoice settled after `since`; 0 for one settled early.
fn settled_late(on: &InvoiceOn, since: Date) -> Option<i64> {
    let settled = on.settled_on.filter(|day| *day > since)?;
    Some(days_between(on.due?, settled).max(0))
}

#[derive(Default)]
struct Weighed {
    invoices: i64,
    weight: Amount,
    /// Sum of total × days.
    weighed_days: Decimal,
}

fn average(invoices: &[&InvoiceOn], since: Date) -> Option<Figure> {
    let mut by_currency: BTreeMap<Currency, Weighed> = BTreeMap::new();
    for on in invoices {
        let overdue = on.is_overdue().then_some(on.days_overdue);
        let Some(days) = settled_late(on, since).or(overdue) else {
            continue;
        };
        let own = by_currency.entry(on.currency).or_default();
        own.invoices += 1;
        own.weight += on.totals.total;
        own.weighed_days += on.totals.total.decimal().saturating_mul(Decimal::from(days));
    }
    let mut of_all = Decimal::ZERO;
    let mut invoices = 0;
    for own in by_currency.values() {
        let average = Figure::ratio(own.weighed_days, own.weight.decimal(), own.invoices);
        if let Some(average) = average {
            of_all += average.decimal();
            invoices += own.invoices;
        }
    }
    Figure::ratio(of_all, Decimal::from(invoices), 1)
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Sample;
    use proptest::prelude::*;

    /// The client `a`, on 2026-03-01, with these invoices and this log.
    fn paying_of(invoices: &str, log: &str) -> Paying {
        let text = format!(
            "clients: {{a: {{name: A}}, b: {{name: B}}}}\ninvoices: {{{invoices}}}\nlog: {{{log}}}\n"
        );
        let sample = Sample::on("2026-03-01", &text);
        let assessed = sample.assess();
        paying(&assessed)["a"]
    }

    /// Due and paid, in euros.
    fn paid(id: &str, amount: &str, due: &str, paid: &str) -> String {
        format!(
            "{id}: {{client: a, amount: {amount}, issued: 2023-01-01, due: {due}, \
             payments: [{{date: {paid}, amount: {amount}}}]}}, "
        )
    }

    fn open(id: &str, amount: &str, due: &str) -> String {
        format!("{id}: {{client: a, amount: {amount}, issued: 2023-01-01, due: {due}}}, ")
    }

    fn words(paying: Paying) -> [String; 4] {
        let figure = |figure: Option<Figure>| figure.map_or("-".to_owned(), |figure| figure.plain(1));
        [
            paying.grade.map_or("-", Grade::word).to_owned(),
            figure(paying.median_days_late),
            figure(paying.average_days_late),
            figure(paying.on_time_percent),
        ]
    }

    fn check(cases: &[(&str, String, [&str; 4])]) {
        for (what, invoices, expected) in cases {
            assert_eq!(words(paying_of(invoices, "")), *expected, "{what}");
        }
    }

    #[test]
    fn habit_risk_and_grade() {
        let cases = [
            ("nothing at all", String::new(), ["-", "-", "-", "-"]),
            (
                "open, not yet due",
                open("i", "100", "2026-03-01"),
                ["-", "-", "-", "-"],
            ),
            (
                "overdue only: by the average",
                open("i", "100", "2026-02-19"),
                ["B", "-", "10.0", "-"],
            ),
            (
                "90 days overdue",
                open("i", "100", "2025-12-01"),
                ["E", "-", "90.0", "-"],
            ),
            (
                "paid on the due date",
                paid("i", "100", "2026-02-01", "2026-02-01"),
                ["A", "0.0", "0.0", "100.0"],
            ),
            (
                "early is not negative",
                paid("i", "100", "2026-02-01", "2026-01-01"),
                ["A", "0.0", "0.0", "100.0"],
            ),
            (
                "a half between two",
                paid("i", "100", "2026-02-01", "2026-02-04") + &paid("j", "300", "2026-02-01", "2026-02-05"),
                // (100 × 3 + 300 × 4) / 400 = 3.75
                ["B", "3.5", "3.8", "0.0"],
            ),
            (
                "three: the middle one",
                paid("i", "100", "2026-02-01", "2026-02-01")
                    + &paid("j", "100", "2026-02-01", "2026-02-03")
                    + &paid("k", "800", "2026-01-01", "2026-02-20"),
                // (0 + 200 + 800 × 50) / 1000
                ["A", "2.0", "40.2", "33.3"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn what_is_open_and_what_is_forgotten() {
        let cases = [
            (
                "risk counts what is open, habit doesn't",
                paid("i", "100", "2026-02-01", "2026-02-03") + &open("j", "300", "2026-01-30"),
                // (100 × 2 + 300 × 30) / 400 = 23
                ["A", "2.0", "23.0", "0.0"],
            ),
            (
                "over 90 days overdue: at best D",
                paid("i", "900", "2026-02-01", "2026-02-03") + &open("j", "100", "2025-11-30"),
                // (900 × 2 + 100 × 91) / 1000
                ["D", "2.0", "10.9", "0.0"],
            ),
            (
                "settled on D − 24 months: forgotten",
                paid("i", "100", "2024-02-01", "2024-03-01"),
                ["-", "-", "-", "-"],
            ),
            (
                "settled the day after",
                paid("i", "100", "2024-02-01", "2024-03-02"),
                ["C", "30.0", "30.0", "0.0"],
            ),
        ];
        check(&cases);
    }

    #[test]
    fn grades_change_after_their_last_day() {
        for (days, grade) in [
            (3, Grade::A),
            (4, Grade::B),
            (10, Grade::B),
            (11, Grade::C),
            (30, Grade::C),
            (31, Grade::D),
            (60, Grade::D),
            (61, Grade::E),
        ] {
            assert_eq!(Grade::of(Figure::from(days)), grade, "{days}");
        }
    }

    #[test]
    fn currencies_are_weighed_apart() {
        // 10 days late on 1 000 000 yen, twice; 1 day on 100 euros: (2 × 10 + 1 × 1) / 3 = 7.
        let yen = "y: {client: a, currency: JPY, amount: 1000000, issued: 2026-01-01, due: 2026-02-01, \
                   payments: [{date: 2026-02-11, amount: 1000000}]}, \
                   z: {client: a, currency: JPY, amount: 1000000, issued: 2026-01-01, due: 2026-02-01, \
                   payments: [{date: 2026-02-11, amount: 1000000}]}, ";
        let all = yen.to_owned() + &paid("i", "100", "2026-02-01", "2026-02-02");
        assert_eq!(words(paying_of(&all, "")), ["B", "10.0", "7.0", "0.0"]);
    }

    #[test]
    fn each_promise_is_judged_by_itself() {
        let invoices = paid("i", "100", "2026-01-01", "2026-01-20") + &open("j", "50", "2026-02-26");
        let log = "l1: {client: a, date: 2026-01-02, invoices: [i], promise: {pay_by: 2026-01-10}}, \
                   l2: {client: a, date: 2026-01-11, invoices: [i], promise: {pay_by: 2026-01-20}}, \
                   l3: {client: a, date: 2026-02-27, invoices: [j], promise: {pay_by: 2026-03-01}}, \
                   l4: {client: a, date: 2026-01-12, invoices: [i, j], promise: {pay_by: 2026-01-25}}, \
                   l5: {client: a, date: 2026-01-12, invoices: [i], delivered: false, promise: {pay_by: 2026-01-13}}, \
                   l6: {client: a, date: 2026-01-12, promise: {pay_by: 2026-01-13}}, \
                   l7: {client: a, date: 2024-03-01, invoices: [i], promise: {pay_by: 2024-03-05}}, \
                   l8: {client: a, date: 2026-03-02, invoices: [i], promise: {pay_by: 2026-03-05}}";
        let paying = paying_of(&invoices, log);
        // l1 lapsed and l4 was kept for i only; l2 was kept; l3 is open; the others never were, or long ago, or later.
        let expected = Promises {
            made: 4,
            kept: 1,
            broken: 2,
        };
        assert_eq!(paying.promises, expected);
        // 19 days late is C; two promises broken make it E.
        assert_eq!(paying.grade, Some(Grade::E));
    }

    #[test]
    fn on_an_earlier_day_only_the_client_asked_about_is_counted() {
        let text = "clients: {a: {name: A}, b: {name: B}}\n\
                    invoices: {i: {client: a, amount: 100, issued: 2026-01-01, due: 2026-01-11}, \
                    j: {client: b, amount: 100, issued: 2026-01-01, due: 2026-01-11}}\n\
                    log: {l1: {client: a, date: 2026-01-12, invoices: [i], promise: {pay_by: 2026-01-20}}, \
                    l2: {client: b, date: 2026-01-12, invoices: [j], promise: {pay_by: 2026-01-20}}}\n";
        let sample = Sample::on("2026-03-01", text);
        let today = sample.assess();
        let mut past = crate::assess::Past::of(today.basis());
        // 10 days late is B; the day after, C, and a promise broken makes it D.
        for (day, grade) in [("2026-01-21", Grade::C), ("2026-01-22", Grade::D)] {
            let then = past
                .client_on("a", crate::calendar::parse_date(day).unwrap())
                .unwrap();
            let paying = paying(&then);
            let graded: Vec<_> = paying.iter().map(|(id, paying)| (*id, paying.grade)).collect();
            assert_eq!(graded, [("a", Some(grade))], "{day}");
            assert_eq!(promises_made(&then).keys().collect::<Vec<_>>(), [&"a"]);
        }
    }

    proptest! {
        #[test]
        fn later_is_never_graded_better(days in 0i64..120, more in 0i64..120, broken in 0u32..6) {
            let grade = |days| Grade::of(Figure::from(days)).lowered(broken);
            prop_assert!(grade(days) <= grade(days + more));
            prop_assert!(Grade::of(Figure::from(days)) <= grade(days));
        }

        #[test]
        fn the_median_lies_among_the_days(mut days in proptest::collection::vec(0i64..400, 1..12)) {
            days.sort_unstable();
            let median = Figure::median(&days).unwrap();
            let below = days.iter().filter(|day| Figure::from(**day) < median).count();
            let above = days.iter().filter(|day| Figure::from(**day) > median).count();
            prop_assert!(2 * below <= days.len() && 2 * above <= days.len());
        }
    }
}
