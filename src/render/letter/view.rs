//! What a letter's template sees: strings that are finished, in the letter's own language.

use super::inline::{grouped, inline, percent_encoded};
use crate::{
    assess::{Assessed, InvoiceOn, Reason, Rule, debtor},
    calendar::Date,
    language::Language,
    model::{Contract, Stage, client::Address, format::Word, settings::Bank as Account},
    money::Amount,
    report::{Letter, Row, Work, contracts},
};
use serde::Serialize;

/// The context of `templates/languages/TAG/STAGE.md`. What is absent is empty.
#[derive(Debug, Serialize)]
pub struct View {
    creditor: Creditor,
    client: Client,
    invoices: Vec<Invoice>,
    lesser: Vec<Invoice>,
    also: Vec<Invoice>,
    total: String,
    lesser_total: String,
    credit: String,
    to_pay: String,
    deadline: String,
    date: String,
    reconciled: String,
    bank: Bank,
    payment_link: String,
    payment_reference: String,
    client_reference: String,
    work: WorkView,
    contract: ContractView,
    interest: String,
    compensation: String,
    claim_total: String,
    interest_rule: String,
    next: Next,
    enclosures: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Creditor {
    name: String,
    email: String,
    phone: String,
    address: Vec<String>,
    tax_id: String,
}

#[derive(Debug, Serialize)]
struct Client {
    name: String,
    salutation: String,
    formal: bool,
}

#[derive(Debug, Serialize)]
struct Invoice {
    number: String,
    title: String,
    issued: String,
    due: String,
    days_late: String,
    total: String,
    paid: String,
    balance: String,
    remark: String,
}

#[derive(Debug, Default, Serialize)]
struct Bank {
    holder: String,
    iban: String,
    bic: String,
    text: String,
}

#[derive(Debug, Default, Serialize)]
struct WorkView {
    stop_on: String,
    stopped_on: String,
}

#[derive(Debug, Default, Serialize)]
struct ContractView {
    title: String,
    date: String,
}

#[derive(Debug, Default, Serialize)]
struct Next {
    stage: String,
    date: String,
    words: String,
}

/// A letter and all that its words are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub letter: &'s Letter<'a>,
    pub language: &'s Language,
}

impl Writing<'_, '_> {
    pub fn view(self) -> View {
        let letter = self.letter;
        let settings = &self.assessed.ledger.settings;
        let optional = |amount: Amount| {
            if amount.is_positive() {
                self.amount(amount)
            } else {
                String::new()
            }
        };
        let date = |day: Option<Date>| day.map(|day| self.language.date(day)).unwrap_or_default();
        View {
            creditor: self.creditor(),
            client: self.client(),
            invoices: self.rows(&letter.demanded),
            lesser: self.rows(&letter.lesser),
            also: self.rows(&letter.also),
            total: self.amount(letter.demanded_total()),
            lesser_total: optional(letter.lesser_total()),
            credit: optional(letter.credit),
            to_pay: self.amount(letter.asked),
            deadline: date(letter.deadline),
            date: self.language.date(if letter.deadline.is_some() {
                self.assessed.day
            } else {
                letter.as_of
            }),
            reconciled: date(settings.reconciled.map(|day| day.value)),
            bank: settings.bank(letter.currency).map(bank).unwrap_or_default(),
            payment_link: self.payment_link(),
            payment_reference: self.numbers().join(", "),
            client_reference: letter.client.billing.reference.clone(),
            work: self.work(),
            contract: self.contract(),
            interest: optional(letter.interest),
            compensation: optional(letter.compensation),
            claim_total: optional(letter.claimed_total()),
            interest_rule: self.interest_rule(),
            next: self.next(),
            enclosures: self.enclosures(),
        }
    }

    /// The files that go with it: the invoices asked for, and from `final-demand` on the contracts.
    pub fn enclosures(self) -> Vec<String> {
        let asked = self.letter.demanded.iter().chain(&self.letter.lesser);
        let invoices = asked.filter_map(|row| self.invoice(row)?.invoice.document.as_ref());
        let with_contract = self.letter.stage >= Stage::FinalDemand;
        let contracts = contracts(self.assessed, self.letter)
            .into_iter()
            .filter(|_| with_contract);
        let contracts = contracts.filter_map(|contract| contract.document.as_ref());
        invoices
            .chain(contracts)
            .map(|document| document.value.clone())
            .collect()
    }

    fn amount(self, amount: Amount) -> String {
        self.language.amount(amount, self.letter.currency)
    }

