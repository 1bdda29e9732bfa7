//! A baseline: what was wrong when checking began, told by rule, record and key and never by line, so that an old
//! ledger can start clean; apart because it is a file format of its own.

mod text;

pub use text::{WrongLine, is_baseline};

use super::{Asked, Checked, Judged, rules};
use crate::{
    load::{Anchor, Anchors},
    source::Sources,
};
use std::collections::BTreeMap;

/// How many findings are let pass of each rule at each place.
///
/// Dated findings never enter one, and none lets them pass: what comes with the days is news, however old the ledger.
/// One that the day only raised enters as what it was before, and is then shown as dated alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Entry, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rule: String,
    /// From the baseline's own folder: `contracts/acme-website`, or `books/contracts/acme-website`.
    record: String,
    /// Empty for the record as a whole.
    key: String,
}

/// A ledger, as seen from a baseline.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// From the baseline's folder to the ledger, with `/` at its end; empty where that is the ledger.
    pub folder: &'a str,
    pub sources: &'a Sources,
    /// Whether every file could be read: what a broken one hides isn't mended.
    pub is_whole: bool,
    pub asked: &'a Asked,
}

impl Baseline {
    /// Takes the findings up.
    pub fn add(&mut self, checked: &Checked, beside: Beside) {
        let mut anchors = Anchors::new(beside.sources);
        for judged in checked.findings.iter().filter(|judged| judged.is_of_the_commit()) {
            let entry = Entry::of(judged, anchors.of(judged.finding.span), beside);
            *self.entries.entry(entry).or_default() += 1;
        }
    }

    /// Takes those entries of an older one along that nobody could have found again: of other ledgers and rules than
    /// were checked, or beside files that can't be read.
    pub fn keep(&mut self, older: &Self, beside: &[Beside]) {
        for (entry, count) in &older.entries {
            if !beside.iter().any(|beside| entry.is_judged(*beside)) {
                let own = self.entries.entry(entry.clone()).or_default();
                *own = (*own).max(*count);
            }
        }
    }

    /// Takes the findings away that this lets pass, each entry as often as it counts, and says how many those were.
    /// What is left of the baseline then matched nothing.
    pub fn silence(&mut self, checked: &mut Checked, beside: Beside) -> usize {
        let mut anchors = Anchors::new(beside.sources);
        let findings = std::mem::take(&mut checked.findings).into_iter();
        let mut told: Vec<(Judged, Entry, bool)> = findings
            .map(|judged| {
                let entry = Entry::of(&judged, anchors.of(judged.finding.span), beside);
                (judged, entry, false)
            })
            .collect();
        for (judged, entry, passes) in &mut told {
            *passes = judged.is_of_the_commit() && self.take(entry);
        }
        // What is missing is told at the nearest thing that is there, and that changes when something beside it is
        // written: of the entries left, one nearer or farther in the same record means the same.
        for (judged, entry, passes) in &mut told {
            if judged.is_of_the_commit() && !*passes {
                let moved = self.moved(entry);
                *passes = moved.is_some_and(|moved| self.take(&moved));
            }
        }
        let silenced = told.iter().filter(|(_, _, passes)| *passes).count();
        let shown = told.into_iter().filter_map(|(mut judged, _, passes)| {
            if passes {
                judged.finding.undated = None;
            }
            (!passes || judged.finding.dated).then_some(judged)
        });
        checked.findings = shown.collect();
        silenced
    }

    /// Uses an entry up by one, if it has any left.
    fn take(&mut self, entry: &Entry) -> bool {
        match self.entries.get_mut(entry) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    fn moved(&self, entry: &Entry) -> Option<Entry> {
        let first = Entry {
            key: String::new(),
            ..entry.clone()
        };
        let of_record = self
            .entries
            .range(first..)
            .take_while(|(other, _)| other.rule == entry.rule && other.record == entry.record);
        let mut left = of_record.filter(|(_, left)| **left > 0).map(|(other, _)| other);
        left.find(|other| is_within(&other.key, &entry.key) || is_within(&entry.key, &other.key))
            .cloned()
    }

    /// After [`Self::silence`]: how many findings of it are no more, of what was checked.
    pub fn unmatched(&self, beside: &[Beside]) -> usize {
        let left = self
            .entries
            .iter()
            .filter(|(entry, _)| beside.iter().any(|beside| entry.is_judged(*beside)));
        left.map(|(_, count)| count).sum()
    }

    /// How many findings it lets pass.
    pub fn count(&self) -> usize {
        self.entries.values().sum()
    }
}

impl Judged {
    /// Whether it would be said if no day had passed.
    fn is_of_the_commit(&self) -> bool {
        !self.finding.dated || self.finding.undated.is_some()
    }
}

impl Entry {
    fn of(judged: &Judged, anchor: Anchor, beside: Beside) -> Self {
        Self {
            rule: judged.finding.rule.to_owned(),
            record: format!("{}{}", beside.folder, anchor.record),
            key: anchor.key,
        }
    }

