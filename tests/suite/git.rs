//! Ledgers in git repositories made for one test: what was sent against what stands there now, and what changed since.

use crate::dunlin::{Place, Run};
use std::process::Command;

const SETTINGS: &str = "creditor: {name: Studio}\ncurrency: EUR\nas_of: 2026-03-01\nrules: {client: off, contract: off, follow-up: off, invoice/unsent: off, invoice/unconfirmed-receipt: off, invoice/unbilled-instalment: off}\n";
const CLIENT: &str = "name: Acme\nkind: business\n";
const INVOICE: &str = "client: acme\nissued: 2026-01-08\namount: 6000.00\n";
const SENT: &str = "sent: {date: 2026-01-08}\n";

/// A repository with a ledger somewhere in it.
struct Repository {
    place: Place,
    /// The ledger's folder, from the repository's top; ends in `/` unless it is that.
    ledger: &'static str,
}

impl Repository {
    /// A ledger with an invoice, committed on 7 January, not yet sent.
    fn new(ledger: &'static str) -> Self {
        Self::of_format(ledger, "sha1")
    }

    fn of_format(ledger: &'static str, format: &str) -> Self {
        let repository = Self {
            place: Place::new(),
            ledger,
        };
        let format = format!("--object-format={format}");
        repository.git(&["init", "--quiet", "--initial-branch=main", &format]);
        repository.write("dunlin.yaml", SETTINGS);
        repository.write("clients/acme.yaml", CLIENT);
        repository.write("invoices/i.yaml", INVOICE);
        repository.commit("2026-01-07T10:00:00Z");
        repository
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        self.place.write(&format!("top/{}{path}", self.ledger), text);
    }

    fn remove(&self, path: &str) {
        let path = self.place.path(&format!("top/{}{path}", self.ledger));
        std::fs::remove_file(path).unwrap();
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(&self.place, "top", ("2026-01-07T10:00:00Z", arguments))
    }

    /// Everything as it is, with the committer's clock at `at`.
    fn commit(&self, at: &str) {
        self.git(&["add", "--all"]);
        git(&self.place, "top", (at, &["commit", "--quiet", "--message", "x"]));
    }

    fn changed_after_sent(&self) -> String {
        let run = self.check(&[]);
        assert_eq!(run.stderr, "");
        only("invoice/changed-after-sent", &run)
    }

    fn check(&self, arguments: &[&str]) -> Run {
        check(&self.place, &format!("top/{}", self.ledger), arguments)
    }
}

