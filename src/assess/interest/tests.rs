//! One client, one invoice, any law: ledgers as users write them, and what is said of them.

mod claims;
mod counting;
mod default;
mod properties;
mod published;

use super::*;
use crate::{
    assess::{self, InvoiceOn},
    calendar::{add_days, parse_date},
    load::{self, Content},
    statute::Statutes,
};

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// A ledger of one client and one invoice, `i`; each part is what its file says beside what all of them say.
#[derive(Debug, Clone, Default)]
struct Case<'c> {
    place: &'c str,
    currency: &'c str,
    /// Further lines of `dunlin.yaml`.
    settings: &'c str,
    client: &'c str,
    /// `None`: there is no contract.
    contract: Option<&'c str>,
    invoice: &'c str,
    log: &'c [&'c str],
}

/// What came out, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    interest: String,
    stretches: Vec<String>,
    compensation: String,
    provisional: bool,
    not_running: String,
    claim: String,
}

impl Case<'_> {
    fn files(&self) -> load::Folder {
        let currency = if self.currency.is_empty() {
            "EUR"
        } else {
            self.currency
        };
        let settings = format!(
            "creditor: {{name: W}}\ncurrency: {currency}\njurisdiction: {}\n{}\n",
            self.place, self.settings
        );
        let mut texts = vec![
            ("dunlin.yaml".to_owned(), settings),
            ("clients/c.yaml".to_owned(), format!("name: C\n{}\n", self.client)),
        ];
        let mut invoice = format!("client: c\n{}\n", self.invoice);
        if let Some(terms) = self.contract {
            invoice.push_str("contract: k\n");
            let contract = format!("client: c\ntotal: 1\n{terms}\n");
            texts.push(("contracts/k.yaml".to_owned(), contract));
        }
        texts.push(("invoices/i.yaml".to_owned(), invoice));
        for (number, entry) in self.log.iter().enumerate() {
            let text = format!("client: c\ninvoices: [i]\n{entry}\n");
            texts.push((format!("log/l{number}.yaml"), text));
        }
        let bytes = texts
            .into_iter()
            .map(|(path, text)| (path, Content::Bytes(text.into_bytes())));
        load::Folder {
            files: bytes.collect(),
            ..load::Folder::default()
        }
    }

    fn look<T>(&self, day: &str, look: impl FnOnce(&InvoiceOn) -> T) -> T {
        let places: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&self.files(), &places);
        assert_eq!(loaded.findings, [], "{self:?}");
        let ledger = loaded.ledger.unwrap();
        let statutes = assess::statutes(&ledger).unwrap();
        let assessed = assess::assess(&ledger, &statutes, date(day));
        look(&assessed.invoices["i"])
    }

    fn on(&self, day: &str) -> Said {
        self.look(day, Said::of)
    }

    /// The interest, and `from..to days x principal at percent` of each stretch.
    fn interest(&self, day: &str) -> (String, Vec<String>) {
        let said = self.on(day);
        (said.interest, said.stretches)
    }
}

impl Said {
    fn of(on: &InvoiceOn) -> Self {
        let money = |amount: Amount| amount.plain(on.currency);
        let fixed = |amount, other: Option<(Amount, Currency)>| match other {
            Some((sum, currency)) => format!("{} and {} {currency}", money(amount), sum.plain(currency)),
            None => money(amount),
        };
        let ran = on.interest.as_ref();
        let stretches = ran.map(|ran| ran.stretches.as_slice()).unwrap_or_default();
        let claim = &on.claim;
        let held = claim
            .withheld
            .map_or(String::new(), |reason| format!(" {reason:?}"));
        Self {
            interest: ran.map_or("null".to_owned(), |ran| money(ran.amount)),
            stretches: stretches
                .iter()
                .map(|s| {
                    let percent = s.percent.shortest();
                    let principal = money(s.principal);
                    format!("{}..{} {} x {principal} at {percent}", s.from, s.to, s.days)
                })
                .collect(),
            compensation: fixed(on.compensation, on.other_compensation),
            provisional: ran.is_some_and(|ran| ran.provisional),
            not_running: on
                .not_running
                .map_or(String::new(), |reason| format!("{reason:?}")),
            claim: format!(
                "{} + {}{held}",
                money(claim.interest),
                fixed(claim.compensation, claim.other_compensation)
            ),
        }
    }
}

const FLAT: &str = "terms: {late_interest: {percent_per_year: 10}}";
