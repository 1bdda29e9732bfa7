//! What late payment costs, for each kind of client: the rate in words, from when, and the fixed sum beside it.

use super::{Law, debtor, doubt, grounds, money, told};
use crate::{
    render::sheet::{Line, Sheet},
    statute::{
        CompensationScale, CompensationTier, Compounding, Fixing, InterestKind, InterestRule, Jurisdiction,
        Origin, Rate, RunsFrom, YearBasis,
    },
};

pub fn write(law: Law, place: &Jurisdiction, sheet: &mut Sheet) {
    let all = &place.late_interest;
    let mut none = true;
    for (kind, rule) in all.by_kind() {
        none = false;
        let whose = kind.map_or("anybody without a rule of their own", debtor);
        sheet.heading(&format!("Late interest: {whose}"));
        one(law, rule, sheet);
    }
    if none {
        sheet.heading("Late interest");
        sheet.line("Nothing is known.");
    } else if all.public_body.is_none() && all.business.is_some() {
        sheet.line("A public body counts as a business.");
    }
}

fn one(law: Law, rule: &InterestRule, sheet: &mut Sheet) {
    rate(law, rule, sheet);
    if rule.kind == InterestKind::Prejudgment {
        sheet.row("", "a court may award it; no reminder asks for it");
    }
    let runs = match rule.runs_from {
        RunsFrom::Due => "the day after the due date",
        RunsFrom::AgreedDue => {
            "the day after the due date under a contract; else the day after a first demand, at the latest 31 days \
             after the due date"
        }
        RunsFrom::Demand => "the day after a first demand",
    };
    if rule.rate().is_some() {
        sheet.row("runs from", runs);
        sheet.row("counted", counted(rule));
    }
    told(sheet, "in words", rule.starts.as_ref());
    for tier in &rule.compensation {
        sheet.row("fixed sum", compensation(tier));
    }
    if let Some(scale) = &rule.compensation_scale {
        sheet.row("fixed sum", scale_words(scale));
        told(sheet, "", scale.note.as_ref());
    }
    for other in &rule.conditional {
        let reference = other
            .reference
            .as_ref()
            .map_or_else(String::new, |id| format!(" over `{id}`"));
        let compounding = other
            .compounding
            .as_ref()
            .map_or_else(String::new, |how| format!(", compounding {how}"));
        sheet.row(
            "else",
            format!(
                "{} %{reference}{compounding} if {}; shown only, never computed",
                other.percent.shortest(),
                other.when
            ),
        );
    }
    told(sheet, "note", rule.note.as_ref());
    grounds(sheet, rule.confidence, &rule.sources);
}

fn rate(law: Law, rule: &InterestRule, sheet: &mut Sheet) {
    match rule.rate() {
        Some(Rate::Fixed {
            percent,
            of_one_period,
        }) => {
            let of = rule
                .as_of
                .as_ref()
                .map_or_else(String::new, |of| format!(" ({of})"));
            let one = if of_one_period {
                ", one period's figure: provisional on every day"
            } else {
                ""
            };
            sheet.row("rate", format!("{} % a year{of}{one}", percent.shortest()));
            told(sheet, "formula", rule.formula.as_ref());
        }
        Some(Rate::Reference { .. }) => reference_rate(law, rule, sheet),
        None => {
            told(sheet, "formula", rule.formula.as_ref());
            sheet.row("rate", "in words only: nothing is computed");
        }
    }
}

fn reference_rate(law: Law, rule: &InterestRule, sheet: &mut Sheet) {
    let Some(Rate::Reference {
        reference,
        margin_points,
        fixing,
    }) = rule.rate()
    else {
        return;
    };
    let kept = match fixing {
        Fixing::Floating => "each day at its own rate",
        Fixing::AtStart => "at the rate of the first day of default, for good",
    };
    let points = margin_points.shortest();
    let in_force = law.statutes.rate_in_force(rule, law.day);
    let Some((percent, (table, on, _))) = in_force.and_then(|rate| Some((rate.percent, rate.reference?)))
    else {
        sheet.row(
            "rate",
            format!("`{reference}` plus {points} points, {kept}; no rate is known for the day"),
        );
        return;
    };
    let own = match on.origin {
        Origin::Ledger => ", your own figure under `law:`",
        Origin::Data => "",
    };
    sheet.row(
        "rate",
        Line::strong(&format!("{} % a year", percent.shortest())).and(&format!(
            "on {}: {} % since {}{own}, plus {points} points; {kept}",
            law.day,
            on.percent.shortest(),
            on.from
        )),
    );
    let serves = if on.provisional {
        "; the last rate serves until you add the next under `law:`"
    } else {
        ""
    };
    let known = format!("{}, known until {}{serves}", table.name, table.known_until);
    let known = Line::from(&known).and(doubt(table.confidence));
    sheet.row("reference", known.faint(&format!("(`{}`)", table.id)));
    for source in &table.sources {
        sheet.row("", Line::from(&source.title).faint(&source.url));
    }
}

fn counted(rule: &InterestRule) -> String {
    let year = match rule.year {
        YearBasis::Actual365 => "by the day, in years of 365",
        YearBasis::ActualActual => "by the day, in years of their own length",
    };
    match rule.compounding {
        Some(Compounding::Yearly) => {
            format!("{year}; after each year of default what has accrued joins the principal")
        }
        None => format!("{year}; no interest on interest"),
    }
}

fn compensation(tier: &CompensationTier) -> String {
    let measured = tier.measured_in.unwrap_or(tier.currency);
    let debts = match (tier.up_to, tier.below) {
        (Some(most), _) => format!(" for a debt of up to {}", money(most, measured)),
        (None, Some(end)) => format!(" for a debt below {}", money(end, measured)),
        (None, None) => String::new(),
    };
    format!("{}{debts}", money(tier.amount, tier.currency))
}

fn scale_words(scale: &CompensationScale) -> String {
    let slices = scale.scale.iter().map(|slice| match slice.up_to {
        Some(most) => format!(
            "{} % up to {}",
            slice.percent.shortest(),
            money(most, scale.currency)
        ),
        None => format!("{} % of the rest", slice.percent.shortest()),
    });
    let mut words = format!("by slices of the debt: {}", slices.collect::<Vec<_>>().join(", "));
    if let Some(least) = scale.minimum {
        words.push_str(&format!("; at least {}", money(least, scale.currency)));
    }
    if let Some(most) = scale.maximum {
        words.push_str(&format!("; at most {}", money(most, scale.currency)));
    }
    words
}
