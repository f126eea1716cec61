//! What a reader's browser makes of the finished pages: Chromium shows each of them, axe-core judges it. THEMES.md says
//! what they are held against. Where there is no browser, each test says so and passes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../common/mod.rs"]
mod common;
mod find;
mod harm;
mod lighthouse;
mod measure;
mod upright;

use std::fs;

use common::browser::{Browser, Scheme};
use common::host::Host;
use common::sites::{Built, empty, odd, sample};
use common::tools;
use goodturn::theme::embedded::THEMES;
use serde_json::{Value, json};

use Scheme::{Dark, Light};

const EVERY_LOOK: [(u32, Scheme); 6] =
    [(320, Light), (320, Dark), (768, Light), (768, Dark), (1440, Light), (1440, Dark)];

#[test]
fn every_page_in_hearth_is_open_to_all_at_every_width_by_day_and_by_night() {
    open_to_all(&sample("hearth"), &EVERY_LOOK);
}

#[test]
fn every_page_in_postcard_is_open_to_all_at_every_width_by_day_and_by_night() {
    open_to_all(&sample("postcard"), &EVERY_LOOK);
}

/// Long words and two hundred comments are hardest on the narrowest page; axe-core takes its time over them.
#[test]
fn odd_pages_are_open_to_all_in_every_theme() {
    for theme in THEMES {
        open_to_all(&odd(theme.name), &[(320, Light)]);
        open_to_all(&empty(theme.name), &[(320, Dark)]);
    }
}

fn open_to_all(site: &Built, looks: &[(u32, Scheme)]) {
    let Some(axe) = tools::package("axe-core/axe.min.js") else {
        return tools::left_out("what axe-core finds", "the npm package axe-core");
    };
    let Some(browser) = Browser::open() else { return };
    let axe = fs::read_to_string(axe).unwrap();
    let host = Host::serve(&site.output, &site.under);
    let mut found = Vec::new();
    for page in site.pages().iter().filter(|page| !page.contains("/filler-")) {
        browser.go(&host.url(&address(site, page)));
        browser.run(&axe, &json!([]));
        for (width, scheme) in looks {
            browser.look(*width, 900, *scheme);
            let all = browser.run_later(AXE, &json!([])).as_array().unwrap().clone();
            found.extend(all.iter().map(|one| format!("{page} at {width}, {scheme:?}: {}", text(one))));
        }
    }
    assert!(found.is_empty(), "{}:\n{}", site.name, found.join("\n"));
}

/// All rules; one line for each thing found, and one if the page is wider than the window.
const AXE: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(result => {
    const all = result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`));
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) all.push(`sideways scroll by ${page.scrollWidth - page.clientWidth}`);
    done(all);
}, error => done([String(error)]));";

/// The path at which a host serves a file.
fn address(site: &Built, file: &str) -> String {
    format!("{}{}", site.under, file.strip_suffix("index.html").unwrap_or(file))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
