//! The system's own events, as hints: that something may have changed, never what.

use super::{Pace, scope::Scope};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, event::ModifyKind};
use std::{
    io,
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, channel},
    },
    time::Instant,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hint {
    Changed,
    /// The root itself was removed or moved: this watcher hears nothing more.
    Root,
    /// No events from here on, and why.
    Failed(String),
}

/// The events of one folder and all below it, as long as this lives.
pub(super) struct Events {
    pub hints: Receiver<Hint>,
    scope: Arc<RwLock<Scope>>,
    _watcher: RecommendedWatcher,
}

impl Events {
    /// `Err`: why the system can't watch, in words.
    pub fn open(scope: &Scope) -> Result<Self, String> {
        let (send, hints) = channel();
        let shared = Arc::new(RwLock::new(scope.clone()));
        let seen = Arc::clone(&shared);
        let hear = move |event: notify::Result<Event>| {
            let hint = match event {
                Ok(event) => hint(&event, &seen.read().unwrap_or_else(PoisonError::into_inner)),
                Err(error) => Some(limit(&error).map_or(Hint::Changed, Hint::Failed)),
            };
            if let Some(hint) = hint {
                // Nobody listens any more: the watch is over.
                send.send(hint).ok();
            }
        };
        let in_words = |error: notify::Error| limit(&error).unwrap_or_else(|| error.to_string());
        let mut watcher = notify::recommended_watcher(hear).map_err(in_words)?;
        watcher
            .watch(scope.root(), RecursiveMode::Recursive)
            .map_err(in_words)?;
        Ok(Self {
            hints,
            scope: shared,
            _watcher: watcher,
        })
    }

    /// From now on only what this scope sees is a hint.
    pub fn narrow(&self, scope: &Scope) {
        *self.scope.write().unwrap_or_else(PoisonError::into_inner) = scope.clone();
    }

    /// Waits until a burst that began with `first` is over, or long enough; the gravest hint of it.
    pub fn calm_down(&self, first: Hint, pace: Pace) -> Hint {
        let began = Instant::now();
        let mut gravest = first;
        for heard in 1.. {
            if began.elapsed() >= pace.burst {
                break;
            }
            let pause = if heard > OF_A_SAVE { pace.quiet } else { pace.save };
            match (self.hints.recv_timeout(pause), &gravest) {
                (Err(_), _) => break,
                (Ok(failed @ Hint::Failed(_)), _) => gravest = failed,
                (Ok(Hint::Root), Hint::Changed) => gravest = Hint::Root,
                (Ok(_), _) => {}
            }
        }
        gravest
    }
}

/// Events that one save can cause: with a backup, a file to try out whether it may be written, and renames.
const OF_A_SAVE: usize = 12;

/// What an event of the system means, if it means anything to a build.
fn hint(event: &Event, scope: &Scope) -> Option<Hint> {
    if event.need_rescan() {
        return Some(Hint::Changed);
    }
    // Reading a file is an event too: our own builds would wake us for ever.
    if event.kind.is_access() {
        return None;
    }
    let moves = event.kind.is_remove() || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
    if moves && event.paths.iter().any(|path| path == scope.root()) {
        return Some(Hint::Root);
    }
    let matters = |path: &std::path::PathBuf| {
        scope
            .relative(path)
            .is_none_or(|path| scope.sees(path) || scope.is_draft(path))
    };
    (event.paths.is_empty() || event.paths.iter().any(matters)).then_some(Hint::Changed)
}

/// Whether a limit of the system was reached, in words.
fn limit(error: &notify::Error) -> Option<String> {
    let is_reached = match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => matches!(error.kind(), io::ErrorKind::StorageFull) || is_out_of_files(error),
        _ => false,
    };
    is_reached.then(|| "the system's limit on watched folders is reached (on Linux fs.inotify.max_user_watches and max_user_instances)".to_owned())
}

/// EMFILE and ENFILE have no kind of their own; their numbers are the same wherever there are events to run out of.
fn is_out_of_files(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::watcher::Folders;
    use notify::event::{AccessKind, CreateKind, Flag, RemoveKind};

    #[test]
    fn events_become_hints_only_where_a_build_looks() {
        let folder = tempfile::tempdir().unwrap();
        let scope = Scope::new(folder.path(), &Folders::default()).unwrap();
        let about = |kind, path: &str| hint(&Event::new(kind).add_path(scope.root().join(path)), &scope);
        let create = EventKind::Create(CreateKind::Any);
        assert_eq!(about(create, "clients/acme.yaml"), Some(Hint::Changed));
        assert_eq!(about(create, "site/index.html"), None);
        assert_eq!(about(create, ".git/HEAD.lock"), None);
        assert_eq!(about(create, "reminders/acme/firm.md"), Some(Hint::Changed));
        assert_eq!(about(create, "reminders/acme/.dunlin-abcdef.tmp"), None);
        assert_eq!(
            about(EventKind::Access(AccessKind::Any), "clients/acme.yaml"),
            None
        );
        assert_eq!(about(EventKind::Remove(RemoveKind::Folder), ""), Some(Hint::Root));
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(hint(&overflow, &scope), Some(Hint::Changed));
        let saved = Event::new(create)
            .add_path(scope.root().join("acme.yaml.tmp"))
            .add_path(scope.root().join("acme.yaml"));
        assert_eq!(hint(&saved, &scope), Some(Hint::Changed));
    }

    #[test]
    fn limits_are_told_from_other_errors() {
        assert!(limit(&notify::Error::new(ErrorKind::MaxFilesWatch)).is_some());
        assert!(limit(&notify::Error::io(io::ErrorKind::StorageFull.into())).is_some());
        assert_eq!(
            limit(&notify::Error::io(io::Error::from_raw_os_error(24))).is_some(),
            cfg!(unix)
        );
        assert!(limit(&notify::Error::path_not_found()).is_none());
    }
}
