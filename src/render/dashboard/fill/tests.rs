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
    with_dashboard(folder, |made| {
        let files = made.paths().into_iter().map(|path| {
            let bytes = made.bytes(path).unwrap().unwrap().into_owned();
            (path.to_owned(), bytes)
        });
        let files = files.collect();
        assert_eq!(made.faults(), BTreeSet::new());
        files
    })
}

/// With the dashboard of a ledger's folder.
pub fn with_dashboard<T>(folder: &load::Folder, then: impl FnOnce(&Dashboard) -> T) -> T {
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
        incognito: false,
        changes: None,
        made_by: "this test",
    };
    then(&Dashboard::new(facts, &days).unwrap())
}

pub fn example() -> load::Folder {
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
    for (path, html) in html(&files) {
        assert!(
            !html.contains("Source: <"),
            "{path} names no source after the word"
        );
    }
}

/// Gaps in the words, which are filled before anybody reads them.
const GAPS: &str = "amount balance currency date days due from issued limit n name own paid percent place plan points policy running since stage things to what whom year years";

/// Groups of words: where one is missing its key stands.
const GROUPS: &str = "action agenda arranged chart contracts course entry exposure fact forecast held interest law pace party risk route stage state why";

/// Scripts fill these gaps.
fn without_words_for_scripts(html: &str) -> String {
    let names = ["found", "more", "shown"];
    names.iter().fold(html.to_owned(), |html, name| {
        let attribute = format!(" data-{name}=\"");
        let mut parts = html.split(&attribute);
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |kept, part| kept + part.split_once('"').unwrap().1)
    })
}

