//! A statement of account as a document in the client's language; apart from its facts, which `report` has.

use super::paper::{self, Paper, Set, Table};
use crate::{
    assess::Assessed,
    calendar::Date,
    language::{Language, Languages},
    model::Client,
    money::Amount,
    report::{Account, Line, MovementKind, Statement},
};

/// What a statement is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    pub client: &'a Client,
    pub from: Option<Date>,
    /// By currency; empty if nothing ever moved.
    pub statements: &'s [Statement<'a>],
}

pub fn markdown(facts: Facts, languages: &Languages) -> String {
    language(facts, languages)
        .map(|language| paper::markdown(&of(facts, language)))
        .unwrap_or_default()
}

pub fn html(facts: Facts, languages: &Languages) -> String {
    language(facts, languages)
        .map(|language| paper::html(&of(facts, language)))
        .unwrap_or_default()
}

/// The client's, else the ledger's, else English.
pub(super) fn language<'l>(facts: Facts, languages: &'l Languages) -> Option<&'l Language> {
    let own = facts
        .client
        .language
        .as_ref()
        .and_then(|tag| languages.get(&tag.value));
    let ledgers = languages.get(facts.assessed.ledger.settings.language());
    own.or(ledgers).or_else(|| languages.get("en"))
}

fn of(facts: Facts, language: &Language) -> Paper {
    let word = |key: &str| language.word(key).to_owned();
    let mut paper = begun(facts, language);
    let creditor = &facts.assessed.ledger.settings.creditor;
    paper.facts([
        (
            word("statement.from"),
            format!("{}\n{}", creditor.name, creditor.address.trim()),
        ),
        (
            word("statement.for"),
            format!(
                "{}\n{}",
                facts.client.legal_name(),
                facts.client.contact.address.trim()
            ),
        ),
    ]);
    go_on(&mut paper, facts, language);
    paper
}

/// The same for a sheet that says who writes to whom.
pub(super) fn letter(facts: Facts, language: &Language) -> Paper {
    let mut paper = begun(facts, language);
    go_on(&mut paper, facts, language);
    paper
}

fn begun(facts: Facts, language: &Language) -> Paper {
    let mut paper = Paper::new(language, language.word("statement.title"));
    let to = language.date(facts.assessed.day);
    paper.text(match facts.from {
        Some(from) => language.phrase("statement.period", &[("from", &language.date(from)), ("to", &to)]),
        None => language.phrase("statement.until", &[("to", &to)]),
    });
    paper
}

fn go_on(paper: &mut Paper, facts: Facts, language: &Language) {
    let word = |key: &str| language.word(key).to_owned();
    for statement in facts.statements {
        let words = Words { language, statement };
        paper.section(words.phrase("currency", statement.currency.code()));
        add(paper, words);
    }
    if facts.statements.is_empty() {
        paper.text(word("statement.no-account"));
        return;
    }
    let reconciled = facts.assessed.ledger.settings.reconciled;
    if let Some(day) = reconciled.filter(|day| day.value <= facts.assessed.day) {
        paper.text(language.phrase("statement.reconciled", &[("date", &language.date(day.value))]));
    }
    paper.text(word("statement.information"));
}

/// Adds the accounts of one currency: also a part of the evidence.
pub(super) fn add(paper: &mut Paper, words: Words) {
    let (language, statement) = (words.language, words.statement);
    words.earlier(paper, &statement.account);
    paper.table(words.account());
    if statement.open.is_empty() {
        paper.text(language.word("statement.nothing"));
    } else {
        paper.subsection(language.word("statement.open"));
        paper.table(words.open());
    }
    if !statement.credit.is_empty() {
        paper.subsection(language.word("statement.credit"));
        paper.text(language.word("statement.credit-note"));
        words.earlier(paper, &statement.credit);
        paper.table(words.credit());
    }
}

/// One statement and the language it is told in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'s, 'a> {
    pub language: &'s Language,
    pub statement: &'s Statement<'a>,
}

impl Words<'_, '_> {
    fn word(self, key: &str) -> String {
        self.language.word(&format!("statement.{key}")).to_owned()
    }

    fn phrase(self, key: &str, value: &str) -> String {
        self.language.phrase(&format!("statement.{key}"), &[(key, value)])
    }

    fn amount(self, amount: Amount) -> String {
        self.language.amount(amount, self.statement.currency)
    }

    /// Empty for 0.
    fn positive(self, amount: Amount) -> String {
        if amount.is_positive() {
            self.amount(amount)
        } else {
            String::new()
        }
    }

    /// Says what a shortened account holds in its opening balance.
    fn earlier(self, paper: &mut Paper, account: &Account) {
        if account.earlier > 0 {
            paper.text(self.language.count("statement.earlier", account.earlier));
        }
    }

