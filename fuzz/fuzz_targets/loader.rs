//! Bytes as a file of a ledger, at each place where one can stand: read, worked out, checked, shown and mended.
#![no_main]

use dunlin::{
    load::cursor::{Cursor, RecordFile},
    render::editor::{self, Desk, Shelf},
};
use dunlin_fuzz::{SETTINGS, fixes_hold, folder, in_every_format, load, places_hold, worked_out};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// What the first byte chooses: `a` the first.
const PLACES: [&str; 16] = [
    "dunlin.yaml",
    "clients/a.yaml",
    "clients/a.md",
    "contracts/a.yaml",
    "contracts/a.md",
    "invoices/a.yaml",
    "invoices/a.md",
    "payments/a.yaml",
    "log/a.yaml",
    "log/a.md",
    "plans/a.yaml",
    "cases/a.yaml",
    "reminders/acme/reminder.md",
    "templates/languages/en/reminder.md",
    "templates/languages/en/letters.yaml",
    "templates/dashboard/letters.html",
];

/// Records for the file to name.
const BESIDE: [(&str, &str); 8] = [
    ("dunlin.yaml", SETTINGS),
    (
        "clients/acme.yaml",
        "name: Acme\nkind: business\ncontact: {email: a@acme.example}\n",
    ),
    (
        "contracts/site.yaml",
        "client: acme\nsigned: 2026-01-08\ntotal: 900.00\nschedule: [{id: all, due: 2026-05-29, amount: 900.00}]\n",
    ),
    (
        "invoices/inv-1.yaml",
        "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\nsent: {date: 2026-01-10}\namount: 900.00\n",
    ),
    (
        "payments/p-1.yaml",
        "client: acme\ndate: 2026-02-01\namount: 100.00\nallocate: {inv-1: 100.00}\n",
    ),
    (
        "log/l-1.yaml",
        "client: acme\ndate: 2026-02-03\nchannel: email\nstage: reminder\ninvoices: [inv-1]\n",
    ),
    (
        "plans/plan.yaml",
        "client: acme\nagreed: 2026-02-10\ninvoices: [inv-1]\ninstalments: [{due: 2026-03-10, amount: 800.00}]\n",
    ),
    (
        "cases/case.yaml",
        "client: acme\ninvoices: [inv-1]\nroute: mediation\nopened: 2026-02-20\n",
    ),
];

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::read);

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let path = PLACES[usize::from(first.wrapping_sub(b'a')) % PLACES.len()];
    let beside = BESIDE.iter().map(|(path, text)| (*path, text.as_bytes()));
    let files = folder(beside.chain([(path, bytes)]));
    let loaded = load(&files);
    places_hold(&loaded.findings, &loaded.sources);
    let has_fix = worked_out(&loaded, |assessed, checked| {
        if let Some(checked) = checked {
            let found: Vec<_> = checked
                .findings
                .iter()
                .map(|judged| judged.finding.clone())
                .collect();
            places_hold(&found, &loaded.sources);
            in_every_format(checked, &loaded.sources);
        }
        ask((&loaded, assessed), path, bytes);
        checked.is_some_and(|checked| checked.findings.iter().any(|judged| judged.finding.fix.is_some()))
    });
    if has_fix {
        fixes_hold(&files);
    }
});

/// What an editor asks, at a few places of the text.
fn ask(
    (loaded, assessed): (&dunlin::load::Loaded, Option<&dunlin::assess::Assessed>),
    path: &str,
    bytes: &[u8],
) {
    let (Ok(text), Some(file)) = (std::str::from_utf8(bytes), RecordFile::of(path, SETTINGS)) else {
        return;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let desk = Desk {
        loaded,
        assessed,
        shelf: &SHELF,
        documents: &Default::default(),
    };
    let seed = bytes.iter().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(*byte))
    });
    for offset in [
        0,
        seed % (text.len() + 1),
        seed / 7 % (text.len() + 1),
        text.len(),
    ] {
        let offset = text.floor_char_boundary(offset);
        let cursor = Cursor::at(&file, text, offset);
        assert!(text.get(cursor.written()).is_some() && text.get(cursor.line()).is_some());
        let offered = editor::completions(desk, &cursor);
        assert!(text.get(offered.range).is_some());
        if let Some(hover) = editor::hover(desk, &cursor) {
            assert!(text.get(hover.range).is_some());
        }
        editor::definition(desk, &cursor);
    }
}
