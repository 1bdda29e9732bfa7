//! Small random ledgers: each is read off a row of random numbers, 0 being the plainest choice, so that proptest
//! shortens a failing one to the few records that matter.

use super::{
    naive::{Naive, places},
    world::{Record, World, day_of, record, text},
};
use dunlin::calendar::{Date, add_days};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A ledger and a day on which to look at it.
pub fn worlds() -> impl Strategy<Value = (World, Date)> {
    let row = prop::collection::vec(prop_oneof![1 => Just(0u16), 3 => any::<u16>()], 60..700);
    row.prop_map(|row| {
        let mut draw = Draw { row, at: 0 };
        let day = draw.day(0, 700);
        (world(&mut draw), day)
    })
}

/// Random numbers, used up one by one; then zeros.
struct Draw {
    row: Vec<u16>,
    at: usize,
}

impl Draw {
    fn below(&mut self, most: i64) -> i64 {
        let drawn = self.row.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        i64::from(drawn) % most
    }

    /// Holds once in so many times.
    fn one_in(&mut self, times: i64) -> bool {
        self.below(times) == times - 1
    }

    fn of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        let count = i64::try_from(choices.len()).unwrap();
        choices[usize::try_from(self.below(count)).unwrap()]
    }

    fn day(&mut self, from: i64, to: i64) -> Date {
        add_days(super::world::date("2025-09-01"), from + self.below(to - from + 1))
    }

    fn after(&mut self, date: Date, most: i64) -> Date {
        add_days(date, self.below(most + 1))
    }

    /// An amount of a currency, often a round one.
    fn money(&mut self, currency: &str) -> Decimal {
        let major =
            Decimal::from([1000, 100, 2500, 999, 250, 7, 40][usize::try_from(self.below(7)).unwrap()]);
        let minor = Decimal::new(self.below(100), 2);
        match (currency, self.below(3)) {
            ("JPY", _) => major * Decimal::from(10),
            ("RUB", _) => major * Decimal::from(100) + minor,
            (_, 0) => major,
            _ => major + minor,
        }
    }
}

fn put(record: &mut Record, key: &str, value: impl ToString) {
    record.insert(key.to_owned(), Value::String(value.to_string()));
}

fn put_json(record: &mut Record, key: &str, value: Value) {
    record.insert(key.to_owned(), value);
}

fn world(draw: &mut Draw) -> World {
    let mut world = World {
        settings: settings(draw),
        ..World::default()
    };
    for client in 0..=draw.below(3) {
        let id = format!("c{client}");
        world.add("clients", &id, client_record(draw));
        let contracts = draw.below(3);
        for number in 0..contracts {
            let contract = contract(draw, &world, &id);
            world.add("contracts", format!("{id}k{number}"), contract);
        }
        for number in 0..=draw.below(4) {
            let under = draw.below(contracts + 1);
            let under = (under > 0).then(|| format!("{id}k{}", under - 1));
            let invoice = invoice(draw, &world, (&id, under));
            let invoice_id = format!("{id}i{number}");
            world.add("invoices", &invoice_id, invoice);
            move_money(draw, &mut world, &invoice_id);
        }
        together(draw, &mut world, &id);
    }
    world
}

