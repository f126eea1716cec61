//! What a server can show at once, before the site is made ready again: one story told anew, or the same pages in another
//! theme. Each gives nothing wherever the whole way through the steps might give something else.

use jiff::tz::TimeZone;

use super::memory::Memory;
use super::read;
use super::world::{Found, World};
use super::{Ready, assets, social, wants};
use crate::ground::lexicon::Lexicon;
use crate::ground::{Fingerprint, SourcePath};
use crate::plan::{self, Asset, Page, Pictures, Planning, Retold, View};
use crate::story::{self, Kind, Source};
use crate::theme::Theme;

impl Ready {
    /// A page by its address.
    pub fn page(&self, url: &str) -> Option<&Page> {
        self.pages.binary_search_by(|page| page.url.as_str().cmp(url)).ok().map(|at| &self.pages[at])
    }

    /// The page of a story that changed in nothing but its words.
    pub fn retold(&self, source: &SourcePath, world: &dyn World) -> Option<Retold> {
        let mut bytes = Vec::new();
        world.read(source, &mut bytes).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let (story, said) = story::parse(Source { path: source, text, kind: Kind::Story }, &self.settings);
        let story = story.filter(|_| said.is_empty())?;
        self.with_planning(&self.theme, |planning| plan::retold(planning, &story.into(), |url| self.page(url)))
    }

    /// The same site in another theme, if no more than files of the theme changed. The pages are the same only if
    /// `is_whole` comes with it: else they must be planned again, and `dressed` gives one until then.
    pub fn rethemed(&self, changed: &[SourcePath], memory: &Memory, world: &dyn World) -> Option<(Self, bool)> {
        let themes: Vec<SourcePath> = memory.themes.iter().map(|known| known.path.clone()).collect();
        if !changed.iter().all(|path| themes.contains(path)) {
            return None;
        }
        let found = Found { themes, ..Found::default() };
        let mut said = Vec::new();
        let (theme, print, _) = read::theme(&self.settings, &found, (world, None), &mut said);
        let theme = theme.filter(|_| said.is_empty())?;
        let same_wants =
            wants(&theme) == wants(&self.theme) && theme.social == self.theme.social && theme.card == self.theme.card;
        if !same_wants || !theme.assets.keys().eq(self.theme.assets.keys()) {
            return None;
        }
        let is_whole = theme.assets == self.theme.assets;
        let print = Fingerprint::of_value(&(print, self.rules_print));
        let Self { settings, site, pages, guard, gallery, .. } = self;
        let (settings, site, pages, guard) = (settings.clone(), site.clone(), pages.clone(), guard.clone());
        let gallery = gallery.clone();
        let (threads, rules_print, begun) = (self.threads, self.rules_print, self.begun);
        Some((Self { settings, theme, site, pages, print, guard, gallery, threads, rules_print, begun }, is_whole))
    }

    /// A page that leads to the static files which the theme has now.
    pub fn dressed(&self, page: &Page) -> Option<Page> {
        self.with_planning(&self.theme, |planning| plan::dressed(page, planning))
    }

    /// The static files of the theme, as pages.
    pub fn clothes(&self) -> Vec<Page> {
        let page = |(path, asset): (_, Asset)| Page {
            url: asset.url.clone(),
            view: View::Asset { path, digest: asset.digest },
        };
        assets(&self.theme).into_iter().map(page).collect()
    }

    fn with_planning<T>(&self, theme: &Theme, then: impl FnOnce(Planning<'_>) -> T) -> T {
        let zone = TimeZone::get(&self.settings.timezone).unwrap_or(TimeZone::UTC);
        let assets = assets(theme);
        let pictures = Pictures::of(&self.site, &self.settings, None);
        then(Planning {
            site: &self.site,
            settings: &self.settings,
            wants: wants(theme),
            assets: &assets,
            social: social(theme),
            dress: theme.card,
            pictures: &pictures,
            lexicon: &Lexicon::default(),
            zone: &zone,
        })
    }
}
