//! Broken, hostile and empty ledgers: a finding each, and everything else goes on.

use crate::dunlin::Place;

const SETTINGS: (&str, &str) = (
    "dunlin.yaml",
    "creditor: {name: Studio}\ncurrency: EUR\nas_of: 2026-03-02\n",
);
const GOOD: &[(&str, &str)] = &[
    SETTINGS,
    ("clients/acme.yaml", "name: Acme\nkind: business\n"),
    (
        "invoices/good.yaml",
        "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\n",
    ),
];

/// The findings' rule and place, as `check` orders them.
fn findings(place: &Place) -> Vec<String> {
    let run = place.dunlin(&["check", "--format", "json"]);
    assert_eq!(run.stderr, "");
    let check: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let all = check["findings"].as_array().unwrap().iter();
    let of_files = all.filter(|finding| finding["rule"].as_str().unwrap().starts_with("file/"));
    of_files
        .map(|f| {
            format!(
                "{}:{} {}",
                f["file"].as_str().unwrap(),
                f["line"],
                f["rule"].as_str().unwrap()
            )
        })
        .collect()
}

/// Whether the good invoice is still on the overview.
fn the_rest_goes_on(place: &Place) {
    let run = place.dunlin(&["build"]);
    assert!([0, 1].contains(&run.status), "{}", run.stderr);
    assert!(
        place.read("site/index.html").contains("900.00"),
        "the good invoice is still there"
    );
}

#[test]
fn an_empty_ledger_builds_and_says_what_to_do_first() {
    let place = Place::with(&[("dunlin.yaml", "creditor: {name: Studio}\ncurrency: EUR\n")]);
    let run = place.dunlin(&["build", "--as-of", "2026-03-02"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(place.read("site/index.html").contains("dunlin new client acme"));
    assert_eq!(findings(&place), Vec::<String>::new());
}

#[test]
fn ids_that_climb_out_of_the_ledger_go_nowhere() {
    let place = Place::with(GOOD);
    place.write(
        "invoices/climb.yaml",
        "id: ../../x\nclient: acme\nissued: 2026-01-10\namount: 1.00\n",
    );
    place.write("clients/dots.yaml", "id: ..\nname: Dots\n");
    assert_eq!(
        findings(&place),
        [
            "clients/dots.yaml:1 file/invalid-value",
            "invoices/climb.yaml:1 file/invalid-value"
        ]
    );
    the_rest_goes_on(&place);
    assert!(!place.path("..").join("x").exists());
}

#[test]
fn names_are_text_wherever_they_stand() {
    let place = Place::with(GOOD);
    place.write(
        "clients/evil.yaml",
        "name: '<script>alert(1)</script>'\nkind: business\nnotes: '[x](javascript:alert(1))'\n",
    );
    place.write(
        "invoices/evil.yaml",
        "client: evil\nissued: 2026-01-10\ndue: 2026-01-24\namount: 5.00\n",
    );
    the_rest_goes_on(&place);
    // In a calendar's file markup is text: what reads it knows no tags.
    let files = place.files("site").into_iter();
    for (path, bytes) in files.filter(|(path, _)| !path.ends_with(".ics")) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("<script>"), "{path}");
        assert!(!text.contains("href=\"javascript:"), "{path}");
    }
}

