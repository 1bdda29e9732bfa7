//! The command line: arguments, the clock, what people read while a command runs, exit codes.
#![allow(
    clippy::disallowed_methods,
    reason = "the command line is where the clock enters"
)]

pub mod watch;
