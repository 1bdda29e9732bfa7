//! The agenda, case by case: each line is `day action about sum`.

use super::*;
use crate::{model::format::Word, report::sample::Sample};
use proptest::prelude::*;

/// `2026-03-02 call a/c i,j EUR 100.00 firm by call`.
fn line(action: &Action) -> String {
    let contract = action.contract.as_ref().map(|id| format!("/{id}"));
    let sum = action
        .currency
        .zip(action.amount)
        .map(|(currency, amount)| format!(" {currency} {}", amount.plain(currency)));
    let stage = action.stage.map(|stage| format!(" {stage}"));
    let channel = action.channel.map(|channel| format!(" by {}", channel.word()));
    let mut line = format!(
        "{} {} {}{} {}{}{}{}",
        action.on,
        action.kind.word(),
        action.client,
        contract.unwrap_or_default(),
        action.invoices.join(","),
        sum.unwrap_or_default(),
        stage.unwrap_or_default(),
        channel.unwrap_or_default(),
    );
    if let Some(draft) = &action.draft {
        line += &format!(" {draft}");
    }
    line
}

/// The lines of the agenda on `day` that are of these kinds.
pub fn agenda(day: &str, kinds: &[ActionKind], records: &str) -> Vec<String> {
    let first = records.trim_start_matches('\n');
    let margin = " ".repeat(first.len() - first.trim_start().len());
    let text = format!("{margin}clients: {{a: {{name: A}}, p: {{name: P, kind: consumer}}}}\n{records}");
    let actions = Sample::on(day, &text).actions(AGENDA_DAYS);
    let kept = actions.iter().filter(|action| kinds.contains(&action.kind));
    kept.map(line).collect()
}

const SENT: &str = "sent: {date: 2026-01-02, confirmed: 2026-01-03}";

#[test]
fn letters_due_and_letters_to_come() {
    let records = format!(
        "
        invoices:
          now: {{client: a, amount: 100, issued: 2026-01-01, due: 2026-02-20, {SENT}}}
          soon: {{client: a, amount: 10, issued: 2026-01-01, due: 2026-03-05, {SENT}}}
          too: {{client: a, amount: 20, issued: 2026-01-01, due: 2026-03-05, {SENT}}}
          far: {{client: a, amount: 40, issued: 2026-01-01, due: 2026-03-20, {SENT}}}
          court: {{client: p, amount: 5, issued: 2026-01-01, due: 2026-01-02, {SENT}}}
        log:
          l: {{client: p, date: 2026-02-27, invoices: [court], stage: final-demand}}"
    );
    assert_eq!(
        agenda("2026-03-01", &[ActionKind::Send, ActionKind::Decide], &records),
        [
            // Friday 20 February + 3 is a Monday.
            "2026-02-23 send a now EUR 100.00 reminder by email a/reminder.md",
            "2026-03-02 send a soon,too EUR 30.00 heads-up by email",
        ]
    );
    assert_eq!(
        agenda("2026-03-30", &[ActionKind::Decide], &records),
        // 2 January + 90 days is 2 April.
        ["2026-04-02 decide p court EUR 5.00 lawyer-letter"],
    );
}

#[test]
fn a_known_end_does_not_hide_what_follows() {
    let records = format!(
        "
        invoices:
          i: {{client: a, amount: 100, issued: 2026-01-01, due: 2026-02-20, {SENT}}}
        log:
          l: {{client: a, date: 2026-02-27, invoices: [i], promise: {{pay_by: 2026-03-06}}}}"
    );
    let kinds = [ActionKind::Send, ActionKind::CheckPromise];
    assert_eq!(
        agenda("2026-03-01", &kinds, &records),
        [
            "2026-03-09 check-promise a i EUR 100.00",
            "2026-03-09 send a i EUR 100.00 reminder by email",
        ]
    );
    let stopped = records.replace(
        "log:",
        "cases: {c: {client: a, invoices: [i], route: court, opened: 2026-02-28}}\n        log:",
    );
    assert!(agenda("2026-03-01", &kinds, &stopped).is_empty());
}

