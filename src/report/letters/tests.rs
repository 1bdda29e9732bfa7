//! Which letters are due, case by case: each line is a draft's path, what it asks for, and its dates.

use super::*;
use crate::report::sample::Sample;

fn due(day: &str, records: &str) -> Vec<String> {
    let first = records.trim_start_matches('\n');
    let margin = " ".repeat(first.len() - first.trim_start().len());
    let text = format!("{margin}clients: {{a: {{name: A}}}}\n{records}");
    let sample = Sample::on(day, &text);
    let assessed = sample.assess();
    let all = letters(&assessed, &Unread::default());
    all.letters.iter().map(line).collect()
}

/// `a/firm.md 100.00 as of 2026-03-02, answer by 2026-03-09, next 2026-03-12`.
fn line(letter: &Letter) -> String {
    let dates = [
        ("answer by", letter.answer_by),
        ("next", letter.next.map(|next| next.on)),
    ];
    let mut line = format!(
        "{} {} as of {}",
        letter.draft.path(),
        letter.asked.plain(letter.currency),
        letter.as_of
    );
    for (what, day) in dates {
        line += &day.map(|day| format!(", {what} {day}")).unwrap_or_default();
    }
    line
}

#[test]
fn a_draft_keeps_its_dates_until_they_come_close() {
    let records = "
        invoices:
          i: {client: a, amount: 100, issued: 2026-01-01, due: 2026-02-02, sent: {date: 2026-01-01}}
        log:
          r: {client: a, date: 2026-02-12, invoices: [i], stage: options}";
    // Due on 2 February + 17, a Thursday; the time to answer is a week.
    let first = "a/firm.md 100.00 as of 2026-02-19, answer by 2026-02-26, next 2026-03-04";
    for day in ["2026-02-19", "2026-02-20", "2026-02-23"] {
        assert_eq!(due(day, records), [first], "{day}");
    }
    let later = "a/firm.md 100.00 as of 2026-02-19, answer by 2026-03-03, next 2026-03-04";
    for day in ["2026-02-24", "2026-02-28"] {
        assert_eq!(due(day, records), [later], "{day}");
    }
}

/// The stop-work letters, with more in the client's records.
fn stops(extra: &str) -> Vec<String> {
    let records = format!(
        "
        settings: {{policies: {{own: {{stages: {{heads-up: 'off', reminder: 'off', options: 'off', firm: 'off', mediation: 'off',
          final-demand: 'off', lawyer-letter: 'off'}}}}}}, policy: own}}
        contracts: {{c: {{client: a, total: 500, terms: {{grace_days: 7, stop_work: true}}}}}}
        invoices:
          i: {{client: a, contract: c, amount: 100, issued: 2026-01-01, due: 2026-02-02, sent: {{date: 2026-01-01}}}}
        {extra}"
    );
    due("2026-02-10", &records)
}

#[test]
fn work_stops_unless_there_is_nothing_to_ask_for() {
    assert_eq!(
        stops(""),
        ["a/stop-work-c.md 100.00 as of 2026-02-10, answer by 2026-02-17"]
    );
    assert_eq!(
        stops("payments: {p: {client: a, date: 2026-02-03, amount: 40}}"),
        ["a/stop-work-c.md 60.00 as of 2026-02-10, answer by 2026-02-17"],
        "unallocated credit is taken off"
    );
    for covered in [
        "payments: {p: {client: a, date: 2026-02-03, amount: 100}}",
        "log: {l: {client: a, date: 2026-02-09, invoices: [i], direction: in, answer: says-paid}}",
        "log: {l: {client: a, date: 2026-02-10, invoices: [i], stage: stop-work}}",
        "cases: {k: {client: a, invoices: [i], route: lawyer, opened: 2026-02-09}}",
    ] {
        assert_eq!(stops(covered), Vec::<String>::new(), "{covered}");
    }
    assert_eq!(
        stops("log: {l: {client: a, date: 2026-02-10, invoices: [i], delivered: false, stage: stop-work}}")
            .len(),
        1,
        "it came back"
    );
}

