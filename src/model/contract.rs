//! What was agreed: a contract, its schedule, terms and amendments.

mod table;

pub use table::{INSTALMENT, INSTALMENT_GROUPS, TABLE};

use super::{
    Origin,
    format::{Fields, Value, Word, words},
};
use crate::{
    calendar::{Date, Every},
    money::{Amount, Currency},
    source::{At, Span},
};

words! {
    /// Whether the contract's amounts hold the tax already.
    Amounts { Gross = "gross", Net = "net" }
}

words! {
    Status { Active = "active", Completed = "completed", Cancelled = "cancelled" }
}

words! {
    /// Whether the month's end is taken after or before the days are counted.
    EndOfMonth { After = "after", Before = "before" }
}

words! {
    Disputes { Mediation = "mediation", Arbitration = "arbitration", Court = "court" }
}

words! {
    /// How far apart a repeated instalment's dates lie.
    EveryWord { Week = "week", Month = "month", Quarter = "quarter", Year = "year" }
}

words! {
    LateInterestWord { Statutory = "statutory", None = "none" }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub id: String,
    pub origin: Origin,
    pub client: At<String>,
    pub title: String,
    pub date: Option<At<Date>>,
    /// Absent: not signed.
    pub signed: Option<At<Date>>,
    /// Work begins.
    pub start: Option<At<Date>>,
    pub end: Option<At<Date>>,
    pub jurisdiction: Option<At<String>>,
    pub governing_law: Option<At<String>>,
    pub currency: Option<At<Currency>>,
    pub amounts: Amounts,
    /// Added to net amounts.
    pub tax_percent: Amount,
    pub total: Option<At<Amount>>,
    /// Where `schedule` is written, if it is.
    pub schedule_at: Option<Span>,
    pub schedule: Vec<Instalment>,
    pub terms: Terms,
    pub amendments: Vec<Amendment>,
    pub document: Option<At<String>>,
    pub status: Status,
    pub policy: Option<At<String>>,
    pub late_charges: Option<super::LateCharges>,
    /// The body of an `.md`: the contract's text.
    pub prose: String,
}

/// A row of a schedule as written; an `every` stands for many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instalment {
    pub id: At<String>,
    pub timing: Timing,
    pub share: Share,
    pub when: String,
    pub waits_for: String,
    /// Where its amount, percent, `rest` or `up_to` is written.
    pub share_at: Span,
    /// Where the key of that is written.
    pub share_key_at: Span,
    /// Where its date is written.
    pub timing_at: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// The day the money is due.
    Due(Date),
    /// No fixed day; the user's estimate.
    Expected(Date),
    Repeated {
        every: Every,
        from: Date,
        /// Inclusive; `None`: open-ended.
        until: Option<Date>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    Amount(Amount),
    /// Of the contract's own total, rounded to the minor unit.
    Percent(Amount),
    /// What is left of the total.
    Rest,
    /// Work by the hour, at most this.
    UpTo(Amount),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The first key of `terms`, if it is written: where to point for a clause that is absent.
    pub at: Option<Span>,
    pub payment_days: Option<At<PaymentDays>>,
    /// After the due date, before work stops.
    pub grace_days: Option<At<u32>>,
    pub stop_work: Option<At<bool>>,
    pub late_interest: Option<At<LateInterest>>,
    pub early_discount: Option<EarlyDiscount>,
    /// What a final demand gives, in days.
    pub notice_days: Option<At<u32>>,
    pub acceptance_days: Option<At<u32>>,
    pub disputes: Option<At<Disputes>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentDays {
    pub days: u32,
    pub end_of_month: Option<EndOfMonth>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateInterest {
    Statutory,
    None,
    /// Percent a year, flat.
    Flat(Amount),
}

/// Less to pay for who pays within `days` of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyDiscount {
    pub percent: Amount,
    pub days: u32,
}

/// A change order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    pub id: At<String>,
    pub date: At<Date>,
    pub signed: Option<At<Date>>,
    pub start: Option<At<Date>>,
    pub title: String,
    pub amount: Option<At<Amount>>,
    pub schedule: Vec<Instalment>,
}

impl Contract {
    pub fn from_fields(id: String, origin: Origin, fields: &Fields) -> Option<Self> {
        Some(Self {
            id,
            origin,
            client: fields.text("client")?,
            title: fields.plain_text("title"),
            date: fields.date("date"),
            signed: fields.date("signed"),
            start: fields.date("start"),
            end: fields.date("end"),
            jurisdiction: fields.text("jurisdiction"),
            governing_law: fields.text("governing_law"),
            currency: fields.currency("currency"),
            amounts: fields.word("amounts").map_or(Amounts::Gross, |a| a.value),
            tax_percent: fields.amount("tax_percent").map_or(Amount::ZERO, |a| a.value),
            total: fields.amount("total"),
            schedule_at: fields.get("schedule").map(|value| value.span),
            schedule: fields.records("schedule", Instalment::from_fields),
            terms: fields.fields("terms").map(Terms::from_fields).unwrap_or_default(),
            amendments: fields.records("amendments", Amendment::from_fields),
            document: fields.text("document"),
            status: fields.word("status").map_or(Status::Active, |s| s.value),
            policy: fields.text("policy"),
            late_charges: fields.word("late_charges").map(|w| w.value),
            prose: String::new(),
        })
    }

