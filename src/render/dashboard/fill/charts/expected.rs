//! When what is open in one currency may come in, week by week.

use super::days;
use crate::{
    money::{Amount, Currency},
    render::dashboard::{
        chart::{Area, Chart, FOOT, Form, Ink, Key, Label, PLOT, Row, RowTone, TOP, Table, scale::Scale},
        element::Fact,
        fill::voice::Voice,
        overview::Expected,
    },
    report::{Forecast, WEEKS, Week},
};

const SOON: usize = 4;
/// Of a column's room, what is left free at its left, and how wide it is, in percent.
const BEFORE: usize = 14;
const COLUMN: usize = 72;

/// One currency's weeks, and how to say them.
#[derive(Clone, Copy)]
struct Weeks<'s> {
    voice: Voice<'s>,
    currency: Currency,
    forecast: &'s Forecast,
}

pub fn expected(voice: Voice, currency: Currency, forecast: &Forecast) -> Expected {
    let weeks = Weeks {
        voice,
        currency,
        forecast,
    };
    let used: Vec<_> = weeks.used().collect();
    Expected {
        figures: weeks.figures(),
        sentence: match used.as_slice() {
            [week] => Some(weeks.only(week)),
            _ => None,
        },
        chart: (used.len() > 1).then(|| weeks.chart()),
    }
}

impl Weeks<'_> {
    fn used(&self) -> impl Iterator<Item = &Week> {
        let weeks = self.forecast.weeks.iter();
        weeks.filter(|week| week.expected.is_positive())
    }

    fn sum(&self, of: impl Fn(&Week) -> Amount) -> Amount {
        self.forecast.weeks.iter().map(of).sum()
    }

    fn amount(&self, amount: Amount) -> String {
        self.voice.amount(amount, self.currency)
    }

    /// What is zero isn't named, but for the first two of a currency in which something may come.
    fn figures(&self) -> Vec<Fact> {
        let soon: Amount = self
            .forecast
            .weeks
            .iter()
            .take(SOON)
            .map(|week| week.expected)
            .sum();
        let all = self.sum(|week| week.expected);
        let passed = self.sum(|week| week.passed);
        let fact = |key: &str, amount: Amount| self.voice.fact(key, self.amount(amount));
        let soon = Fact {
            note: self.voice.positive(passed, self.currency).map(|amount| {
                self.voice
                    .phrase("forecast.of-it-passed", &[("amount", &amount)])
            }),
            ..fact("forecast.soon", soon)
        };
        let comes = all.is_positive();
        let weeks = [soon, fact("forecast.weeks", all)].into_iter().filter(|_| comes);
        let rest = [
            ("forecast.later", self.forecast.later),
            ("figure.disputed", self.forecast.disputed),
            ("state.case", self.forecast.in_cases),
        ];
        let rest = rest.into_iter().filter(|(_, amount)| amount.is_positive());
        weeks
            .chain(rest.map(|(key, amount)| fact(key, amount)))
            .collect()
    }

    /// All that may come, in one week.
    fn only(&self, week: &Week) -> String {
        if week.passed == week.expected {
            self.voice.word("forecast.all-passed")
        } else {
            let days = days(self.voice, week.from, week.to);
            self.voice.phrase("forecast.one-week", &[("days", &days)])
        }
    }

    fn chart(&self) -> Chart {
        let highest = self.forecast.weeks.iter().map(|week| week.expected).max();
        let scale = Scale::of(highest.unwrap_or_default());
        let weeks = self.forecast.weeks.iter().enumerate();
        let code = self.currency.code();
        Chart {
            id: format!("expected-{code}"),
            title: self.voice.phrase("forecast.name", &[("currency", code)]),
            summary: self.summary(),
            note: self.voice.word("forecast.rests"),
            height: (TOP + PLOT + FOOT).to_string(),
            ticks: scale.ticks(|amount| self.voice.language.number(amount)),
            areas: weeks.clone().flat_map(|(n, week)| column(n, week, scale)).collect(),
            strokes: Vec::new(),
            dots: Vec::new(),
            labels: weeks
                .filter(|(n, _)| n % SOON == 0)
                .map(|(n, week)| Label::below(place(n, 50), self.voice.language.day_and_month(week.from)))
                .collect(),
            key: self.key(),
            table: self.table(),
        }
    }

    fn summary(&self) -> String {
        let most = self.used().max_by_key(|week| (week.expected, -week.from.signed_duration_since(week.to)));
        most.map_or_else(String::new, |week| {
            let values = [
                ("amount", self.amount(week.expected)),
                ("days", days(self.voice, week.from, week.to)),
            ];
            let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
            self.voice.phrase("forecast.largest", &values)
        })
    }

    /// Only what there is, from the ground up.
    fn key(&self) -> Vec<Key> {
        let kinds = [
            (Ink::Strong, "forecast.arranged", self.sum(|week| week.arranged)),
            (Ink::Soft, "forecast.habitual", self.sum(Week::habitual)),
            (Ink::Hollow, "forecast.passed", self.sum(|week| week.passed)),
        ];
        let there = kinds.into_iter().filter(|(.., amount)| amount.is_positive());
        there
            .map(|(ink, key, amount)| Key {
                ink,
                form: Form::Area,
                text: self.voice.word(key),
                value: Some(self.amount(amount)),
            })
            .collect()
    }

    fn table(&self) -> Table {
        let columns = [
            "forecast.week",
            "forecast.arranged",
            "forecast.habitual",
            "forecast.passed",
            "forecast.sum",
        ];
        let weeks = self.forecast.weeks.iter().map(|week| {
            let parts = [week.arranged, week.habitual(), week.passed, week.expected];
            Row {
                name: days(self.voice, week.from, week.to),
                cells: parts.map(|amount| self.cell(amount)).to_vec(),
                tone: if week.expected.is_zero() {
                    RowTone::Nothing
                } else {
                    RowTone::Plain
                },
            }
        });
        let rest = [
            ("forecast.later", self.forecast.later, RowTone::Plain),
            ("figure.disputed", self.forecast.disputed, RowTone::Plain),
            ("state.case", self.forecast.in_cases, RowTone::Plain),
            ("figure.open", self.forecast.sum(), RowTone::Total),
        ];
        let rest = rest.into_iter().filter(|(_, amount, _)| amount.is_positive());
        let nothing = || vec![String::new(); 3];
        let rest = rest.map(|(key, amount, tone)| Row {
            name: self.voice.word(key),
            cells: nothing().into_iter().chain([self.amount(amount)]).collect(),
            tone,
        });
        Table {
            caption: self.voice.word("forecast.caption"),
            columns: columns.map(|key| self.voice.word(key)).to_vec(),
            rows: weeks.chain(rest).collect(),
        }
    }

    fn cell(&self, amount: Amount) -> String {
        self.voice.positive(amount, self.currency).unwrap_or_default()
    }
}

