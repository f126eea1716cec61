//! Everything that a page is told. A view can be compared and fingerprinted; a template sees its view and nothing else.
//!
//! Addresses in views are ready to use: percent-encoded, with the site's sub-path. Dates are ISO 8601 text; the `date`
//! filter makes words of them. Views never hold positions (line, column, span).

use std::sync::Arc;

use serde::Serialize;

use crate::ground::fingerprint::Marked;
use crate::ground::value::Extra;
use crate::ground::{Fingerprint, SourcePath, picture};
use crate::story::comments;
use crate::story::markdown::ResolvedImage;

/// What every page is told of the site. Template variable: `site`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: Arc<str>,
    /// One line of purpose; may be empty.
    pub tagline: Arc<str>,
    /// What the site is, for search engines.
    pub description: Arc<str>,
    /// The language of the pages (BCP 47).
    pub language: Arc<str>,
    /// Link to the home page: `/` or the sub-path.
    pub url: Arc<str>,
    /// The home page's whole address.
    pub permalink: Arc<str>,
    /// Who publishes the site; may be absent.
    pub author: Option<Arc<str>>,
    /// Where replies go; may be absent.
    pub email: Option<Arc<str>>,
    /// `normal` or `easy`.
    pub reading: &'static str,
    /// The links at the top of each page.
    pub menu: Vec<MenuLink>,
    /// The feeds of the whole site, for `<link rel="alternate">`.
    pub feeds: Vec<FeedLink>,
    /// Addresses of the pages that exist, by kind: `archive`, `almanac`, `tags`, `authors`, `pass_it_on`, `atom`,
    /// `json`, `find`, `favicon`.
    pub pages: std::collections::BTreeMap<&'static str, Arc<str>>,
    /// The theme's own static files: `assets["style.css"]` is its address.
    pub assets: std::collections::BTreeMap<Arc<str>, Arc<str>>,
    /// `[extra]` of site.toml.
    pub extra: Extra,
    /// The newest stories, as many as theme.toml's `shelves.newest` asks for; empty otherwise.
    pub newest: Vec<Marked<Card>>,
    /// All tags by name, if theme.toml's `shelves.tags` asks for them; empty otherwise.
    pub tags: Vec<Arc<TagRef>>,
    /// `goodturn 0.1.0`.
    pub generator: &'static str,
}

/// One link of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MenuLink {
    /// The words.
    pub name: Arc<str>,
    /// Where it leads.
    pub url: Arc<str>,
}

/// A feed to be found by a feed reader.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FeedLink {
    /// Its title.
    pub title: Arc<str>,
    /// Where it is.
    pub url: Arc<str>,
    /// `application/atom+xml` or `application/feed+json`.
    pub r#type: &'static str,
}

/// What a page is told of itself, for the head matter. Template variable: `page`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// `home`, `story`, `page`, `tags`, `tag`, `authors`, `author`, `series`, `archive`, `almanac`,
    /// `find`, `pass-it-on`, `not-found`, `withdrawn`, `redirect`.
    pub kind: &'static str,
    /// The heading of the page.
    pub title: Arc<str>,
    /// The `<title>`: unique in the site, with the page number if there are several.
    pub head_title: Arc<str>,
    /// The description; unique in the site, never empty.
    pub description: Arc<str>,
    /// Link to this page.
    pub url: Arc<str>,
    /// This page's whole address: canonical and `og:url`.
    pub permalink: Arc<str>,
    /// The language of this page.
    pub lang: Arc<str>,
    /// Not to be found by search engines.
    pub noindex: bool,
    /// `article` or `website`.
    pub og_type: &'static str,
    /// The picture for social cards: whole address; absent only if the theme has none either.
    pub image: Option<SocialImage>,
    /// RFC 3339 or ISO date, for `article:published_time`.
    pub published: Option<Arc<str>>,
    /// The same for `article:modified_time`.
    pub modified: Option<Arc<str>>,
    /// Feeds of this page alone (a tag's, a story's comments).
    pub feeds: Vec<FeedLink>,
}

/// The picture for social cards.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SocialImage {
    /// The whole address.
    pub url: Arc<str>,
    /// What it shows.
    pub alt: Arc<str>,
    /// Width in pixels, if known.
    pub width: Option<u32>,
    /// Height in pixels, if known.
    pub height: Option<u32>,
}

