//! What the assessed ledger comes to: totals, aging, what to do, and the letters due. Plain values, no words.

mod actions;
mod changes;
mod chase;
mod conservation;
mod course;
mod days_to_pay;
mod dso;
pub mod evidence;
mod forecast;
pub mod grounds;
mod history;
mod interest_sheet;
mod letters;
pub mod matching;
mod places;
mod receipt;
mod risk;
#[cfg(test)]
mod sample;
mod series;
mod statement;
mod totals;
mod worth;

pub use actions::{AGENDA_DAYS, Action, ActionKind, actions, channel};
pub use changes::{Change, Changes, Owed, Past, Promised, Seen, Snapshot, changes, stage_of};
pub use chase::{Chase, whom_to_chase};
pub use conservation::{Breach, conserved};
pub use course::{Course, course};
pub use days_to_pay::{Quarter, Settlement, quarters, settlements};
pub use dso::{Countback, Dso, Sales, countback, dso};
pub use forecast::{Forecast, WEEKS, Week, forecast};
pub use interest_sheet::{InterestRow, InterestSheet, UsedRate};
pub use letters::{
    CallNotes, Charges, Discount, Draft, LawOn, Letter, Letters, Lifted, Matter, Next, PlanDue, Proposal,
    ProposedPlan, Row, Settled, Work, contracts, letters, plan_offer,
};
pub use places::{OwnFigure, PlaceUse, own_figures, places};
pub use receipt::{By, Receipt, Shares, mentions, shares};
pub use risk::{BesideLimit, ContractRisk, Risk, Standing, beside_limit, contract_risks};
#[cfg(test)]
pub(crate) use sample::Sample;
pub use series::following;
pub use statement::{Account, Line, Movement, MovementKind, Open, Statement, all_statements, statements};
pub use totals::{Aging, CurrencyTotals, totals};
pub use worth::{Debt, Missing, Unavailable, WayOn, Worth, worth};