fn settings(draw: &mut Draw) -> Record {
    let mut own = record(&[("currency", draw.of(&["EUR", "EUR", "GBP", "RUB", "JPY", "USD"]))]);
    let kind = draw.of(&["individual", "organisation"]);
    put_json(&mut own, "creditor", json!({"name": "Workshop", "kind": kind}));
    if draw.one_in(2) {
        put(&mut own, "jurisdiction", draw.of(&places()));
    }
    if draw.one_in(3) {
        put(
            &mut own,
            "policy",
            draw.of(&["gentle", "strict", "standard", "patient"]),
        );
    }
    let days: Vec<_> = (0..draw.below(4)).map(|_| draw.day(0, 400).to_string()).collect();
    put_json(&mut own, "holidays", json!(days));
    if draw.one_in(3) {
        put_json(
            &mut own,
            "tolerance",
            json!({"EUR": "2.00", "GBP": "0.50", "JPY": "30"}),
        );
    }
    let mut patient = record(&[("extends", draw.of(&["standard", "strict", "gentle"]))]);
    if draw.one_in(2) {
        put_json(
            &mut patient,
            "minimum",
            json!({"EUR": "100.00", "RUB": "5000", "GBP": "41"}),
        );
    }
    for key in ["grace_days", "plan_grace_days", "promise_max_days"] {
        if draw.one_in(2) {
            put(&mut patient, key, draw.below(15));
        }
    }
    let mut stages = Record::new();
    for stage in LADDER {
        match draw.below(6) {
            4 => put(&mut stages, stage, "off"),
            5 => {
                let step =
                    json!({"day": (draw.below(60) - 5).to_string(), "gap": draw.below(12).to_string()});
                put_json(&mut stages, stage, step);
            }
            _ => {}
        }
    }
    put_json(&mut patient, "stages", Value::Object(stages));
    let mut policies = Record::new();
    put_json(&mut policies, "patient", Value::Object(patient));
    put_json(
        &mut policies,
        "hasty",
        json!({"extends": "patient", "stages": {"reminder": {"day": "0"}}}),
    );
    put_json(&mut own, "policies", Value::Object(policies));
    own
}

pub const LADDER: [&str; 8] = [
    "heads-up",
    "reminder",
    "options",
    "firm",
    "mediation",
    "final-demand",
    "lawyer-letter",
    "decision",
];

fn client_record(draw: &mut Draw) -> Record {
    let mut own = record(&[("name", "Client")]);
    match draw.below(4) {
        1 => put(&mut own, "kind", "business"),
        2 => put(&mut own, "kind", "consumer"),
        3 => put(&mut own, "kind", "public-body"),
        _ => {}
    }
    if draw.one_in(3) {
        put(
            &mut own,
            "legal_form",
            draw.of(&["company", "sole-trader", "person"]),
        );
    }
    if draw.one_in(2) {
        put(&mut own, "jurisdiction", draw.of(&places()));
    }
    if draw.one_in(3) {
        put(
            &mut own,
            "policy",
            draw.of(&["gentle", "strict", "patient", "hasty"]),
        );
    }
    match draw.below(12) {
        9 => put_json(&mut own, "chasing", json!({"stopped": "true"})),
        10 | 11 => {
            put_json(
                &mut own,
                "chasing",
                json!({"paused_until": draw.day(100, 700).to_string()}),
            );
        }
        _ => {}
    }
    own
}

fn contract(draw: &mut Draw, world: &World, client: &str) -> Record {
    let mut own = record(&[("client", client)]);
    let currency = draw.of(&["", "", "", "EUR", "RUB", "GBP", "USD"]);
    if !currency.is_empty() {
        put(&mut own, "currency", currency);
    }
    let currency = if currency.is_empty() {
        text(&world.settings, "currency").unwrap()
    } else {
        currency
    };
    for key in ["jurisdiction", "governing_law"] {
        if draw.one_in(5) {
            put(&mut own, key, draw.of(&places()));
        }
    }
    if draw.one_in(3) {
        put(&mut own, "start", draw.day(0, 200));
    }
    if draw.one_in(5) {
        put(
            &mut own,
            "policy",
            draw.of(&["gentle", "strict", "patient", "standard"]),
        );
    }
    if draw.one_in(3) {
        put(&mut own, "amounts", "net");
        put(&mut own, "tax_percent", draw.of(&["21", "0", "5.5"]));
    }
    let has_total = !draw.one_in(3);
    if has_total {
        put(&mut own, "total", draw.money(currency) * Decimal::from(20));
    }
    schedule(draw, &mut own, (currency, has_total));
    put_json(&mut own, "terms", Value::Object(terms(draw)));
    let amendments: Vec<_> = (0..draw.below(3))
        .map(|number| amendment(draw, currency, number))
        .collect();
    put_json(&mut own, "amendments", Value::Array(amendments));
    own
}

