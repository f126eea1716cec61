//! Everything that is neither a story nor a list: pages, tombstones, redirects, the 404 page, sitemap, robots, files.
//! What some hosts want beside that is in `hosting`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::head::{self, Words};
use super::views::{HtmlView, Main, NotFoundView, PageView, RedirectView, SitemapEntry, WithdrawnView};
use super::{Maker, View, cards, stories};
use crate::ground::Url;
use crate::ground::messages::site::{self as messages, Claim};
use crate::site::routes::{Route, Target};
use crate::site::{Alias, Published, addresses};
use crate::story::withdrawn;

/// Stories that the page for lost readers offers.
const NEWEST: usize = 5;
/// Addresses in one sitemap at most (sitemaps.org).
const LARGEST_SITEMAP: usize = 50_000;

/// Plans pages, tombstones, redirects and the 404 page.
pub fn pages(maker: &mut Maker<'_>) {
    let site = maker.planning.site;
    for published in &site.pages {
        let view = page(maker, published);
        maker.push(published.url.clone(), view);
    }
    for published in &site.tombstones {
        let view = tombstone(maker, published);
        maker.push(published.url.clone(), view);
    }
    for alias in &site.aliases {
        let view = redirect(maker, alias);
        maker.push(alias.from.clone(), view);
    }
    let url = addresses::root_file("404.html");
    if is_ours(maker, &url) {
        let view = not_found(maker, &url);
        maker.push(url, view);
    }
}

/// Plans the sitemap, robots.txt and all files. Comes last, since the sitemap names every page.
pub fn files(maker: &mut Maker<'_>) {
    let settings = maker.planning.settings;
    for (url, source) in &maker.planning.site.files {
        let facts = maker.planning.site.facts.get(source);
        let digest = facts.map(|facts| facts.digest).unwrap_or_default();
        let source = source.clone();
        maker.push(
            url.clone(),
            match facts.and_then(|facts| facts.picture) {
                Some(picture) => View::Picture { source, digest, kind: picture.kind },
                None => View::File { source, digest },
            },
        );
    }
    assets(maker);
    let sitemap = addresses::root_file("sitemap.xml");
    if settings.pages.sitemap && is_ours(maker, &sitemap) {
        sitemaps(maker, sitemap.clone());
    }
    let robots = addresses::root_file("robots.txt");
    if settings.pages.robots && is_ours(maker, &robots) {
        let mut text = String::from("User-agent: *\nAllow: /\n");
        if settings.pages.sitemap {
            let _ = write!(text, "\nSitemap: {}\n", maker.absolute(&sitemap));
        }
        maker.push(robots, View::Text(Arc::from(text)));
    }
}

/// Plans the theme's files. The site's own file at the same address goes out in the place of one.
fn assets(maker: &mut Maker<'_>) {
    let routes = &maker.planning.site.routes;
    let mut seen: BTreeMap<String, &Url> = BTreeMap::new();
    for (path, asset) in maker.planning.assets {
        let (url, name) = (&asset.url, format!("the theme's file `static/{path}`"));
        let fault = match (routes.at(url), routes.needs_folder(url), seen.insert(url.collision_key(), url)) {
            (Some(Route { url: own, target: Target::File(_), .. }), ..) if own == url => continue,
            (Some(other), ..) => messages::two_owners(url, Claim::Made(&name), &other.url, other.owner.claim()),
            (None, Some(other), _) => messages::file_and_folder(url, Claim::Made(&name), other),
            (None, None, Some(other)) => {
                messages::two_owners(url, Claim::Made(&name), other, Claim::Made("another one"))
            }
            (None, None, None) => {
                maker.push(url.clone(), View::Asset { path: path.clone(), digest: asset.digest });
                continue;
            }
        };
        maker.said.push(fault);
    }
}

/// Whether the site has no file of its own at this address.
pub fn is_ours(maker: &Maker<'_>, url: &Url) -> bool {
    maker.planning.site.files.binary_search_by(|(file, _)| file.cmp(url)).is_err()
}

