//! Files that some hosts want: `_redirects` and `_headers` (Netlify, Cloudflare Pages), `.nojekyll` and `CNAME` (GitHub
//! Pages). Knows the hosts' formats and limits; knows nothing of how a page looks.
//!
//! A file of that name in static/ takes the place of ours.

use std::fmt::Write as _;
use std::sync::Arc;

use super::others::is_ours;
use super::{Maker, Page, View};
use crate::ground::messages::hosting as say;
use crate::ground::policy::Policy;
use crate::site::addresses;

/// Redirects that Cloudflare Pages takes; Netlify takes more.
const MOST_REDIRECTS: usize = 2000;
/// Letters that a redirect may have there.
const LONGEST_REDIRECT: usize = 1000;
/// Rules that Cloudflare Pages takes in `_headers`.
const MOST_RULES: usize = 100;
/// Letters that a line may have there.
const LONGEST_LINE: usize = 2000;
/// A year: as long as anything is kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Where a reader goes, the next site learns from which site, and not from which story: nobody's business. Players of
/// films refuse to work if they learn nothing at all.
const REFERRER: &str = "strict-origin-when-cross-origin";
/// What no page of stories needs.
const PERMISSIONS: &str =
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

/// Plans what `[hosting]` asks for. Comes last, since `_headers` names files.
pub fn files(maker: &mut Maker<'_>) {
    let hosting = &maker.planning.settings.hosting;
    for (name, is_wanted) in [
        ("_redirects", hosting.redirects),
        ("_headers", hosting.headers),
        (".nojekyll", hosting.nojekyll),
        ("CNAME", hosting.cname.is_some()),
    ] {
        let url = addresses::root_file(name);
        if !is_wanted || !is_ours(maker, &url) {
            continue;
        }
        let text = match name {
            "_redirects" => redirects(maker),
            "_headers" => headers(maker),
            "CNAME" => hosting.cname.as_ref().map(|name| format!("{name}\n")).unwrap_or_default(),
            _ => String::new(),
        };
        maker.push(url, View::Text(Arc::from(text)));
    }
}

/// One line for each old address, in order of address. No two lines begin alike, so that their order does not matter.
fn redirects(maker: &mut Maker<'_>) -> String {
    let mut text = String::new();
    let mut count = 0;
    for alias in &maker.planning.site.aliases {
        // A host takes `*` and `:name` there for any address at all; such an old address has its page, and that is enough.
        let is_plain = !alias.from.as_str().contains(['*', ':']);
        let line = format!("{} {} 301\n", maker.href(&alias.from), maker.href(&alias.to));
        if is_plain && line.len() <= LONGEST_REDIRECT {
            text.push_str(&line);
            count += 1;
        }
    }
    if count > MOST_REDIRECTS {
        maker.said.push(say::many_redirects(count, MOST_REDIRECTS));
    }
    text
}

/// What browsers are told with every file, and with those that never change under their names.
///
/// A host that finds two rules for a file puts their values in one line, so that nothing is said twice: pages have no
/// `Cache-Control` here, and keep that of the hosts, which lets browsers ask each time whether a page is still the same.
fn headers(maker: &mut Maker<'_>) -> String {
    let settings = maker.planning.settings;
    let policy =
        Policy::new(&settings.allow_hosts, maker.planning.wants.scripts).for_all(maker.site.pages.contains_key("find"));
    let mut text = format!("{}*\n", settings.base_url.path());
    for (name, value) in [
        ("Content-Security-Policy", policy.as_str()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", REFERRER),
        ("Permissions-Policy", PERMISSIONS),
    ] {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let longest = text.lines().map(str::len).max().unwrap_or_default();
    if longest > LONGEST_LINE {
        maker.said.push(say::long_policy(longest, LONGEST_LINE));
    }
    // The theme's style sheets come first: every page waits for them.
    let mut for_ever: Vec<(bool, String)> = maker
        .pages
        .iter()
        .filter(|page| is_lasting(page))
        .map(|page| (matches!(page.view, View::Rendition(_) | View::Card(_)), settings.base_url.href(&page.url)))
        .collect();
    for_ever.sort();
    for (_, href) in for_ever.into_iter().take(MOST_RULES - 1) {
        let _ = write!(text, "\n{href}\n  Cache-Control: {FOR_EVER}\n");
    }
    text
}

/// Whether a file has another address as soon as there is something else in it.
fn is_lasting(page: &Page) -> bool {
    let is_named_for_it = match &page.view {
        View::Rendition(_) | View::Card(_) => true,
        // The theme's own files of these kinds have a fingerprint in their names.
        View::Asset { path, .. } => path.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "css" | "js" | "mjs")),
        _ => false,
    };
    is_named_for_it && !page.url.as_str().contains(['*', ':'])
}
