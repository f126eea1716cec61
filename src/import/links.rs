//! Where the links and pictures of old texts lead now. Knows the old blog's hosts and the new places; reads no text.

mod file_pages;
mod lists;
mod uploads;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::body::Use;
use super::place::{Place, old_url};
use super::survey::{Survey, anchor};
use crate::ground::url::decode;
use crate::ground::{Fingerprint, Url};
use file_pages::FilePages;
pub use lists::{Lists, list_for};
pub use uploads::{Copy, Uploads};

/// All that is needed to say where an address leads.
#[derive(Debug, Default)]
pub struct Links {
    /// The hosts of the old blog.
    hosts: BTreeSet<String>,
    /// Where the old blog stood, without a slash at the end.
    base: String,
    by_path: BTreeMap<String, usize>,
    by_id: BTreeMap<String, usize>,
    pages: Vec<Page>,
    anchors: BTreeSet<Fingerprint>,
    lists: Lists,
    file_pages: FilePages,
    uploads: Uploads,
}

/// A post or page that links may lead to.
#[derive(Debug)]
struct Page {
    id: String,
    url: Url,
    /// Its file, if readers do not see it yet: a link to a file waits for it, where a link to an address would be broken.
    waits: Option<String>,
}

/// An address in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts<'a> {
    /// None for a path without a host.
    host: Option<String>,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a page of the new site.
    Page(String),
    /// To a file of the new site.
    File(Copy),
    /// To something of the old blog that did not move; its whole address.
    OldBlog(String),
    /// Nobody knows: the export does not say where the blog stood.
    Nowhere,
    /// To wherever it led before.
    Elsewhere,
}

impl Links {
    /// From what the first reading found. `address` is where the person says that the old blog stood.
    pub fn new(survey: &Survey, places: &[Place], address: Option<&str>, uploads: Uploads) -> Self {
        let said = [address.unwrap_or_default(), &survey.blog.address];
        let base = said.into_iter().find(|one| !one.is_empty()).unwrap_or_default().trim_end_matches('/').to_owned();
        let file_pages = FilePages::new(&survey.attachments);
        let mut links = Self { base, file_pages, uploads, ..Self::default() };
        for one in said.into_iter().chain(survey.facts.iter().map(|fact| fact.link.as_str())) {
            links.hosts.extend(parts(one).and_then(|parts| parts.host));
        }
        links.anchors.clone_from(&survey.anchors);
        for (at, (fact, place)) in survey.facts.iter().zip(places).enumerate() {
            if let Ok(old) = old_url(&fact.link) {
                links.by_path.entry(key(old.as_str())).or_insert(at);
            }
            let number = fact.id.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            if !number.is_empty() {
                links.by_id.entry(number.to_owned()).or_insert(at);
            }
            let waits = (!fact.is_published || fact.is_later).then(|| place.path.clone());
            links.pages.push(Page { id: fact.id.clone(), url: place.url.clone(), waits });
        }
        links
    }

    /// The old blog's lists, each with the one that stands for it now.
    pub fn moved_lists(&self, survey: &Survey) -> Vec<(String, String)> {
        self.lists.moved(survey)
    }

    /// With the lists that the new site has of its stories.
    #[must_use]
    pub fn with_lists(mut self, lists: Lists) -> Self {
        self.lists = lists;
        self
    }

