//! What is offered and told on one small ledger, each cursor as `¦`.

use super::*;
use crate::{
    assess::{self, Assessed},
    calendar::parse_date,
    check::{self, Judged},
    finding::{Edit, Finding, Level},
    load::{
        self, Content, Folder,
        cursor::{Cursor, RecordFile},
    },
    source::FileId,
    statute::Statutes,
};

const FILES: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Studio}\ncurrency: USD\njurisdiction: us-ca\npolicies:\n  soft: {extends: gentle}\n",
    ),
    ("clients/acme.yaml", "name: Acme *Inc*\nkind: business\n"),
    ("clients/bolt.yaml", "name: Bolt\n"),
    (
        "contracts/web.yaml",
        "client: acme\ntitle: Website\nsigned: 2026-01-02\nstart: 2026-01-10\ntotal: 9000\nschedule:\n  - {id: deposit, due: 2026-01-09, \
         amount: 3000}\n  - {id: rest, due: 2026-02-10, rest: true}\n  - {id: care, every: month, from: 2026-03-01, until: 2026-04-30, up_to: \
         50}\nterms: {grace_days: 7, stop_work: true}\n",
    ),
    ("contracts/bolt-app.yaml", "client: bolt\ntotal: 5\n"),
    (
        "invoices/i-1.yaml",
        "client: acme\ncontract: web\ninstalment: deposit\nissued: 2026-01-02\ndue: 2026-01-09\namount: 3000.00\n",
    ),
    (
        "invoices/b-1.yaml",
        "client: bolt\nissued: 2026-01-02\namount: 5.00\n",
    ),
    (
        "log/call.yaml",
        "client: acme\ndate: 2026-02-01\ninvoices: [i-1]\nstage: reminder\npromise: {pay_by: 2026-02-20}\n",
    ),
];

fn folder() -> Folder {
    let files = FILES.iter().map(|(path, text)| {
        let bytes = Content::Bytes(text.as_bytes().to_vec());
        ((*path).to_owned(), bytes)
    });
    Folder {
        files: files.collect(),
        others: ["documents/signed: web.pdf", "documents/web.pdf"]
            .map(str::to_owned)
            .into(),
    }
}

/// What `ask` makes of the cursor in a text that isn't saved.
fn asked<T>(path: &str, marked: &str, ask: impl FnOnce(Desk, &Cursor) -> T) -> T {
    let folder = folder();
    let ids: Vec<_> = Statutes::ids().collect();
    let loaded = load::ledger(&folder, &ids);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let ledger = loaded.ledger.as_ref().unwrap();
    let statutes = assess::statutes(ledger).unwrap();
    let assessed: Assessed = assess::assess(ledger, &statutes, parse_date("2026-02-15").unwrap());
    let documents = folder.files.keys().chain(&folder.others).cloned().collect();
    let shelf = Shelf {
        places: vec![("us-ca".to_owned(), "California".to_owned())],
        languages: vec!["en".to_owned(), "es".to_owned()],
    };
    let file = RecordFile::of(path, "").unwrap();
    let offset = marked.find('¦').unwrap();
    let text = marked.replacen('¦', "", 1);
    let desk = Desk {
        loaded: &loaded,
        assessed: Some(&assessed),
        shelf: &shelf,
        documents: &documents,
    };
    ask(desk, &Cursor::at(&file, &text, offset))
}

/// The text as it is with the first that is offered, and the labels of the first few.
fn offered(path: &str, marked: &str, most: usize) -> String {
    let offered = asked(path, marked, completions);
    let mut text = marked.replacen('¦', "", 1);
    let labels: Vec<_> = offered
        .items
        .iter()
        .take(most)
        .map(|item| item.label.as_str())
        .collect();
    let labels = labels.join(" ");
    if let Some(first) = offered.items.first() {
        text.replace_range(offered.range, &first.insert);
    }
    format!("{labels} → {text}")
}