fn schedule(draw: &mut Draw, own: &mut Record, (currency, has_total): (&str, bool)) {
    let mut rows: Vec<Value> = Vec::new();
    let rest = has_total && draw.one_in(2);
    for number in 0..draw.below(4) + i64::from(!has_total) {
        let mut row = record(&[("id", &format!("part{number}"))]);
        match draw.below(5) {
            3 => put(&mut row, "expected", draw.day(0, 400)),
            // Open ends and `rest` don't go together: what is left would go below 0.
            4 if !rest => {
                let from = draw.day(0, 200);
                put(&mut row, "every", draw.of(&["month", "quarter", "year", "week"]));
                put(&mut row, "from", from);
                if draw.one_in(2) {
                    let until = draw.after(from, 400);
                    put(&mut row, "until", until);
                }
            }
            _ => put(&mut row, "due", draw.day(0, 400)),
        }
        match draw.below(4) {
            2 if has_total => put(&mut row, "percent", draw.of(&["33.3333", "10", "12.5"])),
            3 => put(&mut row, "up_to", draw.money(currency)),
            _ => put(&mut row, "amount", draw.money(currency)),
        }
        rows.push(Value::Object(row));
    }
    if rest {
        rows.push(json!({"id": "last", "due": draw.day(0, 400).to_string(), "rest": "true"}));
    }
    put_json(own, "schedule", Value::Array(rows));
}

fn terms(draw: &mut Draw) -> Record {
    let mut own = Record::new();
    match draw.below(4) {
        1 => put(&mut own, "payment_days", draw.of(&["14", "0", "30", "45"])),
        2 | 3 => {
            let days = draw.of(&["30", "0", "45", "10"]);
            let end = draw.of(&["after", "before"]);
            put_json(
                &mut own,
                "payment_days",
                json!({"days": days, "end_of_month": end}),
            );
        }
        _ => {}
    }
    if draw.one_in(2) {
        put(&mut own, "grace_days", draw.below(15));
    }
    if draw.one_in(2) {
        put(&mut own, "stop_work", draw.of(&["true", "false"]));
    }
    match draw.below(6) {
        3 => put(&mut own, "late_interest", "statutory"),
        4 => put(&mut own, "late_interest", "none"),
        5 => {
            let percent = draw.of(&["10", "12.25", "0", "7.3"]);
            put_json(&mut own, "late_interest", json!({"percent_per_year": percent}));
        }
        _ => {}
    }
    if draw.one_in(3) {
        let percent = draw.of(&["2", "3.5", "10", "0", "50"]);
        put_json(
            &mut own,
            "early_discount",
            json!({"percent": percent, "days": draw.below(20).to_string()}),
        );
    }
    own
}

fn amendment(draw: &mut Draw, currency: &str, number: i64) -> Value {
    let date = draw.day(0, 400);
    let amount = draw.money(currency);
    let mut own = record(&[("id", &format!("co{number}")), ("date", &date.to_string())]);
    put(&mut own, "amount", amount);
    if draw.one_in(2) {
        let signed = draw.after(date, 30);
        put(&mut own, "signed", signed);
    }
    if draw.one_in(2) {
        let due = draw.after(date, 60).to_string();
        put_json(
            &mut own,
            "schedule",
            json!([{"id": format!("co{number}"), "due": due, "amount": amount.to_string()}]),
        );
    }
    Value::Object(own)
}

