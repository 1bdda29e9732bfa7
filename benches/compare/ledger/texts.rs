//! The words that a ledger is made of.

pub const SETTINGS: &str = "\
creditor:
  name: Studio Meridian
  kind: individual
  email: accounts@studiomeridian.example
  phone: \"+34 600 000 000\"
  address: |
    Calle del Faro Apagado 7
    28012 Madrid
    Spain
  tax_id: ESX0000000T
  bank:
    - {currency: EUR, holder: Studio Meridian, iban: ES9121000418450200051332, bic: CAIXESBBXXX}
    - {currency: GBP, holder: Studio Meridian, iban: GB29NWBK60161331926819, bic: NWBKGB2LXXX}
    - currency: USD
      holder: Studio Meridian
      text: |
        Bank of Nowhere, 1 Example Plaza, Springfield
        ACH routing 000000000, account 0000 1234
  payment_url: https://pay.studiomeridian.example/{number}?amount={amount}&currency={currency}
currency: EUR
language: en
policy: studio
policies:
  studio:
    extends: standard
    call_every: 0
    stages:
      heads-up: off
holidays: [2026-10-12, 2026-11-02, 2026-11-09, 2026-12-07, 2026-12-08, 2026-12-25]
reconciled: 2026-11-19
tolerance: {EUR: 1.00, GBP: 1.00, USD: 1.00}
as_of: 2026-11-20
rules:
  edition: 2026.1
";

pub const DEPARTMENTS: &[&str] = &[
    "Accounts payable",
    "Front desk",
    "Finance",
    "Office",
    "Bookkeeping",
];
pub const STREETS: &[&str] = &[
    "Plaza del Pilón",
    "Pendelgasse",
    "Cork Quay",
    "Inkwell Alley",
    "Baiserstraße",
    "Mirage Road",
];
pub const SOURCES: &[&str] = &[
    "company register",
    "their printer",
    "an agent",
    "worked together before",
    "annual accounts",
];
pub const NOTES: &[&str] = &[
    "They want the order number in the subject of every e-mail, or it gets lost between two departments.\n\nBest reached on Tuesdays before noon.",
    "Came through a former colleague. Decisions are made by the owner, who travels; plan a week for every approval.",
    "Invoices are approved on the 5th and the 20th and paid in the run after that.",
];
pub const TITLES: &[&str] = &[
    "Web shop",
    "Brand and signs",
    "Annual report",
    "Exhibition catalogue",
    "Menus and chalkboards",
    "Packaging",
    "App icons",
    "Booking system",
    "Photographs of the range",
    "Translation of the handbook",
    "Accounting set-up",
];
pub const WORK: &[&str] = &[
    "concept and drafts",
    "design delivered",
    "files for print",
    "second round of changes",
    "pages in test",
    "texts set",
    "photographs retouched",
    "data moved over",
    "training on site",
];
pub const METHODS: &[&str] = &["bank transfer", "SEPA", "wire", "ACH", "card"];
pub const DISPUTES: &[&str] = &[
    "the colours differ from the proof",
    "two pages are missing, they say",
    "delivered after the agreed day",
];
pub const REASONS: &[&str] = &[
    "delivered later than agreed",
    "one round of changes left out",
    "goodwill",
];
pub const ANSWERS: &[(&str, &str)] = &[
    (
        "awaiting-approval",
        "The head of department is away; she signs it when she is back.",
    ),
    (
        "lost-invoice",
        "They could not find it. Sent it again while we were talking.",
    ),
    (
        "short-of-cash",
        "A large customer of theirs pays late; they asked for a little time.",
    ),
    ("says-paid", "Says that it is in this week's payment run."),
];

pub const AGREEMENT: &str = "\
## Agreement

1. *Price.* As in the schedule above, the first part before work starts.
2. *Delivery.* What is delivered counts as accepted if nobody objects in writing within ten days.
3. *Late.* Seven days after an unpaid due date work stops until the balance is paid. Deadlines move by as much.
4. *Interest.* What the law gives between businesses.
5. *Changes.* Every change is a signed change order with its own price and date before it is begun.
";
pub const CLAUSES: &[&str] = &[
    "6. *Rights.* Rights of use pass when the last part is paid, for the places and the time named in the offer.\n",
    "6. *Disputes.* A mediator first, half of the cost each; then the courts of the client's place.\n7. *Files.* Sources are kept for two years after delivery and handed over on request.\n",
    "6. *Materials.* Texts, photographs and access are the client's to supply, a week before each part of the work. What is late moves the dates that follow by as much, and work that has to be done twice because of it is billed by the hour.\n7. *Confidence.* What either side learns of the other's business stays between them.\n8. *Ending.* Either side may end this with four weeks' notice; what is done by then is paid.\n",
];

/// A letter as it was sent, without its greeting and its end.
pub const LETTERS: [(&str, &str); 7] = [
    (
        "reminder",
        "a small reminder: the invoice below fell due a few days ago and we have not seen a payment yet. It has probably slipped through; if it is already on its way, please disregard this.",
    ),
    (
        "options",
        "the invoice below is still open. If it is difficult just now, please say so: we are glad to agree a later date, or to split the amount, as long as it is in writing.\n\nIf something about the work is not right, tell us and we will put it right.",
    ),
    (
        "firm",
        "the invoice below is now more than two weeks overdue, and we have had no answer to our letters. Please tell us this week on which day you will pay it.\n\nUnder our contract work has stopped until the balance is paid.",
    ),
    (
        "mediation",
        "our contract says that we call a mediator before anything else. We propose to do that now: an hour, by video, half of the cost each. If you pay, or name us a plan, there is no need for it.",
    ),
    (
        "final-demand",
        "this is our last letter before formal steps. Please pay the amount below within fourteen days. If nothing arrives by then, we shall hand the matter over without writing again.\n\nObjections, if there are any, please in writing and with reasons within the same time.",
    ),
    (
        "lawyer-letter",
        "our lawyer has the matter now, and has written to you under separate cover.",
    ),
    (
        "decision",
        "we have decided how to go on, and you will hear from the court.",
    ),
];
