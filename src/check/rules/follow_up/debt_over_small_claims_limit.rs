//! What is overdue on one contract has come near, or past, what a small-claims court takes.

use super::place_of_due;
use crate::{
    assess::{Assessed, ContractLimit, ContractOn, InvoiceOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{limit_source, limit_words, words},
        wording::invoices,
    },
    finding::{Finding, Level},
    money::Amount,
    statute::Limit,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "follow-up/debt-over-small-claims-limit",
    level: Level::Warning,
    dated: Dated::Always,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "What is overdue on one contract is near or over what a small-claims court takes",
    page: include_str!("debt-over-small-claims-limit.md"),
    check: Some(check),
};

/// Above so many percent of the limit there is little time left to act in.
const NEAR_PERCENT: i64 = 80;

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut overdue: BTreeMap<&str, Vec<&InvoiceOn>> = BTreeMap::new();
    for on in assessed.invoices.values().filter(|on| on.is_overdue()) {
        if let Some(contract) = on.contract {
            overdue.entry(&contract.id).or_default().push(on);
        }
    }
    for (id, mut invoices) in overdue {
        let Some(on) = assessed.contracts.get(id) else {
            continue;
        };
        let ContractLimit::Known(limit) = on.limit else {
            continue;
        };
        invoices.retain(|invoice| invoice.currency == on.currency);
        invoices.sort_by_key(|invoice| (invoice.due, &invoice.invoice.id));
        let debt = Debt {
            with_interest: interest_counts(assessed, on),
            on,
            limit,
            invoices,
        };
        if let Some(crossing) = debt.crossing() {
            sink.report(debt.finding(assessed, crossing));
        }
    }
}

fn interest_counts(assessed: &Assessed, on: &ContractOn) -> bool {
    let law = on
        .jurisdiction
        .and_then(|place| assessed.statutes.jurisdiction(place));
    law.is_some_and(|law| law.small_claims.interest_counts == Some(true))
}

/// What is overdue on one contract, oldest first.
struct Debt<'s, 'a> {
    on: &'s ContractOn<'a>,
    limit: Limit<'a>,
    invoices: Vec<&'s InvoiceOn<'a>>,
    with_interest: bool,
}

impl<'s, 'a> Debt<'s, 'a> {
    fn claimable(&self, invoice: &InvoiceOn) -> Amount {
        let interest = invoice.interest.as_ref().filter(|_| self.with_interest);
        invoice.balance + interest.map_or(Amount::ZERO, |interest| interest.amount)
    }

    fn sum(&self) -> Amount {
        self.invoices.iter().map(|invoice| self.claimable(invoice)).sum()
    }

    fn is_near(&self, sum: Amount) -> bool {
        share(sum, Decimal::from(NEAR_PERCENT)) > self.limit.amount.decimal() || !self.limit.admits(sum)
    }

    /// The invoice with which the sum came near.
    fn crossing(&self) -> Option<&'s InvoiceOn<'a>> {
        let mut sum = Amount::ZERO;
        self.invoices.iter().copied().find(|invoice| {
            sum += self.claimable(invoice);
            self.is_near(sum)
        })
    }

    fn finding(&self, assessed: &Assessed, crossing: &InvoiceOn) -> Finding {
        let sum = self.sum();
        let interest = if self.with_interest {
            ", with the interest that counts there"
        } else {
            ""
        };
        let over = !self.limit.admits(sum);
        let much = if over {
            "more than can be claimed at once".to_owned()
        } else {
            format!("{} of what can be claimed", percent_of(sum, self.limit.amount))
        };
        let message = format!(
            "{} is overdue on {} under `{}`{interest}: {much}; {}",
            words(sum, self.on.currency),
            invoices(self.invoices.iter().copied()),
            self.on.contract.id,
            limit_words(assessed, self.on, &self.limit)
        );
        let help = if over {
            "claim before it grows: what is above the limit is given up in small claims, or needs another court; ask a lawyer which is better"
        } else {
            "let no more be owed before this is paid: stop work, ask for the next instalment in advance, or claim what is owed while it fits"
        };
        let level = if over { Level::Error } else { Level::Warning };
        let mut finding = RULE
            .finding(place_of_due(crossing), message)
            .level(level)
            .help(help);
        let others = self
            .invoices
            .iter()
            .filter(|invoice| invoice.invoice.id != crossing.invoice.id);
        for invoice in others {
            let told = format!(
                "{} more is overdue here",
                words(self.claimable(invoice), invoice.currency)
            );
            finding = finding.related(place_of_due(invoice), told);
        }
        match limit_source(&self.limit) {
            Some(source) => finding.source(source),
            None => finding,
        }
    }
}

/// `sum` × 100 / `of`: what `sum` is of a sum in percent, or the sum of which it is so many percent.
fn share(sum: Amount, of: Decimal) -> Decimal {
    let whole = sum.decimal().saturating_mul(Decimal::ONE_HUNDRED);
    whole.checked_div(of).unwrap_or_default()
}

/// `84 %`, `more than 80 %`.
fn percent_of(sum: Amount, limit: Amount) -> String {
    let percent = share(sum, limit.decimal());
    let whole = percent.trunc();
    let more = if whole == percent { "" } else { "more than " };
    format!("{more}{} %", whole.normalize())
}
