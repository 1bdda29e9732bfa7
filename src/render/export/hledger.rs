//! A journal for hledger: one transaction for each movement of the statements of account, so that its receivables are
//! what `status` says is open, on every day up to the last.

mod transaction;

use crate::{
    assess::{Assessed, Totals},
    load::Unread,
    money::{Amount, Currency},
    report::{self, Movement, MovementKind, Statement},
};
use std::{collections::BTreeSet, fmt::Write};
use transaction::Transaction;

/// Everything up to the assessed day, by date.
pub fn hledger(assessed: &Assessed, unread: &Unread) -> String {
    let statements = report::all_statements(assessed);
    let mut transactions: Vec<_> = statements
        .iter()
        .flat_map(|statement| transactions(assessed, statement))
        .collect();
    // Stable: of one day they stay by client and currency.
    transactions.sort_by_key(|transaction| transaction.date);
    transactions.extend(closing(assessed, &statements));
    let mut text = head(assessed, unread);
    let currencies: BTreeSet<Currency> = statements.iter().map(|statement| statement.currency).collect();
    for currency in currencies {
        // Writing to a string can't fail.
        let _ = writeln!(text, "commodity {} {currency}", sample(currency));
    }
    let accounts: BTreeSet<&str> = transactions.iter().flat_map(Transaction::accounts).collect();
    for account in accounts {
        let _ = writeln!(text, "account {account}");
    }
    for transaction in &transactions {
        let _ = write!(text, "\n{transaction}");
    }
    text
}

fn head(assessed: &Assessed, unread: &Unread) -> String {
    let mut text = format!(
        "; Written by dunlin from the ledger as of {}: change the ledger, not this file.\n",
        assessed.day
    );
    for file in &unread.files {
        // Writing to a string can't fail.
        let _ = writeln!(
            text,
            "; Incomplete: {} could not be read.",
            transaction::plain(file)
        );
    }
    text.push_str("decimal-mark .\n");
    text
}

/// A figure that shows how many decimals the currency has; without one its decimal mark is still written.
fn sample(currency: Currency) -> String {
    let plain = Amount::from(1000).plain(currency);
    if currency.decimals() == 0 {
        plain + "."
    } else {
        plain
    }
}

fn transactions(assessed: &Assessed, statement: &Statement) -> Vec<Transaction> {
    let book = Book { assessed, statement };
    let mut all: Vec<Transaction> = Vec::new();
    for line in &statement.account.lines {
        book.post(&line.movement, &mut all, |transaction| {
            book.post_receivable(transaction, &line.movement);
        });
    }
    for line in &statement.credit.lines {
        let movement = &line.movement;
        let is_same = |other: &Movement| {
            (other.kind, other.date, other.id) == (movement.kind, movement.date, movement.id)
        };
        let is_transfer = matches!(movement.kind, MovementKind::ToCredit | MovementKind::FromCredit)
            && statement.account.lines.iter().any(|own| is_same(&own.movement));
        if !is_transfer {
            book.post(movement, &mut all, |transaction| {
                transaction.post(BANK, movement.amount, "");
                transaction.post(&book.credit(), -movement.amount, "");
            });
        }
    }
    all
}

const BANK: &str = "assets:bank";

/// One client's account in one currency.
struct Book<'b, 'a> {
    assessed: &'b Assessed<'a>,
    statement: &'b Statement<'a>,
}

impl Book<'_, '_> {
    fn account(&self, under: &str) -> String {
        format!("{under}:{}", self.statement.client.id)
    }

    fn credit(&self) -> String {
        self.account("liabilities:credit")
    }

    /// Posts to the transaction that the movement belongs to: what one payment brought is one.
    fn post(&self, movement: &Movement, all: &mut Vec<Transaction>, post: impl FnOnce(&mut Transaction)) {
        let code = movement.payment.or(movement.id).unwrap_or_default();
        let is_same = |other: &&mut Transaction| {
            movement.payment.is_some()
                && (other.date, other.code.as_str(), other.kind) == (movement.date, code, Some(movement.kind))
        };
        if let Some(known) = all.iter_mut().find(is_same) {
            post(known);
            return;
        }
        let mut begun = Transaction {
            date: movement.date,
            kind: Some(movement.kind),
            code: code.to_owned(),
            payee: self.statement.client.name.value.clone(),
            note: note(movement),
            currency: self.statement.currency,
            postings: Vec::new(),
        };
        post(&mut begun);
        all.push(begun);
    }

