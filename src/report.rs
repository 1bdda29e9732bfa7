//! What the assessed ledger comes to: totals, aging, what to do, and the letters due. Plain values, no words.

mod actions;
mod chase;
mod conservation;
mod dso;
pub mod evidence;
mod forecast;
mod letters;
#[cfg(test)]
mod sample;
mod statement;
mod totals;
mod worth;

pub use actions::{AGENDA_DAYS, Action, ActionKind, actions};
pub use chase::{Chase, whom_to_chase};
pub use conservation::{Breach, conserved};
pub use dso::{Countback, Dso, Sales, countback, dso};
pub use forecast::{Forecast, WEEKS, Week, forecast};
pub use letters::{Draft, Letter, Letters, Next, Row, Work, contracts, letters};
#[cfg(test)]
pub(crate) use sample::Sample;
pub use statement::{Account, Line, Movement, MovementKind, Open, Statement, statements};
pub use totals::{Aging, CurrencyTotals, totals};
pub use worth::{Debt, Missing, Unavailable, WayOn, Worth, worth};
