//! What editors are told of records: the schemas against the loader itself, what `init` leaves for editors, and the
//! format's page.

use crate::{
    core_yaml,
    dunlin::{files, repository},
};
use ::dunlin::{
    load::{self, Content, Folder},
    render::{
        reference,
        schema::{self, Draft, Subject},
    },
};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

const DRAFTS: [Draft; 2] = [Draft::Seven, Draft::Latest];

#[test]
fn the_page_of_the_format_is_what_the_tables_say() {
    let path = repository().join("docs/LEDGER.md");
    let page = reference::page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == page,
        "docs/LEDGER.md is old: run UPDATE=1 cargo test"
    );
}

#[test]
fn each_schema_is_one_of_its_draft() {
    for subject in Subject::ALL {
        let seven = parsed(subject, Draft::Seven);
        jsonschema::draft7::meta::validate(&seven).unwrap();
        let latest = parsed(subject, Draft::Latest);
        jsonschema::draft202012::meta::validate(&latest).unwrap();
    }
}

fn parsed(subject: Subject, draft: Draft) -> Value {
    serde_json::from_str(&schema::text(subject, draft)).unwrap()
}

/// By what the loader reads a file as; for each draft.
struct Schemas(BTreeMap<Subject, [Validator; 2]>);

impl Schemas {
    fn new() -> Self {
        let validator = |subject, draft| jsonschema::validator_for(&parsed(subject, draft)).unwrap();
        let each = Subject::ALL.map(|subject| (subject, DRAFTS.map(|draft| validator(subject, draft))));
        Self(each.into_iter().collect())
    }

    /// What the schemas say against a value; nothing if both take it.
    fn against(&self, subject: Subject, value: &Value) -> Vec<String> {
        let wrong = self.0[&subject]
            .iter()
            .flat_map(|schema| schema.iter_errors(value));
        wrong
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    /// Whether draft-07 and 2020-12 take it.
    fn take(&self, subject: Subject, value: &Value) -> [bool; 2] {
        let schemas = &self.0[&subject];
        [schemas[0].is_valid(value), schemas[1].is_valid(value)]
    }
}

/// What the loader says against the form of a file.
fn found(path: &str, text: &str) -> Vec<String> {
    let files = [(path.to_owned(), text.to_owned())];
    found_in(&files).remove(path).unwrap_or_default()
}

/// The same for many files at once; nothing for those that are well.
fn found_in(files: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    const OF_FORM: [&str; 6] = [
        "file/duplicate-id",
        "file/duplicate-key",
        "file/invalid-value",
        "file/missing-key",
        "file/syntax",
        "file/unknown-key",
    ];
    let settings = (
        "dunlin.yaml".to_owned(),
        "creditor: {name: A}\ncurrency: EUR\n".to_owned(),
    );
    let bytes = |(path, text): &(String, String)| (path.clone(), Content::Bytes(text.clone().into_bytes()));
    let folder = Folder {
        files: std::iter::once(&settings).chain(files).map(bytes).collect(),
        ..Folder::default()
    };
    // References are of the whole ledger: no place is known here, and none is missed.
    let loaded = load::ledger(&folder, &[]);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in loaded
        .findings
        .iter()
        .filter(|finding| OF_FORM.contains(&finding.rule))
    {
        let path = loaded.sources.path(finding.span).to_owned();
        found.entry(path).or_default().push(finding.message.clone());
    }
    found
}

/// What the loader says against each text, as if each were the one file of its ledger.
fn found_each(path: &str, texts: Vec<String>) -> Vec<Vec<String>> {
    let Some((folder, _)) = path.split_once('/') else {
        return texts.iter().map(|text| found(path, text)).collect();
    };
    let named = texts.into_iter().enumerate();
    let files: Vec<_> = named
        .map(|(n, text)| (format!("{folder}/n{n}.yaml"), text))
        .collect();
    let mut said = found_in(&files);
    files
        .iter()
        .map(|(path, _)| said.remove(path).unwrap_or_default())
        .collect()
}

/// The keys of a record, without the body of an `.md`.
fn keys_of<'t>(path: &str, text: &'t str) -> Option<&'t str> {
    let text = text.trim_start_matches('\u{feff}');
    if !path.ends_with(".md") {
        return Some(text);
    }
    Some(text.strip_prefix("---\n")?.split_once("\n---")?.0)
}

