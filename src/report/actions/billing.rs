//! What is to be billed, sent, or asked after.

use super::{Action, ActionKind, History};
use crate::{
    assess::{Assessed, ContractOn, InstalmentOn, InvoiceOn, State, payment_days},
    calendar::{Date, add_days},
    model::{
        contract::{Status, Timing},
        log::{Channel, Direction, What},
    },
    money::Amount,
};
use std::collections::BTreeSet;

/// So long after it was sent, silence is worth a question.
const SILENCE: i64 = 3;

pub fn actions(assessed: &Assessed, history: &History) -> Vec<Action> {
    let invoices = assessed.invoices.values();
    let mut actions: Vec<_> = invoices
        .flat_map(|on| [unsent(assessed, on), unconfirmed(assessed, history, on)])
        .flatten()
        .collect();
    let active = assessed
        .contracts
        .values()
        .filter(|on| on.contract.status == Status::Active);
    actions.extend(active.flat_map(|on| unbilled(assessed, on)));
    actions
}

/// An open invoice that nobody sent, or a draft that is dated later.
fn unsent(assessed: &Assessed, on: &InvoiceOn) -> Option<Action> {
    let issued = on.invoice.issued?.value;
    let void = on
        .invoice
        .void
        .as_ref()
        .is_some_and(|void| void.date.value <= assessed.day);
    let to_send = on.is_open() || on.state == State::Draft && !void;
    (to_send && sent(assessed, on).is_none()).then(|| Action {
        channel: Some(Channel::Email),
        ..Action::new(ActionKind::SendInvoice, issued, &on.client.id).about(&[on])
    })
}

fn sent(assessed: &Assessed, on: &InvoiceOn) -> Option<Date> {
    let sent = on.invoice.sent.as_ref()?.date.value;
    (sent <= assessed.day).then_some(sent)
}

/// Sent, and nothing was heard of it: no confirmation, no `received`, no payment, no word from the client about it.
fn unconfirmed(assessed: &Assessed, history: &History, on: &InvoiceOn) -> Option<Action> {
    let sent_on = sent(assessed, on).filter(|_| on.is_open())?;
    let confirmed = on.invoice.sent.as_ref().and_then(|sent| sent.confirmed);
    let confirmed = confirmed.is_some_and(|day| day.value <= assessed.day);
    let about_it = history.log_of(&on.client.id).iter();
    let heard = about_it.filter(|entry| entry.names(&on.invoice.id)).any(|entry| {
        let heard_from = entry.what == What::Contact && entry.direction == Direction::In && entry.delivered;
        entry.what == What::Received || heard_from
    });
    let paid = on.paid.is_positive();
    (!confirmed && !heard && !paid).then(|| {
        let day = add_days(sent_on, SILENCE);
        Action::new(ActionKind::ConfirmReceipt, day, &on.client.id).about(&[on])
    })
}

/// Instalments that no invoice names, void ones aside; none once the whole contract is billed. One with a due date is
/// to be billed `payment_days` before it. One with an estimate is to be billed then, and is never late; nor is an
/// amendment's that isn't signed.
fn unbilled(assessed: &Assessed, on: &ContractOn) -> Vec<Action> {
    if !on.unbilled().is_positive() {
        return Vec::new();
    }
    let billed = named(assessed, on);
    let days = i64::from(payment_days(assessed.basis(), on.contract));
    let rows = on.instalments.iter().filter(|row| {
        let amendment = row.amendment.map(|amendment| amendment.id.value.as_str());
        !billed.contains(row.id.as_str())
            && !amendment.is_some_and(|id| billed.contains(id))
            && is_agreed(assessed, row)
            && row.gross.is_positive()
    });
    let actions = rows.filter_map(|row| {
        let day = match row.instalment.timing {
            Timing::Expected(day) if day < assessed.day => return None,
            Timing::Expected(day) => day,
            Timing::Due(_) | Timing::Repeated { .. } => add_days(row.date, -days),
        };
        Some(Action {
            contract: Some(on.contract.id.clone()),
            currency: Some(on.currency),
            amount: Some(row.gross),
            ..Action::new(ActionKind::Bill, day, &on.contract.client.value)
        })
    });
    actions.collect()
}

/// What of the contract was to be billed by today, and no invoice names.
pub fn to_bill(assessed: &Assessed, on: &ContractOn) -> Amount {
    let due = unbilled(assessed, on)
        .into_iter()
        .filter(|action| action.on <= assessed.day);
    due.filter_map(|action| action.amount).sum()
}

/// The ids of instalments and amendments that the contract's invoices name, drafts included.
fn named<'a>(assessed: &Assessed<'a>, on: &ContractOn) -> BTreeSet<&'a str> {
    let invoices = assessed
        .invoices_of(&on.contract.client.value)
        .filter(|invoice| invoice.is_under(on.contract) && invoice.state != State::Void);
    invoices
        .flat_map(|on| on.invoice.instalments.iter().map(|id| id.value.as_str()))
        .collect()
}