/// A story as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Card {
    /// The title, plain text.
    pub title: Arc<str>,
    /// Link to the story.
    pub url: Arc<str>,
    /// The whole address.
    pub permalink: Arc<str>,
    /// When it was told: ISO date, or RFC 3339 with a time; absent if undated.
    pub date: Option<Arc<str>>,
    /// When it was changed.
    pub updated: Option<Arc<str>>,
    /// When it happened: `2009`, `2009-04` or `2009-04-01`.
    pub happened: Option<Arc<str>>,
    /// How much later it was told, in words: "two years later", "the next day"; absent if not later, or not known.
    pub told_later: Option<Arc<str>>,
    /// Who tells it.
    pub authors: Arc<[Arc<AuthorRef>]>,
    /// Its tags.
    pub tags: Arc<[Arc<TagRef>]>,
    /// The description if there is one, else the first words; empty if a content note suppresses it.
    pub summary: Arc<str>,
    /// The writer's own description, if any (and no content note).
    pub description: Option<Arc<str>>,
    /// Words of the text.
    pub words: u32,
    /// Minutes to read, at 220 words a minute, at least 1.
    pub minutes: u32,
    /// A warning to be shown before anything of the story.
    pub content_note: Option<Arc<str>>,
    /// A pull quote (absent with a content note).
    pub quote: Option<Arc<str>>,
    /// The story's picture.
    pub image: Option<Box<Picture>>,
    /// The series' name and this part's number.
    pub series: Option<Box<SeriesRef>>,
    /// The language, if not the site's.
    pub lang: Option<Arc<str>>,
    /// `real`, `first-only` or `changed`.
    pub names: Option<&'static str>,
    /// Rights note.
    pub rights: Option<Arc<str>>,
    /// `extra` of the front matter.
    pub extra: Extra,
    /// A draft, shown only while writing.
    pub draft: bool,
}

/// A picture for the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Picture {
    /// Its address.
    pub src: Arc<str>,
    /// Words for those who cannot see it; empty: decorative.
    pub alt: Arc<str>,
    /// Words under it.
    pub caption: Option<Arc<str>>,
    /// Width in CSS pixels, if known.
    pub width: Option<u32>,
    /// Height in CSS pixels, if known.
    pub height: Option<u32>,
    /// The same picture in smaller sizes, for a `<source type="image/webp">`; absent if there are none.
    pub srcset: Option<Arc<str>>,
    /// How wide it is shown, for the `sizes` beside `srcset`.
    pub sizes: Option<Arc<str>>,
}

/// A picture of the site, made smaller, upright, as WebP.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// The picture.
    pub source: SourcePath,
    /// Stands for its content.
    pub digest: Fingerprint,
    /// What it is.
    pub picture: picture::Picture,
    /// The widths and heights of all that are made of it.
    pub sizes: Arc<[(u32, u32)]>,
    /// 1 to 100.
    pub quality: u8,
    /// Which of them this is.
    pub number: usize,
}

impl Rendition {
    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        self.sizes.get(self.number).copied().unwrap_or_default()
    }
}

/// The least that one page says of another story.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StoryLink {
    /// The title.
    pub title: Arc<str>,
    /// Link to it.
    pub url: Arc<str>,
    /// ISO date; absent if undated.
    pub date: Option<Arc<str>>,
    /// Who tells it, as a sentence part: "Maya and Tom"; may be empty.
    pub by: Arc<str>,
    /// The language, if not the site's.
    pub lang: Option<Arc<str>>,
}

/// A tag, wherever it is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TagRef {
    /// The tag as written.
    pub name: Arc<str>,
    /// Link to its page; empty if there are no tag pages.
    pub url: Arc<str>,
    /// Stories with it. 0 where a story names its tags, so that one story more does not change all others.
    pub count: u32,
}

/// An author, wherever named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorRef {
    /// The name.
    pub name: Arc<str>,
    /// Link to the author's page; absent if there are none.
    pub url: Option<Arc<str>>,
    /// Stories by this author; 0 where a story names its authors.
    pub count: u32,
}