/// Every file of `example-ledger`, of a new ledger, and of the ledgers on the rules' pages.
fn written_records() -> Vec<(Subject, String, String)> {
    let mut all = files(&repository().join("example-ledger"));
    all.extend(::dunlin::render::init::files(
        ::dunlin::calendar::parse_date("2026-03-02").unwrap(),
    ));
    for (path, page) in files(&repository().join("src/check/rules")) {
        if path.ends_with(".md") {
            let page = String::from_utf8(page).unwrap();
            let blocks = page.split("\n```yaml ").skip(1);
            let blocks = blocks.filter_map(|block| block.split_once("\n```")?.0.split_once('\n'));
            all.extend(blocks.map(|(path, text)| (path.to_owned(), format!("{text}\n").into_bytes())));
        }
    }
    let record = |(path, bytes): (String, Vec<u8>)| {
        let subject = Subject::of_path(&path)?;
        let text = String::from_utf8(bytes).ok()?;
        Some((subject, path, text))
    };
    all.into_iter().filter_map(record).collect()
}

#[test]
fn what_the_loader_takes_the_schemas_take() {
    let schemas = Schemas::new();
    let mut taken: BTreeMap<Subject, usize> = BTreeMap::new();
    for (subject, path, text) in written_records() {
        if !found(&path, &text).is_empty() {
            continue;
        }
        let keys = keys_of(&path, &text).unwrap();
        for document in core_yaml::documents(keys).into_iter().flatten() {
            if !document.is_null() {
                let wrong = schemas.against(subject, &document);
                assert_eq!(wrong, Vec::<String>::new(), "{path}\n{keys}");
                *taken.entry(subject).or_default() += 1;
            }
        }
    }
    for subject in Subject::ALL {
        assert!(
            taken.get(&subject).is_some_and(|count| *count >= 3),
            "{subject}: {taken:?}"
        );
    }
}

