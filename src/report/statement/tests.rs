//! Statements that add up, whatever happened and on whatever day they are cut.

use super::*;
use crate::calendar::{add_days, parse_date};
use crate::report::{conserved, sample::Sample, totals};
use proptest::prelude::*;

fn written(statement: &Statement) -> Vec<String> {
    let line = |line: &Line| {
        let m = line.movement;
        let (amount, balance) = (
            m.amount.plain(statement.currency),
            line.balance.plain(statement.currency),
        );
        format!(
            "{} {:?} {} {amount} = {balance}",
            m.date,
            m.kind,
            m.invoice.unwrap_or("-")
        )
    };
    let account = statement.account.lines.iter().map(line);
    let credit = statement
        .credit
        .lines
        .iter()
        .map(|l| format!("credit: {}", line(l)));
    account.chain(credit).collect()
}

fn lines(day: &str, text: &str) -> Vec<String> {
    let sample = Sample::on(day, text);
    let assessed = sample.assess();
    conserved(&assessed).unwrap();
    statements(&assessed, "a", None)
        .iter()
        .flat_map(written)
        .collect()
}

const INVOICE: &str =
    "clients: {a: {name: A}}\ninvoices: {i: {client: a, issued: 2026-01-01, due: 2026-01-15, amount: 100.00";

#[test]
fn what_came_back_is_shown_with_the_discount_that_hung_on_it() {
    let text = format!(
        "settings: {{tolerance: {{EUR: 1.00}}}}\n{INVOICE}}}}}\n\
         payments: {{p: {{client: a, date: 2026-01-10, amount: 99.50, allocate: {{i: 99.50}}, returned: 2026-01-20}}}}"
    );
    assert_eq!(
        lines("2026-01-31", &text),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-10 Payment i -99.50 = 0.50",
            "2026-01-10 Tolerance i -0.50 = 0.00",
            "2026-01-20 Returned i 99.50 = 99.50",
            "2026-01-20 DiscountLost i 0.50 = 100.00",
        ]
    );
}

#[test]
fn what_was_paid_before_the_issue_and_came_back_that_day_is_no_credit() {
    let text = format!(
        "{INVOICE}}}}}\npayments: {{p: {{client: a, date: 2025-12-20, amount: 40.00, allocate: {{i: 40.00}}, returned: 2026-01-01}}}}"
    );
    assert_eq!(
        lines("2026-01-31", &text),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-01 Returned i 40.00 = 140.00",
            "2026-01-01 FromCredit i -40.00 = 100.00",
            "credit: 2025-12-20 ToCredit i 40.00 = 40.00",
            "credit: 2026-01-01 FromCredit i -40.00 = 0.00",
        ]
    );
}

#[test]
fn too_much_is_kept_apart() {
    let text = format!(
        "{INVOICE}}}}}\npayments: {{p: {{client: a, date: 2026-01-10, amount: 150.00, allocate: {{i: 120.00}}}}}}"
    );
    assert_eq!(
        lines("2026-01-31", &text),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-10 Payment i -120.00 = -20.00",
            "2026-01-10 ToCredit i 20.00 = 0.00",
            "credit: 2026-01-10 Payment - 30.00 = 30.00",
            "credit: 2026-01-10 ToCredit i 20.00 = 50.00",
        ]
    );
}

#[test]
fn an_invoice_that_ends_takes_what_is_left() {
    let void =
        format!("{INVOICE}, void: {{date: 2026-02-01}}, payments: [{{date: 2026-01-05, amount: 40.00}}]}}}}");
    assert_eq!(
        lines("2026-02-28", &void),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-05 Payment i -40.00 = 60.00",
            "2026-02-01 Void i -100.00 = -40.00",
            "2026-02-01 ToCredit i 40.00 = 0.00",
            "credit: 2026-02-01 ToCredit i 40.00 = 40.00",
        ]
    );
    let written_off = format!(
        "{INVOICE}, write_off: {{date: 2026-02-01}}, payments: [{{date: 2026-01-05, amount: 40.00}}, {{date: 2026-02-10, amount: 25.00}}]}}}}"
    );
    assert_eq!(
        lines("2026-02-28", &written_off),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-05 Payment i -40.00 = 60.00",
            "2026-02-01 WriteOff i -60.00 = 0.00",
            "2026-02-10 Payment i -25.00 = -25.00",
            "2026-02-10 WriteOff i 25.00 = 0.00",
        ]
    );
}

#[test]
fn what_was_paid_before_the_issue_waits_in_the_credit() {
    let text = format!("{INVOICE}, payments: [{{date: 2025-12-20, amount: 30.00}}]}}}}");
    assert_eq!(
        lines("2026-01-31", &text),
        [
            "2026-01-01 Invoice i 100.00 = 100.00",
            "2026-01-01 FromCredit i -30.00 = 70.00",
            "credit: 2025-12-20 ToCredit i 30.00 = 30.00",
            "credit: 2026-01-01 FromCredit i -30.00 = 0.00",
        ]
    );
}

