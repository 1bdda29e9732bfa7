//! Files as other systems write them, names as other disks know them, folders of every kind, terminals of any width:
//! the same ledger everywhere.

use crate::dunlin::{Place, Run, files};
use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

const SETTINGS: &str = "creditor: {name: Studio, email: me@faro.example, bank: {iban: ES9121000418450200051332}}\ncurrency: EUR\nas_of: 2026-03-02\n";
const CLIENT: &str = "name: Acme\nkind: business\ncontact: {name: Ann, email: ap@acme.example}\n";
const INVOICE: &str =
    "client: acme\nissued: 2026-01-10\nsent: {date: 2026-01-10}\ndue: 2026-01-24\namount: 900.00\n";

fn ledger() -> Place {
    Place::with(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", CLIENT),
        ("invoices/one.yaml", INVOICE),
    ])
}

fn findings(place: &Place, folder: &str) -> Vec<String> {
    let run = place.dunlin(&["check", folder, "--only", "file", "--format", "concise"]);
    assert_eq!(run.stderr, "", "{folder}");
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn line_ends_and_byte_order_marks_move_no_place() {
    let wrong = [
        ("dunlin.yaml", SETTINGS.to_owned()),
        ("clients/acme.yaml", format!("{CLIENT}nmae: é\n")),
        (
            "invoices/a.yaml",
            "client: acme\nissued: 2026-01-10\n# é\namount: 1,5\nfoo: é x\n".to_owned(),
        ),
        (
            "contracts/k.md",
            "---\nclient: acme\ntitle: |\n  a\n\n  b\ntotal: 1,5\n---\nBody *x*\n".to_owned(),
        ),
        (
            "templates/languages/en/reminder.md",
            "---\nsubject: x\n---\n\nDear\n\n{{ nope\n".to_owned(),
        ),
    ];
    let place = Place::new();
    type Writer = fn(&str) -> String;
    let writers: [(&str, Writer); 4] = [
        ("unix", str::to_owned),
        ("windows", |text| text.replace('\n', "\r\n")),
        ("marked", |text| format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ("mixed", |text| text.replacen('\n', "\r\n", 2)),
    ];
    for (folder, written) in writers {
        for (path, text) in &wrong {
            place.write(&format!("{folder}/{path}"), written(text));
        }
    }
    let unix = findings(&place, "unix");
    assert_eq!(unix.len(), 6, "{unix:?}");
    for (folder, _) in writers {
        assert_eq!(findings(&place, folder), unix, "{folder}");
        let human = |folder: &str| place.dunlin(&["check", folder, "--only", "file"]).stdout;
        assert_eq!(human(folder), human("unix"), "{folder}");
    }
    // A baseline of one is a baseline of the other, saved by whichever editor.
    for (folder, _) in writers {
        let base = format!("{folder}/base.txt");
        let run = place.dunlin(&["check", folder, "--write-baseline", &base]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let text = place.read(&base);
        for (ends, text) in [
            ("\n", text.clone()),
            ("\r\n", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
            ("\r", text.replace('\n', "\r")),
        ] {
            place.write(&base, text);
            let run = place.dunlin(&["check", folder, "--baseline", &base]);
            assert_eq!(
                (run.status, run.stdout.as_str()),
                (0, "nothing to mend\n"),
                "{folder} {ends:?}: {}",
                run.stderr
            );
        }
    }
}

#[test]
fn lone_carriage_returns_are_named() {
    let place = ledger();
    for path in [
        "invoices/old.yaml",
        "contracts/old.md",
        "templates/languages/en/firm.md",
    ] {
        place.write(path, "---\rclient: acme\r---\r");
    }
    let said = "its lines end in a lone carriage return, so that it is one line to most programs";
    assert_eq!(
        findings(&place, "."),
        [
            format!("contracts/old.md:1:1: error[file/syntax]: {said}"),
            format!("invoices/old.yaml:1:1: error[file/syntax]: {said}"),
            format!("templates/languages/en/firm.md:1:1: error[file/syntax]: {said}"),
            "3 errors".to_owned(),
        ]
    );
}

#[test]
fn names_that_are_one_file_elsewhere_are_findings_here() {
    let place = ledger();
    for name in ["Acme", "con", "AUX.2026", "lpt1", "dot."] {
        place.write(&format!("clients/{name}.yaml"), "name: X\n");
    }
    place.write("clients/cafe\u{301}.yaml", "name: X\n");
    place.write("clients/caf\u{e9}.yaml", "name: X\n");
    place.write("clients/straße.yaml", "name: X\n");
    place.write("clients/STRASSE.yaml", "name: X\n");
    let found = findings(&place, ".");
    for (start, end) in [
        (
            "clients/AUX.2026.yaml:1:1: error[file/invalid-value]",
            "is a name that Windows keeps for a device",
        ),
        (
            "clients/con.yaml:1:1: error[file/invalid-value]",
            "is a name that Windows keeps for a device",
        ),
        (
            "clients/lpt1.yaml:1:1: error[file/invalid-value]",
            "is a name that Windows keeps for a device",
        ),
        (
            "clients/dot..yaml:1:1: error[file/invalid-value]",
            "ends with a dot, which Windows drops",
        ),
        (
            "clients/acme.yaml:1:1: error[file/duplicate-id]",
            "is taken already",
        ),
        (
            "clients/caf\u{e9}.yaml:1:1: error[file/duplicate-id]",
            "is taken already",
        ),
        (
            "clients/straße.yaml:1:1: error[file/duplicate-id]",
            "is taken already",
        ),
    ] {
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(start) && line.ends_with(end)),
            "{start}: {found:?}"
        );
    }
    assert_eq!(found.len(), 8, "{found:?}");
}

#[test]
fn long_names_and_deep_folders_are_names_and_folders() {
    let id = "é".repeat(100);
    let deep = format!("{}/{}", "d".repeat(200), "e".repeat(200));
    let place = Place::new();
    let at = |path: &str| format!("{deep}/ledger/{path}");
    place.write(&at("dunlin.yaml"), SETTINGS);
    place.write(&at(&format!("clients/{id}.yaml")), CLIENT);
    place.write(
        &at(&format!("invoices/{deep}/{id}.yaml")),
        INVOICE.replace("acme", &id),
    );
    place.write(&at(&format!("clients/{}.yaml", "x".repeat(250))), "name: X\n");
    let root = at("");
    let found = findings(&place, &root);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("error[file/invalid-value]") && found[0].ends_with("is longer than 100 characters"),
        "{found:?}"
    );
    std::fs::remove_file(place.path(&at(&format!("clients/{}.yaml", "x".repeat(250))))).unwrap();
    let good = |arguments: &[&str]| {
        let run = place.dunlin(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
    };
    good(&["build", &root]);
    assert!(
        place
            .read(&at(&format!("site/client-{id}.html")))
            .contains("Acme")
    );
    good(&["remind", "--eml", &root]);
    good(&["log", &id, "--channel", "call", "--ledger", &root]);
    good(&["log", &id, "--channel", "call", "--again", "--ledger", &root]);
    good(&["sent", &format!("{id}/reminder"), "--ledger", &root]);
    good(&["pay", &id, "10.00", "--ledger", &root]);
    good(&["claim", &id, &root, "--out", "claim"]);
    assert_eq!(findings(&place, &root), ["nothing to mend"]);
}

#[cfg(unix)]
#[test]
fn a_ledger_may_lie_in_a_folder_of_any_name() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let place = Place::new();
    for name in [
        "sp ace",
        "it's \"q\"",
        "-dash",
        "100%41",
        "a#b?c&d",
        "new\nline",
        "$HOME",
        "*",
    ]
    .map(str::as_bytes)
    .into_iter()
    .chain([b"latin-\xff\xe9".as_slice()])
    {
        let folder = place.path("").join(OsStr::from_bytes(name));
        for (path, text) in [
            ("dunlin.yaml", SETTINGS),
            ("clients/acme.yaml", CLIENT),
            ("invoices/one.yaml", INVOICE),
        ] {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let here = |arguments: &[&str]| {
            let mut command = place.command();
            command.args(arguments).arg("--").arg(OsStr::from_bytes(name));
            let output = command.output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "{name:?} {arguments:?}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            output.stdout
        };
        for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit"] {
            here(&["check", "--format", format]);
        }
        here(&["build"]);
        here(&["remind", "--eml"]);
        let status = here(&["status"]);
        let within = place
            .command()
            .arg("status")
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(within.stdout, status, "{name:?}");
        let index = std::fs::read_to_string(folder.join("site/index.html")).unwrap();
        assert!(index.contains("900.00"), "{name:?}");
    }
}

fn without(environment: &[(&str, &str)], place: &Place, arguments: &[&str]) -> Output {
    let mut command = place.command();
    command
        .env_clear()
        .envs(environment.iter().copied())
        .args(arguments);
    command.output().unwrap()
}

#[test]
fn neither_home_nor_locale_matters() {
    let place = ledger();
    assert_eq!(place.dunlin(&["build"]).status, 0);
    let usual = place.dunlin(&["status"]);
    for environment in [
        [].as_slice(),
        &[("HOME", "")],
        &[("HOME", "/nonexistent")],
        &[("HOME", "/proc")],
        &[("LANG", "C"), ("LC_ALL", "C")],
        &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("LC_ALL", "zh_CN.GB18030")],
        &[("LC_ALL", "xx_YY")],
        &[("TERM", "dumb"), ("NO_COLOR", "1")],
        &[("COLUMNS", "20"), ("LINES", "0")],
        &[("TZ", "Nowhere/Nothing")],
    ] {
        let run = place.run_of(&without(environment, &place, &["status"]));
        assert_eq!(run, usual, "{environment:?}");
        for command in ["build", "check", "remind", "rules"] {
            let run = place.run_of(&without(environment, &place, &[command]));
            assert_eq!(run.status, 0, "{environment:?} {command}: {}", run.stderr);
        }
    }
}

