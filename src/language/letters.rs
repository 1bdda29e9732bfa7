//! The letters of every language, written with what a letter can be given; apart because no code of the program needs it.

pub mod contexts;

use super::{Hostile, Languages, Spoken, Templates, Text};
use contexts::Tries;
use serde_json::Value;
use std::collections::BTreeSet;

const LETTERS: [&str; 12] = [
    "call",
    "final-demand",
    "firm",
    "heads-up",
    "mediation",
    "options",
    "plan-offer",
    "plan-reminder",
    "reminder",
    "resume-work",
    "stop-work",
    "thank-you",
];

/// Words that no letter of another language holds.
const TELLTALES: [(&str, &[&str]); 7] = [
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
            "der",
            "die",
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
        &["el", "usted", "pendiente", "factura", "facturas", "importe"],
    ),
    (
        "fr",
        &[
            "facture", "factures", "paiement", "est", "pour", "et", "montant", "avec", "merci", "une", "été",
        ],
    ),
    (
        "it",
        &["fattura", "fatture", "della", "è", "entro", "sono", "di", "gli"],
    ),
    (
        "pt",
        &["fatura", "faturas", "não", "em", "ao", "até", "uma", "são"],
    ),
    (
        "ru",
        &["и", "не", "на", "пожалуйста", "оплаты", "счёт", "счета", "от"],
    ),
];

/// What must be said wherever it is given. `a.b` is the key `b` of `a`, or of each of the list `a`.
const SAID: &[(&str, &[&str])] = &[
    (
        "call",
        &[
            "invoices.number",
            "invoices.balance",
            "to_pay",
            "credit",
            "call.contact",
            "call.phone",
            "call.promises.date",
            "call.promises.amount",
            "call.said.date",
            "call.said.channel",
            "call.said.stage",
            "call.said.answer",
            "call.said.note",
            "call.client",
            "call.date",
            "call.invoices",
            "call.amount",
            "call.file",
            "next.words",
            "next.date",
            "work.stopped_on",
        ],
    ),
    (
        "final-demand",
        &[
            "claim_total",
            "interest",
            "interest_rule",
            "interest_until",
            "compensation",
            "other_compensation",
            "deadline",
            "date",
            "terms.grace_days",
            "terms.late_interest",
            "work.stop_on",
            "work.stopped_on",
            "next.words",
            "next.date",
            "law.pre_action",
            "law.freelancer",
            "invoices.days_late",
            "contract.title",
            "contract.date",
            "client.legal_name",
            "client.address",
            "creditor.address",
            "creditor.tax_id",
            "enclosures",
        ],
    ),
    (
        "firm",
        &[
            "claim_total",
            "interest",
            "interest_rule",
            "interest_until",
            "compensation",
            "other_compensation",
            "answer_by",
            "terms.grace_days",
            "terms.late_interest",
            "work.stop_on",
            "work.stopped_on",
            "next.words",
            "next.date",
            "enclosures",
        ],
    ),
    (
        "heads-up",
        &[
            "total",
            "terms.discount_percent",
            "terms.discount_until",
            "terms.discounted_total",
        ],
    ),
    (
        "mediation",
        &[
            "claim_total",
            "interest",
            "interest_rule",
            "interest_until",
            "compensation",
            "other_compensation",
            "answer_by",
            "date",
            "work.stop_on",
            "work.stopped_on",
            "next.words",
            "next.date",
            "contract.title",
            "contract.date",
            "client.legal_name",
            "client.address",
            "creditor.address",
            "enclosures",
        ],
    ),
    (
        "options",
        &[
            "claim_total",
            "interest",
            "interest_rule",
            "interest_until",
            "compensation",
            "other_compensation",
            "answer_by",
            "proposal.pay_by",
            "proposal.discount_percent",
            "proposal.discount_amount",
            "proposal.discount_until",
            "proposal.discounted_total",
            "proposal.instalments.due",
            "proposal.instalments.amount",
            "work.stop_on",
            "work.stopped_on",
            "next.words",
            "next.date",
        ],
    ),
    (
        "plan-offer",
        &[
            "to_pay",
            "answer_by",
            "plan.instalments.due",
            "plan.instalments.amount",
            "plan.grace_days",
            "plan.discount_amount",
            "plan.discount_until",
            "client.legal_name",
        ],
    ),
    (
        "plan-reminder",
        &[
            "to_pay",
            "plan.agreed",
            "plan.due",
            "plan.amount",
            "plan.missing",
            "plan.paid",
            "plan.pay_until",
            "plan.instalments.due",
            "plan.instalments.amount",
        ],
    ),
    (
        "reminder",
        &[
            "claim_total",
            "interest",
            "interest_rule",
            "interest_until",
            "compensation",
            "other_compensation",
            "work.stop_on",
        ],
    ),
    (
        "resume-work",
        &[
            "contract.title",
            "contract.date",
            "also.number",
            "also.balance",
            "also.remark",
        ],
    ),
    (
        "stop-work",
        &[
            "to_pay",
            "answer_by",
            "terms.grace_days",
            "work.stopped_on",
            "contract.title",
            "contract.date",
            "invoices.remark",
        ],
    ),
    (
        "thank-you",
        &["paid.number", "paid.title", "paid.date", "paid.amount"],
    ),
];

