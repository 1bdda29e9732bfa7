//! What can be searched for, as files that `search.js` loads when somebody searches; apart because it is the one part of
//! the site that a script reads, and not a person.

mod shards;
mod words;

use super::{Book, voice::some};
use crate::{
    assess::{ClientOn, ContractOn, InvoiceOn},
    calendar::Date,
    money::{Amount, Currency},
    render::dashboard::element::{Mark, Tone},
};
use serde::Serialize;
use shards::{Holds, Postings, Shard};
use std::{cmp::Reverse, collections::BTreeMap};
use words::{joined, words};

/// Says what there is to load, in which words states are told, and which keys do what.
const INDEX: &str = "search-index.js";

/// All states that a result can be in. Files name them by their place here: the first two are the open invoices'.
const STATES: [(&str, Tone); 20] = [
    ("state.overdue", Tone::Late),
    ("state.open", Tone::Plain),
    ("state.paid", Tone::Good),
    ("state.written-off", Tone::Plain),
    ("state.void", Tone::Plain),
    ("state.draft", Tone::Plain),
    ("state.promise-broken", Tone::Late),
    ("state.plan-missed", Tone::Late),
    ("state.disputed", Tone::Watch),
    ("state.case", Tone::Watch),
    ("state.promised", Tone::Watch),
    ("state.plan", Tone::Watch),
    ("state.on-hold", Tone::Watch),
    ("state.stopped", Tone::Plain),
    ("state.paused", Tone::Plain),
    ("state.active", Tone::Plain),
    ("state.completed", Tone::Plain),
    ("state.cancelled", Tone::Plain),
    ("state.unsigned", Tone::Watch),
    ("state.kept", Tone::Good),
];

/// The keys as they are said in the window that `?` opens, each with its words.
const KEYS: [(&str, &str); 6] = [
    ("/", "keys.search"),
    ("j", "keys.next"),
    ("k", "keys.previous"),
    ("Enter", "keys.open"),
    ("Esc", "keys.close"),
    ("?", "keys.help"),
];

/// A client, a contract or an invoice, as a search shows it.
#[derive(Debug)]
struct Record<'s> {
    rank: Rank<'s>,
    kind: Kind,
    id: &'s str,
    title: &'s str,
    /// Whose it is, by name; of a contract or an invoice.
    client: Option<&'s str>,
    amount: String,
    state: Option<usize>,
    /// What else it is found by, and what isn't shown.
    also: String,
}

/// The best first: an open invoice before a paid one, the latest before older ones.
type Rank<'s> = (Kind, u8, Reverse<Option<Date>>, &'s str);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Client,
    Contract,
    Invoice,
}

/// The index, ready to be written file by file.
#[derive(Debug)]
pub struct Search<'s> {
    records: Vec<Record<'s>>,
    shards: Vec<Shard>,
    words: Index,
}

/// What [`INDEX`] hands to the script.
#[derive(Debug, Serialize)]
struct Index {
    /// "Client", "Contract", "Invoice".
    kinds: [String; 3],
    states: Vec<Mark>,
    keys: Keys,
}

#[derive(Debug, Serialize)]
struct Keys {
    title: String,
    close: String,
    /// The switch for keys of one letter.
    single: String,
    note: String,
    keys: Vec<(&'static str, String)>,
}

impl Search<'_> {
    /// Its files, the index of them first.
    pub fn paths(&self) -> Vec<String> {
        let shards = self.shards.iter().map(path);
        std::iter::once(INDEX.to_owned()).chain(shards).collect()
    }

    /// The bytes of the file at this place among [`Self::paths`].
    pub fn file(&self, at: usize) -> Vec<u8> {
        let shard = at.checked_sub(1).and_then(|at| self.shards.get(at));
        shard
            .map_or_else(|| self.index(), |shard| self.shard(shard))
            .into_bytes()
    }

    fn index(&self) -> String {
        let all = self.shards.iter().filter(|shard| shard.holds == Holds::All);
        let shards: Vec<&str> = all.map(|shard| shard.beginning.as_str()).collect();
        format!(
            "dunlinSearch({},\n{});\n",
            script(&self.words),
            script(&shards).replace("\",\"", "\",\n\"")
        )
    }