/// Only a call that is due has notes.
fn without_notes(call: &str) -> String {
    let (action, notes) = call.split_once(" by call").unwrap();
    let client = &action["2026-02-25 call ".len()..][..1];
    let due = *action < *"2026-03-02";
    assert_eq!(
        notes,
        if due {
            format!(" {client}/call.md")
        } else {
            String::new()
        },
        "{call}"
    );
    format!("{action} by call")
}

/// The calls on the agenda, under a policy and with more in the log.
fn calls(policy: &str, log: &str) -> Vec<String> {
    let records = format!("
        settings: {{policies: {{talk: {{extends: standard, call_consumers: true}}, mute: {{call_every: 0}}}}}}
        contracts: {{c: {{client: a, policy: {policy}, total: 500}}, d: {{client: p, policy: {policy}, total: 500}}}}
        invoices:
          i: {{client: a, contract: c, amount: 100, issued: 2026-01-01, due: 2026-02-01, {SENT}}}
          j: {{client: a, contract: c, amount: 50, issued: 2026-01-01, due: 2026-02-01, {SENT}}}
          k: {{client: p, contract: d, amount: 7, issued: 2026-01-01, due: 2026-02-01, {SENT}}}
        log:
          l1: {{client: a, date: 2026-02-20, invoices: [i], stage: firm}}
          l2: {{client: p, date: 2026-02-20, invoices: [k], stage: final-demand}}
{log}");
    let calls = agenda("2026-03-01", &[ActionKind::Call], &records);
    calls.iter().map(|call| without_notes(call)).collect::<Vec<_>>()
}

#[test]
fn calls_go_on_until_somebody_is_reached() {
    // Friday 20 February and three business days.
    let first = "2026-02-25 call a/c i EUR 100.00 by call";
    for (policy, log, expected) in [
        ("standard", "", vec![first]),
        ("talk", "", vec![first, "2026-02-25 call p/d k EUR 7.00 by call"]),
        ("strict", "", vec!["2026-02-23 call a/c i EUR 100.00 by call"]),
        ("gentle", "", vec!["2026-02-27 call a/c i EUR 100.00 by call"]),
        ("mute", "", vec![]),
        // Both have come so far: one call about both, from the first on.
        (
            "standard",
            "          m: {client: a, date: 2026-02-24, invoices: [j], stage: mediation, channel: letter}",
            vec!["2026-02-25 call a/c i,j EUR 150.00 by call"],
        ),
        // Nobody there.
        (
            "standard",
            "          m: {client: a, date: 2026-02-25, invoices: [i], channel: call, delivered: false}",
            vec![first],
        ),
        // Reached, whatever it was about; or heard from; or promised; each then gets its span.
        (
            "standard",
            "          m: {client: a, date: 2026-02-26, channel: call}",
            vec!["2026-03-03 call a/c i EUR 100.00 by call"],
        ),
        (
            "standard",
            "          m: {client: a, date: 2026-02-26, invoices: [i], direction: in, channel: email}",
            vec!["2026-03-03 call a/c i EUR 100.00 by call"],
        ),
        (
            "standard",
            "          m: {client: a, date: 2026-02-24, invoices: [i], promise: {pay_by: 2026-02-25}}",
            vec!["2026-02-27 call a/c i EUR 100.00 by call"],
        ),
        // While a promise pauses, nobody is called.
        (
            "standard",
            "          m: {client: a, date: 2026-02-24, invoices: [i], promise: {pay_by: 2026-03-25}}",
            vec![],
        ),
        (
            "standard",
            "        payments: {m: {client: a, date: 2026-02-25, amount: 10}}",
            vec!["2026-03-02 call a/c i EUR 100.00 by call"],
        ),
    ] {
        assert_eq!(calls(policy, log), expected, "{policy} {log}");
    }
}

#[test]
fn promises_are_looked_up_when_their_day_has_passed() {
    let check = |day: &str, extra: &str| {
        let records = format!(
            "
        invoices:
          i: {{client: a, amount: 100, issued: 2026-01-01, due: 2026-01-31, {SENT}}}
          j: {{client: a, amount: 50, issued: 2026-01-01, due: 2026-01-31, {SENT}}}
{extra}
        log:
          l: {{client: a, date: 2026-02-02, invoices: [i, j], promise: {{pay_by: 2026-02-06, amount: 60}}}}"
        );
        agenda(day, &[ActionKind::CheckPromise], &records)
    };
    // Friday, so Monday.
    let monday = ["2026-02-09 check-promise a i,j EUR 60.00"];
    assert_eq!(check("2026-02-02", ""), monday, "a week before");
    assert_eq!(
        check("2026-02-09", ""),
        monday,
        "on the day itself, broken as far as anybody knows"
    );
    assert_eq!(check("2026-02-20", ""), monday, "until somebody looked");
    let none: [&str; 0] = [];
    assert_eq!(
        check("2026-02-20", "        settings: {reconciled: 2026-02-06}"),
        none
    );
    assert_eq!(
        check("2026-02-20", "        settings: {reconciled: 2026-02-05}"),
        monday
    );
    assert_eq!(
        check(
            "2026-02-20",
            "        payments: {p: {client: a, date: 2026-02-06, amount: 60, allocate: {i: 60}}}"
        ),
        none
    );
}

#[test]
fn plans_are_looked_up_instalment_by_instalment() {
    let records = "
        invoices:
          i: {client: a, amount: 300, issued: 2025-12-01, due: 2025-12-31, payments: [{date: 2026-02-05, amount: 130}]}
        plans:
          p: {client: a, agreed: 2026-02-01, invoices: [i], instalments: [
            {due: 2026-03-02, amount: 100}, {due: 2026-02-06, amount: 100}, {due: 2026-04-01, amount: 100}]}";
    assert_eq!(
        agenda("2026-03-01", &[ActionKind::CheckPlan], records),
        ["2026-03-03 check-plan a i EUR 70.00"]
    );
    assert_eq!(
        agenda("2026-03-08", &[ActionKind::CheckPlan], records).len(),
        0,
        "missed: the ladder goes on"
    );
}

#[test]
fn work_stops_and_goes_on() {
    let work = |stop: &str, extra: &str, log: &str| {
        let records = format!(
            "
        contracts:
          c: {{client: a, total: 500, {extra}terms: {{grace_days: 7{stop}}}}}
        invoices:
          i: {{client: a, contract: c, amount: 100, issued: 2026-01-01, due: 2026-02-01, {SENT}}}
        log: {{{log}}}"
        );
        let kinds = [ActionKind::StopWork, ActionKind::ResumeWork, ActionKind::Decide];
        agenda("2026-03-01", &kinds, &records)
    };
    let agreed = ", stop_work: true";
    let told = |day: &str| format!("s: {{client: a, date: {day}, invoices: [i], stage: stop-work}}");
    let stop = ["2026-02-09 stop-work a/c i EUR 100.00 stop-work by email a/stop-work-c.md"];
    let none: [&str; 0] = [];
    assert_eq!(work(agreed, "", ""), stop);
    assert_eq!(work(agreed, "", &told("2026-02-09")), none);
    assert_eq!(
        work(agreed, "", &told("2026-02-08")),
        stop,
        "before this hold began"
    );
    assert_eq!(work(agreed, "status: completed, ", ""), none);
    let dispute = format!(
        "{}, d: {{client: a, what: dispute, date: 2026-02-20, invoices: [i]}}",
        told("2026-02-10")
    );
    let resume = ["2026-02-20 resume-work a/c i EUR 100.00 resume-work by email a/resume-work-c.md"];
    assert_eq!(work(agreed, "", &dispute), resume);
    let resumed = format!("{dispute}, r: {{client: a, date: 2026-02-21, invoices: [i], stage: resume-work}}");
    assert_eq!(work(agreed, "", &resumed), none);
    assert_eq!(work("", "", ""), none, "advice, and not firm yet");
    let firm = "f: {client: a, date: 2026-02-20, invoices: [i], stage: firm}";
    assert_eq!(
        work("", "", firm),
        ["2026-02-20 decide a/c i EUR 100.00 stop-work"]
    );
    let decided = format!("{firm}, {}", told("2026-02-21"));
    assert_eq!(work("", "", &decided), none);
}

#[test]
fn courts_and_the_law() {
    let records = "
        settings: {jurisdiction: es}
        invoices:
          near: {client: a, amount: 1, issued: 2023-01-01, due: 2023-08-28}
          farther: {client: a, amount: 2, issued: 2023-01-01, due: 2023-08-29}
          last: {client: a, amount: 4, issued: 2023-01-01, due: 2023-03-01}
          gone: {client: a, amount: 8, issued: 2023-01-01, due: 2023-02-28}
          filed: {client: a, amount: 16, issued: 2023-01-01, due: 2023-03-10}
          opened: {client: a, amount: 32, issued: 2023-01-01, due: 2023-03-10}
        cases:
          c1: {client: a, invoices: [filed], route: court, opened: 2026-01-01, filed: 2026-01-02, next: {date: 2026-02-01}}
          c2: {client: a, invoices: [opened], route: lawyer, opened: 2026-01-01, next: {date: 2026-03-15}}
          c3: {client: a, invoices: [last], route: agency, opened: 2026-01-01, next: {date: 2026-03-16}}
          c4: {client: a, invoices: [near], route: agency, opened: 2026-01-01, closed: {date: 2026-01-02}, next: {date: 2026-03-01}}";
    // Spain gives three years between businesses (data/jurisdictions/es.yaml).
    assert_eq!(
        agenda("2026-03-01", &[ActionKind::Case, ActionKind::Limitation], records),
        [
            "2026-02-01 case a filed EUR 16.00",
            "2026-03-01 limitation a last EUR 4.00",
            "2026-03-10 limitation a opened EUR 32.00",
            "2026-03-15 case a opened EUR 32.00",
            "2026-08-28 limitation a near EUR 1.00",
        ]
    );
}

proptest! {
    /// Which record comes first is nobody's business: the same invoices under ids in the other order.
    #[test]
    fn the_order_of_records_changes_nothing(
        rows in proptest::collection::vec((1u32..500, -60i64..30, 0u8..5), 1..10),
    ) {
        let agenda = |id: fn(usize) -> usize| {
            let mut invoices = String::new();
            let mut log = String::new();
            for (n, (euros, due, said)) in rows.iter().enumerate() {
                let due = add_days("2026-03-01".parse().unwrap(), *due);
                let n = id(n);
                invoices += &format!("i{n}: {{client: a, amount: {euros}, issued: 2025-12-01, due: {due}}}, ");
                match said {
                    1 => log += &format!("l{n}: {{client: a, date: 2026-02-20, invoices: [i{n}], stage: firm}}, "),
                    2 => log += &format!("l{n}: {{client: a, date: 2026-02-20, invoices: [i{n}], promise: {{pay_by: 2026-02-25}}}}, "),
                    3 => log += &format!("l{n}: {{client: a, date: 2026-02-20, direction: in, invoices: [i{n}]}}, "),
                    _ => {}
                }
            }
            let text = format!("clients: {{a: {{name: A}}}}\ninvoices: {{{invoices}}}\nlog: {{{log}}}");
            Sample::on("2026-03-01", &text).actions(AGENDA_DAYS)
        };
        let first = agenda(|n| n);
        prop_assert!(first.is_sorted_by_key(|action| action.on));
        let unnamed = |actions: Vec<Action>| {
            let mut lines: Vec<_> = actions
                .into_iter()
                .map(|action| (action.invoices.len(), line(&Action { invoices: Vec::new(), ..action })))
                .collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(unnamed(first), unnamed(agenda(|n| 90 - n)));
    }
}
