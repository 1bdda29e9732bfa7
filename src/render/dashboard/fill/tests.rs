use super::*;
use crate::{
    assess, check,
    load::{self, Content},
    render::{Files, letter},
    report::AGENDA_DAYS,
    statute::Statutes,
};
use std::{collections::BTreeMap, path::Path};

/// The pages of a ledger's folder, as a build makes them.
fn built(folder: &load::Folder) -> Files {
    let places: Vec<_> = Statutes::ids().collect();
    let loaded = load::ledger(folder, &places);
    let ledger = loaded.ledger.as_ref().unwrap();
    let statutes = assess::statutes(ledger).unwrap();
    let day = ledger.settings.as_of.unwrap().value;
    let assessed = assess::assess(ledger, &statutes, day);
    let checked = check::run(&loaded, Some(&assessed)).unwrap();
    let letters = report::letters(&assessed, &loaded.unread);
    let actions = report::actions(&assessed, &letters, AGENDA_DAYS);
    let languages = Languages::embedded();
    let drafts = letter::drafts(&assessed, &letters, &languages);
    let days = WrittenDays::default();
    let facts = Facts {
        assessed: &assessed,
        loaded: &loaded,
        checked: &checked,
        letters: &letters,
        drafts: &drafts,
        actions: &actions,
        languages: &languages,
        mails: &Mails::default(),
    };
    let made = Dashboard::new(facts, &days).unwrap();
    let files = made.paths().into_iter().map(|path| {
        let bytes = made.bytes(path).unwrap().unwrap().into_owned();
        (path.to_owned(), bytes)
    });
    let files = files.collect();
    assert_eq!(made.faults(), BTreeSet::new());
    files
}

fn example() -> load::Folder {
    load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-ledger")).unwrap()
}

fn in_language(tag: &str) -> load::Folder {
    let mut folder = example();
    let settings = folder.files.get_mut("dunlin.yaml").unwrap();
    let Content::Bytes(bytes) = settings else { panic!() };
    let text = String::from_utf8(bytes.clone()).unwrap();
    *settings = Content::Bytes(
        text.replace("language: en ", &format!("language: {tag} "))
            .into_bytes(),
    );
    folder
}

fn small(files: &[(&str, &str)]) -> load::Folder {
    let mut folder = load::Folder::default();
    for (path, text) in files {
        folder
            .files
            .insert((*path).to_owned(), Content::Bytes(text.as_bytes().to_vec()));
    }
    folder
}

fn html(files: &Files) -> BTreeMap<&str, &str> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect()
}

/// What follows `name="` up to the quote, each time.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect()
}

/// As a browser reads an address.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
        .into_bytes()
        .into_iter();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Addresses that lead nowhere, and pages that break what every page promises.
fn faults(files: &Files) -> Vec<String> {
    let pages = html(files);
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| (*path, attributes(html, "id").into_iter().collect()))
        .collect();
    let mut faults = Vec::new();
    for (path, html) in &pages {
        if html.matches("<h1").count() != 1 {
            faults.push(format!("{path}: not one h1"));
        }
        if ids[path].len() != attributes(html, "id").len() {
            faults.push(format!("{path}: an id twice"));
        }
        for href in attributes(html, "href") {
            if href.starts_with("mailto:") || href.starts_with("http") {
                continue;
            }
            let (page, fragment) = href.split_once('#').unwrap_or((href, ""));
            let page = if page.is_empty() {
                (*path).to_owned()
            } else {
                decoded(page)
            };
            let arrives = fragment.is_empty()
                || ids
                    .get(page.as_str())
                    .is_some_and(|ids| ids.contains(decoded(fragment).as_str()));
            if !files.contains_key(&page) || !arrives {
                faults.push(format!("{path}: {href}"));
            }
        }
    }
    faults
}

