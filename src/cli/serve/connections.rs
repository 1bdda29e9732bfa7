//! Which connections are open, so that there are never too many: where one more comes, the one that has waited longest
//! without asking anything has to go, so that idle ones keep nobody out.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::task::AbortHandle;

/// Far below the number of files that systems let a process open (256 on some), for the ledger has to be read too.
const MOST: usize = 128;

#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<Mutex<Open>>);

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// By age.
    all: BTreeMap<u64, Connection>,
}

#[derive(Debug)]
struct Connection {
    doing: Doing,
    task: Option<AbortHandle>,
}

/// In the order in which they have to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// Its request isn't whole yet.
    Asking,
    /// It is told the news, and comes back if it is cut off.
    Following,
    /// Its answer is on the way.
    Reading,
}

/// One open connection; it is forgotten with this.
#[derive(Debug)]
pub struct Seat {
    id: u64,
    connections: Connections,
}

impl Connections {
    /// Room for one more.
    pub fn seat(&self) -> Seat {
        let mut open = self.open();
        while open.all.len() >= MOST {
            let first = open.all.iter().min_by_key(|(id, one)| (one.doing, **id));
            let Some(gone) = first.map(|(id, _)| *id).and_then(|id| open.all.remove(&id)) else {
                break;
            };
            if let Some(task) = gone.task {
                task.abort();
            }
        }
        let id = open.next;
        open.next += 1;
        let doing = Doing::Asking;
        open.all.insert(id, Connection { doing, task: None });
        Seat {
            id,
            connections: self.clone(),
        }
    }

    /// Which task serves a seat.
    pub fn served_by(&self, id: u64, task: AbortHandle) {
        if let Some(one) = self.open().all.get_mut(&id) {
            one.task = Some(task);
        }
    }

    pub fn are_busy(&self) -> bool {
        self.open().all.values().any(|one| one.doing != Doing::Asking)
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn does(&self, doing: Doing) {
        if let Some(one) = self.connections.open().all.get_mut(&self.id) {
            one.doing = doing;
        }
    }

    pub fn is_following(&self) -> bool {
        let open = self.connections.open();
        open.all
            .get(&self.id)
            .is_some_and(|one| one.doing == Doing::Following)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.connections.open().all.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_longest_without_asking_goes_first() {
        let connections = Connections::default();
        let mut seats: Vec<_> = (0..MOST).map(|_| connections.seat()).collect();
        let [first, second, third, ..] = seats.as_slice() else {
            panic!()
        };
        first.does(Doing::Reading);
        second.does(Doing::Following);
        let third = third.id();
        let is_open = |id: u64| connections.open().all.contains_key(&id);
        seats.push(connections.seat());
        assert!(is_open(0) && is_open(1) && !is_open(third));
        // By now nobody else has asked nothing.
        for seat in &seats {
            if seat.id() > 1 {
                seat.does(Doing::Reading);
            }
        }
        seats.push(connections.seat());
        assert!(is_open(0) && !is_open(1));
        assert!(connections.are_busy());
        drop(seats);
        assert!(!connections.are_busy() && !is_open(0));
    }
}
