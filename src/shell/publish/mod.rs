//! Artifacts -> the output folder: compare with what stands, stage the difference, one atomic exchange.
//! Knows files and bytes; knows nothing of stories or pages.
//!
//! | file | duty |
//! |---|---|
//! | `guard` | which folders may be an output |
//! | `lock` | one build at a time |
//! | `work` | the work folder beside the output, the exchange, and what a killed build left |
//! | `standing` | the site that stands, and what proves that a file in it is right |
//! | `tree` | the names of the new site |
//! | `staging` | the folder in which the new site is put together |
//! | `same` | whether anything is to be done at all |
//! | `foreign`, `rescue` | what is not ours, before and after the exchange |
//! | `forget` | what goes from the old site after the exchange |
//! | `commit` | the order of the last steps |
//! | `manifest` | the list of what is ours |
//! | `modes` | who may read it |
//! | `owner` | which site an output belongs to |
//! | `disk`, `walk` | the system calls |

mod commit;
mod disk;
mod foreign;
mod forget;
mod guard;
mod lock;
mod manifest;
mod modes;
mod owner;
mod rescue;
mod same;
mod source;
mod spare;
mod staging;
mod standing;
mod tree;
mod walk;
mod work;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::fs::FileType;

pub use commit::{Outcome, Remembered};
pub(in crate::shell) use disk::stamp_of;
pub use manifest::{MANIFEST, Manifest};
pub use work::work_name;

use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing, failed};
use crate::ground::text::{around_first, around_last};
use crate::memo::{Entry, Listing, Sight, Stamp};
use disk::Folder;
use lock::Lock;
use staging::Staging;
use standing::{Proof, Standing};
use tree::{Clash, Staged, Tree, Where};
use work::Work;

/// The site's folder for what the program keeps for itself.
pub const STATE: &str = ".goodturn";

/// What is asked of publishing.
pub struct Order<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The output folder; a relative path counts from where the program was started.
    pub output: &'a Path,
    /// Folders that sources are read from, relative to `root` or absolute: never an output.
    pub sources: &'a [PathBuf],
    /// The person's home folder: never an output either.
    pub home: Option<&'a Path>,
    /// Make the exchange itself durable.
    pub sync: bool,
    /// Threads to use for the last step; 0 means as many as there are processors.
    pub threads: usize,
    /// What is remembered of the site that stands, if stamps are wanted at all: with anything, even with nothing in it,
    /// the outcome has a stamp of each file, to be remembered for next time.
    pub remembered: Option<Sight>,
    /// Told once when another build holds the lock and we wait.
    pub wait: &'a (dyn Fn(&Diagnostic) + Sync),
}

/// A site that is being put together beside the one that stands. Many threads may stage files at once; nothing in the
/// output changes before `commit`, nor if this is dropped without it.
pub struct Publisher {
    standing: Option<Standing>,
    nothing: Manifest,
    remembered: Option<Sight>,
    /// A moment before any file was looked at, by the clock of the output's disk.
    tick: Option<i64>,
    root: PathBuf,
    /// What is to be noted of whose the output is.
    owner: Option<PathBuf>,
    sync: bool,
    threads: usize,
    tree: Tree,
    staging: OnceLock<Result<Staging, Diagnostic>>,
    /// The first fault: after one, nothing is published.
    broken: Mutex<Option<Diagnostic>>,
    said: Vec<Diagnostic>,
    committed: bool,
    made: Vec<PathBuf>,
    // The locks last, so that they are given back last; the site's after the output's.
    work: Work,
    _site: Option<Lock>,
}

/// Checks the output folder, waits for the lock, and clears up after a build that was killed.
///
/// # Errors
/// If the output may not be one, or the disk refuses.
pub fn open(order: Order) -> Result<Publisher, Diagnostic> {
    let precious = guard::Precious { root: order.root, sources: order.sources, home: order.home };
    let place = guard::place(order.output, &precious)?;
    let site = lock_site(order.root, &|| (order.wait)(&say::waiting(order.root)))?;
    let made = work::make_missing(&place)?;
    let path = place.parent.join(&place.name);
    let opened = Work::lock(&place, &|| (order.wait)(&say::waiting(&path))).and_then(|work| {
        let said = work.recover()?;
        let standing = work.standing()?;
        let owner = owner::check(order.root, &place, work.folder(), standing.as_ref())?;
        Ok((work, said, standing, owner))
    });
    let (work, said, standing, owner) = opened.inspect_err(|_| work::unmake(&made))?;
    let tick = order.remembered.as_ref().and_then(|_| work.folder().tick("tick").ok());
    Ok(Publisher {
        standing,
        nothing: Manifest::default(),
        remembered: order.remembered,
        tick,
        root: order.root.to_path_buf(),
        owner,
        sync: order.sync,
        threads: order.threads,
        tree: Tree::new(),
        staging: OnceLock::new(),
        broken: Mutex::new(None),
        said,
        committed: false,
        made,
        work,
        _site: site,
    })
}

