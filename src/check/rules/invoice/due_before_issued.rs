//! An invoice that was due before it existed.

use super::standing;
use crate::{
    assess::Assessed,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::Level,
};

pub const RULE: Rule = Rule {
    id: "invoice/due-before-issued",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The invoice is due before it was issued",
    page: include_str!("due-before-issued.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in standing(assessed) {
        let invoice = on.invoice;
        let (Some(issued), Some(due)) = (invoice.issued, invoice.due) else {
            continue;
        };
        if due.value < issued.value {
            let message = format!(
                "invoice {} is due on {}, before it was issued on {}",
                invoice.number(),
                due.value,
                issued.value
            );
            let finding = RULE
                .finding(due.span, message)
                .help("correct the year or the day; or leave `due` out: then it is counted from `issued`");
            sink.report(finding.related(issued.span, "it was issued here"));
        }
    }
}
