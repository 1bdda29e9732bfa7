//! A contract under which work starts before anything was paid.

use super::with_credit;
use crate::{
    assess::Assessed,
    calendar::days_between,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "contract/no-deposit",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "Nothing is due before work starts",
    page: include_str!("no-deposit.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in with_credit(assessed) {
        let (Some(start), Some(first)) = (on.contract.start, on.instalments.first()) else {
            continue;
        };
        let later = days_between(start.value, first.date);
        if later <= 0 {
            continue;
        }
        let days = if later == 1 { "day" } else { "days" };
        let message = format!(
            "nothing is due before work starts: the first instalment, `{}`, is due on {}, {later} {days} after it",
            first.id, first.date
        );
        let finding = RULE.finding(first.instalment.timing_at, message).help(format!(
            "agree on a part in advance: `- {{id: deposit, due: {}, amount: AMOUNT}}` as the first line of `schedule`",
            start.value
        ));
        sink.report(finding.related(start.span, "work starts here"));
    }
}
