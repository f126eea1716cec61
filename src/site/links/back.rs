//! Links the other way round: who leads to a page, and where that stands. Knows what links mean as the pages do; says
//! nothing of links that are broken.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Resolver, Text};
use crate::ground::{BaseUrl, SourcePath, Span, Url};
use crate::site::{Site, addresses};
use crate::story::Story;

/// A place in a text that leads to the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The file that it stands in.
    pub source: SourcePath,
    /// Where in the file.
    pub span: Span,
    /// The link as it is written.
    pub written: Arc<str>,
}

/// Every place in the texts of the site that leads to one of these addresses, in reading order.
pub fn leading_to(site: &Site, base: &BaseUrl, urls: &[&Url]) -> Vec<Backlink> {
    let hrefs: BTreeSet<String> = urls.iter().map(|url| base.href(url)).collect();
    let mut found = Vec::new();
    for (story, url) in texts(site) {
        let resolver = Resolver { site, base, text: Text { story, url: &url }, guesses: Cell::new(0) };
        let mut see = |written: &Arc<str>, span: Span, href: Option<Arc<str>>| {
            let href = href.unwrap_or_default();
            let page = href.split(['#', '?']).next().unwrap_or_default();
            // A link to a place on the page itself leads nowhere else.
            if hrefs.contains(page) && !urls.contains(&&url) {
                found.push(Backlink { source: story.source.clone(), span, written: written.clone() });
            }
        };
        for link in &story.body.links {
            see(&link.to, link.span, resolver.link(&link.to).ok());
        }
        let front = story.front.image.iter().map(|image| (&image.src, image.span));
        for (src, span) in story.body.images.iter().map(|image| (&image.src, image.span)).chain(front) {
            see(src, span, resolver.picture(src).ok().map(|picture| picture.src));
        }
        for address in &story.body.html {
            for to in address.each() {
                see(&Arc::from(to), address.span, resolver.link(to).ok());
            }
        }
        if let Some((slug, span)) = &story.front.passed_on_from {
            let written: Arc<str> = Arc::from(format!("passed_on_from: {slug}"));
            see(&written, *span, resolver.by_slug(slug.as_str(), None).ok());
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Every text of the site, with the page that shows it.
fn texts(site: &Site) -> Vec<(&Story, Url)> {
    let own = site.stories.iter().chain(&site.pages).map(|published| (&*published.story, published.url.clone()));
    let intros = site.tags.iter().filter_map(|tag| Some((&**tag.intro.as_ref()?, addresses::tag(&tag.slug))));
    own.chain(intros).collect()
}
