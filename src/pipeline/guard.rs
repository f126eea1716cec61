//! The guard at the door of the output: its list is read here, and what it finds is led back to the sources.
//! Knows which sources make which page; knows nothing of how a name is told from a word.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use sha2::{Digest as _, Sha256};

use super::Ready;
use super::world::World;
use crate::check::consent::Need;
use crate::check::privacy::fold::folded;
use crate::check::privacy::{List, Private, digits, list, meant};
use crate::check::trace::Traced;
use crate::check::{Desk, Finding, Guard, Kind, picture};
use crate::ground::messages::check::{self as say, Where};
use crate::ground::messages::machine;
use crate::ground::{Date, Diagnostic, Fingerprint, SourcePath, Span, Url};
use crate::plan::{Page, View, social};
use crate::settings::{FILE, Settings};
use crate::site::routes::Owner;
use crate::site::{Published, Site};
use crate::story;

/// On so many pages a thing is rather in the theme or in site.toml than in the story of each of them.
pub(super) const EVERYWHERE: usize = 40;

/// What people call the list by mistake.
const MISNAMED: [&str; 8] = [
    "private/names.txt.txt",
    "private/Names.txt",
    "private/names",
    "private/name.txt",
    "private/names.md",
    "Private/names.txt",
    "names.txt",
    "content/private/names.txt",
];

/// A page, and what was found on it.
pub(super) type Sight<'a> = (&'a Page, Vec<Finding>);

/// The guard, and what stands for the private list. The list itself goes nowhere; nor can it be guessed from what stands
/// for it, since that is made with the exact moments of the file, too.
pub(super) fn open(settings: &Settings, world: &dyn World, said: &mut Vec<Diagnostic>) -> (Guard, Fingerprint) {
    let path = SourcePath::new(list::FILE);
    let mut bytes = Vec::new();
    if !world.exists(&path) {
        let mut is_list = |path: &SourcePath| world.exists(path) && world.read(path, &mut bytes).is_ok();
        let other = MISNAMED.map(SourcePath::new).into_iter().find(|path| is_list(path));
        said.extend(other.map(|path| say::names_elsewhere(&path)));
        return (Guard::new(settings, None), Fingerprint::default());
    }
    let stamp = match world.read(&path, &mut bytes) {
        Ok(stamp) => stamp,
        // The disk may have faltered when it was asked first: what is not there has nothing to say.
        Err(_) if !world.exists(&path) => return (Guard::new(settings, None), Fingerprint::default()),
        Err(fault) => {
            said.push(fault);
            return (Guard::new(settings, None), Fingerprint::default());
        }
    };
    let list = match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let (list, more) = List::parse(&path, text);
            said.extend(more);
            said.push(say::names_guarded(&path, list.entries.len()));
            list
        }
        Err(error) => {
            said.push(machine::not_utf8(&path, error.valid_up_to()));
            List::default()
        }
    };
    let mut digest = Sha256::new();
    for number in [stamp.size, stamp.ino, stamp.mtime.cast_unsigned(), stamp.ctime.cast_unsigned()] {
        digest.update(number.to_le_bytes());
    }
    digest.update(&bytes);
    let print = digest.finalize().iter().take(16).fold(0, |print, byte| print << 8 | u128::from(*byte));
    (Guard::new(settings, Some(list)), Fingerprint(print))
}

/// Stories that say that names were changed, on a site that cannot tell whether they were.
pub(super) fn not_checked(site: &Site, guard: &Guard) -> Option<Diagnostic> {
    let is_changed = |one: &&Published| one.story.front.names == Some(story::Names::Changed);
    let mut changed: Vec<&SourcePath> =
        site.stories.iter().chain(&site.pages).filter(is_changed).map(|one| &one.story.source).collect();
    changed.sort();
    let first = changed.first().filter(|_| guard.list().is_none())?;
    Some(say::names_not_checked(first, changed.len()))
}

