//! Tables for spreadsheets: payments, the log, contracts, clients; docs/FORMATS.md names the columns. Invoices are
//! `status`'s own table.

use crate::{
    assess::{Assessed, ClientOn, ContractLimit, ContractOn, paying},
    calendar::Date,
    model::{LogEntry, Payment, format::Word},
    money::{Amount, Currency},
    render::status::inert,
};
use std::collections::BTreeSet;

const PAYMENTS: [&str; 11] = [
    "as_of",
    "date",
    "client",
    "client_name",
    "payment",
    "invoice",
    "currency",
    "amount",
    "method",
    "reference",
    "returned",
];

/// A row for each share of a payment, and one for what it leaves on no invoice: their amounts are what came in.
pub fn payments(assessed: &Assessed) -> Result<String, csv::Error> {
    let ledger = assessed.ledger;
    let happened = |payment: &&Payment| payment.date.value <= assessed.day;
    let mut rows: Vec<_> = ledger
        .payments
        .values()
        .filter(happened)
        .flat_map(|payment| shares(assessed, payment))
        .collect();
    for on in assessed.invoices.values() {
        let told = on.invoice.payments.iter();
        for receipt in told.filter(|receipt| receipt.date.value <= assessed.day) {
            rows.push([
                assessed.day.to_string(),
                receipt.date.value.to_string(),
                inert(&on.client.id),
                inert(&on.client.name.value),
                String::new(),
                inert(&on.invoice.id),
                on.currency.code().to_owned(),
                receipt.amount.value.plain(on.currency),
                inert(&receipt.method),
                inert(&receipt.reference),
                String::new(),
            ]);
        }
    }
    // Stable: of one day they stay in the order of their ids.
    rows.sort_by(|[_, a, ..], [_, b, ..]| a.cmp(b));
    written(PAYMENTS, rows)
}

fn shares(assessed: &Assessed, payment: &Payment) -> Vec<[String; 11]> {
    let currency = assessed.ledger.payment_currency(payment);
    let client = assessed.ledger.clients.get(&payment.client.value);
    let returned = payment.returned.map(|on| on.value);
    let row = |invoice: &str, amount: Amount| {
        [
            assessed.day.to_string(),
            payment.date.value.to_string(),
            inert(&payment.client.value),
            inert(client.map_or("", |client| &client.name.value)),
            inert(&payment.id),
            inert(invoice),
            currency.code().to_owned(),
            amount.plain(currency),
            inert(&payment.method),
            inert(&payment.reference),
            date(returned.filter(|on| *on <= assessed.day)),
        ]
    };
    let allocated: Amount = payment.allocate.iter().map(|share| share.amount.value).sum();
    let left = payment.amount.value - allocated;
    let shares = payment
        .allocate
        .iter()
        .map(|share| row(&share.invoice.value, share.amount.value));
    let rest = left.is_positive().then(|| row("", left));
    shares.chain(rest).collect()
}

const LOG: [&str; 17] = [
    "as_of",
    "date",
    "client",
    "entry",
    "what",
    "direction",
    "channel",
    "stage",
    "invoices",
    "delivered",
    "answer",
    "deadline",
    "promise_pay_by",
    "promise_amount",
    "amount",
    "reason",
    "note",
];

/// A row for each entry, by date.
pub fn log(assessed: &Assessed) -> Result<String, csv::Error> {
    let ledger = assessed.ledger;
    let entries = ledger
        .log
        .values()
        .filter(|entry| entry.date.value <= assessed.day);
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|entry| entry.date.value);
    written(LOG, entries.into_iter().map(|entry| log_row(assessed, entry)))
}

fn log_row(assessed: &Assessed, entry: &LogEntry) -> [String; 17] {
    let ledger = assessed.ledger;
    let ids: Vec<_> = entry
        .invoices
        .iter()
        .map(|named| named.invoice.value.as_str())
        .collect();
    let about = ids.first().and_then(|id| assessed.invoices.get(id));
    let currency = about.map_or(ledger.settings.currency.value, |on| on.currency);
    let promise = entry.promise.as_ref();
    let promised = promise.and_then(|promise| promise.amount);
    let sum = |amount: Option<Amount>| amount.map(|amount| amount.plain(currency)).unwrap_or_default();
    [
        assessed.day.to_string(),
        entry.date.value.to_string(),
        inert(&entry.client.value),
        inert(&entry.id),
        entry.what.word().to_owned(),
        entry.direction.word().to_owned(),
        entry.channel.map_or("", Word::word).to_owned(),
        entry.stage.map_or("", |stage| stage.value.word()).to_owned(),
        inert(&ids.join(" ")),
        entry.delivered.to_string(),
        entry.answer.map_or("", |answer| answer.value.word()).to_owned(),
        date(entry.deadline.map(|day| day.value)),
        date(promise.map(|promise| promise.pay_by.value)),
        sum(promised.map(|amount| amount.value)),
        sum(entry.amount.map(|amount| amount.value)),
        inert(&entry.reason),
        inert(&entry.note),
    ]
}

