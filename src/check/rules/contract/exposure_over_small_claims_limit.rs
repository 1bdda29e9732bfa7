//! More that can be owed at once, before work stops, than small claims allow, though each instalment alone is not.

use super::active;
use crate::{
    assess::{Assessed, ContractOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{exceeded, gross_words, limit_source, limit_words, over_limit},
        suggest,
    },
    finding::{Finding, Level},
    statute::Limit,
};

pub const RULE: Rule = Rule {
    id: "contract/exposure-over-small-claims-limit",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "More can be owed at once than can be claimed in a small-claims court",
    page: include_str!("exposure-over-small-claims-limit.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        // An instalment over the limit by itself is the error; the same sum need not be told twice.
        let peak = &on.peak_exposure;
        let over = peak.on.and_then(|day| exceeded(assessed, on, (day, peak.amount)));
        if let Some(limit) = over.filter(|_| over_limit(assessed, on).is_empty())
            && let Some(finding) = finding(assessed, on, &limit)
        {
            sink.report(match limit_source(&limit) {
                Some(source) => finding.source(source),
                None => finding,
            });
        }
    }
}

fn finding(assessed: &Assessed, on: &ContractOn, limit: &Limit) -> Option<Finding> {
    let row = on.instalment(on.peak_exposure.at.as_deref()?)?;
    let message = format!(
        "if nothing is paid from `{}` on, {} can be owed {}; {}",
        row.id,
        gross_words(on, on.peak_exposure.amount),
        when_work_stops(on),
        limit_words(assessed, on, limit)
    );
    let help = suggest::clause_remedy(assessed, on).unwrap_or_else(|| suggest::remedy(assessed, on, limit));
    let finding = RULE.finding(row.instalment.share_at, message).help(help);
    let grace = on.contract.terms.grace_days.filter(|_| on.stops_work());
    Some(match grace {
        Some(grace) => finding.related(grace.span, "work goes on for so many days after a due date"),
        None => finding,
    })
}

fn when_work_stops(on: &ContractOn) -> String {
    if on.stops_work() {
        format!("by the time work stops, {} days later", on.grace_days)
    } else {
        "in the end, for nothing says that work stops".to_owned()
    }
}
