//! A small ledger of records that are mostly right, with odd days, amounts and names, and everything that is made of it.
#![no_main]

use arbitrary::Arbitrary;
use dunlin::{
    calendar::add_days,
    load::disguise,
    model::{
        ClientKind, CreditorKind, LateCharges, Route, Stage,
        contract::Status,
        format::Word,
        log::{Answer, Channel, Direction, What},
        policy::BUILT_IN,
    },
    statute::Statutes,
};
use dunlin_fuzz::{
    day, fixes_hold, folder, hostile::NAMES, in_every_format, load, pages, places_hold, worked_out,
};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

#[derive(Debug, Arbitrary)]
struct Small {
    settings: Settings,
    clients: [Client; 2],
    contracts: Vec<Contract>,
    invoices: Vec<Invoice>,
    payments: Vec<Payment>,
    log: Vec<Entry>,
    plans: Vec<Plan>,
    cases: Vec<Case>,
}

/// Days before or after the ledger's, mostly near.
#[derive(Debug, Clone, Copy, Arbitrary)]
struct Day(i16);

impl Day {
    fn text(self) -> String {
        let far = self.0 % 32 == 31;
        let days = i64::from(self.0) / if far { 1 } else { 64 };
        add_days(day(), days).to_string()
    }
}

/// Cents, mostly few.
#[derive(Debug, Clone, Copy, Arbitrary)]
struct Money(i32);

impl Money {
    fn text(self) -> String {
        match self.0 % 64 {
            63 => "999999999999999.99".to_owned(),
            62 => "0.01".to_owned(),
            61 => "0".to_owned(),
            60 => format!("-{}.00", self.0.unsigned_abs()),
            _ => format!(
                "{}.{:02}",
                self.0.unsigned_abs() / 100 % 100_000,
                self.0.unsigned_abs() % 100
            ),
        }
    }
}

/// A text of any kind, quoted.
#[derive(Debug, Clone, Copy, Arbitrary)]
struct Name(u8);

impl Name {
    fn text(self) -> String {
        serde_json::Value::from(NAMES[usize::from(self.0) % NAMES.len()]).to_string()
    }
}

/// One of the words that may stand there, and now and then another.
#[derive(Debug, Clone, Copy, Arbitrary)]
struct Pick(u8);

impl Pick {
    fn of(self, words: &[&str]) -> String {
        words[usize::from(self.0) % words.len()].to_owned()
    }
}

const CLIENTS: [&str; 2] = ["acme", "beta"];
const CURRENCIES: [&str; 5] = ["EUR", "EUR", "USD", "JPY", "BHD"];
const PLACES: [&str; 8] = ["es", "de", "gb-eng", "fr", "us-ny", "us-ca", "ru", "xx"];

#[derive(Debug, Arbitrary)]
struct Settings {
    kind: Pick,
    currency: Pick,
    place: Pick,
    language: Pick,
    policy: Pick,
    tolerance: Option<Money>,
    reconciled: Option<Day>,
    name: Name,
}

