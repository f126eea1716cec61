//! One story alone: Source -> Story, and everything that is wrong with it.
//! Knows YAML (in `front_matter`) and Markdown (in `markdown`); knows nothing of other stories.

pub mod comments;
pub mod front_matter;
pub mod markdown;
pub mod withdrawn;
pub mod yaml;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ground::markup::{self, Use};
use crate::ground::shared;
use crate::ground::value::Extra;
use crate::ground::{Date, Diagnostic, Fingerprint, Moment, Partial, Slug, SourcePath, Span, Url};
use crate::settings::Settings;
use front_matter::Declared;
use markdown::Wants;

/// A source file as it was read: the path inside the site, and all of its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where it is.
    pub path: &'a SourcePath,
    /// The whole file, as UTF-8. A byte-order mark, if any, is still there.
    pub text: &'a str,
    /// What the folder says that the file is.
    pub kind: Kind,
}

/// What a Markdown file is, by its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A story, below `content/stories/`.
    Story,
    /// A page, anywhere else in `content/`.
    Page,
    /// The introduction to a tag, `content/tags/NAME.md`.
    TagIntro,
}

/// The facts of one story. The text itself is not kept; it is read again when its page is rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The file.
    pub source: SourcePath,
    /// Story, page or introduction.
    pub kind: Kind,
    /// What the writer declared above the text, or what was derived where nothing was declared.
    pub front: FrontMatter,
    /// Facts of the text.
    pub body: Body,
}

/// What stands above the text. Filled in as far as one story alone can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title: declared, else the first `# heading`, else the file name in words.
    #[serde(deserialize_with = "shared::read")]
    pub title: Arc<str>,
    /// When it was told: declared, else from a `YYYY-MM-DD-` file name, else undated.
    pub date: Option<Moment>,
    /// When it was last changed in a way that readers should know.
    pub updated: Option<Moment>,
    /// Who tells it; empty if not said.
    #[serde(deserialize_with = "shared::read")]
    pub authors: Vec<Arc<str>>,
    /// Tags as written, without repeats.
    #[serde(deserialize_with = "shared::read")]
    pub tags: Vec<Arc<str>>,
    /// One or two sentences for lists and search engines.
    #[serde(deserialize_with = "shared::read")]
    pub description: Option<Arc<str>>,
    /// The last part of the address: declared, else made from the file name (or the bundle's folder).
    pub slug: Slug,
    /// The whole address, if the writer fixed it.
    pub permalink: Option<Url>,
    /// Old addresses that lead here.
    pub aliases: Vec<(Url, Span)>,
    /// Not to be published yet.
    pub draft: bool,
    /// The last day on which it is published.
    pub expires: Option<Date>,
    /// False keeps it out of every list, feed and the sitemap.
    pub listed: bool,
    /// A picture for the story.
    pub image: Option<FrontImage>,
    /// A warning shown before the story; suppresses the excerpt.
    #[serde(deserialize_with = "shared::read")]
    pub content_note: Option<Arc<str>>,
    /// The series that it is a part of.
    pub series: Option<SeriesPart>,
    /// When the thing itself happened.
    pub happened: Option<Partial>,
    /// The slug of the story that inspired this one, and where that stands in the file.
    pub passed_on_from: Option<(Slug, Span)>,
    /// A pull quote for the social card.
    #[serde(deserialize_with = "shared::read")]
    pub quote: Option<Arc<str>>,
    /// What was done about the names in the story.
    pub names: Option<Names>,
    /// Whether the people in it agreed; never published.
    pub permission: Option<Permission>,
    /// Rights note.
    #[serde(deserialize_with = "shared::read")]
    pub rights: Option<Arc<str>>,
    /// Since when it is withdrawn; a tombstone stands in its place.
    pub withdrawn: Option<Date>,
    /// What the writer said about comments.
    pub comments: CommentPolicy,
    /// The language of the story (BCP 47), if not the site's.
    #[serde(deserialize_with = "shared::read")]
    pub lang: Option<Arc<str>>,
    /// The feed id, if the writer or an import fixed it.
    #[serde(deserialize_with = "shared::read")]
    pub id: Option<Arc<str>>,
    /// For themes, untouched.
    #[serde(with = "crate::ground::value::exact")]
    pub extra: Extra,
}

/// A story's own picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrontImage {
    /// A path beside the story, an address of the site, or a URL.
    #[serde(deserialize_with = "shared::read")]
    pub src: Arc<str>,
    /// What the picture shows; empty means decorative, none means not said.
    #[serde(deserialize_with = "shared::read")]
    pub alt: Option<Arc<str>>,
    /// Words under the picture.
    #[serde(deserialize_with = "shared::read")]
    pub caption: Option<Arc<str>>,
    /// Where `src` stands in the file.
    pub span: Span,
}

/// A place in a series.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SeriesPart {
    /// The series' name.
    #[serde(deserialize_with = "shared::read")]
    pub name: Arc<str>,
    /// The number of this part, if given.
    pub part: Option<u32>,
}

/// What was done about the names in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Names {
    /// They are real.
    Real,
    /// First names only.
    FirstOnly,
    /// Some were changed.
    Changed,
}

/// Whether the people in a story agreed to it. Never published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Permission {
    /// How it stands.
    pub status: PermissionStatus,
    /// When it was given.
    pub on: Option<Date>,
    /// When it should be asked for again.
    pub review: Option<Date>,
    /// A guardian's yes for a minor: none if there is no minor in the story.
    pub guardian: Option<bool>,
}

