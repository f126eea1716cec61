//! The machine, as the pipeline sees it: a folder on disk, the clock, the output folder, the memory between builds.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::FileType;

use super::aside::Aside;
use super::elsewhere;
use super::publish::{self, Publisher, STATE};
use super::read::{FOLDERS, Folder};
use crate::ground::messages::machine;
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Entry, Glance, Listing, Stamp};
use crate::pipeline::account;
use crate::pipeline::{Found, Job, Press, Printed, SHELVES, World};
use crate::site::FileFacts;

/// The file in which one build tells the next what it knows.
const MEMO: &str = "memo";
/// Bytes that stand for what is kept on a shelf, behind it.
const SEAL: usize = 16;

/// A site on disk.
pub struct Disk<'a> {
    folder: Folder,
    aside: Aside,
    started: Instant,
    wait: &'a (dyn Fn(&Diagnostic) + Sync),
}

impl<'a> Disk<'a> {
    /// A site's folder. `wait` is told once if another build holds the output and this one must wait.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: &Path, wait: &'a (dyn Fn(&Diagnostic) + Sync)) -> Result<Self, Diagnostic> {
        Ok(Self { folder: Folder::open(root)?, aside: Aside::default(), started: Instant::now(), wait })
    }

    /// The site's root, canonical.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Throws away all that builds told one another.
    pub fn forget(&self) {
        let state = self.root().join(STATE);
        // Not a link to somewhere else.
        if fs::symlink_metadata(&state).is_ok_and(|facts| facts.is_dir()) {
            let _ = fs::remove_file(state.join(MEMO));
            for shelf in SHELVES.into_iter().chain([account::SHELF, elsewhere::SHELF]).map(|shelf| state.join(shelf)) {
                if fs::symlink_metadata(&shelf).is_ok_and(|facts| facts.is_dir()) {
                    clear(&shelf, |_| true);
                }
            }
        }
    }

    /// Where a source is on disk.
    pub fn path(&self, source: &SourcePath) -> PathBuf {
        self.folder.path(source)
    }
}

impl World for Disk<'_> {
    fn walk(&self) -> Found {
        self.folder.walk()
    }

    fn exists(&self, source: &SourcePath) -> bool {
        // If that cannot be told, it counts as being there: whoever then reads it is told why it cannot be read.
        let path = self.folder.path(source);
        path.try_exists().unwrap_or(true) || leads_nowhere(&path, self.root())
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        self.folder.read(source, buffer)
    }

    fn show(&self, source: &SourcePath, see: &mut dyn FnMut(&[u8])) -> Result<(), Diagnostic> {
        self.folder.show(source, see)
    }

    fn words_inside(&self, source: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        self.folder.words_inside(source)
    }

    fn stamp(&self, source: &SourcePath) -> Option<Stamp> {
        self.folder.stamp(source)
    }

    fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic> {
        self.folder.facts(source)
    }

    fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.folder.picture(source, buffer)
    }

    fn kept(&self, shelf: &str, name: &str) -> Option<Vec<u8>> {
        let path = self.root().join(STATE).join(shelf).join(name);
        fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let mut bytes = fs::read(path).ok()?;
        // It ends with what stands for it, so that a file that was cut short or changed is made anew.
        let content = bytes.len().checked_sub(SEAL)?;
        let seal: [u8; SEAL] = bytes[content..].try_into().ok()?;
        bytes.truncate(content);
        (Fingerprint::of(&bytes) == Fingerprint::from(seal)).then_some(bytes)
    }

    fn keep(&self, shelf: &str, name: &str, bytes: &[u8]) -> bool {
        let Some(shelf) = self.state().map(|state| state.join(shelf)) else { return false };
        let _ = fs::create_dir(&shelf);
        if !fs::symlink_metadata(&shelf).is_ok_and(|facts| facts.is_dir()) {
            return false;
        }
        let fresh = shelf.join(format!("{name}.{}", std::process::id()));
        let _ = fs::remove_file(&fresh);
        let seal = <[u8; SEAL]>::from(Fingerprint::of(bytes));
        let written = fs::File::create_new(&fresh)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.write_all(&seal)));
        let is_kept = written.and_then(|()| fs::rename(&fresh, shelf.join(name))).is_ok();
        if !is_kept {
            let _ = fs::remove_file(&fresh);
        }
        is_kept
    }

    fn clear_shelf(&self, shelf: &str, is_wanted: &dyn Fn(&str) -> bool) {
        let Some(shelf) = self.state().map(|state| state.join(shelf)) else { return };
        if fs::symlink_metadata(&shelf).is_ok_and(|facts| facts.is_dir()) {
            clear(&shelf, |name| !is_wanted(name));
        }
    }

    fn set_aside(&self, digest: Fingerprint, made: &str) {
        self.aside.put(&self.folder.handle(), digest, made);
    }

    fn take_up<'r>(&self, digest: Fingerprint, room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        self.aside.take(digest, room)
    }

    fn tick(&self) -> Option<i64> {
        publish::tick(&self.state()?).ok()
    }

    fn program(&self) -> Option<Fingerprint> {
        let program = std::env::current_exe().ok()?;
        let stat = rustix::fs::stat(&program).ok()?;
        Some(Fingerprint::of_value(&(env!("CARGO_PKG_VERSION"), publish::stamp_of(&stat))))
    }

    fn recall(&self) -> Option<Vec<u8>> {
        let path = self.root().join(STATE).join(MEMO);
        // Not a named pipe, not a link to somewhere else.
        fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        fs::read(path).ok()
    }

    fn remember(&self, bytes: &[u8]) {
        // Without it the next build only takes longer, so that nobody need be told.
        let Some(state) = self.state() else { return };
        // What a killed build had begun to write may tell of stories that were withdrawn since.
        let is_left = |name: &str, start: &str| name.strip_prefix(start).is_some_and(is_number);
        clear(&state, |name| is_left(name, "memo.") || is_left(name, "tick."));
        let fresh = state.join(format!("{MEMO}.{}", std::process::id()));
        let _ = fs::remove_file(&fresh);
        let written = fs::File::create_new(&fresh).and_then(|mut file| file.write_all(bytes));
        if written.and_then(|()| fs::rename(&fresh, state.join(MEMO))).is_err() {
            let _ = fs::remove_file(&fresh);
        }
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    fn press<'a>(&'a self, job: Job) -> Result<Box<dyn Press + 'a>, Diagnostic> {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        // What is in these is nobody's to publish, or ours to write into.
        let sources: Vec<PathBuf> = FOLDERS.iter().chain(&["private", ".git"]).map(PathBuf::from).collect();
        let publisher = publish::open(publish::Order {
            root: self.root(),
            output: &job.output,
            sources: &sources,
            home: home.as_deref(),
            sync: job.sync,
            threads: 0,
            remembered: job.remembered,
            wait: &|said| (self.wait)(said),
        })?;
        Ok(Box::new(OnDisk { publisher, folder: &self.folder, aside: &self.aside }))
    }

    fn heal(&self, output: &Path) {
        if publish::is_aside(output) {
            // Whoever begins a build clears up after the one before.
            drop(self.press(Job { output: output.to_path_buf(), sync: false, remembered: None }));
        }
    }

    fn standing(&self, output: &Path) -> Result<Listing, Diagnostic> {
        publish::inspect(output)
    }
}

