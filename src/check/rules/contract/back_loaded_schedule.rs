//! A contract of which most is paid when the work is done and nothing can be held back any more.

use super::with_credit;
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn},
    calendar::Date,
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{gross, words},
    },
    finding::{Finding, Level},
    model::contract::Timing,
    money::Amount,
    source::At,
};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    id: "contract/back-loaded-schedule",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Percent(50),
    summary: "Most of the total is due only after the work is done",
    page: include_str!("back-loaded-schedule.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, options: Options, sink: &mut Sink) {
    for on in with_credit(assessed) {
        if let Some(finding) = on.contract.end.and_then(|end| of_contract(on, end, options)) {
            sink.report(finding);
        }
    }
}

fn of_contract(on: &ContractOn, end: At<Date>, options: Options) -> Option<Finding> {
    // What is repeated without an end has no total to compare with.
    let endless = |row: &Timing| matches!(row, Timing::Repeated { until: None, .. });
    if on.contract.schedule.iter().any(|row| endless(&row.timing)) {
        return None;
    }
    let own = || on.instalments.iter().filter(|row| row.amendment.is_none());
    let sum = |rows: &mut dyn Iterator<Item = &InstalmentOn>| -> Amount { rows.map(|row| row.gross).sum() };
    let total = match on.contract.total {
        Some(total) => gross(on, total.value),
        None => sum(&mut own()),
    };
    let late = || own().filter(|row| row.date > end.value);
    let late_sum = sum(&mut late());
    let first = late().next()?;
    // Compared unrounded: exactly as much as is allowed is no finding.
    let late_share = late_sum.decimal().saturating_mul(Decimal::ONE_HUNDRED);
    let most = total.decimal().saturating_mul(options.percent.decimal());
    (late_share > most).then(|| {
        let message = format!(
            "{} of {} is due only after the work ends on {}: more than {} %",
            words(late_sum, on.currency),
            words(total, on.currency),
            end.value,
            options.percent.shortest()
        );
        RULE.finding(first.instalment.timing_at, message)
            .help(format!(
                "let the last large part fall due before you hand over: `due: {}` or earlier",
                end.value
            ))
            .related(end.span, "the work ends here")
    })
}
