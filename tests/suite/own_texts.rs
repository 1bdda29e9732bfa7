//! A ledger's own letters, words and pages, as a person has them: copied, changed, got wrong.

use crate::dunlin::{Place, repository};
use std::fs;

const LEDGER: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Estudio Faro, bank: {holder: Estudio Faro, iban: ES9121000418450200051332}}\n\
         currency: EUR\njurisdiction: es\nas_of: 2026-02-20\n",
    ),
    (
        "clients/acme.yaml",
        "name: Acme\nkind: business\ncontact: {name: Ana, email: ana@acme.example}\n",
    ),
    (
        "invoices/a-1.yaml",
        "# dunlin: allow(invoice/without-contract) — a small job\nclient: acme\nissued: 2026-01-10\ndue: 2026-01-24\n\
         sent: {date: 2026-01-10, confirmed: 2026-01-11}\namount: 900.00\n",
    ),
];

/// The letter that is due to this ledger's one client.
fn letter(place: &Place) -> (String, String) {
    let drafts = place.files("reminders");
    let (path, bytes) = drafts
        .into_iter()
        .find(|(path, _)| path.ends_with(".md"))
        .unwrap();
    (path, String::from_utf8(bytes).unwrap())
}

fn built() -> (Place, String) {
    let place = Place::with(LEDGER);
    let run = place.dunlin(&["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let (path, _) = letter(&place);
    let stem = path.split_once('/').unwrap().1.trim_end_matches(".md").to_owned();
    (place, stem)
}

#[test]
fn a_copied_letter_is_the_same_until_it_is_changed() {
    let (place, stem) = built();
    let before = letter(&place);
    let text = format!("languages/en/{stem}.md");
    let tried = place.dunlin(&["template", "copy", &text, "--dry-run"]);
    assert!(
        tried.stderr.starts_with("would make ") && !place.exists("templates"),
        "{}",
        tried.stderr
    );
    let copied = place.dunlin(&["template", "copy", &text]);
    assert_eq!(copied.status, 0, "{}", copied.stderr);
    assert_eq!(place.dunlin(&["build"]).status, 0);
    assert_eq!(letter(&place), before);
    let listed = place.dunlin(&["template", "list", "languages/en"]).stdout;
    assert!(
        listed
            .lines()
            .any(|line| line.starts_with(&text) && line.ends_with("  yours, the same as the built-in one")),
        "{listed}"
    );

    let own = format!("templates/{text}");
    place.write(&own, place.read(&own) + "\nYours, the lighthouse\n");
    let built = place.dunlin(&["build"]);
    assert!(
        letter(&place).1.ends_with("\nYours, the lighthouse\n"),
        "{}",
        built.stderr
    );
    let again = place.dunlin(&["template", "copy", &text]);
    assert!(
        again.stderr.contains("is there already and was left as it is"),
        "{}",
        again.stderr
    );
    assert!(place.read(&own).ends_with("the lighthouse\n"));
    assert_eq!(
        place.dunlin(&["template", "show", &text]).stdout,
        place.read(&own)
    );
}

#[test]
fn one_piece_one_word_one_page_and_the_style_are_ones_own() {
    let (place, _) = built();
    place.write(
        "templates/languages/en/parts/salutation.md",
        "Ahoy {{ client.name }},\n",
    );
    place.write(
        "templates/languages/en/words.yaml",
        "amount: '{number} in {sign}'\n",
    );
    place.write(
        "templates/languages/en/dashboard.yaml",
        "nav.overview: This morning\n",
    );
    place.write(
        "templates/dashboard/clients.html",
        "<p>{{ name }} & {{ page.title | default(value='friends') }}</p>\n",
    );
    place.write("templates/dashboard/style.css", "body { color: teal }\n");
    let run = place.dunlin(&["build"]);
    assert_eq!(
        (run.status, run.stderr.contains("warning: ")),
        (0, false),
        "{}",
        run.stderr
    );
    let (_, letter) = letter(&place);
    assert!(
        letter.contains("\nAhoy Acme,\n") && letter.contains("900.00 in €"),
        "{letter}"
    );
    assert!(place.read("site/index.html").contains("This morning"));
    assert!(place.read("site/clients.html").starts_with("<p>Estudio Faro &"));
    assert_eq!(place.read("site/style.css"), "body { color: teal }\n");
    let check = place.dunlin(&["check"]);
    assert!(!check.stdout.contains("own-text"), "{}", check.stdout);
}

#[test]
fn a_slip_in_a_letter_names_the_line_and_costs_only_that_letter() {
    let (place, stem) = built();
    let before = letter(&place).1;
    let own = format!("templates/languages/en/{stem}.md");
    place.write(&own, "Due\n\nPlease pay {{ to_pya }}.\n");
    let run = place.dunlin(&["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(&format!(
            "warning: {own}:3:15: there is no `to_pya` here (did you mean `to_pay`?): no letter to acme"
        )),
        "{}",
        run.stderr
    );
    place.write(&own, "Due\n\n{% if to_pay %}\n");
    let check = place.dunlin(&["check"]);
    assert!(
        check.stdout.contains(&own) && check.stdout.contains("file/own-text"),
        "{}",
        check.stdout
    );
    place.write(&own, before.rsplit("---\n").next().unwrap());
    place.write("templates/languages/en/heads-up.md", "{{ broken");
    place.dunlin(&["build"]);
    assert!(place.exists(&format!("reminders/acme/{stem}.md")));
}

#[test]
fn a_slip_in_a_page_does_not_lose_the_dashboard() {
    let (place, _) = built();
    let built_in = place.read("site/letters.html");
    for (text, said) in [
        (
            "{% extends \"base.html\" %}\n{% block x\n",
            "templates/dashboard/letters.html:",
        ),
        (
            "\n<p>{{ page.nobody }}</p>",
            "templates/dashboard/letters.html:2:",
        ),
    ] {
        place.write("templates/dashboard/letters.html", text);
        let run = place.dunlin(&["build"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert!(
            run.stderr.contains("the built-in page stands in for it"),
            "{}",
            run.stderr
        );
        let page = place.read("site/letters.html");
        assert!(page.contains("<h1") && page.len() + 200 > built_in.len());
    }
}

#[test]
fn a_name_that_means_nothing_and_a_file_that_cannot_be_read_are_findings() {
    let place = Place::with(LEDGER);
    place.write("templates/languages/en/fimr.md", "Due\n\nPay\n");
    place.write("templates/languages/en/firm.md", b"Due \xff\n");
    place.write("templates/dashboard/style.css", vec![b' '; 1024 * 1024 + 1]);
    place.write("templates/logo.png", [0x89, 0x50, 0xff]);
    let check = place.dunlin(&["check", "--format", "json"]).stdout;
    for said in [
        "no letter is called `fimr`, so this file is not used",
        "did you mean `firm`?",
        "not UTF-8: byte 5 begins no character",
        "file/too-large",
        "no text is called so, so this file is not used",
    ] {
        assert!(check.contains(said), "{said}\n{check}");
    }
    let run = place.dunlin(&["build"]);
    assert!(
        run.status == 0 && !run.stderr.contains("leave out"),
        "{}",
        run.stderr
    );
    assert!(place.read("site/style.css").len() > 100);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_ledger_is_not_followed() {
    let place = Place::new();
    for (path, text) in LEDGER {
        place.write(&format!("ledger/{path}"), text);
    }
    place.write("secret.html", "secret");
    fs::create_dir_all(place.path("ledger/templates/dashboard")).unwrap();
    std::os::unix::fs::symlink(
        place.path("secret.html"),
        place.path("ledger/templates/dashboard/letters.html"),
    )
    .unwrap();
    let check = place.dunlin(&["check", "ledger"]).stdout;
    assert!(check.contains("file/outside-ledger"), "{check}");
    place.dunlin(&["build", "ledger"]);
    assert_ne!(place.read("ledger/site/letters.html"), "secret");
}

#[test]
fn a_language_of_ones_own_is_used_once_it_is_whole() {
    let place = Place::with(LEDGER);
    place.write(
        "clients/acme.yaml",
        "name: Acme\nkind: business\nlanguage: xx\ncontact: {name: Ana, email: ana@acme.example}\n",
    );
    for (path, bytes) in crate::dunlin::files(&repository().join("templates/languages/en")) {
        if path != "hostile.yaml" {
            place.write(&format!("templates/languages/xx/{path}"), bytes);
        }
    }
    let words = place.read("templates/languages/xx/words.yaml");
    fs::remove_file(place.path("templates/languages/xx/words.yaml")).unwrap();
    let run = place.dunlin(&["build"]);
    assert!(
        run.stderr.contains("in language `xx`: write to acme yourself"),
        "{}",
        run.stderr
    );
    let check = place.dunlin(&["check"]).stdout;
    assert!(
        check.contains("language `xx` lacks the words of words.yaml"),
        "{check}"
    );

    place.write(
        "templates/languages/xx/words.yaml",
        words.replace("list.last: \" and \"", "list.last: \" plus \""),
    );
    place.dunlin(&["build"]);
    assert!(letter(&place).1.contains("\nlanguage: xx\n"));
    let check = place.dunlin(&["check"]).stdout;
    assert!(!check.contains("own-text"), "{check}");
    let listed = place.dunlin(&["template", "list", "languages/xx"]).stdout;
    assert!(listed.lines().all(|line| line.ends_with("  yours")), "{listed}");
}

#[test]
fn a_text_that_is_not_there_is_refused_with_the_near_one() {
    let place = Place::with(LEDGER);
    for command in ["show", "copy"] {
        let run = place.dunlin(&["template", command, "languages/en/fimr.md"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert_eq!(
            run.stderr,
            "error: there is no text `languages/en/fimr.md`; `dunlin template list` names them all: did you mean `languages/en/firm.md`?\n"
        );
    }
    assert!(!place.exists("templates"));
}

/// Every command of the guide runs, and every template in it writes the letter.
#[test]
fn the_guide_to_own_texts_holds() {
    let guide = fs::read_to_string(repository().join("docs/TEMPLATES.md")).unwrap();
    let (place, _) = built();
    let mut commands = 0;
    for block in guide.split("```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').unwrap();
        if let Some(path) = kind.split_once(' ').map(|(_, path)| path) {
            place.write(path, text);
            continue;
        }
        for command in text.lines().filter_map(|line| line.strip_prefix("dunlin ")) {
            let arguments: Vec<_> = command.split(' ').collect();
            let run = place.dunlin(&arguments);
            assert_eq!(run.status, 0, "{command}\n{}{}", run.stdout, run.stderr);
            assert!(!run.stderr.contains("warning: "), "{command}\n{}", run.stderr);
            commands += 1;
        }
    }
    assert!(commands >= 5, "{commands}");
    let check = place.dunlin(&["check"]).stdout;
    assert!(!check.contains("own-text"), "{check}");
}