impl Publisher {
    /// What the standing site's list says; empty if there is none.
    pub fn standing(&self) -> &Manifest {
        self.standing.as_ref().map_or(&self.nothing, |standing| &standing.list)
    }

    /// The output folder, free of symlinks.
    pub fn output(&self) -> PathBuf {
        self.work.output()
    }

    /// Stages a file: the standing one if it holds these very bytes, else a new one, written once and whole.
    ///
    /// # Errors
    /// If the name cannot be had or the disk refuses; `commit` then refuses, too.
    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.watched(|| {
            self.claim(file)?;
            let entry = Entry::of(bytes);
            self.stage(file, entry, Proof::Bytes(bytes), |staging| staging.write(file, bytes))
        })
    }

    /// Stages a file that was staged last time, if the one that stands is what `entry` says. `false` if it is not, or there
    /// is none: it must then be staged with `put` or `copy`.
    ///
    /// # Errors
    /// If the name cannot be had; `commit` then refuses, too.
    pub fn keep(&self, file: &str, entry: Entry) -> Result<bool, Diagnostic> {
        let Some(standing) = &self.standing else { return Ok(false) };
        let Some(stamp) = standing.proves(file, entry, Proof::Digest, self.remembered.as_ref()) else {
            return Ok(false);
        };
        self.watched(|| {
            self.claim(file)?;
            self.tree.settle(file, Staged { entry, place: Where::Standing, stamp: Some(stamp), twin: false });
            Ok(true)
        })
    }

    /// Stages a copy of a file of the site, and says what was in it. `from` is absolute or counts from the site's folder; a symlink may lead
    /// elsewhere in the site, not out of it.
    ///
    /// # Errors
    /// As for `put`; also if the source is not a plain file of the site, or cannot be read.
    pub fn copy(&self, file: &str, from: &Path) -> Result<Entry, Diagnostic> {
        self.watched(|| {
            self.claim(file)?;
            source::copy(self, file, from)
        })
    }

    /// Finishes a claimed file: proves the standing one, or else lets `write` make a new one.
    fn stage(
        &self,
        file: &str,
        entry: Entry,
        proof: Proof,
        write: impl FnOnce(&Staging) -> Result<Option<Stamp>, Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let proven =
            self.standing.as_ref().and_then(|standing| standing.proves(file, entry, proof, self.remembered.as_ref()));
        let staged = if let Some(stamp) = proven {
            Staged { entry, place: Where::Standing, stamp: Some(stamp), twin: false }
        } else {
            let staging = self.staged_folder(file)?;
            Staged { entry, place: Where::Staging, stamp: write(staging)?, twin: false }
        };
        self.tree.settle(file, staged);
        Ok(())
    }

    /// The staging folder, with the folder for a file in it.
    fn staged_folder(&self, file: &str) -> Result<&Staging, Diagnostic> {
        let staging = self.staging()?;
        if let Some((folder, _)) = around_last(file, b'/') {
            self.tree.made(folder, &|folder| staging.make(folder))?;
        }
        Ok(staging)
    }

    /// The staging folder, begun when it is first needed: a build that changes nothing has none.
    fn staging(&self) -> Result<&Staging, Diagnostic> {
        let begin = || {
            let mode = self.standing.as_ref().map(|standing| standing.mode);
            Staging::begin(self.work.folder(), mode, self.remembered.as_ref(), self.work.modes)
        };
        self.staging.get_or_init(begin).as_ref().map_err(Clone::clone)
    }

    fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }

    fn claim(&self, file: &str) -> Result<(), Diagnostic> {
        check_name(file).map_err(|why| say::bad_name(file, why))?;
        self.tree.claim(file).map_err(|clash| match clash {
            Clash::Twice => say::twice(file),
            Clash::IsFolder => say::file_and_folder(file, &format!("{file}/…")),
            Clash::IsFile(other) => say::file_and_folder(&other, file),
        })
    }

    /// Remembers the first fault, so that a site with a hole is never published.
    fn watched<T>(&self, work: impl FnOnce() -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
        work().inspect_err(|fault| {
            self.broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| fault.clone());
        })
    }
}

