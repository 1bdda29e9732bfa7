//! What interest is counted on: the open principal of each day; apart because payments count from the next day on.

use crate::{
    assess::{movements::Movements, promise::Account},
    calendar::{Date, add_days},
    money::Amount,
};

/// The principal of an invoice, day by day. Payments and credits lower it, never what has accrued.
#[derive(Debug, Clone, Copy)]
pub struct Principal<'s, 'a> {
    total: Amount,
    movements: &'s Movements<'a>,
}

impl<'s, 'a> Principal<'s, 'a> {
    pub fn of(account: &'s Account<'a>) -> Self {
        Self {
            total: account.total,
            movements: &account.movements,
        }
    }

    /// What was open at the end of the eve, never below 0: the day of a payment still bears interest on what it paid.
    pub fn on(self, day: Date) -> Amount {
        self.movements
            .open_on(self.total, add_days(day, -1))
            .at_least_zero()
    }

    /// The days from which on it may be another: those after a payment or credit.
    pub fn changes(self) -> impl Iterator<Item = Date> {
        self.movements.dates().into_iter().map(|day| add_days(day, 1))
    }
}
