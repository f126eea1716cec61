//! Which pages exist, and everything that each will be told. Knows no bytes.

mod cards;
mod circle;
mod feeds;
mod find;
mod head;
mod hosting;
mod later;
mod lists;
mod others;
mod pictures;
mod retell;
pub mod social;
mod stories;
pub mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ground::card::Dress;
use crate::ground::fingerprint::Marked;
use crate::ground::lexicon::Lexicon;
use crate::ground::picture::Kind;
use crate::ground::{Diagnostic, Fingerprint, SourcePath, Url};
use crate::settings::Settings;
use crate::site::{Site, slips};
use cards::Cards;
pub use pictures::Pictures;
pub use retell::{Retold, dressed, recited, retold};
use social::SocialCard;
use views::{FeedView, HtmlView, Rendition, SiteView, SitemapEntry};

/// A page to be: its address and everything that it will be told. Can be compared and fingerprinted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// Where it will be.
    pub url: Url,
    /// What it will be told.
    pub view: View,
}

/// What a page is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Made by a template.
    Html(Box<HtmlView>),
    /// An Atom feed.
    Atom(Box<FeedView>),
    /// A JSON Feed.
    JsonFeed(Box<FeedView>),
    /// A sitemap.
    Sitemap(Arc<[SitemapEntry]>),
    /// A list of sitemaps, for sites with more addresses than one may hold.
    SitemapIndex(Arc<[SitemapEntry]>),
    /// Plain text that is known already: robots.txt, `_redirects`.
    Text(Arc<str>),
    /// A file of the site, copied as it is.
    File {
        /// Where it is in the site.
        source: SourcePath,
        /// Stands for its content.
        digest: Fingerprint,
    },
    /// A picture of the site, without what its camera wrote into it.
    Picture {
        /// Where it is in the site.
        source: SourcePath,
        /// Stands for its content.
        digest: Fingerprint,
        /// What it is.
        kind: Kind,
    },
    /// A picture of the site, made smaller.
    Rendition(Box<Rendition>),
    /// A social card.
    Card(Box<SocialCard>),
    /// A file of the theme, by its path below `static/`.
    Asset {
        /// The path below the theme's `static/`.
        path: Arc<str>,
        /// The fingerprint of its bytes.
        digest: Fingerprint,
    },
}

impl View {
    /// Whether it is nothing but pixels, so that it depends on its own bytes alone.
    pub fn is_pixels(&self) -> bool {
        match self {
            Self::Picture { kind, .. } => *kind != Kind::Svg,
            Self::Rendition(_) | Self::Card(_) => true,
            _ => false,
        }
    }
}

/// What a theme wants on its pages beside what every page is told; declared in theme.toml.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own, as theme.toml or a template states it")]
pub struct Wants {
    /// So many of the newest stories on every page.
    pub newest: usize,
    /// All tags on every page.
    pub tags: bool,
    /// So many stories in the same spirit on each story's page.
    pub similar: usize,
    /// The next story on a walk around all of them, on each story's page.
    pub another: bool,
    /// A table of contents with each text.
    pub toc: bool,
    /// Its pages load scripts of its own.
    pub scripts: bool,
}

/// A static file of the theme.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it is published.
    pub url: Url,
    /// The fingerprint of its bytes.
    pub digest: Fingerprint,
}

/// The theme's picture for pages that have none of their own on social cards.
#[derive(Clone, Copy, Debug)]
pub struct SocialPicture<'a> {
    /// Where it is published.
    pub url: &'a Url,
    /// Width and height, if they can be told.
    pub size: Option<(u32, u32)>,
}

