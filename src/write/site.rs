//! The dashboard's folder: which folders may be one, and how its pages change without a stranger's file ever being touched.

use super::{
    Why, WriteError, Written,
    disk::{self, Disk, Found, IsOurs, Prepared},
    error::system,
    keys::{self, Keys},
    lock::{self, Lock},
    manifest::{self, Manifest, hash},
    path,
    place::Place,
    seen, unfinished,
    whole::{self, Run},
};
use crate::{model, render::FileSet};
use rayon::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};

/// What a folder may hold besides and still count as empty.
const NOTHING: [&str; 4] = [".DS_Store", ".gitignore", ".gitkeep", ".keep"];

/// What a folder is to hold, and the build that it is part of.
pub(super) struct Pages<'p> {
    pub files: &'p dyn FileSet,
    pub run: Option<&'p Run>,
}

pub(super) fn write(root: &Path, disk: &Disk<'_>, pages: Pages<'_>) -> Result<Written, WriteError> {
    let Pages { files, run } = pages;
    let paths = files.paths();
    path::check(&paths)?;
    let place = Place::of(root, disk.folder)?;
    // --out may name any place, but a folder of the ledger must not turn out to be a link to elsewhere.
    if disk.folder.starts_with(root) {
        place.must_be_inside()?;
    }
    refuse_records(disk)?;
    if Manifest::read(disk)?.is_none() {
        refuse_strangers(disk, &paths)?;
    }
    fs::create_dir_all(disk.folder).map_err(system("make it", disk.folder))?;
    let _lock = Lock::take(disk.folder)?;
    if let Some(run) = run {
        whole::begin(disk, run)?;
    }
    disk.clear_leftovers("")?;
    // Read again: the build that held the lock may have just written it.
    let before = Manifest::read(disk)?;
    if before.is_none() {
        refuse_strangers(disk, &paths)?;
    }
    let is_new = before.is_none();
    let before = before.unwrap_or_default();
    let known = Keys::read(disk);
    let wanted = Wanted {
        files,
        paths,
        known: &known,
    };
    let plan = Plan::new(disk, wanted, &before)?;
    let mut on_disk = before.clone();
    if is_new || plan.changes_anything() {
        // Before the first page, so that a run cut short leaves no page that looks like a stranger's.
        on_disk = plan.intended();
        on_disk.write(disk)?;
        disk.settle(&plan.prepared())?;
    }
    let (after, written) = plan.carry_out(disk)?;
    if after != on_disk {
        after.write(disk)?;
    }
    let ours: Vec<_> = after.files.keys().map(String::as_str).collect();
    let keys = Keys::of(disk, files, &ours);
    if keys != known && !(keys.is_empty() && known.is_empty()) {
        keys.write(disk)?;
    }
    Ok(written.in_order())
}

/// A folder with records in it is no dashboard, whatever else it holds.
fn refuse_records(disk: &Disk<'_>) -> Result<(), WriteError> {
    let is_of_records = |name: &String| {
        name == "dunlin.yaml" || (model::Kind::of_folder(name).is_some() && disk.at(name).is_dir())
    };
    match disk.names("")?.into_iter().find(is_of_records) {
        Some(found) => Err(WriteError::HoldsRecords {
            folder: disk.folder.to_owned(),
            found,
        }),
        None => Ok(()),
    }
}

/// Without a manifest only an empty folder may become ours, or one where dunlin was at work before (its lock says so)
/// and nothing stands where a page is to be: then the manifest was lost, and what is left there are its user's own files.
fn refuse_strangers(disk: &Disk<'_>, paths: &[&str]) -> Result<(), WriteError> {
    let is_own = |name: &str| {
        [
            keys::name(),
            lock::name(),
            manifest::name(),
            seen::name(),
            whole::name(),
        ]
        .contains(&name.to_owned())
            || unfinished::is_unfinished(name)
    };
    let names = disk.names("")?;
    let was_ours = names.contains(&lock::name());
    let mut strangers = names
        .into_iter()
        .filter(|name| !is_own(name) && !NOTHING.contains(&name.as_str()));
    let Some(mut found) = strangers.next() else {
        return Ok(());
    };
    if was_ours {
        let mut in_the_way = None;
        for path in paths {
            if disk.look(path)? != Found::Absent {
                in_the_way = Some((*path).to_owned());
                break;
            }
        }
        match in_the_way {
            Some(path) => found = path,
            None => return Ok(()),
        }
    }
    Err(WriteError::NotOurs {
        folder: disk.folder.to_owned(),
        found,
    })
}

