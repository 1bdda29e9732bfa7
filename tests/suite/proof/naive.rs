//! The specification a second time: slow, obvious, day by day, and written from its text alone.

use super::world::{Record, World, date, day_of, part, parts, text};
use dunlin::calendar::{Date, add_days, add_months, add_years, month_end, months_before};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The places whose law the naive one knows.
pub fn places() -> [&'static str; 6] {
    ["es", "de", "nl", "gb-eng", "ru", "us-ca"]
}

pub fn decimals(currency: &str) -> u32 {
    if currency == "JPY" { 0 } else { 2 }
}

/// Half away from zero.
pub fn round(amount: Decimal, currency: &str) -> Decimal {
    amount.round_dp_with_strategy(decimals(currency), RoundingStrategy::MidpointAwayFromZero)
}

pub fn plain(amount: Decimal, currency: &str) -> String {
    let places = usize::try_from(decimals(currency)).unwrap();
    format!("{:.places$}", round(amount, currency))
}

pub fn number(record: &Record, key: &str) -> Option<Decimal> {
    text(record, key).map(|text| text.parse().unwrap())
}

pub fn days(from: Date, to: Date) -> i64 {
    to.signed_duration_since(from).num_days()
}

fn one_decimal(figure: Decimal) -> Value {
    let rounded = figure.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    json!(format!("{rounded:.1}").parse::<f64>().unwrap())
}

#[derive(Debug, Clone, Copy)]
pub struct Totals {
    pub gross: Decimal,
    pub total: Decimal,
}

/// The money of an invoice, as far as it moved up to the day.
#[derive(Debug, Clone)]
pub struct Account {
    pub currency: String,
    pub total: Decimal,
    pub payments: Vec<(Date, Decimal)>,
    pub credits: Vec<(Date, Decimal)>,
}

pub fn up_to(moved: &[(Date, Decimal)], day: Date) -> Decimal {
    moved
        .iter()
        .filter(|(date, _)| *date <= day)
        .map(|(_, amount)| *amount)
        .sum()
}

impl Account {
    /// total − payments − credits at the end of a day; below 0 if overpaid.
    pub fn left(&self, day: Date) -> Decimal {
        self.total - up_to(&self.payments, day) - up_to(&self.credits, day)
    }

    pub fn open(&self, day: Date) -> Decimal {
        self.left(day).max(Decimal::ZERO)
    }
}

pub struct Policy {
    /// Day and gap of each stage that isn't off.
    pub steps: Vec<Option<(i64, i64)>>,
    pub grace: i64,
    pub plan_grace: i64,
    pub promise_max: i64,
    pub minimum: BTreeMap<String, Decimal>,
}

pub struct Naive<'w> {
    pub world: &'w World,
    pub day: Date,
    pub accounts: BTreeMap<&'w str, Account>,
}

/// What is known of an invoice before its ladder.
pub struct On<'w> {
    pub id: &'w str,
    pub invoice: &'w Record,
    pub client: &'w Record,
    pub contract: Option<&'w Record>,
    pub totals: Totals,
    pub state: &'static str,
    pub due: Option<Date>,
    pub paid: Decimal,
    pub credited: Decimal,
    pub balance: Decimal,
    pub overdue: i64,
    pub settled: Option<Date>,
    pub policy: Policy,
}

impl<'w> Naive<'w> {
    /// What can be told without money: currencies, totals, terms.
    pub fn new(world: &'w World, day: Date) -> Self {
        Self {
            world,
            day,
            accounts: BTreeMap::new(),
        }
    }

    pub fn with_accounts(world: &'w World, day: Date) -> Self {
        let mut naive = Self::new(world, day);
        naive.accounts = naive.moved();
        naive
    }

