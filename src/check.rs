//! The rules: an assessed ledger → what is wrong with it, each finding at the level that its ledger gives it.

mod allows;
mod asked;
pub mod baseline;
mod changed;
pub mod fixes;
mod levels;
mod limits;
#[cfg(test)]
mod replay;
mod rule;
pub mod rules;
mod several;
mod suggest;
mod wording;

pub use asked::{Asked, UnknownRule};
pub use levels::WrongSetting;
pub use rule::{Check, Dated, Edition, Options, Rule, Sink, Takes};
pub use several::together;
pub use wording::count;

use crate::{
    assess::Assessed,
    finding::{Finding, Level},
    language,
    load::Loaded,
    model::Ledger,
    source::{FileId, Span},
};
use allows::{Allows, Judging};
use levels::Levels;
use rayon::prelude::*;
use std::{collections::BTreeMap, ops::AddAssign};

/// What is wrong with a ledger, ordered by file, line, column and rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    pub findings: Vec<Judged>,
}

/// A finding and its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub finding: Finding,
    pub level: Level,
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    /// Of all these, those that can appear because a day has passed.
    pub dated: usize,
}

/// What makes a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deny {
    /// This level or above.
    pub level: Level,
    /// Whether dated findings count: what a nightly job asks for, not a pull request.
    pub dated: bool,
}

/// Every rule over the ledger. Without `assessed` (`dunlin.yaml` could not be read, or the caller wants no more) only
/// what was found while reading.
pub fn run(loaded: &Loaded, assessed: Option<&Assessed>) -> Result<Checked, WrongSetting> {
    run_asked(loaded, assessed, &Asked::default())
}

/// What the rules asked for find. All of them run: only then is it known what an `allow` silences.
pub fn run_asked(
    loaded: &Loaded,
    assessed: Option<&Assessed>,
    asked: &Asked,
) -> Result<Checked, WrongSetting> {
    let levels = levels(loaded)?;
    let mut found = loaded.findings.clone();
    found.extend(language::findings(&loaded.texts));
    if let Some(assessed) = assessed {
        found.extend(findings_of_rules(assessed, &levels));
    }
    let mut allows = Allows::new(&loaded.allows);
    found.retain(|finding| !allows.silence(finding));
    found.extend(allows.useless(Judging {
        sources: &loaded.sources,
        unread: &loaded.unread,
        assessed: assessed.is_some(),
        asked,
    }));
    let small = assessed.map(SmallContracts::of).unwrap_or_default();
    let judged = found.into_iter().filter_map(|finding| {
        let rule = rules::find(finding.rule).filter(|rule| asked.wants(rule))?;
        let level = levels.level(rule, finding.level)?;
        let undated = finding
            .undated
            .and_then(|before| levels.level(rule, Some(before)))
            .filter(|before| !small.silence(&finding, *before));
        let finding = Finding { undated, ..finding };
        (!small.silence(&finding, level)).then_some(Judged { finding, level })
    });
    let mut findings: Vec<Judged> = judged.collect();
    findings.sort_by(|a, b| a.place().cmp(&b.place()));
    Ok(Checked { findings })
}

/// The rules asked for by id that the ledger's own `rules:` turn off.
pub fn asked_but_off(loaded: &Loaded, asked: &Asked) -> Result<Vec<&'static str>, WrongSetting> {
    let levels = levels(loaded)?;
    let off = asked.by_id().filter(|rule| levels.level(rule, None).is_none());
    Ok(off.map(|rule| rule.id).collect())
}

fn levels(loaded: &Loaded) -> Result<Levels<'_>, WrongSetting> {
    let ledger = loaded.ledger.as_ref();
    ledger.map_or_else(
        || Ok(Levels::default()),
        |ledger| Levels::of(&ledger.settings.rules),
    )
}

fn findings_of_rules(assessed: &Assessed, levels: &Levels) -> Vec<Finding> {
    let rules: Vec<_> = rules::all().collect();
    let found = rules.into_par_iter().flat_map_iter(|rule| {
        let mut sink = Sink::default();
        if let Some(check) = rule.check {
            check(assessed, levels.options(rule), &mut sink);
        }
        sink.findings
    });
    found.collect()
}

/// Whether a ledger lets a rule speak: what it alone would need is not worth reading otherwise.
pub fn is_on(rule: &Rule, ledger: &Ledger) -> bool {
    level_in(rule, ledger).is_some()
}

/// The level that a ledger gives a rule's findings, those aside that state one of their own; `None`: it is off.
pub fn level_in(rule: &Rule, ledger: &Ledger) -> Option<Level> {
    let levels = Levels::of(&ledger.settings.rules).ok()?;
    levels.level(rule, None)
}

/// The page of a rule, by its id.
pub fn explain(id: &str) -> Option<&'static str> {
    rules::find(id).map(|rule| rule.page)
}

