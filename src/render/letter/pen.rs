//! What every letter and every note says in the same way: sums, days, invoices, who writes to whom.

use super::{
    facts,
    inline::{grouped, inline},
};
use crate::{
    assess::{Assessed, InvoiceOn, Reason},
    calendar::Date,
    language::Language,
    model::{Client, client::Address, settings::Bank as Account},
    money::{Amount, Currency},
    render::url,
    report::Row,
};

/// A language at work on one client's records in one currency.
#[derive(Debug, Clone, Copy)]
pub struct Pen<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub language: &'s Language,
    pub currency: Currency,
}

/// How rows are written where letters differ.
#[derive(Debug, Clone, Copy)]
pub struct RowStyle {
    /// A draft of a letter before the final demand changes when a fact does, not every day: it counts no days.
    pub counts_days: bool,
    /// The letter names the contract anyway.
    pub without_title: bool,
}

impl<'s, 'a> Pen<'s, 'a> {
    pub fn amount(self, amount: Amount) -> String {
        self.language.amount(amount, self.currency)
    }

    /// Empty unless above 0.
    pub fn optional(self, amount: Amount) -> String {
        if amount.is_positive() {
            self.amount(amount)
        } else {
            String::new()
        }
    }

    pub fn date(self, day: Date) -> String {
        self.language.date(day)
    }

    /// Empty without one.
    pub fn date_if(self, day: Option<Date>) -> String {
        day.map(|day| self.date(day)).unwrap_or_default()
    }

    pub fn invoice(self, row: &Row) -> Option<&'s InvoiceOn<'a>> {
        self.assessed.invoices.get(row.invoice.as_str())
    }

    pub fn instalments(self, rows: &[(Date, Amount)]) -> Vec<facts::Instalment> {
        let rows = rows.iter().map(|(due, amount)| facts::Instalment {
            due: self.date(*due),
            amount: self.amount(*amount),
        });
        rows.collect()
    }

    pub fn creditor(self) -> facts::Creditor {
        let creditor = &self.assessed.ledger.settings.creditor;
        facts::Creditor {
            name: inline(&creditor.name),
            email: inline(&creditor.email),
            phone: inline(&creditor.phone),
            address: lines(&creditor.address),
            tax_id: inline(&creditor.tax_id),
        }
    }

    pub fn bank(self) -> facts::Bank {
        let account = self.assessed.ledger.settings.bank(self.currency);
        account.map(bank).unwrap_or_default()
    }

    pub fn rows(self, rows: &[Row], style: RowStyle) -> Vec<facts::Invoice> {
        let rows = rows
            .iter()
            .filter_map(|row| Some(self.row(row, self.invoice(row)?, style)));
        rows.collect()
    }

    fn row(self, row: &Row, on: &InvoiceOn, style: RowStyle) -> facts::Invoice {
        let days = u64::try_from(row.days_overdue).unwrap_or(0);
        let title = on.contract.filter(|_| !style.without_title);
        facts::Invoice {
            number: inline(on.invoice.number()),
            title: title.map(|contract| inline(&contract.title)).unwrap_or_default(),
            issued: self.date_if(on.invoice.issued.map(|issued| issued.value)),
            due: self.date_if(row.due),
            days_late: if style.counts_days && days > 0 {
                self.language.count("days", days)
            } else {
                String::new()
            },
            total: self.amount(on.totals.total),
            paid: self.optional(row.received),
            balance: self.amount(row.balance),
            remark: self.remark(row, on),
        }
    }

    /// Why an invoice is named for information only.
    fn remark(self, row: &Row, on: &InvoiceOn) -> String {
        let word = |key: &str| self.language.word(key).to_owned();
        let dated = |key: &str, day: Option<Date>| {
            let date = self.date_if(day);
            self.language.phrase(key, &[("date", &date)])
        };
        match row.held_back {
            Some(Reason::Case) => word("remark.case"),
            Some(Reason::Dispute) => word("remark.disputed"),
            Some(Reason::Promise) => dated("remark.promised", on.promise.map(|promise| promise.pay_by)),
            Some(Reason::Plan) => word("remark.plan"),
            Some(Reason::SaysPaid) => word("remark.checking"),
            _ if row.stage.is_none() && row.days_overdue == 0 => dated("remark.not-due", row.due),
            _ => String::new(),
        }
    }

    /// Only for one invoice: a link for several would ask for a sum that none of them has.
    pub fn payment_link(self, numbers: &[String], amount: Amount) -> String {
        let url = &self.assessed.ledger.settings.creditor.payment_url;
        match numbers {
            [number] if !url.is_empty() => {
                let filled = url.replace("{number}", &url::encoded(number));
                let filled = filled.replace("{amount}", &amount.plain(self.currency));
                filled.replace("{currency}", self.currency.code())
            }
            _ => String::new(),
        }
    }
}

pub fn client(client: &Client) -> facts::Client {
    facts::Client {
        name: inline(&client.name.value),
        legal_name: inline(client.legal_name()),
        address: lines(&client.contact.address),
        salutation: inline(&client.contact.salutation),
        formal: client.address == Address::Formal,
    }
}

fn bank(account: &Account) -> facts::Bank {
    facts::Bank {
        holder: inline(&account.holder),
        iban: grouped(&account.iban),
        bic: inline(&account.bic),
        text: account.text.lines().map(inline).collect::<Vec<_>>().join(", "),
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(inline);
    lines.filter(|line| !line.is_empty()).collect()
}
