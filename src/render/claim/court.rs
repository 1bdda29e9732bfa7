//! The court: its limit and where that is known from, what would have to be waived, what had to be tried first, and
//! until when.

use super::{Pack, calculation::sources};
use crate::{
    model::{Stage, contract::Disputes},
    render::paper::Paper,
    report::evidence::{Bar, Court, Fact, Fit, Reply},
    statute::{Basis, Confidence, Jurisdiction, Limit, LimitAnswer},
};

impl Pack<'_, '_> {
    pub fn court(self, paper: &mut Paper) {
        let court = &self.facts.evidence.court;
        paper.section("The court for small claims");
        let Some(place) = court.place else {
            paper.text("No jurisdiction is named that the law data knows, so no limit can be given.");
            self.limitation(paper, court);
            return;
        };
        let small = &place.small_claims;
        let gloss = small
            .gloss
            .as_ref()
            .map(|gloss| format!(" ({gloss})"))
            .unwrap_or_default();
        let fact = |name: &str, value: Option<&String>| (name.to_owned(), value.cloned().unwrap_or_default());
        paper.facts([
            ("Place".to_owned(), place.name.clone()),
            ("Court".to_owned(), format!("{}{gloss}", small.court)),
            ("Limit".to_owned(), self.limit(court.limit)),
            ("Source of the limit".to_owned(), self.basis(court.limit)),
            fact("What is measured", small.value_basis.as_ref()),
            fact("Left out", small.excludes.as_ref()),
            fact("Who may claim", small.who_may_claim.as_ref()),
            fact("Lawyers", small.lawyers.as_ref()),
            fact("Splitting a debt", small.splitting.as_ref()),
            fact("Number of filings", small.filings_cap.as_ref()),
        ]);
        self.fit(paper, court);
        paper.list(self.beside(place));
        self.bars(paper, &court.bars);
        self.limitation(paper, court);
    }

    fn limit(self, answer: LimitAnswer) -> String {
        match answer {
            LimitAnswer::Known(limit) => {
                let amount = self.language.amount(limit.amount, limit.currency);
                let reach = if limit.inclusive {
                    "up to and including"
                } else {
                    "below"
                };
                let at_least = if limit.from_exact {
                    "since"
                } else {
                    "since at the latest"
                };
                format!("{reach} {amount}, {at_least} {}", self.language.date(limit.since))
            }
            LimitAnswer::NoneExists { note } => {
                format!(
                    "there is no comparable limit{}",
                    note.map(|note| format!(": {note}")).unwrap_or_default()
                )
            }
            LimitAnswer::Unknown => "not known for these parties on this day".to_owned(),
        }
    }

    fn basis(self, answer: LimitAnswer) -> String {
        let LimitAnswer::Known(Limit { basis, note, .. }) = answer else {
            return String::new();
        };
        let own = match basis {
            Basis::Ledger => "the creditor’s own figure, in dunlin.yaml".to_owned(),
            Basis::Data {
                sources: named,
                confidence,
                checked,
            } => {
                let sure = if confidence == Confidence::Low {
                    "; not verified"
                } else {
                    ""
                };
                format!(
                    "{}; read on {}{sure}",
                    sources(named),
                    self.language.date(checked)
                )
            }
        };
        note.map_or(own.clone(), |note| format!("{own}\n{note}"))
    }

    fn fit(self, paper: &mut Paper, court: &Court) {
        let Some(Fit {
            measured,
            interest_counts,
            to_waive,
        }) = court.fit
        else {
            if let LimitAnswer::Known(limit) = court.limit {
                paper.text(format!(
                    "The claim is in {}, the limit in {}: they are not compared.",
                    self.facts.evidence.currency.code(),
                    limit.currency.code()
                ));
            }
            return;
        };
        let what = match interest_counts {
            Some(true) => "with interest, which counts towards the limit",
            Some(false) => "without interest, which does not count towards the limit",
            None => "without interest; whether interest counts is not known",
        };
        let measured_text = self.amount(measured);
        if to_waive.is_positive() {
            paper.text(format!(
                "The claim is {measured_text} ({what}) and is above the limit. To be heard there, {} would have to be waived for good, leaving {}. Waiving is the creditor’s decision; see also what is said on splitting.",
                self.amount(to_waive),
                self.amount(measured - to_waive)
            ));
        } else {
            paper.text(format!(
                "The claim is {measured_text} ({what}) and is within the limit: nothing has to be waived."
            ));
        }
    }

