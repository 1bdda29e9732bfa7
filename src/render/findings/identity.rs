//! What stays the same of a finding while the lines around it change; apart because every program that follows findings
//! from one day to the next asks for it, each in its own format.

use crate::{
    check::Checked,
    load::{Anchor, Anchors},
    source::Sources,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A finding by rule, record and key, and by number where these are the same for several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub anchor: Anchor,
    /// From 1, in the findings' order.
    pub number: usize,
    /// SHA-256 of all of it, in hexadecimal. No two findings of a ledger have the same.
    pub fingerprint: String,
}

/// One a finding, in their order.
pub fn identities(checked: &Checked, sources: &Sources) -> Vec<Identity> {
    let mut anchors = Anchors::new(sources);
    let mut numbers: BTreeMap<(&str, Anchor), usize> = BTreeMap::new();
    let all = checked.findings.iter();
    all.map(|judged| {
        let rule = judged.finding.rule;
        let anchor = anchors.of(judged.finding.span);
        let number = numbers.entry((rule, anchor.clone())).or_default();
        *number += 1;
        Identity::new(rule, anchor, *number)
    })
    .collect()
}

impl Identity {
    fn new(rule: &str, anchor: Anchor, number: usize) -> Self {
        // NUL stands in no YAML file, so that no two of these run into each other.
        let told = format!("{rule}\0{}\0{}\0{number}", anchor.record, anchor.key);
        Self {
            fingerprint: format!("{:x}", Sha256::digest(told)),
            anchor,
            number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};
    use crate::finding::{Finding, Level};

    fn told(sample: &Sample) -> Vec<(String, usize, String)> {
        let findings = sample.findings();
        let identities = identities(findings.checked, findings.sources).into_iter();
        let told = identities.map(|one| {
            let place = format!("{} {}", one.anchor.record, one.anchor.key);
            (place, one.number, one.fingerprint)
        });
        told.collect()
    }

    fn sample(path: &str, text: &str) -> Sample {
        let mut sample = Sample::of(&[(path, text)]);
        for (rule, value) in [
            ("a/b", "6000.00"),
            ("a/b", "6000.00"),
            ("a/c", "6000.00"),
            ("a/b", "acme"),
        ] {
            let finding = Finding::new(rule, sample.place(0, value), "m");
            sample.push(Level::Error, finding);
        }
        sample
    }

    #[test]
    fn neither_lines_nor_folders_nor_messages_count() {
        let before = told(&sample("contracts/site.yaml", "client: acme\ntotal: 6000.00\n"));
        let after = told(&sample(
            "contracts/2026/site.yaml",
            "# one\n# more\nclient: acme\n\ntotal:   6000.00\n",
        ));
        assert_eq!(before, after);
    }

    #[test]
    fn rule_record_key_and_number_count() {
        let told = told(&sample("contracts/site.yaml", "client: acme\ntotal: 6000.00\n"));
        let places: Vec<_> = told
            .iter()
            .map(|(place, number, _)| (place.as_str(), *number))
            .collect();
        let total = "contracts/site total";
        assert_eq!(
            places,
            [(total, 1), (total, 2), (total, 1), ("contracts/site client", 1)]
        );
        let mut fingerprints: Vec<_> = told.iter().map(|(.., fingerprint)| fingerprint).collect();
        fingerprints.sort();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), 4);
        // Once published it stays: or every open finding of every user is a new one.
        let first = "60d5743d275f0951df55b0484219745ccad743911a3ca3331569ab8dd90144dc";
        assert_eq!(told[0].2, first);
    }
}
