//! Makes one state of the site after another. What follows from one changed file alone is shown at once: the page of a
//! story that was told anew, or all pages in a template that was changed. Then the whole site is made ready again, which
//! decides.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Order;
use super::edition::{Changed, Edition};
use super::house::House;
use super::keeper::Keeper;
use crate::ground::messages::machine;
use crate::ground::{Diagnostic, SourcePath};
use crate::pipeline::{self, Memory, Ready, Report, Request, Silent};
use crate::plan::{self, Page};

/// So many pages are looked at before they are shown: at first, and after a change.
const MOST_AT_FIRST: usize = 512;
const MOST_AGAIN: usize = 64;

/// Makes one state of the site after another.
pub(super) struct Studio<'a> {
    order: &'a Order<'a>,
    keeper: Arc<Keeper>,
    house: Arc<House>,
    memory: Memory,
    /// The last state that was made ready as a whole.
    last: Option<Arc<Edition>>,
    /// Whether it is the newest that there is: nothing is wrong since.
    is_good: bool,
    /// What was said of it.
    report: Report,
}

/// What came of a round.
pub(super) struct Outcome {
    /// What is different; none if the last good state stays.
    pub(super) changed: Option<Changed>,
    /// Everything that is to be said.
    pub(super) report: Report,
    /// Stories, and how many of them are drafts.
    pub(super) stories: (usize, usize),
    /// Where the site stands on its host.
    pub(super) stands_at: String,
}

impl<'a> Studio<'a> {
    /// Nothing made yet. `memory` may hold what a build kept.
    pub(super) fn new(order: &'a Order<'a>, keeper: Arc<Keeper>, house: Arc<House>, memory: Memory) -> Self {
        Self { order, keeper, house, memory, last: None, is_good: false, report: Report::default() }
    }

    /// Reads what changed, plans, and shows the new state of the site; or keeps the old one and says why.
    pub(super) fn round(&mut self, sources: &[SourcePath]) -> Outcome {
        let before = self.last.clone();
        let at_once = catch_unwind(AssertUnwindSafe(|| self.at_once(sources))).unwrap_or(None);
        let edition = match at_once {
            Some(edition) => Some(edition),
            None => self.whole(),
        };
        self.is_good = edition.is_some();
        let mut outcome =
            Outcome { changed: None, report: self.report.clone(), stories: (0, 0), stands_at: "/".to_owned() };
        if let Some(edition) = edition {
            let ready = edition.ready();
            let drafts = ready.site.stories.iter().filter(|one| one.story.front.draft).count();
            outcome.stories = (ready.site.stories.len(), drafts);
            ready.settings.base_url.path().clone_into(&mut outcome.stands_at);
            outcome.changed = Some(before.map(|before| Changed::between(&before, &edition)).unwrap_or_default());
            self.last = Some(edition);
        }
        outcome
    }

    /// Every text of the site.
    pub(super) fn sources(&self) -> Vec<SourcePath> {
        let site = self.last.as_ref().map(|last| &last.ready().site);
        let all = site.into_iter().flat_map(|site| site.stories.iter().chain(&site.pages));
        all.map(|one| one.story.source.clone()).collect()
    }

    /// Makes the whole site ready and shows it.
    fn whole(&mut self) -> Option<Arc<Edition>> {
        let request = Request { today: (self.order.today)(), ..self.order.request.clone() };
        let Self { keeper, memory, .. } = self;
        let prepare = || pipeline::prepare(&request, &**keeper, memory, &Silent);
        let (ready, report) = catch_unwind(AssertUnwindSafe(prepare)).unwrap_or_else(|_| {
            let fault = machine::our_fault(None, "while reading the site");
            (None, Report { diagnostics: vec![fault], ..Report::default() })
        });
        self.report = report;
        let mut good = self.last.clone();
        let shown = ready.map(|ready| {
            let edition = self.edition(Arc::new(ready));
            match self.guard(&edition) {
                Ok(()) => self.show(edition).map_err(|faults| (faults, None)),
                Err(faults) => Err((faults, Some(Arc::new(edition)))),
            }
        });
        match shown {
            Some(Ok(edition)) => return Some(edition),
            Some(Err((faults, some_good))) => {
                self.report.diagnostics.extend(faults);
                // Where there never was a good state, the pages of this one that can go out are shown.
                good = good.or(some_good);
            }
            None => {}
        }
        self.house.complain(good, &self.report.diagnostics);
        None
    }

    /// Shows a state, and sees that every kind of page can be made if the theme is another.
    fn show(&self, edition: Edition) -> Result<Arc<Edition>, Vec<Diagnostic>> {
        let edition = self.house.show(edition)?;
        if self.last.as_ref().is_none_or(|last| last.print() != edition.print()) {
            self.house.prove(&edition)?;
        }
        Ok(edition)
    }

    /// Looks at what is another now, whether somebody sees it or not. Where that is very much, each page is looked at when it
    /// is asked for, and the rest by the next build.
    fn guard(&self, edition: &Edition) -> Result<(), Vec<Diagnostic>> {
        let others = edition.others(self.last.as_deref());
        let most = if self.last.is_some() { MOST_AGAIN } else { MOST_AT_FIRST };
        if others.len() > most { Ok(()) } else { self.house.guard(edition, others) }
    }

    fn edition(&self, ready: Arc<Ready>) -> Edition {
        Edition::new(ready, Arc::clone(&self.keeper))
    }

    /// Shows what follows from the changed files alone. Gives the new state if that is all there is to it.
    fn at_once(&self, sources: &[SourcePath]) -> Option<Arc<Edition>> {
        let last = self.last.as_ref().filter(|_| self.is_good)?;
        let looked_at = self.house.looked_at(last);
        if let [story] = sources
            && story.as_str().starts_with("content/stories/")
        {
            let retold = last.ready().retold(story, &*self.keeper)?;
            let others = looked_at.into_iter().filter_map(|page| plan::recited(page, &retold)).collect::<Vec<_>>();
            let early = |others: Vec<Page>| {
                let pages = others.into_iter().chain([retold.page.clone()]);
                // Other pages may have to change in more than this, or new ones come.
                let _ = self.house.show(self.edition(Arc::clone(last.ready())).with_early(pages));
            };
            // First what somebody looks at, then all the rest.
            early(others);
            early(last.ready().pages.iter().filter_map(|page| plan::recited(page, &retold)).collect());
            return None;
        }
        // What was said of the old theme would have to be said again, or not.
        let of_theme = |said: &Diagnostic| said.path.as_ref().is_some_and(|path| path.as_str().starts_with("themes/"));
        if self.report.diagnostics.iter().any(of_theme) {
            return None;
        }
        let (ready, is_whole) = last.ready().rethemed(sources, &self.memory, &*self.keeper)?;
        let ready = Arc::new(ready);
        if is_whole {
            return self.show(self.edition(ready)).ok();
        }
        let pages = looked_at.into_iter().filter_map(|page| ready.dressed(page)).chain(ready.clothes());
        let early = self.edition(Arc::clone(&ready)).with_early(pages.collect::<Vec<_>>());
        let _ = self.house.show(early);
        None
    }
}
