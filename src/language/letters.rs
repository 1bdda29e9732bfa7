//! The letters of every language, rendered with what a letter can be given; apart because no code of the program needs it.

use super::{Language, Languages};
use crate::{
    calendar::parse_date,
    money::{Amount, Currency},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tera::{Context, Tera};

const STAGES: [&str; 3] = ["final-demand", "firm", "reminder"];

/// Words that no letter of another language holds.
const TELLTALES: [(&str, &[&str]); 4] = [
    (
        "de",
        &[
            "und",
            "bitte",
            "rechnung",
            "rechnungen",
            "zahlung",
            "ist",
            "nicht",
            "für",
        ],
    ),
    (
        "en",
        &[
            "the", "and", "please", "invoice", "invoices", "payment", "of", "is",
        ],
    ),
    (
        "es",
        &["el", "las", "pago", "factura", "facturas", "con", "por", "está"],
    ),
    (
        "ru",
        &["и", "не", "на", "пожалуйста", "оплаты", "счёт", "счета", "от"],
    ),
];

/// Makes the finished strings of one language, as the renderer of letters does.
struct Pen<'a>(&'a Language);

impl Pen<'_> {
    fn date(&self, date: &str) -> String {
        self.0.date(parse_date(date).unwrap())
    }

    fn amount(&self, amount: &str) -> String {
        let eur = Currency::from_code("EUR").unwrap();
        self.0.amount(Amount::parse(amount).unwrap(), eur)
    }

    /// Number, title, balance, and the total where a part was paid.
    fn row(&self, [number, title, balance, total]: [&str; 4]) -> Map<String, Value> {
        let amount = |text: &str| Amount::parse(text).unwrap();
        let paid = if total.is_empty() {
            String::new()
        } else {
            self.amount(&(amount(total) - amount(balance)).shortest())
        };
        let row = json!({
            "number": number, "title": title, "issued": self.date("2026-01-08"), "due": self.date("2026-01-22"),
            "days_late": self.0.count("days", 38), "balance": self.amount(balance), "paid": paid,
            "total": self.amount(if total.is_empty() { balance } else { total }), "remark": "",
        });
        row.as_object().unwrap().clone()
    }

    fn title(&self) -> &'static str {
        match self.0.tag() {
            "de" => "Entwurf",
            "es" => "Diseño",
            "ru" => "Дизайн",
            _ => "Design",
        }
    }

    /// One invoice, and nothing that can be absent.
    fn minimal(&self) -> Value {
        let row = self.row(["2026/014", "", "6000.00", ""]);
        json!({
            "creditor": {"name": "Marta Ruiz", "email": "", "phone": "", "address": [], "tax_id": ""},
            "client": {"name": "Acme", "salutation": "", "formal": true},
            "invoices": [row], "lesser": [], "also": [],
            "total": self.amount("6000.00"), "lesser_total": "", "credit": "", "to_pay": self.amount("6000.00"),
            "deadline": self.date("2026-03-17"), "date": self.date("2026-03-01"), "reconciled": "",
            "bank": {"holder": "", "iban": "", "bic": "", "text": ""},
            "payment_link": "", "payment_reference": "", "client_reference": "",
            "work": {"stop_on": "", "stopped_on": ""}, "contract": {"title": "", "date": ""},
            "interest": "", "compensation": "", "claim_total": "", "interest_rule": "",
            "next": {"stage": "", "date": "", "words": ""}, "enclosures": [],
        })
    }

    fn with(&self, changes: Value) -> Value {
        let mut context = self.minimal();
        for (key, value) in changes.as_object().unwrap() {
            context[key] = value.clone();
        }
        context
    }

    fn next(&self) -> Value {
        json!({"stage": "mediation", "date": self.date("2026-03-23"), "words": self.0.word("next.mediation")})
    }

    fn creditor() -> Value {
        json!({"name": "Marta Ruiz", "email": "marta@ruiz.example", "phone": "+34 600 000 000",
            "address": ["Calle Mayor 1", "28013 Madrid"], "tax_id": "ES12345678Z"})
    }

    fn bank() -> Value {
        json!({"holder": "Marta Ruiz", "iban": "ES91 2100 0418 4502 0005 1332", "bic": "CAIXESBBXXX", "text": ""})
    }

    fn several(&self) -> Value {
        let mut promised = self.row(["2026/020", "", "500.00", ""]);
        promised["remark"] = self
            .0
            .phrase("remark.promised", &[("date", &self.date("2026-05-03"))])
            .into();
        self.with(json!({
            "creditor": Pen::creditor(),
            "invoices": [
                self.row(["2026/014", self.title(), "6000.00", ""]),
                self.row(["2026/015", "", "1200.00", "2000.00"]),
            ],
            "lesser": [self.row(["2026/017", self.title(), "300.00", ""])],
            "also": [promised, self.row(["2026/021", self.title(), "80.00", ""])],
            "total": self.amount("7200.00"), "lesser_total": self.amount("300.00"), "to_pay": self.amount("7500.00"),
            "reconciled": self.date("2026-02-27"), "bank": Pen::bank(), "next": self.next(),
            "payment_reference": "2026/014, 2026/015, 2026/017", "client_reference": "PO 4711",
        }))
    }

    fn partly_paid_with_credit(&self) -> Value {
        self.with(json!({
            "invoices": [self.row(["2026/015", self.title(), "1200.00", "2000.00"])],
            "total": self.amount("1200.00"), "credit": self.amount("150.00"), "to_pay": self.amount("1050.00"),
            "bank": {"holder": "", "iban": "", "bic": "", "text": "123456789"},
            "payment_link": "https://pay.example/2026-015",
        }))
    }

    fn informal(&self, salutation: &str) -> Value {
        self.with(json!({
            "client": {"name": "Acme", "salutation": salutation, "formal": false},
            "invoices": [self.row(["1", "", "10.00", ""]), self.row(["2", "", "20.00", ""])],
            "total": self.amount("30.00"), "credit": self.amount("5.00"), "to_pay": self.amount("25.00"),
            "reconciled": self.date("2026-02-27"), "bank": Pen::bank(), "client_reference": "PO 4711",
            "enclosures": ["1.pdf", "2.pdf"], "next": self.next(),
        }))
    }

    fn work(&self, key: &str) -> Value {
        let mut work = json!({"stop_on": "", "stopped_on": ""});
        work[key] = self.date("2026-02-05").into();
        self.with(json!({
            "creditor": {"name": "Marta Ruiz", "email": "", "phone": "+34 600 000 000", "address": [], "tax_id": ""},
            "work": work, "next": self.next(), "enclosures": ["2026-014.pdf"], "bank": Pen::bank(),
            "payment_reference": "2026/014",
        }))
    }

    fn charged(&self) -> Value {
        let percent = self.0.percent(Amount::parse("10.15").unwrap());
        let rule = self.0.phrase("interest-rule.agreed", &[("percent", &percent)]);
        self.with(json!({
            "creditor": Pen::creditor(), "bank": Pen::bank(), "next": self.next(),
            "contract": {"title": "Web", "date": self.date("2025-11-03")},
            "interest": self.amount("62.47"), "interest_rule": rule, "compensation": self.amount("40.00"),
            "claim_total": self.amount("6102.47"), "reconciled": self.date("2026-02-27"),
            "enclosures": ["2026-014.pdf", "konto.pdf"],
        }))
    }

    /// All that a letter can be given at once.
    fn everything(&self) -> Value {
        let mut context = self.several();
        for (key, value) in [
            ("credit", self.amount("150.00")),
            ("to_pay", self.amount("7350.00")),
            ("interest", self.amount("62.47")),
            ("compensation", self.amount("85.00")),
            ("claim_total", self.amount("7497.47")),
        ] {
            context[key] = value.into();
        }
        context["work"] = json!({"stop_on": "", "stopped_on": self.date("2026-01-30")});
        context["contract"] = json!({"title": "Web", "date": ""});
        context["enclosures"] = json!(["2026-014.pdf"]);
        context
    }

    /// One demanded beside two gentler ones, and only some of what else there is.
    fn one_before_others(&self) -> Value {
        let mut early = self.row(["2026/018", "", "50.00", "75.00"]);
        early.insert("days_late".to_owned(), "".into());
        self.with(json!({
            "client": {"name": "Acme", "salutation": "", "formal": false},
            "lesser": [early, self.row(["2026/019", self.title(), "60.00", ""])],
            "lesser_total": self.amount("110.00"), "credit": self.amount("10.00"), "to_pay": self.amount("6100.00"),
            "interest": self.amount("62.47"), "claim_total": self.amount("6162.47"),
            "payment_reference": "2026/014", "work": {"stop_on": self.date("2026-03-05"), "stopped_on": ""},
            "next": self.next(), "enclosures": ["2026-014.pdf"],
        }))
    }

    fn contexts(&self) -> BTreeMap<&'static str, Value> {
        BTreeMap::from([
            ("charged", self.charged()),
            ("everything", self.everything()),
            ("informal", self.informal("")),
            ("informal-salutation", self.informal("Lena,")),
            ("minimal", self.minimal()),
            ("one-before-others", self.one_before_others()),
            ("partly-paid", self.partly_paid_with_credit()),
            ("several", self.several()),
            ("work-stopped", self.work("stopped_on")),
            ("work-stops", self.work("stop_on")),
        ])
    }
}

