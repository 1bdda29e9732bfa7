//! The programs that tests borrow, brought when a test first needs them: npm's packages below `target/`, each as its lock
//! file has it, and Debian's where this process may install them.

use crate::dunlin::repository;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

/// One installs at a time: dpkg has a lock of its own and would refuse.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Where npm put the packages of `tests/NAME/package-lock.json`.
pub fn npm(name: &str) -> PathBuf {
    let _one = INSTALLING.lock().unwrap_or_else(|broken| broken.into_inner());
    let from = repository().join("tests").join(name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let lock = fs::read_to_string(from.join("package-lock.json")).unwrap();
    let done = folder.join("done");
    if fs::read_to_string(&done).unwrap_or_default() != lock {
        fs::create_dir_all(&folder).unwrap();
        for file in ["package.json", "package-lock.json"] {
            fs::copy(from.join(file), folder.join(file)).unwrap();
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        succeed(
            &mut npm,
            &format!("Node.js 20 or later with npm, for the packages of tests/{name}"),
        );
        fs::write(done, lock).unwrap();
    }
    folder
}

/// Sees to it that one of these programs is there: root installs Debian's packages, others are told what to install.
pub fn debian(programs: &[&str], packages: &[&str]) {
    let _one = INSTALLING.lock().unwrap_or_else(|broken| broken.into_inner());
    let there = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = std::env::split_paths(&path);
        folders.any(|folder| programs.iter().any(|program| folder.join(program).is_file()))
    };
    if there() {
        return;
    }
    let what = format!(
        "{} (Debian: apt-get install {})",
        programs.join(" or "),
        packages.join(" ")
    );
    let mut who = Command::new("id");
    let root = who
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    assert!(root, "missing: {what}");
    succeed(Command::new("apt-get").args(["update", "-qq"]), &what);
    let mut install = Command::new("apt-get");
    install
        .args(["install", "-y", "-qq"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    succeed(&mut install, &what);
    assert!(there(), "missing: {what}");
}

/// What the command printed; `what` is what is missing if it can't do its work.
pub fn succeed(command: &mut Command, what: &str) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("missing: {what}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "missing: {what}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}
