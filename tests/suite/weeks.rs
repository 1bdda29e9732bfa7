//! A late payer from the first invoice to the last payment, told to the ledger by commands alone, with the ledger in
//! git: every step is one new file, and each build after it knows.

use crate::dunlin::Place;
use std::process::Command;

struct Books(Place);

impl Books {
    fn new() -> Self {
        let place = Place::with(&[
            (
                "dunlin.yaml",
                "creditor: {name: Faro, email: a@faro.example, bank: {holder: Faro, iban: ES9121000418450200051332}}\ncurrency: EUR\njurisdiction: es\n",
            ),
            (".gitignore", "site/\nreminders/\n"),
        ]);
        let books = Self(place);
        books.git(&["init", "--quiet", "--initial-branch=main"]);
        books.commit("begin");
        books
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@faro.example"])
            .args(arguments)
            .current_dir(self.0.path("."))
            .env("HOME", self.0.path("."))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    /// One command on a day: it makes just this one file, and touches no other.
    fn step(&self, day: &str, command: &str, path: &str) {
        let arguments: Vec<&str> = command.split(' ').chain(["--as-of", day]).collect();
        let run = self.0.dunlin(&arguments);
        assert_eq!(run.status, 0, "{day} {command}: {}", run.stderr);
        self.git(&["add", "--all"]);
        assert_eq!(
            self.git(&["diff", "--cached", "--name-status"]),
            format!("A\t{path}\n"),
            "{day} {command}"
        );
        self.git(&["commit", "--quiet", "-m", command]);
    }

    /// The drafts that a build leaves on a day.
    fn drafts(&self, day: &str) -> Vec<String> {
        let run = self.0.dunlin(&["build", "--as-of", day]);
        assert_eq!(run.status, 0, "{day}: {}", run.stderr);
        if !self.0.exists("reminders") {
            return Vec::new();
        }
        let mut drafts: Vec<_> = crate::dunlin::files(&self.0.path("reminders"))
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        drafts.sort();
        drafts
    }

    fn why(&self, day: &str) -> String {
        self.0.dunlin(&["why", "2026-001", "--as-of", day]).stdout
    }
}

/// A client, a contract and its first invoice.
fn begun() -> Books {
    let books = Books::new();
    books.step(
        "2026-01-05",
        "new client nova --name Nova --kind business --email ap@nova.example",
        "clients/nova.yaml",
    );
    books.step(
        "2026-01-05",
        "new contract nova-site --client nova --title Site --total 2000 --signed 2026-01-05 --start 2026-01-20 --grace-days 7 --stop-work --payment-days 14 --instalment a:2026-02-02:1000 --instalment b:2026-06-01:rest",
        "contracts/nova-site.yaml",
    );
    books.step(
        "2026-01-19",
        "new invoice 2026-001 --contract nova-site --sent email",
        "invoices/2026-001.yaml",
    );
    books
}

#[test]
fn a_late_payer_from_the_first_invoice_to_the_last_payment() {
    let books = begun();
    assert_eq!(books.drafts("2026-02-04"), Vec::<String>::new());

    assert_eq!(books.drafts("2026-02-05"), ["nova/reminder.md"]);
    books.step(
        "2026-02-05",
        "sent nova/reminder",
        "log/2026-02-05-nova-reminder.md",
    );
    assert_eq!(books.drafts("2026-02-05"), Vec::<String>::new(), "sent is sent");

    // Seven days of grace are over.
    assert_eq!(books.drafts("2026-02-10"), ["nova/stop-work-nova-site.md"]);
    books.step(
        "2026-02-10",
        "sent nova/stop-work-nova-site",
        "log/2026-02-10-nova-stop-work-nova-site.md",
    );

    books.step(
        "2026-02-11",
        "log nova --channel call --promise 2026-02-16:600 --note soon",
        "log/2026-02-11-nova-call.yaml",
    );
    assert_eq!(
        books.drafts("2026-02-16"),
        Vec::<String>::new(),
        "promised until today"
    );
    assert!(
        books.why("2026-02-17").contains("broken"),
        "{}",
        books.why("2026-02-17")
    );
    assert_eq!(books.drafts("2026-02-17"), ["nova/options.md"]);
    books.step(
        "2026-02-17",
        "sent nova/options",
        "log/2026-02-17-nova-options.md",
    );

    books.step(
        "2026-02-20",
        "pay nova 300 --reference 2026-001",
        "payments/2026-02-20-nova.yaml",
    );
    assert!(
        books.why("2026-02-20").contains("700.00 EUR"),
        "{}",
        books.why("2026-02-20")
    );
}

/// One overdue invoice, and work stopped because of it.
fn stopped() -> Books {
    let books = Books::new();
    for (path, text) in [
        ("clients/nova.yaml", "name: Nova\nkind: business\n"),
        (
            "contracts/nova-site.yaml",
            "client: nova\ntitle: Site\nsigned: 2026-01-05\nstart: 2026-01-20\ntotal: 700.00\nschedule: [{id: a, due: 2026-02-02, rest: true}]\nterms: {grace_days: 7, stop_work: true}\n",
        ),
        (
            "invoices/2026-001.yaml",
            "client: nova\ncontract: nova-site\ninstalment: a\nissued: 2026-01-19\ndue: 2026-02-02\namount: 700.00\n",
        ),
        (
            "log/stopped.yaml",
            "client: nova\ndate: 2026-02-10\nstage: stop-work\nchannel: email\ninvoices: [2026-001]\ncontract: nova-site\n",
        ),
    ] {
        books.0.write(path, text);
    }
    books.commit("as it stands");
    books
}

#[test]
fn a_plan_that_is_kept_ends_the_hold_and_the_letters() {
    let books = stopped();
    let offer = books.0.dunlin(&[
        "plan",
        "nova",
        "--parts",
        "2",
        "--first",
        "2026-02-27",
        "--as-of",
        "2026-02-23",
    ]);
    assert_eq!(offer.status, 0, "{}", offer.stderr);
    books.step(
        "2026-02-23",
        "sent nova/plan-offer",
        "log/2026-02-23-nova-plan-offer.md",
    );
    books.step(
        "2026-02-24",
        "plan nova --agreed 2026-02-24 --written --instalment 2026-02-27:350 --instalment 2026-03-27:350",
        "plans/2026-02-24-nova.yaml",
    );
    assert_eq!(books.drafts("2026-02-24"), ["nova/resume-work-nova-site.md"]);
    books.step(
        "2026-02-24",
        "sent nova/resume-work-nova-site",
        "log/2026-02-24-nova-resume-work-nova-site.md",
    );
    books.step(
        "2026-02-26",
        "pay nova 350 --reference 2026-001",
        "payments/2026-02-26-nova.yaml",
    );
    assert_eq!(
        books.drafts("2026-03-05"),
        Vec::<String>::new(),
        "the plan is kept"
    );

    // The second part is late: a reminder of the plan, and no step of the ladder yet.
    assert_eq!(
        books.drafts("2026-03-30"),
        ["nova/plan-reminder-2026-02-24-nova.md"]
    );
    books.step(
        "2026-03-30",
        "sent nova/plan-reminder-2026-02-24-nova",
        "log/2026-03-30-nova-plan-reminder-2026-02-24-nova.md",
    );
    books.step("2026-03-31", "pay nova 350", "payments/2026-03-31-nova.yaml");
    assert_eq!(books.drafts("2026-03-31"), Vec::<String>::new());
    assert!(
        books.why("2026-03-31").contains("Paid on 2026-03-31"),
        "{}",
        books.why("2026-03-31")
    );
    let check = books
        .0
        .dunlin(&["check", "--as-of", "2026-03-31", "--only", "file"]);
    assert_eq!((check.status, check.stdout.as_str()), (0, "nothing to mend\n"));
}
