//! What mending keeps to: apart because the ledgers it is tried on are many.

use super::*;
use crate::{load::ledger, source::Span};
use proptest::prelude::*;
use std::convert::Infallible;

const SETTINGS: &str = "creditor: {name: Studio}\ncurrency: EUR\n";

/// A ledger with this one file beside its client; it is the third.
fn folder(path: &str, text: &str) -> Folder {
    let files = [
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        (path, text),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())));
    Folder {
        files: files.into(),
        ..Folder::default()
    }
}

/// With the loader's fixes.
fn look(folder: &Folder) -> Result<Seen, Infallible> {
    let loaded = ledger(folder, &["es"]);
    Ok(Seen {
        sources: loaded.sources,
        offered: loaded.findings.clone(),
        read: loaded.findings,
    })
}

fn count(folder: &Folder) -> usize {
    ledger(folder, &["es"]).findings.len()
}

/// The file as it should be, if it should be another.
fn mended(path: &str, text: &str) -> Option<String> {
    let Ok(mended) = mend(&folder(path, text), look);
    assert!(mended.files.keys().all(|changed| changed == path));
    let change = mended.files.get(path)?;
    Some(String::from_utf8(change.after.clone()).unwrap())
}

fn finding(message: &str, (start, end): (u32, u32), text: &str) -> Finding {
    let span = Span {
        file: FileId(2),
        start,
        end,
    };
    let text = text.to_owned();
    Finding::new("file/unknown-key", span, message).fix("t", vec![Edit { span, text }])
}

#[test]
fn what_overlaps_waits_for_another_round() {
    let (path, text) = ("invoices/i.yaml", "client: acme\namount: 5\n");
    let look = |folder: &Folder| -> Result<Seen, Infallible> {
        let sources = ledger(folder, &["es"]).sources;
        let now = &sources.file(FileId(2)).text;
        let wide = now
            .contains("amount:")
            .then(|| finding("wide", (13, 19), "amounts"));
        let narrow = now.contains("ount").then(|| finding("narrow", (17, 19), "NT"));
        let offered = [wide, narrow].into_iter().flatten();
        Ok(Seen {
            offered: offered.collect(),
            read: Vec::new(),
            sources,
        })
    };
    let Ok(mended) = mend(&folder(path, text), look);
    let change = &mended.files[path];
    assert_eq!(change.fixes, 2);
    assert_eq!(
        String::from_utf8_lossy(&change.after),
        "client: acme\namouNTs: 5\n"
    );
    assert_eq!(change.before, text.as_bytes());
}

#[test]
fn what_does_not_fit_its_text_is_refused() {
    let (path, text) = ("log/l.yaml", "client: acme\nnote: ü\n");
    for (place, written) in [
        ((19, 999), "x"),
        // Within a character.
        ((20, 20), "x"),
        ((13, 17), "note: {"),
        ((13, 17), "a: b\nnote"),
        ((13, 17), "# note"),
    ] {
        let original = folder(path, text);
        let look = |folder: &Folder| -> Result<Seen, Infallible> {
            let is_first = *folder == original;
            Ok(Seen {
                offered: is_first
                    .then(|| finding("m", place, written))
                    .into_iter()
                    .collect(),
                read: Vec::new(),
                sources: ledger(folder, &["es"]).sources,
            })
        };
        let Ok(mended) = mend(&original, look);
        assert_eq!(mended, Mended::default(), "{written}");
    }
}

#[test]
fn a_fix_that_brings_another_finding_is_refused() {
    let original = folder("invoices/i.yaml", "client: acme\namout: 5\n");
    let worse = |folder: &Folder| {
        let Ok(mut seen) = look(folder);
        if *folder != original {
            let start = Span::start_of(FileId(0));
            seen.read.push(Finding::new("file/syntax", start, "worse"));
        }
        Ok::<_, Infallible>(seen)
    };
    let Ok(mended) = mend(&original, worse);
    assert_eq!(mended, Mended::default());
    let Ok(mended) = mend(&original, look);
    assert_eq!(mended.fixes(), 1);
    let fails = |folder: &Folder| {
        if *folder == original {
            return look(folder).map_err(|_| "no");
        }
        Err("a rule of that name is unknown")
    };
    assert_eq!(mend(&original, fails), Ok(Mended::default()));
}

