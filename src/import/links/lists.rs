//! The lists that an old blog had of its posts (labels, months, feeds, the home page), and which list of the new site
//! stands for each. Knows the addresses that Blogger and WordPress give to lists.

use std::collections::{BTreeMap, BTreeSet};

use super::key;
use crate::ground::{Slug, Url};
use crate::import::place::old_url;
use crate::import::survey::{Fact, Survey};
use crate::settings::Settings;

/// The lists of the new site.
#[derive(Debug, Default)]
pub struct Lists {
    labels: BTreeMap<String, Url>,
    has_archive: bool,
    has_feed: bool,
}

impl Lists {
    /// The lists that a site has, with the labels (name, and name in addresses) of stories that are published.
    pub fn of_site<'a>(settings: &Settings, labels: impl Iterator<Item = &'a (String, String)>) -> Self {
        let (has_archive, has_feed) = (settings.pages.archive, settings.feeds.atom);
        let mut lists = Self { has_archive, has_feed, ..Self::default() };
        for (name, slug) in labels.filter(|_| settings.pages.tags) {
            let Some(new) = Slug::from_text(name) else { continue };
            let url = Url::from_parts(["tags", new.as_str()]);
            for old in [slug, new.as_str()] {
                lists.labels.insert(key(&format!("/tag/{old}")), url.clone());
                lists.labels.insert(key(&format!("/category/{old}")), url.clone());
            }
            lists.labels.insert(key(&format!("/search/label/{name}")), url);
        }
        lists
    }

    /// The list that stands for one of the old blog's, by the key of its path.
    pub(super) fn of(&self, path: &str, query: &str) -> Option<String> {
        if let Some(label) = self.label(path) {
            return Some(label.encoded());
        }
        if is_feed(path) && self.has_feed {
            return Some("/atom.xml".to_owned());
        }
        if is_of_days(path) && self.has_archive {
            return Some("/archive/".to_owned());
        }
        let is_plain =
            query.is_empty() || ["m=", "utm_", "updated-max=", "paged="].iter().any(|it| query.starts_with(it));
        let is_home = matches!(path, "" | "/index.html" | "/index.htm" | "/index.php") || is_further_page(path);
        (is_plain && (is_home || path == "/search" && query.starts_with("updated-max="))).then(|| "/".to_owned())
    }

    /// The addresses of the old blog's lists as readers and feed readers know them, each with the list that stands for it now.
    pub fn moved(&self, survey: &Survey) -> Vec<(String, String)> {
        let shown = || survey.facts.iter().filter(|fact| fact.is_published);
        let is_blogger = shown().any(|fact| fact.feed_id.starts_with("tag:blogger.com"));
        let mut all = vec![if is_blogger { "/feeds/posts/default" } else { "/feed/" }.to_owned()];
        all.extend(survey.labels.iter().map(|(name, slug)| match survey.categories.contains(name) {
            _ if is_blogger => format!("/search/label/{name}"),
            true => format!("/category/{slug}/"),
            false => format!("/tag/{slug}/"),
        }));
        let month = |fact: &Fact| {
            let url = old_url(&fact.link).ok()?;
            let month = url.as_str().get(..8).filter(|month| is_of_days(month))?;
            Some(format!("{month}/"))
        };
        all.extend(shown().filter_map(month).collect::<BTreeSet<_>>());
        let moved = all.into_iter().filter(|_| shown().next().is_some());
        moved.filter_map(|old| Some((self.of(&key(&old), "")?, old))).map(|(new, old)| (old, new)).collect()
    }

    /// A category may stand below another: the last part of the address names it.
    fn label(&self, path: &str) -> Option<&Url> {
        let path = path.split_once("/page/").map_or(path, |(path, _)| path);
        let path = path.strip_suffix("/feed").unwrap_or(path);
        self.labels.get(path).or_else(|| {
            let (folder, name) = path.rsplit_once('/')?;
            let kind = if folder.contains("/category") { "category" } else { "tag" };
            let is_list = folder.starts_with("/category") || folder.ends_with("/tag") || folder.ends_with("/category");
            self.labels.get(&format!("/{kind}/{name}")).filter(|_| is_list)
        })
    }
}

/// What stands for a list that an old blog had at such an address, whatever its labels were; none if it was no list.
pub fn list_for(path: &str) -> Option<&'static str> {
    let path = key(path);
    let is_label = ["/search/label/", "/tag/", "/category/"].iter().any(|start| path.starts_with(start));
    match () {
        () if is_feed(&path) || path.starts_with("/feeds/") || path.ends_with("/feed") => Some("/atom.xml"),
        () if is_of_days(&path) => Some("/archive/"),
        () if is_label => Some("/tags/…/"),
        () => None,
    }
}

fn is_feed(path: &str) -> bool {
    matches!(path, "/feed" | "/feed/rss" | "/feed/rss2" | "/feed/atom" | "/rss.xml" | "/atom.xml" | "/rss")
        || path.starts_with("/feeds/posts/")
}

/// `/2011`, `/2011/02`, `/2011/02/14`, `/2011_02_01_archive.html`.
fn is_of_days(path: &str) -> bool {
    let Some(inner) = path.strip_prefix('/') else { return false };
    let parts: Vec<&str> = match inner.strip_suffix("_archive.html") {
        Some(days) => days.split('_').collect(),
        None => inner.split('/').collect(),
    };
    let is_number = |part: &&str, digits| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number(&parts[0], 4) && parts.len() <= 3 && parts[1..].iter().all(|part| is_number(part, 2))
}

/// The page of which an address shows a part or a form: `…/comment-page-2`, the second page of a long post (`…/2`), its
/// feed, its form for telephones.
pub(super) fn whole_page(path: &str) -> Option<&str> {
    let (page, last) = path.rsplit_once('/')?;
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = is_number(last) || last.strip_prefix("comment-page-").is_some_and(is_number);
    (is_part || matches!(last, "feed" | "amp" | "trackback" | "embed" | "print")).then_some(page)
}

fn is_further_page(path: &str) -> bool {
    path.strip_prefix("/page/").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
