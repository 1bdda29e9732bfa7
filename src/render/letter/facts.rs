//! What a letter's template sees, key by key: finished strings and lists of them, in the letter's language. Apart
//! because it is what the writers of letters rely on (docs/LETTERS.md).

use serde::Serialize;

/// The context of `templates/languages/TAG/STAGE.md`; one shape for every letter. What is absent is empty.
#[derive(Debug, Default, Serialize)]
pub struct Facts {
    pub creditor: Creditor,
    pub client: Client,
    pub invoices: Vec<Invoice>,
    pub lesser: Vec<Invoice>,
    pub also: Vec<Invoice>,
    pub total: String,
    pub lesser_total: String,
    pub credit: String,
    pub to_pay: String,
    pub claim_total: String,
    pub interest: String,
    pub interest_rule: String,
    pub interest_until: String,
    pub compensation: String,
    pub other_compensation: String,
    pub answer_by: String,
    pub deadline: String,
    pub date: String,
    pub reconciled: String,
    pub bank: Bank,
    pub payment_link: String,
    pub payment_reference: String,
    pub client_reference: String,
    pub contract: Contract,
    pub terms: Terms,
    pub work: Work,
    pub proposal: Proposal,
    pub plan: Plan,
    pub paid: Vec<Paid>,
    pub law: Law,
    pub next: Next,
    pub enclosures: Vec<String>,
    pub call: Call,
}

#[derive(Debug, Default, Serialize)]
pub struct Creditor {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: Vec<String>,
    pub tax_id: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Client {
    pub name: String,
    pub legal_name: String,
    pub address: Vec<String>,
    pub salutation: String,
    pub formal: bool,
}

#[derive(Debug, Default, Serialize)]
pub struct Invoice {
    pub number: String,
    pub title: String,
    pub issued: String,
    pub due: String,
    pub days_late: String,
    pub total: String,
    pub paid: String,
    pub balance: String,
    pub remark: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Bank {
    pub holder: String,
    pub iban: String,
    pub bic: String,
    pub text: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Contract {
    pub title: String,
    pub date: String,
}

/// What the letter's one contract says.
#[derive(Debug, Default, Serialize)]
pub struct Terms {
    pub grace_days: String,
    pub stop_work: bool,
    pub late_interest: String,
    /// `mediation`, `arbitration` or `court`: to compare with, not to print.
    pub disputes: String,
    pub discount_percent: String,
    pub discount_until: String,
    pub discounted_total: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Work {
    pub stop_on: String,
    pub stopped_on: String,
    /// `paid`, `plan` or empty: to compare with, not to print.
    pub lifted_by: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Proposal {
    pub pay_by: String,
    pub discount_percent: String,
    pub discount_amount: String,
    pub discount_until: String,
    pub discounted_total: String,
    pub instalments: Vec<Instalment>,
}

#[derive(Debug, Default, Serialize)]
pub struct Instalment {
    pub due: String,
    pub amount: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Plan {
    pub agreed: String,
    pub due: String,
    pub amount: String,
    pub paid: String,
    pub missing: String,
    pub pay_until: String,
    pub instalments: Vec<Instalment>,
    pub grace_days: String,
    pub discount_amount: String,
    pub discount_until: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Paid {
    pub number: String,
    pub title: String,
    pub date: String,
    pub amount: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Law {
    /// Whole sentences.
    pub pre_action: Vec<String>,
    pub freelancer: String,
    pub double: bool,
}

#[derive(Debug, Default, Serialize)]
pub struct Next {
    pub stage: String,
    pub date: String,
    pub words: String,
}

/// Of notes for a call.
#[derive(Debug, Default, Serialize)]
pub struct Call {
    pub contact: String,
    pub phone: String,
    pub email: String,
    pub promises: Vec<Promise>,
    pub said: Vec<Said>,
    /// As a log entry writes them.
    pub client: String,
    pub date: String,
    pub invoices: Vec<String>,
    pub amount: String,
    pub file: String,
}

#[derive(Debug, Default, Serialize)]
pub struct Promise {
    pub made: String,
    pub date: String,
    pub amount: String,
    pub paid: String,
    pub kept: bool,
    pub broken: bool,
}

#[derive(Debug, Default, Serialize)]
pub struct Said {
    pub date: String,
    pub channel: String,
    pub out: bool,
    pub stage: String,
    pub answer: String,
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::letter_contexts;
    use serde_json::Value;

    #[test]
    fn the_letters_are_tried_with_just_this_shape() {
        assert_eq!(
            serde_json::to_value(Facts::default()).unwrap(),
            letter_contexts::blank()
        );
    }

    #[test]
    fn every_key_is_told() {
        let told = include_str!("../../../docs/LETTERS.md");
        let facts = serde_json::to_value(Facts::default()).unwrap();
        for (key, value) in facts.as_object().unwrap() {
            assert!(told.contains(&format!("`{key}")), "{key}");
            for inner in value.as_object().iter().flat_map(|map| map.keys()) {
                let whole =
                    told.contains(&format!("`{key}.{inner}`")) || told.contains(&format!("`.{inner}`"));
                assert!(whole, "{key}.{inner}");
            }
        }
        assert!(matches!(facts["paid"], Value::Array(_)));
    }
}
