//! The machine, as the pipeline sees it: a folder on disk, the clock, the output folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::publish::{self, Publisher};
use super::read::Folder;
use crate::ground::{Date, Diagnostic, SourcePath};
use crate::pipeline::{Found, Press, Printed, World};

/// A site on disk.
#[derive(Debug)]
pub struct Disk {
    folder: Folder,
    started: Instant,
}

impl Disk {
    /// A site's folder.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        Ok(Self { folder: Folder::open(root)?, started: Instant::now() })
    }

    /// The site's root, canonical.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }
}

impl World for Disk {
    fn walk(&self) -> Found {
        self.folder.walk()
    }

    fn exists(&self, source: &SourcePath) -> bool {
        self.folder.path(source).exists()
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.folder.read(source, buffer)
    }

    fn today(&self, zone: &jiff::tz::TimeZone) -> Date {
        Date::from(jiff::Timestamp::now().to_zoned(zone.clone()).date())
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }
}