    fn account(self) -> Table {
        let titles = ["date", "what", "invoice", "charge", "relief", "balance"].map(|key| self.word(key));
        let [date, what, invoice, charge, relief, balance] = &titles;
        let mut table = Table::new([
            (date, Set::Short),
            (what, Set::Words),
            (invoice, Set::Short),
            (charge, Set::Figures),
            (relief, Set::Figures),
            (balance, Set::Figures),
        ]);
        let account = &self.statement.account;
        let blank = String::new;
        table.sum([
            self.opening_day(),
            self.word("opening"),
            blank(),
            blank(),
            blank(),
            self.amount(account.opening),
        ]);
        for line in &account.lines {
            let movement = line.movement;
            table.row([
                self.language.short_date(movement.date),
                self.what(line, kind(movement.kind, movement.amount)),
                movement.invoice.unwrap_or_default().to_owned(),
                self.positive(movement.amount),
                self.positive(-movement.amount),
                self.amount(line.balance),
            ]);
        }
        table.sum([
            self.language.short_date(self.statement.to),
            self.word("closing"),
            blank(),
            blank(),
            blank(),
            self.amount(account.closing),
        ]);
        table
    }

    fn credit(self) -> Table {
        let titles = ["date", "what", "invoice", "amount", "balance"].map(|key| self.word(key));
        let [date, what, invoice, amount, balance] = &titles;
        let mut table = Table::new([
            (date, Set::Short),
            (what, Set::Words),
            (invoice, Set::Short),
            (amount, Set::Figures),
            (balance, Set::Figures),
        ]);
        let Account {
            opening,
            lines,
            closing,
            ..
        } = &self.statement.credit;
        let sum = |day: String, key: &str, amount: Amount| {
            [
                day,
                self.word(key),
                String::new(),
                String::new(),
                self.amount(amount),
            ]
        };
        table.sum(sum(self.opening_day(), "opening", *opening));
        for line in lines {
            let movement = line.movement;
            let kind = match movement.kind {
                MovementKind::ToCredit => "credit-added",
                MovementKind::FromCredit => "credit-used",
                other => kind(other, movement.amount),
            };
            table.row([
                self.language.short_date(movement.date),
                self.what(line, kind),
                movement.invoice.unwrap_or_default().to_owned(),
                self.amount(movement.amount),
                self.amount(line.balance),
            ]);
        }
        table.sum(sum(
            self.language.short_date(self.statement.to),
            "closing",
            *closing,
        ));
        table
    }

    fn open(self) -> Table {
        let titles = ["invoice", "due", "overdue", "remark", "balance"].map(|key| self.word(key));
        let [invoice, due, overdue, remark, balance] = &titles;
        let mut table = Table::new([
            (invoice, Set::Short),
            (due, Set::Short),
            (overdue, Set::Short),
            (remark, Set::Words),
            (balance, Set::Figures),
        ]);
        for open in &self.statement.open {
            let disputed = open.disputed.then(|| self.word("disputed"));
            let promised = open.promised.map(|day| {
                self.language
                    .phrase("statement.promised", &[("date", &self.language.short_date(day))])
            });
            let remarks: Vec<_> = [disputed, promised].into_iter().flatten().collect();
            table.row([
                open.number.to_owned(),
                open.due
                    .map(|day| self.language.short_date(day))
                    .unwrap_or_default(),
                self.overdue(open.days_overdue),
                remarks.join(", "),
                self.amount(open.balance),
            ]);
        }
        let blank = String::new;
        if let Some((count, amount)) = self.statement.others {
            let others = self.language.count("statement.others", count);
            table.row([others, blank(), blank(), blank(), self.amount(amount)]);
        }
        let total = self.amount(self.statement.account.closing);
        table.sum([self.word("sum"), blank(), blank(), blank(), total]);
        table
    }

    /// Empty up to the due date.
    fn overdue(self, days: i64) -> String {
        let days = u64::try_from(days).unwrap_or_default();
        if days == 0 {
            String::new()
        } else {
            self.language.count("days", days)
        }
    }

    fn opening_day(self) -> String {
        self.statement
            .from
            .map(|day| self.language.short_date(day))
            .unwrap_or_default()
    }

    /// The movement's name, with the user's own words if there are any.
    fn what(self, line: &Line, kind: &str) -> String {
        let name = self.word(&format!("kind.{kind}"));
        match line.movement.words.trim() {
            "" => name,
            words => format!("{name}: {words}"),
        }
    }
}

fn kind(kind: MovementKind, amount: Amount) -> &'static str {
    match kind {
        MovementKind::Invoice => "invoice",
        MovementKind::Payment => "payment",
        MovementKind::Returned => "returned",
        MovementKind::Credit => "credit",
        MovementKind::EarlyDiscount => "early-discount",
        MovementKind::Tolerance => "tolerance",
        MovementKind::PlanDiscount => "plan-discount",
        MovementKind::DiscountLost => "discount-lost",
        MovementKind::Void => "void",
        MovementKind::WriteOff if amount.is_positive() => "write-off-back",
        MovementKind::WriteOff => "write-off",
        MovementKind::ToCredit => "to-credit",
        MovementKind::FromCredit => "from-credit",
    }
}
