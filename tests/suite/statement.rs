//! `dunlin statement` as a person types it.

use crate::dunlin::Place;

const LEDGER: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Estudio Faro, address: Calle Mayor 1}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n",
    ),
    (
        "clients/acme.yaml",
        "name: \"<b>Acme</b> | *Ltd*\"\nkind: business\n",
    ),
    (
        "invoices/a-1.yaml",
        "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\namount: 900.00\npayments: [{date: 2026-02-01, amount: 100.00, reference: \"<script>x</script>\"}]\n",
    ),
];

#[test]
fn a_statement_is_printed() {
    let place = Place::with(LEDGER);
    let run = place.dunlin(&["statement", "acme", "--from", "2026-01-20", "--to", "2026-02-10"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let expected = "\
# Statement of account

From 20 January 2026 to 10 February 2026

- From: Estudio Faro, Calle Mayor 1
- For: \\<b\\>Acme\\</b\\> \\| \\*Ltd\\*

## Account in EUR

| Date | What | Invoice | Charged | Paid or credited | Balance |
| --- | --- | --- | ---: | ---: | ---: |
| **20 Jan 2026** | **Opening balance** |  |  |  | **€900.00** |
| 1 Feb 2026 | Payment received: \\<script\\>x\\</script\\> | a-1 |  | €100.00 | €800.00 |
| **10 Feb 2026** | **Closing balance** |  |  |  | **€800.00** |

### Open invoices

| Invoice | Due | Overdue | Remark | Balance |
| --- | --- | --- | --- | ---: |
| a-1 | 24 Jan 2026 | 17 days |  | €800.00 |
| **Total** |  |  |  | **€800.00** |

Interest and compensation for late payment are not in this statement.
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_page_fetches_and_runs_nothing() {
    let place = Place::with(LEDGER);
    let run = place.dunlin(&["statement", "acme", "-o", "out.html"]);
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "made out.html\n")
    );
    let page = place.read("out.html");
    assert!(page.contains("&lt;b&gt;Acme&lt;/b&gt;") && page.contains("noindex"));
    for found in ["<script", "<b>", "http:", "https:", "src=", "<link"] {
        assert!(!page.contains(found), "{found}");
    }
    let again = place.dunlin(&["statement", "acme", "-o", "out.html"]);
    assert_eq!(again.status, 2);
    assert!(
        again.stderr.contains("out.html is there already"),
        "{}",
        again.stderr
    );
}

#[test]
fn what_cannot_be_stated_is_said() {
    let place = Place::with(LEDGER);
    for (arguments, said) in [
        (
            &["statement", "acmee"][..],
            "error: there is no client `acmee`: name one of acme\n",
        ),
        (
            &["statement", "acme", "--to", "2026-04-01"],
            "error: --to 2026-04-01 is after 2026-03-02, and what is dated later has not happened yet: give an earlier day, or --as-of 2026-04-01\n",
        ),
        (
            &["statement", "acme", "--from", "2026-03-03"],
            "error: --from 2026-03-03 is after the last day, 2026-03-02\n",
        ),
    ] {
        let run = place.dunlin(arguments);
        assert_eq!(
            (run.status, run.stdout.as_str(), run.stderr.as_str()),
            (2, "", said)
        );
    }
}

#[test]
fn every_client_of_the_example_has_one_in_its_language() {
    let place = Place::with_example();
    for (client, words) in [
        ("luna", "# Extracto de cuenta\n"),
        ("wolke", "# Auszug des Kundenkontos\n"),
        ("chayka", "# Выписка по расчётам\n"),
        ("pear", "### Credit not set against any invoice\n"),
    ] {
        let run = place.dunlin(&["statement", client, "example-ledger"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{client}");
        assert!(
            run.stdout.contains(words) && !run.stdout.contains("statement.kind"),
            "{}",
            run.stdout
        );
    }
}
