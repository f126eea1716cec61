//! What is wrong with a page's head matter, and with its outline.

use super::sites::Built;
use super::tags::{Tag, tags};

const GRAPH: [&str; 6] = ["og:site_name", "og:type", "og:title", "og:description", "og:url", "og:image"];

/// What a page's head matter lacks, by THEMES.md, and what it has that its policy forbids.
pub fn head(site: &Built, page: &str, text: &str) -> Vec<String> {
    let tags = tags(text);
    let mut faults = Vec::new();
    let meta = |name: &str| {
        let is =
            |tag: &&Tag| tag.name == "meta" && (tag.get("name") == Some(name) || tag.get("property") == Some(name));
        tags.iter().find(is).and_then(|tag| tag.get("content")).filter(|value| !value.is_empty())
    };
    for name in GRAPH.iter().chain(&["description", "twitter:card", "viewport"]) {
        if meta(name).is_none() {
            faults.push(format!("has no {name}"));
        }
    }
    let link = |rel: &str| tags.iter().find(|tag| tag.get("rel") == Some(rel)).and_then(|tag| tag.get("href"));
    let own = format!("https://example.org{}{}", site.under, page.strip_suffix("index.html").unwrap_or(page));
    if page != "404.html" && link("canonical").map(super::host::unescape) != Some(super::host::unescape(&own)) {
        faults.push(format!("is not its own canonical page: {:?}", link("canonical")));
    }
    for rel in ["icon", "alternate", "stylesheet"] {
        if link(rel).is_none() {
            faults.push(format!("has no {rel}"));
        }
    }
    if text.contains(" h-entry\"") && text.contains("<article class=\"story") {
        let told = meta("article:published_time").is_some() || text.contains("\"BlogPosting\"");
        if !told || meta("og:type") != Some("article") {
            faults.push("is a story and does not say so".into());
        }
    }
    let mut dates: Vec<&str> = meta("article:published_time").into_iter().collect();
    for name in ["\"datePublished\":\"", "\"dateModified\":\""] {
        dates.extend(text.split(name).skip(1).filter_map(|rest| rest.split('"').next()));
    }
    faults.extend(dates.into_iter().filter(|date| !is_of_a_zone(date)).map(|date| format!("says {date}: whose time?")));
    faults.extend(policy(&tags, page == "find/index.html"));
    faults
}

/// Whether a date is a day, or a time that is the same everywhere (RFC 3339).
fn is_of_a_zone(date: &str) -> bool {
    let Some((_, time)) = date.split_once('T') else { return date.len() == 10 };
    time.ends_with('Z') || time.len() == 14 && matches!(time.as_bytes()[8], b'+' | b'-')
}

/// One first heading, no level left out, one main part.
pub fn outline(tags: &[Tag]) -> Vec<String> {
    let level = |tag: &Tag| tag.name.strip_prefix('h')?.parse::<u8>().ok().filter(|level| (1..=6).contains(level));
    let levels: Vec<_> = tags.iter().filter_map(level).collect();
    let mut faults = Vec::new();
    if tags.iter().filter(|tag| tag.name == "h1").count() != 1 {
        faults.push(format!("has headings {levels:?}"));
    }
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        faults.push(format!("leaves out a level of heading: {levels:?}"));
    }
    if tags.iter().filter(|tag| tag.name == "main").count() != 1 {
        faults.push("has not one main part".into());
    }
    faults
}

/// A policy before anything that it rules, and nothing that it forbids.
fn policy(tags: &[Tag], is_find: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let place = |wanted: &dyn Fn(&Tag) -> bool| tags.iter().position(wanted);
    let first = place(&|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
    let ruled = place(&|tag| matches!(tag.name.as_str(), "link" | "script" | "style"));
    if first.is_none() || first > ruled {
        faults.push("has no policy before its first link".into());
    }
    let allows_anything = |tag: &Tag| tag.get("content").is_some_and(|policy| policy.contains("'unsafe-"));
    if tags.iter().any(allows_anything) || tags.iter().any(|tag| tag.get("style").is_some() || tag.name == "style") {
        faults.push("has style or script of its own in the page".into());
    }
    let open = |tag: &&Tag| tag.name == "script" && tag.get("type") != Some("application/ld+json");
    let scripts: Vec<&Tag> = tags.iter().filter(open).collect();
    // One page may run one script of the site's own.
    let may = match &*scripts {
        [] => true,
        [one] => is_find && one.get("src").is_some_and(|src| src.contains("/find.") && !src.contains("//")),
        _ => false,
    };
    if !may {
        faults.push("runs a script".into());
    }
    faults
}
