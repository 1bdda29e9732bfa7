//! `dunlin lsp`: answers an editor over standard input and output, in the Language Server Protocol, until it is told to
//! end.

mod answer;
mod client;
mod documents;
mod ledgers;
mod lifecycle;
mod position;
mod publish;
mod reading;
mod server;
mod transport;
mod uri;

use super::{Color, Failure, Global, Outcome, output::Output};
use crate::{calendar::Date, render::editor::Shelf};
use clap::Args;
use server::Server;
use std::{
    io::{self, BufRead, Write},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use transport::Incoming;

#[derive(Debug, Args)]
pub struct Lsp {
    /// Speak over standard input and output: the only way there is, taken for clients that say it
    #[arg(long)]
    stdio: bool,
    /// The editor's process: it closes standard input when it ends, which is enough
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    client: Option<u32>,
}

/// So many messages are taken from the client before the first of them is answered; the rest waits in the pipe, and not
/// in memory.
const MOST_WAITING: usize = 4;

/// What the server waits for.
enum Event {
    Incoming(Incoming),
    /// A ledger was read and checked, beside the loop.
    Read(Box<reading::Report>),
}

impl Lsp {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let (sender, events) = mpsc::sync_channel(MOST_WAITING);
        let incoming = sender.clone();
        // Blocked in a read until the client closes the pipe: never joined.
        thread::Builder::new().spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let message = transport::read(&mut input);
                let is_last = matches!(message, Incoming::Closed(_));
                if incoming.send(Event::Incoming(message)).is_err() || is_last {
                    break;
                }
            }
        })?;
        let mut answers = io::stdout().lock();
        let shelf = Shelf::read();
        let mut server = Server::new(global, (&mut answers, &shelf), sender);
        while server.is_running() {
            match events.recv_timeout(server.patience()) {
                Ok(event) => server.take(event)?,
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            server.start_what_is_due()?;
        }
        if let Some(why) = server.complaint() {
            output.error(why);
        }
        // The protocol's own exit status for a client that left without saying goodbye is 1.
        Ok(if server.ended_well() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

/// A whole session of one editor, each reading done before the next message is taken: the same answers whenever the same
/// is asked, for whoever tries the server out.
#[derive(Debug, Clone, Copy)]
pub struct Session<'s> {
    /// For which everything is worked out.
    pub day: Date,
    pub shelf: &'s Shelf,
}

impl Session<'_> {
    /// Whether it ended as the protocol says, or why it couldn't go on.
    pub fn hold(self, input: &mut impl BufRead, output: &mut dyn Write) -> Result<bool, String> {
        let global = Global {
            as_of: Some(self.day),
            color: Color::Never,
            quiet: true,
            verbose: false,
        };
        let (sender, _events) = mpsc::sync_channel(MOST_WAITING);
        let mut server = Server::new(global, (output, self.shelf), sender);
        while server.is_running() {
            let message = transport::read(input);
            let taken = server.take(Event::Incoming(message));
            taken.map_err(|Failure(why)| why)?;
            // Nobody is still typing.
            for job in server.due(Instant::now() + Duration::from_secs(60)) {
                let read = server.take(Event::Read(Box::new(job.run())));
                read.map_err(|Failure(why)| why)?;
            }
        }
        Ok(server.ended_well())
    }
}