/// The same of every letter that asks for something.
const SAID_BY_ALL: &[&str] = &[
    "client.salutation",
    "invoices.number",
    "invoices.balance",
    "invoices.title",
    "invoices.paid",
    "invoices.issued",
    "lesser.number",
    "lesser.balance",
    "lesser.title",
    "lesser.paid",
    "credit",
    "reconciled",
    "bank.holder",
    "bank.iban",
    "bank.bic",
    "bank.text",
    "payment_link",
    "payment_reference",
    "client_reference",
    "creditor.name",
    "creditor.email",
    "creditor.phone",
];

/// One letter as it would be sent.
struct Letter<'a> {
    tag: &'a str,
    name: &'a str,
    text: Text,
}

impl Letter<'_> {
    /// Without the record that notes for a call end with: that is no language's.
    fn prose(&self) -> String {
        let body = self.text.body.split("```").step_by(2).collect::<String>();
        format!("{}\n\n{body}", self.text.subject)
    }
}

/// What `look` finds in every letter there is, a line each.
fn found(look: impl Fn(&Letter) -> Vec<String>) -> Vec<String> {
    let mut found = Vec::new();
    for language in Languages::embedded().0.values() {
        let templates = language.templates().unwrap();
        let tries = Tries::of(language);
        for name in LETTERS {
            for (case, context) in tries.contexts(name) {
                let place = format!("{} {name} {case}", language.tag());
                match templates.write(name, &context) {
                    None => {}
                    Some(Err(error)) => found.push(format!("{place}: {error}")),
                    Some(Ok(text)) => {
                        let letter = Letter {
                            tag: language.tag(),
                            name,
                            text,
                        };
                        found.extend(look(&letter).into_iter().map(|what| format!("{place}: {what}")));
                    }
                }
            }
        }
    }
    found
}

