//! Feeds and the site's map: well-formed, and what RFC 4287, JSON Feed 1.1 and sitemaps.org ask for.

use std::collections::BTreeSet;

use quick_xml::{Reader, events::Event};
use serde_json::Value;

use super::common::sites::Built;
use super::common::tags::{inner, tags};
use super::every_site;

const XHTML_FREE: [&str; 2] = ["<script", "javascript:"];

#[test]
fn feeds_are_what_readers_of_feeds_ask_for() {
    let mut found = Vec::new();
    for site in every_site() {
        for file in site.files() {
            let faults = match file.rsplit_once('.').map(|(_, end)| end) {
                Some("xml" | "atom") if file != "sitemap.xml" => atom(&site, &file),
                Some("json") => json(&site, &file),
                _ => Vec::new(),
            };
            found.extend(faults.into_iter().map(|fault| format!("{}: {file}: {fault}", site.name)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn atom(site: &Built, file: &str) -> Vec<String> {
    let text = site.text(file);
    let mut faults = Vec::new();
    if let Err(fault) = well_formed(&text) {
        return vec![fault];
    }
    let mut parts = text.split("<entry");
    let own = format!("https://example.org{}{file}", site.under);
    faults.extend(whole(parts.next().unwrap(), &["title", "id", "updated"], Some(&own)));
    let mut ids = BTreeSet::new();
    for entry in parts {
        faults.extend(whole(entry, &["title", "id", "updated"], None));
        let id = inner(entry, "id").unwrap_or_default();
        if !ids.insert(id.clone()) {
            faults.push(format!("two entries are {id}"));
        }
        if !entry.contains("<content") && !entry.contains("<summary") {
            faults.push(format!("{id} says nothing"));
        }
        faults.extend(content(&id, entry));
    }
    faults
}

/// Elements that must be there once, dates that are whole, and the link to itself.
fn whole(part: &str, needed: &[&str], own: Option<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for name in needed {
        let count = part.matches(&format!("<{name}>")).count() + part.matches(&format!("<{name} ")).count();
        if count != 1 {
            faults.push(format!("<{name}> stands {count} times in {}", &part[..part.len().min(120)]));
        }
    }
    for name in ["updated", "published"] {
        if let Some(date) = inner(part, name).filter(|date| date.parse::<jiff::Timestamp>().is_err()) {
            faults.push(format!("<{name}> is no moment: {date}"));
        }
    }
    let links = tags(part);
    let links: Vec<_> = links.iter().filter(|tag| tag.name == "link").collect();
    faults.extend(
        links
            .iter()
            .filter(|link| !link.get("href").is_some_and(|to| to.contains(':')))
            .map(|link| format!("a link without its host: {link:?}")),
    );
    if own.is_some_and(|own| !links.iter().any(|link| link.get("rel") == Some("self") && link.get("href") == Some(own)))
    {
        faults.push("no link to itself".into());
    }
    faults
}

/// What stands in a feed leads somewhere without its page, and runs nothing.
fn content(id: &str, entry: &str) -> Vec<String> {
    let Some((_, rest)) = entry.split_once("<content type=\"html\"") else { return Vec::new() };
    let html = super::common::tags::unescape(rest.split_once('>').unwrap().1.split_once("</content>").unwrap().0);
    let mut faults: Vec<_> =
        XHTML_FREE.iter().filter(|bad| html.contains(**bad)).map(|bad| format!("{id} holds {bad}")).collect();
    for tag in tags(&html) {
        for link in [tag.get("href"), tag.get("src")].into_iter().flatten() {
            if !link.contains(':') && !link.starts_with('#') {
                faults.push(format!("{id} links to {link} without a host"));
            }
        }
    }
    faults
}

fn json(site: &Built, file: &str) -> Vec<String> {
    let Ok(feed) = serde_json::from_str::<Value>(&site.text(file)) else { return vec!["no JSON".into()] };
    if !feed["version"].as_str().is_some_and(|version| version.starts_with("https://jsonfeed.org/version/1")) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    if feed["feed_url"] != format!("https://example.org{}{file}", site.under) {
        faults.push("feed_url is not its own".into());
    }
    for item in feed["items"].as_array().unwrap() {
        if item["id"].as_str().is_none_or(str::is_empty)
            || (item["content_html"].is_null() && item["summary"].is_null())
        {
            faults.push(format!("an item without id or words: {}", item["url"]));
        }
    }
    faults
}

fn well_formed(text: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(fault) => return Err(format!("not well-formed: {fault}")),
        }
    }
}

#[test]
fn the_map_names_every_page_that_may_be_found_and_no_other() {
    for site in every_site() {
        let text = site.text("sitemap.xml");
        well_formed(&text).unwrap();
        let named: BTreeSet<_> =
            text.split("<loc>").skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect();
        let open = |page: &String| !site.text(page).contains("<meta name=\"robots\" content=\"noindex\">");
        let canonical = |page: String| {
            let tags = tags(&site.text(&page));
            tags.iter()
                .find(|tag| tag.get("rel") == Some("canonical"))
                .and_then(|tag| tag.get("href"))
                .unwrap()
                .to_owned()
        };
        let open: BTreeSet<_> = site.pages().into_iter().filter(open).map(canonical).collect();
        assert_eq!(named, open, "{}", site.name);
        assert!(site.text("robots.txt").contains("sitemap.xml"), "{}", site.name);
    }
}
