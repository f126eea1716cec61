//! One table after the other, key by key: the order here is the order of `init`'s site.toml.

use super::check;
use super::{
    ConsentSettings, FeedSettings, HostingSettings, MarkdownSettings, MenuItem, PageSettings, PictureSettings,
    PrivacySettings, Reading, Settings,
};
use crate::ground::messages::settings as messages;
use crate::ground::toml::{Found, Table};
use crate::ground::{BaseUrl, Diagnostic};

pub(super) fn settings(site: &mut Table<'_>) -> Settings {
    let title = title(site);
    let tagline = plain(site, "tagline").unwrap_or_default();
    let description = plain(site, "description").unwrap_or_else(|| tagline.clone());
    let base_url = base_url(site);
    Settings {
        title,
        tagline,
        description,
        base_url: base_url.clone(),
        language: checked(site, "language", check::language).unwrap_or_else(|| "en".to_owned()),
        author: plain(site, "author"),
        email: checked(site, "email", check::email).filter(|text| !text.is_empty()),
        timezone: checked(site, "timezone", check::timezone).unwrap_or_else(|| "UTC".to_owned()),
        theme: checked(site, "theme", check::theme).unwrap_or_else(|| "hearth".to_owned()),
        output: checked(site, "output", check::output).unwrap_or_else(|| "public".to_owned()),
        per_page: site.number("per_page", &(1..=1000)).unwrap_or(10),
        permalink: permalink(site),
        reading: reading(site),
        cards: site.bool("cards").unwrap_or(true),
        allow_hosts: allow_hosts(site),
        also_here: also_here(site),
        menu: site.tables("menu", menu_item),
        markdown: site.table("markdown", markdown),
        feeds: site.table("feeds", feeds),
        pages: site.table("pages", pages),
        pictures: site.table("pictures", pictures),
        hosting: site.table("hosting", |table| hosting(table, &base_url)),
        privacy: site.table("privacy", privacy),
        consent: site.table("consent", consent),
        extra: site.anything("extra"),
    }
}

fn title(site: &mut Table<'_>) -> String {
    let was_set = site.span_of_key("title").is_some();
    let title = plain(site, "title");
    if !was_set {
        site.say(messages::no_title());
    }
    title.unwrap_or_else(|| "Untitled".to_owned())
}

fn base_url(site: &mut Table<'_>) -> BaseUrl {
    let was_set = site.span_of_key("base_url").is_some();
    let found = site.text("base_url");
    if !was_set {
        site.say(messages::no_base_url(&BaseUrl::here()));
    }
    let Some(Found { value, span }) = found else { return BaseUrl::here() };
    BaseUrl::parse(&value).unwrap_or_else(|why| {
        site.say(messages::bad_base_url(&value, &why.0).at(span));
        BaseUrl::here()
    })
}

fn permalink(site: &mut Table<'_>) -> String {
    let default = || "/stories/:slug/".to_owned();
    let Some(Found { value, span }) = site.text("permalink") else { return default() };
    match check::permalink(&value) {
        Ok(pattern) => pattern,
        Err(fault) => {
            site.say(fault.at(span));
            default()
        }
    }
}

fn reading(site: &mut Table<'_>) -> Reading {
    match site.text("reading") {
        Some(Found { value, span }) => match value.as_str() {
            "normal" => Reading::Normal,
            "easy" => Reading::Easy,
            _ => {
                site.say(messages::bad_reading(&value).at(span));
                Reading::Normal
            }
        },
        None => Reading::Normal,
    }
}

fn allow_hosts(site: &mut Table<'_>) -> Vec<String> {
    texts(site, "allow_hosts", check::host)
}

fn consent(table: &mut Table<'_>) -> ConsentSettings {
    ConsentSettings { required: table.bool("required").unwrap_or(false) }
}

fn privacy(table: &mut Table<'_>) -> PrivacySettings {
    PrivacySettings { allow: texts(table, "allow", check::own) }
}

/// A list of texts; those that the check refuses are said and left out.
fn texts(table: &mut Table<'_>, key: &'static str, check: impl Fn(&str) -> Result<(), Diagnostic>) -> Vec<String> {
    let texts = table.texts(key).unwrap_or_default();
    let good = |text: Found<String>| match check(&text.value) {
        Ok(()) => Some(text.value),
        Err(fault) => {
            table.say(fault.at(text.span));
            None
        }
    };
    texts.into_iter().filter_map(good).collect()
}

