//! Head matter, as THEMES.md lists it, and the outline of each page.

use std::collections::BTreeMap;

use super::common::heads::{head, outline};
use super::common::tags::{inner, tags};
use super::every_site;

#[test]
fn every_page_says_what_it_is() {
    let mut found = Vec::new();
    for site in every_site() {
        let mut titles: BTreeMap<String, String> = BTreeMap::new();
        for page in site.pages() {
            let text = site.text(&page);
            let mut faults = head(&site, &page, &text);
            faults.extend(outline(&tags(&text)));
            if let Some(other) = titles.insert(inner(&text, "title").unwrap_or_default(), page.clone()) {
                faults.push(format!("has the title of {other}"));
            }
            found.extend(faults.into_iter().map(|fault| format!("{}: {page}: {fault}", site.name)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