const CONTRACTS: [&str; 20] = [
    "as_of",
    "contract",
    "client",
    "title",
    "currency",
    "date",
    "signed",
    "start",
    "end",
    "status",
    "total",
    "billed",
    "paid",
    "unbilled",
    "hold_since",
    "hold",
    "jurisdiction",
    "limit",
    "limit_currency",
    "peak_exposure",
];

/// A row for each contract.
pub fn contracts(assessed: &Assessed) -> Result<String, csv::Error> {
    let rows = assessed.contracts.values();
    written(CONTRACTS, rows.map(|on| contract_row(assessed.day, on)))
}

fn contract_row(day: Date, on: &ContractOn) -> [String; 20] {
    let contract = on.contract;
    let sum = |amount: Amount| amount.plain(on.currency);
    let limit = match on.limit {
        ContractLimit::Known(limit) => Some((limit.amount, limit.currency)),
        _ => None,
    };
    let hold = on.hold.map(|hold| if hold.agreed { "agreed" } else { "advised" });
    [
        day.to_string(),
        inert(&contract.id),
        inert(&contract.client.value),
        inert(&contract.title),
        on.currency.code().to_owned(),
        date(contract.date.map(|day| day.value)),
        date(contract.signed.map(|day| day.value)),
        date(contract.start.map(|day| day.value)),
        date(contract.end.map(|day| day.value)),
        contract.status.word().to_owned(),
        sum(on.total),
        sum(on.billed),
        sum(on.paid),
        sum(on.unbilled()),
        date(on.hold.map(|hold| hold.since)),
        hold.unwrap_or_default().to_owned(),
        inert(on.jurisdiction.unwrap_or_default()),
        limit
            .map(|(amount, currency)| amount.plain(currency))
            .unwrap_or_default(),
        limit.map_or("", |(_, currency)| currency.code()).to_owned(),
        sum(on.peak_exposure.amount),
    ]
}

const CLIENTS: [&str; 13] = [
    "as_of",
    "client",
    "name",
    "legal_name",
    "kind",
    "language",
    "jurisdiction",
    "email",
    "grade",
    "currency",
    "open",
    "overdue",
    "unallocated",
];

/// A row for each currency of each client; one without figures for a client that was never billed.
pub fn clients(assessed: &Assessed) -> Result<String, csv::Error> {
    let grades = paying(assessed);
    let rows = assessed.clients.values().flat_map(|on| {
        let paying = grades.get(on.client.id.as_str());
        let grade = paying
            .and_then(|paying| paying.grade)
            .map_or("", |grade| grade.word());
        client_rows(assessed, on, grade)
    });
    written(CLIENTS, rows)
}

fn client_rows(assessed: &Assessed, on: &ClientOn, grade: &str) -> Vec<[String; 13]> {
    let client = on.client;
    let row = |[currency, open, overdue, unallocated]: [String; 4]| {
        [
            assessed.day.to_string(),
            inert(&client.id),
            inert(&client.name.value),
            inert(client.legal_name()),
            client.kind.map_or("", |kind| kind.value.word()).to_owned(),
            inert(client.language.as_ref().map_or("", |tag| &tag.value)),
            inert(assessed.ledger.jurisdiction(client, None).unwrap_or_default()),
            inert(&client.contact.email),
            grade.to_owned(),
            currency,
            open,
            overdue,
            unallocated,
        ]
    };
    let own: Vec<_> = assessed.invoices_of(&client.id).collect();
    let billed = own.iter().map(|on| on.currency);
    let currencies: BTreeSet<Currency> = billed.chain(on.unallocated.keys().copied()).collect();
    if currencies.is_empty() {
        return vec![row([const { String::new() }; 4])];
    }
    let figures = currencies.into_iter().map(|currency| {
        let open = own.iter().filter(|on| on.currency == currency && on.is_open());
        let overdue = open.clone().filter(|on| on.is_overdue());
        let unallocated = on.unallocated.get(&currency).copied().unwrap_or_default();
        row([
            currency.code().to_owned(),
            open.map(|on| on.balance).sum::<Amount>().plain(currency),
            overdue.map(|on| on.balance).sum::<Amount>().plain(currency),
            unallocated.plain(currency),
        ])
    });
    figures.collect()
}

fn date(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A line of names, then the rows.
fn written<const N: usize>(
    columns: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
