//! Nothing of the original comes through, whatever key it stands under; what must stay does.

use super::*;
use crate::model::{
    Kind as RecordKind,
    format::{Kind, Table},
    settings,
};
use proptest::prelude::*;

/// In every text of these ledgers, and in no word of ours.
const CANARY: &str = "Zqxwv";

fn folder(files: &[(&str, &str)]) -> Folder {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), Content::Bytes(text.as_bytes().to_vec())));
    Folder {
        files: files.collect(),
        others: BTreeSet::new(),
    }
}

fn of(folder: &Folder) -> Folder {
    let known = ["es", "ecb", "client", "client/unknown-kind"]
        .into_iter()
        .collect();
    let known = Known {
        places: &known,
        rates: &known,
        rules: &known,
    };
    disguised(folder, known)
}

/// Every path and text.
fn all(folder: &Folder) -> String {
    let mut all = String::new();
    for (path, content) in &folder.files {
        all.push_str(&format!("== {path}\n"));
        match content {
            Content::Bytes(bytes) => all.push_str(&String::from_utf8_lossy(bytes)),
            other => all.push_str(&format!("{other:?}")),
        }
    }
    for path in &folder.others {
        all.push_str(&format!("++ {path}\n"));
    }
    all
}

fn is_clean(folder: &Folder) -> Result<(), String> {
    let all = all(folder);
    match all.to_lowercase().find(&CANARY.to_lowercase()) {
        Some(at) => Err(all.chars().skip(at.saturating_sub(60)).take(160).collect()),
        None => Ok(()),
    }
}

/// A value of every kind that takes the canary, or of its form without it.
fn filled(kind: &Kind, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    match kind {
        Kind::Text | Kind::Id | Kind::Reference(_) | Kind::Document | Kind::Folder | Kind::Language => {
            out.push_str(&format!(" {CANARY}-{}\n", out.len()));
        }
        Kind::Date => out.push_str(" 2026-03-01\n"),
        Kind::Bool => out.push_str(" true\n"),
        Kind::Amount => out.push_str(" 7919.31\n"),
        Kind::Decimal => out.push_str(" 3.5\n"),
        Kind::Percent { .. } | Kind::Count | Kind::Offset => out.push_str(" 7\n"),
        Kind::Word(words) => out.push_str(&format!(" {}\n", words[0])),
        Kind::Currency => out.push_str(" EUR\n"),
        Kind::List(inner) => {
            out.push_str(&format!("\n{pad}-"));
            filled(inner, depth + 1, out);
        }
        Kind::Mapping(table) => mapping(table, depth, out),
        Kind::Map { key, value } => {
            let mut name = String::new();
            filled(key, 0, &mut name);
            out.push_str(&format!("\n{pad}{}:", name.trim()));
            filled(value, depth + 1, out);
        }
        Kind::OneOf(kinds) => filled(&kinds[kinds.len() - 1], depth, out),
    }
}

fn mapping(table: &Table, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    out.push_str(&format!(" # {CANARY} in a comment\n"));
    for key in table.keys {
        out.push_str(&format!("{pad}{}:", key.name));
        // The law's own sums stay.
        match table.name {
            "limit" => filled(&Kind::Count, depth + 1, out),
            _ => filled(&key.kind, depth + 1, out),
        }
    }
    if let Some(rest) = table.rest {
        out.push_str(&format!("{pad}{CANARY}/{CANARY}:"));
        filled(rest, depth + 1, out);
    }
    out.push_str(&format!(
        "{pad}x-{CANARY}: {CANARY}\n{pad}{CANARY}: [{CANARY}, {{{CANARY}: 1}}]\n"
    ));
}

