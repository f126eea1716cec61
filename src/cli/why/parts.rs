//! What each kind of page is called, and which settings have a part in it. Knows views by their kind.

use crate::plan::views::Main;
use crate::plan::{Page, View};
use crate::site::Site;
use crate::site::routes::Owner;

/// What a page is, as a person would call it.
pub(super) fn name(page: &Page, site: &Site) -> String {
    let made = site.routes.at(&page.url).and_then(|route| match &route.owner {
        Owner::Made(name) => Some(*name),
        Owner::Source(..) => None,
    });
    let by_kind = match &page.view {
        View::Html(html) => match html.main {
            Main::Story(_) => "the page of a story",
            Main::Withdrawn(_) => "the note in the place of a story that was withdrawn",
            Main::Redirect(_) => "an old address that leads on",
            _ => "a page",
        },
        View::Atom(_) | View::JsonFeed(_) => "a feed",
        View::Sitemap(_) | View::SitemapIndex(_) => "a sitemap",
        View::Text(_) => "a text for machines",
        View::File { .. } => "a file of the site, as it is",
        View::Picture { .. } => "a picture, without what its camera wrote into it",
        View::Rendition(_) => "a picture, made smaller",
        View::Card(_) => "the card that a link to the story is shown with",
        View::Asset { .. } => "a file of the theme",
    };
    made.unwrap_or(by_kind).to_owned()
}

/// The settings that decide whether and how a page is made, beside those that are on every page.
pub(super) fn settings(page: &Page) -> &'static [&'static str] {
    let path = page.url.as_str();
    match &page.view {
        View::Html(html) => match &html.main {
            Main::Story(_) => &["permalink", "timezone", "theme"],
            Main::Home(_) => &["per_page", "theme"],
            Main::Tag(_) | Main::Tags(_) => &["pages.tags", "per_page", "theme"],
            Main::Author(_) | Main::Authors(_) => &["pages.authors", "author", "per_page", "theme"],
            Main::Series(_) => &["pages.series", "theme"],
            Main::Archive(_) => &["pages.archive", "timezone", "theme"],
            Main::Almanac(_) => &["pages.almanac", "timezone", "theme"],
            Main::PassItOn(_) => &["pages.pass_it_on", "theme"],
            _ => &["theme"],
        },
        View::Atom(_) if path.ends_with("comments.atom") => &["feeds.comments"],
        View::Atom(_) if path.starts_with("/tags/") => &["feeds.tags", "feeds.size", "feeds.full_text"],
        View::Atom(_) => &["feeds.atom", "feeds.size", "feeds.full_text"],
        View::JsonFeed(_) => &["feeds.json", "feeds.size", "feeds.full_text"],
        View::Sitemap(_) | View::SitemapIndex(_) => &["pages.sitemap", "base_url"],
        View::Text(_) => switch(path).map_or(&[], |(_, keys, _)| keys),
        View::Rendition(_) => &["pictures.responsive", "pictures.widths", "pictures.quality"],
        View::Card(_) => &["cards", "title", "theme"],
        View::Asset { .. } => &["theme"],
        View::File { .. } | View::Picture { .. } => &[],
    }
}

/// A page that exists only if a setting says so: its address, the settings, and what it needs besides.
type Switch = (&'static str, &'static [&'static str], &'static str);

/// Every page that goodturn makes only if a setting says so and there is something to put on it.
const SWITCHES: [Switch; 14] = [
    ("/tags/", &["pages.tags"], "a listed story with a tag"),
    ("/authors/", &["pages.authors"], "listed stories by more than one teller"),
    ("/archive/", &["pages.archive"], "nothing else"),
    ("/almanac/", &["pages.almanac"], "a listed story with a day"),
    ("/pass-it-on/", &["pages.pass_it_on"], "a listed story that was passed on from another"),
    ("/atom.xml", &["feeds.atom"], "nothing else"),
    ("/feed.json", &["feeds.json"], "nothing else"),
    ("/sitemap.xml", &["pages.sitemap"], "nothing else"),
    ("/robots.txt", &["pages.robots"], "nothing else"),
    ("/_redirects", &["hosting.redirects"], "nothing else"),
    ("/_headers", &["hosting.headers"], "nothing else"),
    ("/.nojekyll", &["hosting.nojekyll"], "nothing else"),
    ("/CNAME", &["hosting.cname"], "nothing else"),
    ("/series/", &["pages.series"], "the name of a series behind it: there is no list of all series"),
];

/// The setting behind a page that may or may not be made.
pub(super) fn switch(path: &str) -> Option<Switch> {
    SWITCHES.into_iter().find(|(address, ..)| *address == path)
}