#[test]
fn colour_is_asked_for_or_not_there() {
    let place = ledger();
    let coloured = |run: Run| run.stdout.contains('\u{1b}');
    assert!(!coloured(place.dunlin(&["check"])));
    assert!(coloured(place.dunlin(&["check", "--color", "always"])));
    assert!(!coloured(place.run_of(&without(
        &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "0")],
        &place,
        &["check"]
    ))));
}

#[cfg(unix)]
#[test]
fn who_stops_reading_is_no_error() {
    let place = Place::with_example();
    for command in [
        "check",
        "status",
        "export json",
        "export hledger",
        "rules",
        "schema client",
        "template list",
        "--help",
        "remind --stdout",
    ] {
        let line = format!(
            "\"$0\" {command} 2>errors | head -n 1 >/dev/null; cat errors; exec \"$0\" {command} 2>&1 >&-"
        );
        let output = Command::new("sh")
            .args(["-c", &line, env!("CARGO_BIN_EXE_dunlin")])
            .current_dir(place.path("example-ledger"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            !said.contains("panicked") && !said.contains("error"),
            "{command}: {said}"
        );
    }
}

/// A run that must end by itself.
fn ends(place: &Place, arguments: &[&str]) -> Run {
    let mut child = place
        .command()
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{arguments:?} waits for ever");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    place.run_of(&child.wait_with_output().unwrap())
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success(), "{}", path.display());
}