const CONTRACT: &str = "# Ünal — ✂
client: acme   # кто
title:   'Büro é'
currency: EUR
amounts: net
tax_percent: 21
total: 900.00
signed: 2026-01-08
start: 2026-01-09
schedule:
  - {id: a, due: 2026-01-22, amount: 300.00, when: before}   # ü
  - id: b
    expected: 2026-03-02
    rest: true
terms: {payment_days: 14, grace_days: 7, stop_work: true, late_interest: statutory}
status: active
";
const INVOICE: &str = "client: acme
issued: 2026-02-01
due: 2026-03-03
sent: {date: 2026-02-01, via: email, confirmed: 2026-02-02}
amount: 121.00
lines:
  # é
  - {description: Ünal, quantity: 1, unit_price: 100.00, tax_percent: 21}
payments: [{date: 2026-02-20, amount: 20.00, method: bank transfer}]
credits: [{date: 2026-02-01, amount: 1.00, reason: late}]
";
const ENTRY: &str = "client: acme
date: 2026-02-02
channel: email
direction: out
stage: reminder
deadline: 2026-02-16
note: said so
";
const RECORDS: [(&str, &str); 3] = [
    ("contracts/c.yaml", CONTRACT),
    ("invoices/i.yaml", INVOICE),
    ("log/l.yaml", ENTRY),
];

#[test]
fn what_is_in_order_stays() {
    for (path, text) in RECORDS {
        assert_eq!(count(&folder(path, text)), 0, "{path}");
        assert_eq!(mended(path, text), None, "{path}");
    }
}

#[test]
fn slips_are_put_right() {
    for (path, record, right, wrong) in [
        ("contracts/c.yaml", CONTRACT, "client:", "cleint:"),
        ("contracts/c.yaml", CONTRACT, "total:", "totl:"),
        ("contracts/c.yaml", CONTRACT, "due:", "deu:"),
        ("contracts/c.yaml", CONTRACT, "expected:", "expectd:"),
        ("contracts/c.yaml", CONTRACT, "late_interest:", "late-intrest:"),
        (
            "contracts/c.yaml",
            CONTRACT,
            "stop_work: true",
            "stop_work: \"Yes\"",
        ),
        ("contracts/c.yaml", CONTRACT, "status: active", "status: Activ"),
        ("contracts/c.yaml", CONTRACT, "amounts: net", "amounts: NET"),
        ("contracts/c.yaml", CONTRACT, "currency: EUR", "currency: €"),
        ("invoices/i.yaml", INVOICE, "issued:", "\"Issued\":"),
        ("invoices/i.yaml", INVOICE, "unit_price:", "unitprice:"),
        ("invoices/i.yaml", INVOICE, "amount: 121.00", "amount: 121,00 €"),
        ("invoices/i.yaml", INVOICE, "tax_percent: 21", "tax_percent: 21 %"),
        (
            "log/l.yaml",
            ENTRY,
            "deadline: 2026-02-16",
            "deadline: \"16.2.2026\"",
        ),
        ("log/l.yaml", ENTRY, "channel: email", "channel: e-mail"),
    ] {
        let fixed = mended(path, &record.replacen(right, wrong, 1));
        // Double quotes, of which the records have none, stay where they are.
        let fixed = fixed.map(|text| text.replace('"', ""));
        assert_eq!(fixed.as_deref(), Some(record), "{wrong}");
    }
}

