//! A stretch of work in which no money falls due.

use super::with_credit;
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn},
    calendar::{Date, add_days, days_between},
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::{
        Contract,
        contract::{Amendment, Instalment, Timing},
    },
    source::Span,
};

pub const RULE: Rule = Rule {
    id: "contract/schedule-gap",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Days(45),
    summary: "Work goes on for long with nothing due",
    page: include_str!("schedule-gap.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, options: Options, sink: &mut Sink) {
    for on in with_credit(assessed) {
        let amendments = on.contract.amendments.iter().map(Some);
        for part in std::iter::once(None).chain(amendments) {
            for gap in gaps(on, part).filter(|gap| gap.days() > i64::from(options.days)) {
                sink.report(finding(&gap, options.days));
            }
        }
    }
}

/// From a day of work to the next instalment.
struct Gap<'a> {
    from: Date,
    opens: Opening<'a>,
    next: &'a InstalmentOn<'a>,
}

enum Opening<'a> {
    Start(Span),
    Instalment(&'a InstalmentOn<'a>),
}

impl Gap<'_> {
    fn days(&self) -> i64 {
        days_between(self.from, self.next.date)
    }
}

/// The gaps of the contract's own schedule, or of one amendment's, which has no `start` to count from.
fn gaps<'a>(on: &'a ContractOn<'a>, part: Option<&'a Amendment>) -> impl Iterator<Item = Gap<'a>> {
    let written = part.map_or(&on.contract.schedule, |amendment| &amendment.schedule);
    let own = part.map(std::ptr::from_ref);
    let rows = on
        .instalments
        .iter()
        .filter(move |row| row.amendment.map(std::ptr::from_ref) == own);
    let mut earlier: Option<&InstalmentOn> = None;
    let gaps = rows.filter_map(move |row| {
        let before = earlier.replace(row);
        let opening = opening(on.contract, before).filter(|_| own.is_none() || before.is_some());
        opening.map(|(from, opens)| Gap {
            from,
            opens,
            next: row,
        })
    });
    gaps.filter(move |gap| !written.iter().any(|row| spans(row, gap)))
}

/// Where the stretch before an instalment begins: at the one before it, or at `start` if that is later, for nothing is
/// worked unpaid before it.
fn opening<'a>(contract: &Contract, before: Option<&'a InstalmentOn<'a>>) -> Option<(Date, Opening<'a>)> {
    let start = contract
        .start
        .map(|start| (start.value, Opening::Start(start.span)));
    let before = before.map(|row| (row.date, Opening::Instalment(row)));
    match (start, before) {
        (Some(start), Some(before)) if start.0 <= before.0 => Some(before),
        (start, before) => start.or(before),
    }
}

/// Whether a repeated instalment runs on over the whole gap: its own rhythm is what was agreed.
fn spans(row: &Instalment, gap: &Gap) -> bool {
    match row.timing {
        Timing::Repeated { from, until, .. } => {
            from <= gap.from && until.is_none_or(|until| gap.next.date <= until)
        }
        Timing::Due(_) | Timing::Expected(_) => false,
    }
}

fn finding(gap: &Gap, most: u32) -> Finding {
    let (opened, place, note) = match gap.opens {
        Opening::Start(place) => ("the start of work".to_owned(), place, "work starts here"),
        Opening::Instalment(row) => (
            format!("`{}`", row.id),
            row.instalment.timing_at,
            "the instalment before it is due here",
        ),
    };
    let message = format!(
        "{} days lie between {opened} ({}) and `{}` ({}), and nothing is due in them",
        gap.days(),
        gap.from,
        gap.next.id,
        gap.next.date
    );
    let help = format!(
        "let a part of it fall due on or before {}: `- {{id: NAME, due: {0}, amount: AMOUNT}}`",
        add_days(gap.from, i64::from(most))
    );
    RULE.finding(gap.next.instalment.timing_at, message)
        .help(help)
        .related(place, note)
}
