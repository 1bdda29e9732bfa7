//! `dunlin serve`: the dashboard from memory at a local address, built again whenever the ledger or the day changes.

mod address;
mod answer;
mod body;
mod connections;
mod events;
mod gate;
mod rebuild;
mod server;
mod site;
mod trouble;

use super::{
    Failure, Global, Outcome, day,
    ledger::{self, Opened},
    output::Output,
    watcher::{self, Pace},
};
use address::Bound;
use clap::Args;
use gate::Gate;
use rebuild::Rebuild;
use server::Server;
use site::Site;
use std::{future::Future, net::IpAddr, path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::{oneshot, watch};
use trouble::Trouble;

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Serve {
    /// The ledger's folder
    ledger: Option<PathBuf>,
    /// The port; if it is in use, the next free one of the ten after it
    #[arg(long, value_name = "PORT", default_value_t = 4747)]
    port: u16,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// Listen there instead of on this machine alone; whoever reaches ADDRESS can read everything
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// Disguise names and amounts, to show the pages to others; `build --help` says how far
    #[arg(long)]
    incognito: bool,
    /// Look every so many seconds instead of waiting to be told: for network folders and containers
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    poll: Option<u64>,
}

const AFTER_HELP: &str = "\
The pages are built in memory and reload by themselves. Nothing is written, no drafts either: `build` does that.
While a file can't be read, the last good pages stay, with what to mend over them. Ctrl-C ends it.";

/// What browsers are shown at the moment.
#[derive(Debug, Clone, Default)]
struct State {
    site: Arc<Site>,
    /// Why the pages are not of the ledger as it is now.
    trouble: Option<Arc<Trouble>>,
}

impl Serve {
    pub fn run(&self, global: Global, output: &mut Output) -> Result<Outcome, Failure> {
        let root = ledger::root(self.ledger.as_deref())?;
        // A ledger that can't be built yet is served all the same; one that isn't there is a mistake.
        let opened = Opened::open(Some(&root), global)?;
        let watch = watcher::Watch {
            written: opened.written_folders(),
            root,
            poll: self.poll.map(Duration::from_secs),
            today: day::today,
            pace: Pace::default(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let bound = address::bind(self.host, self.port)?;
        self.tell(&bound, output)?;
        let (send, states) = watch::channel(State::default());
        let rebuild = Rebuild::new(global, send);
        let rebuild = if self.incognito {
            rebuild.in_disguise()
        } else {
            rebuild
        };
        let ended = watch_from_now_on(watch, rebuild)?;
        runtime.block_on(self.until_interrupted(Running { bound, states, ended }, output))?;
        Ok(Outcome::Done)
    }

    fn tell(&self, bound: &Bound, output: &mut Output) -> Result<(), Failure> {
        if bound.port != self.port && self.port != 0 {
            output.say(&format!("port {} is in use, so another is taken", self.port));
        }
        if !bound.address.is_loopback() {
            output.warn(&format!(
                "whoever reaches {} over the network can read who owes you what: no password is asked",
                bound.address
            ));
        }
        output.result(&format!("{}\n", bound.url()))
    }

    /// Serves from the first build on, until Ctrl-C or until the watch can't go on.
    async fn until_interrupted(&self, running: Running, output: &mut Output) -> Result<(), Failure> {
        let Running {
            bound,
            mut states,
            ended,
        } = running;
        let mut interrupted = std::pin::pin!(interrupted()?);
        let mut ended = std::pin::pin!(async {
            let why = ended.await;
            Err(Failure(why.unwrap_or_else(|_| "the watch ended".to_owned())))
        });
        tokio::select! {
            () = &mut interrupted => return Ok(()),
            failed = &mut ended => return failed,
            _ = states.changed() => {}
        }
        if self.open {
            let url = bound.url();
            if let Err(why) = open::that_detached(&url) {
                output.warn(&format!("no browser could be opened: {why}; open {url} yourself"));
            }
        }
        let gate = Gate::new(bound.address, bound.port);
        let running = server::start(Server { gate, states }, bound.listeners)?;
        let result = tokio::select! {
            () = &mut interrupted => Ok(()),
            failed = &mut ended => failed,
        };
        running.end().await;
        result
    }
}

/// What goes on until the end.
struct Running {
    bound: Bound,
    states: watch::Receiver<State>,
    /// Why the watch ended by itself.
    ended: oneshot::Receiver<String>,
}

/// Watches in a thread of its own, which nothing needs to end: it writes nothing.
fn watch_from_now_on(
    watch: watcher::Watch,
    mut rebuild: Rebuild,
) -> Result<oneshot::Receiver<String>, Failure> {
    let (send, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            if let Err(why) = rebuild.run(&watch) {
                // Nobody listens any more: then it is the end anyway.
                send.send(why.to_string()).ok();
            }
        })?;
    Ok(ended)
}

/// Ends when somebody asks the process to: Ctrl-C, or the system's own way.
#[cfg(unix)]
fn interrupted() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when somebody asks the process to.
#[cfg(not(unix))]
fn interrupted() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
