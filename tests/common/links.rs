//! Do the links of a finished site lead somewhere? Every address on it that is its own, fragments too.

use std::collections::{BTreeMap, BTreeSet};

use super::host::unescape;
use super::sites::Built;
use super::tags::{Tag, tags};

const HOST: &str = "https://example.org";

/// One line for each link that leads nowhere and for each page that no other page links to.
pub fn faults(site: &Built) -> Vec<String> {
    let files: BTreeSet<_> = site.files().into_iter().collect();
    let texts: BTreeMap<_, _> =
        files.iter().filter(|file| is_text(file)).map(|file| (file.as_str(), site.text(file))).collect();
    let read: BTreeMap<_, _> = texts.iter().map(|(file, text)| (*file, tags(text))).collect();
    let mut faults = Vec::new();
    let mut linked = BTreeSet::new();
    for (from, tags) in &read {
        for link in tags.iter().flat_map(addresses) {
            let Some((path, fragment)) = own(site, from, &link) else { continue };
            let Some(file) = find(&files, &path) else {
                faults.push(format!("{from}: {link} leads nowhere"));
                continue;
            };
            let has = |tag: &Tag| tag.get("id") == Some(&fragment);
            if !fragment.is_empty() && !read.get(file).is_some_and(|tags| tags.iter().any(has)) {
                faults.push(format!("{from}: {link} leads to no part of its page"));
            }
            if *from != file && from.ends_with(".html") && !is_redirect(&texts[from]) {
                linked.insert(file.to_owned());
            }
        }
    }
    let alone = |page: &String| !linked.contains(page) && page != "index.html" && page != "404.html";
    let withdrawn = |page: &String| texts[page.as_str()].contains("It has been withdrawn");
    let orphans = site.pages().into_iter().filter(|page| alone(page) && !withdrawn(page));
    faults.extend(orphans.map(|page| format!("{page}: no page links to it")));
    faults
}

fn is_text(file: &str) -> bool {
    [".html", ".xml", ".atom"].iter().any(|end| file.ends_with(end))
}

fn is_redirect(text: &str) -> bool {
    text.contains("http-equiv=\"refresh\"")
}

/// The addresses that a tag names.
fn addresses(tag: &Tag) -> Vec<String> {
    let mut all: Vec<String> = ["href", "src"].iter().filter_map(|name| tag.get(name)).map(str::to_owned).collect();
    let sets = tag.get("srcset").into_iter().flat_map(|set| set.split(','));
    all.extend(sets.filter_map(|one| one.split_whitespace().next()).map(str::to_owned));
    if tag.get("property") == Some("og:image") || tag.get("property") == Some("og:url") {
        all.extend(tag.get("content").map(str::to_owned));
    }
    all
}

/// Path below the site's root and fragment of an address of its own.
fn own(site: &Built, from: &str, link: &str) -> Option<(String, String)> {
    let local = link.strip_prefix(HOST).unwrap_or(link);
    let other = local.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    if other || local.starts_with("//") {
        return None;
    }
    let (path, fragment) = local.split_once('#').unwrap_or((local, ""));
    let path = path.split('?').next().unwrap_or_default();
    let whole = match path.strip_prefix(&site.under) {
        Some(path) => path.to_owned(),
        None if path.is_empty() => from.to_owned(),
        None if path.starts_with('/') => return Some((format!("outside the site: {path}"), String::new())),
        None => format!("{}{path}", &from[..from.rfind('/').map_or(0, |at| at + 1)]),
    };
    Some((unescape(&whole), unescape(fragment)))
}

fn find<'a>(files: &'a BTreeSet<String>, path: &str) -> Option<&'a str> {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    files.get(&file).map(String::as_str)
}
