//! The steps, in order: read, parse, gather, plan, render, publish.

use std::path::PathBuf;
use std::time::Duration;

use crate::ground::{Date, Diagnostic};
use crate::site::LeftOut;

/// What the person asked for, with nothing left to look up but the files.
#[derive(Clone, Debug)]
pub struct Request {
    /// The site's folder.
    pub root: PathBuf,
    /// Instead of site.toml's `output`.
    pub output: Option<PathBuf>,
    /// Instead of site.toml's `base_url`.
    pub base_url: Option<String>,
    /// Instead of site.toml's `theme`.
    pub theme: Option<String>,
    /// Which stories are in besides those whose day it is.
    pub include: Include,
    /// The day that decides what is in the future or expired.
    pub today: Date,
    /// Threads to use; 0 means as many as there are processors.
    pub threads: usize,
    /// Make the exchange itself durable.
    pub sync: bool,
    /// Warnings count as errors.
    pub strict: bool,
}

/// Which stories are in besides those whose day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Include {
    /// Drafts.
    pub drafts: bool,
    /// Stories whose date has not come.
    pub future: bool,
    /// Stories whose last day has passed.
    pub expired: bool,
}

/// What came of a build.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Everything to be said, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was published; none if nothing was.
    pub published: Option<Published>,
    /// Stories that are not published today.
    pub left_out: Vec<LeftOut>,
    /// How long each step took (wall clock), in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Figures of a published site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Where.
    pub output: PathBuf,
    /// Stories with a page of their own.
    pub stories: usize,
    /// Other Markdown pages.
    pub pages: usize,
    /// All files of the site.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that had to be written this time.
    pub written: usize,
    /// Files that were removed this time.
    pub removed: usize,
}

/// What the pipeline tells while it works, so that a progress bar can be shown.
pub trait Progress: Sync {
    /// A step begins; `total` is how many things it has to do, 0 if unknown.
    fn step(&self, name: &'static str, total: usize);
    /// So many more things are done.
    fn advance(&self, done: usize);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: &'static str, _: usize) {}
    fn advance(&self, _: usize) {}
}

/// Builds and publishes the site. Never publishes anything while a diagnostic is an error.
pub fn build(request: &Request, progress: &dyn Progress) -> Report {
    let _ = (request, progress);
    Report::default()
}
