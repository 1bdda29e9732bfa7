//! Small ledgers and exactly what is said of each; apart because they are many.

use super::*;
use proptest::prelude::*;
use std::path::Path;

const SETTINGS_TEXT: &str = "creditor: {name: Studio}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-01\n";
const CLIENT_TEXT: &str = "name: Acme\nkind: business\n";
const PLACES: [&str; 3] = ["de", "es", "us-ca"];

/// The files over a ledger of one creditor and one client.
fn folder_of(files: &[(&str, &[u8])]) -> Folder {
    let usual = [
        (SETTINGS, SETTINGS_TEXT.as_bytes()),
        ("clients/acme.yaml", CLIENT_TEXT.as_bytes()),
    ];
    let all = usual.iter().chain(files);
    Folder {
        files: all
            .map(|(path, bytes)| ((*path).to_owned(), Content::Bytes(bytes.to_vec())))
            .collect(),
        others: ["docs/msa.pdf".to_owned()].into(),
    }
}

fn load(files: &[(&str, &str)]) -> Loaded {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    ledger(&folder_of(&files), &PLACES)
}

fn line(loaded: &Loaded, finding: &Finding) -> String {
    let place = loaded.sources.start(finding.span);
    let path = loaded.sources.path(finding.span);
    format!(
        "{path}:{}:{}: {}: {} | {}",
        place.line, place.column, finding.rule, finding.message, finding.help
    )
}

fn said(files: &[(&str, &str)]) -> Vec<String> {
    let loaded = load(files);
    loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect()
}

/// What is said of one invoice.
fn of_invoice(text: &str) -> Vec<String> {
    let lines = said(&[("invoices/i.yaml", text)]);
    lines
        .into_iter()
        .map(|line| line.strip_prefix("invoices/i.yaml:").unwrap_or(&line).to_owned())
        .collect()
}

#[test]
fn a_ledger_of_two_lines_loads() {
    let folder = Folder {
        files: [(
            SETTINGS.to_owned(),
            Content::Bytes(b"creditor: {name: S}\ncurrency: EUR\n".to_vec()),
        )]
        .into(),
        others: BTreeSet::new(),
    };
    let loaded = ledger(&folder, &[]);
    assert_eq!(loaded.findings, []);
    assert_eq!(loaded.unread, Unread::default());
    assert_eq!(loaded.ledger.unwrap().settings.creditor.name, "S");
}

#[test]
fn every_problem_of_a_file_is_said_at_once() {
    let text = "client: acme\namout: 5\nissued: 1.3.2026\ndue:\namount: 1,250.50\ncurrency: eur\namount: 5\nlines: 3\nperiod: {from: 2026-02-30}\nx-mine: [1]\n";
    assert_eq!(
        of_invoice(text),
        [
            "2:1: file/unknown-key: an invoice has no key `amout` | did you mean `amount`?",
            "3:9: file/invalid-value: `issued` is not a date: `1.3.2026` | write it as 2026-03-01",
            "4:1: file/invalid-value: `due` has no value | write one, or leave the line out",
            "5:9: file/invalid-value: `amount` is not an amount: `1,250.50` | write 1250.50",
            "6:11: file/invalid-value: `currency` is not a currency: `eur` | write EUR",
            "7:1: file/duplicate-key: `amount` stands here twice | keep one of the two",
            "8:8: file/invalid-value: `lines` is a single value; a list is wanted | write each item of `lines` on a line of its own, after `- `",
            "9:10: file/missing-key: `period` has no `to` | add `to:` with a date such as 2026-03-01",
            "9:16: file/invalid-value: `from` is not a date: `2026-02-30` | February 2026 has 28 days",
        ]
    );
}

#[test]
fn missing_keys_point_at_the_first_key() {
    assert_eq!(
        of_invoice("# an invoice\nissued: 2026-01-01\n"),
        [
            "2:1: file/missing-key: an invoice doesn't say what is to be paid | add amount or lines",
            "2:1: file/missing-key: an invoice has no `client` | add `client:` with its id",
        ]
    );
    assert_eq!(
        said(&[("payments/p.yaml", "client: acme\n")]),
        [
            "payments/p.yaml:1:1: file/missing-key: a payment has no `amount` | add `amount:` with an amount such as 1250.50",
            "payments/p.yaml:1:1: file/missing-key: a payment has no `date` | add `date:` with a date such as 2026-03-01",
        ]
    );
}

#[test]
fn instalments_need_one_key_of_each_group() {
    let text = "client: acme\nschedule:\n  - {id: a}\n  - {id: b, due: 2026-01-01, amount: 5, percent: 3}\n  - {id: c, every: month, amount: 5}\n  - {id: d, due: 2026-01-01, until: 2026-02-01, amount: 5}\n  - {id: e, due: 2026-01-01, rest: false}\n";
    let lines = said(&[("contracts/c.yaml", text)]);
    let expected = [
        "1:1: file/missing-key: a contract has no `total`, and instalment `b` is a part of it | add `total:` with the price",
        "3:6: file/missing-key: an instalment doesn't say how much it is | add one of amount, percent, rest or up_to",
        "3:6: file/missing-key: an instalment doesn't say when it is due | add one of due, expected or every",
        "4:41: file/invalid-value: `amount` and `percent` both say how much it is | keep one of the two",
        "5:6: file/missing-key: a repeated instalment has no `from` | add `from:` with the first day, such as 2026-01-31",
        "6:30: file/invalid-value: `until` without `every` | add `every: month`, or write the day as `due`",
        "7:36: file/invalid-value: `rest` is false | write true, or say how much with `amount`",
    ];
    assert_eq!(lines, expected.map(|line| format!("contracts/c.yaml:{line}")));
}

