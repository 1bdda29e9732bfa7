//! `status` and `agenda` as a person meets them in the morning.

use crate::dunlin::Place;

const LEDGER: &[(&str, &str)] = &[
    (
        "dunlin.yaml",
        "creditor: {name: Estudio Faro}\ncurrency: EUR\njurisdiction: es\nas_of: 2026-03-02\n",
    ),
    ("clients/acme.yaml", "name: \"=Acme, Ltd;\\nX\"\nkind: business\n"),
    ("clients/pear.yaml", "name: Pear\nkind: business\n"),
    (
        "invoices/a-1.yaml",
        "client: acme\nissued: 2026-01-10\ndue: 2026-01-24\nsent: {date: 2026-01-10, confirmed: 2026-01-11}\namount: 1900.00\n",
    ),
    (
        "invoices/p-1.yaml",
        "client: pear\nissued: 2026-01-10\ndue: 2026-01-24\nsent: {date: 2026-01-10, confirmed: 2026-01-11}\namount: 50.00\n",
    ),
    (
        "payments/p.yaml",
        "client: pear\ndate: 2026-01-20\namount: 50.00\n",
    ),
];

#[test]
fn the_status_names_whom_to_chase_and_never_who_has_paid() {
    let place = Place::with(LEDGER);
    let run = place.dunlin(&["status"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "Estudio Faro · Monday 2 March 2026

Owed
           owed   overdue  unallocated  interest
  EUR  1,950.00  1,950.00        50.00     20.06

Days overdue
          31–60
  EUR  1,950.00

Whom to chase
  =Acme, Ltd;␊X  EUR 1,900.00  37 days late
    Send the reminder · reminders/acme/reminder.md

What waits
  Pear · EUR 50.00 · their unallocated credit covers it

Expected in the next 13 weeks
       expected
  EUR  1,950.00

`dunlin build` writes the drafts that aren't there yet
`dunlin agenda`: what to do, day by day
`dunlin why INVOICE`: the facts behind a figure
"
    );
}

#[test]
fn the_agenda_begins_with_today() {
    let place = Place::with(LEDGER);
    place.dunlin(&["build"]);
    let run = place.dunlin(&["agenda", "--days", "0"]);
    assert_eq!(
        run.stdout,
        "Today, Monday 2 March
  Send the reminder · since 27 January
    =Acme, Ltd;␊X · EUR 1,900.00 · a-1
    reminders/acme/reminder.md

`dunlin why INVOICE`: the facts behind a step
"
    );
}

#[test]
fn a_calendar_keeps_an_actions_identity_and_lets_no_name_out_of_its_line() {
    let place = Place::with(LEDGER);
    let today = place.dunlin(&["agenda", "--format", "ics"]).stdout;
    let tomorrow = place
        .dunlin(&["agenda", "--format", "ics", "--as-of", "2026-03-03"])
        .stdout;
    let unfolded = today.replace("\r\n ", "");
    let lines: Vec<_> = unfolded.split("\r\n").collect();
    assert_eq!(lines.first(), Some(&"BEGIN:VCALENDAR"));
    assert!(
        lines.contains(&"SUMMARY:Send the reminder: =Acme\\, Ltd\\;\\nX\\, EUR 1\\,900.00"),
        "{unfolded}"
    );
    assert!(lines.contains(&"DTSTART;VALUE=DATE:20260302") && lines.contains(&"DTSTAMP:20260302T000000Z"));
    let uids = |text: &str| -> Vec<String> {
        let uids = text.lines().filter(|line| line.starts_with("UID:"));
        uids.map(str::to_owned).collect()
    };
    assert!(!uids(&today).is_empty());
    assert_eq!(uids(&today), uids(&tomorrow));
}

#[test]
fn a_spreadsheet_gets_a_row_an_invoice_and_no_formula() {
    let place = Place::with(LEDGER);
    let run = place.dunlin(&["status", "--format", "csv"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "as_of,client,client_name,contract,invoice,number,currency,total,gross,paid,credited,balance,issued,due,\
         settled_on,state,days_overdue,bucket,in_grace,disputed,promise_pay_by,promise_amount,promise_status,plan,\
         plan_status,case,case_route,chasing,chasing_reason,chasing_until,stage,stage_next,stage_due_on,interest,\
         interest_provisional,compensation,limitation_on\n\
         2026-03-02,acme,\"'=Acme, Ltd;\nX\",,a-1,a-1,EUR,1900.00,1900.00,0.00,0.00,1900.00,2026-01-10,2026-01-24,,open,\
         37,31-60,false,false,,,,,,,,true,,,,reminder,2026-01-27,19.55,false,40.00,2029-01-24\n\
         2026-03-02,pear,Pear,,p-1,p-1,EUR,50.00,50.00,0.00,0.00,50.00,2026-01-10,2026-01-24,,open,\
         37,31-60,false,false,,,,,,,,true,,,,reminder,2026-01-27,0.51,false,40.00,2029-01-24\n"
    );
}

#[test]
fn an_incomplete_answer_says_so() {
    let place = Place::with(LEDGER);
    place.write(
        "payments/q.yaml",
        "client: acme\ndate: 2026-03-01\namount: 900,00\n",
    );
    let human = place.dunlin(&["status"]).stdout;
    assert!(
        human.contains("Incomplete: 1 file could not be read") && human.contains("  payments/q.yaml\n"),
        "{human}"
    );
    assert!(
        human.contains("no letter until their records can be read"),
        "{human}"
    );
    let csv = place.dunlin(&["status", "--format", "csv"]);
    assert!(csv.stderr.contains("payments/q.yaml"), "{}", csv.stderr);
}
