//! How long the library's own steps take, on a generated ledger of a thousand invoices: `cargo bench`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark makes a folder of its own, and stops where it can't"
)]

#[path = "compare/ledger.rs"]
mod ledger;

use criterion::{Criterion, criterion_group, criterion_main};
use dunlin::{
    assess::{self, Assessed},
    check::{self, Checked},
    language::Languages,
    load::{self, Folder, Loaded},
    model::OwnTexts,
    render::{
        FileSet,
        dashboard::{Dashboard, Facts, Mails, WrittenDays},
        letter::{self, Drafts},
    },
    report::{self, Action, Letters},
    statute::Statutes,
    write,
};
use std::{hint::black_box, path::Path, time::Duration};

const INVOICES: usize = 1000;

criterion_group! {
    name = steps;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = loading, assessing, rendering
}
criterion_main!(steps);

fn loading(criterion: &mut Criterion) {
    let folder = on_disk();
    let jurisdictions: Vec<_> = Statutes::ids().collect();
    let read = load::folder(folder.path()).unwrap();
    criterion.bench_function("read the files", |timed| {
        timed.iter(|| load::folder(folder.path()).unwrap());
    });
    criterion.bench_function("understand the files", |timed| {
        timed.iter(|| load::ledger(&read, &jurisdictions));
    });
}

fn assessing(criterion: &mut Criterion) {
    let loaded = loaded();
    let ledger = loaded.ledger.as_ref().unwrap();
    let statutes = assess::statutes(ledger).unwrap();
    let assessed = assess::assess(ledger, &statutes, ledger::day());
    criterion.bench_function("assess every client", |timed| {
        timed.iter(|| assess::assess(ledger, &statutes, ledger::day()));
    });
    criterion.bench_function("check every rule", |timed| {
        timed.iter(|| check::run(&loaded, Some(&assessed)).unwrap());
    });
    criterion.bench_function("find the letters due", |timed| {
        timed.iter(|| report::letters(&assessed, &loaded.unread));
    });
}

fn rendering(criterion: &mut Criterion) {
    let loaded = loaded();
    let ledger = loaded.ledger.as_ref().unwrap();
    let statutes = assess::statutes(ledger).unwrap();
    let assessed = assess::assess(ledger, &statutes, ledger::day());
    let known = Known::of(&loaded, &assessed);
    let days = WrittenDays::default();
    let dashboard = known.dashboard(&assessed, &days);
    let paths = dashboard.paths();
    let invoice = *paths.iter().find(|path| path.starts_with("invoice-")).unwrap();
    criterion.bench_function("render the page of an invoice", |timed| {
        timed.iter(|| dashboard.bytes(invoice).unwrap().unwrap());
    });
    criterion.bench_function("render every page", |timed| {
        timed.iter(|| {
            let days = WrittenDays::default();
            let dashboard = known.dashboard(&assessed, &days);
            for path in dashboard.paths() {
                black_box(dashboard.bytes(path).unwrap().unwrap());
            }
        });
    });
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    write::site(folder.path(), &site, &dashboard).unwrap();
    criterion.bench_function("render every page and write none, for none changed", |timed| {
        timed.iter(|| {
            let written = write::site(folder.path(), &site, &dashboard).unwrap();
            assert!(!written.changed_anything());
        });
    });
}

/// What pages are made of beside the assessed ledger.
struct Known<'a> {
    loaded: &'a Loaded,
    checked: Checked,
    letters: Letters<'a>,
    drafts: Drafts,
    actions: Vec<Action>,
    languages: Languages,
    mails: Mails,
}

impl<'a> Known<'a> {
    fn of(loaded: &'a Loaded, assessed: &Assessed<'a>) -> Self {
        let letters = report::letters(assessed, &loaded.unread);
        let languages = Languages::with(&OwnTexts::default());
        Self {
            loaded,
            checked: check::run(loaded, Some(assessed)).unwrap(),
            actions: report::actions(assessed, &letters, report::AGENDA_DAYS),
            drafts: letter::drafts(assessed, &letters, &languages),
            mails: Mails::default(),
            letters,
            languages,
        }
    }

    fn dashboard<'s>(&'s self, assessed: &'s Assessed<'a>, days: &'s WrittenDays) -> Dashboard<'s>
    where
        'a: 's,
    {
        let facts = Facts {
            assessed,
            loaded: self.loaded,
            checked: &self.checked,
            letters: &self.letters,
            drafts: &self.drafts,
            actions: &self.actions,
            languages: &self.languages,
            mails: &self.mails,
            incognito: false,
            changes: None,
            made_by: "benchmark",
        };
        Dashboard::new(facts, days).unwrap()
    }
}

fn loaded() -> Loaded {
    let jurisdictions: Vec<_> = Statutes::ids().collect();
    load::ledger(&in_memory(), &jurisdictions)
}

fn in_memory() -> Folder {
    let files = ledger::of(INVOICES).files();
    Folder {
        files: files
            .map(|(path, text)| (path, load::Content::Bytes(text.into_bytes())))
            .collect(),
        ..Folder::default()
    }
}

fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in ledger::of(INVOICES).files() {
        put(&folder.path().join(path), &text);
    }
    folder
}

fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