/// File, text, and the labels offered with the text that the first of them makes.
const OFFERS: &[(&str, &str, &str)] = &[
    ("invoices/n.yaml", "¦", "client id contract → client: "),
    (
        "invoices/n.yaml",
        "client: acme\n¦",
        "id contract instalment → client: acme\nid: ",
    ),
    (
        "invoices/n.yaml",
        "cli¦\ndue: x",
        "client id contract → client: \ndue: x",
    ),
    ("invoices/n.yaml", "cli¦: x", "client id contract → client: x"),
    ("invoices/n.yaml", "client: ¦", "acme bolt → client: acme"),
    ("invoices/n.yaml", "client:¦", "acme bolt → client: acme"),
    (
        "invoices/n.yaml",
        "client: bol¦t # x",
        "acme bolt → client: acme # x",
    ),
    (
        "invoices/n.yaml",
        "contract: ¦",
        "bolt-app web → contract: bolt-app",
    ),
    (
        "invoices/n.yaml",
        "client: acme\ncontract: ¦",
        "web → client: acme\ncontract: web",
    ),
    (
        "invoices/n.yaml",
        "contract: web\ninstalment: ¦",
        "rest care-1 care-2 → contract: web\ninstalment: rest",
    ),
    (
        "invoices/i-1.yaml",
        "contract: web\ninstalment: [¦]",
        "deposit rest care-1 → contract: web\ninstalment: [deposit]",
    ),
    ("invoices/n.yaml", "instalment: ¦", " → instalment: "),
    ("invoices/n.yaml", "currency: ¦", "USD AED AFN → currency: USD"),
    ("invoices/n.yaml", "language: ¦", "en es → language: en"),
    (
        "invoices/n.yaml",
        "document: ¦",
        "documents/signed: web.pdf documents/web.pdf clients/acme.yaml → document: 'documents/signed: web.pdf'",
    ),
    (
        "invoices/n.yaml",
        "document: 'd¦'",
        "documents/signed: web.pdf documents/web.pdf clients/acme.yaml → document: 'documents/signed: web.pdf'",
    ),
    (
        "invoices/n.yaml",
        "late_charges: ¦",
        "claim if-demanded waive → late_charges: claim",
    ),
    (
        "payments/n.yaml",
        "client: acme\nallocate: {¦}",
        "i-1 → client: acme\nallocate: {i-1: }",
    ),
    (
        "log/n.yaml",
        "client: bolt\ninvoices: [¦",
        "b-1 → client: bolt\ninvoices: [b-1",
    ),
    (
        "contracts/n.yaml",
        "terms: {stop_work: ¦}",
        "true false → terms: {stop_work: true}",
    ),
    (
        "contracts/n.yaml",
        "terms:\n  stop¦",
        "payment_days grace_days stop_work → terms:\n  payment_days: ",
    ),
    (
        "contracts/n.yaml",
        "jurisdiction: ¦",
        "us-ca → jurisdiction: us-ca",
    ),
    (
        "contracts/n.yaml",
        "schedule:\n  - ¦",
        "id due expected → schedule:\n  - id: ",
    ),
    (
        "clients/n.yaml",
        "policy: ¦",
        "soft gentle standard → policy: soft",
    ),
    (
        "dunlin.yaml",
        "rules:\n  ¦",
        "edition small_contract client → rules:\n  edition: ",
    ),
    (
        "dunlin.yaml",
        "rules:\n  client: ¦",
        "off info warning → rules:\n  client: off",
    ),
    (
        "invoices/n.yaml",
        "# dunlin: allow(¦\nclient: acme",
        "client/cannot-be-served client/overdue-and-extended client/unknown-kind → # dunlin: allow(client/cannot-be-served\nclient: acme",
    ),
    (
        "invoices/n.yaml",
        "client: acme # dunlin: allow(file/syntax, inv¦oice/x) — y",
        "client/cannot-be-served client/overdue-and-extended client/unknown-kind → client: acme # dunlin: allow(file/syntax, \
             client/cannot-be-served) — y",
    ),
    (
        "invoices/n.yaml",
        "# dunlin: allow(file/syntax) — ¦",
        " → # dunlin: allow(file/syntax) — ",
    ),
    ("invoices/n.yaml", "# any ¦", " → # any "),
    ("clients/n.md", "---\nname: N\n---\n¦", " → ---\nname: N\n---\n"),
];

#[test]
fn everything_that_may_be_written_is_offered() {
    for (path, text, expected) in OFFERS {
        assert_eq!(offered(path, text, 3), *expected, "{text:?}");
    }
}

