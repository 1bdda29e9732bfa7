//! Invoices that bill something else than the instalments they name.

use super::standing;
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn, InvoiceOn},
    check::{
        Dated, Edition, Options, Rule, Sink, Takes,
        limits::{gross_words, words},
        wording,
    },
    finding::{Finding, Level},
    model::contract::Share,
    money::Amount,
};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "invoice/instalment-mismatch",
    level: Level::Warning,
    dated: Dated::Never,
    since: Edition::FIRST,
    takes: Takes::Nothing,
    summary: "An invoice bills something else than the instalments it names",
    page: include_str!("instalment-mismatch.md"),
    check: Some(check),
};

fn check(assessed: &Assessed, _: Options, sink: &mut Sink) {
    let mut of_contract: BTreeMap<&str, Vec<&InvoiceOn>> = BTreeMap::new();
    for on in standing(assessed).filter(|on| !on.invoice.instalments.is_empty()) {
        if let Some(contract) = on.contract {
            of_contract.entry(&contract.id).or_default().push(on);
        }
    }
    for (id, mut invoices) in of_contract {
        let Some(on) = assessed.contracts.get(id) else {
            continue;
        };
        // By issue, then id; a draft will be issued last.
        invoices.sort_by_key(|invoice| {
            let issued = invoice.invoice.issued.map(|issued| issued.value);
            (issued.is_none(), issued, &invoice.invoice.id)
        });
        for together in groups(on, &invoices) {
            if let Some(finding) = finding(on, &together) {
                sink.report(finding);
            }
        }
    }
}

/// Invoices that share instalments, in order, and what they name between them.
#[derive(Default)]
struct Together<'s> {
    invoices: Vec<&'s InvoiceOn<'s>>,
    /// Each once, by id.
    rows: BTreeMap<&'s str, &'s InstalmentOn<'s>>,
}

/// Each invoice is in one group: alone, or with those that name an instalment of its own. Left out are invoices in
/// another currency, and those that name nothing with a known sum.
fn groups<'s>(on: &'s ContractOn<'s>, invoices: &[&'s InvoiceOn<'s>]) -> Vec<Together<'s>> {
    let names = on.names();
    let in_currency = invoices.iter().filter(|invoice| invoice.currency == on.currency);
    let naming: Vec<_> = in_currency
        .filter_map(|invoice| Some((*invoice, names.of_invoice(invoice.invoice)?)))
        .collect();
    let mut ties = Ties::default();
    for (_, rows) in &naming {
        for pair in rows.windows(2) {
            if let [one, other] = pair {
                ties.tie(&one.id, &other.id);
            }
        }
    }
    let mut groups: BTreeMap<&str, Together> = BTreeMap::new();
    for (invoice, rows) in &naming {
        if let Some(first) = rows.first() {
            let group = groups.entry(ties.root(&first.id)).or_default();
            group.invoices.push(invoice);
            group.rows.extend(rows.iter().map(|row| (row.id.as_str(), *row)));
        }
    }
    groups.into_values().collect()
}

/// Which instalments some invoice names together, directly or by way of others.
#[derive(Default)]
struct Ties<'s>(BTreeMap<&'s str, &'s str>);

impl<'s> Ties<'s> {
    fn root(&self, id: &'s str) -> &'s str {
        let mut at = id;
        while let Some(next) = self.0.get(at) {
            at = next;
        }
        at
    }

    fn tie(&mut self, one: &'s str, other: &'s str) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.0.insert(other, one);
        }
    }
}

impl Together<'_> {
    fn billed(&self) -> Amount {
        self.invoices.iter().map(|on| on.totals.gross).sum()
    }

    fn agreed(&self) -> Amount {
        self.rows.values().map(|row| row.gross).sum()
    }

    /// What is agreed at least: work by the hour may come to less than its ceiling.
    fn least(&self) -> Amount {
        let fixed = self.rows.values().filter(|row| !has_ceiling(row));
        fixed.map(|row| row.gross).sum()
    }
}

fn has_ceiling(row: &InstalmentOn) -> bool {
    matches!(row.instalment.share, Share::UpTo(_))
}

fn finding(on: &ContractOn, together: &Together) -> Option<Finding> {
    let (billed, agreed, least) = (together.billed(), together.agreed(), together.least());
    if (least..=agreed).contains(&billed) {
        return None;
    }
    let last = together.invoices.last()?.invoice;
    let bill = if together.invoices.len() == 1 {
        "bills"
    } else {
        "bill"
    };
    let rows: Vec<_> = together
        .rows
        .values()
        .map(|row| format!("`{}`", row.id))
        .collect();
    let is = if rows.len() == 1 { "is" } else { "are" };
    let up_to = if least < agreed { "at most " } else { "" };
    let message = format!(
        "{} {bill} {} for {}, which {is} {up_to}{}",
        wording::invoices(together.invoices.iter().copied()),
        words(billed, on.currency),
        wording::listed(&rows),
        gross_words(on, agreed)
    );
    let place = last.amount.map(|amount| amount.span);
    let named = last.instalments.first().map(|id| id.span);
    let finding = RULE.finding(place.or(named).unwrap_or(last.origin.place), message);
    let help = if billed > agreed {
        "bill what was agreed; what is more needs an amendment of its own, and a signature"
    } else {
        "bill what was agreed, here or on another invoice that names the same instalment; or correct the schedule"
    };
    let mut finding = finding.help(help);
    for row in together.rows.values() {
        finding = finding.related(row.instalment.share_at, format!("`{}` was agreed here", row.id));
    }
    for other in together.invoices.iter().rev().skip(1) {
        let place = other.invoice.instalments.first().map(|id| id.span);
        let place = place.unwrap_or(other.invoice.origin.place);
        let number = other.invoice.number();
        finding = finding.related(place, format!("invoice {number} bills it too"));
    }
    Some(finding)
}