fn invoice(draw: &mut Draw, world: &World, (client, contract): (&str, Option<String>)) -> Record {
    let mut own = record(&[("client", client)]);
    if !draw.one_in(12) {
        put(&mut own, "issued", draw.day(0, 500));
    }
    let currency = draw.of(&["", "", "", "", "EUR", "JPY", "GBP"]);
    if !currency.is_empty() {
        put(&mut own, "currency", currency);
    }
    let of_contract = contract
        .as_ref()
        .and_then(|id| text(world.get("contracts", id)?, "currency"));
    let currency = match currency {
        "" => of_contract.or(text(&world.settings, "currency")).unwrap(),
        own => own,
    };
    if let Some(contract) = contract {
        put(&mut own, "contract", contract);
    }
    if draw.one_in(3) {
        let from = day_of(&own, "issued").unwrap_or_else(|| draw.day(0, 500));
        let due = draw.after(from, 70);
        put(&mut own, "due", due);
    }
    if draw.one_in(3) {
        let lines = (0..=draw.below(3)).map(|_| line(draw, currency)).collect();
        put_json(&mut own, "lines", Value::Array(lines));
        match draw.below(4) {
            2 => put_json(&mut own, "withholding", json!({"percent": "15"})),
            3 => put_json(&mut own, "withholding", json!({"amount": "1"})),
            _ => {}
        }
        if draw.one_in(4) {
            let total = Naive::new(world, super::world::date("2026-01-01"))
                .totals(&own, currency)
                .total;
            put(&mut own, "amount", total);
        }
    } else {
        put(&mut own, "amount", draw.money(currency));
        if draw.one_in(6) {
            put_json(&mut own, "withholding", json!({"amount": "15"}));
        }
    }
    own
}

fn line(draw: &mut Draw, currency: &str) -> Value {
    let price = draw.money(currency);
    // A unit price may be finer than the currency: 3 x 333.335.
    let price = if draw.one_in(3) && currency != "JPY" {
        price + Decimal::new(5, 3)
    } else {
        price
    };
    let mut own = record(&[("description", "Work"), ("unit_price", &price.to_string())]);
    if draw.one_in(2) {
        put(&mut own, "quantity", draw.of(&["1", "3", "2.5", "0.333"]));
    }
    if draw.one_in(2) {
        put(&mut own, "tax_percent", draw.of(&["0", "21", "5.5"]));
    }
    Value::Object(own)
}

/// Payments, credits, disputes, write-offs and voids of one invoice, inline or in files of their own.
fn move_money(draw: &mut Draw, world: &mut World, id: &str) {
    let mut own = world.get("invoices", id).unwrap().clone();
    let facts = Naive::new(world, super::world::date("2026-01-01"));
    let currency = facts.invoice_currency(&own).to_owned();
    let total = facts.totals(&own, &currency).total;
    let client = text(&own, "client").unwrap().to_owned();
    let from = day_of(&own, "issued").unwrap_or(super::world::date("2026-01-01"));
    let mut inline = Vec::new();
    for number in 0..draw.below(4) {
        let date = add_days(from, draw.below(150) - 8);
        let amount = share(draw, total, &currency);
        if draw.one_in(2) {
            let mut payment = record(&[
                ("client", &client),
                ("date", &date.to_string()),
                ("currency", &currency),
            ]);
            let left = if draw.one_in(4) {
                draw.money(&currency)
            } else {
                Decimal::ZERO
            };
            put(&mut payment, "amount", amount + left);
            put_json(&mut payment, "allocate", json!({id: amount.to_string()}));
            if draw.one_in(4) {
                let returned = draw.after(date, 60);
                put(&mut payment, "returned", returned);
            }
            world.add("payments", format!("{id}p{number}"), payment);
        } else {
            inline.push(json!({"date": date.to_string(), "amount": amount.to_string()}));
        }
    }
    put_json(&mut own, "payments", Value::Array(inline));
    for number in 0..draw.below(5) {
        let event = Event {
            entry: format!("{id}e{number}"),
            date: add_days(from, draw.below(200)).to_string(),
            amount: share(draw, total, &currency).to_string(),
            inline: draw.one_in(2),
        };
        happen(draw, world, (&mut own, id), event);
    }
    world.add("invoices", id, own);
}

