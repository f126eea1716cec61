//! The finished site as others would judge it: the Nu HTML checker over every page, style sheet and drawing; links,
//! heads, feeds and the map of the site by our own reading. THEMES.md says what they are held against.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../common/mod.rs"]
mod common;
mod feeds;
mod heads;
mod laws;
mod style;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::sites::{Built, empty, odd, sample};
use common::{links, tools};
use goodturn::theme::embedded::THEMES;

/// What every test here judges: the sample site, the odd one and an empty one, in every theme that ships.
fn every_site() -> impl Iterator<Item = Arc<Built>> {
    THEMES.iter().flat_map(|theme| [sample(theme.name), odd(theme.name), empty(theme.name)])
}

#[test]
fn the_nu_checker_finds_nothing() {
    let sites: Vec<_> = every_site().collect();
    let Some(found) = tools::nu(sites.iter().map(|site| &site.output)) else { return };
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_link_leads_somewhere_and_every_page_can_be_found() {
    let found: Vec<_> = every_site()
        .flat_map(|site| links::faults(&site).into_iter().map(move |fault| format!("{}: {fault}", site.name)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn going_on_to_another_story_meets_each_that_lists_show_and_comes_back() {
    for theme in THEMES {
        let site = sample(theme.name);
        let listed = site.pages().iter().filter(|page| another(&site, page).is_some()).count();
        let first = site.pages().into_iter().find(|page| another(&site, page).is_some()).unwrap();
        let mut met = BTreeSet::new();
        let mut at = first.clone();
        while met.insert(at.clone()) {
            at = another(&site, &at).unwrap();
        }
        assert_eq!((at, met.len()), (first, listed), "{}", site.name);
        assert!(listed > 5, "{}: the sample has more stories than that", site.name);
    }
}

/// The file of the story that a page's "Another story" leads to.
fn another(site: &Built, page: &str) -> Option<String> {
    let text = site.text(page);
    let (_, link) = text.split_once("Another story: <a href=\"")?;
    Some(link.split_once('"')?.0.strip_prefix(&site.under)?.to_owned() + "index.html")
}
