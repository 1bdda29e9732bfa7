//! What to do, as a line of a page that may be about its client or invoice already.

use super::Book;
use crate::{
    calendar::days_between,
    render::{
        action,
        dashboard::{
            element::{Action, Link},
            letters,
        },
    },
    report::{self, ActionKind},
};

/// The page that an action stands on: what the page is about isn't said again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Overview,
    Client,
    Invoice,
}

/// Invoices that a line names: who owes dozens has a page that lists them.
const MOST_INVOICES: usize = 12;

impl Book<'_> {
    pub fn action(&self, action: &report::Action, on: On) -> Action {
        let late = days_between(action.on, self.facts.assessed.day);
        let says_invoices = on != On::Invoice || action.invoices.len() > 1;
        let ids = action.invoices.as_slice();
        let (shown, more) = ids.split_at_checked(MOST_INVOICES).unwrap_or((ids, &[]));
        let contract = action.contract.as_ref().filter(|_| action.invoices.is_empty());
        Action {
            on: self.voice.short(action.on),
            on_iso: action.on.to_string(),
            late: (late > 0).then(|| self.voice.days("today.late", late)),
            what: self.what_to_do(action),
            client: (on == On::Overview).then(|| self.client_link(&action.client)),
            contract: contract.map(|id| self.contract_link(id)),
            invoices: match says_invoices {
                true => shown.iter().map(|id| self.invoice_link(id)).collect(),
                false => Vec::new(),
            },
            more_invoices: (says_invoices && !more.is_empty())
                .then(|| self.voice.count("today.more-invoices", more.len())),
            amount: action
                .amount
                .zip(action.currency)
                .map(|(amount, currency)| self.voice.amount(amount, currency)),
            note: self.note(action),
            open: self.opening(action, on),
        }
    }

    pub fn what_to_do(&self, action: &report::Action) -> String {
        self.voice.word(&action::key(action))
    }

    fn note(&self, action: &report::Action) -> Option<String> {
        match action.kind {
            ActionKind::Send if self.is_held(&action.client) => Some(self.voice.word("held.unread")),
            ActionKind::CheckPromise => {
                let on = self.invoice_on(action.invoices.first()?)?;
                let promise = on.promise?;
                let amount = self.voice.amount(promise.amount, on.currency);
                let values = [
                    ("amount", amount.as_str()),
                    ("date", &self.voice.date(promise.pay_by)),
                ];
                Some(self.voice.phrase("entry.promise", &values))
            }
            ActionKind::Case => {
                let cases = self.index.cases.client.of(&action.client).iter();
                let mut next = cases.filter_map(|case| case.next.as_ref().map(|next| (case, next)));
                let is_it = |id: &str| action.invoices.iter().any(|own| own == id);
                let (_, next) = next.find(|(case, next)| {
                    next.date.value == action.on && case.invoices.iter().all(|id| is_it(&id.value))
                })?;
                super::voice::some(&next.what)
            }
            _ => None,
        }
    }

    fn opening(&self, action: &report::Action, on: On) -> Option<Link> {
        if let Some((row, letter)) = self.letter_of(action) {
            let parts = self.letter_parts();
            let page = match on {
                On::Client => String::new(),
                On::Overview | On::Invoice => parts.page(parts.part_of(row)),
            };
            let href = format!("{page}#{}", letter.fragment());
            return Some(Link::new(self.voice.word("open.letter"), href));
        }
        match (action.kind, &action.contract, action.invoices.as_slice()) {
            (ActionKind::StopWork, Some(contract), _) => {
                let href = Link::contract(contract, "").href;
                Some(Link::new(self.voice.word("open.contract"), href))
            }
            (_, _, [invoice]) if on != On::Invoice => {
                let href = Link::invoice(invoice, "").href;
                Some(Link::new(self.voice.word("open.invoice"), href))
            }
            _ => None,
        }
    }

    /// The draft that the action sends, if it could be written, and its row among the letters.
    fn letter_of(&self, action: &report::Action) -> Option<(usize, &letters::Letter)> {
        let file = self.draft_file(action.draft.as_ref()?);
        self.letters
            .to(&action.client)
            .find(|(_, letter)| letter.file == file)
    }

    pub fn is_held(&self, client: &str) -> bool {
        self.facts.letters.held.contains(client)
    }
}
