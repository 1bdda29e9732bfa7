//! What holds of every ledger, whatever the figures are.

use super::{
    agreement::cases,
    generator::worlds,
    naive::{Naive, days, number, plain},
    world::{FOLDERS, Open, Record, World, date, day_of, part, record, text},
};
use dunlin::calendar::{Date, add_days};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn status(world: &World, day: Date) -> Value {
    serde_json::from_str(&world.open().status(day)).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap()
}

fn amount(value: &Value, key: &str) -> Decimal {
    value[key].as_str().unwrap().parse().unwrap()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn no_money_appears_or_vanishes((world, day) in worlds()) {
        let status = status(&world, day);
        for row in list(&status, "totals") {
            let invoices = list(&status, "invoices").iter().filter(|on| on["currency"] == row["currency"]);
            let [mut billed, mut settled, mut open] = [Decimal::ZERO; 3];
            for on in invoices.filter(|on| on["state"] != "draft") {
                let total = amount(on, "total");
                billed += total;
                let kept = amount(on, "paid") + amount(on, "credited");
                settled += match on["state"].as_str().unwrap() {
                    "void" => total,
                    "written-off" => kept + amount(on, "balance"),
                    "paid" => total,
                    _ => kept,
                };
                open += if on["state"] == "open" { amount(on, "balance") } else { Decimal::ZERO };
                let overpaid = kept > total;
                prop_assert!(!overpaid || ["paid", "void"].contains(&on["state"].as_str().unwrap()));
            }
            prop_assert_eq!(billed, settled + open);
            let buckets: Decimal = row["aging"].as_object().unwrap().keys().map(|name| amount(&row["aging"], name)).sum();
            prop_assert_eq!(buckets, open);
            prop_assert_eq!(amount(row, "open"), open);
            let late: Decimal = ["1-30", "31-60", "61-90", "91+"].map(|name| amount(&row["aging"], name)).iter().sum();
            prop_assert_eq!(amount(row, "overdue"), late);
            for key in ["open", "overdue", "unallocated"] {
                let balances = list(&status, "clients").iter().flat_map(|client| list(client, "balances"));
                let own = balances.filter(|balance| balance["currency"] == row["currency"]);
                prop_assert_eq!(own.map(|balance| amount(balance, key)).sum::<Decimal>(), amount(row, key));
            }
        }
    }

    #[test]
    fn the_order_of_files_documents_and_keys_changes_nothing((world, day) in worlds()) {
        prop_assert_eq!(world.open().status(day), Open::of(&world.files_otherwise()).status(day));
    }

    #[test]
    fn nothing_dated_later_counts((world, day) in worlds()) {
        prop_assert_eq!(world.open().status(day), without_future(&world, day).open().status(day));
    }

    #[test]
    fn a_payment_returned_or_taken_away_leaves_what_was_before((world, day) in worlds()) {
        let Some(mut before) = world.records.get("payments").cloned() else { return Ok(()) };
        let (id, mut payment) = before.pop_first().unwrap();
        let without = World { records: with(&world, "payments", before.clone()), ..world.clone() };
        let own = payment["date"].clone();
        payment.insert("returned".to_owned(), own);
        before.insert(id, payment);
        let returned = World { records: with(&world, "payments", before), ..world };
        let (mut without, mut returned) = (status(&without, day), status(&returned, day));
        // A row of zeros for the currency of a payment that came and went.
        for status in [&mut without, &mut returned] {
            status["totals"].as_array_mut().unwrap().retain(|row| row["currency"] != "CHF");
        }
        prop_assert_eq!(without, returned);
    }

    #[test]
    fn interest_grows_with_the_days_and_counts_each_once((world, day) in worlds(), later in 1i64..120) {
        let (now, then) = (status(&world, day), status(&world, add_days(day, later)));
        for (now, then) in list(&now, "invoices").iter().zip(list(&then, "invoices")) {
            let (Some(ran), Some(more)) = (now["interest"].as_object(), then["interest"].as_object()) else { continue };
            prop_assert!(number(more, "amount") >= number(ran, "amount"), "{now} {then}");
            let mut next = None;
            for period in then["interest"]["periods"].as_array().unwrap() {
                let period = period.as_object().unwrap();
                let (from, to) = (day_of(period, "from").unwrap(), day_of(period, "to").unwrap());
                prop_assert!(next.is_none_or(|next| next == from));
                prop_assert_eq!(&period["days"], &json!(days(from, to) + 1));
                next = Some(add_days(to, 1));
            }
        }
    }

    #[test]
    fn asking_again_and_again_changes_nothing((world, day) in worlds()) {
        let open = world.open();
        let first = open.status(day);
        for _ in 0..10 {
            prop_assert_eq!(&open.status(day), &first);
        }
    }
}

