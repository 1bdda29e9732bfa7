//! The interest sheet: what ran on an invoice, period by period, and what each comes to; apart because a claim's pack and
//! the invoice's page show the same one.

use crate::{
    assess::{Assessed, InterestOn, InvoiceOn, RateSource, Rule, Stretch, debtor},
    calendar::Date,
    money::Amount,
    statute::{InterestRule, Jurisdiction, Origin, RateTable, YearBasis},
};
use rust_decimal::Decimal;

/// Its rows, unrounded, sum up to what is rounded once: the interest.
#[derive(Debug, Clone)]
pub struct InterestSheet<'s, 'a> {
    pub ran: &'s InterestOn<'a>,
    pub rows: Vec<InterestRow<'s, 'a>>,
    pub days: i64,
    pub year: YearBasis,
    /// What has accrued joins the principal after each year.
    pub compounds: bool,
    /// `None`: the contract's own rate.
    pub law: Option<(&'a Jurisdiction, &'a InterestRule)>,
    /// The rows of reference rates that were used, by id, then date.
    pub references: Vec<UsedRate<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub struct InterestRow<'s, 'a> {
    pub stretch: &'s Stretch<'a>,
    /// The days of the year that it is divided by.
    pub year_days: u32,
    /// Principal × percent ÷ 100 × days ÷ days of the year; not rounded.
    pub interest: Amount,
}

/// A reference rate as it was from a day on.
#[derive(Debug, Clone, Copy)]
pub struct UsedRate<'a> {
    pub table: &'a RateTable,
    pub from: Date,
    /// Without the points that the law adds.
    pub percent: Option<Amount>,
    pub origin: Origin,
}

impl<'s, 'a> InterestSheet<'s, 'a> {
    /// `None` where none ran.
    pub fn of(assessed: &Assessed<'a>, on: &'s InvoiceOn<'a>) -> Option<Self> {
        let ran = on.interest.as_ref()?;
        let law = match ran.rule {
            Rule::Contract => None,
            Rule::Law(place) => {
                let rule = assessed.statutes.interest_rule(place, debtor(on.client));
                assessed.statutes.jurisdiction(place).zip(rule)
            }
        };
        let year = law.map_or(YearBasis::Actual365, |(_, rule)| rule.year);
        let rows = ran.stretches.iter().map(|stretch| InterestRow::of(stretch, year));
        Some(Self {
            ran,
            rows: rows.collect(),
            days: ran.stretches.iter().map(|stretch| stretch.days).sum(),
            year,
            compounds: compounds(&ran.stretches),
            law,
            references: references(assessed, &ran.stretches),
        })
    }
}

impl<'s, 'a> InterestRow<'s, 'a> {
    fn of(stretch: &'s Stretch<'a>, year: YearBasis) -> Self {
        let is_leap = year == YearBasis::ActualActual && stretch.from.leap_year();
        let year_days = if is_leap { 366 } else { 365 };
        let product = stretch
            .principal
            .decimal()
            .saturating_mul(stretch.percent.decimal())
            .saturating_mul(Decimal::from(stretch.days));
        let over = Decimal::ONE_HUNDRED * Decimal::from(year_days);
        Self {
            stretch,
            year_days,
            interest: Amount::from_decimal(product / over),
        }
    }
}

/// Only what has accrued makes a principal grow.
fn compounds(stretches: &[Stretch]) -> bool {
    let mut next = stretches.iter().zip(stretches.iter().skip(1));
    next.any(|(before, after)| after.principal > before.principal)
}

