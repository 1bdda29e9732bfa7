//! The formats of findings, held to what others say they are: OASIS' schema of SARIF, Jenkins' of JUnit, the types of a
//! Code Climate issue, GitHub's own writer of commands. They come as packages, fetched below `target/`
//! when a test first needs them.

use crate::{
    dunlin::Place,
    installed::{self, succeed},
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

const DAY: &str = "2026-03-02";

/// Ledgers with findings of every level: the example, and one by somebody who means no good.
fn ledgers() -> [(&'static str, Place); 2] {
    [("example-ledger", Place::with_example()), (".", hostile())]
}

fn hostile() -> Place {
    let place = Place::with(&[
        (
            "dunlin.yaml",
            "creditor: {name: Studio}\ncurrency: EUR\njurisdiction: es\n",
        ),
        ("clients/acme.yaml", "name: Acme\nkind: business\n"),
        (
            "invoices/one.yaml",
            "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\n",
        ),
        (
            "invoices/ünï ]]> 100%, 漢.yaml",
            "client: \"<script>alert('1')</script> & \\e[31m\\u202e\\x9b]]> ##[error]x\"\nissued: 2026-01-10\namount: 5.00\n",
        ),
        (
            "payments/p.yaml",
            "client: acme\ndate: 2026-13-41\n\"::error::x\\n::warning file=a,line=1::y\\r%0A{0} [a](b)\": 1\namount: \"\\0\\a1\"\n",
        ),
    ]);
    #[cfg(unix)]
    place.write(
        "contracts/a\nb\u{1b}[2J::error::\"c\".yaml",
        "client: nobody\ntotal: 6000.00\nnotes: |\n  one\n\n\nunknown: |\n  two\n  three\n\n",
    );
    place
}

fn check(place: &Place, ledger: &str, format: &str) -> String {
    let run = place.dunlin(&["check", ledger, "--as-of", DAY, "--format", format]);
    assert_eq!(run.stderr, "", "{ledger} {format}");
    assert_eq!(run.status, 1, "{ledger} {format}");
    assert!(run.stdout.ends_with('\n'), "{ledger} {format}");
    run.stdout
}

fn findings(place: &Place, ledger: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(&check(place, ledger, "json")).unwrap();
    report["findings"].as_array().unwrap().clone()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let schema = fs::read_to_string(crates().join("serde-sarif/src/schema.json")).unwrap();
    // The pattern of a language, which we don't write, has a bracket too many; not every reader of patterns takes it.
    let mut schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}?$")).unwrap();
    assert_eq!(
        schema["title"], "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema",
        "the package holds OASIS' schema"
    );
    // Whoever resolves this would ask the network for the file at hand.
    schema.as_object_mut().unwrap().remove("$id");
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for (ledger, place) in ledgers() {
        let log: Value = serde_json::from_str(&check(&place, ledger, "sarif")).unwrap();
        let wrong: Vec<_> = schema
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{ledger}");
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), findings(&place, ledger).len());
        let ranks = results.iter().map(|result| {
            ["error", "warning", "note"]
                .iter()
                .position(|level| result["level"] == *level)
        });
        assert!(
            ranks.clone().is_sorted() && ranks.into_iter().all(|rank| rank.is_some()),
            "errors first"
        );
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        unlike(
            results
                .iter()
                .map(|result| &result["partialFingerprints"]["dunlin/v1"]),
        );
    }
}

