//! Which facts of an invoice are other than they were when it was sent; by what they mean, not by how they are written.

use super::{Assessed, InvoiceOn, Totals, due_from};
use crate::{
    calendar::Date,
    model::{AsSent, Invoice, invoice::Line},
    money::{Amount, Currency},
    source::{At, Span},
};

/// An invoice that isn't as it was sent.
#[derive(Debug)]
pub struct ChangedSinceSent<'a> {
    pub sent: At<Date>,
    pub as_sent: &'a AsSent,
    /// In the order of the record's keys; never empty.
    pub facts: Vec<FactChanged<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChanged<'a> {
    /// The key it stands at.
    pub key: &'static str,
    pub then: Fact<'a>,
    pub now: Fact<'a>,
    /// Of the value now; the invoice's first key where there is none any more.
    pub place: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<'a> {
    Absent,
    Text(&'a str),
    Texts(Vec<&'a str>),
    Day(Date),
    Currency(Currency),
    Money(Amount, Currency),
    Percent(Amount),
    /// Those that the other side hasn't.
    Lines(Vec<&'a Line>, Currency),
}

impl<'a> Assessed<'a> {
    /// What of an invoice changed since it was sent. `None`: nothing, it isn't sent yet, or nobody knows what was sent. A
    /// record without `issued` was a draft then, and a draft is not what was sent.
    pub fn changed_since_sent(&self, on: &InvoiceOn<'a>) -> Option<ChangedSinceSent<'a>> {
        let now = on.invoice;
        let sent = now.sent.as_ref()?.date;
        let as_sent = self.ledger.as_sent.get(&now.id)?;
        if sent.value > self.day || as_sent.invoice.issued.is_none() {
            return None;
        }
        let compared = Compared {
            assessed: self,
            then: Side::of(self, &as_sent.invoice),
            now: Side::of(self, now),
        };
        let facts = compared.facts();
        (!facts.is_empty()).then_some(ChangedSinceSent { sent, as_sent, facts })
    }
}

#[derive(Clone, Copy)]
struct Side<'a> {
    invoice: &'a Invoice,
    currency: Currency,
    totals: Totals,
}

impl<'a> Side<'a> {
    fn of(assessed: &Assessed<'a>, invoice: &'a Invoice) -> Self {
        let currency = assessed.ledger.invoice_currency(invoice);
        Self {
            invoice,
            currency,
            totals: Totals::of(invoice, currency),
        }
    }
}

struct Compared<'s, 'a> {
    assessed: &'s Assessed<'a>,
    then: Side<'a>,
    now: Side<'a>,
}

impl<'a> Compared<'_, 'a> {
    fn facts(&self) -> Vec<FactChanged<'a>> {
        let all = [
            self.client(),
            self.contract(),
            self.instalment(),
            self.number(),
            self.issued(),
            self.due(),
            self.currency(),
            self.amount(),
            self.lines(),
            self.withholding(),
        ];
        all.into_iter().flatten().collect()
    }

    /// A fact, if its two sides differ.
    fn fact(
        &self,
        key: &'static str,
        (then, now): (Fact<'a>, Fact<'a>),
        place: Option<Span>,
    ) -> Option<FactChanged<'a>> {
        (then != now).then(|| FactChanged {
            key,
            then,
            now,
            place: place.unwrap_or(self.now.invoice.origin.place),
        })
    }

    fn client(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (&self.then.invoice.client, &self.now.invoice.client);
        let sides = (Fact::Text(&then.value), Fact::Text(&now.value));
        self.fact("client", sides, Some(now.span))
    }

    fn contract(&self) -> Option<FactChanged<'a>> {
        let side = |invoice: &'a Invoice| Fact::of(invoice.contract.as_ref().map(|id| Fact::Text(&id.value)));
        let sides = (side(self.then.invoice), side(self.now.invoice));
        let place = self.now.invoice.contract.as_ref().map(|id| id.span);
        self.fact("contract", sides, place)
    }

    /// In whatever order, and whatever the case of their letters.
    fn instalment(&self) -> Option<FactChanged<'a>> {
        let keys = |invoice: &Invoice| {
            let mut keys: Vec<_> = invoice.instalments.iter().map(|id| id.to_lowercase()).collect();
            keys.sort();
            keys
        };
        let side = |invoice: &'a Invoice| {
            let ids: Vec<_> = invoice.instalments.iter().map(|id| id.value.as_str()).collect();
            if ids.is_empty() {
                Fact::Absent
            } else {
                Fact::Texts(ids)
            }
        };
        let (then, now) = (self.then.invoice, self.now.invoice);
        if keys(then) == keys(now) {
            return None;
        }
        let place = now.instalments.first().map(|id| id.span);
        self.fact("instalment", (side(then), side(now)), place)
    }

    /// As printed: a `number` that is the id is the same as none.
    fn number(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (self.then.invoice, self.now.invoice);
        let sides = (Fact::Text(then.number()), Fact::Text(now.number()));
        self.fact("number", sides, now.number.as_ref().map(|number| number.span))
    }

    fn issued(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (self.then.invoice.issued, self.now.invoice.issued);
        let side = |issued: Option<At<Date>>| Fact::of(issued.map(|day| Fact::Day(day.value)));
        self.fact("issued", (side(then), side(now)), now.map(|day| day.span))
    }

    /// One that is stated where it was counted before, or the other way round, is the same day all the same.
    fn due(&self) -> Option<FactChanged<'a>> {
        let day = |invoice| due_from(self.assessed.basis(), invoice).map(|(day, _)| day);
        let (then, now) = (self.then.invoice, self.now.invoice);
        if (then.due.is_none() && now.due.is_none()) || day(then) == day(now) {
            return None;
        }
        let side = |due: Option<At<Date>>| Fact::of(due.map(|day| Fact::Day(day.value)));
        self.fact(
            "due",
            (side(then.due), side(now.due)),
            now.due.map(|day| day.span),
        )
    }

    fn currency(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (self.then, self.now);
        let unstated = then.invoice.currency.is_none() && now.invoice.currency.is_none();
        if unstated {
            return None;
        }
        let sides = (Fact::Currency(then.currency), Fact::Currency(now.currency));
        self.fact(
            "currency",
            sides,
            now.invoice.currency.map(|currency| currency.span),
        )
    }

    /// What is to be paid, where either states it; else its lines tell.
    fn amount(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (self.then, self.now);
        let stated = then.invoice.amount.is_some() || now.invoice.amount.is_some();
        if !stated || then.totals.total == now.totals.total {
            return None;
        }
        let side = |side: Side| Fact::Money(side.totals.total, side.currency);
        let place = now.invoice.amount.map(|amount| amount.span);
        self.fact("amount", (side(then), side(now)), place.or(self.first_line()))
    }

    /// In whatever order.
    fn lines(&self) -> Option<FactChanged<'a>> {
        let (then, now) = (self.then, self.now);
        let gone = only_in(&then.invoice.lines, &now.invoice.lines);
        let new = only_in(&now.invoice.lines, &then.invoice.lines);
        let place = new.first().map(|line| line.unit_price.span);
        let side = |lines: Vec<&'a Line>, currency| {
            if lines.is_empty() {
                Fact::Absent
            } else {
                Fact::Lines(lines, currency)
            }
        };
        let sides = (side(gone, then.currency), side(new, now.currency));
        self.fact("lines", sides, place.or(self.first_line()))
    }

    /// The name of the tax is no figure; a percentage and the amount that it comes to are the same.
    fn withholding(&self) -> Option<FactChanged<'a>> {
        let stated = |side: Side<'a>| {
            let withholding = side.invoice.withholding.as_ref();
            let percent = withholding.and_then(|w| w.percent);
            let amount = withholding.and_then(|w| w.amount);
            let money = amount.map(|amount| Fact::Money(amount.value, side.currency));
            Fact::of(money.or(percent.map(|percent| Fact::Percent(percent.value))))
        };
        let sides = (stated(self.then), stated(self.now));
        let differs_in_kind = !matches!(
            sides,
            (Fact::Percent(_), Fact::Percent(_)) | (Fact::Money(..), Fact::Money(..))
        );
        if differs_in_kind && self.then.totals.withheld == self.now.totals.withheld {
            return None;
        }
        let now = self.now.invoice.withholding.as_ref();
        let place = now.and_then(|w| w.amount.or(w.percent)).map(|value| value.span);
        self.fact("withholding", sides, place)
    }

    fn first_line(&self) -> Option<Span> {
        let first = self.now.invoice.lines.first();
        first.map(|line| line.unit_price.span)
    }
}

impl Fact<'_> {
    fn of(stated: Option<Self>) -> Self {
        stated.unwrap_or(Self::Absent)
    }
}

/// The lines of one list that the other hasn't as often.
fn only_in<'a>(lines: &'a [Line], others: &'a [Line]) -> Vec<&'a Line> {
    let mut others: Vec<&Line> = others.iter().collect();
    let mut only = Vec::new();
    for line in lines {
        match others.iter().position(|other| is_same_line(line, other)) {
            Some(at) => {
                others.swap_remove(at);
            }
            None => only.push(line),
        }
    }
    only
}

fn is_same_line(a: &Line, b: &Line) -> bool {
    let figures = |line: &Line| (line.quantity, line.unit_price.value, line.tax_percent);
    figures(a) == figures(b)
        && a.description
            .split_whitespace()
            .eq(b.description.split_whitespace())
}
