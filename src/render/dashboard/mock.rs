//! A made-up site with everything that a page can show, for the tests; apart because it is long.

use super::*;
use super::{
    agenda::{Agenda, Cell, Day, Month, Weekday},
    contracts::{ContractGroup, ContractLine, Contracts},
    law::{self, Law, LimitLine, PlaceRow, Point, RateLine, RateSheet, Rest},
};
use crate::language::{Fault, Filled};
use crate::render::prose::{prose, sentence};

pub fn site(words: Words) -> Site {
    Site {
        lang: "en".into(),
        name: "Estudio Faro".into(),
        as_of: "As of 22 November 2026".into(),
        letters: Some("3".into()),
        findings: Some("7".into()),
        unread: Some(Unread {
            sentence: "2 files could not be read. What they hold is in no figure on these pages.".into(),
            files: vec![
                Link::new("invoices/2026-071.yaml", "findings.html#file-1"),
                Link::new("payments/2026-11-18.yaml", "findings.html#file-2"),
            ],
        }),
        incognito: false,
        words,
        counted: [
            ("search.found", "one {n} result\nother {n} results".to_owned()),
            ("search.more", "other {n} more".to_owned()),
            ("table.shown", "{n} of {all} shown".to_owned()),
        ]
        .into(),
    }
}

fn incomplete() -> Option<Incomplete> {
    Some(Incomplete {
        text: "incomplete".into(),
        why: "2 files could not be read. What they hold is in no figure on these pages.".into(),
        href: "findings.html#file-1".into(),
    })
}

pub fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn mark(text: &str, tone: Tone) -> Mark {
    Mark {
        text: text.into(),
        tone,
    }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact {
        label: label.into(),
        value: value.into(),
        href: None,
        note: None,
    }
}

fn noted(label: &str, value: &str, note: &str) -> Fact {
    Fact {
        note: text(note),
        ..fact(label, value)
    }
}

fn action(on: &str, what: &str, about: Link) -> Action {
    Action {
        on: on.into(),
        on_iso: "2026-11-22".into(),
        late: None,
        what: what.into(),
        client: Some(about),
        contract: None,
        invoices: Vec::new(),
        more_invoices: None,
        amount: None,
        note: None,
        open: None,
    }
}

/// In the middle of three, which are one and the same here.
fn pager() -> Pager {
    let link = |text: &str| Some(Link::new(text, "letters.html"));
    Pager {
        label: "Letters: parts of this list".into(),
        here: "Page 2 of 3".into(),
        first: link("First"),
        previous: link("Previous"),
        next: link("Next"),
        last: link("Last"),
    }
}

fn acme() -> Link {
    Link::client("acme", "Acme Corporation")
}

fn faraway() -> Link {
    Link::client(
        "faraway",
        "Sociedad Cooperativa de Servicios Audiovisuales y Comunicación del Levante",
    )
}

fn hostile() -> Link {
    Link::client("robert", "<script>alert(\"1\")</script>")
}

fn first_action() -> Action {
    Action {
        late: text("3 days late"),
        invoices: vec![
            Link::invoice("2026-014", "2026/014"),
            Link::invoice("2026-021", "2026/021"),
        ],
        amount: text("$8,500.00"),
        open: Some(Link::new("Read the letter", "letters.html#letter-acme-firm")),
        ..action("19 Nov", "Send the second reminder", acme())
    }
}

pub fn overview() -> Overview {
    Overview {
        today_more: None,
        coming_more: None,
        headline: "4 things to do today".into(),
        incomplete: incomplete(),
        held: vec![faraway()],
        today: vec![
            first_action(),
            Action {
                late: text("2 days late"),
                invoices: vec![Link::invoice("2026-038", "2026/038")],
                amount: text("€12,400.00"),
                open: Some(Link::new(
                    "Read the letter",
                    "letters.html#letter-faraway-reminder",
                )),
                ..action("20 Nov", "Send the reminder", faraway())
            },
            Action {
                invoices: vec![Link::invoice("2026-014", "2026/014")],
                amount: text("$6,000.00"),
                ..action("22 Nov", "Call", acme())
            },
            Action {
                contract: Some(Link::contract("acme-website", "Website redesign")),
                amount: text("$4,000.00"),
                open: Some(Link::new("See the contract", "contract-acme-website.html")),
                ..action("22 Nov", "Bill the instalment", acme())
            },
        ],
        changes: None,
        coming: vec![
            Action {
                invoices: vec![Link::invoice("2026-040", "2026/040")],
                amount: text("₽250,000.00"),
                ..action("25 Nov", "Check whether the promised payment came", hostile())
            },
            Action {
                invoices: vec![Link::invoice("2026-038", "2026/038")],
                amount: text("€12,400.00"),
                ..action("1 Dec", "Offer ways to pay", faraway())
            },
        ],
        currencies: vec![euro(), rouble(), dollar()],
        pace: None,
        findings: FindingsSummary {
            levels: levels(),
            first: vec![over_limit(), unsent()],
            more: text("5 more findings"),
        },
        start: None,
    }
}

