//! What happened, as entries of a timeline: from invoices, payments, the log, plans and cases, up to the day.

mod log;

use super::{Book, voice::some};
use crate::{
    assess::{ClientOn, CreditKind, InvoiceOn},
    calendar::Date,
    model::{Case, Payment, Plan, format::Word, invoice::Event},
    money::{Amount, Currency},
    render::dashboard::element::{Entry, Tone},
};

/// An entry to be. A client may have thousands, of which a page shows a few: it is filled when it is shown.
pub struct Dated<'b> {
    on: Date,
    fill: Box<dyn FnOnce() -> Entry + 'b>,
}

impl<'b> Dated<'b> {
    fn but(self, change: impl FnOnce(&mut Entry) + 'b) -> Self {
        let Self { on, fill } = self;
        let fill = Box::new(move || {
            let mut entry = fill();
            change(&mut entry);
            entry
        });
        Self { on, fill }
    }

    fn toned(self, tone: Tone) -> Self {
        self.but(move |entry| entry.tone = tone)
    }

    fn with_detail(self, detail: &'b str) -> Self {
        self.but(|entry| entry.details.extend(some(detail)))
    }

    pub fn filled(self) -> Entry {
        (self.fill)()
    }
}

impl Book<'_> {
    /// All that happened with a client, the latest first.
    pub fn client_timeline(&self, on: &ClientOn) -> Vec<Dated<'_>> {
        let (id, index) = (&on.client.id, &self.index);
        let invoices = self.facts.assessed.invoices_of(id);
        let invoices = invoices.flat_map(|on| self.of_invoice(on));
        let payments = index.payments.client.of(id).iter();
        let payments = payments.flat_map(|payment| self.of_payment(payment, payment.amount.value));
        let log = index.log.client.of(id).iter().map(|entry| self.of_log(entry));
        let plans = index.plans.client.of(id).iter();
        let plans = plans.flat_map(|plan| self.of_plan(plan));
        let cases = index.cases.client.of(id).iter();
        let cases = cases.flat_map(|case| self.of_case(case));
        let entries = invoices.chain(payments).chain(log).chain(plans).chain(cases);
        self.latest_first(entries.collect())
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
        let entries = self.latest_first(entries).into_iter().map(|entry| {
            let mut entry = entry.filled();
            // The page is about this invoice: only others are news.
            if entry.invoices.len() == 1 {
                entry.invoices.clear();
            }
            entry
        });
        entries.collect()
    }

    /// Of one day, what was added last comes first.
    fn latest_first<'b>(&self, mut entries: Vec<Dated<'b>>) -> Vec<Dated<'b>> {
        entries.retain(|entry| entry.on <= self.facts.assessed.day);
        entries.sort_by_key(|entry| entry.on);
        entries.reverse();
        entries
    }

    fn entry(&self, key: &'static str, date: Date) -> Dated<'_> {
        let fill = move || Entry {
            on: self.voice.short(date),
            on_iso: date.to_string(),
            what: self.voice.word(key),
            tone: Tone::Plain,
            details: Vec::new(),
            invoices: Vec::new(),
            amount: None,
            text: None,
        };
        let fill = Box::new(fill);
        Dated { on: date, fill }
    }

    /// What the invoice's own file tells, and the credits that follow from its terms.
    fn of_invoice<'b>(&'b self, on: &'b InvoiceOn) -> Vec<Dated<'b>> {
        let invoice = on.invoice;
        let issued = invoice.issued.map(|day| {
            let entry = self.entry("entry.issued", day.value);
            self.with_amount(entry, on.totals.total, on.currency)
        });
        let sent = invoice.sent.as_ref();
        let papers = [
            issued,
            sent.map(|sent| {
                let entry = self.entry("entry.sent", sent.date.value);
                entry.but(|entry| entry.details.extend(some(&self.voice.via(&sent.via))))
            }),
            sent.and_then(|sent| sent.confirmed)
                .map(|day| self.entry("entry.confirmed", day.value)),
        ];
        let receipts = invoice.payments.iter().map(|receipt| {
            let entry = self.entry("entry.payment", receipt.date.value).toned(Tone::Good);
            self.with_amount(entry, receipt.amount.value, on.currency)
                .with_detail(&receipt.method)
        });
        let about =
            |entry: Dated<'b>| entry.but(|entry| entry.invoices = vec![self.invoice_link(&invoice.id)]);
        papers
            .into_iter()
            .flatten()
            .chain(receipts)
            .chain(self.credits(on))
            .chain(self.ends(on))
            .map(about)
            .collect()
    }

    /// Those that the log tells are its own.
    fn credits<'b>(&'b self, on: &'b InvoiceOn) -> Vec<Dated<'b>> {
        let given = on.invoice.credits.iter().map(|credit| {
            let entry = self.entry("entry.credit", credit.date.value);
            self.with_amount(entry, credit.amount.value, on.currency)
                .with_detail(&credit.reason)
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
    fn ends<'b>(&'b self, on: &'b InvoiceOn) -> Vec<Dated<'b>> {
        let invoice = on.invoice;
        let dispute = invoice.dispute.as_ref();
        let opened = dispute.map(|dispute| {
            self.entry("entry.dispute", dispute.opened.value)
                .toned(Tone::Watch)
                .with_detail(&dispute.reason)
        });
        let resolved = dispute
            .and_then(|dispute| dispute.resolved)
            .map(|day| self.entry("entry.resolved", day.value));
        let end = |key, event: &'b Event| self.entry(key, event.date.value).with_detail(&event.reason);
        let written_off = invoice.write_off.as_ref();
        let void = invoice.void.as_ref();
        let ends = [
            opened,
            resolved,
            written_off.map(|event| end("entry.write-off", event)),
            void.map(|event| end("entry.void", event)),
        ];
        ends.into_iter().flatten().collect()
    }

    fn of_payment<'b>(&'b self, payment: &'b Payment, amount: Amount) -> Vec<Dated<'b>> {
        let currency = self.facts.assessed.ledger.payment_currency(payment);
        let entry = |key, date: Date, tone: Tone| {
            let shares = payment.allocate.iter().map(|share| &share.invoice.value);
            let entry = self.about(self.entry(key, date).toned(tone), shares);
            self.with_amount(entry, amount, currency)
        };
        let received = entry("entry.payment", payment.date.value, Tone::Good).with_detail(&payment.method);
        let returned = payment
            .returned
            .map(|day| entry("entry.returned", day.value, Tone::Late));
        std::iter::once(received).chain(returned).collect()
    }

    fn of_plan<'b>(&'b self, plan: &'b Plan) -> Vec<Dated<'b>> {
        let days = [
            Some(("entry.plan", plan.agreed.value)),
            plan.cancelled.map(|day| ("entry.plan-ended", day.value)),
        ];
        let about = |(key, day)| self.about(self.entry(key, day), plan.invoices.iter().map(|id| &id.value));
        days.into_iter().flatten().map(about).collect()
    }

    fn of_case<'b>(&'b self, case: &'b Case) -> Vec<Dated<'b>> {
        let first = case.invoices.first().and_then(|id| self.invoice_on(&id.value));
        let opened = self.entry("entry.case", case.opened.value).but(|entry| {
            let route = self.voice.word(&format!("route.{}", case.route.value.word()));
            entry.details.extend(some(&route));
        });
        let judgment = case.judgment.as_ref().map(|judgment| {
            let entry = self.entry("entry.judgment", judgment.date.value);
            match (judgment.amount, first) {
                (Some(amount), Some(on)) => self.with_amount(entry, amount.value, on.currency),
                _ => entry,
            }
        });
        let entries = [
            Some(opened),
            case.filed.map(|day| self.entry("entry.filed", day.value)),
            judgment,
            case.closed.as_ref().map(|closed| {
                self.entry("entry.case-closed", closed.date.value)
                    .with_detail(&closed.outcome)
            }),
        ];
        let about = |entry| self.about(entry, case.invoices.iter().map(|id| &id.value));
        entries.into_iter().flatten().map(about).collect()
    }

    fn about<'b>(&'b self, entry: Dated<'b>, invoices: impl Iterator<Item = &'b String> + 'b) -> Dated<'b> {
        entry.but(|entry| entry.invoices = invoices.map(|id| self.invoice_link(id)).collect())
    }

    fn with_amount<'b>(&'b self, entry: Dated<'b>, amount: Amount, currency: Currency) -> Dated<'b> {
        entry.but(move |entry| entry.amount = Some(self.voice.amount(amount, currency)))
    }
}
