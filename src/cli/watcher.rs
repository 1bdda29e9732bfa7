//! Builds again when the ledger or the day changes. Apart because it trusts nothing it is told: an event is a hint,
//! and only the folder itself, read again, says whether anything changed.

mod events;
mod filesystem;
mod fingerprint;
mod message;
mod poll;
mod scope;

pub use fingerprint::Change;

use crate::calendar::Date;
use events::{Events, Hint};
use fingerprint::Fingerprint;
use scope::Scope;
use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::mpsc::RecvTimeoutError,
    time::{Duration, Instant},
};

/// What is watched.
#[derive(Debug, Clone)]
pub struct Watch {
    pub root: PathBuf,
    pub written: Folders,
    /// Look every so often instead of waiting for events.
    pub poll: Option<Duration>,
    /// Today's local date.
    pub today: fn() -> Date,
    pub pace: Pace,
}

/// What dunlin itself writes. Absolute, or relative to the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    pub site: PathBuf,
    /// Only the drafts that their user has edited are watched.
    pub reminders: PathBuf,
}

impl Default for Folders {
    fn default() -> Self {
        Self {
            site: "site".into(),
            reminders: "reminders".into(),
        }
    }
}

/// How long things are waited for.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Without events for so long, one save is over: some events, as editors cause them.
    pub save: Duration,
    /// Without events for so long, a burst is over.
    pub quiet: Duration,
    /// A burst is cut off after so long.
    pub burst: Duration,
    /// The day is looked at, and the folder too, at least so often; at most a minute.
    pub idle: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            save: Duration::from_millis(20),
            quiet: Duration::from_millis(150),
            burst: Duration::from_secs(2),
            idle: Duration::from_secs(30),
        }
    }
}

/// How often to look where events can't be had and nobody said.
const POLL: Duration = Duration::from_secs(2);

/// Why it is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Start,
    /// Never empty; in path order.
    Changed(Vec<Change>),
    NewDay(Date),
    /// The ledger's folder was gone, and is there again.
    Back,
}

/// What a build says to the watch.
#[derive(Debug, Clone)]
pub struct Next {
    /// As [`Watch::written`]: `dunlin.yaml` may name other folders now.
    pub written: Folders,
    /// The day is fixed, by an option or by `dunlin.yaml`: midnight changes nothing.
    pub pinned: bool,
    pub outcome: Outcome,
}

/// How a build went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// How many files were written or removed.
    Built { pages: usize, drafts: usize },
    /// How many pages are other than before, in memory.
    Shown { pages: usize },
    /// In the words that are shown. The watch goes on.
    Failed(String),
}

#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("{}: can't be watched: {source}", root.display())]
    Root { root: PathBuf, source: std::io::Error },
}

/// Builds once, then whenever something changed, until `rebuild` breaks off. `say` gets whole lines.
pub fn run(
    watch: &Watch,
    say: &mut dyn FnMut(&str),
    rebuild: &mut dyn FnMut(&Reason) -> ControlFlow<(), Next>,
) -> Result<(), WatchError> {
    let gone = |source| WatchError::Root {
        root: watch.root.clone(),
        source,
    };
    let scope = Scope::new(&watch.root, &watch.written).map_err(gone)?;
    // Before the first look, so that nothing happens unseen between the two.
    let source = Source::open(watch, &scope, say);
    let last = Fingerprint::take(&scope).ok_or_else(|| gone(std::io::ErrorKind::NotFound.into()))?;
    let mut watching = Watching {
        watch,
        say,
        rebuild,
        scope,
        source,
        last,
        day: (watch.today)(),
        pinned: false,
    };
    if watching.build(&Reason::Start).is_continue() {
        let line = message::watching(&watch.root, watching.last.files());
        (watching.say)(&line);
        while watching.turn().is_continue() {}
    }
    Ok(())
}

/// Where hints come from.
enum Source {
    Events(Events),
    Poll(Duration),
}

impl Source {
    fn open(watch: &Watch, scope: &Scope, say: &mut dyn FnMut(&str)) -> Self {
        if let Some(every) = watch.poll {
            return Self::Poll(every);
        }
        let refused = match filesystem::without_events(scope.root()) {
            Some(kind) => format!("files on {kind} announce no changes"),
            None => match Events::open(scope) {
                Ok(events) => return Self::Events(events),
                Err(reason) => reason,
            },
        };
        Self::fall_back(&refused, say)
    }

