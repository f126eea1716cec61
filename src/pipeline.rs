//! The steps, in order: read, parse, gather, plan, render, publish.
//! Knows the order and nothing of how any step is done; asks the machine only through `World`.

pub mod account;
mod again;
pub mod elsewhere;
mod gallery;
mod guard;
pub mod hindsight;
mod inspect;
mod keepsake;
mod memory;
pub mod parallel;
mod read;
mod recall;
mod render;
mod suppose;
mod talk;
mod verify;
mod warm;
pub mod world;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use jiff::tz::TimeZone;

use crate::check::Guard;
use crate::ground::{Fingerprint, SourcePath};
use crate::memo::Look;
use crate::plan::{Asset, Page, Pictures, Planning, SocialPicture, Wants, plan};
use crate::settings::Settings;
use crate::site::{Gathering, Site, gather};
use crate::theme::{Theme, embedded};
use gallery::Gallery;
pub use gallery::SHELVES;
pub use inspect::inspect;
pub use keepsake::{Kept, Selection};
pub use memory::Memory;
pub use render::{Desk, Made};
pub use suppose::Supposing;
use talk::Run;
pub use talk::{Include, Progress, Published, Remade, Report, Request, Silent};
pub use verify::verify;
pub use world::{Found, Job, Press, Printed, World};

/// Stories in the same spirit that a story's page names.
const SIMILAR: usize = 3;

/// Builds and publishes the site. Never publishes anything while a diagnostic is an error.
pub fn build(request: &Request, world: &dyn World, progress: &dyn Progress) -> Report {
    let mut run = Run::new(world, progress);
    run.report.published = built(request, &mut run);
    run.finish()
}

fn built(request: &Request, run: &mut Run<'_>) -> Option<Published> {
    let mut start = Start::make(request, run)?;
    let (mut memory, why) = warm::recall(request, run.world);
    run.report.remade.whole = why;
    start.look(request, &memory, run.world);
    if let Some(published) = warm::nothing_to_do(request, &start, &memory, run) {
        if request.last {
            std::mem::forget((start, memory));
        }
        return Some(published);
    }
    memory.sets_aside = memory.is_empty();
    memory.open_facts();
    let ready = planned(request, start, &mut memory, run)?;
    if run.must_stop(request) {
        warm::rehearse(&ready, &memory, run);
        run.world.heal(&warm::output(request, &ready.settings));
        return None;
    }
    looked_over(request, &ready, run);
    let published = warm::published(request, &ready, &mut memory, run);
    if request.last {
        std::mem::forget((ready, memory));
    }
    published
}

/// Reads and gathers the site without planning any page.
pub fn look(request: &Request, world: &dyn World, progress: &dyn Progress) -> (Option<Site>, Report) {
    let mut run = Run::new(world, progress);
    let mut memory = Memory::default();
    let gathered = Start::make(request, &mut run).map(|start| gathered(request, start, &mut memory, &mut run));
    (gathered.map(|gathered| gathered.site), run.finish())
}

