//! The head matter of every kind of page: titles and descriptions that are unique in the site.

use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::HashMap;

use super::views::{Card, Head, HtmlView, Main, SocialImage};
use super::{Maker, Page, View};
use crate::ground::{ByFingerprint, Fingerprint, Url};

/// What a page says of itself, before the rest is derived.
pub struct Words<'a> {
    /// The kind of page, as in `Head::kind`.
    pub kind: &'static str,
    /// The heading.
    pub title: Arc<str>,
    /// The description.
    pub description: Arc<str>,
    /// The language, if not the site's.
    pub lang: Option<Arc<str>>,
    /// The page number, if the list goes over several pages.
    pub number: Option<(u32, u32)>,
    /// The page's address.
    pub url: &'a Url,
    /// The story that the page shows, whose links are known already.
    pub known: Option<&'a Card>,
}

/// The head matter of a page that is not a story.
pub fn of_page(maker: &Maker<'_>, words: Words<'_>) -> Head {
    let settings = maker.planning.settings;
    let mut head_title = String::from(&*words.title);
    let mut description = String::from(&*words.description);
    if let Some((number, total)) = words.number
        && number > 1
    {
        let _ = write!(head_title, ", page {number} of {total}");
        let _ = write!(description, " Page {number} of {total}.");
    }
    if words.kind != "home" {
        let _ = write!(head_title, " · {}", settings.title);
    }
    Head {
        kind: words.kind,
        title: words.title,
        head_title: Arc::from(head_title),
        description: Arc::from(description.trim()),
        url: words.known.map_or_else(|| maker.href(words.url), |card| card.url.clone()),
        permalink: words.known.map_or_else(|| maker.absolute(words.url), |card| card.permalink.clone()),
        lang: words.lang.unwrap_or_else(|| maker.site.language.clone()),
        noindex: false,
        og_type: "website",
        image: site_image(maker),
        published: None,
        modified: None,
        feeds: Vec::new(),
    }
}

/// The head matter of a story's page. `shown`: the picture that stands for it elsewhere, unless it has one of its own.
pub fn of_story(maker: &Maker<'_>, card: &Card, url: &Url, shown: Option<SocialImage>) -> Head {
    let note = card.content_note.as_deref().map(|note| Arc::from(format!("{} ({note})", card.title)));
    let description = note.or_else(|| (!card.summary.is_empty()).then(|| card.summary.clone()));
    let words = Words {
        kind: "story",
        title: card.title.clone(),
        description: description.unwrap_or_else(|| card.title.clone()),
        lang: card.lang.clone(),
        number: None,
        url,
        known: Some(card),
    };
    let own = card.image.as_ref().filter(|_| card.content_note.is_none()).map(|picture| SocialImage {
        url: whole(maker, &picture.src),
        alt: picture.alt.clone(),
        width: picture.width,
        height: picture.height,
    });
    let head = of_page(maker, words);
    Head {
        og_type: "article",
        published: card.date.clone(),
        modified: card.updated.clone().or_else(|| card.date.clone()),
        image: own.or(shown).or_else(|| head.image.clone()),
        ..head
    }
}

/// A link as a whole address.
pub fn whole(maker: &Maker<'_>, href: &str) -> Arc<str> {
    if href.starts_with('/') {
        Arc::from(format!("{}{href}", maker.planning.settings.base_url.origin()))
    } else {
        Arc::from(href)
    }
}

/// The theme's picture for pages that have none of their own.
fn site_image(maker: &Maker<'_>) -> Option<SocialImage> {
    let social = maker.planning.social?;
    Some(SocialImage {
        url: maker.absolute(social.url),
        alt: maker.site.title.clone(),
        width: social.size.map(|size| size.0),
        height: social.size.map(|size| size.1),
    })
}

/// Two pages with one title are told apart by their date, else by their address, so that tabs, bookmarks and
/// search results can tell them apart too. The same for descriptions, by the title.
pub fn make_titles_unique(pages: &mut [Page]) {
    let heads = |page: &Page| match &page.view {
        View::Html(html) if !matches!(html.main, Main::Redirect(_)) => {
            Some((Fingerprint::of(html.head.head_title.as_bytes()), Fingerprint::of(html.head.description.as_bytes())))
        }
        _ => None,
    };
    let mut titles: ByFingerprint<u32> = ByFingerprint::default();
    let mut descriptions: ByFingerprint<u32> = ByFingerprint::default();
    for (title, description) in pages.iter().filter_map(heads) {
        *titles.entry(title).or_default() += 1;
        *descriptions.entry(description).or_default() += 1;
    }
    let mut again: HashMap<Arc<str>, u32> = HashMap::default();
    for page in pages.iter_mut() {
        let Some((title, description)) = heads(page) else { continue };
        let View::Html(html) = &mut page.view else { continue };
        if titles.get(&title).is_some_and(|count| *count > 1) {
            let dated = told_apart(html);
            let seen = again.entry(dated.clone()).or_default();
            *seen += 1;
            html.head.head_title = if *seen > 1 { Arc::from(format!("{dated} ({})", page.url)) } else { dated };
        }
        if descriptions.get(&description).is_some_and(|count| *count > 1) {
            html.head.description = Arc::from([&html.head.head_title, ": ", &html.head.description].concat());
        }
    }
}

fn told_apart(html: &HtmlView) -> Arc<str> {
    let (title, site) = (&html.head.title, &html.site.title);
    match &html.head.published {
        Some(date) => Arc::from([title, ", ", date.get(..10).unwrap_or(date), " · ", site].concat()),
        None => Arc::from([title, " · ", site, " (", &html.head.url, ")"].concat()),
    }
}
