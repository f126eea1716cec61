//! The machine as a server's pipeline sees it: the site's folder, and the texts that were read lately. A page whose file has
//! been broken since can still be rendered from the text that it had.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Listing, Stamp};
use crate::pipeline::{Found, Job, Press, World};
use crate::shell::disk::Disk;
use crate::site::FileFacts;

/// Bytes of texts that are kept; the longest unread go first.
const ROOM: usize = 48 << 20;
/// No disk's clock ticks slower. A file that changed less than this before it was read is read again next time.
const TICK: Duration = Duration::from_millis(40);

/// A site's folder that remembers texts.
pub(super) struct Keeper {
    disk: Disk<'static>,
    texts: Mutex<Texts>,
}

#[derive(Default)]
struct Texts {
    by_digest: HashMap<Fingerprint, Arc<[u8]>>,
    in_order: VecDeque<Fingerprint>,
    bytes: usize,
}

impl Keeper {
    /// Opens a site's folder.
    pub(super) fn open(root: &Path) -> Result<Self, Diagnostic> {
        Ok(Self { disk: Disk::open(root, &|_| {})?, texts: Mutex::default() })
    }

    /// The site's root, canonical.
    pub(super) fn root(&self) -> &Path {
        self.disk.root()
    }

    /// Where a source is on disk.
    pub(super) fn path(&self, source: &SourcePath) -> PathBuf {
        self.disk.path(source)
    }

    /// Reads what a build remembered, and what was therefore not read yet, so that it is at hand if its file is broken
    /// later. As much as there is room for.
    pub(super) fn learn(&self, sources: &[SourcePath]) {
        let mut buffer = Vec::new();
        for source in sources {
            let full = self.texts.lock().unwrap_or_else(PoisonError::into_inner).bytes > ROOM / 8 * 7;
            // What cannot be read now is not at hand; the next round says why.
            if full || self.read(source, &mut buffer).is_err() {
                return;
            }
        }
    }

    fn keep(&self, bytes: &[u8]) {
        let digest = Fingerprint::of(bytes);
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if texts.by_digest.contains_key(&digest) {
            return;
        }
        texts.bytes += bytes.len();
        texts.by_digest.insert(digest, Arc::from(bytes));
        texts.in_order.push_back(digest);
        while texts.bytes > ROOM {
            let Some(oldest) = texts.in_order.pop_front() else { return };
            texts.bytes -= texts.by_digest.remove(&oldest).map_or(0, |text| text.len());
        }
    }
}

impl World for Keeper {
    fn walk(&self) -> Found {
        self.disk.walk()
    }

    fn exists(&self, source: &SourcePath) -> bool {
        self.disk.exists(source)
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        let stamp = self.disk.read(source, buffer)?;
        self.keep(buffer);
        Ok(stamp)
    }

    fn earlier(&self, digest: Fingerprint) -> Option<Vec<u8>> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.by_digest.get(&digest).map(|text| text.to_vec())
    }

    fn show(&self, source: &SourcePath, see: &mut dyn FnMut(&[u8])) -> Result<(), Diagnostic> {
        self.disk.show(source, see)
    }

    fn words_inside(&self, source: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        self.disk.words_inside(source)
    }

    fn stamp(&self, source: &SourcePath) -> Option<Stamp> {
        self.disk.stamp(source)
    }

    fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic> {
        self.disk.facts(source)
    }

    fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.disk.picture(source, buffer)
    }

    fn kept(&self, shelf: &str, name: &str) -> Option<Vec<u8>> {
        self.disk.kept(shelf, name)
    }

    fn keep(&self, shelf: &str, name: &str, bytes: &[u8]) -> bool {
        self.disk.keep(shelf, name, bytes)
    }

    fn tick(&self) -> Option<i64> {
        // Without writing anything: the clock of this machine, and some way back.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        i64::try_from(now.checked_sub(TICK)?.as_nanos()).ok()
    }

    fn program(&self) -> Option<Fingerprint> {
        self.disk.program()
    }

    fn recall(&self) -> Option<Vec<u8>> {
        self.disk.recall()
    }

    /// A server only looks: what it knows goes with it.
    fn remember(&self, _: &[u8]) {}

    fn clock(&self) -> Duration {
        self.disk.clock()
    }

    fn press<'a>(&'a self, job: Job) -> Result<Box<dyn Press + 'a>, Diagnostic> {
        self.disk.press(job)
    }

    fn standing(&self, output: &Path) -> Result<Listing, Diagnostic> {
        self.disk.standing(output)
    }
}