    fn post_receivable(&self, transaction: &mut Transaction, movement: &Movement) {
        let amount = movement.amount;
        let receivable = self.account("assets:receivable");
        transaction.post(&receivable, amount, &self.tags(movement));
        match movement.kind {
            MovementKind::Invoice => self.post_billed(transaction, movement, amount),
            // What was credited on it before was an expense that is none now.
            MovementKind::Void => self.post_billed(transaction, movement, amount),
            MovementKind::Payment | MovementKind::Returned => transaction.post(BANK, -amount, ""),
            MovementKind::Credit => transaction.post("expenses:credits", -amount, ""),
            MovementKind::EarlyDiscount
            | MovementKind::Tolerance
            | MovementKind::PlanDiscount
            | MovementKind::DiscountLost => transaction.post("expenses:discounts", -amount, ""),
            MovementKind::WriteOff => transaction.post("expenses:bad-debts", -amount, ""),
            MovementKind::ToCredit | MovementKind::FromCredit => {
                transaction.post(&self.credit(), -amount, "");
            }
        }
    }

    /// Income, tax and what is withheld of an invoice that is billed, or made void: then all of it is taken back, and
    /// what had been credited is no expense any more.
    fn post_billed(&self, transaction: &mut Transaction, movement: &Movement, amount: Amount) {
        let invoice = movement.id.and_then(|id| self.assessed.ledger.invoices.get(id));
        let Some(invoice) = invoice else {
            transaction.post(&self.account("income"), -amount, "");
            return;
        };
        let totals = Totals::of(invoice, self.statement.currency);
        let is_billed = movement.kind == MovementKind::Invoice;
        let signed = |amount: Amount| if is_billed { amount } else { -amount };
        transaction.post(&self.account("assets:withheld"), signed(totals.withheld), "");
        transaction.post(&self.account("income"), -signed(totals.net), "");
        transaction.post("liabilities:tax", -signed(totals.gross - totals.net), "");
        transaction.post("expenses:credits", signed(totals.total) - amount, "");
    }

    fn tags(&self, movement: &Movement) -> String {
        let Some(id) = movement.id else {
            return String::new();
        };
        let mut tags = format!("invoice: {id}");
        if movement.kind == MovementKind::Invoice {
            let due = self.assessed.invoices.get(id).and_then(|on| on.due);
            let number = movement.invoice.unwrap_or(id);
            let number = transaction::plain(number).replace(',', " ");
            // Writing to a string can't fail.
            let _ = write!(tags, ", number: {number}");
            let _ = due.map(|due| write!(tags, ", due: {due}"));
        }
        tags
    }
}

fn note(movement: &Movement) -> String {
    let number = movement.invoice.unwrap_or_default();
    let words = |said: &str| match movement.words.trim() {
        "" => said.to_owned(),
        words => format!("{said}: {words}"),
    };
    match movement.kind {
        MovementKind::Invoice => format!("invoice {number}"),
        MovementKind::Payment => words("payment"),
        MovementKind::Returned => words("payment came back"),
        MovementKind::Credit => words("credit"),
        MovementKind::EarlyDiscount => "discount for paying early".to_owned(),
        MovementKind::Tolerance => "bank's fee let go".to_owned(),
        MovementKind::PlanDiscount => "discount of the plan".to_owned(),
        MovementKind::DiscountLost => "discount lost: the payment came back".to_owned(),
        MovementKind::Void => format!("invoice {number} is void"),
        MovementKind::WriteOff if movement.amount.is_positive() => "paid after it was written off".to_owned(),
        MovementKind::WriteOff => format!("invoice {number} written off"),
        MovementKind::ToCredit => format!("paid beyond invoice {number}"),
        MovementKind::FromCredit => format!("credit used for invoice {number}"),
    }
}

/// The balances as dunlin has them, for hledger to compare.
fn closing(assessed: &Assessed, statements: &[Statement]) -> Vec<Transaction> {
    let closings = statements.iter().map(|statement| {
        let book = Book { assessed, statement };
        let mut transaction = Transaction {
            date: assessed.day,
            kind: None,
            // Without one the client's name could begin with what hledger takes for a mark.
            code: "balances".to_owned(),
            payee: statement.client.name.value.clone(),
            note: format!("balances as dunlin has them, in {}", statement.currency),
            currency: statement.currency,
            postings: Vec::new(),
        };
        transaction.assert(&book.account("assets:receivable"), statement.account.closing);
        transaction.assert(&book.credit(), -statement.credit.closing);
        transaction
    });
    closings.collect()
}