#[test]
fn no_key_of_the_format_lets_a_text_through() {
    let mut files = Vec::new();
    let tables = RecordKind::ALL.map(|kind| (format!("{}/{CANARY}-1.yaml", kind.folder()), kind.table()));
    let settings = (SETTINGS.to_owned(), &settings::TABLE);
    for (path, table) in tables.into_iter().chain([settings]) {
        let (mut right, mut wrong) = (String::new(), String::new());
        mapping(table, 0, &mut right);
        for key in table.keys {
            // No value of its kind, whatever that is.
            wrong.push_str(&format!("{}: {{{CANARY}: [{CANARY}]}}\n", key.name));
        }
        files.push((path.replace("-1", "-2"), wrong.clone()));
        files.push((path.replace("-1", "-3"), format!("{right}---\n{wrong}")));
        files.push((path, right));
    }
    for (path, text) in &files {
        let folder = of(&folder(&[(path, text)]));
        assert_eq!(is_clean(&folder), Ok(()), "{path}");
        assert!(!all(&folder).contains("7919"), "{path}: {}", all(&folder));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(is_clean(&of(&folder(&files))), Ok(()));
}

#[test]
fn what_is_no_record_is_no_way_out_either() {
    let broken = format!("client: {CANARY}\nid: {CANARY}\n{CANARY}: [\n---\nname: {CANARY}\n");
    let allows = format!(
        "# dunlin: allow({CANARY}/x) — {CANARY}\nname: &{CANARY} A # dunlin: {CANARY}\nnotes: *{CANARY}\n"
    );
    let body = format!("---\nclient: a\ndate: 2026-01-01\n---\n# {CANARY}\n\n- {CANARY}.\n");
    let mut ledger = folder(&[
        (SETTINGS, "creditor: {name: A}\ncurrency: EUR\n"),
        (&format!("invoices/{CANARY}/{CANARY}.yml"), &broken),
        (&format!("clients/{CANARY}.md"), &broken),
        (&format!("clients/{CANARY}.yaml"), &allows),
        (&format!("clients/{}.yaml", CANARY.to_uppercase()), &allows),
        (&format!("log/{CANARY}.md"), &body),
        (&format!("plans/{CANARY}.yaml"), &format!("id: a\0{CANARY}")),
        (
            &format!("cases/{CANARY}.yaml"),
            &format!("%{CANARY} x\n--- !{CANARY}\n- {CANARY}\n"),
        ),
        (&format!("{CANARY}/{CANARY}.yaml"), &format!("name: {CANARY}\n")),
        ("templates/languages/en/firm.md", &format!("Dear {CANARY}\n")),
        (
            &format!("reminders/{CANARY}/firm.md"),
            &format!("---\nclient: {CANARY}\ndigest: x\n---\n{CANARY}\n"),
        ),
        (&format!("{CANARY}.md"), CANARY),
        ("README.md", CANARY),
    ]);
    let bytes = [b"client: Zqxwv\n".as_slice(), &[0xff]].concat();
    ledger
        .files
        .insert(format!("payments/{CANARY}.yaml"), Content::Bytes(bytes));
    for (path, content) in [
        ("log/Zqxwv", Content::Unreadable(CANARY.to_owned())),
        ("payments/Zqxwv.md", Content::Outside(CANARY.to_owned())),
        ("clients/Zqxwv-big.yaml", Content::TooLarge(1_048_577)),
    ] {
        ledger.files.insert(path.to_owned(), content);
    }
    ledger
        .others
        .insert(format!("documents/{CANARY}/{CANARY}.{CANARY}"));
    let disguised = of(&ledger);
    assert_eq!(is_clean(&disguised), Ok(()));
    // The template, the draft and the two notes aside, each file is still one.
    assert_eq!(
        disguised.files.len(),
        ledger.files.len() - 3,
        "{}",
        all(&disguised)
    );
    let rules = |folder: &Folder| {
        let loaded = crate::load::ledger(folder, &["es"]);
        let mut rules: Vec<_> = loaded.findings.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    };
    assert_eq!(rules(&disguised), rules(&ledger));
}

#[test]
fn a_record_keeps_its_meaning() {
    let ledger = folder(&[
        (SETTINGS, "creditor: {name: Estudio}\ncurrency: EUR\n"),
        (
            "clients/peri.yaml",
            "name: Peri SL\nkind: business # dunlin: allow(client/unknown-kind) — why\n",
        ),
        (
            "contracts/peri-web.yaml",
            "client: PERI\ntotal: 100.00\nschedule:\n  - {id: a, due: 2026-01-01, percent: 33.33}\n  - {id: b, due: 2026-02-01, rest: true}\n",
        ),
        (
            "invoices/p-7.yaml",
            "client: peri\ncontract: peri-web\ninstalment: a\nissued: 2026-01-01\nlines:\n  - {description: Work, quantity: 3, unit_price: 11.11, tax_percent: 21}\nwithholding: {percent: 15, name: IRPF}\ndocument: docs/p.pdf\n",
        ),
        (
            "invoices/p-9.yaml",
            "client: peri\nissued: 2026-01-01\namount: 7.00\n",
        ),
    ]);
    let mut ledger = ledger;
    ledger.others.insert("docs/p.pdf".to_owned());
    let disguised = of(&ledger);
    let before = crate::load::ledger(&ledger, &["es"]);
    let after = crate::load::ledger(&disguised, &["es"]);
    assert_eq!(
        (before.findings, after.findings.clone()),
        (Vec::new(), Vec::new())
    );
    assert_eq!(after.allows.len(), 1, "{}", all(&disguised));
    let ledger = after.ledger.unwrap();
    let invoices: Vec<_> = ledger.invoices.values().collect();
    let [seventh, ninth] = invoices[..] else {
        panic!("{invoices:?}")
    };
    assert_eq!(ledger.clients.keys().next(), Some(&seventh.client.value));
    let number = |id: &str| id.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&ninth.id) - number(&seventh.id), 2);
    // 33.33 net, 7.00 tax, 5.00 withheld; multiplied after that, not before.
    let factor = i64::from(Key::of("creditor: {name: Estudio}\ncurrency: EUR\n").factor());
    let cents = |text: &str| crate::money::Amount::parse(text).unwrap();
    let times = |text: &str| (0..factor).map(|_| cents(text)).sum::<crate::money::Amount>();
    assert_eq!(seventh.lines[0].unit_price.value, times("33.33"));
    assert_eq!(
        seventh.withholding.as_ref().unwrap().amount.unwrap().value,
        times("5.00")
    );
    let currency = crate::money::Currency::from_code("EUR").unwrap();
    let tax = seventh.lines[0].unit_price.value.percent(cents("21"), currency);
    let rounding = seventh
        .lines
        .get(1)
        .map_or(cents("0"), |line| line.unit_price.value);
    assert_eq!(tax + rounding, times("7.00"));
    let contract = ledger.contracts.values().next().unwrap();
    assert_eq!(
        contract.schedule[0].share,
        crate::model::contract::Share::Amount(times("33.33"))
    );
}

