//! What the assessed ledger comes to: totals, aging, what to do, and the letters due. Plain values, no words.

mod actions;
mod conservation;
mod letters;
mod totals;

pub use actions::{AGENDA_DAYS, Action, ActionKind, actions};
pub use conservation::{Breach, conserved};
pub use letters::{Draft, Letter, Letters, Next, Row, Work, contracts, letters};
pub use totals::{Aging, CurrencyTotals, totals};