    fn invoice(&self, row: &Row) -> Option<&InvoiceOn<'_>> {
        self.assessed.invoices.get(row.invoice.as_str())
    }

    fn creditor(self) -> Creditor {
        let creditor = &self.assessed.ledger.settings.creditor;
        Creditor {
            name: inline(&creditor.name),
            email: inline(&creditor.email),
            phone: inline(&creditor.phone),
            address: creditor
                .address
                .lines()
                .map(inline)
                .filter(|line| !line.is_empty())
                .collect(),
            tax_id: inline(&creditor.tax_id),
        }
    }

    fn client(self) -> Client {
        let client = self.letter.client;
        Client {
            name: inline(&client.name.value),
            salutation: inline(&client.contact.salutation),
            formal: client.address == Address::Formal,
        }
    }

    fn rows(self, rows: &[Row]) -> Vec<Invoice> {
        let rows = rows
            .iter()
            .filter_map(|row| Some(self.row(row, self.invoice(row)?)));
        rows.collect()
    }

    fn row(&self, row: &Row, on: &InvoiceOn) -> Invoice {
        let date = |day: Option<Date>| day.map(|day| self.language.date(day)).unwrap_or_default();
        // Only the final demand counts days: a draft of an earlier one changes when a fact does, not every day.
        let counts_days = self.letter.deadline.is_some() && row.days_overdue > 0;
        let days = u64::try_from(row.days_overdue).unwrap_or(0);
        let received = row.received.is_positive();
        Invoice {
            number: inline(on.invoice.number()),
            title: self.title(on),
            issued: date(on.invoice.issued.map(|issued| issued.value)),
            due: date(row.due),
            days_late: if counts_days {
                self.language.count("days", days)
            } else {
                String::new()
            },
            total: self.amount(on.totals.total),
            paid: if received {
                self.amount(row.received)
            } else {
                String::new()
            },
            balance: self.amount(row.balance),
            remark: self.remark(row, on),
        }
    }

    /// What an invoice was for: its contract's title, unless the letter names that one contract anyway.
    fn title(&self, on: &InvoiceOn) -> String {
        let named_anyway =
            self.letter.stage == Stage::FinalDemand && contracts(self.assessed, self.letter).len() == 1;
        let contract = on.contract.filter(|_| !named_anyway);
        contract
            .map(|contract| inline(&contract.title))
            .unwrap_or_default()
    }

    /// Why an invoice is named for information only.
    fn remark(&self, row: &Row, on: &InvoiceOn) -> String {
        let word = |key: &str| self.language.word(key).to_owned();
        let dated = |key: &str, day: Option<Date>| {
            let date = day.map(|day| self.language.date(day)).unwrap_or_default();
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

    fn numbers(self) -> Vec<String> {
        let asked = self.letter.demanded.iter().chain(&self.letter.lesser);
        asked
            .filter_map(|row| Some(inline(self.invoice(row)?.invoice.number())))
            .collect()
    }

    /// Only for one invoice: a link for several would ask for a sum that none of them has.
    fn payment_link(self) -> String {
        let url = &self.assessed.ledger.settings.creditor.payment_url;
        match self.numbers().as_slice() {
            [number] if !url.is_empty() => {
                let filled = url.replace("{number}", &percent_encoded(number));
                let filled = filled.replace(
                    "{amount}",
                    &self.letter.claimed_total().plain(self.letter.currency),
                );
                filled.replace("{currency}", self.letter.currency.code())
            }
            _ => String::new(),
        }
    }

    fn work(self) -> WorkView {
        match self.letter.work {
            Some(Work::StopsOn(day)) => WorkView {
                stop_on: self.language.date(day),
                stopped_on: String::new(),
            },
            Some(Work::StoppedSince(day)) => WorkView {
                stop_on: String::new(),
                stopped_on: self.language.date(day),
            },
            None => WorkView::default(),
        }
    }

    fn contract(self) -> ContractView {
        let contracts = contracts(self.assessed, self.letter);
        let [contract] = contracts.as_slice() else {
            return ContractView::default();
        };
        let contract: &Contract = contract;
        ContractView {
            title: inline(&contract.title),
            date: contract
                .date
                .map(|date| self.language.date(date.value))
                .unwrap_or_default(),
        }
    }

    /// The rate and what it rests on, where one rate says it all.
    fn interest_rule(self) -> String {
        let demanded = self
            .letter
            .demanded
            .iter()
            .filter_map(|row| self.invoice(row)?.interest.as_ref());
        let mut rates =
            demanded.flat_map(|ran| ran.stretches.iter().map(|stretch| (ran.rule, stretch.percent)));
        let Some((rule, percent)) = rates.next() else {
            return String::new();
        };
        if rates.any(|other| other != (rule, percent)) {
            return String::new();
        }
        let percent = self.language.percent(percent);
        match rule {
            Rule::Contract => self
                .language
                .phrase("interest-rule.agreed", &[("percent", &percent)]),
            Rule::Law(place) => {
                let law = self
                    .assessed
                    .statutes
                    .interest_rule(place, debtor(self.letter.client));
                let source = law
                    .and_then(|law| law.sources.first())
                    .map(|source| inline(&source.title));
                let values = [
                    ("percent", percent.as_str()),
                    ("source", source.as_deref().unwrap_or(place)),
                ];
                self.language.phrase("interest-rule.statutory", &values)
            }
        }
    }

    fn next(self) -> Next {
        let next = self.letter.next.map(|next| Next {
            stage: next.stage.word().to_owned(),
            date: self.language.date(next.on),
            words: self.language.word(&format!("next.{}", next.stage)).to_owned(),
        });
        next.unwrap_or_default()
    }
}

fn bank(account: &Account) -> Bank {
    Bank {
        holder: inline(&account.holder),
        iban: grouped(&account.iban),
        bic: inline(&account.bic),
        text: account.text.lines().map(inline).collect::<Vec<_>>().join(", "),
    }
}