#[test]
fn a_huge_file_is_named_and_left_out() {
    let place = Place::with(GOOD);
    let huge = format!(
        "client: acme\nissued: 2026-01-10\namount: 7.00\n# {}\n",
        "x".repeat(2 << 20)
    );
    place.write("invoices/huge.yaml", huge);
    assert_eq!(findings(&place), ["invoices/huge.yaml:1 file/too-large"]);
    the_rest_goes_on(&place);
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let place = Place::with(GOOD);
    let mut bomb = "x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..=9 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("x-{level}: &a{level} [{aliases}]\n"));
    }
    place.write("invoices/bomb.yaml", bomb);
    let found = findings(&place);
    assert!(
        found
            .iter()
            .all(|f| f.starts_with("invoices/bomb.yaml:") && f.ends_with("file/syntax")),
        "{found:?}"
    );
    assert!(!found.is_empty());
    the_rest_goes_on(&place);
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_ledger_are_not_followed() {
    let outside = Place::with(&[("secret.yaml", "client: acme\nissued: 2026-01-10\namount: 7.00\n")]);
    let place = Place::with(GOOD);
    std::os::unix::fs::symlink(outside.path("secret.yaml"), place.path("invoices/link.yaml")).unwrap();
    std::os::unix::fs::symlink(outside.path(""), place.path("payments")).unwrap();
    let found = findings(&place);
    assert!(
        found.contains(&"invoices/link.yaml:1 file/outside-ledger".to_owned()),
        "{found:?}"
    );
    assert!(
        found.iter().all(|f| f.ends_with("file/outside-ledger")),
        "{found:?}"
    );
    the_rest_goes_on(&place);
}

#[test]
fn every_error_of_every_file_is_reported_at_once() {
    let place = Place::with(GOOD);
    place.write(
        "invoices/bad.yaml",
        "client: acme\nissued: 1.3.2026\namuont: 10\namount: 1,250.50\ndue: 2026-02-30\n",
    );
    place.write(
        "payments/bad.yaml",
        "client: nobody\ndate: 2026-01-01\namount: -5\n",
    );
    assert_eq!(
        findings(&place),
        [
            "invoices/bad.yaml:2 file/invalid-value",
            "invoices/bad.yaml:3 file/unknown-key",
            "invoices/bad.yaml:4 file/invalid-value",
            "invoices/bad.yaml:5 file/invalid-value",
            "payments/bad.yaml:1 file/unknown-reference",
            "payments/bad.yaml:3 file/invalid-value",
        ]
    );
    the_rest_goes_on(&place);
}

#[test]
fn a_folder_of_the_users_is_never_taken_for_the_site() {
    let place = Place::with(GOOD);
    place.write("site/contract.pdf", "mine");
    let run = place.dunlin(&["build"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("site"), "{}", run.stderr);
    assert_eq!(
        place.files("site"),
        [("contract.pdf".to_owned(), b"mine".to_vec())]
    );
    for out in [".", "..", "clients"] {
        let run = place.dunlin(&["build", "--out", out]);
        assert_eq!(run.status, 2, "--out {out}: {}", run.stderr);
    }
}

/// An invoice that is right, with a value of its user's own, which dunlin reads and doesn't use.
fn with_value(value: &str) -> String {
    format!("client: acme\nissued: 2026-01-10\namount: 7.00\nx-mine: {value}\n")
}

#[test]
fn a_file_may_have_a_mebibyte_and_not_a_byte_more() {
    let place = Place::with(GOOD);
    let before = with_value("a").len() - 1;
    let fits = with_value(&"a".repeat((1 << 20) - before));
    assert_eq!(fits.len(), 1 << 20);
    place.write("invoices/fits.yaml", &fits);
    assert_eq!(findings(&place), Vec::<String>::new());
    place.write("invoices/fits.yaml", fits + "\n");
    assert_eq!(findings(&place), ["invoices/fits.yaml:1 file/too-large"]);
    the_rest_goes_on(&place);
}

#[test]
fn values_nest_sixty_four_levels_deep_and_no_deeper() {
    let place = Place::with(GOOD);
    // The record is the first level.
    let nested = |levels: usize| with_value(&format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1)));
    place.write("invoices/deep.yaml", nested(64));
    assert_eq!(findings(&place), Vec::<String>::new());
    for levels in [65, 100_000] {
        place.write("invoices/deep.yaml", nested(levels));
        assert_eq!(findings(&place), ["invoices/deep.yaml:4 file/syntax"], "{levels}");
    }
    let mut indented = "client: acme\nissued: 2026-01-10\namount: 7.00\n".to_owned();
    for level in 0..700 {
        indented += &format!("{}a:\n", " ".repeat(level));
    }
    place.write("invoices/deep.yaml", indented);
    assert!(
        findings(&place)
            .iter()
            .all(|found| found.ends_with("file/syntax"))
    );
    the_rest_goes_on(&place);
}

