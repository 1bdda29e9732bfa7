//! What happened, as entries of a timeline: from invoices, payments, the log, plans and cases, up to the day.

mod log;

use super::{Book, voice::some};
use crate::{
    assess::{ClientOn, CreditKind, InvoiceOn},
    calendar::Date,
    model::{Case, Payment, Plan, format::Word},
    money::{Amount, Currency},
    render::dashboard::element::{Entry, Tone},
};

/// An entry and the day that it is sorted by.
type Dated = (Date, Entry);

impl Book<'_> {
    pub fn client_timeline(&self, on: &ClientOn) -> Vec<Entry> {
        let id = &on.client.id;
        let invoices = self.facts.assessed.invoices_of(id);
        let mut entries: Vec<Dated> = invoices.flat_map(|on| self.of_invoice(on)).collect();
        for payment in self.index.payments.client.of(id) {
            entries.extend(self.of_payment(payment, payment.amount.value));
        }
        entries.extend(
            self.index
                .log
                .client
                .of(id)
                .iter()
                .map(|entry| self.of_log(entry)),
        );
        entries.extend(
            self.index
                .plans
                .client
                .of(id)
                .iter()
                .flat_map(|plan| self.of_plan(plan)),
        );
        entries.extend(
            self.index
                .cases
                .client
                .of(id)
                .iter()
                .flat_map(|case| self.of_case(case)),
        );
        self.latest_first(entries)
    }

    pub fn invoice_timeline(&self, on: &InvoiceOn) -> Vec<Entry> {
        let id = &on.invoice.id;
        let mut entries = self.of_invoice(on);
        for payment in self.index.payments.invoice.of(id) {
            let shares = payment.allocate.iter().filter(|share| share.invoice.value == *id);
            let share: Amount = shares.map(|share| share.amount.value).sum();
            entries.extend(self.of_payment(payment, share));
        }
        entries.extend(
            self.index
                .log
                .invoice
                .of(id)
                .iter()
                .map(|entry| self.of_log(entry)),
        );
        entries.extend(
            self.index
                .plans
                .invoice
                .of(id)
                .iter()
                .flat_map(|plan| self.of_plan(plan)),
        );
        entries.extend(
            self.index
                .cases
                .invoice
                .of(id)
                .iter()
                .flat_map(|case| self.of_case(case)),
        );
        let mut entries = self.latest_first(entries);
        for entry in &mut entries {
            // The page is about this invoice: only others are news.
            if entry.invoices.len() == 1 {
                entry.invoices.clear();
            }
        }
        entries
    }

    /// Of one day, what was added last comes first.
    fn latest_first(&self, mut entries: Vec<Dated>) -> Vec<Entry> {
        entries.retain(|(date, _)| *date <= self.facts.assessed.day);
        entries.sort_by_key(|(date, _)| *date);
        entries.into_iter().rev().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, key: &str, date: Date) -> Dated {
        let entry = Entry {
            on: self.voice.short(date),
            on_iso: date.to_string(),
            what: self.voice.word(key),
            tone: Tone::Plain,
            details: Vec::new(),
            invoices: Vec::new(),
            amount: None,
            text: None,
        };
        (date, entry)
    }

    /// What the invoice's own file tells, and the credits that follow from its terms.
    fn of_invoice(&self, on: &InvoiceOn) -> Vec<Dated> {
        let invoice = on.invoice;
        let about = |(date, entry): Dated| {
            let invoices = vec![self.invoice_link(&invoice.id)];
            (date, Entry { invoices, ..entry })
        };
        let sent = invoice.sent.as_ref();
        let issued = invoice.issued.map(|day| {
            let entry = self.entry("entry.issued", day.value);
            self.with_amount(entry, on.totals.total, on.currency)
        });
        let papers = [
            issued,
            sent.map(|sent| {
                with_detail(
                    self.entry("entry.sent", sent.date.value),
                    &self.voice.via(&sent.via),
                )
            }),
            sent.and_then(|sent| sent.confirmed)
                .map(|day| self.entry("entry.confirmed", day.value)),
        ];
        let receipts = invoice.payments.iter().map(|receipt| {
            let entry = toned(self.entry("entry.payment", receipt.date.value), Tone::Good);
            let entry = self.with_amount(entry, receipt.amount.value, on.currency);
            with_detail(entry, &receipt.method)
        });
        let credits = self.credits(on);
        papers
            .into_iter()
            .flatten()
            .chain(receipts)
            .chain(credits)
            .chain(self.ends(on))
            .map(about)
            .collect()
    }

    /// Those that the log tells are its own.
    fn credits(&self, on: &InvoiceOn) -> Vec<Dated> {
        let given = on.invoice.credits.iter().map(|credit| {
            let entry = self.entry("entry.credit", credit.date.value);
            with_detail(
                self.with_amount(entry, credit.amount.value, on.currency),
                &credit.reason,
            )
        });
        let derived = on.movements.credits.iter().filter_map(|credit| {
            let key = match credit.kind {
                CreditKind::Given => return None,
                CreditKind::EarlyDiscount => "entry.early-discount",
                CreditKind::Tolerance => "entry.tolerance",
                CreditKind::PlanDiscount => "entry.plan-discount",
            };
            Some(self.with_amount(self.entry(key, credit.date), credit.amount, on.currency))
        });
        given.chain(derived).collect()
    }

    /// Dispute, write-off and cancellation as the invoice's own file tells them.
    fn ends(&self, on: &InvoiceOn) -> Vec<Dated> {
        let dispute = on.invoice.dispute.as_ref();
        let opened = dispute.map(|dispute| {
            let entry = toned(self.entry("entry.dispute", dispute.opened.value), Tone::Watch);
            with_detail(entry, &dispute.reason)
        });
        let resolved = dispute
            .and_then(|dispute| dispute.resolved)
            .map(|day| self.entry("entry.resolved", day.value));
        let written_off = on.invoice.write_off.as_ref();
        let void = on.invoice.void.as_ref();
        let ends = [
            opened,
            resolved,
            written_off
                .map(|event| with_detail(self.entry("entry.write-off", event.date.value), &event.reason)),
            void.map(|event| with_detail(self.entry("entry.void", event.date.value), &event.reason)),
        ];
        ends.into_iter().flatten().collect()
    }

    fn of_payment(&self, payment: &Payment, amount: Amount) -> Vec<Dated> {
        let currency = self.facts.assessed.ledger.payment_currency(payment);
        let invoices = payment
            .allocate
            .iter()
            .map(|share| self.invoice_link(&share.invoice.value));
        let invoices: Vec<_> = invoices.collect();
        let entry = |key: &str, date: Date, tone: Tone| {
            let (date, entry) = self.with_amount(toned(self.entry(key, date), tone), amount, currency);
            let invoices = invoices.clone();
            (date, Entry { invoices, ..entry })
        };
        let received = with_detail(
            entry("entry.payment", payment.date.value, Tone::Good),
            &payment.method,
        );
        let returned = payment
            .returned
            .map(|day| entry("entry.returned", day.value, Tone::Late));
        std::iter::once(received).chain(returned).collect()
    }

    fn of_plan(&self, plan: &Plan) -> Vec<Dated> {
        let invoices = plan.invoices.iter().map(|id| self.invoice_link(&id.value));
        let invoices: Vec<_> = invoices.collect();
        let days = [
            Some(("entry.plan", plan.agreed.value)),
            plan.cancelled.map(|day| ("entry.plan-ended", day.value)),
        ];
        let entries = days.into_iter().flatten().map(|(key, day)| {
            let (date, entry) = self.entry(key, day);
            let invoices = invoices.clone();
            (date, Entry { invoices, ..entry })
        });
        entries.collect()
    }

    fn of_case(&self, case: &Case) -> Vec<Dated> {
        let invoices: Vec<_> = case
            .invoices
            .iter()
            .map(|id| self.invoice_link(&id.value))
            .collect();
        let first = case.invoices.first().and_then(|id| self.invoice_on(&id.value));
        let route = self.voice.word(&format!("route.{}", case.route.value.word()));
        let judgment = case.judgment.as_ref().map(|judgment| {
            let entry = self.entry("entry.judgment", judgment.date.value);
            match (judgment.amount, first) {
                (Some(amount), Some(on)) => self.with_amount(entry, amount.value, on.currency),
                _ => entry,
            }
        });
        let entries = [
            Some(with_detail(self.entry("entry.case", case.opened.value), &route)),
            case.filed.map(|day| self.entry("entry.filed", day.value)),
            judgment,
            case.closed.as_ref().map(|closed| {
                with_detail(
                    self.entry("entry.case-closed", closed.date.value),
                    &closed.outcome,
                )
            }),
        ];
        let about = |(date, entry): Dated| {
            let invoices = invoices.clone();
            (date, Entry { invoices, ..entry })
        };
        entries.into_iter().flatten().map(about).collect()
    }

    fn with_amount(&self, (date, entry): Dated, amount: Amount, currency: Currency) -> Dated {
        let amount = Some(self.voice.amount(amount, currency));
        (date, Entry { amount, ..entry })
    }
}

fn toned((date, entry): Dated, tone: Tone) -> Dated {
    (date, Entry { tone, ..entry })
}

fn with_detail((date, mut entry): Dated, detail: &str) -> Dated {
    entry.details.extend(some(detail));
    (date, entry)
}
