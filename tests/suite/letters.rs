//! Every letter in every language, on the day it falls due in `tests/data/letters-ledger`. With `LETTERS=some/folder`
//! they are also written there, to be read.

use crate::dunlin::{Place, files, repository};
use ::dunlin::{
    assess::{self, Assessed},
    calendar::{Date, parse_date},
    language::Languages,
    load::{self, Unread},
    model,
    money::Amount,
    render::letter,
    report::{self, ProposedPlan},
    statute::Statutes,
};
use std::{collections::BTreeMap, env, fs, path::Path};

/// Day, draft, and what must stand in it whatever the language.
const TABLE: &[(&str, &str, &[&str])] = &[
    ("2026-02-27", "acme/heads-up", &["2026/014", "PO 4711"]),
    ("2026-02-27", "bruno/heads-up", &["bruno-1"]),
    (
        "2026-03-03",
        "cora/plan-reminder-cora",
        &["cora-1", "cora-2", "250", "150"],
    ),
    ("2026-03-03", "dario/plan-reminder-dario", &["dario-1", "300"]),
    ("2026-03-05", "acme/reminder", &["2026/014"]),
    ("2026-03-05", "bruno/reminder", &["bruno-1", "950"]),
    ("2026-03-10", "acme/stop-work-acme-web", &["2026/014", "7"]),
    ("2026-03-10", "bruno/stop-work-bruno-logo", &["bruno-1", "950"]),
    ("2026-03-16", "acme/options", &["2026/014", "400", "24", "2"]),
    ("2026-03-16", "bruno/options", &["316", "931", "19"]),
    ("2026-03-23", "acme/firm", &["2026/014", "8", "30"]),
    ("2026-03-23", "bruno/firm", &["bruno-1", "950"]),
    (
        "2026-03-27",
        "acme/call",
        &["Ana Soler", "+34 910 000 000", "client: acme"],
    ),
    ("2026-04-07", "acme/call", &["975", "acme-1", "note: "]),
    (
        "2026-04-07",
        "acme/mediation",
        &["2026/014", "2026/021", "355", "25"],
    ),
    ("2026-04-07", "bruno/mediation", &["bruno-1"]),
    (
        "2026-04-16",
        "acme/final-demand",
        &["406", "11", "40", "2026/021"],
    ),
    ("2026-04-16", "bruno/final-demand", &["bruno-1", "45"]),
    (
        "2026-04-16",
        "ember/final-demand",
        &["Pre-Action Protocol for Debt Claims"],
    ),
    ("2026-04-16", "fulton/final-demand", &["Freelance Isn't Free Act"]),
    ("2026-04-16", "hugo/final-demand", &["mise en demeure"]),
    ("2026-04-16", "irina/final-demand", &["irina-1"]),
    ("2026-05-04", "acme/resume-work-acme-web", &["2026/014"]),
    ("2026-05-04", "acme/thank-you", &["2026/014", "2026/021"]),
    ("2026-05-04", "bruno/resume-work-bruno-logo", &["bruno-1"]),
    ("2026-05-04", "bruno/thank-you", &["bruno-1"]),
];

/// The ledger, its letters in one language.
struct Ledger {
    ledger: model::Ledger,
    statutes: Statutes,
    languages: Languages,
}

impl Ledger {
    fn written_in(language: &str) -> Self {
        let place = Place::new();
        for (path, bytes) in files(&repository().join("tests/data/letters-ledger")) {
            place.write(&path, bytes);
        }
        let settings = place.read("dunlin.yaml");
        assert!(settings.contains("\nlanguage: en\n"));
        let settings = settings.replace("\nlanguage: en\n", &format!("\nlanguage: {language}\n"));
        place.write("dunlin.yaml", settings);
        let folder = load::folder(&place.path("")).unwrap();
        let jurisdictions: Vec<_> = Statutes::ids().collect();
        let loaded = load::ledger(&folder, &jurisdictions);
        assert!(loaded.unread.files.is_empty(), "{:?}", loaded.unread.files);
        let ledger = loaded.ledger.unwrap();
        Self {
            statutes: assess::statutes(&ledger).unwrap(),
            ledger,
            languages: Languages::embedded(),
        }
    }

    fn on(&self, day: &str) -> Assessed<'_> {
        assess::assess(&self.ledger, &self.statutes, date(day))
    }

    fn drafts(&self, day: &str) -> letter::Drafts {
        let assessed = self.on(day);
        let letters = report::letters(&assessed, &Unread::default());
        letter::drafts(&assessed, &letters, &self.languages)
    }
}

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

