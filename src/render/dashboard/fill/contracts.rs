//! All contracts as a table, in the order that the report puts them in.

use super::{
    Book,
    owners::Owner,
    parts::{Parts, slice},
};
use crate::{
    assess::{ContractLimit, ContractOn},
    render::dashboard::{
        contracts::{ContractGroup, ContractLine, Contracts},
        element::{Mark, Tone},
    },
    report::{ContractRisk, Risk, Standing, contract_risks},
};

impl<'s> Book<'s> {
    pub fn contract_parts(&self) -> Parts {
        Parts::of_list("contracts", self.facts.assessed.contracts.len())
    }

    pub fn contracts(&self, part: usize) -> Contracts {
        let parts = self.contract_parts();
        let all = self.contracts_in_order();
        let here = slice(all, &parts, part);
        let groups = [Standing::AtRisk, Standing::Active, Standing::Over];
        let groups = groups.into_iter().filter_map(|standing| {
            let rows: Vec<_> = here.iter().filter(|row| row.standing == standing).collect();
            (!rows.is_empty()).then(|| self.contract_group(standing, &rows))
        });
        let at_risk = all.iter().filter(|row| row.standing == Standing::AtRisk);
        Contracts {
            lead: (!all.is_empty()).then(|| match at_risk.count() {
                0 => self.voice.word("contracts.safe"),
                n => self.voice.count("contracts.lead", n),
            }),
            groups: groups.collect(),
            pager: self.pager(&parts, part),
        }
    }

    fn contracts_in_order(&self) -> &[ContractRisk<'s>] {
        self.contracts_in_order.get_or_init(|| {
            let ids = self.facts.assessed.contracts.keys();
            let errors = ids.map(|id| (*id, self.found.errors_of(Owner::Contract(id))));
            contract_risks(self.facts.assessed, &errors.collect())
        })
    }

    fn contract_group(&self, standing: Standing, rows: &[&ContractRisk]) -> ContractGroup {
        let anchor = match standing {
            Standing::AtRisk => "at-risk",
            Standing::Active => "active",
            Standing::Over => "over",
        };
        let lines = rows.iter().filter_map(|row| {
            let on = self.facts.assessed.contracts.get(row.contract)?;
            Some(self.contract_line(on, row))
        });
        ContractGroup {
            anchor: anchor.to_owned(),
            name: self.voice.word(&format!("contracts.{anchor}")),
            caption: self.voice.word(&format!("contracts.{anchor}-caption")),
            folded: standing == Standing::Over,
            rows: lines.collect(),
        }
    }

    fn contract_line(&self, on: &ContractOn, row: &ContractRisk) -> ContractLine {
        let amount = |amount| self.voice.amount(amount, on.currency);
        let limit = match on.limit {
            ContractLimit::Known(limit) | ContractLimit::OtherCurrency(limit) => Some(limit),
            ContractLimit::NoJurisdiction | ContractLimit::NoneExists { .. } | ContractLimit::Unknown => None,
        };
        ContractLine {
            contract: self.contract_link(&on.contract.id),
            client: self.client_link(&on.contract.client.value),
            total: amount(on.total),
            billed: amount(on.billed),
            paid: amount(on.paid),
            unbilled: amount(on.unbilled()),
            peak: amount(on.peak_exposure.amount),
            limit: limit.map(|limit| {
                let limit = self.voice.amount(limit.amount, limit.currency);
                self.voice.phrase("contracts.of-limit", &[("limit", &limit)])
            }),
            marks: match row.standing {
                Standing::AtRisk => row.risks.iter().map(|risk| self.risk(risk, on)).collect(),
                Standing::Active | Standing::Over => self.contract_marks(on),
            },
        }
    }

    fn risk(&self, risk: &Risk, on: &ContractOn) -> Mark {
        let voice = self.voice;
        let said = |text: String, tone| Mark { text, tone };
        match risk {
            Risk::ShouldStop => voice.mark("risk.should-stop", Tone::Late),
            Risk::OnHold => voice.mark("state.on-hold", Tone::Watch),
            Risk::Overdue(sums) => {
                let sums: Vec<_> = sums
                    .iter()
                    .map(|(currency, sum)| voice.amount(*sum, *currency))
                    .collect();
                let sums = voice.language.list(&sums);
                said(voice.phrase("risk.overdue", &[("amount", &sums)]), Tone::Late)
            }
            Risk::Unsigned => voice.mark("state.unsigned", Tone::Late),
            Risk::OverLimit => voice.mark("exposure.over", Tone::Late),
            Risk::UnsignedAmendments(count) => {
                said(voice.count("risk.unsigned-amendments", *count), Tone::Watch)
            }
            Risk::Errors(count) => said(voice.count("findings.errors", *count), Tone::Late),
            Risk::ToBill(sum) => {
                let sum = voice.amount(*sum, on.currency);
                said(voice.phrase("risk.to-bill", &[("amount", &sum)]), Tone::Watch)
            }
            Risk::NoSchedule => voice.mark("risk.no-schedule", Tone::Watch),
            Risk::NearLimit => voice.mark("exposure.near", Tone::Watch),
        }
    }
}