#[test]
fn junit_is_what_its_schema_says() {
    let schema = crates().join("junit-report/tests/JUnit.xsd");
    for (ledger, place) in ledgers() {
        let text = check(&place, ledger, "junit");
        node(
            "const [schema, xml] = process.argv.slice(1).map(file => fs.readFileSync(file, 'utf8'));
            require('xmllint-wasm').validateXML({xml: [{fileName: 'report', contents: xml}], schema: [schema]})
                .then(result => { if (!result.valid) throw result.rawOutput; });",
            &[&schema, &input("junit", ledger, &text)],
        );
        let cases = text.matches("<testcase ").count();
        assert_eq!(cases, findings(&place, ledger).len(), "{ledger}");
        // GitLab and Jenkins tell cases apart by suite, class and name.
        let mut suite = "";
        let mut names = BTreeSet::new();
        for line in text.lines().map(str::trim_start) {
            if line.starts_with("<testsuite ") {
                suite = line;
            } else if line.starts_with("<testcase ") {
                assert!(names.insert((suite, line)), "{line}");
            }
        }
        assert_eq!(names.len(), cases, "{ledger}");
    }
}

/// GitLab publishes no schema in a package; its documentation says which keys of a Code Climate issue it reads, and of
/// those there are types.
#[test]
fn gitlabs_report_is_of_code_climates_issues() {
    for (ledger, place) in ledgers() {
        let text = check(&place, ledger, "gitlab");
        let module = format!(
            "import type {{ Issue }} from 'codeclimate-types'
type Read = 'description' | 'check_name' | 'fingerprint' | 'severity' | 'location'
const report: (Required<Pick<Issue, Read>> & Pick<Issue, 'content'>)[] = {text}
export default report\n"
        );
        let file = input("gitlab.ts", ledger, &module);
        let compiler = packages().join("node_modules/typescript/bin/tsc");
        let options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"];
        let run = Command::new("node")
            .arg(compiler)
            .args(options)
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{ledger}: {}",
            String::from_utf8_lossy(&run.stdout)
        );
        let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(issues.len(), findings(&place, ledger).len());
        unlike(issues.iter().map(|issue| &issue["fingerprint"]));
        for issue in &issues {
            assert_eq!(
                issue["description"].as_str().unwrap().lines().count(),
                1,
                "{issue}"
            );
            assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1), "{issue}");
            assert!(
                issue["location"]["lines"]["begin"].as_u64() <= issue["location"]["lines"]["end"].as_u64(),
                "{issue}"
            );
        }
    }
}

/// What GitHub's runner reads is what GitHub's own toolkit would have written, and nothing that a ledger says is taken
/// for a command.
#[test]
fn githubs_commands_are_its_toolkits() {
    for (ledger, place) in ledgers() {
        let text = check(&place, ledger, "github");
        let (commands, rest) = text.split_once("::stop-commands::").unwrap();
        let (word, report) = rest.split_once('\n').unwrap();
        assert!(
            word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{word}"
        );
        let report = report.strip_suffix(&format!("::{word}::\n")).unwrap();
        assert!(!report.contains(word));
        assert_eq!(report, check(&place, ledger, "concise"));
        let again = node(
            "const lines = fs.readFileSync(process.argv[1], 'utf8').trimEnd().split('\\n');
            const from = text => text.replace(/%0D/g, '\\r').replace(/%0A/g, '\\n').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
            import('@actions/core').then(core => lines.forEach(line => {
                const [, kind, keys, message] = /^::(error|warning|notice) ([^:]*)::(.*)$/u.exec(line);
                const told = Object.fromEntries(keys.split(',').map(pair => pair.split('=')));
                core[kind](message.replace(/%0D/g, '\\r').replace(/%0A/g, '\\n').replace(/%25/g, '%'), {
                    title: from(told.title), file: told.file && from(told.file), startLine: told.line,
                    endLine: told.endLine, startColumn: told.col, endColumn: told.endColumn,
                });
            }));",
            &[&input("github", ledger, commands)],
        );
        assert_eq!(again, commands, "{ledger}");
        for kind in ["error", "warning", "notice"] {
            let shown = commands
                .lines()
                .filter(|line| line.starts_with(&format!("::{kind} ")))
                .count();
            assert!(shown <= 10, "{ledger}: {shown} of {kind}");
        }
    }
}

