//! A line a finding, for editors, `grep` and long lists: `file:line:column: level[rule]: message`.

use super::{Findings, human::summary, visible::on_one_line};
use crate::{check::Judged, source::Position};

/// Each finding on its line, and a line that counts them.
pub fn render(findings: &Findings) -> String {
    let mut text = String::new();
    for judged in &findings.checked.findings {
        text.push_str(&line(findings, judged));
        text.push('\n');
    }
    text.push_str(&summary(findings.checked.counts()));
    text.push('\n');
    text
}

/// Without a line break.
pub fn line(findings: &Findings, judged: &Judged) -> String {
    let finding = &judged.finding;
    let path = on_one_line(findings.sources.path(finding.span));
    let Position { line, column } = findings.sources.start(finding.span);
    let message = on_one_line(&finding.message);
    format!(
        "{path}:{line}:{column}: {}[{}]: {message}",
        judged.level, finding.rule
    )
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};
    use crate::check::Checked;

    #[test]
    fn a_line_a_finding() {
        let expected = "\
clients/a%, b␊ünï.yaml:1:7: info[client/cannot-be-served]: `<script>alert(1)</script>` ␛[31m::error::]]> has no address
contracts/site.yaml:2:8: warning[contract/unsigned]: nobody signed `site`
invoices/i1.yaml:4:9: error[invoice/over-billed]: 7000.00 EUR is billed
1 error, 1 warning, 1 note; 1 of them came with the day, and counts only with --dated
";
        assert_eq!(render(&Sample::hostile().findings()), expected);
    }

    #[test]
    fn a_clean_ledger_says_so() {
        let sample = Sample::hostile();
        let clean = Findings {
            checked: &Checked::default(),
            ..sample.findings()
        };
        assert_eq!(render(&clean), "nothing to mend\n");
    }
}
