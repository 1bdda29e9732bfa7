//! What dunlin keeps for itself, lost or damaged, and what isn't dunlin's in its folders: the same pages either way.

use super::{
    Chance, runs,
    world::{LEDGER, World, assert_calm, assert_no_leftovers, assert_same, everything, put, run, tree},
};
use crate::dunlin::Place;
use std::{
    fs,
    path::{Path, PathBuf},
};

const BUILD: &[&str] = &["build"];

/// Every file that dunlin keeps for itself, wherever it keeps it: in the ledger, and in a home's cache.
fn own_files(place: &Place) -> Vec<PathBuf> {
    let is_own = |path: &str| path.split('/').any(|name| name.starts_with(".dunlin"));
    let in_ledger = everything(place).into_keys().filter(|path| is_own(path));
    let mut own: Vec<_> = in_ledger
        .map(|path| place.path(&format!("{LEDGER}/{path}")))
        .collect();
    for cache in [".cache", ".local", "Library"] {
        if place.exists(cache) {
            let files = place.files(cache).into_iter();
            own.extend(files.map(|(path, _)| place.path(cache).join(path)));
        }
    }
    own
}

fn is_manifest(path: &Path) -> bool {
    path.ends_with(".dunlin-manifest.json")
}

/// The next build makes the same pages; or, where the very proof of what is dunlin's is lost, says so, touches nothing,
/// and makes the same once its words are followed.
fn assert_made_good(world: &World, place: &Place, (damaged, when): (&Path, &str)) {
    let before = everything(place);
    let next = run(place, BUILD);
    assert_calm(&next, when);
    if next.status == 2 && is_manifest(damaged) {
        let said = &next.stderr;
        assert!(
            said.contains("site") && said.contains("nothing was written"),
            "{when}: {said}"
        );
        assert_same(&everything(place), &before, &format!("{when}: refused"));
        follow(place);
        let then = run(place, BUILD);
        assert_eq!(then.status, 0, "{when}: its words were followed: {}", then.stderr);
    } else {
        assert_eq!(next.status, 0, "{when}: {}", next.stderr);
    }
    world.assert_after(place, when);
}

/// Deletes the pages and the file that was named, and nothing of one's own.
fn follow(place: &Place) {
    let all = everything(place);
    for path in all
        .keys()
        .filter(|path| path.starts_with("site/") && !path.contains(".dunlin"))
    {
        if path != "site/CNAME" && !path.starts_with("site/mine/") {
            fs::remove_file(place.path(&format!("{LEDGER}/{path}"))).ok();
        }
    }
    fs::remove_file(place.path(&format!("{LEDGER}/site/.dunlin-manifest.json"))).ok();
}

#[test]
fn what_dunlin_keeps_for_itself_may_be_lost_or_damaged() {
    let world = World::of(BUILD);
    let place = world.place();
    assert_eq!(run(&place, BUILD).status, 0);
    let built = everything(&place);
    let mut chance = Chance::new(23);
    let kept = own_files(&place);
    assert!(kept.iter().any(|path| is_manifest(path)), "{kept:?}");
    for file in &kept {
        let whole = fs::read(file).unwrap();
        let inside = file.strip_prefix(place.path("")).unwrap();
        let mut damages: Vec<(String, Option<Vec<u8>>)> = vec![
            ("deleted".to_owned(), None),
            ("emptied".to_owned(), Some(Vec::new())),
            ("made garbage".to_owned(), Some(b"\0\xff{]garbage".to_vec())),
            (
                "made another's".to_owned(),
                Some(b"{\"schema\": \"dunlin/other/99\", \"files\": {}}\n".to_vec()),
            ),
            ("of another version".to_owned(), Some(other_version(&whole))),
        ];
        for _ in 0..runs(1) {
            let end = chance.below(whole.len().max(1) as u64);
            damages.push((
                format!("cut at {end}"),
                Some(whole[..usize::try_from(end).unwrap()].to_vec()),
            ));
            if !whole.is_empty() {
                let mut flipped = whole.clone();
                flipped[usize::try_from(end).unwrap()] ^= 1 << chance.below(8);
                damages.push((format!("a bit flipped at {end}"), Some(flipped)));
            }
        }
        for (what, bytes) in damages {
            // As it was built, and with a change since.
            for changed in [false, true] {
                let place = put(&built);
                let damaged = place.path("").join(inside);
                fs::create_dir_all(damaged.parent().unwrap()).unwrap();
                match &bytes {
                    Some(bytes) => fs::write(&damaged, bytes).unwrap(),
                    None => fs::remove_file(&damaged).unwrap(),
                }
                let when = format!("{} {what}, changed since: {changed}", inside.display());
                if changed {
                    place.write(
                        &format!("{LEDGER}/invoices/a-2.yaml"),
                        String::from_utf8_lossy(&world.before["invoices/a-2.yaml"]).replace("77.00", "99.00"),
                    );
                    let expected = with_change(&built);
                    assert_made_good(&expected, &place, (&damaged, &when));
                } else {
                    assert_made_good(&world, &place, (&damaged, &when));
                }
            }
        }
    }
}