    /// One record a line, so that a change shows as one.
    fn shard(&self, shard: &Shard) -> String {
        let mut clients: BTreeMap<&str, usize> = BTreeMap::new();
        let records: Vec<&Record> = shard
            .records
            .iter()
            .filter_map(|at| self.records.get(*at))
            .collect();
        for client in records.iter().filter_map(|record| record.client) {
            clients.insert(client, 0);
        }
        for (place, at) in clients.values_mut().enumerate() {
            *at = place;
        }
        let lines = records.iter().map(|record| {
            script(&(
                record.kind as u8,
                record.id,
                if record.title == record.id {
                    ""
                } else {
                    record.title
                },
                record.client.and_then(|client| clients.get(client)),
                &record.amount,
                record.state,
                &record.also,
            ))
        });
        let total = match shard.holds {
            Holds::All => records.len(),
            Holds::BestOf(total) => total,
        };
        format!(
            "dunlinShard({},{total},{},[\n{}\n]);\n",
            script(&file_name(shard)),
            script(&clients.keys().collect::<Vec<_>>()),
            lines.collect::<Vec<_>>().join(",\n")
        )
    }
}

impl<'s> Book<'s> {
    pub fn search(&self) -> Search<'s> {
        let assessed = self.facts.assessed;
        let clients = assessed.clients.values().map(|on| self.client_record(on));
        let contracts = assessed.contracts.values().map(|on| self.contract_record(on));
        let invoices = assessed.invoices.values().map(|on| self.invoice_record(on));
        let mut records: Vec<Record> = clients.chain(contracts).chain(invoices).collect();
        records.sort_by_key(|record| record.rank);
        let mut postings = Postings::default();
        for (at, record) in records.iter().enumerate() {
            postings.add(at, &format!("{:?} {}", record.kind, record.id), record.words());
        }
        let is_called = |at: usize, word: &str| {
            records
                .get(at)
                .is_some_and(|record: &Record| record.is_called(word))
        };
        let shards = postings.shards(&is_called);
        Search {
            shards,
            words: self.search_words(),
            records,
        }
    }

    fn search_words(&self) -> Index {
        let word = |key: &str| self.voice.word(key);
        Index {
            kinds: [word("client.name"), word("contract.title"), word("invoice.title")],
            states: STATES
                .iter()
                .map(|(key, tone)| self.voice.mark(key, *tone))
                .collect(),
            keys: Keys {
                title: word("keys.title"),
                close: word("keys.close-window"),
                single: word("keys.single"),
                note: word("keys.note"),
                keys: KEYS.iter().map(|(key, words)| (*key, word(words))).collect(),
            },
        }
    }

    fn client_record(&self, on: &ClientOn<'s>) -> Record<'s> {
        let client = on.client;
        let totals = self.totals_of(on);
        let open: Vec<(Amount, Currency)> = totals
            .iter()
            .filter(|(_, totals)| totals.open.is_positive())
            .map(|(currency, totals)| (totals.open, *currency))
            .collect();
        let shown: Vec<String> = open
            .iter()
            .map(|(amount, currency)| self.voice.amount(*amount, *currency))
            .collect();
        let also = [
            client.legal_name(),
            &client.contact.name,
            &client.contact.email,
            &client.billing.reference,
            &client.registration,
            &client.tax_id,
        ];
        let also = also.into_iter().filter(|text| **text != client.name.value);
        Record {
            rank: (Kind::Client, u8::from(open.is_empty()), Reverse(None), &client.id),
            kind: Kind::Client,
            id: &client.id,
            title: &client.name.value,
            client: None,
            amount: shown.join(" · "),
            state: self.client_marks(on).first().and_then(|mark| self.place_of(mark)),
            also: together(also.map(str::to_owned).chain(digits(&open))),
        }
    }

    fn contract_record(&self, on: &ContractOn<'s>) -> Record<'s> {
        let contract = on.contract;
        let title = Some(contract.title.as_str()).filter(|title| !title.is_empty());
        Record {
            rank: (
                Kind::Contract,
                0,
                Reverse(contract.date.map(|day| day.value)),
                &contract.id,
            ),
            kind: Kind::Contract,
            id: &contract.id,
            title: title.unwrap_or(&contract.id),
            client: self.name_of(&contract.client.value),
            amount: self.voice.amount(on.total, on.currency),
            state: self
                .contract_marks(on)
                .last()
                .and_then(|mark| self.place_of(mark)),
            also: together(digits(&[(on.total, on.currency)])),
        }
    }

    fn invoice_record(&self, on: &InvoiceOn<'s>) -> Record<'s> {
        let invoice = on.invoice;
        let open = self.still_open(on);
        let shown = if on.is_open() { open } else { on.totals.total };
        let state = self.place_of(&self.invoice_state(on));
        let settled = u8::try_from(state.unwrap_or(STATES.len()).min(2)).unwrap_or(2);
        let told = invoice.payments.iter().map(|payment| &payment.reference);
        let banked = self.index.payments.invoice.of(&invoice.id).iter();
        let references = told
            .chain(banked.map(|payment| &payment.reference))
            .chain(on.case.map(|case| &case.reference))
            .cloned();
        Record {
            rank: (
                Kind::Invoice,
                settled,
                Reverse(invoice.issued.map(|day| day.value)),
                &invoice.id,
            ),
            kind: Kind::Invoice,
            id: &invoice.id,
            title: invoice.number(),
            client: self.name_of(&on.client.id),
            amount: self.voice.amount(shown, on.currency),
            state,
            also: together(references.chain(digits(&[(on.totals.total, on.currency), (open, on.currency)]))),
        }
    }

    fn name_of(&self, client: &str) -> Option<&'s str> {
        let client = self.facts.assessed.ledger.clients.get(client)?;
        Some(&client.name.value)
    }

    fn place_of(&self, mark: &Mark) -> Option<usize> {
        STATES
            .iter()
            .position(|(key, tone)| *tone == mark.tone && self.voice.language.word(key) == mark.text)
    }
}

impl Record<'_> {
    fn words(&self) -> impl Iterator<Item = String> {
        let texts = [self.id, self.title, self.client.unwrap_or_default(), &self.also];
        let all: std::collections::BTreeSet<String> = texts.into_iter().flat_map(words).collect();
        all.into_iter()
    }

    /// Whether its id, number or name is just this.
    fn is_called(&self, word: &str) -> bool {
        joined(self.id) == word || joined(self.title) == word
    }
}