#[test]
fn the_example_is_rendered_and_every_link_arrives() {
    let files = built(&example());
    assert_eq!(faults(&files), Vec::<String>::new());
    for path in [
        "index.html",
        "client-luna.html",
        "contract-luna-web.html",
        "invoice-luna-04.html",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
}

#[test]
fn every_language_says_everything() {
    for tag in ["de", "en", "es", "fr", "it", "pt", "ru"] {
        let files = built(&in_language(tag));
        assert_eq!(faults(&files), Vec::<String>::new(), "{tag}");
        for (path, html) in html(&files) {
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{tag} {path}");
            for gap in [
                "{date}",
                "{amount}",
                "{balance}",
                "{n}",
                "{place}",
                "{days}",
                "{what}",
                "{name}",
                "{due}",
                "{issued}",
                "{paid}",
                "{policy}",
                "{percent}",
                "{plan}",
                "{running}",
                "{since}",
                "{stage}",
                "{years}",
            ] {
                assert!(!html.contains(gap), "{tag} {path}: {gap}");
            }
            // Where a word is missing its key stands.
            for group in [
                "action", "state", "entry", "held", "arranged", "route", "stage", "fact", "exposure", "why",
                "interest",
            ] {
                assert!(!html.contains(&format!(">{group}.")), "{tag} {path}: {group}");
            }
            assert!(!html.contains("г.."), "{path}");
        }
    }
}

const SETTINGS: &str = "creditor: {name: Faro}\ncurrency: EUR\nas_of: 2026-03-02\njurisdiction: es\n";

#[test]
fn an_empty_ledger_builds() {
    let files = built(&small(&[("dunlin.yaml", SETTINGS)]));
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    assert!(pages["index.html"].contains("Your ledger is ready"));
    assert_eq!(
        pages.keys().copied().collect::<Vec<_>>(),
        ["clients.html", "findings.html", "index.html", "letters.html"]
    );
}

#[test]
fn ids_in_any_script_can_be_linked() {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/юла.yaml", "name: Юла\ncontact: {email: a@b.example}\n"),
        (
            "invoices/ü-1.yaml",
            "client: юла\nissued: 2026-01-02\nsent: {date: 2026-01-02}\ndue: 2026-01-16\namount: 100.00\n",
        ),
    ]));
    assert_eq!(faults(&files), Vec::<String>::new());
    assert!(files.contains_key("client-юла.html") && files.contains_key("invoice-ü-1.html"));
    assert!(html(&files)["letters.html"].contains("id=\"letter-юла:"));
    assert!(html(&files)["index.html"].contains("href=\"letters.html#letter-%D1%8E%D0%BB%D0%B0%3A"));
}

#[test]
fn what_cannot_be_read_holds_letters_back_and_says_so() {
    let invoice =
        "client: acme\nissued: 2026-01-02\nsent: {date: 2026-01-02}\ndue: 2026-01-16\namount: 100.00\n";
    let ledger = |payment: &str| {
        built(&small(&[
            ("dunlin.yaml", SETTINGS),
            ("clients/acme.yaml", "name: Acme\ncontact: {email: a@b.example}\n"),
            ("invoices/a-1.yaml", invoice),
            ("payments/p-1.yaml", payment),
        ]))
    };
    let said = "records could not be read";
    let readable = ledger(
        "client: acme\ndate: 2026-02-30\namount: 1.00\n"
            .replace("-30", "-20")
            .as_str(),
    );
    assert!(html(&readable)["letters.html"].contains("letter-acme:"));
    assert!(!html(&readable)["client-acme.html"].contains(said));

    let unreadable = ledger("client: acme\ndate: 2026-02-30\namount: 1.00\n");
    assert_eq!(faults(&unreadable), Vec::<String>::new());
    let pages = html(&unreadable);
    assert!(!pages["letters.html"].contains("letter-acme:"));
    assert!(pages["client-acme.html"].contains(said));
    assert!(pages["invoice-a-1.html"].contains(said));
    assert!(pages["index.html"].contains("No letter goes out to these clients"));
    assert!(pages["clients.html"].contains("1 file could not be read"));
    let (before, _) = pages["clients.html"]
        .split_once("\"><code>payments/p-1.yaml</code>")
        .unwrap();
    let (_, anchor) = before.rsplit_once("findings.html#").unwrap();
    let heading = format!("id=\"{anchor}-title\" class=\"path\">payments/p-1.yaml<");
    assert!(pages["findings.html"].contains(&heading), "{heading}");
}

/// The figures of an invoice's page, one line a sum.
fn sums(invoice: &str) -> Vec<String> {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        ("invoices/a-1.yaml", &format!("client: acme\n{invoice}")),
    ]));
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    let table = pages["invoice-a-1.html"]
        .split_once("<table class=\"sums\">")
        .unwrap()
        .1;
    let rows = table
        .split_once("</table>")
        .unwrap()
        .0
        .split("<th scope=\"row\">")
        .skip(1);
    rows.map(|row| {
        let (label, rest) = row.split_once("</th>").unwrap();
        let label = label.split('<').next().unwrap();
        let amount = rest.split_once('>').unwrap().1.split_once('<').unwrap().0;
        format!("{label} {amount}")
    })
    .collect()
}

