//! `check --stats`: how often each rule spoke, for whoever is to mend many findings and wants to know where to begin.

use super::findings::summary;
use crate::{
    check::{Checked, Counts, count},
    finding::Level,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// What was checked, of all ledgers.
#[derive(Debug)]
pub struct Stats<'a> {
    pub checked: Vec<&'a Checked>,
    pub files: usize,
    /// Those that could be read.
    pub records: usize,
}

/// A line for each rule and level, most findings first, then a line that counts them and one of what was read.
pub fn render(stats: &Stats) -> String {
    let mut rows: BTreeMap<(&str, Reverse<Level>), usize> = BTreeMap::new();
    let mut counts = Counts::default();
    for judged in stats.checked.iter().flat_map(|checked| &checked.findings) {
        *rows
            .entry((judged.finding.rule, Reverse(judged.level)))
            .or_default() += 1;
        counts += judged;
    }
    // The sort is stable: equals stay in order of rule, then level.
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, count)| Reverse(*count));
    let width = rows.first().map_or(0, |(_, count)| count.to_string().len());
    let mut text = String::new();
    for ((rule, Reverse(level)), count) in rows {
        text.push_str(&format!("{count:>width$}  {:<7}  {rule}\n", level.word()));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let read = format!(
        "{} and {} read",
        count(stats.files, "file"),
        count(stats.records, "record")
    );
    text + &format!("{}\n{read}\n", summary(counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::Judged,
        finding::Finding,
        source::{FileId, Span},
    };

    fn judged(rule: &'static str, level: Level) -> Judged {
        Judged {
            finding: Finding::new(rule, Span::start_of(FileId(0)), ""),
            level,
        }
    }

    #[test]
    fn the_most_frequent_come_first_then_by_id() {
        let checked = Checked {
            findings: vec![
                judged("invoice/unsent", Level::Warning),
                judged("contract/unsigned", Level::Warning),
                judged("contract/unsigned", Level::Error),
                judged("client/unknown-kind", Level::Info),
            ],
        };
        let more = Checked {
            findings: vec![judged("invoice/unsent", Level::Warning); 9],
        };
        let stats = Stats {
            checked: vec![&checked, &more],
            files: 12,
            records: 1,
        };
        let expected = "\
10  warning  invoice/unsent
 1  info     client/unknown-kind
 1  error    contract/unsigned
 1  warning  contract/unsigned

1 error, 11 warnings, 1 note
12 files and 1 record read
";
        assert_eq!(render(&stats), expected);
    }

    #[test]
    fn a_clean_ledger_has_no_table() {
        let nothing = Checked::default();
        let stats = Stats {
            checked: vec![&nothing],
            files: 2,
            records: 1,
        };
        assert_eq!(render(&stats), "nothing to mend\n2 files and 1 record read\n");
    }
}