/// One letter as it would be sent.
struct Letter<'a> {
    tag: &'a str,
    stage: &'a str,
    context: &'a Value,
    text: String,
}

fn for_every_letter(look: impl Fn(&str, &Letter)) {
    for language in Languages::embedded().0.values() {
        let mut tera = Tera::new();
        for stage in STAGES {
            tera.add_raw_template(&format!("{stage}.md"), language.letter(stage).unwrap())
                .unwrap();
        }
        for (name, context) in &Pen(language).contexts() {
            for stage in STAGES {
                let text = tera.render(&format!("{stage}.md"), &Context::from_serialize(context).unwrap());
                let text = text.unwrap_or_else(|e| panic!("{} {stage} {name}: {e}", language.tag()));
                let place = format!("{} {stage} {name}:\n{text}", language.tag());
                look(
                    &place,
                    &Letter {
                        tag: language.tag(),
                        stage,
                        context,
                        text,
                    },
                );
            }
        }
    }
}

#[test]
fn every_language_has_every_letter() {
    for language in Languages::embedded().0.values() {
        assert!(language.letters.keys().eq(&STAGES), "{}", language.tag);
    }
}

#[test]
fn nothing_absent_leaves_a_trace() {
    for_every_letter(|place, letter| {
        let (subject, body) = letter.text.split_once("\n\n").unwrap();
        assert!(!subject.is_empty() && !subject.contains('\n'), "{place}");
        for stray in [
            "\n\n\n", "  ", "{{", "{%", "..", ",,", " ,", " .", ";.", ":.", "()", "( ", " )", "!!", "№ от",
            " :", "\n,", "\n.",
        ] {
            assert!(!letter.text.contains(stray), "{stray:?} in {place}");
        }
        assert!(
            !body.starts_with('\n') && body.ends_with(|c: char| !c.is_whitespace() || c == '\n'),
            "{place}"
        );
        let lines: Vec<_> = letter.text.lines().collect();
        for (i, line) in lines.iter().enumerate() {
            assert_eq!(line.trim(), *line, "{place}");
            let salutation = ["Estimado cliente:", "Hola:"].contains(line);
            let list_follows = || lines[i + 1].is_empty() && lines[i + 2].starts_with("- ");
            assert!(
                !line.ends_with(':') || salutation || list_follows(),
                "{line:?} ends with nothing in {place}"
            );
        }
    });
}

