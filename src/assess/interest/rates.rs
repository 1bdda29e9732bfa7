//! The percentage of each day of default, and whose figure it is.

use super::{Agreed, NotRunning, Rule};
use crate::{
    calendar::Date,
    money::Amount,
    statute::{Fixing, Origin, Rate, RateTable, Statutes},
};

/// Whose figure a percentage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateSource<'a> {
    /// Written in the contract.
    Contract,
    /// Written in the law itself.
    Law,
    /// A reference rate, to which the law adds its points.
    Reference {
        /// A file of `data/rates/`.
        id: &'a str,
        /// The day from which on its row holds.
        from: Date,
        origin: Origin,
    },
}

/// Percent a year, points included; never below 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRate<'a> {
    pub percent: Amount,
    pub source: RateSource<'a>,
}

/// The percentages of one debt.
#[derive(Debug, Clone, Copy)]
pub enum Tariff<'a> {
    /// One for all days.
    Fixed { rate: DayRate<'a>, provisional: bool },
    /// Each day its own, from a first day on that the table knows.
    Floating {
        id: &'a str,
        table: &'a RateTable,
        margin_points: Amount,
        first: DayRate<'a>,
    },
}

impl<'a> Tariff<'a> {
    /// `from`: the first day of default.
    pub fn of(statutes: &'a Statutes, agreed: &Agreed<'a>, from: Date) -> Result<Self, NotRunning<'a>> {
        match agreed.rate {
            Rate::Fixed {
                percent,
                of_one_period,
            } => Ok(Self::Fixed {
                rate: DayRate {
                    percent,
                    source: match agreed.rule {
                        Rule::Contract => RateSource::Contract,
                        Rule::Law(_) => RateSource::Law,
                    },
                },
                provisional: of_one_period,
            }),
            Rate::Reference {
                reference: id,
                margin_points,
                fixing,
            } => {
                let unknown = NotRunning::RateUnknown { reference: id };
                let table = statutes.rate_table(id).ok_or(unknown)?;
                let first = day_rate((id, table), margin_points, from).ok_or(unknown)?;
                Ok(match fixing {
                    Fixing::AtStart => Self::Fixed {
                        rate: first,
                        provisional: from > table.known_until,
                    },
                    Fixing::Floating => Self::Floating {
                        id,
                        table,
                        margin_points,
                        first,
                    },
                })
            }
        }
    }

    pub fn on(&self, day: Date) -> DayRate<'a> {
        match *self {
            Self::Fixed { rate, .. } => rate,
            Self::Floating {
                id,
                table,
                margin_points,
                first,
            } => day_rate((id, table), margin_points, day).unwrap_or(first),
        }
    }

    /// The days after `from`, up to and including `to`, on which another row begins.
    pub fn changes(&self, from: Date, to: Date) -> impl Iterator<Item = Date> + use<'a> {
        let table = match self {
            Self::Fixed { .. } => None,
            Self::Floating { table, .. } => Some(*table),
        };
        let next = move |day: Date| table.and_then(|table| table.next_change(day));
        std::iter::successors(next(from), move |day| next(*day)).take_while(move |day| *day <= to)
    }

    /// Whether a rate of the days up to and including `last` may still change.
    pub fn is_provisional(&self, last: Date) -> bool {
        match self {
            Self::Fixed { provisional, .. } => *provisional,
            Self::Floating { table, .. } => last > table.known_until,
        }
    }
}

fn day_rate<'a>(
    (id, table): (&'a str, &'a RateTable),
    margin_points: Amount,
    day: Date,
) -> Option<DayRate<'a>> {
    let row = table.on(day)?;
    Some(DayRate {
        // A reference rate may be below zero; what the client owes for a day never is.
        percent: (row.percent + margin_points).at_least_zero(),
        source: RateSource::Reference {
            id,
            from: row.from,
            origin: row.origin,
        },
    })
}
