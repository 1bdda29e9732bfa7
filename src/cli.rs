//! The command line: arguments, the order of the calls, what is printed where, and the exit status. The clock, the
//! environment and the terminal enter here and nowhere below.
#![allow(
    clippy::disallowed_methods,
    reason = "the command line is where the clock and the environment enter"
)]

mod agenda;
mod ask;
mod build;
mod check;
mod claim;
mod day;
mod drafts;
mod explain;
mod export;
mod git;
mod import;
mod init;
mod input;
mod law;
mod ledger;
mod log;
mod lsp;
mod new;
mod output;
mod pay;
mod plan;
mod post;
mod progress;
mod recording;
mod remind;
mod rules;
mod schema;
mod sent;
mod serve;
mod statement;
mod status;
mod subject;
mod template;
mod watch;
mod watcher;
mod why;
mod worth;

pub use lsp::Session;

use clap::{Args, Parser, Subcommand, ValueEnum};
use output::Output;
use std::process::ExitCode;

/// Chases unpaid invoices and lints contracts, from a folder of YAML and Markdown.
#[derive(Debug, Parser)]
#[command(name = "dunlin", version, propagate_version = true, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
LEDGER is a folder with a dunlin.yaml; without it, the nearest one upward from here.
Nothing leaves this machine, and nothing is sent: dunlin writes drafts, you send them.

Exit status: 0 done; 1 findings at or above --deny; 2 it could not be done.";

/// What every command takes.
#[derive(Debug, Clone, Copy, Args)]
struct Global {
    /// The day to look at, as 2026-03-01; default: `as_of` in dunlin.yaml, else today
    #[arg(long, global = true, value_name = "DATE", value_parser = day::parse)]
    as_of: Option<crate::calendar::Date>,
    /// When to colour what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Say only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what to do today and in the days to come
    Agenda(agenda::Agenda),
    /// Write the dashboard and the drafts of the letters due
    Build(build::Build),
    /// Say what is wrong with contracts, invoices and follow-up
    Check(check::Check),
    /// Put the evidence for a claim together: chronology, figures, the court's limit, copies
    Claim(claim::Claim),
    /// Explain a rule: what it finds, why it matters, how to mend it
    Explain(explain::Explain),
    /// Write the ledger for other programs: a journal for hledger, tables, JSON
    Export(export::Export),
    /// Record the payments of a bank's statement, each once
    Import(import::Import),
    /// Start a ledger, with examples that teach the format
    Init(init::Init),
    /// Tell the law of a place: limits, interest, limitation, with sources
    Law(law::Law),
    /// Record what happened: a call, an answer, a promise, a dispute, a credit
    Log(log::Log),
    /// Answer an editor: findings as one types, hover, completion
    Lsp(lsp::Lsp),
    /// Start a client, a contract or an invoice, filled in as far as the ledger tells
    New(new::New),
    /// Record money that came in, and what it pays
    Pay(pay::Pay),
    /// Offer a plan of instalments, or record the one that was agreed
    Plan(plan::Plan),
    /// Write only the drafts of the letters due, or print them, or make them messages to send
    Remind(remind::Remind),
    /// List the rules
    Rules(rules::Rules),
    /// Tell editors what a record may hold: its JSON Schema
    Schema(schema::Schema),
    /// Record that a draft went out: it moves into the log
    Sent(sent::Sent),
    /// Show the dashboard in a browser, and anew whenever the ledger changes
    Serve(serve::Serve),
    /// Write a client's statement of account
    Statement(statement::Statement),
    /// Say what is owed
    Status(status::Status),
    /// List, show and copy the texts that you can have your own of
    Template(template::Template),
    /// Build again whenever the ledger changes, and when the day does
    Watch(watch::Watch),
    /// Tell every fact and rule behind an invoice's state and next step
    Why(why::Why),
    /// Weigh whether a debt is worth pursuing, and how
    Worth(worth::Worth),
}

/// How a command ended that could do its job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Findings,
}

/// A command could not do its job: one line that says why and what to do, exit status 2.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut output = Output::new(arguments.global);
    let result = match arguments.command {
        Command::Agenda(agenda) => agenda.run(arguments.global, &mut output),
        Command::Build(build) => build.run(arguments.global, &mut output),
        Command::Check(check) => check.run(arguments.global, &mut output),
        Command::Claim(claim) => claim.run(arguments.global, &mut output),
        Command::Explain(explain) => explain.run(&mut output),
        Command::Export(export) => export.run(arguments.global, &mut output),
        Command::Import(import) => import.run(arguments.global, &mut output),
        Command::Init(init) => init.run(arguments.global, &mut output),
        Command::Law(law) => law.run(arguments.global, &mut output),
        Command::Log(log) => log.run(arguments.global, &mut output),
        Command::Lsp(lsp) => lsp.run(arguments.global, &mut output),
        Command::New(new) => new.run(arguments.global, &mut output),
        Command::Pay(pay) => pay.run(arguments.global, &mut output),
        Command::Plan(plan) => plan.run(arguments.global, &mut output),
        Command::Remind(remind) => remind.run(arguments.global, &mut output),
        Command::Rules(rules) => rules.run(&mut output),
        Command::Schema(schema) => schema.run(&mut output),
        Command::Sent(sent) => sent.run(arguments.global, &mut output),
        Command::Serve(serve) => serve.run(arguments.global, &mut output),
        Command::Statement(statement) => statement.run(arguments.global, &mut output),
        Command::Status(status) => status.run(arguments.global, &mut output),
        Command::Template(template) => template.run(arguments.global, &mut output),
        Command::Watch(watch) => watch.run(arguments.global, &mut output),
        Command::Why(why) => why.run(arguments.global, &mut output),
        Command::Worth(worth) => worth.run(arguments.global, &mut output),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure(message)) => {
            output.error(&message);
            ExitCode::from(2)
        }
    }
}
