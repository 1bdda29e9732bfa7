//! Whom to chase: each client who is late, the most urgent first, and the next thing to do about it.

use super::{Human, titled};
use crate::{
    calendar::{Date, days_between},
    money::Amount,
    render::terminal::{self, Piece, Style, clipped, count, flow, money, padded},
    report::{Action, Chase, whom_to_chase},
};
use unicode_width::UnicodeWidthStr;

const INDENT: usize = 2;
/// Below it a name is no longer one.
const LEAST_NAME: usize = 12;
const HELD: &str = "no letter until their records can be read";

pub fn section(human: Human) -> String {
    let mut rows = whom_to_chase(human.status.assessed);
    rows.retain(|row| credit(human, row) < row.overdue);
    let shown: Vec<_> = rows.iter().map(|row| Shown::of(human, row)).collect();
    let columns = Columns::of(&shown, human.width);
    let lines = shown
        .iter()
        .map(|row| row.first_line(&columns, human.width) + &row.to_do(human));
    titled("Whom to chase", &lines.collect::<String>())
}

/// One client in one currency.
struct Shown<'s> {
    name: String,
    amount: String,
    late: String,
    very_late: bool,
    broken_promise: bool,
    /// Of theirs, on no invoice yet.
    credit: Option<String>,
    /// No letter goes to them until their records can be read.
    held: bool,
    action: Option<&'s Action>,
}

/// How wide names, amounts and days are; `None` for a terminal too narrow for them side by side.
struct Columns(Option<[usize; 3]>);

impl Columns {
    fn of(rows: &[Shown], width: usize) -> Self {
        let widest = |of: fn(&Shown) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let (amount, late) = (widest(|row| row.amount.width()), widest(|row| row.late.width()));
        let left = width.checked_sub(INDENT + amount + late + 4);
        let name = left.filter(|left| *left >= LEAST_NAME);
        Self(name.map(|left| [left.min(widest(|row| row.name.width())), amount, late]))
    }
}

impl<'s> Shown<'s> {
    fn of(human: Human<'s, '_>, row: &Chase) -> Self {
        let days = days_between(row.oldest_due, human.status.assessed.day);
        let name = human.status.assessed.ledger.clients.get(&row.client);
        let name = name.map_or(row.client.as_str(), |client| client.name.value.as_str());
        Self {
            name: Piece::plain(name).text,
            amount: money(row.overdue, row.currency),
            late: format!("{} late", count(days, "day")),
            very_late: days > 90,
            broken_promise: row.broken_promise,
            credit: Some(credit(human, row))
                .filter(|credit| credit.is_positive())
                .map(|credit| format!("{} of theirs is unallocated", money(credit, row.currency))),
            held: human.held.contains(row.client.as_str()),
            action: next(human, row),
        }
    }

    fn first_line(&self, columns: &Columns, width: usize) -> String {
        let style = if self.very_late { Style::Late } else { Style::Warm };
        let Some([name, amount, late]) = columns.0 else {
            let pieces = [
                Piece::new(Style::Strong, &self.name),
                Piece::plain(&self.amount),
                Piece::new(style, &self.late),
            ];
            return flow(&pieces, INDENT, width);
        };
        let painted = padded(&clipped(&self.name, name), name);
        format!(
            "  {}  {:>amount$}  {}{}\n",
            Style::Strong.paint(&painted),
            self.amount,
            " ".repeat(late.saturating_sub(self.late.width())),
            style.paint(&self.late),
        )
    }

    fn to_do(&self, human: Human) -> String {
        let today = human.status.assessed.day;
        let what = self.action.map_or_else(
            || Piece::quiet(if self.held { HELD } else { "nothing to do yet" }),
            |action| {
                let what = human.wording().what(action);
                if action.on <= today {
                    Piece::plain(what)
                } else {
                    Piece::quiet(format!("{} on {}", what, terminal::day(action.on, today)))
                }
            },
        );
        let broken = if self.broken_promise { "broken promise" } else { "" };
        let pieces = [
            what,
            Piece::new(Style::Late, broken),
            Piece::new(Style::Warm, self.credit.as_deref().unwrap_or_default()),
            Piece::quiet(
                self.action
                    .and_then(|action| action.draft.as_deref())
                    .unwrap_or_default(),
            ),
        ];
        flow(&pieces, INDENT + 2, human.width)
    }
}

/// Those who have paid what is overdue, but on no invoice: to chase them would be wrong.
pub fn covered(human: Human) -> Vec<Chase> {
    let mut rows = whom_to_chase(human.status.assessed);
    rows.retain(|row| credit(human, row) >= row.overdue);
    rows
}

fn credit(human: Human, row: &Chase) -> Amount {
    let client = human.status.assessed.clients.get(row.client.as_str());
    let credit = client.and_then(|client| client.unallocated.get(&row.currency));
    credit.copied().unwrap_or(Amount::ZERO)
}

/// The letter that is due, else the first thing due, else the first to come: about these invoices.
fn next<'s>(human: Human<'s, '_>, row: &Chase) -> Option<&'s Action> {
    let today = human.status.assessed.day;
    let about = human.status.actions.iter().filter(|action| {
        let named = action.invoices.iter().any(|id| row.invoices.contains(id));
        action.client == row.client && named
    });
    about.min_by_key(|action| rank(action, today))
}

fn rank(action: &Action, today: Date) -> (bool, bool, Date) {
    (action.on > today, action.draft.is_none(), action.on)
}
