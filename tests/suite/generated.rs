//! The ledger that benchmarks measure stays one that dunlin reads whole and finds little wrong with.

#[path = "../../benches/compare/ledger.rs"]
mod ledger;

use dunlin::{
    assess, check,
    finding::Level,
    load::{self, Content, Folder},
    statute::Statutes,
};

fn folder(invoices: usize) -> Folder {
    let files = ledger::of(invoices).files();
    Folder {
        files: files
            .map(|(path, text)| (path, Content::Bytes(text.into_bytes())))
            .collect(),
        ..Folder::default()
    }
}

#[test]
fn a_generated_ledger_is_read_whole_and_mostly_clean() {
    let places: Vec<_> = Statutes::ids().collect();
    for invoices in [1, 20, 200] {
        let loaded = load::ledger(&folder(invoices), &places);
        assert_eq!(loaded.findings, []);
        let ledger = loaded.ledger.as_ref().unwrap();
        assert_eq!(ledger.invoices.len(), invoices);
        assert_eq!(ledger.settings.as_of.map(|day| day.value), Some(ledger::day()));
        let statutes = assess::statutes(ledger).unwrap();
        let assessed = assess::assess(ledger, &statutes, ledger::day());
        dunlin::report::conserved(&assessed).unwrap();
        let checked = check::run(&loaded, Some(&assessed)).unwrap();
        let wrong: Vec<_> = checked
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(
            checked.findings.len() * 100 <= invoices.max(100),
            "{:#?}",
            checked.findings
        );
    }
}

#[test]
fn a_generated_ledger_is_the_same_every_time_and_grows_at_its_end() {
    let (small, large) = (folder(150), folder(300));
    assert_eq!(small, folder(150));
    // All but the last client, who got what was left of the smaller one.
    let kept = small
        .files
        .iter()
        .filter(|(path, text)| large.files.get(*path) == Some(*text));
    assert!(kept.count() * 10 > small.files.len() * 8);
}
