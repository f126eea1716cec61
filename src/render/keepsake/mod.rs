//! A keepsake: stories -> a book (EPUB 3.3) and one page to print. Pure: the same stories give the same bytes. Knows chapters
//! and their words; knows nothing of which stories may be kept, nor of files.

mod epub;
mod sheet;
mod xhtml;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::xml::{attribute, element, escape_into};
use super::{Texts, body};
use crate::ground::Diagnostic;
use crate::ground::date::MONTHS;
use crate::plan::views::{Card, StoryView};
use crate::settings::MarkdownSettings;
use crate::story::markdown::{self, RenderOptions, Resolved, ResolvedImage};

pub use epub::{epub, is_book, words};
pub use sheet::{is_sheet, sheet};

/// Everything that a keepsake is made of.
#[derive(Debug)]
pub struct Book<'a> {
    /// Its title.
    pub title: String,
    /// What of the site it holds: "Stories from 2011"; may be empty.
    pub part: String,
    /// The site's language.
    pub language: &'a str,
    /// Who publishes the site, if known.
    pub publisher: Option<&'a str>,
    /// The site's whole address.
    pub address: &'a str,
    /// The day of the newest change in it, `2026-11-23`; none if nothing in it is dated.
    pub newest: Option<String>,
    /// The stories, in order.
    pub stories: Vec<&'a StoryView>,
    /// Its pictures, by their links on the site.
    pub pictures: BTreeMap<String, Plate>,
    /// The picture on the cover: PNG.
    pub cover: Vec<u8>,
    /// Whether comments are kept.
    pub comments: bool,
    /// How texts are read.
    pub markdown: MarkdownSettings,
    /// The scheme and host of the site, without a slash at the end.
    pub origin: &'a str,
}

/// A picture of a keepsake.
#[derive(Clone, Debug)]
pub struct Plate {
    /// Its name in the book: `p1.jpg`.
    pub name: String,
    /// `image/jpeg`
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Where a chapter is to stand, which decides where links and pictures lead.
pub(super) trait Place {
    /// The link to another chapter, or into it.
    fn chapter(&self, number: usize, fragment: Option<&str>) -> String;
    /// The link to a picture.
    fn picture(&self, plate: &Plate) -> String;
    /// What stands before each id of a chapter.
    fn prefix(&self, number: usize) -> String;
}

/// One story as XHTML: its title, who told it, its note, its text, its comments.
pub(super) fn chapter(
    book: &Book<'_>,
    number: usize,
    place: &dyn Place,
    texts: &dyn Texts,
) -> Result<String, Diagnostic> {
    let view = book.stories[number];
    let card = &*view.story;
    let lang = card.lang.as_deref().unwrap_or(book.language);
    let mut out = String::from("<section class=\"story\"");
    attribute("xml:lang", lang, &mut out);
    attribute("lang", lang, &mut out);
    attribute("dir", direction(lang), &mut out);
    attribute("id", &format!("{}story", place.prefix(number)), &mut out);
    out.push_str(">\n");
    element("h1", &card.title, &mut out);
    let told = told(card);
    if !told.is_empty() {
        element(&ours("p", "told", lang), &told, &mut out);
    }
    if let Some(note) = &card.content_note {
        out.push_str("<div class=\"note\">\n");
        element(&ours("p", "told", lang), "Before you read", &mut out);
        element("p", note, &mut out);
        out.push_str("</div>\n");
    }
    let shown = front_picture(view);
    out.push_str(&xhtml::xhtml(&(shown + &text(book, view, texts)?), &lead(book, number, place)));
    if let Some(rights) = &card.rights {
        element("p class=\"rights\"", rights, &mut out);
    }
    if card.names == Some("changed") {
        element(&ours("p", "rights", lang), "Some names have been changed.", &mut out);
    }
    if book.comments && !view.comments.list.is_empty() {
        comments(book, number, place, &mut out);
    }
    out.push_str("</section>\n");
    Ok(out)
}

/// Which way a language is written.
pub(super) fn direction(lang: &str) -> &'static str {
    const BACKWARDS: [&str; 13] = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "ug", "ur", "yi"];
    let first = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if BACKWARDS.contains(&first.as_str()) { "rtl" } else { "ltr" }
}

/// The start of an element with words of our own, which are English whatever the story is.
fn ours(name: &str, class: &str, lang: &str) -> String {
    let is_english = lang.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"));
    let lang = if is_english { "" } else { " xml:lang=\"en\" lang=\"en\" dir=\"ltr\"" };
    format!("{name} class=\"{class}\"{lang}")
}

