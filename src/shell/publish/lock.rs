//! One build at a time over one folder: a lock that a killed build can never leave behind, since the kernel holds it.
//! Knows nothing of what it protects.

use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use rustix::fs::{FlockOperation, flock, fstat};
use rustix::io::{Errno, retry_on_intr};

use super::disk::{Folder, gone};

/// The name of the file that is locked.
const NAME: &str = "lock";

/// How often to begin anew because another build tidied the folder away under our hands.
const PATIENCE: usize = 10_000;

/// A held lock, in a folder of its own that goes when it is empty.
#[derive(Debug)]
pub(super) struct Lock {
    parent: Folder,
    name: PathBuf,
    folder: Folder,
    _file: OwnedFd,
}

impl Lock {
    /// Takes the lock in the folder `name` of `parent`, which is made if need be. If another build holds it, says so
    /// once with `wait`, then waits for as long as it takes.
    ///
    /// The file may be removed by the one who held it before, so that it only counts if it is still there when we
    /// have it.
    pub fn take(parent: Folder, name: PathBuf, wait: &dyn Fn()) -> io::Result<Self> {
        let mut said = false;
        for _ in 0..PATIENCE {
            let Some(folder) = open_or_make(&parent, &name)? else { continue };
            let file = match folder.lock_open(NAME) {
                Err(error) if gone(&error) => continue,
                file => file?,
            };
            match retry_on_intr(|| flock(&file, FlockOperation::NonBlockingLockExclusive)) {
                Err(Errno::WOULDBLOCK) => {
                    if !said {
                        wait();
                        said = true;
                    }
                    retry_on_intr(|| flock(&file, FlockOperation::LockExclusive))?;
                }
                locked => locked?,
            }
            let ours = fstat(&file)?;
            let path = name.join(NAME);
            if parent.find(&path)?.is_some_and(|there| (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)) {
                return Ok(Self { parent, name, folder, _file: file });
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    /// The folder that the lock is in.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }
}

impl Drop for Lock {
    /// Leaves nothing behind. Removing the name while the lock is held is safe, since whoever waits for this file
    /// looks again once it has it. If it cannot be removed, an unlocked file stays, which does no harm.
    fn drop(&mut self) {
        let _ = self.folder.unlink(NAME);
        let _ = self.parent.rmdir(&self.name);
    }
}

fn open_or_make(parent: &Folder, name: &PathBuf) -> io::Result<Option<Folder>> {
    match parent.make(name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    match parent.folder(name) {
        // Gone again between the two steps: the other build has just finished.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        folder => folder.map(Some),
    }
}
