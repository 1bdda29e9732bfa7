//! Interest of the naive one: one day after the other.

use super::{
    naive::{Account, Naive, On, days, plain, round, up_to},
    world::{date, part, text},
};
use dunlin::calendar::{Date, add_days, add_years};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub struct Ran {
    pub amount: Decimal,
    provisional: bool,
    rule: String,
    periods: Vec<Period>,
}

struct Period {
    from: Date,
    to: Date,
    percent: Decimal,
    principal: Decimal,
}

#[derive(Clone, Copy)]
struct Rule {
    rate: Rate,
    own_years: bool,
    compounding: bool,
    runs_from: &'static str,
}

#[derive(Clone, Copy)]
enum Rate {
    Flat(Decimal),
    /// Table, points on top, fixed on the first day.
    Table(&'static str, i64, bool),
}

const ECB: &str = include_str!("../../../data/rates/ecb-main-refi.yaml");
const BANK: &str = include_str!("../../../data/rates/boe-bank-rate.yaml");
const BASIS: &str = include_str!("../../../data/rates/de-basiszinssatz.yaml");
const KEY: &str = include_str!("../../../data/rates/cbr-key-rate.yaml");
const SPAIN: &str = include_str!("../../../data/rates/es-interes-legal.yaml");
const DUTCH: &str = include_str!("../../../data/rates/nl-wettelijke-rente.yaml");

/// A rate's rows, oldest first, and the last day the table is sure of.
struct Rows {
    known: Date,
    rows: Vec<(Date, Decimal)>,
}

impl Rows {
    fn of(table: &str) -> Self {
        let after = |key: &'static str| table.lines().filter_map(move |line| line.strip_prefix(key));
        let from = after("- from: ").map(date);
        let percent = after("  percent: ").map(|percent| percent.parse().unwrap());
        Self {
            known: after("known_until: ").map(date).next().unwrap(),
            rows: from.zip(percent).collect(),
        }
    }

    /// The row in force on a day.
    fn on(&self, day: Date) -> Decimal {
        self.rows.iter().rfind(|(from, _)| *from <= day).unwrap().1
    }
}

fn rule(place: &str, consumer: bool) -> Rule {
    let rule = |rate, runs_from| Rule {
        rate,
        own_years: false,
        compounding: false,
        runs_from,
    };
    match (place, consumer) {
        ("es", false) => rule(Rate::Table(ECB, 8, false), "due"),
        ("es", true) => rule(Rate::Table(SPAIN, 0, false), "demand"),
        ("de", false) => rule(Rate::Table(BASIS, 9, false), "agreed-due"),
        ("de", true) => rule(Rate::Table(BASIS, 5, false), "agreed-due"),
        ("nl", false) => Rule {
            compounding: true,
            ..rule(Rate::Table(ECB, 8, false), "due")
        },
        ("nl", true) => Rule {
            compounding: true,
            ..rule(Rate::Table(DUTCH, 0, false), "agreed-due")
        },
        ("gb-eng", false) => rule(Rate::Table(BANK, 8, true), "due"),
        ("gb-eng", true) => rule(Rate::Flat(Decimal::from(8)), "due"),
        ("ru", _) => Rule {
            own_years: true,
            ..rule(Rate::Table(KEY, 0, false), "due")
        },
        _ => rule(Rate::Flat(Decimal::TEN), "due"),
    }
}

/// Of the law, whatever the contract says of interest; in the law's currency only.
fn compensation(place: &str, consumer: bool, debt: Decimal, currency: &str) -> Decimal {
    match (place, consumer, currency) {
        ("es" | "de", false, "EUR") => Decimal::from(40),
        ("gb-eng", false, "GBP") if debt < Decimal::from(1000) => Decimal::from(40),
        ("gb-eng", false, "GBP") if debt < Decimal::from(10000) => Decimal::from(70),
        ("gb-eng", false, "GBP") => Decimal::from(100),
        ("nl", _, "EUR") => {
            let slices = [
                (0, 2500, 150),
                (2500, 5000, 100),
                (5000, 10000, 50),
                (10000, 200_000, 10),
            ];
            let share = |(from, to, mille): (i64, i64, i64)| {
                let slice = debt.min(Decimal::from(to)) - Decimal::from(from);
                slice.max(Decimal::ZERO) * Decimal::new(mille, 3)
            };
            let scale: Decimal = slices.into_iter().map(share).sum();
            round(scale, currency)
                .max(Decimal::from(40))
                .min(Decimal::from(6775))
        }
        _ => Decimal::ZERO,
    }
}

impl<'w> Naive<'w> {
    /// Interest and compensation.
    pub fn charges(&self, on: &On<'w>) -> (Option<Ran>, Decimal) {
        let place = self.governing(on.client, on.contract);
        let consumer = text(on.client, "kind") == Some("consumer");
        let ran = self.interest(on, place, consumer);
        let account = &self.accounts[on.id];
        let debt = on.due.map_or(Decimal::ZERO, |due| account.open(due));
        let fixed = place
            .filter(|_| ran.is_some())
            .map(|place| compensation(place, consumer, debt, &account.currency));
        (ran, fixed.unwrap_or_default())
    }