fn is_agreed(assessed: &Assessed, row: &InstalmentOn) -> bool {
    row.amendment.is_none_or(|amendment| {
        amendment
            .signed
            .is_some_and(|signed| signed.value <= assessed.day)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::agenda, *};

    #[test]
    fn invoices_that_nobody_sent() {
        let records = "
            invoices:
              a1: {client: a, amount: 1, issued: 2026-02-28, due: 2026-04-01}
              a2: {client: a, amount: 2, issued: 2026-02-28, due: 2026-04-01, sent: {date: 2026-03-02}}
              a3: {client: a, amount: 4, issued: 2026-02-28, due: 2026-04-01, sent: {date: 2026-03-01}}
              a4: {client: a, amount: 8, issued: 2026-03-15, due: 2026-04-01}
              a5: {client: a, amount: 8, issued: 2026-03-16, due: 2026-04-01}
              a6: {client: a, amount: 8, due: 2026-04-01}
              a7: {client: a, amount: 8, issued: 2026-02-28, due: 2026-04-01, payments: [{date: 2026-03-01, amount: 8}]}";
        assert_eq!(
            agenda("2026-03-01", &[ActionKind::SendInvoice], records),
            [
                "2026-02-28 send-invoice a a1 EUR 1.00 by email",
                "2026-02-28 send-invoice a a2 EUR 2.00 by email",
                "2026-03-15 send-invoice a a4 EUR 8.00 by email",
            ]
        );
    }

    #[test]
    fn silence_after_an_invoice() {
        let records = "
            invoices:
              a1: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26}}
              a2: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26, confirmed: 2026-03-02}}
              a3: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26, confirmed: 2026-03-01}}
              a4: {client: a, amount: 2, issued: 2026-02-26, sent: {date: 2026-02-26}, payments: [{date: 2026-02-27, amount: 1}]}
              a5: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26}}
              a6: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26}}
              a7: {client: a, amount: 1, issued: 2026-02-26, sent: {date: 2026-02-26}}
            log:
              l5: {client: a, date: 2026-02-27, what: received, invoices: [a5]}
              l6: {client: a, date: 2026-02-27, direction: in, invoices: [a6]}
              l7: {client: a, date: 2026-02-27, invoices: [a7], stage: reminder}";
        assert_eq!(
            agenda("2026-03-01", &[ActionKind::ConfirmReceipt], records),
            [
                "2026-03-01 confirm-receipt a a1 EUR 1.00",
                "2026-03-01 confirm-receipt a a2 EUR 1.00",
                "2026-03-01 confirm-receipt a a7 EUR 1.00",
            ]
        );
    }

    /// What is to be billed on 2026-03-01 under the contract `c`.
    fn bill(contract: &str, invoices: &str) -> Vec<String> {
        let records = format!(
            "
            contracts:
              c: {{client: a, {contract}}}
            invoices: {{{invoices}}}"
        );
        agenda("2026-03-01", &[ActionKind::Bill], &records)
    }

    /// An invoice of 100 for the instalment of that id.
    fn invoice_for(id: &str, extra: &str) -> String {
        format!(
            "i: {{client: a, contract: c, amount: 100, issued: 2026-01-02, due: 2026-04-01, instalment: {id}{extra}}}"
        )
    }

    const NOTHING: [&str; 0] = [];

    #[test]
    fn instalments_that_no_invoice_names() {
        let three = "schedule: [{id: one, due: 2026-01-31, amount: 100}, {id: two, due: 2026-03-31, amount: 200}, \
                     {id: three, due: 2026-07-31, amount: 300}]";
        let first = "2026-01-01 bill a/c  EUR 100.00";
        let second = "2026-03-01 bill a/c  EUR 200.00";
        let one = invoice_for("one", "");
        assert_eq!(bill(three, ""), [first, second], "30 days where nobody says");
        assert_eq!(bill(three, &one), [second]);
        assert_eq!(bill(three, &invoice_for("[one, two]", "")), NOTHING);
        assert_eq!(
            bill(three, &invoice_for("one", ", void: {date: 2026-01-03}")),
            [first, second]
        );
        assert_eq!(bill(&format!("status: completed, {three}"), ""), NOTHING);
        let days = |days| format!("terms: {{payment_days: {days}}}, {three}");
        assert_eq!(bill(&days(15), &one), NOTHING, "16 March is 15 days away");
        assert_eq!(bill(&days(16), &one), ["2026-03-15 bill a/c  EUR 200.00"]);
        let whole = "i: {client: a, contract: c, amount: 600, issued: 2026-01-02, due: 2026-04-01}";
        assert_eq!(
            bill(three, whole),
            NOTHING,
            "all is billed, whatever it was called"
        );
    }

    #[test]
    fn estimates_repetitions_and_amendments_to_bill() {
        let expected = "schedule: [{id: past, expected: 2026-02-28, amount: 1}, {id: now, expected: 2026-03-01, amount: 2}, \
                        {id: soon, expected: 2026-03-15, amount: 4}, {id: later, expected: 2026-03-16, amount: 8}]";
        assert_eq!(
            bill(expected, ""),
            ["2026-03-01 bill a/c  EUR 2.00", "2026-03-15 bill a/c  EUR 4.00"]
        );
        let net =
            "amounts: net, tax_percent: 21, schedule: [{id: r, every: month, from: 2026-03-31, amount: 100}]";
        assert_eq!(bill(net, ""), ["2026-03-01 bill a/c  EUR 121.00"]);
        let amended = "schedule: [{id: one, due: 2026-09-01, amount: 1}], amendments: [\
                       {id: signed, date: 2026-02-01, signed: 2026-02-02, amount: 5, schedule: [{id: added, due: 2026-03-15, amount: 5}]}, \
                       {id: unsigned, date: 2026-02-01, amount: 7, schedule: [{id: offered, due: 2026-03-15, amount: 7}]}]";
        assert_eq!(bill(amended, ""), ["2026-02-13 bill a/c  EUR 5.00"]);
        let for_amendment = invoice_for("signed", "").replace("amount: 100", "amount: 5");
        assert_eq!(bill(amended, &for_amendment), NOTHING);
    }
}