#[test]
fn contracts_need_a_price_and_ids_of_their_own() {
    for (text, expected) in [
        (
            "client: acme\n",
            vec![
                "1:1: file/missing-key: a contract has neither `total` nor a schedule of amounts | add `total:` with the price",
            ],
        ),
        (
            "client: acme\nschedule: []\n",
            vec![
                "1:1: file/missing-key: a contract has neither `total` nor a schedule of amounts | add `total:` with the price",
            ],
        ),
        (
            "client: acme\nschedule: [{id: a, every: month, from: 2026-01-31, up_to: 10}]\n",
            vec![],
        ),
        (
            "client: acme\ntotal: 5\nschedule: [{id: a, due: 2026-01-01, rest: true}, {id: A, due: 2026-01-02, rest: true}]\n",
            vec![
                "3:55: file/duplicate-id: instalment `A` stands in this contract twice | give each an id of its own",
                "3:81: file/invalid-value: a second instalment with `rest` | only one can be what is left: write an amount here",
            ],
        ),
        (
            "client: acme\ntotal: 5\namounts: net\n",
            vec![
                "1:1: file/missing-key: a contract in net amounts has no `tax_percent` | add `tax_percent:`, 0 if no tax is added",
            ],
        ),
    ] {
        let lines = said(&[("contracts/c.yaml", text)]);
        let expected: Vec<String> = expected
            .iter()
            .map(|line| format!("contracts/c.yaml:{line}"))
            .collect();
        assert_eq!(lines, expected, "{text}");
    }
}

#[test]
fn a_dispute_that_names_no_invoice_would_hold_back_no_letter() {
    for what in ["dispute", "resolved", "write-off", "void", "waive", "received"] {
        let entry = format!("client: acme\ndate: 2026-01-01\nwhat: {what}\n");
        let expected = format!(
            "log/l.yaml:1:1: file/missing-key: `what: {what}` names no invoice | add `invoices: [ID]` with what it is about"
        );
        assert_eq!(said(&[("log/l.yaml", &entry)]), [expected]);
    }
    assert_eq!(
        said(&[("log/l.yaml", "client: acme\ndate: 2026-01-01\nnote: called\n")]),
        [""; 0]
    );
}

#[test]
fn a_credit_is_for_one_invoice() {
    let invoice = ("invoices/i.yaml", "client: acme\namount: 5\n");
    let entry = |rest: &str| format!("client: acme\ndate: 2026-01-01\nwhat: credit\n{rest}");
    for (rest, expected) in [
        (
            "",
            "1:1: file/missing-key: a credit has no `amount` | add `amount:` with what you took off",
        ),
        (
            "amount: 5\n",
            "1:1: file/missing-key: `what: credit` names no invoice | add `invoices: [ID]` with what it is about",
        ),
        (
            "amount: 5\ninvoices: []\n",
            "5:1: file/invalid-value: `what: credit` names no invoice | name what it is about",
        ),
        (
            "amount: 5\ninvoices: [i, i]\n",
            "5:1: file/invalid-value: a credit is for one invoice, and 2 are named | write one entry for each invoice",
        ),
    ] {
        let lines = said(&[invoice, ("log/l.yaml", &entry(rest))]);
        assert!(lines.contains(&format!("log/l.yaml:{expected}")), "{lines:?}");
    }
    assert_eq!(
        said(&[invoice, ("log/l.yaml", &entry("amount: 5\ninvoices: [I]\n"))]),
        [""; 0]
    );
}

#[test]
fn broken_yaml_is_explained_at_its_place() {
    for (text, expected) in [
        (
            "client: acme\nnotes: a: b\n",
            "2:9: file/syntax: a `:` where none is expected | put quotes around a value that has `: ` in it; if this is a key, check its indentation",
        ),
        (
            "client:\n\tname: x\n",
            "2:2: file/syntax: a tab where only spaces may stand | indent with spaces",
        ),
        (
            "client: [acme\n",
            "1:9: file/syntax: `[` is opened and never closed | add the `]`",
        ),
        (
            "client: \"acme\n",
            "1:9: file/syntax: a quote is opened and never closed | close it where the text ends",
        ),
        (
            "client: *a\n",
            "1:9: file/syntax: `*a` repeats a value that isn't there | put quotes around it if it is text; an alias needs `&a` before it in the same record",
        ),
        (
            "client: !!float 5\n",
            "1:17: file/syntax: the tag `!!float` has no meaning here | leave it out, or put quotes around the value if the `!` is part of it",
        ),
        (
            "a: \0\n",
            "1:4: file/syntax: a NUL character: this is no text file | restore the file from a backup, or delete the character",
        ),
        (
            "",
            "1:1: file/syntax: there is no record in this file | write its keys, or delete the file",
        ),
        (
            "# nothing\n---\n",
            "1:1: file/syntax: there is no record in this file | write its keys, or delete the file",
        ),
        (
            "- a\n",
            "1:1: file/invalid-value: an invoice is a list; keys of its own are wanted | write one `key: value` a line, with a space after the colon",
        ),
        (
            "client: @acme\n",
            "1:9: file/syntax: a value can't start with `@` | put quotes around the value if it is text",
        ),
    ] {
        assert_eq!(of_invoice(text), [expected], "{text:?}");
    }
}

