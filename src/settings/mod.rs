//! site.toml -> `Settings`. Unknown keys are refused with "did you mean"; every key is documented in `init`'s site.toml.

use crate::ground::BaseUrl;

/// All settings of a site, with defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The site's name.
    pub title: String,
    /// One line of purpose, shown under the title.
    pub tagline: String,
    /// What the site is, for search engines and feeds; the tagline if not given.
    pub description: String,
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// The language of the pages (BCP 47), such as `en` or `de-CH`.
    pub language: String,
    /// Who publishes the site; stories without an author are theirs.
    pub author: Option<String>,
    /// Where replies by email go, for stories with `comments: {status: email}`.
    pub email: Option<String>,
    /// The IANA time zone in which days begin.
    pub timezone: String,
    /// The theme's name.
    pub theme: String,
    /// The output folder, relative to the site or absolute.
    pub output: String,
    /// Stories on one list page.
    pub per_page: u32,
    /// The pattern of story addresses, such as `/stories/:slug/` or `/:year/:month/:slug.html`.
    pub permalink: String,
    /// `normal` or `easy` (sans, larger, wider leading, no italics).
    pub reading: Reading,
    /// The links at the top of each page; empty: made from the pages that exist.
    pub menu: Vec<MenuItem>,
    /// Hosts that pages may load things from; empty: none but the site's own.
    pub allow_hosts: Vec<String>,
    /// `[markdown]`.
    pub markdown: MarkdownSettings,
    /// `[feeds]`.
    pub feeds: FeedSettings,
    /// `[pages]`.
    pub pages: PageSettings,
    /// `[hosting]`.
    pub hosting: HostingSettings,
    /// `[extra]`: for themes, untouched.
    pub extra: crate::ground::value::Extra,
}

/// How the pages are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Reading {
    /// As the theme likes it.
    #[default]
    Normal,
    /// Sans, larger, 1.8 leading, no italics.
    Easy,
}

/// One link of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// The words of the link.
    pub name: String,
    /// An address of the site (`/about/`) or a whole URL.
    pub url: String,
}

/// `[markdown]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownSettings {
    /// Whether raw HTML in an author's own story passes.
    pub raw_html: bool,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
}

/// `[feeds]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeedSettings {
    /// `/atom.xml`.
    pub atom: bool,
    /// `/feed.json`.
    pub json: bool,
    /// A feed for each tag.
    pub tags: bool,
    /// A feed for each story with kept comments.
    pub comments: bool,
    /// Stories in a feed.
    pub size: u32,
    /// Whole stories, or only their beginnings.
    pub full_text: bool,
}

/// `[pages]`: which of the pages that goodturn makes by itself are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in site.toml")]
pub struct PageSettings {
    /// `/tags/` and a page for each tag.
    pub tags: bool,
    /// `/authors/` and a page for each, when there is more than one.
    pub authors: bool,
    /// A page for each series.
    pub series: bool,
    /// `/archive/`.
    pub archive: bool,
    /// `/sitemap.xml`.
    pub sitemap: bool,
    /// `/robots.txt`.
    pub robots: bool,
}

/// `[hosting]`: files that some hosts want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct HostingSettings {
    /// `_redirects` for Netlify and Cloudflare Pages, beside the redirect pages.
    pub redirects: bool,
}
