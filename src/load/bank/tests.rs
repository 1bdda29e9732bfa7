//! Statements as banks write them, and what is made of them.

use super::*;

const RULES: &str = "separator: \";\"\nskip: 2\ndate: Buchungstag\ndate_form: \"%d.%m.%Y\"\namount: Betrag\ndecimal: \",\"\npayer: Auftraggeber\ntext: [Zweck, Art]\nignore: [saldo]\n";

fn eur() -> Currency {
    Currency::from_code("EUR").unwrap()
}

fn read(rules_text: &str, bytes: &[u8]) -> BankStatement {
    let rules = rules("r.yaml", rules_text).unwrap();
    statement(bytes, &rules, eur()).unwrap()
}

#[test]
fn a_german_statement_is_read_with_its_lines() {
    let text = b"Konto;123\r\n\r\nBuchungstag;Auftraggeber;Zweck;Art;Betrag\r\n\
        04.03.2026;M\xfcller & S\xf6hne;\"RE 014; danke\";Gutschrift;1.250,50\r\n\
        05.03.2026;Miete;;Lastschrift;-800,00\r\n\
        ;;Endsaldo;;9.999,99\r\n";
    let statement = read(&format!("encoding: latin-1\n{RULES}"), text);
    assert_eq!((statement.ignored, statement.unreadable.len()), (1, 0));
    let rows: Vec<_> = statement
        .rows
        .iter()
        .map(|row| {
            (
                row.line,
                row.date.to_string(),
                row.amount.plain(eur()),
                row.payer.as_str(),
                row.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (
                4,
                "2026-03-04".to_owned(),
                "1250.50".to_owned(),
                "Müller & Söhne",
                "RE 014; danke Gutschrift"
            ),
            (
                5,
                "2026-03-05".to_owned(),
                "-800.00".to_owned(),
                "Miete",
                "Lastschrift"
            ),
        ]
    );
}

#[test]
fn rows_that_say_the_same_are_told_apart_and_those_of_one_reference_are_one() {
    let row = "04.03.2026;Acme;INV 1;x;10,00\n";
    let text = format!("a\nb\nBuchungstag;Auftraggeber;Zweck;Art;Betrag\n{row}{row}");
    let twice = read(RULES, text.as_bytes());
    let keys: Vec<_> = twice.rows.iter().map(BankRow::key).collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);
    let again = read(RULES, text.as_bytes());
    assert_eq!(again.rows.iter().map(BankRow::key).collect::<Vec<_>>(), keys);
    let one = read(&format!("{RULES}reference: Art\n"), text.as_bytes());
    assert_eq!((one.rows.len(), one.repeated), (1, 1));
}

#[test]
fn what_cannot_be_read_is_named_by_its_line() {
    let text =
        "a\nb\nBuchungstag;Auftraggeber;Zweck;Art;Betrag\n\n2026-03-04;A;;;1,00\n04.03.2026;A;;;1.00\n";
    let statement = read(RULES, text.as_bytes());
    assert_eq!(
        statement.unreadable,
        [
            (5, "`2026-03-04` is no day as %d.%m.%Y".to_owned()),
            (6, "`1.00` is no amount with the decimal mark `,`".to_owned()),
        ]
    );
}

#[test]
fn money_in_and_out_may_have_columns_of_their_own() {
    let rules = "header: false\ndate: 1\ndate_form: \"%Y-%m-%d\"\ncredit: 2\ndebit: 3\ndecimal: \".\"\n";
    let text = "2026-03-04,10.00,\n2026-03-04,,5.00\n2026-03-04,0.00,-6.00\n2026-03-04,1.00,1.00\n";
    let statement = read(rules, text.as_bytes());
    let sums: Vec<_> = statement.rows.iter().map(|row| row.amount.plain(eur())).collect();
    assert_eq!(sums, ["10.00", "-5.00", "-6.00"]);
    assert_eq!(
        statement.unreadable,
        [(4, "money both came in and went out".to_owned())]
    );
}

#[test]
fn rules_that_are_wrong_say_where_and_what_was_meant() {
    let wrong = |text: &str| rules("bank.rules.yaml", text).unwrap_err().to_string();
    for (text, said) in [
        (
            "seperator: \";\"\n",
            "bank.rules.yaml:1:1: a rules file has no key `seperator`",
        ),
        ("seperator: \";\"\n", "did you mean `separator`"),
        ("date: A\n", "`date_form`"),
        ("date: A\n", "which column says how much"),
        ("amount: A\ncredit: B\n", "keep either the one or the two"),
        ("decimal: \";\"\n", "bank.rules.yaml:1:"),
        ("", "there are no rules in this file"),
    ] {
        assert!(wrong(text).contains(said), "{said}\n{}", wrong(text));
    }
    let known = rules("r", RULES).unwrap();
    let error = statement(b"a\nb\nBuchungstg;Betrag\n", &known, eur()).unwrap_err();
    assert!(
        error.to_string().contains("did you mean `Buchungstg`?"),
        "{error}"
    );
    let error = statement(b"a\nb\nBuchung\xff", &known, eur()).unwrap_err();
    assert!(error.to_string().starts_with("line 3 is no utf-8"), "{error}");
}

#[test]
fn a_header_suggests_rules_that_can_be_used() {
    let text = "Account,1\n\nDate,Description,Paid in,Paid out,Counterparty,Transaction ID\n\
        25/03/2026,INV-1,\"1,200.00\",,Acme,T1\n26/03/2026,rent,,800.00,Landlord,T2\n";
    let proposal = propose(text.as_bytes(), eur());
    assert_eq!(proposal.missing, Vec::<&str>::new());
    let statement = read(&proposal.text, text.as_bytes());
    let rows: Vec<_> = statement
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {}",
                row.date,
                row.amount.plain(eur()),
                row.payer,
                row.text,
                row.reference
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "2026-03-25 1200.00 Acme INV-1 T1",
            "2026-03-26 -800.00 Landlord rent T2"
        ]
    );
    let unclear = propose(b"Date;Amount\n01/02/2026;5\n", eur());
    assert!(
        unclear.text.contains("# or %m/%d/%Y: look at the file"),
        "{}",
        unclear.text
    );
    assert_eq!(propose(b"a,b\n1,2\n", eur()).missing, ["date", "amount"]);
}
