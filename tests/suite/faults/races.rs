//! Others at work in the same folder: whoever saves, whoever builds, and a clock that goes backwards.

use super::{
    Chance,
    inject::{Fault, inject, injector},
    moments, runs,
    world::{
        EDITED, LEDGER, World, assert_calm, assert_no_leftovers, assert_same, everything, of_the_user,
        put_into, run, tree,
    },
};
use crate::dunlin::Place;
use std::{
    fs::{self, File},
    process::{Child, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread::{scope, sleep},
    time::{Duration, SystemTime},
};

const BUILD: &[&str] = &["build"];
const MINE: &str = "mine, saved just now\n";

/// Runs a shell command in the ledger before a call of the build, at many of its calls.
fn meanwhile(kinds: &str, command: &str, few: u64, then: &dyn Fn(&World, &Place, &str)) {
    let Some(injector) = injector() else { return };
    let world = World::of(BUILD);
    let calls = world.calls(injector, kinds);
    let command = format!("PATH=/usr/bin:/bin; {command}");
    for at in moments(calls, few, 17) {
        let place = world.place();
        let fault = Fault {
            kinds,
            at,
            and_on: false,
            action: &command,
        };
        let built = inject(injector, &place, fault, BUILD).run;
        let when = format!("`{command}` before {kinds} {at} of {calls}");
        assert_calm(&built, &when);
        assert_no_leftovers(&place, &when);
        then(&world, &place, &when);
    }
}

/// What a build makes of the ledger as it now is, somewhere else.
fn built_anew(world: &World, place: &Place) -> super::world::Tree {
    let anew = world.place();
    fs::remove_dir_all(anew.path(LEDGER)).unwrap();
    let mut files = tree(&everything(place));
    files.retain(|path, _| {
        !path.starts_with("site/") || path.starts_with("site/mine/") || path == "site/CNAME"
    });
    put_into(&anew.path(LEDGER), &files);
    let own: Vec<_> = ["CNAME", "mine"]
        .map(|name| anew.path(&format!("{LEDGER}/site/{name}")))
        .into();
    own.iter().for_each(|own| {
        fs::remove_file(own).or_else(|_| fs::remove_dir_all(own)).ok();
    });
    let run = run(&anew, BUILD);
    assert!([0, 1].contains(&run.status), "{}", run.stderr);
    let mut built = tree(&everything(&anew));
    let mine = |path: &str| path.starts_with("site/mine/") || path == "site/CNAME";
    built.extend(files.into_iter().filter(|(path, _)| mine(path)));
    built
}

#[test]
fn a_record_that_is_removed_while_building_is_gone_from_the_next_build() {
    let command = "rm -f invoices/a-2.yaml payments/c.yaml";
    meanwhile("open,list,create,rename", command, 5, &|world, place, when| {
        let next = run(place, BUILD);
        assert_eq!(next.status, 0, "{when}: {}", next.stderr);
        assert_same(&tree(&everything(place)), &built_anew(world, place), when);
    });
}

#[test]
fn a_record_that_changes_while_building_is_in_the_next_build() {
    let command = "sed -i s/77.00/78.50/ invoices/a-2.yaml; echo 'name: Dora' > clients/dora.yaml";
    meanwhile("open,list,create,rename", command, 5, &|world, place, when| {
        let next = run(place, BUILD);
        assert_eq!(next.status, 0, "{when}: {}", next.stderr);
        assert!(place.exists(&format!("{LEDGER}/site/client-dora.html")), "{when}");
        assert_same(&tree(&everything(place)), &built_anew(world, place), when);
    });
}

/// Up to the last look before a file is replaced, what its user saves is theirs.
#[test]
fn a_draft_or_page_that_is_edited_while_building_stays_as_it_was_saved() {
    let drafts = [
        "reminders/acme/reminder.md",
        "reminders/celia/reminder.md",
        "site/CNAME",
    ];
    let edit = format!(
        "for f in {}; do [ -e $f ] && printf '{}' >> $f; done; true",
        drafts.join(" "),
        MINE.trim_end()
    );
    meanwhile("open,stat,create,write,sync", &edit, 8, &|_, place, when| {
        let edited = |path: &str| {
            let path = format!("{LEDGER}/{path}");
            !place.exists(&path) || place.read(&path).ends_with(MINE.trim_end())
        };
        for draft in ["site/CNAME", "reminders/acme/reminder.md"] {
            assert!(edited(draft), "{when}: {draft}");
        }
        let before = everything(place);
        let next = run(place, BUILD);
        assert_calm(&next, when);
        let after = everything(place);
        for draft in drafts {
            assert!(
                !before.contains_key(draft) || !edited(draft) || after.get(draft) == before.get(draft),
                "{when}: {draft}"
            );
        }
    });
}

/// A file of the user's where a new page is about to be.
#[test]
fn a_file_put_where_a_page_is_to_be_is_left_alone() {
    let command = format!(
        "[ -e site/invoice-a-2.html ] || printf '{}' > site/invoice-a-2.html",
        MINE.trim_end()
    );
    meanwhile(
        "create,write,sync,renamenew",
        &command,
        5,
        &|world, place, when| {
            let page = format!("{LEDGER}/site/invoice-a-2.html");
            let now = place.read(&page);
            let wanted = String::from_utf8_lossy(&world.after["site/invoice-a-2.html"]).into_owned();
            assert!(now == MINE.trim_end() || now == wanted, "{when}: {now}");
            if now == wanted {
                return;
            }
            let next = run(place, BUILD);
            assert!(
                next.stderr.contains("invoice-a-2.html") && next.stderr.contains("left alone"),
                "{}",
                next.stderr
            );
            assert_eq!(place.read(&page), MINE.trim_end(), "{when}");
            fs::remove_file(place.path(&page)).unwrap();
            world.assert_next_is_right(place, when);
        },
    );
}

#[test]
fn the_whole_site_removed_while_building_is_there_after_the_next() {
    meanwhile(
        "create,write,sync,rename,renamenew",
        "rm -rf site",
        5,
        &|world, place, when| {
            let next = run(place, BUILD);
            assert_calm(&next, when);
            assert_eq!(next.status, 0, "{when}: {}", next.stderr);
            let mut expected = world.after.clone();
            expected.retain(|path, _| path != "site/CNAME" && !path.starts_with("site/mine/"));
            assert_same(&tree(&everything(place)), &expected, when);
        },
    );
}

fn start(place: &Place, arguments: &[&str]) -> Child {
    let mut command = place.command();
    let command = command.current_dir(place.path(LEDGER)).args(arguments);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn builds_at_once_are_one_after_the_other() {
    let world = World::of(BUILD);
    for n in 0..runs(2) {
        let place = world.place();
        let running: Vec<_> = (0..3).map(|_| start(&place, BUILD)).collect();
        for child in running {
            let run = place.run_of(&child.wait_with_output().unwrap());
            assert_eq!(run.status, 0, "run {n}: {}", run.stderr);
            assert_calm(&run, "builds at once");
        }
        world.assert_after(&place, "builds at once");
    }
}

/// Builds, a watch, a server, drafts and records, all in one folder, with somebody who saves all the time.
#[test]
fn everything_at_once_loses_nothing() {
    let world = World::of(BUILD);
    let mut chance = Chance::new(3);
    for n in 0..runs(1) {
        let place = world.place();
        let mut watches = [
            start(&place, &["watch"]),
            start(&place, &["watch", "--poll", "1"]),
            start(&place, &["serve", "--port", "0"]),
        ];
        let done = AtomicBool::new(false);
        scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    place.write(&format!("{LEDGER}/README.md"), "My clients.\n");
                    place.write(
                        &format!("{LEDGER}/clients/acme.yaml"),
                        &world.before["clients/acme.yaml"],
                    );
                    sleep(Duration::from_millis(30));
                }
            });
            let commands: [&[&str]; 4] = [BUILD, &["remind"], BUILD, &["pay", "acme", "100"]];
            let running = commands.map(|arguments| {
                sleep(Duration::from_millis(chance.below(100)));
                start(&place, arguments)
            });
            for child in running {
                let run = place.run_of(&child.wait_with_output().unwrap());
                // A record may be half saved when it is read: then it is said.
                assert_calm(&run, "everything at once");
            }
            done.store(true, Ordering::Relaxed);
        });
        for watch in &mut watches {
            assert!(watch.try_wait().unwrap().is_none(), "run {n}: a watch ended");
            watch.kill().unwrap();
            watch.wait().unwrap();
        }
        // Whether the payment could be recorded while acme's file was being saved, it is once now.
        let again = run(&place, &["pay", "acme", "100"]);
        assert!([0, 2].contains(&again.status), "{}", again.stderr);
        let paid = fs::read_dir(place.path(&format!("{LEDGER}/payments")))
            .unwrap()
            .count();
        assert_eq!(paid, 2, "run {n}");
        let next = run(&place, BUILD);
        assert_eq!(next.status, 0, "run {n}: {}", next.stderr);
        let now = tree(&everything(&place));
        assert_same(&now, &built_anew(&world, &place), "everything at once");
        for (path, bytes) in of_the_user(&world.before) {
            assert_eq!(now.get(&path), Some(&bytes), "run {n}: {path}");
        }
        assert_no_leftovers(&place, "everything at once");
    }
}