fn also_here(site: &mut Table<'_>) -> Vec<String> {
    let paths = site.texts("also_here").unwrap_or_default();
    let good = |path: Found<String>| match check::path_here(&path.value) {
        Ok(()) => Some(path.value),
        Err(fault) => {
            site.say(fault.at(path.span));
            None
        }
    };
    paths.into_iter().filter_map(good).collect()
}

fn menu_item(item: &mut Table<'_>) -> Option<MenuItem> {
    let wanted = ["name", "url"].map(|key| (key, item.span_of_key(key).is_none()));
    let name = plain(item, "name");
    let url = checked(item, "url", check::menu_url);
    for (key, _) in wanted.into_iter().filter(|(_, missing)| *missing) {
        item.say(messages::menu_wants(key).at(item.span()));
    }
    Some(MenuItem { name: name?, url: url? })
}

fn markdown(table: &mut Table<'_>) -> MarkdownSettings {
    MarkdownSettings {
        raw_html: table.bool("raw_html").unwrap_or(true),
        smart_punctuation: table.bool("smart_punctuation").unwrap_or(true),
    }
}

fn feeds(table: &mut Table<'_>) -> FeedSettings {
    FeedSettings {
        atom: table.bool("atom").unwrap_or(true),
        json: table.bool("json").unwrap_or(true),
        tags: table.bool("tags").unwrap_or(true),
        comments: table.bool("comments").unwrap_or(true),
        size: table.number("size", &(1..=1000)).unwrap_or(20),
        full_text: table.bool("full_text").unwrap_or(true),
    }
}

fn pages(table: &mut Table<'_>) -> PageSettings {
    PageSettings {
        tags: table.bool("tags").unwrap_or(true),
        authors: table.bool("authors").unwrap_or(true),
        series: table.bool("series").unwrap_or(true),
        archive: table.bool("archive").unwrap_or(true),
        almanac: table.bool("almanac").unwrap_or(true),
        find: table.bool("find").unwrap_or(true),
        pass_it_on: table.bool("pass_it_on").unwrap_or(true),
        sitemap: table.bool("sitemap").unwrap_or(true),
        robots: table.bool("robots").unwrap_or(true),
    }
}

fn pictures(table: &mut Table<'_>) -> PictureSettings {
    let responsive = table.bool("responsive").unwrap_or(true);
    let mut widths = table.numbers("widths", &(16..=8192)).unwrap_or_else(|| vec![480, 960, 1440]);
    widths.sort_unstable();
    widths.dedup();
    PictureSettings {
        responsive: responsive && !widths.is_empty(),
        widths,
        quality: table.number("quality", &(1..=100)).unwrap_or(80),
    }
}

fn hosting(table: &mut Table<'_>, base_url: &BaseUrl) -> HostingSettings {
    HostingSettings {
        relative: table.bool("relative").unwrap_or(false),
        redirects: table.bool("redirects").unwrap_or(false),
        headers: table.bool("headers").unwrap_or(false),
        nojekyll: table.bool("nojekyll").unwrap_or(false),
        cname: cname(table, base_url),
    }
}

/// The site's own name, for GitHub Pages. It must be the host at the root of which the site says that it will stand.
fn cname(table: &mut Table<'_>, base_url: &BaseUrl) -> Option<String> {
    let Found { value, span } = table.text("cname")?;
    let name = value.trim().to_lowercase();
    if name.is_empty() {
        return None;
    }
    if let Err(fault) = check::own_name(&name) {
        table.say(fault.at(span));
        return None;
    }
    // Who has said nothing about where the site stands has been told so already.
    if *base_url != BaseUrl::here() && (base_url.host() != name || base_url.path() != "/") {
        table.say(messages::other_cname(&name, base_url).at(span));
    }
    Some(name)
}

/// Text for people: without spaces at its ends, on one line; an empty one is as good as none.
fn plain(table: &mut Table<'_>, key: &'static str) -> Option<String> {
    let text = checked(table, key, |text| check::plain(key, text))?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn checked(
    table: &mut Table<'_>,
    key: &'static str,
    check: impl FnOnce(&str) -> Result<(), Diagnostic>,
) -> Option<String> {
    let Found { value, span } = table.text(key)?;
    match check(&value) {
        Ok(()) => Some(value),
        Err(fault) => {
            table.say(fault.at(span));
            None
        }
    }
}