#[test]
fn every_language_says_everything() {
    for tag in ["de", "en", "es", "fr", "it", "pt", "ru"] {
        let files = built(&in_language(tag));
        assert_eq!(faults(&files), Vec::<String>::new(), "{tag}");
        for (path, html) in html(&files) {
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{tag} {path}");
            let html = without_words_for_scripts(html);
            for gap in GAPS.split_whitespace() {
                let gap = format!("{{{gap}}}");
                assert!(!html.contains(&gap), "{tag} {path}: {gap}");
            }
            // law.com is a source.
            let html = html.replace(">law.com<", "><");
            for group in GROUPS.split_whitespace() {
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
    let heading = format!(
        "id=\"{}-title\" class=\"path\">payments/p-1.yaml<",
        decoded(anchor)
    );
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

/// A ledger with more of everything than a page holds. `acme-2` would be the second part of `acme`, were parts named so.
fn large() -> load::Folder {
    let mut folder = small(&[("dunlin.yaml", SETTINGS)]);
    let mut add = |path: String, text: String| {
        folder.files.insert(path, Content::Bytes(text.into_bytes()));
    };
    let instalments = (0..450).map(|n| format!("  - {{id: i{n}, expected: 2026-03-01, amount: 1.00}}\n"));
    let schedule: String = instalments.collect();
    for client in ["acme", "acme-2"] {
        add(
            format!("clients/{client}.yaml"),
            "name: A\ncontact: {email: a@b.example}\n".to_owned(),
        );
        add(
            format!("contracts/{client}.yaml"),
            format!("client: {client}\ndate: 2026-01-02\ntotal: 450.00\nschedule:\n{schedule}"),
        );
        for n in 0..330 {
            let paid = if n % 3 == 0 {
                "payments: [{date: 2026-02-20, amount: 10.00}]\n"
            } else {
                ""
            };
            add(
                format!("invoices/{client}.{n}.yaml"),
                format!(
                    "client: {client}\nissued: 2026-01-02\nsent: {{date: 2026-01-02}}\ndue: 2026-01-16\namount: 10.00\n{paid}"
                ),
            );
        }
    }
    for n in 0..210 {
        add(
            format!("clients/c{n}.yaml"),
            "name: C\ncontact: {email: c@b.example}\n".to_owned(),
        );
        add(
            format!("invoices/c{n}.yaml"),
            format!(
                "client: c{n}\nissued: 2026-01-02\nsent: {{date: 2026-01-02}}\ndue: 2026-01-16\namount: 10.00\n"
            ),
        );
    }
    folder
}

#[test]
fn every_row_of_a_long_list_is_on_one_part_and_every_link_arrives() {
    let files = built(&large());
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    // What stands in the rows of the pages that begin so, each as often as it stands there.
    let rows = |pages_of: &dyn Fn(&str) -> bool, row: &str| {
        let mut found: Vec<String> = Vec::new();
        for (_, html) in pages.iter().filter(|(path, _)| pages_of(path)) {
            let on_page: Vec<_> = html.split(row).skip(1).collect();
            assert!(on_page.len() <= 200, "{}", on_page.len());
            found.extend(
                on_page
                    .iter()
                    .map(|rest| rest.split_once('"').map_or(*rest, |(id, _)| id).to_owned()),
            );
        }
        found.sort();
        found
    };
    let expected = |names: &mut dyn Iterator<Item = String>| {
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let is_list = |stem: &'static str| {
        move |path: &str| {
            path.strip_prefix(stem)
                .is_some_and(|rest| rest == ".html" || rest.starts_with('-'))
        }
    };
    let clients = (0..210)
        .map(|n| format!("c{n}"))
        .chain(["acme".into(), "acme-2".into()]);
    assert_eq!(
        rows(&is_list("clients"), "<th scope=\"row\"><a href=\""),
        expected(&mut clients.map(|id| format!("client-{id}.html")))
    );
    for client in ["acme", "acme-2"] {
        let own = |path: &str| {
            let rest = path.strip_prefix(&format!("client-{client}"));
            rest.is_some_and(|rest| rest == ".html" || rest.starts_with('~'))
        };
        let invoices = (0..330).map(|n| format!("invoice-{client}.{n}.html"));
        let invoices = expected(&mut invoices.chain([format!("contract-{client}.html")]));
        assert_eq!(rows(&own, "<th scope=\"row\"><a href=\""), invoices);
        // Issued and sent, and a third paid.
        assert_eq!(rows(&own, "<li class=\"entry entry-").len(), 330 * 2 + 110);
        let own = |path: &str| {
            let rest = path.strip_prefix(&format!("contract-{client}"));
            rest.is_some_and(|rest| rest == ".html" || rest.starts_with('~'))
        };
        assert_eq!(rows(&own, "<th scope=\"row\">i").len(), 450);
    }
    let letters = rows(&is_list("letters"), "<article class=\"letter\" id=\"");
    let drafted: BTreeSet<_> = letters.iter().cloned().collect();
    assert_eq!(letters.len(), drafted.len());
    assert!(letters.len() >= 212, "{}", letters.len());
    assert!(pages["index.html"].contains("agenda.html\">"));
    assert!(pages["client-acme.html"].contains("href=\"client-acme~open-2.html\" rel=\"next\""));
    assert!(pages["client-acme~open-2.html"].contains("href=\"client-acme.html#open\" rel=\"prev\""));
}

/// The pages whose figures rest on what a client's records say.
const OF_ACME: [&str; 4] = [
    "client-acme.html",
    "clients.html",
    "contract-site.html",
    "invoice-a-1.html",
];

/// A ledger of two clients with one thing wrong in it.
fn with(path: &str, text: &str) -> Files {
    let invoice = |client: &str| {
        format!(
            "client: {client}\nissued: 2026-01-02\nsent: {{date: 2026-01-02}}\ndue: 2026-01-16\namount: 100.00\n"
        )
    };
    let (acme, beta) = (
        invoice("acme").replace("due", "contract: site\ndue"),
        invoice("beta"),
    );
    let mut files = vec![
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        ("clients/beta.yaml", "name: Beta\n"),
        ("contracts/site.yaml", "client: acme\ntotal: 100.00\n"),
        ("invoices/a-1.yaml", &acme),
        ("invoices/b-1.yaml", &beta),
    ];
    files.retain(|(own, _)| *own != path);
    files.push((path, text));
    built(&small(&files))
}

#[test]
fn a_figure_that_rests_on_what_could_not_be_read_says_so_beside_it() {
    let mark = "class=\"mark mark-late incomplete\"";
    let says = |files: &Files, page: &str| html(files)[page].contains(mark);
    let all = [
        "index.html",
        "letters.html",
        "findings.html",
        "findings-by-rule.html",
    ];

    let sound = with(
        "payments/p-1.yaml",
        "client: acme\ndate: 2026-02-20\namount: 1.00\n",
    );
    for page in all.iter().chain(&OF_ACME) {
        assert!(!says(&sound, page), "{page}");
    }

    // Of one client: theirs, and what is summed over all.
    let acmes = with(
        "payments/p-1.yaml",
        "client: acme\ndate: 2026-02-30\namount: 1.00\n",
    );
    assert_eq!(faults(&acmes), Vec::<String>::new());
    for page in all.iter().chain(&OF_ACME) {
        assert!(says(&acmes, page), "{page}");
    }
    for page in ["client-beta.html", "invoice-b-1.html"] {
        assert!(!says(&acmes, page), "{page}");
    }
    let pages = html(&acmes);
    let href = "href=\"findings.html#file-payments%3Ap-1.yaml\"";
    assert!(pages["client-acme.html"].contains(&href.replace("href", &format!("{mark} href"))));
    for (page, denied) in [
        ("letters.html", "No letter is due today"),
        ("index.html", "No letter is due, no call"),
    ] {
        assert!(!pages[page].contains(denied), "{page}");
    }

    // Of nobody known: everybody's.
    for (path, text) in [
        ("payments/p-1.yaml", "client: [\n"),
        ("payments/p-1.yaml", "date: 2026-02-20\namount: 1.00\n"),
    ] {
        let anybodys = with(path, text);
        assert_eq!(faults(&anybodys), Vec::<String>::new());
        let others = ["client-beta.html", "invoice-b-1.html"];
        for page in all.iter().chain(&OF_ACME).chain(&others) {
            assert!(says(&anybodys, page), "{text}: {page}");
        }
    }
}

#[test]
fn nothing_is_said_to_be_none_where_a_file_could_not_be_read() {
    let files = built(&small(&[
        ("dunlin.yaml", &format!("{SETTINGS}rules: {{file: off}}\n")),
        ("clients/acme.yaml", "name: [\n"),
    ]));
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    for (page, denied) in [
        ("index.html", "Your ledger is ready"),
        ("clients.html", "No client yet"),
        ("letters.html", "No letter is due today"),
        ("findings.html", "follow-up are in order"),
    ] {
        assert!(!pages[page].contains(denied), "{page}");
        assert!(pages[page].contains(">incomplete</a>"), "{page}");
    }
    assert!(pages["findings.html"].contains("there may be more to find"));
}

/// So many invoices of one client, each without a contract and never sent.
fn unsent(count: usize) -> Files {
    let invoice =
        |n: usize| format!("id: a-{n}\nclient: acme\nissued: 2026-01-02\ndue: 2026-01-16\namount: 100.00\n");
    let invoices: Vec<_> = (0..count).map(invoice).collect();
    built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\n"),
        ("invoices/all.yaml", &invoices.join("---\n")),
    ]))
}

#[test]
fn many_findings_lie_on_several_pages_and_links_lead_to_the_right_one() {
    let files = unsent(90);
    assert_eq!(faults(&files), Vec::<String>::new());
    let pages = html(&files);
    let found = |page: &str| pages[page].matches("<li class=\"finding\"").count();
    assert_eq!(found("findings.html"), 200);
    assert_eq!(found("findings-by-rule.html"), 200);
    assert!(found("findings-2.html") > 0 && found("findings-by-rule-2.html") > 0);
    assert!(pages["findings-2.html"].contains("invoices/all.yaml <small>continued</small>"));
    assert!(pages["invoice-a-89.html"].contains("href=\"findings-2.html#finding-"));
    for page in ["findings-2.html", "findings-by-rule-2.html"] {
        assert!(pages[page].contains("aria-current=\"true\""), "{page}");
        assert!(!pages[page].contains("The rules that found something"), "{page}");
    }
}

#[test]
fn a_finding_keeps_its_fragment_while_others_come_and_go() {
    let anchors = |files: &Files, page: &str| {
        let ids: BTreeSet<String> = attributes(html(files)[page], "href")
            .into_iter()
            .filter_map(|href| href.rsplit_once("#finding-"))
            .map(|(_, digits)| digits.to_owned())
            .collect();
        assert!(!ids.is_empty());
        ids
    };
    let (few, many) = (unsent(3), unsent(90));
    assert_eq!(
        anchors(&few, "invoice-a-2.html"),
        anchors(&many, "invoice-a-2.html")
    );
}

#[test]
fn a_rule_that_found_something_has_a_page_that_explains_it() {
    let files = unsent(1);
    let pages = html(&files);
    let page = pages["rule-invoice-without-contract.html"];
    for part in [
        "<h1 class=\"path\">invoice&#x2F;without-contract</h1>",
        "<h2 id=\"why\">Why</h2>",
        "<figcaption><code>invoices&#x2F;",
        "href=\"findings-by-rule.html#invoice%2Fwithout-contract\"",
        "invoice&#x2F;without-contract: off",
        "dunlin: allow(invoice&#x2F;without-contract)",
    ] {
        let plain = |text: &str| text.replace("&#x2F;", "/");
        assert!(plain(page).contains(&plain(part)), "{part}");
    }
    assert!(!pages.contains_key("rule-contract-unsigned.html"));
    assert!(pages["invoice-a-0.html"].contains("href=\"rule-invoice-without-contract.html\""));
    // What the rule says is English in every language, and marked so.
    let german = built(&small(&[
        ("dunlin.yaml", &format!("{SETTINGS}language: de\n")),
        ("clients/acme.yaml", "name: Acme\n"),
        (
            "invoices/a.yaml",
            "client: acme\nissued: 2026-01-02\namount: 100.00\n",
        ),
    ]));
    let page = html(&german)["rule-invoice-without-contract.html"];
    assert!(page.contains("aria-labelledby=\"why\" lang=\"en\"") && page.contains("Ändern oder abschalten"));
}

#[test]
fn a_credit_limit_is_in_the_currency_of_the_client_s_business() {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", "name: Acme\ncredit_limit: 5000\n"),
        (
            "invoices/a.yaml",
            "client: acme\ncurrency: USD\nissued: 2026-01-02\namount: 100.00\n",
        ),
    ]));
    assert!(html(&files)["client-acme.html"].contains("$5,000.00"));
}