/// A series, where a story names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SeriesRef {
    /// The name.
    pub name: Arc<str>,
    /// Link to the series' page; absent if there are none.
    pub url: Option<Arc<str>>,
    /// Which part this is, as the writer numbered it.
    pub part: u32,
    /// How many parts there are, or the highest number if one is missing.
    pub parts: u32,
    /// The part before.
    pub earlier: Option<Arc<StoryLink>>,
    /// The part after.
    pub later: Option<Arc<StoryLink>>,
}

/// A text to be read again and rendered when the page is made. Templates see the HTML, as `content`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The file.
    pub source: SourcePath,
    /// Where its text begins, in bytes.
    pub start: u32,
    /// The fingerprint of the file.
    pub digest: Fingerprint,
    /// The first heading became the title.
    pub skip_title: bool,
    /// Where its links lead.
    pub links: Arc<[Arc<str>]>,
    /// Its pictures.
    pub images: Arc<[ResolvedImage]>,
    /// Where addresses in its raw HTML lead.
    pub html: Arc<[Arc<str>]>,
}

/// The page of a story. Template `story.html`; variables `story`, `content`, `toc`, `older`, `newer`, `another`, `comments`,
/// `similar`, `passed_on_from`, `passed_on_to`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoryView {
    /// The story itself.
    pub story: Marked<Card>,
    /// The text, as `content`.
    pub text: Text,
    /// The headings, for themes that want a table of contents.
    pub toc: Vec<TocEntry>,
    /// The story told before this one.
    pub older: Option<Arc<StoryLink>>,
    /// The story told after this one.
    pub newer: Option<Arc<StoryLink>>,
    /// The next story on a walk around all listed ones, which comes back here; none for an only story and unlisted ones.
    pub another: Option<Arc<StoryLink>>,
    /// Up to three stories in the same spirit.
    pub similar: Vec<Arc<StoryLink>>,
    /// The story that inspired this one.
    pub passed_on_from: Option<Arc<StoryLink>>,
    /// Stories that this one inspired.
    pub passed_on_to: Vec<Arc<StoryLink>>,
    /// What the page says about comments.
    pub comments: CommentsView,
}

/// A heading in a table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct TocEntry {
    /// As it is on the page: 2 to 6.
    pub level: u8,
    /// The element's id.
    pub id: Arc<str>,
    /// The words.
    pub text: Arc<str>,
}

/// What a page says about comments. Template variable: `comments`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommentsView {
    /// `none`, `closed` or `email`.
    pub status: &'static str,
    /// How many the original post had.
    pub total: u32,
    /// How many are shown as kept.
    pub kept: u32,
    /// The sentence for this case, in the wording of the manual; empty with status `none`.
    pub sentence: Arc<str>,
    /// `mailto:` address with the subject filled in, if replies go by email.
    pub reply_url: Option<Arc<str>>,
    /// The comments; templates see each with `html` instead of the raw text.
    pub list: Vec<comments::Comment>,
    /// The feed of this story's comments.
    pub feed_url: Option<Arc<str>>,
}

/// A page that is not a story. Template `page.html`; variables `title`, `content`, `toc`, `extra`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageView {
    /// The text, as `content`.
    pub text: Text,
    /// The headings.
    pub toc: Vec<TocEntry>,
    /// `extra` of the front matter.
    pub extra: Extra,
    /// The language, if not the site's.
    pub lang: Option<Arc<str>>,
}

/// One page of a list of stories. Template variables `stories` and `pager`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListView {
    /// The stories of this page, newest first.
    pub stories: Vec<Marked<Card>>,
    /// Where this page is among its pages.
    pub pager: Pager,
}

/// Where a list page is among its pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub number: u32,
    /// How many there are.
    pub total: u32,
    /// How many stories there are on all of them.
    pub stories: u32,
    /// The page with newer stories.
    pub newer: Option<Arc<str>>,
    /// The page with older stories.
    pub older: Option<Arc<str>>,
}