/// Whether the language's folder has the text of that draft.
fn has_text(language: &str, draft: &str) -> bool {
    let folder = repository().join("templates/languages").join(language);
    let texts = files(&folder);
    let mut stems = texts.iter().filter_map(|(path, _)| path.strip_suffix(".md"));
    stems.any(|stem| is_named(stem, draft))
}

/// `acme/stop-work-acme-web` is a `stop-work`.
fn is_named(letter: &str, draft: &str) -> bool {
    let rest = draft
        .split_once('/')
        .and_then(|(_, name)| name.strip_prefix(letter));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn write_out(language: &str, name: &str, text: &str) {
    if let Some(folder) = env::var_os("LETTERS") {
        let path = Path::new(&folder).join(language).join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn languages() -> Vec<String> {
    let languages = Languages::embedded();
    languages.tags().into_iter().map(str::to_owned).collect()
}

/// Front matter and body.
fn split(text: &str) -> (&str, &str) {
    let rest = text.strip_prefix("---\n").unwrap();
    rest.split_once("\n---\n").unwrap()
}

#[test]
fn every_letter_falls_due_in_every_language() {
    let mut wrong = Vec::new();
    for language in languages() {
        let ledger = Ledger::written_in(&language);
        let mut drafted: BTreeMap<&str, letter::Drafts> = BTreeMap::new();
        for (day, draft, said) in TABLE {
            let drafts = drafted.entry(day).or_insert_with(|| ledger.drafts(day));
            let Some(text) = drafts.files.get(&format!("{draft}.md")) else {
                let named = drafts
                    .missing
                    .keys()
                    .any(|(letter, tag)| *tag == language && is_named(letter, draft));
                if has_text(&language, draft) || !named {
                    wrong.push(format!(
                        "{language} {day} {draft}: not drafted\n{:?}",
                        drafts.errors
                    ));
                }
                continue;
            };
            let text = std::str::from_utf8(text).unwrap();
            write_out(&language, &format!("{day}-{}.md", draft.replace('/', "-")), text);
            let (front, body) = split(text);
            if !draft.ends_with("/call") && !front.contains(&format!("\nlanguage: {language}\n")) {
                wrong.push(format!("{language} {draft}: of another language\n{front}"));
            }
            let unsaid: Vec<_> = said.iter().filter(|said| !body.contains(**said)).collect();
            if !unsaid.is_empty() {
                wrong.push(format!(
                    "{language} {day} {draft}: doesn't say {unsaid:?}\n{body}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Such a letter is written by no day, but when the user proposes a plan.
#[test]
fn a_plan_is_offered_in_every_language() {
    for language in languages() {
        let ledger = Ledger::written_in(&language);
        let assessed = ledger.on("2026-04-20");
        for (client, invoices) in [("acme", vec!["acme-1", "acme-2"]), ("bruno", vec!["bruno-1"])] {
            let half = Amount::parse("400.50").unwrap();
            let proposed = ProposedPlan {
                invoices: invoices.iter().map(ToString::to_string).collect(),
                instalments: vec![(date("2026-05-04"), half), (date("2026-06-01"), half)],
                discount: Some((Amount::parse("20").unwrap(), date("2026-06-01"))),
                grace_days: 5,
            };
            let letter = report::plan_offer(&assessed, &ledger.ledger.clients[client], proposed).unwrap();
            let draft = letter::draft(&assessed, &letter, &ledger.languages);
            if !has_text(&language, "x/plan-offer") {
                let error = draft.unwrap_err().to_string();
                assert!(error.contains("plan-offer"), "{error}");
                continue;
            }
            let draft = draft.unwrap();
            write_out(&language, &format!("{client}-plan-offer.md"), &draft);
            let (front, body) = split(&draft);
            assert!(front.contains("amount: \"801.00\""), "{front}");
            for said in ["400", "801", "20", "5", "2026"] {
                assert!(body.contains(said), "{language}: {said} is not in\n{body}");
            }
        }
    }
}

#[test]
fn the_program_names_each_draft_in_its_agenda() {
    let place = Place::new();
    for (path, bytes) in files(&repository().join("tests/data/letters-ledger")) {
        place.write(&path, bytes);
    }
    for (day, draft) in [
        ("2026-03-03", "reminders/cora/plan-reminder-cora.md"),
        ("2026-03-10", "reminders/acme/stop-work-acme-web.md"),
        ("2026-03-27", "reminders/acme/call.md"),
        ("2026-05-04", "reminders/acme/resume-work-acme-web.md"),
        ("2026-05-04", "reminders/bruno/thank-you.md"),
    ] {
        let agenda = place
            .dunlin(&["--as-of", day, "agenda", "--format", "json"])
            .stdout;
        assert!(agenda.contains(draft), "{day} {draft}:\n{agenda}");
    }
}
