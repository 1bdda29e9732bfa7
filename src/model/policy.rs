//! The ladder: which stage comes how many days after the due date, for the three built-in policies and a ledger's own.

use super::{
    Stage,
    client::LateCharges,
    format::{Fields, Kind, Table, Target, Value, Word, key, required, table, words},
};
use crate::{
    calendar::Date,
    calendar::add_days,
    money::{Amount, Currency},
    source::At,
};

words! {
    /// The first stage whose letter claims interest and compensation.
    ChargesFrom {
        HeadsUp = "heads-up",
        Reminder = "reminder",
        Options = "options",
        Firm = "firm",
        Mediation = "mediation",
        FinalDemand = "final-demand",
        LawyerLetter = "lawyer-letter",
        Decision = "decision",
        Never = "never",
    }
}

words! {
    Off { Off = "off" }
}

/// A policy ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub name: String,
    /// In the order of [`Stage::LADDER`]; `None`: off.
    pub steps: [Option<Step>; 8],
    /// Before work stops, for contracts that name none.
    pub grace_days: u32,
    pub plan_grace_days: u32,
    pub promise_max_days: u32,
    /// Business days between calls from `firm` on; 0: never.
    pub call_every: u32,
    pub call_consumers: bool,
    /// Below this, no reminders and no hold.
    pub minimum: Vec<(Currency, Amount)>,
    pub discount: Option<PolicyDiscount>,
    pub charges_from: ChargesFrom,
    pub late_charges: LateCharges,
    pub thank_you: bool,
}

/// When a stage comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Days after the due date; before it if negative.
    pub day: i64,
    /// Least days since the last outgoing contact that was a stage.
    pub gap: u32,
}

/// What `options` may offer for paying at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyDiscount {
    pub percent: Amount,
    pub days: u32,
}

/// A ledger's own policy as written: what differs from the one it extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPolicy {
    pub name: At<String>,
    pub extends: Option<At<String>>,
    changes: Fields,
}

pub const BUILT_IN: [&str; 3] = ["gentle", "standard", "strict"];

impl Policy {
    /// One of [`BUILT_IN`].
    pub fn built_in(name: &str) -> Option<Self> {
        let standard = Self::standard();
        match name {
            "gentle" => Some(Self {
                name: name.to_owned(),
                steps: ladder([
                    (-5, 0),
                    (5, 0),
                    (14, 7),
                    (28, 7),
                    (50, 14),
                    (75, 14),
                    (120, 14),
                    (150, 14),
                ]),
                grace_days: 14,
                call_every: 5,
                ..standard
            }),
            "standard" => Some(standard),
            "strict" => Some(Self {
                name: name.to_owned(),
                steps: ladder([
                    (-3, 0),
                    (2, 0),
                    (6, 3),
                    (10, 3),
                    (16, 5),
                    (25, 5),
                    (45, 7),
                    (60, 7),
                ]),
                grace_days: 3,
                call_every: 1,
                ..standard
            }),
            _ => None,
        }
    }

    /// What holds where nobody chose.
    pub fn standard() -> Self {
        let steps = [
            (-3, 0),
            (3, 0),
            (10, 5),
            (17, 5),
            (30, 7),
            (45, 7),
            (90, 14),
            (105, 14),
        ];
        Self {
            name: "standard".to_owned(),
            steps: ladder(steps),
            grace_days: 7,
            plan_grace_days: 5,
            promise_max_days: 30,
            call_every: 3,
            call_consumers: false,
            minimum: Vec::new(),
            discount: None,
            charges_from: ChargesFrom::FinalDemand,
            late_charges: LateCharges::IfDemanded,
            thank_you: false,
        }
    }

    /// The policy of that name: a ledger's own, which may extend others, before a built-in one. `None`: there is
    /// none, or it extends itself.
    pub fn named(name: &str, own: &[OwnPolicy]) -> Option<Self> {
        Self::follow(name, own, own.len())
    }

