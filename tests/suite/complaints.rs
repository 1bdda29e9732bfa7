//! What people complained about in other programs, each as a test that it can't happen here. `docs/COMPLAINTS.md`
//! tells each in a sentence.

mod amounts;
mod clients;
mod days;
mod steps;

use crate::{
    dunlin::Place,
    proof::world::{Open, date},
};
use dunlin::report::{self, Letters};
use serde_json::Value;
use std::collections::BTreeMap;

/// A ledger of one business, `c`, in euros and Spain; further files, or the same ones otherwise.
fn files(also: &[(&str, &str)]) -> BTreeMap<String, String> {
    let usual = [
        (
            "dunlin.yaml",
            "creditor: {name: Workshop}\ncurrency: EUR\njurisdiction: es\n",
        ),
        ("clients/c.yaml", "name: Client\nkind: business\n"),
    ];
    let all = usual.iter().chain(also);
    all.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn ledger(also: &[(&str, &str)]) -> Open {
    Open::of(&files(also))
}

fn place(also: &[(&str, &str)]) -> Place {
    let place = Place::new();
    for (path, text) in files(also) {
        place.write(&path, text);
    }
    place
}

/// An invoice of 100 euros, due on 1 January 2026.
const DUE: &str = "client: c\nissued: 2025-12-01\ndue: 2026-01-01\namount: 100.00\n";

impl Open {
    fn json(&self, day: &str) -> Value {
        serde_json::from_str(&self.status(date(day))).unwrap()
    }

    fn invoice(&self, id: &str, day: &str) -> Value {
        let status = self.json(day);
        let found = status["invoices"]
            .as_array()
            .unwrap()
            .iter()
            .find(|on| on["id"] == id);
        found.unwrap().clone()
    }

    /// `stage: asked for`, and what it demands, asks for and names.
    fn letters(&self, day: &str) -> Vec<String> {
        let assessed = self.on(date(day));
        let Letters { letters, .. } = report::letters(&assessed, &self.loaded.unread);
        let told = letters.iter().map(|letter| {
            let rows = |rows: &[report::Row]| {
                let rows: Vec<_> = rows
                    .iter()
                    .map(|row| format!("{} {}", row.invoice, row.balance.plain(letter.currency)))
                    .collect();
                rows.join(", ")
            };
            let parts = [rows(&letter.demanded), rows(&letter.lesser), rows(&letter.also)];
            format!(
                "{} {}: {}",
                letter.stage,
                letter.asked.plain(letter.currency),
                parts.join(" | ")
            )
        });
        told.collect()
    }
}

/// What each draft says, by path, after a build on a day.
fn drafts(place: &Place, day: &str) -> BTreeMap<String, String> {
    let run = place.dunlin(&["build", "--as-of", day]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let drafts = place
        .files("reminders")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"));
    drafts
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// The page lists every fault with its test, and every test is on the page.
#[test]
fn the_page_names_every_test() {
    let folder = crate::dunlin::repository();
    let page = std::fs::read_to_string(folder.join("docs/COMPLAINTS.md")).unwrap();
    let sources = crate::dunlin::files(&folder.join("tests/suite/complaints"));
    let code: String = sources
        .into_iter()
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let tests = code
        .split("#[test]\nfn ")
        .skip(1)
        .filter_map(|rest| rest.split_once('('));
    let tests: Vec<_> = tests.map(|(name, _)| name).collect();
    let missing: Vec<_> = tests
        .iter()
        .filter(|name| !page.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "not on the page: {missing:?}");
    for number in 1..=45 {
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| {number} |")));
        let row = row.unwrap_or_else(|| panic!("no row {number}"));
        let named = row
            .split('`')
            .find(|word| word.starts_with(&format!("c{number:02}_")));
        assert!(named.is_some_and(|name| tests.contains(&name)), "{row}");
    }
}
