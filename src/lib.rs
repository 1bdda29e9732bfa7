//! dunlin: what clients owe on any day, what is wrong with a contract before work starts, and what to write next.

pub mod calendar;
pub mod money;
pub mod source;

pub mod render;
