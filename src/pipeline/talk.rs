//! What is asked of the pipeline, and what it tells: while it works and at the end.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::World;
use crate::check::whole::Outgoing;
use crate::ground::diagnostic::in_reading_order;
use crate::ground::{Date, Diagnostic, Severity, SourcePath};
use crate::site::LeftOut;

/// What the person asked for, with nothing left to look up but the files.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
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
    /// Use what the last build kept, and keep something for the next.
    pub memo: bool,
    /// The program ends after this build: the system takes all memory back at once, so that nobody need tidy it.
    pub last: bool,
}

impl Request {
    /// The site as its settings have it, looked at and not remembered.
    pub fn of(root: PathBuf, include: Include, today: Date) -> Self {
        Self {
            root,
            output: None,
            base_url: None,
            theme: None,
            include,
            today,
            threads: 0,
            sync: false,
            strict: false,
            memo: false,
            last: false,
        }
    }
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
    /// Addresses on the pages that are not of the site; only if the finished site was looked at.
    pub outgoing: Outgoing,
    /// What had to be done, and why; empty if nothing was known from earlier.
    pub remade: Remade,
    /// Whether a clean build was compared with the one that stands, and agreed.
    pub verified: bool,
    /// How long each step took (wall clock), in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Figures of a published site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a build did anew although something was known from earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remade {
    /// Why everything was done anew; none if what the last build kept could be used.
    pub whole: Option<&'static str>,
    /// Whether the settings were not the same any more.
    pub settings: bool,
    /// Sources that were new or not the same any more.
    pub sources: Vec<SourcePath>,
    /// Files of the site that were made anew.
    pub files: Vec<String>,
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

/// One run of the pipeline: what was said so far, and when each step began.
pub(super) struct Run<'a> {
    pub world: &'a dyn World,
    pub progress: &'a dyn Progress,
    pub said: Vec<Diagnostic>,
    pub report: Report,
    begun: Option<(&'static str, Duration)>,
}

impl<'a> Run<'a> {
    pub fn new(world: &'a dyn World, progress: &'a dyn Progress) -> Self {
        Self { world, progress, said: Vec::new(), report: Report::default(), begun: None }
    }

    pub fn step(&mut self, name: &'static str, total: usize) {
        let now = self.world.clock();
        if let Some((name, begun)) = self.begun.replace((name, now)) {
            self.report.timings.push((name, now.saturating_sub(begun)));
        }
        self.progress.step(name, total);
    }

    /// Whether anything that was said keeps the site from being published.
    pub fn must_stop(&self, request: &Request) -> bool {
        self.said.iter().any(|it| it.is_error() || (request.strict && it.severity == Severity::Warning))
    }

    pub fn finish(mut self) -> Report {
        self.step("done", 0);
        self.report.diagnostics = in_reading_order(self.said);
        self.report
    }
}
