//! One transaction as hledger reads it; apart because nothing that a user wrote may break the journal's grammar.

use crate::{
    calendar::Date,
    money::{Amount, Currency},
    report::MovementKind,
};
use std::fmt;

/// Its postings add up to 0.
pub struct Transaction {
    pub date: Date,
    /// `None`: it only asserts balances.
    pub kind: Option<MovementKind>,
    /// An id: of the payment, else of the invoice.
    pub code: String,
    pub payee: String,
    pub note: String,
    pub currency: Currency,
    pub postings: Vec<Posting>,
}

pub struct Posting {
    account: String,
    amount: Amount,
    /// What the account then holds.
    asserted: Option<Amount>,
    comment: String,
}

impl Transaction {
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        self.postings.iter().map(|posting| posting.account.as_str())
    }

    /// Adds to the account's posting of that comment; nothing is said of 0.
    pub fn post(&mut self, account: &str, amount: Amount, comment: &str) {
        if amount.is_zero() {
            return;
        }
        let is_same = |posting: &&mut Posting| posting.account == account && posting.comment == comment;
        if let Some(known) = self.postings.iter_mut().find(is_same) {
            known.amount += amount;
            return;
        }
        self.postings.push(Posting {
            account: account.to_owned(),
            amount,
            asserted: None,
            comment: comment.to_owned(),
        });
    }

    /// Says what the account holds by now.
    pub fn assert(&mut self, account: &str, balance: Amount) {
        self.postings.push(Posting {
            account: account.to_owned(),
            amount: Amount::ZERO,
            asserted: Some(balance),
            comment: String::new(),
        });
    }
}

impl fmt::Display for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (payee, note) = (plain(&self.payee), plain(&self.note));
        writeln!(f, "{} ({}) {payee} | {note}", self.date, self.code)?;
        for posting in &self.postings {
            let amount = posting.amount.plain(self.currency);
            write!(f, "    {}  {amount} {}", posting.account, self.currency)?;
            if let Some(balance) = posting.asserted {
                write!(f, " = {} {}", balance.plain(self.currency), self.currency)?;
            }
            if !posting.comment.is_empty() {
                write!(f, "  ; {}", posting.comment)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// On one line, with nothing in it that hledger takes for a comment or for the end of the payee.
pub fn plain(text: &str) -> String {
    let shown = crate::render::findings::on_one_line(text);
    let marks = shown.chars().map(|c| match c {
        ';' => ',',
        '|' => '/',
        '␊' | '␉' | '␍' => ' ',
        _ => c,
    });
    let marks: String = marks.collect();
    marks.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_their_line() {
        for (written, shown) in [
            ("Acme; Sons", "Acme, Sons"),
            ("Acme\n2026-01-01 x\n  a  1", "Acme 2026-01-01 x a 1"),
            ("Ac|me  \t Ltd\r\n", "Ac/me Ltd"),
            ("\u{1b}[31m", "␛[31m"),
            ("漢字", "漢字"),
        ] {
            assert_eq!(plain(written), shown);
        }
    }
}
