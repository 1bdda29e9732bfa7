//! What was agreed: the contract, its instalments and amendments, and its text.

use super::Pack;
use crate::{
    assess::ContractOn,
    calendar::Date,
    model::{Contract, LateInterest, format::Word},
    render::paper::{Paper, Set, Table},
    source::At,
};

impl Pack<'_, '_> {
    pub fn contract(self, paper: &mut Paper) {
        let Some(on) = self.facts.evidence.contract else {
            paper.section("Contract");
            paper.text("The records name no contract.");
            return;
        };
        let contract = on.contract;
        let day = |day: Option<At<Date>>| day.map(|day| self.language.date(day.value)).unwrap_or_default();
        paper.section("Contract and amendments");
        paper.facts([
            ("Title".to_owned(), contract.title.clone()),
            ("Dated".to_owned(), day(contract.date)),
            (
                "Signed".to_owned(),
                contract
                    .signed
                    .map_or_else(|| "no".to_owned(), |at| self.language.date(at.value)),
            ),
            (
                "Work".to_owned(),
                [day(contract.start), day(contract.end)]
                    .join(" – ")
                    .trim_matches([' ', '–'])
                    .to_owned(),
            ),
            ("Total".to_owned(), self.language.amount(on.total, on.currency)),
            ("Record".to_owned(), self.place(contract.origin.place)),
            (
                "Signed text".to_owned(),
                contract
                    .document
                    .as_ref()
                    .map(|at| at.value.clone())
                    .unwrap_or_default(),
            ),
        ]);
        self.terms(paper, contract);
        self.instalments(paper, on);
        self.amendments(paper, contract);
        if contract.prose.trim().is_empty() {
            let named = if contract.document.is_some() {
                "is enclosed as a document"
            } else {
                "is not in the records"
            };
            paper.text(format!("The text of the contract {named}."));
        } else {
            paper.subsection("Text of the contract");
            paper.words(&contract.prose);
        }
    }

    fn terms(self, paper: &mut Paper, contract: &Contract) {
        let terms = &contract.terms;
        let days = |days: Option<At<u32>>| {
            days.map(|at| self.language.count("days", u64::from(at.value)))
                .unwrap_or_default()
        };
        let payment = terms.payment_days.map(|at| {
            let end = at.value.end_of_month.map_or("", |_| ", and the end of the month");
            format!("{}{end}", self.language.count("days", u64::from(at.value.days)))
        });
        let interest = terms.late_interest.map(|at| match at.value {
            LateInterest::Statutory => "the law’s".to_owned(),
            LateInterest::None => "none".to_owned(),
            LateInterest::Flat(percent) => format!("{} a year", self.language.percent(percent)),
        });
        let stops = terms
            .stop_work
            .filter(|at| at.value)
            .map(|_| "until the balance is paid");
        let fact = |name: &str, value: String| (name.to_owned(), value);
        paper.facts([
            fact("To be paid within", payment.unwrap_or_default()),
            fact("Grace before work stops", days(terms.grace_days)),
            fact("Work stops", stops.unwrap_or_default().to_owned()),
            fact("Interest on late payment", interest.unwrap_or_default()),
            fact("Accepted if nobody objects for", days(terms.acceptance_days)),
            fact("Notice before a court", days(terms.notice_days)),
            fact(
                "Disputes go to",
                terms
                    .disputes
                    .map(|at| at.value.word().to_owned())
                    .unwrap_or_default(),
            ),
        ]);
    }

    fn instalments(self, paper: &mut Paper, on: &ContractOn) {
        if on.instalments.is_empty() {
            return;
        }
        let mut table = Table::new([
            ("Instalment", Set::Short),
            ("Due", Set::Short),
            ("Condition", Set::Words),
            ("Gross", Set::Figures),
        ]);
        for row in &on.instalments {
            let due = self.language.short_date(row.date);
            table.row([
                row.id.clone(),
                if row.has_due_date() {
                    due
                } else {
                    format!("about {due}")
                },
                row.instalment.when.clone(),
                self.language.amount(row.gross, on.currency),
            ]);
        }
        paper.table(table);
    }

    fn amendments(self, paper: &mut Paper, contract: &Contract) {
        let items = contract.amendments.iter().map(|amendment| {
            let signed = amendment.signed.map_or_else(
                || "not signed".to_owned(),
                |at| format!("signed {}", self.language.date(at.value)),
            );
            let amount = amendment.amount.map(|at| {
                let sum = self.language.amount(at.value, self.facts.evidence.currency);
                format!(", {sum}")
            });
            format!(
                "Amendment {}, {} of {}, {signed}{}",
                amendment.id.value,
                if amendment.title.is_empty() {
                    "untitled"
                } else {
                    &amendment.title
                },
                self.language.date(amendment.date.value),
                amount.unwrap_or_default()
            )
        });
        paper.list(items.collect());
    }
}
