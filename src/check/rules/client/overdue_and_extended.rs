//! New credit for somebody who already owed too much: a contract or amendment signed on a day that called for a stop.

use crate::{
    assess::{Assessed, ContractOn, Grade, Past, Paying, paying},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes, limits::words},
    finding::{Finding, Level},
    model::{Contract, contract::Status},
    source::{At, Span},
};

pub const RULE: Rule = Rule {
    id: "client/overdue-and-extended",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "More work was signed for while the client was late, or known to pay late",
    page: include_str!("overdue-and-extended.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut past = Past::of(assessed.basis());
    let active = assessed.contracts.values().map(|on| on.contract);
    for contract in active.filter(|contract| contract.status == Status::Active) {
        for signing in signings(contract).filter(|signing| signing.on.value <= assessed.day) {
            let then = past.client_on(&contract.client.value, signing.on.value);
            let reasons = then.map(|then| reasons(&then, &contract.client.value));
            if let Some(finding) = reasons.and_then(|reasons| finding(&signing, reasons)) {
                sink.report(finding);
            }
        }
    }
}

/// Something that was signed.
struct Signing {
    on: At<Date>,
    what: String,
}

fn signings(contract: &Contract) -> impl Iterator<Item = Signing> {
    let own = contract.signed.map(|on| Signing {
        on,
        what: "the contract".to_owned(),
    });
    let amendments = contract.amendments.iter().filter_map(|amendment| {
        Some(Signing {
            on: amendment.signed?,
            what: format!("amendment `{}`", amendment.id.value),
        })
    });
    own.into_iter().chain(amendments)
}

/// What spoke against it, and where that is written.
struct Reason {
    how: String,
    place: Span,
    note: &'static str,
}

fn reasons(then: &Assessed, client: &str) -> Vec<Reason> {
    let held = then.contracts.values().filter_map(agreed_hold);
    let first_held = held.min_by_key(|(since, _)| *since).map(|(_, reason)| reason);
    let limit = then.clients.get(client).and_then(|on| on.credit_limit);
    let over = limit.filter(|limit| limit.is_exceeded()).map(|limit| Reason {
        how: format!(
            "the client owed {}, more than their credit limit of {}",
            words(limit.owed, limit.currency),
            words(limit.limit.value, limit.currency)
        ),
        place: limit.limit.span,
        note: "their credit limit stands here",
    });
    first_held
        .into_iter()
        .chain(over)
        .chain(bad_grade(then, client))
        .collect()
}

fn agreed_hold(on: &ContractOn) -> Option<(Date, Reason)> {
    let hold = on.hold.filter(|hold| hold.agreed)?;
    let clause = on.contract.terms.stop_work?;
    let reason = Reason {
        how: format!(
            "work under `{}` was on hold since {} because of a late payment",
            on.contract.id, hold.since
        ),
        place: clause.span,
        note: "work stops by this clause",
    };
    Some((hold.since, reason))
}

/// D or E, by how they had paid up to then.
fn bad_grade(then: &Assessed, client: &str) -> Option<Reason> {
    let paying = paying(then).remove(client)?;
    let grade = paying.grade.filter(|grade| *grade >= Grade::D)?;
    let overdue = then.invoices_of(client).filter(|on| on.is_overdue());
    let longest = overdue.max_by_key(|on| on.days_overdue);
    let mut why = vec![lateness(&paying)];
    why.extend(longest.map(|on| format!("the longest overdue for {} days", on.days_overdue)));
    if paying.promises.broken > 0 {
        why.push(format!("promises broken: {}", paying.promises.broken));
    }
    let (place, note) = match longest.map(|on| on.invoice) {
        Some(invoice) => {
            let day = invoice.due.or(invoice.issued);
            let place = day.map_or(invoice.origin.place, |day| day.span);
            (place, "overdue then")
        }
        None => (then.clients.get(client)?.client.name.span, "the client"),
    };
    Some(Reason {
        how: format!("the client was graded {} ({})", grade.word(), why.join("; ")),
        place,
        note,
    })
}

/// What the grade begins with: habit, else what is overdue.
fn lateness(paying: &Paying) -> String {
    let average = || {
        paying
            .average_days_late
            .map(|days| days.plain(1))
            .unwrap_or_default()
    };
    match paying.median_days_late {
        Some(days) => format!("invoices settled {} days late, by the median", days.shortest()),
        None => format!("none settled, {} days overdue on average", average()),
    }
}

fn finding(signing: &Signing, reasons: Vec<Reason>) -> Option<Finding> {
    if reasons.is_empty() {
        return None;
    }
    let how: Vec<_> = reasons.iter().map(|reason| reason.how.as_str()).collect();
    let message = format!(
        "{} was signed on {}, and {}",
        signing.what,
        signing.on.value,
        how.join("; ")
    );
    let finding = RULE.finding(signing.on.span, message).help(
        "have what is late paid before you begin, or ask for all of the new work in advance; if you decided to trust them, say why: `# dunlin: allow(client/overdue-and-extended) — REASON`",
    );
    let reasons = reasons.into_iter();
    Some(reasons.fold(finding, |finding, reason| {
        finding.related(reason.place, reason.note)
    }))
}