/// Now, by the clock of the disk that a folder is on, in nanoseconds since 1970.
///
/// # Errors
/// If nothing may be written there.
pub(in crate::shell) fn tick(folder: &Path) -> io::Result<i64> {
    Folder::open(folder)?.tick(&format!("tick.{}", std::process::id()))
}

/// Whether a build was killed on a disk that cannot exchange, between the old site's going aside and the new one's coming.
pub fn is_aside(output: &Path) -> bool {
    let parent = output.parent().unwrap_or(Path::new("."));
    let aside = output.file_name().map(|name| parent.join(work_name(name)).join(work::OLD));
    aside.is_some_and(|aside| std::fs::symlink_metadata(aside).is_ok())
}

/// What stands in a folder, and of what kind. Unlike the standard library's own list it ends well on a disk that fails
/// while the folder is closed.
///
/// # Errors
/// If it cannot be listed.
pub(in crate::shell) fn names_in(folder: &Path) -> io::Result<Vec<(OsString, FileType)>> {
    walk::list(&Folder::open(folder)?)
}

/// Every file of ours in an output folder, by path, as it really is: read, not believed. None for one that is missing
/// or not a file any more.
///
/// # Errors
/// If the folder or its list cannot be read.
pub fn inspect(output: &Path) -> Result<Listing, Diagnostic> {
    let folder = Folder::open(output).map_err(|error| failed(Doing::List, output, &error))?;
    let list = standing::read_list(&folder)?.unwrap_or_default();
    let real = |file: &str| folder.read_open(file).and_then(|open| standing::digest(&open)).ok();
    Ok(list.iter().map(|(file, _)| (file.into(), real(file))).collect())
}

/// Files of ours in an output folder: how many there should be, which are missing, and which are not as they were written.
///
/// # Errors
/// If the folder or its list cannot be read.
pub fn altered(output: &Path) -> Result<(usize, Vec<String>, Vec<String>), Diagnostic> {
    let folder = Folder::open(output).map_err(|error| failed(Doing::List, output, &error))?;
    let list = standing::read_list(&folder)?.unwrap_or_default();
    let (mut all, mut missing, mut changed) = (0, Vec::new(), Vec::new());
    for (file, entry) in list.iter() {
        all += 1;
        match folder.read_open(file).and_then(|open| standing::digest(&open)) {
            Ok(real) if real == entry => {}
            Ok(_) => changed.push(file.to_owned()),
            Err(_) => missing.push(file.to_owned()),
        }
    }
    Ok((all, missing, changed))
}

impl Drop for Publisher {
    /// Without a commit, clears away what was staged. What cannot be cleared now is cleared at the next start.
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        if let Some(Ok(staging)) = self.staging.get() {
            if staging.is_fresh() {
                let _ = walk::remove(self.work.folder(), staging::NEXT.as_ref());
            } else {
                for file in self.tree.written() {
                    let _ = staging.folder.unlink(&*file);
                }
            }
        }
        work::unmake(&self.made);
    }
}

/// The site's own lock, which protects what the program keeps in the site. A site that cannot be written to has nothing
/// to protect.
fn lock_site(root: &Path, wait: &dyn Fn()) -> Result<Option<Lock>, Diagnostic> {
    let folder = Folder::open(root).map_err(|error| failed(Doing::List, root, &error))?;
    match Lock::take(folder, PathBuf::from(STATE), wait) {
        Ok(lock) => Ok(Some(lock)),
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            Ok(None)
        }
        Err(error) => Err(failed(Doing::Lock, &root.join(STATE), &error)),
    }
}

/// Whether a name stays inside the output on every system; else why not.
fn check_name(file: &str) -> Result<(), &'static str> {
    if file.is_empty() {
        return Err("is empty");
    }
    if file.starts_with('/') {
        return Err("starts at the root of the disk");
    }
    if memchr::memchr(0, file.as_bytes()).is_some() {
        return Err("holds a NUL character");
    }
    for part in file.as_bytes().split(|byte| *byte == b'/') {
        match part {
            b"" => return Err("has two slashes in a row, or one at its end"),
            b"." | b".." => return Err("could lead out of the output folder"),
            _ if part.len() > 255 => return Err("has a part longer than 255 bytes, which no disk takes"),
            _ => {}
        }
    }
    if around_first(file, b'/').map_or(file, |(first, _)| first).eq_ignore_ascii_case(MANIFEST) {
        return Err("has the name of the list that goodturn keeps there");
    }
    Ok(())
}
