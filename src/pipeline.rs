//! The steps, in order: read, parse, gather, plan, render, publish.
//! Knows the order and nothing of how any step is done; asks the machine only through `World`.

pub mod parallel;
mod read;
mod render;
pub mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::ground::diagnostic::in_reading_order;
use crate::ground::{Date, Diagnostic, Severity};
use crate::plan::{Asset, Planning, SocialPicture, Wants, plan};
use crate::settings::Settings;
use crate::site::{Gathering, LeftOut, Site, gather};
use crate::theme::Theme;
pub use world::{Found, Press, Printed, World};

/// Stories in the same spirit that a story's page names.
const SIMILAR: usize = 3;

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
pub fn build(request: &Request, world: &dyn World, progress: &dyn Progress) -> Report {
    let mut run = Run::new(world, progress);
    if let Some(site) = gathered(request, &mut run) {
        run.report.published = published(request, &site, &mut run);
    }
    run.finish()
}

/// Reads and gathers the site without publishing it.
pub fn look(request: &Request, world: &dyn World, progress: &dyn Progress) -> (Option<Site>, Report) {
    let mut run = Run::new(world, progress);
    let gathered = gathered(request, &mut run);
    (gathered.map(|gathered| gathered.site), run.finish())
}

/// Everything that is known once all sources are read.
struct Gathered {
    settings: Settings,
    zone: jiff::tz::TimeZone,
    theme: Option<Theme>,
    site: Site,
    threads: usize,
}

/// read, parse, gather.
fn gathered(request: &Request, run: &mut Run<'_>) -> Option<Gathered> {
    let world = run.world;
    let threads = parallel::threads(request.threads);
    run.step("read", 0);
    let settings = read::settings(request, world, &mut run.said)?;
    let zone = jiff::tz::TimeZone::get(&settings.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let mut found = world.walk();
    run.said.append(&mut found.said);
    let theme = read::theme(&settings, &found, world, &mut run.said);
    run.step("parse", found.markdown.len());
    let stories = read::stories(&settings, &found, world, threads, &mut run.said);
    let comments = read::comments(&found, world, threads, &mut run.said);
    run.step("gather", 0);
    let (site, said) = gather(Gathering {
        stories,
        comments,
        files: found.files,
        settings: &settings,
        drafts: request.include.drafts,
        future: request.include.future,
        expired: request.include.expired,
        today: request.today,
        zone: &zone,
    });
    run.said.extend(said);
    run.report.left_out.clone_from(&site.left_out);
    Some(Gathered { settings, zone, theme, site, threads })
}

/// plan, render, publish.
fn published(request: &Request, gathered: &Gathered, run: &mut Run<'_>) -> Option<Published> {
    let Gathered { settings, zone, theme, site, threads } = gathered;
    run.step("plan", 0);
    let assets = theme.as_ref().map(assets).unwrap_or_default();
    let (pages, said) = plan(Planning {
        site,
        settings,
        wants: theme.as_ref().map(wants).unwrap_or_default(),
        assets: &assets,
        social: theme.as_ref().and_then(social),
        zone,
    });
    run.said.extend(said);
    let theme = theme.as_ref().filter(|_| !run.must_stop(request))?;
    run.step("render", pages.len());
    let output = request.output.clone().unwrap_or_else(|| request.root.join(&settings.output));
    let press = run.world.press(&output, request.sync).map_err(|fault| run.said.push(fault)).ok()?;
    let studio = render::Studio { theme, settings, world: run.world };
    let said = render::pages(&pages, studio, &*press, *threads, run.progress);
    run.said.extend(said);
    if run.must_stop(request) {
        return None;
    }
    run.step("publish", 0);
    let printed = press.publish().map_err(|faults| run.said.extend(faults)).ok()?;
    run.said.extend(printed.said);
    Some(Published {
        output: printed.output,
        stories: site.stories.len(),
        pages: site.pages.len(),
        files: printed.files,
        bytes: printed.bytes,
        written: printed.written,
        removed: printed.removed,
    })
}

/// What the theme declares, as the plan takes it: the plan does not know themes.
fn wants(theme: &Theme) -> Wants {
    Wants {
        newest: theme.shelves.newest as usize,
        tags: theme.shelves.tags,
        similar: if theme.uses("similar") { SIMILAR } else { 0 },
        toc: theme.uses("toc"),
    }
}

fn assets(theme: &Theme) -> BTreeMap<Arc<str>, Asset> {
    let asset = |asset: &crate::theme::Asset| Asset { url: asset.url.clone(), digest: asset.digest };
    theme.assets.iter().map(|(path, file)| (path.clone(), asset(file))).collect()
}

fn social(theme: &Theme) -> Option<SocialPicture<'_>> {
    let picture = theme.social.as_ref()?;
    Some(SocialPicture { url: &theme.assets.get(&picture.path)?.url, size: picture.size })
}

/// One run of the pipeline: what was said so far, and when each step began.
struct Run<'a> {
    world: &'a dyn World,
    progress: &'a dyn Progress,
    said: Vec<Diagnostic>,
    report: Report,
    begun: Option<(&'static str, Duration)>,
}

impl<'a> Run<'a> {
    fn new(world: &'a dyn World, progress: &'a dyn Progress) -> Self {
        Self { world, progress, said: Vec::new(), report: Report::default(), begun: None }
    }

    fn step(&mut self, name: &'static str, total: usize) {
        let now = self.world.clock();
        if let Some((name, begun)) = self.begun.replace((name, now)) {
            self.report.timings.push((name, now.saturating_sub(begun)));
        }
        self.progress.step(name, total);
    }

    /// Whether anything that was said keeps the site from being published.
    fn must_stop(&self, request: &Request) -> bool {
        self.said.iter().any(|it| it.is_error() || (request.strict && it.severity == Severity::Warning))
    }

    fn finish(mut self) -> Report {
        self.step("done", 0);
        self.report.diagnostics = in_reading_order(self.said);
        self.report
    }
}
