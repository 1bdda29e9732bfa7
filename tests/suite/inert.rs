//! Text that means something to some program, in every field that takes text: in no output does it mean it.

use crate::dunlin::{Place, Run};
use serde_json::Value;
use std::fmt::Write;

/// Each is one of the fields' text, in a client, contract, invoice, payment and entry of its own.
const TEXTS: [&str; 38] = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "]]> --> </title></textarea></style><script>alert(1)</script>",
    "[a](javascript:alert(1)) ![b](https://evil.example/x.png)",
    "# H\n\n| a | b |\n|---|---|\n| c | d |\n\n<https://evil.example> <b onclick=alert(1)>",
    "a: b",
    "- c",
    "{{ 7*7 }} {% include 'x' %} {# c #} ${x}",
    "{% for x in 1..9 %}",
    "%TAG ! tag:evil",
    "&anchor *alias !tag",
    "---\nname: evil",
    "...",
    "null",
    "~",
    "true",
    "0x10",
    "1e3",
    "2026-01-01",
    "#c",
    "'q",
    "|",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "=?utf-8?Q?=0D=0ABcc:_evil@x.example?=",
    "x\nBcc: evil@x.example",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:evil",
    "a;b,c\\n\\",
    "2026-01-01 * evil\n    assets:x  1",
    "::error file=a::x %0A##[error]",
    "\u{202e}txt.exe\u{2066}",
    "a\u{200b}b\u{2060}c\u{feff}d\u{3164}",
    "\u{e0041}tag \u{fff9}\u{2028}\u{61c}",
];

/// What no terminal, and nobody who reads a letter, may get.
fn hides(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || "\u{200b}\u{2060}\u{feff}\u{3164}\u{202e}\u{2066}\u{fff9}\u{2028}\u{61c}\u{e0041}".contains(c)
}

fn hostile() -> Place {
    let place = Place::with(&[(
        "dunlin.yaml",
        "creditor:\n  name: \"Me <script>alert(1)</script> x: y\"\n  email: me@faro.example\n  phone: \"'><img src=x onerror=alert(1)>\"\n  tax_id: \"=1+1\"\n  bank: {holder: \"::error\", iban: ES9121000418450200051332}\n  payment_url: \"https://pay.example.org/{number}?a=<script>&x={amount}\"\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-10\nreconciled: 2026-03-09\n",
    )]);
    for (n, text) in TEXTS.iter().enumerate() {
        let q = serde_json::to_string(text).unwrap();
        place.write(
            &format!("clients/c{n}.yaml"),
            format!(
                "name: {q}\nlegal_name: {q}\nregistration: {q}\ntax_id: {q}\nkind: business\njurisdiction: es\ncontact: {{name: {q}, salutation: {q}, email: ap@acme.example, phone: {q}, address: {q}}}\nbilling: {{reference: {q}}}\nvetting: [{{date: 2026-01-01, source: {q}, outcome: good}}]\nnotes: {q}\n"
            ),
        );
        place.write(
            &format!("contracts/k{n}.md"),
            format!(
                "---\nclient: c{n}\ntitle: {q}\nsigned: 2026-01-01\nstart: 2026-01-02\nschedule:\n  - {{id: a, due: 2026-02-01, amount: 100.00, when: {q}}}\n  - {{id: b, due: 2026-06-01, amount: 100.00, when: {q}}}\n---\n{text}\n"
            ),
        );
        place.write(
            &format!("invoices/i{n}.yaml"),
            format!(
                "client: c{n}\ncontract: k{n}\ninstalment: a\nnumber: {q}\nissued: 2026-01-05\nsent: {{date: 2026-01-05, via: {q}}}\ndue: 2026-02-01\nlines: [{{description: {q}, unit_price: 100.00}}]\ncredits: [{{date: 2026-02-01, amount: 1.00, reason: {q}}}]\npayments: [{{date: 2026-02-02, amount: 2.00, method: {q}, reference: {q}}}]\n"
            ),
        );
        place.write(
            &format!("log/l{n}.md"),
            format!(
                "---\nclient: c{n}\ndate: 2026-02-05\ninvoices: [i{n}]\nchannel: call\nnote: {q}\nsubject: {q}\n---\n{text}\n"
            ),
        );
    }
    place
}

