//! A schedule that does not add up to what the contract, or an amendment, says it costs.

use super::active;
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::{Finding, Level},
    model::contract::{Amendment, Share, Timing},
    money::Amount,
    source::At,
};

pub const RULE: Rule = Rule {
    id: "contract/schedule-total-mismatch",
    level: Level::Error,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "The instalments do not add up to the total",
    page: include_str!("schedule-total-mismatch.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    for on in active(assessed) {
        if let Some(finding) = on.contract.total.and_then(|total| of_contract(on, total)) {
            sink.report(finding);
        }
        for finding in on
            .contract
            .amendments
            .iter()
            .filter_map(|amendment| of_amendment(on, amendment))
        {
            sink.report(finding);
        }
    }
}

/// Sums are compared as written, net with net: what a difference of rounding the tax would add is no mistake.
fn of_contract(on: &ContractOn, total: At<Amount>) -> Option<Finding> {
    let schedule = &on.contract.schedule;
    // Work by the hour has no sum, nor has what is repeated without an end.
    let endless = schedule.iter().any(|row| {
        matches!(row.share, Share::UpTo(_)) || matches!(row.timing, Timing::Repeated { until: None, .. })
    });
    if schedule.is_empty() || endless {
        return None;
    }
    let rows = on.instalments.iter().filter(|row| row.amendment.is_none());
    let sums = Sums::of(on, rows, total.value);
    match sums.rests {
        0 => {}
        1 if sums.others < total.value => return None,
        1 => return Some(nothing_left(on, total, &sums)),
        _ => {
            return Some(
                RULE.finding(total.span, "more than one instalment is the rest of this total")
                    .help("give every instalment but one an `amount`"),
            );
        }
    }
    let difference = (sums.others - total.value).max(total.value - sums.others);
    (difference > sums.tolerance).then(|| {
        let message = format!(
            "the instalments come to {}, and the total is {}",
            words(sums.others, on.currency),
            words(total.value, on.currency)
        );
        let help = format!(
            "write `total: {}`, or make the last instalment `rest: true`",
            sums.others.plain(on.currency)
        );
        to_schedule(on, RULE.finding(total.span, message).help(help))
    })
}

fn nothing_left(on: &ContractOn, total: At<Amount>, sums: &Sums) -> Finding {
    let message = format!(
        "nothing is left for `rest`: the other instalments come to {}, and the total is {}",
        words(sums.others, on.currency),
        words(total.value, on.currency)
    );
    to_schedule(
        on,
        RULE.finding(total.span, message)
            .help("lower the other instalments, or leave the one with `rest` out"),
    )
}

fn to_schedule(on: &ContractOn, finding: Finding) -> Finding {
    match on.contract.schedule.first() {
        Some(first) => finding.related(first.share_at, "the instalments begin here"),
        None => finding,
    }
}

fn of_amendment(on: &ContractOn, amendment: &Amendment) -> Option<Finding> {
    let first = amendment.schedule.first()?;
    let amount = amendment.amount?;
    let own = |row: &&InstalmentOn| row.amendment.is_some_and(|of| std::ptr::eq(of, amendment));
    let total = on.contract.total.map_or(Amount::ZERO, |total| total.value);
    let sums = Sums::of(on, on.instalments.iter().filter(own), total);
    let by_the_hour = amendment
        .schedule
        .iter()
        .any(|row| matches!(row.share, Share::UpTo(_)));
    let difference = (sums.others - amount.value).max(amount.value - sums.others);
    let agrees = match sums.rests {
        0 => difference <= sums.tolerance,
        _ => sums.others < amount.value,
    };
    (!agrees && !by_the_hour).then(|| {
        let message = format!(
            "the instalments of amendment `{}` come to {}, and its amount is {}",
            amendment.id.value,
            words(sums.others, on.currency),
            words(amount.value, on.currency)
        );
        let help = format!(
            "write `amount: {}`, or change the instalments",
            sums.others.plain(on.currency)
        );
        RULE.finding(amount.span, message)
            .help(help)
            .related(first.share_at, "the instalments begin here")
    })
}

/// What instalments come to as written, net or gross.
struct Sums {
    others: Amount,
    /// How many are `rest`.
    rests: usize,
    /// Each percentage may be off by its rounding.
    tolerance: Amount,
}

impl Sums {
    fn of<'a>(on: &ContractOn, rows: impl Iterator<Item = &'a InstalmentOn<'a>>, total: Amount) -> Self {
        let mut sums = Self {
            others: Amount::ZERO,
            rests: 0,
            tolerance: Amount::ZERO,
        };
        for row in rows {
            match row.instalment.share {
                Share::Amount(amount) | Share::UpTo(amount) => sums.others += amount,
                Share::Percent(percent) => {
                    sums.others += total.percent(percent, on.currency);
                    sums.tolerance += on.currency.minor_unit();
                }
                Share::Rest => sums.rests += 1,
            }
        }
        sums
    }
}
