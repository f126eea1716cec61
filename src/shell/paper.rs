//! The machine as the pipeline sees it, with nothing behind it but values: a site on paper. Nothing of it can be published,
//! and nothing is remembered.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::read::sort_in;
use crate::ground::messages::machine as say;
use crate::ground::picture::Picture;
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Listing, Stamp};
use crate::pipeline::{Found, Job, Press, World};
use crate::site::FileFacts;

/// A site that is not on any disk.
#[derive(Clone, Debug)]
pub struct Paper {
    files: BTreeMap<SourcePath, Cow<'static, [u8]>>,
    begun: Instant,
}

impl Paper {
    /// A site of these files, by their paths in it.
    pub fn new(files: impl IntoIterator<Item = (SourcePath, Cow<'static, [u8]>)>) -> Self {
        Self { files: files.into_iter().collect(), begun: Instant::now() }
    }

    /// The text of one of its files.
    pub fn text(&self, path: &SourcePath) -> Option<String> {
        self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    fn bytes(&self, source: &SourcePath) -> Result<&[u8], Diagnostic> {
        let missing = || say::cannot_read(source, &io::Error::from(io::ErrorKind::NotFound));
        self.files.get(source).map(|bytes| &**bytes).ok_or_else(missing)
    }
}

impl World for Paper {
    fn walk(&self) -> Found {
        let mut found = Found::default();
        let in_folders =
            |path: &&SourcePath| ["content/", "static/", "themes/"].iter().any(|at| path.as_str().starts_with(at));
        for path in self.files.keys().filter(in_folders) {
            sort_in(path.clone(), &mut found);
        }
        found
    }

    fn exists(&self, source: &SourcePath) -> bool {
        self.files.contains_key(source)
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        let bytes = self.bytes(source)?;
        buffer.clear();
        buffer.extend_from_slice(bytes);
        Ok(Stamp { size: bytes.len() as u64, ino: 0, mtime: 0, ctime: 0 })
    }

    fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.read(source, buffer).map(drop)
    }

    fn stamp(&self, _: &SourcePath) -> Option<Stamp> {
        None
    }

    fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic> {
        let content = self.bytes(source)?;
        let picture = Picture::look(source.file_name(), content);
        let bytes = content.len() as u64;
        let dimensions = picture.and_then(|picture| picture.size);
        let facts = FileFacts { bytes, dimensions, picture, digest: Fingerprint::of(content) };
        Ok((facts, Stamp { size: bytes, ino: 0, mtime: 0, ctime: 0 }))
    }

    fn tick(&self) -> Option<i64> {
        None
    }

    fn program(&self) -> Option<Fingerprint> {
        None
    }

    fn recall(&self) -> Option<Vec<u8>> {
        None
    }

    fn remember(&self, _: &[u8]) {}

    fn clock(&self) -> Duration {
        self.begun.elapsed()
    }

    fn press<'a>(&'a self, _: Job) -> Result<Box<dyn Press + 'a>, Diagnostic> {
        Err(say::our_fault(None, "a site on paper cannot be published"))
    }

    fn standing(&self, _: &Path) -> Result<Listing, Diagnostic> {
        Ok(Listing::new())
    }
}
