//! `dunlin init` and `dunlin schema`, as somebody runs them who is about to open the ledger in an editor.

use crate::dunlin::Place;
use std::path::Path;

const INIT: [&str; 4] = ["init", "books", "--as-of", "2026-03-02"];

#[test]
fn init_leaves_what_editors_need_beside_every_record() {
    let place = Place::new();
    assert_eq!(place.dunlin(&INIT).status, 0);
    let mut led = Vec::new();
    for (path, bytes) in place.files("books") {
        let text = String::from_utf8(bytes).unwrap();
        let of = |start: &str| {
            let mut lines = text.lines().take(3);
            lines.find_map(|line| Some(line.strip_prefix(start)?.to_owned()))
        };
        let language_server = of("# yaml-language-server: $schema=");
        assert_eq!(language_server, of("# $schema: "), "{path}");
        if let Some(schema) = language_server {
            let folder = Path::new(&path).parent().unwrap();
            let schema = place.path("books").join(folder).join(schema);
            let schema = std::fs::read_to_string(schema).unwrap();
            assert!(schema.contains("draft-07"), "{path}");
            led.push(path);
        }
    }
    assert_eq!(
        led,
        [
            "clients/acme.yaml",
            "contracts/acme-website.md",
            "dunlin.yaml",
            "invoices/inv-001.yaml",
            "invoices/inv-002.yaml",
            "log/acme-invoice-arrived.md",
            "payments/acme-deposit.yaml",
        ]
    );
    let check = place.dunlin(&["check", "books", "--as-of", "2026-03-02"]);
    assert_eq!((check.status, check.stdout.as_str()), (0, "nothing to mend\n"));
}

#[test]
fn what_is_allowed_in_the_first_lines_is_allowed_below_the_modelines_too() {
    let place = Place::new();
    place.dunlin(&INIT);
    place.write("books/clients/zed.yaml", "name: Zed\nkind: business\n");
    let contract = "client: zed\ntotal: 900.00\nschedule: [{id: all, due: 2026-05-29, amount: 900.00}]\n";
    let modelines = "# yaml-language-server: $schema=../.dunlin/schemas/contract.json\n# $schema: ../.dunlin/schemas/contract.json\n";
    let speaks = |text: &str| {
        place.write("books/contracts/zed.yaml", text);
        let check = place.dunlin(&["check", "books", "--as-of", "2026-03-02"]);
        check.stdout.contains("contract/missing-grace-period")
    };
    assert!(speaks(&format!("{modelines}{contract}")));
    let allow = "# dunlin: allow(contract/missing-grace-period) — a friend\n";
    assert!(!speaks(&format!("{modelines}{allow}{contract}")));
    assert!(!speaks(&format!("{modelines}\n{allow}\n{contract}")));
}

#[test]
fn init_leaves_a_gitignore_alone_and_says_what_it_lacks() {
    let place = Place::with(&[("books/.gitignore", "*.pdf\n")]);
    let run = place.dunlin(&INIT);
    assert_eq!(place.read("books/.gitignore"), "*.pdf\n");
    let left = run.stderr.lines().find(|line| line.starts_with("left"));
    assert_eq!(
        left,
        Some(
            "left books/.gitignore as it was: put `site/` into it, so that the dashboard is never committed"
        )
    );
    let again = place.dunlin(&INIT);
    assert_eq!(again.status, 2);
    assert!(
        again.stderr.contains("this folder is a ledger"),
        "{}",
        again.stderr
    );
}

#[test]
fn schemas_are_written_again_but_never_over_what_somebody_changed() {
    let place = Place::new();
    place.dunlin(&INIT);
    let write = || place.dunlin(&["schema", "--write", "books"]);
    assert_eq!(
        write().stderr,
        "the schemas in books/.dunlin/schemas are up to date\n"
    );
    let fresh = place.read("books/.dunlin/schemas/plan.json");
    std::fs::remove_file(place.path("books/.dunlin/schemas/plan.json")).unwrap();
    place.write("books/.dunlin/schemas/case.json", "{}");
    let run = write();
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert_eq!(
        run.stderr,
        "wrote books/.dunlin/schemas/plan.json\n\
         warning: left books/.dunlin/schemas/case.json alone: it was changed since dunlin wrote it; delete it to have it \
         written again\n"
    );
    assert_eq!(place.read("books/.dunlin/schemas/plan.json"), fresh);
    assert_eq!(place.read("books/.dunlin/schemas/case.json"), "{}");
}

#[test]
fn schema_wants_a_ledger_to_write_to_and_a_kind_to_print() {
    let place = Place::with(&[("notes/x.txt", "")]);
    let run = place.dunlin(&["schema", "--write", "notes"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("has no `dunlin.yaml`"), "{}", run.stderr);
    assert!(!place.exists("notes/.dunlin"));
    assert_eq!(place.dunlin(&["schema"]).status, 2);
    assert_eq!(place.dunlin(&["schema", "invoices"]).status, 2);
}

#[test]
fn schema_prints_either_draft_and_the_page() {
    let place = Place::new();
    let starts = |arguments: &[&str], start: &str| {
        let run = place.dunlin(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.starts_with(start), "{}", run.stdout);
    };
    starts(
        &["schema", "invoice"],
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"dunlin: invoice\",\n",
    );
    starts(
        &["schema", "dunlin", "--draft", "07"],
        "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"dunlin: dunlin.yaml\",\n",
    );
    starts(
        &["schema", "log", "--format", "markdown"],
        "## log/ID\n\nSomething that happened",
    );
}
