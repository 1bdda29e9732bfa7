//! What dunlin brings for CI, run by what it is for: the hook by pre-commit, the action's own script by bash, the snippets
//! of `docs/CI.md` by the schemas of those who read them. The programs are Python's, installed below `target/` when a
//! test first needs them.

use crate::dunlin::{Place, Run, repository};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

const NEEDED: &str =
    "Python 3 with venv and pip (Debian: apt-get install python3 python3-venv python3-pip), and git";
const PACKAGES: [&str; 2] = ["pre-commit==4.7.0", "check-jsonschema==0.39.0"];

/// A folder with the programs installed.
fn tools() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ci");
        let done = folder.join("done");
        if fs::read_to_string(&done).unwrap_or_default() != PACKAGES.join(" ") {
            succeed(
                Command::new("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(&folder),
            );
            succeed(
                Command::new(folder.join("bin/pip"))
                    .args(["install", "--quiet", "--disable-pip-version-check"])
                    .args(PACKAGES),
            );
            fs::write(done, PACKAGES.join(" ")).unwrap();
        }
        folder
    })
}

fn succeed(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; this test needs {NEEDED}"));
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(
        output.status.success(),
        "{command:?}\n{}{}\nthis test needs {NEEDED}",
        said[0],
        said[1]
    );
    said.concat()
}

/// A program that knows of nothing but this place, the tools and dunlin.
fn program(place: &Place, name: &str) -> Command {
    let dunlin = Path::new(env!("CARGO_BIN_EXE_dunlin")).parent().unwrap();
    let path = [
        dunlin,
        &tools().join("bin"),
        Path::new("/usr/bin"),
        Path::new("/bin"),
    ];
    let mut command = Command::new(name);
    command
        .current_dir(place.path(""))
        .env_clear()
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("HOME", place.path(""))
        .env("PRE_COMMIT_HOME", place.path("pre-commit-home"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C.UTF-8");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Studio");
        command.env(format!("GIT_{who}_EMAIL"), "studio@example.org");
    }
    command
}

fn run(place: &Place, words: &[&str]) -> Run {
    let mut command = program(place, words[0]);
    let output = command
        .args(&words[1..])
        .output()
        .unwrap_or_else(|error| panic!("{words:?}: {error}; this test needs {NEEDED}"));
    place.run_of(&output)
}

fn done(place: &Place, words: &[&str]) -> String {
    let run = run(place, words);
    assert_eq!(run.status, 0, "{words:?}\n{}{}", run.stdout, run.stderr);
    run.stdout
}

#[test]
fn the_hook_refuses_a_commit_that_breaks_the_ledger() {
    let place = Place::new();
    // What pre-commit clones of dunlin's own repository, of which the system's hook needs no more.
    let hooks = fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).unwrap();
    place.write("dunlin/.pre-commit-hooks.yaml", hooks);
    for words in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "dunlin"]] {
        done(&place, &[&["git", "-C", "dunlin"], words].concat());
    }
    let revision = done(&place, &["git", "-C", "dunlin", "rev-parse", "HEAD"]);
    done(&place, &["dunlin", "init", "work/books"]);
    let config = format!(
        "repos:\n  - repo: {}\n    rev: {}\n    hooks:\n      - id: dunlin-system\n        args: [books]\n",
        place.path("dunlin").display(),
        revision.trim()
    );
    place.write("work/.pre-commit-config.yaml", config);
    for words in [
        &["git", "-C", "work", "init", "-q"][..],
        &["git", "-C", "work", "add", "."],
    ] {
        done(&place, words);
    }
    let in_work = |words: &[&str]| {
        let mut command = program(&place, words[0]);
        let output = command.current_dir(place.path("work")).args(&words[1..]).output();
        place.run_of(&output.unwrap())
    };
    assert_eq!(in_work(&["pre-commit", "install"]).status, 0);
    let first = in_work(&["git", "commit", "-m", "books"]);
    assert_eq!(first.status, 0, "{}{}", first.stdout, first.stderr);
    assert!(
        first.stderr.contains("dunlin.") && first.stderr.contains("Passed"),
        "{}",
        first.stderr
    );

    place.write(
        "work/books/invoices/inv-009.yaml",
        "client: nobody\nissued: 2026-01-08\namount: 1.00\n",
    );
    in_work(&["git", "add", "."]);
    let broken = in_work(&["git", "commit", "-m", "an invoice"]);
    assert_eq!(broken.status, 1, "{}", broken.stderr);
    let said = format!("{}{}", broken.stdout, broken.stderr);
    assert!(
        said.contains("error[file/unknown-reference]") && said.contains("exit code: 1"),
        "{said}"
    );
    assert_eq!(
        said.matches("error[file/unknown-reference]").count(),
        1,
        "one check of the whole ledger: {said}"
    );

    in_work(&["git", "rm", "-q", "--cached", "books/invoices/inv-009.yaml"]);
    place.write("work/notes.txt", "x");
    in_work(&["git", "add", "notes.txt"]);
    let other = in_work(&["git", "commit", "-m", "notes"]);
    assert_eq!(other.status, 0, "{}", other.stderr);
    assert!(
        other.stderr.contains("Skipped"),
        "no file of the ledger: {}",
        other.stderr
    );
}