fn good(run: Run) -> String {
    assert!([0, 1].contains(&run.status), "{}", run.stderr);
    run.stdout
}

/// Without the colours of ours.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let digits = code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        rest = digits.strip_prefix('m').unwrap_or(code);
        if !digits.starts_with('m') {
            plain.push('\u{1b}');
        }
    }
    plain + rest
}

fn steers_nothing(what: &str, text: &str) {
    let text = plain(text);
    if let Some(at) = text.find(hides) {
        let from = text.floor_char_boundary(at.saturating_sub(60));
        panic!(
            "{what}: {:?}",
            text.split_at(from).1.chars().take(80).collect::<String>()
        );
    }
}

#[test]
fn no_terminal_is_steered() {
    let place = hostile();
    let mut commands: Vec<Vec<String>> = [
        "check",
        "check --format concise",
        "check --format github",
        "check --format json",
        "check --format gitlab",
        "check --format junit",
        "check --format sarif",
        "check --stats",
        "status",
        "status --format json",
        "status --format csv",
        "agenda",
        "agenda --format json",
        "remind --stdout",
        "export hledger",
        "export csv clients",
        "export csv log",
        "export json",
        "build -v",
    ]
    .iter()
    .map(|line| line.split(' ').map(str::to_owned).collect())
    .collect();
    // The last of the texts are those that hide something.
    for n in TEXTS.len() - 4..TEXTS.len() {
        for line in [
            format!("why i{n}"),
            format!("worth i{n}"),
            format!("statement c{n}"),
            format!("pay c{n} 1.00 --dry-run"),
        ] {
            commands.push(line.split(' ').map(str::to_owned).collect());
        }
    }
    for command in commands {
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.extend(["--color", "always"]);
        let run = place.dunlin(&arguments);
        let what = command.join(" ");
        assert!([0, 1].contains(&run.status), "{what}: {}", run.stderr);
        steers_nothing(&what, &run.stdout);
        steers_nothing(&what, &run.stderr);
    }
}

/// A pipe gets a text as it is; and JSON, which can, says it in other letters.
#[test]
fn programs_get_the_texts_unchanged() {
    let place = hostile();
    let export: Value = serde_json::from_str(&good(place.dunlin(&["export", "json"]))).unwrap();
    let clients = export["status"]["clients"].as_array().unwrap();
    for (n, text) in TEXTS.iter().enumerate() {
        let id = format!("c{n}");
        let client = clients.iter().find(|client| client["id"] == id.as_str()).unwrap();
        assert_eq!(client["name"].as_str().unwrap().trim(), text.trim(), "{id}");
    }
}

#[test]
fn control_characters_are_a_finding_where_they_stand() {
    for (code, shown) in [
        ("\\0", "\\u{0}"),
        ("\\e[2J", "\\u{1b}"),
        ("\\r\\nBcc: x", "\\r"),
        ("\\x9b", "\\u{9b}"),
    ] {
        let place = Place::with(&[
            (
                "dunlin.yaml",
                "creditor: {name: S}\ncurrency: EUR\nas_of: 2026-03-10\n",
            ),
            ("clients/a.yaml", &format!("name: \"A{code}\"\n")),
        ]);
        let run = place.dunlin(&["check", "--only", "file", "--format", "concise"]);
        assert_eq!(
            run.stdout,
            format!(
                "clients/a.yaml:1:7: error[file/invalid-value]: `name` has a character that can't be printed: `{shown}`\n1 error\n"
            )
        );
    }
}

