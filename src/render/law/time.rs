//! How long the law gives: to pay, to answer before a court is asked, and to go there at all.

use super::{form, grounds, money, told};
use crate::{
    render::sheet::Sheet,
    statute::{CountedFrom, Jurisdiction, Limitation, PaymentTerms, PreAction},
};

pub fn write(place: &Jurisdiction, sheet: &mut Sheet) {
    sheet.heading("Limitation");
    match &place.limitation {
        Some(limitation) => limited(limitation, sheet),
        None => sheet.line("Nothing is known."),
    }
    sheet.heading("Time to pay");
    match &place.payment_terms {
        Some(terms) => to_pay(terms, sheet),
        None => sheet.line("No rule is known: dunlin counts 30 days where a contract says nothing."),
    }
    if !place.pre_action.is_empty() {
        sheet.heading("Before a court is asked");
    }
    for rule in &place.pre_action {
        before_court(place, rule, sheet);
    }
}

fn limited(limitation: &Limitation, sheet: &mut Sheet) {
    let from = match limitation.from {
        CountedFrom::Due => "from the due date",
        CountedFrom::YearEnd => "from the end of the year in which it fell due",
    };
    sheet.row(
        "a debt",
        format!("{} {from}, at the earliest", years(limitation.years)),
    );
    if let Some(longer) = limitation.longer_years {
        sheet.row("", format!("perhaps {}: the shorter is counted", years(longer)));
    }
    if let Some(consumer) = limitation.consumer_years {
        sheet.row("a consumer", years(consumer));
    }
    told(sheet, "note", limitation.note.as_ref());
    grounds(sheet, limitation.confidence, &limitation.sources);
}

fn years(count: u32) -> String {
    match count {
        1 => "1 year".to_owned(),
        _ => format!("{count} years"),
    }
}

fn to_pay(terms: &PaymentTerms, sheet: &mut Sheet) {
    sheet.row(
        "nothing agreed",
        format!("{} days after issue", terms.default_days),
    );
    let most = [
        ("at most", terms.max_days.business, "from a business"),
        ("", terms.max_days.consumer, "from a consumer"),
        ("", terms.max_days.public_body, "from a public body"),
    ];
    for (label, days, whom) in most {
        if let Some(days) = days {
            sheet.row(label, format!("{days} days may be agreed, {whom}"));
        }
    }
    told(sheet, "note", terms.note.as_ref());
    grounds(sheet, terms.confidence, &terms.sources);
}

fn before_court(place: &Jurisdiction, rule: &PreAction, sheet: &mut Sheet) {
    let against: Vec<_> = rule.against.iter().map(|whom| form(*whom)).collect();
    let most = rule.up_to.map_or_else(String::new, |most| {
        format!(", up to {}", money(most, place.currency))
    });
    sheet.row("against", format!("{}{most}", against.join(" or ")));
    sheet.row("first", &rule.what);
    sheet.row("to reply", format!("{} days", rule.reply_days));
    grounds(sheet, rule.confidence, &rule.sources);
}
