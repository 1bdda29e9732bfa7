//! Clients: who they are, where they would be sued, and how they pay.

use super::{Written, chance::Chance, texts};
use std::fmt::Write;

/// A country of the studio's clients.
#[derive(Debug)]
pub struct Place {
    pub jurisdiction: &'static str,
    pub currency: &'static str,
    pub language: &'static str,
    /// Net work with this tax on lines; `None`: amounts as they are.
    pub tax: Option<i64>,
    pub payment_days: i64,
    towns: &'static [&'static str],
    forms: &'static [&'static str],
}

/// So many clients of a hundred are in each.
const PLACES: [(i64, Place); 8] = [
    (
        30,
        Place {
            jurisdiction: "es",
            currency: "EUR",
            language: "es",
            tax: Some(21),
            payment_days: 14,
            towns: &[
                "28045 Madrid",
                "08003 Barcelona",
                "41004 Sevilla",
                "50001 Zaragoza",
            ],
            forms: &["S.L.", "S.A.", "S. Coop."],
        },
    ),
    (
        22,
        Place {
            jurisdiction: "de",
            currency: "EUR",
            language: "de",
            tax: Some(19),
            payment_days: 14,
            towns: &["10999 Berlin", "20359 Hamburg", "04109 Leipzig"],
            forms: &["GmbH", "UG", "AG"],
        },
    ),
    (
        8,
        Place {
            jurisdiction: "at",
            currency: "EUR",
            language: "de",
            tax: None,
            payment_days: 14,
            towns: &["1070 Wien", "6020 Innsbruck"],
            forms: &["GmbH", "OG"],
        },
    ),
    (
        8,
        Place {
            jurisdiction: "fr",
            currency: "EUR",
            language: "fr",
            tax: None,
            payment_days: 14,
            towns: &["29200 Brest", "69001 Lyon"],
            forms: &["SARL", "SAS"],
        },
    ),
    (
        14,
        Place {
            jurisdiction: "gb-eng",
            currency: "GBP",
            language: "en",
            tax: None,
            payment_days: 21,
            towns: &["Bristol BS1 0ZZ", "Leeds LS1 0ZZ", "London E8 0ZZ"],
            forms: &["Ltd", "LLP"],
        },
    ),
    (
        8,
        Place {
            jurisdiction: "us-ny",
            currency: "USD",
            language: "en",
            tax: None,
            payment_days: 14,
            towns: &["Albany, NY 12200", "Brooklyn, NY 11200"],
            forms: &["LLC", "Inc."],
        },
    ),
    (
        5,
        Place {
            jurisdiction: "us-ca",
            currency: "USD",
            language: "en",
            tax: None,
            payment_days: 14,
            towns: &["Oakland, CA 94600", "Los Angeles, CA 90000"],
            forms: &["LLC", "Inc."],
        },
    ),
    (
        5,
        Place {
            jurisdiction: "us-tx",
            currency: "USD",
            language: "en",
            tax: None,
            payment_days: 14,
            towns: &["Austin, TX 78700", "Marfa, TX 79800"],
            forms: &["LLC"],
        },
    ),
];

/// How a client pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    Prompt,
    Slack,
    Slow,
    Bad,
}

#[derive(Debug)]
pub struct Client {
    pub id: String,
    pub name: String,
    pub place: &'static Place,
    pub habit: Habit,
    pub email: String,
    number: u64,
}

impl Client {
    pub fn of(number: u64, chance: &mut Chance) -> Self {
        let (first, second) = (chance.one_of(FIRST), chance.one_of(SECOND));
        let id = format!("{}-{}-{number}", first.to_lowercase(), second.to_lowercase());
        let habit = match chance.from(1, 100) {
            ..=48 => Habit::Prompt,
            49..=80 => Habit::Slack,
            81..=95 => Habit::Slow,
            _ => Habit::Bad,
        };
        Self {
            email: format!("accounts@{id}.example"),
            name: format!("{first} {second} {number}"),
            place: place(chance),
            habit,
            number,
            id,
        }
    }

    /// Beside what was billed, rather than in `payments/`.
    pub fn keeps_payments_in_invoices(&self) -> bool {
        self.number.is_multiple_of(2)
    }

    pub fn written(&self, chance: &mut Chance) -> Written {
        let mut text = String::new();
        let place = self.place;
        let _ = writeln!(text, "name: {}", self.name);
        let _ = writeln!(text, "legal_name: {} {}", self.name, chance.one_of(place.forms));
        let _ = writeln!(text, "registration: \"{:08}\"", self.number);
        if chance.percent(70) {
            let _ = writeln!(
                text,
                "tax_id: {}{:09}",
                &place.jurisdiction[..2].to_uppercase(),
                self.number
            );
        }
        let _ = writeln!(text, "kind: business\nlanguage: {}", place.language);
        let _ = writeln!(
            text,
            "address: {}",
            chance.one_of(&["formal", "formal", "informal"])
        );
        let _ = writeln!(text, "jurisdiction: {}", place.jurisdiction);
        let _ = writeln!(text, "contact:\n  name: {}", chance.one_of(texts::DEPARTMENTS));
        let _ = writeln!(
            text,
            "  email: {}\n  phone: \"+00 555 {:06}\"",
            self.email, self.number
        );
        let _ = writeln!(
            text,
            "  address: |\n    {} {}\n    {}",
            chance.one_of(texts::STREETS),
            chance.from(1, 180),
            chance.one_of(place.towns)
        );
        if chance.percent(15) {
            let _ = writeln!(
                text,
                "billing: {{email: invoices@{}.example, reference: PO {}}}",
                self.id, self.number
            );
        }
        let day = dunlin::calendar::add_days(super::work::FIRST_DAY, -60);
        let _ = writeln!(
            text,
            "vetting:\n  - {{date: {day}, source: {}, outcome: good}}",
            chance.one_of(texts::SOURCES)
        );
        if chance.percent(20) {
            let notes = chance.one_of(texts::NOTES);
            return (
                format!("clients/{}.md", self.id),
                format!("---\n{text}---\n{notes}\n"),
            );
        }
        (format!("clients/{}.yaml", self.id), text)
    }
}

fn place(chance: &mut Chance) -> &'static Place {
    let mut drawn = chance.from(1, 100);
    for (share, place) in &PLACES {
        drawn -= share;
        if drawn <= 0 {
            return place;
        }
    }
    &PLACES[0].1
}

const FIRST: &[&str] = &[
    "Amber",
    "Bakery",
    "Cardinal",
    "Driftwood",
    "Ember",
    "Ferry",
    "Granite",
    "Harbour",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Lantern",
    "Meridian",
    "Nightjar",
    "Orchard",
    "Paper",
    "Quarry",
    "Raven",
    "Saddle",
    "Tandem",
    "Umber",
    "Velvet",
    "Willow",
    "Yarrow",
    "Zephyr",
];
const SECOND: &[&str] = &[
    "Anvil",
    "Books",
    "Cinema",
    "Dental",
    "Events",
    "Films",
    "Gallery",
    "Hotel",
    "Insurance",
    "Joinery",
    "Kitchens",
    "Labs",
    "Motors",
    "Networks",
    "Optics",
    "Press",
    "Records",
    "Studios",
    "Theatre",
    "Vineyards",
    "Works",
];
