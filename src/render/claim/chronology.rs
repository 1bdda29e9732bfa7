//! The chronology: each fact in a sentence, with the line of the record that tells it and the commit it stands in.

use super::{Commit, History, Pack};
use crate::{
    assess::CreditKind,
    model::{
        LogEntry, Stage,
        format::Word,
        log::{Channel, Direction, What},
    },
    render::paper::{Paper, Set, Table},
    report::evidence::{Event, Fact},
    source::Span,
};

impl Pack<'_, '_> {
    pub fn chronology(self, paper: &mut Paper) {
        paper.section("Chronology");
        let events = &self.facts.evidence.events;
        match self.facts.history {
            History::None(why) => {
                paper.text(format!("Each fact with the file and line of the record that tells it. No commits are named: {why}."));
                let mut table =
                    Table::new([("Date", Set::Short), ("Fact", Set::Words), ("Record", Set::Code)]);
                for event in events {
                    table.row([self.day(event), self.told(event), self.place(event.span)]);
                }
                paper.table(table);
            }
            History::Git(_) => {
                paper.text("Each fact with the file and line of the record that tells it, and the git commit that wrote the line as it stands now: the fact was recorded on that day at the latest. The days are those that the committer’s machine gave.");
                let mut table = Table::new([
                    ("Date", Set::Short),
                    ("Fact", Set::Words),
                    ("Record", Set::Code),
                    ("Commit", Set::Short),
                    ("Committed", Set::Short),
                ]);
                for event in events {
                    let [hash, day] = self.commit(event.span);
                    table.row([
                        self.day(event),
                        self.told(event),
                        self.place(event.span),
                        hash,
                        day,
                    ]);
                }
                paper.table(table);
            }
        }
    }

    fn day(self, event: &Event) -> String {
        self.language.short_date(event.date)
    }

    /// Its hash and its day.
    fn commit(self, span: Span) -> [String; 2] {
        let History::Git(files) = self.facts.history else {
            return Default::default();
        };
        let line = self.facts.sources.start(span).line;
        let found = files
            .get(self.facts.sources.path(span))
            .and_then(|lines| lines.get(&line));
        match found {
            Some(Commit::Made { hash, day }) => {
                let day = day.map(|day| self.language.short_date(day));
                [hash.clone(), day.unwrap_or_default()]
            }
            Some(Commit::NotYet) => ["not yet".to_owned(), String::new()],
            None => ["not in git".to_owned(), String::new()],
        }
    }

    fn told(self, event: &Event) -> String {
        let fact = self.fact(event.fact);
        match event.invoices.as_slice() {
            [] => fact,
            [one] => format!("{fact} (invoice {one})"),
            several => format!("{fact} (invoices {})", several.join(", ")),
        }
    }

    fn fact(self, fact: Fact) -> String {
        match fact {
            Fact::ContractDated(contract) => with("Contract", &contract.title),
            Fact::ContractSigned(_) => "Contract signed".to_owned(),
            Fact::WorkBegan => "Agreed start of work".to_owned(),
            Fact::WorkEnded => "Agreed end of work".to_owned(),
            Fact::AmendmentDated(amendment) => {
                with(&format!("Amendment {}", amendment.id.value), &amendment.title)
            }
            Fact::AmendmentSigned(amendment) => format!("Amendment {} signed", amendment.id.value),
            Fact::Issued(on) => format!("Invoice issued: {}", self.amount_of(on.totals.total, on.currency)),
            Fact::Sent(sent) => match sent.via.trim() {
                "" => "Invoice sent".to_owned(),
                via => format!("Invoice sent by {via}"),
            },
            Fact::Confirmed => "The debtor confirmed that the invoice had arrived".to_owned(),
            Fact::FellDue(on) => {
                let how = if on.invoice.due.is_some() {
                    "stated on the invoice"
                } else {
                    "counted from its issue"
                };
                format!("Last day to pay in time, {how}")
            }
            Fact::Paid { amount, words } => {
                with(&format!("Payment received: {}", self.amount(amount)), words)
            }
            Fact::Returned { amount } => format!("Payment returned by the bank: {}", self.amount(amount)),
            Fact::Credited { amount, kind, words } => {
                with(&format!("{}: {}", credit(kind), self.amount(amount)), words)
            }
            Fact::Disputed { words } => with("The debtor disputes", words),
            Fact::Resolved => "Dispute resolved".to_owned(),
            Fact::WrittenOff { words } => with("Written off", words),
            Fact::Void { words } => with("Invoice cancelled", words),
            Fact::Logged(entry) => self.logged(entry),
            Fact::Delivered(entry) => format!("Proof of receipt: {}", self.contact(entry)),
            other => self.arrangement(other),
        }
    }