#[test]
fn what_is_not_utf8_names_its_byte() {
    let folder = folder_of(&[
        ("invoices/a.yaml", b"client: caf\xe9\n"),
        ("invoices/b.yaml", b"\xff\xfea\0"),
    ]);
    let loaded = ledger(&folder, &PLACES);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "invoices/a.yaml:1:12: file/syntax: not UTF-8: byte 12 begins no character | save the file as UTF-8",
            "invoices/b.yaml:1:1: file/syntax: the text is in UTF-16, not UTF-8 | save the file as UTF-8",
        ]
    );
    assert!(!loaded.unread.anybodys.is_empty());
}

#[test]
fn nesting_and_aliases_have_bounds() {
    let deep = format!("a: {}{}\n", "[".repeat(64), "]".repeat(64));
    assert_eq!(
        of_invoice(&deep),
        [
            "1:67: file/syntax: nested more than 64 levels deep | no record needs so many levels: write it flatter"
        ]
    );
    let mut bomb = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
    for (last, next) in ('a'..='i').zip('b'..='j') {
        bomb.push_str(&format!(
            "x-{next}: &{next} [{}]\n",
            vec![format!("*{last}"); 9].join(", ")
        ));
    }
    let lines = of_invoice(&bomb);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].ends_with("file/syntax: the aliases (`*name`) of this file stand for more than 100 times its size | write the values out"));
    assert_eq!(of_invoice("client: &c acme\namount: 5\nnumber: *c\n"), [""; 0]);
    assert_eq!(
        of_invoice("client: acme\namount: 5\nx-l: &l [*l]\n"),
        ["3:10: file/syntax: an alias stands inside the value that it repeats | write the value out"]
    );
}

#[test]
fn one_broken_document_leaves_the_others() {
    let text = "id: a\nclient: acme\namount: 5\n---\nid: b\nclient: acme\namount: [\n---\nid: c\nclient: acme\namount: 7\n";
    let loaded = load(&[("invoices/2026.yaml", text)]);
    let ledger = loaded.ledger.as_ref().unwrap();
    let ids: Vec<&String> = ledger.invoices.keys().collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!(loaded.unread.files, ["invoices/2026.yaml".to_owned()].into());
    assert!(loaded.unread.clients.keys().eq(["acme"]));
    assert!(loaded.unread.anybodys.is_empty());
    // A reference to the broken one is no finding of its own.
    let payment = (
        "payments/p.yaml",
        "client: acme\ndate: 2026-01-01\namount: 5\nallocate: {b: 5}\n",
    );
    let loaded = load(&[("invoices/2026.yaml", text), payment]);
    assert_eq!(loaded.findings.len(), 1);
    assert!(loaded.ledger.unwrap().payments.is_empty());
}

#[test]
fn several_documents_state_their_ids() {
    assert_eq!(
        of_invoice("client: acme\namount: 5\n---\nid: b\nclient: acme\namount: 5\n"),
        [
            "1:1: file/missing-key: an invoice has no `id`, and this file holds several records | add `id:` to each"
        ]
    );
    assert_eq!(of_invoice("---\nclient: acme\namount: 5\n---\n"), [""; 0]);
}

#[test]
fn markdown_has_keys_at_its_top_and_prose_below() {
    let text = "\u{feff}---\r\nclient: acme\r\namount: x\r\n---\r\n\r\nDear Acme\r\n";
    assert_eq!(
        said(&[("invoices/i.md", text)]),
        [
            "invoices/i.md:3:9: file/invalid-value: `amount` is not an amount: `x` | write digits, and a point before the decimals: 1250.50"
        ]
    );
    assert_eq!(
        said(&[
            ("invoices/i.md", "# Hello\n"),
            ("invoices/j.md", "---\nclient: acme\n")
        ]),
        [
            "invoices/i.md:1:1: file/syntax: the first line is not `---` | a record in Markdown starts with its keys between two lines of `---`",
            "invoices/j.md:1:1: file/syntax: the keys at the top have no end | add a line `---` after the last key",
        ]
    );
    let loaded = load(&[
        ("clients/acme.yaml", "name: A\n"),
        ("contracts/c.md", "---\nclient: acme\ntotal: 5\n---\nText\n"),
    ]);
    let ledger = loaded.ledger.unwrap();
    assert_eq!(ledger.contracts["c"].prose, "Text");
}