    fn interest(&self, on: &On<'w>, place: Option<&str>, consumer: bool) -> Option<Ran> {
        if !["open", "paid"].contains(&on.state) {
            return None;
        }
        let terms = on.contract.and_then(|contract| part(contract, "terms"));
        let agreed = terms.and_then(|terms| terms.get("late_interest"));
        let (name, rule) = match agreed {
            Some(Value::Object(own)) => {
                let rate = Rate::Flat(text(own, "percent_per_year")?.parse().unwrap());
                (
                    "contract",
                    Rule {
                        rate,
                        own_years: false,
                        compounding: false,
                        runs_from: "due",
                    },
                )
            }
            Some(word) if word == "none" => return None,
            _ => (place?, rule(place?, consumer)),
        };
        let last = on.settled.unwrap_or(self.day);
        let from = self.default_begins(on, rule.runs_from)?;
        (from <= last).then(|| ran(&self.accounts[on.id], rule, (name, from, last)))
    }

    fn default_begins(&self, on: &On, runs_from: &str) -> Option<Date> {
        let due = on.due?;
        let after_demand = self.first_demand(on).map(|demand| add_days(demand, 1));
        match runs_from {
            "due" => Some(add_days(due, 1)),
            "agreed-due" if on.contract.is_some() => Some(add_days(due, 1)),
            "agreed-due" => {
                let latest = add_days(due, 31);
                Some(after_demand.map_or(latest, |day| day.min(latest)))
            }
            _ => after_demand,
        }
    }
}

/// Sums of principal x percent, apart for days in years of 365 and of 366: divided once, so that halves stay halves.
#[derive(Default)]
struct Accrued {
    common: Decimal,
    leap: Decimal,
}

impl Accrued {
    fn amount(&self) -> Decimal {
        let (common, leap) = (Decimal::from(36500), Decimal::from(36600));
        if self.leap.is_zero() {
            self.common / common
        } else {
            (self.common * leap + self.leap * common) / (common * leap)
        }
    }
}

fn ran(account: &Account, rule: Rule, (name, from, last): (&str, Date, Date)) -> Ran {
    let mut accrued = Accrued::default();
    let mut joined = Decimal::ZERO;
    let mut provisional = false;
    let mut periods: Vec<Period> = Vec::new();
    let last_before = add_days(from, -1);
    let joins: Vec<_> = (1..20)
        .map(|year| add_days(add_years(last_before, year), 1))
        .collect();
    let rows = match rule.rate {
        Rate::Flat(_) => None,
        Rate::Table(table, ..) => Some(Rows::of(table)),
    };
    let mut today = from;
    while today <= last {
        if rule.compounding && joins.contains(&today) {
            joined += accrued.amount();
            accrued = Accrued::default();
        }
        let percent = match (rule.rate, &rows) {
            (Rate::Table(_, margin, at_start), Some(rows)) => {
                let used = if at_start { from } else { today };
                provisional |= used > rows.known;
                rows.on(used) + Decimal::from(margin)
            }
            (Rate::Flat(percent), _) => percent,
            (Rate::Table(..), None) => panic!("its table was read"),
        };
        let eve = add_days(today, -1);
        let owed = account.total - up_to(&account.payments, eve) - up_to(&account.credits, eve);
        let principal = owed.max(Decimal::ZERO) + joined;
        let year: i32 = today.format("%Y").to_string().parse().unwrap();
        let is_leap = rule.own_years && Date::from_ymd_opt(year, 2, 29).is_some();
        *(if is_leap {
            &mut accrued.leap
        } else {
            &mut accrued.common
        }) += principal * percent;
        let new_year = rule.own_years && today.format("%m-%d").to_string() == "01-01";
        match periods.last_mut() {
            Some(period) if period.percent == percent && period.principal == principal && !new_year => {
                period.to = today
            }
            _ => periods.push(Period {
                from: today,
                to: today,
                percent,
                principal,
            }),
        }
        today = add_days(today, 1);
    }
    let amount = round(joined + accrued.amount(), &account.currency);
    Ran {
        amount,
        provisional,
        rule: name.to_owned(),
        periods,
    }
}

impl Ran {
    pub fn json(&self, currency: &str) -> Value {
        let periods = self.periods.iter().map(|period| {
            json!({
                "from": period.from, "to": period.to, "days": days(period.from, period.to) + 1,
                "percent": period.percent.normalize().to_string(), "principal": plain(period.principal, currency),
            })
        });
        json!({
            "amount": plain(self.amount, currency), "provisional": self.provisional, "rule": self.rule,
            "periods": periods.collect::<Vec<_>>(),
        })
    }
}
