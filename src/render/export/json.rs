//! `dunlin/export/1`: the status with every record that it is worked out from. What is dated after the day is left out.

use crate::{
    calendar::Date,
    model::{Case, LogEntry, Payment, Plan, format::Word},
    money::{Amount, Currency},
    render::{
        findings::visible::in_json,
        status::{Document, Status},
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Pretty-printed, with a line feed at the end.
pub fn json(status: Status) -> Result<String, serde_json::Error> {
    let mut text = in_json(serde_json::to_string_pretty(&Export::of(status))?);
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Export<'a> {
    schema: &'static str,
    as_of: Date,
    status: Document<'a>,
    payments: Vec<PaymentRecord<'a>>,
    log: Vec<Entry<'a>>,
    plans: Vec<PlanRecord<'a>>,
    cases: Vec<CaseRecord<'a>>,
}

#[derive(Serialize)]
struct PaymentRecord<'a> {
    id: Option<&'a str>,
    client: &'a str,
    date: Date,
    currency: &'static str,
    amount: String,
    allocate: BTreeMap<&'a str, String>,
    unallocated: String,
    method: &'a str,
    reference: &'a str,
    returned: Option<Date>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    client: &'a str,
    date: Date,
    what: &'static str,
    direction: &'static str,
    channel: Option<&'static str>,
    stage: Option<&'static str>,
    invoices: Vec<Named<'a>>,
    delivered: bool,
    answer: Option<&'static str>,
    deadline: Option<Date>,
    received: Option<Date>,
    promise: Option<Promise>,
    amount: Option<String>,
    reason: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct Named<'a> {
    invoice: &'a str,
    stage: Option<&'static str>,
}

#[derive(Serialize)]
struct Promise {
    pay_by: Date,
    amount: Option<String>,
    written: bool,
}

#[derive(Serialize)]
struct PlanRecord<'a> {
    id: &'a str,
    client: &'a str,
    agreed: Date,
    written: bool,
    invoices: Vec<&'a str>,
    currency: &'static str,
    instalments: Vec<Instalment>,
    discount: Option<Discount>,
    cancelled: Option<Date>,
}

#[derive(Serialize)]
struct Instalment {
    due: Date,
    amount: String,
}

#[derive(Serialize)]
struct Discount {
    amount: String,
    if_paid_by: Date,
}

#[derive(Serialize)]
struct CaseRecord<'a> {
    id: &'a str,
    client: &'a str,
    route: &'static str,
    invoices: Vec<&'a str>,
    opened: Date,
    filed: Option<Date>,
    reference: &'a str,
    closed: Option<Date>,
    outcome: Option<&'a str>,
}

impl<'a> Export<'a> {
    fn of(status: Status<'a, '_>) -> Self {
        let (ledger, day) = (status.assessed.ledger, status.assessed.day);
        let payments = ledger
            .payments
            .values()
            .filter(|payment| payment.date.value <= day);
        let payments =
            payments.map(|payment| PaymentRecord::of(payment, ledger.payment_currency(payment), day));
        let told = status.assessed.invoices.values().flat_map(|on| {
            let told = on
                .invoice
                .payments
                .iter()
                .filter(|receipt| receipt.date.value <= day);
            told.map(|receipt| PaymentRecord {
                id: None,
                client: &on.client.id,
                date: receipt.date.value,
                currency: on.currency.code(),
                amount: receipt.amount.value.plain(on.currency),
                allocate: BTreeMap::from([(on.invoice.id.as_str(), receipt.amount.value.plain(on.currency))]),
                unallocated: Amount::ZERO.plain(on.currency),
                method: &receipt.method,
                reference: &receipt.reference,
                returned: None,
            })
        });
        let entries = ledger.log.values().filter(|entry| entry.date.value <= day);
        let plans = ledger.plans.values().filter(|plan| plan.agreed.value <= day);
        let cases = ledger.cases.values().filter(|case| case.opened.value <= day);
        Self {
            schema: "dunlin/export/1",
            as_of: day,
            payments: payments.chain(told).collect(),
            log: entries
                .map(|entry| {
                    let about = entry.invoices.first();
                    let about = about.and_then(|named| ledger.invoices.get(&named.invoice.value));
                    let own = ledger.settings.currency.value;
                    Entry::of(
                        entry,
                        about.map_or(own, |invoice| ledger.invoice_currency(invoice)),
                    )
                })
                .collect(),
            plans: plans
                .map(|plan| PlanRecord::of(plan, ledger.plan_currency(plan), day))
                .collect(),
            cases: cases.map(|case| CaseRecord::of(case, day)).collect(),
            status: Document::of(status),
        }
    }
}