/// What is to be, path by path.
struct Wanted<'a> {
    files: &'a dyn FileSet,
    paths: Vec<&'a str>,
    /// What the pages that stand there were made of.
    known: &'a Keys,
}

/// What has to happen.
struct Plan<'a> {
    before: &'a Manifest,
    wanted: BTreeMap<&'a str, Page>,
    /// Ours, and no longer wanted.
    remove: Vec<&'a str>,
    /// Once ours, no longer wanted, and no longer as we wrote it.
    kept: Vec<(&'a str, Why)>,
}

struct Page {
    hash: String,
    now: Now,
}

/// What stands at a wanted page's place.
enum Now {
    Right,
    /// With the page that is to stand there, as in the next one.
    Missing(Prepared),
    /// Ours, with other bytes.
    Old(Prepared),
    Kept(Why),
}

impl<'a> Plan<'a> {
    /// Makes every page, a few at a time, and keeps of each no more than its hash: those to be written wait on the disk,
    /// under other names.
    fn new(disk: &Disk<'_>, wanted: Wanted<'a>, before: &'a Manifest) -> Result<Self, WriteError> {
        let Wanted { files, paths, known } = wanted;
        let pages = paths.par_iter().map(|path| {
            let stands = || known.hold(disk, path, &files.key(path)?).then_some(());
            if let Some(hash) = before.only_hash(path).filter(|_| stands().is_some()) {
                let now = Now::Right;
                let hash = hash.to_owned();
                return Ok((*path, Page { hash, now }));
            }
            let bytes = files.bytes(path)?.ok_or_else(|| path::unmade(path))?;
            let page = Page {
                hash: hash(&bytes),
                now: now(disk, before, (path, &bytes))?,
            };
            Ok((*path, page))
        });
        let mut plan = Self {
            before,
            wanted: pages.collect::<Result<_, WriteError>>()?,
            remove: Vec::new(),
            kept: Vec::new(),
        };
        let folded: BTreeMap<_, _> = paths.iter().map(|path| (path::folded(path), path)).collect();
        let unwanted = before.files.keys();
        for path in unwanted.filter(|path| paths.binary_search(&path.as_str()).is_err()) {
            let twin = folded.get(&path::folded(path));
            if !twin.is_some_and(|twin| disk::is_same_file(&disk.at(path), &disk.at(twin))) {
                plan.unwanted(path, disk.look(path)?);
            }
        }
        Ok(plan)
    }

    fn unwanted(&mut self, path: &'a str, found: Found) {
        match found {
            Found::Absent => {}
            Found::File(bytes) if self.before.is_ours(path, &bytes) => self.remove.push(path),
            Found::File(_) => self.kept.push((path, Why::EditedPage)),
            Found::Folder => self.kept.push((path, Why::Folder)),
            Found::Link => self.kept.push((path, Why::Link)),
            Found::Other => self.kept.push((path, Why::Foreign)),
        }
    }

    fn changes_anything(&self) -> bool {
        let writes = self.wanted.values().any(Page::is_to_be_written);
        writes || !self.remove.is_empty()
    }

    fn prepared(&self) -> Vec<&Prepared> {
        let pages = self.wanted.values();
        pages.filter_map(|page| page.now.prepared()).collect()
    }

    /// What may be ours at any moment of this run: what was, and what is about to be.
    fn intended(&self) -> Manifest {
        let mut intended = self.before.clone();
        for (path, page) in self.wanted.iter().filter(|(_, page)| page.is_to_be_written()) {
            intended.add(path, &page.hash);
        }
        intended
    }

    /// The manifest as it is to be in the end, and what was done.
    fn carry_out(self, disk: &Disk<'_>) -> Result<(Manifest, Written), WriteError> {
        let (mut after, mut written) = (Manifest::default(), Written::default());
        for (path, why) in &self.kept {
            // Still remembered, so that it is reported until its owner decides.
            after.remember(path, self.before);
            written.keep(path, why.clone());
        }
        // Removals first: on a disk that ignores case an old name may be a new one.
        for path in &self.remove {
            if disk.remove(path, &|now| self.before.is_ours(path, now))? {
                written.removed.push((*path).to_owned());
            } else {
                after.remember(path, self.before);
                written.keep(path, Why::EditedPage);
            }
        }
        let brought = self.wanted.into_par_iter().map(|(path, page)| {
            let became = bring_about(disk, self.before, (path, page.now))?;
            Ok((path, page.hash, became))
        });
        for (path, hash, became) in brought.collect::<Result<Vec<_>, WriteError>>()? {
            match became {
                Became::Kept(why) => {
                    after.remember(path, self.before);
                    written.keep(path, why);
                }
                Became::Written => {
                    after.add(path, &hash);
                    written.written.push(path.to_owned());
                }
                Became::Unchanged => {
                    // A stranger's file that happens to say the same stays a stranger's.
                    if self.before.files.contains_key(path) {
                        after.add(path, &hash);
                    }
                    written.unchanged.push(path.to_owned());
                }
            }
        }
        Ok((after, written))
    }
}

