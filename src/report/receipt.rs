//! Which invoices a receipt pays: the ones it names, else the oldest; apart because a payment typed by hand and one
//! read from a bank's statement are matched alike.

use crate::{
    assess::{Assessed, InvoiceOn},
    money::{Amount, Currency},
};

/// Money that came in.
#[derive(Debug, Clone, Copy)]
pub struct Receipt<'r> {
    pub client: &'r str,
    pub amount: Amount,
    pub currency: Currency,
    /// What the payer wrote.
    pub reference: &'r str,
    /// Ids of the invoices that it was said to be for; none: the reference decides, then age.
    pub named: &'r [String],
}

/// How a receipt is spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    pub by: By,
    /// Ids and amounts above 0, in the order in which they were filled.
    pub shares: Vec<(String, Amount)>,
    /// On no invoice: the client's credit.
    pub left: Amount,
}

/// Why these invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The user said so.
    Named,
    /// The reference names their numbers.
    Reference,
    /// The oldest by due date.
    Age,
}

/// Fills open invoices up to their balances: those named, in that order; else those whose numbers the reference holds;
/// else the oldest by due date. What is beyond them is nobody's: money for one invoice is not moved to another.
pub fn shares(assessed: &Assessed, receipt: Receipt) -> Shares {
    let mut open: Vec<&InvoiceOn> = assessed
        .invoices_of(receipt.client)
        .filter(|on| on.is_open() && on.currency == receipt.currency)
        .collect();
    open.sort_by_key(|on| (on.due, &on.invoice.id));
    let (by, chosen) = if receipt.named.is_empty() {
        let mentioned: Vec<_> = open
            .iter()
            .copied()
            .filter(|on| {
                mentions(receipt.reference, on.invoice.number())
                    || mentions(receipt.reference, &on.invoice.id)
            })
            .collect();
        match mentioned.as_slice() {
            [] => (By::Age, open),
            _ => (By::Reference, mentioned),
        }
    } else {
        let named = receipt.named.iter();
        let found = named.filter_map(|id| open.iter().copied().find(|on| on.invoice.id == *id));
        (By::Named, found.collect())
    };
    let mut left = receipt.amount;
    let mut shares = Vec::new();
    for on in chosen {
        let share = left.min(on.balance);
        if share.is_positive() {
            shares.push((on.invoice.id.clone(), share));
            left -= share;
        }
    }
    Shares { by, shares, left }
}

/// Whether a text holds a number as whole words: `2026/014` in "INV 2026-014", `RE1042` in "re 1042". A bare number of
/// one or two digits could be anything, and is never found.
pub fn mentions(text: &str, number: &str) -> bool {
    let wanted = joined(&words(number));
    let is_bare = wanted.chars().all(|c| c.is_ascii_digit());
    if wanted.is_empty() || (is_bare && wanted.len() < 3) || wanted.len() < 2 {
        return false;
    }
    let words = words(text);
    let starts = 0..words.len();
    starts.into_iter().any(|start| {
        let mut run = String::new();
        words.iter().skip(start).any(|word| {
            run.push_str(word);
            run == wanted
        })
    })
}

/// Runs of letters and of digits, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let kind = c.is_alphanumeric().then_some(c.is_numeric());
        match (kind, words.last_mut()) {
            (Some(_), Some(word)) if last == kind => word.push(c),
            (Some(_), _) => words.push(c.to_string()),
            (None, _) => {}
        }
        last = kind;
    }
    words
}

fn joined(words: &[String]) -> String {
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, amount};

    #[test]
    fn numbers_are_found_as_people_write_them() {
        for (text, number, found) in [
            ("INV 2026/014", "2026/014", true),
            ("Rechnung 2026-014 vom 8.1.", "2026/014", true),
            ("2026 014", "2026/014", true),
            ("2026014", "2026/014", true),
            ("re 1042, thanks", "RE1042", true),
            ("RE-1042", "RE1042", true),
            ("inv-014", "INV-014", true),
            // Another invoice's.
            ("INV 12026/014", "2026/014", false),
            ("2026/0145", "2026/014", false),
            ("RE10421", "RE1042", false),
            // Anything.
            ("2 of 3", "2", false),
            ("invoice 12", "12", false),
            ("invoice 112", "112", true),
            ("", "112", false),
            ("x", "", false),
        ] {
            assert_eq!(mentions(text, number), found, "{number} in {text}");
        }
    }

    fn spread(amount_text: &str, reference: &str, named: &[&str]) -> (By, String) {
        let sample = Sample::on(
            "2026-03-01",
            "clients: {a: {name: A}}
invoices:
  old-100: {client: a, issued: 2026-01-01, due: 2026-01-15, amount: 100}
  new-200: {client: a, issued: 2026-02-01, due: 2026-02-15, amount: 200}
  usd-300: {client: a, issued: 2026-01-01, due: 2026-01-02, amount: 300, currency: USD}
  paid-50: {client: a, issued: 2026-01-01, due: 2026-01-02, amount: 50, payments: [{date: 2026-01-02, amount: 50}]}
",
        );
        let assessed = sample.assess();
        let named: Vec<_> = named.iter().map(|id| (*id).to_owned()).collect();
        let shares = shares(
            &assessed,
            Receipt {
                client: "a",
                amount: amount(amount_text),
                currency: Currency::from_code("EUR").unwrap(),
                reference,
                named: &named,
            },
        );
        let told = shares
            .shares
            .iter()
            .map(|(id, share)| format!("{id} {}", share.shortest()));
        let told: Vec<_> = told.chain([format!("left {}", shares.left.shortest())]).collect();
        (shares.by, told.join(", "))
    }

    #[test]
    fn a_receipt_pays_what_it_names_else_the_oldest() {
        let is = |by, told: &str| (by, told.to_owned());
        assert_eq!(
            spread("150", "", &[]),
            is(By::Age, "old-100 100, new-200 50, left 0")
        );
        assert_eq!(
            spread("150", "new 200", &[]),
            is(By::Reference, "new-200 150, left 0")
        );
        // Said to be for one: the rest is a credit until the client says otherwise.
        assert_eq!(
            spread("250", "NEW-200", &[]),
            is(By::Reference, "new-200 200, left 50")
        );
        assert_eq!(
            spread("250", "NEW-200", &["old-100", "new-200"]),
            is(By::Named, "old-100 100, new-200 150, left 0")
        );
        assert_eq!(spread("10", "", &["paid-50"]), is(By::Named, "left 10"));
        assert_eq!(
            spread("400", "", &[]),
            is(By::Age, "old-100 100, new-200 200, left 100")
        );
    }
}
