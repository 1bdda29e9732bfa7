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

use super::{Failure, Global, Outcome, output::Output};
use clap::Args;
use server::Server;
use std::{io, sync::mpsc, thread};
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

/// What the server waits for.
enum Event {
    Incoming(Incoming),
    /// A ledger was read and checked, beside the loop.
    Read(Box<reading::Report>),
}

impl Lsp {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let (sender, events) = mpsc::channel();
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
        let mut server = Server::new(global, sender);
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