#[test]
fn marks_stand_at_the_open_invoices() {
    let text = format!(
        "{INVOICE}, dispute: {{opened: 2026-01-20}}}}}}\n\
         log: {{l: {{client: a, date: 2026-01-20, invoices: [i], channel: email, direction: in, promise: {{pay_by: 2026-02-10}}}}}}"
    );
    let sample = Sample::on("2026-01-31", &text);
    let assessed = sample.assess();
    let open = &statements(&assessed, "a", None)[0].open[0];
    assert_eq!(
        (open.disputed, open.promised, open.days_overdue),
        (true, parse_date("2026-02-10"), 16)
    );
}

/// A ledger of one client in which anything may happen to three invoices within sixty days.
fn anything() -> impl Strategy<Value = String> {
    let day = || (0i64..60).prop_map(|n| add_days(parse_date("2026-01-01").unwrap(), n).to_string());
    let cents = || (1u32..20_000).prop_map(|n| format!("{}.{:02}", n / 100, n % 100));
    let event = |name: &'static str| {
        prop::option::weighted(0.2, day())
            .prop_map(move |day| day.map_or(String::new(), |day| format!(", {name}: {{date: {day}}}")))
    };
    let pair = (day(), cents()).prop_map(|(day, amount)| format!("{{date: {day}, amount: {amount}}}"));
    let lists = prop::collection::vec(pair.clone(), 0..3).prop_map(|all| all.join(", "));
    let credits = prop::collection::vec(pair, 0..2).prop_map(|all| all.join(", "));
    let invoice = (day(), cents(), lists, credits, event("void"), event("write_off")).prop_map(
        |(issued, amount, payments, credits, void, off)| {
            format!("{{client: a, contract: c, issued: {issued}, amount: {amount}, payments: [{payments}], credits: [{credits}]{void}{off}}}")
        },
    );
    let payment = (day(), cents(), cents(), 0usize..3, prop::option::of(day())).prop_map(
        |(on, amount, share, i, back)| {
            let back = back.map_or(String::new(), |day| format!(", returned: {day}"));
            format!("{{client: a, date: {on}, amount: {amount}, allocate: {{i{i}: {share}}}{back}}}")
        },
    );
    let plan = (day(), cents(), day()).prop_map(|(agreed, amount, by)| {
        format!("{{client: a, agreed: {agreed}, invoices: [i0, i1], instalments: [{{due: {by}, amount: 10.00}}], discount: {{amount: {amount}, if_paid_by: {by}}}}}")
    });
    let all = (
        prop::collection::vec(invoice, 3),
        prop::collection::vec(payment, 0..4),
        plan,
    );
    all.prop_map(|(invoices, payments, plan)| {
        let named = |name: &str, all: &[String]| {
            let all: Vec<_> = all
                .iter()
                .enumerate()
                .map(|(n, text)| format!("{name}{n}: {text}"))
                .collect();
            all.join(", ")
        };
        format!(
            "settings: {{tolerance: {{EUR: 5.00}}}}\nclients: {{a: {{name: A}}}}\n\
             contracts: {{c: {{client: a, terms: {{early_discount: {{percent: 10, days: 20}}}}}}}}\n\
             invoices: {{{}}}\npayments: {{{}}}\nplans: {{l0: {plan}}}",
            named("i", &invoices),
            named("p", &payments)
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn a_statement_opens_with_what_the_one_before_closed_with(text in anything(), cut in 0i64..62, end in 0i64..62) {
        let start = parse_date("2026-01-01").unwrap();
        let (from, to) = (add_days(start, cut.min(end)), add_days(start, cut.max(end)));
        let sample = Sample::on(&to.to_string(), &text);
        let eve = Sample::on(&add_days(from, -1).to_string(), &text);
        let (assessed, before) = (sample.assess(), eve.assess());
        conserved(&assessed).unwrap();
        conserved(&before).unwrap();
        let open = totals(&before).values().next().map(|row| (row.open, row.unallocated)).unwrap_or_default();
        let statements = statements(&assessed, "a", Some(from));
        let Some(own) = statements.first() else { return Ok(()) };
        prop_assert_eq!((own.account.opening, own.credit.opening), open);
        for account in [&own.account, &own.credit] {
            let moved: Amount = account.lines.iter().map(|line| line.movement.amount).sum();
            prop_assert_eq!(account.opening + moved, account.closing);
            prop_assert!(account.lines.iter().all(|line| from <= line.movement.date && line.movement.date <= to));
        }
        let short = own.clone().shortened(3);
        for (whole, part) in [(&own.account, &short.account), (&own.credit, &short.credit)] {
            let moved: Amount = part.lines.iter().map(|line| line.movement.amount).sum();
            prop_assert_eq!(part.opening + moved, part.closing);
            prop_assert_eq!(part.closing, whole.closing);
            let carried = usize::try_from(part.earlier).unwrap();
            prop_assert_eq!(part.lines.len() + carried, whole.lines.len());
            prop_assert!(part.lines.len() <= 3);
        }
        let others = short.others.map(|(_, amount)| amount).unwrap_or_default();
        let shown: Amount = short.open.iter().map(|open| open.balance).sum();
        prop_assert_eq!(shown + others, own.account.closing);
        for (key, kind) in [("void:", MovementKind::Void), ("write_off:", MovementKind::WriteOff)] {
            let ended = own.account.lines.iter().any(|line| line.movement.kind == kind);
            prop_assert!(!ended || text.contains(key), "{:?}", written(own));
        }
        let balances: Amount = own.open.iter().map(|open| open.balance).sum();
        prop_assert_eq!(own.account.closing, balances);
    }
}