#[test]
fn figures_lead_from_the_total_to_what_is_open() {
    let issued = "issued: 2026-01-02\ndue: 2026-01-16\namount: 100.00\n";
    for (invoice, expected) in [
        ("amount: 100.00\n".to_owned(), vec!["Total with tax €100.00"]),
        (
            format!("{issued}payments: [{{date: 2026-02-01, amount: 30.00}}]\ncredits: [{{date: 2026-02-02, amount: 5.00}}]\n"),
            vec!["Total with tax €100.00", "Paid -€30.00", "Credited -€5.00", "Still open €65.00"],
        ),
        (
            format!("{issued}payments: [{{date: 2026-02-01, amount: 130.00}}]\n"),
            vec!["Total with tax €100.00", "Paid -€130.00", "Paid too much €30.00", "Still open €0.00"],
        ),
        (
            format!("{issued}write_off: {{date: 2026-02-01}}\n"),
            vec!["Total with tax €100.00", "Paid €0.00", "Written off -€100.00", "Still open €0.00"],
        ),
        (format!("{issued}void: {{date: 2026-02-01}}\n"), vec!["Total with tax €100.00"]),
        (
            "issued: 2026-01-02\nlines: [{unit_price: 100.00, tax_percent: 21}]\nwithholding: {percent: 15}\n".to_owned(),
            vec![
                "Total with tax €121.00",
                "Withheld -€15.00",
                "To be paid €106.00",
                "Paid €0.00",
                "Still open €106.00",
            ],
        ),
        // What is dated after the day has not happened.
        (
            format!("{issued}payments: [{{date: 2026-03-03, amount: 100.00}}]\n"),
            vec!["Total with tax €100.00", "Paid €0.00", "Still open €100.00"],
        ),
    ] {
        assert_eq!(sums(&invoice), expected, "{invoice}");
    }
}

#[test]
fn nothing_that_is_still_to_come_has_happened() {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        (
            "invoices/a-1.yaml",
            "client: acme\nissued: 2026-01-02\namount: 100.00\n",
        ),
        (
            "log/l-1.yaml",
            "client: acme\ndate: 2026-03-02\ninvoices: [a-1]\nnote: said today\n",
        ),
        (
            "log/l-2.yaml",
            "client: acme\ndate: 2026-03-03\ninvoices: [a-1]\nnote: said tomorrow\n",
        ),
    ]));
    for page in ["client-acme.html", "invoice-a-1.html"] {
        let html = html(&files)[page];
        assert!(
            html.contains("said today") && !html.contains("said tomorrow"),
            "{page}"
        );
    }
}

/// Each as a page of the site, in the language that the client is written to in.
#[test]
fn every_account_has_a_statement_in_its_language() {
    let files = built(&example());
    let pages = html(&files);
    for (client, lang, title) in [
        ("luna", "es", "Extracto de cuenta"),
        ("kuckuck", "de", "Auszug des Kundenkontos"),
        ("chayka", "ru", "Выписка по расчётам"),
    ] {
        let page = pages[format!("statement-{client}.html").as_str()];
        assert!(page.contains("<html lang=\"en\">"), "{client}");
        let paper = page.split_once("<article class=\"statement\"").unwrap().1;
        assert!(
            paper.starts_with(&format!(" id=\"statement\" lang=\"{lang}\"")),
            "{client}"
        );
        assert!(paper.contains(&format!("<h1>{title}</h1>")), "{client}");
        let link = format!("<a href=\"statement-{client}.html\">Statement of account</a>");
        assert!(
            pages[format!("client-{client}.html").as_str()].contains(&link),
            "{client}"
        );
    }
}

/// A client who was billed for years gets the latest movements, and is told what the others came to.
#[test]
fn a_long_statement_is_carried_forward() {
    let mut invoices = String::new();
    for n in 0..205 {
        let id = format!("id: a-{n:03}\nclient: acme\nissued: 2026-01-02\ndue: 2026-01-16\n");
        invoices.push_str(&format!("---\n{id}amount: 1.00\n"));
    }
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        ("invoices/2026.yaml", &invoices),
    ]));
    assert_eq!(faults(&files), Vec::<String>::new());
    let page = html(&files)["statement-acme.html"];
    for said in [
        "5 earlier movements are in the opening balance.",
        "5 more invoices",
        "<code>dunlin statement acme --out statement.html</code>",
        "€205.00",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.contains(">a-204<") && page.contains(">a-005<"));
    // The first five are in the opening balance, the last five in the sum of the others.
    assert_eq!(page.matches(">a-000<").count(), 1);
    assert_eq!(page.matches(">a-204<").count(), 1);
    let entries = html(&files)["client-acme.html"];
    assert!(entries.contains("5 earlier entries are left out here."));
}

/// Whose law, which days, and what each period comes to.
#[test]
fn the_interest_sheet_shows_each_period_and_their_sum() {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        (
            "clients/acme.yaml",
            "name: Acme\nkind: business\njurisdiction: de\n",
        ),
        (
            "invoices/a-1.yaml",
            "client: acme\nissued: 2025-11-02\ndue: 2025-11-16\namount: 3000.00\npayments: [{date: 2025-12-31, amount: 1000.00}]\n",
        ),
    ]));
    assert_eq!(faults(&files), Vec::<String>::new());
    let page = html(&files)["invoice-a-1.html"];
    let sheet = page.split_once("sheet-table").unwrap().1;
    let sheet = sheet.split_once("</table>").unwrap().0;
    for said in [
        ">15<",
        ">12.6616<",
        ">61<",
        ">34.3271<",
        "€3,000.00",
        "€2,000.00",
        ">76<",
        "€46.99",
    ] {
        assert!(sheet.contains(said), "{said}: {sheet}");
    }
    assert!(page.contains("A year counts 365 days.") && page.contains("BGB"));
}
