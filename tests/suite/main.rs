//! Everything that is tested from outside: one binary, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test says that it failed by panicking, and makes and breaks files of its own"
)]
mod architecture;
mod claim;
mod commands;
mod complaints;
mod dunlin;
mod examples;
mod formats;
mod golden;
mod hostile;
mod law;
mod proof;
mod readme;
mod recording;
mod schema;
mod statement;
mod status;
mod why;