/// Where contracts stand whose total is so small that their owner wants no warnings about their clauses.
#[derive(Debug, Default)]
struct SmallContracts(BTreeMap<FileId, Vec<Span>>);

impl SmallContracts {
    fn of(assessed: &Assessed) -> Self {
        let most = &assessed.ledger.settings.rules.small_contract;
        let contracts = assessed.contracts.values();
        let small = contracts.filter(|on| {
            let bounds = most.iter().filter(|(currency, _)| *currency == on.currency);
            bounds.into_iter().any(|(_, bound)| on.total <= *bound)
        });
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for whole in small.map(|on| on.contract.origin.whole) {
            places.entry(whole.file).or_default().push(whole);
        }
        Self(places)
    }

    fn silence(&self, finding: &Finding, level: Level) -> bool {
        let at = finding.span;
        let inside = |whole: &Span| (whole.start..=whole.end).contains(&at.start);
        let is_small = || {
            self.0
                .get(&at.file)
                .is_some_and(|places| places.iter().any(inside))
        };
        level == Level::Warning && finding.rule.starts_with("contract/") && is_small()
    }
}

impl Judged {
    /// Whether this finding alone makes the check fail.
    pub fn fails(&self, deny: Deny) -> bool {
        self.level_of(deny.dated).is_some_and(|level| level >= deny.level)
    }

    /// Its level; of one that came with the day, and where that doesn't count, the one that it has without.
    fn level_of(&self, dated: bool) -> Option<Level> {
        if dated || !self.finding.dated {
            Some(self.level)
        } else {
            self.finding.undated
        }
    }

    /// Files are numbered in path order; places in a file by line, then column.
    fn place(&self) -> (Span, &str, &str) {
        let finding = &self.finding;
        let start = Span {
            end: 0,
            ..finding.span
        };
        (start, finding.rule, &finding.message)
    }
}

impl Checked {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for judged in &self.findings {
            counts += judged;
        }
        counts
    }

    /// The highest level of what doesn't come with the day alone.
    pub fn worst(&self) -> Option<Level> {
        self.findings
            .iter()
            .filter_map(|judged| judged.level_of(false))
            .max()
    }

    /// Whether the check is to fail.
    pub fn fails(&self, deny: Deny) -> bool {
        self.findings.iter().any(|judged| judged.fails(deny))
    }
}

impl Counts {
    pub fn total(self) -> usize {
        self.error + self.warning + self.info
    }
}