#[test]
fn everything_is_in_the_index_and_hostile_names_are_text() {
    let files = built(&small(&[
        ("dunlin.yaml", SETTINGS),
        (
            "clients/acme.yaml",
            "name: 'A </script><img src=x>'\nlegal_name: Acme GmbH\nbilling: {reference: PO 4711}\n",
        ),
        (
            "contracts/web.yaml",
            "client: acme\ntitle: Website\ntotal: 900.00\nschedule: [{id: all, due: 2026-03-31, rest: true}]\n",
        ),
        (
            "invoices/a-1.yaml",
            "client: acme\nnumber: 2026/007\nissued: 2026-01-02\ndue: 2026-01-16\namount: 1250.00\n",
        ),
        ("invoices/a-2.yaml", "client: acme\namount: 5.00\n"),
    ]));
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let index = text("search-index.js");
    assert!(
        index.starts_with("dunlinSearch({\"kinds\":[\"Client\",\"Contract\",\"Invoice\"]"),
        "{index}"
    );
    assert!(index.ends_with(",\n[\"\"]);\n"), "{index}");
    let name = r#""A \u003c/script>\u003cimg src=x>""#;
    assert_eq!(
        text("search-all-.js").lines().collect::<Vec<_>>(),
        [
            &*format!(r#"dunlinShard("all-",4,[{name}],["#),
            &format!(r#"[0,"acme",{name},null,"€1,250.00",null,"Acme GmbH PO 4711 125000"],"#),
            r#"[1,"web","Website",0,"€900.00",18,"90000"],"#,
            r#"[2,"a-1","2026/007",0,"€1,250.00",0,"125000"],"#,
            r#"[2,"a-2","",0,"€5.00",5,"500"]"#,
            "]);",
        ]
    );
}

#[test]
fn every_chart_has_a_name_stays_in_its_frame_and_tells_its_figures() {
    let files = built(&example());
    let mut seen = BTreeSet::new();
    for (path, html) in html(&files) {
        for chart in html.split("<figure class=\"chart\">").skip(1) {
            let chart = chart.split_once("</figure>").unwrap().0;
            let (svg, rest) = chart.split_once("</svg>\n  </div>").unwrap();
            let name = attributes(svg, "aria-labelledby")[0];
            assert!(svg.contains(&format!("<title id=\"{name}\">")), "{path}");
            assert!(!svg.contains("-says\"></desc>"), "{path}: {name} says nothing");
            assert!(
                rest.contains("<table>") && rest.contains("scope=\"row\""),
                "{path}"
            );
            for place in ["x", "x1", "x2", "cx"]
                .iter()
                .flat_map(|place| attributes(svg, place))
            {
                let percent: f32 = place.trim_end_matches('%').parse().unwrap();
                assert!((0.0..=101.5).contains(&percent), "{path} {name}: {place}");
            }
            for place in ["y1", "y2", "cy"].iter().flat_map(|place| attributes(svg, place)) {
                let pixels: u32 = place.parse().unwrap();
                assert!((5..=186).contains(&pixels), "{path} {name}: {place}");
            }
            seen.insert(name.split('-').next().unwrap().to_owned());
        }
    }
    assert_eq!(
        seen,
        BTreeSet::from(["course", "expected", "pace"].map(str::to_owned))
    );
}

/// The text of a table's rows, cells apart by a bar.
fn rows(table: &str) -> Vec<String> {
    let rows = table.split("<tr").skip(2);
    rows.map(|row| {
        let row = row.split_once("</tr>").unwrap().0;
        let cells = row.split("</t").filter_map(|cell| Some(cell.rsplit_once('>')?.1));
        cells
            .take_while(|cell| !cell.contains('\n'))
            .collect::<Vec<_>>()
            .join("|")
    })
    .collect()
}

fn three_invoices() -> Vec<(&'static str, String)> {
    let invoice = |due: &str, more: &str| {
        format!(
            "client: acme\nissued: 2026-01-02\nsent: {{date: 2026-01-02}}\ndue: {due}\namount: 100.00\n{more}"
        )
    };
    vec![
        ("dunlin.yaml", SETTINGS.to_owned()),
        ("clients/acme.yaml", "name: Acme\n".to_owned()),
        ("invoices/a-1.yaml", invoice("2026-02-16", "")),
        ("invoices/a-2.yaml", invoice("2026-03-20", "")),
        ("invoices/a-3.yaml", invoice("2026-09-20", "")),
        (
            "invoices/a-4.yaml",
            invoice("2026-03-20", "dispute: {opened: 2026-02-01}\n"),
        ),
    ]
}

#[test]
fn what_may_come_adds_up_to_what_is_open() {
    let ledger = three_invoices();
    let ledger: Vec<_> = ledger.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let files = built(&small(&ledger));
    let page = html(&files)["index.html"];
    let chart = page
        .split_once("<svg role=\"img\" aria-labelledby=\"expected-EUR-title\"")
        .unwrap()
        .1;
    let table = chart
        .split_once("<tbody>")
        .unwrap()
        .1
        .split_once("</tbody>")
        .unwrap()
        .0;
    let rows: Vec<_> = rows(&format!("<tr{table}"));
    let said: Vec<_> = rows
        .iter()
        .filter(|row| row.contains('€'))
        .map(String::as_str)
        .collect();
    assert_eq!(
        said,
        [
            "3 Mar – 9 Mar 2026|||€100.00|€100.00|",
            "17 Mar – 23 Mar 2026||€100.00||€100.00|",
            "After that||||€100.00|",
            "In dispute||||€100.00|",
            "Open||||€400.00|",
        ]
    );
    assert_eq!(rows.len(), 13 + 3);
}

#[test]
fn one_column_is_said_and_not_drawn() {
    let ledger = three_invoices();
    let ledger: Vec<_> = ledger
        .iter()
        .take(3)
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let files = built(&small(&ledger));
    let page = html(&files)["index.html"];
    assert!(!page.contains("<figure class=\"chart\">"));
    assert!(page.contains("All that may come is later than usual already."));
    // Nobody has paid anything.
    assert!(!page.contains("id=\"pace\""));
    assert!(!html(&files)["client-acme.html"].contains("id=\"pace\""));
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
