//! What all requests share: the state of the site that is shown now, finished pages, open lines. A new state takes the place
//! of the old one at once; whoever is being answered keeps the one that he began with.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use hyper::body::Bytes;
use tokio::sync::mpsc::Receiver;

use super::edition::{Changed, Edition, Place};
use super::files::{Files, Opened};
use super::inject;
use super::keeper::Keeper;
use super::kinds;
use super::live::{Lines, News};
use super::shelf::{Finished, Shelf};
use super::words::{self, Word, Words};
use crate::ground::diagnostic::in_reading_order;
use crate::ground::{Diagnostic, Fingerprint};
use crate::plan::{Page, View};

/// What stands for a page that says what is wrong.
const FAULT: &str = "fault";

/// What all requests share.
pub(super) struct House {
    keeper: Arc<Keeper>,
    words: Words,
    /// The word that pages let our script in with: another one each time the program runs.
    pass: String,
    now: RwLock<Arc<Now>>,
    shelf: Shelf,
    files: Files,
    lines: Lines,
    /// Held while a state takes another's place, and while a line is opened: nobody may miss a change in between.
    turn: Mutex<()>,
}

/// The state of things.
#[derive(Default)]
pub(super) struct Now {
    /// Counts the states.
    number: u64,
    /// The last good site.
    edition: Option<Arc<Edition>>,
    /// What is wrong since.
    faults: Vec<Word>,
}

/// What an address leads to.
pub(super) enum Thing {
    /// A page, or another file that is made.
    Page(Arc<Finished>),
    /// A file of the site.
    File(Opened, &'static str),
    /// The same address with a slash, as a path on this host.
    Moved(String),
    /// Nothing; the page that says so, if the site has one.
    Nothing(Option<Arc<Finished>>),
    /// A page that cannot be made; one that says why.
    Fault(Arc<Finished>),
}

impl House {
    /// Nothing to show yet.
    pub(super) fn new(keeper: Arc<Keeper>, words: Words) -> Self {
        Self {
            keeper,
            words,
            pass: pass(),
            now: RwLock::default(),
            shelf: Shelf::default(),
            files: Files::default(),
            lines: Lines::default(),
            turn: Mutex::default(),
        }
    }

    fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is at a path, decoded.
    pub(super) fn fetch(&self, path: &str) -> Thing {
        self.fetch_from(&self.now(), path)
    }

    fn fetch_from(&self, now: &Now, path: &str) -> Thing {
        let Some(edition) = &now.edition else { return Thing::Fault(self.fault_page(&now.faults)) };
        match edition.find(path) {
            Place::Page(page) => self.thing(edition, page),
            Place::Slash(page) => Thing::Moved(edition.href(&page.url)),
            Place::Nowhere => Thing::Nothing(edition.not_found().and_then(|page| match self.thing(edition, page) {
                Thing::Page(page) => Some(page),
                _ => None,
            })),
        }
    }

    fn thing(&self, edition: &Edition, page: &Page) -> Thing {
        let kind = kind(page);
        if let View::File { source, .. } = &page.view {
            return match self.files.open(self.keeper.root(), &self.keeper.path(source)) {
                Ok(opened) => Thing::File(opened, kind),
                // It went away just now; the next state of the site will not have it.
                Err(_) => Thing::Nothing(None),
            };
        }
        match self.finished(edition, page) {
            Ok(page) => Thing::Page(page),
            Err(fault) => match self.shelf.last(&page.url) {
                Some(last) => Thing::Page(last),
                None => Thing::Fault(self.fault_page(&self.words.of(&[fault]))),
            },
        }
    }

    /// A page, made if it must be.
    fn finished(&self, edition: &Edition, page: &Page) -> Result<Arc<Finished>, Diagnostic> {
        let made_of = edition.print_of(page);
        if let Some(finished) = self.shelf.get(&page.url, made_of) {
            return Ok(finished);
        }
        let finished = Arc::new(self.finish(edition.render(page)?, kind(page)));
        self.shelf.put(&page.url, made_of, Arc::clone(&finished));
        Ok(finished)
    }

    fn finish(&self, bytes: Vec<u8>, kind: &'static str) -> Finished {
        let digest = Fingerprint::of(&bytes);
        let print = digest.to_string();
        if !kind.starts_with("text/html") {
            return Finished { bytes: Bytes::from(bytes), kind, tag: format!("\"{print}\""), print };
        }
        let bytes = Bytes::from(inject::with_script(&bytes, &self.pass, &print));
        // The script that a page was given is part of what is sent, and its pass is another one each time.
        Finished { bytes, kind, tag: format!("\"{print}-{}\"", self.pass), print }
    }

    fn fault_page(&self, words: &[Word]) -> Arc<Finished> {
        let html = words::page(words);
        let bytes = Bytes::from(inject::with_script(html.as_bytes(), &self.pass, FAULT));
        let tag = format!("\"{}\"", Fingerprint::of(&bytes));
        Arc::new(Finished { bytes, kind: "text/html; charset=utf-8", print: FAULT.to_owned(), tag })
    }

