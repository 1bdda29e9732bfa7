//! What the targets share: a ledger out of memory, everything that dunlin makes of it, and what must hold of all of that.

pub mod hostile;
pub mod pages;

use dunlin::{
    assess::{self, Assessed},
    calendar::{Date, parse_date},
    check::{self, Checked, Deny, fixes},
    finding::{Finding, Level},
    load::{self, Content, Folder, Loaded},
    render::{changes, findings},
    report,
    source::{Sources, Span},
    statute::Statutes,
};
use std::collections::BTreeSet;

/// The day of every ledger that names none.
pub fn day() -> Date {
    parse_date("2026-03-02").expect("a day")
}

/// Settings that make a ledger of whatever stands beside them.
pub const SETTINGS: &str = "creditor: {name: Studio, email: me@studio.example, bank: {holder: Studio, iban: ES9121000418450200051332}}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n";

/// A ledger's folder; later files over earlier ones of the same name.
pub fn folder<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Folder {
    Folder {
        files: files
            .into_iter()
            .map(|(path, bytes)| (path.to_owned(), Content::Bytes(bytes.to_vec())))
            .collect(),
        others: BTreeSet::from(["scope/v1.pdf".to_owned()]),
    }
}

pub fn load(folder: &Folder) -> Loaded {
    let places: Vec<_> = Statutes::ids().collect();
    load::ledger(folder, &places)
}

/// A ledger that was read, on its day, checked; the law it stands under can't be borrowed from here, so it is `then`'s.
pub fn worked_out<T>(loaded: &Loaded, then: impl FnOnce(Option<&Assessed>, Option<&Checked>) -> T) -> T {
    let Some(ledger) = &loaded.ledger else {
        let checked = check::run(loaded, None).expect("without settings there is nothing to refuse");
        return then(None, Some(&checked));
    };
    let Ok(statutes) = assess::statutes(ledger) else {
        return then(None, None);
    };
    let on = ledger.settings.as_of.map_or_else(day, |day| day.value);
    let assessed = assess::assess(ledger, &statutes, on);
    if let Err(breach) = report::conserved(&assessed) {
        panic!("{breach}");
    }
    let checked = check::run(loaded, Some(&assessed)).ok();
    then(Some(&assessed), checked.as_ref())
}

/// Every finding is about characters that are there, and so is each of its edits.
pub fn places_hold(findings: &[Finding], sources: &Sources) {
    let files = sources.files().count();
    let holds = |span: Span, of: &Finding| {
        assert!((span.file.0 as usize) < files, "no such file: {of:?}");
        let text = &sources.file(span.file).text;
        assert!(
            span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} is no place in a text of {} bytes: {of:?}",
            text.len()
        );
    };
    for finding in findings {
        holds(finding.span, finding);
        for related in &finding.related {
            holds(related.span, finding);
        }
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let mut last = None;
        for edit in edits {
            holds(edit.span, finding);
            assert_eq!(edit.span.file, finding.span.file, "{finding:?}");
            assert!(
                last.is_none_or(|end| end <= edit.span.start),
                "edits touch: {finding:?}"
            );
            last = Some(edit.span.end);
        }
    }
}

/// The findings in every format there is.
pub fn in_every_format(checked: &Checked, sources: &Sources) {
    for format in findings::FORMATS {
        let text = (format.render)(&findings::Findings {
            checked,
            sources,
            as_of: Some(day()),
            width: 80,
            prefix: "books/",
            deny: Deny {
                level: Level::Warning,
                dated: false,
            },
        });
        assert!(
            text.is_empty() || text.ends_with('\n'),
            "{} ends without a line break",
            format.name
        );
        if matches!(format.name, "json" | "sarif" | "gitlab") {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(read.is_ok(), "{}: {:?}", format.name, read.err());
        }
        if matches!(format.name, "concise" | "human" | "github" | "junit") {
            let steers = |c: char| {
                (c.is_control() && !matches!(c, '\n' | '\u{1b}')) || ('\u{202a}'..='\u{202e}').contains(&c)
            };
            assert!(
                !text.contains(steers),
                "{} would steer a terminal: {text:?}",
                format.name
            );
        }
    }
}

/// What `check --fix` would make of the folder reads no worse than before.
pub fn fixes_hold(folder: &Folder) {
    let look = |folder: &Folder| {
        let loaded = load(folder);
        let offered = worked_out(&loaded, |_, checked| checked.cloned()).ok_or(())?;
        Ok::<_, ()>(fixes::Seen {
            offered: offered
                .findings
                .into_iter()
                .map(|judged| judged.finding)
                .collect(),
            sources: loaded.sources,
            read: loaded.findings,
        })
    };
    let Ok(mended) = fixes::mend(folder, look) else {
        return;
    };
    changes::render(&mended);
    if mended.files.is_empty() {
        return;
    }
    let mut after = folder.clone();
    for (path, change) in &mended.files {
        let before = after
            .files
            .insert(path.clone(), Content::Bytes(change.after.clone()));
        assert_eq!(before, Some(Content::Bytes(change.before.clone())), "{path}");
    }
    let count = |folder: &Folder| {
        let loaded = load(folder);
        places_hold(&loaded.findings, &loaded.sources);
        (loaded.findings.len(), loaded.ledger.is_some())
    };
    let (before, after) = (count(folder), count(&after));
    assert!(
        after.0 <= before.0 && after.1 >= before.1,
        "mended from {before:?} to {after:?}"
    );
}
