//! dunlin: what clients owe on any day, what is wrong with a contract before work starts, and what to write next.
//! The modules below stand in layers, a blank line apart: each uses only those of earlier layers.

pub mod calendar;
pub mod money;
pub mod source;

pub mod finding;
pub mod model;

pub mod language;
pub mod load;
pub mod statute;

pub mod assess;

pub mod check;
pub mod report;

pub mod render;

pub mod write;

pub mod cli;
