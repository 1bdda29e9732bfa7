//! Findings by rule: the gravest rule first, and within one the order of the files.

use super::{Book, findings::Found, parts::Parts};
use crate::{
    check::{Counts, rules},
    finding::Level,
    render::{
        dashboard::{
            element::Link,
            findings::{FindingsByRule, RuleFindings, RuleRow},
            rule::page_of,
        },
        prose::{Html, sentence},
    },
};
use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

/// The findings of each rule that has any.
#[derive(Debug, Default)]
pub struct ByRule(Vec<OfRule>);

#[derive(Debug)]
struct OfRule {
    rule: &'static str,
    /// How many findings stand before its first.
    before: usize,
    /// Of its findings, in the order of the files.
    numbers: Vec<usize>,
    counts: Counts,
}

impl ByRule {
    pub fn of(found: &Found) -> Self {
        let mut by_rule: BTreeMap<&'static str, OfRule> = BTreeMap::new();
        for (n, judged) in found.judged.iter().enumerate() {
            let rule = judged.finding.rule;
            let of = by_rule.entry(rule).or_insert_with(|| OfRule {
                rule,
                before: 0,
                numbers: Vec::new(),
                counts: Counts::default(),
            });
            of.numbers.push(n);
            of.counts += judged;
        }
        let mut all: Vec<_> = by_rule.into_values().collect();
        all.sort_by_key(|of| (Reverse(gravest(of.counts)), Reverse(of.numbers.len()), of.rule));
        let mut before = 0;
        for of in &mut all {
            of.before = before;
            before += of.numbers.len();
        }
        Self(all)
    }

    /// In the order of the page.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|of| of.rule)
    }

    fn find(&self, rule: &str) -> Option<&OfRule> {
        self.0.iter().find(|of| of.rule == rule)
    }
}

fn gravest(counts: Counts) -> Level {
    match counts {
        Counts { error: 1.., .. } => Level::Error,
        Counts { warning: 1.., .. } => Level::Warning,
        _ => Level::Info,
    }
}

impl Book<'_> {
    /// A part of them by rule. A rule's findings may go on on the next page.
    pub fn by_rule(&self, part: usize) -> FindingsByRule {
        let parts = self.by_rule_parts();
        let rows = self.by_rule.0.iter().filter(|_| part == 1);
        FindingsByRule {
            levels: self.finding_levels(),
            incomplete: self.incomplete(),
            rules: rows.map(|of| self.rule_row(of)).collect(),
            groups: self
                .by_rule
                .0
                .iter()
                .filter_map(|of| self.rule_findings(of, parts.rows(part)))
                .collect(),
            pager: self.pager(&parts, part),
        }
    }

    pub fn by_rule_parts(&self) -> Parts {
        Parts::of_list("findings-by-rule", self.found.judged.len())
    }

    fn address(&self, of: &OfRule) -> String {
        self.by_rule_parts().to_row(of.before, of.rule)
    }

    fn rule_row(&self, of: &OfRule) -> RuleRow {
        RuleRow {
            rule: Link::new(of.rule, self.address(of)),
            summary: summary(of.rule),
            levels: self.level_counts(of.counts),
            count: of.numbers.len().to_string(),
        }
    }

    /// What of a rule's findings is among the rows.
    fn rule_findings(&self, of: &OfRule, rows: Range<usize>) -> Option<RuleFindings> {
        let from = rows.start.saturating_sub(of.before);
        let to = rows.end.saturating_sub(of.before).min(of.numbers.len());
        let numbers = of.numbers.get(from..to).filter(|numbers| !numbers.is_empty())?;
        Some(RuleFindings {
            rule: Link::new(of.rule, page_of(of.rule)),
            summary: summary(of.rule),
            anchor: of.rule.to_owned(),
            continued: from > 0,
            levels: self.level_counts(of.counts),
            findings: numbers.iter().filter_map(|n| self.finding(*n)).collect(),
        })
    }

    /// "12 findings", where they stand.
    pub fn findings_of_rule(&self, rule: &str) -> Option<Link> {
        let of = self.by_rule.find(rule)?;
        let count = self.voice.count("rule.count", of.numbers.len());
        Some(Link::new(count, self.address(of)))
    }

    /// By their numbers.
    pub fn numbers_of_rule(&self, rule: &str) -> &[usize] {
        let of = self.by_rule.find(rule);
        of.map(|of| of.numbers.as_slice()).unwrap_or_default()
    }
}

fn summary(rule: &str) -> Html {
    sentence(rules::find(rule).map_or("", |rule| rule.summary))
}
