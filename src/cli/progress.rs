//! How far a long run is, on standard error where that is a terminal: one line that goes when the run is over.

use super::Global;
use crate::{language::Fault, render::FileSet};
use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// Who waits less long sees nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

/// What is going on. Dropped, its line is gone.
#[derive(Debug, Default)]
pub struct Progress {
    doing: Arc<Doing>,
    /// Absent where nobody looks.
    ticker: Option<(Sender<()>, JoinHandle<()>)>,
}

#[derive(Debug, Default)]
struct Doing {
    what: Mutex<&'static str>,
    done: AtomicUsize,
    /// 0: it isn't known how much there is to do.
    all: AtomicUsize,
    /// Columns of the line that is shown.
    shown: Mutex<usize>,
}

impl Progress {
    pub fn new(global: Global) -> Self {
        let doing = Arc::new(Doing::default());
        let ticker = (!global.quiet && io::stderr().is_terminal())
            .then(|| tick(Arc::clone(&doing)))
            .flatten();
        Self { doing, ticker }
    }

    /// The next thing, of which it isn't known how much there is.
    pub fn now(&self, what: &'static str) {
        self.doing.begin(what, 0);
    }

    /// `files`, counted as they are made.
    pub fn counting<'a>(&'a self, what: &'static str, files: &'a dyn FileSet) -> Counting<'a> {
        self.doing.begin(what, files.paths().len());
        Counting {
            files,
            doing: &self.doing,
        }
    }

    /// Makes room for another line.
    pub fn clear(&self) {
        self.doing.show("");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.ticker.take() {
            drop(end);
            // It can't have failed, and if it did there is nothing to clear.
            thread.join().ok();
        }
    }
}

fn tick(doing: Arc<Doing>) -> Option<(Sender<()>, JoinHandle<()>)> {
    let (end, ended) = mpsc::channel::<()>();
    let draw = move || {
        let mut wait = PATIENCE;
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            doing.show(&doing.line());
            wait = TICK;
        }
        doing.show("");
    };
    let thread = thread::Builder::new().name("progress".to_owned()).spawn(draw);
    Some((end, thread.ok()?))
}

impl Doing {
    fn begin(&self, what: &'static str, all: usize) {
        *self.what.lock().unwrap_or_else(PoisonError::into_inner) = what;
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    /// "making pages: 1200 of 104003".
    fn line(&self) -> String {
        let what = *self.what.lock().unwrap_or_else(PoisonError::into_inner);
        match self.all.load(Ordering::Relaxed) {
            0 => format!("{what} …"),
            all => format!("{what}: {} of {all}", self.done.load(Ordering::Relaxed)),
        }
    }

    /// Over the line before, without any code that a terminal may not know.
    fn show(&self, line: &str) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let columns = line.chars().count();
        if columns > 0 || *shown > 0 {
            let before = *shown;
            let back = if columns == 0 { "\r" } else { "" };
            let mut terminal = io::stderr();
            // Where standard error is closed there is nobody left to tell.
            let _ = write!(terminal, "\r{line:before$}{back}").and_then(|()| terminal.flush());
        }
        *shown = columns;
    }
}

/// Files that are counted as they are made.
pub struct Counting<'a> {
    files: &'a dyn FileSet,
    doing: &'a Doing,
}

impl FileSet for Counting<'_> {
    fn paths(&self) -> Vec<&str> {
        self.files.paths()
    }

    fn bytes(&self, path: &str) -> Result<Option<Cow<'_, [u8]>>, Fault> {
        let bytes = self.files.bytes(path)?;
        self.doing.done.fetch_add(1, Ordering::Relaxed);
        Ok(bytes)
    }

    fn key(&self, path: &str) -> Option<String> {
        self.files.key(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Files;

    #[test]
    fn what_is_made_is_counted() {
        let files: Files = [("a", "1"), ("b", "2")]
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into();
        let progress = Progress::default();
        progress.now("reading");
        assert_eq!(progress.doing.line(), "reading …");
        let counting = progress.counting("making pages", &files);
        assert_eq!(counting.bytes("b").unwrap().as_deref(), Some("2".as_bytes()));
        assert_eq!(progress.doing.line(), "making pages: 1 of 2");
    }
}
