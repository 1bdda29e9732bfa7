//! What a letter can be given, in one language: all of it, nearly nothing, and what lies between.

use crate::{
    calendar::parse_date,
    language::Language,
    money::{Amount, Currency},
};
use serde_json::{Map, Value, json};

/// Every key, with what stands for nothing.
const BLANK: &str = "
creditor: {name: '', email: '', phone: '', address: [], tax_id: ''}
client: {name: '', legal_name: '', address: [], salutation: '', formal: false}
invoices: []
lesser: []
also: []
total: ''
lesser_total: ''
credit: ''
to_pay: ''
claim_total: ''
interest: ''
interest_rule: ''
interest_until: ''
compensation: ''
other_compensation: ''
answer_by: ''
deadline: ''
date: ''
reconciled: ''
bank: {holder: '', iban: '', bic: '', text: ''}
payment_link: ''
payment_reference: ''
client_reference: ''
contract: {title: '', date: ''}
terms: {grace_days: '', stop_work: false, late_interest: '', disputes: '', discount_percent: '', discount_until: '',
  discounted_total: ''}
work: {stop_on: '', stopped_on: '', lifted_by: ''}
proposal: {pay_by: '', discount_percent: '', discount_amount: '', discount_until: '', discounted_total: '',
  instalments: []}
plan: {agreed: '', due: '', amount: '', paid: '', missing: '', pay_until: '', instalments: [], grace_days: '',
  discount_amount: '', discount_until: ''}
paid: []
law: {pre_action: [], freelancer: '', double: false}
next: {stage: '', date: '', words: ''}
enclosures: []
call: {contact: '', phone: '', email: '', promises: [], said: [], client: '', date: '', invoices: [], amount: '',
  file: ''}
";

/// The context with nothing in it: its shape.
pub fn blank() -> Value {
    serde_yaml::from_str(BLANK).unwrap()
}

/// What the letters of one language are tried with. Dates and sums are made once for all letters: that takes long.
#[derive(Debug)]
pub struct Tries<'a> {
    pen: Pen<'a>,
    asking: Contexts,
}

impl<'a> Tries<'a> {
    pub fn of(language: &'a Language) -> Self {
        let pen = Pen(language);
        Self {
            asking: pen.asking(),
            pen,
        }
    }

    /// By name, the contexts that `letter` is tried with.
    pub fn contexts(&self, letter: &str) -> Contexts {
        let mut contexts = match letter {
            "call" => self.pen.calls(),
            "thank-you" => self.pen.thanks(),
            _ => self.asking.clone(),
        };
        match letter {
            "plan-reminder" => self.pen.with_late_plans(&mut contexts),
            "plan-offer" => self.pen.with_offers(&mut contexts),
            "resume-work" => with_reasons(&mut contexts),
            "stop-work" => self.pen.on_hold(&mut contexts),
            _ => {}
        }
        for (_, context) in &mut contexts {
            fit(letter, context);
        }
        contexts
    }
}

/// Takes away what that letter is never given (docs/LETTERS.md).
fn fit(letter: &str, context: &mut Value) {
    let blank = blank();
    let ladder = [
        "heads-up",
        "reminder",
        "options",
        "firm",
        "mediation",
        "final-demand",
    ];
    let late = &ladder[1..];
    let only = [
        (
            "answer_by",
            &["options", "firm", "mediation", "stop-work", "plan-offer"][..],
        ),
        ("deadline", &["final-demand"]),
        ("date", &["mediation", "final-demand", "call"]),
        ("law", &["final-demand"]),
        ("proposal", &["options"]),
        ("paid", &["thank-you"]),
        ("lesser", late),
        ("lesser_total", late),
        ("interest", late),
        ("interest_rule", late),
        ("interest_until", late),
        ("compensation", late),
        ("other_compensation", late),
    ];
    for (key, letters) in only {
        if !letters.contains(&letter) {
            context[key] = blank[key].clone();
        }
    }
    if letter != "heads-up" {
        for key in ["discount_percent", "discount_until", "discounted_total"] {
            context["terms"][key] = "".into();
        }
    }
    if letter != "final-demand" {
        for part in ["invoices", "lesser", "also"] {
            for row in context[part].as_array_mut().unwrap() {
                row["days_late"] = "".into();
            }
        }
    }
    if context["interest"] == "" && context["compensation"] == "" {
        context["claim_total"] = context["to_pay"].clone();
    }
}

