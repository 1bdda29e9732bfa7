//! The figures: what is claimed in sum, the invoices it is claimed on, and the interest line by line.

use super::Pack;
use crate::{
    assess::Withheld,
    model::format::Word,
    money::Amount,
    render::paper::{Paper, Set, Table},
    report::{InterestSheet, UsedRate, evidence::Claimed},
    statute::{InterestRule, Origin, Source, YearBasis},
};
use std::collections::BTreeSet;

impl Pack<'_, '_> {
    pub fn summary(self, paper: &mut Paper) {
        let evidence = self.facts.evidence;
        paper.section("What is claimed");
        let mut table = Table::new([("Claimed", Set::Words), ("Amount", Set::Figures)]);
        for own in &evidence.claimed {
            let due = own.on.due.map(|day| self.language.date(day)).unwrap_or_default();
            let disputed = if own.on.disputed {
                ", disputed by the debtor"
            } else {
                ""
            };
            table.row([
                format!("Open on invoice {}, due {due}{disputed}", own.on.invoice.number()),
                self.amount(own.on.balance),
            ]);
        }
        let until = self.language.date(self.facts.assessed.day);
        let parts = [
            (format!("Interest up to {until}"), evidence.interest),
            (
                "Fixed compensation for late payment".to_owned(),
                evidence.compensation,
            ),
        ];
        for (what, amount) in parts.into_iter().filter(|(_, amount)| amount.is_positive()) {
            table.row([what, self.amount(amount)]);
        }
        table.sum(["Total".to_owned(), self.amount(evidence.total())]);
        paper.table(table);
        for own in &evidence.claimed {
            if let Some((amount, currency)) = own.other_compensation {
                let sum = self.language.amount(amount, currency);
                paper.text(format!(
                    "Beside it, for invoice {}, fixed compensation of {sum}, which is in another currency and not added.",
                    own.on.invoice.number()
                ));
            }
        }
        paper.text("Interest goes on until the debt is paid; a court’s and a lawyer’s costs are not in these figures.");
        let mut remarks = self.remarks();
        remarks.extend(self.credit());
        remarks.extend(self.cases());
        paper.list(remarks);
    }

    fn credit(self) -> Option<String> {
        let credit = self.facts.evidence.credit;
        credit.is_positive().then(|| {
            format!(
                "The debtor has {} of credit that no invoice took. It is not taken off above: set it against an invoice, or take it off, before this is filed.",
                self.amount(credit)
            )
        })
    }

    /// What was brought to somebody already can perhaps not be brought again.
    fn cases(self) -> Vec<String> {
        let cases = self
            .facts
            .evidence
            .claimed
            .iter()
            .filter_map(|own| Some((own.on.invoice.number(), own.on.case?)));
        let told = cases.map(|(number, case)| {
            let route = case.route.value.word().replace('-', " ");
            let opened = self.language.date(case.opened.value);
            let judged = case.judgment.as_ref().filter(|judgment| judgment.date.value <= self.facts.assessed.day);
            let judged = judged.map(|judgment| format!(", with a judgment of {}", self.language.date(judgment.date.value)));
            format!(
                "There is a case about invoice {number} already: {route}, opened on {opened}{}. What was filed, or judged, is in the case’s own papers.",
                judged.unwrap_or_default()
            )
        });
        told.collect()
    }

    /// Why something that ran is not claimed, or has to be awarded; once each.
    fn remarks(self) -> Vec<String> {
        let held: BTreeSet<&str> = self
            .facts
            .evidence
            .claimed
            .iter()
            .filter_map(|own| own.withheld)
            .map(remark)
            .collect();
        held.into_iter().map(str::to_owned).collect()
    }