impl AddAssign<&Judged> for Counts {
    fn add_assign(&mut self, judged: &Judged) {
        match judged.level {
            Level::Error => self.error += 1,
            Level::Warning => self.warning += 1,
            Level::Info => self.info += 1,
        }
        self.dated += usize::from(judged.finding.dated);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::replay::{check_files, line};

    const CONTRACT: &str =
        "client: acme\nsigned: 2026-01-08\nschedule: [{id: all, due: 2026-05-29, amount: 900.00}]\n";

    fn settings(rules: &str) -> String {
        format!("creditor: {{name: Studio}}\ncurrency: EUR\njurisdiction: es\nrules: {rules}\n")
    }

    /// The rules that these tests are about; whatever else finds this small ledger wanting is silent here.
    const ASKED: [&str; 3] = [
        "contract/missing-grace-period",
        "contract/missing-stop-work",
        "file/useless-allow",
    ];

    /// What they find, one a line, without the messages.
    fn found(rules: &str, contract: &str) -> String {
        let settings = settings(rules);
        let files = [
            ("dunlin.yaml", settings.as_str()),
            ("contracts/site.yaml", contract),
        ];
        let (checked, sources) = check_files(files).unwrap();
        let asked = checked
            .findings
            .iter()
            .filter(|judged| ASKED.contains(&judged.finding.rule));
        let lines = asked.map(|judged| line(judged, &sources));
        let heads = lines.map(|line| line.split_once("]: ").unwrap().0.to_owned() + "]\n");
        heads.collect()
    }

    #[test]
    fn findings_stand_in_order_at_their_level() {
        let both = "contracts/site.yaml:1:1: warning[contract/missing-grace-period]
contracts/site.yaml:1:1: warning[contract/missing-stop-work]
";
        let raised = both.replace("warning[contract/missing-s", "error[contract/missing-s");
        for (rules, expected) in [
            ("{}", both),
            ("{contract: off}", ""),
            (
                "{contract: off, contract/missing-stop-work: error}",
                raised.lines().nth(1).unwrap(),
            ),
            ("{contract/missing-stop-work: error}", raised.as_str()),
            ("{small_contract: {EUR: 900}}", ""),
            ("{small_contract: {EUR: 899.99}}", both),
            ("{small_contract: {USD: 900}}", both),
            (
                "{small_contract: {EUR: 900}, contract/missing-stop-work: error}",
                raised.lines().nth(1).unwrap(),
            ),
        ] {
            assert_eq!(found(rules, CONTRACT).trim_end(), expected.trim_end(), "{rules}");
        }
    }

    #[test]
    fn an_allow_silences_its_rule_and_no_other() {
        let contract = format!("# dunlin: allow(contract/missing-stop-work) — a friend\n{CONTRACT}");
        assert_eq!(
            found("{}", &contract),
            "contracts/site.yaml:2:1: warning[contract/missing-grace-period]\n"
        );
        // What the ledger silences anyway is no reason to call the comment useless.
        assert_eq!(found("{contract: off}", &contract), "");
    }

    #[test]
    fn a_useless_allow_cannot_be_allowed() {
        let contract = format!(
            "# dunlin: allow(file/useless-allow) — no\n# dunlin: allow(contract/unsigned) — no\n{CONTRACT}terms: {{grace_days: 7, stop_work: true}}\n"
        );
        assert_eq!(
            found("{}", &contract),
            "contracts/site.yaml:1:1: warning[file/useless-allow]\ncontracts/site.yaml:2:1: warning[file/useless-allow]\n"
        );
        assert_eq!(found("{file/useless-allow: off}", &contract), "");
    }

    #[test]
    fn a_ledger_without_settings_is_judged_by_its_files_alone() {
        let files = [
            ("dunlin.yaml", "currency: EUR\n"),
            (
                "contracts/site.yaml",
                "client: acme\nschedule: []\n# dunlin: allow(contract/unsigned) — later\n",
            ),
        ];
        let (checked, _) = check_files(files).unwrap();
        let rules: Vec<_> = checked
            .findings
            .iter()
            .map(|judged| judged.finding.rule)
            .collect();
        assert!(rules.contains(&"file/missing-key"), "{rules:?}");
        assert!(rules.iter().all(|rule| rule.starts_with("file/")), "{rules:?}");
        assert!(!rules.contains(&"file/useless-allow"), "{rules:?}");
    }

    #[test]
    fn an_unknown_name_in_the_settings_is_refused() {
        let settings = settings("{contract/unsinged: off}");
        let error = check_files([("dunlin.yaml", settings.as_str())]).unwrap_err();
        assert!(matches!(
            error,
            WrongSetting::UnknownRule {
                nearest: Some("contract/unsigned"),
                ..
            }
        ));
    }

    #[test]
    fn what_the_day_only_raised_counts_as_it_did_before() {
        let contract = "client: acme\nstart: 2026-02-27\nend: 2026-03-31\nschedule: [{id: all, due: 2026-03-02, amount: 900.00}]\n";
        // The day is 2026-03-01: work began two days ago, and nobody signed.
        for (start, dated, rules, level, fails) in [
            ("2026-02-27", false, "{}", Level::Error, false),
            ("2026-02-27", false, "{}", Level::Warning, true),
            ("2026-02-27", true, "{}", Level::Error, true),
            ("2026-03-02", true, "{}", Level::Error, false),
            ("2026-03-02", false, "{}", Level::Warning, true),
            (
                "2026-02-27",
                false,
                "{contract/unsigned: info}",
                Level::Warning,
                false,
            ),
            (
                "2026-02-27",
                false,
                "{contract/unsigned: info}",
                Level::Info,
                true,
            ),
            (
                "2026-02-27",
                false,
                "{contract/unsigned: error}",
                Level::Error,
                true,
            ),
        ] {
            let settings = settings(rules);
            let contract = contract.replace("start: 2026-02-27", &format!("start: {start}"));
            let files = [
                ("dunlin.yaml", settings.as_str()),
                ("contracts/site.yaml", contract.as_str()),
            ];
            let (mut checked, _) = check_files(files).unwrap();
            checked
                .findings
                .retain(|judged| judged.finding.rule == "contract/unsigned");
            assert_eq!(
                checked.fails(Deny { level, dated }),
                fails,
                "{start} {rules} {level} {dated}"
            );
        }
    }

    #[test]
    fn dated_findings_fail_a_check_only_when_asked() {
        let judged = |level, dated| Judged {
            finding: Finding {
                dated,
                ..Finding::new("contract/unsigned", Span::start_of(FileId(0)), "")
            },
            level,
        };
        let checked = Checked {
            findings: vec![judged(Level::Error, true), judged(Level::Warning, false)],
        };
        for (level, dated, fails) in [
            (Level::Error, false, false),
            (Level::Error, true, true),
            (Level::Warning, false, true),
            (Level::Info, false, true),
        ] {
            assert_eq!(checked.fails(Deny { level, dated }), fails, "{level} {dated}");
        }
        let counts = checked.counts();
        assert_eq!(
            (counts.error, counts.warning, counts.info, counts.dated),
            (1, 1, 0, 1)
        );
    }
}
