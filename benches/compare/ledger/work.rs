//! Contracts: how many invoices each has, when they fall due, and the text that was signed.

use super::{
    Written,
    chance::Chance,
    day,
    people::{Client, Habit},
    texts,
};
use dunlin::calendar::{Date, add_days, add_months, days_between};
use std::fmt::Write;

/// Nothing is older.
pub const FIRST_DAY: Date = match Date::from_ymd_opt(2021, 8, 1) {
    Some(first) => first,
    None => Date::MIN,
};

/// From so many invoices on a contract is a monthly one.
const MONTHLY: usize = 12;

#[derive(Debug)]
pub struct Contract<'c> {
    pub id: String,
    pub client: &'c Client,
    pub title: &'static str,
    pub parts: Vec<Part>,
    is_monthly: bool,
}

/// What one invoice bills.
#[derive(Debug)]
pub struct Part {
    pub id: String,
    pub due: Date,
    /// Before tax, without cents.
    pub net: i64,
    pub what: &'static str,
    pub is_deposit: bool,
}

/// The invoices of each contract of one client, no more than are left.
pub fn sizes(chance: &mut Chance, left: &mut usize) -> Vec<usize> {
    let wanted: Vec<i64> = match chance.from(1, 100) {
        ..=50 => vec![chance.from(2, 4)],
        51..=85 => (0..chance.from(2, 4)).map(|_| chance.from(2, 5)).collect(),
        _ => vec![chance.from(12, 36)],
    };
    let mut sizes = Vec::new();
    for size in wanted {
        let size = usize::try_from(size).unwrap_or(1).min(*left);
        *left -= size;
        sizes.extend((size > 0).then_some(size));
    }
    sizes
}

/// All contracts of a client, the first deposit due so that the last part is where the client should end: four in ten
/// are with the studio now, and more came lately than long ago.
pub fn contracts<'c>(client: &'c Client, sizes: &[usize], chance: &mut Chance) -> Vec<Contract<'c>> {
    let ends = if chance.percent(40) {
        add_days(day(), chance.from(-35, 45))
    } else {
        add_days(day(), -chance.from(0, 1500).min(chance.from(0, 1500)))
    };
    let same_again = chance.clone();
    let tried = in_turn(client, (sizes, FIRST_DAY), chance);
    let length = tried
        .last()
        .map_or(0, |last| days_between(FIRST_DAY, last.last_due()));
    *chance = same_again;
    in_turn(client, (sizes, add_days(ends, -length).max(FIRST_DAY)), chance)
}

fn in_turn<'c>(
    client: &'c Client,
    (sizes, first): (&[usize], Date),
    chance: &mut Chance,
) -> Vec<Contract<'c>> {
    let mut begins = first;
    let contracts = sizes.iter().enumerate().map(|(place, parts)| {
        let contract = Contract::of(client, (place, *parts, begins), chance);
        begins = add_days(contract.last_due(), chance.from(40, 120));
        contract
    });
    contracts.collect()
}

impl<'c> Contract<'c> {
    pub fn of(client: &'c Client, (place, parts, begins): (usize, usize, Date), chance: &mut Chance) -> Self {
        let is_monthly = parts >= MONTHLY;
        let mut net = 60 * chance.from(4, 25);
        let mut due = begins;
        let rows = (0..parts).map(|part| {
            if part > 0 {
                due = add_days(due, chance.from(28, 38));
            }
            if !is_monthly {
                net = 60 * chance.from(4, 25);
            }
            Part {
                id: match part {
                    _ if is_monthly => format!("monthly-{}", part + 1),
                    0 => "deposit".to_owned(),
                    _ => format!("part-{}", part + 1),
                },
                due: if is_monthly {
                    add_months(begins, u32::try_from(part).unwrap_or(0))
                } else {
                    due
                },
                net,
                what: chance.one_of(texts::WORK),
                is_deposit: part == 0,
            }
        });
        Self {
            parts: rows.collect(),
            id: format!(
                "{}-{}",
                client.id,
                ["a", "b", "c", "d"].get(place).unwrap_or(&"z")
            ),
            title: chance.one_of(texts::TITLES),
            client,
            is_monthly,
        }
    }

    pub fn last_due(&self) -> Date {
        self.parts.last().map_or(FIRST_DAY, |part| part.due)
    }

    pub fn is_over(&self) -> bool {
        self.last_due() < add_days(day(), -20)
    }

    /// Work periods are written where nobody ever has to stop.
    pub fn tells_periods(&self) -> bool {
        self.is_monthly && self.client.habit == Habit::Prompt
    }

    pub fn written(&self, chance: &mut Chance) -> Written {
        let mut text = String::from("---\n");
        let place = self.client.place;
        let first = self.parts.first().map_or(FIRST_DAY, |part| part.due);
        let signed = add_days(first, -place.payment_days - 3).min(add_days(day(), -2));
        let _ = writeln!(text, "client: {}\ntitle: {}", self.client.id, self.title);
        let _ = writeln!(
            text,
            "date: {}\nsigned: {signed}\nstart: {}",
            add_days(signed, -4),
            add_days(first, 1)
        );
        if !self.is_monthly {
            let _ = writeln!(text, "end: {}", self.last_due().max(add_days(first, 2)));
        }
        let _ = writeln!(text, "currency: {}", place.currency);
        if let Some(percent) = place.tax {
            let _ = writeln!(text, "amounts: net\ntax_percent: {percent}");
        }
        self.write_schedule(&mut text);
        let _ = writeln!(
            text,
            "terms:\n  payment_days: {}\n  grace_days: 7\n  stop_work: true\n  late_interest: statutory\n  \
             acceptance_days: 10\n  disputes: mediation",
            place.payment_days
        );
        if self.is_over() {
            text.push_str("status: completed\n");
        }
        let _ = write!(text, "---\n{}", texts::AGREEMENT);
        text.push_str(chance.one_of(texts::CLAUSES));
        (format!("contracts/{}.md", self.id), text)
    }

    fn write_schedule(&self, text: &mut String) {
        if let (true, Some(first)) = (self.is_monthly, self.parts.first()) {
            let (from, until) = (first.due, self.last_due());
            let _ = writeln!(
                text,
                "schedule:\n  - {{id: monthly, every: month, from: {from}, until: {until}, amount: {}.00, when: in advance}}",
                first.net
            );
            return;
        }
        let total: i64 = self.parts.iter().map(|part| part.net).sum();
        let _ = writeln!(text, "total: {total}.00\nschedule:");
        for part in &self.parts {
            let _ = writeln!(
                text,
                "  - {{id: {}, due: {}, amount: {}.00, when: {}}}",
                part.id,
                part.due,
                part.net,
                if part.is_deposit {
                    "before work starts"
                } else {
                    part.what
                }
            );
        }
    }
}