#[test]
fn references_lead_somewhere() {
    let contract = (
        "contracts/web.yaml",
        "client: acme\ntotal: 9\nschedule:\n  - {id: deposit, due: 2026-01-01, amount: 5}\n  - {id: retainer, every: month, from: 2026-01-31, until: 2026-03-31, amount: 1}\namendments: [{id: co-1, date: 2026-01-01, schedule: [{id: extra, due: 2026-02-01, amount: 2}]}]\n",
    );
    let good = "client: ACME\ncontract: Web\ninstalment: [Deposit, retainer-3, co-1, extra]\namount: 5\ndocument: ./docs/msa.pdf\n";
    let loaded = load(&[contract, ("invoices/i.yaml", good)]);
    assert_eq!(loaded.findings, []);
    let ledger = loaded.ledger.unwrap();
    let invoice = &ledger.invoices["i"];
    assert_eq!(invoice.client.value, "acme");
    assert_eq!(invoice.contract.as_ref().unwrap().value, "web");
    let instalments: Vec<&str> = invoice.instalments.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(instalments, ["deposit", "retainer-3", "co-1", "extra"]);
    assert_eq!(invoice.document.as_ref().unwrap().value, "docs/msa.pdf");
    for (text, expected) in [
        (
            "client: acmee\namount: 5\n",
            "1:9: file/unknown-reference: there is no client `acmee` | did you mean `acme`?",
        ),
        (
            "client: zorro\namount: 5\n",
            "1:9: file/unknown-reference: there is no client `zorro` | add `clients/zorro.yaml`, or correct the id",
        ),
        (
            "client: acme\ncontract: wbe\namount: 5\n",
            "2:11: file/unknown-reference: there is no contract `wbe` | did you mean `web`?",
        ),
        (
            "client: acme\ncontract: web\ninstalment: depositt\namount: 5\n",
            "3:13: file/unknown-reference: there is no instalment `depositt` in that contract | did you mean `deposit`?",
        ),
        (
            "client: acme\ncontract: web\ninstalment: retainer\namount: 5\n",
            "3:13: file/unknown-reference: there is no instalment `retainer` in that contract | `retainer` is repeated: write retainer-1 for the first, retainer-2 for the second",
        ),
        (
            "client: acme\ncontract: web\ninstalment: retainer-4\namount: 5\n",
            "3:13: file/unknown-reference: there is no instalment `retainer-4` in that contract | did you mean `retainer-1`?",
        ),
        (
            "client: acme\ninstalment: deposit\namount: 5\n",
            "2:13: file/unknown-reference: instalment `deposit`, and no contract is named | add `contract:`, or leave `instalment` out",
        ),
        (
            "client: acme\namount: 5\ndocument: msa.pdf\n",
            "3:11: file/unknown-reference: there is no file `msa.pdf` | did you mean `docs/msa.pdf`?",
        ),
        (
            "client: acme\namount: 5\ndocument: ../msa.pdf\n",
            "3:11: file/outside-ledger: `document` leads out of the ledger: `../msa.pdf` | name it from the ledger's root, such as `documents/acme.pdf`, and without `..`",
        ),
    ] {
        assert_eq!(
            said(&[contract, ("invoices/i.yaml", text)]),
            [format!("invoices/i.yaml:{expected}")],
            "{text}"
        );
    }
}

#[test]
fn a_bad_reference_costs_a_client_only_that_value() {
    let loaded = load(&[
        (
            "clients/acme.yaml",
            "name: Acme\npolicy: strickt\njurisdiction: mars\ncredit_limit: 5.001\n",
        ),
        ("invoices/i.yaml", "client: acme\namount: 5\n"),
    ]);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "clients/acme.yaml:2:9: file/unknown-reference: there is no policy `strickt` | did you mean `strict`?",
            "clients/acme.yaml:3:15: file/unknown-reference: there is no jurisdiction `mars` | `dunlin law` lists those that are known",
            "clients/acme.yaml:4:15: file/invalid-value: `credit_limit` has 3 decimals, and EUR has 2: `5.001` | round it, or write 5001 if thousands are meant",
        ]
    );
    let ledger = loaded.ledger.unwrap();
    assert_eq!(ledger.clients["acme"].policy, None);
    assert!(ledger.invoices.contains_key("i"));
    assert!(loaded.unread.clients.keys().eq(["acme"]));
    assert!(loaded.unread.anybodys.is_empty());
}

