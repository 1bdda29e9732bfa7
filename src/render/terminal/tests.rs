use super::*;
use crate::calendar::parse_date;
use proptest::prelude::*;

fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = code.split_once('m').unwrap().1;
    }
    bare + rest
}

#[test]
fn figures_are_grouped_and_keep_their_decimals() {
    for (written, code, shown) in [
        ("0", "EUR", "0.00"),
        ("999.5", "EUR", "999.50"),
        ("1000", "EUR", "1,000.00"),
        ("-1234567.891", "KWD", "-1,234,567.891"),
        ("240000", "JPY", "240,000"),
        ("-999", "JPY", "-999"),
    ] {
        let currency = Currency::from_code(code).unwrap();
        let negative = written.strip_prefix('-');
        let size = Amount::parse(negative.unwrap_or(written)).unwrap();
        let amount = if negative.is_some() { -size } else { size };
        assert_eq!(figure(amount, currency), shown);
    }
}

#[test]
fn days_name_a_year_only_where_it_is_another() {
    let [today, other] = ["2026-11-20", "2025-11-03"].map(|day| parse_date(day).unwrap());
    assert_eq!(weekday(today, today), "Friday 20 November");
    assert_eq!(day(other, today), "3 November 2025");
}

#[test]
fn wide_letters_take_two_columns() {
    assert_eq!(clipped("雲の上おもちゃ", 8), "雲の上…");
    assert_eq!(clipped("Kuckuck", 7), "Kuckuck");
    assert_eq!(clipped("Kuckuck uhren", 9), "Kuckuck…");
    assert_eq!(padded("雲", 4), "雲  ");
}

#[test]
fn pieces_move_whole_and_paths_are_never_cut() {
    let pieces = [
        Piece::plain("Send the second reminder"),
        Piece::quiet("reminders/acme/firm.md"),
        Piece::plain("x\u{1b}[31m"),
    ];
    assert_eq!(
        bare(&flow(&pieces, 2, 80)),
        "  Send the second reminder · reminders/acme/firm.md · x␛[31m\n"
    );
    assert_eq!(
        bare(&flow(&pieces, 2, 16)),
        "  Send the\n  second\n  reminder\n  reminders/acme/firm.md\n  x␛[31m\n"
    );
}

#[test]
fn columns_that_do_not_fit_go_below() {
    let cell = |text: &str| Piece::plain(text);
    let table = Table {
        columns: vec!["owed", "disputed", "overdue"],
        rows: vec![
            Row {
                label: "EUR".to_owned(),
                cells: vec![cell("1,000.00"), cell(""), cell("50.00")],
            },
            Row {
                label: "JPY".to_owned(),
                cells: vec![cell("700"), cell(""), cell("")],
            },
        ],
    };
    assert_eq!(
        bare(&table.rendered(1, 40)),
        "          owed  overdue\n EUR  1,000.00    50.00\n JPY       700\n"
    );
    assert_eq!(
        bare(&table.rendered(1, 20)),
        "          owed\n EUR  1,000.00\n JPY       700\n\n      overdue\n EUR    50.00\n"
    );
}

proptest! {
    #[test]
    fn nothing_clipped_is_wider_than_asked(text in "\\PC{0,40}", columns in 1usize..30) {
        prop_assert!(clipped(&text, columns).width() <= columns);
    }
}
