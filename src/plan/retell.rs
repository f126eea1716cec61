//! One story told anew while all others stay: what a server shows at once, before everything is planned again. It changes
//! no more than what follows from the story's own words; where more may follow, it gives nothing.

use std::sync::Arc;

use super::cards::{self, Cards, Wording};
use super::social;
use super::stories::{self, Around};
use super::views::{Card, FeedView, HtmlView, Main, MonthView, Remembered, SiteView, StoryLink, Text};
use super::{Asset, Maker, Page, Planning, View};
use crate::ground::fingerprint::Marked;
use crate::site::{Published, links};
use crate::story::{FrontMatter, Story};

/// A story told anew.
#[derive(Debug)]
pub struct Retold {
    /// Its page.
    pub page: Page,
    /// What is said of it on other pages.
    now: Marked<Card>,
    text: Text,
}

/// The page of a story whose words changed. `find` gives the page as it was planned last. None if other pages may change
/// in more than the words, or if there is anything to be said about it.
pub fn retold<'p>(
    planning: Planning<'_>,
    story: &Arc<Story>,
    find: impl Fn(&str) -> Option<&'p Page>,
) -> Option<Retold> {
    let before = planning.site.stories.iter().find(|known| known.story.source == story.source)?;
    if !differs_in_words_only(&before.story.front, &story.front) {
        return None;
    }
    let old = find(before.url.as_str())?;
    let View::Html(view) = &old.view else { return None };
    let Main::Story(told) = &view.main else { return None };
    let published = Published { story: story.clone(), ..before.clone() };
    let mut said = Vec::new();
    let text = cards::resolved(planning, story, links::Text { story, url: &before.url }, &mut said);
    let Wording { summary, description, quote, minutes } = Wording::of(story);
    let title = story.front.title.clone();
    let words = story.body.words;
    let now = Marked::new(Card { title, summary, description, words, minutes, quote, ..(*told.story).clone() });
    let nothing = Cards { full: Vec::new(), links: Vec::new(), texts: Vec::new(), tags_with_counts: Vec::new() };
    let maker = Maker { planning, cards: nothing, site: view.site.clone(), pages: Vec::new(), said: Vec::new() };
    let around = Around {
        older: told.older.clone(),
        newer: told.newer.clone(),
        another: told.another.clone(),
        similar: told.similar.clone(),
        passed_on_from: told.passed_on_from.clone(),
        passed_on_to: told.passed_on_to.clone(),
    };
    let shown = social::of(&maker, &published, &now).map(|card| social::image(&maker, &card));
    let fresh = stories::page(&maker, &published, &now, text.clone(), (around, shown));
    let page = Page { url: old.url.clone(), view: View::Html(Box::new(fresh)) };
    said.is_empty().then_some(Retold { page, now, text })
}

fn differs_in_words_only(then: &FrontMatter, now: &FrontMatter) -> bool {
    let FrontMatter { title, description, quote, .. } = now.clone();
    FrontMatter { title, description, quote, ..then.clone() } == *now
}

/// Another page, with what is said there now of a story that was told anew. None if it says nothing of it.
pub fn recited(page: &Page, retold: &Retold) -> Option<Page> {
    let view = match &page.view {
        View::Html(view) if speaks_of(&view.main, &retold.now.url) => View::Html(Box::new(html(view, retold))),
        View::Atom(feed) => View::Atom(Box::new(self::feed(feed, retold)?)),
        View::JsonFeed(feed) => View::JsonFeed(Box::new(self::feed(feed, retold)?)),
        _ => return None,
    };
    Some(Page { url: page.url.clone(), view })
}

