//! Calls to the system that go wrong on purpose, at a moment of the test's choice (`tests/faults/inject.c`).

use super::{
    say,
    world::{LEDGER, World, assert_calm},
};
use crate::dunlin::{Place, Run, repository};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// Numbers of errors, as Linux has them.
pub const ENOENT: &str = "2";
pub const EIO: &str = "5";
pub const EACCES: &str = "13";
pub const EXDEV: &str = "18";
pub const EINVAL: &str = "22";
pub const ENOSPC: &str = "28";
pub const EROFS: &str = "30";
pub const EPERM: &str = "1";
pub const ENOSYS: &str = "38";
pub const EOPNOTSUPP: &str = "95";
pub const EDQUOT: &str = "122";

/// Calls that go wrong.
#[derive(Clone, Copy)]
pub struct Fault<'a> {
    /// Which kinds of calls are counted.
    pub kinds: &'a str,
    /// The first that goes wrong, from 1; 0: none.
    pub at: u64,
    /// So do all after it.
    pub and_on: bool,
    pub action: &'a str,
}

/// A run in which calls went wrong, and how many there were to go wrong.
pub struct Injected {
    pub run: Run,
    pub calls: u64,
}

/// The injector, or nothing where there can be none, which is said.
pub fn injector() -> Option<&'static Path> {
    static INJECTOR: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = INJECTOR.get_or_init(|| {
        if !cfg!(target_os = "linux") {
            return Err("only Linux holds a program at its calls".to_owned());
        }
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("faults");
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join(format!("inject-{}", std::process::id()));
        let source = repository().join("tests/faults/inject.c");
        let compiled = Command::new("cc")
            .args(["-O1", "-o"])
            .args([&program, &source])
            .output();
        let compiled = compiled.map_err(|error| format!("there is no C compiler: {error}"))?;
        assert!(
            compiled.status.success(),
            "{}",
            String::from_utf8_lossy(&compiled.stderr)
        );
        let tried = Command::new(&program)
            .args(["/", "sync", "0", "kill", "/dev/null", "true"])
            .output()
            .unwrap();
        match tried.status.code() {
            Some(0) => Ok(program),
            _ => Err(String::from_utf8_lossy(&tried.stderr).into_owned()),
        }
    });
    match made {
        Ok(program) => Some(program),
        Err(why) => {
            say(&format!("skipped: no calls can be made to fail here: {why}"));
            None
        }
    }
}

/// Runs a command in a place's ledger while calls go wrong.
pub fn inject(injector: &Path, place: &Place, fault: Fault<'_>, arguments: &[&str]) -> Injected {
    let trace = place.path("trace");
    let when = format!("{}{}", fault.at, if fault.and_on { "+" } else { "" });
    let folder = fs::canonicalize(place.path(LEDGER)).unwrap();
    let mut command = place.command();
    // What a command runs besides is none of its own calls: no git.
    command
        .env("PATH", "/none")
        .env("RAYON_NUM_THREADS", "2")
        .current_dir(&folder);
    let mut injected = Command::new(injector);
    injected
        .env_clear()
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(&folder)
        .stdin(Stdio::null())
        .arg(&folder)
        .args([fault.kinds, &when, fault.action])
        .arg(&trace)
        .arg(command.get_program())
        .args(arguments);
    let output = injected.output().unwrap();
    let run = place.run_of(&output);
    assert_ne!(run.status, 99, "{}", run.stderr);
    Injected {
        run,
        calls: fs::read_to_string(trace).unwrap().lines().count() as u64,
    }
}

impl World {
    /// How many calls of these kinds the command makes when none goes wrong.
    pub fn calls(&self, injector: &Path, kinds: &str) -> u64 {
        let place = self.place();
        let fault = Fault {
            kinds,
            at: 0,
            and_on: false,
            action: "kill",
        };
        let undisturbed = inject(injector, &place, fault, &self.arguments);
        assert_calm(&undisturbed.run, "undisturbed");
        self.assert_after(&place, "undisturbed");
        undisturbed.calls
    }
}
