//! Half-typed texts, each with the cursor as `¦`.

use super::*;

fn read(path: &str, marked: &str) -> (RecordFile, String, usize) {
    let offset = marked.find('¦').unwrap();
    let file = RecordFile::of(path, "").unwrap();
    (file, marked.replacen('¦', "", 1), offset)
}

/// Spot, path, what is written, the names of keys that may stand here, and the kinds of value.
fn told(path: &str, marked: &str) -> String {
    let (file, text, offset) = read(path, marked);
    let cursor = Cursor::at(&file, &text, offset);
    let tables: Vec<_> = cursor
        .mapping_kinds()
        .into_iter()
        .map(|kind| match kind {
            Kind::Mapping(table) => table.name.to_owned(),
            Kind::Map { key, .. } => format!("map of {key:?}"),
            _ => unreachable!(),
        })
        .collect();
    let values: Vec<_> = cursor
        .value_kinds()
        .into_iter()
        .filter_map(|kind| match kind {
            Kind::Mapping(_) | Kind::Map { .. } => None,
            Kind::List(_) => Some("List".to_owned()),
            Kind::Word(words) => Some(words.join("|")),
            kind => Some(format!("{kind:?}")),
        })
        .collect();
    format!(
        "{:?} {} `{}` keys: {} values: {}",
        cursor.spot,
        cursor.path().join("."),
        cursor.slice(cursor.written()),
        tables.join(", "),
        values.join(", ")
    )
}

#[test]
fn keys_that_are_being_typed() {
    for (text, expected) in [
        ("¦", "Word  `` keys: contract values: "),
        ("cli¦", "Word  `cli` keys: contract values: "),
        ("client: acme\ndu¦", "Word  `du` keys: contract values: "),
        ("client: acme\n¦\ntotal: 5\n", "Word  `` keys: contract values: "),
        ("cli¦ent: acme", "Key client `client` keys: contract values: "),
        ("terms:\n  ¦", "Word terms `` keys: terms values: "),
        (
            "terms:\n  gra¦\n  stop_work: true\n",
            "Word terms `gra` keys: terms values: ",
        ),
        ("terms:\n  grace_days: 7\n¦\n", "Word  `` keys: contract values: "),
        (
            "terms:\n  grace_days: 7\n  ¦\n",
            "Word terms `` keys: terms values: ",
        ),
        ("terms: {gra¦", "Word terms `gra` keys: terms values: "),
        ("terms: {¦}", "Word terms `` keys: terms values: "),
        (
            "terms: {payment_days: 14, ¦}\ndate: x\n",
            "Word terms `` keys: terms values: ",
        ),
        (
            "terms: {payment_days: 14, ¦\ndate: x\n",
            "Word terms `` keys: terms values: ",
        ),
        (
            "schedule:\n  - ¦\n",
            "Value schedule.- `` keys: instalment values: ",
        ),
        (
            "schedule:\n- id: a\n  ¦\n",
            "Word schedule.- `` keys: instalment values: ",
        ),
        (
            "schedule:\n  - id: a\n    du¦\n  - id: b\n",
            "Word schedule.- `du` keys: instalment values: ",
        ),
        (
            "schedule:\n  - {id: a, ¦\n  - {id: b}\n",
            "Word schedule.- `` keys: instalment values: ",
        ),
        (
            "schedule: [{id: a, du¦}]\n",
            "Word schedule.- `du` keys: instalment values: ",
        ),
        (
            "amendments:\n  - id: co\n    schedule:\n      - {¦}\n",
            "Word amendments.-.schedule.- `` keys: instalment values: ",
        ),
        ("\"cli¦\": x", "Key cli `cli` keys: contract values: "),
        (
            "client: a\r\n¦\r\ntotal: 1\r\n",
            "Word  `` keys: contract values: ",
        ),
        ("client: a\n---\n¦", "Word  `` keys: contract values: "),
    ] {
        assert_eq!(told("contracts/a.yaml", text), expected, "{text:?}");
    }
}

