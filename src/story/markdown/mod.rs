//! The text of one story. The only folder that knows pulldown-cmark, one file a pass; knows nothing of other stories.
//!
//! `read` takes the facts (links, pictures, headings, words, excerpt); `to_html` renders with every link and picture
//! resolved by somebody who knows the whole site. Both walk the same events, so the n-th link of one is the n-th of the other.

mod addresses;
mod blank;
mod comment;
pub mod components;
mod escape;
mod excerpt;
mod facts;
mod footnotes;
mod headings;
mod html;
mod letters;
mod limits;
mod links;
mod paragraphs;
mod pictures;
mod raw_html;
mod steps;
mod tables;
mod tidy;
mod verse;
mod walls;
mod words;

use super::{Body, Source};
use crate::ground::{Diagnostic, SourcePath};
use crate::settings::MarkdownSettings;

/// Where the links and pictures of a text lead, in the order of `Body::links`, `Body::images` and `Body::html`.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    /// The final `href` of each link, percent-encoded; attribute escaping is the renderer's.
    pub links: &'a [std::sync::Arc<str>],
    /// Each picture.
    pub images: &'a [ResolvedImage],
    /// What becomes of each address in raw HTML; empty: the attribute goes.
    pub html: &'a [std::sync::Arc<str>],
}

/// A picture, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResolvedImage {
    /// The final `src`, percent-encoded.
    pub src: std::sync::Arc<str>,
    /// Width in CSS pixels, if known.
    pub width: Option<u32>,
    /// Height in CSS pixels, if known.
    pub height: Option<u32>,
    /// The same picture in smaller sizes.
    pub set: Option<std::sync::Arc<SourceSet>>,
}

/// The smaller sizes of a picture, all WebP, as HTML has them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceSet {
    /// Each with its width: `a.480.webp 480w, a.960.webp 960w`.
    pub srcset: std::sync::Arc<str>,
    /// How wide the picture is shown.
    pub sizes: std::sync::Arc<str>,
}

/// Facts of a text that cost something and that not everybody wants.
#[derive(Debug)]
pub struct Wants<'a> {
    /// The first words; else they are empty.
    pub excerpt: bool,
    /// The words that a reader sees, without the footnotes: they are appended to this.
    pub prose: Option<&'a mut String>,
    /// The text as HTML, but for where its links and pictures lead, see [`fill`]: it is appended to this. Nothing, if it cannot
    /// be made before that is known.
    pub blank: Option<&'a mut String>,
}

/// How a text is rendered.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    /// The site's settings.
    pub markdown: MarkdownSettings,
    /// Leave out the first level-1 heading, which became the title.
    pub skip_title: bool,
    /// Added to each heading level: 1 makes `#` an `<h2>`, since the page's title is the only `<h1>`.
    pub shift_headings: u8,
    /// For feeds: no ids and no lazy loading.
    pub plain: bool,
    /// The first picture of the page is not lazy.
    pub eager_first_image: bool,
    /// Stop after about this many words, at the end of a block; for openings.
    pub words_at_most: Option<u32>,
}

impl RenderOptions {
    /// As a text stands on its own page.
    pub fn of_page(markdown: MarkdownSettings, skip_title: bool) -> Self {
        Self { markdown, skip_title, shift_headings: 1, plain: false, eager_first_image: true, words_at_most: None }
    }

    /// As a site renders that has no settings of its own, and as plainly as for a feed: to see what becomes of a text.
    pub fn plainly() -> Self {
        Self {
            markdown: MarkdownSettings { smart_punctuation: true, raw_html: true },
            skip_title: false,
            shift_headings: 0,
            plain: true,
            eager_first_image: false,
            words_at_most: None,
        }
    }
}

/// The facts of a text that begins at byte `start` of the file.
pub fn read(source: Source<'_>, start: usize, settings: MarkdownSettings) -> (Body, Vec<Diagnostic>) {
    facts::read(source, start, settings, Wants { excerpt: true, prose: None, blank: None })
}

/// The same, with no more than what is wanted.
pub fn read_aloud(
    source: Source<'_>,
    start: usize,
    settings: MarkdownSettings,
    wants: Wants<'_>,
) -> (Body, Vec<Diagnostic>) {
    facts::read(source, start, settings, wants)
}

/// Renders a text (without front matter) to HTML, appended to `out`. True if it was cut at `words_at_most`.
pub fn to_html(text: &str, resolved: Resolved<'_>, options: RenderOptions, out: &mut String) -> bool {
    let text = without_mark(text);
    !limits::is_too_much(text) && html::Renderer::new(text, resolved, options, out).run()
}

/// The same, with each component shown by `dress`, if it can.
pub fn to_html_dressed(
    text: &str,
    resolved: Resolved<'_>,
    options: RenderOptions,
    dress: components::Dress<'_>,
    out: &mut String,
) -> bool {
    let text = without_mark(text);
    !limits::is_too_much(text) && html::Renderer::new(text, resolved, options, out).dressed(dress).run()
}

/// Appends to `out` what [`to_html`] with [`RenderOptions::of_page`] makes of a text (whose title did not come out of it) from
/// the blank that was made of it. False, with nothing appended, if only a whole new look can tell.
pub fn fill(blank: &str, resolved: Resolved<'_>, out: &mut String) -> bool {
    blank::fill(blank, resolved, out)
}

/// The `<script>`-free, class-free HTML of a comment: a b strong i em br p blockquote code pre ul ol li a only.
pub fn comment_html(format: super::comments::Format, body: &str) -> String {
    comment::html(format, body)
}

/// Mends paragraph walls: a text pasted with single newlines gets an empty line between its paragraphs; lists, quotes,
/// code, tables, headings, verse and front matter stay as they are. Running it twice changes nothing.
/// Gives the whole new file, or None if nothing had to be changed.
pub fn fix_paragraphs(path: &SourcePath, text: &str) -> Option<String> {
    walls::fix(path, text)
}

/// Whether a browser can follow an address without harm. Pages show no other links and no other pictures.
pub fn can_be_followed(address: &str) -> bool {
    addresses::fault(address).is_none()
}

/// A text without the byte-order mark that some editors put in front.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
