//! A schedule that fits a small-claims limit: parts that can each be claimed, and no more owed at once than can be
//! claimed if the client stops paying. Every candidate is measured as the rules measure; the first that fits is told.

use super::limits::{exceeded, gross_words};
use crate::{
    assess::{Assessed, ContractOn, Protection, peak},
    calendar::{Date, add_days, days_between},
    model::contract::{Amounts, Share, Timing},
    money::{Amount, Currency},
    statute::Limit,
};

/// Three years of months; more parts help nobody.
const MOST_PARTS: u32 = 36;

/// Days between parts where a contract names no end.
const USUAL_STEP: i64 = 30;

/// A remedy in words that can be followed: a schedule where one can be found, else how to split.
pub fn remedy(assessed: &Assessed, on: &ContractOn, limit: &Limit) -> String {
    let advice = match schedule(assessed, on) {
        Some(suggestion) => format!(
            "{}\nin it no more than the limit is ever owed at once;",
            suggestion.words(on)
        ),
        None => split_words(on, limit),
    };
    let law = on
        .jurisdiction
        .and_then(|place| assessed.statutes.jurisdiction(place));
    let splitting = law.and_then(|law| law.small_claims.splitting.as_deref());
    let splitting = splitting.map_or_else(String::new, |text| format!("; in this place: {text}"));
    format!("{advice}\ninstalments that are already due usually count as one claim{splitting}")
}

/// A remedy where only the clause on stopping work is missing: what could then be owed at once.
pub fn clause_remedy(assessed: &Assessed, on: &ContractOn) -> Option<String> {
    let dues: Vec<_> = on.instalments.iter().map(|row| (row.date, row.gross)).collect();
    let protection = Protection {
        start: on.contract.start.map(|start| start.value),
        stops_after: Some(on.grace_days),
    };
    let (k, owed) = peak(&dues, protection)?;
    let (day, _) = dues.get(k)?;
    let fits = !on.stops_work() && exceeded(assessed, on, (*day, owed)).is_none();
    fits.then(|| {
        format!(
            "agree that work stops when a payment is late: add `stop_work: true` to `terms`; with {} grace days at most {} can then be owed at once",
            on.grace_days,
            gross_words(on, owed)
        )
    })
}

/// A schedule that passes, if one is found. Not for repeated instalments, whose sum has no end, nor once invoices
/// name an instalment, which would then be gone.
pub fn schedule(assessed: &Assessed, on: &ContractOn) -> Option<Suggestion> {
    let repeated = on
        .contract
        .schedule
        .iter()
        .any(|row| matches!(row.timing, Timing::Repeated { .. }));
    let mut invoices = assessed.invoices_of(&on.contract.client.value);
    let named =
        invoices.any(|invoice| invoice.is_under(on.contract) && !invoice.invoice.instalments.is_empty());
    if repeated || named {
        return None;
    }
    let beside = on.instalments.iter().filter(|row| row.amendment.is_some());
    let start = on.contract.start.map(|start| start.value);
    let first = start
        .or(on.contract.date.map(|date| date.value))
        .or(on.instalments.first().map(|row| row.date))
        .unwrap_or(assessed.day);
    let own = on.instalments.iter().rev().find(|row| row.amendment.is_none());
    let last = on.contract.end.map(|end| end.value);
    let wanted = Wanted {
        total: written_total(on)?,
        currency: on.currency,
        tax_percent: (on.contract.amounts == Amounts::Net).then_some(on.contract.tax_percent),
        total_is_stated: on.contract.total.is_some(),
        first,
        last: last.or(own.map(|row| row.date)).filter(|last| *last > first),
        start,
        stops_work: on.stops_work(),
        grace_days: on.grace_days,
        beside: beside.map(|row| (row.date, row.gross)).collect(),
    };
    wanted.find(|day, sum| exceeded(assessed, on, (day, sum)).is_none())
}

/// The contract's own total as written, net or gross: stated, or the sum of its amounts.
fn written_total(on: &ContractOn) -> Option<Amount> {
    if let Some(total) = on.contract.total {
        return Some(total.value);
    }
    let amounts = on.contract.schedule.iter().map(|row| match row.share {
        Share::Amount(amount) | Share::UpTo(amount) => Some(amount),
        Share::Percent(_) | Share::Rest => None,
    });
    amounts.sum::<Option<Amount>>().filter(|sum| sum.is_positive())
}