#[test]
fn ids_and_numbers_are_taken_once() {
    let loaded = load(&[
        ("invoices/a.yaml", "client: acme\namount: 5\nnumber: 2026/1\n"),
        ("invoices/b.yaml", "id: A\nclient: acme\namount: 5\n"),
        (
            "invoices/c.yaml",
            "client: acme\namount: 5\nnumber: 2026/1\nvoid: {date: 2026-01-01}\n",
        ),
        ("invoices/d e.yaml", "client: acme\namount: 5\n"),
    ]);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "invoices/b.yaml:1:5: file/duplicate-id: the id `A` is taken already | give one of the two another id; upper and lower case don't tell ids apart",
            "invoices/c.yaml:3:9: file/duplicate-id: an invoice with the number `2026/1` is there already | every invoice has a number of its own, cancelled ones too",
            "invoices/d e.yaml:1:1: file/invalid-value: the file's name can't be an id: `d e` has a space in it | rename the file, or add an `id`: letters, digits, `.`, `_` and `-`",
        ]
    );
    assert_eq!(loaded.sources.text(loaded.findings[1].related[0].span), "2026/1");
    assert_eq!(
        loaded.ledger.unwrap().invoices.into_keys().collect::<Vec<_>>(),
        ["a"]
    );
}

#[test]
fn records_of_another_client_are_left_out() {
    let files = [
        ("clients/beta.yaml", "name: Beta\n"),
        ("invoices/i.yaml", "client: beta\namount: 5\n"),
        (
            "payments/p.yaml",
            "client: acme\ndate: 2026-01-01\namount: 5\nallocate: {i: 5}\n",
        ),
    ];
    let loaded = load(&files);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "payments/p.yaml:4:12: file/client-mismatch: invoice `i` is of client `beta`, this of `acme` | correct the client, or name another one of theirs"
        ]
    );
    assert!(loaded.unread.clients.keys().eq(["acme", "beta"]));
}

#[test]
fn what_needs_a_dropped_record_is_dropped_in_silence() {
    let loaded = load(&[
        ("contracts/c.yaml", "client: acme\ntotal: 1.250,00\n"),
        ("invoices/i.yaml", "client: acme\ncontract: c\namount: 5\n"),
        (
            "payments/p.yaml",
            "client: acme\ndate: 2026-01-01\namount: 5\nallocate: {i: 5}\n",
        ),
    ]);
    assert_eq!(loaded.findings.len(), 1);
    let ledger = loaded.ledger.unwrap();
    assert!(ledger.contracts.is_empty() && ledger.invoices.is_empty() && ledger.payments.is_empty());
    let files = ["contracts/c.yaml", "invoices/i.yaml", "payments/p.yaml"].map(str::to_owned);
    assert_eq!(loaded.unread.files, files.into());
    assert!(loaded.unread.anybodys.is_empty());
}

#[test]
fn an_unknown_key_keeps_its_record_and_an_unknown_client_holds_everybody() {
    let loaded = load(&[("invoices/i.yaml", "client: acme\namount: 5\ndeu: 2026-01-01\n")]);
    assert!(loaded.ledger.unwrap().invoices.contains_key("i"));
    assert!(loaded.unread.clients.keys().eq(["acme"]));
    let stranger = load(&[("invoices/i.yaml", "client: x\namount: 5\n")]);
    assert!(!stranger.unread.anybodys.is_empty());
}

#[test]
fn amounts_have_their_currencys_decimals() {
    for (text, expected) in [
        (
            "client: acme\namount: 1.250\n",
            "2:9: file/invalid-value: `amount` has 3 decimals, and EUR has 2: `1.250` | write 1.25, or 1250 if thousands are meant",
        ),
        (
            "client: acme\ncurrency: JPY\namount: 5.0\n",
            "3:9: file/invalid-value: `amount` has 1 decimal, and JPY has none: `5.0` | write 5",
        ),
        (
            "client: acme\namount: 5.0001\n",
            "2:9: file/invalid-value: `amount` has 4 decimals, and EUR has 2: `5.0001` | round it as it stands on the document",
        ),
        (
            "client: acme\nlines: [{unit_price: -5.125}, {unit_price: 5.125}]\n",
            "2:8: file/invalid-value: the lines come to 0.00 EUR | an invoice is above 0: money back goes into `credits` of the invoice it is for",
        ),
        (
            "client: acme\nlines: [{quantity: 9999999999999, unit_price: 9999999999999}]\n",
            "2:47: file/invalid-value: the line comes to more than thirteen digits | check `quantity` and `unit_price`",
        ),
    ] {
        assert_eq!(of_invoice(text), [expected], "{text}");
    }
    assert_eq!(
        of_invoice("client: acme\nlines: [{quantity: 1.125, unit_price: 80.1255}]\n"),
        [""; 0]
    );
    assert_eq!(
        of_invoice("client: acme\ncurrency: KWD\namount: 1.250\n"),
        [""; 0]
    );
}

