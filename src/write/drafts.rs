//! The folder of drafts: each draft carries its own proof of being untouched, so that it needs no manifest and two
//! people's git branches merge.

use super::{
    Standing, Why, WriteError, Written,
    disk::{self, Disk, Found},
    error::system,
    mails, path,
    place::Place,
    seal::Seal,
};
use crate::render::{FileSet, Files, draft};
use std::{collections::BTreeMap, fs, path::Path};

/// Drafts to be, and which of those that are there they stand for.
#[derive(Clone, Copy)]
pub struct SomeDrafts<'a> {
    pub drafts: &'a Files,
    /// Whether a draft, by its path and its bytes, would be among `drafts` if it were due.
    pub concerned: &'a dyn Fn(&str, &[u8]) -> bool,
}

impl std::fmt::Debug for SomeDrafts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SomeDrafts")
            .field("drafts", &self.drafts.keys())
            .finish_non_exhaustive()
    }
}

pub(super) fn write(root: &Path, disk: &Disk<'_>, some: SomeDrafts<'_>) -> Result<Written, WriteError> {
    let drafts = some.drafts;
    path::check(&drafts.paths())?;
    check_seals(drafts)?;
    Place::of(root, disk.folder)?.must_be_inside()?;
    let mut written = Written::default();
    // Removals first: on a disk that ignores case an old name may be a new one.
    for path in unwanted(disk, drafts)? {
        remove(disk, &path, some.concerned, &mut written)?;
    }
    if !drafts.is_empty() {
        fs::create_dir_all(disk.folder).map_err(system("make it", disk.folder))?;
    }
    for (path, bytes) in drafts {
        SEAL.put(disk, (path, bytes), &mut written)?;
    }
    mails::remove_old(disk, &mut written)?;
    Ok(written.in_order())
}

fn check_seals(drafts: &Files) -> Result<(), WriteError> {
    let bug = |path: &String, reason| WriteError::Bug {
        path: path.clone(),
        reason,
    };
    for (path, bytes) in drafts {
        if path.split('/').count() != 2 || !path.ends_with(".md") || path.starts_with('.') {
            return Err(bug(path, "which is not CLIENT/STAGE.md"));
        }
        if !draft::is_untouched(bytes) {
            return Err(bug(path, "a draft whose digest isn't its own"));
        }
    }
    Ok(())
}

/// What is there in the places of drafts and isn't wanted, be it ours or not.
fn unwanted(disk: &Disk<'_>, drafts: &Files) -> Result<Vec<String>, WriteError> {
    let folded: BTreeMap<_, _> = drafts.keys().map(|path| (path::folded(path), path)).collect();
    let mut unwanted = Vec::new();
    for client in disk.names("")? {
        if client.starts_with('.') || disk.look(&client)? != Found::Folder {
            continue;
        }
        disk.clear_leftovers(&client)?;
        for name in disk.names(&client)? {
            let path = format!("{client}/{name}");
            if !name.ends_with(".md") || drafts.contains_key(&path) {
                continue;
            }
            let twin = folded.get(&path::folded(&path));
            if !twin.is_some_and(|twin| disk::is_same_file(&disk.at(&path), &disk.at(twin))) {
                unwanted.push(path);
            }
        }
    }
    Ok(unwanted)
}

fn remove(
    disk: &Disk<'_>,
    path: &str,
    concerned: &dyn Fn(&str, &[u8]) -> bool,
    written: &mut Written,
) -> Result<(), WriteError> {
    let Found::File(now) = disk.look(path)? else {
        return Ok(());
    };
    if !draft::is_ours(&now) || !concerned(path, &now) {
        return Ok(());
    }
    if draft::is_untouched(&now) && disk.remove(path, &draft::is_untouched)? {
        written.removed.push(path.to_owned());
    } else {
        written.keep(path, Why::EditedDraft(Standing::NoLongerDue));
    }
    Ok(())
}

const SEAL: Seal = Seal {
    is_untouched: draft::is_untouched,
    why,
};