/// How a permission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PermissionStatus {
    /// The teller's own story.
    OwnStory,
    /// Given.
    Given,
    /// Asked for, no answer yet.
    Asked,
    /// Nobody knows.
    Unknown,
}

/// What the writer said about comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct CommentPolicy {
    /// Closed unless said otherwise.
    pub status: CommentStatus,
    /// How many the original post had, if more or fewer than are kept.
    pub count: Option<u32>,
}

/// Whether a reader can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CommentStatus {
    /// No comments are shown at all, not even their count.
    None,
    /// Kept comments are shown; no new ones.
    #[default]
    Closed,
    /// As closed, with a link to reply by email.
    Email,
}

/// Facts of a story's text.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Body {
    /// Where the text begins in the file, in bytes.
    pub start: u32,
    /// The fingerprint of the whole file's bytes; render refuses to use a text that changed since.
    pub digest: Fingerprint,
    /// Words, as a reader counts them.
    pub words: u32,
    /// The first `# heading` became the title, so the page does not show it again.
    pub title_from_heading: bool,
    /// Headings, in order, with the ids that their elements get.
    pub headings: Box<[Heading]>,
    /// Links in the order in which the renderer meets them.
    pub links: Box<[Link]>,
    /// Pictures in the order in which the renderer meets them.
    pub images: Box<[Image]>,
    /// Addresses in raw HTML, in the order in which the renderer meets them.
    pub html: Box<[HtmlAddress]>,
    /// The first words as plain text, at most about 200 characters, never cut inside a word;
    /// ends with an ellipsis if cut. Empty if the writer gave a description, which is shown instead.
    #[serde(deserialize_with = "shared::read")]
    pub excerpt: Arc<str>,
    /// Footnotes, tables, or anything else that the words above the text cannot tell: ids that a link may point to,
    /// besides the headings'.
    #[serde(deserialize_with = "shared::read")]
    pub anchors: Box<[Arc<str>]>,
    /// The words of the text as numbers of the site's lexicon, packed; empty until somebody who has one has looked.
    pub vocabulary: Box<[u8]>,
}

/// A heading of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The element's id, unique on the page.
    #[serde(deserialize_with = "shared::read")]
    pub id: Arc<str>,
    /// The words, as plain text.
    #[serde(deserialize_with = "shared::read")]
    pub text: Arc<str>,
}

/// A link as written: `other.md#part`, `story:other`, `/stories/other/`, `https://…`, `#part`, `mailto:…`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The destination, as written (entities and escapes of Markdown resolved).
    #[serde(deserialize_with = "shared::read")]
    pub to: Arc<str>,
    /// Where it stands in the file.
    pub span: Span,
}

/// An address in raw HTML, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HtmlAddress {
    /// What browsers do with it.
    pub used: Use,
    /// The address, or several: `a.webp 480w, b.webp 960w`.
    #[serde(deserialize_with = "shared::read")]
    pub to: Arc<str>,
    /// Where it stands in the file.
    pub span: Span,
}

impl HtmlAddress {
    /// The address, or each of several.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        let all = if self.used == Use::LoadsOne { markup::of_set(&self.to) } else { vec![&*self.to] };
        all.into_iter()
    }
}

/// A picture as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Image {
    /// The file, as written.
    #[serde(deserialize_with = "shared::read")]
    pub src: Arc<str>,
    /// Whether words for those who cannot see it were given.
    pub has_alt: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// Reads one source: its front matter and the facts of its text. Never stops at the first fault.
///
/// None if the front matter is so broken that there is no story; then at least one diagnostic is an error.
pub fn parse(source: Source<'_>, settings: &Settings) -> (Option<Story>, Vec<Diagnostic>) {
    parse_for(source, settings, Wishes::default())
}

/// What somebody wants of a text beside its facts.
#[derive(Debug, Default)]
pub struct Wishes<'a> {
    /// Becomes the words that a reader sees, without the footnotes.
    pub prose: Option<&'a mut String>,
    /// Becomes the text as HTML with blanks, see [`markdown::fill`]; empty if there can be none.
    pub blank: Option<&'a mut String>,
}

/// The same, and what is wished for.
pub fn parse_for(source: Source<'_>, settings: &Settings, wishes: Wishes<'_>) -> (Option<Story>, Vec<Diagnostic>) {
    let Wishes { mut prose, mut blank } = wishes;
    for wish in [&mut prose, &mut blank].into_iter().flatten() {
        wish.clear();
    }
    let (front, body_start, mut said) = front_matter::read(source);
    let wants =
        Wants { excerpt: front.as_ref().is_some_and(Declared::wants_excerpt), prose, blank: blank.as_deref_mut() };
    let (body, more) = markdown::read_aloud(source, body_start, settings.markdown, wants);
    said.extend(more);
    let Some(front) = front else { return (None, said) };
    let (front, body, more) = front_matter::complete(front, body, source, settings.markdown.smart_punctuation);
    said.extend(more);
    // A heading that is the title, too, stands in it and is not shown again.
    blank.filter(|_| body.title_from_heading).into_iter().for_each(String::clear);
    let story = Story { source: source.path.clone(), kind: source.kind, front, body };
    if story.front.withdrawn.is_some() {
        // Advice on words that nobody will read helps nobody, and repeats them.
        said.retain(Diagnostic::is_error);
        return (Some(withdrawn::emptied(story)), said);
    }
    (Some(story), said)
}
