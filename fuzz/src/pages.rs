//! Everything that dunlin makes of a ledger that could be read: pages, letters, messages, statements, tables, calendars.

use crate::hostile::{lines_are_ours, page_is_inert, prose_is_inert};
use dunlin::{
    assess::Assessed,
    check::Checked,
    language::Languages,
    load::Loaded,
    render::{
        FileSet, agenda, claim,
        dashboard::{Dashboard, Facts, Mails, WrittenDays},
        export,
        letter::{self, Drafts},
        mail::{self, Draft, Mail, Mailbox},
        prose, seen, statement, status, why,
    },
    report::evidence::{self, Subject},
    report::{self, Letters, Snapshot},
};
use std::collections::BTreeSet;

/// Makes all of it and looks at it.
pub fn of(loaded: &Loaded, assessed: &Assessed, checked: &Checked) {
    let languages = Languages::with(&loaded.texts);
    let letters = report::letters(assessed, &loaded.unread);
    let drafts = letter::drafts(assessed, &letters, &languages);
    let actions = report::actions(assessed, &letters, report::AGENDA_DAYS);
    site(
        (loaded, assessed, checked),
        (&letters, &drafts, &actions),
        page_is_inert,
    );
    messages(assessed, &languages, &drafts);
    papers(loaded, assessed, &languages);
    tables(loaded, assessed, &actions);
    for on in assessed.invoices.values() {
        why::why(why::Why {
            assessed,
            on,
            sources: &loaded.sources,
            letters: &letters,
            width: 60,
        });
    }
    calendar((loaded, assessed), (&letters, &actions), &languages);
}

/// The dashboard, each page of it shown to `look`.
pub fn site(
    (loaded, assessed, checked): (&Loaded, &Assessed, &Checked),
    (letters, drafts, actions): (&Letters, &Drafts, &[report::Action]),
    look: impl Fn(&str, &str),
) {
    let languages = Languages::with(&loaded.texts);
    let found = seen::findings(checked, &loaded.sources);
    let now = Snapshot::of(assessed, letters, found);
    let changes = report::changes(&now, &now);
    let (days, mails) = (WrittenDays::default(), Mails::default());
    let facts = Facts {
        assessed,
        loaded,
        checked,
        letters,
        drafts,
        actions,
        languages: &languages,
        mails: &mails,
        incognito: false,
        changes: Some(&changes),
    };
    let dashboard = Dashboard::new(facts, &days).expect("the built-in pages hold together");
    // Those of the rules and of the law say the same of every ledger.
    let is_own = |path: &&str| !path.starts_with("rules/") && !path.starts_with("law/");
    for path in dashboard.paths().into_iter().filter(is_own) {
        let bytes = dashboard.bytes(path).expect("a built-in page").expect("listed");
        if path.ends_with(".html") {
            look(path, std::str::from_utf8(&bytes).expect("text"));
        }
    }
}

/// Each letter as a message.
pub fn messages(assessed: &Assessed, languages: &Languages, drafts: &Drafts) {
    for (path, text) in &drafts.files {
        let Some(draft) = Draft::read(text) else { continue };
        prose_is_inert(prose::letter(&draft.body).as_str());
        draft.plain();
        let code = mail::code(&draft, assessed, languages);
        let creditor = &assessed.ledger.settings.creditor;
        let message = Mail {
            from: Mailbox::new(&creditor.name, &creditor.email),
            contact: Mailbox::default(),
            day: assessed.day,
            code: code.map(|code| (code, "<fz>".to_owned())),
            attachments: Vec::new(),
            draft: &draft,
            text,
        };
        let bytes = message.sealed();
        assert!(mail::is_ours(&bytes) && mail::is_untouched(&bytes), "{path}");
        let text = String::from_utf8(bytes).expect("a message is ASCII");
        let head = text
            .split_once("\r\n\r\n")
            .map_or(text.as_str(), |(head, _)| head);
        lines_are_ours(path, head);
    }
}

fn papers(loaded: &Loaded, assessed: &Assessed, languages: &Languages) {
    for client in assessed.ledger.clients.values() {
        let statements = report::statements(assessed, &client.id, None);
        let facts = statement::Facts {
            assessed,
            client,
            from: None,
            statements: &statements,
        };
        page_is_inert("a statement", &statement::html(facts, languages));
        statement::markdown(facts, languages);
    }
    let contracts = assessed.contracts.values().map(Subject::Contract);
    let invoices = assessed.invoices.values().map(Subject::Invoice);
    for subject in contracts.chain(invoices) {
        let Ok(evidence) = evidence::evidence(assessed, subject) else {
            continue;
        };
        let statements = report::statements(assessed, &evidence.client.id, None);
        let pack = claim::files(
            claim::Facts {
                assessed,
                evidence: &evidence,
                sources: &loaded.sources,
                statement: statements.first(),
                history: &claim::History::None("nobody asked".to_owned()),
                copies: &[],
            },
            languages,
        );
        for (path, bytes) in pack.iter().filter(|(path, _)| path.ends_with(".html")) {
            page_is_inert(path, std::str::from_utf8(bytes).expect("text"));
        }
    }
}

fn tables(loaded: &Loaded, assessed: &Assessed, actions: &[report::Action]) {
    let status = status::Status {
        assessed,
        unread: &loaded.unread,
        actions,
    };
    export::hledger(assessed, &loaded.unread);
    let tables = [
        status::csv(status),
        export::payments(assessed),
        export::log(assessed),
        export::contracts(assessed),
        export::clients(assessed),
    ];
    for table in tables {
        let table = table.expect("a table in memory");
        let steers = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '@', '\t']);
        assert!(
            !table.lines().flat_map(|line| line.split(',')).any(steers) || table.contains('"'),
            "{table}"
        );
    }
    for text in [status::json(status), export::json(status)] {
        let text = text.expect("JSON in memory");
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}

fn calendar(
    (loaded, assessed): (&Loaded, &Assessed),
    (letters, actions): (&Letters, &[report::Action]),
    languages: &Languages,
) {
    let language = languages
        .get(assessed.ledger.settings.language())
        .or_else(|| languages.get("en"))
        .expect("English");
    let held: BTreeSet<&str> = letters.held.iter().copied().collect();
    let unwritten = BTreeSet::new();
    let facts = agenda::Agenda {
        assessed,
        unread: &loaded.unread,
        language,
        actions,
        held: &held,
        unwritten: &unwritten,
        days: report::AGENDA_DAYS,
    };
    lines_are_ours("the calendar", &agenda::ics(facts));
    agenda::human(facts, 60);
    assert!(agenda::json(facts).is_ok());
    status::human(status::Human {
        status: status::Status {
            assessed,
            unread: &loaded.unread,
            actions,
        },
        language,
        held: &held,
        unwritten: &unwritten,
        width: 60,
    });
}