fn happen(draw: &mut Draw, world: &mut World, (own, id): (&mut Record, &str), event: Event) {
    let client = text(own, "client").unwrap().to_owned();
    match draw.below(9) {
        0 | 1 if event.inline => put_json(
            own,
            "credits",
            json!([{"date": event.date, "amount": event.amount}]),
        ),
        0 | 1 => event.log(world, (&client, id), "credit"),
        2 | 3 if event.inline => {
            let mut dispute = record(&[("opened", &event.date), ("reason", "colours")]);
            if draw.one_in(2) {
                let resolved = draw.after(super::world::date(&event.date), 60);
                put(&mut dispute, "resolved", resolved);
            }
            put_json(own, "dispute", Value::Object(dispute));
        }
        2 | 3 => event.log(world, (&client, id), "dispute"),
        4 | 5 => event.log(world, (&client, id), "resolved"),
        6 => event.log(world, (&client, id), draw.of(&["waive", "received"])),
        kind => {
            let (key, what) = if kind == 7 {
                ("write_off", "write-off")
            } else {
                ("void", "void")
            };
            if event.inline {
                put_json(own, key, json!({"date": event.date, "reason": "so"}));
            } else {
                event.log(world, (&client, id), what);
            }
        }
    }
}

/// A part of what is to be paid, as clients pay it.
fn share(draw: &mut Draw, total: Decimal, currency: &str) -> Decimal {
    let unit = Decimal::new(1, if currency == "JPY" { 0 } else { 2 });
    let round = |amount: Decimal| super::naive::round(amount, currency).max(unit);
    match draw.below(7) {
        0 => total,
        1 => round(total / Decimal::TWO),
        2 => round(total * Decimal::new(98, 2)),
        3 => round(total - Decimal::new(150, 2)),
        4 => total + draw.money(currency),
        5 => round(total / Decimal::from(3)),
        _ => draw.money(currency),
    }
}

/// Something that happened to one invoice other than a payment or a letter.
struct Event {
    entry: String,
    date: String,
    amount: String,
    /// Told in the invoice's own file.
    inline: bool,
}

impl Event {
    fn log(self, world: &mut World, (client, invoice): (&str, &str), what: &str) {
        let mut entry = record(&[
            ("client", client),
            ("date", &self.date),
            ("what", what),
            ("reason", "so"),
        ]);
        put_json(&mut entry, "invoices", json!([invoice]));
        if what == "credit" {
            put(&mut entry, "amount", self.amount);
        }
        world.add("log", self.entry, entry);
    }
}

/// Contacts, promises, plans, cases and payments that concern several invoices of a client.
fn together(draw: &mut Draw, world: &mut World, client: &str) {
    let invoices: Vec<String> = world
        .all("invoices")
        .filter(|(_, invoice)| text(invoice, "client") == Some(client))
        .map(|(id, _)| id.clone())
        .collect();
    for number in 0..draw.below(9) {
        let entry = contact(draw, (client, &invoices));
        world.add("log", format!("{client}l{number}"), entry);
    }
    for number in 0..draw.below(3) {
        let plan = plan(draw, world, (client, &invoices));
        world.add("plans", format!("{client}n{number}"), plan);
    }
    if draw.one_in(3) {
        for number in 0..=draw.below(2) {
            let case = case(draw, (client, &invoices));
            world.add("cases", format!("{client}a{number}"), case);
        }
    }
    if draw.one_in(3) {
        let payment = spread(draw, world, (client, &invoices));
        world.add("payments", format!("{client}p"), payment);
    }
}

fn some(draw: &mut Draw, invoices: &[String]) -> Vec<String> {
    let mut chosen: Vec<_> = invoices.iter().filter(|_| !draw.one_in(2)).cloned().collect();
    if chosen.is_empty() {
        chosen.push(invoices[0].clone());
    }
    chosen
}