/// File, text, and what is told of it.
const VALUES: &[(&str, &str, &str)] = &[
    (
        "invoices/a.yaml",
        "client: ¦",
        "Value client `` keys:  values: Reference(Client)",
    ),
    (
        "invoices/a.yaml",
        "client:¦\n",
        "Value client `` keys:  values: Reference(Client)",
    ),
    (
        "invoices/a.yaml",
        "client: ac¦me # x\n",
        "Value client `acme` keys:  values: Reference(Client)",
    ),
    (
        "invoices/a.yaml",
        "client: \"ac¦\"\n",
        "Value client `ac` keys:  values: Reference(Client)",
    ),
    (
        "invoices/a.yaml",
        "client: \"ac¦\ndue: x\n",
        "Value client `ac` keys:  values: Reference(Client)",
    ),
    (
        "invoices/a.yaml",
        "instalment: [dep, ¦]\n",
        "Value instalment.- `` keys:  values: Reference(Instalment)",
    ),
    (
        "invoices/a.yaml",
        "instalment: [de¦\nclient: x\n",
        "Value instalment.- `de` keys:  values: Reference(Instalment)",
    ),
    (
        "invoices/a.yaml",
        "instalment:\n  - de¦\n",
        "Word instalment.- `de` keys:  values: Reference(Instalment)",
    ),
    (
        "payments/a.yaml",
        "allocate: {inv¦",
        "Word allocate `inv` keys: map of Reference(Invoice) values: ",
    ),
    (
        "contracts/a.yaml",
        "terms: {stop_work: ¦}\n",
        "Value terms.stop_work `` keys:  values: Bool",
    ),
    (
        "contracts/a.yaml",
        "terms: {stop_work: t¦, x: y}\n",
        "Value terms.stop_work `t` keys:  values: Bool",
    ),
    (
        "contracts/a.yaml",
        "status:   ¦\ntitle: x\n",
        "Value status `` keys:  values: active|completed|cancelled",
    ),
    (
        "contracts/a.yaml",
        "status: &s ac¦\n",
        "Value status `ac` keys:  values: active|completed|cancelled",
    ),
    (
        "contracts/a.yaml",
        "terms:\n  late_interest:\n    st¦\n",
        "Word terms.late_interest `st` keys: late_interest values: statutory|none",
    ),
    (
        "dunlin.yaml",
        "rules:\n  contract/unsigned: w¦\n",
        "Value rules.contract/unsigned `w` keys:  values: off|info|warning|error",
    ),
    (
        "dunlin.yaml",
        "rules: {contract/unsigned: {level: ¦}}\n",
        "Value rules.contract/unsigned.level `` keys:  values: off|info|warning|error",
    ),
    (
        "dunlin.yaml",
        "policies:\n  soft:\n    ¦\n",
        "Word policies.soft `` keys: policy values: ",
    ),
];

#[test]
fn values_that_are_being_typed() {
    for (path, text, expected) in VALUES {
        assert_eq!(told(path, text), *expected, "{text:?}");
    }
}

#[test]
fn prose_and_comments_have_no_keys() {
    for (path, text, expected) in [
        (
            "clients/a.md",
            "---\nna¦\n---\nbody\n",
            "Word  `na` keys: client values: ",
        ),
        (
            "clients/a.md",
            "---\nname: A\n---\nbo¦dy\n",
            "Nowhere  `` keys:  values: ",
        ),
        (
            "clients/a.md",
            "---\nname: A\nle¦\n",
            "Word  `le` keys: client values: ",
        ),
        ("clients/a.md", "bo¦dy\n", "Nowhere  `` keys:  values: "),
        (
            "clients/a.yaml",
            "notes: |\n  na¦\nname: A\n",
            "Nowhere  `` keys:  values: ",
        ),
        (
            "clients/a.yaml",
            "notes: |\n  text\n¦\nname: A\n",
            "Word  `` keys: client values: ",
        ),
        ("clients/a.yaml", "name: A # ¦\n", "Comment  `` keys:  values: "),
        (
            "clients/a.yaml",
            "# dunlin: allow(¦\nname: A\n",
            "Comment  `` keys:  values: ",
        ),
    ] {
        assert_eq!(told(path, text), expected, "{text:?}");
    }
    for path in [
        "README.md",
        "notes/a.yaml",
        "clients/logo.png",
        "reminders/a/firm.md",
    ] {
        assert_eq!(RecordFile::of(path, ""), None, "{path}");
    }
}