#[test]
fn no_page_takes_a_text_for_markup() {
    let place = hostile();
    good(place.dunlin(&["build"]));
    good(place.dunlin(&["claim", "i0", "--out", "claim"]));
    for n in 0..TEXTS.len() {
        let name = format!("site/statement-{n}.html");
        let page = good(place.dunlin(&["statement", &format!("c{n}"), "--format", "html"]));
        place.write(&name, page);
    }
    let all = place.files("site").into_iter().chain(place.files("claim"));
    let pages: Vec<_> = all.filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 4 * TEXTS.len());
    for (path, bytes) in pages {
        let page = String::from_utf8(bytes).unwrap();
        let low = page.to_lowercase();
        for markup in [
            "<script>alert",
            "<img src=x",
            "<svg/onload",
            "<b onclick",
            "href=\"javascript:",
            "src=\"http",
            "</title></textarea",
        ] {
            assert!(!low.contains(markup), "{path}: {markup}");
        }
        let odd = page.find(|c: char| hides(c) && !"\t\r".contains(c));
        assert_eq!(odd, None, "{path}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let place = hostile();
    for table in ["clients", "contracts", "invoices", "log", "payments"] {
        let text = good(place.dunlin(&["export", "csv", table]));
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        for row in rows.records().map(Result::unwrap) {
            for cell in &row {
                let is_number = cell.parse::<f64>().is_ok();
                assert!(
                    is_number || !cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{table}: {cell:?}"
                );
            }
        }
    }
}

#[test]
fn a_calendar_has_an_event_for_each_action_and_no_other_line() {
    let place = hostile();
    let calendar = good(place.dunlin(&["agenda", "--format", "ics"]));
    let actions: Value = serde_json::from_str(&good(place.dunlin(&["agenda", "--format", "json"]))).unwrap();
    let lines: Vec<String> = calendar
        .replace("\r\n ", "")
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect();
    let known = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:",
        "CALSCALE:",
        "METHOD:",
        "BEGIN:VEVENT",
        "UID:",
        "DTSTAMP:",
        "DTSTART;",
        "DTEND;",
        "SUMMARY:",
        "DESCRIPTION:",
        "CATEGORIES:",
        "TRANSP:",
        "END:VEVENT",
        "END:VCALENDAR",
    ];
    for line in &lines {
        assert!(known.iter().any(|known| line.starts_with(known)), "{line:?}");
        assert!(!line.contains(hides), "{line:?}");
    }
    let events = lines.iter().filter(|line| *line == "BEGIN:VEVENT").count();
    assert_eq!(events, actions["actions"].as_array().unwrap().len());
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn a_journal_has_no_transaction_of_a_texts_own() {
    let journal = good(hostile().dunlin(&["export", "hledger"]));
    for line in journal.lines() {
        let is_ours = [
            "    assets:",
            "    income:",
            "    expenses:",
            "    liabilities:",
            ";",
            "    ;",
            "commodity",
            "decimal-mark",
            "account",
            "",
        ];
        let is_known = is_ours
            .iter()
            .any(|start| line.starts_with(start) && (!start.is_empty() || line.is_empty()));
        assert!(is_known || line.starts_with("2026-0"), "{line:?}");
        assert!(
            !line.starts_with("2026-01-01 * evil") && line != "    assets:x  1",
            "{line:?}"
        );
    }
}

#[test]
fn letters_and_messages_are_letters_and_messages() {
    let place = hostile();
    good(place.dunlin(&["remind", "--eml"]));
    let drafts = place.files("reminders");
    assert!(drafts.iter().filter(|(path, _)| path.ends_with(".eml")).count() > 20);
    for (path, bytes) in drafts {
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        let end = if path.ends_with(".eml") { "\n\n" } else { "\n---\n" };
        let head = text
            .strip_prefix("---\n")
            .unwrap_or(&text)
            .split(end)
            .next()
            .unwrap();
        for line in head.lines() {
            let key = line.split(':').next().unwrap();
            let is_key = key.chars().all(|c| c.is_ascii_alphabetic() || "-_".contains(c));
            assert!(is_key || line.starts_with([' ', '-']), "{path}: {line:?}");
            assert!(!key.eq_ignore_ascii_case("bcc"), "{path}: {line:?}");
        }
        assert!(!text.contains(|c| hides(c) && c != '\t'), "{path}");
        assert!(
            !text.contains("49 "),
            "{path}: nothing works out what a name says"
        );
    }
}

#[test]
fn what_is_recorded_is_read_back_as_it_was_said() {
    let place = hostile();
    let mut said = Vec::new();
    for (n, text) in TEXTS.iter().enumerate() {
        let (client, invoice) = (format!("c{n}"), format!("i{n}"));
        let run = place.dunlin(&[
            "pay",
            &client,
            "3.00",
            "--invoice",
            &invoice,
            &format!("--reference={text}"),
            &format!("--method={text}"),
        ]);
        assert_eq!(run.status, 0, "{text:?}: {}", run.stderr);
        let run = place.dunlin(&[
            "log",
            &client,
            "--invoice",
            &invoice,
            "--channel",
            "call",
            &format!("--note={text}"),
        ]);
        assert_eq!(run.status, 0, "{text:?}: {}", run.stderr);
        said.push((client, text.trim()));
    }
    let run = place.dunlin(&["check", "--only", "file", "--format", "concise"]);
    assert_eq!(run.stdout, "nothing to mend\n");
    let export: Value = serde_json::from_str(&good(place.dunlin(&["export", "json"]))).unwrap();
    let payments = export["payments"].as_array().unwrap();
    let log = export["log"].as_array().unwrap();
    for (client, text) in said {
        let of = |all: &[Value], day: &str| {
            let mut own = all
                .iter()
                .filter(|one| one["client"] == client.as_str() && one["date"] == day);
            own.next_back().cloned().unwrap_or(Value::Null)
        };
        let payment = of(payments, "2026-03-10");
        assert_eq!(
            payment["reference"].as_str().map(str::trim),
            Some(text),
            "{payment}"
        );
        assert_eq!(payment["method"].as_str().map(str::trim), Some(text), "{payment}");
        let entry = of(log, "2026-03-10");
        assert_eq!(entry["note"].as_str().map(str::trim), Some(text), "{entry}");
    }
}

/// Paths can hold what no value can.
#[cfg(unix)]
#[test]
fn a_path_steers_nothing_either() {
    let place = Place::new();
    let folder = "led\u{1b}[2Jger\u{202e}\u{9b}\r'\" $x%41#?";
    place.write(
        &format!("{folder}/dunlin.yaml"),
        "creditor: {name: S}\ncurrency: EUR\nas_of: 2026-03-10\n",
    );
    let mut evil = String::new();
    for n in 0..3 {
        write!(evil, "\u{1b}]0;{n}\u{7}").unwrap();
        place.write(&format!("{folder}/clients/{evil}.yaml"), "name: A\n");
    }
    place.write(&format!("{folder}/site\n::error::x/y.txt"), "mine");
    for command in [
        "check",
        "build",
        "status",
        "agenda",
        "remind",
        "check --format github",
        "check --format json",
    ] {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.extend([folder, "--color", "always", "-v"]);
        let run = place.dunlin(&arguments);
        assert!([0, 1].contains(&run.status), "{command}: {}", run.stderr);
        steers_nothing(command, &run.stdout);
        steers_nothing(command, &run.stderr);
    }
    for command in [
        "why x\u{1b}[2J",
        "statement \u{202e}",
        "explain \u{9b}31m",
        "build nowhere\u{1b}[1A",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let run = place
            .command()
            .args(arguments)
            .arg("--color=always")
            .current_dir(place.path(folder))
            .output()
            .unwrap();
        let run = place.run_of(&run);
        assert_eq!(run.status, 2, "{command:?}: {}", run.stderr);
        steers_nothing(command, &run.stderr);
    }
}