pub fn empty() -> Overview {
    Overview {
        today_more: None,
        coming_more: None,
        headline: "Nothing to do today".into(),
        incomplete: None,
        held: Vec::new(),
        today: Vec::new(),
        changes: None,
        coming: Vec::new(),
        currencies: Vec::new(),
        pace: None,
        findings: FindingsSummary {
            levels: Vec::new(),
            first: Vec::new(),
            more: None,
        },
        start: Some(Start {
            client: "dunlin new client acme --name \"Acme\"".into(),
            contract: "dunlin new contract website --client acme".into(),
            invoice: "dunlin new invoice --contract website".into(),
        }),
    }
}

const AGES: [&str; 5] = [
    "Not yet due",
    "1–30 days overdue",
    "31–60 days overdue",
    "61–90 days overdue",
    "Over 90 days overdue",
];

/// Amount, share, start and width of each age.
type Ages = [[&'static str; 4]; 5];

fn aging(rows: Ages) -> Vec<Bucket> {
    AGES.iter()
        .zip(rows)
        .map(|(label, [amount, share, start, width])| Bucket {
            label: (*label).into(),
            amount: amount.into(),
            share: share.into(),
            start: start.into(),
            width: width.into(),
            share_at: None,
            empty: width == "0",
        })
        .collect()
}

fn euro() -> CurrencyTotals {
    CurrencyTotals {
        currency: "EUR".into(),
        open: "€38,750.40".into(),
        overdue: text("€21,150.40"),
        promised: text("€3,200.00"),
        on_hold: text("€12,400.00"),
        disputed: text("€1,890.00"),
        unallocated: text("€450.00"),
        measures: vec![
            fact("Interest so far", "€312.66"),
            noted("Days to be paid", "47.2", "what is open, in days of sales"),
        ],
        expected: None,
        aging_sentence: "€21,150.40 of €38,750.40 is overdue.".into(),
        aging: aging([
            ["€17,600.00", "45%", "0", "45.42"],
            ["€12,400.00", "32%", "45.42", "32"],
            ["€3,950.40", "10%", "77.42", "10.19"],
            ["€1,890.00", "5%", "87.61", "4.88"],
            ["€2,910.00", "8%", "92.49", "7.51"],
        ]),
    }
}

fn rouble() -> CurrencyTotals {
    CurrencyTotals {
        currency: "RUB".into(),
        open: "₽250,000.00".into(),
        overdue: None,
        promised: text("₽250,000.00"),
        on_hold: None,
        disputed: None,
        unallocated: None,
        measures: Vec::new(),
        expected: None,
        aging_sentence: "Nothing is overdue.".into(),
        aging: aging([
            ["₽250,000.00", "100%", "0", "100"],
            ["₽0.00", "0%", "100", "0"],
            ["₽0.00", "0%", "100", "0"],
            ["₽0.00", "0%", "100", "0"],
            ["₽0.00", "0%", "100", "0"],
        ]),
    }
}

fn dollar() -> CurrencyTotals {
    CurrencyTotals {
        currency: "USD".into(),
        open: "$8,500.00".into(),
        overdue: text("$8,500.00"),
        promised: None,
        on_hold: text("$8,500.00"),
        disputed: None,
        unallocated: None,
        measures: vec![fact("Interest so far", "$62.47")],
        expected: None,
        aging_sentence: "All of it is overdue.".into(),
        aging: aging([
            ["$0.00", "0%", "0", "0"],
            ["$2,500.00", "29%", "0", "29.41"],
            ["$6,000.00", "71%", "29.41", "70.59"],
            ["$0.00", "0%", "100", "0"],
            ["$0.00", "0%", "100", "0"],
        ]),
    }
}

pub fn levels() -> Vec<LevelCount> {
    [
        ("2 errors", Tone::Late),
        ("4 warnings", Tone::Watch),
        ("1 note", Tone::Plain),
    ]
    .map(|(text, tone)| LevelCount {
        mark: mark(text, tone),
    })
    .to_vec()
}

fn advice(words: &str) -> Advice {
    Advice {
        words: Some(sentence(words)),
        lines: None,
    }
}

fn of_record(finding: Finding) -> RecordFindings {
    RecordFindings {
        first: vec![finding],
        more: Some(Link::new("12 more findings", "findings.html#finding-2")),
    }
}

fn over_limit() -> Finding {
    Finding {
        level: mark("Error", Tone::Late),
        rule: Link::new(
            "contract/over-small-claims-limit",
            "rule-contract-over-small-claims-limit.html",
        ),
        message: sentence(
            "The instalment “launch” is 14 500.00 USD; a small claim by an individual in California can be for up to 12 500.00 USD.",
        ),
        help: vec![
            advice("Split it, on a schedule such as this:"),
            Advice {
                words: None,
                lines: text("schedule:\n  - {id: part-1, due: 2026-04-29, amount: 7250.00}"),
            },
        ],
        source: Some(Source {
            title: "Code of Civil Procedure § 116.221".into(),
            href: text("https://law.example/116"),
        }),
        place: Link::new("contracts/acme-website.yaml:14:33", "findings.html#finding-1"),
        record: Some(Link::contract("acme-website", "Website redesign")),
        anchor: "finding-1".into(),
        excerpt: Some(Excerpt {
            line: "14".into(),
            before: "  - {id: launch, due: 2026-05-29, amount: ".into(),
            marked: "14500.00".into(),
            after: "}".into(),
        }),
        related: vec![Related {
            place: "clients/acme.yaml:4:15".into(),
            message: sentence("The client’s courts are named here."),
            excerpt: Some(Excerpt {
                line: "4".into(),
                before: "jurisdiction: ".into(),
                marked: "us-ca".into(),
                after: "".into(),
            }),
        }],
    }
}

fn unsent() -> Finding {
    Finding {
        level: mark("Warning", Tone::Watch),
        rule: Link::new("invoice/unsent", "rule-invoice-unsent.html"),
        message: sentence("2026/041 was issued 12 days ago and never sent."),
        help: vec![advice("Send it, then write the day into `sent`.")],
        source: None,
        place: Link::new("invoices/2026-041.yaml:3:9", "findings.html#finding-2"),
        record: None,
        anchor: "finding-2".into(),
        excerpt: Some(Excerpt {
            line: "3".into(),
            before: "issued: ".into(),
            marked: "2026-11-10".into(),
            after: "".into(),
        }),
        related: Vec::new(),
    }
}

pub fn findings_by_rule() -> FindingsByRule {
    let rule = "contract/over-small-claims-limit";
    let summary = "An instalment is larger than what can be claimed in a small-claims court";
    FindingsByRule {
        levels: levels(),
        incomplete: None,
        rules: vec![RuleRow {
            rule: Link::new(rule, format!("#{rule}")),
            summary: sentence(summary),
            levels: vec![mark("1 error", Tone::Late)],
            count: "1".into(),
        }],
        groups: vec![RuleFindings {
            rule: Link::new(rule, "rule-contract-over-small-claims-limit.html"),
            summary: sentence(summary),
            anchor: rule.into(),
            continued: true,
            levels: vec![mark("1 error", Tone::Late)],
            findings: vec![over_limit()],
        }],
        pager: Some(pager()),
    }
}

pub fn rule() -> Rule {
    let part = RulePart::default;
    Rule {
        id: "contract/over-small-claims-limit".into(),
        lead: prose("An instalment is larger than what can be claimed there."),
        facts: vec![noted("Level", "Error", "Can appear because a day has passed.")],
        sections: vec![RuleSection {
            title: "Example".into(),
            anchor: "example".into(),
            parts: vec![
                RulePart {
                    prose: Some(prose("A *large* one.")),
                    ..part()
                },
                RulePart {
                    file: Some(SampleFile {
                        path: "contracts/site.yaml".into(),
                        text: "total: 24000.00".into(),
                    }),
                    ..part()
                },
                RulePart {
                    said: Some(vec![SampleFinding {
                        level: mark("Error", Tone::Late),
                        message: sentence("`launch` is 14500.00 USD"),
                        place: "contracts/site.yaml:6:43".into(),
                    }]),
                    ..part()
                },
                RulePart {
                    said: Some(Vec::new()),
                    ..part()
                },
            ],
        }],
        sources: vec![Source {
            title: "Code of Civil Procedure § 116.221".into(),
            href: text("https://law.example/116"),
        }],
        change: "rules:\n  contract/over-small-claims-limit: off".into(),
        allow: text("# dunlin: allow(contract/over-small-claims-limit) — …"),
    }
}

pub fn findings() -> Findings {
    Findings {
        incomplete: incomplete(),
        pager: Some(pager()),
        levels: levels(),
        files: vec![
            FileFindings {
                file: "contracts/acme-website.yaml".into(),
                anchor: "file-1".into(),
                continued: false,
                findings: vec![over_limit()],
            },
            FileFindings {
                file: "invoices/2026/november/a-rather-deep-folder/2026-041.yaml".into(),
                anchor: "file-2".into(),
                continued: true,
                findings: vec![
                    unsent(),
                    Finding {
                        anchor: "finding-3".into(),
                        ..unsent()
                    },
                ],
            },
        ],
    }
}

const FIRM: &str = "Dear accounts team,\n\nTwo invoices for the website redesign are still open:\n\n- 2026/014 of 8 January, $6,000.00, due on 22 January\n- 2026/021 of 9 February, $2,500.00, due on 23 February\n\nPlease pay **$8,500.00** by 2 December, or tell me by then on which day you will. The next step is a proposal to bring in a mediator.\n\nKind regards,\nEstudio Faro\n";

pub fn letter() -> Letter {
    Letter {
        anchor: "letter-acme-firm".into(),
        stage: "Second reminder".into(),
        channel: "Email".into(),
        subject: "Second reminder: invoices 2026/014 and 2026/021".into(),
        lang: "en".into(),
        to: text("Accounts payable <ap@acme.example>"),
        cc: text("ceo@acme.example"),
        invoices: vec![
            Link::invoice("2026-014", "2026/014"),
            Link::invoice("2026-021", "2026/021"),
        ],
        amount: text("$8,500.00"),
        deadline: text("2 December 2026"),
        file: "reminders/acme/firm.md".into(),
        marks: vec![mark("Edited by you", Tone::Watch)],
        attachments: vec![fact("Attach", "invoices/2026-014.pdf")],
        sheet: Sheet {
            size: Size::A4,
            from: vec!["Estudio Faro".into(), "28012 Madrid".into()],
            to: vec!["Acme Ltd".into()],
            reach: vec!["cobros@estudiofaro.example".into()],
            date: "20 November 2026".into(),
        },
        opening: None,
        body: prose(FIRM),
        pay: None,
        plain: FIRM.into(),
        mailto: text("mailto:ap@acme.example?subject=Second%20reminder"),
        download: None,
        heavy: false,
        missing: Vec::new(),
        too_long: true,
        command: "dunlin remind --client acme --stage firm --eml".into(),
    }
}

pub fn letters() -> Letters {
    let spanish = "Buenos días:\n\nLa factura 2026/038, de 12.400,00 €, venció el 17 de noviembre. ¿Podría confirmarme la fecha de pago?\n\nUn saludo,\nEstudio Faro\n";
    Letters {
        incomplete: None,
        held: vec![faraway()],
        pager: Some(pager()),
        groups: vec![
            LetterGroup {
                client: acme(),
                letters: vec![letter()],
            },
            LetterGroup {
                client: faraway(),
                letters: vec![Letter {
                    anchor: "letter-faraway-reminder".into(),
                    stage: "Reminder".into(),
                    subject: "Factura 2026/038".into(),
                    lang: "es".into(),
                    cc: None,
                    invoices: vec![Link::invoice("2026-038", "2026/038")],
                    amount: text("€12,400.00"),
                    deadline: None,
                    file: "reminders/faraway/reminder.md".into(),
                    marks: Vec::new(),
                    attachments: Vec::new(),
                    body: prose(spanish),
                    plain: spanish.into(),
                    mailto: None,
                    ..letter()
                }],
            },
        ],
    }
}

fn row(client: Link, balances: Vec<Balance>) -> ClientRow {
    ClientRow {
        incomplete: None,
        client,
        grade: None,
        balances,
        habit: None,
        next: None,
        marks: Vec::new(),
        sorted_by: ClientOrder::default(),
    }
}

fn balance(open: &str, overdue: Option<&str>) -> Balance {
    Balance {
        open: open.into(),
        overdue: overdue.map(str::to_owned),
        unallocated: None,
    }
}

pub fn clients() -> Clients {
    let mut clients = vec![
        ClientRow {
            grade: text("D"),
            habit: text("Usually 38 days late"),
            next: text("Second reminder, 19 November"),
            marks: vec![
                mark("Promise broken", Tone::Late),
                mark("Work on hold", Tone::Watch),
            ],
            ..row(
                acme(),
                vec![
                    balance("$8,500.00", Some("$8,500.00")),
                    balance("€1,200.00", None),
                ],
            )
        },
        ClientRow {
            grade: text("B"),
            habit: text("Usually 9 days late"),
            next: text("Reminder, 20 November"),
            ..row(faraway(), vec![balance("€12,400.00", Some("€12,400.00"))])
        },
        ClientRow {
            marks: vec![mark("Chasing paused", Tone::Plain)],
            ..row(hostile(), vec![balance("₽250,000.00", None)])
        },
    ];
    clients.extend((1..=12).map(|n| ClientRow {
        grade: text("A"),
        habit: text("Usually on time"),
        ..row(
            Link::client(&format!("c{n}"), format!("Client number {n}")),
            Vec::new(),
        )
    }));
    Clients {
        incomplete: None,
        clients,
        start: None,
        pager: None,
    }
}

fn invoice_row(n: usize) -> InvoiceRow {
    let number = format!("2026/{n:03}");
    InvoiceRow {
        invoice: Link::invoice(&format!("2026-{n:03}"), number),
        issued: text("8 Jan 2026"),
        due: text("22 Jan 2026"),
        age: if n == 14 { text("38 days overdue") } else { None },
        state: if n == 14 {
            mark("Overdue", Tone::Late)
        } else {
            mark("Paid", Tone::Good)
        },
        total: "$6,000.00".into(),
        balance: if n == 14 {
            "$6,000.00".into()
        } else {
            "$0.00".into()
        },
        stage: if n == 14 { text("Reminder sent") } else { None },
        anchor: format!("invoice-2026-{n:03}"),
        sorted_by: InvoiceOrder {
            issued: "2026-01-08".into(),
            due: "2026-01-22".into(),
            total: "6000.00".into(),
            balance: if n == 14 { "6000.00".into() } else { "0.00".into() },
        },
    }
}

pub fn timeline() -> Vec<Entry> {
    let entry = |on: &str, what: &str| Entry {
        on: on.into(),
        on_iso: "2026-02-02".into(),
        what: what.into(),
        tone: Tone::Plain,
        details: Vec::new(),
        invoices: vec![Link::invoice("2026-014", "2026/014")],
        amount: None,
        text: None,
    };
    vec![
        Entry {
            tone: Tone::Late,
            details: vec!["Promised on 2 February, in writing".into()],
            ..entry("15 Feb 2026", "Promise broken")
        },
        Entry {
            details: vec!["Email".into(), "Waiting for approval".into()],
            text: Some(prose(
                "Said the approval was *lost*; sent a copy. <b>Asked</b> for a day.",
            )),
            ..entry("2 Feb 2026", "They answered")
        },
        Entry {
            tone: Tone::Good,
            amount: text("$2,000.00"),
            details: vec!["Bank transfer, ACME 4711".into()],
            ..entry("30 Jan 2026", "Payment received")
        },
        Entry {
            details: vec!["Email, deadline 9 February".into()],
            ..entry("26 Jan 2026", "Reminder")
        },
        entry("8 Jan 2026", "Invoice sent"),
    ]
}

pub fn client() -> Client {
    Client {
        open_pager: None,
        other_pager: None,
        contracts_pager: None,
        timeline_pager: None,
        incomplete: incomplete(),
        id: "acme".into(),
        name: "Acme Corporation".into(),
        grade: text("D"),
        marks: vec![
            mark("Promise broken", Tone::Late),
            mark("Work on hold", Tone::Watch),
            mark("Business", Tone::Plain),
        ],
        balances: vec![
            Balance {
                unallocated: text("$450.00"),
                ..balance("$8,500.00", Some("$8,500.00"))
            },
            balance("€1,200.00", None),
        ],
        statement: Some(Link::new("Statement of account", "statement-acme.html")),
        paying: vec![noted("Grade", "D", "from A to E, over the last 24 months")],
        facts: vec![
            noted("How they pay", "Usually 38 days late", "3 of 7 promises kept"),
            fact("Contact", "Accounts payable"),
            fact("Email", "ap@acme.example"),
            fact("Address", "1 Market Street\nSan Francisco, CA 94105"),
            fact("Courts of", "California"),
            fact("Credit limit", "$10,000.00"),
        ],
        held: text("No letter: some of this client’s records could not be read. Mend them first."),
        actions: vec![Action {
            client: None,
            ..first_action()
        }],
        letters: vec![letter()],
        pace: None,
        open_invoices: vec![invoice_row(14)],
        other_invoices: (15..75).map(invoice_row).collect(),
        contracts: vec![ContractRow {
            contract: Link::contract("acme-website", "Website redesign"),
            total: "$20,500.00".into(),
            billed: "$8,500.00".into(),
            paid: "$2,000.00".into(),
            marks: vec![mark("Work on hold", Tone::Watch)],
        }],
        timeline: timeline(),
        findings: of_record(unsent()),
        notes: Some(prose(
            "Met at a fair. Prefers the *telephone*; see [their terms](https://acme.example/terms).\n\n- pays in the second run of a month\n- needs a purchase order",
        )),
    }
}

fn schedule() -> Vec<Instalment> {
    let instalment = |id: &str, due: &str, amount: &str| Instalment {
        id: id.into(),
        when: None,
        due: due.into(),
        amount: amount.into(),
        billed: Vec::new(),
        paid: None,
        state: mark("Later", Tone::Plain),
        exposure: None,
    };
    vec![
        Instalment {
            when: text("before work starts"),
            billed: vec![Link::invoice("2026-014", "2026/014")],
            paid: text("$2,000.00"),
            state: mark("Overdue", Tone::Late),
            ..instalment("deposit", "22 Jan 2026", "$6,000.00")
        },
        Instalment {
            when: text("design approved"),
            exposure: text("$5,999.99"),
            state: mark("To be billed", Tone::Watch),
            ..instalment("design", "2 Mar 2026", "$5,999.99")
        },
        Instalment {
            when: text("beta accepted"),
            exposure: text("$2,000.00"),
            ..instalment("beta", "10 Apr 2026, expected", "$2,000.00")
        },
        Instalment {
            exposure: text("$4,000.01"),
            ..instalment("launch", "29 May 2026", "$4,000.01")
        },
        Instalment {
            when: text("amendment co-1: Spanish version"),
            billed: vec![Link::invoice("2026-021", "2026/021")],
            state: mark("Billed", Tone::Plain),
            exposure: text("$2,500.00"),
            ..instalment("co-1", "20 Mar 2026", "$2,500.00")
        },
    ]
}

fn exposure() -> Exposure {
    Exposure {
            sentence: "At most $5,999.99 can be owed at once before work stops. A small claim in California can be for up to $12,500.00.".into(),
            peak: "$5,999.99".into(),
            limit: text("$12,500.00"),
            state: mark("Within the limit", Tone::Good),
            course: None,
            peak_width: text("44.4"),
            limit_at: text("92.6"),
            notes: vec!["For an individual, in force since 1 January 2024. Source: Judicial Branch of California, Small Claims.".into()],
        }
}

pub fn contract() -> Contract {
    Contract {
        schedule_pager: None,
        incomplete: incomplete(),
        id: "acme-website".into(),
        title: "Website redesign".into(),
        client: acme(),
        marks: vec![mark("Active", Tone::Plain), mark("Work on hold", Tone::Watch)],
        hold: text(
            "Work has been on hold since 30 January, as the contract says, until what is overdue is paid.",
        ),
        total: "$20,500.00".into(),
        billed: "$8,500.00".into(),
        paid: "$2,000.00".into(),
        unbilled: "$12,000.00".into(),
        facts: vec![
            fact("Signed", "8 January 2026"),
            fact("Work begins", "23 January 2026"),
            fact("Time to pay", "14 days"),
            fact("Days of grace", "7 days"),
            noted("Late interest", "10% a year", "by law of California"),
            fact("Disputes", "Mediation"),
        ],
        schedule: schedule(),
        exposure: Some(exposure()),
        findings: of_record(over_limit()),
        text: Some(prose(
            "# Website redesign\n\n## 1. What is done\n\nA site of *twelve pages* in two languages.\n\n## 2. Payment\n\n| when | how much |\n| --- | --- |\n| before work starts | 6 000.00 |\n| design approved | a third |\n\nIf a payment is more than seven days late, work stops until it is paid.\n\n<script>alert(1)</script>\n\n[Terms](javascript:alert(1)) and ![logo](https://acme.example/logo.png)",
        )),
        document: text("contracts/acme-msa.pdf"),
    }
}

fn lines() -> Vec<InvoiceLine> {
    vec![
        InvoiceLine {
            description: "Deposit for the website redesign".into(),
            quantity: "1".into(),
            unit_price: "$5,000.00".into(),
            tax: None,
            net: "$5,000.00".into(),
        },
        InvoiceLine {
            description: "Photographs".into(),
            quantity: "12.5".into(),
            unit_price: "$80.00".into(),
            tax: text("0%"),
            net: "$1,000.00".into(),
        },
    ]
}

fn reason(text: &str, place: &str) -> Reason {
    Reason {
        text: text.into(),
        place: Some(Place {
            text: place.into(),
            key: None,
            href: None,
        }),
        source: None,
    }
}

fn figure(fact: Fact) -> Figure {
    Figure {
        fact,
        why: vec![reason("issued on 8 January 2026", "invoices/2026-014.yaml:3")],
    }
}

fn interest() -> Interest {
    let period = |days: &str, interest: &str| Period {
        from: "23 Jan 2026".into(),
        to: "30 Jan 2026".into(),
        days: days.into(),
        principal: "$6,000.00".into(),
        percent: "10%".into(),
        interest: interest.into(),
    };
    Interest {
        amount: "$62.47".into(),
        why: vec![reason("the law of California", "contracts/acme-website.yaml:9")],
        compensation: None,
        compensation_why: Vec::new(),
        periods: vec![period("8", "13.1507"), period("30", "49.3151")],
        days: "38".into(),
        rules: vec!["A year counts 365 days.".into()],
        sources: vec![Reason {
            text: String::new(),
            place: None,
            source: Some(Link::new("Civil Code § 3289", "https://leginfo.example/3289")),
        }],
    }
}

pub fn invoice() -> Invoice {
    let sum = |label: &str, amount: &str| Sum {
        label: label.into(),
        amount: amount.into(),
        total: false,
        why: vec![reason("as the invoice says", "invoices/2026-014.yaml:5")],
    };
    Invoice {
        incomplete: incomplete(),
        id: "2026-014".into(),
        number: "2026/014".into(),
        client: acme(),
        contract: Some(Link::contract("acme-website", "Website redesign")),
        state: mark("Overdue", Tone::Late),
        marks: vec![mark("Promise broken", Tone::Late)],
        sentence: "$3,900.00 has been due since 22 January 2026, for 38 days.".into(),
        balance: "$3,900.00".into(),
        sums: vec![
            sum("Total with tax", "$6,000.00"),
            sum("Paid", "−$2,000.00"),
            sum("Credited", "−$100.00"),
            Sum {
                total: true,
                ..sum("Still open", "$3,900.00")
            },
        ],
        lines: lines(),
        facts: vec![
            figure(fact("Issued", "8 January 2026")),
            figure(noted(
                "Sent",
                "8 January 2026",
                "by email, confirmed on 9 January",
            )),
            figure(Fact {
                href: text("contract-acme-website.html"),
                ..fact("Instalment", "deposit")
            }),
        ],
        standing: vec![
            figure(fact("State", "Overdue")),
            figure(noted("Reached", "Reminder", "sent on 26 January")),
            figure(noted("Next", "Second reminder", "due since 19 November")),
        ],
        actions: vec![Action {
            client: None,
            ..first_action()
        }],
        held: None,
        arrangements: vec![Arrangement {
            kind: "Promise".into(),
            state: mark("Broken", Tone::Late),
            sentence: "Promised on 2 February to pay $4,000.00 by 15 February, in writing.".into(),
            facts: vec![fact("Paid until then", "$2,000.00")],
        }],
        interest: Some(interest()),
        no_interest: Vec::new(),
        timeline: timeline(),
        findings: RecordFindings::default(),
        notes: Some(prose("Sent to the *old* address first.")),
    }
}

pub fn statement() -> Statement {
    let cell = |text: &str, figures: bool| AccountCell {
        text: text.into(),
        title: "Balance".into(),
        figures,
        short: !figures,
    };
    let column = |title: &str, figures: bool| AccountColumn {
        title: title.into(),
        figures,
        short: !figures,
    };
    let text = |text: &str| Piece::Text { text: text.into() };
    Statement {
        client: acme(),
        lang: "en".into(),
        title: "Statement of account".into(),
        sheet: letter().sheet,
        pieces: vec![
            text("Up to 1 March 2026"),
            Piece::Section {
                text: "Account in USD".into(),
            },
            Piece::Table(AccountTable {
                caption: "Account in USD".into(),
                columns: vec![column("Date", false), column("Balance", true)],
                rows: vec![AccountRow {
                    sum: true,
                    cells: vec![cell("1 Mar 2026", false), cell("$3,900.00", true)],
                }],
            }),
        ],
        command: None,
        incomplete: false,
    }
}

pub fn section() -> Section {
    Section {
        of: acme(),
        heading: "Open invoices".into(),
        caption: "The oldest is on top.".into(),
        rows: Rows {
            invoices: (1..4).map(invoice_row).collect(),
            ..Rows::default()
        },
        pager: Some(pager()),
    }
}

/// Every page of the site, by path.
pub fn agenda() -> Agenda {
    let cell = |day: &str, href: Option<&str>| Cell {
        day: text(day),
        iso: format!("2026-11-{day}"),
        href: href.map(str::to_owned),
        count: href.and_then(|_| text("1")),
        said: href.map(|_| format!("{day} November 2026: 1 thing to do")),
        today: day == "22",
        past: day < "22",
    };
    let weekday = |short: &str, name: &str| Weekday {
        short: short.into(),
        name: name.into(),
    };
    Agenda {
        lead: "1 thing to do from today on. 1 more is overdue.".into(),
        held: vec![hostile()],
        months: vec![Month {
            name: "November 2026".into(),
            weekdays: vec![weekday("Sat", "Saturday"), weekday("Sun", "Sunday")],
            weeks: vec![
                vec![cell("14", Some("#overdue")), cell("15", None)],
                vec![cell("21", None), cell("22", Some("#day-2026-11-22"))],
                vec![cell("28", None), Cell::default()],
            ],
        }],
        days: vec![
            Day {
                anchor: "overdue".into(),
                name: "Overdue".into(),
                today: None,
                late: true,
                actions: vec![action("14 Nov", "Call", hostile())],
            },
            Day {
                anchor: "day-2026-11-22".into(),
                name: "Sunday, 22 November 2026".into(),
                today: text("Today"),
                late: false,
                actions: vec![action("22 Nov", "Send the reminder", faraway())],
            },
        ],
        pager: Some(pager()),
    }
}

pub fn contracts() -> Contracts {
    let line = |title: &str, marks: Vec<Mark>| ContractLine {
        contract: Link::contract("acme-website", title),
        client: hostile(),
        total: "$20,500.00".into(),
        billed: "$8,500.00".into(),
        paid: "$2,000.00".into(),
        unbilled: "$12,000.00".into(),
        peak: "$14,500.00".into(),
        limit: text("limit $12,500.00"),
        marks,
    };
    let group = |anchor: &str, name: &str, folded: bool, row: ContractLine| ContractGroup {
        anchor: anchor.into(),
        name: name.into(),
        caption: "Amounts with tax.".into(),
        folded,
        rows: vec![row],
    };
    let risks = vec![
        mark("Work should stop", Tone::Late),
        mark("Over the limit", Tone::Late),
    ];
    Contracts {
        lead: text("1 contract may cost you money."),
        groups: vec![
            group(
                "at-risk",
                "At risk",
                false,
                line("<b>Website</b> redesign", risks),
            ),
            group("over", "Completed and cancelled", true, line("Logo", Vec::new())),
        ],
        pager: Some(pager()),
    }
}

pub fn law() -> Law {
    Law {
        places: vec![PlaceRow {
            place: Link::place("us-ca", "California"),
            limit: "$12,500.00".into(),
            interest: "10%".into(),
            limitation: "4 years".into(),
            checked: "14 months ago".into(),
            rests: vec!["4 clients".into(), "7 contracts".into()],
            marks: vec![mark("Checked long ago", Tone::Watch)],
        }],
        changes: vec![fact(
            "California, Small claims",
            "$14,000.00 from 1 January 2027, instead of $12,500.00",
        )],
    }
}

pub fn place() -> law::Place {
    let section = |anchor: &str, name: &str| law::Section {
        anchor: anchor.into(),
        name: name.into(),
        figure: text("10% a year"),
        marks: vec![mark("Well sourced", Tone::Good)],
        points: vec![Point {
            label: "Cited as".into(),
            value: "section 3289 of the Civil Code".into(),
            english: true,
            note: text("from the day after the due date"),
        }],
        sources: vec![Link::new(
            "California Courts",
            "https://selfhelp.courts.ca.example/limits?a=1&b=2",
        )],
    };
    law::Place {
        name: "California".into(),
        checked: "Last read against its sources on 22 November 2026, 14 months ago.".into(),
        marks: vec![mark("Checked long ago", Tone::Watch)],
        alerts: vec!["Two claims a year above $2,500.".into()],
        changes: law().changes,
        court: section("court", "Small claims"),
        limits: vec![LimitLine {
            from: "1 Jan 2024".into(),
            amount: "$12,500.00".into(),
            parties: "Claimed by an individual".into(),
            note: text("natural persons only"),
            marks: vec![mark("In force", Tone::Good)],
        }],
        sections: vec![section("interest-business", "Late interest · Businesses")],
        rates: vec![RateSheet {
            anchor: "rate-base".into(),
            name: "Base rate".into(),
            known: "Known until 31 December 2026".into(),
            marks: vec![mark("One source", Tone::Plain)],
            columns: vec!["Businesses (+9)".into()],
            rows: vec![RateLine {
                from: "1 Jul 2026".into(),
                percent: "1.52%".into(),
                totals: vec!["10.52%".into()],
                marks: vec![mark("In force", Tone::Good)],
            }],
            note: text("One page prints another figure."),
            sources: Vec::new(),
        }],
        rests: vec![Rest {
            name: "2 clients".into(),
            links: vec![acme(), hostile()],
            more: text("312 more"),
        }],
    }
}

pub fn files(pages: &Pages) -> Result<Files, Fault> {
    let mut files = pages.assets();
    let mut add = |path: &str, filled: Filled| files.insert(path.to_owned(), filled.html.into_bytes());
    add("index.html", pages.render(&overview())?);
    add("clients.html", pages.render(&clients())?);
    add("client-acme.html", pages.render(&client())?);
    add("contract-acme-website.html", pages.render(&contract())?);
    add("invoice-2026-014.html", pages.render(&invoice())?);
    add("client-acme~open-2.html", pages.render(&section())?);
    add("findings.html", pages.render(&findings())?);
    add("findings-by-rule.html", pages.render(&findings_by_rule())?);
    add(
        "rule-contract-over-small-claims-limit.html",
        pages.render(&rule())?,
    );
    add("statement-acme.html", pages.render(&statement())?);
    add("letters.html", pages.render(&letters())?);
    add("agenda.html", pages.render(&agenda())?);
    add("contracts.html", pages.render(&contracts())?);
    add("law.html", pages.render(&law())?);
    add("law-us-ca.html", pages.render(&place())?);
    Ok(files)
}
