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
                "{limit}",
                "{own}",
                "{points}",
                "{things}",
                "{whom}",
                "{years}",
                "{n}",
                "{place}",
                "{days}",
                "{what}",
                "{name}",
            ] {
                assert!(!html.contains(gap), "{tag} {path}: {gap}");
            }
            // Where a word is missing its key stands.
            // law.com is a source.
            let html = html.replace(">law.com<", "><");
            for group in [
                "action",
                "state",
                "entry",
                "held",
                "arranged",
                "route",
                "stage",
                "fact",
                "exposure",
                "agenda",
                "contracts",
                "law",
                "party",
                "risk",
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
        [
            "agenda.html",
            "clients.html",
            "contracts.html",
            "findings.html",
            "index.html",
            "law-es.html",
            "law.html",
            "letters.html"
        ]
    );
}

/// Text without its tags, as few spaces in it as can be.
fn words(html: &str) -> String {
    let pieces = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn between<'a>(text: &'a str, from: &str, until: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from}"));
    rest.split_once(until).unwrap_or_else(|| panic!("{until}")).0
}

#[test]
fn the_calendar_leads_to_the_days_of_the_list() {
    let ledger = |language: &str| {
        let settings = format!("{SETTINGS}language: {language}\n");
        let invoice = |due: &str| {
            format!(
                "client: acme\nissued: 2026-02-01\nsent: {{date: 2026-02-01, confirmed: 2026-02-02}}\ndue: {due}\namount: 100.00\n"
            )
        };
        built(&small(&[
            ("dunlin.yaml", settings.as_str()),
            ("clients/acme.yaml", "name: Acme\ncontact: {email: a@b.example}\n"),
            ("invoices/a-1.yaml", &invoice("2026-02-20")),
            ("invoices/a-2.yaml", &invoice("2026-03-31")),
        ]))
    };
    let british = ledger("en-GB");
    assert_eq!(faults(&british), Vec::<String>::new());
    let page = html(&british)["agenda.html"];
    let months: Vec<_> = page
        .split("<caption>")
        .skip(1)
        .map(|rest| rest.split_once("</caption>").unwrap().0)
        .collect();
    assert_eq!(months, ["March 2026", "April 2026", "May 2026"]);
    assert!(
        words(between(page, "<table class=\"month\">", "</thead>"))
            .starts_with("March 2026 Mon Monday Tue Tuesday")
    );
    // Today is marked, and stands in the list whether there is something to do or not.
    let today = between(page, "<td class=\"is-today\" aria-current=\"date\">", "</td>");
    assert!(today.contains("href=\"agenda.html#day-2026-03-02\""), "{today}");
    assert!(page.contains("id=\"day-2026-03-02\">Monday, 2 March 2026"));
    for href in attributes(page, "href")
        .iter()
        .filter(|href| href.contains("#day-"))
    {
        let (_, id) = href.split_once('#').unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "{href}");
    }
    let american = ledger("en-US");
    let page = html(&american)["agenda.html"];
    assert!(
        words(between(page, "<table class=\"month\">", "</thead>"))
            .starts_with("March 2026 Sun Sunday Mon Monday")
    );
    let week = between(page, "<tbody>", "</tr>");
    assert!(words(week).starts_with("1 2"), "{week}");
}

