//! Annotations on GitHub's pull requests: workflow commands that its runner picks from a step's output.

use super::{
    Findings, concise, gravest_first,
    visible::{on_one_line, visible},
};
use crate::{check::Judged, finding::Level};
use sha2::{Digest, Sha256};

/// So many of each level are shown of one step; GitHub drops the rest without a word.
const SHOWN: usize = 10;

/// The gravest first, up to as many as GitHub shows, the rest of a level summed up; then every finding for the log.
pub fn render(findings: &Findings) -> String {
    let report = concise::render(findings);
    let mut all: Vec<&Judged> = findings.checked.findings.iter().collect();
    if all.is_empty() {
        return report;
    }
    gravest_first(&mut all, |judged| judged);
    let mut text = String::new();
    for level in all.chunk_by(|a, b| a.level == b.level) {
        text.push_str(&annotations(findings, level));
    }
    text.push_str(&without_commands(&report));
    text
}

/// `all` are of one level.
fn annotations(findings: &Findings, all: &[&Judged]) -> String {
    let (shown, rest) = match all.len() {
        ..=SHOWN => (all, &[][..]),
        // The summary takes a place too.
        _ => all.split_at(SHOWN - 1),
    };
    let mut text: String = shown.iter().map(|judged| annotation(findings, judged)).collect();
    if let Some(first) = rest.first() {
        let kind = command(first.level);
        let title = property("more findings");
        let count = rest.len();
        let plural = if count == 1 { "" } else { "s" };
        let message = format!("{count} more {kind}{plural}: this step's log has every finding");
        text.push_str(&format!("::{kind} title={title}::{}\n", data(&message)));
    }
    text
}

fn annotation(findings: &Findings, judged: &Judged) -> String {
    let finding = &judged.finding;
    let at = findings.stretch(finding.span);
    let file = property(&visible(&findings.path(finding.span)));
    // GitHub takes columns only of what lies on one line.
    let columns = if at.start.line == at.end.line {
        format!(",col={},endColumn={}", at.start.column, at.end.column)
    } else {
        String::new()
    };
    let message = format!("{}\n{}", on_one_line(&finding.message), findings.details(finding));
    format!(
        "::{} title={},file={file},line={},endLine={}{columns}::{}\n",
        command(judged.level),
        property(finding.rule),
        at.start.line,
        at.end.line,
        data(message.trim_end()),
    )
}

/// The report quotes what anybody may have written, and the runner looks for commands in every line. Between these two
/// it doesn't: the word that ends the pause is a digest of the report, so the report can't contain it.
fn without_commands(report: &str) -> String {
    let word = format!("{:x}", Sha256::digest(report));
    format!("::stop-commands::{word}\n{report}::{word}::\n")
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{super::samples::Sample, *};

    #[test]
    fn annotations_come_first_and_the_log_has_everything() {
        let sample = Sample::hostile();
        let findings = Findings {
            prefix: "books, 2026",
            ..sample.findings()
        };
        let report = concise::render(&findings);
        let word = format!("{:x}", Sha256::digest(&report));
        let expected = format!(
            "\
::error title=invoice/over-billed,file=books%2C 2026/invoices/i1.yaml,line=4,endLine=7::7000.00 EUR is billed%0A\
help: have an amendment signed%0A\
see books, 2026/contracts/site.yaml:2:8: this was agreed%0A\
source: A title, https://example.org
::warning title=contract/unsigned,file=books%2C 2026/contracts/site.yaml,line=2,endLine=2,col=8,endColumn=15::\
nobody signed `site`
::notice title=client/cannot-be-served,file=books%2C 2026/clients/a%25%2C b%0Aünï.yaml,line=1,endLine=1,\
col=7,endColumn=8::`<script>alert(1)</script>` ␛[31m::error::]]> has no address%0A\
help: write [it](https://example.org) under `address`,%0A100%25 \"of\" it & more
::stop-commands::{word}
{report}::{word}::
"
        );
        assert_eq!(render(&findings), expected);
    }

    #[test]
    fn no_more_are_written_than_are_shown() {
        for (of_each, shown, rest) in [
            (10, 10, None),
            (11, 9, Some("2 more errors")),
            (40, 9, Some("31 more errors")),
        ] {
            let text = render(&Sample::many(of_each).findings());
            let errors: Vec<_> = text.lines().filter(|line| line.starts_with("::error ")).collect();
            let own = errors.iter().filter(|line| line.contains("file=notes.yaml"));
            assert_eq!(own.count(), shown, "{of_each}");
            let sum = errors.last().unwrap();
            let told = format!("::error title=more findings::{}", rest.unwrap_or("none"));
            assert_eq!(sum.starts_with(&told), rest.is_some(), "{sum}");
            assert!(errors.len() <= SHOWN, "{of_each}");
            for line in 0..3 * of_each {
                assert!(
                    text.contains(&format!(": number {line}\n")),
                    "{line} is in the log"
                );
            }
        }
    }

    #[test]
    fn a_clean_ledger_gives_no_annotation() {
        assert_eq!(render(&Sample::of(&[]).findings()), "nothing to mend\n");
    }
}