/// Stories that the people in them have not agreed to, if the site asks for that.
pub(super) fn not_agreed(site: &Site, settings: &Settings, today: Date, world: &dyn World) -> Vec<Diagnostic> {
    if !settings.consent.required {
        return Vec::new();
    }
    let mut said = Vec::new();
    for one in &site.stories {
        let Some(need) = Need::of(one.story.front.permission.as_ref(), today) else { continue };
        let why = match need {
            Need::Unknown => "nobody has written down whether the people in it agreed".to_owned(),
            Need::Asked => "the people in it were asked, and have not answered yet".to_owned(),
            Need::Review(day) => format!("their permission was to be asked for again on {day}"),
            Need::Guardian => "there is a child in it, and no guardian has said yes".to_owned(),
        };
        let mut bytes = Vec::new();
        let text = world.read(&one.story.source, &mut bytes).ok().and_then(|_| std::str::from_utf8(&bytes).ok());
        let at = text.and_then(|text| text.find("\npermission:")).map(|at| Span::new(at + 1, at + 11));
        said.push(say::needs_consent(&one.story.source, at, &why));
    }
    said
}

impl Ready {
    /// How many names must not go out; none if there is no list.
    pub fn names(&self) -> Option<usize> {
        self.guard.list().map(|list| list.entries.len())
    }

    /// What must not go out of a finished page; mostly nothing.
    pub(super) fn findings(&self, page: &Page, bytes: &[u8], desk: &mut Desk) -> Vec<Finding> {
        let kind = Kind::of(&page.url.file());
        if let View::Card(card) = &page.view {
            // Nobody can search the pixels, but the words that they show are known.
            return self.guard.look(page.url.as_str(), Kind::Text, card.text().as_bytes(), desk);
        }
        if kind == Kind::Picture {
            // Bytes in memory can always be read.
            let words = picture::words(Cursor::new(bytes)).unwrap_or_default();
            return self.guard.look(page.url.as_str(), kind, &words, desk);
        }
        self.guard.look(page.url.as_str(), kind, bytes, desk)
    }

    /// The same of a file that is copied: texts are read, and the words inside of pictures; of anything else only the name
    /// is seen.
    pub(super) fn findings_in(
        &self,
        page: &Page,
        source: &SourcePath,
        world: &dyn World,
        desk: &mut Desk,
    ) -> Result<Vec<Finding>, Diagnostic> {
        let kind = Kind::of(&page.url.file());
        let words = if kind == Kind::Picture { world.words_inside(source)? } else { Vec::new() };
        let mut found = self.guard.look(page.url.as_str(), kind, &words, desk);
        if kind.is_text() {
            world.show(source, &mut |piece| found.extend(self.guard.look("", kind, piece, desk)))?;
            found.sort();
            found.dedup();
        }
        Ok(found)
    }

    /// Looks at one finished page.
    ///
    /// # Errors
    /// If there is something on it that must not go out; the first such thing, with its place in the sources.
    pub fn guarded(
        &self,
        page: &Page,
        bytes: &[u8],
        world: &dyn World,
        desk: &mut super::Desk,
    ) -> Result<(), Diagnostic> {
        let found = match &page.view {
            View::File { source, .. } => self.findings_in(page, source, world, &mut desk.look)?,
            view => self.findings(page, if view.is_pixels() { &[] } else { bytes }, &mut desk.look),
        };
        explain(self, vec![(page, found)], world).into_iter().next().map_or(Ok(()), Err)
    }
}

/// Says where in the sources each thing stands that was found on the pages.
pub(super) fn explain(ready: &Ready, sights: Vec<Sight<'_>>, world: &dyn World) -> Vec<Diagnostic> {
    if sights.iter().all(|(_, found)| found.is_empty()) {
        return Vec::new();
    }
    let mut teller = Teller::new(ready, world);
    let mut pages: Pages<'_> = BTreeMap::new();
    for (page, findings) in sights {
        for finding in findings.into_iter().take(MOST_OF_A_PAGE) {
            pages.entry(finding).or_default().push(page);
        }
    }
    // What is on many pages is looked for where it can be on many pages.
    let everywhere: BTreeSet<Finding> =
        pages.iter().filter(|(_, on)| on.len() > EVERYWHERE).map(|(it, _)| it.clone()).collect();
    let (shared, texts) = (teller.shared(), teller.texts());
    let told = teller.tell_in(&shared, &everywhere, &pages, false);
    pages.retain(|finding, _| !told.contains(finding));
    let mut left = teller.tell_in_own(&pages);
    for (sources, loosely) in [(&shared, false), (&texts, false), (&shared, true), (&texts, true)] {
        let told = teller.tell_in(sources, &left, &pages, loosely);
        left.retain(|finding| !told.contains(finding));
    }
    let published: Vec<SourcePath> = texts.into_iter().chain(teller.files()).collect();
    for finding in left {
        teller.tell_of_names(&finding, &pages[&finding], &published);
    }
    teller.said
}

