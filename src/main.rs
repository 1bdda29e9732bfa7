//! The binary: everything is in the library.

use std::process::ExitCode;

/// A build makes millions of small strings, on every core at once: with the system's allocator that is a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dunlin::cli::run()
}
