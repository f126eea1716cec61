//! The address of every kind of page, in one place. Knows how addresses look, not which pages exist.

use crate::ground::{Moment, Slug, Url};
use crate::settings::Settings;
use crate::story::{Kind, Story};

/// The address of a story or page.
///
/// # Errors
/// The fault in words, if the site's permalink pattern makes an impossible address of it.
pub fn of_story(story: &Story, settings: &Settings) -> Result<Url, String> {
    if let Some(url) = &story.front.permalink {
        return Ok(settings.base_url.meant(url).for_any_host());
    }
    match story.kind {
        Kind::Story => from_pattern(&settings.permalink, &story.front.slug, story.front.date)
            .map(|url| settings.base_url.meant(&url).for_any_host())
            .map_err(|fault| fault.0),
        Kind::Page | Kind::TagIntro => Ok(of_page(story)),
    }
}

/// Fills a permalink pattern. An undated story loses the parts that need a date.
fn from_pattern(pattern: &str, slug: &Slug, date: Option<Moment>) -> Result<Url, crate::ground::url::UrlFault> {
    let mut path = String::with_capacity(pattern.len() + slug.as_str().len());
    for part in pattern.trim_start_matches('/').split('/') {
        if part == ":slug" || !part.contains(':') {
            path.push('/');
            path.push_str(if part == ":slug" { slug.as_str() } else { part });
            continue;
        }
        let needs_date = [":year", ":month", ":day"].iter().any(|name| part.contains(name));
        if needs_date && date.is_none() {
            continue;
        }
        let mut filled = part.replace(":slug", slug.as_str()).replace(":title", slug.as_str());
        if let Some(moment) = date.filter(|_| needs_date) {
            filled = filled
                .replace(":year", &format!("{:04}", moment.day.year()))
                .replace(":month", &format!("{:02}", moment.day.month()))
                .replace(":day", &format!("{:02}", moment.day.day()));
        }
        path.push('/');
        path.push_str(&filled);
    }
    Url::parse(if path.is_empty() { "/" } else { &path })
}

/// `content/help/writing.md` is `/help/writing/`; `content/help/index.md` is `/help/`.
fn of_page(story: &Story) -> Url {
    let inside = story.source.as_str().strip_prefix("content/").unwrap_or(story.source.as_str());
    let mut folders: Vec<&str> = inside.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let is_index = name.rsplit_once('.').is_some_and(|(stem, _)| stem == "index");
    if is_index && !folders.is_empty() {
        folders.pop();
    }
    let mut slugs: Vec<String> = folders
        .iter()
        .map(|folder| Slug::from_text(folder).map_or_else(|| (*folder).to_owned(), |slug| slug.to_string()))
        .collect();
    if !(is_index && inside == name) {
        slugs.push(story.front.slug.to_string());
    }
    Url::from_parts(slugs.iter().map(String::as_str))
}

/// The home page and its further pages: `/`, `/page/2/`.
pub fn home(page: u32) -> Url {
    numbered(&Url::root(), page)
}

/// Page `page` of a list that begins at `first`.
pub fn numbered(first: &Url, page: u32) -> Url {
    if page <= 1 { first.clone() } else { first.at(&format!("page/{page}/")) }
}

/// `/tags/`
pub fn tags() -> Url {
    Url::from_parts(["tags"])
}

/// `/tags/NAME/`
pub fn tag(slug: &Slug) -> Url {
    Url::from_parts(["tags", slug.as_str()])
}

/// `/authors/`
pub fn authors() -> Url {
    Url::from_parts(["authors"])
}

/// `/authors/NAME/`
pub fn author(slug: &Slug) -> Url {
    Url::from_parts(["authors", slug.as_str()])
}

/// `/series/NAME/`
pub fn series(slug: &Slug) -> Url {
    Url::from_parts(["series", slug.as_str()])
}

/// `/archive/`
pub fn archive() -> Url {
    Url::from_parts(["archive"])
}

/// `/almanac/`
pub fn almanac() -> Url {
    Url::from_parts(["almanac"])
}

/// `/find/`
pub fn find() -> Url {
    Url::from_parts(["find"])
}

/// `/pass-it-on/`
pub fn pass_it_on() -> Url {
    Url::from_parts(["pass-it-on"])
}

/// A file at the root: `/atom.xml`, `/404.html`.
pub fn root_file(name: &str) -> Url {
    Url::root().at(name)
}

/// How many pages a list of `items` has; an empty list has one.
pub fn page_count(items: usize, per_page: u32) -> u32 {
    u32::try_from(items.div_ceil(per_page.max(1) as usize)).unwrap_or(u32::MAX).max(1)
}