    /// What else is to be known of this place.
    fn beside(self, place: &Jurisdiction) -> Vec<String> {
        let small = &place.small_claims;
        let sub_limits = small.sub_limits.iter().map(|sub| {
            let amount = self.language.amount(sub.amount, place.currency);
            let note = sub
                .note
                .as_ref()
                .map(|note| format!("; {note}"))
                .unwrap_or_default();
            sentence(&format!("{}: {amount}{note}{}", sub.name, unsure(sub.confidence)))
        });
        let orders = place.payment_orders.iter().map(|order| {
            let limit = order
                .limit
                .map(|limit| format!(", up to {}", self.language.amount(limit, place.currency)));
            let gloss = order.gloss.as_ref().map(|gloss| format!(" ({gloss})"));
            let must = if order.mandatory {
                ", must be tried first"
            } else {
                ""
            };
            let parts = [gloss, limit].into_iter().flatten().collect::<String>();
            let note = order
                .note
                .as_ref()
                .map(|note| format!(": {note}"))
                .unwrap_or_default();
            sentence(&format!(
                "Without a trial: {}{parts}{must}{note}{}",
                order.name,
                unsure(order.confidence)
            ))
        });
        let alerts = small
            .alerts
            .iter()
            .chain(&place.alerts)
            .chain(&small.note)
            .map(|text| sentence(text));
        sub_limits.chain(orders).chain(alerts).collect()
    }

    fn bars(self, paper: &mut Paper, bars: &[Bar]) {
        paper.subsection("Before the court");
        self.agreed_step(paper);
        if bars.is_empty() {
            paper.text("The law data names nothing that must be tried first.");
        }
        for Bar { rule, reply } in bars {
            paper.text(sentence(&format!("{} ({})", rule.what, sources(&rule.sources))));
            let day = |day| self.language.date(day);
            paper.text(match reply {
                Reply::NoDemand => format!(
                    "Not satisfied: no final demand or lawyer’s letter that names every claimed invoice is recorded. The debtor has {} to reply from then on.",
                    self.language.count("days", u64::from(rule.reply_days))
                ),
                Reply::Until { demanded, last } => format!(
                    "Not yet satisfied: demanded on {}, and the debtor has until {} to reply.",
                    day(*demanded),
                    day(*last)
                ),
                Reply::Over { demanded, last } => format!(
                    "The time to reply is over: demanded on {}, to be answered by {}. Whether the letter said all that the rule asks for is for you to check.",
                    day(*demanded),
                    day(*last)
                ),
            });
        }
    }

    /// What the contract itself puts before a court.
    fn agreed_step(self, paper: &mut Paper) {
        let contract = self.facts.evidence.contract.map(|on| on.contract);
        let Some(clause) = contract.and_then(|contract| contract.terms.disputes) else {
            return;
        };
        let place = self.place(clause.span);
        match clause.value {
            Disputes::Court => {}
            Disputes::Arbitration => paper.text(format!(
                "The contract sends disputes to arbitration ({place}): a court may turn the claim away for that."
            )),
            Disputes::Mediation => {
                let log = self.facts.evidence.events.iter().filter_map(|event| match event.fact {
                    Fact::Logged(entry) => Some(entry),
                    _ => None,
                });
                let mut proposed = log.filter(|entry| {
                    let mut steps = entry.invoices.iter().filter_map(|named| named.stage).chain(entry.stage);
                    entry.delivered && steps.any(|stage| stage.value == Stage::Mediation)
                });
                let done = proposed.next().map_or_else(
                    || "no proposal of it is recorded".to_owned(),
                    |entry| format!("it was proposed on {}", self.language.date(entry.date.value)),
                );
                paper.text(format!("The contract puts mediation first ({place}): {done}."));
            }
        }
    }

    fn limitation(self, paper: &mut Paper, court: &Court) {
        paper.subsection("Limitation");
        let rule = court
            .governing
            .and_then(|law| Some((law, law.limitation.as_ref()?)));
        let Some((day, (law, rule))) = court.limitation_on.zip(rule) else {
            paper.text("No limitation date is known for this claim.");
            return;
        };
        paper.text(format!(
            "The last day to go to court is {} at the earliest, by the law of {}{} ({}).",
            self.language.date(day),
            law.name,
            unsure(rule.confidence),
            sources(&rule.sources)
        ));
        if self
            .facts
            .evidence
            .claimed
            .iter()
            .any(|own| own.on.case.is_some_and(|case| case.filed.is_some()))
        {
            paper.text("A claim is filed: while it is pending, limitation is not counted.");
        }
        if let Some(note) = &rule.note {
            paper.text(sentence(note));
        }
    }
}

fn unsure(confidence: Confidence) -> &'static str {
    if confidence == Confidence::Low {
        " (not verified)"
    } else {
        ""
    }
}

/// With a capital letter and a full stop, as far as it has none.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let begun: String = chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default();
    if begun.ends_with(['.', '!', '?']) {
        begun
    } else {
        format!("{begun}.")
    }
}
