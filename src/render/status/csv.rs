//! The status for spreadsheets: a row for each invoice, whatever its state. docs/FORMATS.md names the columns.

use super::Status;
use crate::{
    assess::{InvoiceOn, PlanStatus, PromiseStatus},
    calendar::Date,
    model::format::Word,
    money::Amount,
};

pub const COLUMNS: [&str; 37] = [
    "as_of",
    "client",
    "client_name",
    "contract",
    "invoice",
    "number",
    "currency",
    "total",
    "gross",
    "paid",
    "credited",
    "balance",
    "issued",
    "due",
    "settled_on",
    "state",
    "days_overdue",
    "bucket",
    "in_grace",
    "disputed",
    "promise_pay_by",
    "promise_amount",
    "promise_status",
    "plan",
    "plan_status",
    "case",
    "case_route",
    "chasing",
    "chasing_reason",
    "chasing_until",
    "stage",
    "stage_next",
    "stage_due_on",
    "interest",
    "interest_provisional",
    "compensation",
    "limitation_on",
];

/// With a line of column names first; amounts as the JSON writes them, empty where there is nothing.
pub fn csv(status: Status) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for on in status.assessed.invoices.values() {
        writer.write_record(row(status.assessed.day, on))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(day: Date, on: &InvoiceOn) -> Vec<String> {
    let mut cells = identity(day, on);
    cells.extend(figures(on));
    cells.extend(arrangements(on));
    cells.extend(follow_up(on));
    cells
}

fn identity(day: Date, on: &InvoiceOn) -> Vec<String> {
    vec![
        day.to_string(),
        inert(&on.client.id),
        inert(&on.client.name.value),
        inert(on.contract.map_or("", |contract| &contract.id)),
        inert(&on.invoice.id),
        inert(on.invoice.number()),
        on.currency.code().to_owned(),
    ]
}

fn figures(on: &InvoiceOn) -> Vec<String> {
    let sum = |amount: Amount| amount.plain(on.currency);
    vec![
        sum(on.totals.total),
        sum(on.totals.gross),
        sum(on.paid),
        sum(on.credited),
        sum(on.balance),
        date(on.invoice.issued.map(|issued| issued.value)),
        date(on.due),
        date(on.settled_on),
        on.state.word().to_owned(),
        on.days_overdue.to_string(),
        on.bucket().map_or("", |bucket| bucket.word()).to_owned(),
        truth(on.in_grace()),
        truth(on.disputed),
    ]
}

fn arrangements(on: &InvoiceOn) -> Vec<String> {
    let promise = on.promise;
    let promised = promise.map(|promise| promise.amount.plain(on.currency));
    let plan = on.plan.map(|plan| match plan.status {
        PlanStatus::Kept => "kept",
        PlanStatus::Missed => "missed",
    });
    vec![
        date(promise.map(|promise| promise.pay_by)),
        promised.unwrap_or_default(),
        promise
            .map_or("", |promise| promise_word(promise.status))
            .to_owned(),
        inert(on.plan.map_or("", |plan| &plan.plan.id)),
        plan.unwrap_or_default().to_owned(),
        inert(on.case.map_or("", |case| &case.id)),
        on.case.map_or("", |case| case.route.value.word()).to_owned(),
    ]
}

fn follow_up(on: &InvoiceOn) -> Vec<String> {
    let interest = on.interest.as_ref();
    let ran = interest.map(|ran| ran.amount.plain(on.currency));
    vec![
        truth(on.chasing.is_active()),
        on.chasing.reason.map_or("", |reason| reason.word()).to_owned(),
        date(on.chasing.until),
        on.stage.level.map_or("", Word::word).to_owned(),
        on.stage.next.map_or("", Word::word).to_owned(),
        date(on.stage.due_on),
        ran.unwrap_or_default(),
        interest.map(|ran| truth(ran.provisional)).unwrap_or_default(),
        on.compensation.plain(on.currency),
        date(on.limitation_on),
    ]
}

fn promise_word(status: PromiseStatus) -> &'static str {
    match status {
        PromiseStatus::Open => "open",
        PromiseStatus::Kept => "kept",
        PromiseStatus::Broken => "broken",
    }
}

fn date(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn truth(holds: bool) -> String {
    holds.to_string()
}

/// What somebody wrote, so that no spreadsheet takes it for a formula: an apostrophe before a text that begins, blanks
/// aside, as one does, or with a control character.
pub fn inert(text: &str) -> String {
    let steers = |c: char| "=+-@＝＋－＠".contains(c);
    let first = text.chars().next();
    if first.is_some_and(char::is_control) || text.trim_start().starts_with(steers) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        for (written, shown) in [
            ("=1+1", "'=1+1"),
            ("+34 600", "'+34 600"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=x", "'\r=x"),
            (" =x", "' =x"),
            ("＝x", "'＝x"),
            ("Acme = Sons", "Acme = Sons"),
            ("", ""),
        ] {
            assert_eq!(inert(written), shown);
        }
    }
}
