//! The README's commands, replayed in the order in which it gives them.

use crate::{
    dunlin::{Place, repository},
    serve::Served,
};
use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn every_command_does_what_the_readme_says() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let place = Place::with_example();
    let commands = commands(&readme);
    assert!(commands.len() >= 10, "{commands:?}");
    for command in &commands {
        replay(&place, command);
    }
    assert!(place.exists("example-ledger/site/index.html"));
    assert!(place.exists("example-ledger/reminders"));
    assert!(place.exists("books/site/index.html"));
}

#[test]
fn ci_runs_the_test_command_that_the_readme_names() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let ci = fs::read_to_string(repository().join(".ci/run")).unwrap();
    let command = commands(&readme)
        .into_iter()
        .find(|command| command.starts_with("cargo test"))
        .unwrap();
    assert!(
        ci.lines().any(|line| line == command),
        "`{command}` is no line of .ci/run"
    );
}

fn replay(place: &Place, command: &str) {
    let words: Vec<_> = command.split(' ').collect();
    match words.as_slice() {
        ["cargo", "run", "--release", "--", arguments @ ..] | ["dunlin", arguments @ ..]
            if !arguments.contains(&"watch") && !arguments.contains(&"serve") =>
        {
            let run = place.dunlin(arguments);
            assert_eq!(run.status, 0, "{command}\n{}\n{}", run.stdout, run.stderr);
        }
        ["dunlin", "serve", arguments @ ..] => {
            let page = Served::start(place, arguments).get("/");
            assert_eq!(page.status, 200, "{command}");
        }
        ["dunlin", arguments @ ..] => watch(place, arguments),
        // This is it.
        ["cargo", "test", ..] => {}
        ["cargo", "install", arguments @ ..] => install(place, arguments),
        _ => panic!("nobody replays `{command}`"),
    }
}

/// As the README has it, but without optimisation, and into this test's own folder.
fn install(place: &Place, arguments: &[&str]) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .arg("install")
        .args(arguments)
        .args(["--debug", "--offline", "--quiet"]);
    let status = cargo
        .current_dir(repository())
        .env("CARGO_INSTALL_ROOT", place.path("home"))
        .status()
        .unwrap();
    assert!(status.success());
    assert!(place.exists("home/bin/dunlin"));
}

/// Until it has built once.
fn watch(place: &Place, arguments: &[&str]) {
    fs::remove_dir_all(place.path("books/site")).unwrap();
    let mut watching = place
        .command()
        .args(arguments)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !place.exists("books/site/index.html") {
        assert!(begun.elapsed() < PATIENCE, "watch builds at its start");
        thread::sleep(Duration::from_millis(50));
    }
    watching.kill().unwrap();
    watching.wait().unwrap();
}

/// The lines of its `sh` blocks.
fn commands(readme: &str) -> Vec<String> {
    let blocks = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}
