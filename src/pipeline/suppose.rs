//! The site as it would be if one file said something else; nothing is written. Knows one file's other text; asks the
//! machine for all the rest.

use std::path::Path;
use std::time::Duration;

use super::world::{Found, Job, Press, World};
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Listing, Stamp};
use crate::site::FileFacts;

/// A machine on which one file holds another text.
#[derive(Clone, Copy)]
pub struct Supposing<'a> {
    /// The machine.
    pub world: &'a dyn World,
    /// The file.
    pub path: &'a SourcePath,
    /// What it would hold.
    pub text: &'a str,
}

impl World for Supposing<'_> {
    fn walk(&self) -> Found {
        self.world.walk()
    }

    fn exists(&self, source: &SourcePath) -> bool {
        source == self.path || self.world.exists(source)
    }

    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        let stamp = self.world.read(source, buffer)?;
        if source == self.path {
            buffer.clear();
            buffer.extend_from_slice(self.text.as_bytes());
        }
        Ok(stamp)
    }

    fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.world.picture(source, buffer)
    }

    fn stamp(&self, source: &SourcePath) -> Option<Stamp> {
        self.world.stamp(source)
    }

    fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic> {
        self.world.facts(source)
    }

    /// Nothing that is only supposed may be remembered.
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
        self.world.clock()
    }

    fn press<'a>(&'a self, job: Job) -> Result<Box<dyn Press + 'a>, Diagnostic> {
        self.world.press(job)
    }

    fn standing(&self, output: &Path) -> Result<Listing, Diagnostic> {
        self.world.standing(output)
    }
}
