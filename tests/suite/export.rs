//! What other programs make of an export: hledger has the figures that `status` has, on every day; spreadsheets get no
//! formulas; JSON fits its schema. hledger is Debian's.

use crate::dunlin::{Place, Run, repository};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

const NEEDED: &str = "hledger (Debian: apt-get install hledger)";

/// The one installed, else Debian's package unpacked below `target/`.
fn hledger() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hledger");
        let unpacked = folder.join("usr/bin/hledger");
        let runs = |program: &Path| {
            Command::new(program)
                .arg("--version")
                .output()
                .is_ok_and(|run| run.status.success())
        };
        let installed = PathBuf::from("hledger");
        if runs(&installed) {
            return installed;
        }
        if !runs(&unpacked) {
            fs::create_dir_all(&folder).unwrap();
            let script = "apt-get download hledger && dpkg -x hledger_*.deb .";
            let run = Command::new("sh")
                .args(["-c", script])
                .current_dir(&folder)
                .output();
            assert!(runs(&unpacked), "this test needs {NEEDED}: {run:?}");
        }
        unpacked
    })
}

fn ask(journal: &Path, arguments: &[&str]) -> String {
    let output = Command::new(hledger())
        .arg("-f")
        .arg(journal)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|error| panic!("{error}; this test needs {NEEDED}"));
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}\n{}\n{}",
        said(output.stderr),
        fs::read_to_string(journal).unwrap()
    );
    said(output.stdout)
}

fn good(run: Run) -> String {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}

/// What stands on each account of a kind, by client and currency; nothing is said of 0.
type Balances = BTreeMap<(String, String), String>;

fn by_hledger(journal: &Path, account: &str, until: &str) -> Balances {
    // Its end is exclusive.
    let end = format!("date:..{until}");
    let query = ["balance", account, &end, "-O", "csv", "--no-total", "--flat"];
    let text = ask(journal, &query);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut balances = Balances::new();
    for row in reader.records() {
        let row = row.unwrap();
        let client = row[0]
            .strip_prefix(account)
            .unwrap()
            .trim_start_matches(':')
            .to_owned();
        for sum in row[1].split(", ").filter(|sum| *sum != "0") {
            let (amount, code) = sum.split_once(' ').unwrap();
            balances.insert((client.clone(), code.to_owned()), amount.to_owned());
        }
    }
    balances
}

fn by_status(place: &Place, ledger: &str, day: &str, figure: &str) -> Balances {
    let text = good(place.dunlin(&["status", ledger, "--as-of", day, "--format", "json"]));
    let status: Value = serde_json::from_str(&text).unwrap();
    let mut balances = Balances::new();
    for client in status["clients"].as_array().unwrap() {
        for row in client["balances"].as_array().unwrap() {
            let sum = row[figure].as_str().unwrap();
            if sum.chars().any(|c| c.is_ascii_digit() && c != '0') {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                balances.insert((text(&client["id"]), text(&row["currency"])), sum.to_owned());
            }
        }
    }
    balances
}

