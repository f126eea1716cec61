//! The pages and files that goodturn makes by itself: which exist, where, and what messages call them.

use super::{Site, addresses, almanac, chains};
use crate::ground::Url;
use crate::settings::Settings;

/// All of them, with the words that a message uses for them.
pub fn pages(site: &Site, settings: &Settings) -> Vec<(Url, &'static str)> {
    let mut made = Vec::new();
    let list = |made: &mut Vec<_>, first: &Url, items: usize, name| {
        for page in 1..=addresses::page_count(items, settings.per_page) {
            made.push((addresses::numbered(first, page), name));
        }
    };
    list(&mut made, &Url::root(), site.listed.len(), "the home page");
    if settings.pages.tags && !site.tags.is_empty() {
        made.push((addresses::tags(), "the list of tags"));
        for tag in &site.tags {
            let first = addresses::tag(&tag.slug);
            list(&mut made, &first, tag.stories.len(), "a tag's page");
            if settings.feeds.tags {
                made.push((first.at("atom.xml"), "a tag's feed"));
            }
        }
    }
    if settings.pages.authors && site.authors.len() > 1 {
        made.push((addresses::authors(), "the list of authors"));
        for author in &site.authors {
            list(&mut made, &addresses::author(&author.slug), author.stories.len(), "an author's page");
        }
    }
    if settings.pages.series {
        made.extend(site.series.iter().map(|series| (addresses::series(&series.slug), "a series' page")));
    }
    if settings.pages.archive {
        made.push((addresses::archive(), "the archive"));
    }
    if settings.pages.pass_it_on && chains::any(&site.stories) {
        made.push((addresses::pass_it_on(), "the page of chains"));
    }
    if settings.pages.almanac && almanac::any(&site.stories) {
        made.push((addresses::almanac(), "the almanac"));
    }
    if settings.pages.find && !site.listed.is_empty() {
        made.push((addresses::find(), "the page where stories are found"));
    }
    let files = [
        (settings.feeds.atom, "atom.xml", "the Atom feed"),
        (settings.feeds.json, "feed.json", "the JSON feed"),
        (settings.pages.sitemap, "sitemap.xml", "the sitemap"),
        (settings.pages.robots, "robots.txt", "robots.txt"),
        (settings.hosting.redirects, "_redirects", "the list of redirects"),
        (settings.hosting.headers, "_headers", "the list of headers"),
        (settings.hosting.nojekyll, ".nojekyll", "the file for GitHub Pages"),
        (settings.hosting.cname.is_some(), "CNAME", "the file with the site's name"),
        (true, "404.html", "the page for lost readers"),
    ];
    for (wanted, name, words) in files {
        let url = addresses::root_file(name);
        // A site's own file in static/ takes the place of the one that would be made.
        if wanted && !site.files.iter().any(|(file, _)| *file == url) {
            made.push((url, words));
        }
    }
    made
}
