//! `dunlin why` and `dunlin worth` on the example ledger: the fates that an invoice can have, told to its owner.

use crate::dunlin::Place;

fn told(arguments: &[&str]) -> String {
    let place = Place::with_example();
    let run = place.run_of(
        &place
            .command()
            .current_dir(place.path("example-ledger"))
            .args(arguments)
            .output()
            .unwrap(),
    );
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

/// Each line on one line, whatever the width broke.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tells(arguments: &[&str], facts: &[&str]) {
    let text = told(arguments);
    let words = unbroken(&text);
    for fact in facts {
        assert!(words.contains(fact), "{fact}\n{text}");
    }
}

#[test]
fn a_draft_is_told_whole() {
    let expected = "\
Invoice luna-06, Panadería Luna Llena on 2026-11-20
A draft: it has no `issued`, so nothing is owed on it yet.

What it comes to
  line      1 × 1200 = 1200.00 EUR: Tienda en línea, puesta en marcha (invoices/2026/luna.yaml:44)
  tax       21 % of 1200.00 EUR = 252.00 EUR
  gross     1452.00 EUR
  withheld  15 % of 1200.00 EUR = 180.00 EUR kept back: IRPF (invoices/2026/luna.yaml:45)
  total     1272.00 EUR to be paid
  contract  `luna-web` (contracts/luna-web.md:4)

When it is due
  due  not yet: without `issued` or `due` there is nothing to count from

What came in
  paid  nothing

How it stands
  state  draft
";
    assert_eq!(told(&["why", "LUNA-06"]), expected);
}

#[test]
fn each_fate_has_its_reasons() {
    tells(
        &["why", "luna-02"],
        &[
            "Paid on 2025-11-24, 10 days late. Nothing is left to do.",
            "paid 1908.00 EUR on 2025-11-24, \"luna-02\" (payments/2025/luna-identity.yaml:6)",
            "interest 5.31 EUR ran until it was paid, on 2025-11-24",
            "10 days of 1908.00 EUR at 10.15 % (`ecb-main-refi` of 2025-07-01)",
            "not claimed it was paid before any letter had asked for charges",
        ],
    );
    tells(
        &["why", "luna-04"],
        &[
            "1908.00 EUR is open, 46 days overdue: it was due on 2026-10-05.",
            "Next: `final-demand`, due since 2026-11-19; `dunlin build` writes the draft to reminders/luna/final-demand.md.",
            "reached `mediation` on 2026-11-04 (log/2026/luna.yaml:42)",
            "2026-11-11: 7 days since your last step, on 2026-11-04 2026-11-19: 45 days after the due date, as the \
             policy says ← the latest",
            "limitation 2029-10-05, at the earliest: the last day to go to court",
        ],
    );
    tells(
        &["why", "kumo-04"],
        &[
            "No reminder goes out: they have disputed it since 2026-10-16.",
            "opened on 2026-10-16: nobody ordered the extra round in writing (log/2026/kumo.yaml:58)",
            "next `final-demand` on no day that is known yet",
        ],
    );
    tells(
        &["why", "driftwood-01"],
        &["Written off on 2026-06-05 (let go when the second season was ordered): 90.00 EUR is let go"],
    );
}

#[test]
fn promises_and_plans_show_what_came() {
    tells(
        &["why", "harbour-04"],
        &[
            "No reminder goes out: they promised to pay by 2026-11-27. This holds until 2026-11-27.",
            "promise made on 2026-11-12, 800.00 EUR by 2026-11-27; still open: 0.00 EUR has come so far",
            "2026-11-28: the day after their promise to pay by 2026-11-27 stopped holding it back ← the latest \
             2026-11-30: the next business day, as 2026-11-28 is none",
        ],
    );
    tells(
        &["why", "moonpenny-06"],
        &[
            "No reminder goes out: they keep to the plan `moonpenny-deck`.",
            "1000.00 USD due 2026-10-30, 3500.00 USD in all by then: paid",
            "1000.00 USD due 2026-11-30, 4500.00 USD in all by then: can come until 2026-12-05",
            "3500.00 USD was paid on its invoices since it was agreed",
        ],
    );
    tells(&["why", "quill-03"], &["broken: 0.00 USD had come by then"]);
}

#[test]
fn a_printed_number_will_do_and_a_wrong_one_names_the_nearest() {
    tells(
        &["why", "val/2026/02"],
        &["Invoice VAL/2026/02 (valdepiedra-02), "],
    );
    let place = Place::with_example();
    for (command, name, message) in [
        (
            "why",
            "luna-0",
            "error: there is no invoice `luna-0`; did you mean `luna-01`?\n",
        ),
        ("why", "quill-novel", "error: there is no invoice `quill-novel`\n"),
        (
            "worth",
            "quill-novl",
            "error: there is no invoice and no contract `quill-novl`; did you mean `quill-novel`?\n",
        ),
    ] {
        let run = place.dunlin(&[command, name, "example-ledger"]);
        assert_eq!(
            (run.status, run.stdout.as_str(), run.stderr.as_str()),
            (2, "", message)
        );
    }
}

