//! The code to pay a letter by: only where it says what the letter says.

use super::Draft;
use crate::{
    assess::Assessed,
    language::Languages,
    render::epc::{Code, Transfer, payload},
};

/// `None` but for a letter in euros that names the account and the sum. A letter whose user has written another sum or
/// has taken the account out gets no code that says otherwise.
pub fn code(draft: &Draft, assessed: &Assessed, languages: &Languages) -> Option<Code> {
    let (amount, currency) = draft.amount.filter(|(_, currency)| currency.code() == "EUR")?;
    let settings = &assessed.ledger.settings;
    let account = settings.bank(currency)?;
    let language = languages.get(&draft.language)?;
    let compact = |text: &str| text.split_whitespace().collect::<String>();
    let letter = compact(&draft.body);
    let says = |what: &str| letter.contains(&compact(what));
    if account.iban.is_empty() || !says(&account.iban) || !says(&language.amount(amount, currency)) {
        return None;
    }
    let number = |id: &String| Some(assessed.invoices.get(id.as_str())?.invoice.number());
    let numbers: Vec<&str> = draft.invoices.iter().filter_map(number).collect();
    let holder = Some(account.holder.as_str()).filter(|holder| !holder.trim().is_empty());
    let payload = payload(Transfer {
        holder: holder.unwrap_or(&settings.creditor.name),
        iban: &account.iban,
        bic: &account.bic,
        amount,
        references: &numbers,
    })?;
    Code::of(&payload)
}
