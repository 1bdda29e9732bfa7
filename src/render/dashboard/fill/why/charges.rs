//! Interest, the fixed sum beside it, what of both may be asked for, and until when a court can be.

use super::{Account, is_unsure, of_source};
use crate::{
    assess::{Began, Claim, NotRunning, Withheld},
    model::{format::Word, policy::ChargesFrom},
    render::dashboard::invoice::Reason,
    report::grounds::{Ground, OfCompensation, OfInterest, OfLimitation},
    statute::CountedFrom,
};

impl Account<'_, '_> {
    /// Whose rule it is stands below the sheet, with its source; the sheet has the periods.
    pub fn interest(&self) -> Vec<Reason> {
        let told = self.grounds.interest.iter();
        told.filter_map(|ground| Some(self.reason(self.interest_words(ground)?, ground)))
            .collect()
    }

    fn interest_words(&self, ground: &Ground<OfInterest>) -> Option<String> {
        Some(match &ground.what {
            OfInterest::None(reason) => self.none(*reason),
            OfInterest::Ran { until, .. } => match until {
                Some(on) => self.dated("ran-until", *on),
                None => self.dated("ran", self.book.facts.assessed.day),
            },
            OfInterest::Begins { from, began } => {
                let from = self.date(*from);
                match began {
                    Began::AfterDue => self.phrase("begins-due", &[("date", &from)]),
                    Began::AfterDemand(on) => {
                        self.phrase("begins-demand", &[("date", &from), ("demand", &self.date(*on))])
                    }
                    Began::AtTheLatest => self.phrase("begins-latest", &[("date", &from)]),
                }
            }
            OfInterest::Stretch(_) => return None,
            OfInterest::Agreed => self.book.voice.word("interest.agreed"),
            OfInterest::Law { law, rule, .. } => {
                let text = self.phrase("law", &[("place", &law.name)]);
                if is_unsure(rule.confidence) {
                    format!("{text}. {}", self.book.voice.word("exposure.low-confidence"))
                } else {
                    text
                }
            }
            OfInterest::NotClaimed(withheld) => self.not_claimed(*withheld),
            OfInterest::Claimed { claim, from } => self.claimed(claim, *from),
        })
    }

    /// Of what didn't run, an account all the same.
    pub fn no_interest(&self) -> Option<Vec<Reason>> {
        let none = |ground: &Ground<OfInterest>| matches!(ground.what, OfInterest::None(_));
        self.grounds.interest.first().filter(|ground| none(ground))?;
        Some(self.interest())
    }

    fn none(&self, reason: NotRunning) -> String {
        match reason {
            NotRunning::State(_) => self.word("none-written-off"),
            NotRunning::NotInDefault => self.word("none-not-late"),
            NotRunning::AgreedNone => self.word("none-agreed"),
            NotRunning::NoRule => self.word("none-no-rule"),
            NotRunning::FormulaOnly { text } => self.phrase("none-formula", &[("text", text)]),
            NotRunning::WaitingForDemand { at_the_latest } => match at_the_latest {
                Some(on) => self.dated("none-demand-latest", on),
                None => self.word("none-demand"),
            },
            NotRunning::RateUnknown { reference } => self.phrase("none-rate", &[("rate", reference)]),
        }
    }

    fn claimed(&self, claim: &Claim, from: ChargesFrom) -> String {
        let own = [claim.interest, claim.compensation].into_iter();
        let own = own.filter(|amount| amount.is_positive());
        let mut parts: Vec<_> = own.map(|amount| self.money(amount)).collect();
        let other = claim.other_compensation;
        parts.extend(other.map(|(amount, currency)| self.book.voice.amount(amount, currency)));
        let sums = parts.join(" + ");
        if from == ChargesFrom::Never {
            return self.word("withheld-never");
        }
        let stage = self.book.voice.word(&format!("stage.{}", from.word()));
        self.phrase("claimed", &[("amount", &sums), ("stage", &stage)])
    }

    fn not_claimed(&self, withheld: Withheld) -> String {
        self.word(match withheld {
            Withheld::Waived => "withheld-waived",
            Withheld::Never => "withheld-never",
            Withheld::LetGo => "withheld-let-go",
            Withheld::NotDemanded => "withheld-not-demanded",
            Withheld::Prejudgment => "withheld-prejudgment",
            Withheld::KindUnknown => "withheld-kind-unknown",
        })
    }

    pub fn compensation(&self) -> Vec<Reason> {
        let told = self.grounds.compensation.iter().map(|ground| {
            let key = match ground.what {
                OfCompensation::Fixed(_) => "fixed",
                OfCompensation::Other(..) => "fixed-other",
            };
            self.reason(self.word(key), ground)
        });
        told.collect()
    }

    pub fn limitation(&self) -> Vec<Reason> {
        let mut told = Vec::new();
        for ground in &self.grounds.limitation {
            match &ground.what {
                OfLimitation::Filed(filed) => told.push(self.reason(self.dated("filed", *filed), ground)),
                OfLimitation::Last(_) => told.push(self.reason(self.word("limitation"), ground)),
                OfLimitation::Law {
                    law,
                    limitation,
                    years,
                    due,
                } => {
                    let key = match limitation.from {
                        CountedFrom::Due => "years-due",
                        CountedFrom::YearEnd => "years-end",
                    };
                    let years = self.book.voice.days("why.years", i64::from(*years));
                    let due = self.date(*due);
                    let values = [("years", years.as_str()), ("date", &due), ("place", &law.name)];
                    let mut text = self.phrase(key, &values);
                    if is_unsure(limitation.confidence) {
                        text = format!("{text}. {}", self.book.voice.word("exposure.low-confidence"));
                    }
                    told.push(self.reason(text, ground));
                    told.extend(limitation.sources.first().map(of_source));
                }
            }
        }
        told
    }
}
