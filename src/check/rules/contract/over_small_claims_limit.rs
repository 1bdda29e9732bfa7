//! An instalment, or the total of a contract without schedule, that is too large for small claims.

use super::active;
use crate::{
    assess::{Assessed, ContractOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{OverLimit, gross_words, limit_source, limit_words, over_limit},
        suggest,
    },
    finding::{Finding, Level},
};

pub const RULE: Rule = Rule {
    id: "contract/over-small-claims-limit",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An instalment is larger than what can be claimed in a small-claims court",
    page: include_str!("over-small-claims-limit.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        let over = over_limit(assessed, on);
        for (n, sum) in over.iter().enumerate() {
            let first = over.first().filter(|_| n > 0);
            let help = match first.and_then(|first| first.row) {
                Some(row) => format!("the remedy for `{}` mends this too", row.id),
                None => suggest::remedy(assessed, on, &sum.limit),
            };
            let finding = finding(assessed, on, sum).help(help);
            sink.report(match limit_source(&sum.limit) {
                Some(source) => finding.source(source),
                None => finding,
            });
        }
    }
}

fn finding(assessed: &Assessed, on: &ContractOn, sum: &OverLimit) -> Finding {
    let limit = limit_words(assessed, on, &sum.limit);
    let gross = gross_words(on, sum.gross);
    let total = on
        .contract
        .total
        .map_or(on.contract.origin.place, |total| total.span);
    let Some(row) = sum.row else {
        return RULE.finding(
            total,
            format!("without a schedule all of {gross} is owed at once; {limit}"),
        );
    };
    let message = format!("`{}` is {gross}; {limit}", row.id);
    let finding = RULE.finding(row.instalment.share_at, message);
    match on.contract.start {
        Some(start) => finding.related(start.span, "work begins here, before it is due"),
        None => finding,
    }
}
