//! How the total came about, and the day on which it is due.

use super::Why;
use crate::{
    assess::{DueFrom, due_from, taxes},
    model::contract::{EndOfMonth, PaymentDays},
    money::Amount,
    render::sheet::{Line, Sheet},
};

pub fn write(why: Why, sheet: &mut Sheet) {
    sheet.heading("What it comes to");
    lines(why, sheet);
    withheld(why, sheet);
    total(why, sheet);
    sheet.heading("When it is due");
    if let Some(issued) = why.on.invoice.issued {
        sheet.row("issued", why.written(&issued.value.to_string(), issued.span));
    }
    due(why, sheet);
    if let Some(sent) = &why.on.invoice.sent {
        let confirmed = sent.confirmed.map_or_else(
            || ", not confirmed".to_owned(),
            |on| format!(", they confirmed it on {}", on.value),
        );
        sheet.row(
            "sent",
            why.written(&format!("{}{confirmed}", sent.date.value), sent.date.span),
        );
    } else if why.on.is_billed() {
        sheet.row(
            "sent",
            "nothing says that it was sent: without `sent`, no proof of when they had it",
        );
    }
}

fn lines(why: Why, sheet: &mut Sheet) {
    let invoice = why.on.invoice;
    for line in &invoice.lines {
        let net = Amount::of_line(line.quantity, line.unit_price.value, why.on.currency);
        let text = format!(
            "{} × {} = {}{}",
            line.quantity.shortest(),
            line.unit_price.value.shortest(),
            why.money(net),
            super::because(&line.description)
        );
        sheet.row("line", why.written(&text, line.unit_price.span));
    }
    for rate in taxes(&invoice.lines, why.on.currency) {
        if rate.percent.is_positive() {
            let text = format!(
                "{} % of {} = {}",
                rate.percent.shortest(),
                why.money(rate.net),
                why.money(rate.tax)
            );
            sheet.row("tax", text);
        }
    }
}

fn withheld(why: Why, sheet: &mut Sheet) {
    let totals = why.on.totals;
    if !totals.withheld.is_positive() {
        return;
    }
    sheet.row("gross", why.money(totals.gross));
    let Some(withholding) = &why.on.invoice.withholding else {
        return;
    };
    let name = super::because(&withholding.name);
    let line = match (withholding.amount, withholding.percent) {
        (Some(amount), _) => why.written(
            &format!("{} kept back{name}", why.money(totals.withheld)),
            amount.span,
        ),
        (None, Some(percent)) => why.written(
            &format!(
                "{} % of {} = {} kept back{name}",
                percent.value.shortest(),
                why.money(totals.net),
                why.money(totals.withheld)
            ),
            percent.span,
        ),
        (None, None) => Line::from(why.money(totals.withheld)),
    };
    sheet.row("withheld", line);
}

fn total(why: Why, sheet: &mut Sheet) {
    let total = why.money(why.on.totals.total);
    let line = Line::strong(&total).and("to be paid");
    let line = match why.on.invoice.amount {
        Some(amount) => line.faint(&why.place(amount.span)),
        None => line,
    };
    sheet.row("total", line);
    if let Some(contract) = why.on.contract {
        sheet.row(
            "contract",
            why.written(&format!("`{}`", contract.id), contract.origin.place),
        );
    }
}

fn due(why: Why, sheet: &mut Sheet) {
    let Some((due, from)) = due_from(why.assessed.basis(), why.on.invoice) else {
        sheet.row(
            "due",
            "not yet: without `issued` or `due` there is nothing to count from",
        );
        return;
    };
    let day = Line::strong(&due.to_string());
    match from {
        DueFrom::Stated(at) => sheet.row("due", day.and("as the invoice says").faint(&why.place(at.span))),
        DueFrom::Contract(at) => sheet.row(
            "due",
            day.and(&counted(at.value)).faint(&why.place(at.span)),
        ),
        DueFrom::Law { place, days } => {
            let text = format!("{days} days after issue: nothing was agreed, and so says the law of {}", place.name);
            sheet.row("due", day.and(&text));
            let sources = place.payment_terms.iter().flat_map(|terms| &terms.sources);
            for source in sources {
                sheet.row("", Line::default().faint(&format!("{}, {}", source.title, source.url)));
            }
        }
        DueFrom::Nobody { days } => sheet.row(
            "due",
            day.and(&format!(
                "{days} days after issue: neither invoice, contract nor a law that dunlin knows says otherwise"
            )),
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
