//! Every place in a line.

use super::{Law, NO_ADVICE, claimant};
use crate::{
    render::sheet::{Sheet, Table},
    statute::{Basis, Confidence, Jurisdiction, LimitAnswer},
};

/// The limit of the day for who claims, against a company.
pub fn list(law: Law) -> String {
    let mut sheet = Sheet::new(law.width);
    sheet.say(format!(
        "The most that {} can claim from a company in small claims, on {}:",
        claimant(law.claimant),
        law.day
    ));
    let mut table = Table::new(&["id", "place", ">limit", "", "checked"]);
    for place in law.statutes.jurisdictions() {
        table.row(vec![
            place.id.clone(),
            place.name.clone(),
            limit(law, place),
            place.currency.to_string(),
            place.checked.to_string(),
        ]);
    }
    sheet.table(&table);
    sheet.say("");
    sheet.say(
        "? low confidence, not verified; < a claim must stay below it; * your own figure, under `law:`; \
         none: the place has no comparable limit.",
    );
    sheet.say(format!(
        "`dunlin law ID` tells all that is known of a place, with the pages it was read on. {NO_ADVICE}"
    ));
    sheet.finish()
}

fn limit(law: Law, place: &Jurisdiction) -> String {
    let limit = match place.limit(&law.query()) {
        LimitAnswer::Known(limit) => limit,
        LimitAnswer::NoneExists { .. } => return "none".to_owned(),
        LimitAnswer::Unknown => return "unknown".to_owned(),
    };
    let below = if limit.inclusive { "" } else { "<" };
    let mark = match limit.basis {
        Basis::Ledger => "*",
        Basis::Data {
            confidence: Confidence::Low,
            ..
        } => "?",
        Basis::Data { .. } => "",
    };
    format!("{mark}{below}{}", limit.amount.plain(limit.currency))
}
