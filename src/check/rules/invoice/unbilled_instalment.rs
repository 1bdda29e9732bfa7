//! An instalment that should have been billed by now.

use crate::{
    assess::{Assessed, ContractOn, InstalmentOn, State, payment_days},
    calendar::{Date, add_days},
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::gross_words, wording::count},
    finding::{Finding, Level},
    model::contract::{Share, Status},
};
use std::collections::{BTreeMap, BTreeSet};

pub const RULE: Rule = Rule {
    id: "invoice/unbilled-instalment",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "It was time to bill an instalment, and no invoice names it",
    page: include_str!("unbilled-instalment.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let billed = billed(assessed);
    let contracts = assessed.contracts.values();
    for on in contracts.filter(|on| on.contract.status == Status::Active) {
        let nothing = BTreeSet::new();
        let billed = billed.get(on.contract.id.as_str()).unwrap_or(&nothing);
        let days = payment_days(assessed.basis(), on.contract);
        let mut unbilled: Vec<Unbilled> = Vec::new();
        for row in on.instalments.iter().filter(|row| is_agreed(row, assessed.day)) {
            let bill_by = add_days(row.date, -i64::from(days));
            if bill_by > assessed.day || is_billed(row, billed) {
                continue;
            }
            let every = unbilled
                .iter_mut()
                .find(|earlier| std::ptr::eq(earlier.row.instalment, row.instalment));
            match every {
                Some(earlier) => earlier.more += 1,
                None => unbilled.push(Unbilled {
                    row,
                    bill_by,
                    more: 0,
                }),
            }
        }
        for unbilled in unbilled {
            sink.report(finding(on, &unbilled, days));
        }
    }
}

struct Unbilled<'s> {
    row: &'s InstalmentOn<'s>,
    bill_by: Date,
    /// Later ones of the same `every`.
    more: i64,
}

/// Due on a fixed day; an amendment's once it is signed.
fn is_agreed(row: &InstalmentOn, day: Date) -> bool {
    let signed = |amendment: &crate::model::contract::Amendment| {
        amendment.signed.is_some_and(|signed| signed.value <= day)
    };
    row.has_due_date() && row.amendment.is_none_or(signed)
}

fn is_billed(row: &InstalmentOn, billed: &BTreeSet<&str>) -> bool {
    let amendment = row.amendment.map(|amendment| amendment.id.value.as_str());
    billed.contains(row.id.as_str()) || amendment.is_some_and(|id| billed.contains(id))
}

/// By contract, what its invoices name; drafts too, for they will go out.
fn billed<'s>(assessed: &'s Assessed) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
    let mut billed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.state != State::Void) {
        if let Some(contract) = on.contract {
            let named = on.invoice.instalments.iter().map(|id| id.value.as_str());
            billed.entry(&contract.id).or_default().extend(named);
        }
    }
    billed
}

fn finding(on: &ContractOn, unbilled: &Unbilled, days: u32) -> Finding {
    let row = unbilled.row;
    let up_to = match row.instalment.share {
        Share::UpTo(_) => "up to ",
        _ => "",
    };
    let more = match unbilled.more {
        0 => String::new(),
        more => format!(", nor {}", count(more, "later one")),
    };
    let message = format!(
        "`{}` of {up_to}{} is due on {}, so it was to be billed by {} ({} before), and no invoice names it{more}",
        row.id,
        gross_words(on, row.gross),
        row.date,
        unbilled.bill_by,
        count(i64::from(days), "day")
    );
    RULE.finding(row.instalment.timing_at, message).help(format!(
        "bill it, and name it in the invoice: `contract: {}`, `instalment: {}`",
        on.contract.id, row.id
    ))
}