const WEIGHED: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Faro}\ncurrency: USD\njurisdiction: us-ca\nas_of: 2026-03-01\n\
         recovery: {hour_value: 50, filing_fee: 75, agency_percent: 30, mediator_fee: 200, lawyer_fee: 600}\n",
    ),
    ("clients/acme.yaml", "name: Acme\nkind: business\n"),
    (
        "invoices/small.yaml",
        "client: acme\nissued: 2024-06-01\ndue: 2024-07-01\namount: 100.00\n",
    ),
    (
        "invoices/large.yaml",
        "client: acme\nissued: 2025-10-01\ndue: 2025-12-01\namount: 13000.00\n",
    ),
];

#[test]
fn ways_are_weighed_side_by_side() {
    let place = Place::with(WEIGHED);
    let text = place.dunlin(&["worth", "large"]).stdout;
    let rows = "  way                  fees  your hours  at stake  chance  breaks even at  expected net
  keep chasing         0.00          ~2  13000.00   ~69 %           0.8 %       8870.00
  mediation          200.00          ~5  13000.00   ~69 %           3.5 %       8520.00
  payment order
  small claims        75.00          ~8  12500.00   ~69 %           3.8 %       8150.00
  collection agency    0.00          ~1   9100.00   ~69 %           0.5 %       6229.00
  lawyer             600.00          ~3  13000.00   ~69 %           5.8 %       8220.00
  let it go                                                                        0.00
";
    assert!(text.contains(rows), "{text}");
    let words = unbroken(&text);
    for told in [
        "500.00 USD is above the court's limit and would be given up",
        "keep chasing is expected to bring the most, 8870.00 USD",
        "69 % of debts of 3 months: Commercial Collection Agencies of America",
        "Confidence: low, not verified.",
    ] {
        assert!(words.contains(told), "{told}\n{text}");
    }
    assert!(!words.contains("this debt is younger"), "{text}");
}

#[test]
fn what_is_worth_nothing_is_let_go() {
    let place = Place::with(WEIGHED);
    let text = place.dunlin(&["worth", "small"]).stdout;
    for told in [
        "  Nothing is expected to bring more than it costs: let it go.\n",
        "  write_off: {date: 2026-03-01, reason: not worth pursuing}\n  small  (invoices/small.yaml:1)\n",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    place.write("invoices/small.yaml", "client: acme\namount: 100.00\n");
    assert_eq!(
        place.dunlin(&["worth", "small"]).stdout,
        "Invoice small isn't open, so there is nothing to pursue: `dunlin why small` says how it stands.\n"
    );
}

/// Every `file:line` of a text, as the terminal and the page write it.
fn places(text: &str) -> std::collections::BTreeSet<String> {
    let is_of_path = |c: char| c.is_alphanumeric() || "/._-:".contains(c);
    let words = text.split(|c: char| !is_of_path(c));
    let places = words.filter(|word| {
        let number = word.rsplit_once(':').map_or("", |(_, number)| number);
        word.contains('/') && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    });
    places.map(str::to_owned).collect()
}

/// Both tell the same grounds: what the terminal names, the page names, and nothing else.
#[test]
fn the_page_names_what_the_terminal_names() {
    let place = Place::with_example();
    let build = place.dunlin(&["build", "example-ledger"]);
    assert_eq!(build.status, 0, "{}", build.stderr);
    let pages = place.files("example-ledger/site");
    let invoices = pages.iter().filter_map(|(path, bytes)| {
        let id = path.strip_prefix("invoice-")?.strip_suffix(".html")?;
        Some((id, String::from_utf8(bytes.clone()).unwrap()))
    });
    let mut named = 0;
    for (id, page) in invoices {
        let run = place.dunlin(&["why", id, "example-ledger"]);
        assert_eq!(run.status, 0, "{id}: {}", run.stderr);
        let told = run.stdout.split("What was said and sent").next().unwrap();
        // The page has the lines in a table of their own.
        let lines = told
            .lines()
            .filter(|line| !line.trim_start().starts_with("line "));
        let told = lines.collect::<Vec<_>>().join("\n");
        let reasons = page.split("<ul class=\"reasons\">").skip(1);
        let reasons = reasons.map(|rest| rest.split_once("</ul>").unwrap().0);
        let shown = places(&reasons.collect::<Vec<_>>().join("\n"));
        let of_lines = |at: &String| run.stdout.contains(at.as_str());
        let missing: Vec<_> = places(&told).difference(&shown).cloned().collect();
        assert_eq!(missing, Vec::<String>::new(), "{id}: not on the page");
        let foreign: Vec<_> = shown.iter().filter(|at| !of_lines(at)).collect();
        assert_eq!(foreign, Vec::<&String>::new(), "{id}: not in the terminal");
        named += shown.len();
    }
    assert!(named > 200, "{named}");
}