#[test]
fn an_offer_says_what_it_is() {
    let keys = asked("invoices/n.yaml", "¦", completions);
    let client = &keys.items[0];
    assert_eq!(
        (client.detail.as_str(), client.documentation.as_str()),
        ("required", "Who is to pay.")
    );
    let rows = asked("invoices/n.yaml", "contract: web\ninstalment: ¦", completions);
    let told: Vec<_> = rows.items.iter().map(|item| item.detail.as_str()).collect();
    assert_eq!(
        told,
        [
            "due 2026-02-10",
            "due 2026-03-01",
            "due 2026-04-01",
            "due 2026-01-09, billed by i-1"
        ]
    );
}

/// What a hover tells.
fn told(path: &str, marked: &str) -> String {
    asked(path, marked, hover).map_or_else(|| "nothing".to_owned(), |hover| hover.plain())
}

const INVOICE: &str = "Invoice i-1, Acme *Inc* on 2026-02-15\n\
    3000.00 USD is open, 37 days overdue: it was due on 2026-01-09.\n\
    No reminder goes out: they promised to pay by 2026-02-20. This holds until 2026-02-20.\n\
    Reached so far: `reminder`, last on 2026-02-01.\n\
    They promised 3000.00 USD by 2026-02-20: still open.\n\
    Work under `web` is on hold since 2026-01-17.\n\
    Interest so far: 30.41 USD.\n\
    It can be brought to court until 2030-01-09, at the earliest end.\n";

#[test]
fn a_hover_tells_what_a_thing_means_today() {
    let own = "client: acme\namount: ¦3000.00\n";
    assert_eq!(told("invoices/i-1.yaml", own), INVOICE);
    assert_eq!(told("log/n.yaml", "invoices: [i-¦1]"), INVOICE);
    assert_eq!(
        told("invoices/i-1.yaml", "client: acme\ndu¦e: 2026-01-09\n"),
        format!(
            "`due`\nThe last day to pay in time; else counted from `issued`.\nTakes a date, such as 2026-03-01.\n\n{INVOICE}"
        )
    );
    assert_eq!(
        told("invoices/n.yaml", "client: ac¦me"),
        "Acme *Inc* (acme)\nOwes 3000.00 USD on 2026-02-15, 3000.00 USD of it overdue.\nGrade D.\nPromises: 1 made, 0 kept, 0 broken.\n"
    );
    let contract = told("contracts/web.yaml", "total: 90¦00");
    let figures = "Website (web)\n9000.00 USD in all; 3000.00 USD billed, 0.00 USD paid, 6000.00 USD not yet billed.\n\
         Work is on hold since 2026-01-17.\nAt most 5900.00 USD can be owed at once from `rest` on.\n\
         The small-claims limit in California is 12500.00 USD since 2024-01-01: within it.\nRead on ";
    assert!(contract.starts_with(figures), "{contract}");
}

#[test]
fn places_rows_rules_and_policies_have_hovers_too() {
    let place = told("clients/acme.yaml", "jurisdiction: us-¦ca");
    for part in [
        "California (us-ca)\nThe small-claims limit in California is 12500.00 USD since 2024-01-01, for you.\nRead on ",
        "https://",
        "\nLate interest: 10 % a year",
        "\nA debt can be brought to court for 4 years from the due date",
        "\nInformation, not legal advice. `dunlin law us-ca` names every source.\n",
    ] {
        assert!(place.contains(part), "{part} in {place}");
    }
    assert_eq!(
        told("invoices/n.yaml", "contract: web\ninstalment: [rest, dep¦osit]"),
        "`deposit` of web\n3000.00 USD due 2026-01-09; billed by i-1 (open).\n"
    );
    assert_eq!(
        told("contracts/web.yaml", "schedule:\n  - {id: rest, rest: tr¦ue}"),
        "`rest` of web\n5900.00 USD due 2026-02-10; not yet billed.\n"
    );
    assert_eq!(
        told("clients/n.yaml", "policy: so¦ft"),
        told("clients/n.yaml", "policy: gen¦tle").replace("gentle", "soft")
    );
    for (path, text) in [
        ("dunlin.yaml", "rules: {contract/no-dep¦osit: off}"),
        (
            "contracts/n.yaml",
            "# dunlin: allow(contract/no-dep¦osit) — x\nclient: acme",
        ),
    ] {
        assert_eq!(
            told(path, text).lines().take(2).collect::<Vec<_>>(),
            [
                "`contract/no-deposit`, warning",
                "A contract names the day on which work starts, and nothing is due on or before it."
            ]
        );
    }
    for (path, text) in [
        ("invoices/n.yaml", "client: nob¦ody"),
        ("invoices/n.yaml", "client: acme\n\n¦"),
        ("invoices/n.yaml", "# any com¦ment"),
        ("invoices/n.yaml", "x-own¦: 5"),
    ] {
        assert_eq!(told(path, text), "nothing", "{text}");
    }
}

