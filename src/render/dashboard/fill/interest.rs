//! The interest sheet of an invoice's page: each period with what it comes to, and how it is counted.

use super::{Book, why::Account};
use crate::{
    assess::InvoiceOn,
    money::Amount,
    render::dashboard::{
        element::Link,
        invoice::{Interest, Period, Reason},
    },
    report::{InterestRow, InterestSheet, UsedRate},
    statute::{Origin, YearBasis},
};

/// Decimals of a period's interest.
const PLACES: u32 = 4;

impl<'s> Book<'s> {
    /// `None` where none ran.
    pub fn interest(&self, on: &InvoiceOn<'s>, account: &Account) -> Option<Interest> {
        let sheet = InterestSheet::of(self.facts.assessed, on)?;
        let voice = self.voice;
        let fixed = voice.positive(on.compensation, on.currency);
        let other = on
            .other_compensation
            .map(|(amount, currency)| voice.amount(amount, currency));
        Some(Interest {
            amount: voice.amount(sheet.ran.amount, on.currency),
            why: account.interest(),
            compensation: fixed.or(other),
            compensation_why: account.compensation(),
            periods: sheet.rows.iter().map(|row| self.period(on, row)).collect(),
            days: sheet.days.to_string(),
            rules: self.interest_rules(&sheet),
            sources: self.interest_sources(&sheet),
        })
    }

    fn period(&self, on: &InvoiceOn, row: &InterestRow) -> Period {
        let voice = self.voice;
        Period {
            from: voice.short(row.stretch.from),
            to: voice.short(row.stretch.to),
            days: row.stretch.days.to_string(),
            principal: voice.amount(row.stretch.principal, on.currency),
            percent: voice.language.percent(row.stretch.percent),
            interest: voice.language.decimals(row.interest, PLACES),
        }
    }

    fn interest_rules(&self, sheet: &InterestSheet) -> Vec<String> {
        let year = match sheet.year {
            YearBasis::Actual365 => "interest.year-365",
            YearBasis::ActualActual => "interest.year-own",
        };
        let keys = [
            Some("interest.counted"),
            Some(year),
            Some("interest.principal-first"),
            sheet.compounds.then_some("interest.compounds"),
            sheet.ran.provisional.then_some("interest.provisional"),
        ];
        keys.into_iter()
            .flatten()
            .map(|key| self.voice.word(key))
            .collect()
    }

    /// The law's own words are in its place's language: its pages are named, and what each says is read there.
    fn interest_sources(&self, sheet: &InterestSheet) -> Vec<Reason> {
        let rule = sheet.law.iter().flat_map(|(_, rule)| &rule.sources);
        let mut told: Vec<_> = rule
            .map(|source| Reason {
                text: String::new(),
                place: None,
                source: Some(Link::new(source.title.clone(), source.url.clone())),
            })
            .collect();
        told.extend(sheet.references.iter().map(|rate| self.reference(rate)));
        told
    }

    fn reference(&self, rate: &UsedRate) -> Reason {
        let percent = rate.percent.unwrap_or(Amount::ZERO);
        let values = [
            ("rate", rate.table.name.clone()),
            ("percent", self.voice.language.percent(percent)),
            ("date", self.voice.date(rate.from)),
        ];
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let source = rate.table.sources.first().filter(|_| rate.origin == Origin::Data);
        let text = self.voice.phrase("interest.reference", &values);
        Reason {
            text: match rate.origin {
                Origin::Data => text,
                Origin::Ledger => format!("{text} {}", self.voice.word("exposure.own")),
            },
            place: None,
            source: source.map(|source| Link::new(source.title.clone(), source.url.clone())),
        }
    }
}
