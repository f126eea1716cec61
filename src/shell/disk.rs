//! The machine, as the pipeline sees it: a folder on disk, the clock, the output folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::publish::{self, Publisher};
use super::read::{FOLDERS, Folder};
use crate::ground::{Diagnostic, SourcePath};
use crate::pipeline::{Found, Press, Printed, World};

/// A site on disk.
pub struct Disk<'a> {
    folder: Folder,
    started: Instant,
    wait: &'a (dyn Fn(&Diagnostic) + Sync),
}

impl<'a> Disk<'a> {
    /// A site's folder. `wait` is told once if another build holds the output and this one must wait.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: &Path, wait: &'a (dyn Fn(&Diagnostic) + Sync)) -> Result<Self, Diagnostic> {
        Ok(Self { folder: Folder::open(root)?, started: Instant::now(), wait })
    }

    /// The site's root, canonical.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }
}

impl World for Disk<'_> {
    fn walk(&self) -> Found {
        self.folder.walk()
    }

    fn exists(&self, source: &SourcePath) -> bool {
        // If that cannot be told, it counts as being there: whoever then reads it is told why it cannot be read.
        self.folder.path(source).try_exists().unwrap_or(true)
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.folder.read(source, buffer)
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    fn press<'a>(&'a self, output: &Path, sync: bool) -> Result<Box<dyn Press + 'a>, Diagnostic> {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let sources: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).collect();
        let publisher = publish::open(publish::Order {
            root: self.root(),
            output,
            sources: &sources,
            home: home.as_deref(),
            sync,
            threads: 0,
            remembered: None,
            wait: &|said| (self.wait)(said),
        })?;
        Ok(Box::new(OnDisk { publisher, folder: &self.folder }))
    }
}

/// The output folder on disk.
struct OnDisk<'a> {
    publisher: Publisher,
    folder: &'a Folder,
}

impl Press for OnDisk<'_> {
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.publisher.put(file, bytes)
    }

    fn copy(&self, file: &str, source: &SourcePath) -> Result<(), Diagnostic> {
        self.publisher.copy(file, &self.folder.path(source))
    }

    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>> {
        let outcome = self.publisher.commit()?;
        Ok(Printed {
            output: outcome.output,
            files: outcome.files,
            bytes: outcome.bytes,
            written: outcome.written,
            removed: outcome.removed,
            said: outcome.warnings,
        })
    }
}
