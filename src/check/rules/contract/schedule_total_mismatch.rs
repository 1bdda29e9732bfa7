//! A schedule that does not add up to what the contract, or an amendment, says it costs.

use super::active;
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::{Edit, Finding, Fix, Level},
    model::contract::{Amendment, Instalment, Share, Timing},
    money::Amount,
    source::At,
};
use rust_decimal::Decimal;

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
        let finding = to_schedule(on, RULE.finding(total.span, message).help(help));
        Finding {
            fix: rest_for_the_last(&on.contract.schedule),
            ..finding
        }
    })
}

/// Thirds and the like, written down to the same decimals, miss a whole hundred by what was cut off: the last of them is
/// meant to be the rest. Where that can't be told from a wrong figure there is no fix.
fn rest_for_the_last(schedule: &[Instalment]) -> Option<Fix> {
    let last = schedule.last()?;
    let single = schedule
        .iter()
        .all(|row| !matches!(row.timing, Timing::Repeated { .. }));
    let percents: Option<Vec<Amount>> = schedule.iter().map(percent).collect();
    let percents = percents.filter(|_| single && schedule.len() > 1)?;
    let missing = Amount::from(100) - percents.iter().copied().sum();
    let cut_off = percents.iter().all(|percent| percents.first() == Some(percent))
        || percents.iter().all(|percent| percent.decimal().scale() >= 2);
    // Each was rounded by less than one of its last digit.
    let most: Amount = percents.iter().map(|percent| last_digit(*percent)).sum();
    let is_rounding = missing.is_positive() && missing < most && missing <= Amount::from(1);
    // A value that an alias repeats stands elsewhere than behind its key.
    let is_written_here = last.share_key_at.end <= last.share_at.start;
    (cut_off && is_rounding && is_written_here).then(|| Fix {
        title: format!("make `{}` the rest", last.id.value),
        edits: vec![
            Edit {
                span: last.share_key_at,
                text: Share::Rest.key().to_owned(),
            },
            Edit {
                span: last.share_at,
                text: "true".to_owned(),
            },
        ],
    })
}

/// One of a number's last digit as written: 0.01 for 33.33.
fn last_digit(number: Amount) -> Amount {
    Amount::from_decimal(Decimal::new(1, number.decimal().scale()))
}

fn percent(row: &Instalment) -> Option<Amount> {
    match row.share {
        Share::Percent(percent) => Some(percent),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::replay::check_files;

    /// The schedule with the fix made; `None` if there is none.
    fn fixed(schedule: &str) -> Option<String> {
        let text = format!("client: acme\ntotal: 18000.00\nschedule:\n{schedule}");
        let (checked, _) = check_files([("contracts/c.yaml", text.as_str())]).unwrap();
        let own = checked
            .findings
            .iter()
            .map(|judged| &judged.finding)
            .find(|finding| finding.rule == RULE.id)?;
        let mut fixed = text.clone();
        for edit in own.fix.as_ref()?.edits.iter().rev() {
            fixed.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        let again = check_files([("contracts/c.yaml", fixed.as_str())]).unwrap().0;
        let rules: Vec<_> = again.findings.iter().map(|judged| judged.finding.rule).collect();
        assert!(
            !rules.contains(&RULE.id) && !rules.iter().any(|rule| rule.starts_with("file/")),
            "{rules:?}"
        );
        Some(fixed.split_once("schedule:\n")?.1.to_owned())
    }

    fn rows(shares: &[&str]) -> String {
        let row = |(number, share): (usize, &&str)| {
            format!("  - {{id: i{number}, due: 2026-0{number}-20, {share}}} # ü\n")
        };
        (1..).zip(shares).map(row).collect()
    }

    #[test]
    fn percentages_cut_short_leave_a_rest() {
        for (shares, after) in [
            (
                &["percent: 33.33", "percent: 33.33", "percent: 33.33"][..],
                "rest: true",
            ),
            (&["percent: 33", "percent: 33", "percent: 33"], "rest: true"),
            (
                &["percent: 33.3", "percent: 33.3", "percent: \"33.3\""],
                "rest: true",
            ),
            (&["percent: 66.66", "percent:   33.33"], "rest:   true"),
            (
                &[
                    "percent: 14.28",
                    "percent: 14.28",
                    "percent: 14.28",
                    "percent: 14.28",
                    "percent: 14.28",
                    "percent: 14.28",
                    "percent: 14.28",
                ],
                "rest: true",
            ),
        ] {
            let (last, others) = shares.split_last().unwrap();
            let expected = rows(&[others, &[after]].concat());
            assert_eq!(fixed(&rows(shares)), Some(expected), "{last}");
        }
    }

    #[test]
    fn what_may_be_a_wrong_figure_stays() {
        for shares in [
            &["percent: 40", "percent: 30", "percent: 29"][..],
            &["percent: 50", "percent: 49"],
            &["percent: 50", "percent: 49.5"],
            &["percent: 24", "percent: 24", "percent: 24", "percent: 24"],
            &["percent: 33.34", "percent: 33.34", "percent: 33.34"],
            &["percent: 50.00", "percent: 49.00"],
            &["percent: 99.99"],
            &["amount: 6000.00", "percent: 33.33", "percent: 33.33"],
            &["percent: 33.33", "percent: 33.33", "amount: 5999.00"],
            &["percent: 33.33", "percent: 66.67", "rest: true"],
        ] {
            assert_eq!(fixed(&rows(shares)), None, "{shares:?}");
        }
        let repeated = "  - {id: a, every: month, from: 2026-01-31, until: 2026-03-31, percent: 33.33}\n";
        assert_eq!(fixed(repeated), None);
    }
}
