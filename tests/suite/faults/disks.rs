//! Disks that say no: full, failing, read-only, without locks, links or renames; real ones where this machine can make
//! them, and calls that are made to fail.

use super::{
    inject::{
        EACCES, EDQUOT, EINVAL, EIO, ENOENT, ENOSPC, ENOSYS, EOPNOTSUPP, EPERM, EROFS, EXDEV, Fault, inject,
        injector,
    },
    moments, say,
    world::{
        EDITED, LEDGER, World, assert_calm, assert_no_leftovers, assert_same, everything, of_the_user,
        put_into, run, tree,
    },
};
use crate::dunlin::{Place, Run};
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

const BUILD: &[&str] = &["build"];
const SENT: &[&str] = &["sent", EDITED];
const PAY: &[&str] = &["pay", "acme", "250"];
const LOG: &[&str] = &["log", "acme", "--note", "on the phone"];
const REMIND: &[&str] = &["remind", "--eml"];

/// What a person needs to go on: which file, and what to do.
fn assert_helpful(run: &Run, when: &str) {
    assert_calm(run, when);
    assert_eq!(run.status, 2, "{when}: {}", run.stderr);
    let error = run
        .stderr
        .lines()
        .find(|line| line.starts_with("error: "))
        .unwrap();
    assert!(error.contains('/'), "{when}: names no path: {error}");
}

