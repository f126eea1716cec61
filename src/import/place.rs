//! Where each post and page goes: its file, and its address. Keeps the old address wherever a site can have it.
//! Knows nothing of the posts' texts.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Sort;
use super::survey::Fact;
use crate::ground::url::decode;
use crate::ground::{Fingerprint, Slug, Url};

/// Where something goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What stands for it in the record of what was imported.
    pub key: String,
    /// The file, below the site's folder.
    pub path: String,
    /// The address of its page, if it is published.
    pub url: Url,
    /// Other addresses that the old blog knew it by.
    pub aliases: Vec<Url>,
    /// Whether the file must say the address.
    pub says_url: bool,
    /// Whether the page stands where it stood on the old blog; if not, why.
    pub kept: Result<(), String>,
}

/// What is there already.
pub struct Taken<'a> {
    /// Whether there is a file that no import wrote.
    pub file: &'a dyn Fn(&str) -> bool,
    /// The addresses of pages that no import made.
    pub urls: Vec<Url>,
    /// Files of stories that stand there with the feed id of one that arrives, by that id: they are the same story.
    pub known: BTreeMap<String, String>,
    /// The file of each thing that an earlier import wrote, by its key.
    pub written: &'a BTreeMap<String, String>,
    /// The folder of its host that the site stands in, without a slash at its end.
    pub folder: &'a str,
    /// Where stories stand if they say nothing else: `/stories/:slug/`.
    pub permalink: &'a str,
}

/// The first part of addresses that are goodturn's own.
const OURS: [&str; 10] =
    ["tags", "authors", "series", "page", "archive", "almanac", "pass-it-on", "find", "feed.json", "atom.xml"];
/// Files at the root that are goodturn's own.
const OUR_FILES: [&str; 9] = [
    "index.html",
    "404.html",
    "sitemap.xml",
    "robots.txt",
    "favicon.svg",
    "style.css",
    "_redirects",
    "_headers",
    "CNAME",
];

/// Finds a place for each, in the order of the export, published ones first.
pub fn places(facts: &[Fact], taken: &Taken<'_>) -> Vec<Place> {
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by_key(|at| !facts[*at].is_published);
    let mut town = Town::default();
    for url in &taken.urls {
        town.claim(url);
    }
    let keys = keys(facts);
    // What has a file already keeps it, before anything new is named.
    for path in taken.written.values() {
        town.files.insert(path.to_lowercase());
    }
    let mut places: Vec<Option<Place>> = vec![None; facts.len()];
    for at in order {
        let place = town.settle(&facts[at], keys[at].clone(), taken);
        places[at] = Some(place);
    }
    // Only once every page has its own.
    for (fact, place) in facts.iter().zip(&mut places) {
        let Some(place) = place.as_mut().filter(|_| fact.is_published && !fact.old_slugs.is_empty()) else { continue };
        place.aliases = town.aliases(fact, taken);
    }
    places.into_iter().flatten().collect()
}

/// A name for each thing that stays the same the next time.
fn keys(facts: &[Fact]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys = Vec::with_capacity(facts.len());
    for fact in facts {
        let id = [&fact.id, &fact.link, &fact.title].into_iter().find(|id| !id.is_empty()).cloned().unwrap_or_default();
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        keys.push(if *times == 1 { id } else { format!("{id}#{times}") });
    }
    keys
}

/// The files and addresses that are given away.
#[derive(Default)]
struct Town {
    files: BTreeSet<String>,
    urls: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// For names that were wanted before, the number to go on with: a thousand posts may have one title.
    numbers: BTreeMap<String, u32>,
}