/// Whether a page says anything of the story at this address; most do not, and need not be copied to find out.
fn speaks_of(main: &Main, url: &str) -> bool {
    let in_list = |cards: &[Marked<Card>]| cards.iter().any(|card| &*card.url == url);
    let is_meant = |link: &Arc<StoryLink>| &*link.url == url;
    match main {
        Main::Home(home) => {
            in_list(&home.list.stories) || home.opening.as_ref().is_some_and(|(card, _)| &*card.url == url)
        }
        Main::Tag(tag) => in_list(&tag.list.stories),
        Main::Author(author) => in_list(&author.list.stories),
        Main::Series(series) => in_list(&series.stories),
        Main::NotFound(view) => in_list(&view.newest),
        Main::Archive(archive) => archive.years.iter().flat_map(|year| &year.stories).any(is_meant),
        Main::Almanac(view) => remembered(&view.months).any(|it| is_meant(&it.story)),
        Main::Find(view) => view.lines.iter().any(|line| is_meant(&line.story)),
        Main::PassItOn(view) => view.chains.iter().flatten().any(is_meant),
        Main::Story(story) => {
            let one = [&story.older, &story.newer, &story.another, &story.passed_on_from].into_iter().flatten();
            one.chain(&story.similar).chain(&story.passed_on_to).any(is_meant)
        }
        _ => false,
    }
}

fn remembered(months: &[MonthView]) -> impl Iterator<Item = &Remembered> {
    months.iter().flat_map(|month| &month.days).flat_map(|day| &day.stories)
}

fn html(view: &HtmlView, retold: &Retold) -> HtmlView {
    let mut fresh = HtmlView::clone(view);
    let card = |card: &mut Marked<Card>| {
        if card.url == retold.now.url {
            *card = retold.now.clone();
        }
    };
    let link = |link: &mut Arc<StoryLink>| {
        if link.url == retold.now.url {
            *link = Arc::new(StoryLink { title: retold.now.title.clone(), ..(**link).clone() });
        }
    };
    match &mut fresh.main {
        Main::Home(home) => {
            home.list.stories.iter_mut().for_each(card);
            if let Some((opening, text)) = home.opening.as_mut().filter(|(card, _)| card.url == retold.now.url) {
                card(opening);
                *text = retold.text.clone();
            }
        }
        Main::Tag(tag) => tag.list.stories.iter_mut().for_each(card),
        Main::Author(author) => author.list.stories.iter_mut().for_each(card),
        Main::Series(series) => series.stories.iter_mut().for_each(card),
        Main::NotFound(view) => view.newest.iter_mut().for_each(card),
        Main::Archive(archive) => archive.years.iter_mut().flat_map(|year| &mut year.stories).for_each(link),
        Main::Almanac(view) => {
            let days = view.months.iter_mut().flat_map(|month| &mut month.days);
            days.flat_map(|day| &mut day.stories).for_each(|it| link(&mut it.story));
        }
        Main::Find(view) => view.lines.iter_mut().for_each(|line| link(&mut line.story)),
        Main::PassItOn(view) => view.chains.iter_mut().flatten().for_each(link),
        Main::Story(story) => {
            let one = [&mut story.older, &mut story.newer, &mut story.another, &mut story.passed_on_from]
                .into_iter()
                .flatten();
            one.chain(&mut story.similar).chain(&mut story.passed_on_to).for_each(link);
        }
        _ => {}
    }
    fresh
}

fn feed(feed: &FeedView, retold: &Retold) -> Option<FeedView> {
    let at = feed.entries.iter().position(|entry| entry.story.url == retold.now.url)?;
    let mut fresh = feed.clone();
    (fresh.entries[at].story, fresh.entries[at].text) = (retold.now.clone(), retold.text.clone());
    Some(fresh)
}

/// The same page in the theme's new clothes: it leads to these static files now. None if it is not made by a template.
pub fn dressed(page: &Page, planning: Planning<'_>) -> Option<Page> {
    let View::Html(view) = &page.view else { return None };
    let href = |asset: &Asset| Arc::from(planning.settings.base_url.href(&asset.url));
    let assets = planning.assets.iter().map(|(path, asset)| (path.clone(), href(asset))).collect();
    let site = Marked::new(SiteView { assets, ..(*view.site).clone() });
    Some(Page { url: page.url.clone(), view: View::Html(Box::new(HtmlView { site, ..HtmlView::clone(view) })) })
}