#[test]
fn the_hooks_speak_of_records_and_settings_alone() {
    let place = Place::new();
    let manifest = repository().join(".pre-commit-hooks.yaml");
    done(
        &place,
        &["pre-commit", "validate-manifest", manifest.to_str().unwrap()],
    );
    let hooks: Value = serde_yaml::from_str(&fs::read_to_string(manifest).unwrap()).unwrap();
    let hooks = hooks.as_array().unwrap();
    let ids: Vec<_> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dunlin", "dunlin-system"]);
    for hook in hooks {
        assert_eq!(hook["entry"], "dunlin check");
        assert_eq!(hook["pass_filenames"], false);
    }
    let program = "import re, sys\nfor path in sys.argv[2:]: print(bool(re.search(sys.argv[1], path)))";
    let files = hooks[0]["files"].as_str().unwrap();
    for (path, meant) in [
        ("dunlin.yaml", "True"),
        ("books/dunlin.yaml", "True"),
        ("invoices/a.yaml", "True"),
        ("books/log/2026/a.md", "True"),
        ("books/cases/a.YML", "True"),
        ("site/index.html", "False"),
        ("books/documents/a.pdf", "False"),
        ("old-dunlin.yaml", "False"),
        ("README.md", "False"),
    ] {
        assert_eq!(
            done(&place, &["python3", "-c", program, files, path]).trim(),
            meant,
            "{path}"
        );
    }
}

#[test]
fn the_action_is_one_and_says_what_it_found() {
    let place = Place::with_example();
    let action = repository().join("action.yml");
    schema(&place, "vendor.github-actions", &action);
    let action: Value = serde_yaml::from_str(&fs::read_to_string(action).unwrap()).unwrap();
    let steps = action["runs"]["steps"].as_array().unwrap();
    let (install, check) = (&steps[0], &steps[1]);
    assert!(
        install["run"]
            .as_str()
            .unwrap()
            .starts_with("cargo install --locked "),
        "{install}"
    );
    fs::create_dir_all(place.path("temp/dunlin/bin")).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_dunlin"), place.path("temp/dunlin/bin/dunlin")).unwrap();
    let ran = |inputs: &[(&str, &str)]| {
        let mut bash = program(&place, "bash");
        bash.args([
            "--noprofile",
            "--norc",
            "-eo",
            "pipefail",
            "-c",
            check["run"].as_str().unwrap(),
        ]);
        bash.env("RUNNER_TEMP", place.path("temp"));
        for (name, from) in check["env"].as_object().unwrap() {
            let input = from.as_str().unwrap().trim_matches(['$', '{', '}', ' ']);
            let input = input.strip_prefix("inputs.").unwrap();
            let given = inputs.iter().find(|(key, _)| *key == input);
            let default = action["inputs"][input]["default"].as_str().unwrap();
            bash.env(name, given.map_or(default, |(_, value)| value));
        }
        place.run_of(&bash.output().unwrap())
    };
    let missing = ran(&[]);
    assert_eq!(missing.status, 2, "{}", missing.stdout);
    let found = ran(&[("ledger", "example-ledger")]);
    assert_eq!(found.status, 1, "{}", found.stderr);
    assert!(
        found.stdout.starts_with("::error ") && found.stdout.contains("file=example-ledger/contracts/"),
        "{}",
        found.stdout
    );
    for (more, status) in [
        (&[("args", "--only law --ignore client")][..], 0),
        (&[("args", "--only law"), ("deny", "warning")], 0),
        (
            &[("args", "--only law"), ("deny", "warning"), ("dated", "true")],
            1,
        ),
    ] {
        let inputs = [&[("ledger", "example-ledger")], more].concat();
        assert_eq!(ran(&inputs).status, status, "{more:?}");
    }
}