/// What follows from the change, undisturbed.
fn with_change(built: &super::world::Tree) -> World {
    static CHANGED: std::sync::OnceLock<super::world::Tree> = std::sync::OnceLock::new();
    let after = CHANGED.get_or_init(|| {
        let place = put(built);
        let invoice = format!("{LEDGER}/invoices/a-2.yaml");
        place.write(&invoice, place.read(&invoice).replace("77.00", "99.00"));
        assert_eq!(run(&place, BUILD).status, 0);
        tree(&everything(&place))
    });
    World {
        arguments: BUILD.to_vec(),
        before: tree(built),
        after: after.clone(),
        status: 0,
    }
}

fn other_version(whole: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(whole)
        .replace("/1\"", "/99\"")
        .into_bytes()
}

/// A manifest from another folder proves nothing of what stands here.
#[test]
fn a_manifest_of_another_folder_takes_nothing_away() {
    let world = World::of(BUILD);
    let place = world.place();
    let other = Place::with(&[(
        "ledger/dunlin.yaml",
        "creditor: {name: Other}\ncurrency: USD\nas_of: 2026-01-01\n",
    )]);
    assert_eq!(run(&other, BUILD).status, 0);
    place.write(
        &format!("{LEDGER}/site/.dunlin-manifest.json"),
        other.read("ledger/site/.dunlin-manifest.json"),
    );
    let before = everything(&place);
    let next = run(&place, BUILD);
    assert_calm(&next, "another's manifest");
    assert!(
        next.stderr.contains("left alone") || next.status == 2,
        "{}",
        next.stderr
    );
    let now = everything(&place);
    for path in ["site/CNAME", "site/mine/index.html", "site/index.html"] {
        assert_eq!(now[path], before[path], "{path}");
    }
    follow(&place);
    let then = run(&place, BUILD);
    assert_eq!(then.status, 0, "{}", then.stderr);
    world.assert_after(&place, "another's manifest, followed");
}

/// A manifest that names the user's file is no right to it.
#[test]
fn a_manifest_that_names_the_users_file_is_no_right_to_it() {
    let world = World::of(BUILD);
    let place = world.place();
    let path = format!("{LEDGER}/site/.dunlin-manifest.json");
    for named in [
        "../README.md",
        "/etc/passwd",
        "CNAME",
        "mine/index.html",
        "..",
        "C:\\x",
    ] {
        let named = serde_json::to_string(named).unwrap();
        let manifest = format!("{{\"schema\": \"dunlin/manifest/1\", \"files\": {{{named}: [\"00\"]}}}}\n");
        place.write(&path, manifest);
        let run = run(&place, BUILD);
        assert_calm(&run, &named);
        for own in ["README.md", "site/CNAME", "site/mine/index.html"] {
            assert_eq!(
                everything(&place).get(own),
                world.before.get(own),
                "{named}: {own}"
            );
        }
    }
}