fn contact(draw: &mut Draw, (client, invoices): (&str, &[String])) -> Record {
    let date = draw.day(0, 600);
    let mut own = record(&[("client", client), ("date", &date.to_string())]);
    let stages = [&LADDER[..], &["stop-work", "resume-work", "reminder", "firm"]].concat();
    let named = some(draw, invoices);
    if draw.one_in(6) {
        let steps = named.iter().map(|id| (id.clone(), Value::from(draw.of(&stages))));
        let steps: Record = steps.collect();
        put_json(&mut own, "invoices", Value::Object(steps));
    } else {
        put_json(&mut own, "invoices", json!(named));
        if draw.one_in(2) {
            put(&mut own, "stage", draw.of(&stages));
        }
    }
    if draw.one_in(5) {
        put(&mut own, "direction", "in");
    }
    if draw.one_in(6) {
        put(&mut own, "delivered", "false");
    }
    if draw.one_in(4) {
        let deadline = draw.after(date, 30);
        put(&mut own, "deadline", deadline);
    }
    if draw.one_in(5) {
        put(
            &mut own,
            "answer",
            draw.of(&["says-paid", "says-paid", "refused"]),
        );
    }
    if draw.one_in(3) {
        let mut promise = record(&[("pay_by", &draw.after(date, 60).to_string())]);
        if draw.one_in(2) {
            put(&mut promise, "amount", draw.of(&["500", "10", "2000"]));
        }
        if draw.one_in(3) {
            put(&mut promise, "written", "true");
        }
        put_json(&mut own, "promise", Value::Object(promise));
    }
    own
}

fn plan(draw: &mut Draw, world: &World, (client, invoices): (&str, &[String])) -> Record {
    let agreed = draw.day(0, 500);
    let named = some(draw, invoices);
    let facts = Naive::new(world, agreed);
    let currency = facts
        .invoice_currency(world.get("invoices", &named[0]).unwrap())
        .to_owned();
    let mut own = record(&[
        ("client", client),
        ("agreed", &agreed.to_string()),
        ("currency", &currency),
    ]);
    put_json(&mut own, "invoices", json!(named));
    let mut due = agreed;
    let rows = (0..=draw.below(3)).map(|_| {
        due = draw.after(due, 40);
        json!({"due": due.to_string(), "amount": draw.money(&currency).to_string()})
    });
    let rows: Vec<_> = rows.collect();
    put_json(&mut own, "instalments", Value::Array(rows));
    if draw.one_in(2) {
        let by = draw.after(due, 90).to_string();
        put_json(
            &mut own,
            "discount",
            json!({"amount": draw.money(&currency).to_string(), "if_paid_by": by}),
        );
    }
    if draw.one_in(4) {
        let cancelled = draw.after(agreed, 100);
        put(&mut own, "cancelled", cancelled);
    }
    own
}

fn case(draw: &mut Draw, (client, invoices): (&str, &[String])) -> Record {
    let opened = draw.day(0, 600);
    let route = draw.of(&["lawyer", "small-claims", "insolvency"]);
    let mut own = record(&[
        ("client", client),
        ("opened", &opened.to_string()),
        ("route", route),
    ]);
    put_json(&mut own, "invoices", json!(some(draw, invoices)));
    if draw.one_in(2) {
        let filed = draw.after(opened, 60);
        put(&mut own, "filed", filed);
    }
    if draw.one_in(2) {
        let closed = draw.after(opened, 100).to_string();
        put_json(&mut own, "closed", json!({"date": closed, "outcome": "paid"}));
    }
    own
}

/// One receipt for several invoices of one currency, or for none.
fn spread(draw: &mut Draw, world: &World, (client, invoices): (&str, &[String])) -> Record {
    let date = draw.day(0, 600);
    let facts = Naive::new(world, date);
    let currency_of = |id: &String| {
        facts
            .invoice_currency(world.get("invoices", id).unwrap())
            .to_owned()
    };
    let currency = currency_of(&invoices[0]);
    let mut own = record(&[
        ("client", client),
        ("date", &date.to_string()),
        ("currency", &currency),
    ]);
    let mut amount = draw.money(&currency);
    if draw.one_in(4) {
        put(&mut own, "currency", "CHF");
        put(&mut own, "amount", amount);
        return own;
    }
    let mut shares = Record::new();
    for id in invoices.iter().filter(|id| currency_of(id) == currency) {
        if draw.one_in(2) {
            let share = draw.money(&currency);
            amount += share;
            put(&mut shares, id, share);
        }
    }
    put(&mut own, "amount", amount);
    if !shares.is_empty() {
        put_json(&mut own, "allocate", Value::Object(shares));
    }
    own
}
