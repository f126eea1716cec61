//! Which files of the site are published, and where: all of `static/`, all of a published bundle, and whatever a
//! published text shows or links to. A file that only an unpublished story uses stays at home with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Site, links};
use crate::ground::{Diagnostic, SourcePath, Url, messages};
use crate::story::{HtmlAddress, Story};

/// Fills in `site.files`.
pub fn publish(site: &mut Site, unpublished: &[Arc<Story>], said: &mut Vec<Diagnostic>) {
    let bundles = bundles(site, unpublished);
    let used = used(site);
    let mut files = Vec::new();
    for path in site.facts.keys() {
        let wanted = if let Some(inside) = path.as_str().strip_prefix("static/") {
            Some(format!("/{inside}"))
        } else if let Some((folder, url)) = bundle_of(path, &bundles) {
            let Some(url) = url else { continue };
            let inside = &path.as_str()[folder.len() + 1..];
            Some(url.at(inside).to_string())
        } else if used.contains(path) {
            path.as_str().strip_prefix("content/").map(|inside| format!("/{inside}"))
        } else {
            said.push(if is_document(path) {
                messages::machine::document_among_stories(path)
            } else {
                messages::site::file_not_used(path)
            });
            None
        };
        let Some(wanted) = wanted else { continue };
        match address(&wanted) {
            Ok(url) => files.push((url, path.clone())),
            Err(fault) => said.push(messages::site::impossible_file_name(path, &fault)),
        }
    }
    files.sort();
    site.files = files;
}

/// Whether a file among the stories is one that somebody wrote with a word processor, and takes for a story.
fn is_document(path: &SourcePath) -> bool {
    const KINDS: [&str; 7] = ["doc", "docx", "rtf", "odt", "pages", "html", "htm"];
    let kind = path.file_name().rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase());
    path.as_str().starts_with("content/stories/") && kind.is_some_and(|kind| KINDS.contains(&kind.as_str()))
}

/// A file's own name may hold a percent sign or a question mark; an address may not.
fn address(wanted: &str) -> Result<Url, String> {
    if wanted.contains('%') {
        return Err("holds `%`, which has a meaning of its own in addresses".to_owned());
    }
    Url::parse(wanted).map_err(|fault| fault.0)
}

/// The folders of bundles, with their address if they are published.
fn bundles(site: &Site, unpublished: &[Arc<Story>]) -> BTreeMap<String, Option<Url>> {
    let mut bundles = BTreeMap::new();
    let mut add = |source: &SourcePath, url: Option<Url>| {
        if source.stem() == "index" && !matches!(source.folder(), "content" | "content/stories") {
            bundles.insert(source.folder().to_owned(), url);
        }
    };
    for published in site.stories.iter().chain(&site.pages) {
        add(&published.story.source, Some(published.url.clone()));
    }
    for story in unpublished.iter().chain(site.tombstones.iter().map(|published| &published.story)) {
        add(&story.source, None);
    }
    bundles
}

/// The innermost bundle that a file lies in.
fn bundle_of<'a>(path: &SourcePath, bundles: &'a BTreeMap<String, Option<Url>>) -> Option<(&'a str, Option<&'a Url>)> {
    let mut folder = path.folder();
    while !folder.is_empty() {
        if let Some((name, url)) = bundles.get_key_value(folder) {
            return Some((name, url.as_ref()));
        }
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    None
}

/// The files that published texts show or link to by a path beside them.
fn used(site: &Site) -> BTreeSet<SourcePath> {
    let intros = site.tags.iter().filter_map(|tag| tag.intro.as_ref());
    let published = site.stories.iter().chain(&site.pages).map(|published| &published.story);
    let mut used = BTreeSet::new();
    // Most sites keep their pictures in static/, where all is published anyway.
    if site.facts.keys().all(|path| path.as_str().starts_with("static/")) {
        return used;
    }
    for story in published.chain(intros) {
        let links = story.body.links.iter().map(|link| &*link.to);
        let images = story.body.images.iter().map(|image| &*image.src);
        let front = story.front.image.iter().map(|image| &*image.src);
        let html = story.body.html.iter().flat_map(HtmlAddress::each);
        for target in links.chain(images).chain(front).chain(html) {
            if let Some(path) = links::beside(&story.source, target)
                && site.facts.contains_key(&path)
            {
                used.insert(path);
            }
        }
    }
    used
}