type Records = BTreeMap<&'static str, BTreeMap<String, Record>>;

fn with(world: &World, folder: &'static str, records: BTreeMap<String, Record>) -> Records {
    let mut all = world.records.clone();
    all.insert(folder, records);
    all
}

/// Without every record and every entry of a record that is dated after the day. A draft's issue date is no event.
fn without_future(world: &World, day: Date) -> World {
    let mut past = World {
        settings: world.settings.clone(),
        ..World::default()
    };
    for folder in FOLDERS {
        let began = match folder {
            "payments" | "log" => "date",
            "plans" => "agreed",
            "cases" => "opened",
            _ => "",
        };
        for (id, record) in world.all(folder) {
            if day_of(record, began).is_none_or(|began| began <= day) {
                past.add(folder, id, forget(record, day));
            }
        }
    }
    past
}

fn forget(record: &Record, day: Date) -> Record {
    let later = |value: &Value, key: &str| value[key].as_str().is_some_and(|on| date(on) > day);
    let mut past = record.clone();
    for key in ["returned", "filed", "cancelled"] {
        if day_of(&past, key).is_some_and(|on| on > day) {
            past.remove(key);
        }
    }
    for (key, dated) in [
        ("dispute", "opened"),
        ("write_off", "date"),
        ("void", "date"),
        ("closed", "date"),
    ] {
        if past.get(key).is_some_and(|value| later(value, dated)) {
            past.remove(key);
        }
    }
    if let Some(dispute) = past.get_mut("dispute").and_then(Value::as_object_mut)
        && day_of(dispute, "resolved").is_some_and(|on| on > day)
    {
        dispute.remove("resolved");
    }
    for key in ["payments", "credits"] {
        if let Some(rows) = past.get_mut(key).and_then(Value::as_array_mut) {
            rows.retain(|row| !later(row, "date"));
        }
    }
    for amendment in past
        .get_mut("amendments")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if later(amendment, "signed") {
            amendment.as_object_mut().unwrap().remove("signed");
        }
    }
    past
}

#[test]
fn every_number_of_days_falls_into_exactly_one_bucket() {
    let due = date("2026-03-01");
    let open = one_invoice(&[("due", "2026-03-01")]).open();
    for offset in -400..=400 {
        let status: Value = serde_json::from_str(&open.status(add_days(due, offset))).unwrap();
        let aging = status["totals"][0]["aging"].as_object().unwrap();
        let filled: Vec<_> = aging
            .iter()
            .filter(|(_, amount)| *amount != "0.00")
            .map(|(name, _)| name.as_str())
            .collect();
        let expected = match offset {
            ..=0 => "current",
            1..=30 => "1-30",
            31..=60 => "31-60",
            61..=90 => "61-90",
            _ => "91+",
        };
        // Issued a year and more before it is due: before that it is a draft, and owed to nobody.
        assert_eq!(filled, [expected], "{offset} days after the due date");
        assert_eq!(status["invoices"][0]["days_overdue"], json!(offset.max(0)));
    }
}

#[test]
fn a_hundred_runs_a_day_say_the_same() {
    let open = one_invoice(&[("due", "2026-03-01")]).open();
    let first = open.status(date("2026-03-20"));
    assert!((0..100).all(|_| open.status(date("2026-03-20")) == first));
}

fn one_invoice(also: &[(&str, &str)]) -> World {
    let mut world = World {
        settings: record(&[("currency", "EUR")]),
        ..World::default()
    };
    world
        .settings
        .insert("creditor".to_owned(), json!({"name": "Workshop"}));
    world.add("clients", "c", record(&[("name", "Client")]));
    let mut invoice = record(&[("client", "c"), ("amount", "100.00"), ("issued", "2024-12-01")]);
    invoice.extend(record(also));
    world.add("invoices", "i", invoice);
    world
}

/// How often somebody looks, and sends what is due.
#[derive(Debug, Clone, Copy)]
struct Runs {
    first: i64,
    every: i64,
}

