//! The first page: what to do, what is owed in each currency, and what is wrong.

use super::{
    Book,
    actions::On,
    charts::{self, Paid},
};
use crate::{
    assess::{Bucket as Age, paying},
    money::{Amount, Currency},
    render::dashboard::{chart::{Trend, shares}, element::Fact},
    render::dashboard::overview::{Bucket, CurrencyTotals, FindingsSummary, Overview},
    report::{self, ActionKind},
};
use std::collections::BTreeMap;

/// A share is written above a piece of the bar that is at least so wide, in hundredths of a percent.
const WIDE_ENOUGH: u32 = 900;
/// Findings that the first page shows.
const FIRST_FINDINGS: usize = 5;

impl Book<'_> {
    pub fn overview(&self) -> Overview {
        let day = self.facts.assessed.day;
        let (mut today, coming): (Vec<_>, Vec<_>) =
            self.facts.actions.iter().partition(|action| action.on <= day);
        let ranks = self.ranks();
        today.sort_by_key(|action| {
            let rank = ranks.get(action.client.as_str()).copied();
            (rank.is_none(), rank, action.kind != ActionKind::Send, action.on)
        });
        let shown = |actions: Vec<&report::Action>| {
            let views = actions
                .into_iter()
                .map(|action| self.action(action, On::Overview));
            views.collect::<Vec<_>>()
        };
        let ledger = self.facts.assessed.ledger;
        let totals = report::totals(self.facts.assessed);
        let forecast = report::forecast(self.facts.assessed, &paying(self.facts.assessed));
        Overview {
            headline: match today.len() {
                0 => self.voice.word("today.free"),
                n => self.voice.count("today.headline", n),
            },
            held: self
                .facts
                .letters
                .held
                .iter()
                .map(|id| self.client_link(id))
                .collect(),
            today: shown(today),
            coming: shown(coming),
            currencies: totals
                .into_iter()
                .map(|(currency, totals)| CurrencyTotals {
                    expected: forecast
                        .get(&currency)
                        .map(|row| charts::expected(self.voice, currency, row)),
                    ..self.currency(currency, &totals)
                })
                .collect(),
            pace: self.pace(),
            findings: self.findings_summary(),
            empty: ledger.clients.is_empty() && ledger.contracts.is_empty() && ledger.invoices.is_empty(),
        }
    }

    fn currency(&self, currency: Currency, totals: &report::CurrencyTotals) -> CurrencyTotals {
        let some = |amount: Amount| self.voice.positive(amount, currency);
        let is_open = totals.open.is_positive();
        CurrencyTotals {
            currency: currency.code().to_owned(),
            open: self.voice.amount(totals.open, currency),
            overdue: some(totals.overdue),
            promised: some(totals.promised),
            on_hold: some(totals.on_hold),
            disputed: some(totals.disputed),
            unallocated: some(totals.unallocated),
            measures: self.measures(currency, totals),
            aging_sentence: self.aging_sentence(currency, totals),
            aging: if is_open {
                self.aging(currency, totals)
            } else {
                Vec::new()
            },
            expected: None,
        }
    }

    fn pace(&self) -> Option<Trend> {
        let paid = Paid {
            voice: self.voice,
            day: self.facts.assessed.day,
            invoices: self.facts.assessed.invoices.values().collect(),
        };
        paid.of_all()
    }

    /// Each client's place among those to chase: the first is the first thing seen.
    fn ranks(&self) -> BTreeMap<String, usize> {
        let mut ranks = BTreeMap::new();
        for (rank, chase) in report::whom_to_chase(self.facts.assessed).into_iter().enumerate() {
            ranks.entry(chase.client).or_insert(rank);
        }
        ranks
    }

    /// What ran on top of the open balances.
    fn measures(&self, currency: Currency, totals: &report::CurrencyTotals) -> Vec<Fact> {
        let rows = [
            ("figure.interest", totals.interest),
            ("figure.compensation", totals.compensation),
        ];
        let ran = rows.into_iter().filter(|(_, amount)| amount.is_positive());
        let facts = ran.map(|(label, amount)| Fact {
            label: self.voice.word(label),
            value: self.voice.amount(amount, currency),
            href: None,
            note: None,
        });
        facts.collect()
    }

    fn aging_sentence(&self, currency: Currency, totals: &report::CurrencyTotals) -> String {
        if totals.overdue.is_zero() {
            self.voice.word("aging.none-overdue")
        } else if totals.overdue == totals.open {
            self.voice.word("aging.all-overdue")
        } else {
            let overdue = self.voice.amount(totals.overdue, currency);
            let open = self.voice.amount(totals.open, currency);
            self.voice
                .phrase("aging.overdue", &[("overdue", &overdue), ("open", &open)])
        }
    }

    /// Percents that add up to 100, and pieces of the bar that fill it.
    fn aging(&self, currency: Currency, totals: &report::CurrencyTotals) -> Vec<Bucket> {
        let amounts = totals.aging.0;
        let percents = shares::shared(&amounts, 100);
        let widths = shares::shared(&amounts, 10_000);
        let mut start = 0;
        let rows = totals.aging.rows().zip(percents.into_iter().zip(widths));
        rows.map(|((age, amount), (percent, width))| {
            let from = start;
            start += width;
            Bucket {
                label: self.voice.word(age_key(age)),
                amount: self.voice.amount(amount, currency),
                share: self.share(amount, percent),
                start: shares::percent_of_hundredths(from),
                width: shares::percent_of_hundredths(width),
                share_at: (width >= WIDE_ENOUGH).then(|| shares::percent_of_hundredths(from + width / 2)),
                empty: amount.is_zero(),
            }
        })
        .collect()
    }

    /// What is there is never said to be nothing.
    fn share(&self, amount: Amount, percent: u32) -> String {
        let said = |percent: u32| self.voice.language.percent(Amount::from(i64::from(percent)));
        if percent == 0 && amount.is_positive() {
            format!("<{}", said(1))
        } else {
            said(percent)
        }
    }

    fn findings_summary(&self) -> FindingsSummary {
        let all = self.facts.checked.findings.len();
        let more = all.saturating_sub(FIRST_FINDINGS);
        FindingsSummary {
            levels: self.finding_levels(),
            first: self.found.gravest(FIRST_FINDINGS),
            more: (more > 0).then(|| self.voice.count("findings.more", more)),
        }
    }
}

pub fn age_key(age: Age) -> &'static str {
    match age {
        Age::Current => "bucket.current",
        Age::To30 => "bucket.1-30",
        Age::To60 => "bucket.31-60",
        Age::To90 => "bucket.61-90",
        Age::Over90 => "bucket.91",
    }
}