/// So many different things are looked for in the sources of one page. Whoever has put more into it has the next build to
/// tell of the rest; looking for eighty thousand takes longer than anybody waits.
const MOST_OF_A_PAGE: usize = 200;

/// What was found, and the pages that it is on.
type Pages<'a> = BTreeMap<Finding, Vec<&'a Page>>;

/// Knows the sources of each page.
pub(super) struct Teller<'a> {
    ready: &'a Ready,
    world: &'a dyn World,
    said: Vec<Diagnostic>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(ready: &'a Ready, world: &'a dyn World) -> Self {
        Self { ready, world, said: Vec::new() }
    }

    /// What must not go out.
    pub(super) fn guard(&self) -> &Guard {
        &self.ready.guard
    }

    /// Looks for each thing in the sources of the very pages that it is on. Gives what was not found.
    fn tell_in_own(&mut self, pages: &Pages<'_>) -> BTreeSet<Finding> {
        let mut on: BTreeMap<&Url, (&Page, Vec<&Finding>)> = BTreeMap::new();
        for (finding, places) in pages {
            for page in places {
                on.entry(&page.url).or_insert((page, Vec::new())).1.push(finding);
            }
        }
        let mut left = BTreeSet::new();
        for (page, findings) in on.into_values() {
            let mut missing: BTreeSet<&Finding> = findings.iter().copied().collect();
            for source in self.own(page) {
                let Some(text) = self.text(&source) else { continue };
                let traced = Traced::new(&source, &text);
                for finding in &findings {
                    if self.tell_at(&source, &traced, finding, page, false) {
                        missing.remove(finding);
                    }
                }
            }
            left.extend(missing.into_iter().cloned());
        }
        left
    }

    /// Looks for these things in these sources. Gives those that were found.
    fn tell_in(
        &mut self,
        sources: &[SourcePath],
        findings: &BTreeSet<Finding>,
        pages: &Pages<'_>,
        loosely: bool,
    ) -> BTreeSet<Finding> {
        let mut told = BTreeSet::new();
        if findings.is_empty() {
            return told;
        }
        for source in sources {
            let Some(text) = self.text(source) else { continue };
            let traced = Traced::new(source, &text);
            for finding in findings {
                if self.tell_at(source, &traced, finding, pages[finding][0], loosely) {
                    told.insert(finding.clone());
                }
            }
        }
        told
    }

    fn tell_at(
        &mut self,
        source: &SourcePath,
        traced: &Traced<'_>,
        finding: &Finding,
        page: &Page,
        loosely: bool,
    ) -> bool {
        let spans = traced.find(finding, &self.ready.guard, loosely);
        let spans: Vec<Span> =
            spans.into_iter().filter(|span| !self.is_of_theme(source, traced, *span, finding)).collect();
        for span in &spans {
            let number = || traced.text_at(*span).split_whitespace().collect::<Vec<_>>().join(" ");
            match finding {
                // As it stands here: a page may have put other digits behind it.
                Finding::Private(Private::Phone(_)) => {
                    self.tell(Where::At(source, *span), &Finding::Private(Private::Phone(number())), page);
                }
                _ => self.tell(Where::At(source, *span), finding, page),
            }
        }
        !spans.is_empty()
    }

    /// Whether a name of one word is here only a word that a theme is written in: `max-width`, `<main>`, `Georgia`. What a
    /// theme says to readers, or in a remark, is a text like any other.
    fn is_of_theme(&self, source: &SourcePath, traced: &Traced<'_>, span: Span, finding: &Finding) -> bool {
        self.one_word(finding) && source.as_str().starts_with("themes/") && !traced.is_prose(span)
    }

    /// Whether this is a name of one word.
    fn one_word(&self, finding: &Finding) -> bool {
        let Finding::Private(Private::Name(at)) = finding else { return false };
        let entry = self.ready.guard.list().and_then(|list| list.entries.get(*at));
        entry.is_some_and(|entry| entry.name.split_whitespace().nth(1).is_none())
    }

    /// In no text: then in the name of a file, or a template has put it together.
    fn tell_of_names(&mut self, finding: &Finding, pages: &[&Page], published: &[SourcePath]) {
        let [page, ..] = pages else { return };
        let is_named = |source: &&SourcePath| {
            !Traced::new(source, source.as_str()).find(finding, &self.ready.guard, false).is_empty()
        };
        let named: Vec<&SourcePath> = published.iter().filter(is_named).collect();
        for source in &named {
            self.tell(Where::Named(source), finding, page);
        }
        // A single word that stands in no source of the site is one of the program's own: `May` in a date, `Root` in a style.
        if named.is_empty() && !self.one_word(finding) {
            match self.own(page).first() {
                Some(source) => self.tell(Where::MadeOf(source), finding, page),
                None => self.tell(Where::Somewhere, finding, page),
            }
        }
    }

    fn tell(&mut self, place: Where<'_>, finding: &Finding, page: &Page) {
        let said = match finding {
            Finding::Private(Private::Name(at)) => {
                let Some(entry) = self.ready.guard.list().and_then(|list| list.entries.get(*at)) else { return };
                say::private_name(place, &entry.name, entry.instead.as_deref())
            }
            Finding::Private(Private::Email(address)) => say::private_email(place, address, &meant(address)),
            Finding::Private(Private::Phone(number)) => say::private_phone(place, number, &digits(&folded(number))),
            Finding::Loads(address) => say::loads_from_elsewhere(place, address),
        };
        self.said.push(said.via(format!("on the page {}", page.url)));
    }

    /// The sources that a page is told of first: its text, and the comments under it.
    pub(super) fn own(&self, page: &Page) -> Vec<SourcePath> {
        let site = &self.ready.site;
        let mut own = Vec::new();
        if let View::Asset { path, .. } = &page.view {
            let end = format!("/static/{path}");
            own.extend(self.world.walk().themes.into_iter().filter(|theme| theme.as_str().ends_with(&end)));
        }
        let story = matches!(page.view, View::Card(_)).then(|| social::story_of(site, &page.url)).flatten();
        own.extend(story.map(|story| story.source.clone()));
        if let Some(route) = site.routes.at(&page.url)
            && let Owner::Source(source, _) = &route.owner
        {
            own.push(source.clone());
            let published = site.stories.iter().chain(&site.pages).find(|one| one.story.source == *source);
            own.extend(published.and_then(|one| one.comments.as_ref()).map(|comments| comments.source.clone()));
        }
        own
    }

    /// The sources that may show on any page.
    pub(super) fn shared(&self) -> Vec<SourcePath> {
        let mut all = vec![SourcePath::new(FILE)];
        all.extend(self.world.walk().themes);
        all
    }

    /// Every text that is published, and the comments under it.
    fn texts(&self) -> Vec<SourcePath> {
        let site = &self.ready.site;
        let mut all: Vec<SourcePath> =
            site.tags.iter().filter_map(|tag| Some(tag.intro.as_ref()?.source.clone())).collect();
        for published in site.stories.iter().chain(&site.pages) {
            all.push(published.story.source.clone());
            all.extend(published.comments.as_ref().map(|comments| comments.source.clone()));
        }
        all
    }

    /// Every other file that is published.
    fn files(&self) -> Vec<SourcePath> {
        self.ready.site.files.iter().map(|(_, source)| source.clone()).collect()
    }

    pub(super) fn text(&self, source: &SourcePath) -> Option<String> {
        let mut bytes = Vec::new();
        self.world.read(source, &mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}