impl Disk<'_> {
    /// The folder for what the program keeps for itself, made if need be; git is told to leave it alone.
    fn state(&self) -> Option<PathBuf> {
        let state = self.root().join(STATE);
        if fs::symlink_metadata(&state).is_err() {
            fs::create_dir(&state).ok()?;
        }
        // A site that came from elsewhere may have put a link here, to lead us out of it.
        fs::symlink_metadata(&state).ok().filter(fs::Metadata::is_dir)?;
        if let Ok(mut ignore) = fs::File::create_new(state.join(".gitignore")) {
            let _ = ignore.write_all(b"*\n");
        }
        Some(state)
    }
}

/// Removes the files in a folder that have such names.
fn clear(folder: &Path, is_stale: impl Fn(&str) -> bool) {
    for (name, kind) in publish::names_in(folder).unwrap_or_default() {
        if kind == FileType::RegularFile && name.to_str().is_some_and(&is_stale) {
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// Whether a file is missing only because a symbolic link on the way to it leads nowhere: a disk that is not attached.
fn leads_nowhere(path: &Path, root: &Path) -> bool {
    let mut way = path.ancestors().take_while(|part| *part != root);
    let first = way.find_map(|part| fs::symlink_metadata(part).ok());
    first.is_some_and(|facts| facts.file_type().is_symlink())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The output folder on disk.
struct OnDisk<'a> {
    publisher: Publisher,
    folder: &'a Folder,
    aside: &'a Aside,
}

impl Press for OnDisk<'_> {
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.publisher.put(file, bytes)
    }

    fn copy(&self, file: &str, source: &SourcePath, digest: Fingerprint) -> Result<(), Diagnostic> {
        let copied = self.publisher.copy(file, &self.folder.path(source))?;
        if copied.digest == digest { Ok(()) } else { Err(machine::changed_meanwhile(source)) }
    }

    fn keep(&self, file: &str, entry: Entry) -> Result<bool, Diagnostic> {
        self.publisher.keep(file, entry)
    }

    fn unchanged(&self, files: &[Glance<'_>]) -> Option<PathBuf> {
        self.publisher.unchanged(files)
    }

    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>> {
        // Every page was made. What waits to be written to the disk need not be, if it is wanted no more.
        self.aside.clear();
        let outcome = self.publisher.commit()?;
        Ok(Printed {
            output: outcome.output,
            files: outcome.files,
            bytes: outcome.bytes,
            written: outcome.written,
            removed: outcome.removed,
            said: outcome.warnings,
            standing: outcome
                .remembered
                .into_iter()
                .map(|file| (file.path, file.entry, file.settled.then(|| file.stamp.look()), file.twin))
                .collect(),
            folders: outcome.folders,
        })
    }
}