#[test]
fn fingerprints_outlive_new_lines_and_folders() {
    let before = Place::with_example();
    let after = Place::new();
    for (path, bytes) in before.files("example-ledger") {
        // A folder of records reads those below it too; what a record names as a document stays where it is.
        let moved = match path.split_once('/') {
            Some((folder @ ("clients" | "invoices" | "contracts"), file)) => {
                format!("{folder}/elsewhere/{file}")
            }
            _ => path,
        };
        let mut text = bytes;
        if moved.ends_with(".yaml") {
            text.splice(0..0, *b"# a line\n# and another\n");
        }
        after.write(&format!("example-ledger/{moved}"), text);
    }
    let of = |place: &Place, format: &str, path: &str| -> BTreeSet<(String, String)> {
        let report: Value = serde_json::from_str(&check(place, "example-ledger", format)).unwrap();
        let all = report.pointer(path).unwrap().as_array().unwrap().iter();
        let told = all.map(|one| {
            let rule = one.get("ruleId").or(one.get("check_name")).unwrap();
            let fingerprint = one
                .pointer("/partialFingerprints/dunlin~1v1")
                .or(one.get("fingerprint"));
            (rule.to_string(), fingerprint.unwrap().to_string())
        });
        told.collect()
    };
    for (format, path) in [("sarif", "/runs/0/results"), ("gitlab", "")] {
        assert_eq!(of(&before, format, path), of(&after, format, path), "{format}");
    }
}

#[test]
fn the_same_ledger_gives_the_same_bytes_wherever_it_lies() {
    let (one, other) = (hostile(), hostile());
    for format in ["concise", "github", "gitlab", "junit", "sarif"] {
        let text = check(&one, ".", format);
        assert_eq!(text, check(&other, ".", format), "{format}");
        let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!text.contains(steers), "{format}: {text:?}");
    }
}

/// No two are the same, and none is missing.
fn unlike<'a>(fingerprints: impl Iterator<Item = &'a Value>) {
    let all: Vec<_> = fingerprints.map(|one| one.as_str().unwrap()).collect();
    let kinds: BTreeSet<_> = all.iter().collect();
    assert_eq!(kinds.len(), all.len());
}

/// A program of Node.js', with the packages at hand; what it printed.
fn node(program: &str, files: &[&Path]) -> String {
    let program = format!("const fs = require('fs');\n{program}");
    let run = Command::new("node")
        .current_dir(packages())
        .args(["--unhandled-rejections=strict", "-e", &program])
        .args(files)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// A file beside the packages, of a test's own.
fn input(name: &str, ledger: &str, text: &str) -> PathBuf {
    let folder = packages().join(if ledger == "." { "hostile" } else { ledger });
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
    folder.join(name)
}

/// Where npm put its packages.
fn packages() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| installed::npm("formats"))
}

/// The schemas of two crates, by the crate's name. Nothing of them is compiled.
fn crates() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let wanted = [("serde-sarif", "0.8.0"), ("junit-report", "0.9.1")];
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats-crates");
        fs::create_dir_all(&folder).unwrap();
        let dependencies: String = wanted.iter().map(|(name, version)| format!("{name} = \"={version}\"\n")).collect();
        let manifest = format!("[package]\nname = \"schemas\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n[dependencies]\n{dependencies}");
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("lib.rs"), "").unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1"]).current_dir(&folder);
        let told = succeed(&mut cargo, "the crates that hold the formats' schemas");
        let told: Value = serde_json::from_str(&told).unwrap();
        for (name, version) in wanted {
            let packages = told["packages"].as_array().unwrap();
            let package = packages.iter().find(|one| one["name"] == name && one["version"] == version).unwrap();
            let source = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
            for file in ["src/schema.json", "tests/JUnit.xsd"] {
                let to = folder.join(name).join(file);
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                if source.join(file).exists() {
                    fs::copy(source.join(file), to).unwrap();
                }
            }
        }
        folder
    })
}