/// With tax, something withheld, discounts, what came back, what was void, written off and paid beyond.
const BOOKS: [(&str, &str); 19] = [
    (
        "books/dunlin.yaml",
        "creditor: {name: W}\ncurrency: EUR\nas_of: 2026-06-30\ntolerance: {EUR: 1.00}\n",
    ),
    ("books/clients/a.yaml", "name: Acme\n"),
    ("books/clients/b.yaml", "name: Beta\n"),
    (
        "books/contracts/k.yaml",
        "client: a\ntotal: 5000.00\nterms: {early_discount: {percent: 2, days: 10}}\n",
    ),
    (
        "books/invoices/taxed.yaml",
        "client: a\nissued: 2026-01-05\nlines: [{description: x, quantity: 3, unit_price: 333.335, tax_percent: 21}, {description: y, unit_price: 10.00}]\nwithholding: {percent: 15, name: IRPF}\npayments: [{date: 2026-02-01, amount: 500.00}]\n",
    ),
    (
        "books/invoices/early.yaml",
        "client: a\ncontract: k\nissued: 2026-02-01\namount: 1000.00\n",
    ),
    (
        "books/invoices/fee.yaml",
        "client: a\nissued: 2026-02-01\namount: 200.00\n",
    ),
    (
        "books/invoices/gone.yaml",
        "client: a\nissued: 2026-02-01\namount: 300.00\ncredits: [{date: 2026-02-10, amount: 50.00, reason: late}]\nvoid: {date: 2026-03-20, reason: replaced}\n",
    ),
    (
        "books/invoices/lost.yaml",
        "client: b\nissued: 2026-01-01\namount: 400.00\nwrite_off: {date: 2026-05-01, reason: gone}\n",
    ),
    ("books/invoices/draft.yaml", "client: b\namount: 999.00\n"),
    (
        "books/invoices/later.yaml",
        "client: b\nissued: 2026-08-01\namount: 999.00\n",
    ),
    (
        "books/invoices/yen.yaml",
        "client: b\nissued: 2026-03-01\ncurrency: JPY\namount: 120000\n",
    ),
    (
        "books/invoices/dinar.yaml",
        "client: b\nissued: 2026-03-01\ncurrency: KWD\namount: 10.125\n",
    ),
    (
        "books/payments/early.yaml",
        "client: a\ndate: 2026-02-08\namount: 1179.50\nallocate: {early: 980.00, fee: 199.50}\nreturned: 2026-04-01\n",
    ),
    (
        "books/payments/gone.yaml",
        "client: a\ndate: 2026-03-01\namount: 120.00\nallocate: {gone: 120.00}\n",
    ),
    (
        "books/payments/much.yaml",
        "client: b\ndate: 2026-04-01\namount: 130000\ncurrency: JPY\nallocate: {yen: 125000}\n",
    ),
    (
        "books/payments/late.yaml",
        "client: b\ndate: 2026-06-01\namount: 15.00\nallocate: {lost: 15.00}\n",
    ),
    (
        "books/payments/next.yaml",
        "client: b\ndate: 2026-07-01\namount: 15.00\n",
    ),
    (
        "books/log/credit.yaml",
        "client: b\ndate: 2026-04-05\nwhat: credit\ninvoices: [dinar]\namount: 0.125\nreason: \"rounded; off\"\n",
    ),
];

/// Names that mean something to hledger.
const HOSTILE: [(&str, &str); 6] = [
    (
        "hostile/dunlin.yaml",
        "creditor: {name: W}\ncurrency: EUR\nas_of: 2026-06-30\n",
    ),
    (
        "hostile/clients/ünï.c_o-1.yaml",
        "name: \"* A;  b  | c\\n2026-01-01 x\\n    assets:bank  1 EUR\"\n",
    ),
    (
        "hostile/invoices/i.1.yaml",
        "client: ünï.c_o-1\nnumber: \"1) ; 2, x:\\n  y\"\nissued: 2026-01-05\namount: 1000.00\ndue: 2026-02-05\n",
    ),
    (
        "hostile/payments/p.1.yaml",
        "client: ünï.c_o-1\ndate: 2026-03-01\namount: 250.00\nallocate: {i.1: 200.00}\nreference: \"; = 5 EUR\\n;  a\"\n",
    ),
    (
        "hostile/payments/p.2.yaml",
        "client: ünï.c_o-1\ndate: 2026-03-01\namount: 1.00\nreference: \"\\nend comment\\ninclude /etc/passwd\"\n",
    ),
    (
        "hostile/log/c.yaml",
        "client: ünï.c_o-1\ndate: 2026-03-02\nwhat: credit\ninvoices: [i.1]\namount: 1.00\nreason: \"! (x) ; y\"\n",
    ),
];

