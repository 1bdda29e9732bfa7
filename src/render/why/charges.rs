//! Interest, the fixed sum beside it, what of both may be asked for, and until when a court can be.

use super::{Why, days};
use crate::{
    assess::{Began, Claim, NotRunning, RateSource, Stretch, Withheld},
    render::{
        law::{NO_ADVICE, doubt},
        sheet::{Line, Sheet},
    },
    report::grounds::{Ground, Grounds, OfCompensation, OfInterest, OfLimitation},
    statute::{Origin, Source},
};

pub fn write(why: Why, grounds: &Grounds, sheet: &mut Sheet) {
    if !why.on.is_billed() {
        return;
    }
    sheet.heading("Interest and compensation");
    let is_asked = |ground: &&Ground<OfInterest>| {
        matches!(
            ground.what,
            OfInterest::NotClaimed(_) | OfInterest::Claimed { .. }
        )
    };
    for ground in grounds.interest.iter().filter(|ground| !is_asked(ground)) {
        interest(why, ground, sheet);
    }
    for ground in &grounds.compensation {
        sheet.row("fixed sum", compensation(why, ground.what));
    }
    for ground in grounds.interest.iter().filter(is_asked) {
        interest(why, ground, sheet);
    }
    for ground in &grounds.limitation {
        limitation(why, ground, sheet);
    }
    sheet.line(NO_ADVICE);
}

fn interest(why: Why, ground: &Ground<OfInterest>, sheet: &mut Sheet) {
    match &ground.what {
        OfInterest::None(reason) => {
            sheet.row(
                "interest",
                why.told(&format!("none: {}", missing(*reason)), ground),
            );
        }
        OfInterest::Ran {
            amount,
            until,
            provisional,
        } => {
            let provisional = if *provisional {
                ", provisional: a rate that was used may still change"
            } else {
                ""
            };
            let ran = match until {
                Some(on) => format!("ran until it was paid, on {on}"),
                None => "ran so far".to_owned(),
            };
            let total = Line::strong(&why.money(*amount)).and(&format!(
                "{ran}{provisional}; payments were counted against the principal first"
            ));
            sheet.row("interest", total);
        }
        OfInterest::Begins { from, began } => {
            sheet.row("begins", format!("{from}: {}", self::began(*began)));
        }
        OfInterest::Stretch(stretch) => sheet.row("", counted(why, stretch)),
        OfInterest::Agreed => sheet.row("rule", why.told("the contract's own rate", ground)),
        OfInterest::Law { law, rule, reference } => {
            let line = Line::from(format!("the law of {}", law.name))
                .and(doubt(rule.confidence))
                .and(&format!("(`dunlin law {}` names every page)", law.id));
            sheet.row("rule", line);
            page(&rule.sources, sheet);
            if let Some(table) = reference {
                page(&table.sources, sheet);
            }
        }
        OfInterest::NotClaimed(withheld) => sheet.row("not claimed", not_claimed(*withheld)),
        OfInterest::Claimed { claim, from } => {
            let claimed = claimed(why, *claim);
            sheet.row("claimed", format!("{claimed}, in letters from `{from}` on"));
        }
    }
}

fn compensation(why: Why, what: OfCompensation) -> String {
    match what {
        OfCompensation::Fixed(amount) => format!("{}, owed once interest runs", why.money(amount)),
        OfCompensation::Other(amount, currency) => format!(
            "{} {currency}, named apart: it isn't the invoice's currency",
            amount.plain(currency)
        ),
    }
}

fn began(began: Began) -> String {
    match began {
        Began::AfterDue => "the day after the due date".to_owned(),
        Began::AfterDemand(on) => format!("the day after your first demand, on {on}"),
        Began::AtTheLatest => "31 days after the due date: without a demand, at the latest then".to_owned(),
    }
}

fn counted(why: Why, stretch: &Stretch) -> String {
    let whose = match stretch.source {
        RateSource::Contract | RateSource::Law => String::new(),
        RateSource::Reference { id, from, origin } => {
            let own = match origin {
                Origin::Ledger => ", your own figure",
                Origin::Data => "",
            };
            format!(" (`{id}` of {from}{own})")
        }
    };
    format!(
        "{} to {}: {} of {} at {} %{whose}",
        stretch.from,
        stretch.to,
        days(stretch.days),
        why.money(stretch.principal),
        stretch.percent.shortest()
    )
}

/// The first page that a figure was read on.
fn page(sources: &[Source], sheet: &mut Sheet) {
    if let Some(source) = sources.first() {
        sheet.row(
            "",
            Line::default().faint(&format!("{}, {}", source.title, source.url)),
        );
    }
}

fn missing(reason: NotRunning) -> String {
    match reason {
        NotRunning::State(_) => "a written-off invoice has none".to_owned(),
        NotRunning::NotInDefault => "it isn't late, or was settled before any could run".to_owned(),
        NotRunning::AgreedNone => "the contract says so".to_owned(),
        NotRunning::NoRule => "no law is named, or it has no rule for this kind of client".to_owned(),
        NotRunning::FormulaOnly { text } => {
            format!("the law gives it in words only, and nothing is computed: {text}")
        }
        NotRunning::WaitingForDemand { at_the_latest } => {
            let latest =
                at_the_latest.map_or_else(String::new, |on| format!("; without one it runs from {on} on"));
            format!(
                "it begins with a demand, a `reminder` or later that reached them, and there was none yet{latest}"
            )
        }
        NotRunning::RateUnknown { reference } => format!(
            "`{reference}` has no rate for so early a day; add it under `law: {{rates: {{{reference}: …}}}}`"
        ),
    }
}

fn claimed(why: Why, claim: Claim) -> String {
    let parts = [("interest", claim.interest), ("fixed sum", claim.compensation)];
    let parts = parts.into_iter().filter(|(_, amount)| amount.is_positive());
    let mut parts: Vec<_> = parts
        .map(|(name, amount)| format!("{name} {}", why.money(amount)))
        .collect();
    if let Some((amount, currency)) = claim.other_compensation {
        parts.push(format!("fixed sum {} {currency}", amount.plain(currency)));
    }
    parts.join(" and ")
}

fn not_claimed(withheld: Withheld) -> &'static str {
    match withheld {
        Withheld::Waived => "you waived it, by a `waive` in the log",
        Withheld::Never => "your policy says `charges_from: never`",
        Withheld::LetGo => "you let it go once they pay (`late_charges: waive`)",
        Withheld::NotDemanded => {
            "it was paid before any letter had asked for charges (`late_charges: if-demanded`)"
        }
        Withheld::Prejudgment => "only a court may award it: it belongs into a claim, not into a reminder",
        Withheld::KindUnknown => "only a business owes it, and this client has no `kind`",
    }
}

fn limitation(why: Why, ground: &Ground<OfLimitation>, sheet: &mut Sheet) {
    match &ground.what {
        OfLimitation::Filed(filed) => {
            let text = format!("with a court since {filed}: while it is, the claim doesn't lapse");
            sheet.row("limitation", why.told(&text, ground));
        }
        OfLimitation::Last(last) => sheet.row(
            "limitation",
            format!("{last}, at the earliest: the last day to go to court"),
        ),
        OfLimitation::Law { limitation, .. } => {
            if let Some(note) = &limitation.note {
                sheet.row("", Line::from(note).and(doubt(limitation.confidence)));
            }
            sheet.row(
                "",
                "in many places a part payment, or their word in writing that they owe it, starts the time anew",
            );
            page(&limitation.sources, sheet);
        }
    }
}
