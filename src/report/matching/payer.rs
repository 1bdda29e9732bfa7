//! Whose money a row is: by the rules file, by the payer's exact name, or by an invoice's number in the text.

use super::Unknown;
use crate::{
    assess::{Assessed, InvoiceOn},
    load::bank::BankRow,
    report::mentions,
};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Whose it is, and the ids of their invoices that the text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub client: String,
    pub named: Vec<String>,
}

#[derive(Debug)]
pub struct Payers<'p> {
    assessed: &'p Assessed<'p>,
    /// By name as [`normal`] has it.
    told: BTreeMap<String, String>,
    clients: BTreeMap<String, BTreeSet<&'p str>>,
}

impl<'p> Payers<'p> {
    pub fn of(assessed: &'p Assessed<'p>, told: &[(String, String)]) -> Self {
        let mut clients: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for client in assessed.ledger.clients.values() {
            for name in [&client.name.value, client.legal_name(), &client.contact.name] {
                let name = normal(name);
                if !name.is_empty() {
                    clients.entry(name).or_default().insert(&client.id);
                }
            }
        }
        Self {
            assessed,
            told: told.iter().map(|(name, id)| (normal(name), id.clone())).collect(),
            clients,
        }
    }

    pub fn who(&self, row: &BankRow) -> Result<Known, Unknown> {
        let payer = normal(&row.payer);
        let by_name: BTreeSet<&str> = match (self.told.get(&payer), self.clients.get(&payer)) {
            (Some(told), _) => BTreeSet::from([told.as_str()]),
            (None, known) => known.cloned().unwrap_or_default(),
        };
        let named = self.named(row);
        // A bare number may be anything: it names a client only if the amount is that of the invoice.
        let telling = named
            .iter()
            .filter(|on| is_telling(on) || on.is_open() && on.balance == row.amount);
        let by_number: BTreeSet<&str> = telling.map(|on| on.client.id.as_str()).collect();
        let both: BTreeSet<&str> = by_name.intersection(&by_number).copied().collect();
        let first = |ids: &BTreeSet<&str>| ids.first().copied().unwrap_or_default().to_owned();
        let client = match (by_name.len(), by_number.len(), both.len()) {
            (_, _, 1) => first(&both),
            (1, 0, _) => first(&by_name),
            (0, 1, _) => first(&by_number),
            (0, 0, _) => return Err(Unknown::Nobody { fits: None }),
            (1, 1, 0) => {
                return Err(Unknown::Conflict {
                    payer: first(&by_name),
                    named: first(&by_number),
                });
            }
            _ => {
                let all = by_name.union(&by_number).map(|id| (*id).to_owned());
                return Err(Unknown::Several(all.collect()));
            }
        };
        let own = named.iter().filter(|on| on.client.id == client);
        Ok(Known {
            named: own.map(|on| on.invoice.id.clone()).collect(),
            client,
        })
    }

    /// Billed invoices whose number or id the text holds, but for those that are only a part of a longer one.
    fn named(&self, row: &BankRow) -> Vec<&'p InvoiceOn<'p>> {
        let undated = without_dates(&row.text);
        let holds = |number: &str| {
            let text = if without_dates(number) == number {
                &undated
            } else {
                &row.text
            };
            mentions(text, number)
        };
        let billed = self.assessed.invoices.values().filter(|on| on.is_billed());
        let named: Vec<(String, &InvoiceOn)> = billed
            .filter_map(|on| {
                let numbers = [on.invoice.number(), &on.invoice.id];
                let held = numbers
                    .into_iter()
                    .find(|number| has_digit(number) && holds(number))?;
                Some((joined(held), on))
            })
            .collect();
        let is_part = |number: &str| {
            let mut others = named.iter().map(|(other, _)| other);
            others.any(|other| other.len() > number.len() && other.contains(number))
        };
        let whole = named.iter().filter(|(number, _)| !is_part(number));
        whole.map(|(_, on)| *on).collect()
    }
}

/// Whether the number can hardly be another thing: five characters or more, of letters and digits or of several parts.
fn is_telling(on: &InvoiceOn) -> bool {
    let tells = |number: &str| {
        let is_mixed = number.chars().any(|c| !c.is_ascii_digit());
        is_mixed && has_digit(number) && joined(number).chars().count() >= 5
    };
    tells(on.invoice.number()) || tells(&on.invoice.id)
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}

fn joined(number: &str) -> String {
    let letters = number.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Words of letters and digits, in small letters and without accents: a bank has its own way to write a name.
fn normal(name: &str) -> String {
    let plain = name.nfkd().filter(|c| !is_combining_mark(*c));
    let plain: String = plain
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss");
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Without days such as 14.01.2026 or 2026-01-14, whose digits could be taken for a number.
fn without_dates(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/');
    let mut kept = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if is_part(c) {
            run.push(c);
            continue;
        }
        if !is_date(run.trim_matches(['.', '-', '/'])) {
            kept.push_str(&run);
        }
        run.clear();
        kept.push(c);
    }
    kept.trim_end_matches('\n').to_owned()
}

fn is_date(run: &str) -> bool {
    ['.', '-', '/'].into_iter().any(|mark| {
        let parts: Vec<Option<u32>> = run.split(mark).map(|part| part.parse().ok()).collect();
        let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
        let is_year = |year: u32| (1990..=2100).contains(&year) || year < 100;
        match parts.as_slice() {
            [Some(a), Some(b), Some(c)] => {
                (is_year(*c) && (is_day(*a, *b) || is_day(*b, *a)))
                    || ((1990..=2100).contains(a) && is_day(*c, *b))
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_text_is_no_number() {
        for (text, left) in [
            ("RE 2026-01 vom 14.01.2026", "RE 2026-01 vom "),
            ("2026-01-14.", ""),
            ("2026-014", "2026-014"),
            ("1/2/26 x 12-2026-1", " x 12-2026-1"),
        ] {
            assert_eq!(without_dates(text), left, "{text}");
        }
    }

    #[test]
    fn a_name_is_the_same_however_a_bank_writes_it() {
        assert_eq!(normal("Müller & Söhne GmbH."), normal("MULLER  SOHNE GMBH"));
        assert_eq!(normal("Weiß"), "weiss");
        assert_ne!(normal("Acme"), normal("Acme Ltd"));
    }
}
