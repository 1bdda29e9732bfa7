//! A reminder, or another step, that fell due and was not taken.

use crate::{
    assess::{Assessed, InvoiceOn},
    calendar::Date,
    check::{Dated, Edition, Options, Rule, Sink, Takes},
    finding::{Finding, Level},
    model::Stage,
};

pub const RULE: Rule = Rule {
    id: "follow-up/follow-up-late",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Days(3),
    summary: "A step of the ladder fell due and was not taken",
    page: include_str!("follow-up-late.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, options: Options, sink: &mut Sink) {
    let holidays = &assessed.ledger.settings.holidays;
    for on in assessed.invoices.values().filter(|on| on.chasing.is_active()) {
        let (Some(stage), Some(due_on)) = (on.stage.next, on.stage.due_on) else {
            continue;
        };
        let passed = holidays.business_days_in(due_on, assessed.day);
        if due_on <= assessed.day && passed >= options.days {
            sink.report(finding(on, stage, Late { due_on, passed }));
        }
    }
}

/// Since when a step is due, and how many business days that is.
struct Late {
    due_on: Date,
    passed: u32,
}

fn finding(on: &InvoiceOn, stage: Stage, late: Late) -> Finding {
    let invoice = on.invoice;
    let place = invoice.due.map_or(invoice.origin.place, |due| due.span);
    let days = match late.passed {
        1 => "1 business day".to_owned(),
        days => format!("{days} business days"),
    };
    let message = format!(
        "the `{stage}` for invoice {} was due on {}, {days} ago; {} {} is open{}",
        invoice.number(),
        late.due_on,
        on.balance.plain(on.currency),
        on.currency,
        overdue(on.days_overdue)
    );
    RULE.finding(place, message)
        .help(help(stage, &invoice.client.value))
}

fn overdue(days: i64) -> String {
    match days {
        0 => String::new(),
        1 => ", 1 day overdue".to_owned(),
        days => format!(", {days} days overdue"),
    }
}

fn help(stage: Stage, client: &str) -> String {
    match stage {
        Stage::LawyerLetter => format!(
            "give the case to your lawyer, and when their letter has gone out write it into `log/`: `client: {client}`, `date:`, `stage: lawyer-letter` and `invoices:`"
        ),
        Stage::Decision => {
            "decide: court, collection agency, or let it go; `dunlin worth` shows the figures".to_owned()
        }
        _ => format!(
            "send the draft in `reminders/{client}/{stage}.md`, then run `dunlin sent {client}/{stage}`"
        ),
    }
}