#[test]
fn days_that_move_on_change_no_name() {
    let key = Key::of;
    let plain = key("creditor: {name: A}\ncurrency: EUR\n");
    assert_eq!(
        plain,
        key("creditor:\n  name: A\ncurrency: EUR # y\nreconciled: 2026-01-01\nas_of: 2026-01-02\n")
    );
    assert_ne!(
        plain,
        key("creditor: {name: A}\ncurrency: EUR\nx-incognito: hush\n")
    );
}

#[test]
fn invented_words_are_no_sentences_and_stand_once() {
    for script in [Script::Latin, Script::Cyrillic] {
        for list in ["places", "trades", "given", "filler"] {
            let words: Vec<_> = (0..100).map(|n| script.word(list, n)).collect();
            let count = (1..100).find(|n| words[*n] == words[0]).unwrap();
            let distinct: BTreeSet<_> = words[..count].iter().map(|word| word.to_lowercase()).collect();
            assert_eq!(distinct.len(), count, "{script:?} {list}");
            assert!(count >= 16 && distinct.iter().all(|word| word.chars().all(char::is_alphabetic)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn many_clients_are_many_still(ids in proptest::collection::btree_set("[a-z]{3,6}", 1..200)) {
        let mut ledger = folder(&[(SETTINGS, "creditor: {name: A}\ncurrency: EUR\n")]);
        for id in &ids {
            let text = format!("name: {id}\n");
            ledger.files.insert(format!("clients/{id}.yaml"), Content::Bytes(text.into_bytes()));
        }
        let loaded = crate::load::ledger(&of(&ledger), &[]);
        prop_assert_eq!(&loaded.findings, &Vec::new());
        let clients = loaded.ledger.unwrap().clients;
        let names: BTreeSet<_> = clients.values().map(|client| &client.name.value).collect();
        prop_assert_eq!((clients.len(), names.len()), (ids.len(), ids.len()));
    }

    #[test]
    fn account_numbers_stay_valid(digits in "[0-9]{16,20}", head in "[A-Z]{0,4}") {
        let text = format!("creditor: {{name: A, bank: {{iban: ES00{head}{digits}}}}}\ncurrency: EUR\n");
        let disguised = of(&folder(&[(SETTINGS, &text)]));
        let all = all(&disguised);
        let iban = all.lines().find_map(|line| line.trim().strip_prefix("iban: ")).unwrap();
        let turned = format!("{}{}", &iban[4..], &iban[..4]);
        let rest = turned.chars().fold(0, |rest, c| {
            let digit = c.to_digit(36).unwrap();
            (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
        });
        prop_assert_eq!(rest, 1);
        prop_assert_eq!(iban.len(), 4 + head.len() + digits.len());
    }
}