#[test]
fn what_stands_beside_the_cursor() {
    let text =
        "client: acme\ncontract: web\nlines:\n  - description: x\n    ¦\n    unit_price: 5\n---\nclient: b\n";
    let (file, text, offset) = read("invoices/i-7.yaml", text);
    let cursor = Cursor::at(&file, &text, offset);
    assert_eq!(cursor.siblings(), ["description", "unit_price"]);
    assert_eq!(cursor.sibling("unit_price"), Some("5"));
    assert_eq!(cursor.stated("contract"), Some("web"));
    assert_eq!(cursor.id(), "i-7");
    assert!(!cursor.is_on_first_key());
    let (file, text, offset) = read("invoices/2026.yaml", "id: a\nclient: x\n---\nid: b\ndue¦: 1\n");
    let cursor = Cursor::at(&file, &text, offset);
    assert_eq!(
        (cursor.id(), cursor.siblings()),
        (
            "b",
            vec!["id", "client"]
                .split_off(2)
                .into_iter()
                .chain(["id"])
                .collect()
        )
    );
    let (file, text, offset) = read("invoices/a.yaml", "# hello\ncli¦ent: x\ndue: y\n");
    assert!(Cursor::at(&file, &text, offset).is_on_first_key());
}

#[test]
fn every_place_of_every_broken_text_can_be_asked() {
    let text = "a: {b: [c, \"d\n e: 'f\n- g: |\n   h\n  i\n\t- {j: k, l\r\n*m &n !o : p # q\n? r\n: s\n--- t\n[[[[{{{{,,,::::\n\u{fc}: \u{1f4b6}";
    let file = RecordFile::of("contracts/a.yaml", "").unwrap();
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for offset in (0..=end).filter(|offset| text.is_char_boundary(*offset)) {
            let text = &text[..end];
            let cursor = Cursor::at(&file, text, offset);
            let written = cursor.written();
            assert!(
                text.get(written.clone()).is_some(),
                "{text:?} at {offset}: {written:?}"
            );
            assert!(written.start <= offset && offset <= written.end);
            cursor.value_kinds();
            cursor.mapping_kinds();
        }
    }
}

/// The text with the comment where it would go.
fn allowed(path: &str, marked: &str) -> String {
    let (file, text, offset) = read(path, marked);
    match allow_at(&file, &text, offset) {
        None => "nowhere".to_owned(),
        Some(AllowAt::Above { at, indent }) => format!("{}{indent}#!\n{}", &text[..at], &text[at..]),
        Some(AllowAt::Behind { at }) => format!("{} #!{}", &text[..at], &text[at..]),
    }
}

#[test]
fn a_comment_goes_where_it_covers_the_finding() {
    for (text, expected) in [
        ("¦client: a\ntotal: 5\n", "#!\nclient: a\ntotal: 5\n"),
        ("client: ¦a\ntotal: 5\n", "client: a #!\ntotal: 5\n"),
        ("client: a\ntotal: ¦5\n", "client: a\n#!\ntotal: 5\n"),
        (
            "client: a\nterms:\n  grace_days: ¦5\n",
            "client: a\nterms:\n  #!\n  grace_days: 5\n",
        ),
        ("client: a\ntotal:\n  ¦5\n", "client: a\n#!\ntotal:\n  5\n"),
        (
            "client: a\nschedule:\n  - {id: x, due: ¦2026-01-01}\n",
            "client: a\nschedule:\n  #!\n  - {id: x, due: 2026-01-01}\n",
        ),
        ("a: 1\n---\nb: 1\nc: ¦2\n", "a: 1\n---\nb: 1\n#!\nc: 2\n"),
    ] {
        assert_eq!(allowed("contracts/a.yaml", text), expected);
    }
    assert_eq!(
        allowed("log/a.md", "---\nclient: a\ndate: x\n---\nHow ¦dare you\n"),
        "---\n#!\nclient: a\ndate: x\n---\nHow dare you\n"
    );
    assert_eq!(allowed("log/a.md", "no ¦keys"), "nowhere");
}

#[test]
fn no_depth_and_no_length_is_too_much() {
    let file = RecordFile::of("contracts/a.yaml", "").unwrap();
    let stairs: String = (0..1000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    for text in [
        "- ".repeat(300_000),
        "[".repeat(600_000),
        "a: 1\n".repeat(200_000),
        "{a: ".repeat(200_000),
        stairs,
    ] {
        let cursor = Cursor::at(&file, &text, text.len());
        assert_eq!(cursor.mapping_kinds().len(), usize::from(text.ends_with('\n')));
    }
}