    fn amount_of(self, amount: crate::money::Amount, currency: crate::money::Currency) -> String {
        self.language.amount(amount, currency)
    }

    fn arrangement(self, fact: Fact) -> String {
        match fact {
            Fact::PlanAgreed(plan) => {
                let how = if plan.written {
                    "in writing"
                } else {
                    "not in writing"
                };
                format!(
                    "Payment plan agreed {how}: {} instalments",
                    plan.instalments.len()
                )
            }
            Fact::PlanCancelled => "Payment plan cancelled".to_owned(),
            Fact::CaseOpened(case) => with(
                &format!("Case opened: {}", case.route.value.word()),
                &case.reference,
            ),
            Fact::CaseFiled(_) => "Filed with the court".to_owned(),
            Fact::Judgment(case) => match case.judgment.as_ref().and_then(|judgment| judgment.amount) {
                Some(amount) => format!("Judgment: {}", self.amount(amount.value)),
                None => "Judgment".to_owned(),
            },
            Fact::CaseClosed(case) => with(
                "Case closed",
                case.closed.as_ref().map_or("", |closed| closed.outcome.as_str()),
            ),
            _ => String::new(),
        }
    }

    fn logged(self, entry: &LogEntry) -> String {
        let what = match entry.what {
            What::Contact => self.contact(entry),
            What::Dispute => "The debtor disputes".to_owned(),
            What::Resolved => "Dispute resolved".to_owned(),
            What::Credit => "Credit".to_owned(),
            What::WriteOff => "Written off".to_owned(),
            What::Void => "Invoice cancelled".to_owned(),
            What::Waive => "Interest and compensation waived".to_owned(),
            What::Received => "The debtor has the invoice".to_owned(),
        };
        let deadline = entry
            .deadline
            .map(|at| format!("to pay by {}", self.language.date(at.value)));
        let promise = entry.promise.as_ref().map(|promise| {
            let by = self.language.date(promise.pay_by.value);
            let how = if promise.written { "in writing " } else { "" };
            match promise.amount {
                Some(amount) => format!("promised {how}to pay {} by {by}", self.amount(amount.value)),
                None => format!("promised {how}to pay by {by}"),
            }
        });
        let said = [
            (!entry.delivered).then(|| "not delivered".to_owned()),
            entry.answer.map(|answer| answer.value.word().replace('-', " ")),
            promise,
            deadline,
        ];
        let said: Vec<_> = said.into_iter().flatten().collect();
        let words: Vec<_> = [some(&entry.reason), some(&entry.note)]
            .into_iter()
            .flatten()
            .collect();
        let what = if said.is_empty() {
            what
        } else {
            format!("{what}, {}", said.join(", "))
        };
        with(&what, &words.join("; "))
    }

    /// "Final demand by registered letter", "Call from the debtor".
    pub fn contact(self, entry: &LogEntry) -> String {
        let step = entry.invoices.iter().filter_map(|named| named.stage);
        let step = step.chain(entry.stage).map(|stage| stage.value).max();
        let channel = entry.channel.filter(|channel| *channel != Channel::Other);
        let channel = channel.map(|channel| channel.word().replace('-', " "));
        match (entry.direction, step, channel) {
            (Direction::Out, Some(Stage::LawyerLetter), Some(_)) => self.stage(Stage::LawyerLetter),
            (Direction::Out, Some(stage), Some(channel)) => format!("{} by {channel}", self.stage(stage)),
            (Direction::Out, Some(stage), None) => self.stage(stage),
            (Direction::Out, None, Some(channel)) => format!("{} to the debtor", capital(&channel)),
            (Direction::Out, None, None) => "Message to the debtor".to_owned(),
            (Direction::In, _, Some(channel)) => format!("{} from the debtor", capital(&channel)),
            (Direction::In, _, None) => "Message from the debtor".to_owned(),
        }
    }

    fn stage(self, stage: Stage) -> String {
        self.language.word(&format!("stage.{}", stage.word())).to_owned()
    }
}

fn credit(kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::Given => "Credit given",
        CreditKind::EarlyDiscount => "Early payment discount",
        CreditKind::Tolerance => "Small difference let go",
        CreditKind::PlanDiscount => "Discount for keeping the payment plan",
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The user's own words after a colon, if there are any.
fn with(fact: &str, words: &str) -> String {
    match words.trim() {
        "" => fact.to_owned(),
        words => format!("{fact}: {words}"),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