/// A record of each kind with all that it can hold, so that every key can be put wrong.
const FULL: [(&str, &str); 9] = [
    (
        "dunlin.yaml",
        "creditor: {name: A, kind: individual, email: a@a.example, bank: [{currency: EUR, holder: A, iban: X1}]}\n\
         currency: EUR\nlanguage: es\njurisdiction: es\npolicy: mild\nholidays: [2026-12-25]\nreconciled: 2026-03-01\n\
         policies: {mild: {extends: gentle, minimum: {EUR: 5}, grace_days: 3, call_consumers: false, discount: {percent: 2, days: 7}, \
         charges_from: firm, stages: {heads-up: off, firm: {day: -3, gap: 4}}}}\ntolerance: {EUR: 1.00}\nsite: web\n\
         rules: {edition: 2026.1, contract: warning, contract/schedule-gap: {level: warning, days: 45}, small_contract: {EUR: 500}}\n\
         recovery: {hour_value: 60, agency_percent: 25, hours: {agency: 1}, chances: {agency: 30}}\n\
         law: {jurisdictions: {xx: {small_claims: {limits: [{from: 2026-01-01, amount: 5000, claimant: individual, inclusive: false}]}}}, \
         rates: {mine: [{from: 2026-01-01, percent: -0.5}]}}\n",
    ),
    (
        "clients/a.yaml",
        "name: A\nlegal_name: A Ltd\nkind: business\nlegal_form: company\nlanguage: pt-BR\naddress: formal\njurisdiction: us-ca\n\
         policy: gentle\ncontact: {name: B, email: b@a.example, cc: [c@a.example]}\nbilling: {reference: PO 1, requires_po: true}\n\
         credit_limit: 10000.00\nvetting: [{date: 2026-01-03, source: C, outcome: good}]\n\
         chasing: {paused_until: 2026-12-15, stopped: true, reason: asked}\nlate_charges: if-demanded\nnotes: x\n",
    ),
    (
        "contracts/c.yaml",
        "client: a\ntitle: T\ndate: 2026-01-05\nsigned: 2026-01-08\nstart: 2026-01-23\nend: 2026-05-29\njurisdiction: us-ca\n\
         currency: USD\namounts: net\ntax_percent: 21\ntotal: 18000.00\nschedule:\n\
         - {id: deposit, due: 2026-01-22, amount: 6000.00, when: before work starts}\n\
         - {id: design, due: 2026-03-02, percent: 33.3333, waits_for: approval}\n\
         - {id: beta, expected: 2026-04-10, amount: 2000.00}\n- {id: launch, due: 2026-05-29, rest: true}\n\
         - {id: hours, every: month, from: 2026-01-31, until: 2026-12-31, up_to: 600}\n\
         terms: {payment_days: {days: 30, end_of_month: after}, grace_days: 7, stop_work: true, late_interest: {percent_per_year: 8}, \
         early_discount: {percent: 2, days: 7}, notice_days: 14, disputes: mediation}\n\
         amendments: [{id: co-1, date: 2026-02-10, signed: 2026-02-11, title: S, amount: 2500, \
         schedule: [{id: co-1, due: 2026-03-20, rest: true}]}]\nstatus: active\npolicy: strict\nlate_charges: claim\n",
    ),
    (
        "contracts/d.yaml",
        "client: a\nschedule:\n- {id: one, due: 2026-01-22, amount: 6000}\nterms: {payment_days: 14, late_interest: statutory}\n",
    ),
    (
        "invoices/i.yaml",
        "client: a\ncontract: c\ninstalment: [deposit, co-1]\nissued: 2026-01-08\n\
         period: {from: 2026-01-01, to: 2026-01-31}\nsent: {date: 2026-01-08, via: email, confirmed: 2026-01-09}\ndue: 2026-01-22\n\
         currency: EUR\nlines: [{description: D, quantity: 1, unit_price: 6000.00, tax_percent: 0}]\n\
         withholding: {percent: 15, name: IRPF}\nlanguage: en\nlate_charges: waive\n\
         payments: [{date: 2026-02-20, amount: 100.00, method: bank}]\ncredits: [{date: 2026-02-01, amount: 100.00, reason: late}]\n\
         dispute: {opened: 2026-02-01, reason: colours, resolved: 2026-02-09}\n",
    ),
    (
        "payments/p.yaml",
        "client: a\ndate: 2026-03-04\namount: 5000.00\ncurrency: EUR\nallocate: {i: 4000.00}\nmethod: bank\nreference: A 1\nreturned: 2026-03-20\n",
    ),
    (
        "log/l.yaml",
        "client: a\ndate: 2026-02-02\nwhat: credit\ninvoices: [i]\namount: 5\nreason: late\n",
    ),
    (
        "log/m.yaml",
        "client: a\ndate: 2026-02-02\nwhat: contact\ninvoices: {i: firm}\nchannel: email\ndirection: out\nstage: reminder\n\
         deadline: 2026-02-16\ndelivered: false\nreceived: 2026-02-03\nanswer: awaiting-approval\n\
         promise: {pay_by: 2026-02-15, amount: 400.00, written: true}\nnote: x\nto: a@a.example\nalso: [i]\ncc: [b]\n",
    ),
    (
        "plans/p.yaml",
        "client: a\nagreed: 2026-03-10\nwritten: true\ninvoices: [i]\ncurrency: EUR\n\
         instalments: [{due: 2026-04-01, amount: 1000.00}]\ndiscount: {amount: 200.00, if_paid_by: 2026-05-01}\ncancelled: 2026-05-09\n",
    ),
];

const CASE: (&str, &str) = (
    "cases/k.yaml",
    "client: a\ninvoices: [i]\nroute: small-claims\nopened: 2026-07-01\nfiled: 2026-07-20\nreference: \"26-CV\"\n\
     next: {date: 2026-09-03, what: hearing}\njudgment: {date: 2026-09-03, amount: 6120.00}\nclosed: {date: 2026-10-10, outcome: paid}\n",
);

/// What takes sums or other places to see.
fn is_beyond_a_schema(message: &str) -> bool {
    ["stands in this contract twice", " decimal", "the lines come to"]
        .iter()
        .any(|said| message.contains(said))
}

