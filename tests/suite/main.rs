//! Everything that is tested from outside: one binary, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test says that it failed by panicking, and makes and breaks files of its own"
)]
mod architecture;
mod browser;
mod check;
mod ci;
mod claim;
mod commands;
mod complaints;
mod core_yaml;
mod downloads;
mod dunlin;
mod editors;
mod everywhere;
mod examples;
mod export;
mod faults;
mod fix;
mod formats;
mod generated;
mod git;
mod golden;
mod hostile;
mod import;
mod incognito;
mod inert;
mod init;
mod installed;
mod law;
mod letters;
mod lsp;
mod mail;
mod own_texts;
mod proof;
mod readme;
mod recording;
mod schema;
mod serve;
mod siege;
mod statement;
mod status;
mod unchanged;
mod weeks;
mod why;