/// What a schedule is to be found for.
#[derive(Debug, Clone)]
struct Wanted {
    /// As written; net if there is a `tax_percent`.
    total: Amount,
    currency: Currency,
    tax_percent: Option<Amount>,
    total_is_stated: bool,
    /// The first part's day.
    first: Date,
    /// The last part's day, where one is known.
    last: Option<Date>,
    start: Option<Date>,
    stops_work: bool,
    grace_days: u32,
    /// What falls due under amendments, gross.
    beside: Vec<(Date, Amount)>,
}

/// A schedule that fits, and whether it needs the clause on stopping work first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    parts: Vec<Part>,
    needs_stop_work: bool,
    /// The last part is told as `rest`.
    ends_in_rest: bool,
}

/// One part: its day, and its amount as a contract would write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    due: Date,
    amount: Amount,
}

/// A shape to try: how many parts, what share of the total comes first, on which days.
#[derive(Debug, Clone, Copy)]
struct Shape {
    count: u32,
    /// In percent; `None`: all parts are equal.
    deposit: Option<u32>,
    last: Option<Date>,
}

impl Wanted {
    fn find(&self, admits: impl Fn(Date, Amount) -> bool) -> Option<Suggestion> {
        let plain = self.equal_parts(self.last).map(|shape| (shape, self.stops_work));
        let stopping = self.equal_parts(self.last).map(|shape| (shape, true));
        let heavy = self.heavy_deposits().map(|shape| (shape, true));
        let later = self.equal_parts(None).map(|shape| (shape, true));
        let shapes = plain.chain(stopping).chain(heavy).chain(later);
        let mut tried = shapes.filter_map(|(shape, stops)| Some((self.parts(shape)?, stops)));
        let (parts, stops) = tried.find(|(parts, stops)| self.fits(parts, *stops, &admits))?;
        Some(Suggestion {
            parts,
            needs_stop_work: stops && !self.stops_work,
            ends_in_rest: self.total_is_stated,
        })
    }

    fn equal_parts(&self, last: Option<Date>) -> impl Iterator<Item = Shape> + use<> {
        (2..=MOST_PARTS).map(move |count| Shape {
            count,
            deposit: None,
            last,
        })
    }

    /// Where the time is short, more is asked before work starts.
    fn heavy_deposits(&self) -> impl Iterator<Item = Shape> + use<> {
        let last = self.last;
        let deposits = self.start.map(|_| [50, 60, 70, 80, 90]).into_iter().flatten();
        deposits.flat_map(move |percent| {
            (2..=MOST_PARTS).map(move |count| Shape {
                count,
                deposit: Some(percent),
                last,
            })
        })
    }

    /// The last part takes what rounding left. `None`: a part would be nothing.
    fn parts(&self, shape: Shape) -> Option<Vec<Part>> {
        let others = shape.count - 1;
        let (deposit, each) = match shape.deposit {
            None => {
                let each = self.total.part(shape.count, self.currency);
                (each, each)
            }
            Some(percent) => {
                let percent = Amount::from(i64::from(percent));
                let deposit = self.total.percent(percent, self.currency);
                (deposit, (self.total - deposit).part(others, self.currency))
            }
        };
        let mut left = self.total;
        let mut parts = Vec::new();
        for n in 0..shape.count {
            let amount = match n {
                0 => deposit,
                n if n == others => left,
                _ => each,
            };
            left -= amount;
            parts.push(Part {
                due: self.day(n, shape)?,
                amount,
            });
        }
        parts
            .iter()
            .all(|part| part.amount.is_positive())
            .then_some(parts)
    }

    /// Evenly from the first day to the last.
    fn day(&self, n: u32, shape: Shape) -> Option<Date> {
        let span = match shape.last {
            Some(last) => days_between(self.first, last),
            None => USUAL_STEP * i64::from(shape.count - 1),
        };
        let days = (span * i64::from(n)).checked_div(i64::from(shape.count - 1))?;
        Some(add_days(self.first, days))
    }

