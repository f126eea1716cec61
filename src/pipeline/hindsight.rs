//! What would be made now, beside what the last build made: which pages would be others, and why. Nothing is made.
//! Knows what a build remembers; knows nothing of how it is told.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::Teller;
use super::memory::Memory;
use super::talk::Run;
use super::world::World;
use super::{Progress, Ready, Report, Request, Start, prepared, warm};
use crate::ground::{Date, Fingerprint, SourcePath};
use crate::memo::Look;
use crate::plan::{Page, View};

/// What the last build left behind, compared with what is there now.
#[derive(Debug, Default)]
pub struct Hindsight {
    /// What the last build made each file of; none if nothing of it can be used, so that all is made anew.
    prints: Option<BTreeMap<Box<str>, Fingerprint>>,
    /// Sources that are not what they were.
    changed: BTreeSet<SourcePath>,
    /// Whether site.toml is not what it was.
    settings: bool,
    /// Whether a date has come or passed since then.
    day: bool,
}

/// What the next build would do with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Everything is made anew, since nothing usable is remembered.
    Whole,
    /// It was not there.
    New,
    /// It is as it was.
    Same,
    /// It is told something else than then.
    Anew(Cause),
}

/// Why a page would be another. The nearest cause is given: others may have changed besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its own words.
    Own(SourcePath),
    /// A file of a theme.
    Theme(SourcePath),
    /// site.toml.
    Settings,
    /// Other files, of which it shows something.
    Others(Vec<SourcePath>),
    /// A date has come or passed.
    Day,
    /// The private list, or what was asked for on the command line.
    Rules,
}

/// Plans the site as a build would, and looks at what the last one kept.
pub fn hindsight(request: &Request, world: &dyn World, progress: &dyn Progress) -> (Option<Ready>, Report, Hindsight) {
    let mut run = Run::new(world, progress);
    let asked = Request { memo: true, ..request.clone() };
    let (mut memory, _) = warm::recall(&asked, world);
    let (then, mut hindsight) = (memory.settings, Hindsight::default());
    let ready = Start::make(request, &mut run).and_then(|mut start| {
        start.look(request, &memory, world);
        hindsight = Hindsight::of(&start, &memory, request.today);
        memory.open_facts();
        prepared(request, start, &mut memory, &mut run)
    });
    // The reading above has told the memory what it is held for now.
    hindsight.settings = hindsight.is_usable() && memory.settings != then;
    (ready, run.finish(), hindsight)
}

impl Hindsight {
    fn of(start: &Start, memory: &Memory, today: Date) -> Self {
        let Some(whole) = &memory.whole else { return Self::default() };
        let then: BTreeMap<&SourcePath, Option<Look>> = memory.looks().into_iter().collect();
        let found = &start.found;
        let paths = found.markdown.iter().map(|(path, _)| path).chain(&found.comments);
        let paths = paths.chain(&found.files).chain(&found.themes);
        let looks = &start.looks;
        let looks = looks.markdown.iter().chain(&looks.comments).chain(&looks.files).chain(&looks.themes);
        let now: BTreeMap<&SourcePath, Option<Look>> = paths.zip(looks.copied()).collect();
        let fresh = now.iter().filter(|(path, look)| look.is_none() || then.get(*path) != Some(*look));
        let gone = then.keys().filter(|path| !now.contains_key(**path));
        Self {
            prints: Some(memory.outputs.iter().map(|known| (known.file.clone(), known.print)).collect()),
            changed: fresh.map(|(path, _)| (*path).clone()).chain(gone.map(|path| (*path).clone())).collect(),
            settings: false,
            day: whole.since.is_some_and(|since| today < since) || whole.until.is_some_and(|until| until <= today),
        }
    }

    /// Whether there was a build whose knowledge can be used.
    pub fn is_usable(&self) -> bool {
        self.prints.is_some()
    }

    /// What the next build would do with a page.
    pub fn fate(&self, ready: &Ready, page: &Page, own: &[SourcePath]) -> Fate {
        let Some(prints) = &self.prints else { return Fate::Whole };
        match prints.get(page.url.file().as_str()) {
            None => Fate::New,
            Some(print) if *print == ready.print_of(page) => Fate::Same,
            Some(_) => Fate::Anew(self.cause(own)),
        }
    }

    fn cause(&self, own: &[SourcePath]) -> Cause {
        let changed: Vec<SourcePath> = self.changed.iter().cloned().collect();
        Cause::of(own, &changed, self.settings, self.day)
    }
}

impl Cause {
    /// The nearest cause for a page with these sources of its own, of what changed.
    pub(super) fn of(own: &[SourcePath], changed: &[SourcePath], settings: bool, day: bool) -> Self {
        let is_of_theme = |path: &&SourcePath| path.as_str().starts_with("themes/");
        if let Some(path) = own.iter().find(|path| changed.contains(path)) {
            return Self::Own(path.clone());
        }
        if let Some(path) = changed.iter().find(is_of_theme) {
            return Self::Theme(path.clone());
        }
        if settings {
            return Self::Settings;
        }
        match (changed.is_empty(), day) {
            (false, _) => Self::Others(changed.to_vec()),
            (true, true) => Self::Day,
            (true, false) => Self::Rules,
        }
    }
}

impl Ready {
    /// The files that a page is made of, as far as it has some of its own: its text, the comments under it, its picture.
    pub fn sources_of(&self, page: &Page, world: &dyn World) -> Vec<SourcePath> {
        let mut own = Teller::new(self, world).own(page);
        match &page.view {
            View::File { source, .. } | View::Picture { source, .. } => own.push(source.clone()),
            View::Rendition(rendition) => own.push(rendition.source.clone()),
            _ => {}
        }
        let intro = |tag: &&crate::site::Tag| crate::site::addresses::tag(&tag.slug) == page.url;
        own.extend(self.site.tags.iter().find(intro).and_then(|tag| Some(tag.intro.as_ref()?.source.clone())));
        own.dedup();
        own
    }
}