impl<'a> PaymentRecord<'a> {
    fn of(payment: &'a Payment, currency: Currency, day: Date) -> Self {
        let shares = payment.allocate.iter();
        let allocated: Amount = shares.clone().map(|share| share.amount.value).sum();
        Self {
            id: Some(&payment.id),
            client: &payment.client.value,
            date: payment.date.value,
            currency: currency.code(),
            amount: payment.amount.value.plain(currency),
            allocate: shares
                .map(|share| (share.invoice.value.as_str(), share.amount.value.plain(currency)))
                .collect(),
            unallocated: (payment.amount.value - allocated).at_least_zero().plain(currency),
            method: &payment.method,
            reference: &payment.reference,
            returned: happened(payment.returned.map(|on| on.value), day),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(entry: &'a LogEntry, currency: Currency) -> Self {
        let named = entry.invoices.iter().map(|named| Named {
            invoice: &named.invoice.value,
            stage: named.stage.map(|stage| stage.value.word()),
        });
        Self {
            id: &entry.id,
            client: &entry.client.value,
            date: entry.date.value,
            what: entry.what.word(),
            direction: entry.direction.word(),
            channel: entry.channel.map(Word::word),
            stage: entry.stage.map(|stage| stage.value.word()),
            invoices: named.collect(),
            delivered: entry.delivered,
            answer: entry.answer.map(|answer| answer.value.word()),
            deadline: entry.deadline.map(|day| day.value),
            received: entry.received.map(|day| day.value),
            promise: entry.promise.as_ref().map(|promise| Promise {
                pay_by: promise.pay_by.value,
                amount: promise.amount.map(|amount| amount.value.plain(currency)),
                written: promise.written,
            }),
            amount: entry.amount.map(|amount| amount.value.plain(currency)),
            reason: &entry.reason,
            note: &entry.note,
        }
    }
}

impl<'a> PlanRecord<'a> {
    fn of(plan: &'a Plan, currency: Currency, day: Date) -> Self {
        let instalments = plan.instalments.iter().map(|instalment| Instalment {
            due: instalment.due.value,
            amount: instalment.amount.value.plain(currency),
        });
        Self {
            id: &plan.id,
            client: &plan.client.value,
            agreed: plan.agreed.value,
            written: plan.written,
            invoices: plan.invoices.iter().map(|id| id.value.as_str()).collect(),
            currency: currency.code(),
            instalments: instalments.collect(),
            discount: plan.discount.as_ref().map(|discount| Discount {
                amount: discount.amount.value.plain(currency),
                if_paid_by: discount.if_paid_by.value,
            }),
            cancelled: happened(plan.cancelled.map(|on| on.value), day),
        }
    }
}

impl<'a> CaseRecord<'a> {
    fn of(case: &'a Case, day: Date) -> Self {
        let closed = case.closed.as_ref().filter(|closed| closed.date.value <= day);
        Self {
            id: &case.id,
            client: &case.client.value,
            route: case.route.value.word(),
            invoices: case.invoices.iter().map(|id| id.value.as_str()).collect(),
            opened: case.opened.value,
            filed: happened(case.filed.map(|on| on.value), day),
            reference: &case.reference,
            closed: closed.map(|closed| closed.date.value),
            outcome: closed.map(|closed| closed.outcome.as_str()),
        }
    }
}

fn happened(on: Option<Date>, day: Date) -> Option<Date> {
    on.filter(|on| *on <= day)
}