impl Page {
    fn is_to_be_written(&self) -> bool {
        self.now.prepared().is_some()
    }
}

impl Now {
    fn prepared(&self) -> Option<&Prepared> {
        match self {
            Self::Missing(prepared) | Self::Old(prepared) => Some(prepared),
            Self::Right | Self::Kept(_) => None,
        }
    }
}

/// What became of a wanted page.
enum Became {
    Written,
    Unchanged,
    Kept(Why),
}

fn bring_about(disk: &Disk<'_>, before: &Manifest, (path, now): (&str, Now)) -> Result<Became, WriteError> {
    let is_ours = |now: &[u8]| before.is_ours(path, now);
    let (prepared, over, otherwise): (_, Option<IsOurs<'_>>, _) = match now {
        Now::Right => return Ok(Became::Unchanged),
        Now::Kept(why) => return Ok(Became::Kept(why)),
        Now::Missing(prepared) => (prepared, None, Why::Foreign),
        Now::Old(prepared) => (prepared, Some(&is_ours), Why::EditedPage),
    };
    Ok(if disk.finish(path, prepared, over)? {
        Became::Written
    } else {
        Became::Kept(otherwise)
    })
}

fn now(disk: &Disk<'_>, before: &Manifest, (path, wanted): (&str, &[u8])) -> Result<Now, WriteError> {
    Ok(match disk.look(path)? {
        Found::Absent => Now::Missing(disk.prepare(path, wanted)?),
        Found::File(bytes) if bytes == wanted => Now::Right,
        Found::File(bytes) if before.is_ours(path, &bytes) => Now::Old(disk.prepare(path, wanted)?),
        Found::File(_) if before.files.contains_key(path) => Now::Kept(Why::EditedPage),
        Found::File(_) | Found::Other => Now::Kept(Why::Foreign),
        Found::Folder => Now::Kept(Why::Folder),
        Found::Link => Now::Kept(Why::Link),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Fault, render::Files};
    use proptest::prelude::*;
    use std::{
        borrow::Cow,
        io,
        sync::atomic::{AtomicUsize, Ordering},
    };

    fn ledger() -> (tempfile::TempDir, std::path::PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("site");
        (root, folder)
    }

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    fn write(root: &Path, disk: &Disk<'_>, files: &dyn FileSet) -> Result<Written, WriteError> {
        super::write(root, disk, Pages { files, run: None })
    }

    fn build(root: &Path, folder: &Path, wanted: &Files) -> Written {
        write(root, &Disk::new(folder), wanted).unwrap()
    }

    /// Every file below a folder that isn't dunlin's own bookkeeping.
    fn tree(folder: &Path) -> Files {
        let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
        let found = walk.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        });
        found
            .filter(|(path, _)| *path != lock::name() && *path != manifest::name())
            .collect()
    }

    fn why(written: &Written) -> Vec<(&str, &Why)> {
        written
            .kept
            .iter()
            .map(|kept| (kept.path.as_str(), &kept.why))
            .collect()
    }

    #[test]
    fn pages_come_change_and_go_and_nothing_is_written_twice() {
        let (root, folder) = ledger();
        build(
            root.path(),
            &folder,
            &files(&[("a.html", "1"), ("b.html", "1"), ("img/c.svg", "1")]),
        );
        let made = |name: &str| fs::metadata(folder.join(name)).unwrap().modified().unwrap();
        let before = (made("a.html"), made(&manifest::name()));
        std::thread::sleep(std::time::Duration::from_millis(20));
        let wanted = files(&[("a.html", "1"), ("b.html", "2")]);
        let written = build(root.path(), &folder, &wanted);
        assert_eq!(written.written, ["b.html"]);
        assert_eq!(written.unchanged, ["a.html"]);
        assert_eq!(written.removed, ["img/c.svg"]);
        assert_eq!(tree(&folder), wanted);
        assert!(!folder.join("img").exists());
        assert_eq!(made("a.html"), before.0);
        let manifest = made(&manifest::name());
        assert_ne!(manifest, before.1);
        let again = build(root.path(), &folder, &wanted);
        assert!(!again.changed_anything());
        assert_eq!(made(&manifest::name()), manifest, "nor is the manifest");
    }

    /// Pages that say how often they were asked for; one of them may not be made.
    struct Asked {
        pages: Files,
        times: AtomicUsize,
        broken: &'static str,
    }

    impl FileSet for Asked {
        fn paths(&self) -> Vec<&str> {
            self.pages.paths()
        }

        fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault> {
            self.times.fetch_add(1, Ordering::Relaxed);
            if path == self.broken {
                return Err(Fault {
                    path: path.to_owned(),
                    line: 1,
                    column: 1,
                    message: "no".to_owned(),
                    is_built_in: true,
                });
            }
            self.pages.bytes(path)
        }
    }

    #[test]
    fn pages_are_made_once_each_and_none_is_in_its_place_before_all_are() {
        let (root, folder) = ledger();
        let before = files(&[("a.html", "1"), ("m.html", "1"), ("old.html", "1")]);
        build(root.path(), &folder, &before);
        let names: Vec<_> = (0..100).map(|n| format!("n{n}.html")).collect();
        let mut list: Vec<_> = names.iter().map(|name| (name.as_str(), "2")).collect();
        list.extend([("a.html", "1"), ("m.html", "2")]);
        let asked = |broken| Asked {
            pages: files(&list),
            times: AtomicUsize::new(0),
            broken,
        };
        let failed = write(root.path(), &Disk::new(&folder), &asked("m.html"));
        assert!(matches!(failed, Err(WriteError::Page(_))), "{failed:?}");
        assert_eq!(tree(&folder), before, "nor is there anything half made");
        let whole = asked("");
        let written = write(root.path(), &Disk::new(&folder), &whole).unwrap();
        assert_eq!(written.written.len(), 101);
        assert_eq!(whole.times.into_inner(), 102);
        assert_eq!(tree(&folder), files(&list));
    }

    #[test]
    fn what_is_not_ours_is_left_alone_and_named() {
        let (root, folder) = ledger();
        build(root.path(), &folder, &files(&[("a.html", "1"), ("b.html", "1")]));
        fs::write(folder.join("a.html"), "edited").unwrap();
        fs::write(folder.join("b.html"), "edited").unwrap();
        fs::write(folder.join("CNAME"), "mine").unwrap();
        fs::write(folder.join("new.html"), "mine").unwrap();
        fs::write(folder.join("same.html"), "same").unwrap();
        let written = build(
            root.path(),
            &folder,
            &files(&[("a.html", "2"), ("new.html", "2"), ("same.html", "same")]),
        );
        let expected = [
            ("a.html", &Why::EditedPage),
            ("b.html", &Why::EditedPage),
            ("new.html", &Why::Foreign),
        ];
        assert_eq!(why(&written), expected);
        let left = build(root.path(), &folder, &Files::new());
        assert_eq!(why(&left), expected[..2], "reported until somebody decides");
        assert!(
            tree(&folder).contains_key("same.html"),
            "a user's file may say what we would have said"
        );
        fs::remove_file(folder.join("a.html")).unwrap();
        fs::write(folder.join("b.html"), "1").unwrap();
        let put_right = build(root.path(), &folder, &files(&[("a.html", "3")]));
        assert_eq!(
            (put_right.written, put_right.removed),
            (vec!["a.html".to_owned()], vec!["b.html".to_owned()])
        );
        assert!(put_right.kept.is_empty());
    }

    #[test]
    fn dangerous_folders_are_refused_and_stay_as_they_were() {
        let (root, _) = ledger();
        for path in [
            "clients/acme.yaml",
            "dunlin.yaml",
            "docs/x.txt",
            "web/.git/HEAD",
            "old/log/a.yaml",
            "pages/.nojekyll",
        ] {
            let at = root.path().join(path);
            fs::create_dir_all(at.parent().unwrap()).unwrap();
            fs::write(at, "mine").unwrap();
        }
        fs::create_dir(root.path().join("invoices")).unwrap();
        let before = tree(root.path());
        type Test = fn(&WriteError) -> bool;
        let cases: [(&str, Test); 11] = [
            ("", |e| matches!(e, WriteError::LedgerItself { .. })),
            ("site/..", |e| {
                matches!(e, WriteError::System { .. } | WriteError::LedgerItself { .. })
            }),
            ("clients/..", |e| matches!(e, WriteError::LedgerItself { .. })),
            ("..", |e| matches!(e, WriteError::AboveLedger { .. })),
            ("clients", |e| matches!(e, WriteError::AmongRecords { .. })),
            ("invoices", |e| matches!(e, WriteError::AmongRecords { .. })),
            ("templates/x", |e| matches!(e, WriteError::AmongRecords { .. })),
            (
                "docs",
                |e| matches!(e, WriteError::NotOurs { found, .. } if found == "x.txt"),
            ),
            (
                "web",
                |e| matches!(e, WriteError::NotOurs { found, .. } if found == ".git"),
            ),
            (
                "old",
                |e| matches!(e, WriteError::HoldsRecords { found, .. } if found == "log"),
            ),
            ("dunlin.yaml", |e| matches!(e, WriteError::NotAFolder { .. })),
        ];
        for (folder, is_expected) in cases {
            let folder = root.path().join(folder);
            let refused =
                write(root.path(), &Disk::new(&folder), &files(&[("index.html", "x")])).unwrap_err();
            assert!(is_expected(&refused), "{folder:?}: {refused:?}");
            assert_eq!(tree(root.path()), before, "{folder:?}");
        }
        let pages = root.path().join("pages");
        assert!(write(root.path(), &Disk::new(&pages), &Files::new()).is_err());
    }

    #[test]
    fn an_empty_folder_may_hold_what_keeps_it_in_git() {
        let (root, folder) = ledger();
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(".gitkeep"), "").unwrap();
        let written = build(root.path(), &folder, &files(&[("index.html", "x")]));
        assert_eq!(written.written, ["index.html"]);
        assert!(folder.join(".gitkeep").exists());
    }

    #[test]
    fn a_manifest_cannot_name_files_elsewhere() {
        let (root, folder) = ledger();
        fs::create_dir(&folder).unwrap();
        fs::write(root.path().join("dunlin.yaml"), "mine").unwrap();
        let hostile = |path: &str| {
            format!(
                "{{\"schema\":\"dunlin/manifest/1\",\"files\":{{\"{path}\":[\"{}\"]}}}}",
                hash(b"mine")
            )
        };
        for text in [
            hostile("../dunlin.yaml"),
            hostile("/etc/x"),
            "<<<<<<< HEAD".to_owned(),
            "{}".to_owned(),
        ] {
            fs::write(folder.join(manifest::name()), &text).unwrap();
            let refused = write(root.path(), &Disk::new(&folder), &Files::new());
            assert!(matches!(refused, Err(WriteError::Manifest { .. })), "{text}");
            assert!(root.path().join("dunlin.yaml").exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (root, folder) = ledger();
        let outside = tempfile::tempdir().unwrap();
        build(
            root.path(),
            &folder,
            &files(&[("a.html", "1"), ("img/b.svg", "1")]),
        );
        fs::rename(folder.join("a.html"), outside.path().join("a.html")).unwrap();
        fs::rename(folder.join("img"), outside.path().join("img")).unwrap();
        symlink(outside.path().join("a.html"), folder.join("a.html")).unwrap();
        symlink(outside.path().join("img"), folder.join("img")).unwrap();
        let before = tree(outside.path());
        let expected = [("a.html", &Why::Link), ("img/b.svg", &Why::Link)];
        assert_eq!(
            why(&build(
                root.path(),
                &folder,
                &files(&[("a.html", "2"), ("img/b.svg", "2")])
            )),
            expected
        );
        assert_eq!(why(&build(root.path(), &folder, &Files::new())), expected);
        assert_eq!(tree(outside.path()), before);
        let away = root.path().join("away");
        symlink(outside.path(), &away).unwrap();
        let refused = write(root.path(), &Disk::new(&away), &Files::new());
        assert!(
            matches!(refused, Err(WriteError::LeavesLedger { .. })),
            "{refused:?}"
        );
    }

    #[test]
    fn one_build_at_a_time() {
        let (root, folder) = ledger();
        fs::create_dir(&folder).unwrap();
        let held = Lock::take(&folder).unwrap();
        let refused = write(root.path(), &Disk::new(&folder), &files(&[("a.html", "1")]));
        assert!(matches!(refused, Err(WriteError::Busy { .. })), "{refused:?}");
        let mut said = 0;
        let holder = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(250));
            drop(held);
        });
        let written = crate::write::patiently(
            || crate::write::site(root.path(), &folder, &files(&[("a.html", "1")])),
            || said += 1,
        );
        holder.join().unwrap();
        assert_eq!((written.unwrap().written, said), (vec!["a.html".to_owned()], 1));
    }

    /// A disk on which the power goes before the `n`th change.
    fn cut_before(n: &AtomicUsize) -> impl Fn() -> io::Result<()> {
        let take_one = |left: usize| left.checked_sub(1);
        move || {
            let left = n.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take_one);
            left.map(|_| ()).map_err(|_| io::ErrorKind::Other.into())
        }
    }

    #[test]
    fn a_power_cut_at_any_step_is_made_good_by_the_next_build() {
        let old = files(&[
            ("a.html", "1"),
            ("b.html", "1"),
            ("c.html", "1"),
            ("img/d.svg", "1"),
        ]);
        let new = files(&[
            ("a.html", "2"),
            ("b.html", "1"),
            ("e.html", "2"),
            ("img/f.svg", "2"),
        ]);
        let newer = files(&[("a.html", "3"), ("img/d.svg", "1")]);
        let mut cuts = 0;
        for step in 0.. {
            let (root, folder) = ledger();
            build(root.path(), &folder, &old);
            let left = AtomicUsize::new(step);
            let disk = Disk {
                folder: &folder,
                may_go_on: &cut_before(&left),
            };
            let cut = write(root.path(), &disk, &new);
            let wanted = if step % 2 == 0 { &new } else { &newer };
            fs::write(folder.join(".dunlin-a1B2c3.tmp"), "half a pa").unwrap();
            let repaired = build(root.path(), &folder, wanted);
            assert_eq!(why(&repaired), [], "step {step}");
            assert_eq!(tree(&folder), *wanted, "step {step}");
            if cut.is_ok() {
                break;
            }
            cuts += 1;
        }
        assert!(cuts >= 10, "{cuts}");
    }

    #[derive(Debug, Clone)]
    enum Act {
        Build(Vec<(u8, u8)>),
        CutBuild(Vec<(u8, u8)>, u8),
        Write(u8),
        Delete(u8),
    }

    fn act() -> impl Strategy<Value = Act> {
        let pages = || prop::collection::vec((0_u8..5, 0_u8..3), 0..5);
        prop_oneof![
            pages().prop_map(Act::Build),
            (pages(), 0_u8..12).prop_map(|(pages, step)| Act::CutBuild(pages, step)),
            (0_u8..5).prop_map(Act::Write),
            (0_u8..5).prop_map(Act::Delete),
        ]
    }

    fn place(n: u8) -> String {
        ["a.html", "b.html", "c/d.html", "c/e.html", "f"][usize::from(n)].to_owned()
    }

    fn wanted(pages: Vec<(u8, u8)>) -> Files {
        pages
            .into_iter()
            .map(|(n, text)| (place(n), format!("page {text}").into_bytes()))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_strangers_bytes_are_never_lost(acts in prop::collection::vec(act(), 1..14)) {
            let (root, folder) = ledger();
            build(root.path(), &folder, &Files::new());
            let mut theirs = Files::new();
            for (turn, act) in acts.into_iter().enumerate() {
                match act {
                    Act::Write(n) => {
                        let at = folder.join(place(n));
                        fs::create_dir_all(at.parent().unwrap()).unwrap();
                        let text = format!("by hand {turn}").into_bytes();
                        fs::write(&at, &text).unwrap();
                        theirs.insert(place(n), text);
                    }
                    Act::Delete(n) => {
                        fs::remove_file(folder.join(place(n))).ok();
                        theirs.remove(&place(n));
                    }
                    Act::CutBuild(pages, step) => {
                        let left = AtomicUsize::new(usize::from(step));
                        let disk = Disk { folder: &folder, may_go_on: &cut_before(&left) };
                        write(root.path(), &disk, &wanted(pages)).ok();
                    }
                    Act::Build(pages) => {
                        let wanted = wanted(pages);
                        let written = build(root.path(), &folder, &wanted);
                        let mut expected = wanted.clone();
                        expected.extend(theirs.clone());
                        prop_assert_eq!(tree(&folder), expected);
                        for path in wanted.keys() {
                            let kept = written.kept.iter().any(|kept| kept.path == *path);
                            prop_assert_eq!(kept, theirs.contains_key(path));
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