#[cfg(unix)]
#[test]
fn nothing_waits_for_a_pipe_or_reads_a_socket() {
    let place = ledger();
    pipe(&place.path("clients/pipe.yaml"));
    std::fs::create_dir_all(place.path("templates/languages/en")).unwrap();
    pipe(&place.path("templates/languages/en/firm.md"));
    let _socket = std::os::unix::net::UnixListener::bind(place.path("invoices/socket.md")).unwrap();
    std::fs::create_dir(place.path("clients/folder.yaml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", place.path("clients/zero.yaml")).unwrap();
    std::os::unix::fs::symlink("pipe.yaml", place.path("clients/link.yaml")).unwrap();
    let run = ends(&place, &["check", "--only", "file", "--format", "concise"]);
    let odd = "can't be read: it is not an ordinary file";
    assert_eq!(
        run.stdout,
        format!(
            "clients/pipe.yaml:1:1: error[file/syntax]: {odd}\nclients/zero.yaml:1:1: error[file/outside-ledger]: a link that leaves the ledger: it goes to `/dev/zero`\ninvoices/socket.md:1:1: error[file/syntax]: {odd}\ntemplates/languages/en/firm.md:1:1: error[file/syntax]: {odd}\n4 errors\n"
        )
    );
    assert!([0, 1].contains(&ends(&place, &["build"]).status));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_no_document_and_no_draft() {
    let place = ledger();
    pipe(&place.path("signed.pdf"));
    place.write("invoices/two.yaml", format!("{INVOICE}document: signed.pdf\n"));
    let run = ends(&place, &["check", "--only", "file", "--format", "concise"]);
    assert_eq!(
        run.stdout,
        "invoices/two.yaml:6:11: error[file/unknown-reference]: there is no file `signed.pdf`\n1 error\n"
    );
    std::fs::remove_file(place.path("invoices/two.yaml")).unwrap();
    assert_eq!(ends(&place, &["build"]).status, 0);
    let draft = place.read("reminders/acme/reminder.md");
    place.write(
        "reminders/acme/reminder.md",
        draft.replace("as_of:", "attachments: [signed.pdf]\nas_of:"),
    );
    let run = ends(&place, &["remind", "--eml"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("signed.pdf is not attached: it is not an ordinary file"),
        "{}",
        run.stderr
    );
    for name in ["reminder.md", "reminder.eml"] {
        std::fs::remove_file(place.path("reminders/acme").join(name)).unwrap();
        pipe(&place.path("reminders/acme").join(name));
    }
    for command in [
        "build",
        "check",
        "remind",
        "remind --eml",
        "remind --stdout",
        "sent acme/reminder",
        "claim one --out claim",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        ends(&place, &arguments);
    }
    std::fs::remove_file(place.path("reminders/acme/reminder.md")).unwrap();
    assert_eq!(ends(&place, &["build"]).status, 0);
}

/// Where the entry, dunlin's own files or the report would be.
#[cfg(unix)]
#[test]
fn a_pipe_where_a_file_would_be_written_is_left_alone() {
    let place = ledger();
    assert_eq!(ends(&place, &["build"]).status, 0);
    pipe(&place.path("site/.dunlin-x"));
    std::fs::create_dir_all(place.path("log")).unwrap();
    pipe(&place.path("log/2026-03-02-acme-reminder.md"));
    let run = ends(&place, &["sent", "acme/reminder"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(place.exists("log/2026-03-02-acme-reminder-2.md"));
    std::fs::remove_file(place.path("site/.dunlin-seen.json")).unwrap();
    pipe(&place.path("site/.dunlin-seen.json"));
    assert!([0, 1].contains(&ends(&place, &["build"]).status));
    for (made, arguments) in [
        ("site/.dunlin-manifest.json", ["build", "--out", "site"]),
        ("other/.dunlin-lock", ["build", "--out", "other"]),
        ("third", ["build", "--out", "third"]),
        ("base.txt", ["check", "--write-baseline", "base.txt"]),
        ("out.json", ["export", "json", "--out=out.json"]),
    ] {
        let path = place.path(made);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::remove_file(&path).ok();
        pipe(&path);
        let run = ends(&place, &arguments);
        assert_eq!(run.status, 2, "{made}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: "), "{made}: {}", run.stderr);
    }
}

/// What isn't meant to be read whole isn't: decades of a bank's statements, a signed contract, are smaller.
#[cfg(unix)]
#[test]
fn an_endless_file_fills_no_memory() {
    let place = ledger();
    for arguments in [
        ["import", "csv", "/dev/zero"],
        ["check", "--baseline", "/dev/zero"],
    ] {
        let run = ends(&place, &arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains("larger than 64 MiB"), "{}", run.stderr);
    }
}

/// Mounting takes root, and a system that lets it: elsewhere there is nothing to see.
#[cfg(target_os = "linux")]
#[test]
fn what_is_mounted_in_a_ledger_is_not_read() {
    let outside = Place::with(&[("evil.yaml", "name: Evil\n"), ("doc.pdf", "x")]);
    let place = ledger();
    place.write("clients/m m/own.yaml", "name: Own\n");
    place.write(
        "invoices/two.yaml",
        format!("{INVOICE}document: clients/m m/doc.pdf\n"),
    );
    let mount = |arguments: &[&str]| {
        let mut mount = Command::new(arguments[0]);
        mount.args(&arguments[1..]).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    let there = place.path("clients/m m");
    let there = there.to_str().unwrap();
    if !mount(&["mount", "--bind", outside.path("").to_str().unwrap(), there]) {
        return;
    }
    let found = findings(&place, ".");
    let built = place.dunlin(&["build"]);
    assert!(mount(&["umount", there]));
    assert_eq!(
        found,
        [
            "clients/m m:1:1: error[file/outside-ledger]: something else is mounted here, and only what lies in the ledger's own folder is read",
            "invoices/two.yaml:6:11: error[file/outside-ledger]: `document` names what a link or a mount puts outside the ledger: `clients/m m/doc.pdf`",
            "2 errors",
        ]
    );
    assert_eq!(built.status, 1, "{}", built.stderr);
    assert!(
        files(&place.path("site"))
            .iter()
            .all(|(path, _)| !path.contains("evil"))
    );
    assert_eq!(findings(&place, ".").len(), 2);
}

/// Nested so deep, so often repeated, so long: files that dunlin reads back, and that others may have written.
#[test]
fn what_is_read_back_may_be_anything() {
    let deep = "[".repeat(100_000);
    let maps = "{\"files\":".repeat(50_000);
    for text in [
        deep.as_str(),
        maps.as_str(),
        "\0",
        "null",
        "{\"schema\":1e999999}",
        "\u{feff}{}",
        "\"\\ud800\"",
    ] {
        let place = ledger();
        assert_eq!(place.dunlin(&["build"]).status, 0);
        place.write("site/.dunlin-seen.json", text);
        assert_eq!(ends(&place, &["build"]).status, 0);
        place.write("site/.dunlin-manifest.json", text);
        let run = ends(&place, &["build"]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains(".dunlin-manifest.json"), "{}", run.stderr);
        place.write("base.txt", text);
        assert_eq!(ends(&place, &["check", "--baseline", "base.txt"]).status, 2);
        place.write("bank.csv", text);
        assert_eq!(ends(&place, &["import", "csv", "bank.csv"]).status, 2);
        place.write("bank.rules.yaml", text);
        assert_eq!(ends(&place, &["import", "csv", "bank.csv"]).status, 2);
    }
}

#[test]
fn a_body_of_a_record_is_held_to_the_same_bounds() {
    let mut bomb = "x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..=9 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("x-{level}: &a{level} [{aliases}]\n"));
    }
    let deep = format!("x: {}1{}\n", "[".repeat(5_000), "]".repeat(5_000));
    let long = format!("x-long: \"{}\"\n", "a".repeat(1_000_000));
    let nested = format!("{}body", "> ".repeat(100_000));
    let links = "[a](".repeat(50_000) + &"![".repeat(50_000) + &"*_`<".repeat(20_000);
    let place = ledger();
    place.write("contracts/bomb.md", format!("---\nclient: acme\n{bomb}---\nx\n"));
    place.write("contracts/deep.md", format!("---\nclient: acme\n{deep}---\nx\n"));
    place.write("templates/languages/en/words.yaml", format!("{bomb}{deep}"));
    place.write("templates/languages/en/firm.md", "{% if x %}".repeat(20_000));
    place.write("templates/dashboard/base.html", "{{ (".repeat(50_000));
    let found = ends(&place, &["check", "--only", "file", "--format", "concise"]);
    for path in [
        "contracts/bomb.md",
        "contracts/deep.md",
        "templates/languages/en/words.yaml",
        "templates/languages/en/firm.md",
    ] {
        assert!(found.stdout.contains(path), "{path}: {}", found.stdout);
    }
    assert!([0, 1].contains(&ends(&place, &["build"]).status));
    std::fs::remove_dir_all(place.path("templates")).unwrap();
    std::fs::remove_dir_all(place.path("contracts")).unwrap();
    place.write("contracts/long.md", format!("---\nclient: acme\n{long}---\nx\n"));
    place.write(
        "contracts/nested.md",
        format!("---\nclient: acme\ntitle: T\n---\n{nested}\n"),
    );
    place.write(
        "contracts/links.md",
        format!("---\nclient: acme\ntitle: T\n---\n{links}\n"),
    );
    let run = ends(&place, &["build"]);
    assert!([0, 1].contains(&run.status), "{}", run.stderr);
    assert!(place.read("site/index.html").contains("900.00"));
}
