//! A small ledger in the middle of a user's work, what each command makes of it undisturbed, and the three things that
//! must hold after any fault.

use crate::dunlin::{Place, Run};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
};

/// Every file below a folder, but for what dunlin keeps for itself.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// The folder of the ledger in its place.
pub const LEDGER: &str = "ledger";

const AS_FIRST_BUILT: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Estudio Faro, email: a@faro.example, payment_url: 'https://pay.example/{number}'}\n\
         currency: EUR\njurisdiction: es\nas_of: 2026-03-02\n",
    ),
    ("README.md", "My clients.\n"),
    (
        "clients/acme.yaml",
        "name: Acme\nkind: business\ncontact: {name: Ann, email: ap@acme.example}\n",
    ),
    (
        "clients/bruno.yaml",
        "name: Bruno\nkind: business\ncontact: {name: Bruno, email: b@bruno.example}\n",
    ),
    (
        "clients/celia.yaml",
        "name: Celia\nkind: business\ncontact: {name: Celia, email: c@celia.example}\n",
    ),
    (
        "invoices/a-1.yaml",
        "# dunlin: allow(invoice/without-contract) — a small job\nclient: acme\nissued: 2026-01-10\ndue: 2026-01-24\n\
         sent: {date: 2026-01-10, confirmed: 2026-01-11}\namount: 900.00\n",
    ),
    (
        "invoices/b-1.yaml",
        "client: bruno\nissued: 2026-01-05\ndue: 2026-01-19\nsent: {date: 2026-01-05, confirmed: 2026-01-06}\namount: 1200.00\n",
    ),
    (
        "invoices/c-1.yaml",
        "client: celia\nissued: 2026-01-12\ndue: 2026-01-26\nsent: {date: 2026-01-12, confirmed: 2026-01-13}\namount: 400.00\n",
    ),
    ("_old/notes.txt", "not a record\n"),
];

/// What its user did since: a letter edited, files of their own among dunlin's, money that came, a new invoice.
const SINCE: &[(&str, &str)] = &[
    ("site/CNAME", "faro.example\n"),
    ("site/mine/index.html", "<p>mine\n"),
    ("reminders/NOTES.txt", "call Celia\n"),
    ("reminders/acme/own.md", "Dear Ann,\n"),
    (
        "payments/c.yaml",
        "client: celia\ndate: 2026-02-27\namount: 400.00\nallocate: {c-1: 400.00}\n",
    ),
    (
        "invoices/a-2.yaml",
        "client: acme\nissued: 2026-02-01\ndue: 2026-02-10\nsent: {date: 2026-02-01, confirmed: 2026-02-02}\namount: 77.00\n",
    ),
    ("invoices/broken-off.txt", "not a record either\n"),
];

/// The letter that its user edited.
pub const EDITED: &str = "bruno/reminder";

/// A command, and the ledger before and after it.
pub struct World {
    pub arguments: Vec<&'static str>,
    pub before: Tree,
    pub after: Tree,
    pub status: i32,
}

/// Made once for all tests: the ledger that they begin with.
fn beginning() -> &'static Tree {
    static BEGINNING: OnceLock<Tree> = OnceLock::new();
    BEGINNING.get_or_init(|| {
        let place = Place::new();
        for (path, text) in AS_FIRST_BUILT {
            place.write(&format!("{LEDGER}/{path}"), text);
        }
        let built = run(&place, &["build"]);
        assert_eq!(built.status, 0, "{}", built.stderr);
        for (path, text) in SINCE {
            place.write(&format!("{LEDGER}/{path}"), text);
        }
        let edited = format!("{LEDGER}/reminders/{EDITED}.md");
        let text = place.read(&edited).replace("Bruno", "dear Bruno");
        place.write(&edited, text);
        everything(&place)
    })
}

