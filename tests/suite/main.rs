//! Everything that is tested from outside: one binary, so that it links once.

mod architecture;
mod commands;
mod dunlin;
mod examples;
mod golden;
mod hostile;
mod readme;