#[test]
fn a_file_that_is_no_yaml_is_said_to_be_none_fifty_times_at_most() {
    let place = Place::with(GOOD);
    place.write("invoices/bad.yaml", "a: [\n---\n".repeat(500));
    let found = findings(&place);
    assert_eq!(found.len(), 50, "{found:?}");
    assert!(found.iter().all(|found| found.ends_with("file/syntax")));
    the_rest_goes_on(&place);
}

#[test]
fn a_file_of_one_line_with_hundreds_of_mistakes_is_shown_mistake_by_mistake() {
    const MISTAKES: usize = 300;
    let place = Place::with(GOOD);
    let filling = "é".repeat(1500);
    let keys: Vec<String> = (0..MISTAKES).map(|n| format!("q{n}: {filling}")).collect();
    let line = format!(
        "{{client: acme, issued: 2026-01-10, amount: 7.00, {}}}",
        keys.join(", ")
    );
    place.write("invoices/line.yaml", line);
    assert_eq!(findings(&place).len(), MISTAKES);
    let human = place.dunlin(&["check", "--only", "file", "--format", "human"]);
    assert!(
        human.stdout.contains(&format!("{MISTAKES} errors")),
        "{}",
        human.stdout.len()
    );
    // Of each its own place and what is near it, however long the line.
    assert!(human.stdout.len() < MISTAKES * 2000, "{}", human.stdout.len());
    let column = 50 + 1506 * 9;
    assert!(
        human.stdout.contains(&format!("invoices/line.yaml:1:{column}\n")),
        "{}",
        human.stdout.get(..9000).unwrap_or_default()
    );
    for format in ["concise", "github", "gitlab", "junit", "sarif"] {
        let run = place.dunlin(&["check", "--only", "file", "--format", format]);
        assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{format}");
    }
}

#[test]
fn a_text_of_the_ledgers_own_that_has_no_end_costs_one_page_or_one_letter() {
    let place = Place::with(GOOD);
    let turns = "{% for a in range(end=99999) %}";
    place.write(
        "templates/dashboard/clients.html",
        format!("{turns}{turns}{{% endfor %}}{{% endfor %}}"),
    );
    place.write(
        "templates/languages/en/reminder.md",
        format!("Hello\n\n{turns}{}{{% endfor %}}\n", "a".repeat(200)),
    );
    place.write(
        "templates/languages/en/firm.md",
        "Hello\n\n{% include \"firm.md\" %}\n",
    );
    let run = place.dunlin(&["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("templates/dashboard/clients.html:1:63: this has been gone through too often"),
        "{}",
        run.stderr
    );
    the_rest_goes_on(&place);
    assert!(place.read("site/clients.html").contains("Acme"));
    let check = place.dunlin(&["check", "--only", "file"]);
    assert!(check.stdout.contains("it includes itself"), "{}", check.stdout);
}

#[test]
fn a_policy_rests_on_thirty_two_others_at_most() {
    let place = Place::with(GOOD);
    let mut settings = SETTINGS.1.to_owned() + "policy: p0\npolicies:\n";
    for n in 0..60 {
        settings += &format!("  p{n}: {{extends: p{}}}\n", n + 1);
    }
    place.write("dunlin.yaml", settings + "  p60: {extends: standard}\n");
    let found = findings(&place);
    assert!(
        !found.is_empty() && found.iter().all(|found| found.starts_with("dunlin.yaml:")),
        "{found:?}"
    );
    the_rest_goes_on(&place);
}
