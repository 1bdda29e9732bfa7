//! Payments that nobody has looked for in a while.

use crate::{
    assess::Assessed,
    calendar::days_between,
    check::{Dated, Edition, Options, Rule, Sink, Takes, wording::count},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "follow-up/stale-reconciliation",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Days(7),
    summary: "The bank statement was last read a while ago, and something is overdue",
    page: include_str!("stale-reconciliation.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, options: Options, sink: &mut Sink) {
    let Some(reconciled) = assessed.ledger.settings.reconciled else {
        return;
    };
    let age = days_between(reconciled.value, assessed.day);
    let overdue = assessed.invoices.values().filter(|on| on.is_overdue()).count();
    if age <= i64::from(options.days) || overdue == 0 {
        return;
    }
    let overdue = i64::try_from(overdue).unwrap_or(i64::MAX);
    let are = if overdue == 1 { "is" } else { "are" };
    let message = format!(
        "payments are complete only up to {}, {} ago, and {} {are} overdue",
        reconciled.value,
        count(age, "day"),
        count(overdue, "invoice")
    );
    let finding = RULE.finding(reconciled.span, message);
    sink.report(finding.help(
        "read the bank statement, add what came in to `payments/`, and write the day up to which you read it",
    ));
}