/// The plan's letters on a day: two instalments of 50, on Monday 2 March and on 1 April.
fn reminders(day: &str, extra: &str) -> Vec<String> {
    let records = format!(
        "
        invoices:
          i: {{client: a, amount: 100, issued: 2026-01-01, due: 2026-02-02, sent: {{date: 2026-01-01}}}}
        plans:
          p: {{client: a, agreed: 2026-02-20, invoices: [i], instalments: [{{due: 2026-03-02, amount: 50}}, {{due: 2026-04-01, amount: 50}}]}}
        {extra}"
    );
    let letters = due(day, &records).into_iter();
    letters.filter(|line| line.contains("plan-reminder")).collect()
}

#[test]
fn a_late_instalment_is_reminded_of_while_the_plan_stands() {
    let none = Vec::<String>::new();
    assert_eq!(reminders("2026-03-02", ""), none);
    let due = ["a/plan-reminder-p.md 50.00 as of 2026-03-03"];
    assert_eq!(reminders("2026-03-03", ""), due);
    assert_eq!(reminders("2026-03-07", ""), due);
    assert_eq!(reminders("2026-03-08", ""), none, "missed");
    let part = "payments: {m: {client: a, date: 2026-03-02, amount: 20, allocate: {i: 20}}}";
    assert_eq!(
        reminders("2026-03-03", part),
        ["a/plan-reminder-p.md 30.00 as of 2026-03-03"]
    );
    let credit = "payments: {m: {client: a, date: 2026-03-02, amount: 50}}";
    assert_eq!(reminders("2026-03-03", credit), none);
    let sent = "log: {l: {client: a, date: 2026-03-03, invoices: [i], stage: plan-reminder}}";
    assert_eq!(reminders("2026-03-04", sent), none);
    let second = "payments: {m: {client: a, date: 2026-03-02, amount: 50, allocate: {i: 50}}}";
    assert_eq!(
        reminders("2026-04-02", second),
        ["a/plan-reminder-p.md 50.00 as of 2026-04-02"]
    );
}

/// The thanks due on a day for an invoice that was paid on 2 March.
fn thanks(day: &str, policy: &str, log: &str) -> usize {
    let records = format!(
        "
        settings: {{policies: {{own: {{{policy}}}}}, policy: own}}
        invoices:
          i: {{client: a, amount: 100, issued: 2026-01-01, due: 2026-02-02, sent: {{date: 2026-01-01}}, payments: [{{date: 2026-03-02, amount: 100}}]}}
        log: {{{log}}}"
    );
    due(day, &records).len()
}

#[test]
fn thanks_are_for_who_was_reminded_and_paid() {
    let (wanted, reminded) = (
        "thank_you: true",
        "l: {client: a, date: 2026-02-05, invoices: [i], stage: reminder}",
    );
    assert_eq!(thanks("2026-03-02", wanted, reminded), 1);
    assert_eq!(thanks("2026-03-09", wanted, reminded), 1);
    assert_eq!(thanks("2026-03-10", wanted, reminded), 0);
    assert_eq!(thanks("2026-03-02", "thank_you: false", reminded), 0);
    assert_eq!(thanks("2026-03-02", wanted, ""), 0);
    let thanked = format!("{reminded}, t: {{client: a, date: 2026-03-03, invoices: [i], stage: thank-you}}");
    assert_eq!(thanks("2026-03-04", wanted, &thanked), 0);
}

#[test]
fn an_offer_asks_for_what_its_instalments_add_up_to() {
    let sample = Sample::on(
        "2026-03-02",
        "{clients: {a: {name: A}}, invoices: {i: {client: a, amount: 100, issued: 2026-01-01, due: 2026-02-02}}}",
    );
    let assessed = sample.assess();
    let offer = |instalments: Vec<(Date, Amount)>| {
        let proposed = ProposedPlan {
            invoices: vec!["i".to_owned()],
            instalments,
            discount: None,
            grace_days: 5,
        };
        plan_offer(&assessed, assessed.clients["a"].client, proposed)
    };
    let date = crate::report::sample::date;
    let half = crate::report::sample::amount("50");
    let letter = offer(vec![(date("2026-03-05"), half), (date("2026-04-05"), half)]).unwrap();
    assert_eq!(
        line(&letter),
        "a/plan-offer.md 100.00 as of 2026-03-02, answer by 2026-03-05"
    );
    assert!(offer(Vec::new()).is_none());
}
