//! What the new site holds so far: which names are files and which are folders, claimed by many threads at once.
//! Touches no disk; whoever claims a folder says how it is made.

use std::hash::BuildHasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use foldhash::fast::RandomState;

use crate::ground::text::around_last;
use crate::memo::{Entry, Stamp};

/// Enough that threads seldom meet.
const SHARDS: usize = 64;

/// A file of the new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Staged {
    /// What it holds.
    pub entry: Entry,
    /// Where its bytes are.
    pub place: Where,
    /// What it looked like when it was known to be right, where that was asked.
    pub stamp: Option<Stamp>,
    /// Whether the very same file is in the staging folder, too.
    pub twin: bool,
}

/// Where a file's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// In the output that stands, unchanged.
    Standing,
    /// Written into the staging folder.
    Staging,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A folder; `true` once it exists in the staging folder.
    Folder(bool),
    /// A file; none while it is being written.
    File(Option<Staged>),
}

/// Why a name cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// The same file was staged already.
    Twice,
    /// The name is a folder of other files.
    IsFolder,
    /// This part of the path is a file.
    IsFile(String),
}

/// All names of the new site.
#[derive(Debug)]
pub(super) struct Tree {
    shards: Vec<Mutex<Shard>>,
    hasher: RandomState,
}

/// Some of the names, by path; a name is in one of the two at most. There are about as many folders as files, and little
/// is known of a folder.
#[derive(Debug, Default)]
struct Shard {
    /// None while a file is being written.
    files: HashMap<Box<str>, Option<Staged>>,
    /// `true` once a folder exists in the staging folder.
    folders: HashMap<Box<str>, bool>,
}

impl Shard {
    fn get(&self, path: &str) -> Option<Node> {
        let folder = || self.folders.get(path).copied().map(Node::Folder);
        self.files.get(path).copied().map(Node::File).or_else(folder)
    }
}

impl Tree {
    pub fn new() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), hasher: RandomState::default() }
    }

    /// Claims a name for a file, and the folders above it.
    pub fn claim(&self, file: &str) -> Result<(), Clash> {
        if let Some((folder, _)) = around_last(file, b'/') {
            self.claim_folder(folder)?;
        }
        let mut shard = self.shard(file);
        if shard.folders.contains_key(file) {
            return Err(Clash::IsFolder);
        }
        if shard.files.insert(file.into(), None).is_some() { Err(Clash::Twice) } else { Ok(()) }
    }

    /// Fills a claimed file in.
    pub fn settle(&self, file: &str, staged: Staged) {
        if let Some(settled) = self.shard(file).files.get_mut(file) {
            *settled = Some(staged);
        }
    }

    /// Sees that a claimed folder exists, calling `make` once for it and for each one above it that does not yet.
    /// Nobody is told that a folder exists before it does.
    pub fn made<E>(&self, folder: &str, make: &impl Fn(&str) -> Result<(), E>) -> Result<(), E> {
        if self.get(folder) == Some(Node::Folder(true)) {
            return Ok(());
        }
        if let Some((above, _)) = around_last(folder, b'/') {
            self.made(above, make)?;
        }
        let mut shard = self.shard(folder);
        let exists = shard.folders.entry(folder.into()).or_default();
        if !*exists {
            make(folder)?;
            *exists = true;
        }
        Ok(())
    }

    /// What a name stands for.
    pub fn get(&self, path: &str) -> Option<Node> {
        self.shard(path).get(path)
    }

    /// All files, sorted by path. A file that was claimed and never filled in is left out.
    pub fn files(&self) -> Vec<(Box<str>, Staged)> {
        let mut files = Vec::new();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            files.extend(shard.files.iter().filter_map(|(path, staged)| Some((path.clone(), (*staged)?))));
        }
        files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        files
    }

    /// Files that were written into the staging folder, wholly or in part.
    pub fn written(&self) -> Vec<Box<str>> {
        let mut written = Vec::new();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let was_written = |staged: &Option<Staged>| staged.is_none_or(|staged| staged.place == Where::Staging);
            written.extend(shard.files.iter().filter(|(_, staged)| was_written(staged)).map(|(path, _)| path.clone()));
        }
        written
    }

    fn claim_folder(&self, folder: &str) -> Result<(), Clash> {
        match self.get(folder) {
            Some(Node::Folder(_)) => return Ok(()),
            Some(Node::File(_)) => return Err(Clash::IsFile(folder.to_owned())),
            None => {}
        }
        if let Some((above, _)) = around_last(folder, b'/') {
            self.claim_folder(above)?;
        }
        let mut shard = self.shard(folder);
        if shard.files.contains_key(folder) {
            return Err(Clash::IsFile(folder.to_owned()));
        }
        shard.folders.entry(folder.into()).or_insert(false);
        Ok(())
    }

    fn shard(&self, path: &str) -> MutexGuard<'_, Shard> {
        #[allow(clippy::cast_possible_truncation)]
        let at = self.hasher.hash_one(path) as usize % SHARDS;
        self.shards[at].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