/// Every value that a path leads to, but empty ones.
fn values(context: &Value, path: &str) -> Vec<String> {
    match (context, path.split_once('.')) {
        (Value::Array(items), _) => items.iter().flat_map(|item| values(item, path)).collect(),
        (Value::String(text), _) if path.is_empty() => vec![text.clone()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        (_, Some((key, rest))) => values(&context[key], rest),
        (_, None) if path.is_empty() => Vec::new(),
        (_, None) => values(&context[path], ""),
    }
}

fn asks(letter: &str) -> bool {
    !["call", "resume-work", "thank-you"].contains(&letter)
}

#[test]
fn no_language_lacks_a_letter_or_leaves_out_what_it_must_say() {
    let mut missing = Vec::new();
    for language in Languages::embedded().0.values() {
        let templates = language.templates().unwrap();
        let tries = Tries::of(language);
        for name in LETTERS {
            let unsaid = match templates.write(name, &tries.contexts(name)[0].1) {
                None => BTreeSet::from(["no such letter"]),
                Some(_) => unsaid(&templates, &tries, name),
            };
            if !unsaid.is_empty() {
                missing.push(format!("{} {name}: {unsaid:?}", language.tag()));
            }
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}

/// Which keys it was given and didn't say, in whatever case.
fn unsaid(templates: &Templates, tries: &Tries, name: &str) -> BTreeSet<&'static str> {
    let own = SAID.iter().filter(|(letter, _)| *letter == name);
    let own = own.flat_map(|(_, paths)| paths.iter().copied());
    let all = SAID_BY_ALL.iter().copied().filter(|_| asks(name));
    let also = ["also.number", "also.balance", "also.title", "also.remark"].into_iter();
    let also = also.filter(|_| !["plan-offer", "plan-reminder", "call", "thank-you"].contains(&name));
    let paths: Vec<_> = own.chain(all).chain(also).collect();
    let mut unsaid = BTreeSet::new();
    for (_, context) in tries.contexts(name) {
        if let Some(Ok(text)) = templates.write(name, &context) {
            let text = format!("{}\n{}", text.subject, text.body);
            let silent = |path: &&str| {
                values(&context, path)
                    .iter()
                    .any(|value| !text.contains(value.as_str()))
            };
            unsaid.extend(paths.iter().copied().filter(|path| silent(path)));
        }
    }
    unsaid
}

#[test]
fn nothing_absent_leaves_a_trace() {
    const STRAYS: [&str; 19] = [
        "  ", "{{", "{%", "..", ",,", " ,", " .", ";.", ":.", "()", "( ", " )", "!!", "№ от", "\n,", "\n.",
        ". .", ", .", " :\n",
    ];
    let found = found(|letter| {
        let prose = letter.prose();
        let mut found = Vec::new();
        if letter.text.subject.is_empty() || letter.text.body.trim().is_empty() {
            found.push("no subject or no body".to_owned());
        }
        for stray in STRAYS.iter().filter(|stray| prose.contains(**stray)) {
            let line = prose.lines().find(|line| line.contains(stray.trim_matches('\n')));
            found.push(format!("{stray:?} in {:?}", line.unwrap_or_default()));
        }
        found.extend(headless(&letter.text.body));
        found
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Lines that end in a colon with no list after them; but a salutation may.
fn headless(body: &str) -> Vec<String> {
    let lines: Vec<_> = body.lines().filter(|line| !line.is_empty()).collect();
    let headless = lines.iter().enumerate().filter(|(i, line)| {
        let next = lines
            .get(i + 1)
            .is_some_and(|next| next.starts_with("- ") || next.starts_with("```"));
        let salutation = *i < 6 && line.split_whitespace().count() < 5;
        let is_code = line.starts_with(['#', ' ']) || body.contains("```");
        line.ends_with(':') && !next && !salutation && !is_code
    });
    headless
        .map(|(_, line)| format!("nothing after {line:?}"))
        .collect()
}

#[test]
fn letters_read_as_markdown_and_as_plain_text() {
    use pulldown_cmark::{Event, Parser, Tag};
    let found = found(|letter| {
        let call = letter.name == "call";
        let events = Parser::new(&letter.text.body).filter(|event| match event {
            Event::Start(Tag::List(first)) => first.is_some(),
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => !call,
            Event::Start(tag) => !matches!(tag, Tag::Paragraph | Tag::Item | Tag::Link { .. }),
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => true,
            _ => false,
        });
        events.map(|event| format!("{event:?}")).collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn lists_hold_together() {
    let found = found(|letter| {
        let lines: Vec<_> = letter.text.body.lines().collect();
        let torn = lines.windows(3).filter(|three| {
            let item = |line: &str| line.starts_with("- ");
            (item(three[0]) && three[1].is_empty() && item(three[2]))
                || (!three[0].is_empty() && !item(three[0]) && item(three[1]))
        });
        torn.map(|three| format!("{three:?}")).collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_letter_speaks_one_language() {
    let found = found(|letter| {
        let lower = letter.prose().to_lowercase();
        let words: Vec<_> = lower.split(|c: char| !c.is_alphabetic()).collect();
        let mut found = Vec::new();
        for (tag, telltales) in TELLTALES {
            let said: Vec<_> = words.iter().filter(|word| telltales.contains(word)).collect();
            if tag != letter.tag && !said.is_empty() {
                found.push(format!("words of {tag}: {said:?}"));
            } else if tag == letter.tag && said.len() < 2 {
                found.push(format!("too few words of {tag}: {said:?}"));
            }
        }
        found
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_letter_says_what_none_should() {
    let found = found(|letter| {
        let hostile = Hostile::of(letter.tag).unwrap();
        let prose = letter.prose();
        let offences = hostile.found(&Spoken::read(&prose));
        let said = offences
            .into_iter()
            .filter_map(|offence| prose.get(offence.place));
        said.map(str::to_owned).collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn telltales_are_there_for_every_language() {
    for tag in Languages::embedded().tags() {
        assert!(TELLTALES.iter().any(|(own, _)| *own == tag), "{tag}");
    }
}
