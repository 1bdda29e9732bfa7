//! The command line: arguments, the clock, what people read while a command runs, exit codes.

pub mod watch;