    pub fn contract_of(&self, invoice: &Record) -> Option<&'w Record> {
        self.world.get("contracts", text(invoice, "contract")?)
    }

    fn ledger_currency(&self) -> &'w str {
        text(&self.world.settings, "currency").unwrap()
    }

    fn contract_currency(&self, contract: &'w Record) -> &'w str {
        text(contract, "currency").unwrap_or(self.ledger_currency())
    }

    pub fn invoice_currency<'r>(&'r self, invoice: &'r Record) -> &'r str {
        let contract = self.contract_of(invoice);
        text(invoice, "currency")
            .or(contract.and_then(|contract| text(contract, "currency")))
            .unwrap_or(self.ledger_currency())
    }

    pub fn totals(&self, invoice: &Record, currency: &str) -> Totals {
        let held = part(invoice, "withholding");
        let held_amount = held.and_then(|held| number(held, "amount"));
        let lines = parts(invoice, "lines");
        if lines.is_empty() {
            let total = number(invoice, "amount").unwrap();
            return Totals {
                total,
                gross: total + held_amount.unwrap_or_default(),
            };
        }
        let mut nets: BTreeMap<Decimal, Decimal> = BTreeMap::new();
        for line in lines {
            let quantity = number(line, "quantity").unwrap_or(Decimal::ONE);
            let net = round(quantity * number(line, "unit_price").unwrap(), currency);
            *nets
                .entry(number(line, "tax_percent").unwrap_or_default())
                .or_default() += net;
        }
        let net: Decimal = nets.values().sum();
        let tax: Decimal = nets
            .iter()
            .map(|(rate, net)| round(net * rate / Decimal::ONE_HUNDRED, currency))
            .sum();
        let percent = held.and_then(|held| number(held, "percent"));
        let by_percent = percent.map(|percent| round(net * percent / Decimal::ONE_HUNDRED, currency));
        let gross = net + tax;
        Totals {
            gross,
            total: gross - held_amount.or(by_percent).unwrap_or_default(),
        }
    }

    /// Entries of the log up to the day that name an invoice, by date, then id.
    pub fn log_about(&self, invoice: &str) -> Vec<(&'w String, &'w Record)> {
        let names = |entry: &Record| match entry.get("invoices") {
            Some(Value::Array(ids)) => ids.iter().any(|id| id == invoice),
            Some(Value::Object(steps)) => steps.contains_key(invoice),
            _ => false,
        };
        let happened = |entry: &Record| day_of(entry, "date").unwrap() <= self.day;
        let mut found: Vec<_> = self
            .world
            .all("log")
            .filter(|(_, entry)| names(entry) && happened(entry))
            .collect();
        found.sort_by_key(|(id, entry)| (day_of(entry, "date").unwrap(), (*id).clone()));
        found
    }

    fn told(&self, invoice: &str, what: &str) -> Vec<&'w Record> {
        let entries = self.log_about(invoice).into_iter();
        entries
            .map(|(_, entry)| entry)
            .filter(|entry| text(entry, "what") == Some(what))
            .collect()
    }

    fn is_told(&self, id: &str, invoice: &Record, (key, what): (&str, &str)) -> bool {
        let inline = part(invoice, key).is_some_and(|told| day_of(told, "date").unwrap() <= self.day);
        inline || !self.told(id, what).is_empty()
    }

    fn is_draft(&self, invoice: &Record) -> bool {
        day_of(invoice, "issued").is_none_or(|issued| issued > self.day)
    }

    fn is_void(&self, id: &str, invoice: &Record) -> bool {
        self.is_told(id, invoice, ("void", "void"))
    }

    fn account(&self, id: &str, invoice: &Record) -> Account {
        let currency = self.invoice_currency(invoice).to_owned();
        let dated = |rows: Vec<&Record>| -> Vec<(Date, Decimal)> {
            let rows = rows
                .into_iter()
                .map(|row| (day_of(row, "date").unwrap(), number(row, "amount").unwrap()));
            rows.filter(|(date, _)| *date <= self.day).collect()
        };
        let mut payments = dated(parts(invoice, "payments"));
        for (_, payment) in self
            .world
            .all("payments")
            .filter(|(_, payment)| self.counts(payment))
        {
            let share = part(payment, "allocate").and_then(|shares| number(shares, id));
            payments.extend(share.map(|share| (day_of(payment, "date").unwrap(), share)));
        }
        let mut credits = dated(parts(invoice, "credits"));
        credits.extend(dated(self.told(id, "credit")));
        Account {
            total: self.totals(invoice, &currency).total,
            currency,
            payments,
            credits,
        }
    }

    fn counts(&self, payment: &Record) -> bool {
        let returned = day_of(payment, "returned").is_some_and(|day| day <= self.day);
        day_of(payment, "date").unwrap() <= self.day && !returned
    }

    /// Every account, with the credits that follow from others: lived through day by day.
    fn moved(&self) -> BTreeMap<&'w str, Account> {
        let mut accounts: BTreeMap<&str, Account> = BTreeMap::new();
        for (id, invoice) in self.world.all("invoices") {
            accounts.insert(id, self.account(id, invoice));
        }
        let mut today = date("2025-06-01");
        while today <= self.day {
            for (id, invoice) in self.world.all("invoices") {
                let account = accounts.get_mut(id.as_str()).unwrap();
                let credit = self.early_discount(invoice, account, today);
                account.credits.extend(credit.map(|credit| (today, credit)));
                let credit = self.tolerated(account, today);
                account.credits.extend(credit.map(|credit| (today, credit)));
            }
            self.plan_discounts(&mut accounts, today);
            today = add_days(today, 1);
        }
        accounts
    }

    /// On the first day on which payments reach the threshold.
    fn early_discount(&self, invoice: &Record, account: &Account, today: Date) -> Option<Decimal> {
        let terms = part(self.contract_of(invoice)?, "terms")?;
        let offer = part(terms, "early_discount")?;
        let last = add_days(day_of(invoice, "issued")?, text(offer, "days")?.parse().unwrap());
        let discount = round(
            account.total * number(offer, "percent")? / Decimal::ONE_HUNDRED,
            &account.currency,
        );
        let threshold = account.total - discount;
        let paid_on = account.payments.iter().any(|(date, _)| *date == today);
        let reached = up_to(&account.payments, today) >= threshold;
        let before = up_to(&account.payments, add_days(today, -1)) >= threshold;
        let credit = account.open(today).min(discount);
        (paid_on && reached && !before && today <= last && credit > Decimal::ZERO).then_some(credit)
    }

    fn tolerated(&self, account: &Account, today: Date) -> Option<Decimal> {
        let tolerance = number(part(&self.world.settings, "tolerance")?, &account.currency)?;
        let paid_today = account.payments.iter().any(|(date, _)| *date == today);
        let left = account.left(today);
        (paid_today && left > Decimal::ZERO && left <= tolerance).then_some(left)
    }

    /// On the day on which, with it, everything is paid.
    fn plan_discounts(&self, accounts: &mut BTreeMap<&str, Account>, today: Date) {
        let mut plans: Vec<_> = self.world.all("plans").collect();
        plans.sort_by_key(|(id, plan)| (day_of(plan, "agreed").unwrap(), (*id).clone()));
        for (_, plan) in plans {
            let Some(discount) = part(plan, "discount") else {
                continue;
            };
            let in_time =
                day_of(plan, "agreed").unwrap() <= today && today <= day_of(discount, "if_paid_by").unwrap();
            let cancelled = day_of(plan, "cancelled").is_some_and(|day| day <= today);
            let currency = text(plan, "currency").unwrap();
            let covered: Vec<_> = ids(plan)
                .into_iter()
                .filter(|id| accounts[id].currency == currency)
                .collect();
            let open: Decimal = covered.iter().map(|id| accounts[id].open(today)).sum();
            if in_time && !cancelled && open <= number(discount, "amount").unwrap() {
                for id in covered {
                    let account = accounts.get_mut(id).unwrap();
                    let credit = account.open(today);
                    account.credits.push((today, credit));
                }
            }
        }
    }

    pub fn policy(&self, client: &Record, contract: Option<&Record>) -> Policy {
        let named = contract.and_then(|contract| text(contract, "policy"));
        let named = named
            .or(text(client, "policy"))
            .or(text(&self.world.settings, "policy"));
        self.policy_named(named.unwrap_or("standard"))
    }

    fn policy_named(&self, name: &str) -> Policy {
        if let Some(policy) = built_in(name) {
            return policy;
        }
        let own = part(part(&self.world.settings, "policies").unwrap(), name).unwrap();
        let mut policy = self.policy_named(text(own, "extends").unwrap_or("standard"));
        let whole = |key| text(own, key).map(|days| days.parse::<i64>().unwrap());
        policy.grace = whole("grace_days").unwrap_or(policy.grace);
        policy.plan_grace = whole("plan_grace_days").unwrap_or(policy.plan_grace);
        policy.promise_max = whole("promise_max_days").unwrap_or(policy.promise_max);
        if let Some(minimum) = part(own, "minimum") {
            let amounts = minimum
                .keys()
                .map(|code| (code.clone(), number(minimum, code).unwrap()));
            policy.minimum = amounts.collect();
        }
        let none = Record::new();
        let stages = part(own, "stages").unwrap_or(&none);
        for (stage, step) in super::generator::LADDER.iter().zip(&mut policy.steps) {
            match stages.get(*stage) {
                None => {}
                Some(Value::Object(changed)) => {
                    let old = step.unwrap_or((0, 0));
                    let of = |key, old| text(changed, key).map_or(old, |days| days.parse().unwrap());
                    *step = Some((of("day", old.0), of("gap", old.1)));
                }
                Some(_) => *step = None,
            }
        }
        policy
    }

    pub fn governing(&self, client: &'w Record, contract: Option<&'w Record>) -> Option<&'w str> {
        contract
            .and_then(|contract| text(contract, "governing_law"))
            .or_else(|| self.jurisdiction(client, contract))
    }

    pub fn jurisdiction(&self, client: &'w Record, contract: Option<&'w Record>) -> Option<&'w str> {
        let own = contract.and_then(|contract| text(contract, "jurisdiction"));
        own.or(text(client, "jurisdiction"))
            .or(text(&self.world.settings, "jurisdiction"))
    }

    fn due(&self, invoice: &Record, client: &'w Record, contract: Option<&'w Record>) -> Option<Date> {
        if let Some(due) = day_of(invoice, "due") {
            return Some(due);
        }
        let issued = day_of(invoice, "issued")?;
        let terms = contract.and_then(|contract| part(contract, "terms"));
        match terms.and_then(|terms| terms.get("payment_days")) {
            Some(Value::Object(days)) => {
                let count = text(days, "days")?.parse().unwrap();
                Some(match text(days, "end_of_month")? {
                    "after" => month_end(add_days(issued, count)),
                    _ => add_days(month_end(issued), count),
                })
            }
            Some(days) => Some(add_days(issued, days.as_str()?.parse().unwrap())),
            None => {
                let russian = self.governing(client, contract) == Some("ru");
                Some(add_days(issued, if russian { 7 } else { 30 }))
            }
        }
    }

    pub fn invoice(&self, id: &'w str) -> On<'w> {
        let invoice = self.world.get("invoices", id).unwrap();
        let client = self
            .world
            .get("clients", text(invoice, "client").unwrap())
            .unwrap();
        let contract = self.contract_of(invoice);
        let account = &self.accounts[id];
        let (draft, void) = (self.is_draft(invoice), self.is_void(id, invoice));
        let paid = if draft || void {
            Decimal::ZERO
        } else {
            up_to(&account.payments, self.day)
        };
        let credited = up_to(&account.credits, self.day);
        // `balance` is the formula's in every state: all payments count.
        let left = account.left(self.day);
        let state = match () {
            () if draft => "draft",
            () if void => "void",
            () if left <= Decimal::ZERO => "paid",
            () if self.is_told(id, invoice, ("write_off", "write-off")) => "written-off",
            () => "open",
        };
        let due = self.due(invoice, client, contract);
        let late = due.map_or(0, |due| days(due, self.day).max(0));
        On {
            id,
            invoice,
            client,
            contract,
            totals: self.totals(invoice, &account.currency),
            state,
            due,
            paid,
            credited,
            balance: left.max(Decimal::ZERO),
            overdue: if state == "open" { late } else { 0 },
            settled: (state == "paid").then(|| self.settled(account)),
            policy: self.policy(client, contract),
        }
    }

    fn settled(&self, account: &Account) -> Date {
        let moved = account.payments.iter().chain(&account.credits);
        let mut dates: Vec<_> = moved.map(|(date, _)| *date).collect();
        dates.sort();
        dates
            .into_iter()
            .find(|date| account.left(*date) <= Decimal::ZERO)
            .unwrap()
    }

    pub fn grace(&self, contract: Option<&Record>, policy: &Policy) -> i64 {
        let terms = contract.and_then(|contract| part(contract, "terms"));
        terms
            .and_then(|terms| text(terms, "grace_days"))
            .map_or(policy.grace, |days| days.parse().unwrap())
    }

    /// Whether the dispute is open, and the day on which the last was resolved.
    pub fn dispute(&self, on: &On) -> (bool, Option<Date>) {
        let mut opened: Vec<Date> = self
            .told(on.id, "dispute")
            .iter()
            .filter_map(|e| day_of(e, "date"))
            .collect();
        let mut resolved: Vec<Date> = self
            .told(on.id, "resolved")
            .iter()
            .filter_map(|e| day_of(e, "date"))
            .collect();
        if let Some(own) = part(on.invoice, "dispute") {
            opened.extend(day_of(own, "opened").filter(|day| *day <= self.day));
            resolved.extend(day_of(own, "resolved").filter(|day| *day <= self.day));
        }
        resolved.retain(|day| opened.iter().any(|opened| opened <= day));
        let last = resolved.iter().max().copied();
        let is_open = opened
            .iter()
            .any(|opened| last.is_none_or(|resolved| resolved < *opened));
        (is_open, last)
    }

    pub fn bucket(on: &On) -> Option<&'static str> {
        (on.state == "open").then_some(match on.overdue {
            0 => "current",
            1..=30 => "1-30",
            31..=60 => "31-60",
            61..=90 => "61-90",
            _ => "91+",
        })
    }

    /// Everything in the client's currency that pays for nothing.
    fn unallocated(&self, client: &str, invoices: &[On]) -> BTreeMap<String, Decimal> {
        let mut credit: BTreeMap<String, Decimal> = BTreeMap::new();
        for (_, payment) in self.world.all("payments") {
            if text(payment, "client") == Some(client) && self.counts(payment) {
                let shares = part(payment, "allocate");
                let allocated: Decimal = shares
                    .into_iter()
                    .flat_map(|s| s.keys().filter_map(|id| number(s, id)))
                    .sum();
                let currency = text(payment, "currency").unwrap_or(self.ledger_currency());
                *credit.entry(currency.to_owned()).or_default() +=
                    number(payment, "amount").unwrap() - allocated;
            }
        }
        for on in invoices
            .iter()
            .filter(|on| text(on.invoice, "client") == Some(client))
        {
            let account = &self.accounts[on.id];
            let extra = match on.state {
                "draft" | "void" => up_to(&account.payments, self.day),
                _ => (-account.left(self.day)).max(Decimal::ZERO),
            };
            *credit.entry(account.currency.clone()).or_default() += extra;
        }
        credit.retain(|_, amount| *amount > Decimal::ZERO);
        credit
    }

    /// The whole of `status --format json`, but what a client's next action is.
    pub fn status(&self) -> Value {
        let invoices: Vec<_> = self
            .world
            .all("invoices")
            .map(|(id, _)| self.invoice(id))
            .collect();
        let clients = self
            .world
            .all("clients")
            .map(|(id, own)| self.client_json((id, own), &invoices));
        let contracts = self
            .world
            .all("contracts")
            .map(|(id, own)| self.contract_json((id, own), &invoices));
        json!({
            "schema": "dunlin/status/1",
            "as_of": self.day,
            "incomplete": [],
            "totals": self.totals_json(&invoices),
            "clients": clients.collect::<Vec<_>>(),
            "contracts": contracts.collect::<Vec<_>>(),
            "invoices": invoices.iter().map(|on| self.invoice_json(on)).collect::<Vec<_>>(),
        })
    }

    fn totals_json(&self, invoices: &[On]) -> Vec<Value> {
        let of_invoices = invoices.iter().map(|on| self.accounts[on.id].currency.as_str());
        let happened = self
            .world
            .all("payments")
            .filter(|(_, p)| day_of(p, "date").unwrap() <= self.day);
        let of_payments = happened.map(|(_, p)| text(p, "currency").unwrap_or(self.ledger_currency()));
        let currencies: BTreeSet<_> = of_invoices.chain(of_payments).collect();
        let row = |code: &&str| {
            let own: Vec<_> = invoices
                .iter()
                .filter(|on| self.accounts[on.id].currency == *code)
                .collect();
            let open: Vec<_> = own.iter().filter(|on| on.state == "open").collect();
            let sum = |keep: &dyn Fn(&On) -> bool| -> Decimal {
                open.iter().filter(|on| keep(on)).map(|on| on.balance).sum()
            };
            let unallocated: Decimal = self
                .world
                .all("clients")
                .filter_map(|(id, _)| self.unallocated(id, invoices).get(*code).copied())
                .sum();
            let mut aging = BTreeMap::new();
            for name in ["current", "1-30", "31-60", "61-90", "91+"] {
                aging.insert(name, plain(sum(&|on| Self::bucket(on) == Some(name)), code));
            }
            let charges: Vec<_> = open.iter().map(|on| self.charges(on)).collect();
            let interest: Decimal = charges
                .iter()
                .filter_map(|(ran, _)| ran.as_ref().map(|ran| ran.amount))
                .sum();
            let compensation: Decimal = charges.iter().map(|(_, fixed)| *fixed).sum();
            let invoiced = |on: &&&On| {
                let issued = day_of(on.invoice, "issued");
                let recent = issued.is_some_and(|d| add_days(self.day, -90) < d && d <= self.day);
                recent && !["draft", "void"].contains(&on.state)
            };
            let invoiced: Decimal = own.iter().filter(invoiced).map(|on| on.totals.total).sum();
            let dso =
                (!invoiced.is_zero()).then(|| one_decimal(sum(&|_| true) * Decimal::from(90) / invoiced));
            json!({
                "currency": code, "open": plain(sum(&|_| true), code),
                "overdue": plain(sum(&|on| on.overdue > 0), code),
                "disputed": plain(sum(&|on| self.dispute(on).0), code),
                "unallocated": plain(unallocated, code), "aging": aging,
                "interest": plain(interest, code), "compensation": plain(compensation, code), "dso": dso,
            })
        };
        currencies.iter().map(row).collect()
    }

    fn client_json(&self, (id, own): (&str, &Record), invoices: &[On]) -> Value {
        let theirs: Vec<_> = invoices
            .iter()
            .filter(|on| text(on.invoice, "client") == Some(id))
            .collect();
        let unallocated = self.unallocated(id, invoices);
        let mut currencies: BTreeSet<&str> = unallocated.keys().map(String::as_str).collect();
        currencies.extend(theirs.iter().map(|on| self.accounts[on.id].currency.as_str()));
        let balances = currencies.iter().map(|code| {
            let open = theirs
                .iter()
                .filter(|on| on.state == "open" && self.accounts[on.id].currency == *code);
            let overdue: Decimal = open
                .clone()
                .filter(|on| on.overdue > 0)
                .map(|on| on.balance)
                .sum();
            let open: Decimal = open.map(|on| on.balance).sum();
            let credit = unallocated.get(*code).copied().unwrap_or_default();
            json!({"currency": code, "open": plain(open, code), "overdue": plain(overdue, code),
                "unallocated": plain(credit, code)})
        });
        let balances: Vec<_> = balances.collect();
        let (grade, figures) = self.paying(id, &theirs);
        let [median, average, on_time] = figures;
        let (made, kept, broken) = self.promises_made(id);
        json!({
            "id": id, "name": text(own, "name"), "grade": grade,
            "average_days_late": average.map(one_decimal),
            "median_days_late": median.map(|days| json!(days.normalize().to_string().parse::<f64>().unwrap())),
            "on_time_percent": on_time.map(one_decimal),
            "promises": {"made": made, "kept": kept, "broken": broken},
            "balances": balances,
        })
    }

    /// Grade; median, average, share on time. Each currency is weighed by itself, then by how many invoices it has.
    fn paying(&self, client: &str, theirs: &[&On]) -> (Option<char>, [Option<Decimal>; 3]) {
        let since = months_before(self.day, 24);
        let late = |on: &On| {
            let settled = on.settled.filter(|day| *day > since)?;
            Some(days(on.due?, settled).max(0))
        };
        let mut habit: Vec<i64> = theirs.iter().filter_map(|on| late(on)).collect();
        habit.sort_unstable();
        let median = match habit.len() {
            0 => None,
            n if n % 2 == 1 => Some(Decimal::from(habit[n / 2])),
            n => Some(Decimal::from(habit[n / 2 - 1] + habit[n / 2]) / Decimal::TWO),
        };
        let mut by_currency: BTreeMap<&str, Vec<(i64, Decimal)>> = BTreeMap::new();
        for on in theirs {
            if let Some(days) = late(on).or((on.overdue > 0).then_some(on.overdue)) {
                by_currency
                    .entry(&self.accounts[on.id].currency)
                    .or_default()
                    .push((days, on.totals.total));
            }
        }
        let count: usize = by_currency.values().map(Vec::len).sum();
        let sums = by_currency.values().map(|rows| {
            let weight: Decimal = rows.iter().map(|(_, weight)| *weight).sum();
            let weighed: Decimal = rows
                .iter()
                .map(|(days, weight)| Decimal::from(*days) * weight)
                .sum();
            weighed * Decimal::from(rows.len()) / weight
        });
        let average = (count > 0).then(|| sums.sum::<Decimal>() / Decimal::from(count));
        let on_time = habit.iter().filter(|days| **days == 0).count();
        let on_time = (!habit.is_empty()).then(|| Decimal::from(100 * on_time) / Decimal::from(habit.len()));
        let grade = median.or(average).map(|late| {
            let bounds = [3, 10, 30, 60];
            let place = bounds.iter().filter(|most| late > Decimal::from(**most)).count();
            let place = (place + self.promises_made(client).2).min(4);
            let long = theirs.iter().any(|on| on.overdue > 90);
            ['A', 'B', 'C', 'D', 'E'][if long { place.max(3) } else { place }]
        });
        (grade, [median, average, on_time])
    }

    /// Made, kept and broken in 24 months: each entry once, kept if it was kept for every invoice it names.
    fn promises_made(&self, client: &str) -> (usize, usize, usize) {
        let since = months_before(self.day, 24);
        let mut counts = (0, 0, 0);
        for (_, entry) in self.world.all("log") {
            let date = day_of(entry, "date").unwrap();
            let named = ids(entry);
            let counted = text(entry, "client") == Some(client) && date > since && date <= self.day;
            if !counted
                || named.is_empty()
                || text(entry, "delivered") == Some("false")
                || entry.get("promise").is_none()
            {
                continue;
            }
            let judged: Vec<_> = named
                .iter()
                .map(|id| self.judge(entry, id, self.day).status)
                .collect();
            counts.0 += 1;
            counts.1 += usize::from(judged.iter().all(|status| *status == "kept"));
            counts.2 += usize::from(judged.contains(&"broken"));
        }
        counts
    }

    fn invoice_json(&self, on: &On) -> Value {
        let code = self.accounts[on.id].currency.as_str();
        let (disputed, _) = self.dispute(on);
        let (ran, compensation) = self.charges(on);
        let open = on.state == "open";
        let grace = self.grace(on.contract, &on.policy);
        let promise = self.promise(on);
        let plan = self.plan(on);
        let case = self.case(on);
        let filed = self
            .cases(on)
            .any(|(_, case)| day_of(case, "filed").is_some_and(|day| day <= self.day));
        json!({
            "id": on.id, "number": on.id, "client": text(on.invoice, "client"),
            "contract": text(on.invoice, "contract"), "currency": code,
            "total": plain(on.totals.total, code), "gross": plain(on.totals.gross, code),
            "paid": plain(on.paid, code), "credited": plain(on.credited, code), "balance": plain(on.balance, code),
            "issued": day_of(on.invoice, "issued"), "due": on.due, "settled_on": on.settled, "state": on.state,
            "days_overdue": on.overdue, "bucket": Self::bucket(on),
            "in_grace": open && 1 <= on.overdue && on.overdue <= grace, "disputed": open && disputed,
            "promise": promise.as_ref().map(|p| json!({"pay_by": p.pay_by, "amount": plain(p.amount, code), "status": p.status})),
            "plan": plan.as_ref().map(|plan| json!({"id": plan.id, "status": if plan.missed.is_some() { "missed" } else { "kept" }})),
            "case": case.map(|(id, case)| json!({"id": id, "route": text(case, "route")})),
            "chasing": self.chasing_json(on),
            "stage": self.stage_json(on),
            "interest": ran.map(|ran| ran.json(code)),
            "compensation": plain(compensation, code),
            "limitation_on": if open && !filed { self.limitation(on) } else { None },
        })
    }

    fn limitation(&self, on: &On<'w>) -> Option<Date> {
        let due = on.due?;
        let consumer = text(on.client, "kind") == Some("consumer");
        let years = match self.governing(on.client, on.contract)? {
            "nl" if consumer => 2,
            "es" | "de" | "ru" => 3,
            "us-ca" => 4,
            "nl" => 5,
            _ => 6,
        };
        let day = add_years(due, years);
        let german = self.governing(on.client, on.contract) == Some("de");
        Some(if german {
            date(&format!("{}-12-31", day.format("%Y")))
        } else {
            day
        })
    }

    fn contract_json(&self, (id, own): (&'w str, &'w Record), invoices: &[On]) -> Value {
        let code = self.contract_currency(own);
        let client = self.world.get("clients", text(own, "client").unwrap()).unwrap();
        let billed =
            |on: &&On| text(on.invoice, "contract") == Some(id) && !["draft", "void"].contains(&on.state);
        let under: Vec<_> = invoices.iter().filter(billed).collect();
        let rows = self.instalments(own);
        let total = self.contract_total(own);
        let gross: Decimal = under.iter().map(|on| on.totals.gross).sum();
        let policy = self.policy(client, Some(own));
        let grace = self.grace(Some(own), &policy);
        let stops = part(own, "terms").and_then(|terms| text(terms, "stop_work")) == Some("true");
        let holding = under.iter().filter_map(|on| {
            let first = add_days(on.due?, grace + 1);
            let currency = &self.accounts[on.id].currency;
            let small = policy
                .minimum
                .get(currency)
                .is_some_and(|minimum| on.balance < *minimum);
            let on_plan = self.plan(on).is_some_and(|plan| plan.missed.is_none());
            let holds = on.state == "open" && self.day >= first && !small && !self.dispute(on).0 && !on_plan;
            holds.then_some(first)
        });
        let start = day_of(own, "start");
        let stop_after = stops.then_some(grace);
        let (peak, at) = if rows.is_empty() {
            (total, None)
        } else {
            peak(&rows, start, stop_after)
        };
        json!({
            "id": id, "client": text(own, "client"), "currency": code, "total": plain(total, code),
            "billed": plain(gross, code), "paid": plain(under.iter().map(|on| on.paid).sum(), code),
            "unbilled": plain((total - gross).max(Decimal::ZERO), code),
            "hold": holding.min().map(|since| json!({"since": since, "kind": if stops { "agreed" } else { "advised" }})),
            "jurisdiction": self.jurisdiction(client, Some(own)),
            "limit": self.limit(client, own).map(|(amount, since)| {
                json!({"amount": format!("{amount}.00"), "currency": code, "since": since})
            }),
            "peak_exposure": {"amount": plain(peak, code), "instalment": at},
        })
    }

    /// In the contract's currency, else nothing.
    fn limit(&self, client: &'w Record, contract: &'w Record) -> Option<(i64, &'static str)> {
        let organisation =
            part(&self.world.settings, "creditor").and_then(|c| text(c, "kind")) == Some("organisation");
        let consumer = text(client, "kind") == Some("consumer");
        let form = text(client, "legal_form").unwrap_or(if consumer { "person" } else { "company" });
        let (currency, amount, since) = match self.jurisdiction(client, Some(contract))? {
            "es" => ("EUR", 15000, "2024-03-20"),
            "de" if self.day >= date("2026-01-01") => ("EUR", 10000, "2026-01-01"),
            "de" => ("EUR", 5000, "2002-01-01"),
            "nl" => ("EUR", 25000, "2011-07-01"),
            "gb-eng" => ("GBP", 10000, "2013-04-01"),
            "us-ca" if organisation => ("USD", 6250, "2024-01-01"),
            "us-ca" => ("USD", 12500, "2024-01-01"),
            _ if form == "company" => ("RUB", 1_200_000, "2024-01-05"),
            _ if form == "sole-trader" => ("RUB", 600_000, "2024-01-05"),
            _ => ("RUB", 100_000, "2019-10-01"),
        };
        (currency == self.contract_currency(contract)).then_some((amount, since))
    }

    fn gross(&self, contract: &'w Record, written: Decimal) -> Decimal {
        if text(contract, "amounts") != Some("net") {
            return written;
        }
        let tax = number(contract, "tax_percent").unwrap();
        round(
            written * (Decimal::ONE + tax / Decimal::ONE_HUNDRED),
            self.contract_currency(contract),
        )
    }

    /// Gross, with the amendments signed by the day.
    fn contract_total(&self, own: &'w Record) -> Decimal {
        let signed = parts(own, "amendments").into_iter();
        let signed = signed.filter(|row| day_of(row, "signed").is_some_and(|day| day <= self.day));
        let signed: Decimal = signed
            .map(|row| self.gross(own, number(row, "amount").unwrap()))
            .sum();
        self.own_total(own) + signed
    }

    fn own_total(&self, own: &'w Record) -> Decimal {
        match number(own, "total") {
            Some(total) => self.gross(own, total),
            None => parts(own, "schedule")
                .into_iter()
                .flat_map(|row| self.rows(own, row))
                .map(|row| row.2)
                .sum(),
        }
    }

    /// Each day of one row of a schedule; `rest` left at 0.
    fn rows(&self, contract: &'w Record, row: &Record) -> Vec<(Date, String, Decimal)> {
        let total = number(contract, "total").unwrap_or_default();
        let part = number(row, "percent").map(|percent| {
            round(
                total * percent / Decimal::ONE_HUNDRED,
                self.contract_currency(contract),
            )
        });
        let written = number(row, "amount").or(number(row, "up_to")).or(part);
        let gross = written.map_or(Decimal::ZERO, |written| self.gross(contract, written));
        let id = text(row, "id").unwrap();
        let Some(every) = text(row, "every") else {
            let day = day_of(row, "due").or(day_of(row, "expected")).unwrap();
            return vec![(day, id.to_owned(), gross)];
        };
        let from = day_of(row, "from").unwrap();
        let until = day_of(row, "until").unwrap_or_else(|| add_months(self.day, 12));
        let nth = |n: u32| match every {
            "week" => add_days(from, 7 * i64::from(n)),
            "month" => add_months(from, n),
            "quarter" => add_months(from, 3 * n),
            _ => add_months(from, 12 * n),
        };
        let dates = (0u32..).map(nth).take_while(|date| *date <= until);
        dates
            .enumerate()
            .map(|(n, date)| (date, format!("{id}-{}", n + 1), gross))
            .collect()
    }

    fn instalments(&self, own: &'w Record) -> Vec<(Date, String, Decimal)> {
        let schedule = parts(own, "schedule");
        let mut rows: Vec<_> = schedule.iter().flat_map(|row| self.rows(own, row)).collect();
        let others: Decimal = rows.iter().map(|row| row.2).sum();
        if let Some(rest) = schedule.iter().find(|row| row.contains_key("rest")) {
            let id = text(rest, "id").unwrap();
            rows.iter_mut().find(|row| row.1 == id).unwrap().2 = self.own_total(own) - others;
        }
        for amendment in parts(own, "amendments") {
            rows.extend(
                parts(amendment, "schedule")
                    .into_iter()
                    .flat_map(|row| self.rows(own, row)),
            );
        }
        rows.sort_by_key(|row| row.0);
        rows
    }
}