/// The home page. Template `home.html`; variables `opening` (with `story`, `content` and `cut`), `stories`, `pager`, `tags`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HomeView {
    /// The newest story's beginning, on the first page only; never of a story with a content note.
    pub opening: Option<(Marked<Card>, Text)>,
    /// The list; it holds the newest story too.
    pub list: ListView,
    /// All tags by name, on the first page only.
    pub tags: Vec<Arc<TagRef>>,
}

/// The page for lost readers. Template `404.html`; variable `newest`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NotFoundView {
    /// The newest five stories.
    pub newest: Vec<Marked<Card>>,
}

/// All tags. Template `tags.html`; variable `tags`. Or all authors: `authors.html`, variable `authors`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagsView {
    /// By name.
    pub tags: Vec<Arc<TagRef>>,
}

/// All authors. Template `authors.html`; variable `authors`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorsView {
    /// By name.
    pub authors: Vec<Arc<AuthorRef>>,
}

/// One page of a tag. Template `tag.html`; variables `tag`, `content` (the introduction, first page only), `stories`, `pager`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagView {
    /// The tag.
    pub tag: Arc<TagRef>,
    /// The introduction.
    pub intro: Option<Text>,
    /// The stories.
    pub list: ListView,
}

/// One page of an author. Template `author.html`; variables `author`, `stories`, `pager`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorView {
    /// The author.
    pub author: Arc<AuthorRef>,
    /// The stories.
    pub list: ListView,
}

/// A series. Template `series.html`; variables `name`, `stories` in order of part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SeriesView {
    /// The name.
    pub name: Arc<str>,
    /// The parts, in order.
    pub stories: Vec<Marked<Card>>,
}

/// All stories by year. Template `archive.html`; variable `years`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArchiveView {
    /// Newest year first; undated stories last, with no year.
    pub years: Vec<YearView>,
}

/// One year of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct YearView {
    /// The year; absent for undated stories.
    pub year: Option<i16>,
    /// Its stories, newest first.
    pub stories: Vec<Arc<StoryLink>>,
}

/// Stories by the day of the year. Template `almanac.html`; variable `months`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlmanacView {
    /// January first; months without a story are left out.
    pub months: Vec<MonthView>,
}

/// One month of the almanac.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct MonthView {
    /// Its English name.
    pub name: &'static str,
    /// Its days that have a story, in order.
    pub days: Vec<DayView>,
}

/// One day of the almanac.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DayView {
    /// The day of the month.
    pub day: i8,
    /// Its stories, oldest day first.
    pub stories: Vec<Remembered>,
}

/// A story on its day of the almanac.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Remembered {
    /// The day with its year: when it happened or, if nobody says, when it was told. ISO date.
    pub on: Arc<str>,
    /// The story.
    pub story: Arc<StoryLink>,
}

/// All stories, to be looked through. Template `find.html`; variables `lines` and `words`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FindView {
    /// Newest first.
    pub lines: Vec<FindLine>,
    /// Where a script finds the words of the texts.
    pub words: WordFiles,
}

/// A story where it can be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FindLine {
    /// The story.
    pub story: Arc<StoryLink>,
    /// Its tags, with commas between them; may be empty.
    pub tags: Arc<str>,
    /// A warning to be shown before anything of the story; then none of its words can be looked up.
    pub content_note: Option<Arc<str>>,
}

/// The files that say which words stand in which texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct WordFiles {
    /// The folder that they are in, as a link.
    pub folder: Arc<str>,
    /// By how many first letters of a word its file is named: `0` (there is one for all), `1` or `2`.
    pub letters: &'static str,
    /// Their names without `.txt`, with spaces between them.
    pub files: Arc<str>,
}

/// Chains of kindness. Template `pass-it-on.html`; variable `chains`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PassItOnView {
    /// Longest first, each from its first story to its last; one that branches off begins with the story where it does.
    pub chains: Vec<Vec<Arc<StoryLink>>>,
}

/// The tombstone of a withdrawn story. Template `withdrawn.html`; no variables of its own but `since` (ISO date).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WithdrawnView {
    /// Since when.
    pub since: Arc<str>,
}

/// An old address. Template `redirect.html`; variable `target` (link) and `target_permalink` (whole address).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectView {
    /// Where it leads.
    pub target: Arc<str>,
    /// The same as a whole address.
    pub target_permalink: Arc<str>,
    /// The title of the page there.
    pub title: Arc<str>,
}