    /// Whether each part after `start`, and the most that can be owed at once, stay within the limit of their days.
    fn fits(&self, parts: &[Part], stops_work: bool, admits: impl Fn(Date, Amount) -> bool) -> bool {
        let mut dues = self.grosses(parts);
        let exposed = |date: Date| self.start.is_none_or(|start| date > start);
        let each_fits = dues.iter().all(|(day, sum)| !exposed(*day) || admits(*day, *sum));
        dues.extend(&self.beside);
        dues.sort_by_key(|(day, _)| *day);
        let protection = Protection {
            start: self.start,
            stops_after: stops_work.then_some(self.grace_days),
        };
        let peak = peak(&dues, protection).and_then(|(k, owed)| Some((dues.get(k)?.0, owed)));
        each_fits && peak.is_none_or(|(day, owed)| admits(day, owed))
    }

    /// With tax; `rest` is what the others leave of the gross total.
    fn grosses(&self, parts: &[Part]) -> Vec<(Date, Amount)> {
        let gross = |written: Amount| {
            self.tax_percent
                .map_or(written, |percent| written.plus_percent(percent, self.currency))
        };
        let mut dues: Vec<_> = parts.iter().map(|part| (part.due, gross(part.amount))).collect();
        let sum: Amount = dues.iter().map(|(_, sum)| *sum).sum();
        if let (true, Some((_, last))) = (self.total_is_stated, dues.last_mut()) {
            *last += gross(self.total) - sum;
        }
        dues
    }
}

impl Suggestion {
    /// What to agree on, with the schedule as it would stand in the contract.
    pub fn words(&self, on: &ContractOn) -> String {
        let clause = if self.needs_stop_work {
            format!(
                "add `stop_work: true` and `grace_days: {}` to `terms`, and agree",
                on.grace_days
            )
        } else {
            "agree".to_owned()
        };
        format!("{clause} on a schedule such as this:\n{}", self.yaml(on.currency))
    }

    /// As it would stand in the contract.
    fn yaml(&self, currency: Currency) -> String {
        let mut lines = vec!["schedule:".to_owned()];
        for (n, part) in (1..).zip(&self.parts) {
            let share = if self.ends_in_rest && n == self.parts.len() {
                "rest: true".to_owned()
            } else {
                format!("amount: {}", part.amount.plain(currency))
            };
            lines.push(format!("  - {{id: part-{n}, due: {}, {share}}}", part.due));
        }
        lines.join("\n")
    }
}

