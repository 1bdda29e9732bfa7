//! `floor LEDGER`: lists and reads every file that dunlin would read, on two threads, and does nothing with them: no
//! program that reads a ledger can be faster.
#![allow(
    clippy::print_stdout,
    reason = "a program of its own, that says how much it read"
)]

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Condvar, Mutex, PoisonError},
    thread,
};

const THREADS: usize = 2;
/// Files that one thread takes at a time.
const HANDFUL: usize = 256;
/// What dunlin writes, and what is no record.
const LEFT_OUT: [&str; 4] = ["site", "reminders", "documents", "templates"];

enum Task {
    Folder(PathBuf),
    Files(Vec<PathBuf>),
}

/// What is to be done, and how many tasks are waiting or at work.
#[derive(Default)]
struct Work {
    tasks: Vec<Task>,
    open: usize,
}

#[derive(Default)]
struct Shared {
    work: Mutex<Work>,
    changed: Condvar,
}

fn main() -> io::Result<()> {
    let root = std::env::args_os().nth(1);
    let root = root.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "usage: floor LEDGER"))?;
    let shared = Shared::default();
    shared.add(Task::Folder(PathBuf::from(root)));
    let read = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| shared.all())).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        let counts = joined.map(|count| count.map_err(|_| io::Error::other("a thread failed")));
        counts.map(|count| count?).collect::<io::Result<Vec<_>>>()
    })?;
    let (files, bytes) = read
        .iter()
        .fold((0, 0), |sum, (files, bytes)| (sum.0 + files, sum.1 + bytes));
    println!("{files} files, {bytes} bytes");
    Ok(())
}

impl Shared {
    fn add(&self, task: Task) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        work.tasks.push(task);
        work.open += 1;
        self.changed.notify_one();
    }

    /// `None` when everything is done.
    fn next(&self) -> Option<Task> {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(task) = work.tasks.pop() {
                return Some(task);
            }
            if work.open == 0 {
                return None;
            }
            work = self.changed.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        work.open -= 1;
        if work.open == 0 {
            self.changed.notify_all();
        }
    }

    /// How many files, and how many bytes in them.
    fn all(&self) -> io::Result<(usize, usize)> {
        let mut buffer = Vec::new();
        let mut sum = (0, 0);
        while let Some(task) = self.next() {
            let read = match task {
                Task::Folder(folder) => self.list(&folder).map(|()| (0, 0)),
                Task::Files(files) => read(&files, &mut buffer),
            };
            self.done();
            let (files, bytes) = read?;
            sum = (sum.0 + files, sum.1 + bytes);
        }
        Ok(sum)
    }

    fn list(&self, folder: &Path) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || LEFT_OUT.contains(&name.as_ref()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                self.add(Task::Folder(entry.path()));
                continue;
            }
            files.push(entry.path());
            if files.len() == HANDFUL {
                self.add(Task::Files(std::mem::take(&mut files)));
            }
        }
        self.add(Task::Files(files));
        Ok(())
    }
}

fn read(files: &[PathBuf], buffer: &mut Vec<u8>) -> io::Result<(usize, usize)> {
    let mut bytes = 0;
    for file in files {
        buffer.clear();
        bytes += File::open(file)?.read_to_end(buffer)?;
    }
    Ok((files.len(), bytes))
}