    /// Whether a check of this ledger could have found it.
    fn is_judged(&self, beside: Beside) -> bool {
        let asked = rules::find(&self.rule).is_some_and(|rule| beside.asked.wants(rule));
        asked && beside.is_whole && self.record.starts_with(beside.folder)
    }
}

/// Whether a key lies below another, every key below the record as a whole.
fn is_within(key: &str, other: &str) -> bool {
    let below = key.strip_prefix(other);
    below.is_some_and(|rest| other.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::replay::check_files;

    const SETTINGS: &str = "creditor: {name: Studio}\ncurrency: EUR\njurisdiction: es\n";
    const CONTRACT: &str = "client: acme\nsigned: 2026-01-08\nschedule:\n  - {id: one, due: 2026-03-09, amount: 900.00}\n  - {id: two, due: 2026-09-29, amount: 900.00}\n";

    /// The ledger with these lines above its contract, and what its baseline would hold.
    fn checked(contract: &str) -> (Checked, Sources) {
        let rules = "rules: {contract: info, invoice: off, client: off, law: off, file: warning, contract/limit-not-comparable: off, contract/missing-vetting: off, contract/missing-dispute-step: off, contract/missing-contract-text: off, contract/missing-late-interest: off}\n";
        let settings = format!("{SETTINGS}{rules}");
        check_files([
            ("dunlin.yaml", settings.as_str()),
            ("contracts/site.yaml", contract),
        ])
        .unwrap()
    }

    fn beside<'a>(sources: &'a Sources, asked: &'a Asked) -> Beside<'a> {
        Beside {
            folder: "books/",
            sources,
            is_whole: true,
            asked,
        }
    }

    fn taken(contract: &str) -> Baseline {
        let (checked, sources) = checked(contract);
        let mut baseline = Baseline::default();
        baseline.add(&checked, beside(&sources, &Asked::default()));
        baseline
    }

    fn entries(baseline: &Baseline) -> Vec<String> {
        let text = baseline.text();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn entries_outlive_every_edit_of_the_lines_around_them() {
        let mut baseline = taken(CONTRACT);
        assert_eq!(
            entries(&baseline),
            [
                "contract/missing-grace-period books/contracts/site -",
                "contract/missing-stop-work books/contracts/site -",
                "contract/schedule-gap books/contracts/site schedule.two.due",
            ]
        );
        let moved = format!("# a line\n# and another\n{CONTRACT}");
        let (mut now, sources) = checked(&moved);
        let asked = Asked::default();
        let beside = beside(&sources, &asked);
        assert_eq!(baseline.silence(&mut now, beside), 3);
        assert_eq!(now.findings, []);
        assert_eq!(baseline.unmatched(&[beside]), 0);
    }

    #[test]
    fn what_is_new_is_shown_and_what_is_mended_is_said() {
        let mut baseline = taken(CONTRACT);
        let three = CONTRACT.to_owned()
            + "  - {id: three, due: 2027-09-29, amount: 900.00}\nterms: {stop_work: true}\n";
        let (mut now, sources) = checked(&three);
        let asked = Asked::default();
        let beside = beside(&sources, &asked);
        // That no grace period is agreed was told at the contract, and is at its `terms` now.
        assert_eq!(baseline.silence(&mut now, beside), 2);
        let left: Vec<_> = now
            .findings
            .iter()
            .map(|judged| (judged.finding.rule, sources.text(judged.finding.span)))
            .collect();
        assert_eq!(left, [("contract/schedule-gap", "2027-09-29")]);
        assert_eq!(baseline.unmatched(&[beside]), 1);
        let hidden = Beside {
            is_whole: false,
            ..beside
        };
        assert_eq!(
            baseline.unmatched(&[hidden]),
            0,
            "what a broken file hides isn't mended"
        );
        let deposits = Asked::of(&["invoice".to_owned()], &[]).unwrap();
        let other = Beside {
            asked: &deposits,
            ..beside
        };
        assert_eq!(baseline.unmatched(&[other]), 0, "nobody asked");
        let elsewhere = Beside {
            folder: "other/",
            ..beside
        };
        assert_eq!(baseline.unmatched(&[elsewhere]), 0, "another ledger's");
    }

    #[test]
    fn an_entry_lets_pass_as_many_as_it_counts() {
        // Neither a day nor an amount: two findings at one place.
        let bare = CONTRACT.replace("id: two, due: 2026-09-29, amount: 900.00", "id: two");
        let (all, sources) = checked(&bare);
        let asked = Asked::default();
        let beside = beside(&sources, &asked);
        for (count, silenced, unmatched) in [("", 1, 0), (" x2", 2, 0), (" x3", 2, 1)] {
            let entry = format!("file/missing-key books/contracts/site schedule.two{count}");
            let mut baseline = Baseline::read(&format!("# dunlin baseline 1\n{entry}\n")).unwrap();
            let mut now = all.clone();
            assert_eq!(baseline.silence(&mut now, beside), silenced, "{entry}");
            assert_eq!(baseline.unmatched(&[beside]), unmatched, "{entry}");
            let missing = now
                .findings
                .iter()
                .filter(|judged| judged.finding.rule == "file/missing-key");
            assert_eq!(missing.count(), 2 - silenced, "{entry}");
        }
    }

    #[test]
    fn dated_findings_are_neither_taken_nor_let_pass() {
        // Work began before it was paid for: only the day says so.
        let begun = CONTRACT
            .replace("schedule", "start: 2026-02-20\nschedule")
            .replace("2026-03-09", "2026-02-10");
        let (all, sources) = checked(&begun);
        let asked = Asked::default();
        let beside = beside(&sources, &asked);
        let rules = |checked: &Checked| -> Vec<_> {
            let dated = checked.findings.iter().filter(|judged| judged.finding.dated);
            dated.map(|judged| judged.finding.rule).collect()
        };
        assert_eq!(rules(&all), ["follow-up/work-before-deposit"]);
        let taken = entries(&taken(&begun));
        assert!(
            !taken.iter().any(|line| line.starts_with("follow-up/")),
            "{taken:?}"
        );
        let by_hand = "# dunlin baseline 1\nfollow-up/work-before-deposit books/contracts/site -\n";
        let mut now = all.clone();
        assert_eq!(Baseline::read(by_hand).unwrap().silence(&mut now, beside), 0);
        assert_eq!(now, all);
    }

    #[test]
    fn what_the_day_raised_passes_as_what_it_was_and_is_shown_as_dated() {
        let later = CONTRACT.replace("signed: 2026-01-08", "start: 2026-03-05");
        let before = taken(&later);
        let entry = "contract/unsigned books/contracts/site -".to_owned();
        assert!(entries(&before).contains(&entry), "{:?}", entries(&before));
        let begun = later.replace("2026-03-05", "2026-02-01");
        assert!(entries(&taken(&begun)).contains(&entry), "the same on every day");
        let (mut now, sources) = checked(&begun);
        let asked = Asked::default();
        let beside = beside(&sources, &asked);
        let mut baseline = before;
        baseline.silence(&mut now, beside);
        let left: Vec<_> = now
            .findings
            .iter()
            .filter(|judged| judged.finding.rule == "contract/unsigned")
            .map(|judged| (judged.finding.dated, judged.finding.undated))
            .collect();
        assert_eq!(left, [(true, None)]);
        assert_eq!(baseline.unmatched(&[beside]), 0);
    }

    #[test]
    fn what_nobody_looked_at_is_kept() {
        let older = Baseline::read(
            "# dunlin baseline 1\ncontract/unsigned books/contracts/gone -\ncontract/unsigned other/contracts/x - x2\ninvoice/unsent books/invoices/i -\n",
        )
        .unwrap();
        let sources = Sources::default();
        let contracts = Asked::of(&["contract".to_owned()], &[]).unwrap();
        let mut fresh = Baseline::default();
        fresh.keep(&older, &[beside(&sources, &contracts)]);
        assert_eq!(
            entries(&fresh),
            [
                "contract/unsigned other/contracts/x - x2",
                "invoice/unsent books/invoices/i -"
            ]
        );
    }
}