/// How to split what is too large, where no schedule can be written out.
fn split_words(on: &ContractOn, limit: &Limit) -> String {
    let clause = if on.stops_work() {
        String::new()
    } else {
        format!(
            "add `stop_work: true` and `grace_days: {}` to `terms`, and ",
            on.grace_days
        )
    };
    let most = if limit.inclusive { "at most" } else { "less than" };
    format!(
        "{clause}split it into parts of {most} {}, each due more than {} days after the one before",
        gross_words(on, limit.amount),
        on.grace_days
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assess::{assess, statutes},
        calendar::parse_date,
        load::{self, Content, Folder},
        statute::Statutes,
    };
    use proptest::prelude::*;

    const CLIENT: &str = "name: Acme\nkind: business\njurisdiction: us-ca\n";

    fn loaded(contract: &str) -> load::Loaded {
        let settings = "creditor: {name: Studio}\ncurrency: USD\n";
        let files = [
            ("dunlin.yaml", settings),
            ("clients/acme.yaml", CLIENT),
            ("contracts/site.yaml", contract),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())));
        let folder = Folder {
            files: files.into(),
            ..Folder::default()
        };
        let places: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&folder, &places);
        assert_eq!(loaded.findings, [], "{contract}");
        loaded
    }

    /// What `look` sees of the contract.
    fn with<T>(contract: &str, look: impl Fn(&Assessed, &ContractOn) -> T) -> T {
        let loaded = loaded(contract);
        let ledger = loaded.ledger.as_ref().unwrap();
        let law = statutes(ledger).unwrap();
        let assessed = assess(ledger, &law, parse_date("2026-03-01").unwrap());
        look(&assessed, &assessed.contracts["site"])
    }

    fn suggestion(contract: &str) -> Option<Suggestion> {
        with(contract, schedule)
    }

    /// The contract as the suggestion would have it.
    fn followed(contract: &str, suggestion: &Suggestion) -> String {
        let yaml = suggestion.yaml(Currency::from_code("USD").unwrap());
        let clause = match suggestion.needs_stop_work {
            true => "terms: {stop_work: true, grace_days: 7}\n",
            false => "",
        };
        format!("{contract}{yaml}\n{clause}")
    }

    /// What the two rules on limits find in it.
    fn findings(contract: &str) -> Vec<String> {
        with(contract, |assessed, on| {
            let each = super::super::limits::over_limit(assessed, on);
            let peak = &on.peak_exposure;
            let peak = peak.on.and_then(|day| exceeded(assessed, on, (day, peak.amount)));
            let each = each.iter().map(|sum| format!("{sum:?}"));
            each.chain(peak.map(|limit| format!("{limit:?}"))).collect()
        })
    }

    #[test]
    fn the_simplest_schedule_that_fits_is_told() {
        for (contract, yaml, needs_stop_work) in [
            (
                "client: acme\nstart: 2026-01-23\nend: 2026-05-29\ntotal: 20500.00\n",
                "schedule:
  - {id: part-1, due: 2026-01-23, amount: 10250.00}
  - {id: part-2, due: 2026-05-29, rest: true}",
                false,
            ),
            (
                "client: acme\nstart: 2026-01-23\nend: 2026-05-29\ntotal: 40000.00\n",
                "schedule:
  - {id: part-1, due: 2026-01-23, amount: 10000.00}
  - {id: part-2, due: 2026-03-06, amount: 10000.00}
  - {id: part-3, due: 2026-04-17, amount: 10000.00}
  - {id: part-4, due: 2026-05-29, rest: true}",
                true,
            ),
            // Two weeks leave no room for parts: most of it comes first.
            (
                "client: acme\nstart: 2026-01-23\nend: 2026-01-30\ntotal: 40000.00\n",
                "schedule:
  - {id: part-1, due: 2026-01-23, amount: 28000.00}
  - {id: part-2, due: 2026-01-30, rest: true}",
                true,
            ),
        ] {
            let found = suggestion(contract).unwrap();
            assert_eq!(found.yaml(Currency::from_code("USD").unwrap()), yaml);
            assert_eq!(found.needs_stop_work, needs_stop_work, "{contract}");
        }
    }

    #[test]
    fn what_repeats_is_split_in_words() {
        let contract =
            "client: acme\nschedule: [{id: retainer, every: month, from: 2026-01-31, amount: 15000.00}]\n";
        assert_eq!(suggestion(contract), None);
        let help = with(contract, |assessed, on| {
            let over = super::super::limits::over_limit(assessed, on);
            remedy(assessed, on, &over[0].limit)
        });
        assert_eq!(
            help,
            "add `stop_work: true` and `grace_days: 7` to `terms`, and split it into parts of at most 12500.00 USD, \
             each due more than 7 days after the one before\ninstalments that are already due usually count as one claim"
        );
    }

    #[test]
    fn what_the_law_says_of_splitting_is_said() {
        let contract = "client: acme\njurisdiction: fr\ncurrency: EUR\nstart: 2026-01-23\nend: 2026-05-29\ntotal: 20000.00\n";
        let help = with(contract, |assessed, on| {
            let over = super::super::limits::over_limit(assessed, on);
            remedy(assessed, on, &over[0].limit)
        });
        assert!(
            help.contains("usually count as one claim; in this place: art. 35 CPC"),
            "{help}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_suggested_passes_both_rules(
            cents in 1_250_001_i64..35_000_000,
            weeks in 0_u32..60,
            start in any::<bool>(),
            tax in 0_u32..25,
        ) {
            let end = add_days(parse_date("2026-01-23").unwrap(), i64::from(weeks) * 7);
            let start = if start { "start: 2026-01-23\n" } else { "date: 2026-01-23\n" };
            let taxes = if tax == 0 { String::new() } else { format!("amounts: net\ntax_percent: {tax}\n") };
            let contract = format!(
                "client: acme\n{start}end: {end}\n{taxes}total: {}.{:02}\n",
                cents / 100,
                cents % 100
            );
            let found = suggestion(&contract);
            prop_assert!(found.is_some(), "{}", contract);
            let contract = followed(&contract, &found.unwrap());
            prop_assert_eq!(findings(&contract), Vec::<String>::new(), "{}", contract);
        }
    }
}
