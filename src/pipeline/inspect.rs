//! The whole site made in memory and looked at: nothing is published. Knows which sources make which page; what is looked
//! for is `check`'s business.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::guard::{self, Teller};
use super::memory::Memory;
use super::talk::Run;
use super::world::{Press, Printed, World};
use super::{Progress, Ready, Report, Request, Start, planned, render, warm};
use crate::check::colours;
use crate::check::page::{self, Facts};
use crate::check::whole::{self, Flaw, Seen};
use crate::ground::messages::check as say;
use crate::ground::{Diagnostic, Fingerprint, SourcePath, Url};
use crate::memo::Entry;
use crate::plan::View;

/// Makes every page of the site in memory, and gives everything that there is to be said: what a build says, and what only
/// the finished pages tell. No site is ready if one thing in it keeps all from being published; of what is right in it the
/// rest is told all the same, but for what leads to pages that nobody can make.
pub fn inspect(request: &Request, world: &dyn World, progress: &dyn Progress) -> (Report, Option<Ready>) {
    let request = Request { memo: false, ..request.clone() };
    let mut run = Run::new(world, progress);
    let mut memory = Memory::default();
    let ready = Start::make(&request, &mut run).and_then(|start| planned(&request, start, &mut memory, &mut run));
    if let Some(ready) = &ready {
        if run.must_stop(&request) {
            warm::rehearse(ready, &memory, &mut run);
            run.said.extend(cheap(ready, world));
            return (run.finish(), None);
        }
        run.step("render", ready.pages.len());
        let desk = Reading::default();
        let done = render::pages(ready, &memory, (world, &desk), progress);
        run.said.extend(done.said);
        run.said.extend(guard::explain(ready, done.sights, world));
        run.step("check", 0);
        let pages = desk.pages(ready);
        let others = ready.pages.iter().filter(|page| !pages.contains_key(&page.url)).map(|page| page.url.clone());
        let others: BTreeSet<Url> = others.collect();
        let mut flaws = whole::flaws(&pages, &others, &ready.site, &ready.settings.base_url);
        // Where the first page cannot be made, nothing leads anywhere, and that is said already.
        let has_home = pages.contains_key(&Url::root());
        flaws.retain(|seen| has_home || seen.what != Flaw::Orphan);
        run.said.extend(placed(ready, flaws, world));
        run.said.extend(cheap(ready, world));
        run.report.outgoing = whole::outgoing(&pages, &ready.settings.base_url);
    }
    (run.finish(), ready)
}

/// What can be told without any finished page.
pub(super) fn cheap(ready: &Ready, world: &dyn World) -> Vec<Diagnostic> {
    let mut said = whole::twins(&ready.site);
    let shared = Teller::new(ready, world);
    let manifests: Vec<(SourcePath, String)> = shared
        .shared()
        .into_iter()
        .filter(|path| path.file_name() == "theme.toml")
        .filter_map(|path| shared.text(&path).map(|text| (path, text)))
        .collect();
    let colours = &ready.theme.colours;
    for one in colours::faint(|name| colours.get(name).map(String::as_str)) {
        let fault = say::faint_colour(&ready.theme.name, [one.name, one.ground], one.contrast, one.least);
        let colour = &colours[one.name];
        let found = manifests.iter().find_map(|(path, text)| Some((path, place_of(text, colour)?)));
        said.push(match found {
            Some((path, at)) => fault.in_file(path).at(at..at + colour.len()),
            None => fault,
        });
    }
    said.extend(faint_styles(&shared));
    said
}

/// Colours of the theme's own style sheets; those of the themes that come with goodturn are looked at by its own tests.
fn faint_styles(teller: &Teller<'_>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for path in teller.shared().into_iter().filter(|path| path.as_str().ends_with(".css")) {
        let Some(text) = teller.text(&path) else { continue };
        for (media, at, one) in colours::faint_in_style(&text) {
            let fault = say::faint_in_style(&media, [one.name, one.ground], one.contrast, one.least);
            said.push(fault.in_file(&path).at(at));
        }
    }
    said
}

