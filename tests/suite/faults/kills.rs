//! Killed at any moment: by the clock, and before and within each call that changes a disk.

use super::{
    Chance,
    inject::{Fault, inject, injector},
    moments, runs, say,
    world::{EDITED, LEDGER, World, assert_no_leftovers, everything, run},
};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

const SENT: &[&str] = &["sent", EDITED];
const PAY: &[&str] = &["pay", "acme", "250", "--reference", "a-1"];
const LOG: &[&str] = &[
    "log",
    "acme",
    "--promise",
    "2026-03-09:300",
    "--note",
    "on the phone",
];
const NEW: &[&str] = &["new", "client", "dora", "--name", "Dora"];
const PLAN: &[&str] = &["plan", "bruno", "--agreed", "2026-03-02"];
const OFFER: &[&str] = &["plan", "bruno"];
const REMIND: &[&str] = &["remind", "--eml"];
const BUILD: &[&str] = &["build"];

/// Kills a command at random moments by the clock.
fn kill_by_the_clock(arguments: &[&'static str], few: u64) {
    let world = World::of(arguments);
    let place = world.place();
    let started = Instant::now();
    world.command(&place).status().unwrap();
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut chance = Chance::new(7 + arguments.len() as u64);
    let (mut cut_short, tried) = (0, runs(few));
    for n in 0..tried {
        let place = world.place();
        let moment = chance.below(whole + whole / 5);
        let mut running = world.command(&place).spawn().unwrap();
        sleep(Duration::from_micros(moment));
        running.kill().unwrap();
        cut_short += u64::from(running.wait().unwrap().code().is_none());
        let when = format!("killed after {moment} µs (run {n})");
        world.assert_whole(&place, &when);
        world.assert_next_is_right(&place, &when);
    }
    say(&format!(
        "{arguments:?}: {cut_short} of {tried} runs were cut short, within {whole} µs"
    ));
}

/// Kills a command before and within each of its calls that change the disk.
fn kill_by_the_call(arguments: &[&'static str], few: u64) {
    let Some(injector) = injector() else { return };
    let world = World::of(arguments);
    let calls = world.calls(injector, "change");
    for (action, seed) in [("kill", 1), ("tear", 2)] {
        for at in moments(calls, few, seed) {
            let place = world.place();
            let fault = Fault {
                kinds: "change",
                at,
                and_on: false,
                action,
            };
            let killed = inject(injector, &place, fault, arguments);
            assert_eq!(killed.run.status, 137, "{}", killed.run.stderr);
            let when = format!("{action} at call {at} of {calls}");
            world.assert_whole(&place, &when);
            world.assert_next_is_right(&place, &when);
        }
    }
}

#[test]
fn build_killed_by_the_clock() {
    kill_by_the_clock(BUILD, 6);
}

#[test]
fn build_killed_by_the_call() {
    kill_by_the_call(BUILD, 6);
}

#[test]
fn remind_killed() {
    kill_by_the_clock(REMIND, 5);
    kill_by_the_call(REMIND, 5);
}

#[test]
fn sent_killed() {
    kill_by_the_clock(SENT, 8);
    kill_by_the_call(SENT, 8);
}

#[test]
fn pay_killed() {
    kill_by_the_clock(PAY, 12);
    kill_by_the_call(PAY, 12);
}

#[test]
fn log_new_and_plan_killed() {
    for arguments in [LOG, NEW, PLAN, OFFER] {
        kill_by_the_clock(arguments, 3);
        kill_by_the_call(arguments, 5);
    }
}

#[test]
fn watch_killed() {
    let world = World::of(BUILD);
    let mut chance = Chance::new(11);
    for n in 0..runs(5) {
        let place = world.place();
        let mut watch = place.command();
        watch.current_dir(place.path(LEDGER)).arg("watch");
        let mut running = watch.stderr(std::process::Stdio::null()).spawn().unwrap();
        // Whoever saves while it builds has it build again.
        let moment = chance.below(700_000);
        let saved = chance.below(moment + 1);
        sleep(Duration::from_micros(saved));
        place.write(&format!("{LEDGER}/README.md"), "My clients.\n");
        place.write(
            &format!("{LEDGER}/clients/acme.yaml"),
            &world.before["clients/acme.yaml"],
        );
        sleep(Duration::from_micros(moment - saved));
        running.kill().unwrap();
        running.wait().unwrap();
        let when = format!("watch killed after {moment} µs (run {n})");
        world.assert_whole(&place, &when);
        world.assert_next_is_right(&place, &when);
    }
}

/// A letter goes out at most once, whoever repeats the command on another day.
#[test]
fn sent_repeated_on_the_next_day_is_not_doubled() {
    let Some(injector) = injector() else { return };
    let world = World::of(SENT);
    let place = world.place();
    let fault = Fault {
        kinds: "unlink",
        at: 1,
        and_on: false,
        action: "kill",
    };
    let killed = inject(injector, &place, fault, SENT);
    assert_eq!(killed.run.status, 137, "{}", killed.run.stderr);
    let before = everything(&place);
    let again = run(&place, &["--as-of", "2026-03-03", "sent", EDITED]);
    assert_eq!(again.status, 2, "{}", again.stderr);
    assert!(
        again.stderr.contains("2026-03-02-bruno-reminder.md") && again.stderr.contains("--date 2026-03-02"),
        "{}",
        again.stderr
    );
    assert_eq!(everything(&place), before);
    let mended = run(
        &place,
        &["--as-of", "2026-03-03", "sent", EDITED, "--date", "2026-03-02"],
    );
    assert_eq!(mended.status, 0, "{}", mended.stderr);
    world.assert_after(&place, "repeated with its day");
}

/// What another entry of the day has the name of is recorded under another, and only once.
#[test]
fn sent_repeated_where_its_name_was_taken_is_not_doubled() {
    let Some(injector) = injector() else { return };
    let world = World::of(SENT);
    let place = world.place();
    place.write(
        &format!("{LEDGER}/log/2026-03-02-bruno-reminder.md"),
        "---\nclient: bruno\ndate: 2026-03-02\nchannel: call\n---\n",
    );
    let fault = Fault {
        kinds: "unlink",
        at: 1,
        and_on: false,
        action: "kill",
    };
    inject(injector, &place, fault, SENT);
    assert!(place.exists(&format!("{LEDGER}/log/2026-03-02-bruno-reminder-2.md")));
    let again = run(&place, SENT);
    assert_eq!(again.status, 0, "{}", again.stderr);
    assert!(!place.exists(&format!("{LEDGER}/reminders/{EDITED}.md")));
    assert!(!place.exists(&format!("{LEDGER}/log/2026-03-02-bruno-reminder-3.md")));
    assert_no_leftovers(&place, "repeated");
}