/// The same told twice at the same moment is recorded once.
#[test]
fn the_same_recorded_twice_at_once_is_recorded_once() {
    let told: [&[&str]; 3] = [
        &["sent", EDITED],
        &["pay", "acme", "100"],
        &["log", "acme", "--note", "rang"],
    ];
    for arguments in told {
        let world = World::of(arguments);
        for n in 0..runs(3) {
            let place = world.place();
            let running: Vec<_> = (0..2).map(|_| start(&place, arguments)).collect();
            let done = running
                .into_iter()
                .map(|child| place.run_of(&child.wait_with_output().unwrap()));
            let mut statuses: Vec<_> = done
                .map(|run| {
                    assert_calm(&run, "twice at once");
                    run.status
                })
                .collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [0, 2], "{arguments:?}, run {n}");
            world.assert_after(&place, "twice at once");
        }
    }
}

/// The clock was set back: files are of tomorrow, pages are newer than now, and the day is before the last build's.
#[test]
fn a_clock_set_back_changes_nothing_but_the_day() {
    let world = World::of(BUILD);
    let place = world.place();
    let tomorrow = SystemTime::now() + Duration::from_secs(3 * 86_400);
    for path in everything(&place).keys() {
        let file = File::options()
            .append(true)
            .open(place.path(&format!("{LEDGER}/{path}")));
        file.unwrap().set_modified(tomorrow).unwrap();
    }
    assert_eq!(run(&place, BUILD).status, 0);
    world.assert_after(&place, "files of tomorrow");
    // And a change with an older date than what was built of it.
    place.write(
        &format!("{LEDGER}/invoices/a-2.yaml"),
        String::from_utf8_lossy(&world.before["invoices/a-2.yaml"]).replace("77.00", "99.00"),
    );
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    let changed = File::options()
        .append(true)
        .open(place.path(&format!("{LEDGER}/invoices/a-2.yaml")));
    changed.unwrap().set_modified(long_ago).unwrap();
    assert_eq!(run(&place, BUILD).status, 0);
    assert!(
        place
            .read(&format!("{LEDGER}/site/invoice-a-2.html"))
            .contains("99.00")
    );
    place.write(
        &format!("{LEDGER}/invoices/a-2.yaml"),
        &world.before["invoices/a-2.yaml"],
    );
    // A look back, and back to the day.
    let back = run(&place, &["build", "--as-of", "2026-02-11"]);
    assert_eq!(back.status, 0, "{}", back.stderr);
    assert_eq!(run(&place, BUILD).status, 0);
    world.assert_after(&place, "a look back between");
}

/// The same size and the same time, and other bytes: as after a restored backup, or two saves in one tick.
#[test]
fn a_change_that_only_its_bytes_tell_is_seen() {
    let world = World::of(BUILD);
    let place = world.place();
    assert_eq!(run(&place, BUILD).status, 0);
    let path = place.path(&format!("{LEDGER}/invoices/a-2.yaml"));
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap().replace("77.00", "66.00");
    fs::write(&path, text).unwrap();
    File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .set_modified(time)
        .unwrap();
    assert_eq!(run(&place, BUILD).status, 0);
    assert!(
        place
            .read(&format!("{LEDGER}/site/invoice-a-2.html"))
            .contains("66.00")
    );
    // So are pages that somebody changed in that way: they are theirs.
    let page = place.path(&format!("{LEDGER}/site/index.html"));
    let (time, text) = (
        fs::metadata(&page).unwrap().modified().unwrap(),
        fs::read_to_string(&page).unwrap().replace("<h1", "<h2"),
    );
    fs::write(&page, &text).unwrap();
    File::options()
        .append(true)
        .open(&page)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let told = run(&place, BUILD);
    assert!(
        told.stderr
            .contains("index.html was changed by hand and left alone"),
        "{}",
        told.stderr
    );
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
}
