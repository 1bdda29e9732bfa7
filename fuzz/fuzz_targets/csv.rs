//! A bank's statement, and the rules for reading it: what stands before a line of `---` are the rules, if there is one.
#![no_main]

use dunlin::{
    check,
    load::{Content, bank},
    money::Currency,
    render::import::{self, Origin},
    report::matching::{self, Bank, Found},
};
use dunlin_fuzz::{SETTINGS, folder, load, worked_out};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

const RULES: &str = "date: 1\namount: 2\npayer: 3\ntext: 4\n";

const BESIDE: [(&str, &str); 4] = [
    ("dunlin.yaml", SETTINGS),
    (
        "clients/acme.yaml",
        "name: Acme\nlegal_name: Acme S.L.\nkind: business\n",
    ),
    ("clients/beta.yaml", "name: Beta\nkind: consumer\n"),
    (
        "invoices/all.yaml",
        "client: acme\nid: inv-1\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\n---\nclient: beta\nid: inv-2\nissued: 2026-01-10\ndue: 2026-01-24\namount: 50.00\n",
    ),
];

fuzz_target!(|data: &[u8]| {
    let split = data.windows(5).position(|window| window == b"\n---\n");
    let (rules, statement) = match split {
        Some(at) => (
            String::from_utf8_lossy(&data[..=at]).into_owned(),
            &data[at + 5..],
        ),
        None => (RULES.to_owned(), data),
    };
    let euro = Currency::from_code("EUR").expect("a currency");
    let proposal = bank::propose(statement, euro);
    if proposal.missing.is_empty() {
        read(&proposal.text, statement, euro);
    }
    read(&rules, statement, euro);
});

fn read(rules: &str, bytes: &[u8], currency: Currency) {
    let Ok(rules) = bank::rules("csv.rules.yaml", rules) else {
        return;
    };
    let Ok(statement) = bank::statement(bytes, &rules, currency) else {
        return;
    };
    let beside = || BESIDE.iter().map(|(path, text)| (*path, text.as_bytes()));
    let loaded = load(&folder(beside()));
    let mut records = folder(beside());
    worked_out(&loaded, |assessed, _| {
        let assessed = assessed.expect("a ledger");
        let payers: Vec<_> = rules
            .payers
            .iter()
            .map(|(name, id)| (name.clone(), id.value.clone()))
            .collect();
        let found = matching::matched(
            assessed,
            Bank {
                rows: &statement.rows,
                payers: &payers,
                recorded: &BTreeSet::new(),
                again: false,
            },
        );
        assert_eq!(found.len(), statement.rows.len());
        for (row, found) in statement.rows.iter().zip(&found) {
            import::told(row, found);
            // A payer that the rules name and the ledger doesn't know is refused before.
            if let Found::Payment(new) = found
                && assessed.ledger.clients.contains_key(&new.client)
            {
                let text = import::record(
                    new,
                    Origin {
                        row,
                        method: &rules.method,
                        ledger: currency,
                    },
                );
                let path = format!("payments/{}.yaml", matching::record_name(row, &new.client));
                records.files.insert(path, Content::Bytes(text.into_bytes()));
            }
        }
        import::summary(&found, true);
    });
    let loaded = load(&records);
    // What was read from the bank reads as a record without a flaw.
    assert_eq!(loaded.findings, [], "{records:?}");
    worked_out(&loaded, |assessed, _| assert!(assessed.is_some()));
    check::run(&loaded, None).expect("nothing to refuse");
}
