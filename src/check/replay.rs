//! The rules' pages as tests: each ledger on a page is read, assessed and checked, and gives exactly the findings that
//! the page shows. `UPDATE=1 cargo test` writes what it gives into the pages, for a reviewer to read.

use super::{Checked, Judged, WrongSetting, rules, run};
use crate::{
    assess::{assess, statutes},
    calendar::parse_date,
    load::{self, Content, Folder},
    model::AsSent,
    source::Sources,
    statute::Statutes,
};
use std::{collections::BTreeMap, ops::Range, path::Path};

const SETTINGS: &str = "creditor: {name: Studio}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-01\n";
const CLIENT: &str = "name: Acme\nkind: business\n";

/// The files of one ledger on a page, and where the page shows its findings.
struct Case {
    files: BTreeMap<String, String>,
    findings: Range<usize>,
}

/// The ledgers of a page, in order.
fn cases(page: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut files = BTreeMap::new();
    let mut at = 0;
    let mut open: Option<(&str, usize)> = None;
    for line in page.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(info) = line.trim_end().strip_prefix("```") else {
            continue;
        };
        match open.take() {
            None => open = Some((info, at)),
            Some(("findings", from)) => cases.push(Case {
                files: std::mem::take(&mut files),
                findings: from..start,
            }),
            Some((info, from)) => {
                let path = info
                    .strip_prefix("yaml ")
                    .expect("a block is `yaml PATH` or `findings`");
                let text = page[from..start].to_owned();
                assert_eq!(files.insert(path.to_owned(), text), None, "{path} twice");
            }
        }
    }
    assert!(
        open.is_none() && files.is_empty(),
        "a ledger without findings block"
    );
    cases
}

/// What one rule finds in a ledger, a line a finding.
fn findings(rule: &str, case: &Case) -> String {
    let files = case
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let (checked, sources) = check_files(files).unwrap();
    let own = checked
        .findings
        .iter()
        .filter(|judged| judged.finding.rule == rule);
    own.map(|judged| line(judged, &sources)).collect()
}

/// A ledger of these files, with the settings and the client of all examples where it has no others, checked. A file
/// `PATH @ DAY` is one that was committed on that day.
pub(super) fn check_files<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(Checked, Sources), WrongSetting> {
    let defaults = [("dunlin.yaml", SETTINGS), ("clients/acme.yaml", CLIENT)];
    let (committed, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.contains(" @ "));
    let files = defaults.into_iter().chain(files);
    let folder = Folder {
        files: files
            .map(|(path, text)| (path.to_owned(), Content::Bytes(text.as_bytes().to_vec())))
            .collect(),
        ..Folder::default()
    };
    let places: Vec<_> = Statutes::ids().collect();
    let mut loaded = load::ledger(&folder, &places);
    let as_sent = as_sent(&loaded, &committed);
    if let Some(ledger) = &mut loaded.ledger {
        ledger.as_sent = as_sent;
    }
    let checked = match &loaded.ledger {
        None => run(&loaded, None)?,
        Some(ledger) => {
            let law = statutes(ledger).unwrap();
            let day = ledger.settings.as_of.map(|day| day.value);
            let day = day.or(parse_date("2026-03-01")).unwrap();
            run(&loaded, Some(&assess(ledger, &law, day)))?
        }
    };
    Ok((checked, loaded.sources))
}

/// Every invoice as it stood in the last version of its file on the day it was sent.
fn as_sent(loaded: &load::Loaded, committed: &[(&str, &str)]) -> BTreeMap<String, AsSent> {
    let Some(ledger) = &loaded.ledger else {
        return BTreeMap::new();
    };
    let history = load::History::new(loaded, ledger);
    let sent = ledger.invoices.values().filter_map(|invoice| {
        let day = invoice.sent.as_ref()?.date.value;
        let versions = committed.iter().filter_map(|(title, text)| {
            let (path, committed_on) = title.split_once(" @ ").unwrap();
            (parse_date(committed_on).unwrap() <= day).then_some((path, *text))
        });
        // Later ones over earlier ones, as they stand on the page.
        let latest: BTreeMap<&str, &str> = versions.collect();
        let invoices = latest
            .into_iter()
            .flat_map(|(path, text)| history.invoices(path, &Content::Bytes(text.as_bytes().to_vec())));
        let as_sent = AsSent {
            commit: "1f3870be27".to_owned(),
            invoice: load::History::find(invoice, &invoices.collect::<Vec<_>>())?,
        };
        Some((invoice.id.clone(), as_sent))
    });
    sent.collect()
}

pub(super) fn line(judged: &Judged, sources: &Sources) -> String {
    let finding = &judged.finding;
    let at = sources.start(finding.span);
    let path = sources.path(finding.span);
    format!(
        "{path}:{}:{}: {}[{}]: {}\n",
        at.line, at.column, judged.level, finding.rule, finding.message
    )
}

/// The page as it should be.
fn replayed(rule: &str, page: &str) -> String {
    let mut written = String::new();
    let mut from = 0;
    for case in cases(page) {
        written.push_str(&page[from..case.findings.start]);
        written.push_str(&findings(rule, &case));
        from = case.findings.end;
    }
    written.push_str(&page[from..]);
    written
}

#[test]
fn every_page_shows_what_its_rule_finds() {
    #[allow(
        clippy::disallowed_methods,
        reason = "how a reviewer asks for the pages to be rewritten"
    )]
    let update = std::env::var("UPDATE").is_ok();
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let replayed = replayed(rule.id, rule.page);
        if replayed == rule.page {
            continue;
        }
        let (group, name) = rule.id.split_once('/').unwrap();
        let page = format!("src/check/rules/{}/{name}.md", group.replace('-', "_"));
        if update {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&page);
            #[allow(clippy::disallowed_methods, reason = "the page is the test's own expectation")]
            std::fs::write(path, &replayed).unwrap();
        } else {
            wrong.push(format!("{page}:\n{}", difference(rule.page, &replayed)));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 rewrites them", wrong.join("\n"));
}

fn difference(page: &str, replayed: &str) -> String {
    let only = |sign: &str, these: &str, others: &str| -> String {
        let lines = these
            .lines()
            .filter(|line| !others.lines().any(|other| other == *line));
        lines.map(|line| format!("{sign} {line}\n")).collect()
    };
    only("-", page, replayed) + &only("+", replayed, page)
}

#[test]
fn every_page_has_an_example_and_a_near_miss() {
    // A file over 1 MiB doesn't fit a page.
    for rule in rules::all().filter(|rule| rule.id != "file/too-large") {
        for heading in [
            "## Why\n",
            "## How to mend it\n",
            "## Example\n",
            "## Near miss\n",
        ] {
            assert_eq!(rule.page.matches(heading).count(), 1, "{}: {heading}", rule.id);
        }
        let near_miss = rule.page.find("## Near miss\n").unwrap();
        let (silent, speaking): (Vec<_>, Vec<_>) = cases(rule.page)
            .into_iter()
            .partition(|case| case.findings.start > near_miss);
        assert!(!silent.is_empty() && !speaking.is_empty(), "{}", rule.id);
        for case in speaking {
            assert_ne!(findings(rule.id, &case), "", "{}", rule.id);
        }
        for case in silent {
            assert_eq!(findings(rule.id, &case), "", "{}", rule.id);
        }
    }
}