impl Town {
    fn settle(&mut self, fact: &Fact, key: String, taken: &Taken<'_>) -> Place {
        let old = here(&fact.link, taken);
        let known = taken.known.get(&fact.feed_id).filter(|path| self.files.insert(path.to_lowercase()));
        let path = match taken.written.get(&key).or(known) {
            Some(path) => path.clone(),
            None => self.file(fact, old.as_ref().ok(), taken),
        };
        let pattern = Some(taken.permalink).filter(|_| fact.sort == Sort::Post);
        let by_itself = default_url(&path, pattern);
        let default = by_itself.clone().unwrap_or_else(|| story_url(&path, "/stories/:slug/"));
        if !fact.is_published {
            return Place { key, path, url: default, aliases: Vec::new(), says_url: false, kept: Ok(()) };
        }
        let wanted = old.and_then(|url| self.is_free(&url).map(|()| url));
        let (url, kept) = match wanted {
            Ok(url) => (url, Ok(())),
            Err(why) => (self.free_default(&default), Err(why)),
        };
        self.claim(&url);
        let aliases = Vec::new();
        Place { key, aliases, says_url: by_itself.as_ref() != Some(&url), path, url, kept }
    }

    /// The default address, or one like it that is free.
    fn free_default(&self, default: &Url) -> Url {
        let mut number = 1;
        let mut url = default.clone();
        while self.is_free(&url).is_err() {
            number += 1;
            url = Url::parse(&format!("{}-{number}/", default.as_str().trim_end_matches('/'))).unwrap_or(url);
        }
        url
    }

    /// The addresses of earlier days, which differ in their last part; those that nothing else has.
    fn aliases(&mut self, fact: &Fact, taken: &Taken<'_>) -> Vec<Url> {
        let mut aliases = Vec::new();
        let whole = fact.link.trim_end_matches('/');
        for slug in &fact.old_slugs {
            let Some((folder, _)) = whole.rsplit_once('/').filter(|_| !slug.contains('/')) else { continue };
            let end = if fact.link.ends_with('/') { "/" } else { "" };
            if let Ok(url) = here(&format!("{folder}/{slug}{end}"), taken)
                && self.is_free(&url).is_ok()
            {
                self.claim(&url);
                aliases.push(url);
            }
        }
        aliases
    }

    fn is_free(&self, url: &Url) -> Result<(), String> {
        let key = url.collision_key();
        let first = key.split('/').next().unwrap_or("");
        if OURS.contains(&first) || OUR_FILES.contains(&key.as_str()) {
            return Err(format!("{url} is an address of goodturn's own"));
        }
        let in_the_way = self.urls.contains(&key)
            || self.folders.contains(&key)
            || key.match_indices('/').any(|(at, _)| self.urls.contains(&key[..at]));
        if in_the_way { Err(format!("{url} belongs to another page")) } else { Ok(()) }
    }

    fn claim(&mut self, url: &Url) {
        let key = url.collision_key();
        self.folders.extend(key.match_indices('/').map(|(at, _)| key[..at].to_owned()));
        self.urls.insert(key);
    }

    /// A file name that is free.
    fn file(&mut self, fact: &Fact, old: Option<&Url>, taken: &Taken<'_>) -> String {
        let slug = slug(fact);
        let folder = match fact.sort {
            Sort::Post => "content/stories/".to_owned(),
            Sort::Page => folder(old, &slug),
        };
        let wanted = format!("{folder}{slug}");
        let mut number = self.numbers.get(&wanted).copied().unwrap_or(1);
        loop {
            let name = if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
            let path = format!("{name}.md");
            let is_other = |path: &str| self.files.contains(&path.to_lowercase()) || (taken.file)(path);
            number += 1;
            if !is_other(&path) && !is_other(&name) && !slug_is_special(&name) {
                self.files.insert(path.to_lowercase());
                self.numbers.insert(wanted, number);
                return path;
            }
        }
    }
}

/// The old address as this site has it: a blog that stood in the folder that the site stands in keeps its addresses below it.
fn here(link: &str, taken: &Taken<'_>) -> Result<Url, String> {
    let url = old_url(link)?;
    let inside = url.as_str().strip_prefix(taken.folder).filter(|inside| inside.starts_with('/') && inside.len() > 1);
    Ok(inside.and_then(|inside| Url::parse(inside).ok()).unwrap_or(url))
}

