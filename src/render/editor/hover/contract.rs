//! What of a contract is billed and paid, and the most that can be owed at once beside what a small claim can be for.

use super::money;
use crate::{
    assess::{Assessed, ContractLimit, ContractOn},
    render::editor::{Card, Desk, record},
    statute::Limit,
};

pub fn card(desk: Desk, id: &str) -> Option<Card> {
    let contract = record(&desk.ledger()?.contracts, id)?;
    let title = if contract.title.is_empty() {
        format!("Contract {}", contract.id)
    } else {
        format!("{} ({})", contract.title, contract.id)
    };
    let mut card = Card::new(title);
    let assessed = desk.assessed?;
    let on = assessed.contracts.get(contract.id.as_str())?;
    card.line(format!(
        "{} in all; {} billed, {} paid, {} not yet billed.",
        money(on.total, on.currency),
        money(on.billed, on.currency),
        money(on.paid, on.currency),
        money(on.unbilled(), on.currency)
    ));
    if contract.signed.is_none_or(|signed| signed.value > assessed.day) {
        card.line("Not signed.");
    }
    if let Some(hold) = on.hold {
        let how = if hold.agreed {
            "Work is on hold"
        } else {
            "Work would better stop"
        };
        card.line(format!("{how} since {}.", hold.since));
    }
    exposure(assessed, on, &mut card);
    Some(card)
}

fn exposure(assessed: &Assessed, on: &ContractOn, card: &mut Card) {
    let peak = &on.peak_exposure;
    let at = peak
        .at
        .as_ref()
        .map_or_else(String::new, |at| format!(" from `{at}` on"));
    card.line(format!(
        "At most {} can be owed at once{at}.",
        money(peak.amount, on.currency)
    ));
    let place = on.jurisdiction.unwrap_or_default();
    let name = assessed
        .statutes
        .jurisdiction(place)
        .map_or(place, |place| place.name.as_str());
    match on.limit {
        ContractLimit::Known(limit) => {
            let is_over = if limit.admits(peak.amount) {
                "within it"
            } else {
                "more than it"
            };
            card.line(format!("{}: {is_over}.", limit_words(name, &limit)));
        }
        ContractLimit::OtherCurrency(limit) => {
            card.line(format!("{}: in another currency.", limit_words(name, &limit)));
        }
        ContractLimit::NoJurisdiction => {
            card.line("No jurisdiction is named, so no limit can be compared.");
            return;
        }
        ContractLimit::NoneExists { note } => {
            let note = note.map_or_else(String::new, |note| format!(": {note}"));
            card.line(format!("{name} has no comparable limit{note}."));
            return;
        }
        ContractLimit::Unknown => {
            card.line(format!("No limit is known for {name}."));
            return;
        }
    }
    if let ContractLimit::Known(limit) | ContractLimit::OtherCurrency(limit) = on.limit {
        card.lines.extend(super::place::read_on(&limit));
    }
}

pub fn limit_words(place: &str, limit: &Limit) -> String {
    let since = if limit.from_exact {
        "since"
    } else {
        "at least since"
    };
    format!(
        "The small-claims limit in {place} is {} {since} {}",
        money(limit.amount, limit.currency),
        limit.since
    )
}

/// A row of a schedule, and what became of it.
pub fn instalment(desk: Desk, contract: &str, id: &str) -> Option<Card> {
    let contract = record(&desk.ledger()?.contracts, contract)?;
    let assessed = desk.assessed?;
    let on = assessed.contracts.get(contract.id.as_str())?;
    let wanted = id.to_lowercase();
    let written = super::super::row(contract, id).map(|row| &row.id.value);
    let is_meant = |row: &&crate::assess::InstalmentOn| {
        let whole = row.amendment.is_some_and(|own| own.id.to_lowercase() == wanted);
        row.id.to_lowercase() == wanted
            || whole
            || (!row.is_single()
                && Some(&row.instalment.id.value) == written
                && id == row.instalment.id.value)
    };
    let rows: Vec<_> = on.instalments.iter().filter(is_meant).take(MOST_ROWS).collect();
    let mut card = Card::new(format!("`{id}` of {}", contract.id));
    for row in &rows {
        let word = if row.has_due_date() { "due" } else { "expected" };
        let named = if row.id.to_lowercase() == wanted {
            String::new()
        } else {
            format!("`{}`: ", row.id)
        };
        card.line(format!(
            "{named}{} {word} {}; {}.",
            money(row.gross, on.currency),
            row.date,
            became(assessed, on, &row.id)
        ));
    }
    (!rows.is_empty()).then_some(card)
}

/// Of a repeated row no more are told.
const MOST_ROWS: usize = 12;

fn became(assessed: &Assessed, on: &ContractOn, id: &str) -> String {
    let invoices = assessed.invoices.values().filter(|invoice| {
        let named = invoice.invoice.instalments.iter().any(|named| named.value == id);
        invoice.is_under(on.contract) && invoice.is_billed() && named
    });
    let told = invoices.map(|invoice| format!("billed by {} ({})", invoice.invoice.id, invoice.state.word()));
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        "not yet billed".to_owned()
    } else {
        told.join(", ")
    }
}