impl Settings {
    fn text(&self) -> String {
        let mut text = format!(
            "creditor: {{name: {}, kind: {}, email: me@studio.example, bank: {{holder: Studio, iban: ES9121000418450200051332}}}}\ncurrency: {}\njurisdiction: {}\nlanguage: {}\npolicy: {}\nas_of: {}\n",
            self.name.text(),
            self.kind.of(CreditorKind::WORDS),
            self.currency.of(&CURRENCIES),
            self.place.of(&PLACES[..7]),
            self.language.of(&["en", "es", "de", "fr", "ru"]),
            self.policy.of(&BUILT_IN),
            day()
        );
        if let Some(tolerance) = self.tolerance {
            text += &format!("tolerance: {{EUR: {}}}\n", tolerance.text());
        }
        if let Some(day) = self.reconciled {
            text += &format!("reconciled: {}\n", day.text());
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Client {
    name: Name,
    kind: Pick,
    place: Option<Pick>,
    language: Option<Pick>,
    limit: Option<Money>,
    charges: Option<Pick>,
    notes: Option<Name>,
    stopped: Option<bool>,
}

impl Client {
    fn text(&self) -> String {
        let mut text = format!(
            "name: {}\nkind: {}\ncontact: {{name: {}, email: a@acme.example}}\n",
            self.name.text(),
            self.kind.of(ClientKind::WORDS),
            self.name.text()
        );
        if let Some(place) = self.place {
            text += &format!("jurisdiction: {}\n", place.of(&PLACES));
        }
        if let Some(language) = self.language {
            text += &format!(
                "language: {}\n",
                language.of(&["en", "es", "de", "fr", "ru", "xx"])
            );
        }
        if let Some(limit) = self.limit {
            text += &format!("credit_limit: {}\n", limit.text());
        }
        if let Some(charges) = self.charges {
            text += &format!("late_charges: {}\n", charges.of(LateCharges::WORDS));
        }
        if let Some(notes) = self.notes {
            text += &format!("notes: {}\n", notes.text());
        }
        if let Some(stopped) = self.stopped {
            text += &format!("chasing: {{stopped: {stopped}, reason: {}}}\n", self.name.text());
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Contract {
    client: bool,
    title: Name,
    signed: Option<Day>,
    start: Option<Day>,
    end: Option<Day>,
    total: Option<Money>,
    currency: Option<Pick>,
    rows: Vec<(Option<Day>, Money, u8)>,
    tax: Option<u8>,
    grace: Option<u8>,
    stop_work: Option<bool>,
    status: Option<Pick>,
}

impl Contract {
    fn text(&self, id: usize) -> String {
        let mut text = format!(
            "id: c{id}\nclient: {}\ntitle: {}\n",
            CLIENTS[usize::from(self.client)],
            self.title.text()
        );
        for (key, day) in [("signed", self.signed), ("start", self.start), ("end", self.end)] {
            text += &day.map_or_else(String::new, |day| format!("{key}: {}\n", day.text()));
        }
        if let Some(total) = self.total {
            text += &format!("total: {}\n", total.text());
        }
        if let Some(currency) = self.currency {
            text += &format!("currency: {}\n", currency.of(&CURRENCIES));
        }
        text += "schedule:\n";
        for (n, (due, amount, kind)) in self.rows.iter().take(6).enumerate() {
            let due = due.map_or_else(String::new, |due| format!(", due: {}", due.text()));
            text += &match kind % 8 {
                0 => format!("  - {{id: r{n}{due}, percent: {}}}\n", kind / 2),
                1 => format!("  - {{id: r{n}{due}, rest: true}}\n"),
                2 => format!(
                    "  - {{id: r{n}, every: month, from: {}, times: {}, amount: {}}}\n",
                    day(),
                    kind / 8,
                    amount.text()
                ),
                _ => format!("  - {{id: r{n}{due}, amount: {}}}\n", amount.text()),
            };
        }
        if let Some(tax) = self.tax {
            text += &format!("amounts: net\ntax_percent: {}\n", tax % 120);
        }
        if self.grace.is_some() || self.stop_work.is_some() {
            text += "terms:\n";
            text += &self
                .grace
                .map_or_else(String::new, |days| format!("  grace_days: {days}\n"));
            text += &self
                .stop_work
                .map_or_else(String::new, |stop| format!("  stop_work: {stop}\n"));
        }
        if let Some(status) = self.status {
            text += &format!("status: {}\n", status.of(Status::WORDS));
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Invoice {
    client: bool,
    contract: Option<u8>,
    row: Option<u8>,
    number: Option<Name>,
    issued: Option<Day>,
    due: Option<Day>,
    sent: Option<Day>,
    currency: Option<Pick>,
    amount: Option<Money>,
    lines: Vec<(Name, Money, i8, u8)>,
    payments: Vec<(Day, Money)>,
    credits: Vec<(Day, Money)>,
    dispute: Option<Day>,
    end: Option<(bool, Day)>,
}

impl Invoice {
    fn text(&self, id: usize) -> String {
        let mut text = format!("id: i{id}\nclient: {}\n", CLIENTS[usize::from(self.client)]);
        if let Some(contract) = self.contract {
            text += &format!("contract: c{}\n", contract % 3);
        }
        if let Some(row) = self.row {
            text += &format!("instalment: r{}\n", row % 4);
        }
        if let Some(number) = self.number {
            text += &format!("number: {}\n", number.text());
        }
        for (key, day) in [("issued", self.issued), ("due", self.due)] {
            text += &day.map_or_else(String::new, |day| format!("{key}: {}\n", day.text()));
        }
        if let Some(sent) = self.sent {
            text += &format!("sent: {{date: {}}}\n", sent.text());
        }
        if let Some(currency) = self.currency {
            text += &format!("currency: {}\n", currency.of(&CURRENCIES));
        }
        if let Some(amount) = self.amount {
            text += &format!("amount: {}\n", amount.text());
        } else if !self.lines.is_empty() {
            text += "lines:\n";
            for (name, price, quantity, tax) in self.lines.iter().take(5) {
                text += &format!(
                    "  - {{description: {}, unit_price: {}, quantity: {quantity}, tax_percent: {}}}\n",
                    name.text(),
                    price.text(),
                    tax % 101
                );
            }
        }
        for (key, rows) in [("payments", &self.payments), ("credits", &self.credits)] {
            if !rows.is_empty() {
                text += &format!("{key}:\n");
                for (day, amount) in rows.iter().take(4) {
                    text += &format!("  - {{date: {}, amount: {}}}\n", day.text(), amount.text());
                }
            }
        }
        if let Some(opened) = self.dispute {
            text += &format!("dispute: {{opened: {}, reason: no}}\n", opened.text());
        }
        if let Some((is_void, day)) = self.end {
            text += &format!(
                "{}: {{date: {}, reason: gone}}\n",
                if is_void { "void" } else { "write_off" },
                day.text()
            );
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Payment {
    client: bool,
    date: Day,
    amount: Money,
    currency: Option<Pick>,
    allocate: Vec<(u8, Money)>,
    returned: Option<Day>,
    reference: Name,
}

impl Payment {
    fn text(&self, id: usize) -> String {
        let mut text = format!(
            "id: p{id}\nclient: {}\ndate: {}\namount: {}\nreference: {}\n",
            CLIENTS[usize::from(self.client)],
            self.date.text(),
            self.amount.text(),
            self.reference.text()
        );
        if let Some(currency) = self.currency {
            text += &format!("currency: {}\n", currency.of(&CURRENCIES));
        }
        if !self.allocate.is_empty() {
            text += "allocate:\n";
            let mut named = BTreeSet::new();
            for (invoice, amount) in self.allocate.iter().take(4) {
                if named.insert(invoice % 5) {
                    text += &format!("  i{}: {}\n", invoice % 5, amount.text());
                }
            }
        }
        if let Some(returned) = self.returned {
            text += &format!("returned: {}\n", returned.text());
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Entry {
    client: bool,
    date: Day,
    what: Option<Pick>,
    channel: Pick,
    direction: Pick,
    stage: Option<Pick>,
    invoices: Vec<u8>,
    answer: Option<Pick>,
    promise: Option<(Day, Option<Money>)>,
    amount: Option<Money>,
    deadline: Option<Day>,
    note: Name,
}

impl Entry {
    fn text(&self, id: usize) -> String {
        let mut text = format!(
            "id: l{id}\nclient: {}\ndate: {}\nchannel: {}\ndirection: {}\nnote: {}\n",
            CLIENTS[usize::from(self.client)],
            self.date.text(),
            self.channel.of(Channel::WORDS),
            self.direction.of(Direction::WORDS),
            self.note.text()
        );
        if let Some(what) = self.what {
            text += &format!("what: {}\n", what.of(What::WORDS));
        }
        if let Some(stage) = self.stage {
            text += &format!("stage: {}\n", stage.of(Stage::WORDS));
        }
        if !self.invoices.is_empty() {
            let ids: BTreeSet<String> = self
                .invoices
                .iter()
                .take(4)
                .map(|id| format!("i{}", id % 5))
                .collect();
            text += &format!("invoices: [{}]\n", ids.into_iter().collect::<Vec<_>>().join(", "));
        }
        if let Some(answer) = self.answer {
            text += &format!("answer: {}\n", answer.of(Answer::WORDS));
        }
        if let Some((pay_by, amount)) = self.promise {
            let amount = amount.map_or_else(String::new, |amount| format!(", amount: {}", amount.text()));
            text += &format!("promise: {{pay_by: {}{amount}}}\n", pay_by.text());
        }
        if let Some(amount) = self.amount {
            text += &format!("amount: {}\n", amount.text());
        }
        if let Some(deadline) = self.deadline {
            text += &format!("deadline: {}\n", deadline.text());
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Plan {
    client: bool,
    agreed: Day,
    written: bool,
    invoices: Vec<u8>,
    rows: Vec<(Day, Money)>,
    discount: Option<(Money, Day)>,
    cancelled: Option<Day>,
}

impl Plan {
    fn text(&self, id: usize) -> String {
        let ids: BTreeSet<String> = self
            .invoices
            .iter()
            .take(4)
            .map(|id| format!("i{}", id % 5))
            .collect();
        let mut text = format!(
            "id: pl{id}\nclient: {}\nagreed: {}\nwritten: {}\ninvoices: [{}]\ninstalments:\n",
            CLIENTS[usize::from(self.client)],
            self.agreed.text(),
            self.written,
            ids.into_iter().collect::<Vec<_>>().join(", ")
        );
        for (due, amount) in self.rows.iter().take(5) {
            text += &format!("  - {{due: {}, amount: {}}}\n", due.text(), amount.text());
        }
        if let Some((amount, by)) = self.discount {
            text += &format!(
                "discount: {{amount: {}, if_paid_by: {}}}\n",
                amount.text(),
                by.text()
            );
        }
        if let Some(cancelled) = self.cancelled {
            text += &format!("cancelled: {}\n", cancelled.text());
        }
        text
    }
}

#[derive(Debug, Arbitrary)]
struct Case {
    client: bool,
    invoices: Vec<u8>,
    route: Pick,
    opened: Day,
    filed: Option<Day>,
    judgment: Option<(Day, Option<Money>)>,
    closed: Option<Day>,
}

impl Case {
    fn text(&self, id: usize) -> String {
        let ids: BTreeSet<String> = self
            .invoices
            .iter()
            .take(4)
            .map(|id| format!("i{}", id % 5))
            .collect();
        let mut text = format!(
            "id: k{id}\nclient: {}\ninvoices: [{}]\nroute: {}\nopened: {}\n",
            CLIENTS[usize::from(self.client)],
            ids.into_iter().collect::<Vec<_>>().join(", "),
            self.route.of(Route::WORDS),
            self.opened.text()
        );
        if let Some(filed) = self.filed {
            text += &format!("filed: {}\n", filed.text());
        }
        if let Some((day, amount)) = self.judgment {
            let amount = amount.map_or_else(String::new, |amount| format!(", amount: {}", amount.text()));
            text += &format!("judgment: {{date: {}{amount}}}\n", day.text());
        }
        if let Some(closed) = self.closed {
            text += &format!("closed: {{date: {}, outcome: over}}\n", closed.text());
        }
        text
    }
}

impl Small {
    fn files(&self) -> Vec<(String, String)> {
        fn joined<T>(records: &[T], most: usize, text: impl Fn(&T, usize) -> String) -> String {
            let texts: Vec<_> = records
                .iter()
                .take(most)
                .enumerate()
                .map(|(id, record)| text(record, id))
                .collect();
            texts.join("---\n")
        }
        let [acme, beta] = &self.clients;
        vec![
            ("dunlin.yaml".to_owned(), self.settings.text()),
            ("clients/acme.yaml".to_owned(), acme.text()),
            ("clients/beta.yaml".to_owned(), beta.text()),
            (
                "contracts/all.yaml".to_owned(),
                joined(&self.contracts, 3, Contract::text),
            ),
            (
                "invoices/all.yaml".to_owned(),
                joined(&self.invoices, 5, Invoice::text),
            ),
            (
                "payments/all.yaml".to_owned(),
                joined(&self.payments, 5, Payment::text),
            ),
            ("log/all.yaml".to_owned(), joined(&self.log, 6, Entry::text)),
            ("plans/all.yaml".to_owned(), joined(&self.plans, 2, Plan::text)),
            ("cases/all.yaml".to_owned(), joined(&self.cases, 2, Case::text)),
        ]
    }
}

fuzz_target!(|small: Small| {
    let files = small.files();
    let files = folder(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let loaded = load(&files);
    let has_fix = worked_out(&loaded, |assessed, checked| {
        let Some(checked) = checked else { return false };
        let found: Vec<_> = checked
            .findings
            .iter()
            .map(|judged| judged.finding.clone())
            .collect();
        places_hold(&found, &loaded.sources);
        in_every_format(checked, &loaded.sources);
        if let Some(assessed) = assessed {
            pages::of(&loaded, assessed, checked);
        }
        found.iter().any(|finding| finding.fix.is_some())
    });
    if has_fix {
        fixes_hold(&files);
    }
    let known = disguise::Known {
        places: &Statutes::ids().collect(),
        rates: &Statutes::rate_ids().collect(),
        rules: &BTreeSet::new(),
    };
    let disguised = load(&disguise::disguised(&files, known));
    // An invented name may be right where the written one was wrong.
    assert!(loaded.ledger.is_none() || disguised.ledger.is_some());
    worked_out(&disguised, |_, _| ());
});