    fn follow(name: &str, own: &[OwnPolicy], most: usize) -> Option<Self> {
        let Some(found) = own.iter().find(|policy| policy.name.value == name) else {
            return Self::built_in(name);
        };
        let rest = most.checked_sub(1)?;
        let base = match &found.extends {
            Some(parent) if parent.value == name => Self::built_in(name)?,
            Some(parent) => Self::follow(&parent.value, own, rest)?,
            None => Self::standard(),
        };
        Some(found.applied_to(base))
    }

    pub fn step(&self, stage: Stage) -> Option<Step> {
        self.steps[stage.place()?]
    }

    /// The stage after `level` that this policy has; the first for `None`.
    pub fn after(&self, level: Option<Stage>) -> Option<Stage> {
        let from = level.and_then(Stage::place).map_or(0, |place| place + 1);
        let later = Stage::LADDER.iter().skip(from);
        later.copied().find(|stage| self.step(*stage).is_some())
    }

    /// Zero where there is none.
    pub fn minimum(&self, currency: Currency) -> Amount {
        let found = self.minimum.iter().find(|(code, _)| *code == currency);
        found.map_or(Amount::ZERO, |(_, amount)| *amount)
    }

    /// Whether a letter of `stage` claims interest and compensation.
    pub fn charges_at(&self, stage: Stage) -> bool {
        let first = Stage::from_word(self.charges_from.word()).and_then(Stage::place);
        first.is_some_and(|first| stage.place().is_some_and(|place| place >= first))
    }
}

/// Days and gaps in the order of [`Stage::LADDER`].
fn ladder(steps: [(i64, u32); 8]) -> [Option<Step>; 8] {
    steps.map(|(day, gap)| Some(Step { day, gap }))
}

impl Step {
    /// The day it falls on for an invoice due on `due`, before gaps and weekends.
    pub fn date(self, due: Date) -> Date {
        add_days(due, self.day)
    }
}

impl OwnPolicy {
    pub fn from_fields(name: At<String>, fields: &Fields) -> Self {
        Self {
            name,
            extends: fields.text("extends"),
            changes: fields.clone(),
        }
    }

    fn applied_to(&self, base: Policy) -> Policy {
        let changes = &self.changes;
        let count = |key, old: u32| changes.count(key).map_or(old, |new| new.value);
        let minimum = changes.amounts_by_currency("minimum");
        Policy {
            name: self.name.value.clone(),
            steps: self.steps_over(base.steps),
            grace_days: count("grace_days", base.grace_days),
            plan_grace_days: count("plan_grace_days", base.plan_grace_days),
            promise_max_days: count("promise_max_days", base.promise_max_days),
            call_every: count("call_every", base.call_every),
            call_consumers: changes
                .bool("call_consumers")
                .map_or(base.call_consumers, |b| b.value),
            minimum: if minimum.is_empty() { base.minimum } else { minimum },
            discount: changes
                .fields("discount")
                .and_then(PolicyDiscount::from_fields)
                .or(base.discount),
            charges_from: changes
                .word("charges_from")
                .map_or(base.charges_from, |w| w.value),
            late_charges: changes
                .word("late_charges")
                .map_or(base.late_charges, |w| w.value),
            thank_you: changes.bool("thank_you").map_or(base.thank_you, |b| b.value),
        }
    }

    fn steps_over(&self, base: [Option<Step>; 8]) -> [Option<Step>; 8] {
        let mut steps = base;
        let Some(stages) = self.changes.fields("stages") else {
            return steps;
        };
        for (stage, step) in Stage::LADDER.iter().zip(&mut steps) {
            match stages.get(stage.word()).map(|value| &value.value) {
                None => {}
                Some(Value::Fields(fields)) => {
                    let old = step.unwrap_or(Step { day: 0, gap: 0 });
                    *step = Some(Step {
                        day: fields.offset("day").map_or(old.day, |day| day.value),
                        gap: fields.count("gap").map_or(old.gap, |gap| gap.value),
                    });
                }
                Some(_) => *step = None,
            }
        }
        steps
    }
}