    /// What stands for the page at a path.
    fn print_at(&self, now: &Now, path: &str) -> Option<String> {
        Some(match self.fetch_from(now, path) {
            Thing::Page(page) | Thing::Nothing(Some(page)) | Thing::Fault(page) => page.print.clone(),
            Thing::File(opened, _) => opened.digest.to_string(),
            Thing::Moved(_) | Thing::Nothing(None) => return None,
        })
    }

    /// Opens a line to a browser that shows the page at this path as it was when `print` stood for it.
    pub(super) fn open_line(&self, path: &str, print: &str) -> Receiver<Bytes> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        let current = self.print_at(&now, path).unwrap_or_else(|| print.to_owned());
        let first = News { number: now.number, page: current != print, files: &[], faults: &now.faults };
        self.lines.open(path.to_owned(), current, &first)
    }

    /// Puts a new state in the place of the old one and tells the browsers; or says what is wrong with it after all, and
    /// then the old one stays.
    pub(super) fn show(&self, edition: Edition) -> Result<Arc<Edition>, Vec<Diagnostic>> {
        let old = self.now();
        let edition = Arc::new(edition);
        let new = Now { number: old.number + 1, edition: Some(Arc::clone(&edition)), faults: Vec::new() };
        self.try_out(&edition, self.looked_at(&edition))?;
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Arc::new(new);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        let files = old.edition.as_deref().map(|old| Changed::files(old, &edition)).unwrap_or_default();
        let news = News { number: new.number, page: false, files: &files, faults: &[] };
        self.lines.tell(&news, |path| self.print_at(&new, path));
        drop(turn);
        Ok(edition)
    }

    /// Looks whether these pages could be published, so that what a build would refuse is said even if nobody looks at them.
    pub(super) fn guard(&self, edition: &Edition, pages: Vec<&Page>) -> Result<(), Vec<Diagnostic>> {
        let look = |page: &&Page| match page.view {
            View::File { .. } => edition.look_into(page),
            // Pictures are made when somebody asks for them; what is said of them stands on a page, too.
            View::Picture { .. } | View::Rendition(_) | View::Card(_) => Ok(()),
            _ => self.finished(edition, page).map(drop),
        };
        let faults: Vec<_> = pages.iter().filter_map(|page| look(page).err()).collect();
        if faults.is_empty() { Ok(()) } else { Err(in_reading_order(faults)) }
    }

    /// Makes a page of each kind, so that a template that fails is found out even if nobody looks at its pages.
    pub(super) fn prove(&self, edition: &Edition) -> Result<(), Vec<Diagnostic>> {
        self.try_out(edition, edition.samples().collect())
    }

    /// Puts the last good state in its place, where it mostly is, and tells the browsers what is wrong since.
    pub(super) fn complain(&self, good: Option<Arc<Edition>>, said: &[Diagnostic]) {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Arc::new(Now { number: self.now().number + 1, edition: good, faults: self.words.of(said) });
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        let news = News { number: new.number, page: false, files: &[], faults: &new.faults };
        self.lines.tell(&news, |path| self.print_at(&new, path));
        drop(turn);
    }

    /// The pages that somebody looks at, and the first one of the site.
    pub(super) fn looked_at<'e>(&self, edition: &'e Edition) -> Vec<&'e Page> {
        let root = edition.root();
        let pages = self.lines.paths().into_iter().filter_map(|path| match edition.find(&path) {
            Place::Page(page) => Some(page),
            _ => edition.not_found(),
        });
        let mut pages: Vec<&Page> = pages.chain(root).collect();
        pages.sort_by(|a, b| a.url.cmp(&b.url));
        pages.dedup_by(|a, b| a.url == b.url);
        pages
    }

    fn try_out(&self, edition: &Edition, pages: Vec<&Page>) -> Result<(), Vec<Diagnostic>> {
        let made = pages.into_iter().filter(|page| !matches!(page.view, View::File { .. }));
        let faults: Vec<_> = made.filter_map(|page| self.finished(edition, page).err()).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The media type of a page.
fn kind(page: &Page) -> &'static str {
    match &page.view {
        View::Html(_) => "text/html; charset=utf-8",
        View::Atom(_) => "application/atom+xml; charset=utf-8",
        View::JsonFeed(_) => "application/feed+json; charset=utf-8",
        View::Sitemap(_) | View::SitemapIndex(_) => "application/xml; charset=utf-8",
        View::Rendition(_) => "image/webp",
        View::Card(_) => "image/png",
        View::Text(_) | View::File { .. } | View::Picture { .. } | View::Asset { .. } => kinds::of(&page.url.file()),
    }
}

/// A word that nobody can guess who does not see the page.
fn pass() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    // The standard library's own keys are random; a page on this machine needs no more.
    let word = |salt: u8| RandomState::new().hash_one(salt);
    format!("{:016x}{:016x}", word(1), word(2))
}