/// Makes each call that changes the disk fail, alone and with all after it.
fn refuse(arguments: &[&'static str], few: u64) {
    let Some(injector) = injector() else { return };
    let world = World::of(arguments);
    let calls = world.calls(injector, "change");
    for (seed, (error, and_on)) in (0..).zip([
        (ENOSPC, true),
        (EIO, false),
        (EROFS, true),
        (EACCES, false),
        (EDQUOT, false),
    ]) {
        for at in moments(calls, few, seed) {
            let place = world.place();
            let fault = Fault {
                kinds: "change",
                at,
                and_on,
                action: error,
            };
            let refused = inject(injector, &place, fault, arguments).run;
            let when = format!("error {error} at call {at} of {calls}");
            world.assert_whole(&place, &when);
            if refused.status == world.status {
                assert_calm(&refused, &when);
                let now = tree(&everything(&place));
                assert_same(
                    &now,
                    &world.after,
                    &format!("{arguments:?}: {when}: it said that all went well"),
                );
            } else {
                assert_helpful(&refused, &format!("{arguments:?} {when}"));
            }
            world.assert_next_is_right(&place, &when);
        }
    }
}

#[test]
fn build_refused() {
    refuse(BUILD, 4);
}

#[test]
fn remind_refused() {
    refuse(REMIND, 3);
}

#[test]
fn recording_refused() {
    for arguments in [SENT, PAY, LOG] {
        refuse(arguments, 6);
    }
}

/// Calls that some disks never do: the rest is done, and all is right.
#[test]
fn a_disk_that_lacks_something_is_enough() {
    let Some(injector) = injector() else { return };
    let lacks = [
        // FUSE, SMB and some network folders.
        ("renamenew", EINVAL, "rename without replacing"),
        ("renamenew", ENOSYS, "rename without replacing"),
        ("sync", EINVAL, "sync"),
        ("sync", EOPNOTSUPP, "sync"),
        ("lock", ENOSYS, "lock"),
        ("lock", EOPNOTSUPP, "lock"),
    ];
    for arguments in [BUILD, SENT, PAY, REMIND] {
        let world = World::of(arguments);
        for (kinds, error, what) in lacks {
            let place = world.place();
            let fault = Fault {
                kinds,
                at: 1,
                and_on: true,
                action: error,
            };
            let lacking = inject(injector, &place, fault, arguments).run;
            let when = format!("{arguments:?} on a disk that can't {what} ({error})");
            assert_eq!(lacking.status, world.status, "{when}: {}", lacking.stderr);
            world.assert_after(&place, &when);
        }
    }
}

/// Neither a rename that never replaces nor a hard link: as on many network and FUSE folders.
#[test]
fn a_disk_without_links_is_enough() {
    let Some(injector) = injector() else { return };
    for arguments in [BUILD, SENT, PAY, REMIND] {
        let world = World::of(arguments);
        for error in [EINVAL, EPERM, ENOSYS, EOPNOTSUPP, EXDEV] {
            let place = world.place();
            let fault = Fault {
                kinds: "renamenew,link",
                at: 1,
                and_on: true,
                action: error,
            };
            let lacking = inject(injector, &place, fault, arguments).run;
            let when = format!("{arguments:?} without links ({error})");
            assert_eq!(lacking.status, world.status, "{when}: {}", lacking.stderr);
            world.assert_after(&place, &when);
        }
    }
}

/// What can't be read is said, or left out as its finding says; never in silence.
#[test]
fn what_cannot_be_read_is_said() {
    let Some(injector) = injector() else { return };
    for (arguments, few) in [(BUILD, 2), (SENT, 4), (PAY, 6)] {
        let world = World::of(arguments);
        for (seed, (kinds, error)) in (0..).zip([
            ("open", EIO),
            ("open", EACCES),
            ("read", EIO),
            ("list", EIO),
            ("stat", EIO),
            ("stat", EACCES),
        ]) {
            let calls = world.calls(injector, kinds);
            for at in moments(calls, few, seed) {
                let place = world.place();
                let fault = Fault {
                    kinds,
                    at,
                    and_on: false,
                    action: error,
                };
                let disturbed = inject(injector, &place, fault, arguments).run;
                let when = format!("{arguments:?} with error {error} at {kinds} {at} of {calls}");
                assert_calm(&disturbed, &when);
                let now = tree(&everything(&place));
                for (path, bytes) in of_the_user(&world.before) {
                    let moved = world.after.get(&path) != Some(&bytes);
                    assert!(moved || now.get(&path) == Some(&bytes), "{when}: {path}");
                }
                if disturbed.status == world.status && disturbed.stderr.is_empty() {
                    assert_same(&now, &world.after, &format!("{when}: nothing was said"));
                }
                if disturbed.status == 0 {
                    let said = disturbed.stderr.contains("warning");
                    assert!(said || now == world.after, "{when}: {}", disturbed.stderr);
                }
                world.assert_next_is_right(&place, &when);
            }
        }
    }
}

/// A folder of records whose listing breaks off is not an empty one.
#[test]
fn a_folder_that_cannot_be_listed_is_said() {
    let Some(injector) = injector() else { return };
    let world = World::of(PAY);
    for at in 1..=world.calls(injector, "list") {
        let place = world.place();
        let fault = Fault {
            kinds: "list",
            at,
            and_on: false,
            action: EIO,
        };
        let run = inject(injector, &place, fault, PAY).run;
        let when = format!("list {at}");
        assert_calm(&run, &when);
        if run.status == 0 {
            world.assert_after(&place, &when);
        } else {
            assert_same(&tree(&everything(&place)), &world.before, &when);
        }
    }
}

/// A write that takes a part of what it is given is followed by another.
#[test]
fn writes_that_fall_short_are_gone_on_with() {
    let Some(injector) = injector() else { return };
    for arguments in [BUILD, SENT, PAY] {
        let world = World::of(arguments);
        let place = world.place();
        let fault = Fault {
            kinds: "write",
            at: 1,
            and_on: true,
            action: "short",
        };
        let run = inject(injector, &place, fault, arguments).run;
        assert_eq!(run.status, world.status, "{}", run.stderr);
        world.assert_after(&place, "short writes");
    }
}

/// A ledger on a disk of its own, unmounted in the end.
struct Disk(PathBuf);

impl Disk {
    /// `None`, said, where this machine lets nobody mount one.
    fn of(place: &Place, options: &str) -> Option<Self> {
        let at = place.path(LEDGER);
        std::fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&at)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(at));
        }
        say("skipped: no disk can be mounted here (that takes root)");
        None
    }

    fn remount(&self, options: &str) {
        let mounted = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(mounted.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_room_mends_it() {
    for arguments in [BUILD, SENT, PAY, REMIND] {
        let world = World::of(arguments);
        // From no room at all to nearly enough.
        for spare in [0_u64, 1, 3, 10, 40] {
            let place = Place::new();
            let Some(disk) = Disk::of(&place, "size=64m") else {
                return;
            };
            put_into(&place.path(LEDGER), &everything(&world.place()));
            let used = blocks(&place);
            disk.remount(&format!("size={}k", used + spare * 4));
            let full = run(&place, arguments);
            let when = format!("{arguments:?} with {spare} blocks to spare");
            world.assert_whole(&place, &when);
            if full.status == world.status {
                world.assert_after(&place, &when);
            } else {
                assert_helpful(&full, &when);
                assert!(
                    full.stderr.contains("the disk is full"),
                    "{when}: {}",
                    full.stderr
                );
                assert_no_leftovers(&place, &when);
            }
            disk.remount("size=64m");
            world.assert_next_is_right(&place, &when);
        }
    }
}

/// Kilobytes in use.
fn blocks(place: &Place) -> u64 {
    let told = Command::new("df")
        .args(["--output=used", "-k"])
        .arg(place.path(LEDGER))
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().last().unwrap().trim().parse().unwrap()
}

#[test]
fn a_read_only_disk_is_said() {
    for arguments in [BUILD, SENT, PAY, REMIND] {
        let world = World::of(arguments);
        let place = Place::new();
        let Some(disk) = Disk::of(&place, "size=64m") else {
            return;
        };
        put_into(&place.path(LEDGER), &everything(&world.place()));
        disk.remount("ro");
        let refused = run(&place, arguments);
        let when = format!("{arguments:?} on a read-only disk");
        assert_helpful(&refused, &when);
        assert!(refused.stderr.contains("read-only"), "{when}: {}", refused.stderr);
        assert_same(&tree(&everything(&place)), &world.before, &when);
        // What only reads goes on.
        assert_eq!(run(&place, &["status"]).status, 0);
        assert_eq!(run(&place, &["remind", "--stdout"]).status, 0);
        disk.remount("rw");
        world.assert_next_is_right(&place, &when);
    }
}

/// One file that nobody may change or remove, among the others.
#[test]
fn a_page_that_cannot_be_replaced_is_said_and_the_next_build_is_right() {
    let world = World::of(BUILD);
    let place = world.place();
    let page = place.path(&format!("{LEDGER}/site/index.html"));
    let mark = |how: &str| {
        let marked = Command::new("chattr")
            .arg(how)
            .arg(&page)
            .stderr(Stdio::null())
            .status();
        marked.is_ok_and(|status| status.success())
    };
    if !mark("+i") {
        say("skipped: no file can be made immutable here");
        return;
    }
    let refused = run(&place, BUILD);
    let unmarked = mark("-i");
    assert!(unmarked);
    assert_helpful(&refused, "immutable");
    assert!(refused.stderr.contains("site/index.html"), "{}", refused.stderr);
    world.assert_whole(&place, "immutable");
    assert_no_leftovers(&place, "immutable");
    world.assert_next_is_right(&place, "immutable");
}

/// A limit on the size of files: the signal for it would kill a program that doesn't expect it.
#[test]
fn a_limit_on_files_is_no_crash() {
    let world = World::of(BUILD);
    let place = world.place();
    let program = env!("CARGO_BIN_EXE_dunlin");
    let output = Command::new("sh")
        .args(["-c", &format!("trap '' XFSZ; ulimit -f 8; exec {program} build")])
        .current_dir(place.path(LEDGER))
        .output()
        .unwrap();
    let limited = place.run_of(&output);
    assert_helpful(&limited, "limited");
    world.assert_whole(&place, "limited");
    world.assert_next_is_right(&place, "limited");
}

/// Standard output on a full disk: what was recorded is said to be, or is not.
#[test]
fn results_that_cannot_be_printed_are_no_half_done_record() {
    let world = World::of(PAY);
    let place = world.place();
    if !std::path::Path::new("/dev/full").exists() {
        say("skipped: this machine has no /dev/full");
        return;
    }
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.command();
    let output = command
        .current_dir(place.path(LEDGER))
        .args(PAY)
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    let run = place.run_of(&output);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("standard output"), "{}", run.stderr);
    assert_same(&tree(&everything(&place)), &world.before, "nothing was recorded");
    world.assert_next_is_right(&place, "not printed");
}

/// A file that is listed and then isn't there is one that isn't there.
#[test]
fn a_file_that_vanishes_between_listing_and_reading_was_never_there() {
    let Some(injector) = injector() else { return };
    let world = World::of(BUILD);
    let calls = world.calls(injector, "open");
    for at in moments(calls, 5, 5) {
        let place = world.place();
        let fault = Fault {
            kinds: "open",
            at,
            and_on: false,
            action: ENOENT,
        };
        let vanished = inject(injector, &place, fault, BUILD).run;
        let when = format!("vanished at {at} of {calls}");
        assert_calm(&vanished, &when);
        assert_no_leftovers(&place, &when);
        world.assert_next_is_right(&place, &when);
    }
}