#[test]
fn letters_read_as_markdown_and_as_plain_text() {
    use pulldown_cmark::{Event, Parser, Tag};
    for_every_letter(|place, letter| {
        for event in Parser::new(&letter.text) {
            let plain = match &event {
                Event::Start(Tag::List(first)) => first.is_none(),
                Event::Start(tag) => matches!(tag, Tag::Paragraph | Tag::Item | Tag::Link { .. }),
                Event::Html(_) | Event::InlineHtml(_) | Event::Rule | Event::Code(_) => false,
                _ => true,
            };
            assert!(plain, "{event:?} in {place}");
        }
    });
}

#[test]
fn a_letter_speaks_one_language() {
    for_every_letter(|place, letter| {
        let lower = letter.text.to_lowercase();
        let words: Vec<_> = lower.split(|c: char| !c.is_alphabetic()).collect();
        for (tag, telltales) in TELLTALES {
            let found = telltales.iter().filter(|word| words.contains(*word)).count();
            if tag == letter.tag {
                assert!(found > 2, "too few words of {tag} in {place}");
            } else {
                assert_eq!(found, 0, "words of {tag} in {place}");
            }
        }
    });
}

#[test]
fn what_is_asked_for_is_said() {
    for_every_letter(|place, letter| {
        let said = |value: &Value| letter.text.contains(value.as_str().unwrap());
        let context = letter.context;
        let rows = ["invoices", "lesser", "also"].map(|part| context[part].as_array().unwrap().clone());
        for row in rows.iter().flatten() {
            assert!(
                said(&row["number"]) && said(&row["balance"]) && said(&row["title"]),
                "{place}"
            );
            assert!(
                said(&row["remark"]) && (rows[2].contains(row) || said(&row["paid"])),
                "{place}"
            );
        }
        for key in [
            "total",
            "credit",
            "reconciled",
            "payment_reference",
            "client_reference",
        ] {
            assert!(said(&context[key]), "{key} of {place}");
        }
        assert!(
            said(&context["bank"]["iban"]) && said(&context["bank"]["text"]),
            "{place}"
        );
        assert!(
            said(&context["payment_link"]) && said(&context["work"]["stop_on"]),
            "{place}"
        );
        assert!(said(&context["client"]["salutation"]), "{place}");
        let demands = letter.stage == "final-demand";
        assert_eq!(said(&context["deadline"]), demands, "deadline of {place}");
        let asked = if demands && context["claim_total"] != "" {
            "claim_total"
        } else {
            "to_pay"
        };
        assert!(said(&context[asked]), "{asked} of {place}");
        for key in ["interest", "interest_rule", "compensation"] {
            assert!(
                said(&context[key]) == demands || context[key] == "",
                "{key} of {place}"
            );
        }
        for key in ["words", "date"] {
            let next = &context["next"][key];
            assert!(
                *next == "" || said(next) == (letter.stage != "reminder"),
                "next {key} of {place}"
            );
        }
    });
}
