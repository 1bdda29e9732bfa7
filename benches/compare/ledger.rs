//! A ledger of as many invoices as one asks for, the same every time; apart so that benchmarks, the comparison and the
//! test that keeps them from rotting all look at the same thing.
//!
//! It is a small studio's, five years of it on 20 November 2026. For every 100 invoices, a file each, there are 12 clients
//! (half of them came once, a third came back, the rest pay monthly), 20 contracts with their text, 98 payments (half in a
//! file each, as `dunlin pay` and `dunlin import` write them, half in their invoice) and 75 entries of the log: 63 letters,
//! a file each with its text, as `dunlin sent` writes it, and 12 calls and notes, a client's of one year in one file. Some 94
//! of the 100 are paid, two in five of those late; 1 is given up, 2 are drafts and 3 open, half of those overdue and somewhere
//! on the ladder, in dispute, promised, in a plan or with a court. Seven places of law, three currencies, letters in four
//! languages.
#![allow(
    dead_code,
    reason = "each program that shares this file takes the part of it that it needs"
)]

#[path = "ledger/chance.rs"]
mod chance;
#[path = "ledger/course.rs"]
mod course;
#[path = "ledger/people.rs"]
mod people;
#[path = "ledger/texts.rs"]
mod texts;
#[path = "ledger/work.rs"]
mod work;

use chance::Chance;
use dunlin::calendar::Date;
use people::Client;
use std::collections::BTreeMap;

/// One file: its path below the ledger's folder, and what it holds.
pub type Written = (String, String);

/// The day that the ledger is pinned to.
pub fn day() -> Date {
    Date::from_ymd_opt(2026, 11, 20).unwrap_or_default()
}

/// Who is in a ledger, before anything of theirs is written out.
#[derive(Debug, Clone)]
pub struct Plan {
    clients: Vec<Shape>,
}

/// A client, and how many invoices each of their contracts has.
#[derive(Debug, Clone)]
pub struct Shape {
    number: u64,
    contracts: Vec<usize>,
}

/// Exactly so many invoices.
pub fn of(invoices: usize) -> Plan {
    let mut clients = Vec::new();
    let mut left = invoices;
    let mut number = 0;
    while left > 0 {
        number += 1;
        let contracts = work::sizes(&mut Chance::of(number), &mut left);
        clients.push(Shape { number, contracts });
    }
    Plan { clients }
}

impl Plan {
    pub fn settings(&self) -> Written {
        ("dunlin.yaml".to_owned(), texts::SETTINGS.to_owned())
    }

    /// Each can be written out by itself, side by side with others.
    pub fn clients(&self) -> &[Shape] {
        &self.clients
    }

    /// Every file, one after the other.
    pub fn files(self) -> impl Iterator<Item = Written> {
        let settings = std::iter::once(self.settings());
        settings.chain(self.clients.into_iter().flat_map(|client| client.files()))
    }
}

impl Shape {
    /// Everything about this client.
    pub fn files(&self) -> Vec<Written> {
        // Another stream than the one that the shape was drawn from.
        let mut chance = Chance::of(self.number | 1 << 40);
        let client = Client::of(self.number, &mut chance);
        let mut files = vec![client.written(&mut chance)];
        let mut numbered = 0;
        for contract in work::contracts(&client, &self.contracts, &mut chance) {
            files.push(contract.written(&mut chance));
            for part in &contract.parts {
                numbered += 1;
                course::of(&contract, (part, numbered), &mut chance).write(&mut files);
            }
        }
        one_each(files)
    }
}

/// Records of the same path in one file, as YAML has them: with a line `---` between.
fn one_each(records: Vec<Written>) -> Vec<Written> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in records {
        let file = files.entry(path).or_default();
        if !file.is_empty() {
            file.push_str("---\n");
        }
        file.push_str(&text);
    }
    files.into_iter().collect()
}