/// What went out: the day, the invoice, the step.
type Sent = Vec<(Date, String, String)>;

/// Sends what is due on each day somebody looks, from ten days before the first due date on.
fn send_what_is_due(mut world: World, start: Date, runs: Runs) -> Sent {
    let mut sent = Sent::new();
    let mut open = world.open();
    for run in (runs.first..260).step_by(usize::try_from(runs.every).unwrap()) {
        let day = add_days(start, run);
        let due = due_steps(&open, day);
        for (client, steps) in &due {
            let mut entry = record(&[("client", client), ("date", &day.to_string())]);
            entry.insert("invoices".to_owned(), Value::Object(steps.clone()));
            world.add("log", format!("{client}-{day}"), entry);
            sent.extend(
                steps
                    .iter()
                    .map(|(id, stage)| (day, id.clone(), stage.as_str().unwrap().to_owned())),
            );
        }
        if !due.is_empty() {
            open = world.open();
            // Sent is sent: a second look on the same day finds nothing.
            assert_eq!(due_steps(&open, day), BTreeMap::new());
        }
    }
    sent
}

/// By client: each invoice with the step that is due, letter or task.
fn due_steps(open: &Open, day: Date) -> BTreeMap<String, Record> {
    let mut due: BTreeMap<String, Record> = BTreeMap::new();
    for on in open.on(day).invoices.values() {
        if let Some(stage) = on.due_stage(day) {
            due.entry(on.client.id.clone())
                .or_default()
                .insert(on.invoice.id.clone(), json!(stage.to_string()));
        }
    }
    due
}

/// Unpaid and unspoken-of: clients, contracts and invoices of a random ledger, all issued, without any history.
fn unspoken(world: &World) -> World {
    let mut plain = World {
        settings: world.settings.clone(),
        ..World::default()
    };
    for (id, client) in world.all("clients") {
        let mut client = client.clone();
        client.remove("chasing");
        plain.add("clients", id, client);
    }
    for (id, contract) in world.all("contracts") {
        plain.add("contracts", id, contract.clone());
    }
    for (id, invoice) in world.all("invoices") {
        let mut invoice = invoice.clone();
        for key in ["payments", "credits", "dispute", "write_off", "void"] {
            invoice.remove(key);
        }
        invoice.insert("issued".to_owned(), json!("2026-01-01"));
        invoice.insert(
            "due".to_owned(),
            json!(add_days(date("2026-02-10"), i64::try_from(id.len()).unwrap()).to_string()),
        );
        plain.add("invoices", id, invoice);
    }
    plain
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn daily_weekly_or_late_the_same_steps_are_taken_in_the_same_order((world, _) in worlds(), first in 0i64..7) {
        let world = unspoken(&world);
        let start = date("2026-02-01");
        let daily = steps(&send_what_is_due(world.clone(), start, Runs { first: 0, every: 1 }));
        let weekly = steps(&send_what_is_due(world.clone(), start, Runs { first, every: 7 }));
        let once = steps(&send_what_is_due(world.clone(), start, Runs { first: 255, every: 1000 }));
        for (id, daily) in &daily {
            let stages = |taken: Option<&Vec<(Date, String)>>| -> Vec<String> {
                taken.into_iter().flatten().map(|(_, stage)| stage.clone()).filter(|stage| stage != "heads-up").collect()
            };
            let all = stages(Some(daily));
            // Each step once, and no earlier by a weekly look than by a daily one.
            let weekly_stages = stages(weekly.get(id));
            prop_assert!(all.starts_with(&weekly_stages), "{id}: {daily:?} {weekly_stages:?}");
            // Who never got a heads-up waits for no gap after it, and a consumer's is a week.
            let told = |taken: &Vec<(Date, String)>| taken.iter().any(|(_, stage)| stage == "heads-up");
            let alike = weekly.get(id).is_some_and(|weekly| told(weekly) == told(daily));
            for (day, stage) in weekly.get(id).into_iter().flatten().filter(|_| alike) {
                let by_day = daily.iter().find(|(_, own)| own == stage).map(|(day, _)| day);
                prop_assert!(by_day.is_some_and(|by_day| by_day <= day), "{id} {stage} {day}: {daily:?}");
            }
            // A whole ladder missed is made up by its first step, once.
            let made_up = stages(once.get(id));
            prop_assert_eq!(made_up.as_slice(), all.get(..1).unwrap_or_default());
            spaced(&world, id, daily)?;
        }
    }
}