fn references<'a>(assessed: &Assessed<'a>, stretches: &[Stretch<'a>]) -> Vec<UsedRate<'a>> {
    let used = stretches.iter().filter_map(|stretch| match stretch.source {
        RateSource::Reference { id, from, origin } => Some((id, from, origin)),
        RateSource::Contract | RateSource::Law => None,
    });
    let mut used: Vec<_> = used.collect();
    used.sort_by_key(|(id, from, _)| (*id, *from));
    used.dedup_by_key(|(id, from, _)| (*id, *from));
    let rates = used.into_iter().filter_map(|(id, from, origin)| {
        let table = assessed.statutes.rate_table(id)?;
        Some(UsedRate {
            table,
            from,
            percent: table.on(from).map(|row| row.percent),
            origin,
        })
    });
    rates.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{add_days, days_between, parse_date},
        report::sample::Sample,
    };

    fn ledger(place: &str, currency: &str, terms: &str) -> String {
        format!(
            "clients: {{a: {{name: A, kind: business, jurisdiction: {place}}}}}\n\
             contracts: {{c: {{client: a, total: 9000.00, currency: {currency}, terms: {{{terms}}}}}}}\n\
             invoices: {{i: {{client: a, contract: c, issued: 2023-05-02, due: 2023-05-17, amount: 3333.33, currency: {currency}, \
             payments: [{{date: 2023-09-30, amount: 777.77}}, {{date: 2024-11-03, amount: 1.01}}]}}}}\n\
             log: {{d: {{client: a, date: 2023-05-20, invoices: [i], channel: letter, stage: firm}}}}"
        )
    }

    /// Whatever the law: simple, compounding yearly, years of 365 and 366 days, fixed at the start, or agreed.
    #[test]
    fn rows_sum_up_to_the_interest_and_leave_no_day_out() {
        for (place, currency, terms) in [
            ("de", "EUR", ""),
            ("nl", "EUR", ""),
            ("ru", "RUB", ""),
            ("gb-eng", "GBP", ""),
            ("us-ca", "USD", "late_interest: {percent_per_year: 12.25}"),
        ] {
            let text = ledger(place, currency, terms);
            let mut seen = 0;
            for days in (30..1_200).step_by(97) {
                let day = add_days(parse_date("2023-05-17").unwrap(), days);
                let sample = Sample::on(&day.to_string(), &text);
                let assessed = sample.assess();
                let on = &assessed.invoices["i"];
                let Some(sheet) = InterestSheet::of(&assessed, on) else {
                    continue;
                };
                seen += 1;
                let sum: Amount = sheet.rows.iter().map(|row| row.interest).sum();
                assert_eq!(sum.rounded(on.currency), sheet.ran.amount, "{place} {day}");
                let mut next = sheet.ran.from;
                for row in &sheet.rows {
                    assert_eq!(row.stretch.from, next, "{place} {day}");
                    next = add_days(row.stretch.to, 1);
                }
                assert_eq!(next, add_days(day, 1), "{place} {day}");
                assert_eq!(sheet.days, days_between(sheet.ran.from, day) + 1, "{place} {day}");
            }
            assert!(seen > 8, "{place}: {seen}");
        }
    }

    #[test]
    fn compounding_and_leap_years_are_told() {
        let sheet = |place: &str, currency: &str, ask: fn(&InterestSheet) -> bool| {
            let sample = Sample::on("2025-03-01", &ledger(place, currency, ""));
            let assessed = sample.assess();
            ask(&InterestSheet::of(&assessed, &assessed.invoices["i"]).unwrap())
        };
        assert!(sheet("nl", "EUR", |sheet| sheet.compounds));
        assert!(!sheet("de", "EUR", |sheet| sheet.compounds));
        assert!(sheet("ru", "RUB", |sheet| {
            let years: Vec<_> = sheet.rows.iter().map(|row| row.year_days).collect();
            years.contains(&365) && years.contains(&366)
        }));
        assert!(sheet("de", "EUR", |sheet| sheet
            .rows
            .iter()
            .all(|row| row.year_days == 365)));
        assert!(sheet("de", "EUR", |sheet| {
            let rates: Vec<_> = sheet.references.iter().map(|rate| rate.from).collect();
            rates.is_sorted() && rates.len() > 1
        }));
    }
}