    /// The path of an address that is still the old blog's.
    pub fn old_path<'a>(&self, href: &'a str) -> Option<&'a str> {
        let found = parts(href)?;
        (self.hosts.contains(&found.host?) && found.path.len() > 1).then_some(found.path)
    }

    /// Where a link or a picture leads that stands in a text with this old address, which goes to the file `here`.
    pub fn target(&self, href: &str, how: Use, (from, here): (&str, &str)) -> Target {
        let href = href.trim();
        let Some(found) = parts(href) else { return Target::Elsewhere };
        if href.starts_with('#') || href.is_empty() {
            // A comment is a place of its page, and no other place is known here.
            let to = self.page(&absolute_path(&found, from), &found, here).filter(|to| to.contains('#'));
            return to.map_or(Target::Elsewhere, Target::Page);
        }
        let is_file = how == Use::Picture || looks_like_file(found.path);
        let is_ours = found.host.as_ref().is_none_or(|host| self.is_ours(host, found.path));
        if is_file && let Some(copy) = self.uploads.find(found.path, is_ours) {
            return Target::File(copy);
        }
        if !is_ours {
            return Target::Elsewhere;
        }
        let whole = absolute_path(&found, from);
        if how == Use::Link
            && let Some(to) = self.page(&whole, &found, here)
        {
            return Target::Page(to);
        }
        if let Some(file) = self.file_pages.file(&whole, found.query).filter(|_| how == Use::Link) {
            let copy = parts(file).and_then(|file| self.uploads.find(file.path, true));
            return copy.map_or_else(|| Target::OldBlog(file.to_owned()), Target::File);
        }
        match found.host {
            Some(_) => Target::OldBlog(href.to_owned()),
            None if self.base.is_empty() => Target::Nowhere,
            None => {
                let query = if found.query.is_empty() { String::new() } else { format!("?{}", found.query) };
                Target::OldBlog(format!("{}{whole}{query}", origin(&self.base)))
            }
        }
    }

    /// Whether a host is the old blog's. Takeout does not say where the blog stood; then a page that is known is enough.
    fn is_ours(&self, host: &str, path: &str) -> bool {
        let is_unknown = self.hosts.is_empty() && host.ends_with(".blogspot.com");
        self.hosts.contains(host) || (is_unknown && self.by_path.contains_key(&key(path)))
    }

    /// The new address of a page of the old blog.
    fn page(&self, path: &str, found: &Parts<'_>, here: &str) -> Option<String> {
        let query = found.query;
        let number =
            query.split('&').find_map(|pair| pair.strip_prefix("p=").or_else(|| pair.strip_prefix("page_id=")));
        let key = key(path);
        let at = match number {
            Some(number) => self.by_id.get(number),
            None => self.by_path.get(&key).or_else(|| self.by_path.get(lists::whole_page(&key)?)),
        };
        if let Some(page) = at.and_then(|at| self.pages.get(*at)) {
            return Some(match &page.waits {
                Some(file) => relative(here, file),
                None => format!("{}{}", page.url.encoded(), self.anchor(page, found.fragment)),
            });
        }
        let home = self.base.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("");
        let inside = key.strip_prefix(&self::key(home)).unwrap_or(&key);
        self.lists.of(inside, query).filter(|_| number.is_none())
    }

    /// Whether a link leads from a page to a place of its own.
    pub fn own_place<'a>(&self, href: &'a str, id: &str, from: &str) -> Option<&'a str> {
        let found = parts(href).filter(|found| !found.fragment.is_empty() && !found.path.is_empty())?;
        let is_ours = found.host.as_ref().is_none_or(|host| self.is_ours(host, found.path));
        let at = self.by_path.get(&key(&absolute_path(&found, from))).filter(|_| is_ours)?;
        (self.pages.get(*at)?.id == id).then_some(found.fragment)
    }

    /// The anchor of a comment that came along is kept; any other was made by a theme that is no more.
    fn anchor(&self, page: &Page, fragment: &str) -> String {
        let id = match fragment.strip_prefix("comment-") {
            Some(number) => format!("wp-{number}"),
            None => fragment.strip_prefix('c').unwrap_or("").to_owned(),
        };
        let is_there = self.anchors.contains(&anchor(&page.id, &id));
        if is_there { format!("#{fragment}") } else { String::new() }
    }
}

/// The way from one file of the site to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let same = from.iter().zip(&to).take_while(|(one, other)| one == other).count().min(from.len().saturating_sub(1));
    let up = "../".repeat(from.len().saturating_sub(1 + same));
    format!("{up}{}", to[same.min(to.len() - 1)..].join("/"))
}

