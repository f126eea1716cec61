//! All finished pages together: links that lead nowhere, pages that nothing leads to, headings that jump, pictures without
//! words, walls of text, colours that cannot be read, one title or description for two stories.
//! Knows pages and stories as values; knows nothing of where in a source anything stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::page::Facts;
use crate::ground::messages::check as say;
use crate::ground::url::decode;
use crate::ground::{BaseUrl, Diagnostic, Url};
use crate::site::{Published, Site, also_here};

/// Something to be said of a page, with words that stand where it is to be mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The page.
    pub page: Url,
    /// What is wrong with it.
    pub what: Flaw,
    /// Words to look for in its sources; empty if all of it is meant.
    pub words: String,
}

/// What is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It leads or goes to something that is not there.
    DeadLink(String),
    /// It leads to a place that the other page does not have.
    DeadPlace(String),
    /// Nobody who cannot see this picture learns what it shows.
    Wordless(String),
    /// It has no heading of the first level.
    NoHeading,
    /// It has several.
    TwoHeadings(String),
    /// A heading of this level follows on one of that, with others left out.
    Jump(u8, u8),
    /// A paragraph has so many words.
    Wall(usize),
    /// No other page leads to it.
    Orphan,
    /// It does not say which language it is in.
    NoLang,
}

/// Addresses that are not of the site, each with the pages that it stands on.
pub type Outgoing = BTreeMap<Arc<str>, Vec<Url>>;

/// What is wrong with the pages, in the order of their addresses. `others`: addresses of files that are no pages.
pub fn flaws(pages: &BTreeMap<Url, Facts>, others: &BTreeSet<Url>, site: &Site, base: &BaseUrl) -> Vec<Seen> {
    let ids: BTreeMap<&Url, BTreeSet<&str>> =
        pages.iter().map(|(url, facts)| (url, facts.ids.iter().map(String::as_str).collect())).collect();
    let mut led_to: BTreeSet<Url> = BTreeSet::new();
    let mut seen = Vec::new();
    for (page, facts) in pages {
        for link in &facts.links {
            let Some((url, place)) = inside(link, page, base) else { continue };
            let folder = url.as_str().strip_suffix("index.html").and_then(|folder| Url::parse(folder).ok());
            let target = [Some(url.clone()), Url::parse(&format!("{url}/")).ok(), folder]
                .into_iter()
                .flatten()
                .find(|url| ids.contains_key(url) || others.contains(url));
            let flaw = match &target {
                None if also_here::covers(&site.also_here, base.path().trim_end_matches('/'), url.as_str()) => None,
                None => Some(Flaw::DeadLink(link.clone())),
                Some(target) => {
                    let is_there = ids.get(target).is_none_or(|ids| ids.contains(&*place));
                    let is_free = place.is_empty() || matches!(&*place, "top") || place.starts_with(":~:");
                    (!is_there && !is_free).then(|| Flaw::DeadPlace(link.clone()))
                }
            };
            seen.extend(flaw.map(|what| Seen { page: page.clone(), what, words: link.clone() }));
            led_to.extend(target.filter(|target| target != page && !facts.is_redirect));
        }
        if !facts.is_redirect {
            of_one(page, facts, &mut seen);
        }
    }
    let is_lost = |one: &&Published| one.story.front.listed && one.url != Url::root() && !led_to.contains(&one.url);
    let lost = site.stories.iter().chain(&site.pages).filter(is_lost);
    seen.extend(lost.map(|one| Seen { page: one.url.clone(), what: Flaw::Orphan, words: String::new() }));
    seen
}

/// Every address on the pages that is not of this site, as it is written there, with the pages that it stands on.
pub fn outgoing(pages: &BTreeMap<Url, Facts>, base: &BaseUrl) -> Outgoing {
    let mut out = Outgoing::new();
    for (page, facts) in pages {
        let is_web = |link: &&String| {
            let scheme = link.split_once(':').map_or("", |(scheme, _)| scheme);
            link.starts_with("//") || ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        };
        for link in facts.links.iter().filter(is_web).filter(|link| inside(link, page, base).is_none()) {
            out.entry(link.as_str().into()).or_default().push(page.clone());
        }
    }
    out
}