fn git(place: &Place, folder: &str, (at, arguments): (&str, &[&str])) -> String {
    let folder = place.path(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=X", "-c", "user.email=x@x.example"])
        .args(["-c", "protocol.file.allow=always", "-c", "commit.gpgSign=false"])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", place.path("."))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_COMMITTER_DATE", at)
        .env("GIT_AUTHOR_DATE", "2020-01-01T12:00:00Z");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let output = command.output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

fn command(place: &Place) -> Command {
    let mut command = place.command();
    command
        .env("PATH", std::env::var("PATH").unwrap())
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn check(place: &Place, ledger: &str, arguments: &[&str]) -> Run {
    let mut command = command(place);
    command
        .args(["check", "--format", "json"])
        .arg(ledger)
        .args(arguments);
    place.run_of(&command.output().unwrap())
}

/// `FILE:LINE: MESSAGE` of each finding of one rule, the hash of a commit as `HASH`.
fn only(rule: &str, run: &Run) -> String {
    let found = findings(run).into_iter().filter(|(own, _)| own == rule);
    found.map(|(_, line)| line + "\n").collect()
}

/// The rules that spoke, each once.
fn rules(run: &Run) -> String {
    let mut rules: Vec<_> = findings(run).into_iter().map(|(rule, _)| rule).collect();
    rules.sort();
    rules.dedup();
    rules.join(" ")
}

fn findings(run: &Run) -> Vec<(String, String)> {
    let json: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let line = |finding: &serde_json::Value| {
        let message = finding["message"].as_str().unwrap();
        let message = match message.split_once("(commit ") {
            Some((before, rest)) => {
                let (hash, after) = rest.split_once(')').unwrap();
                assert!(
                    hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()),
                    "{hash}"
                );
                format!("{before}(commit HASH){after}")
            }
            None => message.to_owned(),
        };
        let file = finding["file"].as_str().unwrap();
        (
            finding["rule"].as_str().unwrap().to_owned(),
            format!("{file}:{}: {message}", finding["line"]),
        )
    };
    json["findings"].as_array().unwrap().iter().map(line).collect()
}

const RAISED: &str = "invoices/i.yaml:3: the amount was 6000.00 EUR when this invoice was sent on 2026-01-08 (commit HASH), and is 6500.00 EUR now\n";

fn raised() -> String {
    INVOICE.replace("6000", "6500") + SENT
}

#[test]
fn an_amended_invoice_is_found_committed_or_not() {
    for ledger in ["", "Büro 2026/our ledger/"] {
        let repository = Repository::new(ledger);
        repository.write("invoices/i.yaml", raised());
        assert_eq!(repository.changed_after_sent(), RAISED, "not committed");
        repository.commit("2026-01-20T10:00:00Z");
        assert_eq!(repository.changed_after_sent(), RAISED, "committed");
        repository.write("invoices/i.yaml", INVOICE.to_owned() + SENT);
        assert_eq!(repository.changed_after_sent(), "", "mended");
    }
}

#[test]
fn repositories_with_longer_hashes_are_read_too() {
    let repository = Repository::of_format("", "sha256");
    repository.write("invoices/i.yaml", raised());
    assert_eq!(repository.changed_after_sent(), RAISED);
}

#[test]
fn other_words_for_the_same_are_no_change() {
    let repository = Repository::new("");
    repository.write(
        "invoices/i.yaml",
        format!("# paid late\r\namount: \"6000\"\r\nissued: 2026-01-08\r\ndue: 2026-02-07\r\n{SENT}client: Acme\r\n"),
    );
    repository.commit("2026-02-20T10:00:00Z");
    assert_eq!(repository.changed_after_sent(), "");
}

#[test]
fn an_invoice_is_followed_by_its_id() {
    let repository = Repository::new("");
    let year = "---\nid: h\nclient: acme\nissued: 2026-01-02\namount: 1.00\n";
    // Renamed with its id stated; moved among others; both at once with another spelling.
    for (path, text) in [
        ("invoices/2026/first.yaml", format!("id: i\n{}", raised())),
        ("invoices/2026.yaml", format!("id: i\n{}{year}", raised())),
        (
            "invoices/a\nb.md",
            format!("---\nid: I\n{}---\nNotes\n", raised()),
        ),
    ] {
        repository.remove("invoices/i.yaml");
        repository.write(path, &text);
        let line = text
            .lines()
            .position(|line| line.starts_with("amount: 65"))
            .unwrap()
            + 1;
        let shown = serde_json::to_string(path).unwrap();
        let expected = RAISED.replace(
            "invoices/i.yaml:3",
            &format!("{}:{line}", shown.trim_matches('"').replace("\\n", "\n")),
        );
        assert_eq!(repository.changed_after_sent(), expected, "{path}: not committed");
        repository.commit("2026-01-20T10:00:00Z");
        assert_eq!(repository.changed_after_sent(), expected, "{path}");
        repository.remove(path);
        repository.write("invoices/i.yaml", INVOICE);
        repository.commit("2026-01-21T10:00:00Z");
    }
}

#[test]
fn an_invoice_that_left_a_file_of_many_is_found_there() {
    let repository = Repository::new("");
    repository.remove("invoices/i.yaml");
    let second = "id: h\nclient: acme\nissued: 2026-01-02\namount: 1.00\n";
    repository.write("invoices/2026.yaml", format!("{second}---\nid: i\n{INVOICE}"));
    repository.commit("2026-01-08T10:00:00Z");
    repository.write("invoices/2026.yaml", second);
    repository.write("invoices/i.yaml", raised());
    assert_eq!(repository.changed_after_sent(), RAISED);
    // Somebody else's id of then is not this one's.
    repository.write("invoices/i.yaml", raised().replace("client", "id: j\nclient"));
    assert_eq!(repository.changed_after_sent(), "");
}

#[test]
fn the_day_of_a_commit_is_its_committer_s_day_in_utc() {
    for (at, counts) in [
        ("2026-01-08T23:59:59Z", true),
        ("2026-01-09T00:00:00Z", false),
        // Already the 9th where it was made, and still the 8th in UTC; and the other way round.
        ("2026-01-09T13:59:59+1400", true),
        ("2026-01-08T20:00:00-1100", false),
    ] {
        let repository = Repository::new("");
        repository.write("invoices/i.yaml", INVOICE.replace("6000", "6500"));
        repository.commit(at);
        repository.write("invoices/i.yaml", raised());
        let expected = if counts { "" } else { RAISED };
        assert_eq!(repository.changed_after_sent(), expected, "{at}");
    }
}

#[test]
fn a_merge_tells_which_side_it_took() {
    let repository = Repository::new("");
    repository.git(&["switch", "--quiet", "--create", "side"]);
    repository.write("invoices/i.yaml", INVOICE.replace("6000", "9999"));
    repository.commit("2026-01-07T12:00:00Z");
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("dunlin.yaml", SETTINGS.replace("Studio", "Studio Faro"));
    repository.commit("2026-01-07T13:00:00Z");
    let merge = &["merge", "--quiet", "--strategy=ours", "--no-edit", "side"];
    git(&repository.place, "top", ("2026-01-07T14:00:00Z", merge));
    repository.write("invoices/i.yaml", INVOICE.to_owned() + SENT);
    repository.commit("2026-01-09T10:00:00Z");
    assert_eq!(repository.changed_after_sent(), "");
}

#[test]
fn nothing_is_said_of_what_was_never_committed() {
    let repository = Repository::new("");
    repository.write("invoices/new.yaml", raised());
    assert_eq!(repository.changed_after_sent(), "");
    repository.commit("2026-01-09T10:00:00Z");
    assert_eq!(repository.changed_after_sent(), "");
}

#[test]
fn a_worktree_and_a_link_to_the_ledger_have_the_history_too() {
    let repository = Repository::new("books/");
    repository.git(&["worktree", "add", "--quiet", "../other", "-b", "other"]);
    repository.place.write("other/books/invoices/i.yaml", raised());
    let run = check(&repository.place, "other/books", &[]);
    assert_eq!(only("invoice/changed-after-sent", &run), RAISED);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("other/books", repository.place.path("link")).unwrap();
        let run = check(&repository.place, "link", &[]);
        assert_eq!(only("invoice/changed-after-sent", &run), RAISED);
    }
}