#[test]
fn settings_keep_what_can_be_read() {
    let text = "creditor: {name: S}\ncurrency: EUR\nsite: ../web\nreminders: .\npolicies:\n  a: {extends: b}\n  b: {extends: A}\n  strict: {extends: strict}\njurisdiction: narnia\nlaw: {jurisdictions: {narnia: {}}}\n";
    let loaded = load(&[(SETTINGS, text)]);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "dunlin.yaml:3:7: file/outside-ledger: `site` leads out of the ledger: `../web` | name it from the ledger's root, such as `documents/acme.pdf`, and without `..`",
            "dunlin.yaml:4:12: file/invalid-value: `reminders` is the ledger itself | dunlin writes there: name a folder of its own, such as `reminders`",
            "dunlin.yaml:7:16: file/invalid-value: policy `a` extends itself | one of a, b must extend another policy",
        ]
    );
    let settings = loaded.ledger.unwrap().settings;
    assert_eq!(
        (settings.site.value.as_str(), settings.reminders.value.as_str()),
        ("site", "reminders")
    );
    assert!(crate::model::Policy::named("a", &settings.policies).is_some());
    assert!(!loaded.unread.anybodys.is_empty());
    assert_eq!(
        said(&[(SETTINGS, "creditor: {email: a}\n")]),
        [
            "dunlin.yaml:1:1: file/missing-key: dunlin.yaml has no `currency` | add `currency:` with a code such as EUR",
            "dunlin.yaml:1:12: file/missing-key: `creditor` has no `name` | add `name:`",
        ]
    );
}

#[test]
fn files_in_no_folder_are_named() {
    assert_eq!(
        said(&[
            ("invoice/a.yaml", "client: acme\n"),
            ("b.md", "# Hello\n"),
            ("README.md", "# Hi\n")
        ]),
        [
            "b.md:1:1: file/misplaced-file: this file is in none of the ledger's folders, and is not read | move it to cases, clients, contracts, invoices, log, payments or plans; a name that starts with `_` is skipped",
            "invoice/a.yaml:1:1: file/misplaced-file: `invoice/` is none of the ledger's folders: this file is not read | did you mean `invoices/`?",
        ]
    );
}

#[test]
fn links_and_sizes_are_findings_too() {
    let mut folder = folder_of(&[(
        "payments/p.yaml",
        b"client: acme\ndate: 2026-01-01\namount: 5\nallocate: {i-7: 5}\n",
    )]);
    folder
        .files
        .insert("invoices/big.yaml".to_owned(), Content::TooLarge(2 * 1024 * 1024));
    folder.files.insert(
        "invoices/out.yaml".to_owned(),
        Content::Outside("../x.yaml".to_owned()),
    );
    folder
        .files
        .insert("docs/out.pdf".to_owned(), Content::Outside("/x.pdf".to_owned()));
    let loaded = ledger(&folder, &PLACES);
    let lines: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| line(&loaded, finding))
        .collect();
    assert_eq!(
        lines,
        [
            "docs/out.pdf:1:1: file/outside-ledger: a link that leaves the ledger: it goes to `/x.pdf` | put the file itself here",
            "invoices/big.yaml:1:1: file/too-large: 2048 KiB; a file may have 1024 | split it into several files",
            "invoices/out.yaml:1:1: file/outside-ledger: a link that leaves the ledger: it goes to `../x.yaml` | put the file itself here",
        ]
    );
    assert!(!loaded.unread.anybodys.is_empty());
    assert!(!loaded.unread.files.contains("docs/out.pdf"));
    assert!(loaded.ledger.unwrap().payments.is_empty());
}

#[test]
fn a_client_s_figures_rest_on_their_own_files_and_on_those_of_nobody_known() {
    let loaded = load(&[
        ("clients/beta.yaml", "name: Beta\n"),
        ("invoices/a.yaml", "client: acme\namount: x\n"),
        ("invoices/b.yaml", "client: beta\namount: 5\n"),
        (
            "invoices/c.yaml",
            "id: c\nclient: acme\namount: 5\n---\nid: d\nclient: beta\namount: x\n",
        ),
    ]);
    let of = |client: &str| loaded.unread.files_of(client).collect::<Vec<_>>().join(" ");
    assert_eq!(of("acme"), "invoices/a.yaml");
    assert_eq!(of("beta"), "invoices/c.yaml");
    assert!(!loaded.unread.concerns("gamma"));
    let loaded = load(&[
        ("invoices/a.yaml", "amount: x\n"),
        ("invoices/b.yaml", "client: acme\namount: x\n"),
    ]);
    let of: Vec<_> = loaded.unread.files_of("acme").collect();
    assert_eq!(of, ["invoices/b.yaml", "invoices/a.yaml"]);
    assert!(loaded.unread.concerns("gamma"));
}

#[test]
fn a_folder_that_leaves_may_hold_anybodys_records() {
    let mut folder = folder_of(&[]);
    folder
        .files
        .insert("payments".to_owned(), Content::Outside("/elsewhere".to_owned()));
    let loaded = ledger(&folder, &PLACES);
    assert!(!loaded.unread.anybodys.is_empty());
    assert_eq!(loaded.unread.files, ["payments".to_owned()].into());
}

#[test]
fn a_reference_named_twice_counts_once() {
    let loaded = load(&[
        ("invoices/i.yaml", "client: acme\namount: 5\n"),
        (
            "cases/c.yaml",
            "client: acme\ninvoices: [i, I]\nroute: court\nopened: 2026-01-01\n",
        ),
    ]);
    let case = &loaded.ledger.unwrap().cases["c"];
    let invoices: Vec<&str> = case.invoices.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(invoices, ["i"]);
}