/// A week's sums, one upon the other.
fn column(n: usize, week: &Week, scale: Scale) -> Vec<Area> {
    let x = (place(n, BEFORE), place(n, BEFORE + COLUMN));
    let mut ground = Amount::ZERO;
    let parts = [
        (Ink::Strong, week.arranged),
        (Ink::Soft, week.habitual()),
        (Ink::Hollow, week.passed),
    ];
    let there = parts.into_iter().filter(|(_, amount)| amount.is_positive());
    there
        .map(|(ink, amount)| {
            let below = scale.y(ground);
            ground += amount;
            Area::new(ink, x, (scale.y(ground), below))
        })
        .collect()
}

/// So many percent into the room of the nth week, in hundredths of a percent of all.
fn place(n: usize, percent: usize) -> u32 {
    u32::try_from((n * 100 + percent) * 100 / WEEKS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::dashboard::chart::scale::Scale;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn week(arranged: &str, passed: &str, expected: &str) -> Week {
        Week {
            from: "2026-11-21".parse().unwrap(),
            to: "2026-11-27".parse().unwrap(),
            expected: amount(expected),
            arranged: amount(arranged),
            passed: amount(passed),
        }
    }

    #[test]
    fn a_column_stands_on_zero_and_its_parts_on_each_other() {
        let scale = Scale::of(amount("100"));
        for (week, expected) in [
            (week("0", "0", "0"), Vec::new()),
            (week("50", "25", "100"), vec!["strong 102+84", "soft 60+42", "hollow 18+42"]),
            (week("0", "100", "100"), vec!["hollow 18+168"]),
            // A cent is seen.
            (week("0.01", "0", "0.01"), vec!["strong 185+1"]),
        ] {
            let drawn: Vec<_> = column(0, &week, scale)
                .iter()
                .map(|area| {
                    let ink = serde_json::to_value(area.ink).unwrap();
                    format!("{} {}+{}", ink.as_str().unwrap(), area.y, area.height)
                })
                .collect();
            assert_eq!(drawn, expected);
        }
    }

    #[test]
    fn columns_are_evenly_spaced_within_the_plot() {
        assert_eq!(place(0, 0), 0);
        assert_eq!(place(WEEKS, 0), 10_000);
        assert!((1..WEEKS).all(|n| place(n - 1, BEFORE + COLUMN) < place(n, BEFORE)));
    }
}