/// Where the keys stand: a word before a colon.
fn keys(text: &str) -> Vec<std::ops::Range<usize>> {
    let ends = text
        .match_indices(':')
        .map(|(at, _)| at)
        .filter(|at| text[at + 1..].starts_with([' ', '\n', '\r']));
    ends.map(|end| {
        let word = |c: &char| c.is_ascii_lowercase() || *c == '_';
        let length = text[..end].chars().rev().take_while(word).count();
        end - length..end
    })
    .filter(|key| !key.is_empty())
    .collect()
}

fn slipped(word: &str, kind: usize, at: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % letters.len();
    match kind {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        3 => letters[at] = 'k',
        _ => letters[at] = letters[at].to_ascii_uppercase(),
    }
    letters.into_iter().collect()
}

fn laid_out(text: &str, (crlf, mark): (bool, bool)) -> String {
    let text = if crlf {
        text.replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    format!("{}{text}", if mark { "\u{feff}" } else { "" })
}

const PATHS: [&str; 4] = [
    "contracts/c.yaml",
    "invoices/i.yaml",
    "payments/p.yaml",
    "log/l.md",
];
const KEYS: &[&str] = &[
    "client", "cleint", "Client", "amount", "amout", "amonut", "date", "dat", "issued", "isued", "due",
    "deu", "currency", "curency", "status", "signed", "total", "terms", "term", "what", "lines", "id", "idd",
    "x-a", "schedule", "allocate", "alocate", "contract", "contact", "document", "invoices", "\"due\"",
];
const VALUES: &[&str] = &[
    "acme",
    "5",
    "1,250.50",
    "1,250",
    "€5,50",
    "5 USD",
    "2026-3-1",
    "13/04/2026",
    "03/04/2026",
    "Active",
    "activ",
    "yes",
    "EUR",
    "eur",
    "&a 2026/03/01",
    "*a",
    "{Days: 14}",
    "[{id: a, due: 2026/03/01, percent: 50}]",
    "{i: 1e3}",
    "\"1 250,50\"",
    "'2026.03.01'",
    "|\n  1,250.50",
    "",
    "credit",
    "waived",
    "[i, i]",
    "!!str 1_000",
    "c # ü",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A misspelt key becomes what it was, and nothing else of the file changes; or it is left.
    #[test]
    fn a_slip_is_put_right_or_left(
        (path, record) in proptest::sample::select(RECORDS.to_vec()),
        (which, kind, at) in (0_usize..100, 0_usize..5, 0_usize..20),
        layout in any::<(bool, bool)>(),
    ) {
        let meant = laid_out(record, layout);
        let keys = keys(&meant);
        let key = keys[which % keys.len()].clone();
        let mut wrong = meant.clone();
        wrong.replace_range(key.clone(), &slipped(&meant[key], kind, at));
        let fixed = mended(path, &wrong);
        prop_assert!(fixed.as_ref().is_none_or(|fixed| *fixed == meant), "{:?}", fixed);
    }

    /// However wrong a file is: what is mended is fewer findings, and a second time there is nothing to mend.
    #[test]
    fn no_fix_makes_a_ledger_worse(
        path in proptest::sample::select(PATHS.to_vec()),
        lines in proptest::collection::vec(
            (proptest::sample::select(KEYS), proptest::sample::select(VALUES)),
            1..7,
        ),
        layout in any::<(bool, bool)>(),
    ) {
        let body: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        let is_markdown = path.ends_with("md");
        let text = if is_markdown { format!("---\n{body}---\namout: 5\n") } else { body };
        let before = folder(path, &laid_out(&text, layout));
        let Ok(mended) = mend(&before, look);
        let Some(change) = mended.files.get(path) else {
            prop_assert_eq!(mended, Mended::default());
            return Ok(());
        };
        let after = folder(path, std::str::from_utf8(&change.after).unwrap());
        prop_assert!(count(&after) + change.fixes <= count(&before), "{:?}", change);
        let Ok(again) = mend(&after, look);
        prop_assert_eq!(again, Mended::default());
    }
}
