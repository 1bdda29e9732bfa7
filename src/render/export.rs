//! The ledger for other programs: a journal for hledger, tables for spreadsheets, everything as JSON; apart from `status`
//! because whoever keeps the books wants what moved, not what to do next.

mod hledger;
mod json;
mod table;

pub use hledger::hledger;
pub use json::json;
pub use table::{clients, contracts, log, payments};
