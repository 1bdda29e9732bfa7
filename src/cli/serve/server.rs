//! Connections from the first byte to the last, in one thread: so many at most, and none waited for without end.

use super::{
    Failure, State, answer,
    connections::{Connections, Doing, Seat},
    gate::Gate,
};
use hyper::{Method, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, net, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
    time,
};

/// A request has to be whole after so long.
const ASKING: Duration = Duration::from_secs(5);
/// An answer has to be read after so long.
const READING: Duration = Duration::from_secs(30);
/// Answers on the way get so long at the end.
const ENDING: Duration = Duration::from_secs(1);
/// The longest request in bytes, and its most headers: browsers send about a tenth of that.
const MOST_BYTES: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;

#[derive(Debug)]
pub struct Server {
    pub gate: Gate,
    pub states: watch::Receiver<State>,
}

/// A server at work.
#[derive(Debug)]
pub struct Running {
    accepting: Vec<JoinHandle<()>>,
    connections: Connections,
    /// Dropped at the end.
    end: watch::Sender<()>,
}

/// Answers whoever connects.
pub fn start(server: Server, listeners: Vec<net::TcpListener>) -> Result<Running, Failure> {
    let (end, ending) = watch::channel(());
    let connections = Connections::default();
    let server = Arc::new(server);
    let mut accepting = Vec::new();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        let desk = Desk {
            server: Arc::clone(&server),
            connections: connections.clone(),
            ending: ending.clone(),
        };
        accepting.push(tokio::spawn(desk.accept(TcpListener::from_std(listener)?)));
    }
    Ok(Running {
        accepting,
        connections,
        end,
    })
}

impl Running {
    /// Takes nobody on any more, ends the streams, and lets answers that are on the way arrive.
    pub async fn end(self) {
        for accepting in self.accepting {
            accepting.abort();
        }
        drop(self.end);
        let arrived = async {
            while self.connections.are_busy() {
                time::sleep(Duration::from_millis(10)).await;
            }
        };
        // Who reads slowly isn't waited for.
        time::timeout(ENDING, arrived).await.ok();
    }
}

/// What each connection needs.
#[derive(Debug, Clone)]
struct Desk {
    server: Arc<Server>,
    connections: Connections,
    ending: watch::Receiver<()>,
}

impl Desk {
    async fn accept(self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let seat = self.connections.seat();
                    let id = seat.id();
                    let task = tokio::spawn(self.clone().serve(stream, seat));
                    self.connections.served_by(id, task.abort_handle());
                }
                // Most likely too many open files: wait for some to be closed, and don't spin.
                Err(_) => time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// One request and its answer.
    async fn serve(self, stream: TcpStream, seat: Seat) {
        let service = service_fn(|request| {
            let answer = answer::answer(&request, &self.server, &self.ending);
            let is_stream = answer.is_stream && request.method() == Method::GET;
            seat.does(if is_stream {
                Doing::Following
            } else {
                Doing::Reading
            });
            std::future::ready(Ok::<_, Infallible>(answer.response))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(ASKING)
            .max_buf_size(MOST_BYTES)
            .max_headers(MOST_HEADERS)
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), service);
        let too_slow = async {
            time::sleep(READING).await;
            while seat.is_following() {
                time::sleep(READING).await;
            }
        };
        tokio::select! {
            // However it ends, there is nobody to tell.
            _ = connection => {}
            () = too_slow => {}
        }
    }
}