/// The same for all spellings of a path: decoded, in lower case, without a slash at its end, letters and marks as one.
fn key(path: &str) -> String {
    let path = decode(path).unwrap_or_else(|| path.to_owned());
    path.trim_end_matches('/').to_lowercase().nfc().collect()
}

/// Host, path, query and fragment; none for what is no address of a page (`mailto:` and the like).
fn parts(href: &str) -> Option<Parts<'_>> {
    let href = href.trim();
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        Some(&href[8..])
    } else if lower.starts_with("http://") {
        Some(&href[7..])
    } else {
        href.strip_prefix("//")
    };
    let (host, rest) = match rest {
        Some(rest) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            (Some(plain_host(&rest[..end])), &rest[end..])
        }
        None if href.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':')) => return None,
        None => (None, href),
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some(Parts { host, path, query, fragment })
}

/// Host and path of a blog, the same for all ways to write them; empty if there is no host.
pub fn plain_place(address: &str) -> String {
    let found = parts(address).and_then(|found| Some(format!("{}{}", found.host?, found.path)));
    found.unwrap_or_default().trim_end_matches('/').to_owned()
}

/// A host without `www.`; a Blogger blog has one for each country.
fn plain_host(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    match host.split_once(".blogspot.") {
        Some((name, _)) => format!("{name}.blogspot.com"),
        None => host.to_owned(),
    }
}

/// The path from the root of the host, of an address that may be relative to where it stands.
fn absolute_path(found: &Parts<'_>, from: &str) -> String {
    if found.host.is_some() || found.path.starts_with('/') {
        return found.path.to_owned();
    }
    let base = parts(from).map_or("", |parts| parts.path);
    if found.path.is_empty() {
        return base.to_owned();
    }
    let mut folders: Vec<&str> = base.split('/').collect();
    folders.pop();
    for part in found.path.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            _ => folders.push(part),
        }
    }
    let joined = folders.join("/");
    if joined.starts_with('/') { joined } else { format!("/{joined}") }
}

/// Scheme and host of a whole address.
fn origin(base: &str) -> &str {
    base.find("://").and_then(|at| base[at + 3..].find('/').map(|end| &base[..at + 3 + end])).unwrap_or(base)
}

