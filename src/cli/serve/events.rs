//! The stream by which a page learns that there is a newer one, or that something can't be read. Each event tells the
//! whole state, so that a page that missed some, or went to sleep, loses nothing.

use super::{State, Trouble};
use hyper::body::Bytes;
use serde::Serialize;
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Without news, a sign of life so often: so the end of a connection is noticed.
const PULSE: Duration = Duration::from_secs(20);

/// What is told.
#[derive(Serialize)]
struct Event<'a> {
    build: &'a str,
    trouble: Option<&'a Trouble>,
}

/// The state now and at every change, until `end` is dropped or nobody reads. A slow reader gets the latest, not all.
pub fn follow(mut states: watch::Receiver<State>, mut end: watch::Receiver<()>) -> mpsc::Receiver<Bytes> {
    let (send, events) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut next = told(&states.borrow_and_update());
        while send.send(next).await.is_ok() {
            next = tokio::select! {
                () = send.closed() => return,
                _ = end.changed() => return,
                changed = states.changed() => match changed {
                    Ok(()) => told(&states.borrow_and_update()),
                    Err(_) => return,
                },
                () = tokio::time::sleep(PULSE) => Bytes::from_static(b":\n\n"),
            };
        }
    });
    events
}

fn told(state: &State) -> Bytes {
    let event = Event {
        build: &state.site.build,
        trouble: state.trouble.as_deref(),
    };
    // JSON has no line break of its own, and strings can always be written.
    let json = serde_json::to_string(&event).unwrap_or_default();
    format!("retry: 1000\ndata: {json}\n\n").into()
}