/// Makes the finished strings of one language, as the renderer of letters does.
#[derive(Debug)]
struct Pen<'a>(&'a Language);

pub type Contexts = Vec<(&'static str, Value)>;

impl Pen<'_> {
    fn date(&self, date: &str) -> String {
        self.0.date(parse_date(date).unwrap())
    }

    fn amount(&self, amount: &str) -> String {
        let eur = Currency::from_code("EUR").unwrap();
        self.0.amount(Amount::parse(amount).unwrap(), eur)
    }

    fn percent(&self, percent: &str) -> String {
        self.0.percent(Amount::parse(percent).unwrap())
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

    /// One invoice, and nothing that can be absent.
    fn minimal(&self) -> Value {
        let sum = self.amount("6000.00");
        let changes = json!({
            "creditor": {"name": "Marta Ruiz", "email": "", "phone": "", "address": [], "tax_id": ""},
            "client": {"name": "Acme", "legal_name": "Acme Ltd", "address": [], "salutation": "", "formal": true},
            "invoices": [self.row(["2026/014", "", "6000.00", ""])],
            "total": sum, "to_pay": sum, "claim_total": sum,
            "answer_by": self.date("2026-03-10"), "deadline": self.date("2026-03-17"), "date": self.date("2026-03-01"),
            "proposal": self.proposal(false),
        });
        changed(blank(), changes)
    }

    fn with(&self, changes: Value) -> Value {
        changed(self.minimal(), changes)
    }

    fn proposal(&self, whole: bool) -> Value {
        let mut proposal = blank()["proposal"].clone();
        proposal["pay_by"] = self.date("2026-04-01").into();
        if whole {
            proposal["discount_percent"] = self.percent("2.5").into();
            proposal["discount_amount"] = self.amount("150.00").into();
            proposal["discounted_total"] = self.amount("5850.00").into();
            proposal["discount_until"] = self.date("2026-03-06").into();
            proposal["instalments"] = self.instalments(3);
        }
        proposal
    }

    fn instalments(&self, count: u32) -> Value {
        let one = |n: u32| json!({"due": self.date(&format!("2026-0{}-13", n + 3)), "amount": self.amount(&format!("20{n}.10"))});
        (0..count).map(one).collect()
    }

    fn terms(&self) -> Value {
        json!({"grace_days": self.0.count("days", 7), "stop_work": true, "disputes": "mediation",
            "late_interest": self.0.phrase("terms.late-interest.agreed", &[("percent", &self.percent("8"))]),
            "discount_percent": self.percent("3"), "discount_until": self.date("2026-01-18"),
            "discounted_total": self.amount("5820.00")})
    }

    fn next(&self) -> Value {
        json!({"stage": "mediation", "date": self.date("2026-03-23"), "words": self.0.word("next.mediation")})
    }

    fn law(&self) -> Value {
        let sentences = [
            "letter-of-claim",
            "letter-before-action",
            "formal-notice",
            "negotiation",
            "claim",
        ];
        let deadline = self.date("2026-03-17");
        let sentence = |kind| {
            self.0
                .phrase(&format!("pre-action.{kind}"), &[("date", &deadline)])
        };
        let sentences: Vec<_> = sentences.into_iter().map(sentence).collect();
        json!({"pre_action": sentences, "freelancer": "Isn't Free Act, Code 20-927 ff.", "double": true})
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
        let date = self.date("2026-05-03");
        promised["remark"] = self.0.phrase("remark.promised", &[("date", &date)]).into();
        self.with(json!({
            "creditor": Pen::creditor(),
            "invoices": [self.row(["2026/014", "Design", "6000.00", ""]), self.row(["2026/015", "", "1200.00", "2000.00"])],
            "lesser": [self.row(["2026/017", "Logo", "300.00", ""])],
            "also": [promised, self.row(["2026/021", "Logo", "80.00", ""])],
            "total": self.amount("7200.00"), "lesser_total": self.amount("300.00"), "to_pay": self.amount("7500.00"),
            "reconciled": self.date("2026-02-27"), "bank": Pen::bank(), "next": self.next(),
            "payment_reference": "2026/014, 2026/015, 2026/017", "client_reference": "PO 4711",
            "proposal": self.proposal(true),
        }))
    }

    fn partly_paid_with_credit(&self) -> Value {
        self.with(json!({
            "invoices": [self.row(["2026/015", "Design", "1200.00", "2000.00"])],
            "total": self.amount("1200.00"), "credit": self.amount("150.00"), "to_pay": self.amount("1050.00"),
            "bank": {"holder": "", "iban": "", "bic": "", "text": "123456789"},
            "payment_link": "https://pay.example/2026-015", "other_compensation": self.amount("41.00"),
        }))
    }

    fn informal(&self, salutation: &str) -> Value {
        self.with(json!({
            "client": {"name": "Acme", "legal_name": "Acme", "address": [], "salutation": salutation, "formal": false},
            "invoices": [self.row(["1", "", "10.00", ""]), self.row(["2", "", "20.00", ""])],
            "total": self.amount("30.00"), "credit": self.amount("5.00"), "to_pay": self.amount("25.00"),
            "reconciled": self.date("2026-02-27"), "bank": Pen::bank(), "client_reference": "PO 4711",
            "enclosures": ["1.pdf", "2.pdf"], "next": self.next(), "proposal": self.proposal(true), "law": self.law(),
        }))
    }

    fn work(&self, key: &str) -> Value {
        let mut work = blank()["work"].clone();
        work[key] = self.date("2026-02-05").into();
        self.with(json!({
            "creditor": {"name": "Marta Ruiz", "email": "", "phone": "+34 600 000 000", "address": [], "tax_id": ""},
            "work": work, "next": self.next(), "enclosures": ["2026-014.pdf"], "bank": Pen::bank(),
            "payment_reference": "2026/014", "terms": self.terms(),
        }))
    }

    fn charged(&self) -> Value {
        let rule = self
            .0
            .phrase("interest-rule.agreed", &[("percent", &self.percent("10.15"))]);
        self.with(json!({
            "creditor": Pen::creditor(), "bank": Pen::bank(), "next": self.next(),
            "client": {"name": "Acme", "legal_name": "Acme Ltd", "address": ["Gran Via 2", "Madrid"], "salutation": "", "formal": true},
            "contract": {"title": "Web", "date": self.date("2025-11-03")}, "terms": self.terms(),
            "interest": self.amount("62.47"), "interest_rule": rule, "interest_until": self.date("2026-03-02"),
            "compensation": self.amount("40.00"), "claim_total": self.amount("6102.47"),
            "reconciled": self.date("2026-02-27"), "enclosures": ["2026-014.pdf", "konto.pdf"], "law": self.law(),
        }))
    }

    /// All that a letter can be given at once.
    fn everything(&self) -> Value {
        let mut work = blank()["work"].clone();
        work["stopped_on"] = self.date("2026-01-30").into();
        let changes = json!({
            "credit": self.amount("150.00"), "to_pay": self.amount("7350.00"), "interest": self.amount("62.47"),
            "interest_until": self.date("2026-03-02"), "compensation": self.amount("85.00"),
            "claim_total": self.amount("7497.47"), "work": work, "contract": {"title": "Web", "date": ""},
            "terms": self.terms(), "enclosures": ["2026-014.pdf"],
        });
        changed(self.several(), changes)
    }

    /// One demanded beside two gentler ones, and only some of what else there is.
    fn one_before_others(&self) -> Value {
        let mut work = blank()["work"].clone();
        work["stop_on"] = self.date("2026-03-05").into();
        let mut terms = blank()["terms"].clone();
        terms["grace_days"] = self.0.count("days", 1).into();
        self.with(json!({
            "client": {"name": "Acme", "legal_name": "Acme", "address": [], "salutation": "", "formal": false},
            "lesser": [self.row(["2026/018", "", "50.00", "75.00"]), self.row(["2026/019", "Logo", "60.00", ""])],
            "lesser_total": self.amount("110.00"), "credit": self.amount("10.00"), "to_pay": self.amount("6100.00"),
            "interest": self.amount("62.47"), "interest_until": self.date("2026-03-02"),
            "claim_total": self.amount("6162.47"), "payment_reference": "2026/014", "work": work, "terms": terms,
            "next": self.next(), "enclosures": ["2026-014.pdf"],
        }))
    }

    fn asking(&self) -> Contexts {
        vec![
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
        ]
    }

    /// Each in turn with an instalment that is late in another way.
    fn with_late_plans(&self, contexts: &mut Contexts) {
        for (n, (_, context)) in contexts.iter_mut().enumerate() {
            let part = n % 2 == 1;
            let mut plan = blank()["plan"].clone();
            plan["agreed"] = self.date("2026-02-20").into();
            plan["due"] = self.date("2026-03-02").into();
            plan["amount"] = self.amount("400.00").into();
            plan["missing"] = self.amount(if part { "250.00" } else { "400.00" }).into();
            plan["paid"] = if part {
                self.amount("150.00")
            } else {
                String::new()
            }
            .into();
            plan["pay_until"] = self.date("2026-03-06").into();
            plan["instalments"] = self.instalments(u32::try_from(n % 3).unwrap());
            context["to_pay"] = plan["missing"].clone();
            context["plan"] = plan;
        }
    }

    fn with_offers(&self, contexts: &mut Contexts) {
        for (n, (_, context)) in contexts.iter_mut().enumerate() {
            let mut plan = blank()["plan"].clone();
            plan["instalments"] = self.instalments(2 + u32::try_from(n % 3).unwrap());
            if n % 2 == 0 {
                plan["grace_days"] = self.0.count("days", 5).into();
                plan["discount_amount"] = self.amount("20.00").into();
                plan["discount_until"] = self.date("2026-06-13").into();
            }
            context["plan"] = plan;
        }
    }

    fn on_hold(&self, contexts: &mut Contexts) {
        for (_, context) in contexts {
            context["work"] = blank()["work"].clone();
            context["work"]["stopped_on"] = self.date("2026-01-30").into();
            for row in context["invoices"].as_array_mut().unwrap() {
                row["title"] = "".into();
            }
        }
    }

    fn thanks(&self) -> Contexts {
        let paid = |number: &str, title: &str| {
            json!({"number": number, "title": title, "date": self.date("2026-05-04"),
            "amount": self.amount("1200.00")})
        };
        let one = json!([paid("2026/014", "")]);
        let two = json!([paid("2026/014", "Design"), paid("2026/015", "")]);
        let mut informal = self.informal("");
        informal["paid"] = two.clone();
        vec![
            ("one", self.with(json!({"paid": one}))),
            (
                "two",
                self.with(json!({"paid": two, "creditor": Pen::creditor()})),
            ),
            ("informal", informal),
        ]
    }

    fn calls(&self) -> Contexts {
        let promise = |kept: bool, broken: bool, paid: &str| {
            json!({"made": self.date("2026-02-01"),
            "date": self.date("2026-02-16"), "amount": self.amount("300.00"), "kept": kept, "broken": broken,
            "paid": if paid.is_empty() { String::new() } else { self.amount(paid) }})
        };
        let said = |out: bool, stage: &str, answer: &str, note: &str| {
            json!({"date": self.date("2026-02-03"),
            "channel": self.0.word("channel.call"), "out": out, "stage": if stage.is_empty() { "" } else { self.0.word(stage) },
            "answer": if answer.is_empty() { "" } else { self.0.word(answer) }, "note": note})
        };
        let bare = json!({"contact": "", "phone": "", "email": "", "promises": [], "said": [], "client": "acme",
            "date": "2026-03-27", "invoices": ["acme-1"], "amount": "6000.00", "file": "log/2026-03-27-acme-call.yaml"});
        let mut full = bare.clone();
        full["contact"] = "Ana Soler".into();
        full["phone"] = "+34 910 000 000".into();
        full["email"] = "ap@acme.example".into();
        full["invoices"] = json!(["acme-1", "acme-2"]);
        full["promises"] = json!([
            promise(true, false, "300.00"),
            promise(false, true, "100.00"),
            promise(false, true, ""),
            promise(false, false, "")
        ]);
        full["said"] = json!([
            said(true, "stage.firm", "", ""),
            said(false, "", "answer.says-paid", "Ana, 3 p.m."),
            said(true, "", "", "")
        ]);
        let several = changed(
            self.several(),
            json!({"lesser": [], "also": [], "credit": self.amount("25.00")}),
        );
        vec![
            ("bare", self.with(json!({"call": bare}))),
            ("full", changed(several, json!({"call": full}))),
        ]
    }
}

fn with_reasons(contexts: &mut Contexts) {
    for (n, (_, context)) in contexts.iter_mut().enumerate() {
        context["work"] = blank()["work"].clone();
        context["work"]["lifted_by"] = ["paid", "plan", ""][n % 3].into();
    }
}

/// Top-level keys replaced.
fn changed(mut context: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        assert!(context.get(key).is_some(), "no {key}");
        context[key] = value.clone();
    }
    context
}