/// Whether a path names a file that is no page.
fn looks_like_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    name.rsplit_once('.').is_some_and(|(_, end)| {
        (2..=5).contains(&end.len())
            && !matches!(end.to_ascii_lowercase().as_str(), "html" | "htm" | "php" | "aspx" | "asp" | "xml")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::model::Sort;
    use crate::import::survey::Fact;

    fn links(address: &str, link: &str) -> Links {
        let mut survey = Survey::default();
        survey.blog.address = address.to_owned();
        let (id, title, slug) = ("post-7".to_owned(), String::new(), String::new());
        let (feed_id, old_slugs) = (String::new(), Vec::new());
        let fact = Fact {
            sort: Sort::Post,
            id,
            title,
            slug,
            old_slugs,
            link: link.to_owned(),
            feed_id,
            is_published: true,
            is_later: false,
        };
        let url = old_url(link).unwrap();
        let (key, path) = (String::new(), String::new());
        let place = Place { key, path, url, aliases: Vec::new(), says_url: true, kept: Ok(()) };
        survey.facts.push(fact);
        survey.anchors.insert(anchor("post-7", "wp-9"));
        Links::new(&survey, &[place], None, Uploads::default())
    }

    #[test]
    fn links_between_stories_are_found_however_they_are_written() {
        let links = links("https://kind.example/", "https://kind.example/2011/02/caf%c3%a9/");
        let page = |to: &str| Target::Page(to.to_owned());
        let to =
            |href| links.target(href, Use::Link, ("https://kind.example/2012/01/other/", "content/stories/other.md"));
        for href in [
            "http://www.kind.example/2011/02/café",
            "/2011/02/caf%C3%A9/",
            "../../../2011/02/café/",
            "https://kind.example/?p=7",
            "?p=7",
        ] {
            assert_eq!(to(href), page("/2011/02/caf%C3%A9/"), "{href}");
        }
        assert_eq!(to("/2011/02/café/#comment-9"), page("/2011/02/caf%C3%A9/#comment-9"));
        assert_eq!(to("/2011/02/café/#respond"), page("/2011/02/caf%C3%A9/"));
        assert_eq!(to("/2011/02/café/#comment-8"), page("/2011/02/caf%C3%A9/"), "that one did not come along");
        assert_eq!(to("https://kind.example"), page("/"));
        assert_eq!(to("/nobody/?x=1"), Target::OldBlog("https://kind.example/nobody/?x=1".to_owned()));
        assert_eq!(to("https://other.example/2011/02/café/"), Target::Elsewhere);
        assert_eq!(to("mailto:x@y.example"), Target::Elsewhere);
        assert_eq!(to("#part"), Target::Elsewhere);
    }

    #[test]
    fn lists_and_the_ways_in_which_blogger_wrote_addresses_are_known() {
        let labels = [("Food & Drink".to_owned(), "food".to_owned())];
        let settings = crate::settings::Settings::default_for("T");
        let links = links("http://kind.blogspot.com/", "http://kind.blogspot.com/2012/04/one.html")
            .with_lists(Lists::of_site(&settings, labels.iter()));
        let from = ("http://kind.blogspot.com/2012/04/other.html", "content/stories/other.md");
        for (href, page) in [
            ("http://www.kind.blogspot.de/2012/04/one.html?m=1", "/2012/04/one.html"),
            ("https://kind.blogspot.co.uk/2012/04/one.html#more", "/2012/04/one.html"),
            ("//kind.blogspot.com/2012/04/one.html#comment-form", "/2012/04/one.html"),
            ("http://kind.blogspot.com/2012/04/one.html?showComment=12#c9", "/2012/04/one.html"),
            ("http://kind.blogspot.com/2012/04/one.html?spref=fb", "/2012/04/one.html"),
            ("http://kind.blogspot.com/?m=1", "/"),
            ("/index.html", "/"),
            ("/search?updated-max=2012-04-01", "/"),
            ("/2012/04/", "/archive/"),
            ("/2012_04_01_archive.html", "/archive/"),
            ("/feeds/posts/default?alt=rss", "/atom.xml"),
            ("/search/label/Food%20%26%20Drink?max-results=5", "/tags/food-drink/"),
            ("/category/all/food/", "/tags/food-drink/"),
        ] {
            assert_eq!(links.target(href, Use::Link, from), Target::Page(page.to_owned()), "{href}");
        }
        for href in ["/search?q=x", "/2012/04/missing.html", "/category/other/", "/20120/"] {
            let whole = format!("http://kind.blogspot.com{href}");
            assert_eq!(links.target(href, Use::Link, from), Target::OldBlog(whole), "{href}");
        }
    }

    #[test]
    fn the_way_between_files_is_found() {
        assert_eq!(relative("content/stories/a.md", "content/stories/b.md"), "b.md");
        assert_eq!(relative("content/about/team.md", "content/stories/b.md"), "../stories/b.md");
        assert_eq!(relative("content/a.md", "content/stories/b.md"), "stories/b.md");
        assert_eq!(relative("content/stories/a.md", "content/b.md"), "../b.md");
    }

    #[test]
    fn a_blog_that_does_not_say_where_it_stood_is_known_by_its_pages() {
        let links = links("", "/2012/04/two-cups.html");
        let to = |href| links.target(href, Use::Link, ("/2012/03/x.html", "content/stories/x.md"));
        assert_eq!(
            to("http://kind.blogspot.co.uk/2012/04/two-cups.html"),
            Target::Page("/2012/04/two-cups.html".to_owned())
        );
        assert_eq!(to("http://kind.blogspot.com/2012/04/nobody.html"), Target::Elsewhere);
        assert_eq!(to("/nobody.html"), Target::Nowhere);
    }
}
