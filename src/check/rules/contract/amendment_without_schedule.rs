//! Extra money that was agreed, but not when it is paid.

use super::active;
use crate::{
    assess::{Assessed, ContractOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::{Finding, Level},
    model::contract::Amendment,
};

pub const RULE: Rule = Rule {
    id: "contract/amendment-without-schedule",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An amendment adds money and does not say when it is due",
    page: include_str!("amendment-without-schedule.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        let amendments = on.contract.amendments.iter();
        for amendment in amendments.filter(|amendment| amendment.schedule.is_empty()) {
            if let Some(finding) = finding(on, amendment) {
                sink.report(finding);
            }
        }
    }
}

fn finding(on: &ContractOn, amendment: &Amendment) -> Option<Finding> {
    let amount = amendment.amount?;
    let id = &amendment.id.value;
    let message = format!(
        "amendment `{id}` adds {} and does not say when it is due",
        words(amount.value, on.currency)
    );
    let help = format!(
        "add to it: `schedule: [{{id: {id}, due: DATE, amount: {}}}]`",
        amount.value.plain(on.currency)
    );
    Some(RULE.finding(amount.span, message).help(help))
}