/// Says each flaw where it is to be mended: in the page's own text, else in site.toml or the theme.
fn placed(ready: &Ready, flaws: Vec<Seen>, world: &dyn World) -> Vec<Diagnostic> {
    let teller = Teller::new(ready, world);
    let mut by_page: BTreeMap<Url, Vec<Seen>> = BTreeMap::new();
    for seen in flaws {
        by_page.entry(seen.page.clone()).or_default().push(seen);
    }
    let mut said = Vec::new();
    let mut of_theme: BTreeMap<(Flaw, String), Url> = BTreeMap::new();
    let mut told: BTreeSet<(Flaw, String)> = BTreeSet::new();
    for (url, flaws) in by_page {
        let Some(page) = ready.page(url.as_str()) else { continue };
        let own: Vec<(SourcePath, String)> =
            teller.own(page).into_iter().filter_map(|source| teller.text(&source).map(|text| (source, text))).collect();
        for Seen { what, words, .. } in flaws {
            let found = own.iter().find_map(|(source, text)| Some((source, place_of(text, &words)?)));
            let place = match (found, own.first()) {
                (Some((source, at)), _) => Some((source, Some(at))),
                (None, Some((source, _))) if is_of_the_text(&what) => Some((source, None)),
                _ => None,
            };
            let Some((source, at)) = place else {
                of_theme.entry((what, words)).or_insert_with(|| url.clone());
                continue;
            };
            let one = words_for(&what, &words).in_file(source).via(format!("on the page {url}"));
            said.push(match at {
                Some(at) => one.at(at..at + words.len()),
                None => one,
            });
            told.insert((what, words));
        }
    }
    // What a list or the first page shows of a story was said of the story.
    of_theme.retain(|flaw, _| !told.contains(flaw));
    let shared = teller.shared();
    for ((what, words), url) in of_theme {
        let found = shared.iter().find_map(|source| Some((source, place_of(&teller.text(source)?, &words)?)));
        let one = words_for(&what, &words).via(format!("on the page {url}"));
        said.push(match found {
            Some((source, at)) => one.in_file(source).at(at..at + words.len()),
            None => one,
        });
    }
    said
}

fn place_of(text: &str, words: &str) -> Option<usize> {
    (!words.is_empty()).then(|| text.find(words)).flatten()
}

/// Whether the writer of the page must mend this, wherever it stands.
fn is_of_the_text(flaw: &Flaw) -> bool {
    matches!(flaw, Flaw::Orphan | Flaw::Wall(_) | Flaw::Jump(..) | Flaw::TwoHeadings(_))
}

fn words_for(flaw: &Flaw, words: &str) -> Diagnostic {
    match flaw {
        Flaw::DeadLink(link) => say::dead_link(link),
        Flaw::DeadPlace(link) => say::dead_place(link),
        Flaw::Wordless(picture) => say::wordless(picture),
        Flaw::NoHeading => say::no_heading(),
        Flaw::TwoHeadings(words) => say::two_headings(words),
        Flaw::Jump(from, to) => say::heading_jump(*from, *to, words),
        Flaw::Wall(count) => say::wall(*count),
        Flaw::Orphan => say::orphan(),
        Flaw::NoLang => say::no_lang(),
    }
}

/// Takes what can be seen of each page, and lets the page go.
#[derive(Default)]
struct Reading {
    facts: Mutex<BTreeMap<String, Facts>>,
}

impl Reading {
    /// What was seen, by address.
    fn pages(self, ready: &Ready) -> BTreeMap<Url, Facts> {
        let mut facts = self.facts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let pages = ready.pages.iter().filter(|page| matches!(page.view, View::Html(_)));
        pages.filter_map(|page| Some((page.url.clone(), facts.remove(&page.url.file())?))).collect()
    }
}

impl Press for Reading {
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if file.ends_with(".html") || file.ends_with(".htm") {
            let facts = page::facts(bytes);
            self.facts.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned(), facts);
        }
        Ok(())
    }

    fn copy(&self, _: &str, _: &SourcePath, _: Fingerprint) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn keep(&self, _: &str, _: Entry) -> Result<bool, Diagnostic> {
        Ok(false)
    }

    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>> {
        Ok(Printed::default())
    }
}
