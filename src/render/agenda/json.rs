//! `dunlin/agenda/1`: actions as other programs read them. What is serialized here changes only on purpose.

use super::Agenda;
use crate::{calendar::Date, model::format::Word, render::findings::visible::in_json, report::Action};
use serde::Serialize;

/// Keys stand in this order.
#[derive(Serialize)]
struct Document<'s> {
    schema: &'static str,
    as_of: Date,
    actions: Vec<View<'s>>,
}

#[derive(Serialize)]
struct View<'s> {
    on: Date,
    action: &'static str,
    client: &'s str,
    contract: Option<&'s str>,
    invoices: &'s [String],
    stage: Option<&'static str>,
    channel: Option<&'static str>,
    currency: Option<&'static str>,
    amount: Option<String>,
    draft: Option<&'s str>,
}

/// Pretty-printed, with a line feed at the end.
pub fn json(agenda: Agenda) -> Result<String, serde_json::Error> {
    let document = Document {
        schema: "dunlin/agenda/1",
        as_of: agenda.assessed.day,
        actions: agenda.actions.iter().map(View::of).collect(),
    };
    let mut text = in_json(serde_json::to_string_pretty(&document)?);
    text.push('\n');
    Ok(text)
}

impl<'s> View<'s> {
    fn of(action: &'s Action) -> Self {
        let sum = action.amount.zip(action.currency);
        Self {
            on: action.on,
            action: action.kind.word(),
            client: &action.client,
            contract: action.contract.as_deref(),
            invoices: &action.invoices,
            stage: action.stage.map(Word::word),
            channel: action.channel.map(Word::word),
            currency: action.currency.map(|currency| currency.code()),
            amount: sum.map(|(amount, currency)| amount.plain(currency)),
            draft: action.draft.as_deref(),
        }
    }
}