#[test]
fn what_is_put_wrong_is_wrong_to_both() {
    let schemas = Schemas::new();
    let mut compared = 0;
    let mut unlike = Vec::new();
    for (path, text) in FULL.into_iter().chain([CASE]) {
        let subject = Subject::of_path(path).unwrap();
        let full = core_yaml::documents(text).unwrap().remove(0);
        assert_eq!(found(path, text), Vec::<String>::new(), "{path}");
        assert_eq!(schemas.against(subject, &full), Vec::<String>::new(), "{path}");
        let changes = changes(&full);
        let texts = changes.iter().map(|(_, changed)| changed.to_string()).collect();
        for ((what, changed), said) in changes.into_iter().zip(found_each(path, texts)) {
            let [seven, latest] = schemas.take(subject, &changed);
            compared += 1;
            if said.is_empty() && !(seven && latest) {
                unlike.push(format!("{path}: {what}: only a schema says that it is wrong"));
            }
            let minded: Vec<_> = said.iter().filter(|said| !is_beyond_a_schema(said)).collect();
            // Draft-07 can't count.
            let only_counted = minded
                .iter()
                .all(|said| *said == "a second instalment with `rest`");
            if !minded.is_empty() && (latest || (seven && !only_counted)) {
                unlike.push(format!("{path}: {what}: only the loader says {said:?}"));
            }
        }
    }
    assert!(compared > 5000, "{compared}");
    assert!(
        unlike.is_empty(),
        "{} of {compared}:\n{}",
        unlike.len(),
        unlike.join("\n")
    );
}

/// The value with one thing in it changed, for each thing and each change.
fn changes(full: &Value) -> Vec<(String, Value)> {
    let mut changed = Vec::new();
    let others = [
        json!(null),
        json!(""),
        json!(" "),
        json!("a"),
        json!("a b"),
        json!("a/b"),
        json!(".a"),
        json!("other"),
        json!("EUR"),
        json!("2026-03-01"),
        json!("2026-13-01"),
        json!("1,250.50"),
        json!("12.50"),
        json!("0.00"),
        json!(0),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(2000),
        json!(40000),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!(["a"]),
        json!(["a", "b"]),
        json!({"a": 1}),
        json!({"x-a": 1}),
    ];
    for place in places(full) {
        for other in &others {
            let mut whole = full.clone();
            *whole.pointer_mut(&place).unwrap() = other.clone();
            changed.push((format!("{place} is {other}"), whole));
        }
        let (within, key) = place.rsplit_once('/').unwrap_or_default();
        let mut without = full.clone();
        match without.pointer_mut(within).unwrap() {
            Value::Object(entries) if !place.is_empty() => {
                let key = key.replace("~1", "/");
                entries.remove(&key);
                changed.push((format!("no {place}"), without));
            }
            _ => {}
        }
        if full.pointer(&place).unwrap().is_object() {
            for (key, value) in MORE {
                let mut whole = full.clone();
                whole.pointer_mut(&place).unwrap()[key] = core_yaml::plain(value);
                changed.push((format!("{place} has {key}: {value}"), whole));
            }
        }
    }
    changed
}

const MORE: [(&str, &str); 22] = [
    ("zzz", "1"),
    ("x-mine", "~"),
    ("id", "a/b"),
    ("due", "2026-03-01"),
    ("expected", "2026-03-01"),
    ("every", "month"),
    ("from", "2026-03-01"),
    ("until", "2026-03-01"),
    ("amount", "5"),
    ("percent", "5"),
    ("rest", "true"),
    ("up_to", "5"),
    ("lines", "~"),
    ("what", "dispute"),
    ("what", "credit"),
    ("amounts", "net"),
    ("amounts", "gross"),
    ("withholding", "5"),
    ("document", "a.pdf"),
    ("currency", "JPY"),
    ("currency", "jpy"),
    ("total", "5"),
];

/// Where every value stands, the whole first.
fn places(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(entries) => {
            let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
            entries.iter().map(|(key, value)| (escaped(key), value)).collect()
        }
        Value::Array(items) => (0..).map(|n: usize| n.to_string()).zip(items).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        all.extend(places(value).into_iter().map(|place| format!("/{key}{place}")));
    }
    all
}

