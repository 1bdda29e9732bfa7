//! JUnit's report, which every CI server shows: a suite a file, a case a finding.
//!
//! A suite a file, for a file is what one opens to mend; a case's name is its rule and key and its class the record, for
//! GitLab and Jenkins follow a case from one run to the next by these, so that they must not name a line.

use super::{
    Findings, concise,
    identity::{Identity, identities},
    visible::on_one_line,
};
use crate::check::Judged;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// Findings that make the check fail are failures; the others count as skipped, so that they are seen and break nothing.
pub fn render(findings: &Findings) -> String {
    let mut report = Report::new("dunlin");
    let identities = identities(findings.checked, findings.sources);
    let all: Vec<_> = findings.checked.findings.iter().zip(&identities).collect();
    for file in all.chunk_by(|(a, _), (b, _)| a.finding.span.file == b.finding.span.file) {
        report.add_test_suite(suite(findings, file));
    }
    if all.is_empty() {
        report.add_test_suite(clean());
    }
    // A string takes whatever is written to it.
    let text = report.to_string().unwrap_or_default();
    // Jenkins' schema knows no `skipped` at the root, where it would only add up what the suites say.
    text.replacen(&format!(" skipped=\"{}\"", report.skipped), "", 1)
}

/// A report without a case is an error to most servers.
fn clean() -> TestSuite {
    let mut suite = TestSuite::new("ledger");
    suite.add_test_case(TestCase::new("nothing to mend", TestCaseStatus::success()));
    suite
}

fn suite(findings: &Findings, file: &[(&Judged, &Identity)]) -> TestSuite {
    let path = file.first().map(|(judged, _)| findings.path(judged.finding.span));
    let path = on_one_line(&path.unwrap_or_default());
    let mut suite = TestSuite::new(&path);
    for (judged, identity) in file {
        let mut case = TestCase::new(name(judged, identity), status(findings, judged));
        case.set_classname(on_one_line(&identity.anchor.record));
        case.extra.insert("file".into(), path.as_str().into());
        suite.add_test_case(case);
    }
    suite
}

/// `invoice/over-billed at amount`, `… (2)` for the second of that name.
fn name(judged: &Judged, identity: &Identity) -> String {
    let mut name = judged.finding.rule.to_owned();
    if !identity.anchor.key.is_empty() {
        name.push_str(&format!(" at {}", on_one_line(&identity.anchor.key)));
    }
    if identity.number > 1 {
        name.push_str(&format!(" ({})", identity.number));
    }
    name
}

fn status(findings: &Findings, judged: &Judged) -> TestCaseStatus {
    let finding = &judged.finding;
    let line = concise::line(findings, judged);
    let text = format!("{line}\n{}", findings.details(finding));
    // The schema gives what is skipped a text, and no attributes.
    let mut status = TestCaseStatus::skipped();
    if judged.fails(findings.deny) {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(on_one_line(&finding.message));
        status.set_type(finding.rule);
    }
    status.set_description(text.trim_end());
    status
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};
    use crate::{
        check::Deny,
        finding::{Finding, Level},
    };

    #[test]
    fn what_fails_the_check_is_a_failure_and_the_rest_is_skipped() {
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dunlin" tests="3" failures="1" errors="0">
    <testsuite name="clients/a%, b␊ünï.yaml" tests="1" skipped="1" errors="0" failures="0">
        <testcase name="client/cannot-be-served at name" classname="clients/a%, b␊ünï" file="clients/a%, b␊ünï.yaml">
            <skipped>clients/a%, b␊ünï.yaml:1:7: info[client/cannot-be-served]: `&lt;script&gt;alert(1)&lt;/script&gt;` ␛[31m::error::]]&gt; has no address
help: write [it](https://example.org) under `address`,
100% &quot;of&quot; it &amp; more</skipped>
        </testcase>
    </testsuite>
    <testsuite name="contracts/site.yaml" tests="1" skipped="1" errors="0" failures="0">
        <testcase name="contract/unsigned at total" classname="contracts/site" file="contracts/site.yaml">
            <skipped>contracts/site.yaml:2:8: warning[contract/unsigned]: nobody signed `site`</skipped>
        </testcase>
    </testsuite>
    <testsuite name="invoices/i1.yaml" tests="1" skipped="0" errors="0" failures="1">
        <testcase name="invoice/over-billed at amount" classname="invoices/i1" file="invoices/i1.yaml">
            <failure message="7000.00 EUR is billed" type="invoice/over-billed">invoices/i1.yaml:4:9: error[invoice/over-billed]: 7000.00 EUR is billed
help: have an amendment signed
see contracts/site.yaml:2:8: this was agreed
source: A title, https://example.org</failure>
        </testcase>
    </testsuite>
</testsuites>
"#;
        assert_eq!(render(&Sample::hostile().findings()), expected);
    }

    #[test]
    fn the_check_says_what_fails() {
        let sample = Sample::hostile();
        for (level, dated, failures) in [
            (Level::Error, false, 1),
            (Level::Warning, true, 2),
            (Level::Info, false, 2),
            (Level::Info, true, 3),
        ] {
            let findings = Findings {
                deny: Deny { level, dated },
                ..sample.findings()
            };
            let root = format!("tests=\"3\" failures=\"{failures}\" errors=\"0\">");
            let text = render(&findings);
            assert!(text.lines().nth(1).unwrap().ends_with(&root), "{text}");
        }
    }

    #[test]
    fn two_of_a_name_are_told_apart() {
        let mut sample = Sample::of(&[("contracts/site.yaml", "client: acme\n")]);
        for message in ["one", "two"] {
            let finding = Finding::new("file/unknown-reference", sample.place(0, "acme"), message);
            sample.push(Level::Error, finding);
        }
        let text = render(&sample.findings());
        let names: Vec<_> = text.lines().filter(|line| line.contains("<testcase")).collect();
        assert!(
            names[0].contains("name=\"file/unknown-reference at client\""),
            "{text}"
        );
        assert!(
            names[1].contains("name=\"file/unknown-reference at client (2)\""),
            "{text}"
        );
    }

    #[test]
    fn a_clean_ledger_passes_one_case() {
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dunlin" tests="1" failures="0" errors="0">
    <testsuite name="ledger" tests="1" skipped="0" errors="0" failures="0">
        <testcase name="nothing to mend"/>
    </testsuite>
</testsuites>
"#;
        assert_eq!(render(&Sample::of(&[]).findings()), expected);
    }
}
