//! How the total came about, and the day on which it is due.

use super::Why;
use crate::{
    calendar::Date,
    model::contract::{EndOfMonth, PaymentDays},
    render::sheet::{Line, Sheet},
    report::grounds::{Ground, Grounds, OfDue, OfTotal},
};

pub fn write(why: Why, grounds: &Grounds, sheet: &mut Sheet) {
    sheet.heading("What it comes to");
    for ground in &grounds.total {
        let (label, line) = total(why, ground);
        sheet.row(label, line);
    }
    sheet.heading("When it is due");
    for ground in &grounds.due {
        due(why, ground, sheet);
    }
}

fn total(why: Why, ground: &Ground<OfTotal>) -> (&'static str, Line) {
    let told = |text: &str| why.told(text, ground);
    match &ground.what {
        OfTotal::Line { line, net } => {
            let text = format!(
                "{} × {} = {}{}",
                line.quantity.shortest(),
                line.unit_price.value.shortest(),
                why.money(*net),
                super::because(&line.description)
            );
            ("line", told(&text))
        }
        OfTotal::Tax(rate) => {
            let (percent, net, tax) = (rate.percent.shortest(), why.money(rate.net), why.money(rate.tax));
            ("tax", told(&format!("{percent} % of {net} = {tax}")))
        }
        OfTotal::Gross(gross) => ("gross", told(&why.money(*gross))),
        OfTotal::Withheld {
            name,
            amount,
            percent,
            of,
        } => {
            let share = percent.map_or_else(String::new, |percent| {
                format!("{} % of {} = ", percent.shortest(), why.money(*of))
            });
            let name = super::because(name);
            (
                "withheld",
                told(&format!("{share}{} kept back{name}", why.money(*amount))),
            )
        }
        OfTotal::ToPay(total) => {
            let line = Line::strong(&why.money(*total)).and("to be paid");
            let at = ground.at.map(|at| why.place(at.span));
            ("total", at.map_or(line.clone(), |at| line.faint(&at)))
        }
        OfTotal::Under(contract) => ("contract", told(&format!("`{}`", contract.id))),
    }
}

fn due(why: Why, ground: &Ground<OfDue>, sheet: &mut Sheet) {
    let on = |day: Date, text: &str| {
        let line = Line::strong(&day.to_string()).and(text);
        let at = ground.at.map(|at| why.place(at.span));
        at.map_or(line.clone(), |at| line.faint(&at))
    };
    match &ground.what {
        OfDue::Issued(issued) => sheet.row("issued", why.told(&issued.to_string(), ground)),
        OfDue::Unknown => sheet.row(
            "due",
            "not yet: without `issued` or `due` there is nothing to count from",
        ),
        OfDue::Stated(due) => sheet.row("due", on(*due, "as the invoice says")),
        OfDue::Contract { due, terms } => sheet.row("due", on(*due, &counted(*terms))),
        OfDue::Law { due, days, place } => {
            let text = format!("{days} days after issue: nothing was agreed, and so says the law of {}", place.name);
            sheet.row("due", on(*due, &text));
            let sources = place.payment_terms.iter().flat_map(|terms| &terms.sources);
            for source in sources {
                sheet.row("", Line::default().faint(&format!("{}, {}", source.title, source.url)));
            }
        }
        OfDue::Nobody { due, days } => sheet.row(
            "due",
            on(*due, &format!(
                "{days} days after issue: neither invoice, contract nor a law that dunlin knows says otherwise"
            )),
        ),
        OfDue::Sent { on, confirmed } => {
            let confirmed = confirmed.map_or_else(
                || ", not confirmed".to_owned(),
                |on| format!(", they confirmed it on {on}"),
            );
            sheet.row("sent", why.told(&format!("{on}{confirmed}"), ground));
        }
        OfDue::NotSent => sheet.row(
            "sent",
            "nothing says that it was sent: without `sent`, no proof of when they had it",
        ),
    }
}

fn counted(terms: PaymentDays) -> String {
    let days = super::days(i64::from(terms.days));
    match terms.end_of_month {
        None => format!("{days} after issue, as the contract says"),
        Some(EndOfMonth::After) => {
            format!("{days} after issue, then the end of that month, as the contract says")
        }
        Some(EndOfMonth::Before) => format!("the end of the month of issue and {days}, as the contract says"),
    }
}