fn html(maker: &Maker<'_>, words: Words<'_>, main: Main, noindex: bool) -> View {
    let mut head = head::of_page(maker, words);
    head.noindex = noindex;
    View::Html(Box::new(HtmlView { site: maker.site.clone(), head, main }))
}

fn page(maker: &mut Maker<'_>, published: &Published) -> View {
    let text = cards::text(maker.planning, published, &mut maker.said);
    let front = &published.story.front;
    let excerpt = &published.story.body.excerpt;
    let description = match &front.description {
        Some(description) => description.clone(),
        None if excerpt.is_empty() => front.title.clone(),
        None => excerpt.clone(),
    };
    let words = Words {
        kind: "page",
        title: front.title.clone(),
        description,
        lang: front.lang.clone(),
        number: None,
        url: &published.url,
        known: None,
    };
    let main = PageView {
        text,
        toc: stories::toc(maker, &published.story),
        extra: front.extra.clone(),
        lang: front.lang.clone(),
    };
    html(maker, words, Main::Page(Box::new(main)), !front.listed || front.draft)
}

/// What stays of a withdrawn story: nothing of its words, not even the title.
fn tombstone(maker: &Maker<'_>, published: &Published) -> View {
    let since = published.story.front.withdrawn.map(|day| day.to_string()).unwrap_or_default();
    let words = Words {
        kind: "withdrawn",
        title: Arc::from(withdrawn::TITLE),
        description: Arc::from("This story was withdrawn at the teller's request."),
        lang: None,
        number: None,
        url: &published.url,
        known: None,
    };
    html(maker, words, Main::Withdrawn(WithdrawnView { since: Arc::from(since) }), true)
}

fn redirect(maker: &Maker<'_>, alias: &Alias) -> View {
    let title = alias.title.clone();
    let words = Words {
        kind: "redirect",
        description: Arc::from(format!("This page has moved: {title}.")),
        title: title.clone(),
        lang: None,
        number: None,
        url: &alias.from,
        known: None,
    };
    let main = RedirectView { target: maker.href(&alias.to), target_permalink: maker.absolute(&alias.to), title };
    html(maker, words, Main::Redirect(Box::new(main)), true)
}

fn not_found(maker: &Maker<'_>, url: &Url) -> View {
    let words = Words {
        kind: "not-found",
        title: Arc::from("This page has wandered off"),
        description: Arc::from("There is no page at this address."),
        lang: None,
        number: None,
        url,
        known: None,
    };
    let site = maker.planning.site;
    let newest = site.listed.iter().take(NEWEST).map(|id| maker.cards.full[*id].clone()).collect();
    html(maker, words, Main::NotFound(NotFoundView { newest }), true)
}

/// One sitemap, or several with an index at the usual address.
fn sitemaps(maker: &mut Maker<'_>, url: Url) {
    let entries = sitemap_entries(maker);
    if entries.len() <= LARGEST_SITEMAP {
        maker.push(url, View::Sitemap(entries));
        return;
    }
    let mut index = Vec::new();
    for (part, number) in entries.chunks(LARGEST_SITEMAP).zip(1..) {
        let url = addresses::root_file(&format!("sitemap-{number}.xml"));
        index.push(SitemapEntry { loc: maker.absolute(&url), lastmod: None });
        maker.push(url, View::Sitemap(Arc::from(part)));
    }
    maker.push(url, View::SitemapIndex(index.into()));
}

/// Every page that search engines may show, in order of address, with the day of its last change where it is known.
fn sitemap_entries(maker: &Maker<'_>) -> Arc<[SitemapEntry]> {
    let mut pages: Vec<_> = maker
        .pages
        .iter()
        .filter_map(|page| match &page.view {
            View::Html(html) if !html.head.noindex => Some((&page.url, &html.head)),
            _ => None,
        })
        .collect();
    pages.sort_by_key(|(url, _)| *url);
    let day = |date: &Arc<str>| Arc::from(date.get(..10).unwrap_or(date));
    pages
        .into_iter()
        .map(|(_, head)| SitemapEntry { loc: head.permalink.clone(), lastmod: head.modified.as_ref().map(day) })
        .collect()
}
