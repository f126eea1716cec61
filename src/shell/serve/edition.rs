//! One good state of the site, never changed once it is there: every answer comes from one of them. Pages are rendered when
//! they are asked for. Knows addresses and bytes; knows nothing of HTTP.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use super::keeper::Keeper;
use crate::ground::messages::machine as say;
use crate::ground::url::decode;
use crate::ground::{Diagnostic, Fingerprint, Url};
use crate::pipeline::{Desk, Made, Ready};
use crate::plan::{Page, View};

/// The page for addresses that lead nowhere.
const NOT_FOUND: &str = "/404.html";

/// One good state of the site.
pub(super) struct Edition {
    ready: Arc<Ready>,
    /// Pages that are another already, before all are planned again.
    early: BTreeMap<String, Page>,
    /// Where the site stands on its host, decoded, with a slash at both ends.
    stands_at: String,
    keeper: Arc<Keeper>,
    /// What threads render with, while none does.
    desks: Mutex<Vec<Desk>>,
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// To a page.
    Page(&'a Page),
    /// To the same address with a slash at its end, or from the host's root to the site.
    Slash(&'a Page),
    /// Nowhere.
    Nowhere,
}

impl Edition {
    /// The state of a site of which every page is planned.
    pub(super) fn new(ready: Arc<Ready>, keeper: Arc<Keeper>) -> Self {
        let path = ready.settings.base_url.path();
        let stands_at = decode(path).unwrap_or_else(|| path.to_owned());
        Self { ready, early: BTreeMap::new(), stands_at, keeper, desks: Mutex::default() }
    }

    /// The same with some other pages, which will be so too once all are planned again.
    pub(super) fn with_early(self, pages: impl IntoIterator<Item = Page>) -> Self {
        let early = pages.into_iter().map(|page| (page.url.as_str().to_owned(), page)).collect();
        Self { early, ..self }
    }

    /// All that was planned.
    pub(super) fn ready(&self) -> &Arc<Ready> {
        &self.ready
    }

    fn page(&self, url: &str) -> Option<&Page> {
        self.early.get(url).or_else(|| self.ready.page(url))
    }

    /// What every page is made with beside its view.
    pub(super) fn print(&self) -> Fingerprint {
        self.ready.print
    }

    /// Where a decoded path from the root of the host leads.
    pub(super) fn find(&self, path: &str) -> Place<'_> {
        // Addresses begin with a slash, and so does what is left of the path.
        let Some(inner) = path.strip_prefix(&self.stands_at[..self.stands_at.len() - 1]) else {
            return if path == "/" { self.page("/").map_or(Place::Nowhere, Place::Slash) } else { Place::Nowhere };
        };
        if let Some(found) = self.page(inner) {
            return Place::Page(found);
        }
        // Links that are relative name the file that other hosts would think of by themselves.
        let named = inner.strip_suffix("index.html").filter(|_| self.ready.settings.hosting.relative);
        let folder = named.map_or_else(|| format!("{inner}/"), str::to_owned);
        self.page(&folder).map_or(Place::Nowhere, Place::Slash)
    }

    /// The page for addresses that lead nowhere.
    pub(super) fn not_found(&self) -> Option<&Page> {
        self.page(NOT_FOUND)
    }

    /// The first page of the site.
    pub(super) fn root(&self) -> Option<&Page> {
        self.page("/")
    }

    /// A page of each kind.
    pub(super) fn samples(&self) -> impl Iterator<Item = &Page> {
        let mut known = BTreeSet::new();
        self.ready.pages.iter().filter(move |page| match &page.view {
            View::Html(view) => known.insert(view.main.template()),
            _ => false,
        })
    }

    /// The whole path of a page on this host, percent-encoded.
    pub(super) fn href(&self, url: &Url) -> String {
        self.ready.settings.base_url.href(url)
    }

    /// Stands for everything that a page is made of.
    pub(super) fn print_of(&self, page: &Page) -> Fingerprint {
        self.ready.print_of(page)
    }

    /// The pages that are not what they were in another edition; all, if there was none.
    pub(super) fn others(&self, old: Option<&Self>) -> Vec<&Page> {
        let Some(old) = old else { return self.ready.pages.iter().collect() };
        let mut others = Vec::new();
        walk(old, self, |_, new| others.extend(new.and_then(|page| self.ready.page(page.url.as_str()))));
        others
    }

    /// Looks whether a file that is copied could be published.
    pub(super) fn look_into(&self, page: &Page) -> Result<(), Diagnostic> {
        let mut desk = self.ready.desk();
        let look = || self.ready.guarded(page, &[], &*self.keeper, &mut desk);
        catch_unwind(AssertUnwindSafe(look))
            .map_err(|_| say::our_fault(None, &format!("while looking into {}", page.url)))?
    }

    /// Renders a page. A file of the site is none: nothing comes of it here.
    pub(super) fn render(&self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let desk = self.desks.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut desk = desk.unwrap_or_else(|| self.ready.desk());
        let render = || {
            let bytes = match self.ready.render(page, &*self.keeper, &mut desk)? {
                Made::Bytes(bytes) => bytes.to_vec(),
                Made::Copy(..) => Vec::new(),
            };
            // What could not be published is not shown either, so that it is noticed while it is written.
            self.ready.guarded(page, &bytes, &*self.keeper, &mut desk).map(|()| bytes)
        };
        // A desk that a panic left half done is not used again.
        let made = catch_unwind(AssertUnwindSafe(render));
        let made = made.map_err(|_| say::our_fault(None, &format!("while making {}", page.url)))?;
        self.desks.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
        made
    }
}

/// What is not the same in two editions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Pages that are new.
    pub added: usize,
    /// Pages that are no more.
    pub removed: usize,
    /// Pages that are not what they were.
    pub changed: usize,
}