#[test]
fn a_large_file_takes_time_in_proportion() {
    let mut text = "client: acme\namount: 5\n".to_owned();
    for number in 0..60_000 {
        text.push_str(&format!("k{number}: 1\n"));
    }
    text.push_str("k0: 2\n");
    let loaded = load(&[("invoices/i.yaml", &text)]);
    let repeated = loaded
        .findings
        .iter()
        .filter(|finding| finding.rule == "file/duplicate-key");
    assert_eq!(
        repeated
            .map(|finding| finding.span.start as usize)
            .collect::<Vec<_>>(),
        [text.len() - 6]
    );
}

/// Each page's examples give exactly the findings of its rule that the page shows.
#[test]
fn the_pages_of_group_file_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules/file");
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    // Which allow silences something is known only when every rule has spoken.
    // What is wrong with a text of the ledger's own is found where texts are used.
    pages
        .retain(|path| !["own-text", "useless-allow"].contains(&path.file_stem().unwrap().to_str().unwrap()));
    assert_eq!(pages.len(), 11);
    for page in pages {
        replay(&page);
    }
}

fn replay(page: &Path) {
    let text = std::fs::read_to_string(page).unwrap();
    let rule = text
        .lines()
        .next()
        .unwrap()
        .strip_prefix("# ")
        .unwrap()
        .to_owned();
    let level = if rule == "file/misplaced-file" {
        "warning"
    } else {
        "error"
    };
    let mut files: Vec<(String, String)> = Vec::new();
    let mut blocks = text.split("```").skip(1).step_by(2);
    assert_eq!(text.matches("```findings").count(), 2, "{}", page.display());
    for block in &mut blocks {
        let (head, body) = block.split_once('\n').unwrap();
        if let Some(path) = head.strip_prefix("yaml ") {
            files.push((path.to_owned(), body.to_owned()));
            continue;
        }
        assert_eq!(head, "findings");
        let given: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, body)| (path.as_str(), body.as_str()))
            .collect();
        let loaded = load(&given);
        let found: Vec<String> = loaded
            .findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .map(|finding| {
                let at = loaded.sources.start(finding.span);
                let path = loaded.sources.path(finding.span);
                format!(
                    "{path}:{}:{}: {level}[{rule}]: {}",
                    at.line, at.column, finding.message
                )
            })
            .collect();
        assert_eq!(found, body.lines().collect::<Vec<_>>(), "{}", page.display());
        files.clear();
    }
}

const SEEDS: [(&str, &str); 8] = [
    (
        "invoices/i.yaml",
        "client: acme\ncontract: c\ninstalment: [a, r-1]\nissued: 2026-01-01\nlines: [{unit_price: 5.5, tax_percent: 21}]\nsent: {date: 2026-01-02}\n",
    ),
    (
        "invoices/j.yaml",
        "id: j1\nclient: acme\namount: 5\n---\nid: j2\nclient: acme\namount: \"6\" # dunlin: allow(invoice/unsent) -- x\n",
    ),
    (
        "contracts/c.md",
        "---\nclient: acme\ntotal: 50\nschedule:\n  - {id: a, due: 2026-01-01, percent: 10}\n  - id: r\n    every: month\n    from: 2026-01-31\n    amount: 5\nterms: &t {payment_days: {days: 14, end_of_month: after}, late_interest: statutory}\nx-t: *t\n---\nText\n",
    ),
    (
        "clients/acme.yaml",
        "name: Acme\nvetting: [{date: 2026-01-01, outcome: good}]\nchasing: {paused_until: 2026-03-01}\nnotes: |\n  a\n  b\n",
    ),
    (
        "payments/p.yaml",
        "client: acme\ndate: 2026-02-01\namount: 5.00\nallocate: {i: 5}\n",
    ),
    (
        "log/l.yaml",
        "client: acme\ndate: 2026-02-02\ninvoices: {i: firm}\npromise: {pay_by: 2026-02-15, written: true}\n",
    ),
    (
        "plans/q.yaml",
        "client: acme\nagreed: 2026-02-01\ninvoices: [i]\ninstalments: [{due: 2026-03-01, amount: 5}]\n",
    ),
    (
        "dunlin.yaml",
        "creditor: {name: S, bank: [{currency: EUR}]}\ncurrency: EUR\npolicies: {p: {extends: q}, q: {extends: strict, stages: {firm: off}}}\nrules: {contract/unsigned: off, edition: 2026.1}\nlaw: {jurisdictions: {es: {small_claims: {limits: [{from: 2026-01-01, amount: 5}]}}}}\n",
    ),
];

#[test]
fn the_seeds_are_sound() {
    assert_eq!(said(&SEEDS), [""; 0]);
    assert_eq!(load(&SEEDS).unread, Unread::default());
}