    pub fn invoices(self, paper: &mut Paper) {
        let evidence = self.facts.evidence;
        paper.section("Invoices");
        let mut table = Table::new([
            ("Invoice", Set::Short),
            ("Issued", Set::Short),
            ("Due", Set::Short),
            ("Total", Set::Figures),
            ("Paid", Set::Figures),
            ("Credited", Set::Figures),
            ("Open", Set::Figures),
        ]);
        let claimed = evidence.claimed.iter().map(|own| own.on);
        for on in claimed.chain(evidence.others.iter().copied()) {
            let day = |day: Option<_>| day.map(|day| self.language.short_date(day)).unwrap_or_default();
            let open = if on.is_open() { on.balance } else { Amount::ZERO };
            let amount = |amount| self.language.amount(amount, on.currency);
            table.row([
                on.invoice.number().to_owned(),
                day(on.invoice.issued.map(|at| at.value)),
                day(on.due),
                amount(on.totals.total),
                amount(on.paid),
                amount(on.credited),
                amount(open),
            ]);
        }
        table.sum([
            "Claimed".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            self.amount(evidence.principal),
        ]);
        paper.table(table);
        for own in &evidence.claimed {
            self.lines(paper, own);
        }
    }

    /// What a claimed invoice billed.
    fn lines(self, paper: &mut Paper, own: &Claimed) {
        let (invoice, currency) = (own.on.invoice, own.on.currency);
        if invoice.lines.is_empty() {
            return;
        }
        paper.subsection(format!("What invoice {} billed", invoice.number()));
        let mut table = Table::new([
            ("Description", Set::Words),
            ("Quantity", Set::Figures),
            ("Unit price", Set::Figures),
            ("Tax", Set::Figures),
            ("Net", Set::Figures),
        ]);
        for line in &invoice.lines {
            table.row([
                line.description.clone(),
                self.language.number(line.quantity),
                self.language.number(line.unit_price.value),
                self.language.percent(line.tax_percent),
                self.language.amount(
                    Amount::of_line(line.quantity, line.unit_price.value, currency),
                    currency,
                ),
            ]);
        }
        let totals = own.on.totals;
        let blank = String::new;
        let mut add = |name: &str, amount| {
            table.sum([
                name.to_owned(),
                blank(),
                blank(),
                blank(),
                self.language.amount(amount, currency),
            ]);
        };
        add("Gross", totals.gross);
        if totals.withheld.is_positive() {
            add("Kept back for the tax office", -totals.withheld);
        }
        add("To be paid", totals.total);
        paper.table(table);
    }

    pub fn calculation(self, paper: &mut Paper) {
        paper.section("Interest, line by line");
        let assessed = self.facts.assessed;
        let claimed = self.facts.evidence.claimed.iter();
        let ran = claimed.filter_map(|own| Some((own, InterestSheet::of(assessed, own.on)?)));
        let ran: Vec<_> = ran.collect();
        if ran.is_empty() {
            paper.text("No interest has run.");
            return;
        }
        paper.text("Days are counted inclusive. Each line is principal × percent ÷ 100 × days ÷ days of the year, shown to four decimals and not rounded; the sum is rounded once. Payments and credits were counted against the principal first, from the day after they came in; where the law would count them against costs and interest first, more is owed than is shown here.");
        for (own, sheet) in ran {
            self.sheet(paper, own, &sheet);
        }
    }

    fn sheet(self, paper: &mut Paper, own: &Claimed, sheet: &InterestSheet) {
        paper.subsection(format!("Invoice {}", own.on.invoice.number()));
        let mut table = Table::new([
            ("From", Set::Short),
            ("To", Set::Short),
            ("Days", Set::Figures),
            ("Principal", Set::Figures),
            ("Percent a year", Set::Figures),
            ("Days of the year", Set::Figures),
            ("Interest", Set::Figures),
        ]);
        for row in &sheet.rows {
            table.row([
                self.language.short_date(row.stretch.from),
                self.language.short_date(row.stretch.to),
                row.stretch.days.to_string(),
                self.language.amount(row.stretch.principal, own.on.currency),
                self.language.percent(row.stretch.percent),
                row.year_days.to_string(),
                row.interest.to_places(4),
            ]);
        }
        let blank = String::new;
        let total = self.language.amount(sheet.ran.amount, own.on.currency);
        table.sum([
            "Sum, rounded once".to_owned(),
            blank(),
            sheet.days.to_string(),
            blank(),
            blank(),
            blank(),
            total,
        ]);
        paper.table(table);
        paper.list(self.sources(own, sheet));
    }

