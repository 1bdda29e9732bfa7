//! `cargo run --release --example generate-ledger -- INVOICES FOLDER`: writes a ledger of that many invoices into a new
//! folder.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a program of its own, that makes new files for benchmarks and says what it made"
)]

mod ledger;

use rayon::prelude::*;
use std::{
    io::{self, Error, ErrorKind},
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let invoices = arguments.next().and_then(|count| count.parse().ok());
    let (Some(invoices), Some(folder)) = (invoices, arguments.next()) else {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "usage: generate-ledger INVOICES FOLDER",
        ));
    };
    let folder = PathBuf::from(folder);
    std::fs::create_dir(&folder)?;
    for year in 2021..=2027 {
        for kind in ["invoices", "payments", "log"] {
            std::fs::create_dir_all(folder.join(kind).join(year.to_string()))?;
        }
    }
    for kind in ["clients", "contracts", "plans", "cases"] {
        std::fs::create_dir(folder.join(kind))?;
    }
    let plan = ledger::of(invoices);
    write(&folder, &plan.settings())?;
    let files = plan
        .clients()
        .par_iter()
        .map(|client| write_all(&folder, &client.files()))
        .try_reduce(|| 0, |a, b| Ok(a + b))?;
    eprintln!("{}: {invoices} invoices, {} files", folder.display(), files + 1);
    Ok(())
}

fn write_all(folder: &Path, files: &[ledger::Written]) -> io::Result<usize> {
    files.iter().try_for_each(|file| write(folder, file))?;
    Ok(files.len())
}

fn write(folder: &Path, (name, text): &ledger::Written) -> io::Result<()> {
    std::fs::write(folder.join(name), text)
}
