//! Events from the system: where something may have changed, and how sure it is that the writer is done.
//! Knows folders, and nothing of what is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::scan::Identity;
use crate::ground::messages::machine::cause;

/// Where something stirred.
#[derive(Debug, Default)]
pub(super) struct Stir {
    /// The writer is done: a file was closed, or has taken its name.
    pub(super) done: Vec<PathBuf>,
    /// The writer may not be done yet.
    pub(super) begun: Vec<PathBuf>,
    /// Events were lost; anything may have changed.
    pub(super) anywhere: bool,
}

impl Stir {
    /// Nobody knows where.
    pub(super) fn anywhere() -> Self {
        Self { anywhere: true, ..Self::default() }
    }
}

/// Why the system cannot tell.
pub(super) type Fault = notify::Error;

/// The watches that stand.
pub(super) struct Events {
    watcher: RecommendedWatcher,
    watched: BTreeMap<OsString, Identity>,
}

impl Events {
    /// No watch yet; what stirs will go to `sender`.
    pub(super) fn new(sender: Sender<Stir>) -> Result<Self, Fault> {
        let tell = move |event: notify::Result<Event>| {
            if let Some(stir) = sorted(event) {
                // Nobody listens any more when the program ends.
                let _ = sender.send(stir);
            }
        };
        // Which links are followed is the scan's to decide: each folder has a watch of its own.
        let config = Config::default().with_follow_symlinks(false);
        Ok(Self { watcher: RecommendedWatcher::new(tell, config)?, watched: BTreeMap::new() })
    }

    /// Watches these folders and no others. Gives whether there were new ones: what was put into them before the watch
    /// stood has to be looked for.
    pub(super) fn follow(&mut self, folders: &BTreeMap<OsString, Identity>) -> Result<bool, Fault> {
        // The old ones first: a folder that was renamed is the same to the system, and would lose its new watch.
        let gone = |path: &OsStr, identity: &Identity| folders.get(path) != Some(identity);
        let old: Vec<OsString> =
            self.watched.iter().filter(|(path, it)| gone(path, it)).map(|(path, _)| path.clone()).collect();
        for path in old {
            self.forget(Path::new(&path));
        }
        let mut is_new = false;
        for (path, identity) in folders {
            if self.watched.contains_key(path) {
                continue;
            }
            match self.watcher.watch(Path::new(path), RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(path.clone(), *identity);
                    is_new = true;
                }
                // Gone again already, which the next look will see; or not ours to read, which the build will say.
                Err(fault) if is_passing(&fault) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(is_new)
    }

    /// A folder that was removed takes its watch with it; another of the same name needs a new one.
    pub(super) fn lost(&mut self, paths: &BTreeSet<PathBuf>) {
        for path in paths {
            if self.watched.contains_key(path.as_os_str()) {
                self.forget(path);
            }
        }
    }

    fn forget(&mut self, path: &Path) {
        self.watched.remove(path.as_os_str());
        // It fails if the folder is gone, and that is as well.
        let _ = self.watcher.unwatch(path);
    }
}

fn is_passing(fault: &Fault) -> bool {
    match &fault.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied)
        }
        _ => false,
    }
}

/// Why there are no events, in words for people.
pub(super) fn words(fault: &Fault) -> String {
    match &fault.kind {
        ErrorKind::MaxFilesWatch => "this machine does not let programs watch so many folders".to_owned(),
        ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => {
            "other programs use up all that this machine has for watching folders".to_owned()
        }
        ErrorKind::Io(error) => cause(error),
        _ => "this machine cannot watch folders".to_owned(),
    }
}

/// What an event says. Our own reading stirs nothing.
fn sorted(event: notify::Result<Event>) -> Option<Stir> {
    let Ok(mut event) = event else { return Some(Stir::anywhere()) };
    if event.need_rescan() {
        return Some(Stir::anywhere());
    }
    let paths = std::mem::take(&mut event.paths);
    Some(match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To) | ModifyKind::Metadata(_))
        | EventKind::Create(CreateKind::Folder) => Stir { done: paths, ..Stir::default() },
        EventKind::Access(_) => return None,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {
            let mut paths = paths.into_iter();
            Stir { begun: paths.next().into_iter().collect(), done: paths.collect(), anywhere: false }
        }
        // A file that was just made will be written to, one that is written to will be closed, and one that was removed
        // or got out of the way is mostly made again at once.
        _ => Stir { begun: paths, ..Stir::default() },
    })
}