/// What can be told of one page alone.
fn of_one(page: &Url, facts: &Facts, seen: &mut Vec<Seen>) {
    let mut push = |what: Flaw, words: &str| seen.push(Seen { page: page.clone(), what, words: words.to_owned() });
    if facts.lang.as_deref().is_none_or(|lang| lang.trim().is_empty()) {
        push(Flaw::NoLang, "<html");
    }
    for source in &facts.wordless {
        push(Flaw::Wordless(source.clone()), source.rsplit('/').next().unwrap_or(source));
    }
    let firsts: Vec<&str> = facts.headings.iter().filter(|(level, _)| *level == 1).map(|(_, words)| &**words).collect();
    match firsts[..] {
        [] => push(Flaw::NoHeading, ""),
        [_] => {}
        [.., last] => push(Flaw::TwoHeadings(last.trim().to_owned()), last.trim()),
    }
    for pair in facts.headings.windows(2).filter(|pair| pair[1].0 > pair[0].0 + 1) {
        push(Flaw::Jump(pair[0].0, pair[1].0), pair[1].1.trim());
    }
    for (count, first) in &facts.walls {
        push(Flaw::Wall(*count), first);
    }
}

/// The page and the place on it that a link leads to, if they are of this site.
fn inside(link: &str, page: &Url, base: &BaseUrl) -> Option<(Url, String)> {
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    let place = decode(place).unwrap_or_else(|| place.to_owned());
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() {
        return Some((page.clone(), place));
    }
    let path = path.strip_prefix(base.origin()).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    if has_scheme || path.starts_with("//") {
        return None;
    }
    let whole = if path.starts_with('/') {
        // What lies beside the site on its host is somebody else's.
        format!("/{}", path.strip_prefix(base.path())?)
    } else {
        joined(page.as_str(), path)?
    };
    Some((Url::parse(&whole).ok()?, place))
}

/// A path as it is seen from a page.
fn joined(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page[..page.rfind('/')?].split('/').collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop().filter(|_| !parts.is_empty())?;
            }
            part => parts.push(part),
        }
    }
    let end = if path.ends_with('.') { "/" } else { "" };
    Some(parts.join("/") + end)
}

/// What the stories themselves tell: one title or one description for several of them, each said once.
pub fn twins(site: &Site) -> Vec<Diagnostic> {
    let mut titles: BTreeMap<String, Vec<&Published>> = BTreeMap::new();
    let mut descriptions: BTreeMap<&str, Vec<&Published>> = BTreeMap::new();
    let mut all: Vec<&Published> =
        site.stories.iter().chain(&site.pages).filter(|one| one.story.front.listed).collect();
    all.sort_by_key(|one| &one.story.source);
    for one in all {
        titles.entry(one.story.front.title.to_lowercase()).or_default().push(one);
        if let Some(description) = &one.story.front.description {
            descriptions.entry(description).or_default().push(one);
        }
    }
    let mut said = Vec::new();
    for alike in titles.values() {
        if let [first, second, more @ ..] = &alike[..] {
            let title = &second.story.front.title;
            said.push(say::same_title(&second.story.source, &first.story.source, more.len(), title));
        }
    }
    for alike in descriptions.values() {
        if let [first, second, more @ ..] = &alike[..] {
            said.push(say::same_description(&second.story.source, &first.story.source, more.len()));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_browsers_read_them() {
        let base = BaseUrl::parse("https://x.example/sub/").unwrap();
        let page = Url::parse("/stories/a/").unwrap();
        let of = |link: &str| inside(link, &page, &base).map(|(url, place)| format!("{url}#{place}"));
        assert_eq!(of("/sub/b/?x#y%20z").as_deref(), Some("/b/#y z"));
        assert_eq!(of("../b.html").as_deref(), Some("/stories/b.html#"));
        assert_eq!(of("https://x.example/sub/").as_deref(), Some("/#"));
        assert_eq!(of("#c").as_deref(), Some("/stories/a/#c"));
        for link in ["mailto:a@b.c", "https://y.example/", "//y.example/", "/other/", "../../../x"] {
            assert_eq!(of(link), None, "{link}");
        }
    }
}