#[test]
fn a_long_agenda_is_split_and_the_calendar_finds_the_part() {
    let mut files = vec![
        ("dunlin.yaml".to_owned(), SETTINGS.to_owned()),
        ("clients/acme.yaml".to_owned(), "name: Acme\n".to_owned()),
    ];
    for n in 0..230 {
        let issued = if n < 220 { "2026-02-01" } else { "2026-03-10" };
        files.push((
            format!("invoices/a-{n:03}.yaml"),
            format!("client: acme\nissued: {issued}\ndue: 2026-04-30\namount: 100.00\n"),
        ));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let built = built(&small(&files));
    assert_eq!(faults(&built), Vec::<String>::new());
    let pages = html(&built);
    assert!(!pages.contains_key("agenda-3.html"));
    assert_eq!(pages["agenda.html"].matches("<li class=\"action\">").count(), 200);
    assert!(pages["agenda.html"].contains("href=\"agenda-2.html#day-2026-03-10\""));
    assert!(pages["agenda-2.html"].contains("id=\"day-2026-03-10\""));
    assert!(pages["agenda-2.html"].contains("id=\"day-2026-03-02\""), "today");
    assert!(!pages["agenda-2.html"].contains("class=\"month\""));
}

#[test]
fn contracts_at_risk_stand_on_top_and_say_why() {
    let files = built(&example());
    let page = html(&files)["contracts.html"];
    let names = between(page, "id=\"at-risk\"", "</section>");
    let first = words(between(names, "<tbody>", "</tr>"));
    assert!(first.contains("Work should stop €2,226.00 overdue"), "{first}");
    assert!(page.find("id=\"at-risk\"").unwrap() < page.find("id=\"over\"").unwrap());
    assert!(between(page, "id=\"over\"", "</section>").contains("<details>"));
}

#[test]
fn the_law_of_a_place_says_whose_figure_it_is_and_how_old() {
    let ledger = |day: &str, own: &str| {
        let settings =
            format!("creditor: {{name: Faro}}\ncurrency: EUR\nas_of: {day}\njurisdiction: de\n{own}");
        built(&small(&[
            ("dunlin.yaml", settings.as_str()),
            ("clients/acme.yaml", "name: Acme\n"),
            (
                "contracts/web.yaml",
                "client: acme\ntotal: 900.00\ngoverning_law: at\n",
            ),
        ]))
    };
    let files = ledger("2026-11-30", "");
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    let row = words(between(pages["law.html"], "law-de.html", "</tr>"));
    assert_eq!(
        row,
        "Germany €10,000.00 10.52% 3 years less than a month ago yours, 1 client, 1 contract"
    );
    let place = pages["law-de.html"];
    assert!(place.contains("rel=\"noreferrer\">§ 288 BGB</a>"));
    assert!(!place.contains("Checked long ago") && !place.contains("Your own figure"));
    assert!(
        words(place).contains("1 contract, by its courts web"),
        "{}",
        words(place)
    );
    assert!(words(pages["law-at.html"]).contains("1 contract, by its law web"));

    let files = ledger(
        "2028-11-30",
        "law: {jurisdictions: {de: {small_claims: {limits: [{from: 2028-01-01, amount: 12000}]}}}}\n",
    );
    let pages = html(&files);
    let row = words(between(pages["law.html"], "law-de.html", "</tr>"));
    assert!(
        row.starts_with("Germany Checked long ago Rate may have changed Your own figure €12,000.00"),
        "{row}"
    );
    assert!(row.contains("24 months ago"), "{row}");
    let place = words(pages["law-de.html"]);
    assert!(
        place.contains("€12,000.00 from 1 January 2028, instead of €10,000.00"),
        "{place}"
    );
    assert!(
        place.contains("1 Jan 2028 €12,000.00 Everybody In force Your own figure"),
        "{place}"
    );
}

#[test]
fn a_limit_is_in_force_for_its_own_parties() {
    let settings = SETTINGS.replace("jurisdiction: es", "jurisdiction: ru");
    let files = built(&small(&[("dunlin.yaml", settings.as_str())]));
    let pages = html(&files);
    let table = between(pages["law-ru.html"], "<tbody>", "</tbody>");
    let rows: Vec<_> = table.split("</tr>").map(words).collect();
    let in_force = |parties: &str| {
        let theirs = rows.iter().filter(|row| row.contains(parties));
        theirs.map(|row| row.contains("In force")).collect::<Vec<_>>()
    };
    assert_eq!(in_force("Against a company"), [true, false, false]);
    assert_eq!(in_force("Against a sole trader"), [true, false, false]);
    assert_eq!(in_force("Against a person"), [true]);
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
            vec!["Total with tax €100.00", "Written off -€100.00", "Still open €0.00"],
        ),
        (format!("{issued}void: {{date: 2026-02-01}}\n"), vec!["Total with tax €100.00"]),
        (
            "issued: 2026-01-02\nlines: [{unit_price: 100.00, tax_percent: 21}]\nwithholding: {percent: 15}\n".to_owned(),
            vec!["Total with tax €121.00", "Withheld -€15.00", "To be paid €106.00", "Still open €106.00"],
        ),
        // What is dated after the day has not happened.
        (
            format!("{issued}payments: [{{date: 2026-03-03, amount: 100.00}}]\n"),
            vec!["Total with tax €100.00", "Still open €100.00"],
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
