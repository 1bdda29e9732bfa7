//! The court for small sums: its limits, what counts towards them, and the shorter ways beside it.

use super::{Law, claimant, debtor, doubt, form, grounds, money, told};
use crate::{
    render::sheet::{Line, Sheet},
    statute::{Jurisdiction, LimitRow, Origin, PaymentOrder, SmallClaims, SubLimit, Unit},
};

pub fn write(law: Law, place: &Jurisdiction, sheet: &mut Sheet) {
    let court = &place.small_claims;
    sheet.heading("Small claims");
    sheet.row("court", named(&court.court, court.gloss.as_ref()));
    if court.limits.is_empty() {
        sheet.row("limit", "no comparable limit");
    }
    for row in &court.limits {
        sheet.row("limit", limit(law, place, row));
    }
    if let Some(unit) = &court.unit {
        sheet.row("", counted_in(place, unit));
    }
    for sub in &court.sub_limits {
        sheet.row("below it", sub_limit(place, sub));
    }
    particulars(court, sheet);
    grounds(sheet, court.confidence, &court.sources);
    if !place.payment_orders.is_empty() {
        sheet.heading("Shorter ways");
    }
    for order in &place.payment_orders {
        payment_order(place, order, sheet);
    }
}

fn particulars(court: &SmallClaims, sheet: &mut Sheet) {
    sheet.row(
        "interest",
        match court.interest_counts {
            Some(true) => "what has accrued counts towards the limit",
            Some(false) => "what has accrued doesn't count towards the limit",
            None => "not known whether what has accrued counts towards the limit",
        },
    );
    told(sheet, "measured", court.value_basis.as_ref());
    told(sheet, "leaves out", court.excludes.as_ref());
    told(sheet, "splitting", court.splitting.as_ref());
    told(sheet, "filings", court.filings_cap.as_ref());
    told(sheet, "who", court.who_may_claim.as_ref());
    told(sheet, "lawyers", court.lawyers.as_ref());
    for alert in &court.alerts {
        sheet.row("mind", alert);
    }
    told(sheet, "note", court.note.as_ref());
}

fn limit(law: Law, place: &Jurisdiction, row: &LimitRow) -> Line {
    let since = match (row.from > law.day, row.from_exact) {
        (true, _) => "from",
        (false, true) => "since",
        (false, false) => "at least since",
    };
    let mut text = format!("{} {since} {}", money(row.amount, place.currency), row.from);
    if let Some(who) = row.claimant {
        text.push_str(&format!(", claimed by {}", claimant(who)));
    }
    let whom = [row.client.map(debtor), row.legal_form.map(form)];
    for whom in whom.into_iter().flatten() {
        text.push_str(&format!(", from {whom}"));
    }
    if !row.inclusive {
        text.push_str("; a claim must stay below it");
    }
    if row.origin == Origin::Ledger {
        text.push_str("; your own figure, under `law:`");
    }
    let line = if is_in_force(law, place, row) {
        Line::strong(&text).and("(in force for you, against a company)")
    } else {
        Line::from(&text)
    };
    match &row.note {
        Some(note) => line.faint(&format!("— {note}")),
        None => line,
    }
}

fn is_in_force(law: Law, place: &Jurisdiction, row: &LimitRow) -> bool {
    place
        .limit_row(&law.query())
        .is_some_and(|in_force| std::ptr::eq(in_force, row))
}

fn counted_in(place: &Jurisdiction, unit: &Unit) -> String {
    let month = unit
        .month
        .map_or_else(String::new, |month| format!("-{month:02}"));
    let note = unit
        .note
        .as_ref()
        .map_or_else(String::new, |note| format!("; {note}"));
    format!(
        "{} × {}, which is {} in {}{month}{note}",
        unit.count,
        unit.name,
        money(unit.value, place.currency),
        unit.year
    )
}

fn sub_limit(place: &Jurisdiction, sub: &SubLimit) -> Line {
    let from = sub.from.map_or_else(String::new, |from| format!(" since {from}"));
    let text = format!("{}{from}: {}", money(sub.amount, place.currency), sub.name);
    let line = Line::from(&text).and(doubt(sub.confidence));
    match &sub.note {
        Some(note) => line.faint(&format!("— {note}")),
        None => line,
    }
}

fn payment_order(place: &Jurisdiction, order: &PaymentOrder, sheet: &mut Sheet) {
    sheet.row("way", named(&order.name, order.gloss.as_ref()));
    let limit = match order.limit {
        Some(limit) => format!("up to {}", money(limit, place.currency)),
        None => "no upper limit is known".to_owned(),
    };
    let first = if order.mandatory {
        "; it must come before a trial"
    } else {
        ""
    };
    sheet.row("limit", format!("{limit}{first}"));
    told(sheet, "note", order.note.as_ref());
    grounds(sheet, order.confidence, &order.sources);
}

fn named(name: &str, gloss: Option<&String>) -> Line {
    match gloss {
        Some(gloss) => Line::from(name).faint(&format!("— {gloss}")),
        None => Line::from(name),
    }
}