/// "Told by Maya, 25 September 2011, about something from 2009".
fn told(card: &Card) -> String {
    let names: Vec<&str> = card.authors.iter().map(|author| &*author.name).collect();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(format!("Told by {}", names.join(", ")));
    }
    parts.extend(card.date.as_deref().map(day));
    parts.extend(card.happened.as_deref().map(|then| format!("about something from {then}")));
    parts.join(", ")
}

/// The day of a moment as people write it: `25 September 2011`.
pub(super) fn day(moment: &str) -> String {
    let day = moment.get(..10).unwrap_or(moment);
    let mut parts = day.splitn(3, '-').map(str::parse::<usize>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month @ 1..=12)), Some(Ok(day))) => format!("{day} {} {year}", MONTHS[month - 1]),
        _ => day.to_owned(),
    }
}

/// The story's own picture, where its text does not show it.
fn front_picture(view: &StoryView) -> String {
    let Some(picture) = &view.story.image else { return String::new() };
    if view.text.images.iter().any(|image| image.src == picture.src) {
        return String::new();
    }
    let mut out = String::from("<figure><img");
    attribute("src", &picture.src, &mut out);
    attribute("alt", &picture.alt, &mut out);
    out.push('>');
    if let Some(caption) = &picture.caption {
        element("figcaption", caption, &mut out);
    }
    out + "</figure>\n"
}

/// A story's text as HTML, its addresses as they are on the site.
fn text(book: &Book<'_>, view: &StoryView, texts: &dyn Texts) -> Result<String, Diagnostic> {
    let text = &view.text;
    let images: Vec<ResolvedImage> =
        text.images.iter().map(|image| ResolvedImage { set: None, ..image.clone() }).collect();
    let options = RenderOptions {
        markdown: book.markdown,
        skip_title: text.skip_title,
        shift_headings: 1,
        plain: false,
        eager_first_image: true,
        words_at_most: None,
    };
    let file = texts.read(text)?;
    let resolved = Resolved { links: &text.links, images: &images, html: &text.html };
    let mut html = String::new();
    markdown::to_html(body(text, &file), resolved, options, &mut html);
    Ok(html)
}

/// Where the links and pictures of a chapter lead.
fn lead<'a>(book: &'a Book<'_>, number: usize, place: &'a dyn Place) -> xhtml::Lead<'a> {
    xhtml::Lead {
        prefix: place.prefix(number),
        link: Box::new(move |href| link(book, number, place, href)),
        picture: Box::new(move |src| book.pictures.get(src).map(|plate| place.picture(plate))),
    }
}

/// Stories of the book are led to in the book; everything else is on the web.
fn link(book: &Book<'_>, number: usize, place: &dyn Place, href: &str) -> Option<String> {
    let (path, fragment) = href.split_once('#').map_or((href, None), |(path, fragment)| (path, Some(fragment)));
    if path.is_empty() {
        return fragment.map(|fragment| format!("#{}{fragment}", place.prefix(number)));
    }
    let inside = path.strip_prefix(book.origin).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    if let Some(number) = book.stories.iter().position(|view| *view.story.url == *inside) {
        return Some(place.chapter(number, fragment));
    }
    if path.starts_with('/') {
        return Some(format!("{}{href}", book.origin));
    }
    ["http://", "https://", "mailto:", "tel:"].iter().any(|start| href.starts_with(start)).then(|| href.to_owned())
}

fn comments(book: &Book<'_>, number: usize, place: &dyn Place, out: &mut String) {
    let view = book.stories[number];
    out.push_str("<section class=\"comments\">\n");
    element("h2", &view.comments.sentence, out);
    for comment in &view.comments.list {
        let _ = write!(out, "<div class=\"comment\" style=\"margin-inline-start: {}em\"", comment.depth.min(4));
        attribute("id", &format!("{}{}", place.prefix(number), comment.anchor), out);
        out.push_str(">\n<p class=\"told\">");
        let name = comment.author.as_deref().unwrap_or("A reader");
        escape_into(name, out);
        if comment.by_author {
            out.push_str(" (author)");
        }
        if let Some(date) = comment.date {
            let _ = write!(out, ", {}", day(&date.day.to_string()));
        }
        out.push_str("</p>\n");
        if comment.removed {
            out.push_str("<p>This comment was removed.</p>\n");
        } else {
            let html = markdown::comment_html(comment.format, &comment.body);
            out.push_str(&xhtml::xhtml(&html, &lead(book, number, place)));
        }
        out.push_str("</div>\n");
    }
    out.push_str("</section>\n");
}

/// Everything that decides what a book looks like, for the shelf and for paper.
pub(super) const STYLE: &str = include_str!("keepsake.css");

/// Counts and says what.
pub(super) fn stories(count: usize) -> Arc<str> {
    Arc::from(if count == 1 { "1 story".to_owned() } else { format!("{count} stories") })
}