    fn fall_back(reason: &str, say: &mut dyn FnMut(&str)) -> Self {
        say(&message::polling(reason, POLL));
        Self::Poll(POLL)
    }
}

struct Watching<'a> {
    watch: &'a Watch,
    say: &'a mut dyn FnMut(&str),
    rebuild: &'a mut dyn FnMut(&Reason) -> ControlFlow<(), Next>,
    scope: Scope,
    source: Source,
    /// The ledger as it was just before the last build looked at it.
    last: Fingerprint,
    day: Date,
    pinned: bool,
}

/// What ended a wait.
#[derive(PartialEq, Eq)]
enum Wake {
    /// An event; those after it have calmed down.
    Hint,
    /// The root itself was removed or moved.
    Root,
    Time,
}

impl Watching<'_> {
    /// One wait, and a build if there is a reason.
    fn turn(&mut self) -> ControlFlow<()> {
        let wake = self.wait();
        let Some(mut now) = Fingerprint::take(&self.scope) else {
            return self.wait_for_root();
        };
        let is_changed = !self.last.changes(&now).is_empty();
        let is_unannounced = is_changed && wake == Wake::Time;
        if is_unannounced {
            // Nobody said when it began, so let it end.
            match poll::settle(&self.scope, now, self.watch.pace) {
                Some(settled) => now = settled,
                None => return self.wait_for_root(),
            }
        }
        let is_other_root = !self.last.is_of_same_root(&now);
        let is_deaf = is_unannounced && matches!(self.source, Source::Events(_));
        if is_other_root || is_deaf || wake == Wake::Root {
            self.source = Source::open(self.watch, &self.scope, self.say);
            // Again, for what happened before the new one listened.
            match Fingerprint::take(&self.scope) {
                Some(again) => now = again,
                None => return self.wait_for_root(),
            }
        }
        let changes = self.last.changes(&now);
        self.last = now;
        let today = (self.watch.today)();
        if !changes.is_empty() {
            self.build(&Reason::Changed(changes))
        } else if today != self.day && !self.pinned {
            self.build(&Reason::NewDay(today))
        } else {
            ControlFlow::Continue(())
        }
    }

    fn wait(&mut self) -> Wake {
        let pace = self.watch.pace;
        let failed = match &self.source {
            Source::Poll(every) => {
                let day = self.day;
                let is_new_day = || !self.pinned && (self.watch.today)() != day;
                poll::nap(*every, pace.idle, &is_new_day);
                return Wake::Time;
            }
            Source::Events(events) => match events.hints.recv_timeout(pace.idle) {
                Err(RecvTimeoutError::Timeout) => return Wake::Time,
                Err(RecvTimeoutError::Disconnected) => "the system sends no more of them".to_owned(),
                Ok(first) => match events.calm_down(first, pace) {
                    Hint::Changed => return Wake::Hint,
                    Hint::Root => return Wake::Root,
                    Hint::Failed(reason) => reason,
                },
            },
        };
        self.source = Source::fall_back(&failed, self.say);
        Wake::Time
    }

    /// The ledger's folder is gone: perhaps for good, perhaps for the length of a checkout.
    fn wait_for_root(&mut self) -> ControlFlow<()> {
        (self.say)(&message::gone(&self.watch.root));
        loop {
            std::thread::sleep(self.watch.pace.quiet);
            let Some(found) = Fingerprint::take(&self.scope) else {
                continue;
            };
            self.source = Source::open(self.watch, &self.scope, self.say);
            let Some(now) = poll::settle(&self.scope, found, self.watch.pace) else {
                continue;
            };
            self.last = now;
            return self.build(&Reason::Back);
        }
    }

    /// Builds, says how it went, and takes over which folders are dunlin's own now. `last` is of before the build, so
    /// that a change during it is one.
    fn build(&mut self, reason: &Reason) -> ControlFlow<()> {
        self.day = (self.watch.today)();
        let started = Instant::now();
        let next = (self.rebuild)(reason)?;
        (self.say)(&message::built(reason, &next.outcome, started.elapsed()));
        self.pinned = next.pinned;
        self.ignore(&next.written);
        ControlFlow::Continue(())
    }

    fn ignore(&mut self, written: &Folders) {
        let before = self.scope.clone();
        self.scope.ignore(written);
        if self.scope == before {
            return;
        }
        if let Source::Events(events) = &self.source {
            events.narrow(&self.scope);
        }
        // What is seen from now on, and was not before, is no change.
        if let Some(now) = Fingerprint::take(&self.scope) {
            self.last.adopt(now, &before, &self.scope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft;
    use std::{
        fs,
        path::Path,
        sync::{
            Arc, Mutex,
            atomic::{AtomicI64, Ordering},
        },
        thread::{JoinHandle, sleep, spawn},
    };

    type Builder = Box<dyn FnMut(&Path, &Reason) -> Next + Send>;

    /// A ledger with a watch on it, in a thread of its own, that ends when a file called `stop` appears.
    struct Watched {
        folder: tempfile::TempDir,
        builds: Arc<Mutex<Vec<Reason>>>,
        said: Arc<Mutex<Vec<String>>>,
        thread: Option<JoinHandle<()>>,
    }

    fn fixed_day() -> Date {
        Date::default()
    }

    fn next() -> Next {
        Next {
            written: Folders::default(),
            pinned: false,
            outcome: Outcome::Built { pages: 0, drafts: 0 },
        }
    }

    fn put(root: &Path, path: &str, text: &str) {
        let at = root.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }

    fn start(change: impl FnOnce(&mut Watch), mut builder: Builder) -> Watched {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("ledger");
        for path in [
            "dunlin.yaml",
            "clients/acme.yaml",
            "site/index.html",
            "reminders/acme/firm.md",
        ] {
            put(&root, path, "x");
        }
        let mut watch = Watch {
            root: root.clone(),
            written: next().written,
            poll: None,
            today: fixed_day,
            pace: Pace {
                // Test machines stutter; a pause between two files is no end of a burst.
                save: Duration::from_millis(300),
                quiet: Duration::from_millis(300),
                ..Pace::default()
            },
        };
        change(&mut watch);
        let (builds, said) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
        let (seen, heard) = (Arc::clone(&builds), Arc::clone(&said));
        let thread = spawn(move || {
            let mut say = |line: &str| heard.lock().unwrap().push(line.to_owned());
            let mut rebuild = |reason: &Reason| {
                if root.join("stop").exists() {
                    return ControlFlow::Break(());
                }
                let next = builder(&root, reason);
                seen.lock().unwrap().push(reason.clone());
                ControlFlow::Continue(next)
            };
            run(&watch, &mut say, &mut rebuild).unwrap();
        });
        let watched = Watched {
            folder,
            builds,
            said,
            thread: Some(thread),
        };
        watched.until("it watches", |watched| watched.heard("; Ctrl-C ends"));
        watched
    }

    impl Watched {
        fn root(&self) -> PathBuf {
            self.folder.path().join("ledger")
        }

        fn put(&self, path: &str, text: &str) {
            put(&self.root(), path, text);
        }

        fn heard(&self, part: &str) -> bool {
            self.said.lock().unwrap().iter().any(|line| line.contains(part))
        }

        fn builds(&self) -> Vec<Reason> {
            self.builds.lock().unwrap().clone()
        }

        fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
            let began = Instant::now();
            while !is_so(self) {
                assert!(
                    began.elapsed() < Duration::from_secs(20),
                    "{what}: {:?} {:?}",
                    self.builds(),
                    self.said
                );
                sleep(Duration::from_millis(20));
            }
        }

        /// Waits for the `n`th build after the first, and makes sure that no other follows; the paths it was for.
        fn nth(&self, n: usize) -> Vec<String> {
            self.until("a build", |watched| watched.builds().len() > n);
            sleep(Duration::from_millis(900));
            let builds = self.builds();
            assert_eq!(builds.len(), n + 1, "{builds:?}");
            match &builds[n] {
                Reason::Changed(changes) => changes.iter().map(|change| change.path.clone()).collect(),
                other => panic!("{other:?}"),
            }
        }

        /// Nothing happens, and the watch is alive.
        fn silent(&self, n: usize) {
            sleep(Duration::from_millis(900));
            assert_eq!(self.builds().len(), n, "{:?}", self.builds());
            self.put("clients/alive.yaml", "x");
            assert_eq!(self.nth(n), ["clients/alive.yaml"]);
        }
    }

    impl Drop for Watched {
        fn drop(&mut self) {
            if std::thread::panicking() {
                return;
            }
            self.put("stop", "");
            self.thread.take().unwrap().join().unwrap();
        }
    }

    fn plain() -> Watched {
        start(|_| {}, Box::new(|_, _| next()))
    }

    #[test]
    fn a_burst_of_300_files_is_one_build() {
        let watched = plain();
        for n in 0..300 {
            watched.put(&format!("invoices/2026/{n}.yaml"), "x");
        }
        assert_eq!(watched.nth(1).len(), 300);
    }

    #[test]
    fn reading_is_no_change() {
        let watched = plain();
        for _ in 0..3 {
            for entry in walkdir::WalkDir::new(watched.root()) {
                fs::read(entry.unwrap().path()).ok();
            }
        }
        watched.silent(1);
    }

    #[test]
    fn its_own_output_and_editors_files_are_no_change() {
        let builder = |root: &Path, _: &Reason| {
            let text = format!("{:?}", Instant::now());
            for path in [
                "site/index.html",
                "site/client-acme.html",
                "reminders/acme/firm.md",
                "reminders/new/firm.md",
            ] {
                put(root, path, &text);
            }
            next()
        };
        let watched = start(|_| {}, Box::new(builder));
        for path in [
            ".git/index",
            "clients/.acme.yaml.swp",
            "clients/4913",
            "clients/acme.yaml~",
            "_old/a.yaml",
        ] {
            watched.put(path, "x");
        }
        watched.silent(1);
    }

    #[test]
    fn drafts_are_no_change_until_somebody_edits_one_and_texts_are() {
        let drafted = |words: &str| draft::seal("client: acme\n", &format!("Dear Acme, {words}\n"));
        let builder = move |root: &Path, _: &Reason| {
            let texts = format!("{:?}", Instant::now());
            put(root, "reminders/bruno/firm.md", &drafted(&texts));
            put(root, "site/index.html", &texts);
            next()
        };
        let watched = start(|_| {}, Box::new(builder));
        watched.put("reminders/acme/firm.md", &drafted("pay"));
        watched.put("reminders/acme/firm.md", &drafted("please pay"));
        watched.silent(1);
        let edited = drafted("pay").replace("Dear", "Dearest");
        watched.put("reminders/acme/firm.md", &edited);
        assert_eq!(watched.nth(2), ["reminders/acme/firm.md"]);
        watched.put("reminders/acme/firm.md", &edited.replace("pay", "do pay"));
        assert_eq!(watched.nth(3), ["reminders/acme/firm.md"]);
        watched.put("templates/languages/en/firm.md", "Due\n");
        assert_eq!(watched.nth(4), ["templates/languages/en/firm.md"]);
    }

    #[test]
    fn an_atomic_save_a_deletion_and_nested_folders_are_seen() {
        let watched = plain();
        watched.put("clients/.acme.yaml.tmp", "longer");
        fs::rename(
            watched.root().join("clients/.acme.yaml.tmp"),
            watched.root().join("clients/acme.yaml"),
        )
        .unwrap();
        assert_eq!(watched.nth(1), ["clients/acme.yaml"]);
        fs::remove_file(watched.root().join("clients/acme.yaml")).unwrap();
        assert_eq!(watched.nth(2), ["clients/acme.yaml"]);
        assert!(watched.heard("clients/acme.yaml deleted: built in"));
        for n in 0..20 {
            watched.put(&format!("invoices/{n}/a/b/x.yaml"), "x");
        }
        assert_eq!(watched.nth(3).len(), 20);
        watched.put("invoices/7/a/b/x.yaml", "changed");
        assert_eq!(watched.nth(4), ["invoices/7/a/b/x.yaml"]);
    }

    #[test]
    fn a_change_during_a_build_is_built_too() {
        let mut is_first = true;
        let builder = move |root: &Path, reason: &Reason| {
            if *reason != Reason::Start && std::mem::take(&mut is_first) {
                sleep(Duration::from_millis(400));
                put(root, "clients/late.yaml", "x");
            }
            next()
        };
        let watched = start(|_| {}, Box::new(builder));
        watched.put("clients/early.yaml", "x");
        assert_eq!(watched.nth(2), ["clients/late.yaml"]);
        assert!(
            matches!(&watched.builds()[1], Reason::Changed(changes) if changes[0].path == "clients/early.yaml")
        );
    }

    #[test]
    fn a_failed_build_is_said_and_watching_goes_on() {
        let builder = |root: &Path, _: &Reason| Next {
            outcome: match fs::read_to_string(root.join("dunlin.yaml")).unwrap().as_str() {
                "broken" => Outcome::Failed("dunlin.yaml can't be read".to_owned()),
                _ => next().outcome,
            },
            ..next()
        };
        let watched = start(|_| {}, Box::new(builder));
        watched.put("dunlin.yaml", "broken");
        watched.nth(1);
        assert!(watched.heard("dunlin.yaml changed: dunlin.yaml can't be read"));
        watched.put("dunlin.yaml", "mended");
        watched.nth(2);
        assert!(watched.heard("dunlin.yaml changed: built in"));
    }

    #[test]
    fn another_site_folder_is_followed() {
        let builder = |root: &Path, _: &Reason| {
            let site = fs::read_to_string(root.join("dunlin.yaml")).unwrap();
            put(
                root,
                &format!("{site}/index.html"),
                &format!("{:?}", Instant::now()),
            );
            Next {
                written: Folders {
                    site: root.join(site),
                    reminders: root.join("reminders"),
                },
                ..next()
            }
        };
        let watched = start(|_| {}, Box::new(builder));
        // The first build wrote to a folder called `x`, which nobody had named before.
        watched.silent(1);
        watched.put("dunlin.yaml", "public");
        assert_eq!(watched.nth(2), ["dunlin.yaml"]);
        watched.put("public/page.html", "x");
        watched.put("clients/b.yaml", "x");
        assert_eq!(watched.nth(3), ["clients/b.yaml"]);
    }

    #[test]
    fn a_ledger_that_vanishes_is_waited_for() {
        let watched = plain();
        fs::rename(watched.root(), watched.folder.path().join("away")).unwrap();
        watched.until("it says so", |watched| watched.heard("ledger is gone; waiting"));
        sleep(Duration::from_millis(400));
        watched.put("dunlin.yaml", "x");
        watched.put("clients/acme.yaml", "x");
        watched.until("it is back", |watched| watched.builds().contains(&Reason::Back));
        watched.silent(2);
        fs::remove_dir_all(watched.root()).unwrap();
        for n in 0..5 {
            watched.put(&format!("clients/{n}.yaml"), "x");
        }
        watched.until("another build", |watched| watched.builds().len() > 3);
        sleep(Duration::from_millis(900));
        let n = watched.builds().len();
        watched.put("invoices/a/b.yaml", "x");
        assert_eq!(watched.nth(n), ["invoices/a/b.yaml"]);
    }

    #[test]
    fn polling_sees_the_same() {
        let watched = start(
            |watch| watch.poll = Some(Duration::from_millis(200)),
            Box::new(|_, _| next()),
        );
        for n in 0..100 {
            watched.put(&format!("invoices/{n}/a.yaml"), "x");
        }
        assert_eq!(watched.nth(1).len(), 100);
        fs::remove_dir_all(watched.root().join("invoices/7")).unwrap();
        assert_eq!(watched.nth(2), ["invoices/7/a.yaml"]);
        watched.put("site/index.html", "other");
        watched.silent(3);
        fs::remove_dir_all(watched.root()).unwrap();
        watched.until("it says so", |watched| watched.heard("ledger is gone; waiting"));
        watched.put("dunlin.yaml", "x");
        watched.until("it is back", |watched| watched.builds().contains(&Reason::Back));
    }

    static DAYS: AtomicI64 = AtomicI64::new(0);

    #[test]
    fn a_new_day_is_a_reason_unless_the_day_is_pinned() {
        let builder = |root: &Path, _: &Reason| Next {
            pinned: fs::read_to_string(root.join("dunlin.yaml")).unwrap() == "pinned",
            ..next()
        };
        let today = || crate::calendar::add_days(Date::default(), DAYS.load(Ordering::SeqCst));
        let soon = |watch: &mut Watch| {
            watch.today = today;
            watch.pace.idle = Duration::from_millis(100);
        };
        let watched = start(soon, Box::new(builder));
        DAYS.store(1, Ordering::SeqCst);
        watched.until("a build", |watched| watched.builds().len() == 2);
        sleep(Duration::from_millis(500));
        assert_eq!(watched.builds(), [Reason::Start, Reason::NewDay(today())]);
        watched.put("dunlin.yaml", "pinned");
        assert_eq!(watched.nth(2), ["dunlin.yaml"]);
        DAYS.store(2, Ordering::SeqCst);
        watched.silent(3);
    }

    #[test]
    fn a_watch_on_nothing_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch {
            root: folder.path().join("none"),
            written: Folders::default(),
            poll: None,
            today: fixed_day,
            pace: Pace::default(),
        };
        let refused = run(&watch, &mut |_| {}, &mut |_| ControlFlow::Break(()));
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("none: can't be watched")
        );
    }
}