    /// Where the rate comes from, and what else is to be known of the sum.
    fn sources(self, own: &Claimed, sheet: &InterestSheet) -> Vec<String> {
        let mut told = Vec::new();
        match sheet.law {
            None => {
                let clause = own.on.contract.and_then(|contract| contract.terms.late_interest);
                let place = clause
                    .map(|at| format!(", {}", self.place(at.span)))
                    .unwrap_or_default();
                told.push(format!("The rate is the one agreed in the contract{place}."));
            }
            Some((law, rule)) => {
                told.extend(law_of(rule, &law.name));
                told.push(format!(
                    "Law data read against its sources on {}.",
                    self.language.date(law.checked)
                ));
            }
        }
        let references: BTreeSet<String> = sheet.references.iter().map(|rate| self.reference(rate)).collect();
        told.extend(references);
        if sheet.year == YearBasis::ActualActual {
            told.push("A year has its own 365 or 366 days.".to_owned());
        }
        if sheet.compounds {
            told.push("After each full year of default what has accrued joins the principal, as this law says; a principal that holds it is shown rounded.".to_owned());
        }
        if sheet.ran.provisional {
            told.push("Provisional: a rate that was used may still change, or has a newer figure than the law data.".to_owned());
        }
        if own.interest != sheet.ran.amount {
            told.push(format!(
                "Of this, {} is claimed.",
                self.language.amount(own.interest, own.on.currency)
            ));
        }
        told
    }

    /// The row of a reference rate's table that a stretch used.
    fn reference(self, rate: &UsedRate) -> String {
        let percent = rate.percent.map(|percent| self.language.percent(percent));
        let whose = match rate.origin {
            Origin::Data => sources(&rate.table.sources),
            Origin::Ledger => "the creditor’s own figure, in dunlin.yaml".to_owned(),
        };
        format!(
            "{}: {} from {} on ({whose}).",
            rate.table.name,
            percent.unwrap_or_default(),
            self.language.date(rate.from)
        )
    }
}

fn law_of(rule: &InterestRule, place: &str) -> Vec<String> {
    let rests = format!("The rate is the law’s of {place}: {}.", sources(&rule.sources));
    let words = [rule.formula.as_ref(), rule.starts.as_ref(), rule.note.as_ref()];
    let words = words
        .into_iter()
        .flatten()
        .map(|text| super::court::sentence(text));
    std::iter::once(rests).chain(words).collect()
}

pub(super) fn sources(sources: &[Source]) -> String {
    let named: Vec<_> = sources
        .iter()
        .map(|source| format!("{}, {}", source.title, source.url))
        .collect();
    if named.is_empty() {
        "no source is named".to_owned()
    } else {
        named.join("; ")
    }
}

fn remark(withheld: Withheld) -> &'static str {
    match withheld {
        Withheld::Waived => {
            "Interest and compensation were waived, so none is claimed where the log says so."
        }
        Withheld::Never | Withheld::LetGo => {
            "The creditor claims no interest or compensation here, though the interest sheet shows what ran."
        }
        Withheld::NotDemanded => "Interest that nobody demanded before the invoice was paid is not claimed.",
        Withheld::Prejudgment => {
            "The interest is not owed by agreement: the court may award it, and is asked to."
        }
        Withheld::KindUnknown => {
            "The debtor’s kind is not known, so what only a business owes is not claimed; the interest sheet shows what would have run."
        }
    }
}