/// Sums as their digits: `1.250,00` and `1,250.00` are found by both.
fn digits(amounts: &[(Amount, Currency)]) -> impl Iterator<Item = String> {
    let due = amounts.iter().filter(|(amount, _)| amount.is_positive());
    let plain = due.map(|(amount, currency)| amount.plain(*currency));
    plain.map(|text| text.chars().filter(char::is_ascii_digit).collect())
}

/// Each text once, in their order.
fn together(texts: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in texts.filter_map(|text| some(&text)) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join(" ")
}

fn path(shard: &Shard) -> String {
    format!("search-{}.js", file_name(shard))
}

/// Letters other than a to z as their number in base 36: a file's name must be one everywhere.
fn file_name(shard: &Shard) -> String {
    let kind = match shard.holds {
        Holds::All => "all",
        Holds::BestOf(_) => "best",
    };
    shard
        .beginning
        .chars()
        .fold(kind.to_owned() + "-", |mut name, c| {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else {
                name.push('~');
                name.extend(base_36(u32::from(c)));
            }
            name
        })
}

/// Four digits: no letter has more.
fn base_36(number: u32) -> impl Iterator<Item = char> {
    let digit = move |place: u32| char::from_digit(number / 36_u32.pow(place) % 36, 36).unwrap_or('0');
    (0..4).rev().map(digit)
}

/// JSON that may stand in a script, and in one that stands in a page.
fn script(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_cannot_leave_its_string() {
        assert_eq!(
            script(&"</script><!-- \u{2028}\u{2029}\"\\"),
            r#""\u003c/script>\u003c!-- \u2028\u2029\"\\""#
        );
    }

    #[test]
    fn every_beginning_is_a_files_name_on_every_system() {
        for (beginning, expected) in [
            ("", "search-all-.js"),
            ("2026", "search-all-2026.js"),
            ("con", "search-all-con.js"),
            ("юл", "search-all-~00um~00u3.js"),
            ("gmbh 3f", "search-all-gmbh~000w3f.js"),
            ("𠮷", "search-all-~2vg7.js"),
        ] {
            let shard = Shard {
                beginning: beginning.to_owned(),
                holds: Holds::All,
                records: Vec::new(),
            };
            assert_eq!(path(&shard), expected);
        }
    }

    #[test]
    fn sums_are_found_by_their_digits_and_said_once() {
        let eur = Currency::from_code("EUR").unwrap();
        let yen = Currency::from_code("JPY").unwrap();
        let sum = |text| Amount::parse(text).unwrap();
        let sums = [
            (sum("1250.5"), eur),
            (sum("1250.50"), eur),
            (sum("900"), yen),
            (Amount::ZERO, eur),
        ];
        assert_eq!(together(digits(&sums)), "125050 900");
    }
}