#[test]
fn hledger_has_the_figures_of_the_status_on_every_day() {
    let (example, books, hostile) = (Place::with_example(), Place::with(&BOOKS), Place::with(&HOSTILE));
    let days = [
        ("2026-02-08", "2026-02-09"),
        ("2026-03-20", "2026-03-21"),
        ("2026-04-01", "2026-04-02"),
        ("2026-06-30", "2026-07-01"),
    ];
    for (place, ledger, last) in [
        (&example, "example-ledger", ("2026-11-20", "2026-11-21")),
        (&books, "books", days[3]),
        (&hostile, "hostile", days[3]),
    ] {
        let journal = place.path("out.journal");
        let run = place.dunlin(&["export", "hledger", "--ledger", ledger, "--out", "out.journal"]);
        assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        ask(&journal, &["check", "accounts", "commodities", "ordereddates"]);
        // No name is taken for a mark.
        assert_eq!(ask(&journal, &["register", "--cleared"]), "");
        assert_eq!(ask(&journal, &["register", "--pending"]), "");
        for (day, after) in days.into_iter().chain([last]).filter(|(day, _)| *day <= last.0) {
            let open = by_hledger(&journal, "assets:receivable", after);
            assert_eq!(open, by_status(place, ledger, day, "open"), "{ledger} {day}");
            let credit = by_hledger(&journal, "liabilities:credit", after).into_iter();
            let credit: Balances = credit
                .map(|(key, sum)| (key, sum.trim_start_matches('-').to_owned()))
                .collect();
            assert_eq!(
                credit,
                by_status(place, ledger, day, "unallocated"),
                "{ledger} {day}"
            );
        }
    }
    let journal = books.path("out.journal");
    let total = |account: &str| by_hledger(&journal, account, "2026-07-01");
    let is = |rows: &[(&str, &str, &str)]| -> Balances {
        let rows = rows.iter();
        rows.map(|(client, code, sum)| (((*client).to_owned(), (*code).to_owned()), (*sum).to_owned()))
            .collect()
    };
    assert_eq!(total("assets:withheld"), is(&[("a", "EUR", "151.50")]));
    assert_eq!(total("liabilities:tax"), is(&[("", "EUR", "-210.00")]));
    // What came in and stayed: 500 + 120 + 15; nothing of what came back.
    assert_eq!(
        total("assets:bank"),
        is(&[("", "EUR", "635.00"), ("", "JPY", "130000")])
    );
    assert_eq!(total("expenses:bad-debts"), is(&[("", "EUR", "385.00")]));
    assert_eq!(total("expenses:credits"), is(&[("", "KWD", "0.125")]));
    assert_eq!(total("expenses:discounts"), is(&[]));
}

#[test]
fn tables_hold_every_payment_and_no_formula() {
    let place = Place::with(&BOOKS);
    place.write("books/clients/a.yaml", "name: \"=1+1\"\n");
    let table = |name: &str| good(place.dunlin(&["export", "csv", name, "--ledger", "books"]));
    let payments = table("payments");
    let rows: Vec<&str> = payments.lines().collect();
    assert_eq!(
        rows,
        [
            "as_of,date,client,client_name,payment,invoice,currency,amount,method,reference,returned",
            "2026-06-30,2026-02-01,a,'=1+1,,taxed,EUR,500.00,,,",
            "2026-06-30,2026-02-08,a,'=1+1,early,early,EUR,980.00,,,2026-04-01",
            "2026-06-30,2026-02-08,a,'=1+1,early,fee,EUR,199.50,,,2026-04-01",
            "2026-06-30,2026-03-01,a,'=1+1,gone,gone,EUR,120.00,,,",
            "2026-06-30,2026-04-01,b,Beta,much,yen,JPY,125000,,,",
            "2026-06-30,2026-04-01,b,Beta,much,,JPY,5000,,,",
            "2026-06-30,2026-06-01,b,Beta,late,lost,EUR,15.00,,,",
        ]
    );
    assert_eq!(
        table("invoices"),
        good(place.dunlin(&["status", "books", "--format", "csv"]))
    );
    assert!(
        table("log")
            .ends_with("2026-06-30,2026-04-05,b,credit,credit,out,,,dinar,true,,,,,0.125,rounded; off,\n")
    );
    assert!(table("contracts").contains("2026-06-30,k,a,,EUR,,,,,active,5000.00,1000.00,"));
    assert!(table("clients").contains("2026-06-30,b,Beta,Beta,,,,,"));
    let run = place.dunlin(&["export", "json", "log", "--ledger", "books"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
}

#[test]
fn json_fits_its_schema_and_holds_the_status() {
    let text = fs::read_to_string(repository().join("docs/schemas/export.json")).unwrap();
    let schema = jsonschema::options()
        .build(&serde_json::from_str(&text).unwrap())
        .unwrap();
    for (place, ledger) in [
        (Place::with_example(), "example-ledger"),
        (Place::with(&BOOKS), "books"),
        (Place::with(&HOSTILE), "hostile"),
    ] {
        let text = good(place.dunlin(&["export", "json", "--ledger", ledger]));
        let export: Value = serde_json::from_str(&text).unwrap();
        let wrong: Vec<_> = schema
            .iter_errors(&export)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{ledger}");
        let status = good(place.dunlin(&["status", ledger, "--format", "json"]));
        assert_eq!(export["status"], serde_json::from_str::<Value>(&status).unwrap());
    }
}

#[test]
fn an_existing_file_is_left_alone() {
    let place = Place::with(&BOOKS);
    place.write("out.json", "mine");
    let run = place.dunlin(&["export", "json", "--ledger", "books", "--out", "out.json"]);
    assert_eq!(
        (run.status, place.read("out.json").as_str()),
        (2, "mine"),
        "{}",
        run.stderr
    );
}