/// Names that mean something else in a site.
fn slug_is_special(name: &str) -> bool {
    name.ends_with("/index") || matches!(name, "content/stories" | "content/tags")
}

/// The folder of a page: pages below pages stay so, if the old address has it in words.
fn folder(old: Option<&Url>, slug: &Slug) -> String {
    let whole = old.map(Url::as_str).unwrap_or_default();
    let Some(inner) = whole.strip_prefix('/').and_then(|inner| inner.strip_suffix('/')) else {
        return "content/".to_owned();
    };
    let Some((folders, last)) = inner.rsplit_once('/') else { return "content/".to_owned() };
    let is_plain = |part: &str| Slug::from_text(part).is_some_and(|slug| slug.as_str() == part);
    let is_taken = matches!(folders.split('/').next(), Some("stories" | "tags"));
    if last == slug.as_str() && folders.split('/').all(is_plain) && !is_taken {
        format!("content/{folders}/")
    } else {
        "content/".to_owned()
    }
}

/// The address that a file has by itself, stories by this pattern; none if that takes a date, too.
fn default_url(path: &str, pattern: Option<&str>) -> Option<Url> {
    let Some(pattern) = pattern else {
        let inner = path.strip_prefix("content/").unwrap_or(path);
        return Some(Url::from_parts(inner.strip_suffix(".md").unwrap_or(inner).split('/')));
    };
    Some(story_url(path, pattern)).filter(|_| pattern.matches(':').count() == 1)
}

/// The address of a story by a pattern of its name alone.
fn story_url(path: &str, pattern: &str) -> Url {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".md").unwrap_or(name);
    Url::parse(&pattern.replace(":slug", name))
        .map_or_else(|_| Url::from_parts(["stories", name]), |url| url.for_any_host())
}

/// A name for the file: what the old blog had in the address, else the title, else the number.
fn slug(fact: &Fact) -> Slug {
    let from = |text: &str| decode(text).and_then(|text| Slug::from_text(text.trim_end_matches(".html")));
    let last = old_url(&fact.link).ok().and_then(|url| {
        let last = url.as_str().trim_end_matches('/').rsplit('/').next().map(str::to_owned);
        last.map(|last| last.rsplit_once('.').map_or(last.clone(), |(stem, _)| stem.to_owned()))
    });
    let number = fact.id.rsplit(|c: char| !c.is_ascii_digit()).next().filter(|digits| !digits.is_empty());
    from(&fact.slug)
        .or_else(|| last.as_deref().and_then(from))
        .or_else(|| Slug::from_text(&fact.title))
        .or_else(|| number.and_then(|number| Slug::from_text(&format!("untitled-{number}"))))
        .unwrap_or_else(|| Slug::from_fingerprint("untitled", Fingerprint::of(fact.link.as_bytes())))
}

/// The old address inside the host; or why a site of files cannot have it.
pub fn old_url(link: &str) -> Result<Url, String> {
    let link = link.trim();
    let path = match link.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => link,
    };
    let path = path.split('#').next().unwrap_or(path);
    let (path, query) = path.split_once('?').map_or((path, ""), |(path, query)| (path, query));
    if ["p=", "page_id=", "attachment_id="].iter().any(|name| query.starts_with(name)) {
        return Err("it names the page by a number, which a host of files cannot look up".to_owned());
    }
    if link.is_empty() {
        return Err("the export does not say where it stood".to_owned());
    }
    if path == "/" || path.is_empty() {
        return Err("it stood on the home page, which is goodturn's own".to_owned());
    }
    let last = path.rsplit('/').next().unwrap_or("");
    // A name without an ending would be a file that browsers do not take for a page.
    let whole = if last.is_empty() || last.contains('.') { path.to_owned() } else { format!("{path}/") };
    Url::parse(&whole).map_err(|fault| format!("the address {path} {}", fault.0))
}
