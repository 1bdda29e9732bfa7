//! The law of a place in four lines: the limit, interest, limitation, and where it was read.

use super::money;
use crate::{
    assess,
    calendar::Date,
    load::cursor::Cursor,
    model::{CreditorKind, Kind, Ledger},
    render::{
        editor::{Card, Desk, record},
        law::{NO_ADVICE, doubt},
    },
    statute::{
        Basis, Claimant, CountedFrom, InterestKind, Jurisdiction, LegalForm, Limit, LimitAnswer, LimitQuery,
        Rate, Statutes,
    },
};

pub fn card(desk: Desk, cursor: &Cursor, id: &str) -> Option<Card> {
    let assessed = desk.assessed?;
    let id = id.to_lowercase();
    // A place that is just being typed isn't among those of the ledger yet.
    let statutes = match assessed.statutes.jurisdiction(&id) {
        Some(_) => None,
        None => Statutes::for_jurisdictions([id.as_str()], &assess::overrides(assessed.ledger)).ok(),
    };
    let statutes = statutes.as_ref().unwrap_or(assessed.statutes);
    let place = statutes.jurisdiction(&id)?;
    let asked = query(assessed.ledger, cursor, assessed.day);
    let mut card = Card::new(format!("{} ({id})", place.name));
    match place.limit(&asked) {
        LimitAnswer::Known(limit) => {
            let sentence = super::contract::limit_words(&place.name, &limit);
            card.line(format!("{sentence}, for you."));
            card.lines.extend(read_on(&limit));
        }
        LimitAnswer::NoneExists { note } => {
            let note = note.map_or_else(String::new, |note| format!(": {note}"));
            card.line(format!("No comparable small-claims limit{note}."));
        }
        LimitAnswer::Unknown => card.line("No small-claims limit is known for you there."),
    }
    card.lines.extend(interest(statutes, place, &asked));
    card.lines.extend(limitation(place, &asked));
    card.line(format!("{NO_ADVICE} `dunlin law {id}` names every source."));
    Some(card)
}

/// Against the client that the record is of, or is about; else against a company.
fn query(ledger: &Ledger, cursor: &Cursor, on: Date) -> LimitQuery {
    let client = match cursor.file().kind {
        Some(Kind::Client) => Some(cursor.id()),
        Some(_) => cursor.stated("client"),
        None => None,
    };
    match client.and_then(|id| record(&ledger.clients, id)) {
        Some(client) => assess::limit_query(ledger, client, on),
        None => LimitQuery {
            claimant: match ledger.settings.creditor.kind {
                CreditorKind::Individual => Claimant::Individual,
                CreditorKind::Organisation => Claimant::Organisation,
            },
            client: None,
            legal_form: LegalForm::Company,
            on,
        },
    }
}

/// Where a limit was read, and when last.
pub fn read_on(limit: &Limit) -> Option<String> {
    match limit.basis {
        Basis::Ledger => Some("Your own figure, under `law:`.".to_owned()),
        Basis::Data {
            sources,
            confidence,
            checked,
        } => sources.first().map(|source| {
            format!(
                "Read on {checked}: {}, {} {}",
                source.title,
                source.url,
                doubt(confidence)
            )
            .trim_end()
            .to_owned()
        }),
    }
}

fn interest(statutes: &Statutes, place: &Jurisdiction, asked: &LimitQuery) -> Option<String> {
    let rule = place.interest_rule(asked.client)?;
    let court = match rule.kind {
        InterestKind::Owed => "",
        InterestKind::Prejudgment => ", which a court may award",
    };
    let rate = match rule.rate() {
        None => return Some("Late interest: in words only, nothing is computed.".to_owned()),
        Some(Rate::Fixed { percent, .. }) => format!("{} % a year", percent.shortest()),
        Some(Rate::Reference {
            reference,
            margin_points,
            ..
        }) => match statutes.rate_on(reference, asked.on) {
            Some(on) => {
                let percent = (on.percent + margin_points).at_least_zero();
                format!("{} % a year on {}", percent.shortest(), asked.on)
            }
            None => format!("`{reference}` plus {} points", margin_points.shortest()),
        },
    };
    let sums: Vec<_> = rule
        .compensation
        .iter()
        .map(|tier| money(tier.amount, tier.currency))
        .collect();
    let sums = if sums.is_empty() {
        String::new()
    } else {
        format!("; a fixed sum of {} beside it", sums.join(" or "))
    };
    Some(format!("Late interest: {rate}{court}{sums}."))
}

fn limitation(place: &Jurisdiction, asked: &LimitQuery) -> Option<String> {
    let limitation = place.limitation.as_ref()?;
    let from = match limitation.from {
        CountedFrom::Due => "from the due date",
        CountedFrom::YearEnd => "from the end of the year in which it fell due",
    };
    let years = limitation.years_for(asked.client);
    Some(format!(
        "A debt can be brought to court for {years} years {from}, at the earliest end."
    ))
}
