//! What is owed, how old it is and what may come in: a row for each currency, for currencies are never added.

use super::{Human, titled};
use crate::{
    assess::paying,
    money::{Amount, Currency},
    render::terminal::{Piece, Row, Style, Table, figure, flow},
    report::{self, CurrencyTotals, Forecast, totals},
};

const INDENT: usize = 2;

/// What is open and where it stands.
pub fn owed(human: Human) -> String {
    let rows = totals(human.status.assessed);
    let columns = [
        "owed",
        "overdue",
        "promised",
        "disputed",
        "on hold",
        "unallocated",
        "interest",
    ];
    let cells = |row: &CurrencyTotals| {
        vec![
            (Style::Strong, row.open),
            (Style::Warm, row.overdue),
            (Style::Plain, row.promised),
            (Style::Plain, row.disputed),
            (Style::Plain, row.on_hold),
            (Style::Plain, row.unallocated),
            (Style::Plain, row.interest),
        ]
    };
    let body = table(&columns, rows.iter(), cells).rendered(INDENT, human.width);
    if body.is_empty() {
        return flow(&[Piece::plain("Nothing is owed.")], 0, human.width);
    }
    titled("Owed", &body)
}

/// What is open, by days overdue.
pub fn aging(human: Human) -> String {
    let rows = totals(human.status.assessed);
    let rows = rows.iter().filter(|(_, row)| row.overdue.is_positive());
    let columns = ["not yet due", "1–30 days", "31–60", "61–90", "over 90"];
    let cells = |row: &CurrencyTotals| {
        let styles = [Style::Plain, Style::Plain, Style::Plain, Style::Warm, Style::Late];
        styles.into_iter().zip(row.aging.0).collect()
    };
    titled(
        "Days overdue",
        &table(&columns, rows, cells).rendered(INDENT, human.width),
    )
}

/// By how each client pays.
pub fn forecast(human: Human) -> String {
    let assessed = human.status.assessed;
    let rows = report::forecast(assessed, &paying(assessed));
    let columns = ["expected", "later", "in dispute", "in proceedings"];
    let cells = |row: &Forecast| {
        let styles = [Style::Strong, Style::Plain, Style::Plain, Style::Plain];
        styles.into_iter().zip(forecast_columns(row)).collect()
    };
    titled(
        "Expected in the next 13 weeks",
        &table(&columns, rows.iter(), cells).rendered(INDENT, human.width),
    )
}

/// What may come in, and what no day is known for.
fn forecast_columns(row: &Forecast) -> [Amount; 4] {
    let weeks = row.weeks.iter().map(|week| week.expected).sum();
    [weeks, row.later, row.disputed, row.in_cases]
}

/// Nothing for nothing: a table shows what there is.
fn cell(style: Style, amount: Amount, currency: Currency) -> Piece {
    let text = if amount.is_zero() {
        String::new()
    } else {
        figure(amount, currency)
    };
    Piece::new(style, text)
}

fn table<'r, R: 'r>(
    columns: &[&'static str],
    rows: impl Iterator<Item = (&'r Currency, &'r R)>,
    cells: impl Fn(&R) -> Vec<(Style, Amount)>,
) -> Table {
    let rows = rows.map(|(currency, row)| Row {
        label: currency.code().to_owned(),
        cells: cells(row)
            .into_iter()
            .map(|(style, amount)| cell(style, amount, *currency))
            .collect(),
    });
    Table {
        columns: columns.to_vec(),
        rows: rows.collect(),
    }
}
