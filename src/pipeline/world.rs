//! Everything that the pipeline may ask of the machine. `shell` answers; a test may answer otherwise.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::ground::{Diagnostic, SourcePath};
use crate::site::Files;
use crate::story::Kind;

/// What stands in the site's folder.
#[derive(Debug, Default)]
pub struct Found {
    /// Stories, pages and introductions, by path.
    pub markdown: Vec<(SourcePath, Kind)>,
    /// Comments files, by path.
    pub comments: Vec<SourcePath>,
    /// Files of themes, by path.
    pub themes: Vec<SourcePath>,
    /// All other files.
    pub files: Files,
    /// What was wrong on the way.
    pub said: Vec<Diagnostic>,
}

/// The machine, as the pipeline sees it.
pub trait World: Sync {
    /// Walks the site's folders.
    fn walk(&self) -> Found;

    /// Whether a file is there.
    fn exists(&self, source: &SourcePath) -> bool;

    /// Reads a file whole, into an emptied buffer.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic>;

    /// Time since some fixed moment, for timings only.
    fn clock(&self) -> Duration;

    /// Gets the output folder ready. Nothing in it changes before `Press::publish`.
    ///
    /// # Errors
    /// If the folder is not ours to write to.
    fn press<'a>(&'a self, output: &Path, sync: bool) -> Result<Box<dyn Press + 'a>, Diagnostic>;
}

/// Where finished files go. Dropped without `publish`, nothing has happened.
pub trait Press: Sync {
    /// Takes a finished file.
    ///
    /// # Errors
    /// If it cannot be written.
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// Takes a copy of a file of the site.
    ///
    /// # Errors
    /// If it cannot be read or written.
    fn copy(&self, file: &str, source: &SourcePath) -> Result<(), Diagnostic>;

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    /// If that is not possible; the old site stands then.
    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>>;
}

/// What was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The output folder.
    pub output: PathBuf,
    /// Files of the site.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that had to be written.
    pub written: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Small things that were left undone.
    pub said: Vec<Diagnostic>,
}