impl World {
    pub fn of(arguments: &[&'static str]) -> Self {
        let place = put(beginning());
        let run = run(&place, arguments);
        assert!([0, 1].contains(&run.status), "{arguments:?}: {}", run.stderr);
        assert_no_leftovers(&place, "undisturbed");
        Self {
            arguments: arguments.to_vec(),
            before: tree(beginning()),
            after: tree(&everything(&place)),
            status: run.status,
        }
    }

    /// The ledger as it was, in a place of its own.
    pub fn place(&self) -> Place {
        put(beginning())
    }

    /// The command, to be started in a place.
    pub fn command(&self, place: &Place) -> Command {
        let mut command = place.command();
        command
            .current_dir(place.path(LEDGER))
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Every file is as it was or as it is to be, and none is there that is neither.
    pub fn assert_whole(&self, place: &Place, when: &str) {
        let now = tree(&everything(place));
        let what = || format!("{:?} {when}", self.arguments);
        for (path, bytes) in &now {
            let (old, new) = (self.before.get(path), self.after.get(path));
            assert!(
                old == Some(bytes) || new == Some(bytes),
                "{}: {path} is neither the old nor the new: {}",
                what(),
                String::from_utf8_lossy(bytes)
            );
        }
        let gone = self
            .before
            .keys()
            .find(|path| !now.contains_key(*path) && self.after.contains_key(*path));
        assert_eq!(gone, None, "{} is gone", what());
    }

    /// The command again, as its user would: and everything is as if nothing had happened.
    pub fn assert_next_is_right(&self, place: &Place, when: &str) {
        let what = || format!("{:?} again {when}", self.arguments);
        if self.must_repeat(place) {
            let again = run(place, &self.arguments);
            assert_calm(&again, &what());
            assert_eq!(again.status, self.status, "{}: {}", what(), again.stderr);
        } else {
            let again = run(place, &self.arguments);
            assert_calm(&again, &what());
            assert_eq!(
                again.status,
                2,
                "{}: it was done already: {}",
                what(),
                again.stderr
            );
        }
        self.assert_after(place, &what());
    }

    /// All is as after an undisturbed run.
    pub fn assert_after(&self, place: &Place, when: &str) {
        assert_same(&tree(&everything(place)), &self.after, when);
        assert_no_leftovers(place, when);
    }

    /// Whether a record that the command makes isn't there yet, or it makes none. Repeating one that is done is refused.
    fn must_repeat(&self, place: &Place) -> bool {
        match self.arguments.first() {
            Some(&"sent") => place.exists(&format!("{LEDGER}/reminders/{EDITED}.md")),
            Some(&"pay" | &"new" | &"log" | &"plan") => {
                let new = self.after.keys().filter(|path| !self.before.contains_key(*path));
                new.clone().all(|path| !place.exists(&format!("{LEDGER}/{path}")))
            }
            _ => true,
        }
    }
}

/// `dunlin` in the ledger of a place.
pub fn run(place: &Place, arguments: &[&str]) -> Run {
    let mut command = place.command();
    let output = command.current_dir(place.path(LEDGER)).args(arguments).output();
    place.run_of(&output.unwrap())
}

/// Nothing that a person would take for a crash; and what went wrong is said with its place and a way on.
pub fn assert_calm(run: &Run, when: &str) {
    let said = &run.stderr;
    assert!(
        !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
        "{when}: {said}"
    );
    assert!([0, 1, 2].contains(&run.status), "{when}: {} {said}", run.status);
    if run.status == 2 {
        assert!(said.contains("error: "), "{when}: {said}");
    }
}

/// Both hold the same, byte for byte.
pub fn assert_same(now: &Tree, expected: &Tree, when: &str) {
    for (path, bytes) in expected {
        let there = now
            .get(path)
            .unwrap_or_else(|| panic!("{when}: {path} is missing"));
        assert_eq!(
            String::from_utf8_lossy(there),
            String::from_utf8_lossy(bytes),
            "{when}: {path}"
        );
    }
    let more: Vec<_> = now.keys().filter(|path| !expected.contains_key(*path)).collect();
    assert!(more.is_empty(), "{when}: {more:?} should not be there");
}

pub fn assert_no_leftovers(place: &Place, when: &str) {
    let all = everything(place);
    let left: Vec<_> = all.keys().filter(|path| path.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{when}: {left:?} left over");
}

/// Every file of a place's ledger.
pub fn everything(place: &Place) -> Tree {
    place.files(LEDGER).into_iter().collect()
}

/// What is the user's and what is made for them.
pub fn tree(everything: &Tree) -> Tree {
    let is_own = |path: &str| path.split('/').any(|name| name.starts_with(".dunlin"));
    let all = everything.iter().filter(|(path, _)| !is_own(path));
    all.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// What nobody but its user writes: everything but pages and drafts that dunlin made.
pub fn of_the_user(tree: &Tree) -> Tree {
    let made = |path: &str| {
        let is_page = path.starts_with("site/") && !path.starts_with("site/mine/") && path != "site/CNAME";
        let is_draft = path.starts_with("reminders/")
            && !["NOTES.txt", "acme/own.md"].iter().any(|own| path.ends_with(own))
            && !path.contains(EDITED);
        is_page || is_draft
    };
    let own = tree.iter().filter(|(path, _)| !made(path));
    own.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// A ledger of these files in a new place.
pub fn put(files: &Tree) -> Place {
    let place = Place::new();
    put_into(&place.path(LEDGER), files);
    place
}

pub fn put_into(folder: &Path, files: &Tree) {
    for (path, bytes) in files {
        let at = folder.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, bytes).unwrap();
    }
}