#[test]
fn folders_full_of_the_users_own_files_stay_theirs() {
    let world = World::of(BUILD);
    // A site that dunlin never made.
    let place = world.place();
    fs::remove_dir_all(place.path(&format!("{LEDGER}/site"))).unwrap();
    place.write(&format!("{LEDGER}/site/index.html"), "my own site\n");
    let before = everything(&place);
    let refused = run(&place, BUILD);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("site")
            && refused.stderr.contains("index.html")
            && refused.stderr.contains("Name another folder"),
        "{}",
        refused.stderr
    );
    assert_same(&everything(&place), &before, "a site of the user's");
    // Drafts that aren't dunlin's, in the places of drafts.
    let place = world.place();
    place.write(
        &format!("{LEDGER}/reminders/acme/reminder.md"),
        "Dear Ann, my own words\n",
    );
    place.write(&format!("{LEDGER}/reminders/acme/firm.eml"), "From: me\n");
    place.write(&format!("{LEDGER}/reminders/celia.md"), "mine\n");
    fs::create_dir_all(place.path(&format!("{LEDGER}/reminders/bruno/x.md"))).unwrap();
    let before = everything(&place);
    let built = run(&place, &["build"]);
    assert_eq!(built.status, 0, "{}", built.stderr);
    assert!(
        built.stderr.contains("acme/reminder.md") && built.stderr.contains("left alone"),
        "{}",
        built.stderr
    );
    let now = everything(&place);
    for path in [
        "reminders/acme/reminder.md",
        "reminders/acme/firm.eml",
        "reminders/celia.md",
        "reminders/acme/own.md",
    ] {
        assert_eq!(now.get(path), before.get(path), "{path}");
    }
    assert_no_leftovers(&place, "own drafts");
}

/// Folders that are links: inside the ledger they are followed to, outside nothing is written.
#[cfg(unix)]
#[test]
fn a_site_that_is_a_link_is_written_inside_the_ledger_or_not_at_all() {
    use std::os::unix::fs::symlink;
    let world = World::of(BUILD);
    for folder in ["site", "reminders"] {
        let place = world.place();
        let own = place.path(&format!("{LEDGER}/{folder}"));
        let outside = place.path("outside");
        fs::rename(&own, &outside).unwrap();
        symlink(&outside, &own).unwrap();
        let before = place.files("outside");
        let refused = run(&place, BUILD);
        assert_eq!(refused.status, 2, "{folder}: {}", refused.stderr);
        assert!(
            refused.stderr.contains("leads out of the ledger"),
            "{}",
            refused.stderr
        );
        assert_eq!(place.files("outside"), before, "{folder}");
        // A link that leads nowhere makes nothing there.
        fs::remove_dir_all(&outside).unwrap();
        let refused = run(&place, BUILD);
        assert_eq!(refused.status, 2, "{folder}: {}", refused.stderr);
        assert_calm(&refused, folder);
        assert!(!outside.exists(), "{folder}");
    }
    // Within the ledger a link is its owner's way to arrange things.
    let place = world.place();
    let own = place.path(&format!("{LEDGER}/site"));
    fs::rename(&own, place.path(&format!("{LEDGER}/_pages"))).unwrap();
    symlink("_pages", &own).unwrap();
    let built = run(&place, BUILD);
    assert_calm(&built, "a link inside");
    assert_eq!(built.status, 0, "{}", built.stderr);
    let mut now = tree(&everything(&place));
    let expected: super::world::Tree = world
        .after
        .iter()
        .map(|(path, bytes)| (path.replacen("site/", "_pages/", 1), bytes.clone()))
        .collect();
    now.retain(|path, _| !path.starts_with("site/"));
    assert_same(&now, &expected, "a link inside");
}