impl Changed {
    /// Compares two editions, address by address.
    pub(super) fn between(old: &Edition, new: &Edition) -> Self {
        let mut changed = Self::default();
        walk(old, new, |old, new| match (old, new) {
            (None, _) => changed.added += 1,
            (_, None) => changed.removed += 1,
            _ => changed.changed += 1,
        });
        changed
    }

    /// The files whose content changed under the same address: their whole paths, percent-encoded.
    pub(super) fn files(old: &Edition, new: &Edition) -> Vec<String> {
        let is_file = |page: &&Page| is_file(page);
        let mut files = Vec::new();
        let (olds, news) = (old.ready.pages.iter().filter(is_file), new.ready.pages.iter().filter(is_file));
        pairs(olds, news, |old, page| {
            if let (Some(old), Some(page)) = (old, page)
                && old.view != page.view
            {
                files.push(new.href(&page.url));
            }
        });
        files
    }
}

fn is_file(page: &Page) -> bool {
    matches!(
        page.view,
        View::File { .. } | View::Asset { .. } | View::Picture { .. } | View::Rendition(_) | View::Card(_)
    )
}

/// Calls `tell` for each address with another page than before.
fn walk(old: &Edition, new: &Edition, mut tell: impl FnMut(Option<&Page>, Option<&Page>)) {
    let all_other = old.print() != new.print();
    if Arc::ptr_eq(&old.ready.pages, &new.ready.pages) {
        let made = new.ready.pages.iter().filter(|page| all_other && !is_file(page));
        return made.for_each(|page| tell(Some(page), Some(page)));
    }
    pairs(old.ready.pages.iter(), new.ready.pages.iter(), |old, new| match (old, new) {
        (Some(old), Some(new)) if old.view == new.view && (!all_other || is_file(new)) => {}
        (old, new) => tell(old, new),
    });
}

/// Walks two sorted lists at once.
fn pairs<'a>(
    old: impl Iterator<Item = &'a Page>,
    new: impl Iterator<Item = &'a Page>,
    mut tell: impl FnMut(Option<&'a Page>, Option<&'a Page>),
) {
    let mut old = old.peekable();
    for page in new {
        while let Some(gone) = old.next_if(|old| old.url < page.url) {
            tell(Some(gone), None);
        }
        tell(old.next_if(|old| old.url == page.url), Some(page));
    }
    old.for_each(|gone| tell(Some(gone), None));
}