fn steps(sent: &Sent) -> BTreeMap<String, Vec<(Date, String)>> {
    let mut steps: BTreeMap<String, Vec<(Date, String)>> = BTreeMap::new();
    for (day, id, stage) in sent {
        steps.entry(id.clone()).or_default().push((*day, stage.clone()));
    }
    steps
}

/// Every step on a later day than the one before it, at least its gap apart; none before its day.
fn spaced(world: &World, id: &str, taken: &[(Date, String)]) -> Result<(), TestCaseError> {
    let naive = Naive::new(world, date("2026-01-01"));
    let invoice = world.get("invoices", id).unwrap();
    let client = world.get("clients", text(invoice, "client").unwrap()).unwrap();
    let policy = naive.policy(client, naive.contract_of(invoice));
    let due = day_of(invoice, "due").unwrap();
    for (n, (day, stage)) in taken.iter().enumerate() {
        let place = super::generator::LADDER
            .iter()
            .position(|own| own == stage)
            .unwrap();
        let (offset, gap) = policy.steps[place].unwrap();
        prop_assert!(*day >= add_days(due, offset), "{id} {stage} on {day}, due {due}");
        if let Some((before, _)) = n.checked_sub(1).and_then(|before| taken.get(before)) {
            prop_assert!(
                *day >= add_days(*before, gap),
                "{id} {stage} on {day}, after {before}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_claim_before_a_court_does_not_lapse() {
    let mut world = one_invoice(&[("due", "2026-03-01")]);
    world.settings.extend(record(&[("jurisdiction", "es")]));
    let lapses = |world: &World| status(world, date("2026-06-01"))["invoices"][0]["limitation_on"].clone();
    assert_eq!(lapses(&world), "2029-03-01");
    let mut case = record(&[
        ("client", "c"),
        ("route", "court"),
        ("opened", "2026-05-01"),
        ("filed", "2026-05-02"),
    ]);
    case.insert("invoices".to_owned(), json!(["i"]));
    world.add("cases", "filed", case.clone());
    assert_eq!(lapses(&world), Value::Null);
    // A lawyer's case beside it changes nothing: the claim is before the court still.
    case.remove("filed");
    case.extend(record(&[("route", "lawyer"), ("opened", "2026-05-20")]));
    world.add("cases", "lawyer", case);
    assert_eq!(lapses(&world), Value::Null);
}

#[test]
fn a_plan_whose_discount_is_all_that_is_open_settles_it_at_once() {
    let mut world = one_invoice(&[("due", "2026-03-01")]);
    let mut plan = record(&[("client", "c"), ("agreed", "2026-04-01")]);
    plan.insert("invoices".to_owned(), json!(["i"]));
    plan.insert(
        "instalments".to_owned(),
        json!([{"due": "2026-05-01", "amount": "1.00"}]),
    );
    plan.insert(
        "discount".to_owned(),
        json!({"amount": "100.00", "if_paid_by": "2026-05-01"}),
    );
    world.add("plans", "p", plan);
    let on = |day: &str| status(&world, date(day))["invoices"][0].clone();
    assert_eq!(on("2026-03-31")["state"], "open");
    assert_eq!(
        [&on("2026-04-01")["settled_on"], &on("2026-04-01")["credited"]],
        ["2026-04-01", "100.00"]
    );
}

#[test]
fn a_payment_of_tomorrow_gives_its_currency_no_row_today() {
    let mut world = one_invoice(&[("due", "2026-03-01")]);
    world.add(
        "payments",
        "p",
        record(&[
            ("client", "c"),
            ("date", "2026-03-02"),
            ("amount", "5.00"),
            ("currency", "CHF"),
        ]),
    );
    let rows = |day: &str| {
        list(&status(&world, date(day)), "totals")
            .iter()
            .map(|row| row["currency"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows("2026-03-01"), ["EUR"]);
    assert_eq!(rows("2026-03-02"), ["CHF", "EUR"]);
}

#[test]
fn the_naive_one_rounds_half_away_from_zero() {
    assert_eq!(plain(Decimal::new(10005, 3), "EUR"), "10.01");
    assert!(part(&record(&[("a", "b")]), "a").is_none());
}
