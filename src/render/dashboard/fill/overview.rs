//! The first page: what to do, what is owed in each currency, and what is wrong.

use super::{
    Book,
    actions::On,
    charts::{self, Paid},
};
use crate::{
    assess::Bucket as Age,
    calendar::{Date, add_days, months_before},
    money::{Amount, Currency},
    render::dashboard::{
        chart::{Trend, shares},
        element::Fact,
        overview::{Bucket, CurrencyTotals, FindingsSummary, Overview, Start},
    },
    report::{self, ActionKind, Countback},
};
use std::collections::BTreeMap;

/// What makes the first client.
pub const FIRST_CLIENT: &str = "dunlin new client acme --name \"Acme\"";

/// A share is written above a piece of the bar that is at least so wide, in hundredths of a percent.
const WIDE_ENOUGH: u32 = 900;

/// Fewer invoices in a year make days of sales a matter of chance.
const ENOUGH_SOLD: usize = 8;

/// Things to do that the first page shows, of today's and of those to come: with more, what is owed would be out of
/// sight. The agenda has them all.
const FIRST_ACTIONS: usize = 8;

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
                .take(FIRST_ACTIONS)
                .map(|action| self.action(action, On::Overview));
            views.collect::<Vec<_>>()
        };
        let more = |actions: &[&report::Action]| {
            let more = actions.len().saturating_sub(FIRST_ACTIONS);
            (more > 0).then(|| self.voice.count("today.more", more))
        };
        let ledger = self.facts.assessed.ledger;
        let totals = report::totals(self.facts.assessed);
        let is_empty = ledger.clients.is_empty() && ledger.contracts.is_empty() && ledger.invoices.is_empty();
        let mut days_of_sales = self.days_of_sales();
        let forecast = report::forecast(self.facts.assessed, &self.paying);
        Overview {
            incomplete: self.incomplete(),
            headline: match today.len() {
                0 => self.voice.word("today.free"),
                n => self.voice.count("today.headline", n),
            },
            held: self.held_clients(),
            today_more: more(&today),
            today: shown(today),
            coming_more: more(&coming),
            coming: shown(coming),
            changes: self.facts.changes.map(|changes| self.changes(changes)),
            currencies: totals
                .into_iter()
                .map(|(currency, totals)| {
                    let mut row = self.currency(currency, &totals);
                    row.measures.extend(days_of_sales.remove(&currency));
                    let expected = forecast.get(&currency);
                    row.expected = expected.map(|weeks| charts::expected(self.voice, currency, weeks));
                    row
                })
                .collect(),
            pace: self.pace(),
            findings: self.findings_summary(),
            // A ledger whose records can't be read is not one without any.
            start: (is_empty && self.facts.loaded.unread.files.is_empty()).then(|| start(day)),
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

    /// How many days of sales are open, in the currencies in which enough was sold in the last year to say so.
    fn days_of_sales(&self) -> BTreeMap<Currency, Fact> {
        let assessed = self.facts.assessed;
        let since = months_before(assessed.day, 12);
        let mut sold: BTreeMap<Currency, usize> = BTreeMap::new();
        for on in assessed.invoices.values().filter(|on| on.is_billed()) {
            let is_recent = on.invoice.issued.is_some_and(|day| day.value > since);
            *sold.entry(on.currency).or_default() += usize::from(is_recent);
        }
        let rows = report::dso(assessed).into_iter();
        let told = rows.filter(|(currency, _)| sold.get(currency).is_some_and(|sold| *sold >= ENOUGH_SOLD));
        told.filter_map(|(currency, row)| match row.countback? {
            Countback::Days(days) => {
                let days = days.plain(0).parse().ok()?;
                let fact = Fact {
                    note: Some(self.voice.word("figure.dso-note")),
                    ..self.voice.fact("figure.dso", self.voice.days("days", days))
                };
                Some((currency, fact))
            }
            Countback::AtLeast(_) => None,
        })
        .collect()
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
            first: self.gravest(FIRST_FINDINGS),
            more: (more > 0).then(|| self.voice.count("findings.more", more)),
        }
    }
}

/// A made-up client, and what they owe in a month: each command needs only what those before it made.
fn start(day: Date) -> Start {
    let due = add_days(day, 30);
    Start {
        client: FIRST_CLIENT.to_owned(),
        contract: format!(
            "dunlin new contract website --client acme --total 900 --instalment all:{due}:rest"
        ),
        invoice: "dunlin new invoice --contract website".to_owned(),
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