#[test]
fn the_snippets_are_what_their_readers_expect() {
    let place = Place::new();
    let page = fs::read_to_string(repository().join("docs/CI.md")).unwrap();
    let mut seen = Vec::new();
    for block in blocks(&page, "yaml") {
        let (name, _) = block.strip_prefix("# ").unwrap().split_once('\n').unwrap();
        place.write(name, &block);
        match name {
            ".github/workflows/dunlin.yml" => schema(&place, "vendor.github-workflows", &place.path(name)),
            ".gitlab-ci.yml" => schema(&place, "vendor.gitlab-ci", &place.path(name)),
            ".pre-commit-config.yaml" => {
                done(&place, &["pre-commit", "validate-config", name]);
            }
            _ => panic!("nobody reads {name}"),
        }
        seen.push(name.to_owned());
    }
    assert_eq!(
        seen,
        [
            ".github/workflows/dunlin.yml",
            ".gitlab-ci.yml",
            ".pre-commit-config.yaml"
        ]
    );
    let workflow: Value = serde_yaml::from_str(&place.read(&seen[0])).unwrap();
    let action = fs::read_to_string(repository().join("action.yml")).unwrap();
    let action: Value = serde_yaml::from_str(&action).unwrap();
    for input in workflow["jobs"]["check"]["steps"][1]["with"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            action["inputs"].get(input).is_some(),
            "the action has no input {input}"
        );
    }
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | `"));
    for (input, rest) in rows {
        assert_eq!(
            action["inputs"][input]["default"].as_str(),
            rest.split_once('`').map(|(default, _)| default),
            "{input}"
        );
    }
}

#[test]
fn the_commands_do_what_the_page_says() {
    let page = fs::read_to_string(repository().join("docs/CI.md")).unwrap();
    let mut commands: Vec<String> = blocks(&page, "sh").concat().lines().map(str::to_owned).collect();
    let gitlab = blocks(&page, "yaml").remove(1);
    let scripts = gitlab
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- dunlin "));
    commands.extend(scripts.map(|rest| format!("dunlin {rest}")));
    let place = Place::new();
    for (path, bytes) in crate::dunlin::files(&repository().join("example-ledger")) {
        for ledger in ["books", "archive"] {
            place.write(&format!("{ledger}/{path}"), &bytes);
        }
    }
    let statuses: Vec<_> = commands
        .iter()
        .map(|command| {
            let words: Vec<_> = command.split(' ').skip(1).collect();
            let run = place.dunlin(&words);
            assert_ne!(run.status, 2, "{command}: {}", run.stderr);
            (run.status, command.strip_prefix("dunlin check ").unwrap())
        })
        .collect();
    assert_eq!(
        statuses,
        [
            (1, "books --stats"),
            (0, "books --write-baseline dunlin-baseline.txt"),
            (0, "books --baseline dunlin-baseline.txt"),
            (1, "books --format json -o report.json"),
            (1, "books --only contract,invoice/over-billed --deny warning"),
            (1, "books --ignore law"),
            (1, "books archive"),
            (1, "books --format gitlab -o dunlin-quality.json"),
            (1, "books --dated"),
        ]
    );
    for report in ["report.json", "dunlin-quality.json"] {
        serde_json::from_str::<Value>(&place.read(report)).unwrap();
    }
}

fn schema(place: &Place, name: &str, file: &Path) {
    done(
        place,
        &[
            "check-jsonschema",
            "--builtin-schema",
            name,
            file.to_str().unwrap(),
        ],
    );
}

/// The page's blocks of one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let start = format!("```{language}\n");
    let blocks = page.split(&start).skip(1);
    blocks
        .filter_map(|rest| rest.split("```").next().map(str::to_owned))
        .collect()
}
