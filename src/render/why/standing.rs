//! What is so beside the balance: how late it is, work on hold, disputes, promises, plans and cases.

use super::{Why, because, days};
use crate::{
    assess::{
        Bucket, InvoiceOn, PlanProgress, PlanStatus, PromiseJudged, PromiseStatus, State, promises_about,
    },
    calendar::add_days,
    model::log::What,
    render::sheet::{Line, Sheet},
};

pub fn write(why: Why, sheet: &mut Sheet) {
    sheet.heading("How it stands");
    state(why, sheet);
    if why.on.is_open() {
        lateness(why, sheet);
        hold(why, sheet);
    }
    dispute(why, sheet);
    for promise in promises_about(why.assessed, why.on) {
        sheet.row("promise", promised(why, &promise));
    }
    if let Some(promise) = why
        .on
        .promise
        .filter(|promise| promise.status == PromiseStatus::Open)
    {
        sheet.row("", pause(why.on, promise.pauses_until));
    }
    plan(why, sheet);
    case(why, sheet);
}

fn state(why: Why, sheet: &mut Sheet) {
    let event = |what| {
        why.event(what)
            .map(|(date, reason, span)| (format!("{date}{}", because(reason)), span))
    };
    let line = match why.on.state {
        State::Draft => Line::from("draft"),
        State::Void => event(What::Void).map_or(Line::from("void"), |(text, span)| {
            why.written(&format!("void since {text}"), span)
        }),
        State::Paid => Line::from("paid: payments and credits have reached the total"),
        State::WrittenOff => event(What::WriteOff).map_or(Line::from("written off"), |(text, span)| {
            why.written(&format!("written off on {text}"), span)
        }),
        State::Open => Line::from("open: issued, not void, not written off, and something is left to pay"),
    };
    sheet.row("state", line);
}

fn lateness(why: Why, sheet: &mut Sheet) {
    let on = why.on;
    if !on.is_overdue() {
        sheet.row("overdue", "not yet");
        return;
    }
    let bucket = on.bucket().map_or("", Bucket::word);
    sheet.row(
        "overdue",
        format!("{}, in the bucket {bucket}", days(on.days_overdue)),
    );
    let grace = i64::from(on.grace_days);
    let stated = on.contract.and_then(|contract| contract.terms.grace_days);
    let ends = on.due.map_or_else(String::new, |due| {
        let word = if on.in_grace() { "until" } else { "they ended on" };
        format!(", {word} {}", add_days(due, grace))
    });
    let grace = days(grace);
    let line = match stated {
        Some(stated) => why.written(
            &format!("{grace} of grace, as the contract says{ends}"),
            stated.span,
        ),
        None => Line::from(format!(
            "{grace} of grace, by the policy `{}`{ends}",
            on.policy.name
        )),
    };
    sheet.row("grace", line);
}

fn hold(why: Why, sheet: &mut Sheet) {
    let contract = why
        .on
        .contract
        .and_then(|own| why.assessed.contracts.get(own.id.as_str()));
    let Some((contract, hold)) = contract.and_then(|on| Some((on, on.hold?))) else {
        return;
    };
    let stop_work = contract.contract.terms.stop_work;
    let line = match stop_work.filter(|_| hold.agreed) {
        Some(clause) => why.written(
            &format!(
                "work under `{}` is on hold since {}, as the contract says",
                contract.contract.id, hold.since
            ),
            clause.span,
        ),
        None => Line::from(format!(
            "work under `{}` would better stop since {}; the contract has no clause that says so",
            contract.contract.id, hold.since
        )),
    };
    sheet.row("work", line);
}

fn dispute(why: Why, sheet: &mut Sheet) {
    if let Some(inline) = &why.on.invoice.dispute {
        let reason = because(&inline.reason);
        let resolved = inline.resolved.filter(|on| on.value <= why.day());
        let resolved = resolved.map_or_else(String::new, |on| format!("; resolved on {}", on.value));
        let text = format!("opened on {}{reason}{resolved}", inline.opened.value);
        if inline.opened.value <= why.day() {
            sheet.row("dispute", why.written(&text, inline.opened.span));
        }
    }
    for entry in &why.on.log {
        let word = match entry.what {
            What::Dispute => "opened",
            What::Resolved => "resolved",
            _ => continue,
        };
        let text = format!("{word} on {}{}", entry.date.value, because(&entry.reason));
        sheet.row("dispute", why.written(&text, entry.date.span));
    }
    if let Some(since) = why.on.disputes.open_since {
        sheet.row(
            "",
            format!("open since {since}: it is not chased until it is resolved"),
        );
    }
}

fn promised(why: Why, promise: &PromiseJudged) -> Line {
    let (amount, paid) = (why.money(promise.amount), why.money(promise.paid));
    let came = match promise.status {
        PromiseStatus::Kept => format!("kept: {paid} came in time, or nothing was left to pay"),
        PromiseStatus::Open => format!("still open: {paid} has come so far"),
        PromiseStatus::Broken => format!("broken: {paid} had come by then"),
    };
    let written = match &promise.entry.promise {
        Some(own) if own.written => " in writing",
        _ => "",
    };
    let text = format!(
        "made on {}{written}, {amount} by {}; {came}",
        promise.entry.date.value, promise.pay_by
    );
    let span = promise
        .entry
        .promise
        .as_ref()
        .map_or(promise.entry.date.span, |own| own.pay_by.span);
    why.written(&text, span)
}

fn pause(on: &InvoiceOn, until: Option<crate::calendar::Date>) -> String {
    match until {
        Some(until) => format!(
            "it pauses reminders until {until}, at most {} after it was made",
            days(i64::from(on.policy.promise_max_days))
        ),
        None => "it pauses nothing: a promise before it was broken, and this one isn't in writing".to_owned(),
    }
}

fn plan(why: Why, sheet: &mut Sheet) {
    let Some(plan) = why.on.plan else { return };
    let how = match (plan.status, plan.missed_on) {
        (PlanStatus::Kept, _) => "kept so far".to_owned(),
        (PlanStatus::Missed, Some(on)) => format!("missed, since {on}"),
        (PlanStatus::Missed, None) => "missed".to_owned(),
    };
    let text = format!("`{}`, agreed on {}: {how}", plan.plan.id, plan.plan.agreed.value);
    sheet.row("plan", why.written(&text, plan.plan.agreed.span));
    let Some(progress) = PlanProgress::of(why.assessed, why.on) else {
        return;
    };
    for step in &progress.steps {
        let state = if step.running <= progress.paid {
            "paid".to_owned()
        } else if step.last_day < why.day() {
            "not paid in time".to_owned()
        } else {
            format!("can come until {}", step.last_day)
        };
        sheet.row(
            "",
            format!(
                "{} due {}, {} in all by then: {state}",
                why.money(step.amount),
                step.due,
                why.money(step.running)
            ),
        );
    }
    let paid = why.money(progress.paid);
    sheet.row("", format!("{paid} was paid on its invoices since it was agreed"));
}

fn case(why: Why, sheet: &mut Sheet) {
    let Some(case) = why.on.case else { return };
    let filed = case
        .filed
        .filter(|filed| filed.value <= why.day())
        .map_or_else(String::new, |filed| format!(", filed on {}", filed.value));
    let text = format!(
        "`{}` ({}), opened on {}{filed}",
        case.id, case.route.value, case.opened.value
    );
    sheet.row("case", why.written(&text, case.opened.span));
    if let Some(next) = &case.next {
        let text = format!("next date {}{}", next.date.value, because(&next.what));
        sheet.row("", why.written(&text, next.date.span));
    }
}
