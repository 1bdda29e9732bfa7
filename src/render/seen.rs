//! What earlier builds showed, as the file that a build leaves beside its pages; apart because a file of another program,
//! or half a file, must read as nothing rather than as an error.

use crate::{
    calendar::{Date, parse_date},
    check::Checked,
    load::Anchors,
    money::{Amount, Currency},
    report::{Owed, Past, Promised, Seen, Snapshot},
    source::Sources,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA: &str = "dunlin/seen/1";

#[derive(Serialize, Deserialize)]
struct Written {
    schema: String,
    builds: Vec<Build>,
}

#[derive(Serialize, Deserialize)]
struct Build {
    as_of: String,
    /// By currency: open, overdue.
    totals: BTreeMap<String, (String, String)>,
    /// Client, currency, amount.
    received: Vec<(String, String, String)>,
    /// By invoice.
    open: BTreeMap<String, Open>,
    /// Client, draft.
    letters: BTreeSet<(String, String)>,
    /// Rule, record, how many.
    findings: Vec<(String, String, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Open {
    overdue: bool,
    disputed: bool,
    /// Day and what became of it.
    promise: Option<(String, Word)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Open,
    Kept,
    Broken,
}

/// Findings by rule and record: what stays the same of them while lines and days move.
pub fn findings(checked: &Checked, sources: &Sources) -> BTreeMap<(String, String), usize> {
    let mut anchors = Anchors::new(sources);
    let mut findings = BTreeMap::new();
    for judged in &checked.findings {
        let record = anchors.of(judged.finding.span).record;
        *findings
            .entry((judged.finding.rule.to_owned(), record))
            .or_default() += 1;
    }
    findings
}

pub fn bytes(past: &Past) -> Vec<u8> {
    let written = Written {
        schema: SCHEMA.to_owned(),
        builds: past.snapshots.iter().map(Build::of).collect(),
    };
    let mut bytes = serde_json::to_vec(&written).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Nothing where there is anything in it that a build wouldn't have written.
pub fn read(bytes: &[u8]) -> Past {
    let written: Option<Written> = serde_json::from_slice(bytes).ok();
    let builds = written.filter(|written| written.schema == SCHEMA);
    let snapshots = builds.and_then(|written| written.builds.iter().map(Build::snapshot).collect());
    let snapshots: Vec<Snapshot> = snapshots.unwrap_or_default();
    let in_order = snapshots.is_sorted_by(|a, b| a.day < b.day);
    Past {
        snapshots: if in_order { snapshots } else { Vec::new() },
    }
}

impl Build {
    fn of(seen: &Snapshot) -> Self {
        let totals = seen.totals.iter().map(|(code, owed)| {
            let sums = (owed.open.shortest(), owed.overdue.shortest());
            (code.clone(), sums)
        });
        let received = seen
            .received
            .iter()
            .map(|((client, code), amount)| (client.clone(), code.clone(), amount.shortest()));
        let found = seen
            .findings
            .iter()
            .map(|((rule, record), count)| (rule.clone(), record.clone(), *count));
        Self {
            as_of: seen.day.to_string(),
            totals: totals.collect(),
            received: received.collect(),
            open: seen
                .open
                .iter()
                .map(|(id, seen)| (id.clone(), Open::of(*seen)))
                .collect(),
            letters: seen.letters.clone(),
            findings: found.collect(),
        }
    }

    fn snapshot(&self) -> Option<Snapshot> {
        let totals = self.totals.iter().map(|(code, (open, overdue))| {
            Currency::from_code(code)?;
            let (open, overdue) = (amount(open)?, amount(overdue)?);
            Some((code.clone(), Owed { open, overdue }))
        });
        let received = self.received.iter().map(|(client, code, sum)| {
            Currency::from_code(code)?;
            Some(((client.clone(), code.clone()), amount(sum)?))
        });
        let open = self
            .open
            .iter()
            .map(|(id, open)| Some((id.clone(), open.seen()?)));
        let found = self.findings.iter().cloned();
        Some(Snapshot {
            day: parse_date(&self.as_of)?,
            totals: totals.collect::<Option<_>>()?,
            received: received.collect::<Option<_>>()?,
            open: open.collect::<Option<_>>()?,
            letters: self.letters.clone(),
            findings: found
                .map(|(rule, record, count)| ((rule, record), count))
                .collect(),
        })
    }
}

impl Open {
    fn of(seen: Seen) -> Self {
        let word = |became| match became {
            Promised::Open => Word::Open,
            Promised::Kept => Word::Kept,
            Promised::Broken => Word::Broken,
        };
        let promise = seen.promise;
        Self {
            overdue: seen.overdue,
            disputed: seen.disputed,
            promise: promise.map(|(day, became): (Date, _)| (day.to_string(), word(became))),
        }
    }

    fn seen(&self) -> Option<Seen> {
        let promise = match &self.promise {
            None => None,
            Some((day, word)) => Some((
                parse_date(day)?,
                match word {
                    Word::Open => Promised::Open,
                    Word::Kept => Promised::Kept,
                    Word::Broken => Promised::Broken,
                },
            )),
        };
        Some(Seen {
            overdue: self.overdue,
            disputed: self.disputed,
            promise,
        })
    }
}

/// A sum of many may have more digits than a user may write.
fn amount(text: &str) -> Option<Amount> {
    let decimal = rust_decimal::Decimal::from_str_exact(text).ok()?;
    Some(Amount::from_decimal(decimal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapshots() -> impl Strategy<Value = Vec<Snapshot>> {
        let sum = (0_i64..=9_999_999_999, 0_u32..=3)
            .prop_map(|(n, scale)| Amount::from_decimal(rust_decimal::Decimal::new(n, scale).normalize()));
        let day = |n: u16| crate::calendar::add_days(parse_date("2026-01-01").unwrap(), i64::from(n));
        let promise = proptest::option::of((any::<u16>(), 0..3_usize).prop_map(move |(n, became)| {
            let became = [Promised::Open, Promised::Kept, Promised::Broken][became];
            (day(n), became)
        }));
        let seen = (any::<bool>(), any::<bool>(), promise).prop_map(|(overdue, disputed, promise)| Seen {
            overdue,
            disputed,
            promise,
        });
        let code = proptest::sample::select(vec!["EUR".to_owned(), "JPY".to_owned()]);
        let owed = (sum.clone(), sum.clone()).prop_map(|(open, overdue)| Owed { open, overdue });
        let pair = || ("[a-zü\"]{1,4}", ".{0,4}");
        let parts = (
            proptest::collection::btree_map(code.clone(), owed, 0..3),
            proptest::collection::btree_map(("[a-z]{1,4}", code), sum, 0..4),
            proptest::collection::btree_map("[a-z]{1,4}", seen, 0..4),
            proptest::collection::btree_set(pair(), 0..4),
            proptest::collection::btree_map(pair(), 1..9_usize, 0..4),
        );
        let snapshot = parts.prop_map(|(totals, received, open, letters, findings)| {
            (totals, received, open, letters, findings)
        });
        proptest::collection::vec(snapshot, 0..3).prop_map(move |all| {
            let days = (0_u16..).map(day);
            let each = all.into_iter().zip(days);
            each.map(|((totals, received, open, letters, findings), day)| Snapshot {
                day,
                totals,
                received,
                open,
                letters,
                findings,
            })
            .collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_and_half_of_it_never(snapshots in snapshots(), cut in 0..100_usize) {
            let past = Past { snapshots };
            let written = bytes(&past);
            prop_assert_eq!(read(&written), past);
            let half = &written[..(written.len() - 2) * cut / 100];
            prop_assert_eq!(read(half), Past::default());
        }
    }

    #[test]
    fn what_no_build_wrote_is_nothing() {
        let good = r#"{"schema":"dunlin/seen/1","builds":[{"as_of":"2026-03-01","totals":{"EUR":["1","0"]},"received":[],"open":{},"letters":[],"findings":[]}]}"#;
        assert_eq!(read(good.as_bytes()).snapshots.len(), 1);
        for (from, to) in [
            ("seen/1", "seen/2"),
            ("2026-03-01", "2026-02-30"),
            ("EUR", "euro"),
            ("\"1\"", "\"x\""),
            ("\"1\"", "1"),
            ("\"open\":{},", ""),
            ("}]}", "}"),
        ] {
            assert!(good.contains(from));
            assert_eq!(read(good.replace(from, to).as_bytes()), Past::default(), "{from}");
        }
        assert_eq!(read(b"\xff"), Past::default());
    }
}
