//! A bank's statement becomes payments: what docs/IMPORT.md shows, and that nothing wrong or twice is ever written.

use crate::dunlin::{Place, Run, repository};
use std::fs;

/// The files and the transcripts of the page, in its order.
fn page() -> (Place, Vec<(String, String)>) {
    let text = fs::read_to_string(repository().join("docs/IMPORT.md")).unwrap();
    let place = Place::new();
    let mut transcripts = Vec::new();
    for block in text.split("\n```").skip(1).step_by(2) {
        let (kind, body) = block.split_once('\n').unwrap();
        if kind == "console" {
            let (command, said) = body.split_once('\n').unwrap();
            let command = command.strip_prefix("$ dunlin ").unwrap();
            transcripts.push((command.to_owned(), said.to_owned()));
        } else {
            let (path, content) = body.split_once('\n').unwrap();
            place.write(path.strip_prefix("# ").unwrap(), format!("{content}\n"));
        }
    }
    (place, transcripts)
}

fn import(place: &Place, arguments: &[&str]) -> Run {
    place.dunlin(&[&["import", "csv"], arguments].concat())
}

fn payments(place: &Place) -> Vec<(String, Vec<u8>)> {
    if place.exists("payments") {
        place.files("payments")
    } else {
        Vec::new()
    }
}

