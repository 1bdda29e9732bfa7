//! What waits, why and until when: open invoices that nobody chases now, and work that is on hold.

use super::{Human, chase, titled};
use crate::{
    assess::{InvoiceOn, Reason},
    calendar::Date,
    money::{Amount, Currency},
    render::terminal::{Piece, Style, day, hanging, money},
};
use std::collections::BTreeMap;

const INDENT: usize = 2;

/// A client, a currency and why they wait: the order in which it is shown.
type Together<'s> = (&'s str, Currency, String);

pub fn section(human: Human) -> String {
    let mut together: BTreeMap<Together, Amount> = BTreeMap::new();
    let today = human.status.assessed.day;
    for on in human.status.assessed.invoices.values() {
        if let Some(why) = why(on, today) {
            *together.entry((&on.client.id, on.currency, why)).or_default() += on.balance;
        }
    }
    for row in chase::covered(human) {
        let client = human.status.assessed.clients.get_key_value(row.client.as_str());
        if let Some((client, _)) = client {
            let why = "their unallocated credit covers it".to_owned();
            *together.entry((client, row.currency, why)).or_default() += row.overdue;
        }
    }
    let lines = together.iter().map(|((client, currency, why), amount)| {
        let pieces = [
            Piece::plain(human.wording().client(client)),
            Piece::plain(money(*amount, *currency)),
            Piece::quiet(why),
        ];
        hanging(&pieces, INDENT, human.width)
    });
    titled("What waits", &lines.collect::<String>())
}

/// Contracts whose work stopped or should.
pub fn on_hold(human: Human) -> String {
    let today = human.status.assessed.day;
    let contracts = human.status.assessed.contracts.values();
    let lines = contracts.filter_map(|on| {
        let hold = on.hold?;
        let since = format!("since {}", day(hold.since, today));
        let kind = if hold.agreed {
            "as agreed"
        } else {
            "yours to decide"
        };
        let pieces = [
            Piece::plain(&on.contract.id),
            Piece::plain(human.wording().client(&on.contract.client.value)),
            Piece::new(Style::Warm, since),
            Piece::quiet(kind),
        ];
        Some(hanging(&pieces, INDENT, human.width))
    });
    titled("Work on hold", &lines.collect::<String>())
}

fn why(on: &InvoiceOn, today: Date) -> Option<String> {
    let until = |text: &str| match on.chasing.until {
        Some(until) => format!("{text} until {}", day(until, today)),
        None => text.to_owned(),
    };
    Some(match on.chasing.reason.filter(|_| on.is_open())? {
        Reason::State(_) => return None,
        Reason::Stopped => "you stopped chasing".to_owned(),
        Reason::Paused => until("paused"),
        Reason::Case => on.case.map_or_else(
            || "in proceedings".to_owned(),
            |case| format!("in proceedings: {}", case.id),
        ),
        Reason::Dispute => "in dispute".to_owned(),
        Reason::Promise => {
            let pay_by = on.promise.map(|promise| day(promise.pay_by, today));
            format!("promised by {}", pay_by.unwrap_or_default())
        }
        Reason::Plan => on.plan.map_or_else(
            || "payment plan kept".to_owned(),
            |plan| format!("payment plan kept: {}", plan.plan.id),
        ),
        Reason::SaysPaid => until("they say it is paid: look"),
        Reason::Minimum => "below the minimum".to_owned(),
    })
}