fn every_span_holds(loaded: &Loaded) {
    let related = loaded
        .findings
        .iter()
        .flat_map(|finding| finding.related.iter().map(|related| related.span));
    let allows = loaded.allows.iter().flat_map(|allow| [allow.span, allow.covers]);
    for span in loaded
        .findings
        .iter()
        .map(|finding| finding.span)
        .chain(related)
        .chain(allows)
    {
        let text = &loaded.sources.file(span.file).text;
        assert!(
            span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), seed in 0..SEEDS.len()) {
        let path = SEEDS[seed].0;
        every_span_holds(&ledger(&folder_of(&[(path, &bytes)]), &PLACES));
    }

    #[test]
    fn no_yaml_makes_it_panic(text in "([a-z]{1,3}: |- |\\[|\\]|\\{|\\}|&a |\\*a|\"|'|#|\n|\n  |---\n|\t|: |, |\\||>|~|é|!x |%|\r\n|\u{feff}|\\\\){0,60}", seed in 0..SEEDS.len()) {
        every_span_holds(&load(&[(SEEDS[seed].0, &text)]));
    }

    #[test]
    fn no_edit_makes_it_panic(
        seed in 0..SEEDS.len(),
        at in any::<prop::sample::Index>(),
        length in 0usize..12,
        with in "(|[-0-9.,]{1,5}|\n|: |[a-z]{1,4}|\\PC{0,3}|\\[|\\{|\\*t|\t)",
    ) {
        let mut seeds = SEEDS.map(|(path, text)| (path, text.to_owned()));
        let text = &mut seeds[seed].1;
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        text.replace_range(start..end, &with);
        let files: Vec<(&str, &str)> = seeds.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let loaded = load(&files);
        every_span_holds(&loaded);
        // Nothing is left out in silence.
        let ledger = loaded.ledger.as_ref();
        let count = ledger.map_or(0, |l| l.invoices.len() + l.contracts.len() + l.payments.len() + l.log.len() + l.plans.len());
        prop_assert!(count == 7 || !loaded.unread.files.is_empty() || text_is_other_documents(&files));
    }

    #[test]
    fn amounts_and_dates_are_read_from_their_characters(units in 1u64..9_999_999_999, minor in 0u32..100, day in 0u64..20_000) {
        let amount = format!("{units}.{minor:02}");
        let date = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(day);
        let text = format!("client: acme\namount: {amount}\nissued: {date}\n");
        let loaded = load(&[("invoices/i.yaml", &text)]);
        let ledger = loaded.ledger.unwrap();
        let invoice = &ledger.invoices["i"];
        prop_assert_eq!(invoice.amount.unwrap().value.plain(ledger.settings.currency.value), amount);
        prop_assert_eq!(invoice.issued.unwrap().value, date);
    }
}

/// An edit can turn a record into two, or make a file's id another: then counts differ without anything missing.
fn text_is_other_documents(files: &[(&str, &str)]) -> bool {
    let before: usize = SEEDS.iter().map(|(_, text)| text.matches("---").count()).sum();
    let after: usize = files.iter().map(|(_, text)| text.matches("---").count()).sum();
    before != after
}

#[test]
fn the_order_of_keys_changes_nothing() {
    let text = "client: acme\namount: 5\nissued: 2026-01-01\nnumber: A/1\n";
    let mut lines: Vec<&str> = text.lines().collect();
    lines.reverse();
    let turned = lines.join("\n");
    let values = |text: &str| {
        let invoice = load(&[("invoices/i.yaml", text)])
            .ledger
            .unwrap()
            .invoices
            .remove("i")
            .unwrap();
        (
            invoice.client.value,
            invoice.amount.unwrap().value,
            invoice.issued.unwrap().value,
            invoice.number.unwrap().value,
        )
    };
    assert_eq!(values(text), values(&turned));
}
#[test]
fn values_of_the_wrong_shape_say_what_is_wanted() {
    let lines = of_invoice(
        "client: [acme]\namount: 5\nlines:\n  - 5\nsent: 2026-01-01\npayments: {date: 2026-01-01}\n? [x]\n: y\n",
    );
    assert_eq!(
        lines,
        [
            "1:9: file/invalid-value: `client` is a list; an id is wanted | write `client: acme`",
            "4:5: file/invalid-value: an item of `lines` is a single value; a group of keys is wanted | its keys are description, quantity, unit_price and tax_percent",
            "5:7: file/invalid-value: `sent` is a single value; a group of keys is wanted | its keys are date, via and confirmed",
            "6:11: file/invalid-value: `payments` is a group of keys; a list is wanted | write each item of `payments` on a line of its own, after `- `",
            "7:3: file/invalid-value: a list as a key | a key is a word, such as `client:`",
        ]
    );
    assert_eq!(
        of_invoice("client:acme\n"),
        [
            "1:1: file/invalid-value: an invoice is a single value; keys of its own are wanted | write one `key: value` a line, with a space after the colon"
        ]
    );
    let terms = "client: acme\ntotal: 5\nterms: {payment_days: net 30, late_interest: 8%}\n";
    assert_eq!(
        said(&[("contracts/c.yaml", terms)]),
        [
            "contracts/c.yaml:3:23: file/invalid-value: `payment_days` is not a whole number: `net 30` | write digits only, such as 14; or its keys, days and end_of_month",
            "contracts/c.yaml:3:46: file/invalid-value: `late_interest` can't be `8%` | it can be statutory or none; or its keys, percent_per_year",
        ]
    );
}