/// By file: what stands before a key, the key, and values as they may be written.
const SPELLINGS: [(&str, &str, &str, &str); 8] = [
    (
        "payments/p.yaml",
        "client: a\ndate: 2026-03-04\n",
        "amount",
        "1250.50 \"1250.50\" 0123 '07.50' 1,250.50 1.250,50 €1250 1_000 -5 '-5' 0 0.00 '0.00' ~ [] yes true \
             1e3 +5 .5 5. 0x10 0o17 99999999999999 '99999999999999' 0.0000000000001",
    ),
    (
        "invoices/i.yaml",
        "client: a\nlines: [{unit_price: 1}]\n",
        "due",
        "2026-03-01 '2026-03-01' 1.3.2026 2026-3-1 20260301 1899-12-31 3000-01-01 2026-03-01T00:00:00Z 2026-02-30",
    ),
    (
        "clients/a.yaml",
        "name: no\n",
        "language",
        "no en es-419 pt_BR English 'de' zh-Hant-TW e",
    ),
    (
        "clients/a.yaml",
        "billing: {requires_po: true}\n",
        "name",
        "no off y 0123 1e3 2026-03-01 true ~ '' ' ' \"\\t\" x",
    ),
    (
        "clients/a.yaml",
        "name: x\n",
        "chasing",
        "{stopped: true} {stopped: yes} {stopped: \"true\"} {stopped: True} {stopped: 1}",
    ),
    (
        "clients/a.yaml",
        "name: x\n",
        "id",
        "a a.b_c-d 2026 0123 Фирма -x .x a/b 'a b' ' a ' a@b naïve 'a€' no",
    ),
    (
        "contracts/c.yaml",
        "client: a\ntotal: 5\n",
        "terms",
        "{grace_days: 7} {grace_days: '7'} {grace_days: 007} {grace_days: 7.0} {grace_days: 7.5} {grace_days: -1} \
             {grace_days: '-1'} {grace_days: 36525} {grace_days: 36526} {grace_days: 7 days}",
    ),
    (
        "contracts/c.yaml",
        "client: a\ntotal: 5\n",
        "tax_percent",
        "21 0 '21' 21% 1000 1001 -1 '-1' '1001' 1e2",
    ),
];

/// What the loader alone minds.
const ONLY_THE_LOADER: [&str; 13] = [
    // A number, however it is spelled, is a number to an editor.
    "amount: 1e3",
    "amount: +5",
    "amount: .5",
    "amount: 5.",
    "amount: 0x10",
    "amount: 0o17",
    "amount: 0.0000000000001",
    // Most editors know the form of a date, not the length of its month.
    "due: 2026-02-30",
    // Also a truth value.
    "chasing: {stopped: True}",
    // Which signs are letters, each editor's patterns say otherwise.
    "id: 'a€'",
    "terms: {grace_days: 7.0}",
    // A text has no size.
    "tax_percent: '1001'",
    "tax_percent: 1e2",
];

#[test]
fn how_a_value_is_spelled_is_seen_the_same_but_for_numbers() {
    let schemas = Schemas::new();
    let mut only_loader_minds = Vec::new();
    for (path, before, key, values) in SPELLINGS {
        let subject = Subject::of_path(path).unwrap();
        for value in spelled(values) {
            let text = format!("{before}{key}: {value}\n");
            let said = found(path, &text);
            let seen = core_yaml::documents(&text).unwrap().remove(0);
            match (said.is_empty(), schemas.take(subject, &seen)) {
                (true, [true, true]) | (false, [false, false]) => {}
                (true, _) => panic!("{text}only a schema says that it is wrong"),
                (false, _) => only_loader_minds.push(format!("{key}: {value}")),
            }
        }
    }
    assert_eq!(only_loader_minds, ONLY_THE_LOADER);
}

/// The values of a line, at its spaces but for those in quotes and brackets.
fn spelled(line: &str) -> Vec<&str> {
    let (mut quote, mut depth, mut start) = (None, 0, 0);
    let mut values = Vec::new();
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth -= 1,
            (None, ' ') if depth == 0 => {
                values.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    values.push(&line[start..]);
    values.retain(|value| !value.is_empty());
    values
}
