//! The proof that figures are right: random ledgers, worked out by the program and again, day by day, from the words
//! of the specification alone.

mod agreement;
mod generator;
mod ladder;
mod naive;
mod naive_interest;
mod properties;
pub mod world;
