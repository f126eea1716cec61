//! (Theme, Page) -> bytes. Pure: the same page gives the same bytes on any thread. A story's text is read again here, once.

pub mod card;
pub mod contract;
pub mod feed;
pub mod html;
pub mod image;
pub mod keepsake;
pub mod relative;
pub mod sitemap;
pub mod xml;

use std::sync::Arc;

use crate::ground::{Diagnostic, markup};
use crate::plan::views::Text;
use crate::settings::MarkdownSettings;
use crate::story::markdown::{self, RenderOptions, Resolved, ResolvedImage};

/// Where texts are read again. The pipeline gives it; it refuses a file that changed since its facts were taken.
pub trait Texts {
    /// The whole file of a text, as UTF-8.
    fn read(&self, text: &Text) -> Result<String, Diagnostic>;

    /// What was made of the text when it was read, see [`markdown::fill`], if anything was; `room` is where it may stand.
    fn blank<'r>(&self, _text: &Text, _room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        None
    }
}

/// The part of a file that is rendered: what stands below the front matter.
fn body<'a>(text: &Text, file: &'a str) -> &'a str {
    file.get(text.start as usize..).unwrap_or_default()
}

/// An address of raw HTML, or several of a `srcset`, with the site's host in front.
fn whole_html(to: &Arc<str>, origin: &str, permalink: &str) -> Arc<str> {
    let one = |to: &str| match to.as_bytes().first() {
        Some(b'/') => format!("{origin}{to}"),
        Some(b'#') => format!("{permalink}{to}"),
        _ => to.to_owned(),
    };
    // Addresses of the site have no spaces.
    Arc::from(if to.contains(' ') { markup::each_of_set(to, one) } else { one(to) })
}

/// Renders a text for a feed: no ids, whole addresses.
fn feed_text(
    text: &Text,
    origin: &str,
    permalink: &str,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
    out: &mut String,
) -> Result<(), Diagnostic> {
    let whole = |href: &Arc<str>| -> Arc<str> {
        match href.as_bytes().first() {
            Some(b'/') => Arc::from(format!("{origin}{href}")),
            Some(b'#') => Arc::from(format!("{permalink}{href}")),
            _ => href.clone(),
        }
    };
    let links: Vec<Arc<str>> = text.links.iter().map(whole).collect();
    let images: Vec<ResolvedImage> =
        text.images.iter().map(|image| ResolvedImage { src: whole(&image.src), set: None, ..image.clone() }).collect();
    let html: Vec<Arc<str>> = text.html.iter().map(|to| whole_html(to, origin, permalink)).collect();
    let options = RenderOptions {
        markdown,
        skip_title: text.skip_title,
        shift_headings: 1,
        plain: true,
        eager_first_image: true,
        words_at_most: None,
    };
    let file = texts.read(text)?;
    markdown::to_html(body(text, &file), Resolved { links: &links, images: &images, html: &html }, options, out);
    Ok(())
}