#[test]
fn a_shallow_clone_says_what_it_cannot_know() {
    let repository = Repository::new("books/");
    repository.write("invoices/i.yaml", raised());
    repository.commit("2026-01-20T10:00:00Z");
    let later = "client: acme\nissued: 2026-02-01\namount: 100.00\n";
    repository.write("invoices/j.yaml", later);
    repository.commit("2026-02-01T10:00:00Z");
    repository.write(
        "invoices/j.yaml",
        format!("{}sent: {{date: 2026-02-01}}\n", later.replace("100", "90")),
    );
    repository.commit("2026-02-10T10:00:00Z");
    let origin = format!("file://{}", repository.place.path("top").display());
    let lowered = "invoices/j.yaml:3: the amount was 100.00 EUR when this invoice was sent on 2026-02-01 (commit HASH), and is 90.00 EUR now\n";
    let warning = |invoices: &str| {
        format!(
            "warning: the clone is shallow: {invoices} sent before it begins could not be compared with what was sent; fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)\n"
        )
    };
    let whole = format!("{RAISED}{lowered}");
    for (depth, found, said) in [
        ("1", "", warning("2 invoices")),
        ("2", lowered, warning("1 invoice")),
        ("4", whole.as_str(), String::new()),
    ] {
        let folder = format!("depth-{depth}");
        let clone = ["clone", "--quiet", "--depth", depth, &origin, &folder];
        git(&repository.place, ".", ("2026-02-11T10:00:00Z", &clone));
        let run = check(&repository.place, &format!("{folder}/books"), &[]);
        assert_eq!(only("invoice/changed-after-sent", &run), found, "{depth}");
        assert_eq!(run.stderr, said, "{depth}");
    }
    // The rule is off: nobody asks.
    let off = SETTINGS.replace("client: off", "invoice/changed-after-sent: off, client: off");
    repository.place.write("depth-1/books/dunlin.yaml", off);
    assert_eq!(check(&repository.place, "depth-1/books", &[]).stderr, "");
    // What isn't reached is no revision to compare with either.
    let run = check(&repository.place, "depth-1/books", &["--changed-since", "HEAD~1"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert_eq!(
        run.stderr,
        format!(
            "{}error: can't tell what changed since `HEAD~1` in depth-1/books: git: `HEAD~1` names no commit here (Needed a single revision); the clone is shallow: fetch more of it, or set `fetch-depth: 0`\n",
            ""
        )
    );
}

#[test]
fn without_a_repository_there_is_nothing_to_say_unless_asked() {
    let place = Place::with(&[
        ("dunlin.yaml", SETTINGS),
        ("clients/acme.yaml", CLIENT),
        ("invoices/i.yaml", &raised()),
    ]);
    let run = check(&place, ".", &[]);
    assert_eq!(
        (rules(&run).as_str(), run.stderr.as_str()),
        ("invoice/no-way-to-pay invoice/without-contract", "")
    );
    let run = check(&place, ".", &["--verbose"]);
    assert_eq!(
        run.stderr,
        "invoices are not compared with what was sent: the ledger is in no git repository\n"
    );
    let run = check(&place, ".", &["--changed-since", "main"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert_eq!(
        run.stderr,
        "error: can't tell what changed since `main` in .: the ledger is in no git repository\n"
    );
    let mut command = place.command();
    let run = place.run_of(
        &command
            .env("PATH", place.path("."))
            .args(["check", "--changed-since", "main"])
            .output()
            .unwrap(),
    );
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.ends_with("there is no `git` that could be run\n"),
        "{}",
        run.stderr
    );
    git(
        &place,
        ".",
        (
            "2026-01-07T10:00:00Z",
            &["init", "--quiet", "--initial-branch=main"],
        ),
    );
    let run = check(&place, ".", &["--verbose"]);
    assert_eq!(
        run.stderr,
        "invoices are not compared with what was sent: the git repository has no commit yet\n"
    );
}

#[test]
fn another_repository_in_the_environment_is_not_asked() {
    let repository = Repository::new("books/");
    let other = Repository::new("");
    repository.write("invoices/i.yaml", raised());
    let mut command = command(&repository.place);
    command
        .args(["check", "--format", "json", "top/books"])
        .env("GIT_DIR", other.place.path("top/.git"))
        .env("GIT_INDEX_FILE", other.place.path("top/.git/index"));
    let run = repository.place.run_of(&command.output().unwrap());
    assert_eq!(only("invoice/changed-after-sent", &run), RAISED);
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let repository = Repository::new("");
    let ran = repository.place.path("ran");
    let run = format!("touch '{}'; cat", ran.display());
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
    ] {
        repository.git(&["config", setting, &run]);
    }
    repository.git(&["config", "extensions.partialClone", "origin"]);
    repository.git(&["config", "remote.origin.url", "ext::sh -c \"touch ran\""]);
    repository.write(".gitattributes", "* diff=x filter=x\n");
    repository.write("invoices/i.yaml", raised());
    assert_eq!(only("invoice/changed-after-sent", &repository.check(&[])), RAISED);
    let run = repository.check(&["--changed-since", "HEAD"]);
    assert_eq!(only("invoice/changed-after-sent", &run), RAISED);
    let mut claim = command(&repository.place);
    let claim = claim
        .current_dir(repository.place.path("top"))
        .args(["claim", "i"]);
    assert_eq!(repository.place.run_of(&claim.output().unwrap()).status, 0);
    assert!(!ran.exists());
}

#[test]
fn a_dashboard_has_the_finding_too() {
    let repository = Repository::new("");
    repository.write("invoices/i.yaml", raised());
    let mut build = command(&repository.place);
    let run = repository
        .place
        .run_of(&build.args(["build", "top", "--quiet"]).output().unwrap());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let page = repository.place.read("top/site/findings.html");
    assert!(page.contains("invoice/changed-after-sent"), "{page}");
}

/// Two invoices in one file, one without contract as ever, and a contract that is right.
fn two_invoices() -> Repository {
    let repository = Repository::new("books/");
    repository.write(
        "contracts/site.yaml",
        "client: acme\ntotal: 900.00\nschedule: [{id: all, due: 2026-02-20, amount: 900.00}]\n",
    );
    repository.write(
        "invoices/2026.yaml",
        "id: a\nclient: acme\ncontract: site\nissued: 2026-01-08\namount: 900.00\n---\nid: b\nclient: acme\nissued: 2026-01-09\ndue: 2026-01-01\namount: 1.00\n",
    );
    repository.commit("2026-01-10T10:00:00Z");
    repository
}

/// What `check --changed-since` finds, as `RULE FILE:LINE`.
fn since(repository: &Repository, revision: &str) -> String {
    let run = repository.check(&["--changed-since", revision]);
    assert_eq!(run.stderr, "");
    let lines = findings(&run).into_iter().map(|(rule, line)| {
        let place: Vec<_> = line.splitn(3, ':').take(2).collect();
        format!("{rule} {}", place.join(":"))
    });
    lines.collect::<Vec<_>>().join(", ")
}

#[test]
fn only_records_that_changed_are_spoken_of() {
    let repository = two_invoices();
    assert_eq!(since(&repository, "HEAD"), "");
    let file = "books/invoices/2026.yaml";
    let text = repository.place.read(&format!("top/{file}"));
    let b = "invoice/due-before-issued invoices/2026.yaml:10, invoice/without-contract invoices/2026.yaml:7";
    // Where it stands in its file is no change; its own words are.
    repository.write("invoices/2026.yaml", text.replace("---\n", "\n# next\n---\n"));
    let moved = since(&repository, "HEAD");
    assert!(!moved.contains("due-before-issued"), "{moved}");
    repository.write("invoices/2026.yaml", text.replace("1.00\n", "2.00\n"));
    assert_eq!(sorted(&since(&repository, "HEAD")), sorted(b));
    repository.commit("2026-01-11T10:00:00Z");
    assert_eq!(since(&repository, "HEAD"), "");
    assert_eq!(sorted(&since(&repository, "HEAD~1")), sorted(b));
    // An untracked file is new.
    repository.write("invoices/new.yaml", INVOICE);
    assert_eq!(
        since(&repository, "HEAD"),
        "invoice/without-contract invoices/new.yaml:1"
    );
    // A rename alone is none.
    repository.remove("invoices/new.yaml");
    let text = repository.place.read(&format!("top/{file}"));
    repository.remove("invoices/2026.yaml");
    repository.write("invoices/Jahr 2026 ü.yaml", text);
    assert_eq!(since(&repository, "HEAD"), "");
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<_> = lines.split(", ").collect();
    lines.sort_unstable();
    lines
}

#[test]
fn a_finding_that_names_a_changed_record_is_told() {
    let repository = two_invoices();
    let contract = repository.place.read("top/books/contracts/site.yaml");
    repository.write("contracts/site.yaml", contract.replace("900", "800"));
    assert_eq!(
        since(&repository, "HEAD"),
        "invoice/over-billed invoices/2026.yaml:5"
    );
}

#[test]
fn references_are_looked_up_in_every_record() {
    let repository = two_invoices();
    repository.remove("clients/acme.yaml");
    repository.write("clients/other.yaml", "name: Other\nkind: business\n");
    repository.write("invoices/new.yaml", INVOICE);
    let found = since(&repository, "HEAD");
    assert!(
        found.contains("file/unknown-reference invoices/new.yaml:1"),
        "{found}"
    );
    assert!(!found.contains("2026.yaml"), "{found}");
}

#[test]
fn a_revision_may_be_where_a_branch_left_another() {
    let repository = two_invoices();
    repository.git(&["switch", "--quiet", "--create", "mine"]);
    repository.write("invoices/mine.yaml", INVOICE);
    repository.commit("2026-01-12T10:00:00Z");
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("invoices/i.yaml", INVOICE.replace("6000", "7000"));
    repository.commit("2026-01-13T10:00:00Z");
    repository.git(&["switch", "--quiet", "mine"]);
    let mine = "invoice/without-contract invoices/mine.yaml:1";
    for revision in ["main...", "main...HEAD", "main...mine"] {
        assert_eq!(since(&repository, revision), mine, "{revision}");
    }
    // Against main itself, what main has otherwise is a difference too.
    assert_eq!(
        since(&repository, "main"),
        format!("invoice/without-contract invoices/i.yaml:1, {mine}")
    );
}

#[test]
fn a_revision_that_is_none_is_refused_and_never_an_option() {
    let repository = two_invoices();
    let marker = repository.place.path("marker");
    let option = format!("--output={}", marker.display());
    for (revision, why) in [
        ("nope", "git: `nope` names no commit here (Needed a single revision)".to_owned()),
        ("", "git: `` names no commit here (Needed a single revision)".to_owned()),
        ("HEAD..main", "git: `HEAD..main` is a range; name the one revision to compare with, or `REV...` for where this branch left it".to_owned()),
        (&option, format!("git: `{option}` names no commit here (`{option}` can't be a revision)")),
    ] {
        let run = repository.check(&[&format!("--changed-since={revision}")]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{revision}");
        assert_eq!(
            run.stderr,
            format!("error: can't tell what changed since `{revision}` in top/books/: {why}\n")
        );
    }
    assert!(!marker.exists());
}

#[test]
fn a_partial_clone_is_not_filled_behind_your_back() {
    let repository = Repository::new("");
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    repository.write("invoices/i.yaml", raised());
    repository.commit("2026-01-20T10:00:00Z");
    let origin = format!("file://{}", repository.place.path("top").display());
    let clone = ["clone", "--quiet", "--filter=blob:none", &origin, "partial"];
    git(&repository.place, ".", ("2026-02-11T10:00:00Z", &clone));
    for _ in 0..2 {
        let run = check(&repository.place, "partial", &[]);
        assert_eq!(only("invoice/changed-after-sent", &run), "");
        assert_eq!(
            run.stderr,
            "warning: the clone is partial: 1 invoice could not be compared with what was sent, for their old files are not in it\n"
        );
    }
}

#[test]
fn a_repository_of_somebody_else_s_is_told_in_git_s_words() {
    let repository = Repository::new("");
    repository.write("invoices/i.yaml", raised());
    let run = |arguments: &[&str]| {
        let mut command = command(&repository.place);
        command.args(["check", "top", "--quiet"]).args(arguments);
        // What git's own tests use to play another user.
        command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        repository.place.run_of(&command.output().unwrap())
    };
    let told = run(&[]).stderr;
    assert!(
        told.starts_with("warning: invoices are not compared with what was sent: git: detected dubious ownership in repository at "),
        "{told}"
    );
    assert!(
        told.contains("git config --global --add safe.directory "),
        "{told}"
    );
    let told = run(&["--changed-since", "HEAD"]);
    assert_eq!(told.status, 2);
    assert!(
        told.stderr
            .contains("error: can't tell what changed since `HEAD` in top: git: detected dubious ownership"),
        "{told:?}"
    );
}