/// Why a wanted draft is not put over what is there.
fn why(found: &Found, wanted: &[u8]) -> Why {
    match found {
        Found::File(now) if draft::is_ours(now) => {
            Why::EditedDraft(match draft::changed_figures(now, wanted) {
                changed if changed.is_empty() => Standing::Current,
                changed => Standing::Stale(changed),
            })
        }
        Found::Folder => Why::Folder,
        Found::Link => Why::Link,
        Found::File(_) | Found::Absent | Found::Other => Why::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::draft::seal;
    use proptest::prelude::*;

    const FRONT: &str = "client: acme\nstage: firm\ninvoices: [a, b]\nto: ap@acme.example\namount: 10.00\ncurrency: EUR\ndeadline: 2026-03-01\n";

    fn ledger() -> (tempfile::TempDir, std::path::PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("reminders");
        (root, folder)
    }

    fn files<const N: usize>(list: [(&str, String); N]) -> Files {
        list.map(|(path, text)| (path.to_owned(), text.into_bytes()))
            .into()
    }

    fn all(drafts: &Files) -> SomeDrafts<'_> {
        SomeDrafts {
            drafts,
            concerned: &|_, _| true,
        }
    }

    fn build(root: &Path, folder: &Path, wanted: &Files) -> Written {
        write(root, &Disk::new(folder), all(wanted)).unwrap()
    }

    #[test]
    fn some_drafts_leave_the_others_alone() {
        let (root, folder) = ledger();
        let both = files([
            ("acme/firm.md", seal(FRONT, "One\n")),
            ("b/firm.md", seal(FRONT, "x")),
        ]);
        build(root.path(), &folder, &both);
        let of_b = SomeDrafts {
            drafts: &Files::new(),
            concerned: &|path, _| path.starts_with("b/"),
        };
        let written = write(root.path(), &Disk::new(&folder), of_b).unwrap();
        assert_eq!(written.removed, ["b/firm.md"]);
        assert!(folder.join("acme/firm.md").exists());
    }

    #[test]
    fn drafts_come_change_and_go() {
        let (root, folder) = ledger();
        let first = files([
            ("acme/firm.md", seal(FRONT, "One\n")),
            ("b/firm.md", seal(FRONT, "x")),
        ]);
        assert_eq!(
            build(root.path(), &folder, &first).written,
            ["acme/firm.md", "b/firm.md"]
        );
        let second = files([("acme/firm.md", seal(FRONT, "Two\n"))]);
        let written = build(root.path(), &folder, &second);
        assert_eq!(
            (written.written, written.removed),
            (vec!["acme/firm.md".to_owned()], vec!["b/firm.md".to_owned()])
        );
        assert!(!folder.join("b").exists(), "an emptied client's folder goes too");
        assert_eq!(build(root.path(), &folder, &second).unchanged, ["acme/firm.md"]);
    }

    #[test]
    fn an_edited_draft_is_its_authors() {
        let (root, folder) = ledger();
        let at = folder.join("acme/firm.md");
        build(
            root.path(),
            &folder,
            &files([("acme/firm.md", seal(FRONT, "One\n"))]),
        );
        let edited = fs::read_to_string(&at).unwrap().replace("ap@", "cfo@");
        fs::write(&at, &edited).unwrap();
        let standing = |wanted: &Files| {
            let written = build(root.path(), &folder, wanted);
            assert_eq!(fs::read_to_string(&at).unwrap(), edited);
            assert!(!written.changed_anything());
            written
                .kept
                .into_iter()
                .map(|kept| (kept.path, kept.why))
                .collect::<Vec<_>>()
        };
        let is = |standing| vec![("acme/firm.md".to_owned(), Why::EditedDraft(standing))];
        assert_eq!(
            standing(&files([("acme/firm.md", seal(FRONT, "Other words\n"))])),
            is(Standing::Current)
        );
        let dearer = FRONT.replace("10.00", "12.00");
        assert_eq!(
            standing(&files([("acme/firm.md", seal(&dearer, ""))])),
            is(Standing::Stale(vec!["amount"]))
        );
        assert_eq!(standing(&Files::new()), is(Standing::NoLongerDue));
    }

    #[test]
    fn other_files_among_the_drafts_are_not_ours() {
        let (root, folder) = ledger();
        fs::create_dir_all(folder.join("acme")).unwrap();
        let own = ["notes.md", "acme/notes.md", "acme/call.txt", ".gitkeep"];
        for path in own {
            fs::write(folder.join(path), "mine").unwrap();
        }
        let wanted = files([
            ("acme/notes.md", seal(FRONT, "x")),
            ("acme/firm.md", seal(FRONT, "x")),
        ]);
        let written = build(root.path(), &folder, &wanted);
        assert_eq!(written.kept.len(), 1);
        assert_eq!(
            (written.kept[0].path.as_str(), &written.kept[0].why),
            ("acme/notes.md", &Why::Foreign)
        );
        build(root.path(), &folder, &Files::new());
        for path in own {
            assert_eq!(fs::read(folder.join(path)).unwrap(), b"mine", "{path}");
        }
        assert!(!folder.join("acme/firm.md").exists());
    }

    #[test]
    fn converted_line_ends_are_neither_an_edit_nor_a_change() {
        let (root, folder) = ledger();
        let wanted = files([("acme/firm.md", seal(FRONT, "One\nTwo\n"))]);
        build(root.path(), &folder, &wanted);
        let at = folder.join("acme/firm.md");
        let converted = fs::read_to_string(&at).unwrap().replace('\n', "\r\n");
        fs::write(&at, &converted).unwrap();
        assert_eq!(build(root.path(), &folder, &wanted).unchanged, ["acme/firm.md"]);
        assert_eq!(fs::read_to_string(&at).unwrap(), converted);
        assert_eq!(
            build(root.path(), &folder, &Files::new()).removed,
            ["acme/firm.md"]
        );
    }

    #[test]
    fn drafts_stay_inside_the_ledger() {
        let (root, _) = ledger();
        let wanted = files([("acme/firm.md", seal(FRONT, "x"))]);
        let outside = tempfile::tempdir().unwrap();
        for folder in ["", "clients", "log/x", "..", "templates"] {
            let folder = root.path().join(folder);
            assert!(
                write(root.path(), &Disk::new(&folder), all(&wanted)).is_err(),
                "{folder:?}"
            );
        }
        let refused = write(root.path(), &Disk::new(outside.path()), all(&wanted));
        assert!(
            matches!(refused, Err(WriteError::LeavesLedger { .. })),
            "{refused:?}"
        );
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (root, folder) = ledger();
        let outside = tempfile::tempdir().unwrap();
        let sealed = seal(FRONT, "x");
        fs::write(outside.path().join("firm.md"), &sealed).unwrap();
        fs::create_dir(&folder).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.join("acme")).unwrap();
        let other = seal(FRONT, "y");
        let written = build(root.path(), &folder, &files([("acme/firm.md", other)]));
        assert_eq!((written.kept.len(), &written.kept[0].why), (1, &Why::Link));
        build(root.path(), &folder, &Files::new());
        assert_eq!(
            fs::read_to_string(outside.path().join("firm.md")).unwrap(),
            sealed
        );
    }

    #[test]
    fn only_sealed_drafts_are_written() {
        let (root, folder) = ledger();
        for (path, text) in [
            ("firm.md", seal(FRONT, "x")),
            ("a/b/c.md", seal(FRONT, "x")),
            ("a/b.md", "x".to_owned()),
        ] {
            let refused = write(root.path(), &Disk::new(&folder), all(&files([(path, text)])));
            assert!(matches!(refused, Err(WriteError::Bug { .. })), "{path}");
        }
        assert!(!folder.exists());
    }

    #[test]
    fn leftovers_go_and_nothing_that_looks_like_one() {
        let (root, folder) = ledger();
        fs::create_dir_all(folder.join("acme")).unwrap();
        let names = [".dunlin-abcdef.tmp", ".dunlin-notes.tmp.md", ".dunlin-longer.tmp"];
        for name in names {
            fs::write(folder.join("acme").join(name), "").unwrap();
        }
        let held = fs::File::options()
            .append(true)
            .open(folder.join("acme").join(names[2]))
            .unwrap();
        held.lock().unwrap();
        build(root.path(), &folder, &Files::new());
        let left = names.map(|name| folder.join("acme").join(name).exists());
        assert_eq!(left, [false, true, true], "somebody is at work on the last");
    }

    #[derive(Debug, Clone)]
    enum Act {
        Build(Vec<(u8, u8)>),
        Edit(u8),
        Delete(u8),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            prop::collection::vec((0_u8..4, 0_u8..3), 0..4).prop_map(Act::Build),
            (0_u8..4).prop_map(Act::Edit),
            (0_u8..4).prop_map(Act::Delete),
        ]
    }

    fn place(n: u8) -> String {
        format!("client{}/stage{}.md", n % 2, n / 2)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn what_a_user_wrote_is_never_lost(acts in prop::collection::vec(act(), 1..12)) {
            let (root, folder) = ledger();
            let mut theirs: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            for (turn, act) in acts.into_iter().enumerate() {
                match act {
                    Act::Edit(n) => {
                        let at = folder.join(place(n));
                        fs::create_dir_all(at.parent().unwrap()).unwrap();
                        let mut text = fs::read(&at).unwrap_or_default();
                        text.extend(format!("edit {turn}").bytes());
                        fs::write(&at, &text).unwrap();
                        theirs.insert(place(n), text);
                    }
                    Act::Delete(n) => {
                        fs::remove_file(folder.join(place(n))).ok();
                        theirs.remove(&place(n));
                    }
                    Act::Build(wanted) => {
                        let wanted: Files = wanted.into_iter().map(|(n, text)| (place(n), seal(FRONT, &format!("{text}")).into_bytes())).collect();
                        let written = build(root.path(), &folder, &wanted);
                        for (path, bytes) in &wanted {
                            let kept = written.kept.iter().any(|kept| kept.path == *path);
                            prop_assert_eq!(kept, theirs.contains_key(path));
                            prop_assert!(kept || fs::read(folder.join(path)).unwrap() == *bytes);
                        }
                        for n in 0..4 {
                            let there = folder.join(place(n)).exists();
                            prop_assert_eq!(there, wanted.contains_key(&place(n)) || theirs.contains_key(&place(n)));
                        }
                    }
                }
                for (path, bytes) in &theirs {
                    prop_assert_eq!(&fs::read(folder.join(path)).unwrap(), bytes);
                }
            }
        }
    }
}
