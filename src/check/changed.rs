//! Findings on some records only, of all that were found with every record in sight: for a ledger that starts with
//! many, or a pull request.

use super::Checked;
use crate::{
    load::Anchors,
    source::{Sources, Span},
};
use std::collections::BTreeSet;

impl Checked {
    /// Only findings that stand on one of these records (as anchors call them) or name one as related: a contract that was
    /// made smaller shows at the invoice that is now too much.
    pub fn only_on(&mut self, records: &BTreeSet<String>, sources: &Sources) {
        let mut anchors = Anchors::new(sources);
        let mut is_on = |span: Span| records.contains(&anchors.of(span).record);
        self.findings.retain(|judged| {
            let finding = &judged.finding;
            let related = finding.related.iter().map(|related| related.span);
            std::iter::once(finding.span).chain(related).any(&mut is_on)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::replay::{check_files, line};

    #[test]
    fn a_finding_stays_for_its_own_record_and_for_a_related_one() {
        let files = [
            (
                "contracts/site.yaml",
                "client: acme\nsigned: 2026-01-08\ntotal: 500.00\nschedule: [{id: all, due: 2026-02-20, amount: 500.00}]\n",
            ),
            (
                "invoices/2026.yaml",
                "id: a\nclient: acme\ncontract: site\nissued: 2026-02-06\namount: 600.00\n---\nid: b\nclient: acme\nissued: 2026-02-07\ndue: 2026-02-01\namount: 1.00\n",
            ),
        ];
        let rules = |records: &[&str]| {
            let (mut checked, sources) = check_files(files).unwrap();
            let records = records.iter().map(|record| (*record).to_owned()).collect();
            checked.only_on(&records, &sources);
            let lines = checked.findings.iter().map(|judged| line(judged, &sources));
            let asked = lines.filter_map(|line| {
                let rule = line.split_once('[')?.1.split_once(']')?.0.to_owned();
                ["invoice/over-billed", "invoice/due-before-issued"]
                    .contains(&rule.as_str())
                    .then_some(rule)
            });
            asked.collect::<Vec<_>>().join(" ")
        };
        for (records, expected) in [
            (&["invoices/a"][..], "invoice/over-billed"),
            (&["contracts/site"], "invoice/over-billed"),
            (&["invoices/b"], "invoice/due-before-issued"),
            (
                &["invoices/a", "invoices/b"],
                "invoice/over-billed invoice/due-before-issued",
            ),
            (&["clients/acme", "invoices/2026"], ""),
            (&[], ""),
        ] {
            assert_eq!(rules(records), expected, "{records:?}");
        }
    }
}