    /// The contract's instalments, then its amendments', as written.
    pub fn instalments(&self) -> impl Iterator<Item = &Instalment> {
        let amendments = self.amendments.iter().flat_map(|amendment| &amendment.schedule);
        self.schedule.iter().chain(amendments)
    }
}

impl Instalment {
    fn from_fields(fields: &Fields) -> Option<Self> {
        let (timing, timing_at) = Timing::from_fields(fields)?;
        let (share, share_at) = Share::from_fields(fields)?;
        let share_key_at = fields.key_at(share.key())?;
        Some(Self {
            id: fields.text("id")?,
            timing,
            share,
            when: fields.plain_text("when"),
            waits_for: fields.plain_text("waits_for"),
            share_at,
            share_key_at,
            timing_at,
        })
    }
}

impl Timing {
    fn from_fields(fields: &Fields) -> Option<(Self, Span)> {
        if let Some(due) = fields.date("due") {
            return Some((Self::Due(due.value), due.span));
        }
        if let Some(expected) = fields.date("expected") {
            return Some((Self::Expected(expected.value), expected.span));
        }
        let every: At<EveryWord> = fields.word("every")?;
        let from = fields.date("from")?;
        let repeated = Self::Repeated {
            every: every.value.into(),
            from: from.value,
            until: fields.date("until").map(|until| until.value),
        };
        Some((repeated, from.span))
    }

    /// The (first) day.
    pub fn first(self) -> Date {
        match self {
            Self::Due(day) | Self::Expected(day) | Self::Repeated { from: day, .. } => day,
        }
    }
}

impl Share {
    /// What it is written under.
    pub fn key(self) -> &'static str {
        match self {
            Self::Amount(_) => "amount",
            Self::Percent(_) => "percent",
            Self::Rest => "rest",
            Self::UpTo(_) => "up_to",
        }
    }

    fn from_fields(fields: &Fields) -> Option<(Self, Span)> {
        if let Some(amount) = fields.amount("amount") {
            return Some((Self::Amount(amount.value), amount.span));
        }
        if let Some(percent) = fields.amount("percent") {
            return Some((Self::Percent(percent.value), percent.span));
        }
        if let Some(up_to) = fields.amount("up_to") {
            return Some((Self::UpTo(up_to.value), up_to.span));
        }
        let rest = fields.bool("rest").filter(|rest| rest.value)?;
        Some((Self::Rest, rest.span))
    }
}

impl From<EveryWord> for Every {
    fn from(word: EveryWord) -> Self {
        match word {
            EveryWord::Week => Self::Week,
            EveryWord::Month => Self::Month,
            EveryWord::Quarter => Self::Quarter,
            EveryWord::Year => Self::Year,
        }
    }
}

impl Terms {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            at: Some(fields.first_key),
            payment_days: PaymentDays::from_fields(fields),
            grace_days: fields.count("grace_days"),
            stop_work: fields.bool("stop_work"),
            late_interest: LateInterest::from_fields(fields),
            early_discount: fields
                .fields("early_discount")
                .and_then(EarlyDiscount::from_fields),
            notice_days: fields.count("notice_days"),
            acceptance_days: fields.count("acceptance_days"),
            disputes: fields.word("disputes"),
        }
    }
}

impl PaymentDays {
    fn from_fields(fields: &Fields) -> Option<At<Self>> {
        let written = fields.get("payment_days")?;
        let days = match &written.value {
            Value::Whole(days) => Self {
                days: u32::try_from(*days).ok()?,
                end_of_month: None,
            },
            Value::Fields(inner) => Self {
                days: inner.count("days")?.value,
                end_of_month: inner.word("end_of_month").map(|w| w.value),
            },
            _ => return None,
        };
        Some(At::new(days, written.span))
    }
}

impl LateInterest {
    fn from_fields(fields: &Fields) -> Option<At<Self>> {
        let written = fields.get("late_interest")?;
        let interest = match &written.value {
            Value::Text(word) => match LateInterestWord::from_word(word)? {
                LateInterestWord::Statutory => Self::Statutory,
                LateInterestWord::None => Self::None,
            },
            Value::Fields(inner) => Self::Flat(inner.amount("percent_per_year")?.value),
            _ => return None,
        };
        Some(At::new(interest, written.span))
    }
}

impl EarlyDiscount {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            percent: fields.amount("percent")?.value,
            days: fields.count("days")?.value,
        })
    }
}

impl Amendment {
    fn from_fields(fields: &Fields) -> Option<Self> {
        Some(Self {
            id: fields.text("id")?,
            date: fields.date("date")?,
            signed: fields.date("signed"),
            start: fields.date("start"),
            title: fields.plain_text("title"),
            amount: fields.amount("amount"),
            schedule: fields.records("schedule", Instalment::from_fields),
        })
    }
}