/// The part of a view that differs by kind of page. Large ones stand aside, since most pages are stories.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Main {
    /// `story.html`
    Story(Box<StoryView>),
    /// `page.html`
    Page(Box<PageView>),
    /// `home.html`
    Home(Box<HomeView>),
    /// `tags.html`
    Tags(TagsView),
    /// `tag.html`
    Tag(Box<TagView>),
    /// `authors.html`
    Authors(AuthorsView),
    /// `author.html`
    Author(Box<AuthorView>),
    /// `series.html`
    Series(SeriesView),
    /// `archive.html`
    Archive(ArchiveView),
    /// `almanac.html`
    Almanac(AlmanacView),
    /// `find.html`
    Find(Box<FindView>),
    /// `pass-it-on.html`
    PassItOn(PassItOnView),
    /// `404.html`
    NotFound(NotFoundView),
    /// `withdrawn.html`
    Withdrawn(WithdrawnView),
    /// `redirect.html`
    Redirect(Box<RedirectView>),
}

impl Main {
    /// The template that shows it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Story(_) => "story.html",
            Self::Page(_) => "page.html",
            Self::Home(_) => "home.html",
            Self::Tags(_) => "tags.html",
            Self::Tag(_) => "tag.html",
            Self::Authors(_) => "authors.html",
            Self::Author(_) => "author.html",
            Self::Series(_) => "series.html",
            Self::Archive(_) => "archive.html",
            Self::Almanac(_) => "almanac.html",
            Self::Find(_) => "find.html",
            Self::PassItOn(_) => "pass-it-on.html",
            Self::NotFound(_) => "404.html",
            Self::Withdrawn(_) => "withdrawn.html",
            Self::Redirect(_) => "redirect.html",
        }
    }
}

/// A page made by a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HtmlView {
    /// What every page is told.
    pub site: Marked<SiteView>,
    /// What this page is told of itself.
    pub head: Head,
    /// The rest.
    pub main: Main,
}

/// A feed of stories (Atom, RFC 4287; JSON Feed 1.1) or of comments (RFC 4685).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedView {
    /// The site's or the tag's name.
    pub title: Arc<str>,
    /// The site's purpose; may be empty.
    pub subtitle: Arc<str>,
    /// The page that it is a feed of: whole address.
    pub home: Arc<str>,
    /// Its own whole address.
    pub own: Arc<str>,
    /// `https://example.org`, put in front of addresses that start with `/`.
    pub origin: Arc<str>,
    /// The language.
    pub language: Arc<str>,
    /// Who publishes it, for entries without an author.
    pub author: Arc<str>,
    /// Never changes while the site stays where it is.
    pub id: Arc<str>,
    /// RFC 3339: the newest of its entries.
    pub updated: Arc<str>,
    /// Whole texts, or summaries.
    pub full_text: bool,
    /// The entries, newest first.
    pub entries: Vec<EntryView>,
    /// Comments instead of entries, for a story's comment feed.
    pub comments: Option<CommentFeed>,
}

/// A story in a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntryView {
    /// The feed id: stable when the title or the address changes.
    pub id: Arc<str>,
    /// The story.
    pub story: Marked<Card>,
    /// RFC 3339.
    pub published: Option<Arc<str>>,
    /// RFC 3339.
    pub updated: Arc<str>,
    /// Its text.
    pub text: Text,
    /// The address of its comment feed, and how many comments it keeps.
    pub replies: Option<(Arc<str>, u32)>,
}

/// The comments of one story, as a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommentFeed {
    /// The feed id of the story.
    pub story_id: Arc<str>,
    /// The story's whole address.
    pub story_url: Arc<str>,
    /// The story's title.
    pub story_title: Arc<str>,
    /// The comments, removed ones left out.
    pub list: Vec<comments::Comment>,
    /// RFC 3339 for each, in the same order: its date, or the story's.
    pub updated: Vec<Arc<str>>,
}

/// One address of the sitemap (sitemaps.org 0.9).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SitemapEntry {
    /// The whole address.
    pub loc: Arc<str>,
    /// ISO date.
    pub lastmod: Option<Arc<str>>,
}