/// Everything that planning looks at.
#[derive(Clone, Copy, Debug)]
pub struct Planning<'a> {
    /// All stories together.
    pub site: &'a Site,
    /// The settings.
    pub settings: &'a Settings,
    /// What the theme wants.
    pub wants: Wants,
    /// The theme's static files, by path.
    pub assets: &'a BTreeMap<Arc<str>, Asset>,
    /// The theme's picture for social cards.
    pub social: Option<SocialPicture<'a>>,
    /// What the theme's social cards look like; none: it has none.
    pub dress: Option<Dress>,
    /// The smaller pictures that there can be.
    pub pictures: &'a Pictures,
    /// The words of the stories.
    pub lexicon: &'a Lexicon,
    /// The site's time zone.
    pub zone: &'a jiff::tz::TimeZone,
}

/// Plans every page of the site, in the order of their files.
pub fn plan(planning: Planning<'_>) -> (Vec<Page>, Vec<Diagnostic>) {
    let mut said = Vec::new();
    slips::broken_menu(planning.site, planning.settings, &mut said);
    let cards = Cards::build(planning, &mut said);
    let site = Marked::new(site_view(planning, &cards));
    let mut maker = Maker { planning, cards, site, pages: Vec::new(), said };
    stories::pages(&mut maker);
    others::pages(&mut maker);
    lists::pages(&mut maker);
    find::pages(&mut maker);
    feeds::pages(&mut maker);
    pictures::pages(&mut maker);
    head::make_titles_unique(&mut maker.pages);
    // The sitemap wants them in order; the few that come after it are soon put in their places.
    maker.pages.sort_by(|a, b| a.url.cmp(&b.url));
    others::files(&mut maker);
    hosting::files(&mut maker);
    maker.pages.sort_by(|a, b| a.url.cmp(&b.url));
    (maker.pages, maker.said)
}

/// What the makers of pages share.
struct Maker<'a> {
    planning: Planning<'a>,
    cards: Cards,
    site: Marked<SiteView>,
    pages: Vec<Page>,
    said: Vec<Diagnostic>,
}

impl Maker<'_> {
    fn push(&mut self, url: Url, view: View) {
        self.pages.push(Page { url, view });
    }

    fn href(&self, url: &Url) -> Arc<str> {
        Arc::from(self.planning.settings.base_url.href(url))
    }

    fn absolute(&self, url: &Url) -> Arc<str> {
        Arc::from(self.planning.settings.base_url.absolute(url))
    }
}

/// What every page is told of the site.
fn site_view(planning: Planning<'_>, cards: &Cards) -> SiteView {
    let Planning { site, settings, wants, .. } = planning;
    let arc = |text: &str| Arc::<str>::from(text);
    let base = &settings.base_url;
    let existing = lists::existing(site, settings);
    let menu = if settings.menu.is_empty() {
        lists::default_menu(site, settings, &existing)
    } else {
        let link = |item: &crate::settings::MenuItem| views::MenuLink {
            name: arc(&item.name),
            url: Arc::from(slips::menu_link(site, base, &item.url)),
        };
        settings.menu.iter().map(link).collect()
    };
    SiteView {
        title: arc(&settings.title),
        tagline: arc(&settings.tagline),
        description: arc(&settings.description),
        language: arc(&settings.language),
        url: Arc::from(base.href(&Url::root())),
        permalink: Arc::from(base.absolute(&Url::root())),
        author: settings.author.as_deref().map(arc),
        email: settings.email.as_deref().map(arc),
        reading: match settings.reading {
            crate::settings::Reading::Normal => "normal",
            crate::settings::Reading::Easy => "easy",
        },
        menu,
        feeds: feeds::of_site(settings),
        pages: existing.iter().map(|(kind, url)| (*kind, Arc::from(base.href(url)))).collect(),
        assets: planning.assets.iter().map(|(path, asset)| (path.clone(), Arc::from(base.href(&asset.url)))).collect(),
        extra: settings.extra.clone(),
        newest: site.listed.iter().take(wants.newest).map(|id| cards.full[*id].clone()).collect(),
        tags: if wants.tags { cards.tags_with_counts.clone() } else { Vec::new() },
        generator: concat!("goodturn ", env!("CARGO_PKG_VERSION")),
    }
}