#[test]
fn the_page_shows_what_happens() {
    let (place, transcripts) = page();
    assert_eq!(transcripts.len(), 2);
    for (command, said) in transcripts {
        let words: Vec<_> = command.split(' ').collect();
        let run = place.dunlin(&words);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(shown.trim_end(), said.trim_end(), "{command}");
    }
    let check = place.dunlin(&["check", "--deny", "error"]);
    assert_eq!(check.status, 0, "{}", check.stdout);
    assert!(!check.stdout.contains("misplaced"), "{}", check.stdout);
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_run_nothing_more() {
    let (place, _) = page();
    let dry = import(&place, &["bank/march.csv", "--dry-run"]);
    assert_eq!((dry.status, payments(&place).len()), (0, 0), "{}", dry.stderr);
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!(run.stdout, dry.stdout);
    let written = payments(&place);
    assert_eq!(written.len(), 2);
    assert_eq!(import(&place, &["bank/march.csv"]).stdout, "");
    // Next month's file begins with rows of this one.
    let march = place.read("bank/march.csv");
    let april = march.replace("N-0004\n", "N-0004\n02.04.2026;Acme;inv-014;2.000,00;N-0005\n");
    place.write("bank/april.csv", april);
    let run = import(&place, &["bank/april.csv"]);
    assert!(
        run.stdout.contains("allocate: {inv-014: 2000.00}"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert_eq!(payments(&place).len(), 3);
    for (path, bytes) in &written {
        assert_eq!(&fs::read(place.path("payments").join(path)).unwrap(), bytes);
    }
    // What a crash left out is made up for, the same to the byte.
    let all = payments(&place);
    fs::remove_file(place.path("payments").join(&all[0].0)).unwrap();
    fs::remove_file(place.path("payments").join(&all[2].0)).unwrap();
    import(&place, &["bank/april.csv"]);
    assert_eq!(payments(&place), all);
}

#[test]
fn a_payment_that_cannot_be_read_is_there_all_the_same() {
    let (place, _) = page();
    import(&place, &["bank/march.csv"]);
    let (broken, _) = payments(&place).remove(0);
    place.write(&format!("payments/{broken}"), "client: [\n");
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert_eq!(place.read(&format!("payments/{broken}")), "client: [\n");
}

#[test]
fn what_was_typed_by_hand_is_not_recorded_again_unless_asked() {
    let (place, _) = page();
    place.dunlin(&[
        "pay",
        "acme",
        "4000.00",
        "--date",
        "2026-03-03",
        "--invoice",
        "inv-014",
    ]);
    let run = import(&place, &["bank/march.csv"]);
    assert!(
        run.stderr
            .contains("line 2: EUR 4,000.00 of 2026-03-04 is taken for `2026-03-03-acme`"),
        "{}",
        run.stderr
    );
    assert_eq!(payments(&place).len(), 2);
    assert!(
        import(&place, &["bank/march.csv", "--again"])
            .stdout
            .contains("amount: 4000.00")
    );
}

#[test]
fn a_payer_is_known_once_the_rules_say_so() {
    let (place, _) = page();
    let rules = place.read("bank/csv.rules.yaml");
    place.write(
        "bank/csv.rules.yaml",
        format!("{rules}payers: {{\"J. Smith\": acmee}}\n"),
    );
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (
            2,
            "error: bank/csv.rules.yaml: there is no client `acmee`: did you mean `acme`?\n"
        )
    );
    place.write(
        "bank/csv.rules.yaml",
        format!("{rules}payers: {{\"j smith\": ACME}}\n"),
    );
    let run = import(&place, &["bank/march.csv"]);
    assert!(
        run.stdout
            .contains("client: acme\ndate: 2026-03-20\namount: 300.00\nmethod"),
        "{}",
        run.stdout
    );
    assert!(
        run.stderr
            .contains("is on no invoice: nothing is named, and no open invoice has this amount"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_rules_some_are_proposed_and_nothing_is_imported() {
    let (place, _) = page();
    fs::remove_file(place.path("bank/csv.rules.yaml")).unwrap();
    place.write(
        "bank/march.csv",
        place.read("bank/march.csv").replace("Booked", "Date"),
    );
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!((run.status, place.exists("bank/csv.rules.yaml")), (2, false));
    assert!(run.stdout.contains("date_form: \"%d.%m.%Y\"\n"), "{}", run.stdout);
    assert!(
        run.stderr.contains("nothing says how to read bank/march.csv"),
        "{}",
        run.stderr
    );
    assert_eq!(import(&place, &["bank/march.csv", "--write-rules"]).status, 2);
    assert_eq!(place.read("bank/csv.rules.yaml"), run.stdout);
    assert!(payments(&place).is_empty());
    let run = import(&place, &["bank/march.csv", "--dry-run"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("allocate: {inv-014: 4000.00}"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_row_that_cannot_be_read_stops_everything() {
    let (place, _) = page();
    let march = place.read("bank/march.csv");
    place.write("bank/march.csv", format!("{march}Total;;;6.000,00;\n"));
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (
            2,
            "error: nothing was recorded, because not every row can be read:\nbank/march.csv:6: `Total` is no day as %d.%m.%Y\nmend the rules file, or name such rows under `ignore:`\n"
        )
    );
    assert!(payments(&place).is_empty());
    let rules = place.read("bank/csv.rules.yaml");
    place.write("bank/csv.rules.yaml", format!("{rules}ignore: total\n"));
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains(", 1 ignored"), "{}", run.stderr);
}

#[test]
fn what_a_payer_wrote_steers_neither_the_terminal_nor_the_record() {
    let (place, _) = page();
    let march = place.read("bank/march.csv");
    let text = "\"inv-014\u{1b}[2J\namount: 1 # \"\"x\"\" \u{202e}\"";
    let evil = format!(
        "{march}25.03.2026;\"../../x\u{1b}]0;y\";{text};5,00;\"../../N\n5\"\n26.03.2026;\"a\u{9b}\"\"\\\";x;6,00;\n"
    );
    place.write("bank/march.csv", evil);
    let run = import(&place, &["bank/march.csv"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        !format!("{}{}", run.stdout, run.stderr).contains(['\u{1b}', '\u{9b}', '\u{202e}']),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(
        run.stdout.contains("amount: 5.00\nallocate: {inv-014: 5.00}\n"),
        "{}",
        run.stdout
    );
    assert_eq!(payments(&place).len(), 3);
    let check = place.dunlin(&["check", "--format", "json"]);
    assert!(!check.stdout.contains("payments/"), "{}", check.stdout);
}
