//! Statements of account: what was open, what moved it, what is open, by client and currency. Credit that no invoice
//! took stands in an account of its own and is never netted, so that what the statements close with is what is open.

mod movements;

pub use movements::{Movement, MovementKind};

use crate::{
    assess::{Assessed, ClientHistory, histories, history},
    calendar::Date,
    model::Client,
    money::{Amount, Currency},
};
use std::collections::BTreeMap;

/// A client's account in one currency up to the end of the assessed day.
#[derive(Debug, Clone)]
pub struct Statement<'a> {
    pub client: &'a Client,
    pub currency: Currency,
    /// `None`: from the beginning.
    pub from: Option<Date>,
    /// Inclusive.
    pub to: Date,
    /// Invoices and what became of them: it closes with the sum of the open balances.
    pub account: Account<'a>,
    /// What the client has paid beyond its invoices: it closes with the unallocated credit.
    pub credit: Account<'a>,
    /// The invoices that the closing balance is made of, by due date.
    pub open: Vec<Open<'a>>,
    /// How many more there are, and what is open on them, where it was shortened.
    pub others: Option<(u64, Amount)>,
}

/// Opening balance, movements by date, closing balance.
#[derive(Debug, Clone, Default)]
pub struct Account<'a> {
    pub opening: Amount,
    pub lines: Vec<Line<'a>>,
    pub closing: Amount,
    /// Movements that were taken into the opening balance to make it shorter.
    pub earlier: u64,
}

/// A movement and the balance after it.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    pub movement: Movement<'a>,
    pub balance: Amount,
}

/// An open invoice at the statement's end.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    pub number: &'a str,
    pub due: Option<Date>,
    pub days_overdue: i64,
    pub balance: Amount,
    pub disputed: bool,
    /// The day for which it is promised, while that promise holds.
    pub promised: Option<Date>,
}

/// Every statement of one client at the assessed day, by currency; `from` is the first day shown. A currency in which
/// nothing ever moved has none.
pub fn statements<'a>(assessed: &Assessed<'a>, client: &str, from: Option<Date>) -> Vec<Statement<'a>> {
    let own = history(assessed, client);
    own.map(|history| of(assessed, &history, from))
        .unwrap_or_default()
}

/// Every statement of every client, from the beginning, by client and currency.
pub fn all_statements<'a>(assessed: &Assessed<'a>) -> Vec<Statement<'a>> {
    let histories = histories(assessed.basis());
    histories
        .iter()
        .flat_map(|history| of(assessed, history, None))
        .collect()
}

/// What every statement of every client closes with, in sum: the accounts, then the credit.
pub fn closings(assessed: &Assessed) -> BTreeMap<Currency, (Amount, Amount)> {
    let mut sums: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
    for history in histories(assessed.basis()) {
        for (currency, own) in movements::by_currency(assessed.ledger, &history) {
            let sum = sums.entry(currency).or_default();
            sum.0 += own.account.iter().map(|movement| movement.amount).sum();
            sum.1 += own.credit.iter().map(|movement| movement.amount).sum();
        }
    }
    sums
}

fn of<'a>(assessed: &Assessed<'a>, history: &ClientHistory<'a>, from: Option<Date>) -> Vec<Statement<'a>> {
    let by_currency = movements::by_currency(assessed.ledger, history).into_iter();
    let statements = by_currency.map(|(currency, own)| Statement {
        client: history.client,
        currency,
        from,
        to: assessed.day,
        account: Account::of(own.account, from),
        credit: Account::of(own.credit, from),
        open: open(assessed, &history.client.id, currency),
        others: None,
    });
    statements.filter(|statement| !statement.is_empty()).collect()
}

impl Statement<'_> {
    fn is_empty(&self) -> bool {
        self.account.is_empty() && self.credit.is_empty()
    }

    /// Whether a list of it is.
    pub fn is_longer_than(&self, most: usize) -> bool {
        let lists = [self.account.lines.len(), self.credit.lines.len(), self.open.len()];
        lists.into_iter().any(|length| length > most)
    }

    /// With at most so many of the latest movements, the earlier ones carried forward in the opening balance, and as many
    /// of the open invoices longest due, the others summed up.
    #[must_use]
    pub fn shortened(mut self, most: usize) -> Self {
        self.account.shorten(most);
        self.credit.shorten(most);
        if self.open.len() > most {
            let others = self.open.split_off(most);
            let count = u64::try_from(others.len()).unwrap_or(u64::MAX);
            self.others = Some((count, others.iter().map(|open| open.balance).sum()));
        }
        self
    }
}

impl<'a> Account<'a> {
    /// What is dated before `from` is summed up in the opening balance.
    fn of(movements: Vec<Movement<'a>>, from: Option<Date>) -> Self {
        let mut account = Self::default();
        for movement in movements {
            account.closing += movement.amount;
            if from.is_some_and(|from| movement.date < from) {
                account.opening = account.closing;
            } else {
                let balance = account.closing;
                account.lines.push(Line { movement, balance });
            }
        }
        account
    }

    fn shorten(&mut self, most: usize) {
        let earlier = self.lines.len().saturating_sub(most);
        if let Some(last) = self.lines.drain(..earlier).next_back() {
            self.opening = last.balance;
            self.earlier += u64::try_from(earlier).unwrap_or(u64::MAX);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.opening.is_zero()
    }
}

fn open<'a>(assessed: &Assessed<'a>, client: &str, currency: Currency) -> Vec<Open<'a>> {
    let own = assessed.invoices_of(client);
    let mut open: Vec<_> = own
        .filter(|on| on.is_open() && on.currency == currency)
        .map(|on| Open {
            number: on.invoice.number(),
            due: on.due,
            days_overdue: on.days_overdue,
            balance: on.balance,
            disputed: on.disputed,
            promised: on
                .promise
                .filter(|promise| promise.pauses_on(assessed.day))
                .map(|promise| promise.pay_by),
        })
        .collect();
    open.sort_by_key(|open| (open.due, open.number));
    open
}

#[cfg(test)]
mod tests;