impl PolicyDiscount {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            percent: fields.amount("percent")?.value,
            days: fields.count("days")?.value,
        })
    }
}

pub const TABLE: Table = table(
    "policy",
    &[
        key(
            "extends",
            Kind::Reference(Target::Policy),
            "The policy it changes; default: standard.",
        ),
        key(
            "minimum",
            Kind::Map {
                key: &Kind::Currency,
                value: &Kind::Amount,
            },
            "Below this, no reminders and no hold.",
        ),
        key(
            "grace_days",
            Kind::Count,
            "Days after the due date before work stops, where a contract says nothing.",
        ),
        key(
            "plan_grace_days",
            Kind::Count,
            "Days a plan's instalment may be late; default 5.",
        ),
        key(
            "promise_max_days",
            Kind::Count,
            "The longest that a promise pauses reminders; default 30.",
        ),
        key(
            "call_every",
            Kind::Count,
            "Business days between calls from `firm` on; 0: never.",
        ),
        key("call_consumers", Kind::Bool, "Whether consumers are called."),
        key(
            "discount",
            Kind::Mapping(&DISCOUNT),
            "What `options` may offer for paying at once.",
        ),
        key(
            "charges_from",
            Kind::Word(ChargesFrom::WORDS),
            "The first stage whose letter claims interest and compensation.",
        ),
        key(
            "late_charges",
            Kind::Word(LateCharges::WORDS),
            "What becomes of interest once they have paid.",
        ),
        key(
            "thank_you",
            Kind::Bool,
            "Whether a note of thanks is drafted when they have paid.",
        ),
        key("stages", Kind::Mapping(&STAGES), "What differs in the ladder."),
    ],
);

const DISCOUNT: Table = table(
    "discount",
    &[
        required("percent", Kind::Percent { most: 100 }, "What is taken off."),
        required("days", Kind::Count, "For paying within so many days."),
    ],
);

const STEP: Kind = Kind::OneOf(&[Kind::Word(Off::WORDS), Kind::Mapping(&STEP_TABLE)]);

const STAGES: Table = table(
    "stages",
    &[
        key("heads-up", STEP, "It falls due soon."),
        key("reminder", STEP, "Probably an oversight."),
        key("options", STEP, "If it is difficult now."),
        key("firm", STEP, "A clear request; calls start."),
        key("mediation", STEP, "Proposes a mediator."),
        key("final-demand", STEP, "The last letter before formal steps."),
        key("lawyer-letter", STEP, "A brief to your lawyer."),
        key("decision", STEP, "Court, agency, or let it go."),
    ],
);

const STEP_TABLE: Table = table(
    "stage",
    &[
        key(
            "day",
            Kind::Offset,
            "Days after the due date; negative: before it.",
        ),
        key("gap", Kind::Count, "Least days since the stage before."),
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_stages_are_stepped_over_but_keep_their_place() {
        let mut policy = Policy::built_in("standard").unwrap();
        policy.steps[4] = None;
        assert_eq!(policy.after(Some(Stage::Firm)), Some(Stage::FinalDemand));
        assert_eq!(policy.after(Some(Stage::Mediation)), Some(Stage::FinalDemand));
        assert_eq!(policy.after(None), Some(Stage::HeadsUp));
        assert_eq!(policy.after(Some(Stage::Decision)), None);
    }

    #[test]
    fn charges_start_at_their_stage() {
        let policy = Policy::built_in("strict").unwrap();
        assert!(!policy.charges_at(Stage::Mediation));
        assert!(policy.charges_at(Stage::FinalDemand));
        assert!(!policy.charges_at(Stage::StopWork));
    }
}
