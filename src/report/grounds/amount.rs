//! How the total came about, and the day on which it is due.

use super::{Asked, Ground, Record, follows, own, written};
use crate::{
    assess::{DueFrom, TaxOn, due_from, taxes},
    calendar::Date,
    model::{
        Contract,
        contract::PaymentDays,
        invoice::{Line, Withholding},
    },
    money::Amount,
    statute::Jurisdiction,
};

/// What the total rests on.
#[derive(Debug, Clone)]
pub enum OfTotal<'a> {
    Line {
        line: &'a Line,
        net: Amount,
    },
    Tax(TaxOn),
    /// Where something is kept back of it.
    Gross(Amount),
    /// `percent` of the nets; `None`: the amount itself is stated.
    Withheld {
        name: &'a str,
        amount: Amount,
        percent: Option<Amount>,
        of: Amount,
    },
    /// What is to be paid; written where the invoice states it.
    ToPay(Amount),
    Under(&'a Contract),
}

/// What the due date rests on.
#[derive(Debug, Clone)]
pub enum OfDue<'a> {
    Issued(Date),
    Stated(Date),
    /// Counted from the issue.
    Contract {
        due: Date,
        terms: PaymentDays,
    },
    /// Nothing was agreed.
    Law {
        due: Date,
        days: u32,
        place: &'a Jurisdiction,
    },
    Nobody {
        due: Date,
        days: u32,
    },
    /// Neither issued nor stated.
    Unknown,
    Sent {
        on: Date,
        confirmed: Option<Date>,
    },
    /// Nothing says that it was sent.
    NotSent,
}

pub fn total<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfTotal<'a>>> {
    let (on, invoice) = (asked.on, asked.on.invoice);
    let lines = invoice.lines.iter().map(|line| {
        let net = Amount::of_line(line.quantity, line.unit_price.value, on.currency);
        own(OfTotal::Line { line, net }, line.unit_price.span, "lines")
    });
    let taxes = taxes(&invoice.lines, on.currency).into_iter();
    let taxes = taxes
        .filter(|rate| rate.percent.is_positive())
        .map(|rate| follows(OfTotal::Tax(rate)));
    let withheld = Some(&invoice.withholding).filter(|_| on.totals.withheld.is_positive());
    let withheld = withheld.and_then(Option::as_ref);
    let gross = on.totals.withheld.is_positive();
    let gross = gross.then(|| follows(OfTotal::Gross(on.totals.gross)));
    let to_pay = OfTotal::ToPay(on.totals.total);
    let to_pay = match invoice.amount {
        Some(stated) => own(to_pay, stated.span, "amount"),
        None => follows(to_pay),
    };
    let under = on.contract.map(|contract| {
        let place = (Record::Contract(&contract.id), "");
        written(OfTotal::Under(contract), contract.origin.place, place)
    });
    lines
        .chain(taxes)
        .chain(gross)
        .chain(withheld.map(|withheld| kept_back(asked, withheld)))
        .chain([to_pay])
        .chain(under)
        .collect()
}

fn kept_back<'a>(asked: Asked<'_, 'a>, withheld: &'a Withholding) -> Ground<'a, OfTotal<'a>> {
    let totals = asked.on.totals;
    let stated = withheld.amount.map(|amount| (amount.span, "withholding.amount"));
    let share = withheld.percent.filter(|_| stated.is_none());
    let what = OfTotal::Withheld {
        name: &withheld.name,
        amount: totals.withheld,
        percent: share.map(|percent| percent.value),
        of: totals.net,
    };
    let share = share.map(|percent| (percent.span, "withholding.percent"));
    match stated.or(share) {
        Some((span, key)) => own(what, span, key),
        None => follows(what),
    }
}

pub fn due<'a>(asked: Asked<'_, 'a>) -> Vec<Ground<'a, OfDue<'a>>> {
    let invoice = asked.on.invoice;
    let issued = invoice
        .issued
        .map(|issued| own(OfDue::Issued(issued.value), issued.span, "issued"));
    let sent = match &invoice.sent {
        Some(sent) => {
            let told = OfDue::Sent {
                on: sent.date.value,
                confirmed: sent.confirmed.map(|on| on.value),
            };
            Some(own(told, sent.date.span, "sent.date"))
        }
        None => asked.on.is_billed().then(|| follows(OfDue::NotSent)),
    };
    issued.into_iter().chain([counted(asked)]).chain(sent).collect()
}

fn counted<'a>(asked: Asked<'_, 'a>) -> Ground<'a, OfDue<'a>> {
    let Some((due, from)) = due_from(asked.assessed.basis(), asked.on.invoice) else {
        return follows(OfDue::Unknown);
    };
    match from {
        DueFrom::Stated(at) => own(OfDue::Stated(due), at.span, "due"),
        DueFrom::Contract(at) => {
            let record = asked
                .on
                .contract
                .map_or(Record::Other, |contract| Record::Contract(&contract.id));
            let terms = at.value;
            written(
                OfDue::Contract { due, terms },
                at.span,
                (record, "terms.payment_days"),
            )
        }
        DueFrom::Law { place, days } => follows(OfDue::Law { due, days, place }),
        DueFrom::Nobody { days } => follows(OfDue::Nobody { due, days }),
    }
}
