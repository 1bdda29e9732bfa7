//! What to do, in words; apart because the status and every form of the agenda say it alike.

use crate::{
    assess::Assessed,
    language::Language,
    model::Stage,
    render::terminal::{self, money},
    report::{Action, ActionKind},
};

/// What actions are told from.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'s, 'a> {
    pub assessed: &'s Assessed<'a>,
    /// The language of the program's own words.
    pub language: &'s Language,
}

/// The word that says it, in every language.
pub fn key(action: &Action) -> String {
    match (action.kind, action.stage) {
        (ActionKind::Send, Some(stage)) => format!("action.send.{stage}"),
        (ActionKind::Decide, Some(Stage::LawyerLetter)) => "action.send.lawyer-letter".to_owned(),
        (ActionKind::Decide, Some(Stage::StopWork)) => "action.decide.stop-work".to_owned(),
        (kind, _) => format!("action.{}", kind.word()),
    }
}

impl<'s> Wording<'s, '_> {
    /// `Send the second reminder`.
    pub fn what(self, action: &Action) -> String {
        self.language.word(&key(action)).to_owned()
    }

    /// The client's name; the id where there is none.
    pub fn client(self, id: &'s str) -> &'s str {
        let client = self.assessed.ledger.clients.get(id);
        client.map_or(id, |client| client.name.value.as_str())
    }

    /// Invoices by their printed numbers; the contract where there are none.
    pub fn about(self, action: &Action) -> String {
        if action.invoices.is_empty() {
            return action.contract.clone().unwrap_or_default();
        }
        let numbers = action.invoices.iter().map(|id| {
            let invoice = self.assessed.ledger.invoices.get(id);
            invoice.map_or(id.as_str(), |invoice| invoice.number())
        });
        numbers.collect::<Vec<_>>().join(", ")
    }

    pub fn amount(self, action: &Action) -> Option<String> {
        let (amount, currency) = action.amount.zip(action.currency)?;
        Some(money(amount, currency))
    }

    /// `since 11 November`, where it was to be done before today.
    pub fn since(self, action: &Action) -> Option<String> {
        let today = self.assessed.day;
        (action.on < today).then(|| format!("since {}", terminal::day(action.on, today)))
    }

    /// What the action hangs on: the promise, what happens at the case's next date.
    pub fn note(self, action: &Action) -> Option<String> {
        match action.kind {
            ActionKind::CheckPromise => {
                let on = self.assessed.invoices.get(action.invoices.first()?.as_str())?;
                let pay_by = terminal::day(on.promise?.pay_by, self.assessed.day);
                Some(format!("promised by {pay_by}"))
            }
            ActionKind::Case => {
                let cases = self.assessed.ledger.cases.values();
                let mut next = cases
                    .filter(|case| case.client.value == action.client && case.open_on(self.assessed.day))
                    .filter_map(|case| case.next.as_ref());
                let next = next.find(|next| next.date.value == action.on)?;
                let what = next.what.trim();
                (!what.is_empty()).then(|| what.to_owned())
            }
            _ if action.broken_promise => Some("broken promise".to_owned()),
            _ => None,
        }
    }
}