/// The table of the specification.
fn built_in(name: &str) -> Option<Policy> {
    let (steps, grace) = match name {
        "gentle" => {
            let days = [-5, 5, 14, 28, 50, 75, 120, 150];
            (days.into_iter().zip([0, 0, 7, 7, 14, 14, 14, 14]), 14)
        }
        "standard" => {
            let days = [-3, 3, 10, 17, 30, 45, 90, 105];
            (days.into_iter().zip([0, 0, 5, 5, 7, 7, 14, 14]), 7)
        }
        "strict" => {
            let days = [-3, 2, 6, 10, 16, 25, 45, 60];
            (days.into_iter().zip([0, 0, 3, 3, 5, 5, 7, 7]), 3)
        }
        _ => return None,
    };
    Some(Policy {
        steps: steps.map(Some).collect(),
        grace,
        plan_grace: 5,
        promise_max: 30,
        minimum: BTreeMap::new(),
    })
}

/// The most that can be owed at once before work stops, and from which instalment on.
fn peak(
    rows: &[(Date, String, Decimal)],
    start: Option<Date>,
    stop_after: Option<i64>,
) -> (Decimal, Option<String>) {
    let mut most = (Decimal::ZERO, None);
    for (k, (due, id, _)) in rows.iter().enumerate() {
        if start.is_some_and(|start| *due <= start) {
            continue;
        }
        let mut owed = Decimal::ZERO;
        for (later, _, gross) in &rows[k..] {
            if stop_after.is_none_or(|grace| *later <= add_days(*due, grace)) {
                owed += gross;
            }
        }
        if owed > most.0 {
            most = (owed, Some(id.clone()));
        }
    }
    most
}

/// The invoices that a record names.
pub fn ids(record: &Record) -> Vec<&str> {
    match record.get("invoices") {
        Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
        Some(Value::Object(steps)) => steps.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
