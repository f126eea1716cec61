//! site.toml -> `Settings`. Unknown keys are refused with "did you mean"; every key is documented in `init`'s site.toml.
//! Knows what each key may hold; knows nothing of stories and pages.

mod check;
mod decode;
#[cfg(test)]
mod tests;

use crate::ground::messages::settings as messages;
use crate::ground::{BaseUrl, Diagnostic, SourcePath, toml};

/// The name of the file, at the root of a site.
pub const FILE: &str = "site.toml";

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
    /// Whether there is a social card for each story without a picture of its own.
    pub cards: bool,
    /// The links at the top of each page; empty: made from the pages that exist.
    pub menu: Vec<MenuItem>,
    /// Hosts that pages may load things from; empty: none but the site's own.
    pub allow_hosts: Vec<String>,
    /// Paths of the site's address that something else serves; what ends in `/` stands for all below it.
    pub also_here: Vec<String>,
    /// `[markdown]`.
    pub markdown: MarkdownSettings,
    /// `[feeds]`.
    pub feeds: FeedSettings,
    /// `[pages]`.
    pub pages: PageSettings,
    /// `[pictures]`.
    pub pictures: PictureSettings,
    /// `[hosting]`.
    pub hosting: HostingSettings,
    /// `[privacy]`.
    pub privacy: PrivacySettings,
    /// `[consent]`.
    pub consent: ConsentSettings,
    /// `[extra]`: for themes, untouched.
    pub extra: crate::ground::value::Extra,
}

impl Settings {
    /// Reads site.toml. There are always settings: what is missing or wrong has its default, so that one run can find
    /// the faults of the stories too. Nothing is published while a diagnostic is an error.
    pub fn parse(path: &SourcePath, text: &str) -> (Self, Vec<Diagnostic>) {
        toml::read(path, text, decode::settings)
    }

    /// The settings of a site of which nothing but its name is known.
    pub fn default_for(title: &str) -> Self {
        let (defaults, _) = Self::parse(&SourcePath::new(FILE), "");
        Self { title: title.to_owned(), ..defaults }
    }

    /// Every key that site.toml may hold, in the order in which it is asked for: `title`, `feeds`, `feeds.atom`.
    pub fn keys() -> Vec<String> {
        toml::keys_asked(decode::settings)
    }

    /// Puts what the person asked for on the command line in place of what site.toml says. `said` is what `parse` said:
    /// it loses the warnings that no longer hold, and gains those about what was asked for.
    pub fn overrule(&mut self, asked: &Overrides, said: &mut Vec<Diagnostic>) {
        if let Some(text) = &asked.base_url {
            said.retain(|fault| fault.code != messages::NO_BASE_URL && fault.code != messages::BAD_BASE_URL);
            match BaseUrl::parse(text) {
                Ok(base_url) => self.base_url = base_url,
                Err(why) => said.push(messages::asked_base_url(text, &why.0)),
            }
        }
        if let Some(theme) = &asked.theme {
            said.retain(|fault| fault.code != messages::BAD_THEME);
            match check::theme(theme) {
                Ok(()) => self.theme.clone_from(theme),
                Err(fault) => said.push(fault),
            }
        }
    }
}

/// What the command line puts in place of site.toml's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Instead of `base_url`.
    pub base_url: Option<String>,
    /// Instead of `theme`.
    pub theme: Option<String>,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in site.toml")]
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
    /// `/almanac/`, when a story has a day.
    pub almanac: bool,
    /// `/find/`, and the words of all texts for it.
    pub find: bool,
    /// `/pass-it-on/`, when a story was passed on from another.
    pub pass_it_on: bool,
    /// `/sitemap.xml`.
    pub sitemap: bool,
    /// `/robots.txt`.
    pub robots: bool,
}

/// `[pictures]`: the smaller ones that are made of those that pages show.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureSettings {
    /// Whether any are made.
    pub responsive: bool,
    /// Their widths in pixels, smallest first.
    pub widths: Vec<u32>,
    /// How good they are, 1 to 100.
    pub quality: u32,
}

/// `[hosting]`: where the finished site will stand, and what is wanted there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in site.toml")]
pub struct HostingSettings {
    /// Links lead from page to page, and not from the root of a host.
    pub relative: bool,
    /// `_redirects` for Netlify and Cloudflare Pages, beside the redirect pages.
    pub redirects: bool,
    /// `_headers` for the same two: what browsers may do with the pages, and what they may keep.
    pub headers: bool,
    /// `.nojekyll`, so that GitHub Pages publishes every file as it is.
    pub nojekyll: bool,
    /// The name in `CNAME`, by which GitHub Pages knows the site.
    pub cname: Option<String>,
}

/// `[privacy]`: what the guard over the finished site lets pass.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct PrivacySettings {
    /// E-mail addresses, whole hosts (`@example.org`) and telephone numbers that are the author's own.
    pub allow: Vec<String>,
}

/// `[consent]`: what is asked of the people in the stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct ConsentSettings {
    /// No story goes out unless the people in it have agreed.
    pub required: bool,
}