/// Path and text of what the cursor leads to.
fn leads_to(path: &str, marked: &str) -> String {
    asked(path, marked, |desk, cursor| match definition(desk, cursor) {
        Some(Definition::Place(span)) => {
            let sources = &desk.loaded.sources;
            format!("{} {}", sources.path(span), sources.text(span))
        }
        Some(Definition::File(path)) => path,
        None => "nowhere".to_owned(),
    })
}

#[test]
fn ids_lead_to_their_records() {
    for (path, text, expected) in [
        ("invoices/n.yaml", "client: ACM¦E", "clients/acme.yaml name"),
        ("invoices/n.yaml", "contract: we¦b", "contracts/web.yaml client"),
        (
            "invoices/n.yaml",
            "contract: web\ninstalment: re¦st",
            "contracts/web.yaml rest",
        ),
        (
            "invoices/n.yaml",
            "contract: web\ninstalment: [care-¦2]",
            "contracts/web.yaml care",
        ),
        (
            "payments/n.yaml",
            "allocate: {i-¦1: 5}",
            "invoices/i-1.yaml client",
        ),
        ("clients/n.yaml", "policy: so¦ft", "dunlin.yaml soft"),
        ("clients/n.yaml", "policy: gen¦tle", "nowhere"),
        (
            "contracts/n.yaml",
            "document: documents/we¦b.pdf",
            "documents/web.pdf",
        ),
        ("contracts/n.yaml", "document: documents/x¦.pdf", "nowhere"),
        ("contracts/n.yaml", "title: we¦b", "nowhere"),
        ("contracts/n.yaml", "jurisdiction: us-¦ca", "nowhere"),
    ] {
        assert_eq!(leads_to(path, text), expected, "{text}");
    }
}

#[test]
fn a_finding_offers_its_fix_and_to_be_allowed() {
    let text = "client: acme\r\ntotal: 5\r\nterms:\r\n  grace_dys: 7\r\n";
    let folder = Folder {
        files: [("contracts/a.yaml", text), ("dunlin.yaml", "")]
            .map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())))
            .into(),
        ..Folder::default()
    };
    let loaded = load::ledger(&folder, &[]);
    let checked = check::run(&loaded, None).unwrap();
    let mut found = checked.findings.iter();
    let mut judged: Judged = found
        .rfind(|judged| judged.finding.rule == "file/unknown-key")
        .unwrap()
        .clone();
    let span = judged.finding.span;
    let edit = Edit {
        span,
        text: "grace_days".to_owned(),
    };
    judged.finding.fix = None;
    judged.finding = judged.finding.fix("write `grace_days`", vec![edit]);
    let file = RecordFile::of("contracts/a.yaml", "");
    let offered = actions(&judged, file.as_ref(), &loaded.sources);
    let done: Vec<_> = offered
        .iter()
        .map(|action| {
            let mut text = text.to_owned();
            for edit in &action.edits {
                text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
            (action.title.as_str(), action.is_fix, text)
        })
        .collect();
    assert_eq!(
        done,
        [
            (
                "Write `grace_days`",
                true,
                "client: acme\r\ntotal: 5\r\nterms:\r\n  grace_days: 7\r\n".to_owned()
            ),
            (
                "Allow file/unknown-key here, with a reason",
                false,
                "client: acme\r\ntotal: 5\r\nterms:\r\n  # dunlin: allow(file/unknown-key) — \r\n  grace_dys: 7\r\n".to_owned()
            ),
        ]
    );
    let never = Judged {
        finding: Finding::new("file/syntax", span, "x"),
        level: Level::Error,
    };
    assert_eq!(actions(&never, file.as_ref(), &loaded.sources), []);
    assert_eq!(span.file, FileId(0));
}