/// Everything but the bytes: what a server answers from. `memory` goes from round to round, so that only what changed is
/// read again. None if there is an error; whatever was ready before is then still the last good site.
pub fn prepare(
    request: &Request,
    world: &dyn World,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> (Option<Ready>, Report) {
    let mut run = Run::new(world, progress);
    memory.open_facts();
    let ready = Start::make(request, &mut run).and_then(|mut start| {
        start.look(request, memory, world);
        prepared(request, start, memory, &mut run)
    });
    (ready, run.finish())
}

/// A site of which every page is planned and can be rendered.
#[derive(Debug)]
pub struct Ready {
    /// The settings in force.
    pub settings: Settings,
    /// The theme in force.
    pub theme: Theme,
    /// All stories together.
    pub site: Arc<Site>,
    /// Every page, by address.
    pub pages: Arc<Vec<Page>>,
    /// Stands for what every page is made with beside its view: the theme, the settings, and what must not go out.
    pub print: Fingerprint,
    /// Looks at every finished file.
    guard: Arc<Guard>,
    /// Makes pictures smaller.
    gallery: Arc<Gallery>,
    /// Threads to use.
    threads: usize,
    /// Stands for the settings and the private list.
    rules_print: Fingerprint,
    /// How much was said before any source was read.
    begun: usize,
}

impl Ready {
    /// Stands for everything that a page is made of: the same print means the same bytes.
    pub fn print_of(&self, page: &Page) -> Fingerprint {
        // Neither the theme nor the settings have a part in a picture, so that it is not read again for them.
        let print = if page.view.is_pixels() { Fingerprint::default() } else { self.print };
        Fingerprint::of_value(&(print, &page.view))
    }
}

/// What must be looked at in any case: the settings, and the names of all files.
struct Start {
    settings: Settings,
    settings_print: Fingerprint,
    guard: Guard,
    /// Stands for the settings and the private list.
    rules_print: Fingerprint,
    found: Found,
    /// When the looking began, by the clock of the disk.
    tick: Option<i64>,
    /// How each source looks now, if there is anything to compare it with.
    looks: Looks,
}

/// How each source looks now, in the order in which they were found; empty if nobody looked.
#[derive(Debug, Default)]
struct Looks {
    markdown: Vec<Option<Look>>,
    comments: Vec<Option<Look>>,
    files: Vec<Option<Look>>,
    themes: Vec<Option<Look>>,
}

impl Start {
    fn make(request: &Request, run: &mut Run<'_>) -> Option<Self> {
        run.step("read", 0);
        let tick = if request.memo { run.world.tick() } else { None };
        let (settings, settings_print) = read::settings(request, run.world, &mut run.said)?;
        let (guard, list_print) = guard::open(&settings, run.world, &mut run.said);
        let rules_print = Fingerprint::of_value(&(settings_print, list_print));
        let mut found = run.world.walk();
        run.said.append(&mut found.said);
        Some(Self { settings, settings_print, guard, rules_print, found, tick, looks: Looks::default() })
    }

    /// Looks at every source once, unless nothing is remembered that a look could be compared with.
    fn look(&mut self, request: &Request, memory: &Memory, world: &dyn World) {
        if memory.is_empty() {
            return;
        }
        let threads = parallel::threads(request.threads);
        let look = |(): &mut (), path: &&SourcePath| world.stamp(path).map(|stamp| stamp.look());
        let all = |paths: Vec<&SourcePath>| parallel::each(threads, &paths, || (), look, |_, _| None);
        let Found { markdown, comments, files, themes, .. } = &self.found;
        self.looks = Looks {
            markdown: all(markdown.iter().map(|(path, _)| path).collect()),
            comments: all(comments.iter().collect()),
            files: all(files.iter().collect()),
            themes: all(themes.iter().collect()),
        };
    }
}

/// Everything that is known once all sources are read.
struct Gathered {
    settings: Settings,
    guard: Guard,
    rules_print: Fingerprint,
    theme: Option<Theme>,
    theme_print: Fingerprint,
    zone: TimeZone,
    site: Site,
    threads: usize,
}

/// read, parse, gather.
fn gathered(request: &Request, start: Start, memory: &mut Memory, run: &mut Run<'_>) -> Gathered {
    let Start { mut settings, settings_print, guard, rules_print, found, tick, looks } = start;
    let threads = parallel::threads(request.threads);
    let zone = TimeZone::get(&settings.timezone).unwrap_or(TimeZone::UTC);
    let (theme, theme_print, themes) = read::theme(&settings, &found, (run.world, tick), &mut run.said);
    if let Some(theme) = &theme {
        go_without(theme, &mut settings);
    }
    run.step("parse", found.markdown.len());
    run.said.extend(memory.bereft(run.world));
    let read_for = memory.settings;
    memory.hold_for(Fingerprint::of_value(&(settings_print, settings.pages.find)));
    let reading = read::Reading { world: run.world, tick, threads, sets_aside: memory.sets_aside };
    run.report.remade.settings = memory.settings != read_for;
    let (mut stories, mut more) = reading.stories(&found, &looks.markdown, &settings, memory);
    if memory.forget_words(&stories) {
        (stories, more) = reading.stories(&found, &[], &settings, memory);
    }
    run.said.extend(more);
    let (comments, more) = reading.comments(&found, &looks.comments, memory, &stories);
    run.said.extend(more);
    let (files, more) = reading.files(&found, &looks.files, memory);
    run.said.extend(more);
    let changed = [
        memory::changes(&memory.stories, &stories),
        memory::changes(&memory.comments, &comments),
        memory::changes(&memory.files, &files),
        memory::changes(&memory.themes, &themes),
    ];
    run.report.remade.sources = changed.concat();
    (memory.stories, memory.comments, memory.files, memory.themes) = (stories, comments, files, themes);
    run.step("gather", 0);
    let (site, said) = gather(Gathering {
        stories: memory.stories.iter().filter_map(|known| known.value.clone()).collect(),
        comments: memory.comments.iter().filter_map(|known| known.value.clone()).collect(),
        files: read::by_path(&memory.files),
        settings: &settings,
        drafts: request.include.drafts,
        future: request.include.future,
        expired: request.include.expired,
        today: request.today,
        zone: &zone,
    });
    run.said.extend(said);
    run.report.left_out.clone_from(&site.left_out);
    Gathered { settings, guard, rules_print, theme, theme_print, zone, site, threads }
}

/// A theme of its own that was made before there were pages of these kinds goes without them.
fn go_without(theme: &Theme, settings: &mut Settings) {
    settings.pages.almanac &= theme.has("almanac.html");
    settings.pages.find &= theme.has("find.html");
    settings.pages.pass_it_on &= theme.has("pass-it-on.html");
}

/// The site, if nothing keeps it from being published.
fn prepared(request: &Request, start: Start, memory: &mut Memory, run: &mut Run<'_>) -> Option<Ready> {
    let ready = planned(request, start, memory, run).filter(|_| !run.must_stop(request))?;
    looked_over(request, &ready, run);
    Some(ready)
}

/// What a person who wants a strict build is told of the finished site.
fn looked_over(request: &Request, ready: &Ready, run: &mut Run<'_>) {
    if request.strict {
        run.said.extend(inspect::cheap(ready, run.world));
    }
}

/// plan. There is a plan for what is right of a site that is not: errors are in `run.said`.
fn planned(request: &Request, start: Start, memory: &mut Memory, run: &mut Run<'_>) -> Option<Ready> {
    let begun = run.said.len();
    let gathered = gathered(request, start, memory, run);
    let Gathered { settings, guard, rules_print, theme, theme_print, zone, site, threads } = gathered;
    // The faults of a theme are said; those of the stories are to be found all the same, and the theme of every site finds them.
    let theme = theme.or_else(|| Theme::load(embedded::THEMES[0].name, &[]).0);
    run.said.extend(guard::not_checked(&site, &guard));
    run.said.extend(guard::not_agreed(&site, &settings, request.today, run.world));
    run.step("plan", 0);
    let assets = theme.as_ref().map(assets).unwrap_or_default();
    let pictures = Pictures::of(&site, &settings, None);
    let (pages, said) = plan(Planning {
        site: &site,
        settings: &settings,
        wants: theme.as_ref().map(wants).unwrap_or_default(),
        assets: &assets,
        social: theme.as_ref().and_then(social),
        dress: theme.as_ref().and_then(|theme| theme.card),
        pictures: &pictures,
        lexicon: &memory.lexicon.read().unwrap_or_else(PoisonError::into_inner),
        zone: &zone,
    });
    run.said.extend(said);
    run.said.extend(gallery::wordless(&site, &pages));
    let theme = theme?;
    let print = Fingerprint::of_value(&(theme_print, rules_print));
    let (site, pages, guard) = (Arc::new(site), Arc::new(pages), Arc::new(guard));
    let gallery = Arc::new(Gallery::new(request.memo));
    Some(Ready { settings, theme, site, pages, print, guard, gallery, threads, rules_print, begun })
}

/// What the theme declares, as the plan takes it: the plan does not know themes.
fn wants(theme: &Theme) -> Wants {
    Wants {
        newest: theme.shelves.newest as usize,
        tags: theme.shelves.tags,
        similar: if theme.uses("similar") { SIMILAR } else { 0 },
        another: theme.uses("another"),
        toc: theme.uses("toc"),
        scripts: theme.scripts,
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
